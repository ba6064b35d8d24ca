package driver

import (
	"context"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// fresh is how old an analysis may be to be shown again although a few signals have come since.
const fresh = 10 * time.Minute

// Ask answers a wish: with what was found before where the data haven't changed (or hardly: anew asks for it all the same), at
// once where there is little to add up, else as a job whose progress the analysis shows.
func (d *Drivers) Ask(ctx context.Context, org db.Org, w Wish, anew bool) (*Analysis, error) {
	if err := w.validate(); err != nil {
		return nil, err
	}
	p, err := d.look(ctx, org, w)
	if err != nil {
		return nil, err
	}
	input := p.input()
	var before *Analysis
	if err := d.DB.Read(ctx, org, func(tx *db.Tx) error { before, err = latest(ctx, tx, org, input); return err }); err != nil {
		return nil, err
	}
	if before != nil {
		same := before.State != Done || before.DataVersion == p.version
		if same || !anew && d.DB.Now().Sub(before.CreatedAt) < fresh {
			return d.shown(ctx, org, before)
		}
	}
	a := &Analysis{Wish: p.wish, State: Waiting, caller: identity.From(ctx), input: input, DataVersion: p.version}
	if p.cost() > d.atOnce() {
		return d.order(ctx, org, a)
	}
	if a.Result, err = d.analyse(ctx, org, p, func(int, string) {}); err != nil {
		return nil, err
	}
	a.State, a.Progress = Done, 100
	err = d.DB.Write(ctx, org, func(tx *db.Tx) error {
		a.ID, a.CreatedAt = ID(tx.ID("drv")), tx.Now
		return insert(ctx, tx, org, a)
	})
	if err != nil {
		return nil, err
	}
	return d.shown(ctx, org, a)
}

func (d *Drivers) atOnce() int64 {
	if d.AtOnce != 0 {
		return d.AtOnce
	}
	return atOnce
}

// order stores an analysis to be made in the background.
func (d *Drivers) order(ctx context.Context, org db.Org, a *Analysis) (*Analysis, error) {
	err := d.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		a.ID, a.CreatedAt = ID(tx.ID("drv")), tx.Now
		if a.job, err = d.Jobs.Enqueue(ctx, tx, makeJob, jobArgs{a.ID}, jobs.InQueue(queue), jobs.MaxAttempts(3)); err != nil {
			return err
		}
		return insert(ctx, tx, org, a)
	})
	if err != nil {
		return nil, err
	}
	return d.shown(ctx, org, a)
}

// shown adds what depends on who looks, and on what has come since.
func (d *Drivers) shown(ctx context.Context, org db.Org, a *Analysis) (*Analysis, error) {
	a.By, a.Mine = a.caller.Name, a.caller.ID == identity.From(ctx).ID
	version, err := d.Engine.Append(ctx, org, 0, analytics.Batch{}) // only asks
	a.Outdated = a.State == Done && version != a.DataVersion
	return a, err
}

// Find returns one analysis, to those who see as far as the one who asked: figures of a whole organisation aren't for members of
// one of its units.
func (d *Drivers) Find(ctx context.Context, org db.Org, id ID) (*Analysis, error) {
	var a *Analysis
	err := d.DB.Read(ctx, org, func(tx *db.Tx) (err error) { a, err = find(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	if c := identity.From(ctx); c.Unit != "" && c.Unit != a.caller.Unit {
		return nil, unknown()
	}
	return d.shown(ctx, org, a)
}

// List returns the saved analyses, the newest first, without their results.
func (d *Drivers) List(ctx context.Context, org db.Org) (list []Analysis, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error {
		list, err = saved(ctx, tx, org, string(identity.From(ctx).Unit))
		return err
	})
	return d.short(ctx, org, list, err)
}

// History returns every asking of the same, the newest first, without results.
func (d *Drivers) History(ctx context.Context, org db.Org, id ID) ([]Analysis, error) {
	a, err := d.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	var list []Analysis
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = history(ctx, tx, org, a.input); return err })
	return d.short(ctx, org, list, err)
}

func (d *Drivers) short(ctx context.Context, org db.Org, list []Analysis, err error) ([]Analysis, error) {
	if err != nil {
		return nil, err
	}
	for k := range list {
		if _, err := d.shown(ctx, org, &list[k]); err != nil {
			return nil, err
		}
		list[k].Result = nil
	}
	return list, nil
}

