package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// makeEffects makes a table without any constraint, so that an effect that happened twice shows.
func makeEffects(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.System(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `create table effect (job text not null)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func effect(ctx context.Context, tx *db.Tx, j *Job) error {
	_, err := tx.Exec(ctx, `insert into effect (job) values ($1)`, j.ID)
	return err
}

// effects counts the effects of each job.
func effects(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := d.Read(t.Context(), org, func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `select job from effect`)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			err = r.Scan(&id)
			out[id]++
			return id, err
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestALostLeaseUndoesTheEffectAndCancelsTheHandler(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	makeEffects(t, d)
	now := setClock(d, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	slow, quick := newQueue(d), newQueue(d)
	slow.lease = 3 * time.Hour // renews too rarely to notice before it tries to complete
	taken := make(chan struct{})
	var cause error
	slow.Handle("k", func(ctx context.Context, j *Job) error {
		now.move(4 * time.Hour)
		if _, err := quick.RunOne(ctx); err != nil { // reaps
			return err
		}
		now.move(time.Hour)
		jobs, err := quick.claim(ctx, 1)
		if err != nil || len(jobs) != 1 {
			return fmt.Errorf("the rival found %d jobs: %w", len(jobs), err)
		}
		j.Progress(ctx, 1, 1, "the loser's")
		for _, err := range []error{
			j.Checkpoint(ctx, 1),
			d.Write(ctx, j.Org, func(tx *db.Tx) error {
				if err := effect(ctx, tx, j); err != nil {
					return err
				}
				return j.Complete(ctx, tx)
			}),
			d.Write(ctx, j.Org, func(tx *db.Tx) error {
				if err := effect(ctx, tx, j); err != nil {
					return err
				}
				return j.CheckpointIn(ctx, tx, 1)
			}),
		} {
			if !errors.Is(err, ErrLost) {
				t.Errorf("want ErrLost, got %v", err)
			}
		}
		if err := quick.do(ctx, jobs[0]); err != nil {
			return err
		}
		close(taken)
		return errors.New("whatever the loser says changes nothing")
	})
	quick.Handle("k", func(ctx context.Context, j *Job) error {
		return d.Write(ctx, j.Org, func(tx *db.Tx) error {
			if err := effect(ctx, tx, j); err != nil {
				return err
			}
			return j.Complete(ctx, tx)
		})
	})
	id := enqueue(t, slow, "k", nil)
	if _, err := slow.RunOne(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "whatever") {
		t.Fatal(err)
	}
	<-taken
	if in := wantState(t, slow, id, Done); in.Attempt != 2 || in.Error != "" || in.Progress != nil {
		t.Fatalf("%+v", in)
	}
	if n := effects(t, d)[id]; n != 1 {
		t.Fatalf("%d effects", n)
	}

	// A renewal that finds the token gone ends the handler's context.
	slow.lease = 30 * time.Millisecond
	slow.Handle("l", func(ctx context.Context, j *Job) error {
		err := d.System(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update job set token = 'another' where id = $1`, j.ID)
			return err
		})
		if err != nil {
			return err
		}
		<-ctx.Done()
		cause = context.Cause(ctx)
		return cause
	})
	enqueue(t, slow, "l", nil)
	if _, err := slow.RunOne(t.Context()); err == nil || !errors.Is(cause, ErrLost) {
		t.Fatal(err, cause)
	}
}

