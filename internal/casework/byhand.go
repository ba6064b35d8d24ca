package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// CaseInput is what it takes to open a case by hand.
type CaseInput struct {
	Title      string          `json:"title,omitempty" maxLength:"200" doc:"Needed without a signal; else its first words"`
	Severity   Severity        `json:"severity,omitempty" enum:"high,medium,low" doc:"medium where it isn't said"`
	Owner      identity.UserID `json:"owner,omitempty" doc:"Else the unit's owner, else you"`
	DueAt      *time.Time      `json:"due_at,omitempty" doc:"In two days where it isn't said"`
	Unit       string          `json:"unit,omitempty" doc:"Key; else the signal's"`
	TouchPoint string          `json:"touch_point,omitempty" doc:"Key; else the signal's"`
	Customer   customer.ID     `json:"customer,omitempty" doc:"Id; else the signal's"`
	Signal     signal.ID       `json:"signal,omitempty"`
	Note       string          `json:"note,omitempty" doc:"The first note"`
}

// byHandSpan is how much working time a case opened by hand has, unless somebody says otherwise.
const byHandSpan = 48 * time.Hour

// Create opens a case by hand. The same request key and content again returns the case that the first time made.
func (c *Cases) Create(ctx context.Context, org db.Org, in CaseInput, key string) (*File, error) {
	in.Title = strings.Join(strings.Fields(in.Title), " ")
	if in.Severity == "" {
		in.Severity = Medium
	}
	if err := checkSeverity(in.Severity, "body.severity"); err != nil {
		return nil, err
	}
	if in.Title != "" || in.Signal == "" {
		if err := identity.Name(in.Title, "body.title", maxTitle); err != nil {
			return nil, err
		}
	}
	if in.Note != "" {
		if err := checkNote(in.Note, "body.note"); err != nil {
			return nil, err
		}
	}
	about, err := c.about(ctx, org, in.Signal)
	if err != nil {
		return nil, err
	}
	once, id := newRequest(key, in), ID("")
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if id, err = caseMadeBy(ctx, tx, org, once); err != nil || id != "" {
				return err
			}
			d := c.desk(tx, org)
			k, err := c.byHand(ctx, d, in, about)
			if err != nil {
				return err
			}
			if err := c.insert(ctx, d, k, once, identity.From(ctx).ID); err != nil {
				return err
			}
			id = k.ID
			c.publish(tx, org, id)
			if err := addEvent(ctx, tx, org, id, Event{Kind: WasOpened}); err != nil {
				return err
			}
			if in.Note != "" {
				if err := addEvent(ctx, tx, org, id, Event{Kind: Noted, Text: in.Note}); err != nil {
					return err
				}
			}
			return c.Audit.Record(ctx, tx, "case.create", string(id), map[string]any{"ref": k.Ref})
		})
	})
	if err != nil {
		return nil, err
	}
	return c.File(ctx, org, id)
}

// about reads the signal that a case is opened about, if the caller may.
func (c *Cases) about(ctx context.Context, org db.Org, id signal.ID) (*signal.Item, error) {
	if id == "" {
		return nil, nil
	}
	var item *signal.Item
	var err error
	if identity.From(ctx).May(identity.SignalRead) {
		item, err = c.Log.View(ctx, org, id)
	}
	if err == nil && item == nil || problem.KindOf(err) == problem.NotFound {
		return nil, noSignal(id)
	}
	return item, err
}

func noSignal(id signal.ID) error {
	return problem.At("body.signal", "signal_unknown", "There is no signal %s.", brief(string(id)))
}

