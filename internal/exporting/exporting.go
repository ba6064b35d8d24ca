// Package exporting writes signals and figures to files that other programs read, equal to the screen to the digit. Small ones
// are ready at once, large ones are made in the background and kept for a week.
package exporting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is an export's id.
type ID string

// Format of a file.
type Format string

// The closed list of formats.
const (
	CSV     Format = "csv"
	XLSX    Format = "xlsx"
	Parquet Format = "parquet"
)

// What is exported.
type What string

// Signals is one row a signal, Figures one row a group.
const (
	Signals What = "signals"
	Figures What = "figures"
)

// State of an export.
type State string

// The closed list of states. Expired: the file is gone, what was exported is still known.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
	Expired   State = "expired"
)

const (
	keep = 7 * 24 * time.Hour // of files
	// atOnce is how many signals are written while the caller waits; more than these are a job.
	atOnce     = 5000
	maxMetrics = 6
)

// Wish is what somebody wants exported: the signals of a list, or the figures of a table.
type Wish struct {
	What        What     `json:"what" enum:"signals,figures"`
	Format      Format   `json:"format" enum:"csv,xlsx,parquet"`
	Where       []string `json:"where,omitempty" maxItems:"50" nullable:"false" doc:"Conditions as for a figure; words:… is a search"`
	From        string   `json:"from,omitempty" maxLength:"40"`
	To          string   `json:"to,omitempty" maxLength:"40" doc:"Exclusive"`
	Metrics     []string `json:"metrics,omitempty" maxItems:"6" nullable:"false" doc:"figures: keys, one after the other"`
	By          []string `json:"by,omitempty" maxItems:"2" nullable:"false" doc:"figures: dimensions"`
	AgainstFrom string   `json:"against_from,omitempty" maxLength:"40" doc:"figures: compare with another period"`
	AgainstTo   string   `json:"against_to,omitempty" maxLength:"40"`
	Rest        bool     `json:"rest,omitempty" doc:"figures: compare with everything else in the same period"`
	Order       string   `json:"order,omitempty" enum:"lowest,highest,most,name,change" doc:"figures: the rows in the Explorer's order, as its table judges them; absent: as figures are asked for"`
	Top         int      `json:"top,omitempty" minimum:"0" maximum:"500" doc:"figures, with order: rows at most"`
}

// Export is one file, wanted, being made, or made.
type Export struct {
	ID         ID         `json:"id"`
	Name       string     `json:"name" doc:"Of the file"`
	Wish       Wish       `json:"wish"`
	State      State      `json:"state" enum:"waiting,running,done,failed,cancelled,expired"`
	Done       int64      `json:"done" doc:"Rows written"`
	Total      int64      `json:"total" doc:"Rows to write, as counted when it was ordered"`
	Bytes      int64      `json:"bytes"`
	Error      string     `json:"error,omitempty"`
	By         string     `json:"by" doc:"Name of who ordered it"`
	Mine       bool       `json:"mine"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty" doc:"When the file goes"`

	caller identity.Caller
	job    string
}

// Exports is the capability. Its fields are set by app.
type Exports struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics
	People  *identity.Identity
	Jobs    *jobs.Queue
	Audit   identity.Auditor
	Hub     *web.Hub
	Slog    *slog.Logger
	// Ended tells who ordered an export in the background that it has ended, in the transaction in which that is stored; nil where
	// nobody is told.
	Ended func(ctx context.Context, tx *db.Tx, org db.Org, e *Export, to identity.UserID) error
	Dir   string // where the files are; nobody else's
}

const (
	makeJob = "exporting.make"
	tidyJob = "exporting.tidy"
	queue   = "exports"
)

// Handlers registers the background work, and clears away what an earlier process left unfinished.
func (x *Exports) Handlers(q *jobs.Queue) {
	q.Handle(makeJob, x.run)
	q.Limit(queue, 1) // each fills a core
	q.Handle(tidyJob, x.tidy)
	q.Every(tidyJob, jobs.Interval(time.Hour), tidyJob)
	if err := x.clear(); err != nil {
		x.Slog.Warn("could not clear unfinished exports", "error", err)
	}
}

