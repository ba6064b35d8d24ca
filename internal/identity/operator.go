package identity

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const operatorSetting = "operator"

// OperatorIn returns the organisation that runs the installation; empty where none was named.
func OperatorIn(ctx context.Context, tx *db.Tx) (org db.Org, err error) {
	err = tx.QueryRow(ctx, `select value from system_setting where name = $1`, operatorSetting).Scan(&org)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return org, err
}

// SetOperator names it; "" names none.
func SetOperator(ctx context.Context, tx *db.Tx, org db.Org) error {
	_, err := tx.Exec(ctx, `insert into system_setting (name, value) values ($1, $2)
		on conflict (name) do update set value = excluded.value`, operatorSetting, string(org))
	return err
}

// FoundBy makes a further organisation, owned by somebody who has a login.
func (i *Identity) FoundBy(ctx context.Context, name, zone string, owner UserID) (*Organisation, error) {
	o := &Organisation{ID: db.Org(db.NewID("org", i.DB.Now())), Name: strings.TrimSpace(name), Zone: zone, Language: "en"}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	var u *User
	err := i.DB.System(ctx, func(tx *db.Tx) (err error) {
		if u, err = findUser(ctx, tx, `u.id = $1`, string(owner)); err != nil || u == nil {
			return cmp.Or(err, noUser(owner))
		}
		o.CreatedAt = tx.Now
		if err := insertOrganisation(ctx, tx, o); err != nil {
			return err
		}
		return insertMembership(ctx, tx, Membership{Org: o.ID, User: owner, Role: Owner})
	})
	if err != nil {
		return nil, err
	}
	// The organisation's own tables open only in its own transaction; finish is safe to repeat.
	return o, i.finish(ctx, o, u)
}
