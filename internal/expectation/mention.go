package expectation

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsTouchPoint reports whether something is expected at a touch point.
func (x *Expectations) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, _, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from expectation where org = $1 and deleted_at is null and rules like $2 escape '\'`,
		org, db.Contains(`"`+key+`"`)).Scan(&n)
	return n > 0, err
}
