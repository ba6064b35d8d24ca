package moment

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats"
)

// Kind says whether an incident lost or won a customer.
type Kind string

// The closed list of kinds.
const (
	Failure Kind = "failure"
	Delight Kind = "delight"
)

// Code says how a failure was handled.
type Code string

// The closed list of codes; the last is for a failure that was taken on.
const (
	Ignored       Code = "ignored"
	Minimised     Code = "minimised"
	PassedOn      Code = "passed_on"
	Blamed        Code = "blamed"         // on the customer
	NotAuthorised Code = "not_authorised" // "I'm not authorised"
	TakenOn       Code = "taken_on"
)

// Codes lists every code in the order of screens.
var Codes = []Code{Ignored, Minimised, PassedOn, Blamed, NotAuthorised, TakenOn}

// Linked is what is sent to link an incident: a signal or a case.
type Linked struct {
	Signal signal.ID   `json:"signal,omitempty" maxLength:"60"`
	Case   casework.ID `json:"case,omitempty" maxLength:"60"`
	Kind   Kind        `json:"kind" enum:"failure,delight"`
}

// Coding is what a person says of an incident.
type Coding struct {
	Kind  Kind   `json:"kind" enum:"failure,delight"`
	Codes []Code `json:"codes" maxItems:"6" enum:"ignored,minimised,passed_on,blamed,not_authorised,taken_on" doc:"How the failure was handled; none: not coded"`
	Note  string `json:"note,omitempty" maxLength:"1000"`
}

// IncidentID is an incident's id.
type IncidentID string

