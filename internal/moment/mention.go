package moment

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsTouchPoint tells whether a touch point is or was a moment of truth.
func (m *Moments) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, _, key string) (bool, error) {
	return found(ctx, tx, `select count(*) from moment where org = $1 and touch_point = $2`, org, key)
}

// MentionsMetric tells whether a metric judges a criterion, says how important a moment is, or tells initiative.
func (m *Moments) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	return found(ctx, tx, `select (select count(*) from moment_criterion where org = $1 and metric = $2)
		+ (select count(*) from moment where org = $1 and importance = $2) + (select count(*) from moment_setting where org = $1 and value = $2)`, org, key)
}

// MentionsUnit tells whether the employees of a unit must understand a crisis procedure.
func (m *Moments) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	return found(ctx, tx, `select count(*) from moment_procedure where org = $1 and doc like $2 escape '\'`, org, db.Contains(`"unit":"`+id+`"`))
}

func found(ctx context.Context, tx *db.Tx, query string, args ...any) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, query, args...).Scan(&n)
	return n > 0, err
}
