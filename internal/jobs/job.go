package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Job is one attempt at a job, held by a lease. Its methods may be called from several goroutines.
type Job struct {
	ID          string
	Org         db.Org // "" for the installation's own jobs
	Kind        string
	Queue       string
	Args        json.RawMessage
	Attempt     int // 1 for the first
	MaxAttempts int

	q      *Queue
	token  string
	cancel context.CancelCauseFunc

	mu         sync.Mutex
	checkpoint json.RawMessage
	result     json.RawMessage
	reported   time.Time // when progress was last stored
	completed  bool
}

// Decode reads the arguments into v. What can't be read fails for good.
func (j *Job) Decode(v any) error {
	if err := json.Unmarshal(j.Args, v); err != nil {
		return Fatal(fmt.Errorf("arguments of %s: %w", j.Kind, err))
	}
	return nil
}

// Progress shows how far the job has come. It may be called for every row: at most two writes a second reach the
// database, and the last one where done equals total. It never fails the job.
func (j *Job) Progress(ctx context.Context, done, total int64, note string) {
	now := time.Now()
	j.mu.Lock()
	soon := now.Sub(j.reported) < 500*time.Millisecond && (done != total || total == 0)
	if !soon {
		j.reported = now
	}
	j.mu.Unlock()
	if soon {
		return
	}
	err := j.q.db.System(ctx, func(tx *db.Tx) error {
		return storeProgress(ctx, tx, j.ID, j.token, done, total, clean(note))
	})
	if err != nil && ctx.Err() == nil {
		j.q.log.Debug("job progress not stored", "job", j.ID, "error", err)
	}
}

// Checkpoint stores v, as JSON, for Load in a later attempt. It fails with ErrLost when the lease is gone.
func (j *Job) Checkpoint(ctx context.Context, v any) error {
	return j.q.db.System(ctx, func(tx *db.Tx) error { return j.CheckpointIn(ctx, tx, v) })
}

// CheckpointIn is Checkpoint inside the handler's own transaction: what it wrote and how far it came commit together, or,
// when the lease is gone, not at all.
func (j *Job) CheckpointIn(ctx context.Context, tx *db.Tx, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("checkpoint of %s: %w", j.Kind, err)
	}
	if err := storeCheckpoint(ctx, tx, j.ID, j.token, string(b)); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.checkpoint = b
	})
	return nil
}

// Load reads the last checkpoint into v and reports whether there is one.
func (j *Job) Load(v any) (bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.checkpoint) == 0 {
		return false, nil
	}
	return true, json.Unmarshal(j.checkpoint, v)
}

// Result keeps v, as JSON, to be stored when the job succeeds.
func (j *Job) Result(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("result of %s: %w", j.Kind, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.result = b
	return nil
}

// Complete ends the job as done inside the handler's own transaction, so that an effect and its job commit together. It
// fails with ErrLost, and the transaction with it, when the lease is gone. The handler returns nil soon afterwards: without a job there is no lease, and its context ends.
func (j *Job) Complete(ctx context.Context, tx *db.Tx) error {
	if err := end(ctx, tx, j.ID, j.token, ending{state: Done, attempt: j.Attempt, runAt: tx.Micros(), result: j.resultText()}); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.completed = true
	})
	return nil
}

func (j *Job) resultText() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return string(j.result)
}

func (j *Job) isCompleted() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.completed
}

// fatal marks an error after which trying again is useless.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

// Fatal makes err end the job as failed at once. Problems of kind Invalid, NotFound and Conflict do so by themselves.
func Fatal(err error) error {
	if err == nil {
		return nil
	}
	return fatal{err}
}

// hopeless reports that another attempt would fail just the same.
func hopeless(err error) bool {
	if _, ok := errors.AsType[fatal](err); ok {
		return true
	}
	switch problem.KindOf(err) {
	case problem.Invalid, problem.NotFound, problem.Conflict:
		return true
	}
	return false
}

// ending is what becomes of a job after an attempt.
type ending struct {
	state   State
	attempt int
	runAt   int64
	err     string
	result  string
}

// outcome decides what becomes of j after its handler returned err and its context ended for cause, if it did.
func outcome(j *Job, now time.Time, err, cause error) ending {
	e := ending{state: Done, attempt: j.Attempt, runAt: now.UnixMicro()}
	switch {
	case err == nil:
		e.result = j.resultText()
		return e
	case errors.Is(cause, ErrCancelled):
		e.state = Cancelled
		return e
	case errors.Is(cause, ErrStopping):
		e.state, e.attempt = Waiting, j.Attempt-1 // being stopped is not the job's fault
		return e
	case hopeless(err) || j.Attempt >= j.MaxAttempts:
		e.state = Failed
	default:
		e.state, e.runAt = Waiting, now.Add(backoff(j.Attempt)).UnixMicro()
	}
	e.err = clean(err.Error())
	return e
}

// backoff is the wait after the n-th failure: n³ seconds, at most an hour, up to a tenth more so that jobs that failed
// together don't return together.
func backoff(n int) time.Duration {
	d := time.Hour
	if n < 16 {
		d = min(d, time.Duration(n*n*n)*time.Second)
	}
	return d + rand.N(d/10+1) //nolint:gosec // spreading needs no secrecy
}

// clean makes a text storable on every database: valid UTF-8, no U+0000, not endless.
func clean(s string) string {
	if len(s) > maxError {
		s = s[:maxError]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
