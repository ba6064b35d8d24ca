package metric

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Heard counts the signals that carry a metric, answered or not, as far as analytics has read the log.
func (m *Metrics) Heard(ctx context.Context, org db.Org, key string) (n int64, err error) {
	f, err := m.Figure(ctx, org, Ask{Metric: key})
	if err != nil {
		return 0, err
	}
	for _, r := range f.Rows {
		n += r.N + r.LeftOut.NotAnswered + r.LeftOut.NotRated + r.LeftOut.OutOfScale
	}
	return n, nil
}

// Drop removes a metric as it was made, that nothing mentions, inside a transaction, and reports whether it did. Whoever calls it knows that no
// signal carries it.
func (m *Metrics) Drop(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	for _, mentions := range m.Mentions {
		if used, err := mentions(ctx, tx, org, key); err != nil || used {
			return false, err
		}
	}
	// Who has edited it, or set a target, works with it.
	const untouched = `org = $1 and key = $2 and revision = 1 and targets_revision = 0 and archived_at is null`
	if _, err := tx.Exec(ctx, `delete from metric_scoring where org = $1 and metric in (select id from metric where `+untouched+`)`, org, key); err != nil {
		return false, err
	}
	n, err := db.Affected(tx.Exec(ctx, `delete from metric where `+untouched, org, key))
	if err != nil || n == 0 {
		return false, err
	}
	tx.AfterCommit(func() { m.known.Drop(org, "") })
	return true, m.Audit.Record(ctx, tx, "metric.delete", key, map[string]any{"key": key})
}
