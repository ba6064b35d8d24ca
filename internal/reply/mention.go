package reply

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsUnit reports whether letters are signed by a unit.
func (r *Replies) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from reply_sender where org = $1 and unit = $2`, org, id).Scan(&n)
	return n > 0, err
}

// MentionsSurvey reports whether customers are asked again with a survey.
func (r *Replies) MentionsSurvey(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from follow_up_setting where org = $1 and doc like $2 escape '\'`, org, db.Contains(`"`+id+`"`)).Scan(&n)
	return n > 0, err
}
