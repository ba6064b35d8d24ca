package impact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Setting is in what money is counted.
type Setting struct {
	Currency string `json:"currency" example:"EUR" doc:"ISO 4217"`
	Horizon  int    `json:"horizon" doc:"Days over which money is counted" readOnly:"true"`
	Version  int    `json:"version" readOnly:"true"`

	revision int64
}

// state is what people have said, at one moment.
type state struct {
	set        Setting
	areas      []Area
	statements []Statement

	fits    map[fit]Spec // what was stated, as it was fitted: many areas share it
	assumed map[Name]*Input
}

type fit struct {
	name     Name
	p10, p90 float64
}

// stated is stated, once for each range.
func (s *state) stated(r role, p10, p90 float64) Spec {
	key := fit{r.name, p10, p90}
	spec, ok := s.fits[key]
	if !ok {
		spec = stated(r, p10, p90)
		if s.fits == nil {
			s.fits = map[fit]Spec{}
		}
		s.fits[key] = spec
	}
	return spec
}

// standIn is what stands in where nothing is known, filled once; nil where nothing does.
func (s *state) standIn(name Name) (*Input, error) {
	known, ok := s.assumed[name]
	if !ok {
		if in, has := assumed(name); has {
			if err := in.fill(); err != nil {
				return nil, err
			}
			known = &in
		}
		if s.assumed == nil {
			s.assumed = map[Name]*Input{}
		}
		s.assumed[name] = known
	}
	if known == nil {
		return nil, nil
	}
	copied := *known
	return &copied, nil
}

func (a *Areas) state(ctx context.Context, org db.Org) (s *state, err error) {
	s = &state{}
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error {
		if s.set, err = findSetting(ctx, tx, org); err != nil {
			return err
		}
		if s.areas, err = list(ctx, tx, org); err != nil {
			return err
		}
		s.statements, err = statements(ctx, tx, org)
		return err
	})
	return s, err
}

// said is the statement that holds for an input of an area: its own, else the one for all.
func (s *state) said(area ID, name Name) *Statement {
	var all *Statement
	for i := range s.statements {
		st := &s.statements[i]
		if st.Input != name {
			continue
		}
		if st.Area == area && area != "" {
			return st
		}
		if st.Area == "" {
			all = st
		}
	}
	return all
}

// prepared is everything that a reckoning takes.
type prepared struct {
	areas     []Assessed
	customers *Input
	window    window
	version   int64
	worth     string // what was known of the value of a customer
}

// prepare gathers the inputs of areas. progress, where there is one, hears of each area done.
func (a *Areas) prepare(ctx context.Context, org db.Org, st *state, where []string, progress func(done int)) (*prepared, error) {
	s, err := a.newSource(ctx, org, st.set, where)
	if err != nil {
		return nil, err
	}
	out := &prepared{version: s.version}
	shared, err := s.shared("")
	if err != nil {
		return nil, err
	}
	if out.customers, err = st.pick("", Customers, shared[Customers]); err != nil {
		return nil, err
	}
	for i := range st.areas {
		one := &st.areas[i]
		if one.State == Closed {
			continue
		}
		done, err := s.assessed(st, one)
		if err != nil {
			return nil, err
		}
		out.areas = append(out.areas, *done)
		if progress != nil {
			progress(i + 1)
		}
	}
	out.window = s.window
	if w := s.worth[""]; w != nil {
		out.worth = w.ID
	}
	return out, nil
}

// assessed gathers one area's inputs.
func (s *source) assessed(st *state, one *Area) (*Assessed, error) {
	f, err := s.area(one)
	if err != nil {
		return nil, err
	}
	shared, err := s.shared(one.Segment)
	if err != nil {
		return nil, err
	}
	effects, err := s.effects(one)
	if err != nil {
		return nil, err
	}
	return s.inputs(st, one, f, shared, effects)
}

// inputs chooses each input of an area.
func (s *source) inputs(st *state, one *Area, f *found, shared, effects map[Name]*Input) (*Assessed, error) {
	out := &Assessed{Area: one.ID, Name: one.Name, TouchPoints: one.TouchPoints, Segment: one.Segment, Owner: one.Owner, State: one.State, Fails: f.fails, Elsewhere: f.elsewhere, Beyond: f.beyond}
	have := map[Name]*Input{}
	for _, r := range roles() {
		if r.name == Customers {
			continue
		}
		data := f.inputs[r.name]
		if data == nil {
			data = effects[r.name]
		}
		if data == nil {
			data = shared[r.name]
			if data != nil && one.Segment != "" {
				data.Key = string(r.name) + ": " + one.Segment
			}
		}
		in, err := st.pick(one.ID, r.name, data)
		if err != nil {
			return nil, err
		}
		if in == nil && r.name == Margin && have[Value] != nil {
			same := *have[Value]
			same.Name, same.Letter, same.Data, same.Code = Margin, "A", nil, "margin_is_value"
			same.Because = "Taken to be what a customer is worth: one who is won is worth what others are."
			in = &same
		}
		if in != nil {
			have[r.name] = in
			out.Inputs = append(out.Inputs, *in)
		}
	}
	if out.Missing = missing(have); out.Missing != nil && out.Missing.Input != Value {
		return out, nil
	}
	out.Monthly = have[Exposed].Mean * have[Failure].Mean / float64(s.set.Horizon) * 365.25 / 12
	return out, nil
}

// pick chooses between what somebody says, the data, and what stands in for both; nil where there is nothing.
func (s *state) pick(area ID, name Name, data *Input) (*Input, error) {
	r, _ := roleOf(name)
	if data != nil {
		if data.Key == "" {
			data.Key = string(name)
			if data.Of == "area" {
				data.Key = string(area) + ": " + string(name)
			}
		}
		data.Letter, data.Kind = r.letter, r.kind
		if err := data.fill(); err != nil {
			return nil, err
		}
	}
	st := s.said(area, name)
	if st != nil {
		at := st.At
		in := &Input{Name: name, Letter: r.letter, Kind: r.kind, Source: st.Source, Of: "all", Grade: "D", Spec: s.stated(r, st.P10, st.P90), Key: string(name),
			Because: st.Reason, Code: "stated", Author: st.Author, Reason: st.Reason, At: &at, Data: data}
		if st.Area != "" {
			in.Of, in.Key = "area", string(area)+": "+string(name)
		}
		return in, in.fill()
	}
	if data != nil {
		return data, nil
	}
	return s.standIn(name)
}

// hash is of all that a reckoning rests on.
func (p *prepared) hash(set Setting) (string, error) {
	type input struct {
		Area ID
		Name Name
		Spec Spec
		Key  string
	}
	var all []input
	if p.customers != nil {
		all = append(all, input{"", Customers, p.customers.Spec, p.customers.Key})
	}
	areas := slices.Clone(p.areas)
	slices.SortFunc(areas, func(a, b Assessed) int { return strings.Compare(string(a.Area), string(b.Area)) })
	for i := range areas {
		for k := range areas[i].Inputs {
			in := &areas[i].Inputs[k]
			all = append(all, input{areas[i].Area, in.Name, in.Spec, in.Key})
		}
	}
	b, err := json.Marshal(struct {
		Inputs   []input
		Currency string
		Horizon  int
		Method   string
		Draws    int
		Seed     uint64
	}{all, set.Currency, set.Horizon, method, draws, seed})
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16]), err
}
