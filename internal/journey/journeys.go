package journey

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Journey is a map under the hands of those who draw it.
type Journey struct {
	ID        ID     `json:"id"`
	Name      string `json:"name"`
	Segment   string `json:"segment" doc:"Which customers go this way; empty is all"`
	Customers string `json:"customers,omitempty" doc:"Who they are, in a sentence"`
	State     State  `json:"state" enum:"draft,published,superseded"`
	Version   int    `json:"version" doc:"The last one published; 0 is none"`
	Changed   bool   `json:"changed" doc:"The draft differs from what was published"`
	Revision  int    `json:"revision" doc:"Counts edits of the draft; its ETag"`

	Broken    int       `json:"broken" doc:"How many rules it breaks that nobody waived"`
	Stages    int       `json:"stage_count"`
	Cards     int       `json:"card_count"`
	CreatedBy string    `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`

	Map      *Map      `json:"map,omitempty" doc:"Of one journey, not in lists"`
	Findings []Finding `json:"findings,omitempty"`
}

// Input is what is said of a journey beside its map.
type Input struct {
	Name      string `json:"name" maxLength:"80"`
	Segment   string `json:"segment,omitempty" maxLength:"80"`
	Customers string `json:"customers,omitempty" maxLength:"500"`
}

// Journeys is the capability. All fields are set by app.
type Journeys struct {
	DB       *db.DB
	Metrics  *metric.Metrics
	Points   *touchpoint.Points
	Promises *promise.Promises
	Audit    identity.Auditor
	Hub      *web.Hub
	Signals  *signal.Log // for the words behind a proposal

	// What others know of touch points, by key. They sit beside journeys or above and are plugged in; nil says that nobody knows.
	Cases    func(ctx context.Context, org db.Org) (map[string]OpenCases, error)
	AtRisk   func(ctx context.Context, org db.Org) (map[string]AtRisk, error)
	Moments  func(ctx context.Context, org db.Org) (map[string][]LiveMoment, error)
	Presence *Presence
}

const maxJourneys = 200

// List returns every journey, without their maps, by name.
func (j *Journeys) List(ctx context.Context, org db.Org) (all []Journey, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if all, err = list(ctx, tx, org); err != nil {
			return err
		}
		inForce, err := j.Promises.InForceIn(ctx, tx, org)
		if err != nil {
			return err
		}
		for i := range all {
			all[i].found(all[i].checkUnder(inForce))
			all[i].Findings, all[i].Map = nil, nil
		}
		return nil
	})
	return all, err
}

// Find returns one with its draft and what is wrong with it.
func (j *Journeys) Find(ctx context.Context, org db.Org, id ID) (one *Journey, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		return j.look(ctx, tx, org, one)
	})
	return one, err
}

// Create begins a journey, from a template where one is named.
func (j *Journeys) Create(ctx context.Context, org db.Org, in Input, template string) (one *Journey, err error) {
	m := &Map{}
	if template != "" {
		t := templateOf(template)
		if t == nil {
			return nil, problem.At("body.template", "template_unknown", "There is no template %.40q.", template)
		}
		if _, err := m.Apply(t.edits()); err != nil {
			return nil, err
		}
	}
	return j.add(ctx, org, in, m)
}

// add stores a map as a new journey.
func (j *Journeys) add(ctx context.Context, org db.Org, in Input, m *Map) (one *Journey, err error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxJourneys {
			return problem.New(problem.Invalid, "too_many_journeys", "An organisation has at most %d journeys.", maxJourneys)
		}
		one = &Journey{ID: ID(tx.ID("jrn")), Name: in.Name, Segment: in.Segment, Customers: in.Customers, State: Draft, Changed: true, Revision: 1,
			CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now, ChangedAt: tx.Now, Map: m.clone()}
		if err := insert(ctx, tx, org, one); err != nil {
			return err
		}
		if err := j.look(ctx, tx, org, one); err != nil {
			return err
		}
		one.count()
		j.tell(tx, org, one.ID)
		return j.Audit.Record(ctx, tx, "journey.create", string(one.ID), map[string]any{"name": one.Name})
	})
	return one, err
}