// Save gives an analysis a name, by which it is kept and listed; an empty name gives it up.
func (d *Drivers) Save(ctx context.Context, org db.Org, id ID, name string) (*Analysis, error) {
	if name != "" {
		if err := identity.Name(name, "body.name", 100); err != nil {
			return nil, err
		}
	}
	if _, err := d.Find(ctx, org, id); err != nil {
		return nil, err
	}
	err := d.DB.Write(ctx, org, func(tx *db.Tx) error {
		d.tell(tx, org, id)
		if err := rename(ctx, tx, org, id, name); err != nil {
			return err
		}
		return d.Audit.Record(ctx, tx, "driver.save", string(id), map[string]any{"name": name})
	})
	if err != nil {
		return nil, err
	}
	return d.Find(ctx, org, id)
}

// Delete removes an analysis.
func (d *Drivers) Delete(ctx context.Context, org db.Org, id ID) error {
	a, err := d.Find(ctx, org, id)
	if err != nil {
		return err
	}
	if a.State == Waiting || a.State == Running {
		return problem.New(problem.Conflict, "analysis_running", "Stop the analysis first.")
	}
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		d.tell(tx, org, id)
		if err := remove(ctx, tx, org, id); err != nil {
			return err
		}
		return d.Audit.Record(ctx, tx, "driver.delete", string(id), map[string]any{"name": a.Name})
	})
}

// Cancel stops an analysis that isn't ready yet.
func (d *Drivers) Cancel(ctx context.Context, org db.Org, id ID) (*Analysis, error) {
	a, err := d.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if a.State != Waiting && a.State != Running {
		return nil, problem.New(problem.Conflict, "analysis_finished", "This analysis has already ended.")
	}
	if a.job != "" {
		if err := d.Jobs.Cancel(ctx, org, a.job); err != nil && problem.KindOf(err) != problem.Conflict {
			return nil, err
		}
	}
	if err := d.end(ctx, org, id, Cancelled, ""); err != nil {
		return nil, err
	}
	return d.Find(ctx, org, id)
}

func (d *Drivers) end(ctx context.Context, org db.Org, id ID, s State, message string) error {
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		d.tell(tx, org, id)
		_, err := settle(ctx, tx, org, id, s, message)
		return err
	})
}

func (d *Drivers) tell(tx *db.Tx, org db.Org, id ID) {
	tx.AfterCommit(func() { d.Hub.Publish(string(org), "drivers", map[string]ID{"id": id}) })
}

type jobArgs struct{ Analysis ID }

// run makes an analysis as the one who asked, with what they may see now.
func (d *Drivers) run(ctx context.Context, j *jobs.Job) error {
	var args jobArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	var a *Analysis
	err := d.DB.Write(ctx, j.Org, func(tx *db.Tx) (err error) {
		d.tell(tx, j.Org, args.Analysis)
		if err := begin(ctx, tx, j.Org, args.Analysis); err != nil {
			return err
		}
		a, err = find(ctx, tx, j.Org, args.Analysis)
		return err
	})
	if err != nil || a.State != Running {
		return err
	}
	as, err := d.People.Acting(ctx, a.caller, identity.FigureRead)
	if err == nil {
		err = d.produce(as, j, a)
	}
	if err == nil {
		return nil
	}
	p, told := problem.As(err)
	if ctx.Err() != nil || !told && j.Attempt < j.MaxAttempts {
		return err
	}
	message := "Something went wrong on our side."
	if told {
		message = p.Message
	}
	return jobs.Fatal(errors.Join(err, d.end(ctx, j.Org, a.ID, Failed, message)))
}

func (d *Drivers) produce(ctx context.Context, j *jobs.Job, a *Analysis) error {
	p, err := d.look(ctx, j.Org, a.Wish)
	if err != nil {
		return err
	}
	r, err := d.analyse(ctx, j.Org, p, func(done int, step string) {
		j.Progress(ctx, int64(done), 100, step)
		d.note(ctx, j.Org, a.ID, done, step)
	})
	if err != nil {
		return err
	}
	return d.DB.Write(context.WithoutCancel(ctx), j.Org, func(tx *db.Tx) error {
		d.tell(tx, j.Org, a.ID)
		_, err := finish(ctx, tx, j.Org, a.ID, r, p.version) // false: cancelled at the last moment
		return err
	})
}

// note shows how far an analysis has come; it never fails it.
func (d *Drivers) note(ctx context.Context, org db.Org, id ID, done int, step string) {
	err := d.DB.Write(ctx, org, func(tx *db.Tx) error {
		d.tell(tx, org, id)
		return progress(ctx, tx, org, id, done, step)
	})
	if err != nil && ctx.Err() == nil {
		d.Slog.Debug("progress of an analysis not stored", "analysis", id, "error", err)
	}
}

// tidy drops analyses that nobody saved.
func (d *Drivers) tidy(ctx context.Context, _ *jobs.Job) error {
	all, err := d.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		err = errors.Join(err, d.DB.Write(ctx, o.ID, func(tx *db.Tx) error { return sweep(ctx, tx, o.ID, tx.Now.Add(-keep)) }))
	}
	return err
}
