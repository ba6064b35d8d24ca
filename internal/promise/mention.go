package promise

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsTouchPoint tells whether a tenet is carried by a touch point, or a process delivers it.
func (p *Promises) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, _, key string) (bool, error) {
	return mentioned(ctx, tx, org, key, `select count(*) from promise where org = $1 and doc like $2 escape '\'`,
		`select count(*) from process where org = $1 and doc like $2 escape '\'`)
}

// MentionsMetric tells whether a metric says how well a tenet is kept.
func (p *Promises) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	return mentioned(ctx, tx, org, key, `select count(*) from promise where org = $1 and doc like $2 escape '\'`)
}

// MentionsUnit tells whether a unit runs a process.
func (p *Promises) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from process where org = $1 and unit = $2`, org, id).Scan(&n)
	return n > 0, err
}

// mentioned counts the documents that hold a key as a text of its own. What is only written somewhere keeps too much rather than
// too little.
func mentioned(ctx context.Context, tx *db.Tx, org db.Org, key string, queries ...string) (bool, error) {
	for _, q := range queries {
		var n int64
		if err := tx.QueryRow(ctx, q, org, db.Contains(`"`+key+`"`)).Scan(&n); err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}
