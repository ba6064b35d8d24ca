package importing

import (
	"context"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/jobs"
)

const (
	tidyJob = "import.tidy"
	// unused is how long a file is kept that nobody has imported.
	unused = 24 * time.Hour
)

// tidy forgets files that were sent in a day ago and that no import uses, and removes what no organisation's uploads name. The
// folder of files is of this package alone.
func (i *Imports) tidy(ctx context.Context, j *jobs.Job) error {
	all, err := i.People.Organisations(ctx)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, o := range all {
		err := i.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
			if err := dropUnused(ctx, tx, o.ID, tx.Now.Add(-unused).UnixMicro()); err != nil {
				return err
			}
			list, err := blobsNamed(ctx, tx, o.ID)
			for _, hash := range list {
				named[hash] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	// A file that has just come in isn't named yet: only those that have lain for a day go.
	before := i.DB.Now().Add(-unused)
	old, err := i.Blobs.Older(before)
	if err != nil {
		return err
	}
	removed := int64(0)
	for _, hash := range old {
		if !named[hash] {
			err = errors.Join(err, i.Blobs.RemoveOlder(hash, before))
			removed++
		}
	}
	j.Progress(ctx, removed, removed, "")
	return err
}
