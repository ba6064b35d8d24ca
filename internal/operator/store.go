package operator

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func firstOrganisation(ctx context.Context, tx *db.Tx) (org db.Org, err error) {
	err = tx.QueryRow(ctx, `select id from organisation order by created_at, id limit 1`).Scan(&org)
	return org, err
}

func clientsOf(ctx context.Context, tx *db.Tx, operator db.Org) ([]db.Org, error) {
	rows, err := tx.Query(ctx, `select org from operator_client where operator = $1 order by org`, operator)
	return db.Collect(rows, err, func(r db.Scanner) (org db.Org, err error) { return org, r.Scan(&org) })
}

func insertClient(ctx context.Context, tx *db.Tx, operator, client db.Org, by string) error {
	_, err := tx.Exec(ctx, `insert into operator_client (org, operator, created_by, created_at) values ($1, $2, $3, $4)`,
		client, operator, by, tx.Micros())
	return err
}

const grantColumns = `id, org, operator, metrics, units, until, created_by, created_at, revoked_by, revoked_at, seen_at`

func insertGrant(ctx context.Context, tx *db.Tx, g *Grant) error {
	metrics, units, err := lists(g.Metrics, g.Units)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into operator_grant (id, org, operator, metrics, units, until, created_by, created_at, revoked_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '')`, g.ID, g.org, g.operator, metrics, units, g.Until, g.CreatedBy, tx.Micros())
	return err
}

func lists(metrics, units any) (string, string, error) {
	m, err := json.Marshal(metrics)
	if err != nil {
		return "", "", err
	}
	u, err := json.Marshal(units)
	return string(m), string(u), err
}

func findGrant(ctx context.Context, tx *db.Tx, org db.Org, id GrantID) (*Grant, error) {
	g, err := scanGrant(tx.QueryRow(ctx, `select `+grantColumns+` from operator_grant where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "grant_unknown", "There is no grant %.40q.", id)
	}
	return &g, err
}

func revokeGrant(ctx context.Context, tx *db.Tx, g *Grant, by string) error {
	_, err := tx.Exec(ctx, `update operator_grant set revoked_at = $1, revoked_by = $2 where org = $3 and id = $4`, tx.Micros(), by, g.org, g.ID)
	return err
}

// grantsBy lists what one organisation has granted, newest first.
func grantsBy(ctx context.Context, tx *db.Tx, org db.Org) ([]Grant, error) {
	rows, err := tx.Query(ctx, `select `+grantColumns+` from operator_grant where org = $1 order by id desc limit 200`, org)
	return db.Collect(rows, err, scanGrant)
}

// grantsTo lists what was granted to an operator and not revoked.
func grantsTo(ctx context.Context, tx *db.Tx, operator db.Org) ([]Grant, error) {
	rows, err := tx.Query(ctx, `select `+grantColumns+` from operator_grant where operator = $1 and revoked_at is null order by id`, operator)
	return db.Collect(rows, err, scanGrant)
}

func noteSeen(ctx context.Context, tx *db.Tx, operator db.Org, ids []GrantID) error {
	marks, args := db.Marks(3, ids)
	_, err := tx.Exec(ctx, `update operator_grant set seen_at = $1 where operator = $2 and id in (`+marks+`)`,
		append([]any{tx.Micros(), operator}, args...)...)
	return err
}

func scanGrant(r db.Scanner) (g Grant, err error) {
	var metrics, units string
	var created int64
	var revoked, seen sql.NullInt64
	if err = r.Scan(&g.ID, &g.org, &g.operator, &metrics, &units, &g.Until, &g.CreatedBy, &created, &g.RevokedBy, &revoked, &seen); err != nil {
		return g, err
	}
	if err = errors.Join(json.Unmarshal([]byte(metrics), &g.Metrics), json.Unmarshal([]byte(units), &g.Units)); err != nil {
		return g, fmt.Errorf("read grant %s: %w", g.ID, err)
	}
	g.CreatedAt, g.RevokedAt, g.SeenAt = db.Micros(created), db.NullMicros(revoked), db.NullMicros(seen)
	return g, nil
}

// findScorecard returns an empty one where none was made.
func findScorecard(ctx context.Context, tx *db.Tx, org db.Org) (*Definition, error) {
	d := &Definition{Days: 30}
	d.Metrics = []string{}
	var metrics, units string
	err := tx.QueryRow(ctx, `select metrics, units, days, version from scorecard where org = $1`, org).Scan(&metrics, &units, &d.Days, &d.version)
	if errors.Is(err, sql.ErrNoRows) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	return d, errors.Join(json.Unmarshal([]byte(metrics), &d.Metrics), json.Unmarshal([]byte(units), &d.Units))
}

func storeScorecard(ctx context.Context, tx *db.Tx, org db.Org, d *Definition) error {
	metrics, units, err := lists(d.Metrics, d.Units)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into scorecard (org, metrics, units, days, version, edited_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (org) do update set metrics = excluded.metrics, units = excluded.units, days = excluded.days,
		version = excluded.version, edited_at = excluded.edited_at`, org, metrics, units, d.Days, d.version, tx.Micros())
	return err
}
