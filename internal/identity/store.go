package identity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const organisationColumns = `id, name, zone, language, created_at, two_factor_required`

func insertOrganisation(ctx context.Context, tx *db.Tx, o *Organisation) error {
	_, err := tx.Exec(ctx, `insert into organisation (`+organisationColumns+`, name_folded) values ($1, $2, $3, $4, $5, $6, $7)`,
		o.ID, o.Name, o.Zone, o.Language, o.CreatedAt.UnixMicro(), o.TwoFactorRequired, Fold(o.Name))
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "organisation_taken", "An organisation named %q already exists.", o.Name)
	}
	return err
}

func updateOrganisation(ctx context.Context, tx *db.Tx, o *Organisation) error {
	_, err := tx.Exec(ctx, `update organisation set name = $1, name_folded = $2, zone = $3, language = $4, two_factor_required = $5
		where id = $6`, o.Name, Fold(o.Name), o.Zone, o.Language, o.TwoFactorRequired, o.ID)
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "organisation_taken", "An organisation named %q already exists.", o.Name)
	}
	return err
}

func findOrganisation(ctx context.Context, tx *db.Tx, org db.Org) (*Organisation, error) {
	o, err := scanOrganisation(tx.QueryRow(ctx, `select `+organisationColumns+` from organisation where id = $1`, org))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "organisation_unknown", "There is no organisation %s.", org)
	}
	return &o, err
}

func listOrganisations(ctx context.Context, tx *db.Tx) ([]Organisation, error) {
	rows, err := tx.Query(ctx, `select `+organisationColumns+` from organisation order by created_at, id`)
	return db.Collect(rows, err, scanOrganisation)
}

func scanOrganisation(r db.Scanner) (o Organisation, err error) {
	var at int64
	err = r.Scan(&o.ID, &o.Name, &o.Zone, &o.Language, &at, &o.TwoFactorRequired)
	o.CreatedAt = db.Micros(at)
	return o, err
}

const userColumns = `u.id, u.email, u.name, u.active, u.created_at, u.password, coalesce(u.last_org, ''), u.epoch,
	exists (select 1 from second_factor f where f.user_id = u.id and f.on_at is not null)`

func insertUser(ctx context.Context, tx *db.Tx, u *User) error {
	_, err := tx.Exec(ctx, `insert into app_user (id, email, email_folded, name, password, active, created_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, u.ID, u.Email, Fold(u.Email), u.Name, u.password, u.Active, u.CreatedAt.UnixMicro())
	if db.IsConflict(err) {
		return problem.At("body.email", "email_taken", "There is a user with this e-mail address already.")
	}
	return err
}

// findUser returns nil where there is none.
func findUser(ctx context.Context, tx *db.Tx, where string, arg any) (*User, error) {
	u, err := scanUser(tx.QueryRow(ctx, `select `+userColumns+` from app_user u where `+where, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &u, err
}

func scanUser(r db.Scanner) (u User, err error) {
	var at int64
	err = r.Scan(&u.ID, &u.Email, &u.Name, &u.Active, &at, &u.password, &u.lastOrg, &u.epoch, &u.TwoFactor)
	u.CreatedAt = db.Micros(at)
	return u, err
}

func (i *Identity) userByEmail(ctx context.Context, email string) (u *User, err error) {
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error {
		u, err = findUser(ctx, tx, `u.email_folded = $1`, Fold(email))
		return err
	})
	return u, err
}

func insertMembership(ctx context.Context, tx *db.Tx, m Membership) error {
	_, err := tx.Exec(ctx, `insert into membership (org, user_id, role, unit, created_at) values ($1, $2, $3, $4, $5)`,
		m.Org, m.User, string(m.Role), db.NullText(m.Unit), tx.Micros())
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "already_member", "This person is a member already.")
	}
	return err
}

func membershipsOf(ctx context.Context, tx *db.Tx, u UserID) ([]Membership, error) {
	rows, err := tx.Query(ctx, `select org, user_id, role, coalesce(unit, '') from membership where user_id = $1 and active
		order by created_at, org`, u)
	return db.Collect(rows, err, scanMembership)
}

// findMembership returns nil where there is none that is active.
func findMembership(ctx context.Context, tx *db.Tx, org db.Org, u UserID) (*Membership, error) {
	m, err := scanMembership(tx.QueryRow(ctx, `select org, user_id, role, coalesce(unit, '') from membership
		where org = $1 and user_id = $2 and active`, org, u))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &m, err
}

func scanMembership(r db.Scanner) (m Membership, err error) {
	err = r.Scan(&m.Org, &m.User, &m.Role, &m.Unit)
	return m, err
}

func (i *Identity) ownerOf(ctx context.Context, org db.Org) (u *User, err error) {
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error {
		v, err := scanUser(tx.QueryRow(ctx, `select `+userColumns+` from app_user u join membership m on m.user_id = u.id
			where m.org = $1 and m.role = 'owner' and m.active order by m.created_at limit 1`, org))
		u = &v
		return err
	})
	return u, err
}

func listMembers(ctx context.Context, tx *db.Tx, org db.Org) ([]Member, error) {
	rows, err := tx.Query(ctx, `select u.id, u.email, u.name, u.active, m.role, coalesce(m.unit, ''), m.active,
		exists (select 1 from second_factor f where f.user_id = u.id and f.on_at is not null)
		from app_user u join membership m on m.user_id = u.id where m.org = $1 order by u.name, u.id`, org)
	return db.Collect(rows, err, func(r db.Scanner) (m Member, err error) {
		var here bool
		err = r.Scan(&m.ID, &m.Email, &m.Name, &m.Active, &m.Role, &m.Unit, &here, &m.TwoFactor)
		m.Active = m.Active && here
		return m, err
	})
}

const unitColumns = `id, key, name, coalesce(parent, ''), kind, partner, coalesce(owner, ''), created_at`

func insertUnit(ctx context.Context, tx *db.Tx, org db.Org, u *Unit) error {
	_, err := tx.Exec(ctx, `insert into unit (org, id, key, name, name_folded, parent, kind, partner, owner, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		org, u.ID, u.Key, u.Name, Fold(u.Name), db.NullText(u.Parent), u.Kind, u.Partner, db.NullText(u.Owner), tx.Micros())
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "unit_taken", "There is a unit with the key %q already.", u.Key).On("body.key")
	}
	return err
}

