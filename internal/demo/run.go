package demo

import (
	"context"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const (
	customersAtOnce = 4000
	signalsAtOnce   = 2000
)

// progress is the job's checkpoint. What it tells is committed with what was done.
type progress struct {
	Organised bool `json:"organised"`
	Customers int  `json:"customers"`
	Rule      bool `json:"rule"`
	Signals   int  `json:"signals"`
}

// run makes a demo, from where an earlier attempt stopped.
func (d *Demos) run(ctx context.Context, j *jobs.Job) error {
	var p Plan
	if err := j.Decode(&p); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "demo")
	w, err := newWorld(p)
	if err != nil {
		return jobs.Fatal(err)
	}
	var at progress
	if _, err := j.Load(&at); err != nil {
		return jobs.Fatal(err)
	}
	m := &maker{Demos: d, j: j, w: w, at: at}
	if !m.at.Organised {
		if err := m.organise(ctx); err != nil {
			return err
		}
	}
	if err := m.introduce(ctx); err != nil {
		return err
	}
	// What is old is recorded before there is a rule: what opens no case needn't be read for it.
	young := w.youngest()
	if err := m.record(ctx, young, true); err != nil {
		return err
	}
	if !m.at.Rule {
		if err := m.rule(ctx); err != nil {
			return err
		}
	}
	return m.record(ctx, p.Signals, false)
}

// maker is one attempt under way.
type maker struct {
	*Demos
	j  *jobs.Job
	w  *world
	at progress
}

// step commits what fn does together with how far the demo is then.
func (m *maker) step(ctx context.Context, next progress, fn func(*db.Tx) error) error {
	err := m.DB.WriteShared(ctx, m.j.Org, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return m.j.CheckpointIn(ctx, tx, next)
	})
	if err == nil {
		m.at = next
	}
	return err
}

// organise makes units, touch points, metrics and employees. What is there already stays.
func (m *maker) organise(ctx context.Context) error {
	next := m.at
	next.Organised = true
	return m.step(ctx, next, func(tx *db.Tx) error {
		if err := refuseUsed(ctx, tx, m.j.Org); err != nil { // somebody may have sent something in since the demo was asked for
			return err
		}
		for _, one := range measures() {
			if _, err := m.Metrics.Define(ctx, tx, m.j.Org, &one); err != nil {
				return err
			}
		}
		for _, t := range touches {
			if _, err := m.Points.Resolve(ctx, tx, m.j.Org, t.key); err != nil {
				return err
			}
		}
		ids, err := m.units(ctx, tx)
		if err != nil {
			return err
		}
		staff := make([]employee.Employee, len(m.w.staff))
		for i, p := range m.w.staff {
			staff[i] = employee.Employee{ExternalID: p.external, Name: p.name, Unit: ids[m.w.teams[p.team].key]}
		}
		_, err = m.Staff.AddMany(ctx, tx, m.j.Org, staff)
		return err
	})
}

