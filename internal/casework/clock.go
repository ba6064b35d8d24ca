package casework

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// ClockKind says what a clock waits for.
type ClockKind string

// The closed list of clocks: somebody begins to work on the case; the customer hears from us for the first time; an answer to
// what the customer wrote; the case is resolved.
const (
	Acknowledge   ClockKind = "acknowledge"
	FirstResponse ClockKind = "first_response"
	NextResponse  ClockKind = "next_response"
	Resolve       ClockKind = "resolve"
)

// ClockKinds lists every clock in the order a case goes through them.
var ClockKinds = []ClockKind{Acknowledge, FirstResponse, NextResponse, Resolve}

// ClockState is how a clock stands.
type ClockState string

// The closed list of a clock's states. Ended is one that nobody waits for any more.
const (
	Running   ClockState = "running"
	Paused    ClockState = "paused"
	Fulfilled ClockState = "fulfilled"
	Ended     ClockState = "ended"
)

// Clock is how one clock of a case stands. Minutes are of working time.
type Clock struct {
	Kind        ClockKind  `json:"kind" enum:"acknowledge,first_response,next_response,resolve"`
	State       ClockState `json:"state" enum:"running,paused,fulfilled,ended"`
	StartedAt   time.Time  `json:"started_at"`
	DueAt       time.Time  `json:"due_at" doc:"While it is paused, when it would have been due"`
	Limit       int64      `json:"limit_minutes" doc:"Of working time"`
	Left        *int64     `json:"left_minutes,omitempty" doc:"Of working time, while paused"`
	Took        *int64     `json:"took_minutes,omitempty" doc:"Of working time, once fulfilled"`
	FulfilledAt *time.Time `json:"fulfilled_at,omitempty"`
	BreachedAt  *time.Time `json:"breached_at,omitempty" doc:"The due time that passed"`

	target, left time.Duration
	alarm        string
	alarmAt      *time.Time
}

// ClockAct is what happened to a clock.
type ClockAct string

// The closed list of what happens to clocks.
const (
	Started  ClockAct = "start"
	PausedAt ClockAct = "pause"
	Resumed  ClockAct = "resume"
	DueMoved ClockAct = "due"
	Met      ClockAct = "fulfil"
	Breached ClockAct = "breach"
	Stopped  ClockAct = "end"
)

// ClockEntry is one line of what happened to clocks. DueAt comes with start, resume and due; Left, in working time, with
// every act but a breach.
type ClockEntry struct {
	Clock ClockKind     `json:"clock"`
	At    time.Time     `json:"at"`
	Act   ClockAct      `json:"act" enum:"start,pause,resume,due,fulfil,breach,end"`
	DueAt *time.Time    `json:"due_at,omitempty"`
	Left  time.Duration `json:"-"`
	// Target is the whole of its working time, with start and due.
	Target time.Duration `json:"-"`
}

// Replay makes the clocks of a case as they stood at a moment out of what had happened to them by then.
func Replay(entries []ClockEntry, at time.Time) []Clock {
	now := map[ClockKind]*Clock{}
	for _, e := range entries {
		if e.At.After(at) {
			continue
		}
		c := now[e.Clock]
		if e.Act == Started {
			c = &Clock{Kind: e.Clock}
			now[e.Clock] = c
		}
		if c != nil {
			c.apply(e)
		}
	}
	out := []Clock{}
	for _, kind := range ClockKinds {
		if c := now[kind]; c != nil {
			out = append(out, *c.shown())
		}
	}
	return out
}

// apply changes a clock by what happened to it. It is the one place that says what an act means, for the past and for now.
func (c *Clock) apply(e ClockEntry) {
	at := e.At
	switch e.Act {
	case Started:
		*c = Clock{Kind: e.Clock, State: Running, StartedAt: at, target: e.Target, left: e.Left}
	case PausedAt:
		c.State, c.left = Paused, e.Left
	case Resumed:
		c.State, c.left = Running, e.Left
	case DueMoved:
		c.target, c.left, c.BreachedAt = e.Target, e.Left, nil
	case Met:
		c.State, c.left, c.FulfilledAt = Fulfilled, e.Left, &at
	case Breached:
		c.BreachedAt = &at
	case Stopped:
		c.State, c.left = Ended, e.Left
	}
	if e.DueAt != nil {
		c.DueAt = *e.DueAt
	}
}

