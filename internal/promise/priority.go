package promise

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// PriorityID is a priority's id.
type PriorityID string

// PriorityInput is what is sent of a priority.
type PriorityInput struct {
	Name  string `json:"name" maxLength:"160"`
	Why   string `json:"why,omitempty" maxLength:"1000"`
	Owner string `json:"owner,omitempty" maxLength:"60" doc:"Id of the user who answers for it"`
	Due   string `json:"due,omitempty" maxLength:"10" doc:"A day such as 2026-12-31"`
	Done  bool   `json:"done,omitempty"`
}

// Priority is one thing that the organisation wants most.
type Priority struct {
	ID   PriorityID `json:"id"`
	Rank int        `json:"rank" doc:"1 is the first"`
	PriorityInput
	DoneAt    *time.Time `json:"done_at,omitempty"`
	Version   int        `json:"version"`
	CreatedAt time.Time  `json:"created_at"`
}

const maxPriorities = 30

// Priorities returns them by rank.
func (p *Promises) Priorities(ctx context.Context, org db.Org) (all []Priority, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = priorities(ctx, tx, org); return err })
	return all, err
}

func priorities(ctx context.Context, tx *db.Tx, org db.Org) ([]Priority, error) {
	all, err := listPriorities(ctx, tx, org)
	for i := range all {
		all[i].Done = all[i].DoneAt != nil
	}
	return all, err
}

// CreatePriority adds one behind the others.
func (p *Promises) CreatePriority(ctx context.Context, org db.Org, in PriorityInput) (one *Priority, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := priorities(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxPriorities {
			return problem.New(problem.Invalid, "too_many_priorities", "With more than %d priorities nothing has priority. End one first.", maxPriorities)
		}
		one = &Priority{ID: PriorityID(tx.ID("pri")), Rank: len(all) + 1, PriorityInput: in, Version: 1, CreatedAt: tx.Now}
		if err := one.check(ctx, tx, org); err != nil {
			return err
		}
		if err := putPriority(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "priority.create", string(one.ID), map[string]any{"name": one.Name})
	})
	return one, err
}

// EditPriority replaces what a priority says.
func (p *Promises) EditPriority(ctx context.Context, org db.Org, id PriorityID, version int, in PriorityInput) (one *Priority, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = findPriority(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		one.PriorityInput, one.Version = in, version+1
		if err := one.check(ctx, tx, org); err != nil {
			return err
		}
		if err := putPriority(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "priority.edit", string(id), map[string]any{"name": one.Name, "done": one.Done})
	})
	return one, err
}

// Order ranks the priorities as their ids are listed; every one must be there, once.
func (p *Promises) Order(ctx context.Context, org db.Org, ids []PriorityID) (all []Priority, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if all, err = priorities(ctx, tx, org); err != nil {
			return err
		}
		if len(ids) != len(all) {
			return web.Stale() // one came or went meanwhile
		}
		for i := range all {
			at := slices.Index(ids, all[i].ID)
			if at < 0 || slices.Contains(ids[at+1:], all[i].ID) {
				return web.Stale()
			}
			all[i].Rank = at + 1
			if err := putPriority(ctx, tx, org, &all[i]); err != nil {
				return err
			}
		}
		slices.SortFunc(all, func(a, b Priority) int { return a.Rank - b.Rank })
		return p.Audit.Record(ctx, tx, "priority.order", "", map[string]any{"first": ids[0]})
	})
	return all, err
}

// DeletePriority drops one; those behind it move up.
func (p *Promises) DeletePriority(ctx context.Context, org db.Org, id PriorityID) error {
	return p.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := findPriority(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := drop(ctx, tx, org, "priority", string(id)); err != nil {
			return err
		}
		all, err := priorities(ctx, tx, org)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].Rank != i+1 {
				all[i].Rank = i + 1
				if err := putPriority(ctx, tx, org, &all[i]); err != nil {
					return err
				}
			}
		}
		return p.Audit.Record(ctx, tx, "priority.delete", string(id), map[string]any{"name": one.Name})
	})
}

// check validates a priority and keeps since when it is done.
func (p *Priority) check(ctx context.Context, tx *db.Tx, org db.Org) error {
	p.Name, p.Why = strings.TrimSpace(p.Name), strings.TrimSpace(p.Why)
	if err := identity.Name(p.Name, "body.name", 160); err != nil {
		return err
	}
	if p.Due != "" {
		if _, err := time.Parse(time.DateOnly, p.Due); err != nil {
			return problem.At("body.due", "date_invalid", "%.20q isn't a date such as 2026-01-31.", p.Due)
		}
	}
	switch {
	case !p.Done:
		p.DoneAt = nil
	case p.DoneAt == nil:
		now := tx.Now
		p.DoneAt = &now
	}
	return member(ctx, tx, org, p.Owner)
}