// byHand makes the case out of what was said and what the signal tells.
func (c *Cases) byHand(ctx context.Context, d *desk, in CaseInput, about *signal.Item) (*Case, error) {
	tx, org := d.tx, d.org
	w, err := d.world(ctx)
	if err != nil {
		return nil, err
	}
	caller := identity.From(ctx)
	k := &Case{State: New, Severity: in.Severity, Title: in.Title, Signal: in.Signal, OpenedAt: tx.Now}
	unit, at, who := string(caller.Unit), "", ""
	if about != nil {
		if gone, err := c.Log.ErasedIn(ctx, tx, org, in.Signal); err != nil || gone {
			return nil, cmp.Or(err, noSignal(in.Signal))
		}
		unit, at, who = nameID(about.Unit), nameID(about.TouchPoint), whoID(about.Customer)
		if k.Title == "" {
			k.Title, k.quotes = titleOf(&signal.Content{Comments: about.Comments}, "", "Signal of "+about.At.Format("2 January 2006")), true
		}
	}
	if unit, err = w.unitID(in.Unit, unit); err != nil {
		return nil, err
	}
	if at, err = w.pointID(in.TouchPoint, at); err != nil {
		return nil, err
	}
	if in.Customer != "" {
		if _, err := customer.FindIn(ctx, tx, org, in.Customer); err != nil {
			return nil, problem.At("body.customer", "customer_unknown", "There is no customer %s.", brief(string(in.Customer)))
		}
		who = string(in.Customer)
	}
	k.place(unit, at, who)
	if in.DueAt != nil {
		if err := k.schedule(*in.DueAt, "body.due_at"); err != nil {
			return nil, err
		}
	}
	k.Owner.ID = string(in.Owner)
	if in.Owner == "" {
		k.Owner.ID = string(w.keeper(identity.UnitID(unit), identity.UserID(caller.ID)))
	} else if err := w.mayOwn(in.Owner, "body.owner"); err != nil {
		return nil, err
	}
	r, err := c.reach(ctx, tx)
	if err == nil && !r.whole && unit != "" && !r.team(identity.UnitID(unit)) {
		err = problem.New(problem.Forbidden, "outside_your_unit", "Your role reaches one unit, and this case belongs elsewhere.")
	}
	return k, err
}

// insert stores a new case and starts its clocks. Where nobody said when it is due, the time that its resolve clock has is
// counted on the calendar of its unit: that of a line for its rule, the rule's own, that of its unit or severity, two days.
func (c *Cases) insert(ctx context.Context, d *desk, k *Case, once request, by string) error {
	if k.DueAt.IsZero() {
		if err := d.schedule(ctx, k); err != nil {
			return err
		}
	}
	if err := insertCase(ctx, d.tx, d.org, k, once, by); err != nil {
		return err
	}
	t, err := d.ticks(ctx, k)
	if err != nil {
		return err
	}
	if err := t.open(ctx); err != nil {
		return err
	}
	return c.tell(ctx, d.tx, k, Notice{Kind: ToldAssigned, To: []identity.UserID{identity.UserID(k.Owner.ID)}, At: k.DueAt, Key: "open:" + string(k.ID)})
}

// schedule sets the due date of a case that is being opened, and how much working time that is.
func (d *desk) schedule(ctx context.Context, k *Case) error {
	set, err := d.targets(ctx)
	if err != nil {
		return err
	}
	units, err := d.units(ctx)
	if err != nil {
		return err
	}
	ruled := k.Rule != nil && k.span > 0
	if n := set.limit(units, k, Resolve); n > 0 && (!ruled || slices.ContainsFunc(set.Rows, func(r Target) bool { return r.Rule == k.Rule.ID && r.Resolve > 0 && r.fits(units, k) >= 0 })) {
		k.span = n
	}
	if k.span == 0 {
		k.span = byHandSpan
	}
	hours, err := d.hours(ctx, k.unit())
	if err != nil {
		return err
	}
	k.DueAt = hours.Add(k.OpenedAt, k.span).Truncate(time.Microsecond)
	return nil
}

// schedule sets the due date that somebody said.
func (k *Case) schedule(due time.Time, location string) error {
	if err := k.checkDue(due, location); err != nil {
		return err
	}
	k.DueAt = due.UTC().Truncate(time.Microsecond)
	k.span = k.DueAt.Sub(k.OpenedAt)
	return nil
}

// checkDue refuses due dates that no case can have.
func (k *Case) checkDue(due time.Time, location string) error {
	switch {
	case due.Before(k.OpenedAt):
		return problem.At(location, "due_before_opened", "A case can't be due before it was opened.")
	case due.After(k.OpenedAt.AddDate(5, 0, 0)):
		return problem.At(location, "due_too_late", "A case is due within five years.")
	}
	return nil
}

func nameID(n *signal.Named) string {
	if n == nil {
		return ""
	}
	return n.ID
}

func whoID(w *signal.Who) string {
	if w == nil {
		return ""
	}
	return string(w.ID)
}

// unitID finds a unit by its key; without one it is otherwise.
func (w *world) unitID(key, otherwise string) (string, error) {
	if key == "" {
		return otherwise, nil
	}
	for _, u := range w.units {
		if u.Key == key {
			return string(u.ID), nil
		}
	}
	return "", problem.At("body.unit", "unit_unknown", "There is no unit %q.", brief(key))
}

// pointID finds a touch point by its key; without one it is otherwise.
func (w *world) pointID(key, otherwise string) (string, error) {
	if key == "" {
		return otherwise, nil
	}
	for _, p := range w.points {
		if p.Key == key {
			return string(p.ID), nil
		}
	}
	return "", problem.At("body.touch_point", "touch_point_unknown", "There is no touch point %q.", brief(key))
}
