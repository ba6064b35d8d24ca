package impact

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Ranking is where to look first: what areas cost, the costliest first, with how far that order can be relied on.
type Ranking struct {
	Standing Standing  `json:"standing"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Run      string    `json:"run,omitempty" doc:"The measurement shown; empty where it was reckoned for a filter and isn't kept"`
	Where    []string  `json:"where" doc:"The filter"`
	Top      int       `json:"top" doc:"How many areas can't be told apart from the costliest: their ranks overlap. 1 is a clear first"`
	Closed   int       `json:"closed" doc:"Areas that are closed and left out"`
	Result
}

// quickDraws are for what is reckoned while somebody looks.
const quickDraws = 2_000

// Ranking answers from the newest measurement; within a filter it is reckoned at once, of fewer draws, and not kept.
func (a *Areas) Ranking(ctx context.Context, org db.Org, where []string) (*Ranking, error) {
	m, err := a.newest(ctx, org)
	if err != nil {
		return nil, err
	}
	st, err := a.state(ctx, org)
	if err != nil {
		return nil, err
	}
	out := &Ranking{Where: slices.Clone(where)}
	if out.Where == nil {
		out.Where = []string{}
	}
	if out.Standing, err = a.standing(ctx, org, m); err != nil {
		return nil, err
	}
	for i := range st.areas {
		if st.areas[i].State == Closed {
			out.Closed++
		}
	}
	if len(where) > 0 {
		p, err := a.prepare(ctx, org, st, where, nil)
		if err != nil {
			return nil, err
		}
		r, err := assess(p.customers, p.areas, quickDraws)
		if err != nil {
			return nil, err
		}
		out.Result, out.From, out.To = *r, p.window.From, p.window.To
		out.Currency = st.set.Currency
	} else {
		out.Result = Result{Currency: st.set.Currency, Horizon: st.set.Horizon}
		if m != nil {
			out.Result, out.Run, out.From, out.To = m.Result, m.ID, m.From, m.To
			out.Currency = m.Currency
		}
		out.current(st.areas)
	}
	out.finish()
	return out, nil
}

func (a *Areas) newest(ctx context.Context, org db.Org) (m *Measurement, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error { m, err = resultOf(ctx, tx, org, ""); return err })
	return m, err
}

// current brings a measurement's list up to what areas there are: those deleted or closed since go, new ones wait for an amount.
func (r *Ranking) current(areas []Area) {
	var kept []Assessed
	for _, one := range r.Areas {
		at := slices.IndexFunc(areas, func(a Area) bool { return a.ID == one.Area && a.State != Closed })
		if at < 0 {
			continue
		}
		one.describe(&areas[at])
		kept = append(kept, one)
	}
	for i := range areas {
		if areas[i].State == Closed || slices.ContainsFunc(kept, func(a Assessed) bool { return a.Area == areas[i].ID }) {
			continue
		}
		fresh := Assessed{Area: areas[i].ID, Missing: &Missing{Code: "not_reckoned", Message: "It is being reckoned."}}
		fresh.describe(&areas[i])
		kept = append(kept, fresh)
	}
	r.Areas = kept
}

func (a *Assessed) describe(of *Area) {
	a.Name, a.State, a.Owner, a.TouchPoints, a.Segment = of.Name, of.State, of.Owner, of.TouchPoints, of.Segment
}

// finish says which areas can't be told apart from the first, and leaves out what only an area's own page shows.
func (r *Ranking) finish() {
	for i := range r.Areas {
		a := &r.Areas[i]
		if a.Missing == nil && a.RankLow == 1 {
			r.Top++
		}
		a.Inputs, a.Influences = nil, nil
	}
	if r.Areas == nil {
		r.Areas = []Assessed{}
	}
}

// Detail is one area with what it rests on.
type Detail struct {
	Area
	Assessed Assessed  `json:"assessed"`
	Standing Standing  `json:"standing"`
	Currency string    `json:"currency"`
	Horizon  int       `json:"horizon"`
	Areas    int       `json:"areas" doc:"How many areas were ranked"`
	Hash     string    `json:"hash,omitempty" doc:"Of the inputs of the measurement"`
	Method   string    `json:"method,omitempty"`
	Draws    int       `json:"draws,omitempty"`
	Run      string    `json:"run,omitempty"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	History  []Past    `json:"history" doc:"What it was measured to cost, the newest first"`
}

