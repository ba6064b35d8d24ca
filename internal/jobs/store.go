package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// stored is a job on its way into the table.
type stored struct {
	id, queue, kind, key, args string
	maxAttempts                int
	runAt                      int64
}

// insert returns the id of the unfinished job that holds the key already, if there is one.
func insert(ctx context.Context, tx *db.Tx, s stored) (string, error) {
	n, err := db.Affected(tx.Exec(ctx, `insert into job (id, org, queue, kind, unique_key, args, state, attempt, max_attempts,
		run_at, done, total, note, error, created_at)
		values ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $8, 0, 0, '', '', $9) on conflict do nothing`,
		s.id, string(tx.Org), s.queue, s.kind, db.NullText(s.key), s.args, s.maxAttempts, s.runAt, tx.Micros()))
	if err != nil || n == 1 {
		return s.id, err
	}
	var id string
	err = tx.QueryRow(ctx, `select id from job where org = $1 and kind = $2 and unique_key = $3
		and state in ('waiting','running')`, string(tx.Org), s.kind, s.key).Scan(&id)
	return id, err
}

// due returns when the next waiting job is due and when the next lease ends; zero for none.
func due(ctx context.Context, tx *db.Tx) (run, lease int64, err error) {
	var r, l sql.NullInt64
	err = tx.QueryRow(ctx, `select (select min(run_at) from job where state = 'waiting'),
		(select min(leased_until) from job where state = 'running')`).Scan(&r, &l)
	return r.Int64, l.Int64, err
}

// reap takes jobs from workers that no longer renew: the attempt counted when it was claimed, so a job that kills its
// process ends as failed. Tokens in mine are running here and only late, after the machine slept.
func reap(ctx context.Context, tx *db.Tx, mine map[string]*Job) error {
	type lost struct {
		id, token    string
		attempt, max int
		cancel       sql.NullInt64
	}
	rows, err := tx.Query(ctx, `select id, token, attempt, max_attempts, cancel_at from job
		where state = 'running' and leased_until < $1 order by leased_until limit 100`, tx.Micros())
	found, err := db.Collect(rows, err, func(r db.Scanner) (l lost, err error) {
		return l, r.Scan(&l.id, &l.token, &l.attempt, &l.max, &l.cancel)
	})
	if err != nil {
		return err
	}
	for _, l := range found {
		if mine[l.token] != nil {
			continue
		}
		e := ending{state: Waiting, attempt: l.attempt, runAt: tx.Now.Add(backoff(l.attempt)).UnixMicro(),
			err: "The process ended while the job was running."}
		switch {
		case l.cancel.Valid:
			e.state = Cancelled
		case l.attempt >= l.max:
			e.state = Failed
		}
		if err := end(ctx, tx, l.id, l.token, e); err != nil && !errors.Is(err, ErrLost) {
			return err
		}
	}
	return nil
}

// claim leases the job that has been due longest, outside the full queues. sql.ErrNoRows: none is due.
func claim(ctx context.Context, tx *db.Tx, token string, lease time.Duration, full []string) (*Job, error) {
	args := []any{token, tx.Now.Add(lease).UnixMicro(), tx.Micros()}
	where, lock := "", ""
	if len(full) > 0 {
		marks := make([]string, len(full))
		for i, name := range full {
			args = append(args, name)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		where = " and queue not in (" + strings.Join(marks, ", ") + ")"
	}
	if tx.Postgres {
		lock = " for update skip locked"
	}
	j := &Job{token: token}
	var jobArgs string
	var checkpoint sql.NullString
	err := tx.QueryRow(ctx, `update job set state = 'running', attempt = attempt + 1, token = $1, leased_until = $2, cancel_at = null
		where id = (select id from job where state = 'waiting' and run_at <= $3`+where+` order by run_at, id limit 1`+lock+`)
		returning id, org, kind, queue, args, attempt, max_attempts, checkpoint`, args...).
		Scan(&j.ID, &j.Org, &j.Kind, &j.Queue, &jobArgs, &j.Attempt, &j.MaxAttempts, &checkpoint)
	j.Args, j.checkpoint = json.RawMessage(jobArgs), json.RawMessage(checkpoint.String)
	return j, err
}

// renew reports whether somebody asked to cancel the job. ErrLost: the token no longer holds.
func renew(ctx context.Context, tx *db.Tx, id, token string, lease time.Duration) (cancelled bool, err error) {
	var at sql.NullInt64
	err = tx.QueryRow(ctx, `update job set leased_until = $1 where id = $2 and token = $3 and state = 'running' returning cancel_at`,
		tx.Now.Add(lease).UnixMicro(), id, token).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, ErrLost
	}
	return at.Valid, err
}

