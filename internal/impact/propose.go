package impact

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/stats"
)

// Proposal is a touch point at which much fails and that no area has yet.
type Proposal struct {
	TouchPoint string   `json:"touch_point"`
	Name       string   `json:"name"`
	Met        int64    `json:"met" doc:"Customers heard here in the window"`
	Asked      int64    `json:"asked" doc:"Of those, how many told how it went"`
	Failed     int64    `json:"failed" doc:"For how many of these it failed"`
	Share      float64  `json:"share"`
	Low        float64  `json:"low" doc:"Of the interval that allows for so many touch points compared at once"`
	High       float64  `json:"high"`
	Rest       float64  `json:"rest" doc:"Share for whom it fails at all other touch points"`
	Clear      bool     `json:"clear" doc:"It fails more often than elsewhere by more than noise"`
	Extra      int64    `json:"extra" doc:"How many more customers it fails for than it would if it were like elsewhere; negative where it is better"`
	Where      []string `json:"where" doc:"Conditions of the signals that tell of a failure"`
}

// Proposals is what data propose.
type Proposals struct {
	Items   []Proposal `json:"items" doc:"Those that fail clearly more often than elsewhere first, by how much that is; then by how much fails"`
	Days    int        `json:"days"`
	Failing string     `json:"failing" doc:"What counts as a failure"`
	Signals int64      `json:"signals" doc:"How many signals were heard in all"`
	People  bool       `json:"people" doc:"Customers are counted; else signals, because few name a customer"`
}

// Propose compares touch points by how often they fail.
func (a *Areas) Propose(ctx context.Context, org db.Org) (*Proposals, error) {
	st, err := a.state(ctx, org)
	if err != nil {
		return nil, err
	}
	s, err := a.newSource(ctx, org, st.set, nil)
	if err != nil {
		return nil, err
	}
	fails, asked, err := s.failing(&Area{}, nil)
	if err != nil {
		return nil, err
	}
	out := &Proposals{Items: []Proposal{}, Days: s.window.Days, Failing: fails, Signals: s.signals, People: s.asPeople}
	by := func(where ...string) (map[string]metric.Reached, error) {
		rows, _, err := a.Metrics.Reached(ctx, org, metric.Reach{By: "touch_point", Where: where, From: s.window.from(), To: s.window.to()})
		found := make(map[string]metric.Reached, len(rows))
		for _, r := range rows {
			if r.Key != "" {
				found[r.Key] = r
			}
		}
		return found, err
	}
	met, err := by()
	if err != nil {
		return nil, err
	}
	told, err := by(asked)
	if err != nil {
		return nil, err
	}
	failed, err := by(fails)
	if err != nil {
		return nil, err
	}
	n, k := int64(0), int64(0)
	for key := range told {
		n, k = n+s.count(told[key]), k+s.count(failed[key])
	}
	for key, r := range told {
		p := Proposal{TouchPoint: key, Name: r.Label, Met: s.count(met[key]), Asked: s.count(r), Failed: s.count(failed[key]), Where: []string{"touch_point:" + key, fails}}
		if p.Failed == 0 || slices.ContainsFunc(st.areas, func(a Area) bool { return slices.Contains(a.TouchPoints, key) }) {
			continue
		}
		p.compare(n, k, len(told))
		out.Items = append(out.Items, p)
	}
	slices.SortFunc(out.Items, func(a, b Proposal) int {
		if a.Clear != b.Clear {
			if a.Clear {
				return -1
			}
			return 1
		}
		if a.Clear {
			return cmp.Or(cmp.Compare(b.Extra, a.Extra), cmp.Compare(a.TouchPoint, b.TouchPoint))
		}
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), cmp.Compare(a.TouchPoint, b.TouchPoint))
	})
	return out, nil
}

// compare holds a touch point against all others: n and k are of all, many is how many are compared.
func (p *Proposal) compare(n, k int64, many int) {
	i := stats.Wilson(p.Failed, p.Asked, 1-0.05/float64(max(1, many)))
	p.Share, p.Low, p.High = roundTo(i.Estimate, 4), roundTo(i.Low, 4), roundTo(i.High, 4)
	if rest := n - p.Asked; rest > 0 {
		share := float64(k-p.Failed) / float64(rest)
		p.Rest = roundTo(share, 4)
		p.Clear = i.Low > share && p.Asked >= metric.Enough
		p.Extra = int64(math.Round(float64(p.Failed) - share*float64(p.Asked)))
	}
}

// Accept makes an area of each touch point.
func (a *Areas) Accept(ctx context.Context, org db.Org, touchPoints []string) ([]Area, error) {
	if len(touchPoints) == 0 {
		return nil, problem.At("body.touch_points", "touch_point_needed", "Choose at least one touch point.")
	}
	var points []touchpoint.TouchPoint
	var there []Area
	err := a.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
		if there, err = list(ctx, tx, org); err != nil {
			return err
		}
		points, err = a.Points.All(ctx, tx, org)
		return err
	})
	if err != nil {
		return nil, err
	}
	var in []AreaInput
	for _, key := range touchPoints {
		one := AreaInput{Name: key, TouchPoints: []string{key}}
		for _, p := range points {
			if p.Key == key {
				one.Name = p.Name
			}
		}
		taken := func(name string) bool {
			return slices.ContainsFunc(there, func(a Area) bool { return strings.EqualFold(a.Name, name) }) ||
				slices.ContainsFunc(in, func(a AreaInput) bool { return strings.EqualFold(a.Name, name) })
		}
		if taken(one.Name) {
			one.Name += " (" + key + ")"
		}
		in = append(in, one)
	}
	return a.Create(ctx, org, in...)
}

// roundTo keeps answers short.
func roundTo(x float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(x*p) / p
}