func TestALongJobKeepsItsLease(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	long, other := newQueue(d), newQueue(d)
	long.lease = 300 * time.Millisecond
	long.Handle("k", func(ctx context.Context, _ *Job) error {
		for range 10 {
			time.Sleep(100 * time.Millisecond)
			if ran, err := other.RunOne(ctx); ran || err != nil {
				t.Error("another worker took a job that is being renewed", err)
			}
		}
		return ctx.Err()
	})
	id := enqueue(t, long, "k", nil)
	if _, err := long.RunOne(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantState(t, long, id, Done)
}

func TestTheMachineWakingUpDoesNotStartARunningJobAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	q := newQueue(d)
	var runs atomic.Int64
	q.Handle("k", func(ctx context.Context, _ *Job) error {
		if runs.Add(1) > 1 {
			return nil
		}
		now.move(8 * time.Hour) // the lease looks ended
		ran, err := q.RunOne(ctx)
		if ran {
			t.Error("claimed a job that runs in this process")
		}
		return err
	})
	id := enqueue(t, q, "k", nil)
	if _, err := q.RunOne(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantState(t, q, id, Done)
}

func TestAJobThatKillsItsProcessEndsAsFailed(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	id := enqueue(t, newQueue(d), "k", nil, MaxAttempts(3))
	for range 3 {
		died := newQueue(d)
		if jobs, err := died.claim(t.Context(), 1); err != nil || len(jobs) != 1 {
			t.Fatal(jobs, err)
		}
		now.move(time.Hour) // nobody renews
		if _, err := newQueue(d).claim(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		now.move(time.Hour)
	}
	if in := wantState(t, newQueue(d), id, Failed); in.Attempt != 3 || in.Error == "" {
		t.Fatalf("%+v", in)
	}
}

func TestACheckpointOutlivesAFailure(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	q := newQueue(d)
	var from []int
	q.Handle("k", func(ctx context.Context, j *Job) error {
		var at int
		found, err := j.Load(&at)
		if err != nil || found != (j.Attempt > 1) {
			t.Error(found, err)
		}
		from = append(from, at)
		if err := j.Checkpoint(ctx, at+10); err != nil {
			return err
		}
		var now int
		if _, err := j.Load(&now); err != nil || now != at+10 {
			t.Error("a checkpoint is not read back in the same attempt", now, err)
		}
		if j.Attempt == 3 {
			return nil
		}
		return errors.New("half way")
	})
	enqueue(t, q, "k", nil)
	for range 3 {
		_, _ = q.RunOne(t.Context())
		now.move(time.Hour)
	}
	if len(from) != 3 || from[1] != 10 || from[2] != 20 {
		t.Fatal(from)
	}
}

func TestCancelEndsAWaitingJobAndARunningOneEverywhere(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	here, there := newQueue(d), newQueue(d)
	waiting := enqueue(t, here, "k", nil)
	if err := here.Cancel(t.Context(), org, waiting); err != nil {
		t.Fatal(err)
	}
	wantState(t, here, waiting, Cancelled)
	if err := here.Cancel(t.Context(), org, waiting); problem.CodeOf(err) != "job_finished" {
		t.Fatal(err)
	}
	there.lease = 100 * time.Millisecond // noticed when renewing
	for _, q := range []*Queue{here, there} {
		q.Handle("k", func(ctx context.Context, j *Job) error {
			if err := here.Cancel(ctx, org, j.ID); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(10 * time.Second):
				return errors.New("not told")
			}
		})
		id := enqueue(t, q, "k", nil)
		if ran, err := q.RunOne(t.Context()); !ran || !errors.Is(err, ErrCancelled) {
			t.Fatal(ran, err)
		}
		wantState(t, q, id, Cancelled)
		if err := q.Retry(t.Context(), org, id); err != nil {
			t.Fatal(err)
		}
		wantState(t, q, id, Waiting)
		if err := q.Cancel(t.Context(), org, id); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRetryIsRefusedWhereItMakesNoSense(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	id := enqueue(t, q, "k", nil, Unique("x"))
	if err := q.Retry(t.Context(), org, id); problem.CodeOf(err) != "job_not_failed" {
		t.Fatal(err)
	}
	if err := q.Cancel(t.Context(), org, id); err != nil {
		t.Fatal(err)
	}
	enqueue(t, q, "k", nil, Unique("x"))
	if err := q.Retry(t.Context(), org, id); problem.CodeOf(err) != "job_already_waiting" {
		t.Fatal(err)
	}
	wantState(t, q, id, Cancelled)
}

func TestStopWaitsAndGivesBackWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	makeEffects(t, d)
	q := newQueue(d)
	q.grace = 50 * time.Millisecond
	started := make(chan struct{}, 3)
	release, late := make(chan struct{}), make(chan error, 1)
	q.Handle("quick", func(context.Context, *Job) error {
		started <- struct{}{}
		time.Sleep(100 * time.Millisecond)
		return nil
	})
	q.Handle("heeds", func(ctx context.Context, _ *Job) error {
		started <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	q.Handle("deaf", func(ctx context.Context, j *Job) error {
		started <- struct{}{}
		<-release
		late <- d.Write(context.WithoutCancel(ctx), j.Org, func(tx *db.Tx) error {
			if err := effect(ctx, tx, j); err != nil {
				return err
			}
			return j.Complete(ctx, tx)
		})
		return nil
	})
	quick, heeds, deaf := enqueue(t, q, "quick", nil), enqueue(t, q, "heeds", nil), enqueue(t, q, "deaf", nil)
	q.Start(t.Context(), 3)
	for range 3 {
		<-started
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := q.Stop(ctx); err == nil {
		t.Error("a handler that doesn't end went unmentioned")
	}
	wantState(t, q, quick, Done)
	for _, id := range []string{heeds, deaf} {
		if in := wantState(t, q, id, Waiting); in.Attempt != 0 || in.Error != "" {
			t.Errorf("being stopped counted: %+v", in)
		}
	}
	close(release)
	if err := <-late; !errors.Is(err, ErrLost) {
		t.Errorf("a job given back could still complete: %v", err)
	}
	if n := len(effects(t, d)); n != 0 {
		t.Errorf("%d effects", n)
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Error("stopping twice:", err)
	}
}

func TestAJobStartsRightAfterItsCommit(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.poll = time.Hour
	ran := make(chan struct{})
	q.Handle("k", func(context.Context, *Job) error {
		close(ran)
		return nil
	})
	q.Start(t.Context(), 1)
	time.Sleep(50 * time.Millisecond) // the dispatcher has looked and found nothing
	enqueue(t, q, "k", nil)
	select {
	case <-ran:
	case <-time.After(5 * time.Second):
		t.Fatal("not woken")
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}
