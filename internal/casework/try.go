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
	if days < 1 || days > 3660 {
		return nil, problem.At("body.days", "days_range", "Look back 1 to 3660 days.")
	}
	to := c.DB.Now().UTC()
	t := &trial{c: c, org: org, later: map[signal.ID]verdict{}, before: math.MaxInt64,
		Trial: Trial{From: to.AddDate(0, 0, -days), To: to}}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		w, err := c.world(ctx, tx, org)
		if err != nil {
			return err
		}
		t.rule, err = c.check(ctx, w, &in, "body.rule")
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
}

// verdict is what entries of one signal said: whether any was heard in the period, whether any of those matched.
type verdict struct{ heard, matched, quiet bool }

func (v verdict) and(o verdict) verdict {
	return verdict{v.heard || o.heard, v.matched || o.matched, v.quiet || o.quiet}
}

// step looks at one batch and reports whether there may be more. enough ends it early.
func (t *trial) step(ctx, enough context.Context) (more bool, err error) {
	var entries []*signal.Logged
	err = t.c.DB.Read(ctx, t.org, func(tx *db.Tx) (err error) {
		entries, err = t.c.Log.Back(ctx, tx, t.org, t.before, t.From.UnixMicro(), tryBatch)
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
	if !e.Erased && !e.At.Before(t.From) {
		v.heard, v.matched = true, t.rule.holds(t.c.heard(e))
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
		if v.quiet {
			t.Quiet++
		}
	}
}