// Incident is one time at which customers decided: a signal or a case.
type Incident struct {
	ID     IncidentID  `json:"id"`
	Signal signal.ID   `json:"signal,omitempty"`
	Case   casework.ID `json:"case,omitempty"`
	Coding
	Words     string     `json:"words,omitempty" doc:"What the customer said, or the case's title; absent for those who may not read it"`
	Ref       string     `json:"ref,omitempty" doc:"Of the case"`
	HeardAt   *time.Time `json:"heard_at,omitempty"`
	CodedBy   string     `json:"coded_by,omitempty"`
	CodedAt   *time.Time `json:"coded_at,omitempty"`
	Erased    bool       `json:"erased,omitempty"`
	Version   int        `json:"version"`
	CreatedBy string     `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	Removed   bool       `json:"removed,omitempty"`
	moment    ID
}

// Handled is how often failures at a moment were handled in one way, among those that somebody coded.
type Handled struct {
	Code  Code     `json:"code" enum:"ignored,minimised,passed_on,blamed,not_authorised,taken_on"`
	Count int64    `json:"count"`
	N     int64    `json:"n" doc:"Failures that were coded; one may have several codes"`
	Value *float64 `json:"value" doc:"%"`
	Low   *float64 `json:"low" doc:"Lower end of Wilson's 95 % interval"`
	High  *float64 `json:"high"`
}

// Link attaches an incident to a moment. The same one again stays one.
func (m *Moments) Link(ctx context.Context, org db.Org, id ID, in Linked) (i *Incident, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if i, err = m.link(ctx, tx, org, id, in); err != nil {
			return err
		}
		return m.words(ctx, tx, org, []*Incident{i})
	})
	return i, err
}

func (m *Moments) link(ctx context.Context, tx *db.Tx, org db.Org, id ID, in Linked) (*Incident, error) {
	one, err := m.touch(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	switch {
	case in.Kind != Failure && in.Kind != Delight:
		return nil, problem.At("body.kind", "incident_kind", "An incident is a failure or a delight.")
	case (in.Signal == "") == (in.Case == ""):
		return nil, problem.At("body.signal", "incident_of_one", "An incident is one signal or one case.")
	case in.Signal != "":
		if _, err := m.statement(ctx, tx, org, one, in.Signal); err != nil {
			return nil, err
		}
	default:
		k, err := m.Cases.Seen(ctx, tx, org, in.Case)
		if err != nil {
			return nil, err
		}
		if k.TouchPoint != nil && k.TouchPoint.Key != one.TouchPoint {
			return nil, problem.At("body.case", "case_elsewhere", "This case is about another touch point.")
		}
	}
	all, err := incidentsOf(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(i Incident) bool { return i.Signal == in.Signal && i.Case == in.Case })
	if at >= 0 && !all[at].Removed {
		return &all[at], nil
	}
	i := &Incident{ID: IncidentID(tx.ID("inc")), Signal: in.Signal, Case: in.Case, Coding: Coding{Kind: in.Kind, Codes: []Code{}}, Version: 1,
		CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now, moment: id}
	if at >= 0 {
		i = &all[at]
		i.Kind, i.Removed = in.Kind, false
		i.Version++
	} else if len(all) >= maxIncidents {
		return nil, problem.New(problem.Invalid, "too_many_incidents", "A moment has at most %d critical incidents. They are examples; figures count everybody.", maxIncidents)
	}
	if err := putIncident(ctx, tx, org, i); err != nil {
		return nil, err
	}
	if err := told(ctx, tx, org, id, "incident", string(in.Kind)); err != nil {
		return nil, err
	}
	return i, m.Audit.Record(ctx, tx, "moment.incident", string(id), map[string]any{"incident": i.ID, "signal": in.Signal, "case": in.Case})
}

// Code keeps how a person says that an incident was handled.
func (m *Moments) Code(ctx context.Context, org db.Org, id ID, which IncidentID, version int, in Coding) (i *Incident, err error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		if i, err = findIncident(ctx, tx, org, id, which); err != nil {
			return err
		}
		if i.Version != version {
			return web.Stale()
		}
		now := tx.Now
		i.Coding, i.Version, i.CodedBy, i.CodedAt = in, version+1, identity.From(ctx).Name, &now
		if len(in.Codes) == 0 && in.Note == "" {
			i.CodedBy, i.CodedAt = "", nil
		}
		if err := putIncident(ctx, tx, org, i); err != nil {
			return err
		}
		if err := m.Audit.Record(ctx, tx, "moment.code", string(id), map[string]any{"incident": which, "codes": in.Codes}); err != nil {
			return err
		}
		return m.words(ctx, tx, org, []*Incident{i})
	})
	return i, err
}

func (in *Coding) validate() error {
	in.Note = strings.TrimSpace(in.Note)
	if err := identity.Clean(in.Note, "body.note"); err != nil {
		return err
	}
	if in.Kind != Failure && in.Kind != Delight {
		return problem.At("body.kind", "incident_kind", "An incident is a failure or a delight.")
	}
	codes := []Code{}
	for _, c := range Codes { // in the order of the list, each once
		if slices.Contains(in.Codes, c) {
			codes = append(codes, c)
		}
	}
	for _, c := range in.Codes {
		if !slices.Contains(Codes, c) {
			return problem.At("body.codes", "code_unknown", "%.20q isn't a code.", c)
		}
	}
	if len(codes) > 0 && in.Kind == Delight {
		return problem.At("body.codes", "delight_coded", "Only how a failure was handled is coded.")
	}
	if slices.Contains(codes, TakenOn) && slices.Contains(codes, Ignored) {
		return problem.At("body.codes", "codes_contradict", "A failure that was ignored wasn't taken on.")
	}
	in.Codes = codes
	return nil
}

// Unlink takes an incident away; back brings it again.
func (m *Moments) Unlink(ctx context.Context, org db.Org, id ID, which IncidentID, back bool) error {
	return m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		i, err := findIncident(ctx, tx, org, id, which)
		if err != nil || i.Removed != back {
			return err
		}
		kind := "incident"
		if !back {
			kind = "incident_removed"
		}
		if err := setRemoved(ctx, tx, org, "moment_incident", string(which), !back); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, kind, string(i.Kind)); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment."+kind, string(id), map[string]any{"incident": which})
	})
}

// words puts what was said to incidents, as far as the caller may read it.
func (m *Moments) words(ctx context.Context, tx *db.Tx, org db.Org, list []*Incident) error {
	within, err := m.scope(ctx, tx)
	if err != nil {
		return err
	}
	caller := identity.From(ctx)
	for _, i := range list {
		switch {
		case i.Signal != "" && !i.Erased && caller.May(identity.SignalRead):
			e, err := m.Log.Now(ctx, tx, org, i.Signal)
			if problem.KindOf(err) == problem.NotFound {
				i.Erased = true // the consumer says so in a moment
				continue
			}
			if err != nil {
				return err
			}
			if at := e.At; within(e.Content.Unit) {
				i.HeardAt = &at
				for _, c := range e.Content.Comments {
					i.Words = strings.TrimSpace(i.Words + "\n" + c.Text)
				}
			}
		case i.Case != "" && caller.May(identity.CaseRead):
			k, err := m.Cases.Seen(ctx, tx, org, i.Case)
			if problem.KindOf(err) == problem.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			at := k.OpenedAt
			i.Words, i.Ref, i.HeardAt = k.Title, k.Ref, &at
		}
	}
	return nil
}

// handled counts the codes of failures.
func handled(list []Incident) []Handled {
	var n int64
	count := map[Code]int64{}
	for _, i := range list {
		if i.Kind != Failure || len(i.Codes) == 0 {
			continue
		}
		n++
		for _, c := range i.Codes {
			count[c]++
		}
	}
	out := make([]Handled, len(Codes))
	for at, c := range Codes {
		s := stats.Percentage(count[c], n, level)
		out[at] = Handled{Code: c, Count: count[c], N: n, Value: finite(s.Estimate), Low: finite(s.Low), High: finite(s.High)}
	}
	return out
}
