package expectation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const columns = `id, name, kind, active, rules, on_since, version, created_at`

func scan(r db.Scanner) (e Expectation, err error) {
	var rules string
	var since sql.NullInt64
	var at int64
	if err = r.Scan(&e.ID, &e.Name, &e.Kind, &e.On, &rules, &since, &e.Version, &at); err != nil {
		return e, err
	}
	e.CreatedAt = db.Micros(at)
	if since.Valid {
		t := db.Micros(since.Int64)
		e.OnSince = &t
	}
	return e, json.Unmarshal([]byte(rules), &e.Rules)
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Expectation, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from expectation where org = $1 and deleted_at is null order by name_folded`, org)
	return db.Collect(rows, err, scan)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Expectation, error) {
	e, err := scan(tx.QueryRow(ctx, `select `+columns+` from expectation where org = $1 and id = $2 and deleted_at is null`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "expectation_unknown", "There is no expectation %.60q.", string(id))
	}
	return &e, err
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation) error {
	rules, err := json.Marshal(e.Rules)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into expectation (org, id, name, name_folded, kind, active, rules, on_since, version, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		org, e.ID, e.Name, identity.Fold(e.Name), string(e.Kind), e.On, string(rules), micros(e.OnSince), e.Version, e.CreatedAt.UnixMicro())
	return named(err, e)
}

func update(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation) error {
	rules, err := json.Marshal(e.Rules)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update expectation set name = $1, name_folded = $2, active = $3, rules = $4, on_since = $5, version = $6 where org = $7 and id = $8`,
		e.Name, identity.Fold(e.Name), e.On, string(rules), micros(e.OnSince), e.Version, org, e.ID)
	return named(err, e)
}

func named(err error, e *Expectation) error {
	if db.IsConflict(err) {
		return problem.At("body.name", "name_taken", "There is an expectation named %q already.", e.Name)
	}
	return err
}

func micros(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UnixMicro()
}

func drop(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `update expectation set deleted_at = $1, active = $2 where org = $3 and id = $4`, tx.Micros(), false, org, id)
	return err
}

// forget drops what an expectation still waits for. What it found stays, as signals and in its counts.
func forget(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `delete from awaited where org = $1 and expectation = $2 and silence = '' and answered is null`, org, id)
	return err
}

// seed begins a contact expectation with customers heard from lately enough not to be overdue.
func seed(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation) error {
	long := (time.Duration(e.Days) * 24 * time.Hour).Microseconds()
	kinds, marks := "", []any(nil)
	if len(e.Signals) > 0 {
		var m string
		m, marks = db.Marks(5, e.Signals)
		kinds = ` and kind in (` + m + `)`
	}
	_, err := tx.Exec(ctx, `insert into awaited (org, expectation, subject, customer, touch_point, unit, employee, since, due, answer, silence)
		select $1, $2, customer, customer, '', '', '', max(at), max(at) + cast($3 as bigint), '', '' from signal
		where org = $1 and at >= cast($4 as bigint) and customer is not null and op <> 'erase' and kind <> 'silence'`+kinds+` group by customer
		on conflict (org, expectation, subject) do nothing`,
		append([]any{org, string(e.ID), long, tx.Micros() - long}, marks...)...)
	return err
}

func countsOf(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation, _ time.Time) (c Counts, err error) {
	if e.Kind == Repeat {
		err = tx.QueryRow(ctx, `select count(*), coalesce(sum(repeated), 0) from contact where org = $1 and expectation = $2`, org, string(e.ID)).Scan(&c.Heard, &c.Again)
		return c, err
	}
	err = tx.QueryRow(ctx, `select count(case when silence = '' and answered is null then 1 end), count(case when silence <> '' then 1 end),
		count(case when silence = '' and answered is not null then 1 end) from awaited where org = $1 and expectation = $2`, org, string(e.ID)).
		Scan(&c.Waiting, &c.Missed, &c.InTime)
	return c, err
}

// wait is one thing waited for.
type wait struct {
	expectation ID
	subject     string
	customer    string
	touchPoint  string
	unit        string
	employee    string
	since, due  int64
	answered    sql.NullInt64
	answer      string // the signal that was the answer; empty where the signal itself says when
	silence     signal.ID
}

const waitColumns = `expectation, subject, customer, touch_point, unit, employee, since, due, answered, answer, silence`

func scanWait(r db.Scanner) (*wait, error) {
	w := &wait{}
	return w, r.Scan(&w.expectation, &w.subject, &w.customer, &w.touchPoint, &w.unit, &w.employee, &w.since, &w.due, &w.answered, &w.answer, &w.silence)
}

func waits(ctx context.Context, tx *db.Tx, where string, args ...any) ([]*wait, error) {
	rows, err := tx.Query(ctx, `select `+waitColumns+` from awaited where `+where, args...)
	return db.Collect(rows, err, scanWait)
}

func putWait(ctx context.Context, tx *db.Tx, org db.Org, w *wait) error {
	_, err := tx.Exec(ctx, `insert into awaited (org, `+waitColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (org, expectation, subject) do update set customer = excluded.customer, touch_point = excluded.touch_point, unit = excluded.unit,
		employee = excluded.employee, since = excluded.since, due = excluded.due, answered = excluded.answered, answer = excluded.answer, silence = excluded.silence`,
		org, string(w.expectation), w.subject, w.customer, w.touchPoint, w.unit, w.employee, w.since, w.due, w.answered, w.answer, string(w.silence))
	return err
}

func dropWait(ctx context.Context, tx *db.Tx, org db.Org, w *wait) error {
	_, err := tx.Exec(ctx, `delete from awaited where org = $1 and expectation = $2 and subject = $3`, org, string(w.expectation), w.subject)
	return err
}
