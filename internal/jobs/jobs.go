// Package jobs runs background work stored in the application's own database.
//
// A job exists if and only if the transaction that enqueued it commits. It runs at least once: whoever claims it gets a
// lease with a random token, and a process that dies loses the lease, not the job. An internal effect happens exactly once
// when the handler commits it together with Job.Complete or Job.CheckpointIn, which hold only while the token does.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Func does one job. An error means: try again later, unless it is Fatal or tells the user that the job can't succeed.
type Func func(ctx context.Context, j *Job) error

// State of a job.
type State string

// The closed list of states.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Causes of a handler's context ending early, as context.Cause tells.
var (
	ErrLost      = errors.New("jobs: the lease was lost: another worker has the job, or it has ended")
	ErrCancelled = errors.New("jobs: cancelled")
	ErrStopping  = errors.New("jobs: the process is stopping")
)

const (
	defaultQueue    = "default"
	defaultAttempts = 10
	keep            = 7 * 24 * time.Hour
	maxError        = 2000 // bytes of an error that are stored
)

// Queue is the background work of one process: what kinds it can run, and what it is running.
type Queue struct {
	db    *db.DB
	log   *slog.Logger
	lease time.Duration // renewed after a third of it
	poll  time.Duration // finds what no wake-up announced: other processes' jobs, expired leases
	grace time.Duration // for handlers to return after Stop has cancelled them

	kinds     map[string]Func
	limits    map[string]int
	schedules []*schedule

	wake chan struct{}
	quit chan struct{} // closed by Stop
	stop sync.Once
	loop sync.WaitGroup // the dispatcher
	work sync.WaitGroup // the handlers

	mu      sync.Mutex
	running map[string]*Job // by token
}

// New makes a queue with its own tidying schedule. Handle, Limit and Every come before Start.
func New(d *db.DB, log *slog.Logger) *Queue {
	q := &Queue{
		db: d, log: log, lease: time.Minute, poll: 2 * time.Second, grace: 2 * time.Second,
		kinds: map[string]Func{}, limits: map[string]int{}, running: map[string]*Job{},
		wake: make(chan struct{}, 1), quit: make(chan struct{}),
	}
	q.Handle("jobs.tidy", q.tidy)
	q.Every("jobs.tidy", Interval(time.Hour), "jobs.tidy")
	return q
}

// Handle says which function does jobs of a kind. A kind without a function fails, and is tried again like any failure.
func (q *Queue) Handle(kind string, fn Func) { q.kinds[kind] = fn }

// Limit lets at most n jobs of a named queue run in this process at once, so that slow work leaves workers for the rest.
func (q *Queue) Limit(queue string, n int) { q.limits[queue] = n }

// Option changes how a job is stored.
type Option func(*stored)

// Unique keeps one unfinished job per organisation, kind and key: while it waits or runs, Enqueue returns its id instead.
func Unique(key string) Option { return func(s *stored) { s.key = key } }

// RunAt puts a job off.
func RunAt(t time.Time) Option { return func(s *stored) { s.runAt = t.UnixMicro() } }

// InQueue names the queue, for Limit. Without it the name is "default".
func InQueue(name string) Option { return func(s *stored) { s.queue = name } }

// MaxAttempts bounds how often a job is started; 10 without it. 1 means: never again after a failure or a crash.
func MaxAttempts(n int) Option { return func(s *stored) { s.maxAttempts = n } }

// Enqueue stores a job of the transaction's organisation: it exists if and only if that commits. args become JSON. The id
// is that of an unfinished job with the same Unique key where there is one.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, kind string, args any, opts ...Option) (id string, err error) {
	b, err := json.Marshal(args)
	if err != nil {
		return "", fmt.Errorf("enqueue %s: %w", kind, err)
	}
	s := stored{id: tx.ID("job"), queue: defaultQueue, kind: kind, args: string(b), maxAttempts: defaultAttempts, runAt: tx.Micros()}
	for _, o := range opts {
		o(&s)
	}
	id, err = insert(ctx, tx, s)
	if err != nil {
		return "", fmt.Errorf("enqueue %s: %w", kind, err)
	}
	tx.AfterCommit(q.nudge)
	return id, nil
}

