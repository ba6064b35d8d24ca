package expectation

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Consumer reads the log on: what begins an expectation, and what answers it.
func (x *Expectations) Consumer() signal.Consumer {
	return signal.Consumer{Name: "expectation", Batch: 200, Apply: x.apply, Wants: func(ctx context.Context, tx *db.Tx, org db.Org) ([]signal.Op, error) {
		all, err := list(ctx, tx, org)
		if err != nil || slices.ContainsFunc(all, func(e Expectation) bool { return e.On }) {
			return nil, err
		}
		return []signal.Op{signal.OpErase}, nil // what an erased signal began goes, even where nothing is expected any more
	}}
}

// reader is one batch of the log under way.
type reader struct {
	x      *Expectations
	tx     *db.Tx
	org    db.Org
	on     []Expectation
	points map[string]string // key → id
	zone   *time.Location
}

func (x *Expectations) apply(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
	ctx = identity.System(ctx, org, "expectations")
	r := &reader{x: x, tx: tx, org: org, points: map[string]string{}, zone: time.UTC}
	all, err := list(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.On {
			r.on = append(r.on, e)
		}
	}
	if len(r.on) > 0 {
		points, err := x.Points.All(ctx, tx, org)
		if err != nil {
			return err
		}
		for _, p := range points {
			r.points[p.Key] = string(p.ID)
		}
		o, err := x.People.Organisation(ctx, org)
		if err != nil {
			return err
		}
		r.zone = o.Location()
	}
	for _, e := range entries {
		if err := r.entry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) entry(ctx context.Context, e *signal.Logged) error {
	if e.Kind == "silence" || e.IsDerived() {
		return nil // what we said ourselves begins nothing and answers nothing
	}
	if e.Op != signal.OpPut {
		if err := r.takeBack(ctx, e); err != nil {
			return err
		}
	}
	if e.Op == signal.OpErase || e.Erased {
		return nil
	}
	for i := range r.on {
		x := &r.on[i]
		var err error
		switch {
		case !r.begins(x, e):
		case x.Kind == Repeat:
			err = r.contact(ctx, x, e)
		case x.Kind == Contact:
			err = r.spoken(ctx, x, e)
		default:
			err = r.begin(ctx, x, e)
		}
		if err != nil {
			return err
		}
	}
	return r.answer(ctx, e)
}

// begins reports whether a signal is one that an expectation looks at.
func (r *reader) begins(x *Expectation, e *signal.Logged) bool {
	switch {
	case x.OnSince == nil || e.At.Before(*x.OnSince) && x.Kind != Contact && x.Kind != Repeat, e.Content.Quiet && x.Kind != Contact && x.Kind != Repeat:
		return false
	case len(x.Signals) > 0 && !slices.Contains(x.Signals, e.Kind):
		return false
	case x.TouchPoint != "" && (e.Content.TouchPoint == "" || e.Content.TouchPoint != r.points[x.TouchPoint]):
		return false
	case x.Channel != "" && e.Content.Channel != x.Channel:
		return false
	}
	return x.Kind == Promise || x.Kind == Answer || e.Content.Customer != ""
}

// begin waits for what a signal promises or asks.
func (r *reader) begin(ctx context.Context, x *Expectation, e *signal.Logged) error {
	c := &e.Content
	w := &wait{expectation: x.ID, subject: string(e.ID), customer: c.Customer, touchPoint: c.TouchPoint, unit: c.Unit, employee: c.Employee,
		since: e.At.UnixMicro(), due: e.At.Add(time.Duration(x.Hours) * time.Hour).UnixMicro()}
	if x.Kind == Promise {
		due, ok := moment(c.Attributes[x.Attribute], r.zone)
		if !ok {
			return nil // nothing was promised
		}
		w.due = due.UnixMicro()
	}
	if had, err := waits(ctx, r.tx, `org = $1 and expectation = $2 and subject = $3`, r.org, string(x.ID), w.subject); err != nil {
		return err
	} else if len(had) > 0 {
		w.silence, w.answered, w.answer = had[0].silence, had[0].answered, had[0].answer
	}
	if at, ok := moment(c.Attributes[answeredAt], r.zone); ok {
		w.answered, w.answer = sql.NullInt64{Int64: at.UnixMicro(), Valid: true}, ""
	}
	return r.settle(ctx, w)
}

// moment reads a time, or a day, which ends with its last moment.
func moment(s string, zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, true
	}
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(form, s, zone); err == nil {
			return at, true
		}
	}
	at, err := time.ParseInLocation(time.DateOnly, s, zone)
	return at.AddDate(0, 0, 1), err == nil
}

