package setup

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// answers reads what was answered; nothing yet is version 0.
func answers(ctx context.Context, tx *db.Tx, org db.Org) (*State, error) {
	s := &State{Answers: Answers{Promises: []Promise{}, Channels: []Channel{}}}
	var doc string
	var at int64
	err := tx.QueryRow(ctx, `select doc, version, updated_at, updated_by from setup_answers where org = $1`, org).Scan(&doc, &s.Version, &at, &s.UpdatedBy)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return nil, err
	default:
		if err := json.Unmarshal([]byte(doc), &s.Answers); err != nil {
			return nil, fmt.Errorf("answers: %w", err)
		}
		t := db.Micros(at)
		s.UpdatedAt = &t
	}
	s.Topics = offers(s.Answers.Industry)
	return s, nil
}

func putAnswers(ctx context.Context, tx *db.Tx, org db.Org, s *State) error {
	doc, err := json.Marshal(s.Answers)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into setup_answers (org, doc, version, updated_at, updated_by) values ($1, $2, $3, $4, $5)
		on conflict (org) do update set doc = excluded.doc, version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
		org, string(doc), s.Version, tx.Micros(), identity.From(ctx).Name)
	return err
}

// same compares answers as they are stored.
func same(a, b Answers) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && bytes.Equal(x, y)
}

const runColumns = `id, made, made_at, made_by, undone_at, undone_by`

func scanRun(r db.Scanner) (u Setup, err error) {
	var made string
	var at int64
	var undone sql.NullInt64
	if err := r.Scan(&u.ID, &made, &at, &u.MadeBy, &undone, &u.UndoneBy); err != nil {
		return u, err
	}
	u.MadeAt, u.UndoneAt = db.Micros(at), db.NullMicros(undone)
	return u, json.Unmarshal([]byte(made), &u.Made)
}

func listRuns(ctx context.Context, tx *db.Tx, org db.Org) ([]Setup, error) {
	rows, err := tx.Query(ctx, `select `+runColumns+` from setup_run where org = $1 order by id desc limit 50`, org)
	return db.Collect(rows, err, scanRun)
}

func findRun(ctx context.Context, tx *db.Tx, org db.Org, id RunID) (*Setup, error) {
	r, err := scanRun(tx.QueryRow(ctx, `select `+runColumns+` from setup_run where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "setup_run_unknown", "There is no set-up %.60q.", string(id))
	}
	return &r, err
}

func insertRun(ctx context.Context, tx *db.Tx, org db.Org, r *Setup, a Answers) error {
	made, err := json.Marshal(r.Made)
	if err != nil {
		return err
	}
	said, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into setup_run (org, id, answers, made, made_at, made_by, undone_by) values ($1, $2, $3, $4, $5, $6, '')`,
		org, string(r.ID), string(said), string(made), tx.Micros(), r.MadeBy)
	return err
}

func updateRun(ctx context.Context, tx *db.Tx, org db.Org, r *Setup) error {
	made, err := json.Marshal(r.Made)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update setup_run set made = $1, undone_at = $2, undone_by = $3 where org = $4 and id = $5`,
		string(made), tx.Micros(), r.UndoneBy, org, string(r.ID))
	return err
}
