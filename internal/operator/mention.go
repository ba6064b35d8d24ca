package operator

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsUnit reports whether a unit was named to the operator, or stands on the client's scorecard.
func (o *Operator) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from operator_grant where org = $1 and (units like $2 escape '\' or units like $3 escape '\'))
		+ (select count(*) from scorecard where org = $1 and (units like $2 escape '\' or units like $3 escape '\'))`,
		org, db.Contains(`"`+id+`"`), db.Contains(`"`+key+`"`)).Scan(&n)
	return n > 0, err
}
