// Package expectation hears silence: the call-back that was promised and didn't come, the message that nobody answered, the
// customer nobody spoke to, and the customer who had to come again. What it finds are signals like any other.
package expectation

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is an expectation's id.
type ID string

// Kind is what is expected.
type Kind string

// The closed list of kinds.
const (
	Promise Kind = "promise" // something by the time that an attribute of the signal names
	Answer  Kind = "answer"  // an answer within hours of the signal
	Contact Kind = "contact" // to hear from, or speak to, each customer within days
	Repeat  Kind = "repeat"  // that a customer needn't come again within days: each contact is a signal with repeat_contact 0 or 1
)

// Rules are what an expectation looks at.
type Rules struct {
	Signals    []signal.Kind `json:"signals,omitempty" doc:"Kinds of signals that begin it; none named: all but silence"`
	TouchPoint string        `json:"touch_point,omitempty" maxLength:"64" doc:"Key: only signals of this touch point begin it"`
	Channel    string        `json:"channel,omitempty" maxLength:"64" doc:"Only signals of this channel begin it"`
	Attribute  string        `json:"attribute,omitempty" maxLength:"64" doc:"promise: the attribute with the time, promised_at where it is left out. repeat: an attribute that must be the same, such as a topic"`
	Hours      int           `json:"hours,omitempty" minimum:"0" maximum:"8760" doc:"answer: how long it may take"`
	Days       int           `json:"days,omitempty" minimum:"0" maximum:"3650" doc:"contact, repeat: how long"`
	AnswerAt   string        `json:"answer_at,omitempty" maxLength:"64" doc:"Key: only signals of this touch point are an answer; any later signal of the customer where it is left out"`
}

// Expectation is one of an organisation's.
type Expectation struct {
	ID   ID     `json:"id" readOnly:"true"`
	Name string `json:"name" maxLength:"80"`
	Kind Kind   `json:"kind" enum:"promise,answer,contact,repeat"`
	On   bool   `json:"on"`
	Rules
	Version   int        `json:"version" readOnly:"true"`
	OnSince   *time.Time `json:"on_since,omitempty" readOnly:"true" doc:"What was heard before begins nothing"`
	CreatedAt time.Time  `json:"created_at" readOnly:"true"`
	Counts    Counts     `json:"counts" readOnly:"true"`
}

// Input is what is sent of an expectation.
type Input struct {
	Name string `json:"name" maxLength:"80"`
	Kind Kind   `json:"kind" enum:"promise,answer,contact,repeat"`
	On   bool   `json:"on"`
	Rules
}

// Counts is what an expectation has found.
type Counts struct {
	Waiting int64 `json:"waiting" doc:"Not due yet, or due within the last minute"`
	Missed  int64 `json:"missed" doc:"Nothing came, or came too late: each is a signal of kind silence"`
	InTime  int64 `json:"in_time"`
	Heard   int64 `json:"heard" doc:"repeat: contacts looked at"`
	Again   int64 `json:"again" doc:"repeat: contacts that were a repeat"`
}

const (
	maxExpectations = 50
	promisedAt      = "promised_at"
	answeredAt      = "answered_at"
)

// Expectations is the capability.
type Expectations struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics
	People  *identity.Identity
	Points  *touchpoint.Points
	Audit   identity.Auditor
	Slog    *slog.Logger
}

// Validate checks what needs no database and fills in what is left out.
func (e *Expectation) Validate() error {
	if err := identity.Name(e.Name, "body.name", 80); err != nil {
		return err
	}
	for _, k := range e.Signals {
		if !slices.Contains(signal.Kinds, k) || k == "silence" {
			return problem.At("body.signals", "kind_unknown", "Signals of kind %.40q can't begin an expectation.", string(k))
		}
	}
	for place, key := range map[string]string{"body.touch_point": e.TouchPoint, "body.answer_at": e.AnswerAt, "body.attribute": e.Attribute} {
		if key != "" {
			if err := identity.Key(key, place); err != nil {
				return err
			}
		}
	}
	if err := identity.Clean(e.Channel, "body.channel"); err != nil {
		return err
	}
	switch e.Kind {
	case Promise:
		if e.Attribute == "" {
			e.Attribute = promisedAt
		}
		e.Hours, e.Days = 0, 0
	case Answer:
		if e.Hours < 1 || e.Hours > 8760 {
			return problem.At("body.hours", "hours_needed", "Say within how many hours an answer is expected: 1 to 8760.")
		}
		e.Attribute, e.Days = "", 0
	case Contact, Repeat:
		if most := map[Kind]int{Contact: 3650, Repeat: 90}[e.Kind]; e.Days < 1 || e.Days > most {
			return problem.At("body.days", "days_needed", "Say within how many days: 1 to %d.", most)
		}
		e.Hours = 0
		if e.Kind == Contact {
			e.Attribute, e.AnswerAt = "", ""
		} else {
			e.AnswerAt = ""
		}
	default:
		return problem.At("body.kind", "expectation_kind", "An expectation is a promise, an answer, a contact or a repeat.")
	}
	return nil
}

