package impact

import (
	"context"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Change is one input that is thought of as otherwise.
type Change struct {
	Area  ID      `json:"area,omitempty" doc:"Whose input; empty changes it wherever it is shared"`
	Input Name    `json:"input"`
	Times float64 `json:"times" minimum:"0" maximum:"10" doc:"How many times what it is: 0.5 halves it"`
}

// Thought is what an amount would be.
type Thought struct {
	Area   ID     `json:"area"`
	Name   string `json:"name"`
	Before Amount `json:"before"`
	After  Amount `json:"after"`
	Was    int    `json:"was" doc:"Its rank by the middle of the range before"`
	Is     int    `json:"is" doc:"And after"`
}

// WhatIf is what all would cost if inputs were otherwise. Nothing of it is kept.
type WhatIf struct {
	Currency string    `json:"currency"`
	Before   Amount    `json:"before"`
	After    Amount    `json:"after"`
	Areas    []Thought `json:"areas" doc:"The costliest after the change first"`
	Inputs   []Input   `json:"inputs" doc:"The changed inputs as they would be"`
	Draws    int       `json:"draws"`
}

const (
	maxChanges = 20
	// thoughtDraws is how many draws are made in all: few enough for an answer while a slider is moved.
	thoughtDraws = 20_000
)

// WhatIf reckons the newest measurement again with inputs changed. Both sides are of the same draws, so that the difference is the
// change's alone.
func (a *Areas) WhatIf(ctx context.Context, org db.Org, changes []Change) (*WhatIf, error) {
	if len(changes) > maxChanges {
		return nil, problem.At("body.changes", "too_many_changes", "At most %d inputs are changed at once.", maxChanges)
	}
	m, err := a.newest(ctx, org)
	if err != nil {
		return nil, err
	}
	if m == nil || m.Missing != nil {
		return nil, problem.New(problem.Conflict, "nothing_measured", "Nothing is measured yet that could be thought of as otherwise.")
	}
	n := min(draws, max(500, thoughtDraws/max(1, len(m.Areas))))
	before, after := clones(m.Areas), clones(m.Areas)
	customers := m.Customers
	out := &WhatIf{Currency: m.Currency, Draws: n, Areas: []Thought{}, Inputs: []Input{}}
	for i, c := range changes {
		changed, err := c.apply(after, &customers)
		if err != nil {
			return nil, err
		}
		if changed == nil {
			return nil, problem.At("body.changes["+itoa(i)+"].input", "input_unknown", "No area measured has an input %.40q.", string(c.Input))
		}
		out.Inputs = append(out.Inputs, *changed)
	}
	was, err := assess(m.Customers, before, n)
	if err != nil {
		return nil, err
	}
	is, err := assess(customers, after, n)
	if err != nil {
		return nil, err
	}
	out.Before, out.After = was.Total, is.Total
	for at := range is.Areas {
		one := &is.Areas[at]
		k := slices.IndexFunc(was.Areas, func(a Assessed) bool { return a.Area == one.Area })
		if one.Missing != nil || k < 0 || was.Areas[k].Missing != nil {
			continue
		}
		out.Areas = append(out.Areas, Thought{one.Area, one.Name, was.Areas[k].Total, one.Total, k + 1, at + 1})
	}
	return out, nil
}

// clones copies areas with their inputs; only those that were reckoned.
func clones(areas []Assessed) []Assessed {
	out := make([]Assessed, 0, len(areas))
	for _, a := range areas {
		if a.Missing == nil {
			a.Inputs = slices.Clone(a.Inputs)
			out = append(out, a)
		}
	}
	return out
}

// apply changes an input in one area, or in all that share it, and returns it as it is then.
func (c *Change) apply(areas []Assessed, customers **Input) (changed *Input, err error) {
	r, ok := roleOf(c.Input)
	if !ok || math.IsNaN(c.Times) || c.Times < 0 {
		return nil, nil
	}
	if c.Input == Customers {
		if *customers == nil {
			return nil, nil
		}
		one := **customers
		one.Spec = one.Spec.times(r, c.Times)
		*customers = &one
		return &one, one.fill()
	}
	for i := range areas {
		if c.Area != "" && areas[i].Area != c.Area {
			continue
		}
		own := areas[i].input(c.Input).Key
		for k := range areas[i].Inputs {
			in := &areas[i].Inputs[k]
			// A margin that is the value of a customer is the same number, and goes along.
			if in.Name != c.Input && in.Key != own {
				continue
			}
			if c.Times != 1 {
				in.Spec = in.Spec.times(r, c.Times)
			}
			if c.Area != "" && in.Of == "all" {
				in.Of, in.Key = "area", string(c.Area)+": "+in.Key
			}
			if err := in.fill(); err != nil {
				return nil, err
			}
			if in.Name == c.Input {
				changed = in
			}
		}
	}
	return changed, nil
}

// times is the same knowledge of a number so many times as large, within what it may be.
func (s Spec) times(r role, f float64) Spec {
	d, err := s.Distribution()
	if err != nil || f == 0 {
		return Spec{Kind: "constant"}
	}
	top := r.high
	switch s.Kind {
	case "constant":
		return Spec{Kind: "constant", A: math.Min(s.A*f, top)}
	case "lognormal_quantiles":
		return Spec{Kind: s.Kind, A: s.A * f, B: s.B * f}
	case "beta_counts":
		if hits := math.Round(s.A * f); hits <= s.B && s.A >= 20 {
			return Spec{Kind: s.Kind, A: hits, B: s.B}
		}
	}
	mean, sd := d.Mean()*f, d.SD()*f
	low, high := s.Low*f, s.High*f
	if r.kind == "rate" {
		low, high = r.low, r.high
	}
	if mean >= high*0.98 { // there is no room left: everybody, near enough
		return Spec{Kind: "constant", A: math.Min(high, mean)}
	}
	sd = math.Min(sd, (high-mean)*0.9)
	out := Spec{Kind: "beta_between", A: mean, B: sd, Low: low, High: high}
	if _, err := out.Distribution(); err != nil {
		return Spec{Kind: "constant", A: mean}
	}
	return out
}
