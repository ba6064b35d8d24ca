package importing

import (
	"context"
	"errors"
	"io"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Rows reads a file that was sent in, whatever its kind, row by row: its columns' names first, then each row under them. The
// texts stay good after fn returned. A row that can't be read has a reason and no fields. It ends early with fn's error.
func (i *Imports) Rows(ctx context.Context, org db.Org, upload string, fn func(names []string, row Row) error) error {
	u, err := i.upload(ctx, org, upload)
	if err != nil {
		return err
	}
	r, f, names, err := i.open(ctx, u)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(names, *row); err != nil {
			return err
		}
	}
}
