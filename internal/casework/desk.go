package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// desk is what work on cases looks up in one transaction, each thing at most once however many cases are worked on.
type desk struct {
	c   *Cases
	tx  *db.Tx
	org db.Org

	world_    *world
	calendars *calendars
	targets_  *Targets
	escalate_ *Escalation
	causes_   *CauseTree
}

func (c *Cases) desk(tx *db.Tx, org db.Org) *desk { return &desk{c: c, tx: tx, org: org} }

func (d *desk) world(ctx context.Context) (w *world, err error) {
	if d.world_ == nil {
		d.world_, err = d.c.world(ctx, d.tx, d.org)
	}
	return d.world_, err
}

func (d *desk) units(ctx context.Context) ([]identity.Unit, error) {
	w, err := d.world(ctx)
	if err != nil {
		return nil, err
	}
	return w.units, nil
}

// hours returns the calendar of a unit: its own, else the nearest above it, else the organisation's, else around the clock.
func (d *desk) hours(ctx context.Context, unit identity.UnitID) (*calendar.Calendar, error) {
	if d.calendars == nil {
		all, err := listCalendars(ctx, d.tx, d.org)
		if err != nil {
			return nil, err
		}
		d.calendars = indexed(all)
	}
	if d.calendars.none() {
		return calendar.Always(), nil
	}
	units, err := d.units(ctx)
	if err != nil {
		return nil, err
	}
	return d.calendars.of(units, unit)
}

func (d *desk) targets(ctx context.Context) (*Targets, error) {
	if d.targets_ == nil {
		t := standardTargets()
		if err := setting(ctx, d.tx, d.org, "targets", &t.Rows, &t.Version); err != nil {
			return nil, err
		}
		d.targets_ = t
	}
	return d.targets_, nil
}

func (d *desk) escalation(ctx context.Context) (*Escalation, error) {
	if d.escalate_ == nil {
		e := standardEscalation()
		if err := setting(ctx, d.tx, d.org, "escalation", &e.EscalationInput, &e.Version); err != nil {
			return nil, err
		}
		d.escalate_ = e
	}
	return d.escalate_, nil
}

func (d *desk) plan(ctx context.Context) (*alarmPlan, error) {
	e, err := d.escalation(ctx)
	if err != nil {
		return nil, err
	}
	return e.alarms(), nil
}

func (d *desk) causes(ctx context.Context) (*CauseTree, error) {
	if d.causes_ == nil {
		t := standardCauses()
		if err := setting(ctx, d.tx, d.org, "causes", &t.Causes, &t.Version); err != nil {
			return nil, err
		}
		d.causes_ = t
	}
	return d.causes_, nil
}
