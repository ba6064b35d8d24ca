package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// RuleID is a rule's id.
type RuleID string

// Op compares a signal with a condition's value.
type Op string

// The closed list of comparisons.
const (
	Is       Op = "is"
	IsNot    Op = "is_not" // also where there is no value at all
	AtMost   Op = "<="
	AtLeast  Op = ">="
	Contains Op = "contains"
	AnyOf    Op = "any_of"  // of several values or words, with commas between
	NoneOf   Op = "none_of" // of them
)

// Condition is one thing that must hold of a signal.
type Condition struct {
	Field string `json:"field" maxLength:"80" doc:"metric.<key>, touch_point, unit (and below), segment, kind, channel, attributes.<key>, sentiment or comment" example:"metric.nps"`
	Op    Op     `json:"op" enum:"is,is_not,<=,>=,contains,any_of,none_of"`
	Value Value  `json:"value" doc:"A score, a key, or words; several with commas for any_of and none_of"`
}

// Value is a number or a text, kept as it was written.
type Value struct {
	text   string
	number bool
}

// Number makes a value of a score.
func Number(f float64) Value { return Value{strconv.FormatFloat(f, 'f', -1, 64), true} }

// Text makes a value of a key or of words.
func Text(s string) Value { return Value{text: s} }

// String is the value as it was written.
func (v Value) String() string { return v.text }

// UnmarshalJSON reads a number or a text; anything else is an empty text, which every condition refuses.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = Value{}
	if b[0] == '"' {
		return json.Unmarshal(b, &v.text)
	}
	if bytes.IndexByte([]byte("-0123456789"), b[0]) >= 0 {
		v.text, v.number = string(b), true
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.number {
		return []byte(v.text), nil
	}
	return json.Marshal(v.text)
}

// Schema tells huma that both are welcome.
func (Value) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{{Type: huma.TypeNumber}, {Type: huma.TypeString}}}
}

// RuleInput is what a person says of a rule.
type RuleInput struct {
	Name          string          `json:"name" maxLength:"100"`
	On            bool            `json:"on"`
	Match         string          `json:"match" enum:"all,any" doc:"Whether all conditions must hold, or any one"`
	Conditions    []Condition     `json:"conditions" minItems:"1" maxItems:"20" nullable:"false"`
	DueHours      int             `json:"due_hours" doc:"From opening to due date" example:"24"`
	Severity      Severity        `json:"severity" enum:"high,medium,low"`
	FallbackOwner identity.UserID `json:"fallback_owner" doc:"Owns the case where no unit's owner does"`
	Purpose       Purpose         `json:"purpose,omitempty" enum:"case,compliment" doc:"What a match makes: a case, or praise for who served the customer; case where it isn't said"`
	PerCustomer   bool            `json:"per_customer,omitempty" doc:"Opens no second case for a customer while one of this rule's is open"`
	DayCap        int             `json:"day_cap,omitempty" minimum:"0" maximum:"100000" doc:"At most so many cases a day; 0 is no cap"`
	Agreed        int             `json:"agreed,omitempty" minimum:"0" doc:"How many cases in 30 days somebody agreed to; a rule that would open very many asks for it"`
}

// Purpose is what a rule is for.
type Purpose string

// The closed list of purposes.
const (
	ForCase   Purpose = "case"
	ForPraise Purpose = "compliment"
)

// Rule opens a case for each signal that its conditions hold of.
type Rule struct {
	ID RuleID `json:"id"`
	RuleInput
	Opened    int64      `json:"opened" doc:"How many cases it has opened"`
	OnSince   *time.Time `json:"on_since,omitempty" doc:"Signals heard before open no case"`
	Paused    string     `json:"paused,omitempty" doc:"Why it switched itself off"`
	HeldBack  int64      `json:"held_back,omitempty" doc:"Matches that opened no case: the customer had one, or the day's cap was reached"`
	CreatedAt time.Time  `json:"created_at"`
	Version   int        `json:"version"`

	onAfter int64 // seq of the log's last entry when it was switched on
}

