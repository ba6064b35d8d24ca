package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsMetric reports whether a rule has a condition on a metric.
func (c *Cases) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from alert_rule where org = $1 and conditions like $2 escape '\'`,
		org, db.Contains(`"metric.`+key+`"`)).Scan(&n)
	return n > 0, err
}
