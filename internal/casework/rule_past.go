package casework

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func segmentsOfBatch(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) (map[string][]string, error) {
	seen, ids := map[string]bool{}, []string{}
	for _, e := range entries {
		if who := e.Content.Customer; who != "" && !seen[who] {
			seen[who] = true
			ids = append(ids, who)
		}
	}
	return customer.SegmentsOf(ctx, tx, org, ids)
}

// Record is what a rule has done so far.
type Record struct {
	Opened   int64   `json:"opened" doc:"Cases that it opened"`
	Live     int64   `json:"live" doc:"Of them: still worked on"`
	Done     int64   `json:"done" doc:"Of them: resolved or closed"`
	InTime   int64   `json:"in_time" doc:"Of those done: before they were due"`
	Reopened int64   `json:"reopened" doc:"Of all: opened again at least once"`
	Outcomes []Count `json:"outcomes" doc:"Of those done, the most frequent first"`
	Days     []Day   `json:"days" doc:"How many it opened on each of the last 30 days that it opened any, in the organisation's zone"`
	HeldBack int64   `json:"held_back"`
}

// Count is how often something was.
type Count struct {
	Key string `json:"key"`
	N   int64  `json:"n"`
}

// Day is how many cases belong to a day.
type Day struct {
	Day string `json:"day" example:"2026-05-04"`
	N   int    `json:"n"`
}

// RuleRecord adds up what a rule has opened, of what the caller sees.
func (c *Cases) RuleRecord(ctx context.Context, org db.Org, id RuleID) (*Record, error) {
	rec := &Record{Outcomes: []Count{}, Days: []Day{}}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		rule, err := findRule(ctx, tx, org, id)
		if err != nil {
			return err
		}
		rec.HeldBack = rule.HeldBack
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		q := newQuery(org)
		q.and("f.rule = " + q.arg(string(id)))
		r.narrow(q)
		if err := tx.QueryRow(ctx, `select count(*), coalesce(sum(f.live), 0), coalesce(sum(1 - f.live), 0),
			coalesce(sum(case when f.live = 0 and coalesce(f.resolved_at, f.closed_at) <= f.due_at then 1 else 0 end), 0),
			coalesce(sum(case when f.reopened > 0 then 1 else 0 end), 0)
			from case_file f where f.org = $1`+q.where.String(), q.args...).Scan(&rec.Opened, &rec.Live, &rec.Done, &rec.InTime, &rec.Reopened); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select f.outcome, count(*) from case_file f where f.org = $1 and f.live = 0`+q.where.String()+`
			group by f.outcome order by count(*) desc, f.outcome`, q.args...)
		if rec.Outcomes, err = db.Collect(rows, err, func(s db.Scanner) (n Count, err error) { return n, s.Scan(&n.Key, &n.N) }); err != nil {
			return err
		}
		rec.Days, err = openedByDay(ctx, tx, org, q)
		return err
	})
	return rec, err
}

func openedByDay(ctx context.Context, tx *db.Tx, org db.Org, q *query) ([]Day, error) {
	zone, err := zoneOf(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	since := q.arg(tx.Now.AddDate(0, 0, -askDays).UnixMicro())
	rows, err := tx.Query(ctx, `select f.opened_at from case_file f where f.org = $1`+q.where.String()+` and f.opened_at >= `+since+` order by f.opened_at`, q.args...)
	at, err := db.Collect(rows, err, func(s db.Scanner) (us int64, err error) { return us, s.Scan(&us) })
	days := counted{}
	for _, us := range at {
		days.add(db.Micros(us).In(zone))
	}
	return days.list(), err
}

func zoneOf(ctx context.Context, tx *db.Tx, org db.Org) (*time.Location, error) {
	var name string
	if err := tx.QueryRow(ctx, `select zone from organisation where id = $1`, org).Scan(&name); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC, nil //nolint:nilerr // a zone that has left the database since
	}
	return zone, nil
}

// counted adds up by day.
type counted map[string]int

func (c counted) add(at time.Time) { c[at.Format("2006-01-02")]++ }

func (c counted) list() []Day {
	out := []Day{}
	for day, n := range c {
		out = append(out, Day{day, n})
	}
	slices.SortFunc(out, func(a, b Day) int {
		if a.Day < b.Day {
			return -1
		}
		return 1
	})
	return out
}
