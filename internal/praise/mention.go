package praise

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsRule reports whether a rule has passed praise on.
func (p *Praise) MentionsRule(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from compliment where org = $1 and rule = $2`, org, id).Scan(&n)
	return n > 0, err
}
