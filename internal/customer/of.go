package customer

import (
	"context"
	"strings"

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

// CodesIn returns the numbers in analytics of the customers who are in any of these segments now, and of everybody merged with
// them; at most limit.
func CodesIn(ctx context.Context, tx *db.Tx, org db.Org, segments []string, limit int) ([]int64, error) {
	if len(segments) == 0 {
		return nil, nil
	}
	marks, args := db.Marks(3, segments)
	in := ` from customer_segment s join customer c on c.org = s.org and %s where s.org = $1 and s.segment in (` + marks + `)`
	rows, err := tx.Query(ctx, `select c.num`+strings.Replace(in, "%s", "c.id = s.customer and c.merged_into is null", 1)+
		` union select c.num`+strings.Replace(in, "%s", "c.merged_into = s.customer", 1)+` limit $2`, append([]any{org, limit}, args...)...)
	return db.Collect(rows, err, func(r db.Scanner) (n int64, err error) { return n, r.Scan(&n) })
}

// SegmentSizes counts the customers in each segment; one that nobody is in isn't there.
func SegmentSizes(ctx context.Context, tx *db.Tx, org db.Org) (map[string]int64, error) {
	out := map[string]int64{}
	rows, err := tx.Query(ctx, `select segment, count(*) from customer_segment where org = $1 group by segment`, org)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n int64, err error) {
		var key string
		err = r.Scan(&key, &n)
		out[key] = n
		return n, err
	})
	return out, err
}