// nudge wakes the dispatcher, which needs telling once.
func (q *Queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Progress is how far a job has come, in the units of its handler. Total 0 means unknown.
type Progress struct {
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
	Note  string `json:"note,omitempty"`
}

// Info is a job as administrators see it. Args stay out of JSON: they may hold what only the handler should read.
type Info struct {
	ID          string          `json:"id"`
	Kind        string          `json:"kind"`
	Queue       string          `json:"queue"`
	State       State           `json:"state"`
	Attempt     int             `json:"attempt"`
	MaxAttempts int             `json:"max_attempts"`
	RunAt       time.Time       `json:"run_at"`
	CreatedAt   time.Time       `json:"created_at"`
	FinishedAt  *time.Time      `json:"finished_at,omitempty"`
	Progress    *Progress       `json:"progress,omitempty"`
	Error       string          `json:"error,omitempty"`
	Result      json.RawMessage `json:"result,omitempty"`
	Args        json.RawMessage `json:"-"`
}

// Filter narrows List. The zero value lists the newest 50.
type Filter struct {
	States []State // none means all
	Kind   string  // "" means all
	Before string  // id of the last job of the page before
	Limit  int     // 1 to 500; 0 means 50
}

// List returns an organisation's jobs, newest first.
func (q *Queue) List(ctx context.Context, org db.Org, f Filter) (out []Info, err error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	f.Limit = min(max(f.Limit, 1), 500)
	err = q.db.SystemRead(ctx, func(tx *db.Tx) error {
		out, err = list(ctx, tx, org, f)
		return err
	})
	return out, err
}

// Get returns one job of an organisation.
func (q *Queue) Get(ctx context.Context, org db.Org, id string) (in Info, err error) {
	err = q.db.SystemRead(ctx, func(tx *db.Tx) error {
		in, err = get(ctx, tx, org, id)
		return err
	})
	return in, err
}

// Cancel ends a waiting job and asks a running one to stop: its context ends, here at once and in another process at its
// next renewal. A job whose handler succeeds all the same is done.
func (q *Queue) Cancel(ctx context.Context, org db.Org, id string) error {
	return q.db.System(ctx, func(tx *db.Tx) error {
		in, err := get(ctx, tx, org, id)
		if err != nil {
			return err
		}
		switch in.State {
		case Waiting:
			return cancelWaiting(ctx, tx, org, id)
		case Running:
			tx.AfterCommit(func() { q.interrupt(id, ErrCancelled) })
			return askCancel(ctx, tx, org, id)
		}
		return problem.New(problem.Conflict, "job_finished", "This job has already ended.")
	})
}

// Retry starts a failed or cancelled job anew, with all its attempts and its last checkpoint.
func (q *Queue) Retry(ctx context.Context, org db.Org, id string) error {
	err := q.db.System(ctx, func(tx *db.Tx) error {
		in, err := get(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if in.State != Failed && in.State != Cancelled {
			return problem.New(problem.Conflict, "job_not_failed", "Only a failed or cancelled job can be tried again.")
		}
		tx.AfterCommit(q.nudge)
		return restart(ctx, tx, org, id)
	})
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "job_already_waiting", "The same work is already waiting or running.")
	}
	return err
}

// tidy deletes what ended longer ago than keep.
func (q *Queue) tidy(ctx context.Context, _ *Job) error {
	for {
		var n int64
		err := q.db.System(ctx, func(tx *db.Tx) (err error) {
			n, err = deleteFinished(ctx, tx, tx.Now.Add(-keep).UnixMicro(), 1000)
			return err
		})
		if err != nil || n < 1000 {
			return err
		}
	}
}
