package metric

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Reach asks how many signals there are and how many customers they came from.
type Reach struct {
	By       string // a dimension, or empty
	Where    []string
	From, To string
	Clients  []int64 // only these customers, by the numbers that analytics knows them by; nil is everybody
}

// Reached is one group of a Reach.
type Reached struct {
	Key       string
	Label     string
	Signals   int64
	Customers int64 // distinct; signals without a customer count for nobody
}

// Reached counts, by group where one is asked for, the groups in the order of their codes. Without By there is exactly one.
// The second value is the version of the data.
func (m *Metrics) Reached(ctx context.Context, org db.Org, r Reach) ([]Reached, int64, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, 0, err
	}
	q := analytics.Question{Measure: analytics.Measure{What: analytics.Count}}
	if r.By != "" {
		by, err := t.by(ctx, r.By)
		if err != nil {
			return nil, 0, err
		}
		q.By = []analytics.By{by}
	}
	if err := t.narrow(ctx, &q, r.Where, r.From, r.To); err != nil {
		return nil, 0, err
	}
	if r.Clients != nil {
		codes := r.Clients
		if len(codes) == 0 {
			codes = []int64{-1} // nobody
		}
		q.Where = append(q.Where, analytics.Cond{Dim: analytics.Client, Op: analytics.In, Codes: codes})
	}
	signals, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, 0, err
	}
	q.Measure = analytics.Measure{What: analytics.Distinct, Of: analytics.By{Dim: analytics.Client}}
	people, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, 0, err
	}
	if len(q.By) == 0 {
		one := Reached{}
		if len(signals.Rows) > 0 {
			one.Signals = signals.Rows[0].N
		}
		if len(people.Rows) > 0 {
			one.Customers = people.Rows[0].N
		}
		return []Reached{one}, signals.Version, nil
	}
	customers := make(map[int64]int64, len(people.Rows))
	for _, row := range people.Rows {
		customers[row.Keys[0]] = row.N
	}
	out := make([]Reached, len(signals.Rows))
	for i, row := range signals.Rows {
		_, key, label := t.name(q.By[0], row.Keys[0])
		out[i] = Reached{key, label, row.N, customers[row.Keys[0]]}
	}
	return out, signals.Version, nil
}