const mostPast = 60

// Find returns one area with its newest measurement and those before.
func (a *Areas) Find(ctx context.Context, org db.Org, id ID) (*Detail, error) {
	d := &Detail{}
	var m *Measurement
	err := a.DB.Read(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		d.Area = *one
		set, err := findSetting(ctx, tx, org)
		if err != nil {
			return err
		}
		d.Currency, d.Horizon = set.Currency, set.Horizon
		if m, err = resultOf(ctx, tx, org, ""); err != nil {
			return err
		}
		d.History, err = historyOf(ctx, tx, org, id, mostPast)
		return err
	})
	if err != nil {
		return nil, err
	}
	if d.History == nil {
		d.History = []Past{}
	}
	if d.Standing, err = a.standing(ctx, org, m); err != nil {
		return nil, err
	}
	d.Assessed = Assessed{Area: id, Inputs: []Input{}, Missing: &Missing{Code: "not_reckoned", Message: "It is being reckoned."}}
	if m != nil {
		d.Hash, d.Method, d.Draws, d.Run, d.From, d.To = m.Hash, m.Method, m.Draws, m.ID, m.From, m.To
		for i := range m.Areas {
			if m.Areas[i].Area == id {
				d.Assessed = m.Areas[i]
			}
			if m.Areas[i].Missing == nil {
				d.Areas++
			}
		}
	}
	d.Assessed.describe(&d.Area)
	return d, nil
}

// Runs lists measurements, the newest first.
func (a *Areas) Runs(ctx context.Context, org db.Org) (all []RunInShort, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = runs(ctx, tx, org, mostPast); return err })
	return all, err
}

// RunOf returns one measurement whole, as it was.
func (a *Areas) RunOf(ctx context.Context, org db.Org, id string) (m *Measurement, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error { m, err = resultOf(ctx, tx, org, id); return err })
	if err == nil && m == nil {
		return nil, problem.New(problem.NotFound, "run_unknown", "There is no measurement %.60q.", id)
	}
	return m, err
}

// Common lists the inputs that areas share, as they hold now, without asking what data tell of single areas.
func (a *Areas) Common(ctx context.Context, org db.Org) ([]Input, error) {
	st, err := a.state(ctx, org)
	if err != nil {
		return nil, err
	}
	s, err := a.newSource(ctx, org, st.set, nil)
	if err != nil {
		return nil, err
	}
	shared, err := s.shared("")
	if err != nil {
		return nil, err
	}
	out := []Input{}
	for _, r := range roles() {
		if !r.shared {
			continue
		}
		in, err := st.pick("", r.name, shared[r.name])
		if err != nil {
			return nil, err
		}
		if in != nil {
			out = append(out, *in)
		}
	}
	return out, nil
}

// AtRiskOf is what is at risk at one touch point.
type AtRiskOf struct {
	Amount
	Currency string
	Area     ID
	Name     string
	Sharing  int // how many touch points share the amount
	Grade    string
}

// AtRisk is what the newest measurement says of each touch point, by key. A touch point of several areas has the costliest.
func (a *Areas) AtRisk(ctx context.Context, org db.Org) (map[string]AtRiskOf, error) {
	m, err := a.newest(ctx, org)
	out := map[string]AtRiskOf{}
	if err != nil || m == nil {
		return out, err
	}
	for i := range m.Areas {
		one := &m.Areas[i]
		if one.Missing != nil || one.State == Closed {
			continue
		}
		for _, key := range one.TouchPoints {
			if was, ok := out[key]; !ok || was.P50 < one.Total.P50 {
				out[key] = AtRiskOf{one.Total, m.Currency, one.Area, one.Name, len(one.TouchPoints), one.Grade}
			}
		}
	}
	return out, nil
}
