package promise

import (
	"context"
	"slices"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// List returns every promise, the one in force first, then drafts, then what was, for each brand and segment.
func (p *Promises) List(ctx context.Context, org db.Org) (all []Promise, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = list(ctx, tx, org); return err })
	return all, err
}

// InForceIn lists the promises in force inside a transaction, for capabilities that hold something against them.
func (p *Promises) InForceIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Promise, error) {
	all, err := list(ctx, tx, org)
	return slices.DeleteFunc(all, func(one Promise) bool { return one.State != InForce }), err
}

// Find returns one.
func (p *Promises) Find(ctx context.Context, org db.Org, id ID) (one *Promise, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { one, err = find(ctx, tx, org, id); return err })
	return one, err
}

// Create begins a draft.
func (p *Promises) Create(ctx context.Context, org db.Org, in Input) (one *Promise, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err = p.create(ctx, tx, org, in, "")
		return err
	})
	return one, err
}

// CreateIn is Create inside a transaction.
func (p *Promises) CreateIn(ctx context.Context, tx *db.Tx, org db.Org, in Input) (*Promise, error) {
	return p.create(ctx, tx, org, in, "")
}

// ListIn is List inside a transaction.
func ListIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Promise, error) { return list(ctx, tx, org) }

// DropIn drops a draft inside a transaction if nobody has changed it since it was made, and reports whether it did.
func (p *Promises) DropIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (bool, error) {
	one, err := find(ctx, tx, org, id)
	if err != nil || one.State != Draft || one.Version > 1 {
		return false, err
	}
	return true, drop(ctx, tx, org, "promise", string(id))
}

func (p *Promises) create(ctx context.Context, tx *db.Tx, org db.Org, in Input, revises ID) (*Promise, error) {
	all, err := list(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	if len(all) >= maxPromises {
		return nil, problem.New(problem.Invalid, "too_many_promises", "An organisation has at most %d promises, past ones included.", maxPromises)
	}
	one := &Promise{ID: ID(tx.ID("prm")), Input: in, State: Draft, Revises: revises, Version: 1, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now}
	if err := p.check(ctx, tx, org, one); err != nil {
		return nil, err
	}
	if err := insert(ctx, tx, org, one); err != nil {
		return nil, err
	}
	one.Gaps = one.gaps()
	return one, p.Audit.Record(ctx, tx, "promise.create", string(one.ID), map[string]any{"brand": one.Brand, "segment": one.Segment, "revises": revises})
}

// Edit replaces what a draft says. version is the one the editor saw.
func (p *Promises) Edit(ctx context.Context, org db.Org, id ID, version int, in Input) (one *Promise, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		if one.State != Draft {
			return frozen(one)
		}
		one.Input = in
		if err := p.check(ctx, tx, org, one); err != nil {
			return err
		}
		one.Version++
		if err := update(ctx, tx, org, one); err != nil {
			return err
		}
		one.Gaps = one.gaps()
		return p.Audit.Record(ctx, tx, "promise.edit", string(id), nil)
	})
	return one, err
}

func frozen(one *Promise) error {
	if one.State == Retired {
		return problem.New(problem.Conflict, "promise_retired", "This promise isn't made any more. Make a new one from it.")
	}
	return problem.New(problem.Conflict, "promise_in_force", "A promise in force isn't edited: revise it, and put the revision in force.")
}

// Revise begins a draft from a promise, which stays in force until the draft takes its place.
func (p *Promises) Revise(ctx context.Context, org db.Org, id ID) (one *Promise, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		was, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].Revises == id && all[i].State == Draft { // asked for twice: the one that was begun
				one = &all[i]
				return nil
			}
		}
		one, err = p.create(ctx, tx, org, was.Input, id)
		return err
	})
	return one, err
}

