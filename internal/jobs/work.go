package jobs

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Start runs jobs, at most workers at once, until ctx ends or Stop is called. Handlers outlive ctx: Stop ends them.
func (q *Queue) Start(ctx context.Context, workers int) {
	freed := make(chan struct{}, workers)
	q.loop.Go(func() {
		for {
			wait, err := q.dispatch(ctx, workers, freed)
			if err != nil && ctx.Err() == nil && !errors.Is(err, db.ErrClosed) {
				q.log.Error("jobs: can't look for work", "error", err)
			}
			timer := time.NewTimer(wait)
			select {
			case <-q.wake:
			case <-freed:
			case <-timer.C:
			case <-q.quit:
				timer.Stop()
				return
			case <-ctx.Done():
				timer.Stop()
				return
			}
			timer.Stop()
		}
	})
}

// dispatch fires schedules, starts what is due as far as workers are free, and returns how long nothing needs looking at.
func (q *Queue) dispatch(ctx context.Context, workers int, freed chan struct{}) (time.Duration, error) {
	if err := q.Fire(ctx); err != nil {
		return q.poll, err
	}
	var run, lease int64
	err := q.db.SystemRead(ctx, func(tx *db.Tx) (err error) {
		run, lease, err = due(ctx, tx)
		return err
	})
	if err != nil {
		return q.poll, err
	}
	now := q.db.Now().UnixMicro()
	if (run == 0 || run > now) && (lease == 0 || lease >= now) {
		wait := q.poll
		if run > 0 {
			wait = min(wait, time.Duration(run-now)*time.Microsecond)
		}
		return wait, nil
	}
	jobs, err := q.claim(ctx, workers-q.busy())
	for _, j := range jobs {
		q.work.Go(func() {
			_ = q.do(ctx, j) // stored with the job, and logged
			select {
			case freed <- struct{}{}:
			default:
			}
		})
	}
	return q.poll, err
}

func (q *Queue) busy() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.running)
}

// claim leases up to n due jobs.
func (q *Queue) claim(ctx context.Context, n int) (out []*Job, err error) {
	if n <= 0 {
		return nil, nil
	}
	q.mu.Lock()
	mine := maps.Clone(q.running)
	q.mu.Unlock()
	err = q.db.System(ctx, func(tx *db.Tx) error {
		out = nil
		if err := reap(ctx, tx, mine); err != nil {
			return err
		}
		count := map[string]int{}
		for _, j := range mine {
			count[j.Queue]++
		}
		for len(out) < n {
			var full []string
			for name, limit := range q.limits {
				if count[name] >= limit {
					full = append(full, name)
				}
			}
			j, err := claim(ctx, tx, rand.Text(), q.lease, full)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			j.q = q
			count[j.Queue]++
			out = append(out, j)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range out {
		q.running[j.token] = j
	}
	return out, nil
}

// RunOne claims one due job and runs it here. It reports false when none is due; the error is the handler's, which is
// stored with the job as well. For tests and commands; Start does the same in the background, and Fire.
func (q *Queue) RunOne(ctx context.Context) (bool, error) {
	jobs, err := q.claim(ctx, 1)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	return true, q.do(ctx, jobs[0])
}

// do runs one claimed job to the end of its attempt.
func (q *Queue) do(parent context.Context, j *Job) error {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(parent))
	defer cancel(nil)
	q.mu.Lock()
	j.cancel = cancel
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.running, j.token)
	}()
	renewing := make(chan struct{})
	go func() {
		defer close(renewing)
		q.keepLease(ctx, j)
	}()
	err := q.call(ctx, j)
	cause := context.Cause(ctx)
	cancel(nil)
	<-renewing
	if j.isCompleted() {
		if err != nil {
			q.log.Error("job failed after it was completed", "job", j.ID, "kind", j.Kind, "error", err)
		}
		return err
	}
	q.finish(context.WithoutCancel(parent), j, err, cause)
	return err
}

