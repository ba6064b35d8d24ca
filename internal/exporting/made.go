package exporting

import (
	"context"
	"os"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// List returns the caller's exports, newest first; who looks after background work sees everybody's.
func (x *Exports) List(ctx context.Context, org db.Org, before string, limit int) (list []Export, next string, err error) {
	c := identity.From(ctx)
	only := c.ID
	if c.May(identity.JobWrite) {
		only = ""
	}
	err = x.DB.Read(ctx, org, func(tx *db.Tx) error {
		list, err = listExports(ctx, tx, org, only, before, limit+1)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	for i := range list {
		x.shown(ctx, &list[i])
	}
	return list, next, err
}

// Find returns one export of the caller's; others' are nobody's business but who looks after background work.
func (x *Exports) Find(ctx context.Context, org db.Org, id ID) (e *Export, err error) {
	err = x.DB.Read(ctx, org, func(tx *db.Tx) error { e, err = find(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	if c := identity.From(ctx); e.caller.ID != c.ID && !c.May(identity.JobWrite) {
		return nil, unknown()
	}
	return x.shown(ctx, e), nil
}

func unknown() error {
	return problem.New(problem.NotFound, "export_unknown", "There is no such export.")
}

func (x *Exports) shown(ctx context.Context, e *Export) *Export {
	e.By, e.Mine = e.caller.Name, e.caller.ID == identity.From(ctx).ID
	return e
}

// Cancel stops an export that isn't ready yet.
func (x *Exports) Cancel(ctx context.Context, org db.Org, id ID) (*Export, error) {
	e, err := x.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if e.State != Waiting && e.State != Running {
		return nil, problem.New(problem.Conflict, "export_finished", "This export has already ended.")
	}
	if e.job != "" {
		if err := x.Jobs.Cancel(ctx, org, e.job); err != nil && problem.KindOf(err) != problem.Conflict {
			return nil, err
		}
	}
	if err := x.end(ctx, org, id, Cancelled, ""); err != nil {
		return nil, err
	}
	return x.Find(ctx, org, id)
}

// end closes an export that has no file.
func (x *Exports) end(ctx context.Context, org db.Org, id ID, s State, message string) error {
	return x.DB.Write(ctx, org, func(tx *db.Tx) error {
		x.tell(tx, org, id)
		ended, err := settle(ctx, tx, org, id, s, message)
		if err != nil {
			return err
		}
		if ended {
			if s == Failed { // by itself, whoever it ran as
				err = x.told(identity.System(ctx, org, "export"), tx, org, id)
			} else {
				err = x.told(ctx, tx, org, id)
			}
			if err != nil {
				return err
			}
		}
		return x.Audit.Record(ctx, tx, "export."+string(s), string(id), nil)
	})
}

// told tells how an export ended that nobody waited for.
func (x *Exports) told(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	if x.Ended == nil {
		return nil
	}
	e, err := find(ctx, tx, org, id)
	if err != nil || e.job == "" || e.caller.Kind != identity.ByUser {
		return err
	}
	return x.Ended(ctx, tx, org, e, identity.UserID(e.caller.ID))
}

// Delete removes a file before its time, and its line in the list.
func (x *Exports) Delete(ctx context.Context, org db.Org, id ID) error {
	e, err := x.Find(ctx, org, id)
	if err != nil {
		return err
	}
	if e.State == Waiting || e.State == Running {
		return problem.New(problem.Conflict, "export_running", "Stop the export first.")
	}
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error {
		x.tell(tx, org, id)
		if err := remove(ctx, tx, org, id); err != nil {
			return err
		}
		return x.Audit.Record(ctx, tx, "export.delete", string(id), nil)
	})
	if err != nil {
		return err
	}
	return x.drop(id)
}

// Fetch opens a file to send it to the caller, and remembers that it was fetched.
func (x *Exports) Fetch(ctx context.Context, org db.Org, id ID) (*Export, *os.File, error) {
	e, err := x.Find(ctx, org, id)
	if err != nil {
		return nil, nil, err
	}
	switch e.State {
	case Done:
	case Expired:
		return nil, nil, problem.New(problem.NotFound, "export_expired", "The file was kept for 7 days and is gone. Export it again.")
	default:
		return nil, nil, problem.New(problem.Conflict, "export_not_ready", "The file isn't ready.")
	}
	f, err := x.file(id)
	if err != nil {
		return nil, nil, err
	}
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error {
		return x.Audit.Record(ctx, tx, "export.fetch", string(id), map[string]any{"rows": e.Done})
	})
	if err != nil {
		_ = f.Close() // only opened
		return nil, nil, err
	}
	return e, f, nil
}

func (x *Exports) tell(tx *db.Tx, org db.Org, id ID) {
	tx.AfterCommit(func() { x.Hub.Publish(string(org), "exports", map[string]ID{"id": id}) })
}
