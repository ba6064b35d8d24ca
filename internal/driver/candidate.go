package driver

import (
	"cmp"
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// Candidate is a measure that may drive an outcome, and how often both were heard together.
type Candidate struct {
	Key      string  `json:"key"`
	Name     string  `json:"name"`
	Together int64   `json:"together" doc:"Responses and contacts in which both the outcome and this are known"`
	Share    float64 `json:"share" doc:"The same as a share of the outcome's rows, 0 to 1"`
	Proposed bool    `json:"proposed"`
	Why      string  `json:"why" enum:"heard_together,an_outcome,seldom_together,never_together" doc:"Why it is proposed, or isn't"`
}

// Candidates is what may drive an outcome, the most often heard together first.
type Candidates struct {
	Rows       int64       `json:"rows" doc:"Responses and contacts in which the outcome was answered"`
	Candidates []Candidate `json:"candidates" nullable:"false"`
}

// seldom is the share of the outcome's rows under which a measure isn't proposed: with rows in which everything is known, it
// would take most of them away.
const seldom = 0.25

// Candidates proposes measures: those heard together with the outcome in a quarter of its rows or more, other outcomes aside.
func (d *Drivers) Candidates(ctx context.Context, org db.Org, outcome string, where []string, from, to string) (*Candidates, error) {
	def, err := d.Metrics.ByKey(ctx, org, outcome, "query.outcome")
	if err != nil {
		return nil, err
	}
	q, err := d.Metrics.Narrowed(ctx, org, where, from, to)
	if err != nil {
		return nil, err
	}
	return d.candidates(ctx, org, def, q)
}

func (d *Drivers) candidates(ctx context.Context, org db.Org, outcome *metric.Metric, q analytics.Question) (*Candidates, error) {
	all, err := d.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	others := make([]metric.Metric, 0, len(all))
	for _, m := range all {
		if m.Key != outcome.Key && !m.Archived {
			others = append(others, m)
		}
	}
	out := &Candidates{Candidates: make([]Candidate, 0, len(others))}
	if len(others) == 0 {
		return out, nil
	}
	rows, together, _, err := d.together(ctx, org, outcome, others, q)
	if err != nil {
		return nil, err
	}
	out.Rows = rows
	for k, m := range others {
		c := Candidate{Key: m.Key, Name: m.Name, Together: together[k]}
		if out.Rows > 0 {
			c.Share = float64(c.Together) / float64(out.Rows)
		}
		switch {
		case c.Together == 0:
			c.Why = "never_together"
		case isOutcome(&m):
			c.Why = "an_outcome"
		case c.Share < seldom:
			c.Why = "seldom_together"
		default:
			c.Why, c.Proposed = "heard_together", true
		}
		out.Candidates = append(out.Candidates, c)
	}
	slices.SortStableFunc(out.Candidates, func(a, b Candidate) int { return cmp.Compare(b.Together, a.Together) })
	proposed := 0
	for k := range out.Candidates {
		if c := &out.Candidates[k]; c.Proposed {
			proposed++
			c.Proposed = proposed <= drivers.MostDrivers
		}
	}
	return out, nil
}

// isOutcome tells what a customer says of the whole (NPS, satisfaction, ease) from what is measured of its parts: outcomes go
// along with each other whatever drives them.
func isOutcome(m *metric.Metric) bool {
	return m.Scoring.Method == metric.NPS || slices.ContainsFunc(metric.Standard(), func(s metric.Metric) bool { return s.Key == m.Key })
}

// together counts the rows of an outcome, and in how many of them each measure is known.
func (d *Drivers) together(ctx context.Context, org db.Org, outcome *metric.Metric, of []metric.Metric, q analytics.Question) (rows int64, known []int64, version int64, err error) {
	q.Measure = analytics.Measure{What: analytics.Together, Metric: outcome.Slot}
	for _, m := range of {
		q.Measure.Columns = append(q.Measure.Columns, analytics.Column{Metric: m.Slot})
	}
	a, err := d.Engine.Ask(ctx, org, q)
	if err != nil {
		return 0, nil, 0, err
	}
	if len(a.Rows) == 0 {
		return 0, make([]int64, len(of)), a.Version, nil
	}
	return a.Rows[0].N, a.Rows[0].Values, a.Version, nil
}
