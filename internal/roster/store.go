package roster

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const columns = `id, list, upload, name, state, rows_total, rows_done, added, changed, known, refused, refusals, error, created_by, created_at,
	finished_at`

func insert(ctx context.Context, tx *db.Tx, org db.Org, r *Intake) error {
	_, err := tx.Exec(ctx, `insert into roster_run (org, `+columns+`) values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, '[]', '', $8, $9, null)`,
		org, string(r.ID), string(r.List), r.upload, r.Name, string(r.State), r.Rows, r.CreatedBy, tx.Micros())
	if err != nil {
		return fmt.Errorf("keep a list: %w", err)
	}
	return nil
}

func update(ctx context.Context, tx *db.Tx, org db.Org, r *Intake) error {
	refusals, err := json.Marshal(r.Refused)
	if err != nil {
		return err
	}
	var finished any
	if r.FinishedAt != nil {
		finished = r.FinishedAt.UnixMicro()
	}
	_, err = tx.Exec(ctx, `update roster_run set state = $3, rows_done = $4, added = $5, changed = $6, known = $7, refused = $8, refusals = $9,
		error = $10, finished_at = $11 where org = $1 and id = $2`, org, string(r.ID), string(r.State), r.Done, r.Counts.New, r.Counts.Changed,
		r.Counts.Known, r.Counts.Refused, string(refusals), r.Error, finished)
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Intake, error) {
	r, err := scan(tx.QueryRow(ctx, `select `+columns+` from roster_run where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "roster_unknown", "There is no list %s.", id)
	}
	return &r, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, list List, limit int) ([]Intake, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from roster_run where org = $1 and ($2 = '' or list = $2) order by id desc limit $3`,
		org, string(list), limit)
	return db.Collect(rows, err, scan)
}

func scan(s db.Scanner) (r Intake, err error) {
	var refusals string
	var created int64
	var finished sql.NullInt64
	if err = s.Scan(&r.ID, &r.List, &r.upload, &r.Name, &r.State, &r.Rows, &r.Done, &r.Counts.New, &r.Counts.Changed, &r.Counts.Known,
		&r.Counts.Refused, &refusals, &r.Error, &r.CreatedBy, &created, &finished); err != nil {
		return r, err
	}
	r.CreatedAt = db.Micros(created)
	if finished.Valid {
		at := db.Micros(finished.Int64)
		r.FinishedAt = &at
	}
	return r, json.Unmarshal([]byte(refusals), &r.Refused)
}
