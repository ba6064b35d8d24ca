// Package importing brings files of old answers in: it guesses what the columns are, shows what would come of them, and
// records each row once.
package importing

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is an import's id.
type ID string

// State of an import.
type State string

// The closed list of states. An import that failed or was cancelled keeps what it has recorded, until it is undone.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Import is one file brought in under one mapping.
type Import struct {
	ID         ID                          `json:"id"`
	Name       string                      `json:"name" doc:"Of the file"`
	Upload     string                      `json:"upload"`
	State      State                       `json:"state" enum:"waiting,running,done,failed,cancelled,undoing,undone"`
	Rows       int64                       `json:"rows" doc:"In the file"`
	Done       int64                       `json:"done" doc:"Rows dealt with: accepted, rejected and duplicates together"`
	Accepted   int64                       `json:"accepted"`
	Rejected   int64                       `json:"rejected"`
	Duplicates int64                       `json:"duplicates" doc:"Rows that were recorded before"`
	Erased     int64                       `json:"erased" doc:"Signals that undoing has removed so far"`
	LeftOut    map[string]map[string]int64 `json:"left_out" doc:"Of accepted rows: measure, reason, how many values"`
	NewMetrics []string                    `json:"new_metrics"`
	OpenCases  bool                        `json:"open_cases"`
	Replaces   ID                          `json:"replaces,omitempty"`
	Error      string                      `json:"error,omitempty"`
	By         Actor                       `json:"by"`
	CreatedAt  time.Time                   `json:"created_at"`
	FinishedAt *time.Time                  `json:"finished_at,omitempty"`
	Mapping    Mapping                     `json:"mapping"`
	Saved      *UsedMapping                `json:"saved,omitempty" doc:"The saved mapping that was used, as it was then"`
	Folder     FolderID                    `json:"folder,omitempty" doc:"The watched folder that the file came from"`

	hash     string // of the mapping
	lastRow  int64  // number of the last row dealt with
	retryKey string
	breaks   map[string]shift
}

// Actor is who started an import.
type Actor struct {
	Kind identity.CallerKind `json:"kind" enum:"user,token,system"`
	ID   string              `json:"id"`
	Name string              `json:"name"`
}

// stands reports whether signals of this import are, or will be, in the log.
func (i *Import) stands() bool {
	switch i.State {
	case Undone:
		return false
	case Failed, Cancelled:
		return i.Accepted > 0
	}
	return true
}

// MayCancel refuses where there is nothing to stop.
func (i *Import) MayCancel() error {
	if i.State == Waiting || i.State == Running {
		return nil
	}
	return problem.New(problem.Conflict, "import_finished", "This import has ended; there is nothing to cancel.").
		With(problem.Args{"state": i.State})
}

// MayUndo refuses what is under way or undone already.
func (i *Import) MayUndo() error {
	switch i.State {
	case Done, Failed, Cancelled:
		return nil
	case Waiting, Running:
		return problem.New(problem.Conflict, "import_running", "This import is still running. Cancel it first.").With(problem.Args{"import": i.ID})
	}
	return problem.New(problem.Conflict, "import_undone", "This import has been undone already.").With(problem.Args{"import": i.ID})
}

// The jobs this package does.
const (
	runJob  = "import.run"
	undoJob = "import.undo"
	queue   = "imports"
)

// maxTries bounds how often a job that fails or crashes is started again.
const maxTries = 20

// Imports is the capability. All fields are set by app.
type Imports struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics
	People  *identity.Identity
	Jobs    *jobs.Queue
	Blobs   *blob.Store // files sent in: of this package alone
	Shared  *blob.Store // where they lay before; nil where there is none
	Audit   identity.Auditor
	Hub     *web.Hub
	Slog    *slog.Logger
	// Ended tells whoever an import is for that it is done, failed, stopped or undone, in the transaction in which that is stored;
	// nil where nobody is told. to is "" where it is nobody's in person.
	Ended func(ctx context.Context, tx *db.Tx, org db.Org, im *Import, to identity.UserID) error
	Root  string // folder below which watched folders lie; "" where the configuration names none

	passed func(point string) // called by name at the edges of every transaction; tests kill the process there
}

// pass marks a point at which a crash must harm nothing.
func (i *Imports) pass(point string) {
	if i.passed != nil {
		i.passed(point)
	}
}

// Handlers registers the background work: bringing files in and undoing that. One at a time in a process, so that other work
// finds a worker.
func (i *Imports) Handlers(q *jobs.Queue) {
	q.Handle(runJob, i.run)
	q.Handle(undoJob, i.undo)
	q.Limit(queue, 1)
	q.Handle(watchJob, i.watch)
	q.Handle(lookJob, i.look)
	q.Limit(folderQueue, 1)
	q.Handle(forgetJob, i.forget)
	q.Handle(tidyJob, i.tidy)
	q.Every(tidyJob, jobs.Interval(6*time.Hour), tidyJob)
	q.Every(watchJob, jobs.Interval(time.Minute), watchJob)
}

// Wish is what somebody wants imported.
type Wish struct {
	Upload    string  `json:"upload" doc:"As the upload answered"`
	Mapping   Mapping `json:"mapping"`
	OpenCases bool    `json:"open_cases,omitempty" doc:"Let these signals open cases, as new ones do"`
	Replace   ID      `json:"replace,omitempty" doc:"An import to undo first"`
	Saved     SavedID `json:"saved,omitempty" doc:"The saved mapping that mapping is; left out where it was changed"`

	folder FolderID
	by     *Actor // who an import is for, where that isn't who begins it
}

