package dashboard

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const linkColumns = `id, kind, item, item_name, note, unit, password, maker, maker_kind, maker_name, created_at, expires_at, revoked_at,
	opened_at, opened`

func scanLink(r db.Scanner) (l Link, err error) {
	var created, expires int64
	var revoked, opened sql.NullInt64
	err = r.Scan(&l.ID, &l.Kind, &l.Item, &l.ItemName, &l.Note, &l.unit, &l.password, &l.maker, &l.makerKind, &l.MadeBy, &created, &expires,
		&revoked, &opened, &l.Opened)
	l.CreatedAt, l.ExpiresAt, l.RevokedAt, l.OpenedAt = db.Micros(created), db.Micros(expires), db.NullMicros(revoked), db.NullMicros(opened)
	l.HasPassword = l.password != ""
	return l, err
}

func insertLink(ctx context.Context, tx *db.Tx, org db.Org, l *Link, hash string) error {
	if _, err := tx.Exec(ctx, `insert into share_link (org, id, kind, item, item_name, note, unit, password, maker, maker_kind, maker_name,
		created_at, expires_at, opened) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)`,
		org, l.ID, l.Kind, l.Item, l.ItemName, l.Note, string(l.unit), l.password, l.maker, string(l.makerKind), l.MadeBy, tx.Micros(),
		l.ExpiresAt.UnixMicro()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into share_token (hash, org, link, created_at) values ($1, $2, $3, $4)`, hash, org, l.ID, tx.Micros())
	return err
}

func listLinks(ctx context.Context, tx *db.Tx, org db.Org, item string) ([]Link, error) {
	me := identity.From(ctx)
	rows, err := tx.Query(ctx, `select `+linkColumns+` from share_link where org = $1 and ($2 = '' or item = $2) and ($3 = '' or maker = $3)
		order by id desc limit 500`, org, item, onlyMine(me))
	all, err := db.Collect(rows, err, scanLink)
	for i := range all {
		all[i].Mine = all[i].maker == me.ID
	}
	return all, err
}

func onlyMine(me identity.Caller) string {
	if overLinks(me) {
		return ""
	}
	return me.ID
}

// findLink returns nil where there is none.
func findLink(ctx context.Context, tx *db.Tx, org db.Org, id LinkID) (*Link, error) {
	l, err := scanLink(tx.QueryRow(ctx, `select `+linkColumns+` from share_link where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &l, err
}

func revoke(ctx context.Context, tx *db.Tx, org db.Org, id LinkID) error {
	_, err := tx.Exec(ctx, `update share_link set revoked_at = $1 where org = $2 and id = $3`, tx.Micros(), org, id)
	return err
}

func countOpening(ctx context.Context, tx *db.Tx, org db.Org, id LinkID) error {
	_, err := tx.Exec(ctx, `update share_link set opened_at = $1, opened = opened + 1 where org = $2 and id = $3`, tx.Micros(), org, id)
	return err
}

// owner finds the organisation of a token's hash, before anybody is known.
func (d *Dashboards) owner(ctx context.Context, hash string) (org db.Org, id LinkID, err error) {
	err = d.DB.SystemRead(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `select org, link from share_token where hash = $1`, hash).Scan(&org, &id)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", problem.New(problem.NotFound, "link_unknown", "There is no such link. Is the address complete?")
	}
	return org, id, err
}
