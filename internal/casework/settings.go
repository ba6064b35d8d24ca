package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Target says how many minutes of working time a clock has, for the cases it fits: those of a rule, of a unit and below, of a
// severity, or all. Of several that fit, the rule's comes first, then the nearest unit's, then the severity's; a time that one
// leaves open is taken from the next.
type Target struct {
	Rule        RuleID          `json:"rule,omitempty"`
	Unit        identity.UnitID `json:"unit,omitempty" doc:"Id"`
	Severity    Severity        `json:"severity,omitempty" enum:"high,medium,low"`
	Acknowledge int             `json:"acknowledge_minutes,omitempty" minimum:"0" doc:"0: not said here"`
	First       int             `json:"first_response_minutes,omitempty" minimum:"0"`
	Next        int             `json:"next_response_minutes,omitempty" minimum:"0"`
	Resolve     int             `json:"resolve_minutes,omitempty" minimum:"0" doc:"A rule's own due time comes before that of units and severities"`
}

// Targets is the organisation's list.
type Targets struct {
	Rows    []Target `json:"rows" maxItems:"200" nullable:"false"`
	Version int      `json:"version"`
}

// standardTargets holds until an organisation says otherwise.
func standardTargets() *Targets {
	return &Targets{Version: 1, Rows: []Target{
		{Severity: High, Acknowledge: 60, First: 240, Next: 240},
		{Severity: Medium, Acknowledge: 240, First: 480, Next: 480},
		{Severity: Low, Acknowledge: 480, First: 1440, Next: 1440},
	}}
}

func (t Target) of(kind ClockKind) int {
	switch kind {
	case Acknowledge:
		return t.Acknowledge
	case FirstResponse:
		return t.First
	case NextResponse:
		return t.Next
	default:
		return t.Resolve
	}
}

// limit is how long a clock of a case has; 0 where nobody set a time.
func (t *Targets) limit(units []identity.Unit, k *Case, kind ClockKind) time.Duration {
	best, most := 0, -1
	for _, r := range t.Rows {
		if n := r.fits(units, k); n > most && r.of(kind) > 0 {
			best, most = r.of(kind), n
		}
	}
	return time.Duration(best) * time.Minute
}

// fits says how closely a row fits a case; -1 not at all.
func (t Target) fits(units []identity.Unit, k *Case) int {
	score := 0
	if t.Rule != "" {
		if k.Rule == nil || k.Rule.ID != t.Rule {
			return -1
		}
		score += 10_000
	}
	if t.Unit != "" {
		up := above(units, k.unit())
		i := slices.Index(up, t.Unit)
		if i < 0 {
			return -1
		}
		score += 1000 - i
	}
	if t.Severity != "" {
		if t.Severity != k.Severity {
			return -1
		}
		score++
	}
	return score
}

// above lists a unit and all above it, the nearest first.
func above(units []identity.Unit, id identity.UnitID) (out []identity.UnitID) {
	for id != "" && len(out) <= len(units) {
		i := slices.IndexFunc(units, func(u identity.Unit) bool { return u.ID == id })
		if i < 0 {
			break
		}
		out = append(out, id)
		id = units[i].Parent
	}
	return out
}

// maxTarget is a year of working time.
const maxTarget = 366 * 24 * 60

func (t *Targets) validate(w *world, rules []Rule) error {
	for i, r := range t.Rows {
		at := fmt.Sprintf("body.rows[%d]", i)
		if r.Severity != "" {
			if err := checkSeverity(r.Severity, at+".severity"); err != nil {
				return err
			}
		}
		if r.Unit != "" && !identity.Known(w.units, r.Unit) {
			return problem.At(at+".unit", "unit_unknown", "There is no unit %q.", brief(string(r.Unit)))
		}
		if r.Rule != "" && !slices.ContainsFunc(rules, func(u Rule) bool { return u.ID == r.Rule }) {
			return problem.At(at+".rule", "rule_unknown", "There is no rule %s.", brief(string(r.Rule)))
		}
		if slices.ContainsFunc(t.Rows[:i], func(o Target) bool { return o.Rule == r.Rule && o.Unit == r.Unit && o.Severity == r.Severity }) {
			return problem.At(at, "target_twice", "There is a line for these cases already.")
		}
		for _, kind := range ClockKinds {
			if n := r.of(kind); n < 0 || n > maxTarget {
				return problem.At(at+"."+string(kind)+"_minutes", "target_range", "A target is at most %d minutes, which is a year.", maxTarget)
			}
		}
	}
	return nil
}

// Targets returns the service times in force.
func (c *Cases) Targets(ctx context.Context, org db.Org) (t *Targets, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { t, err = c.desk(tx, org).targets(ctx); return err })
	return t, err
}

// SetTargets replaces them. Clocks that run already keep the times they were given.
func (c *Cases) SetTargets(ctx context.Context, org db.Org, version int, rows []Target) (t *Targets, err error) {
	err = c.set(ctx, org, "targets", version, func(d *desk) (int, any, error) {
		now, err := d.targets(ctx)
		if err != nil {
			return 0, nil, err
		}
		w, err := d.world(ctx)
		if err != nil {
			return 0, nil, err
		}
		rules, err := listRules(ctx, d.tx, org)
		if err != nil {
			return 0, nil, err
		}
		t = &Targets{Rows: rows, Version: now.Version + 1}
		return now.Version, rows, t.validate(w, rules)
	})
	return t, err
}