func (in *Input) validate() error {
	in.Name, in.Segment, in.Customers = strings.TrimSpace(in.Name), strings.TrimSpace(in.Segment), strings.TrimSpace(in.Customers)
	if err := identity.Name(in.Name, "body.name", 80); err != nil {
		return err
	}
	return identity.Clean(in.Segment, "body.segment")
}

func (one *Journey) count() { one.Stages, one.Cards = len(one.Map.Stages), len(one.Map.Cards) }

// clone is a copy that shares nothing.
func (m *Map) clone() *Map {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // plain data
	}
	out := &Map{}
	if err := json.Unmarshal(b, out); err != nil {
		panic(err)
	}
	return out.whole()
}

// whole has empty lists where there is nothing, as the API shows them.
func (m *Map) whole() *Map {
	if m.Stages == nil {
		m.Stages = []Stage{}
	}
	if m.Cards == nil {
		m.Cards = []Card{}
	}
	if m.Contributors == nil {
		m.Contributors = []Contributor{}
	}
	if m.Exceptions == nil {
		m.Exceptions = []Exception{}
	}
	return m
}

// Name says what a journey is called and whose it is. revision is the one the editor saw.
func (j *Journeys) Name(ctx context.Context, org db.Org, id ID, revision int, in Input) (one *Journey, err error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	return j.change(ctx, org, id, "journey.name", func(_ *db.Tx, one *Journey) error {
		if one.Revision != revision {
			return web.Stale()
		}
		one.Name, one.Segment, one.Customers = in.Name, in.Segment, in.Customers
		return nil
	})
}

// Edited is what edits came to.
type Edited struct {
	Journey *Journey `json:"journey"`
	Back    []Edit   `json:"back" doc:"The edits that take these back"`
}

// Edit changes the draft. Edits name what they change, so that those of several people add up: the later one of the same field
// stands, and what somebody has taken out meanwhile is said. Nothing of a list is made where one of its edits can't be.
func (j *Journeys) Edit(ctx context.Context, org db.Org, id ID, edits []Edit) (out *Edited, err error) {
	var back []Edit
	one, err := j.change(ctx, org, id, "", func(_ *db.Tx, one *Journey) error {
		next := one.Map.clone()
		if back, err = next.Apply(edits); err != nil {
			return err
		}
		one.Map = next
		return nil
	}, func(tx *db.Tx, one *Journey) error { return noteEdit(ctx, tx, org, one, edits, back) })
	if err != nil {
		return nil, err
	}
	return &Edited{one, back}, nil
}

// Waive signs that a rule doesn't hold for a part of the map; without a reason the exception is taken back.
func (j *Journeys) Waive(ctx context.Context, org db.Org, id ID, rule, on, reason string) (*Journey, error) {
	reason = strings.TrimSpace(reason)
	return j.change(ctx, org, id, "journey.waive", func(tx *db.Tx, one *Journey) error {
		is := func(e Exception) bool { return e.Rule == rule && e.On == on }
		one.Map.Exceptions = slices.DeleteFunc(one.Map.Exceptions, is)
		if reason == "" {
			return nil
		}
		found, err := j.check(ctx, tx, org, one)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == rule && (f.Card == on || f.Card == "" && f.Stage == on) }) {
			return problem.At("body.rule", "rule_not_broken", "There is nothing to waive: this rule isn't broken here.")
		}
		if rule == RulePromise || rule == RuleNoStage {
			return problem.At("body.rule", "rule_stands", "This rule can't be waived.")
		}
		one.Map.Exceptions = append(one.Map.Exceptions, Exception{Rule: rule, On: on, Reason: reason, By: identity.From(ctx).Name, At: tx.Now})
		return nil
	})
}

