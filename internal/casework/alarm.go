package casework

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
)

const alarmBatch = 200

// Handlers registers what cases do in the background.
func (c *Cases) Handlers(q *jobs.Queue) {
	q.Handle("casework.clocks", func(ctx context.Context, _ *jobs.Job) error { return c.Ring(ctx) })
	q.Every("casework.clocks", jobs.Interval(30*time.Second), "casework.clocks")
}

// Ring does what clocks and commitments whose time has come ask for: reminds, records what was missed, escalates. Each thing
// happens once, with the moment it was due kept; a run that comes late catches up.
func (c *Cases) Ring(ctx context.Context) error {
	all, err := c.People.Organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range all {
		if err := c.ringIn(identity.System(ctx, o.ID, "clocks"), o.ID); err != nil {
			failed = append(failed, fmt.Errorf("clocks of %s: %w", o.ID, err))
		}
	}
	return errors.Join(failed...)
}

func (c *Cases) ringIn(ctx context.Context, org db.Org) error {
	for ctx.Err() == nil {
		n := 0
		err := c.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
			n, err = ringingNow(ctx, tx, org)
			return err
		})
		if err != nil || n == 0 {
			return err
		}
		err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
			d := c.desk(tx, org)
			clocks, err := ringing(ctx, tx, org, alarmBatch)
			if err != nil {
				return err
			}
			for i := range clocks {
				if err := d.ring(ctx, &clocks[i]); err != nil {
					return err
				}
			}
			return d.ringCommitments(ctx)
		})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// ring does one thing that a clock asks for and sets its next alarm.
func (d *desk) ring(ctx context.Context, r *caseClock) error {
	k, err := findCase(ctx, d.tx, d.org, r.id)
	if err != nil {
		return err
	}
	t, err := d.ticks(ctx, k)
	if err != nil {
		return err
	}
	plan, err := d.plan(ctx)
	if err != nil {
		return err
	}
	c := t.all[r.Kind]
	what, number, _ := strings.Cut(c.alarm, ":")
	n, _ := strconv.Atoi(number)
	switch what {
	case "remind":
		err = t.remind(ctx, c, n)
		c.alarm, c.alarmAt = plan.before(t.hours, d.tx.Now, c.DueAt, t.left(c), n)
	case "breach":
		err = t.breach(ctx, c)
		c.alarm, c.alarmAt = plan.after(t.hours, c.DueAt, -1)
	case "step":
		err = t.escalate(ctx, c, plan, n)
		c.alarm, c.alarmAt = plan.after(t.hours, c.DueAt, n)
	default:
		c.alarm, c.alarmAt = "", nil
	}
	if err != nil {
		return err
	}
	if err := saveClock(ctx, d.tx, d.org, k.ID, c); err != nil {
		return err
	}
	d.c.publish(d.tx, d.org, k.ID)
	return nil
}

func (t *ticks) remind(ctx context.Context, c *Clock, before int) error {
	if err := addEvent(ctx, t.tx, t.org, t.k.ID, Event{Kind: Reminded, From: string(c.Kind), To: c.DueAt.Format(time.RFC3339),
		Detail: asDetail(map[string]any{"clock": c.Kind, "minutes": before})}); err != nil {
		return err
	}
	return t.c.tell(ctx, t.tx, t.k, Notice{Kind: ToldReminder, To: []identity.UserID{identity.UserID(t.k.Owner.ID)}, Text: string(c.Kind), At: c.DueAt,
		Key: fmt.Sprintf("remind:%s:%s:%d:%d", t.k.ID, c.Kind, c.DueAt.UnixMicro(), before)})
}

func (t *ticks) breach(ctx context.Context, c *Clock) error {
	if c.BreachedAt == nil {
		if err := t.act(ctx, c.Kind, Breached, c.DueAt, nil, 0); err != nil {
			return err
		}
	}
	if err := addEvent(ctx, t.tx, t.org, t.k.ID, Event{Kind: ClockEvent, Text: string(Breached), From: string(c.Kind), To: c.DueAt.Format(time.RFC3339),
		Detail: asDetail(map[string]any{"clock": c.Kind, "due_at": c.DueAt})}); err != nil {
		return err
	}
	to, err := watchersOf(ctx, t.tx, t.org, t.k)
	if err != nil {
		return err
	}
	return t.c.tell(ctx, t.tx, t.k, Notice{Kind: ToldBreach, To: to, Text: string(c.Kind), At: c.DueAt,
		Key: fmt.Sprintf("breach:%s:%s:%d", t.k.ID, c.Kind, c.DueAt.UnixMicro())})
}

