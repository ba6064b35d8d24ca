package driver

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const columns = `id, input, wish, name, state, done, step, result, error, data_version, coalesce(job, ''), by_kind, by_id, by_name, by_role, by_unit, created_at, finished_at`

func scan(r db.Scanner) (a Analysis, err error) {
	var wish, result string
	var created int64
	var finished sql.NullInt64
	c := &a.caller
	if err = r.Scan(&a.ID, &a.input, &wish, &a.Name, &a.State, &a.Progress, &a.Step, &result, &a.Error, &a.DataVersion, &a.job,
		&c.Kind, &c.ID, &c.Name, &c.Role, &c.Unit, &created, &finished); err != nil {
		return a, err
	}
	a.CreatedAt, a.FinishedAt = db.Micros(created), db.NullMicros(finished)
	if result != "" {
		a.Result = &Result{}
		if err = json.Unmarshal([]byte(result), a.Result); err != nil {
			return a, err
		}
	}
	return a, json.Unmarshal([]byte(wish), &a.Wish)
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, a *Analysis) error {
	c, result := a.caller, ""
	if a.Result != nil {
		result = encode(a.Result)
	}
	var finished any
	if a.State == Done {
		finished = tx.Micros()
	}
	_, err := tx.Exec(ctx, `insert into driver_analysis (org, id, input, wish, name, state, done, step, result, error, data_version, job, by_kind, by_id,
		by_name, by_role, by_unit, created_at, finished_at) values ($1, $2, $3, $4, $5, $6, $7, '', $8, '', $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		org, a.ID, a.input, encode(a.Wish), a.Name, a.State, a.Progress, result, a.DataVersion, db.NullText(a.job), string(c.Kind), c.ID, c.Name,
		string(c.Role), string(c.Unit), tx.Micros(), finished)
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Analysis, error) {
	a, err := scan(tx.QueryRow(ctx, `select `+columns+` from driver_analysis where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, unknown()
	}
	a.caller.Org = org
	return &a, err
}

func unknown() error {
	return problem.New(problem.NotFound, "analysis_unknown", "There is no such analysis.")
}

// latest is the newest analysis of the same input that hasn't failed, nil where there is none.
func latest(ctx context.Context, tx *db.Tx, org db.Org, input string) (*Analysis, error) {
	a, err := scan(tx.QueryRow(ctx, `select `+columns+` from driver_analysis where org = $1 and input = $2 and state in ('waiting','running','done')
		order by created_at desc, id desc limit 1`, org, input))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	a.caller.Org = org
	return &a, err
}

// saved lists those with a name, the newest first; of one unit's members those of that unit.
func saved(ctx context.Context, tx *db.Tx, org db.Org, unit string) ([]Analysis, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from driver_analysis where org = $1 and name <> '' and ($2 = '' or by_unit = $2)
		order by created_at desc, id desc limit 200`, org, unit)
	return db.Collect(rows, err, scan)
}

// history lists what was asked alike, the newest first.
func history(ctx context.Context, tx *db.Tx, org db.Org, input string) ([]Analysis, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from driver_analysis where org = $1 and input = $2 order by created_at desc, id desc limit 50`, org, input)
	return db.Collect(rows, err, scan)
}

func begin(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `update driver_analysis set state = 'running', done = 0 where org = $1 and id = $2 and state = 'waiting'`, org, id)
	return err
}

func progress(ctx context.Context, tx *db.Tx, org db.Org, id ID, done int, step string) error {
	_, err := tx.Exec(ctx, `update driver_analysis set done = $1, step = $2 where org = $3 and id = $4 and state = 'running'`, done, step, org, id)
	return err
}

// finish keeps the result; false where it was cancelled meanwhile.
func finish(ctx context.Context, tx *db.Tx, org db.Org, id ID, r *Result, version int64) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update driver_analysis set state = 'done', done = 100, step = '', result = $1, data_version = $2, finished_at = $3
		where org = $4 and id = $5 and state = 'running'`, encode(r), version, tx.Micros(), org, id))
	return n == 1, err
}

// settle ends one that hasn't ended; false where it had.
func settle(ctx context.Context, tx *db.Tx, org db.Org, id ID, s State, message string) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update driver_analysis set state = $1, error = $2, finished_at = $3 where org = $4 and id = $5
		and state in ('waiting','running')`, s, message, tx.Micros(), org, id))
	return n == 1, err
}

func rename(ctx context.Context, tx *db.Tx, org db.Org, id ID, name string) error {
	_, err := tx.Exec(ctx, `update driver_analysis set name = $1 where org = $2 and id = $3`, name, org, id)
	return err
}

func remove(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `delete from driver_analysis where org = $1 and id = $2`, org, id)
	return err
}

// sweep drops what nobody saved and is older than a moment; the history of what was saved stays.
func sweep(ctx context.Context, tx *db.Tx, org db.Org, before time.Time) error {
	_, err := tx.Exec(ctx, `delete from driver_analysis where org = $1 and name = '' and created_at < $2 and state <> 'running'
		and input not in (select s.input from driver_analysis s where s.org = $1 and s.name <> '')`, org, before.UnixMicro())
	return err
}