// Delete drops a journey that was never published.
func (j *Journeys) Delete(ctx context.Context, org db.Org, id ID) error {
	return j.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if one.Version > 0 {
			return problem.New(problem.Conflict, "journey_published", "A journey that was published stays: plans and results refer to it.")
		}
		if err := drop(ctx, tx, org, id); err != nil {
			return err
		}
		j.tell(tx, org, id)
		return j.Audit.Record(ctx, tx, "journey.delete", string(id), map[string]any{"name": one.Name})
	})
}

// change stores a new revision of the draft. What is noted of it comes after: of two who change it at once one then meets the
// other at the journey itself, where the database has them try again, and not at the note, where it would call it a duplicate.
func (j *Journeys) change(ctx context.Context, org db.Org, id ID, verb string, fn func(*db.Tx, *Journey) error, notes ...func(*db.Tx, *Journey) error) (one *Journey, err error) {
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if err := fn(tx, one); err != nil {
			return err
		}
		one.Revision, one.Changed, one.ChangedAt = one.Revision+1, true, tx.Now
		if err := update(ctx, tx, org, one); err != nil {
			return err
		}
		for _, note := range notes {
			if err := note(tx, one); err != nil {
				return err
			}
		}
		one.count()
		if err := j.look(ctx, tx, org, one); err != nil {
			return err
		}
		j.tell(tx, org, id)
		if verb == "" {
			return nil // the log of edits tells more
		}
		return j.Audit.Record(ctx, tx, verb, string(id), map[string]any{"name": one.Name})
	})
	return one, err
}

// look checks a journey and keeps what was found with it.
func (j *Journeys) look(ctx context.Context, tx *db.Tx, org db.Org, one *Journey) error {
	out, err := j.check(ctx, tx, org, one)
	one.found(out)
	return err
}

func (one *Journey) found(out []Finding) {
	one.Findings, one.Broken = out, 0
	for i := range out {
		if out[i].Waived == "" {
			one.Broken++
		}
	}
}

// check adds to the rules of the map those that need the organisation: the promise, and which tenets nothing carries.
func (j *Journeys) check(ctx context.Context, tx *db.Tx, org db.Org, one *Journey) ([]Finding, error) {
	inForce, err := j.Promises.InForceIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	return one.checkUnder(inForce), nil
}

// checkUnder checks against the promises in force.
func (one *Journey) checkUnder(inForce []promise.Promise) []Finding {
	out := one.Map.Check()
	made := promiseFor(inForce, one.Segment)
	if made == nil {
		return append(out, Finding{Rule: RulePromise, Blocks: true, Text: "No promise is in force for these customers.",
			Mend: "Before touch points, the promise must be understood: put one in force."})
	}
	for _, t := range made.Tenets {
		if !slices.ContainsFunc(one.Map.Cards, func(c Card) bool { return slices.Contains(c.Tenets, t.ID) }) {
			out = append(out, Finding{Rule: RuleTenetCarried, Text: "Nothing on this map carries “" + t.Name + "”.", Mend: "Name the touch point at which customers meet it."})
		}
	}
	return out
}

// promised is the promise in force for a segment: its own, else the one made to all.
func (j *Journeys) promised(ctx context.Context, tx *db.Tx, org db.Org, segment string) (*promise.Promise, error) {
	all, err := j.Promises.InForceIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	return promiseFor(all, segment), nil
}

func promiseFor(inForce []promise.Promise, segment string) *promise.Promise {
	var general *promise.Promise
	for i := range inForce {
		if identity.Fold(inForce[i].Segment) == identity.Fold(segment) {
			return &inForce[i]
		}
		if inForce[i].Segment == "" {
			general = &inForce[i]
		}
	}
	return general
}

func (j *Journeys) tell(tx *db.Tx, org db.Org, id ID) {
	tx.AfterCommit(func() { j.Hub.Publish(string(org), "journeys", map[string]ID{"id": id}) })
}
