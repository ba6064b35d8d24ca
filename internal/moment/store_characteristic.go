package moment

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// pointsWithCriteria are the touch points that had a criterion before a moment of time.
func pointsWithCriteria(ctx context.Context, tx *db.Tx, org db.Org, until int64) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `select distinct m.touch_point from moment_criterion c join moment m on m.org = c.org and m.id = c.moment
		where c.org = $1 and m.state <> 'retired' and c.created_at < $2 and (c.removed_at is null or c.removed_at >= $2)`, org, until)
	out := map[string]bool{}
	_, err = db.Collect(rows, err, func(r db.Scanner) (key string, err error) {
		err = r.Scan(&key)
		out[key] = true
		return key, err
	})
	return out, err
}

func statements(ctx context.Context, tx *db.Tx, org db.Org) (map[Key][]Statement, error) {
	rows, err := tx.Query(ctx, `select characteristic, value, evidence, author, at from moment_statement where org = $1 order by at desc, id desc limit 500`, org)
	out := map[Key][]Statement{}
	_, err = db.Collect(rows, err, func(r db.Scanner) (s Statement, err error) {
		var key Key
		var at int64
		err = r.Scan(&key, &s.Value, &s.Evidence, &s.By, &at)
		s.At = db.Micros(at)
		out[key] = append(out[key], s)
		return s, err
	})
	return out, err
}

func insertStatement(ctx context.Context, tx *db.Tx, org db.Org, key Key, s *Statement) error {
	_, err := tx.Exec(ctx, `insert into moment_statement (org, id, characteristic, value, evidence, author, at) values ($1, $2, $3, $4, $5, $6, $7)`,
		org, tx.ID("mst"), string(key), s.Value, s.Evidence, s.By, s.At.UnixMicro())
	return err
}

// setting is a choice of the organisation and its version; "" and 0 where it was never made.
func setting(ctx context.Context, tx *db.Tx, org db.Org, key string) (value string, version int, err error) {
	err = tx.QueryRow(ctx, `select value, version from moment_setting where org = $1 and key = $2`, org, key).Scan(&value, &version)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, version, err
}

func putSetting(ctx context.Context, tx *db.Tx, org db.Org, key, value string, version int) error {
	_, err := tx.Exec(ctx, `insert into moment_setting (org, key, value, version) values ($1, $2, $3, $4)
		on conflict (org, key) do update set value = excluded.value, version = excluded.version`, org, key, value, version)
	return err
}