// units makes the tree of regions, sites and teams, and returns the ids by key.
func (m *maker) units(ctx context.Context, tx *db.Tx) (map[string]identity.UnitID, error) {
	ids := map[string]identity.UnitID{}
	add := func(key, name, kind, parent string, partner bool) error {
		u := &identity.Unit{Key: key, Name: name, Kind: kind, Parent: ids[parent], Partner: partner}
		if err := m.People.AddUnitIn(ctx, tx, m.j.Org, u); err != nil {
			return err
		}
		ids[key] = u.ID
		return nil
	}
	for _, r := range regions {
		if err := add(r, capital(r), "region", "", false); err != nil {
			return nil, err
		}
	}
	partner := map[string]bool{}
	for _, s := range sites {
		partner[s.key] = s.partner
		if err := add(s.key, s.name, "site", s.region, s.partner); err != nil {
			return nil, err
		}
	}
	for _, t := range m.w.teams {
		if err := add(t.key, t.name, "team", t.site, partner[t.site]); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// introduce makes the customers and what they bought.
func (m *maker) introduce(ctx context.Context) error {
	if m.at.Customers < len(m.w.refs) {
		m.w.met = m.w.failures()
	}
	for m.at.Customers < len(m.w.refs) {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		next := m.at
		next.Customers = min(len(m.w.refs), m.at.Customers+customersAtOnce)
		err := m.step(ctx, next, func(tx *db.Tx) error {
			if _, err := m.Customers.AddMany(ctx, tx, m.j.Org, m.w.refs[m.at.Customers:next.Customers]); err != nil {
				return err
			}
			var bought []customer.Purchase
			for n := m.at.Customers; n < next.Customers; n++ {
				bought = append(bought, m.w.purchases(n)...)
			}
			_, err := m.Customers.AddPurchases(ctx, tx, m.j.Org, bought)
			return err
		})
		if err != nil {
			return err
		}
		m.j.Progress(ctx, 0, int64(m.w.plan.Signals), "customers")
	}
	return nil
}

// youngest is the number of the first signal that may open a case: those of the last hours, and of a small demo some more, so
// that there is a handful of cases.
func (w *world) youngest() int {
	from, n := w.plan.End.Add(-fresh).UnixMicro(), len(w.moments)
	enough := n - min(handful, n/20)
	for n > 0 && (w.moments[n-1] >= from || n > enough) {
		n--
	}
	return n
}

// ruleName is the demo's one rule.
const ruleName = "Very unhappy customer"

// rule lets very bad answers open cases from here on.
func (m *maker) rule(ctx context.Context) error {
	list, err := m.Cases.Rules(ctx, m.j.Org)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Name == ruleName { // made by an attempt that was killed before it could say so
			return m.ruled(ctx)
		}
	}
	owner, err := m.owner(ctx)
	if err != nil {
		return err
	}
	in := casework.RuleInput{Name: ruleName, On: true, Match: "all", DueHours: 24, Severity: casework.High, FallbackOwner: owner,
		Conditions: []casework.Condition{{Field: "metric.csat", Op: casework.AtMost, Value: casework.Number(2)},
			{Field: "sentiment", Op: casework.Is, Value: casework.Text("very_negative")}}}
	if _, err := m.Cases.CreateRule(ctx, m.j.Org, in, ""); err != nil && problem.KindOf(err) == "" {
		return err
	} else if err != nil {
		m.Slog.WarnContext(ctx, "the demo has no rule", "organisation", m.j.Org, "error", err) // figures are worth having without cases
	}
	return m.ruled(ctx)
}

func (m *maker) ruled(ctx context.Context) error {
	next := m.at
	next.Rule = true
	return m.step(ctx, next, func(*db.Tx) error { return nil })
}

// owner is somebody who can own the cases.
func (m *maker) owner(ctx context.Context) (id identity.UserID, err error) {
	members, err := m.People.Members(ctx, m.j.Org)
	for _, u := range members {
		if u.Active && u.Role == identity.Owner && u.Unit == "" {
			return u.ID, err
		}
	}
	return "", err
}

// record adds the signals up to a number. The next batch is made ready while the one before is written.
func (m *maker) record(ctx context.Context, to int, quiet bool) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	type batch struct {
		entries []*signal.Entry
		err     error
	}
	ready := make(chan batch, 1)
	var making sync.WaitGroup
	first := m.at.Signals
	making.Go(func() {
		defer close(ready)
		for from := first; from < to; from += signalsAtOnce {
			b := batch{}
			b.entries, b.err = m.entries(inner, from, min(to, from+signalsAtOnce), quiet)
			select {
			case ready <- b:
			case <-inner.Done():
				return
			}
		}
	})
	defer making.Wait()
	defer cancel()
	for b := range ready {
		if b.err != nil {
			return b.err
		}
		next := m.at
		next.Signals += len(b.entries)
		err := m.step(ctx, next, func(tx *db.Tx) error {
			_, err := m.Log.Record(ctx, tx, m.j.Org, b.entries)
			return err
		})
		if err != nil {
			return err
		}
		m.j.Progress(ctx, int64(m.at.Signals), int64(m.w.plan.Signals), "signals")
	}
	return context.Cause(ctx)
}

// entries makes and checks signals.
func (m *maker) entries(ctx context.Context, from, to int, quiet bool) ([]*signal.Entry, error) {
	out := make([]*signal.Entry, 0, to-from)
	for n := from; n < to; n++ {
		e, err := m.Log.Check(ctx, m.j.Org, m.w.contact(n))
		if err != nil {
			return nil, err
		}
		e.Content.Quiet = quiet
		out = append(out, e)
	}
	return out, context.Cause(ctx)
}

// planned are the truths of a plan, without making its world.
func planned(p Plan) (*Truths, error) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, jobs.Fatal(err)
	}
	w := &world{plan: p, zone: zone}
	w.organise()
	t := truths(p.Seed, start(p.End, zone), w.teams)
	return &t, nil
}
