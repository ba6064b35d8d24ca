package importing

import (
	"context"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
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
