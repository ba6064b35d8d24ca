package identity

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// DropUnitIn removes a unit inside a transaction, and reports whether it did: not where something lies below it, or somebody's
// membership, invitation or token is bound to it. Whoever calls it knows that nothing else speaks of it.
func (i *Identity) DropUnitIn(ctx context.Context, tx *db.Tx, org db.Org, u *Unit) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from unit where org = $1 and parent = $2)
		+ (select count(*) from membership where org = $1 and unit = $2)
		+ (select count(*) from member_invitation where org = $1 and unit = $2)
		+ (select count(*) from api_token where org = $1 and unit = $2)`, org, u.ID).Scan(&n)
	if err != nil || n > 0 || u.Parent == "" {
		return false, err
	}
	if _, err := tx.Exec(ctx, `delete from unit where org = $1 and id = $2`, org, u.ID); err != nil {
		return false, err
	}
	tx.AfterCommit(func() { i.unitIDs.Drop(org, u.Key) })
	return true, i.Audit.Record(ctx, tx, "unit.delete", string(u.ID), map[string]any{"key": u.Key, "name": u.Name})
}
