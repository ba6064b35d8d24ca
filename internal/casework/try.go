package casework

import (
	"context"
	"math"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Trial is what a rule would have done.
type Trial struct {
	WouldOpen int           `json:"would_open" doc:"Signals that the rule matches: each would have opened a case"`
	Of        int           `json:"of" doc:"Signals of the period that were looked at"`
	Quiet     int           `json:"quiet" doc:"Of those it matches: imported so that they open no cases"`
	From      time.Time     `json:"from"`
	To        time.Time     `json:"to"`
	Complete  bool          `json:"complete" doc:"false where the period holds more than could be looked at in time; the newest were"`
	Days      []Day         `json:"days" doc:"How many on each day, in the organisation's zone"`
	PerDay    float64       `json:"per_day" doc:"On average, over the days of the period"`
	Sample    []signal.Item `json:"sample" doc:"Up to five of them, newest first"`
}

const (
	tryBatch   = 1000
	trySamples = 5
	tryTime    = 4 * time.Second
	// trySlack is how much earlier than its own time an entry may have been received: a signal's clock may run a day ahead, and
	// several writers' moments are in order to within a transaction.
	trySlack = 25 * time.Hour
)

// Try tells how many cases a rule would have opened for signals of the past days. It reads the log backwards in batches, so
// memory stays small however long the log is.
func (c *Cases) Try(ctx context.Context, org db.Org, in RuleInput, days int) (*Trial, error) {
	return c.TryUntil(ctx, org, in, days, c.DB.Now())
}

// TryUntil is Try for the days before any moment.
func (c *Cases) TryUntil(ctx context.Context, org db.Org, in RuleInput, days int, to time.Time) (*Trial, error) {
	if days < 1 || days > 3660 {
		return nil, problem.At("body.days", "days_range", "Look back 1 to 3660 days.")
	}
	to = to.UTC()
	t := &trial{c: c, org: org, later: map[signal.ID]verdict{}, before: math.MaxInt64, days: counted{}, zone: time.UTC, past: to.Before(c.DB.Now().Add(-time.Minute)),
		Trial: Trial{From: to.AddDate(0, 0, -days), To: to}}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		w, err := c.world(ctx, tx, org)
		if err != nil {
			return err
		}
		if t.rule, err = c.check(ctx, w, &in, "body.rule"); err != nil {
			return err
		}
		t.zone, err = zoneOf(ctx, tx, org)
		return err
	})
	if err != nil {
		return nil, err
	}
	enough, stop := context.WithTimeout(ctx, tryTime)
	defer stop()
	for more := true; more && enough.Err() == nil; {
		if more, err = t.step(ctx, enough); err != nil {
			return nil, err
		}
		t.Complete = !more
	}
	for _, v := range t.later { // corrections whose first entry lies beyond
		t.count(v)
	}
	t.Days, t.PerDay = t.days.list(), float64(t.WouldOpen)/float64(days)
	t.Sample, err = c.Log.Items(ctx, org, t.samples)
	return &t.Trial, err
}

// trial is a Try under way.
type trial struct {
	Trial
	c      *Cases
	org    db.Org
	rule   *compiled
	before int64 // seq: everything from here on has been looked at
	// later holds what corrections said of signals whose first entry hasn't come yet, reading backwards.
	later   map[signal.ID]verdict
	samples []*signal.Logged

	past     bool // the period ended before now: what came after it isn't looked at
	days     counted
	zone     *time.Location
	segments map[string][]string // of the customers in the batch
}

// verdict is what entries of one signal said: whether any was heard in the period, whether any of those matched.
type verdict struct {
	heard, matched, quiet bool
	at                    time.Time // of what matched
}

func (v verdict) and(o verdict) verdict {
	if !v.matched {
		v.at = o.at
	}
	return verdict{v.heard || o.heard, v.matched || o.matched, v.quiet || o.quiet, v.at}
}

// step looks at one batch and reports whether there may be more. enough ends it early.
func (t *trial) step(ctx, enough context.Context) (more bool, err error) {
	var entries []*signal.Logged
	err = t.c.DB.Read(ctx, t.org, func(tx *db.Tx) (err error) {
		if entries, err = t.c.Log.Back(ctx, tx, t.org, t.before, t.From.UnixMicro(), tryBatch); err != nil || !t.rule.segments {
			return err
		}
		t.segments, err = segmentsOfBatch(ctx, tx, t.org, entries)
		return err
	})
	if err != nil || len(entries) == 0 {
		return false, err
	}
	newest := entries[0].Received
	for i, e := range entries {
		if i%50 == 0 && enough.Err() != nil {
			return true, nil //nolint:nilerr // out of time is an answer: what was seen so far
		}
		t.look(e)
		t.before = e.Seq
		if e.Received.After(newest) {
			newest = e.Received
		}
	}
	return len(entries) == tryBatch && newest.After(t.From.Add(-trySlack)), nil
}

// look judges one entry. Erased ones and what isn't of the period say nothing.
func (t *trial) look(e *signal.Logged) {
	v := verdict{quiet: e.Content.Quiet}
	if !e.Erased && !e.At.Before(t.From) && (!t.past || e.At.Before(t.To)) {
		h := t.c.heard(e)
		h.segments = t.segments
		v.heard, v.matched, v.at = true, t.rule.holds(h), e.At
	}
	if v.matched && !t.later[e.ID].matched && len(t.samples) < trySamples {
		t.samples = append(t.samples, e)
	}
	v = v.and(t.later[e.ID])
	if e.Op == signal.OpPut {
		delete(t.later, e.ID)
		t.count(v)
		return
	}
	if v.heard {
		t.later[e.ID] = v
	}
}

func (t *trial) count(v verdict) {
	if v.heard {
		t.Of++
	}
	if v.matched {
		t.WouldOpen++
		t.days.add(v.at.In(t.zone))
		if v.quiet {
			t.Quiet++
		}
	}
}
