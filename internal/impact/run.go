package impact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// RunInShort is a measurement in short.
type RunInShort struct {
	ID          string    `json:"id"`
	At          time.Time `json:"at"`
	AskedBy     string    `json:"asked_by"`
	Method      string    `json:"method"`
	Hash        string    `json:"hash" doc:"Of all inputs and the method: the same inputs have the same hash and the same amounts"`
	DataVersion int64     `json:"data_version"`
	Total       Amount    `json:"total"`
}

// Measurement is a run with all that it rests on. It is never edited; the next one supersedes it.
type Measurement struct {
	ID          string    `json:"id"`
	At          time.Time `json:"at"`
	AskedBy     string    `json:"asked_by"`
	Method      string    `json:"method"`
	Hash        string    `json:"hash"`
	DataVersion int64     `json:"data_version"`
	From        time.Time `json:"from" doc:"The data's window"`
	To          time.Time `json:"to"`
	Worth       string    `json:"worth,omitempty" doc:"Id of the customer value it took"`
	Result
}

// Past is what a run found for one area.
type Past struct {
	Run   string    `json:"run"`
	At    time.Time `json:"at"`
	Grade string    `json:"grade"`
	Total Amount    `json:"total"`
}

// look is when it was last looked whether the newest run still holds.
type look struct {
	at                    time.Time
	run                   string
	revision, dataVersion int64
	missing               Missing
}

const (
	runJob     = "impact.run"
	nightlyJob = "impact.nightly"
)

// Handlers registers the reckoning and its nightly round.
func (a *Areas) Handlers(q *jobs.Queue) {
	q.Handle(runJob, func(ctx context.Context, j *jobs.Job) error {
		var asked struct{ By string }
		if err := j.Decode(&asked); err != nil {
			return err
		}
		return a.run(identity.System(ctx, j.Org, "vulnerability"), j, asked.By)
	})
	q.Handle(nightlyJob, func(ctx context.Context, _ *jobs.Job) error { return a.nightly(ctx) })
	q.Every(nightlyJob, jobs.Daily(3, 20, time.UTC), nightlyJob)
}

// nightly has every organisation's areas reckoned anew. One that fails doesn't keep the others.
func (a *Areas) nightly(ctx context.Context) error {
	all, err := a.People.Organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range all {
		err := a.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
			areas, err := list(ctx, tx, o.ID)
			if err != nil || len(areas) == 0 {
				return err
			}
			return a.enqueue(ctx, tx, "")
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("vulnerability of %s: %w", o.ID, err))
		}
	}
	return errors.Join(failed...)
}

// enqueue has the areas reckoned in the background, once for all who ask before it has begun.
func (a *Areas) enqueue(ctx context.Context, tx *db.Tx, by string) error {
	_, err := a.Jobs.Enqueue(ctx, tx, runJob, map[string]string{"By": by}, jobs.Unique(runJob))
	return err
}

// Recompute asks for it by hand.
func (a *Areas) Recompute(ctx context.Context, org db.Org) error {
	return a.DB.Write(ctx, org, func(tx *db.Tx) error { return a.enqueue(ctx, tx, identity.From(ctx).Name) })
}

// run measures. The same inputs as those of the newest run make no other one. What people say while it reckons makes it begin again:
// their asking met a job under way. So the job ends in the transaction in which it is seen that nothing was said meanwhile.
func (a *Areas) run(ctx context.Context, j *jobs.Job, by string) error {
	for again := true; again; {
		var err error
		if again, err = a.measure(ctx, j, by); err != nil {
			return err
		}
	}
	return nil
}

// Measure reckons at once, without a job.
func (a *Areas) Measure(ctx context.Context, org db.Org, by string) error {
	_, err := a.reckon(ctx, org, by, func(int, int) {}, func(*db.Tx) error { return nil })
	return err
}

func (a *Areas) measure(ctx context.Context, j *jobs.Job, by string) (again bool, err error) {
	return a.reckon(ctx, j.Org, by, func(done, of int) { j.Progress(ctx, int64(done), int64(of), "areas") },
		func(tx *db.Tx) error { return j.Complete(ctx, tx) })
}