func (w *Wish) validate() error {
	switch {
	case !slices.Contains([]Format{CSV, XLSX, Parquet}, w.Format):
		return problem.At("body.format", "format_unknown", "There is no format %.40q.", w.Format)
	case w.What == Signals:
		if len(w.Metrics)+len(w.By) > 0 || w.AgainstFrom != "" || w.AgainstTo != "" {
			return problem.At("body.what", "signals_are_plain", "Signals aren't broken down or compared. Narrow them by conditions.")
		}
	case w.What != Figures:
		return problem.At("body.what", "what_unknown", "Signals or figures can be exported, not %.40q.", w.What)
	case len(w.Metrics) == 0 || len(w.Metrics) > maxMetrics:
		return problem.At("body.metrics", "metrics_count", "Name 1 to %d metrics.", maxMetrics).With(problem.Args{"max": maxMetrics})
	}
	return nil
}

// Order makes a small file at once and begins a large one in the background.
func (x *Exports) Order(ctx context.Context, org db.Org, w Wish) (*Export, error) {
	if err := w.validate(); err != nil {
		return nil, err
	}
	e := &Export{Wish: w, State: Waiting, caller: identity.From(ctx)}
	var err error
	if e.Total, err = x.size(ctx, org, &w); err != nil {
		return nil, atBody(err)
	}
	large := w.What == Signals && e.Total > atOnce
	if !large {
		e.State = Running
	}
	if e.Name, err = x.nameOf(ctx, org, &w); err != nil {
		return nil, err
	}
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error {
		e.ID, e.CreatedAt = ID(tx.ID("exp")), tx.Now
		if large {
			if e.job, err = x.Jobs.Enqueue(ctx, tx, makeJob, jobArgs{e.ID}, jobs.InQueue(queue), jobs.MaxAttempts(3)); err != nil {
				return err
			}
		}
		if err := insert(ctx, tx, org, e); err != nil {
			return err
		}
		x.tell(tx, org, e.ID)
		return x.Audit.Record(ctx, tx, "export.order", string(e.ID), map[string]any{"what": w.What, "format": w.Format, "rows": e.Total,
			"where": w.Where, "from": w.From, "to": w.To, "metrics": w.Metrics})
	})
	if err != nil || large {
		return x.shown(ctx, e), err
	}
	if err := x.produce(ctx, org, e, func(int64) {}); err != nil {
		return nil, errors.Join(err, x.end(context.WithoutCancel(ctx), org, e.ID, Failed, "Something went wrong on our side."))
	}
	return x.Find(ctx, org, e.ID)
}

// atBody moves a refusal of the question from the query string, where figures have it, to the body.
func atBody(err error) error {
	if p, ok := problem.As(err); ok {
		for i := range p.Fields {
			if rest, query := strings.CutPrefix(p.Fields[i].Location, "query."); query {
				p.Fields[i].Location = "body." + rest
			}
		}
	}
	return err
}

// size counts the rows; it refuses what can't be asked.
func (x *Exports) size(ctx context.Context, org db.Org, w *Wish) (int64, error) {
	if w.What == Signals {
		_, n, err := x.Metrics.Signals(ctx, org, metric.Select{Where: w.Where, From: w.From, To: w.To, Limit: 1})
		return n, err
	}
	var n int64
	for _, key := range w.Metrics {
		f, err := x.figure(ctx, org, w, key)
		if err != nil {
			return 0, err
		}
		n += int64(len(f.Rows))
	}
	return n, nil
}

func (w *Wish) ask(key string) metric.Ask {
	return metric.Ask{Metric: key, By: w.By, Where: w.Where, From: w.From, To: w.To, AgainstFrom: w.AgainstFrom, AgainstTo: w.AgainstTo,
		Rest: w.Rest, Order: w.Order, Top: w.Top}
}

// figure asks as the screen does that shows it: the Explorer's tables have an order.
func (x *Exports) figure(ctx context.Context, org db.Org, w *Wish, key string) (*metric.Figure, error) {
	if w.Order != "" {
		return x.Metrics.Tabulate(ctx, org, w.ask(key))
	}
	return x.Metrics.Figure(ctx, org, w.ask(key))
}

// nameOf makes the file's name, such as signals-2026-05-04-1030.csv.
func (x *Exports) nameOf(ctx context.Context, org db.Org, w *Wish) (string, error) {
	o, err := x.People.Organisation(ctx, org)
	if err != nil {
		return "", err
	}
	what := string(w.What)
	if w.What == Figures {
		what = strings.Join(append(slices.Clone(w.Metrics), w.By...), "-")
	}
	what = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, what)
	if len(what) > 80 {
		what = what[:80]
	}
	return fmt.Sprintf("%s-%s.%s", what, x.DB.Now().In(o.Location()).Format("2006-01-02-1504"), w.Format), nil
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain texts and lists always marshal
	}
	return string(b)
}
