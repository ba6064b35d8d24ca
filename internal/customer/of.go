package customer

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// SegmentsIn lists an organisation's segments in its own order, in another capability's transaction.
func SegmentsIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Segment, error) {
	f, err := fieldsIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	return f.Segments, nil
}

// SegmentsOf returns the keys of the segments that these customers are in; one in none isn't there.
func SegmentsOf[T ~string](ctx context.Context, tx *db.Tx, org db.Org, ids []T) (map[string][]string, error) {
	out := map[string][]string{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		marks, values := db.Marks(2, ids[:n])
		rows, err := tx.Query(ctx, `select customer, segment from customer_segment where org = $1 and customer in (`+marks+`)`, append([]any{org}, values...)...)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (key string, err error) {
			var who string
			err = r.Scan(&who, &key)
			out[who] = append(out[who], key)
			return key, err
		}); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}