// Whom an escalation goes to.
const (
	ToUnit     = "unit"     // the owner of the case's unit, or the nearest above it
	ToParent   = "parent"   // the nearest owner above that one
	ToManagers = "managers" // managers and supervisors over the unit
	ToOwners   = "owners"   // the organisation's owners
)

// Step is what happens some working time after a clock has run out.
type Step struct {
	After    int    `json:"after_minutes" minimum:"0" doc:"Of working time, after the due time"`
	To       string `json:"to" enum:"unit,parent,managers,owners"`
	HandOver bool   `json:"hand_over,omitempty" doc:"They own the case from then on (the first of them, where it goes to several)"`
	Raise    bool   `json:"raise,omitempty" doc:"The severity becomes high"`
}

// EscalationInput is what a person says of reminders and escalation.
type EscalationInput struct {
	Remind []int  `json:"remind_minutes" maxItems:"5" nullable:"false" doc:"Working time before a clock runs out, at which the owner is reminded"`
	Steps  []Step `json:"steps" maxItems:"10" nullable:"false"`
}

// Escalation is what the organisation has set.
type Escalation struct {
	EscalationInput
	Version int `json:"version"`
}

func standardEscalation() *Escalation {
	return &Escalation{EscalationInput{Remind: []int{60}, Steps: []Step{{After: 0, To: ToUnit}, {After: 240, To: ToParent, Raise: true}}}, 1}
}

func (e *EscalationInput) validate() error {
	slices.Sort(e.Remind)
	slices.Reverse(e.Remind)
	for i, n := range e.Remind {
		if n < 1 || n > maxTarget || i > 0 && n == e.Remind[i-1] {
			return problem.At(fmt.Sprintf("body.remind_minutes[%d]", i), "remind_range", "Reminders come at different times, 1 to %d minutes before.", maxTarget)
		}
	}
	slices.SortStableFunc(e.Steps, func(a, b Step) int { return a.After - b.After })
	for i, s := range e.Steps {
		at := fmt.Sprintf("body.steps[%d]", i)
		if s.After < 0 || s.After > maxTarget || i > 0 && s.After == e.Steps[i-1].After {
			return problem.At(at+".after_minutes", "step_time", "Steps come at different times, 0 to %d minutes after.", maxTarget)
		}
		if !slices.Contains([]string{ToUnit, ToParent, ToManagers, ToOwners}, s.To) {
			return problem.At(at+".to", "step_to", "A step goes to the unit, the parent, the managers or the owners.")
		}
	}
	return nil
}

// Escalation returns what is in force.
func (c *Cases) Escalation(ctx context.Context, org db.Org) (e *Escalation, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { e, err = c.desk(tx, org).escalation(ctx); return err })
	return e, err
}

// SetEscalation replaces it; clocks that run take it up with their next alarm.
func (c *Cases) SetEscalation(ctx context.Context, org db.Org, version int, in EscalationInput) (e *Escalation, err error) {
	err = c.set(ctx, org, "escalation", version, func(d *desk) (int, any, error) {
		now, err := d.escalation(ctx)
		if err != nil {
			return 0, nil, err
		}
		if err := in.validate(); err != nil {
			return 0, nil, err
		}
		e = &Escalation{in, now.Version + 1}
		return now.Version, in, nil
	})
	return e, err
}

// set stores one document of an organisation; fn checks it and says which version is in force.
func (c *Cases) set(ctx context.Context, org db.Org, name string, version int, fn func(*desk) (int, any, error)) error {
	return twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			now, doc, err := fn(c.desk(tx, org))
			if err != nil {
				return err
			}
			if now != version {
				return web.Stale()
			}
			if err := saveSetting(ctx, tx, org, name, doc, version+1); err != nil {
				return err
			}
			return c.Audit.Record(ctx, tx, "case."+name, "", nil)
		})
	})
}

// alarmPlan is what happens around a due time, in order.
type alarmPlan struct {
	remind []int
	steps  []Step
}

func (e *EscalationInput) alarms() *alarmPlan { return &alarmPlan{e.Remind, e.Steps} }

// first is the next thing before a due time that is left away: a reminder, else the breach itself.
func (p *alarmPlan) first(hours *calendar.Calendar, now, due time.Time, left time.Duration) (string, *time.Time) {
	return p.before(hours, now, due, left, maxTarget+1)
}

// before is the reminder that follows the one at a number of minutes, else the breach.
func (p *alarmPlan) before(hours *calendar.Calendar, now, due time.Time, left time.Duration, last int) (string, *time.Time) {
	for _, n := range p.remind {
		if d := time.Duration(n) * time.Minute; n < last && d < left {
			at := hours.Add(now, left-d)
			return fmt.Sprintf("remind:%d", n), &at
		}
	}
	return "breach", &due
}

// after is the step that follows the one at a number of minutes after the due time; nothing where that was the last.
func (p *alarmPlan) after(hours *calendar.Calendar, due time.Time, last int) (string, *time.Time) {
	for _, s := range p.steps {
		if s.After > last {
			at := hours.Add(due, time.Duration(s.After)*time.Minute)
			return fmt.Sprintf("step:%d", s.After), &at
		}
	}
	return "", nil
}
