package customer

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

var externals = db.NewList(`select id, coalesce(external_id, '') from customer where org = $1 and id in (`, `)`)

// ExternalIDs maps customers' ids to their external ids; those without one are missing.
func ExternalIDs(ctx context.Context, tx *db.Tx, org db.Org, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	for len(ids) > 0 {
		n := db.Chunk(len(ids))
		args := make([]any, 0, n+1)
		args = append(args, org)
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		rows, err := tx.Query(ctx, externals.Text(tx, n), args...)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var external string
			if err = r.Scan(&id, &external); err == nil && external != "" {
				out[id] = external
			}
			return id, err
		}); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}
