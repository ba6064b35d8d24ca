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

// ProcessID is a process's id.
type ProcessID string

// ProcessInput is what is sent of a process.
type ProcessInput struct {
	Name        string   `json:"name" maxLength:"120"`
	What        string   `json:"what,omitempty" maxLength:"2000" doc:"What is done, by whom, in which order"`
	Unit        string   `json:"unit,omitempty" maxLength:"60" doc:"Id of the unit that runs it"`
	TouchPoints []string `json:"touch_points,omitempty" maxItems:"200" doc:"Keys of the touch points it delivers"`
}

// Process is how a promise becomes an experience: what is done behind the touch points.
type Process struct {
	ID ProcessID `json:"id"`
	ProcessInput
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`
}

const maxProcesses = 1000

// Processes returns every process by name.
func (p *Promises) Processes(ctx context.Context, org db.Org) (all []Process, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listProcesses(ctx, tx, org); return err })
	return all, err
}

// CreateProcess adds one.
func (p *Promises) CreateProcess(ctx context.Context, org db.Org, in ProcessInput) (one *Process, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := listProcesses(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxProcesses {
			return problem.New(problem.Invalid, "too_many_processes", "An organisation has at most %d processes.", maxProcesses)
		}
		one = &Process{ID: ProcessID(tx.ID("prc")), ProcessInput: in, Version: 1, CreatedAt: tx.Now}
		if err := p.checkProcess(ctx, tx, org, one); err != nil {
			return err
		}
		if err := putProcess(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "process.create", string(one.ID), map[string]any{"name": one.Name})
	})
	return one, err
}

// EditProcess replaces what a process says.
func (p *Promises) EditProcess(ctx context.Context, org db.Org, id ProcessID, version int, in ProcessInput) (one *Process, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = findProcess(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		one.ProcessInput, one.Version = in, version+1
		if err := p.checkProcess(ctx, tx, org, one); err != nil {
			return err
		}
		if err := putProcess(ctx, tx, org, one); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "process.edit", string(id), map[string]any{"name": one.Name})
	})
	return one, err
}

// DeleteProcess drops one that no promise in force or draft is carried by.
func (p *Promises) DeleteProcess(ctx context.Context, org db.Org, id ProcessID) error {
	return p.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := findProcess(ctx, tx, org, id)
		if err != nil {
			return err
		}
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		for _, promise := range all {
			for _, t := range promise.Tenets {
				if promise.State != Retired && slices.Contains(t.Processes, string(id)) {
					return problem.New(problem.Conflict, "process_carries", "“%s” carries the tenet “%s”. Take it out of the promise first.", one.Name, t.Name)
				}
			}
		}
		if err := drop(ctx, tx, org, "process", string(id)); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "process.delete", string(id), map[string]any{"name": one.Name})
	})
}

func (p *Promises) checkProcess(ctx context.Context, tx *db.Tx, org db.Org, one *Process) error {
	one.Name, one.What, one.TouchPoints = strings.TrimSpace(one.Name), strings.TrimSpace(one.What), unique(one.TouchPoints)
	if err := identity.Name(one.Name, "body.name", 120); err != nil {
		return err
	}
	if one.Unit != "" {
		units, err := identity.UnitsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(units, func(u identity.Unit) bool { return string(u.ID) == one.Unit }) {
			return problem.At("body.unit", "unit_unknown", "There is no unit %.60q.", one.Unit)
		}
	}
	known, err := p.pointKeys(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, key := range one.TouchPoints {
		if !known[key] {
			return problem.At("body.touch_points", "touch_point_unknown", "There is no touch point %.60q.", key)
		}
	}
	return nil
}

// pointKeys are the keys of the organisation's touch points.
func (p *Promises) pointKeys(ctx context.Context, tx *db.Tx, org db.Org) (map[string]bool, error) {
	points, err := p.Points.All(ctx, tx, org)
	known := make(map[string]bool, len(points))
	for _, t := range points {
		known[t.Key] = true
	}
	return known, err
}
