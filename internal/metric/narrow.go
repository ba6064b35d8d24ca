package metric

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Narrowed is a question that is about the signals of a filter and a period, within what the asker may see. What is measured and
// by what is the caller's to add: for those who need other sums than a figure's.
func (m *Metrics) Narrowed(ctx context.Context, org db.Org, where []string, from, to string) (analytics.Question, error) {
	var q analytics.Question
	t, err := m.translator(ctx, org)
	if err != nil {
		return q, err
	}
	return q, t.narrow(ctx, &q, where, from, to)
}
