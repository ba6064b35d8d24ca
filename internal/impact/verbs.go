package impact

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// List returns every area by name, closed ones included.
func (a *Areas) List(ctx context.Context, org db.Org) (all []Area, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = list(ctx, tx, org); return err })
	return all, err
}

// Create adds areas, all of them or none, and has them assessed.
func (a *Areas) Create(ctx context.Context, org db.Org, in ...AreaInput) (out []Area, err error) {
	err = a.DB.Write(ctx, org, func(tx *db.Tx) error {
		out = nil
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all)+len(in) > maxAreas {
			return problem.New(problem.Invalid, "too_many_areas", "An organisation has at most %d impact areas. Close and delete what is done.", maxAreas)
		}
		for _, one := range in {
			if err := a.check(ctx, tx, org, &one); err != nil {
				return err
			}
			area := Area{ID: ID(tx.ID("imp")), AreaInput: one, State: Open, Version: 1, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now}
			if err := put(ctx, tx, org, &area); err != nil {
				return err
			}
			if err := a.Audit.Record(ctx, tx, "impact_area.create", string(area.ID), map[string]any{"name": area.Name, "touch_points": area.TouchPoints}); err != nil {
				return err
			}
			out = append(out, area)
		}
		return a.moved(ctx, tx, org)
	})
	return out, err
}

// Edit replaces what is said of an area. version is the one the editor saw.
func (a *Areas) Edit(ctx context.Context, org db.Org, id ID, version int, in AreaInput) (one *Area, err error) {
	return a.change(ctx, org, id, version, "impact_area.edit", func(tx *db.Tx, one *Area) error {
		if err := a.check(ctx, tx, org, &in); err != nil {
			return err
		}
		one.AreaInput = in
		return nil
	})
}

// SetState moves an area along the improve loop.
func (a *Areas) SetState(ctx context.Context, org db.Org, id ID, version int, state State) (*Area, error) {
	if !slices.Contains(States, state) {
		return nil, problem.At("body.state", "state_unknown", "An area is open, planned, changing, holding or closed.")
	}
	return a.change(ctx, org, id, version, "impact_area.state", func(_ *db.Tx, one *Area) error {
		one.State = state
		return nil
	})
}

func (a *Areas) change(ctx context.Context, org db.Org, id ID, version int, verb string, fn func(*db.Tx, *Area) error) (one *Area, err error) {
	err = a.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		was := *one
		if err := fn(tx, one); err != nil {
			return err
		}
		one.Version++
		if err := put(ctx, tx, org, one); err != nil {
			return err
		}
		if err := a.Audit.Record(ctx, tx, verb, string(id), map[string]any{"name": one.Name, "was": was.State, "state": one.State}); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
	return one, err
}

// Delete drops an area and what was said of it. What was measured of it stays in the runs.
func (a *Areas) Delete(ctx context.Context, org db.Org, id ID) error {
	return a.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := drop(ctx, tx, org, id); err != nil {
			return err
		}
		if err := a.Audit.Record(ctx, tx, "impact_area.delete", string(id), map[string]any{"name": one.Name}); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
}

// Say records what somebody says an input is, of one area or, without one, of all.
func (a *Areas) Say(ctx context.Context, org db.Org, area ID, name Name, in StatementInput) (*Statement, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	caller := identity.From(ctx)
	s := &Statement{Area: area, Input: name, StatementInput: in, Author: caller.Name, authorID: caller.ID}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	err := a.DB.Write(ctx, org, func(tx *db.Tx) error {
		if area != "" {
			if _, err := find(ctx, tx, org, area); err != nil {
				return err
			}
		}
		s.At = tx.Now
		all, err := statements(ctx, tx, org)
		if err != nil {
			return err
		}
		detail := map[string]any{"input": name, "source": in.Source, "p10": in.P10, "p90": in.P90, "reason": in.Reason}
		for _, was := range all {
			if was.Area == area && was.Input == name {
				detail["was"] = was.StatementInput
			}
		}
		if err := putStatement(ctx, tx, org, s); err != nil {
			return err
		}
		if err := a.Audit.Record(ctx, tx, "impact_input.say", string(area), detail); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
	return s, err
}

// TakeBack drops a statement, so that data, or what stands in for them, hold again. Twice is once.
func (a *Areas) TakeBack(ctx context.Context, org db.Org, area ID, name Name) error {
	if _, ok := roleOf(name); !ok {
		return problem.New(problem.NotFound, "input_unknown", "The formula has no input %.40q.", string(name))
	}
	return a.DB.Write(ctx, org, func(tx *db.Tx) error {
		gone, err := dropStatement(ctx, tx, org, area, name)
		if err != nil || !gone {
			return err
		}
		if err := a.Audit.Record(ctx, tx, "impact_input.take_back", string(area), map[string]any{"input": name}); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
}

// Setting is in what money is counted.
func (a *Areas) Setting(ctx context.Context, org db.Org) (s Setting, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error { s, err = findSetting(ctx, tx, org); return err })
	return s, err
}

// SetCurrency says in what money is counted. What was typed in another currency must be typed again.
func (a *Areas) SetCurrency(ctx context.Context, org db.Org, version int, currency string) (s Setting, err error) {
	currency = strings.ToUpper(strings.TrimSpace(currency))
	if _, err := customer.ParseMoney("1", currency, "body"); err != nil {
		return s, err
	}
	err = a.DB.Write(ctx, org, func(tx *db.Tx) error {
		if s, err = findSetting(ctx, tx, org); err != nil {
			return err
		}
		if s.Version != version {
			return web.Stale()
		}
		if s.Currency == currency {
			return nil
		}
		all, err := statements(ctx, tx, org)
		if err != nil {
			return err
		}
		for _, st := range all {
			if r, _ := roleOf(st.Input); r.kind == "money" {
				return problem.New(problem.Conflict, "money_typed", "Money was typed in %s. Take those statements back first: an amount isn't the same in %s.", s.Currency, currency)
			}
		}
		s.Currency, s.Version = currency, s.Version+1
		if err := putSetting(ctx, tx, org, s); err != nil {
			return err
		}
		if err := a.Audit.Record(ctx, tx, "impact.currency", "", map[string]any{"currency": currency}); err != nil {
			return err
		}
		return a.moved(ctx, tx, org)
	})
	return s, err
}

// moved notes that something that is assessed has changed, and has it reckoned anew.
func (a *Areas) moved(ctx context.Context, tx *db.Tx, org db.Org) error {
	s, err := findSetting(ctx, tx, org)
	if err != nil {
		return err
	}
	s.revision++
	if err := putSetting(ctx, tx, org, s); err != nil {
		return err
	}
	tx.AfterCommit(func() { a.Hub.Publish(string(org), "impact", struct{}{}) })
	return a.enqueue(ctx, tx, identity.From(ctx).Name)
}