// settle stores a wait; a silence that turns out to be none is taken back.
func (r *reader) settle(ctx context.Context, w *wait) error {
	if w.silence != "" && w.answered.Valid && w.answered.Int64 <= w.due {
		if err := r.x.Log.EraseIn(ctx, r.tx, r.org, w.silence); err != nil {
			return err
		}
		w.silence = ""
	}
	return putWait(ctx, r.tx, r.org, w)
}

// spoken notes the latest contact with a customer. One that came in late but happened in time takes the silence back; one after a
// silence begins to wait anew.
func (r *reader) spoken(ctx context.Context, x *Expectation, e *signal.Logged) error {
	c := &e.Content
	w := &wait{expectation: x.ID, subject: c.Customer, customer: c.Customer, touchPoint: c.TouchPoint, unit: c.Unit, employee: c.Employee,
		since: e.At.UnixMicro(), due: e.At.AddDate(0, 0, x.Days).UnixMicro()}
	had, err := waits(ctx, r.tx, `org = $1 and expectation = $2 and subject = $3`, r.org, string(x.ID), w.subject)
	if err != nil {
		return err
	}
	if len(had) == 0 {
		if w.due < x.OnSince.UnixMicro() {
			return nil // overdue before anybody expected it
		}
		return putWait(ctx, r.tx, r.org, w)
	}
	old := had[0]
	if w.since <= old.since {
		return nil
	}
	if old.silence != "" && w.since <= old.due {
		if err := r.x.Log.EraseIn(ctx, r.tx, r.org, old.silence); err != nil {
			return err
		}
	}
	return putWait(ctx, r.tx, r.org, w)
}

// answer ends what waited for this customer.
func (r *reader) answer(ctx context.Context, e *signal.Logged) error {
	if e.Content.Customer == "" {
		return nil
	}
	open, err := waits(ctx, r.tx, `org = $1 and customer = $2 and since < $3 and subject <> $4 and (answered is null or answered > $3) and subject <> customer`,
		r.org, e.Content.Customer, e.At.UnixMicro(), string(e.ID))
	if err != nil {
		return err
	}
	for _, w := range open {
		at := slices.IndexFunc(r.on, func(x Expectation) bool { return x.ID == w.expectation })
		if at < 0 || r.on[at].AnswerAt != "" && r.points[r.on[at].AnswerAt] != e.Content.TouchPoint {
			continue
		}
		w.answered, w.answer = sql.NullInt64{Int64: e.At.UnixMicro(), Valid: true}, string(e.ID)
		if err := r.settle(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// takeBack undoes what a signal began and answered, before it is looked at as it is now, or because it is gone.
func (r *reader) takeBack(ctx context.Context, e *signal.Logged) error {
	id := string(e.ID)
	answers, err := waits(ctx, r.tx, `org = $1 and answer = $2`, r.org, id)
	if err != nil {
		return err
	}
	for _, w := range answers { // it waits again: the next look at the clock says whether it was missed
		w.answered, w.answer = sql.NullInt64{}, ""
		if err := putWait(ctx, r.tx, r.org, w); err != nil {
			return err
		}
	}
	if e.Op == signal.OpErase {
		begun, err := waits(ctx, r.tx, `org = $1 and subject = $2`, r.org, id)
		if err != nil {
			return err
		}
		for _, w := range begun {
			if err := r.x.Log.EraseIn(ctx, r.tx, r.org, w.silence); err != nil {
				return err
			}
			if err := dropWait(ctx, r.tx, r.org, w); err != nil {
				return err
			}
		}
	}
	return r.uncontact(ctx, id)
}
