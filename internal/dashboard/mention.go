package dashboard

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsMetric reports whether a saved view or a dashboard shows a metric, or filters by one.
func (d *Dashboards) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from kept where org = $1 and deleted_at is null
		and (definition like $2 escape '\' or definition like $3 escape '\')`,
		org, db.Contains(`"`+key+`"`), db.Contains(`metric.`+key)).Scan(&n)
	return n > 0, err
}

// Mentions reports whether a saved view or a dashboard filters by a unit or a touch point, by its key.
func (d *Dashboards) Mentions(ctx context.Context, tx *db.Tx, org db.Org, id, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from kept where org = $1 and deleted_at is null
		and (definition like $2 escape '\' or definition like $3 escape '\' or definition like $4 escape '\'))
		+ (select count(*) from share_link where org = $1 and unit = $5)`,
		org, db.Contains(`:`+key), db.Contains(`,`+key), db.Contains(`"`+key+`"`), id).Scan(&n)
	return n > 0, err
}