// Start begins an import in the background. The same file under another mapping needs Replace, or the figures would count
// every row twice. A repeat with the same retryKey answers with the import that the first call began.
func (i *Imports) Start(ctx context.Context, org db.Org, w Wish, retryKey string) (*Import, error) {
	if len(retryKey) > 200 {
		return nil, problem.At("header.Idempotency-Key", "retry_key_too_long", "An Idempotency-Key has at most 200 characters.")
	}
	up, err := i.upload(ctx, org, w.Upload)
	if err != nil {
		return nil, err
	}
	if err := w.Mapping.Validate(up.names()); err != nil {
		return nil, err
	}
	known, err := i.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	if err := w.Mapping.clashes(known); err != nil {
		return nil, err
	}
	var im *Import
	err = i.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		if retryKey != "" {
			if im, err = findRetry(ctx, tx, org, retryKey); err != nil || im != nil {
				return err
			}
		}
		im, err = i.begin(ctx, tx, org, up, w, retryKey)
		return err
	})
	return im, err
}

// begin stores the import, defines its metrics and queues the work.
func (i *Imports) begin(ctx context.Context, tx *db.Tx, org db.Org, up *Upload, w Wish, retryKey string) (*Import, error) {
	c := identity.From(ctx)
	im := &Import{ID: ID(tx.ID("imp")), Name: up.Name, Upload: up.Hash, State: Waiting, Rows: up.Rows, OpenCases: w.OpenCases,
		Replaces: w.Replace, By: Actor{c.Kind, c.ID, c.Name}, CreatedAt: tx.Now, Mapping: w.Mapping, LeftOut: map[string]map[string]int64{},
		NewMetrics: []string{}, hash: w.Mapping.hash(), retryKey: retryKey, breaks: map[string]shift{}, Folder: w.folder}
	if w.by != nil {
		im.By = *w.by
	}
	if w.Saved != "" {
		s, err := i.mapping(ctx, tx, org, w.Saved, "body.saved")
		if err != nil {
			return nil, err
		}
		if s.Mapping.hash() != im.hash {
			return nil, problem.At("body.saved", "mapping_changed", "This isn't the saved mapping %q as it is now. Leave saved out, or send what is saved.", brief(s.Name))
		}
		im.Saved = s.used()
	}
	undoing, err := refuseOther(ctx, tx, org, im)
	if err != nil {
		return nil, err
	}
	if im.Replaces == "" {
		im.Replaces = undoing // its rows' keys aren't free before that ends
	}
	wanted, err := im.Mapping.metrics()
	if err != nil {
		return nil, err
	}
	for _, d := range wanted {
		made, err := i.Metrics.Define(ctx, tx, org, d)
		if err != nil {
			return nil, err
		}
		if made {
			im.NewMetrics = append(im.NewMetrics, d.Key)
		}
	}
	if err := insert(ctx, tx, org, im); err != nil {
		return nil, err
	}
	if err := i.queueUp(ctx, tx, org, im); err != nil {
		return nil, err
	}
	tx.AfterCommit(func() { i.tell(org, im.ID) })
	return im, i.Audit.Record(ctx, tx, "import.start", string(im.ID), map[string]any{"name": im.Name, "rows": im.Rows, "replaces": im.Replaces})
}

// queueUp queues the work: at once, or behind the undoing of the import to be replaced, whose end queues it.
func (i *Imports) queueUp(ctx context.Context, tx *db.Tx, org db.Org, im *Import) error {
	if im.Replaces == "" {
		return i.enqueue(ctx, tx, runJob, im.ID)
	}
	old, err := find(ctx, tx, org, im.Replaces)
	if err != nil {
		return err
	}
	switch old.State {
	case Undoing:
		return nil
	case Undone:
		return i.enqueue(ctx, tx, runJob, im.ID)
	}
	return i.beginUndo(ctx, tx, org, old.ID)
}

func (i *Imports) enqueue(ctx context.Context, tx *db.Tx, kind string, id ID) error {
	_, err := i.Jobs.Enqueue(ctx, tx, kind, args{id}, jobs.Unique(string(id)), jobs.InQueue(queue), jobs.MaxAttempts(maxTries))
	return err
}

// args are what both jobs need.
type args struct {
	Import ID `json:"import"`
}

// Cancel stops an import between two batches. What was recorded stays, and can be undone.
func (i *Imports) Cancel(ctx context.Context, org db.Org, id ID) (im *Import, err error) {
	return i.change(ctx, org, id, func(tx *db.Tx, im *Import) error {
		if err := im.MayCancel(); err != nil {
			return err
		}
		if err := finish(ctx, tx, org, id, Cancelled, ""); err != nil {
			return err
		}
		if err := errors.Join(i.applyBreaks(ctx, tx, org, im), i.ended(ctx, tx, im)); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "import.cancel", string(id), map[string]any{"done": im.Done})
	})
}

// change finds an import, applies fn to it and returns it as it is then.
func (i *Imports) change(ctx context.Context, org db.Org, id ID, fn func(*db.Tx, *Import) error) (im *Import, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if im, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if err := fn(tx, im); err != nil {
			return err
		}
		im, err = find(ctx, tx, org, id)
		return err
	})
	if err == nil {
		i.tell(org, id)
	}
	return im, err
}

// Find returns one import, or a not-found problem.
func (i *Imports) Find(ctx context.Context, org db.Org, id ID) (im *Import, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { im, err = find(ctx, tx, org, id); return err })
	return im, err
}

// List returns imports, the newest first, before a cursor.
func (i *Imports) List(ctx context.Context, org db.Org, before string, limit int) (list []Import, next string, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, before, limit+1); return err })
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	return list, next, err
}

// tell lets screens know that an import has moved on.
func (i *Imports) tell(org db.Org, id ID) {
	i.Hub.Publish(string(org), "imports", map[string]ID{"id": id})
}
