package employee

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsUnit reports whether an employee belongs to a unit, or ever did.
func (s *Staff) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from employee_stay where org = $1 and unit = $2) + (select count(*) from employee where org = $1 and unit = $2)`,
		org, id).Scan(&n)
	return n > 0, err
}