const (
	maxRules      = 200
	maxConditions = 20
	maxDueHours   = 366 * 24
)

// Validate checks the rules that need no database. at is where in the input the rule stands.
func (r *RuleInput) Validate(at string) error {
	if err := identity.Name(r.Name, at+".name", 100); err != nil {
		return err
	}
	if r.Match != "all" && r.Match != "any" {
		return problem.At(at+".match", "match_unknown", "A rule matches all of its conditions, or any.")
	}
	if n := len(r.Conditions); n == 0 || n > maxConditions {
		return problem.At(at+".conditions", "conditions_count", "A rule has 1 to %d conditions.", maxConditions)
	}
	if r.DueHours < 1 || r.DueHours > maxDueHours {
		return problem.At(at+".due_hours", "due_hours_range", "A case is due 1 to %d hours after it opens.", maxDueHours).
			With(problem.Args{"min": 1, "max": maxDueHours})
	}
	if r.Purpose == "" {
		r.Purpose = ForCase
	}
	if r.Purpose != ForCase && r.Purpose != ForPraise {
		return problem.At(at+".purpose", "purpose_unknown", "A rule opens cases, or passes compliments on.")
	}
	if r.DayCap < 0 || r.DayCap > 100_000 {
		return problem.At(at+".day_cap", "day_cap_range", "A cap is 0 to 100,000 cases a day; 0 is none.")
	}
	return checkSeverity(r.Severity, at+".severity")
}

// check applies every rule about rules, with the organisation as it is.
func (c *Cases) check(ctx context.Context, w *world, r *RuleInput, at string) (*compiled, error) {
	if err := r.Validate(at); err != nil {
		return nil, err
	}
	m, err := c.compile(ctx, w, &Rule{RuleInput: *r}, at)
	if err != nil {
		return nil, err
	}
	return m, w.mayOwn(r.FallbackOwner, at+".fallback_owner")
}

// Rules lists the rules in the order they were made.
func (c *Cases) Rules(ctx context.Context, org db.Org) (all []Rule, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listRules(ctx, tx, org); return err })
	return all, err
}

// Rule returns one, or a not-found problem.
func (c *Cases) Rule(ctx context.Context, org db.Org, id RuleID) (r *Rule, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { r, err = findRule(ctx, tx, org, id); return err })
	return r, err
}

// CreateRule adds a rule. The same request key and content again returns the rule that the first time made.
func (c *Cases) CreateRule(ctx context.Context, org db.Org, in RuleInput, key string) (r *Rule, err error) {
	once := newRequest(key, in)
	if err := c.askFirst(ctx, org, in, nil); err != nil {
		return nil, err
	}
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if r, err = ruleMadeBy(ctx, tx, org, once); err != nil || r != nil {
				return err
			}
			w, err := c.world(ctx, tx, org)
			if err != nil {
				return err
			}
			r, err = c.makeRule(ctx, tx, w, in, once)
			return err
		})
	})
	return r, err
}

// makeRule checks and stores a new rule.
func (c *Cases) makeRule(ctx context.Context, tx *db.Tx, w *world, in RuleInput, once request) (*Rule, error) {
	if _, err := c.check(ctx, w, &in, "body"); err != nil {
		return nil, err
	}
	r := &Rule{ID: RuleID(tx.ID("rul")), RuleInput: in, Version: 1, CreatedAt: tx.Now}
	if err := c.switchOn(ctx, tx, w.org, r, in.On); err != nil {
		return nil, err
	}
	if err := insertRule(ctx, tx, w.org, r, once, identity.From(ctx).ID); err != nil {
		return nil, err
	}
	return r, c.Audit.Record(ctx, tx, "rule.create", string(r.ID), map[string]any{"name": r.Name, "on": r.On})
}

