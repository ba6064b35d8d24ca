package loyalty

import (
	"context"
	"encoding/json"
	"math"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// kind is how a contact went.
type kind int8

const (
	fine kind = iota
	silent
	unresolved
	resolved
)

var kindNames = [...]string{"", "silent", "unresolved", "resolved"}

// contact is one signal of a customer, as far as loyalty goes.
type contact struct {
	at        int64
	point     string
	unit      string
	kind      kind
	scored    bool
	promoter  int8 // 1 yes, 0 no, −1 wasn't asked
	employee  bool
	complaint bool
}

// heard is what the log says of customers between two moments.
type heard struct {
	contacts map[string][]contact // by customer, merged ones together, by time
	products map[string]int64     // contacts by product, in the last year
	exits    map[string]string    // customer → what they said on leaving
	count    int64
}

const readPage = 5000

// exitAttribute marks an exit survey: why somebody leaves, as they stated it.
const exitAttribute = "leaving_reason"

// listen reads the log. Corrected signals count as they are now, erased ones not at all.
func (l *Loyalty) listen(ctx context.Context, org db.Org, w *Wish, from, year int64, who *crowd, note func(int64)) (*heard, error) {
	h := &heard{contacts: map[string][]contact{}, products: map[string]int64{}, exits: map[string]string{}}
	last := map[string]int64{} // of signals that were corrected or erased
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select target, max(seq) from signal where org = $1 and op <> 'put' group by target`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var seq int64
			err = r.Scan(&id, &seq)
			last[id] = seq
			return id, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	limit := int64(math.Round(w.AtMost * analytics.Scale))
	type row struct {
		seq, at      int64
		kind, target string
		doc          string
	}
	for after := int64(0); ; {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		var page []row
		err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, `select seq, at, kind, target, coalesce(doc, '') from signal where org = $1 and seq > $2 order by seq limit $3`, org, after, readPage)
			page, err = db.Collect(rows, err, func(r db.Scanner) (one row, err error) {
				return one, r.Scan(&one.seq, &one.at, &one.kind, &one.target, &one.doc)
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, one := range page {
			after = one.seq
			h.count++
			if seq, changed := last[one.target]; one.doc == "" || changed && seq != one.seq || one.at < min(from, year) || one.kind == "silence" {
				continue
			}
			var c signal.Content
			if err := json.Unmarshal([]byte(one.doc), &c); err != nil {
				return nil, err
			}
			h.take(&c, one.at, one.kind, w, limit, from, year, who)
		}
		note(h.count)
		if len(page) < readPage {
			return h, nil
		}
	}
}

func (h *heard) take(c *signal.Content, at int64, sort string, w *Wish, limit, from, year int64, who *crowd) {
	if p := c.Attributes[w.Product]; p != "" && at >= year {
		h.products[p]++
	}
	if c.Customer == "" {
		return
	}
	id := who.of(c.Customer)
	if why := c.Attributes[exitAttribute]; why != "" {
		h.exits[id] = why
	}
	if at < from {
		return
	}
	one := contact{at: at, point: c.TouchPoint, unit: c.Unit, promoter: -1, employee: c.Employee != ""}
	one.complaint = len(c.Comments) > 0 || sort == "feedback" || sort == "review"
	if score, asked := c.Measures[w.Metric]; asked {
		one.scored = true
		if score <= limit {
			one.kind = silent
			if one.complaint {
				one.kind = unresolved
				if done, known := c.Measures[w.Settled]; w.Settled != "" && known && done >= analytics.Scale {
					one.kind = resolved
				}
			}
		}
	}
	if nps, asked := c.Measures["nps"]; asked {
		one.promoter = 0
		if nps >= 9*analytics.Scale {
			one.promoter = 1
		}
	}
	h.contacts[id] = append(h.contacts[id], one)
}

// crowd is who is whom since customers were merged, and who is in which segment.
type crowd struct {
	survivor map[string]string
	segments map[string][]string
	names    []string // of segments in use
}

func (c *crowd) of(id string) string {
	if s := c.survivor[id]; s != "" {
		return s
	}
	return id
}

func (l *Loyalty) whom(ctx context.Context, org db.Org) (*crowd, error) {
	c := &crowd{survivor: map[string]string{}, segments: map[string][]string{}}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select id, merged_into from customer where org = $1 and merged_into is not null`, org)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var into string
			err = r.Scan(&id, &into)
			c.survivor[id] = into
			return id, err
		}); err != nil {
			return err
		}
		rows, err = tx.Query(ctx, `select customer, segment from customer_segment where org = $1 order by segment, customer`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var segment string
			err = r.Scan(&id, &segment)
			c.segments[id] = append(c.segments[id], segment)
			if n := len(c.names); n == 0 || c.names[n-1] != segment {
				c.names = append(c.names, segment)
			}
			return id, err
		})
		return err
	})
	return c, err
}