// escalate takes one step up: tells those whom it goes to, and hands over or raises the case where the step says so.
func (t *ticks) escalate(ctx context.Context, c *Clock, plan *alarmPlan, after int) error {
	step := Step{After: -1}
	for _, s := range plan.steps {
		if s.After == after {
			step = s
		}
	}
	if step.After < 0 {
		return nil // the step was taken out of the list since
	}
	w, err := t.world(ctx)
	if err != nil {
		return err
	}
	to := w.upTo(step.To, t.k)
	if len(to) == 0 {
		return nil
	}
	names := []string{}
	for _, id := range to {
		names = append(names, w.name(id))
	}
	events := []Event{{Kind: Escalated, From: string(c.Kind), To: strings.Join(names, ", "),
		Detail: asDetail(map[string]any{"clock": c.Kind, "minutes": after, "users": to})}}
	if step.Raise && t.k.Severity != High {
		events = append(events, Event{Kind: Regraded, From: string(t.k.Severity), To: string(High)})
		t.k.Severity = High
	}
	if step.HandOver && t.k.Owner.ID != string(to[0]) && w.fit(to[0]) {
		events = append(events, Event{Kind: HandedOver, From: t.k.Owner.ID, To: string(to[0])})
		t.k.Owner.ID = string(to[0])
	}
	if len(events) > 1 {
		t.k.Version++
		if err := updateCase(ctx, t.tx, t.org, t.k); err != nil {
			return err
		}
	}
	for _, e := range events {
		if err := addEvent(ctx, t.tx, t.org, t.k.ID, e); err != nil {
			return err
		}
	}
	for _, id := range to { // who is asked to see to it sees it
		if err := follow(ctx, t.tx, t.org, t.k.ID, id, "watch"); err != nil {
			return err
		}
	}
	if err := t.c.Audit.Record(ctx, t.tx, "case.escalate", string(t.k.ID), map[string]any{"ref": t.k.Ref, "clock": c.Kind, "to": to}); err != nil {
		return err
	}
	return t.c.tell(ctx, t.tx, t.k, Notice{Kind: ToldEscalated, To: to, Text: string(c.Kind), At: c.DueAt,
		Key: fmt.Sprintf("escalate:%s:%s:%d:%d", t.k.ID, c.Kind, c.DueAt.UnixMicro(), after)})
}

// upTo says whom an escalation goes to. Where a place up the tree is empty it goes to the organisation's owners: never to
// nobody.
func (w *world) upTo(to string, k *Case) (out []identity.UserID) {
	first, second := w.upwards(k)
	switch to {
	case ToUnit:
		out = first
	case ToParent:
		out = second
	case ToManagers:
		up := above(w.units, k.unit())
		for _, m := range w.members {
			over := m.Unit == "" && m.Role == identity.Manager
			for _, u := range up {
				over = over || m.Unit == u
			}
			if over && worker(m) && (m.Role == identity.Manager || m.Role == identity.Supervisor) {
				out = append(out, m.ID)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, m := range w.members {
		if m.Role == identity.Owner && worker(m) {
			out = append(out, m.ID)
		}
	}
	return out
}

// upwards finds the nearest fit owner of a case's unit, and the nearest other one above.
func (w *world) upwards(k *Case) (first, second []identity.UserID) {
	for _, id := range above(w.units, k.unit()) {
		for _, u := range w.units {
			if u.ID != id || u.Owner == "" || !w.fit(u.Owner) {
				continue
			}
			if first == nil {
				first = []identity.UserID{u.Owner}
			} else if first[0] != u.Owner {
				return first, []identity.UserID{u.Owner}
			}
		}
	}
	return first, nil
}