// end closes an attempt: for good, or until runAt. ErrLost: the token no longer holds.
func end(ctx context.Context, tx *db.Tx, id, token string, e ending) error {
	var finished any
	if e.state != Waiting {
		finished = tx.Micros()
	}
	return held(tx.Exec(ctx, `update job set state = $1, attempt = $2, run_at = $3, finished_at = $4, error = $5, result = $6,
		token = null, leased_until = null where id = $7 and token = $8 and state = 'running'`,
		string(e.state), e.attempt, e.runAt, finished, e.err, db.NullText(e.result), id, token))
}

func storeProgress(ctx context.Context, tx *db.Tx, id, token string, done, total int64, note string) error {
	return held(tx.Exec(ctx, `update job set done = $1, total = $2, note = $3 where id = $4 and token = $5 and state = 'running'`,
		done, total, note, id, token))
}

func storeCheckpoint(ctx context.Context, tx *db.Tx, id, token, value string) error {
	return held(tx.Exec(ctx, `update job set checkpoint = $1 where id = $2 and token = $3 and state = 'running'`, value, id, token))
}

// held turns "no row changed" into ErrLost.
func held(res sql.Result, err error) error {
	n, err := db.Affected(res, err)
	if err == nil && n == 0 {
		err = ErrLost
	}
	return err
}

func cancelWaiting(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	_, err := tx.Exec(ctx, `update job set state = 'cancelled', finished_at = $1 where org = $2 and id = $3 and state = 'waiting'`,
		tx.Micros(), string(org), id)
	return err
}

func askCancel(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	_, err := tx.Exec(ctx, `update job set cancel_at = $1 where org = $2 and id = $3 and state = 'running'`, tx.Micros(), string(org), id)
	return err
}

func restart(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	_, err := tx.Exec(ctx, `update job set state = 'waiting', attempt = 0, run_at = $1, finished_at = null, error = ''
		where org = $2 and id = $3`, tx.Micros(), string(org), id)
	return err
}

func deleteFinished(ctx context.Context, tx *db.Tx, before int64, limit int) (int64, error) {
	return db.Affected(tx.Exec(ctx, `delete from job where id in (select id from job where finished_at < $1
		order by finished_at limit $2)`, before, limit))
}

const infoColumns = `id, kind, queue, state, attempt, max_attempts, run_at, created_at, finished_at, done, total, note, error, result, args`

func scanInfo(r db.Scanner) (in Info, err error) {
	var runAt, createdAt int64
	var finishedAt sql.NullInt64
	var p Progress
	var result sql.NullString
	var args string
	err = r.Scan(&in.ID, &in.Kind, &in.Queue, &in.State, &in.Attempt, &in.MaxAttempts, &runAt, &createdAt, &finishedAt,
		&p.Done, &p.Total, &p.Note, &in.Error, &result, &args)
	in.RunAt, in.CreatedAt, in.FinishedAt = db.Micros(runAt), db.Micros(createdAt), db.NullMicros(finishedAt)
	in.Args, in.Result = json.RawMessage(args), json.RawMessage(result.String)
	if p != (Progress{}) {
		in.Progress = &p
	}
	return in, err
}

func get(ctx context.Context, tx *db.Tx, org db.Org, id string) (Info, error) {
	in, err := scanInfo(tx.QueryRow(ctx, `select `+infoColumns+` from job where org = $1 and id = $2`, string(org), id))
	if errors.Is(err, sql.ErrNoRows) {
		return in, problem.New(problem.NotFound, "job_not_found", "There is no such job.")
	}
	return in, err
}

func list(ctx context.Context, tx *db.Tx, org db.Org, f Filter) ([]Info, error) {
	query, args := `select `+infoColumns+` from job where org = $1`, []any{string(org)}
	mark := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if f.Before != "" {
		query += ` and id < ` + mark(f.Before)
	}
	if f.Kind != "" {
		query += ` and kind = ` + mark(f.Kind)
	}
	if len(f.States) > 0 {
		marks := make([]string, len(f.States))
		for i, s := range f.States {
			marks[i] = mark(string(s))
		}
		query += ` and state in (` + strings.Join(marks, ", ") + `)`
	}
	rows, err := tx.Query(ctx, query+` order by id desc limit `+mark(f.Limit), args...)
	return db.Collect(rows, err, scanInfo)
}
