package metric

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// customerDimension filters and is never broken down by: a figure per customer would be a list of people.
const customerDimension = "customer"

// customerCond reads customer:<id or external id>. Whoever was merged with them counts as them.
func (t *translator) customerCond(ctx context.Context, op analytics.Op, wanted []string) (analytics.Cond, error) {
	c := analytics.Cond{Dim: analytics.Client, Op: op, Codes: []int64{}}
	err := t.m.DB.Read(ctx, t.org, func(tx *db.Tx) error {
		for _, name := range wanted {
			if name == "" {
				c.Codes = append(c.Codes, 0)
				continue
			}
			codes, err := customer.Codes(ctx, tx, t.org, name)
			if err != nil {
				return err
			}
			if len(codes) == 0 {
				codes = []int64{-1} // nobody: matches nothing
			}
			c.Codes = append(c.Codes, codes...)
		}
		return nil
	})
	return c, err
}

// SignalsOf lists where the signals of one customer stand in the log, the newest first, within the caller's units.
func (m *Metrics) SignalsOf(ctx context.Context, org db.Org, id customer.ID, before *analytics.Position, limit int) ([]analytics.Position, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	q := analytics.Question{Measure: analytics.Measure{What: analytics.Signals}, Limit: limit, Before: before}
	if err := t.narrow(ctx, &q, []string{customerDimension + ":" + string(id)}, "", ""); err != nil {
		return nil, err
	}
	a, err := m.Engine.Ask(ctx, org, q)
	list := make([]analytics.Position, len(a.Rows))
	for i, r := range a.Rows {
		list[i] = r.At
	}
	return list, err
}
