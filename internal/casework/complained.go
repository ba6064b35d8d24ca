package casework

import (
	"context"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Complained is what cases say of the customers who met some touch points in a period.
type Complained struct {
	Since    time.Time // when the organisation's first case of the period was opened: before that, silence says nothing
	Cases    int64     // at the touch points, duplicates and merged ones left out
	Clients  []int64   // the customers of those cases, by the numbers that analytics knows them by
	Ended    int64     // of the cases: done, or not done though due
	Resolved int64     // of those ended: the customer's problem was put right
}

// notPutRight are the outcomes of a case that is done in which the customer's problem stayed what it was.
var notPutRight = map[string]bool{"not_possible": true, "no_reply": true}

// maxComplained bounds how many cases are looked at; the newest count.
const maxComplained = 200_000

// Complained looks at the cases at touch points, by key, that were opened in a period. No cases in the period is no answer: Since is
// then zero. It counts for the whole organisation, whoever asks.
func (c *Cases) Complained(ctx context.Context, org db.Org, touchPoints []string, from, to time.Time) (*Complained, error) {
	out := &Complained{}
	if len(touchPoints) == 0 {
		return out, nil
	}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		*out = Complained{}
		var first int64
		if err := tx.QueryRow(ctx, `select coalesce(min(opened_at), 0) from case_file where org = $1 and opened_at >= $2 and opened_at < $3`,
			org, from.UnixMicro(), to.UnixMicro()).Scan(&first); err != nil || first == 0 {
			return err
		}
		out.Since = db.Micros(first)
		marks, keys := db.Marks(4, touchPoints)
		rows, err := tx.Query(ctx, `select coalesce(k.num, 0), f.live, f.outcome, f.due_at from case_file f
			join touch_point t on t.org = f.org and t.id = f.touch_point left join customer k on k.org = f.org and k.id = f.customer
			where f.org = $1 and f.opened_at >= $2 and f.opened_at < $3 and t.key in (`+marks+`) and f.merged_into is null
			order by f.opened_at desc limit `+strconv.Itoa(maxComplained), append([]any{org, from.UnixMicro(), to.UnixMicro()}, keys...)...)
		seen := map[int64]bool{}
		_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
			var client, live, due int64
			var outcome string
			if err := r.Scan(&client, &live, &outcome, &due); err != nil {
				return n, err
			}
			if outcome == "duplicate" || outcome == "no_problem" {
				return n, nil
			}
			out.Cases++
			if client != 0 && !seen[client] {
				seen[client] = true
				out.Clients = append(out.Clients, client)
			}
			if live == 0 || due < tx.Micros() {
				out.Ended++
				if live == 0 && !notPutRight[outcome] {
					out.Resolved++
				}
			}
			return n, nil
		})
		return err
	})
	return out, err
}
