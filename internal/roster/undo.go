package roster

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const (
	undoJob  = "roster.undo"
	undoRows = 2000 // in one transaction
)

// MayUndo refuses what can't be taken back.
func (r *Intake) MayUndo() error {
	switch {
	case r.List != Purchases && r.List != Contracts:
		return problem.New(problem.Invalid, "list_not_undone", "Only lists of purchases and subscriptions are taken back. Put the rows right by another list.")
	case r.State == Waiting || r.State == Running:
		return problem.New(problem.Conflict, "list_running", "This list is still being taken in. Wait until it has ended.")
	case r.State == Undoing || r.State == Undone:
		return problem.New(problem.Conflict, "list_undone", "This list has been taken back already.")
	}
	return nil
}

// Undo takes back what a list brought, in the background.
func (r *Rosters) Undo(ctx context.Context, by identity.Caller, id ID) (run *Intake, err error) {
	err = r.DB.Write(ctx, by.Org, func(tx *db.Tx) error {
		if run, err = find(ctx, tx, by.Org, id); err != nil {
			return err
		}
		if !by.May(Lists[run.List]) {
			return problem.New(problem.Forbidden, "not_allowed", "Your role (%s) doesn't allow this.", by.Role)
		}
		if err := run.MayUndo(); err != nil {
			return err
		}
		run.State, run.FinishedAt = Undoing, nil
		if err := update(ctx, tx, by.Org, run); err != nil {
			return err
		}
		if _, err := r.Jobs.Enqueue(ctx, tx, undoJob, takeArgs{Intake: id, Caller: by}, jobs.Unique(string(id)), jobs.InQueue("roster"), jobs.MaxAttempts(5)); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "roster.undo", string(id), map[string]any{"list": run.List, "file": run.Name})
	})
	return run, err
}

// undo does it, some rows at a time: after a crash what is gone is gone, and the rest follows.
func (r *Rosters) undo(ctx context.Context, j *jobs.Job) error {
	var args takeArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	ctx = identity.With(ctx, args.Caller)
	run, err := r.Find(ctx, j.Org, args.Intake)
	if err != nil || run.State != Undoing {
		return err
	}
	for done := int64(0); ; {
		var n int64
		err := r.DB.Write(ctx, j.Org, func(tx *db.Tx) (err error) {
			n, err = r.Customers.TakeBack(ctx, tx, j.Org, string(run.ID), undoRows)
			if err != nil || n > 0 {
				return err
			}
			run.State, run.FinishedAt = Undone, &tx.Now
			tx.AfterCommit(func() { r.Hub.Publish(string(j.Org), "roster", map[string]any{"id": run.ID}) })
			return update(ctx, tx, j.Org, run)
		})
		if err != nil || n == 0 {
			return err
		}
		done += n
		j.Progress(ctx, done, run.Counts.New+run.Counts.Changed, string(run.List))
	}
}
