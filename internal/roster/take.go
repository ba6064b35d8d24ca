package roster

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ID is a run's id.
type ID string

// State says how far a run is.
type State string

// The closed list of states.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
	Undoing State = "undoing"
	Undone  State = "undone"
)

// Intake is a list that was taken in, or is.
type Intake struct {
	ID         ID         `json:"id"`
	List       List       `json:"list" enum:"units,people,employees,customers,purchases,subscriptions"`
	Name       string     `json:"name" doc:"Of the file"`
	State      State      `json:"state" enum:"waiting,running,done,failed,undoing,undone"`
	Rows       int64      `json:"rows"`
	Done       int64      `json:"rows_done"`
	Counts     Counts     `json:"counts"`
	Refused    []Line     `json:"refused" doc:"The first rows that were refused, with the reason"`
	Error      string     `json:"error,omitempty"`
	CreatedBy  string     `json:"created_by" doc:"Name of who began it"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`

	upload string
}

const takeJob = "roster.take"

type takeArgs struct {
	Intake  ID
	Columns map[string]string
	Caller  identity.Caller
}

// Handlers registers the taking in.
func (r *Rosters) Handlers(q *jobs.Queue) {
	q.Handle(takeJob, r.take)
	q.Handle(undoJob, r.undo)
	q.Limit("roster", 1)
}

// Start takes a file in, in the background, as the caller. A list that would refuse every row is refused itself.
func (r *Rosters) Start(ctx context.Context, org db.Org, list List, w Wish) (run *Intake, err error) {
	look, err := r.Look(ctx, org, list, w)
	if err != nil {
		return nil, err
	}
	if err := missing(list, look.Columns); err != nil {
		return nil, err
	}
	if look.Rows == 0 || look.Counts.Refused == look.Looked {
		return nil, problem.New(problem.Invalid, "nothing_to_take", "No row of this file can be taken in.")
	}
	up, err := r.Imports.Uploaded(ctx, org, w.Upload)
	if err != nil {
		return nil, err
	}
	c := identity.From(ctx)
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		run = &Intake{ID: ID(tx.ID("rst")), List: list, Name: up.Name, State: Waiting, Rows: look.Rows, CreatedBy: c.Name, CreatedAt: tx.Now,
			Refused: []Line{}, upload: w.Upload}
		if err := insert(ctx, tx, org, run); err != nil {
			return err
		}
		if _, err := r.Jobs.Enqueue(ctx, tx, takeJob, takeArgs{run.ID, look.Columns, c}, jobs.InQueue("roster"), jobs.MaxAttempts(5)); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "roster."+string(list), string(run.ID), map[string]any{"file": up.Name, "rows": look.Rows})
	})
	return run, err
}

// Find returns one run.
func (r *Rosters) Find(ctx context.Context, org db.Org, id ID) (run *Intake, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { run, err = find(ctx, tx, org, id); return err })
	return run, err
}

// List lists runs, newest first.
func (r *Rosters) List(ctx context.Context, org db.Org, list List, limit int) (all []Intake, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = query(ctx, tx, org, list, limit); return err })
	return all, err
}

// take does the work. After a crash it begins again: what is in already is known and stays as it is.
func (r *Rosters) take(ctx context.Context, j *jobs.Job) error {
	var args takeArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	org := j.Org
	ctx = identity.With(ctx, args.Caller)
	run, err := r.Find(ctx, org, args.Intake)
	if err != nil {
		return err
	}
	t := &taking{r: r, org: org, run: run, j: j}
	run.State, run.Done, run.Counts, run.Refused = Running, 0, Counts{}, []Line{}
	if err := t.save(ctx); err != nil {
		return err
	}
	err = t.all(ctx, Wish{Upload: run.upload, Columns: args.Columns})
	if err != nil && problem.KindOf(err) == "" {
		return err // tried again
	}
	run.State = Done
	if err != nil {
		run.State, run.Error = Failed, err.Error()
		if p, ok := problem.As(err); ok {
			run.Error = p.Message
		}
	}
	return t.save(ctx)
}

// taking is one run at work.
type taking struct {
	r   *Rosters
	org db.Org
	run *Intake
	j   *jobs.Job
	rd  reader

	batch     []customer.Purchase
	refunds   []customer.Refund
	contracts []customer.Subscription
}

const (
	batchSize = 1000
	// abreast is how many customers are written at once: they share the database's commits.
	abreast = 16
)