// shown fills in the minutes.
func (c *Clock) shown() *Clock {
	c.Limit, c.Left, c.Took = minutes(c.target), nil, nil
	switch left, took := minutes(c.left), minutes(c.target-c.left); c.State {
	case Paused:
		c.Left = &left
	case Fulfilled:
		c.Took = &took
	}
	return c
}

func minutes(d time.Duration) int64 { return int64(d.Round(time.Minute) / time.Minute) }

// ticks is the clocks of one case under way in a transaction: what its acts change is stored at once.
type ticks struct {
	*desk
	k     *Case
	hours *calendar.Calendar
	all   map[ClockKind]*Clock
}

func (d *desk) ticks(ctx context.Context, k *Case) (*ticks, error) {
	hours, err := d.hours(ctx, k.unit())
	if err != nil {
		return nil, err
	}
	list, err := clocksOf(ctx, d.tx, d.org, []ID{k.ID})
	return &ticks{desk: d, k: k, hours: hours, all: byKind(list[k.ID])}, err
}

func byKind(list []Clock) map[ClockKind]*Clock {
	out := map[ClockKind]*Clock{}
	for i := range list {
		out[list[i].Kind] = &list[i]
	}
	return out
}

// act applies and stores one act, and says what happens to the clock next.
func (t *ticks) act(ctx context.Context, kind ClockKind, act ClockAct, at time.Time, due *time.Time, left time.Duration) error {
	c := t.all[kind]
	if c == nil {
		c = &Clock{Kind: kind}
		t.all[kind] = c
	}
	e := ClockEntry{Clock: kind, At: at, Act: act, DueAt: due, Left: left}
	switch act {
	case Started:
		e.Target = left
	case DueMoved:
		e.Target = c.target - t.left(c) + left
	}
	c.apply(e)
	if act != Breached {
		plan, err := t.plan(ctx)
		if err != nil {
			return err
		}
		c.alarm, c.alarmAt = "", nil
		if c.State == Running && c.BreachedAt == nil {
			c.alarm, c.alarmAt = plan.first(t.hours, t.tx.Now, c.DueAt, c.left)
		}
	}
	if err := insertClockEntry(ctx, t.tx, t.org, t.k.ID, e); err != nil {
		return err
	}
	return saveClock(ctx, t.tx, t.org, t.k.ID, c.shown())
}

// start sets a clock to working time from now.
func (t *ticks) start(ctx context.Context, kind ClockKind, target time.Duration) (due time.Time, err error) {
	due = t.hours.Add(t.tx.Now, target)
	return due, t.act(ctx, kind, Started, t.tx.Now, &due, target)
}

// left is the working time until a clock is due; negative where that has passed.
func (t *ticks) left(c *Clock) time.Duration {
	if c.State == Paused {
		return c.left
	}
	return t.hours.Between(t.tx.Now, c.DueAt)
}

// each runs one act for all clocks in a state.
func (t *ticks) each(ctx context.Context, in ClockState, act ClockAct) error {
	for _, kind := range ClockKinds {
		c := t.all[kind]
		if c == nil || c.State != in {
			continue
		}
		left, due := t.left(c), (*time.Time)(nil)
		if act == Resumed && c.BreachedAt == nil {
			moved := t.hours.Add(t.tx.Now, max(left, 0))
			due = &moved
		}
		if err := t.act(ctx, kind, act, t.tx.Now, due, left); err != nil {
			return err
		}
	}
	return nil
}

// fulfil ends a clock because what it waited for has happened.
func (t *ticks) fulfil(ctx context.Context, kind ClockKind) error {
	c := t.all[kind]
	if c == nil || c.State != Running && c.State != Paused {
		return nil
	}
	left := t.left(c)
	if c.State == Running && left < 0 && c.BreachedAt == nil { // before the job looked
		if err := t.act(ctx, kind, Breached, c.DueAt, nil, 0); err != nil {
			return err
		}
	}
	return t.act(ctx, kind, Met, t.tx.Now, nil, left)
}

// open starts the clocks of a case that is being opened; its due time is that of the resolve clock.
func (t *ticks) open(ctx context.Context) error {
	set, err := t.targets(ctx)
	if err != nil {
		return err
	}
	units, err := t.units(ctx)
	if err != nil {
		return err
	}
	for _, kind := range []ClockKind{Acknowledge, FirstResponse} {
		if d := set.limit(units, t.k, kind); d > 0 {
			if _, err := t.start(ctx, kind, d); err != nil {
				return err
			}
		}
	}
	due := t.k.DueAt
	return t.act(ctx, Resolve, Started, t.tx.Now, &due, t.hours.Between(t.tx.Now, due))
}