// switchOn notes from where in the log a rule counts. Reading the end of the log inside the transaction that switches it
// decides about every signal, even one recorded in the same moment: it lies before or after.
func (c *Cases) switchOn(ctx context.Context, tx *db.Tx, org db.Org, r *Rule, on bool) (err error) {
	r.On, r.OnSince, r.Paused = on, nil, ""
	if !on {
		return nil
	}
	now := tx.Now
	r.OnSince = &now
	r.onAfter, err = c.Log.End(ctx, tx, org)
	return err
}

// EditRule replaces what a rule says. version is the one the editor saw.
func (c *Cases) EditRule(ctx context.Context, org db.Org, id RuleID, version int, in RuleInput) (r *Rule, err error) {
	was, err := c.Rule(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if was.Version == version {
		if err := c.askFirst(ctx, org, in, was); err != nil {
			return nil, err
		}
	}
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if r, err = findRule(ctx, tx, org, id); err != nil {
				return err
			}
			if r.Version != version {
				return web.Stale()
			}
			w, err := c.world(ctx, tx, org)
			if err != nil {
				return err
			}
			if _, err := c.check(ctx, w, &in, "body"); err != nil {
				return err
			}
			was := r.On
			r.RuleInput = in
			r.Version++
			if in.On != was {
				if err := c.switchOn(ctx, tx, org, r, in.On); err != nil {
					return err
				}
				if err := c.Audit.Record(ctx, tx, "rule.switch", string(id), map[string]any{"name": r.Name, "on": r.On}); err != nil {
					return err
				}
			}
			if err := updateRule(ctx, tx, org, r); err != nil {
				return err
			}
			return c.Audit.Record(ctx, tx, "rule.edit", string(id), map[string]any{"name": r.Name})
		})
	})
	return r, err
}

// DeleteRule ends a rule. Cases it opened stay and still name it.
func (c *Cases) DeleteRule(ctx context.Context, org db.Org, id RuleID) error {
	return c.DB.Write(ctx, org, func(tx *db.Tx) error {
		r, err := findRule(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := dropRule(ctx, tx, org, id); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "rule.delete", string(id), map[string]any{"name": r.Name})
	})
}

// Proposal is a rule ready to be added as it stands.
type Proposal struct {
	Key    string    `json:"key"`
	Why    string    `json:"why"`
	Exists bool      `json:"exists" doc:"There is a rule of this name already"`
	Rule   RuleInput `json:"rule"`
}

// Proposals offers rules that fit most organisations; the caller, or an owner, is the fallback.
func (c *Cases) Proposals(ctx context.Context, org db.Org) (list []Proposal, err error) {
	ready := []Proposal{
		{Key: "low_nps", Why: "Detractors say that they wouldn't recommend you.", Rule: RuleInput{Name: "Low NPS", Match: "all",
			DueHours: 24, Severity: High, Conditions: []Condition{{"metric.nps", AtMost, Number(6)}}}},
		{Key: "low_csat", Why: "The bottom two of five.", Rule: RuleInput{Name: "Low CSAT", Match: "all",
			DueHours: 48, Severity: Medium, Conditions: []Condition{{"metric.csat", AtMost, Number(2)}}}},
		{Key: "very_negative", Why: "Words tell what a score doesn't.", Rule: RuleInput{Name: "Very negative comment", Match: "all",
			DueHours: 48, Severity: Medium, Conditions: []Condition{{"sentiment", Is, Text(string(sentiment.VeryNegative))}}}},
	}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		w, err := c.world(ctx, tx, org)
		if err != nil {
			return err
		}
		rules, err := listRules(ctx, tx, org)
		if err != nil {
			return err
		}
		list = []Proposal{}
		for _, p := range ready {
			p.Rule.On, p.Rule.FallbackOwner = true, w.keeper("", identity.UserID(identity.From(ctx).ID))
			if _, err := c.check(ctx, w, &p.Rule, "body"); problem.KindOf(err) != "" {
				continue // the metric is another here
			} else if err != nil {
				return err
			}
			p.Exists = slices.ContainsFunc(rules, func(r Rule) bool { return identity.Fold(r.Name) == identity.Fold(p.Rule.Name) })
			list = append(list, p)
		}
		return nil
	})
	return list, err
}
