package importing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// undo takes back what an import has recorded, and then begins the import that replaces it.
func (i *Imports) undo(ctx context.Context, j *jobs.Job) error {
	var a args
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "import")
	defer i.Log.Bulk()()
	told := time.Now()
	for more := true; more; {
		var im *Import
		err := i.DB.Write(ctx, j.Org, func(tx *db.Tx) (err error) {
			if im, err = find(ctx, tx, j.Org, a.Import); err != nil {
				return err
			}
			more, err = i.eraseSome(ctx, tx, j, im)
			return err
		})
		if err != nil {
			return i.failUndo(ctx, j, a.Import, err)
		}
		i.pass("after erasing")
		j.Progress(ctx, im.Erased, im.Accepted, "")
		if !more || time.Since(told) >= tellEvery {
			told = time.Now()
			i.tell(j.Org, im.ID)
		}
	}
	return nil
}

const eraseRows = 2000 // signals per transaction

func (i *Imports) eraseSome(ctx context.Context, tx *db.Tx, j *jobs.Job, im *Import) (more bool, err error) {
	if im.State != Undoing {
		return false, j.Complete(ctx, tx)
	}
	n, err := i.Log.EraseImport(ctx, tx, j.Org, string(im.ID), eraseRows)
	if err != nil {
		return false, err
	}
	if n > 0 {
		if err := addErased(ctx, tx, j.Org, im.ID, n); err != nil {
			return false, err
		}
		return true, j.CheckpointIn(ctx, tx, n)
	}
	if err := finish(ctx, tx, j.Org, im.ID, Undone, ""); err != nil {
		return false, err
	}
	if err := errors.Join(i.applyBreaks(ctx, tx, j.Org, im), i.told(ctx, tx, im.ID)); err != nil {
		return false, err
	}
	if len(im.NewMetrics) > 0 {
		if _, err := i.Jobs.Enqueue(ctx, tx, forgetJob, args{im.ID}, jobs.Unique(string(im.ID)), jobs.MaxAttempts(maxTries),
			jobs.RunAt(tx.Now.Add(forgetAfter))); err != nil {
			return false, err
		}
	}
	next, err := replacing(ctx, tx, j.Org, im.ID)
	if err != nil {
		return false, err
	}
	for _, r := range next {
		if err := i.enqueue(ctx, tx, runJob, r.ID); err != nil {
			return false, err
		}
	}
	return false, j.Complete(ctx, tx)
}

// failUndo ends an undoing that can't be finished, so that it can be asked for again.
func (i *Imports) failUndo(ctx context.Context, j *jobs.Job, id ID, err error) error {
	if ctx.Err() != nil || errors.Is(err, jobs.ErrLost) || j.Attempt < j.MaxAttempts {
		return err
	}
	const message = "Undoing this import failed. Try it again."
	_, failed := i.change(ctx, j.Org, id, func(tx *db.Tx, im *Import) error {
		if im.State != Undoing {
			return nil
		}
		next, err := replacing(ctx, tx, j.Org, id)
		if err != nil {
			return err
		}
		for _, r := range next {
			if err := finish(ctx, tx, j.Org, r.ID, Failed, "The import to be replaced couldn't be undone."); err != nil {
				return err
			}
			if err := i.told(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		return errors.Join(finish(ctx, tx, j.Org, id, Failed, message), i.told(ctx, tx, id))
	})
	return jobs.Fatal(errors.Join(err, failed))
}

// refuseOther finds imports of the same file that stand under another mapping. It returns one that is being undone, if there
// is one.
func refuseOther(ctx context.Context, tx *db.Tx, org db.Org, im *Import) (undoing ID, err error) {
	others, err := ofUpload(ctx, tx, org, im.Upload)
	if err != nil {
		return "", err
	}
	for _, o := range others {
		if o.State == Undoing {
			undoing = o.ID
		} else if o.stands() && o.hash != im.hash && o.ID != im.Replaces {
			return "", problem.New(problem.Conflict, "imported_with_another_mapping",
				"This file was imported with another mapping. Undo that import first, or replace it.").With(problem.Args{"import": o.ID})
		}
	}
	return undoing, nil
}

// Undo takes everything back that an import has recorded, in the background. Its rows may be imported again then.
func (i *Imports) Undo(ctx context.Context, org db.Org, id ID) (*Import, error) {
	return i.change(ctx, org, id, func(tx *db.Tx, _ *Import) error { return i.beginUndo(ctx, tx, org, id) })
}

func (i *Imports) beginUndo(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	im, err := find(ctx, tx, org, id)
	if err != nil {
		return err
	}
	if err := im.MayUndo(); err != nil {
		return err
	}
	if err := setState(ctx, tx, org, id, Undoing); err != nil {
		return err
	}
	tx.AfterCommit(func() { i.tell(org, id) })
	if err := i.enqueue(ctx, tx, undoJob, id); err != nil {
		return err
	}
	return i.Audit.Record(ctx, tx, "import.undo", string(id), map[string]any{"accepted": im.Accepted})
}

// applyBreaks makes the breaks of an import's metrics what all imports that stand have found: the earliest date, and all
// values that were dropped. Breaks are kept by import so that undoing one leaves the others'.
func (i *Imports) applyBreaks(ctx context.Context, tx *db.Tx, org db.Org, im *Import) error {
	if len(im.breaks) == 0 {
		return nil
	}
	all, err := withBreaks(ctx, tx, org)
	if err != nil {
		return err
	}
	for key := range im.breaks {
		var found []metric.Break
		for _, o := range all {
			if b, ok := o.breaks[key]; ok && o.stands() && o.State != Undoing {
				found = append(found, b.Break)
			}
		}
		if err := i.Metrics.ClearBreak(ctx, tx, org, key); err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		first := slices.MinFunc(found, func(a, b metric.Break) int { return strings.Compare(a.At, b.At) })
		first.Dropped = 0
		for _, b := range found {
			first.Dropped += b.Dropped
		}
		if err := i.Metrics.SetBreak(ctx, tx, org, key, first); err != nil {
			return err
		}
	}
	return nil
}