// troubled is a case of a customer: a complaint, and whether it was put right to their satisfaction.
type troubled struct {
	opened    int64
	point     string
	unit      string
	recovered bool
}

// cases reads them. Recovered is one that is over and ended in redress, or after which the customer, asked again, scored above what
// counts as a failure, by the landmark: what comes later isn't known yet.
func (l *Loyalty) cases(ctx context.Context, org db.Org, w *Wish, from, landmark int64, who *crowd) (map[string][]troubled, error) {
	out := map[string][]troubled{}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select c.customer, c.opened_at, coalesce(c.touch_point, ''), coalesce(c.unit, ''),
			case when c.state in ('resolved','closed') and coalesce(c.resolved_at, c.closed_at) < $3 and (c.outcome = 'redress' or
				(f.answered_at < $3 and s.later > $4)) then 1 else 0 end
			from case_file c left join follow_up f on f.org = c.org and f.case_id = c.id
			left join follow_up_score s on s.org = c.org and s.case_id = c.id and s.metric = $5
			where c.org = $1 and c.customer is not null and c.opened_at >= $2 and c.opened_at < $3`,
			org, from, landmark, int64(math.Round(w.AtMost*analytics.Scale)), w.Metric)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var one troubled
			var good int64
			err = r.Scan(&id, &one.opened, &one.point, &one.unit, &good)
			one.recovered = good == 1
			out[who.of(id)] = append(out[who.of(id)], one)
			return id, err
		})
		return err
	})
	return out, err
}

// contract is a subscription in days.
type contract struct {
	start, end int32 // end 0 while it runs
	reason     string
}

func (l *Loyalty) contracts(ctx context.Context, org db.Org, who *crowd) (map[string][]contract, error) {
	out := map[string][]contract{}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select customer, started_at, coalesce(ended_at, 0), reason from subscription where org = $1 order by customer, started_at, key`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var one contract
			var start, end int64
			err = r.Scan(&id, &start, &end, &one.reason)
			one.start, one.end = day(start), day(end)
			out[who.of(id)] = append(out[who.of(id)], one)
			return id, err
		})
		return err
	})
	return out, err
}

// sold counts pieces by product in the last year.
func (l *Loyalty) sold(ctx context.Context, org db.Org, since int64) (map[string]int64, error) {
	out := map[string]int64{}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select product, cast(sum(quantity) as bigint) from purchase where org = $1 and state = 'bought' and at >= $2 and product <> '' group by product`, org, since)
		_, err = db.Collect(rows, err, func(r db.Scanner) (name string, err error) {
			var n int64
			err = r.Scan(&name, &n)
			out[name] = n
			return name, err
		})
		return err
	})
	return out, err
}

const microsPerDay = 24 * 60 * 60 * 1_000_000

func day(micros int64) int32 { return int32(micros / microsPerDay) } //nolint:gosec // days since 1970