// follow makes the clocks do what a change of their case asks for, and moves its due time where they do.
func (t *ticks) follow(ctx context.Context, was State, due time.Time) (events []Event, err error) {
	now := t.k.State
	if was == New && now != New {
		if err := t.fulfil(ctx, Acknowledge); err != nil {
			return nil, err
		}
	}
	moved := !due.Equal(t.k.DueAt)
	switch {
	case was.done() && now.Live(), t.all[Resolve] == nil && now.Live():
		d := t.k.DueAt
		if err := t.act(ctx, Resolve, Started, t.tx.Now, &d, t.hours.Between(t.tx.Now, d)); err != nil {
			return nil, err
		}
	case was.Live() && now.done():
		if err := t.fulfil(ctx, Resolve); err != nil {
			return nil, err
		}
		for _, in := range []ClockState{Running, Paused} {
			if err := t.each(ctx, in, Stopped); err != nil {
				return nil, err
			}
		}
	case moved && now.Live():
		if err := t.moveDue(ctx); err != nil {
			return nil, err
		}
	}
	switch {
	case now == Waiting && was != Waiting:
		err = t.each(ctx, Running, PausedAt)
	case was == Waiting && now.Live() && now != Waiting:
		events, err = t.resume(ctx)
	}
	t.k.paused = now == Waiting && t.all[Resolve] != nil && t.all[Resolve].BreachedAt == nil
	return events, err
}

func (t *ticks) moveDue(ctx context.Context) error {
	due := t.k.DueAt
	return t.act(ctx, Resolve, DueMoved, t.tx.Now, &due, t.hours.Between(t.tx.Now, due))
}

// resume lets clocks run on after a pause; what was left of the resolve clock makes the new due time.
func (t *ticks) resume(ctx context.Context) ([]Event, error) {
	if err := t.each(ctx, Paused, Resumed); err != nil {
		return nil, err
	}
	c := t.all[Resolve]
	if c == nil || c.DueAt.Equal(t.k.DueAt) {
		return nil, nil
	}
	before := t.k.DueAt
	t.k.DueAt = c.DueAt
	if c.DueAt.Sub(before).Abs() < time.Minute {
		return nil, nil
	}
	return []Event{{Kind: ClockEvent, Text: string(Resumed), From: before.Format(time.RFC3339), To: c.DueAt.Format(time.RFC3339)}}, nil
}

// answered stops the clocks that wait for us to write to the customer.
func (t *ticks) answered(ctx context.Context) error {
	for _, kind := range []ClockKind{FirstResponse, NextResponse} {
		if err := t.fulfil(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

// heard starts the clock of the next response, unless one runs already.
func (t *ticks) heard(ctx context.Context) error {
	if c := t.all[NextResponse]; c != nil && (c.State == Running || c.State == Paused) || !t.k.State.Live() {
		return nil
	}
	set, err := t.targets(ctx)
	if err != nil {
		return err
	}
	units, err := t.units(ctx)
	if err != nil {
		return err
	}
	if d := set.limit(units, t.k, NextResponse); d > 0 {
		_, err = t.start(ctx, NextResponse, d)
	}
	return err
}

// answered tells the clocks of a case that the customer was written to. It is part of the transaction that does so.
func (c *Cases) answered(ctx context.Context, tx *db.Tx, k *Case) error {
	t, err := c.desk(tx, tx.Org).ticks(ctx, k)
	if err != nil {
		return err
	}
	return t.answered(ctx)
}

// heardBack tells the clocks of a case that the customer has written: an answer is due. It is part of the transaction that
// keeps what they wrote; a case that was waiting for them goes on by a move of its own.
func (c *Cases) heardBack(ctx context.Context, tx *db.Tx, k *Case) error {
	t, err := c.desk(tx, tx.Org).ticks(ctx, k)
	if err != nil {
		return err
	}
	return t.heard(ctx)
}

// ClocksAt returns what happened to a case's clocks, and how they stood at a moment; now where that is zero.
func (c *Cases) ClocksAt(ctx context.Context, org db.Org, id ID, at time.Time) (entries []ClockEntry, clocks []Clock, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := c.find(ctx, tx, org, id); err != nil {
			return err
		}
		if at.IsZero() {
			at = tx.Now
		}
		entries, err = clockEntries(ctx, tx, org, id)
		return err
	})
	return entries, Replay(entries, at), err
}
