package survey

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsMetric reports whether a survey, as it is edited or was published, asks for a metric.
func (s *Surveys) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from survey where org = $1 and doc like $2 escape '\')
		+ (select count(*) from survey_version where org = $1 and doc like $2 escape '\')`, org, db.Contains(`"`+key+`"`)).Scan(&n)
	return n > 0, err
}

// MentionsTouchPoint reports whether a survey, as it is edited or was published, is about a touch point.
func (s *Surveys) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, _, key string) (bool, error) {
	return s.MentionsMetric(ctx, tx, org, key) // either stands as a quoted key in the definition
}
