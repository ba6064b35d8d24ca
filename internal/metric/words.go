package metric

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// wordsCond narrows to the signals whose comments hold the words of a query.
func (t *translator) wordsCond(ctx context.Context, query string) (analytics.Cond, error) {
	c := analytics.Cond{Dim: analytics.SignalNo, Op: analytics.In, Codes: []int64{}}
	if t.m.Words == nil {
		return c, badWhere("words:" + query)
	}
	found, err := t.m.Words(ctx, t.org, query, "query.where")
	c.Codes = append(c.Codes, found...)
	return c, err
}