// PutInForce makes a draft the promise of its brand and segment; the one before is retired.
func (p *Promises) PutInForce(ctx context.Context, org db.Org, id ID, version int) (one *Promise, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if one.State == InForce {
			return nil // a second press
		}
		if one.Version != version {
			return web.Stale()
		}
		if one.State != Draft {
			return frozen(one)
		}
		if err := p.check(ctx, tx, org, one); err != nil { // what it names may have gone meanwhile
			return err
		}
		if err := one.ready(); err != nil {
			return err
		}
		if err := retireOf(ctx, tx, org, one); err != nil {
			return err
		}
		now := tx.Now
		one.State, one.InForceAt, one.Version = InForce, &now, one.Version+1
		if err := update(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "promise.in_force", string(id), map[string]any{"brand": one.Brand, "segment": one.Segment})
	})
	return one, err
}

// ready says what a promise lacks to be in force.
func (p *Promise) ready() error {
	if len(p.Tenets) == 0 {
		return problem.At("body.tenets", "tenet_needed", "A promise in force has at least one tenet: something that people can be seen doing.")
	}
	for i, t := range p.Tenets {
		if t.Behaviour == "" {
			return problem.At("body.tenets["+strconv.Itoa(i)+"].behaviour", "behaviour_needed", "Say what somebody would see people do who keep “%s”.", t.Name)
		}
	}
	return nil
}

// Retire ends a promise; nothing takes its place.
func (p *Promises) Retire(ctx context.Context, org db.Org, id ID) (one *Promise, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil || one.State == Retired {
			return err
		}
		if one.State == Draft {
			return problem.New(problem.Conflict, "promise_draft", "A draft was never made: delete it instead.")
		}
		now := tx.Now
		one.State, one.RetiredAt, one.Version = Retired, &now, one.Version+1
		if err := update(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "promise.retire", string(id), nil)
	})
	return one, err
}

// Delete drops a draft. What was in force stays as history.
func (p *Promises) Delete(ctx context.Context, org db.Org, id ID) error {
	return p.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if one.State != Draft {
			return problem.New(problem.Conflict, "promise_made", "A promise that was made stays as history. Retire it instead.")
		}
		if err := drop(ctx, tx, org, "promise", string(id)); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "promise.delete", string(id), nil)
	})
}

// check validates a promise and looks at what it names.
func (p *Promises) check(ctx context.Context, tx *db.Tx, org db.Org, one *Promise) error {
	if err := one.Validate(); err != nil {
		return err
	}
	if err := member(ctx, tx, org, one.Owner); err != nil {
		return err
	}
	metrics, err := metric.AllIn(ctx, tx, org)
	if err != nil {
		return err
	}
	known, err := p.pointKeys(ctx, tx, org)
	if err != nil {
		return err
	}
	processes, err := listProcesses(ctx, tx, org)
	if err != nil {
		return err
	}
	for i := range processes {
		known[string(processes[i].ID)] = true
	}
	for i := range one.Tenets {
		t, place := &one.Tenets[i], "body.tenets["+strconv.Itoa(i)+"]"
		if t.ID == "" {
			t.ID = tx.ID("ten")
		}
		for _, key := range t.TouchPoints {
			if !known[key] {
				return problem.At(place+".touch_points", "touch_point_unknown", "There is no touch point %.60q.", key)
			}
		}
		for _, id := range t.Processes {
			if !known[id] {
				return problem.At(place+".processes", "process_unknown", "There is no process %.60q.", id)
			}
		}
		if t.Metric != "" {
			at := slices.IndexFunc(metrics, func(m metric.Metric) bool { return m.Key == t.Metric })
			if at < 0 {
				return problem.At(place+".metric", "metric_unknown", "There is no metric %.60q.", t.Metric)
			}
			if t.Target != nil {
				if err := metrics[at].CheckTarget(*t.Target, place+".target"); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// member checks that somebody is one of the organisation's; nobody is fine.
func member(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	if id == "" {
		return nil
	}
	all, err := identity.MembersIn(ctx, tx, org)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(m identity.Member) bool { return string(m.ID) == id }) {
		return problem.At("body.owner", "user_unknown", "There is no user %.60s in this organisation.", id)
	}
	return nil
}