func updateUnit(ctx context.Context, tx *db.Tx, org db.Org, u *Unit) error {
	_, err := tx.Exec(ctx, `update unit set name = $1, name_folded = $2, parent = $3, kind = $4, partner = $5, owner = $6
		where org = $7 and id = $8`,
		u.Name, Fold(u.Name), db.NullText(u.Parent), u.Kind, u.Partner, db.NullText(u.Owner), org, u.ID)
	return err
}

func listUnits(ctx context.Context, tx *db.Tx, org db.Org) ([]Unit, error) {
	rows, err := tx.Query(ctx, `select `+unitColumns+` from unit where org = $1 order by created_at, id`, org)
	return db.Collect(rows, err, scanUnit)
}

func scanUnit(r db.Scanner) (u Unit, err error) {
	var at int64
	err = r.Scan(&u.ID, &u.Key, &u.Name, &u.Parent, &u.Kind, &u.Partner, &u.Owner, &at)
	u.CreatedAt = db.Micros(at)
	return u, err
}

const tokenColumns = `id, org, name, role, coalesce(unit, ''), created_by, created_at, expires_at, revoked_at, last_used_at`

func insertToken(ctx context.Context, tx *db.Tx, t *Token, hash string) error {
	_, err := tx.Exec(ctx, `insert into api_token (id, hash, org, name, role, unit, created_by, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, hash, t.org, t.Name, string(t.Role), db.NullText(t.Unit), t.CreatedBy, tx.Micros(), db.NullTime(t.ExpiresAt))
	return err
}

func listTokens(ctx context.Context, tx *db.Tx, org db.Org) ([]Token, error) {
	rows, err := tx.Query(ctx, `select `+tokenColumns+` from api_token where org = $1 order by id desc`, org)
	return db.Collect(rows, err, scanToken)
}

func scanToken(r db.Scanner) (t Token, err error) {
	var at int64
	var expires, revoked, used sql.NullInt64
	err = r.Scan(&t.ID, &t.org, &t.Name, &t.Role, &t.Unit, &t.CreatedBy, &at, &expires, &revoked, &used)
	t.CreatedAt = db.Micros(at)
	t.ExpiresAt, t.RevokedAt, t.LastUsedAt = db.NullMicros(expires), db.NullMicros(revoked), db.NullMicros(used)
	return t, err
}
