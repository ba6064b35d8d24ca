package exporting

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const columns = `id, name, wish, state, done, total, bytes, error, coalesce(job, ''), by_kind, by_id, by_name, by_role, by_unit, created_at, finished_at, expires_at`

func scan(r db.Scanner) (e Export, err error) {
	var wish string
	var created int64
	var finished, expires sql.NullInt64
	c := &e.caller
	if err = r.Scan(&e.ID, &e.Name, &wish, &e.State, &e.Done, &e.Total, &e.Bytes, &e.Error, &e.job, &c.Kind, &c.ID, &c.Name, &c.Role, &c.Unit,
		&created, &finished, &expires); err != nil {
		return e, err
	}
	e.CreatedAt, e.FinishedAt, e.ExpiresAt = db.Micros(created), db.NullMicros(finished), db.NullMicros(expires)
	return e, json.Unmarshal([]byte(wish), &e.Wish)
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, e *Export) error {
	c := e.caller
	_, err := tx.Exec(ctx, `insert into export (org, id, name, wish, state, done, total, bytes, error, job, by_kind, by_id, by_name, by_role,
		by_unit, created_at) values ($1, $2, $3, $4, $5, 0, $6, 0, '', $7, $8, $9, $10, $11, $12, $13)`,
		org, e.ID, e.Name, encode(e.Wish), e.State, e.Total, db.NullText(e.job), string(c.Kind), c.ID, c.Name, string(c.Role), string(c.Unit), tx.Micros())
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Export, error) {
	e, err := scan(tx.QueryRow(ctx, `select `+columns+` from export where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, unknown()
	}
	e.caller.Org = org
	return &e, err
}

func listExports(ctx context.Context, tx *db.Tx, org db.Org, only, before string, limit int) ([]Export, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from export where org = $1 and ($2 = '' or by_id = $2) and ($3 = '' or id < $3)
		order by id desc limit $4`, org, only, before, limit)
	return db.Collect(rows, err, scan)
}

// settle ends an export that hasn't ended; false where it had.
func settle(ctx context.Context, tx *db.Tx, org db.Org, id ID, s State, message string) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update export set state = $1, error = $2, finished_at = $3 where org = $4 and id = $5 and state in ('waiting','running')`,
		s, message, tx.Micros(), org, id))
	return n == 1, err
}

// finish notes that the file is there; false where the export was cancelled meanwhile.
func finish(ctx context.Context, tx *db.Tx, org db.Org, id ID, rows, bytes int64) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update export set state = 'done', error = '', done = $1, bytes = $2, finished_at = $3, expires_at = $4
		where org = $5 and id = $6 and state = 'running'`, rows, bytes, tx.Micros(), tx.Now.Add(keep).UnixMicro(), org, id))
	return n == 1, err
}

func begin(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `update export set state = 'running', done = 0 where org = $1 and id = $2 and state = 'waiting'`, org, id)
	return err
}

func progress(ctx context.Context, tx *db.Tx, org db.Org, id ID, done int64) error {
	_, err := tx.Exec(ctx, `update export set done = $1 where org = $2 and id = $3 and state = 'running'`, done, org, id)
	return err
}

func remove(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `delete from export where org = $1 and id = $2`, org, id)
	return err
}

// expire marks files whose time has come, and names them.
func expire(ctx context.Context, tx *db.Tx, org db.Org) ([]ID, error) {
	rows, err := tx.Query(ctx, `update export set state = 'expired' where org = $1 and state = 'done' and expires_at <= $2 returning id`, org, tx.Micros())
	return db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
}

// unfinishedOf lists those that a job is to make, or is making.
func unfinishedOf(ctx context.Context, tx *db.Tx, org db.Org) ([]Export, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from export where org = $1 and state in ('waiting', 'running') and job is not null`, org)
	return db.Collect(rows, err, scan)
}

// abandon ends those that were made while their caller waited, and whose process died.
func abandon(ctx context.Context, tx *db.Tx, org db.Org) error {
	_, err := tx.Exec(ctx, `update export set state = 'failed', error = 'The server stopped while it was made.', finished_at = $1
		where org = $2 and state = 'running' and job is null and created_at < $3`, tx.Micros(), org, tx.Now.Add(-time.Hour).UnixMicro())
	return err
}
