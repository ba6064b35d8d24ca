package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Load is how many cases are open now, and how many of them are overdue.
type Load struct {
	Open    int64 `json:"open"`
	Overdue int64 `json:"overdue"`
}

// OpenAt counts the live cases that the caller may see, by the key of their touch point. Those without one have the empty key.
func (c *Cases) OpenAt(ctx context.Context, org db.Org) (out map[string]Load, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		out = map[string]Load{}
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		points, err := c.Points.All(ctx, tx, org)
		if err != nil {
			return err
		}
		keys := make(map[string]string, len(points))
		for _, p := range points {
			keys[string(p.ID)] = p.Key
		}
		q := newQuery(org)
		r.narrow(q)
		now := tx.Micros()
		return eachOpen(ctx, tx, q, "coalesce(f.touch_point, '')", func(point string, _, due, rank int64) {
			l := out[keys[point]]
			l.Open++
			if due < now && rank < now {
				l.Overdue++
			}
			out[keys[point]] = l
		})
	})
	return out, err
}
