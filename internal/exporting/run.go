package exporting

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

type jobArgs struct{ Export ID }

const tellEvery = 500 * time.Millisecond

// run makes a large file as the one who ordered it, with what they may see now.
func (x *Exports) run(ctx context.Context, j *jobs.Job) error {
	var a jobArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	var e *Export
	err := x.DB.Write(ctx, j.Org, func(tx *db.Tx) (err error) {
		if err := begin(ctx, tx, j.Org, a.Export); err != nil {
			return err
		}
		e, err = find(ctx, tx, j.Org, a.Export)
		return err
	})
	if err != nil || e.State != Running {
		return err
	}
	as, err := x.People.Acting(ctx, e.caller, identity.ExportWrite)
	if err == nil {
		last := time.Now()
		err = x.produce(as, j.Org, e, func(done int64) {
			if time.Since(last) < tellEvery {
				return
			}
			last = time.Now()
			j.Progress(ctx, done, e.Total, "")
			x.note(ctx, j.Org, e.ID, done)
		})
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
	return jobs.Fatal(errors.Join(err, x.end(identity.With(ctx, e.caller), j.Org, e.ID, Failed, message)))
}

// note shows how far a file has come; it never fails the export.
func (x *Exports) note(ctx context.Context, org db.Org, id ID, done int64) {
	err := x.DB.Write(ctx, org, func(tx *db.Tx) error {
		x.tell(tx, org, id)
		return progress(ctx, tx, org, id, done)
	})
	if err != nil && ctx.Err() == nil {
		x.Slog.Debug("progress of an export not stored", "export", id, "error", err)
	}
}

// produce writes the file and notes it.
func (x *Exports) produce(ctx context.Context, org db.Org, e *Export, done func(int64)) error {
	var rows int64
	size, err := x.write(e.ID, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<20)
		fill := x.figures
		if e.Wish.What == Signals {
			fill = x.signals
		}
		var err error
		if rows, err = fill(ctx, org, e, out, done); err != nil {
			return err
		}
		return out.Flush()
	})
	if err != nil {
		return err
	}
	there := false
	err = x.DB.Write(context.WithoutCancel(ctx), org, func(tx *db.Tx) error {
		x.tell(tx, org, e.ID)
		if there, err = finish(ctx, tx, org, e.ID, rows, size); err != nil || !there {
			return err
		}
		if err := x.told(identity.System(ctx, org, "export"), tx, org, e.ID); err != nil {
			return err
		}
		return x.Audit.Record(ctx, tx, "export.done", string(e.ID), map[string]any{"what": e.Wish.What, "format": e.Wish.Format, "rows": rows})
	})
	if err == nil && !there {
		err = x.drop(e.ID) // cancelled at the last moment
	}
	return err
}

// tidy removes files whose time has come, in every organisation.
func (x *Exports) tidy(ctx context.Context, _ *jobs.Job) error {
	all, err := x.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		var gone []ID
		err := x.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
			if gone, err = expire(ctx, tx, o.ID); err != nil {
				return err
			}
			if err := abandon(ctx, tx, o.ID); err != nil {
				return err
			}
			for _, id := range gone {
				x.tell(tx, o.ID, id)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, id := range gone {
			if err := x.drop(id); err != nil {
				return err
			}
		}
		if err := x.bury(ctx, o.ID); err != nil {
			return err
		}
	}
	return nil
}

// bury ends exports whose job is over without having said so: a process that dies at every attempt never does.
func (x *Exports) bury(ctx context.Context, org db.Org) error {
	var open []Export
	err := x.DB.Read(ctx, org, func(tx *db.Tx) (err error) { open, err = unfinishedOf(ctx, tx, org); return err })
	if err != nil {
		return err
	}
	for i := range open {
		j, err := x.Jobs.Get(ctx, org, open[i].job)
		if err != nil && problem.KindOf(err) != problem.NotFound {
			return err
		}
		if err == nil && (j.State == jobs.Waiting || j.State == jobs.Running) {
			continue
		}
		if err := x.end(identity.System(ctx, org, "export"), org, open[i].ID, Failed, "The server stopped each time it was made."); err != nil {
			return err
		}
	}
	return nil
}
