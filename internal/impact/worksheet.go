package impact

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// Worksheet is the coarse way to a figure, for those who have no data: everything in it is somebody's estimate, of grade D.
type Worksheet struct {
	Name       string  `json:"name" maxLength:"100" doc:"The part of service"`
	TouchPoint string  `json:"touch_point,omitempty" maxLength:"64" doc:"Key of the touch point; left out, one is made by the name"`
	Customers  float64 `json:"customers" doc:"How many customers meet it in a year, about"`
	Failing    string  `json:"failing" enum:"few,some,many" doc:"few: 1–5 in a hundred, some: 5–20, many: 20–50"`
	ValueLow   float64 `json:"value_low,omitempty" doc:"What a customer is worth in a year, from; minor units. Left out where it was said before"`
	ValueHigh  float64 `json:"value_high,omitempty" doc:"And to"`
}

// fewSomeMany are the ranges behind the words.
var fewSomeMany = map[string][2]float64{"few": {0.01, 0.05}, "some": {0.05, 0.20}, "many": {0.20, 0.50}}

// volumeRange is how well people know how many customers they meet: within a third.
const volumeRange = 1.33

// said are the statements that a worksheet makes.
func (w *Worksheet) said() ([]Statement, error) {
	w.Name = strings.TrimSpace(w.Name)
	if err := identity.Name(w.Name, "body.name", 100); err != nil {
		return nil, err
	}
	if !(w.Customers >= 1) || w.Customers > 1e10 {
		return nil, problem.At("body.customers", "no_exposure", "Say how many customers meet it in a year, about: at least one.")
	}
	share, ok := fewSomeMany[w.Failing]
	if !ok {
		return nil, problem.At("body.failing", "failing_unknown", "It fails for few, some or many.")
	}
	const reason = "Estimated on the coarse worksheet"
	out := []Statement{
		{Input: Exposed, StatementInput: StatementInput{Assumption, w.Customers / volumeRange, w.Customers * volumeRange, reason}},
		{Input: Failure, StatementInput: StatementInput{Assumption, share[0], share[1], reason + ": " + w.Failing}},
	}
	if w.ValueLow != 0 || w.ValueHigh != 0 {
		out = append(out, Statement{Input: Value, StatementInput: StatementInput{Assumption, w.ValueLow, w.ValueHigh, reason}})
	}
	for i := range out {
		if out[i].Input != Value {
			out[i].Area = "new"
		}
		if err := out[i].Validate(); err != nil {
			if p, ok := problem.As(err); ok && out[i].Input == Value {
				return nil, problem.At("body.value_high", p.Code, "%s", p.Message)
			}
			return nil, err
		}
	}
	return out, nil
}

// Try reckons a worksheet without keeping anything.
func (a *Areas) Try(ctx context.Context, org db.Org, w Worksheet) (*Result, error) {
	said, err := w.said()
	if err != nil {
		return nil, err
	}
	st, err := a.state(ctx, org)
	if err != nil {
		return nil, err
	}
	if w.ValueHigh != 0 {
		st.statements = slices.DeleteFunc(st.statements, func(s Statement) bool { return s.Area == "" && s.Input == Value })
	}
	st.statements = append(st.statements, said...)
	one := &Area{ID: "new", AreaInput: AreaInput{Name: w.Name, TouchPoints: []string{"new"}}, State: Open}
	s := &source{Areas: &Areas{DB: a.DB, Metrics: a.Metrics, Value: a.Value}, ctx: ctx, org: org, set: st.set, worth: map[string]*Worth{}, window: window{Scale: 1, Days: windowDays, To: time.Now()}}
	done, err := s.worksheet(st, one)
	if err != nil {
		return nil, err
	}
	r, err := assess(nil, []Assessed{*done}, quickDraws)
	if err == nil {
		r.Currency = st.set.Currency
	}
	return r, err
}

// worksheet gathers the inputs of an area of which nothing is heard.
func (s *source) worksheet(st *state, one *Area) (*Assessed, error) {
	shared, err := s.shared("")
	if err != nil {
		return nil, err
	}
	return s.inputs(st, one, &found{inputs: map[Name]*Input{}}, shared, nil)
}

// Keep makes an area of a worksheet, with what it says as statements.
func (a *Areas) Keep(ctx context.Context, org db.Org, w Worksheet) (*Area, error) {
	said, err := w.said()
	if err != nil {
		return nil, err
	}
	caller := identity.From(ctx)
	var area *Area
	err = a.DB.Write(ctx, org, func(tx *db.Tx) error {
		key, err := a.pointFor(ctx, tx, org, w)
		if err != nil {
			return err
		}
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxAreas {
			return problem.New(problem.Invalid, "too_many_areas", "An organisation has at most %d impact areas. Close and delete what is done.", maxAreas)
		}
		area = &Area{ID: ID(tx.ID("imp")), AreaInput: AreaInput{Name: w.Name, TouchPoints: []string{key}}, State: Open, Version: 1, CreatedBy: caller.Name, CreatedAt: tx.Now}
		if err := a.check(ctx, tx, org, &area.AreaInput); err != nil {
			return err
		}
		if err := put(ctx, tx, org, area); err != nil {
			return err
		}
		for _, s := range said {
			if s.Area != "" {
				s.Area = area.ID
			}
			s.Author, s.authorID, s.At = caller.Name, caller.ID, tx.Now
			if err := putStatement(ctx, tx, org, &s); err != nil {
				return err
			}
		}
		if err := a.Audit.Record(ctx, tx, "impact_area.create", string(area.ID), map[string]any{"name": area.Name, "touch_points": area.TouchPoints, "worksheet": true}); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
	return area, err
}

// pointFor finds the touch point of a worksheet, or makes it.
func (a *Areas) pointFor(ctx context.Context, tx *db.Tx, org db.Org, w Worksheet) (string, error) {
	if w.TouchPoint != "" {
		return w.TouchPoint, nil
	}
	points, err := a.Points.All(ctx, tx, org)
	if err != nil {
		return "", err
	}
	key := keyOf(w.Name)
	at := slices.IndexFunc(points, func(p touchpoint.TouchPoint) bool { return p.Key == key || strings.EqualFold(p.Name, w.Name) })
	if at >= 0 {
		return points[at].Key, nil
	}
	p, err := a.Points.CreateIn(ctx, tx, org, key, w.Name)
	if err != nil {
		return "", err
	}
	return p.Key, nil
}

// keyOf makes a key of a name: letters and digits of ASCII, with dashes.
func keyOf(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(identity.Fold(name)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
			continue
		}
		dash = true
	}
	if b.Len() == 0 {
		return "area"
	}
	s := b.String()
	return s[:min(len(s), 60)]
}
