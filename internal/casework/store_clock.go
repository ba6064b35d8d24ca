package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const clockColumns = `case_id, clock, state, started_at, target, coalesce(left_us, 0), due_at, fulfilled_at, breached_at, alarm, alarm_at`

type caseClock struct {
	id ID
	Clock
}

func scanClock(r db.Scanner) (c caseClock, err error) {
	var started, target, left, due int64
	var fulfilled, breached, alarm sql.NullInt64
	if err := r.Scan(&c.id, &c.Kind, &c.State, &started, &target, &left, &due, &fulfilled, &breached, &c.alarm, &alarm); err != nil {
		return c, err
	}
	c.StartedAt, c.DueAt = db.Micros(started), db.Micros(due)
	c.FulfilledAt, c.BreachedAt, c.alarmAt = db.NullMicros(fulfilled), db.NullMicros(breached), db.NullMicros(alarm)
	c.target, c.left = time.Duration(target)*time.Microsecond, time.Duration(left)*time.Microsecond
	c.shown()
	return c, nil
}

// clocksOf returns the clocks of cases, each case's in the order it goes through them.
func clocksOf(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) (map[ID][]Clock, error) {
	out := map[ID][]Clock{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		marks, values := db.Marks(2, ids[:n])
		rows, err := tx.Query(ctx, `select `+clockColumns+` from case_clock where org = $1 and case_id in (`+marks+`)
			order by case_id, case clock when 'acknowledge' then 0 when 'first_response' then 1 when 'next_response' then 2 else 3 end`,
			append([]any{org}, values...)...)
		list, err := db.Collect(rows, err, scanClock)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			out[c.id] = append(out[c.id], c.Clock)
		}
		ids = ids[n:]
	}
	return out, nil
}

func saveClock(ctx context.Context, tx *db.Tx, org db.Org, id ID, c *Clock) error {
	_, err := tx.Exec(ctx, `insert into case_clock (org, case_id, clock, state, started_at, target, left_us, due_at, fulfilled_at, breached_at, alarm, alarm_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (org, case_id, clock) do update set
		state = excluded.state, started_at = excluded.started_at, target = excluded.target, left_us = excluded.left_us, due_at = excluded.due_at,
		fulfilled_at = excluded.fulfilled_at, breached_at = excluded.breached_at, alarm = excluded.alarm, alarm_at = excluded.alarm_at`,
		org, id, string(c.Kind), string(c.State), c.StartedAt.UnixMicro(), c.target.Microseconds(), c.left.Microseconds(), c.DueAt.UnixMicro(),
		db.NullTime(c.FulfilledAt), db.NullTime(c.BreachedAt), c.alarm, db.NullTime(c.alarmAt))
	return err
}

func insertClockEntry(ctx context.Context, tx *db.Tx, org db.Org, id ID, e ClockEntry) error {
	var left, target any
	if e.Act != Breached {
		left = e.Left.Microseconds()
	}
	if e.Act == Started || e.Act == DueMoved {
		target = e.Target.Microseconds()
	}
	_, err := tx.Exec(ctx, `insert into case_clock_event (org, case_id, id, clock, at, kind, due_at, left_us, target)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		org, id, tx.ID("cck"), string(e.Clock), e.At.UnixMicro(), string(e.Act), db.NullTime(e.DueAt), left, target)
	return err
}

// clockEntries lists what happened to a case's clocks, in order.
func clockEntries(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]ClockEntry, error) {
	rows, err := tx.Query(ctx, `select clock, at, kind, due_at, coalesce(left_us, 0), coalesce(target, 0) from case_clock_event
		where org = $1 and case_id = $2 order by id`, org, id)
	return db.Collect(rows, err, func(r db.Scanner) (e ClockEntry, err error) {
		var at, left, target int64
		var due sql.NullInt64
		err = r.Scan(&e.Clock, &at, &e.Act, &due, &left, &target)
		e.At, e.DueAt, e.Left, e.Target = db.Micros(at), db.NullMicros(due), time.Duration(left)*time.Microsecond, time.Duration(target)*time.Microsecond
		return e, err
	})
}

// ringing lists clocks whose alarm has come, the longest waiting first.
func ringing(ctx context.Context, tx *db.Tx, org db.Org, limit int) ([]caseClock, error) {
	rows, err := tx.Query(ctx, `select `+clockColumns+` from case_clock where org = $1 and alarm_at <= $2 order by alarm_at, case_id, clock limit $3`,
		org, tx.Micros(), limit)
	return db.Collect(rows, err, scanClock)
}

// setting reads a document into doc; where there is none, doc and version stay as they are.
func setting[T any](ctx context.Context, tx *db.Tx, org db.Org, name string, doc *T, version *int) error {
	var text string
	err := tx.QueryRow(ctx, `select doc, version from case_setting where org = $1 and name = $2`, org, name).Scan(&text, version)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var kept T // fresh: what was there before must not show through
	err = json.Unmarshal([]byte(text), &kept)
	*doc = kept
	return err
}

func saveSetting(ctx context.Context, tx *db.Tx, org db.Org, name string, doc any, version int) error {
	b, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into case_setting (org, name, doc, version) values ($1, $2, $3, $4)
		on conflict (org, name) do update set doc = excluded.doc, version = excluded.version`, org, name, string(b), version)
	return err
}