// Create adds an expectation.
func (x *Expectations) Create(ctx context.Context, org db.Org, in Input) (e *Expectation, err error) {
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error { e, err = x.CreateIn(ctx, tx, org, in); return err })
	return e, err
}

// CreateIn is Create inside a transaction.
func (x *Expectations) CreateIn(ctx context.Context, tx *db.Tx, org db.Org, in Input) (*Expectation, error) {
	e := &Expectation{ID: ID(tx.ID("exp")), Name: strings.TrimSpace(in.Name), Kind: in.Kind, Rules: in.Rules, Version: 1, CreatedAt: tx.Now}
	if err := e.Validate(); err != nil {
		return nil, err
	}
	all, err := list(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	if len(all) >= maxExpectations {
		return nil, problem.New(problem.Invalid, "too_many_expectations", "An organisation has at most %d expectations.", maxExpectations)
	}
	if err := x.turn(ctx, tx, org, e, in.On); err != nil {
		return nil, err
	}
	if err := insert(ctx, tx, org, e); err != nil {
		return nil, err
	}
	return e, x.Audit.Record(ctx, tx, "expectation.create", string(e.ID), map[string]any{"name": e.Name, "on": e.On})
}

// ListIn lists every expectation inside a transaction, by name, without what it has found.
func ListIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Expectation, error) {
	return list(ctx, tx, org)
}

// DropIn ends an expectation inside a transaction if nobody has changed it and it has found nothing, and reports whether it did.
func (x *Expectations) DropIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (bool, error) {
	e, err := find(ctx, tx, org, id)
	if err != nil {
		return false, err
	}
	c, err := countsOf(ctx, tx, org, e, tx.Now)
	if err != nil || e.Version != 1 || c.Missed+c.InTime+c.Heard > 0 {
		return false, err
	}
	return true, x.end(ctx, tx, org, e)
}

// turn switches an expectation. Switched on, it begins with what is heard from then on; a contact begins with the customers who
// aren't overdue already, so that no thousand silences come at once.
func (x *Expectations) turn(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation, on bool) error {
	if on == e.On {
		return nil
	}
	e.On, e.OnSince = on, nil
	if !on {
		return forget(ctx, tx, org, e.ID)
	}
	now := tx.Now
	e.OnSince = &now
	if e.Kind == Repeat {
		for _, n := range metric.Operational() {
			if n.Key == metric.RepeatContact {
				if _, err := x.Metrics.Define(ctx, tx, org, &n); err != nil {
					return err
				}
			}
		}
	}
	if e.Kind == Contact && e.TouchPoint == "" && e.Channel == "" {
		return seed(ctx, tx, org, e)
	}
	return nil
}

// Edit replaces what an expectation says. What it waits for begins anew where it looks at something else.
func (x *Expectations) Edit(ctx context.Context, org db.Org, id ID, version int, in Input) (e *Expectation, err error) {
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error {
		if e, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if e.Version != version {
			return web.Stale()
		}
		if in.Kind != e.Kind {
			return problem.At("body.kind", "kind_fixed", "What an expectation expects stays: make another one for that.")
		}
		was := fmt.Sprint(e.Rules)
		e.Name, e.Rules = strings.TrimSpace(in.Name), in.Rules
		if err := e.Validate(); err != nil {
			return err
		}
		if e.On && fmt.Sprint(e.Rules) != was {
			if err := x.turn(ctx, tx, org, e, false); err != nil {
				return err
			}
		}
		if err := x.turn(ctx, tx, org, e, in.On); err != nil {
			return err
		}
		e.Version++
		if err := update(ctx, tx, org, e); err != nil {
			return err
		}
		if e.Counts, err = countsOf(ctx, tx, org, e, x.DB.Now()); err != nil {
			return err
		}
		return x.Audit.Record(ctx, tx, "expectation.edit", string(id), map[string]any{"name": e.Name, "on": e.On})
	})
	return e, err
}

// Delete ends an expectation. The signals that it made stay.
func (x *Expectations) Delete(ctx context.Context, org db.Org, id ID) error {
	return x.DB.Write(ctx, org, func(tx *db.Tx) error {
		e, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		return x.end(ctx, tx, org, e)
	})
}

func (x *Expectations) end(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation) error {
	if err := forget(ctx, tx, org, e.ID); err != nil {
		return err
	}
	if err := drop(ctx, tx, org, e.ID); err != nil {
		return err
	}
	return x.Audit.Record(ctx, tx, "expectation.delete", string(e.ID), map[string]any{"name": e.Name})
}

// List returns every expectation with what it has found, by name.
func (x *Expectations) List(ctx context.Context, org db.Org) (all []Expectation, err error) {
	err = x.DB.Read(ctx, org, func(tx *db.Tx) error {
		if all, err = list(ctx, tx, org); err != nil {
			return err
		}
		for i := range all {
			if all[i].Counts, err = countsOf(ctx, tx, org, &all[i], x.DB.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}