// reckon measures once. again is true where something was said meanwhile; else end runs in the same transaction.
func (a *Areas) reckon(ctx context.Context, org db.Org, by string, progress func(done, of int), end func(*db.Tx) error) (again bool, err error) {
	st, err := a.state(ctx, org)
	if err != nil {
		return false, err
	}
	p, err := a.prepare(ctx, org, st, nil, func(done int) {
		progress(done, len(st.areas))
	})
	if err != nil {
		return false, err
	}
	hash, err := p.hash(st.set)
	if err != nil {
		return false, err
	}
	r, err := assess(p.customers, p.areas, draws)
	if err != nil {
		return false, err
	}
	r.Currency = st.set.Currency
	m := &Measurement{AskedBy: by, Method: method, Hash: hash, DataVersion: p.version, From: p.window.From, To: p.window.To, Worth: p.worth, Result: *r}
	err = a.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := findSetting(ctx, tx, org)
		if err != nil {
			return err
		}
		again = now.revision != st.set.revision
		l := look{revision: st.set.revision, dataVersion: p.version}
		last, err := runs(ctx, tx, org, 1)
		if err != nil {
			return err
		}
		if len(last) > 0 {
			l.run = last[0].ID
		}
		switch {
		case len(p.areas) == 0:
		case len(last) > 0 && last[0].Hash == hash:
			// Nothing that counts has moved.
		default:
			m.ID, m.At = tx.ID("vul"), tx.Now
			if err := insertRun(ctx, tx, org, m); err != nil {
				return err
			}
			l.run = m.ID
		}
		tx.AfterCommit(func() { a.Hub.Publish(string(org), "impact", struct{}{}) })
		if err := putLook(ctx, tx, org, l); err != nil || again {
			return err
		}
		return end(tx)
	})
	return again, err
}

// Standing is where the newest measurement stands.
type Standing struct {
	At      *time.Time `json:"at,omitempty" doc:"When it was measured"`
	Looked  *time.Time `json:"looked,omitempty" doc:"When it was last looked whether it still holds"`
	Stale   bool       `json:"stale" doc:"Signals were heard or something was said since"`
	Running bool       `json:"running"`
	Done    int64      `json:"done" doc:"Areas gathered, while it runs"`
	Of      int64      `json:"of"`
	Failed  string     `json:"failed,omitempty" doc:"Why the last reckoning ended without a result"`
}

// standing says how old what is shown is.
func (a *Areas) standing(ctx context.Context, org db.Org, m *Measurement) (s Standing, err error) {
	var l look
	var set Setting
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error {
		if l, err = findLook(ctx, tx, org); err != nil {
			return err
		}
		set, err = findSetting(ctx, tx, org)
		return err
	})
	if err != nil {
		return s, err
	}
	if m != nil {
		s.At = &m.At
	}
	if !l.at.IsZero() {
		s.Looked = &l.at
	}
	// As the program: who sees one unit must not be told of a version of their own.
	_, version, err := a.Metrics.Reached(identity.System(ctx, org, "vulnerability"), org, metric.Reach{})
	if err != nil {
		return s, err
	}
	worth := ""
	if a.Value != nil {
		w, err := a.Value(ctx, org, "", set.Horizon)
		if err != nil {
			return s, err
		}
		if w != nil {
			worth = w.ID
		}
	}
	s.Stale = m != nil && (l.revision != set.revision || l.dataVersion != version || m.Worth != worth)
	list, err := a.Jobs.List(ctx, org, jobs.Filter{Kind: runJob, Limit: 1})
	if err != nil || len(list) == 0 {
		return s, err
	}
	j := list[0]
	if s.Running = j.State == jobs.Waiting || j.State == jobs.Running; s.Running && j.Progress != nil {
		s.Done, s.Of = j.Progress.Done, j.Progress.Total
	}
	if j.State == jobs.Failed {
		s.Failed = "The last reckoning failed; an administrator finds why under jobs."
	}
	return s, nil
}