func (t *taking) all(ctx context.Context, w Wish) (err error) {
	if t.rd, err = t.r.reader(ctx, t.org, t.run.List); err != nil {
		return err
	}
	var steps []func() error
	var mu sync.Mutex
	flush := func() error {
		err := together(steps)
		steps = steps[:0]
		return errors.Join(err, t.purchases(ctx), t.save(ctx))
	}
	err = t.r.each(ctx, t.org, t.run.List, w, func(_ []string, _ map[string]string, row importing.Row, v map[string]string) error {
		line := Line{Row: row.Number, Values: v}
		t.run.Done++
		if row.Reason != "" {
			line.Outcome, line.What = Refused, row.Reason
			t.note(line)
			return nil
		}
		switch rd := t.rd.(type) {
		case *purchaseReader:
			return t.purchase(ctx, rd, line)
		case *contractReader:
			return t.contract(ctx, rd, line)
		}
		o, _, do, err := t.rd.row(ctx, v)
		write := func() error {
			if err == nil && do != nil {
				err = do(ctx)
			}
			if err != nil {
				if o, line.What, err = refusal(err); err != nil {
					return err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			line.Outcome = o
			t.note(line)
			return nil
		}
		if t.run.List != Clients {
			if err := write(); err != nil || t.run.Done%100 != 0 {
				return err
			}
			return t.save(ctx)
		}
		if steps = append(steps, write); len(steps) < batchSize {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// together runs what is independent of each other, a few at once.
func together(steps []func() error) error {
	var all sync.WaitGroup
	gate := make(chan struct{}, abreast)
	errs := make([]error, len(steps))
	for n, do := range steps {
		gate <- struct{}{}
		all.Go(func() {
			defer func() { <-gate }()
			errs[n] = do()
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (t *taking) note(l Line) {
	t.run.Counts.add(l.Outcome)
	if l.Outcome == Refused && len(t.run.Refused) < maxRefused {
		t.run.Refused = append(t.run.Refused, l)
	}
}

// purchase gathers purchases, to be written many at once.
func (t *taking) purchase(ctx context.Context, p *purchaseReader, l Line) error {
	one, back, err := p.purchase(l.Values)
	if err != nil {
		return t.refuse(l, err)
	}
	if back != nil {
		back.Intake = string(t.run.ID)
		t.refunds = append(t.refunds, *back)
	} else {
		one.Intake = string(t.run.ID)
		t.batch = append(t.batch, *one)
	}
	return t.full(ctx)
}

func (t *taking) contract(ctx context.Context, c *contractReader, l Line) error {
	one, err := c.contract(l.Values)
	if err != nil {
		return t.refuse(l, err)
	}
	one.Intake = string(t.run.ID)
	t.contracts = append(t.contracts, *one)
	return t.full(ctx)
}

func (t *taking) refuse(l Line, err error) error {
	if l.Outcome, l.What, err = refusal(err); err != nil {
		return err
	}
	t.note(l)
	return nil
}

// full writes what was gathered once there is enough of it.
func (t *taking) full(ctx context.Context) error {
	if len(t.batch)+len(t.refunds)+len(t.contracts) < batchSize {
		return nil
	}
	return errors.Join(t.purchases(ctx), t.save(ctx))
}

func (t *taking) purchases(ctx context.Context) error {
	n := len(t.batch) + len(t.refunds) + len(t.contracts)
	if n == 0 {
		return nil
	}
	var added, changed int
	err := t.r.DB.Write(ctx, t.org, func(tx *db.Tx) error {
		var told [3]customer.Told
		var errs [3]error
		if len(t.batch) > 0 {
			told[0], errs[0] = t.r.Customers.AddPurchases(ctx, tx, t.org, t.batch)
		}
		if len(t.refunds) > 0 && errs[0] == nil {
			told[1], errs[1] = t.r.Customers.AddRefunds(ctx, tx, t.org, t.refunds)
		}
		if len(t.contracts) > 0 {
			told[2], errs[2] = t.r.Customers.AddSubscriptions(ctx, tx, t.org, t.contracts)
		}
		added, changed = told[0].Added+told[1].Added+told[2].Added, told[0].Changed+told[1].Changed+told[2].Changed
		return errors.Join(errs[:]...)
	})
	t.run.Counts.New += int64(added)
	t.run.Counts.Changed += int64(changed)
	t.run.Counts.Known += int64(n - added - changed)
	t.batch, t.refunds, t.contracts = t.batch[:0], t.refunds[:0], t.contracts[:0]
	return err
}

// save keeps how far the run is and tells the screens.
func (t *taking) save(ctx context.Context) error {
	t.j.Progress(ctx, t.run.Done, t.run.Rows, string(t.run.List))
	return t.r.DB.Write(ctx, t.org, func(tx *db.Tx) error {
		if t.run.State == Done || t.run.State == Failed {
			t.run.FinishedAt = &tx.Now
		}
		tx.AfterCommit(func() { t.r.Hub.Publish(string(t.org), "roster", map[string]any{"id": t.run.ID}) })
		if err := update(ctx, tx, t.org, t.run); err != nil || t.r.Ended == nil || t.run.State != Done && t.run.State != Failed {
			return err
		}
		by := identity.From(ctx)
		if by.Kind != identity.ByUser {
			return nil
		}
		return t.r.Ended(identity.System(ctx, t.org, "list"), tx, t.org, t.run, identity.UserID(by.ID))
	})
}