// call turns a panic into an error.
func (q *Queue) call(ctx context.Context, j *Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			q.log.Error("job panicked", "job", j.ID, "kind", j.Kind, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	fn, ok := q.kinds[j.Kind]
	if !ok {
		return fmt.Errorf("this process has no handler for jobs of kind %q", j.Kind)
	}
	return fn(ctx, j)
}

// finish stores how the attempt ended. A database that can't be reached for a moment must not make the job run again; one
// that stays away lets the lease end.
func (q *Queue) finish(ctx context.Context, j *Job, err, cause error) {
	var e ending
	for try := range 6 {
		time.Sleep(time.Duration(try*try) * 50 * time.Millisecond)
		failed := q.db.System(ctx, func(tx *db.Tx) error {
			e = outcome(j, tx.Now, err, cause)
			return end(ctx, tx, j.ID, j.token, e)
		})
		switch {
		case failed == nil && e.state == Waiting && !errors.Is(cause, ErrStopping):
			q.log.Warn("job will be tried again", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "error", err)
		case failed == nil && e.state == Failed:
			q.log.Error("job failed", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "error", err)
		case errors.Is(failed, ErrLost):
			q.log.Warn("job ended without its lease", "job", j.ID, "kind", j.Kind, "error", err)
		case failed != nil:
			q.log.Error("job's end not stored", "job", j.ID, "kind", j.Kind, "error", failed)
			if !errors.Is(failed, db.ErrClosed) {
				continue
			}
		}
		return
	}
}

// keepLease renews until ctx ends. It ends the handler's context when the lease is lost, could not be renewed in time, or
// somebody cancelled the job.
func (q *Queue) keepLease(ctx context.Context, j *Job) {
	ticker := time.NewTicker(q.lease / 3)
	defer ticker.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		var cancelled bool
		err := q.db.System(ctx, func(tx *db.Tx) (err error) {
			cancelled, err = renew(ctx, tx, j.ID, j.token, q.lease)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			renewed = time.Now()
		case errors.Is(err, ErrLost) || time.Since(renewed) > q.lease:
			j.cancel(ErrLost)
			return
		default:
			q.log.Warn("job's lease not renewed", "job", j.ID, "kind", j.Kind, "error", err)
		}
		if cancelled {
			j.cancel(ErrCancelled)
			return
		}
	}
}

// interrupt ends the context of one job running here.
func (q *Queue) interrupt(id string, cause error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.running {
		if j.ID == id && j.cancel != nil {
			j.cancel(cause)
		}
	}
}

// Stop takes no more jobs and waits for those running. When ctx ends it cancels them; what doesn't end then is given back,
// without counting the attempt, and its handler can change nothing through its token any more. Stop is called once the
// process is ending: a stopped queue doesn't start again.
func (q *Queue) Stop(ctx context.Context) error {
	q.stop.Do(func() { close(q.quit) })
	q.loop.Wait()
	done := make(chan struct{})
	go func() {
		q.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	q.mu.Lock()
	for _, j := range q.running {
		if j.cancel != nil {
			j.cancel(ErrStopping)
		}
	}
	q.mu.Unlock()
	select {
	case <-done:
		return nil
	case <-time.After(q.grace):
	}
	return q.giveBack(context.WithoutCancel(ctx))
}

// giveBack frees the jobs whose handlers don't heed their context.
func (q *Queue) giveBack(ctx context.Context) error {
	q.mu.Lock()
	left := maps.Clone(q.running)
	q.mu.Unlock()
	for token, j := range left {
		err := q.db.System(ctx, func(tx *db.Tx) error {
			return end(ctx, tx, j.ID, token, ending{state: Waiting, attempt: j.Attempt - 1, runAt: tx.Micros()})
		})
		if err != nil && !errors.Is(err, ErrLost) {
			return fmt.Errorf("give back job %s: %w", j.ID, err)
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("%d jobs did not end when asked and were given back", len(left))
	}
	return nil
}
