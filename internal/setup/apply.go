package setup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Choice is a line that was taken, with what was changed in it. What isn't said is as it was proposed.
type Choice struct {
	Key        string   `json:"key" maxLength:"200" example:"touch_point:call-back"`
	Name       string   `json:"name,omitempty" maxLength:"200"`
	Value      *float64 `json:"value,omitempty" doc:"Of a target"`
	On         *bool    `json:"on,omitempty" doc:"Of a rule or an expectation: whether it is switched on at once. Of a survey: whether it is published; a draft without it"`
	TouchPoint string   `json:"touch_point,omitempty" maxLength:"200" doc:"Of a survey: the item of another touch point to ask about"`
	Agreed     int      `json:"agreed,omitempty" minimum:"0" doc:"Of a rule: how many cases in 30 days were agreed to"`
}

// maxChoices is more than any proposal has lines.
const maxChoices = 500

// making is one set-up under way, inside a transaction.
type making struct {
	g      *Guide
	tx     *db.Tx
	org    db.Org
	p      *Proposal
	taken  map[string]*Choice
	place  map[string]string // item → where in the input it stands
	became map[string]string // item → what others call it by
	ids    map[string]string // item → id of what it is
	run    Setup
}

// Apply makes exactly what was taken, all of it or nothing. seen is the version of the answers that the proposal followed from;
// making something counts it on, so that a second tab that presses the same button is told, and makes nothing twice.
func (g *Guide) Apply(ctx context.Context, org db.Org, seen int, choices []Choice) (run *Setup, err error) {
	if len(choices) == 0 {
		return nil, problem.At("body.items", "nothing_taken", "Take at least one line.")
	}
	if err := g.askFirst(ctx, org, seen, choices); err != nil {
		return nil, err
	}
	err = g.DB.Write(ctx, org, func(tx *db.Tx) error {
		m := &making{g: g, tx: tx, org: org, ids: map[string]string{}, run: Setup{ID: RunID(tx.ID("set")), MadeAt: tx.Now, MadeBy: identity.From(ctx).Name, Made: []Made{}}}
		if m.p, err = g.proposal(ctx, tx, org); err != nil {
			return err
		}
		if m.p.Version != seen {
			return web.Stale()
		}
		if err := m.take(choices); err != nil {
			return err
		}
		if err := m.makeAll(ctx); err != nil {
			return err
		}
		if err := m.keep(ctx); err != nil {
			return err
		}
		run = &m.run
		return nil
	})
	if err != nil {
		return nil, err
	}
	g.Hub.Publish(string(org), "figures", map[string]any{})
	return run, nil
}

// askFirst lets rules that would open very many cases be agreed to, before anything is made.
func (g *Guide) askFirst(ctx context.Context, org db.Org, seen int, choices []Choice) error {
	var p *Proposal
	err := g.DB.Read(ctx, org, func(tx *db.Tx) (err error) { p, err = g.proposal(ctx, tx, org); return err })
	if err != nil || p.Version != seen {
		return err // the transaction will say so
	}
	for n, c := range choices {
		i := p.item(c.Key)
		if i == nil || i.rule == nil || i.Standing != New || c.On == nil || !*c.On || !p.stands(i) {
			continue
		}
		in, err := g.ruleOf(ctx, org, p.became(nil), i)
		if err != nil {
			return err
		}
		in.On, in.Agreed = true, c.Agreed
		if err := g.Cases.AskFirst(ctx, org, in); err != nil {
			return placed(err, fmt.Sprintf("body.items[%d]", n), i)
		}
	}
	return nil
}

// take reads the choices and refuses those that make no sense together.
func (m *making) take(choices []Choice) error {
	if len(choices) > maxChoices {
		return problem.At("body.items", "too_many_items", "At most %d lines.", maxChoices)
	}
	m.taken, m.place = map[string]*Choice{}, map[string]string{}
	names := map[string]string{}
	for n := range choices {
		c, at := &choices[n], fmt.Sprintf("body.items[%d]", n)
		i := m.p.item(c.Key)
		switch {
		case i == nil:
			return problem.At(at+".key", "item_unknown", "%.80q isn't proposed.", c.Key)
		case m.taken[c.Key] != nil:
			return problem.At(at+".key", "item_twice", "%q is taken twice.", i.Name)
		}
		m.taken[c.Key], m.place[c.Key] = c, at
		if c.Name = strings.TrimSpace(c.Name); c.Name == "" || i.Fixed {
			c.Name = i.Name
		}
		names[c.Key] = c.Name
	}
	m.became = m.p.became(names)
	for _, i := range m.p.Items {
		if i.Standing == Exists {
			m.ids[i.Key] = i.ID
		}
	}
	for key := range m.taken {
		if err := m.complete(m.p.item(key)); err != nil {
			return err
		}
	}
	return nil
}

// complete refuses a line that was taken without what it needs.
func (m *making) complete(i *Item) error {
	needs := i.Needs
	if c := m.taken[i.Key]; i.Survey != nil && c.TouchPoint != "" {
		if o := m.p.item(c.TouchPoint); o == nil || o.Point == nil {
			return problem.At(m.place[i.Key]+".touch_point", "item_unknown", "%.80q isn't a touch point of this proposal.", c.TouchPoint)
		}
		needs = []string{c.TouchPoint}
	}
	for _, key := range needs {
		if !m.has(key) {
			o := m.p.item(key)
			return problem.At(m.place[i.Key], "item_needs", "“%s” needs “%s”: take both, or neither.", m.taken[i.Key].Name, o.Name).
				With(problem.Args{"item": i.Key, "needs": key})
		}
	}
	return nil
}

// has reports whether an item is there, or will be.
func (m *making) has(key string) bool {
	i := m.p.item(key)
	return i != nil && (i.Standing == Exists || i.Standing == New && m.taken[key] != nil)
}

// order is that in which sections are made: what others need comes first. Within rules, expectations stand before rules.
var order = []Section{TouchPoints, Units, Metrics, Targets, BrandPromise, FirstSurvey, AlertRules}

func (m *making) makeAll(ctx context.Context) error {
	for _, s := range order {
		for n := range m.p.Items {
			i := &m.p.Items[n]
			c := m.taken[i.Key]
			if i.Section != s || c == nil || i.Standing != New {
				continue // what came to be there meanwhile stays as it is
			}
			made := Made{Key: i.Key, Section: i.Section, Name: c.Name, State: StandsMade}
			if err := m.make(ctx, i, c, &made); err != nil {
				return placed(err, m.place[i.Key], i)
			}
			m.ids[i.Key] = made.ID
			m.run.Made = append(m.run.Made, made)
		}
	}
	return nil
}

// placed says of which line a refusal speaks.
func placed(err error, at string, i *Item) error {
	p, ok := problem.As(err)
	if !ok {
		return fmt.Errorf("make %s: %w", i.Key, err)
	}
	if len(p.Fields) == 0 {
		part := "key"
		if p.Code == "rule_taken" || p.Code == "name_taken" {
			part = "name"
		}
		p.On(at + "." + part)
		return err
	}
	for n, f := range p.Fields {
		part := f.Location[strings.LastIndexByte(f.Location, '.')+1:]
		if !slices.Contains([]string{"name", "value", "touch_point", "agreed"}, part) {
			part = "key"
		}
		p.Fields[n].Location = at + "." + part
	}
	return err
}

// keep notes what was made, and counts the answers on.
func (m *making) keep(ctx context.Context) error {
	if len(m.run.Made) == 0 {
		return problem.New(problem.Conflict, "all_there", "Everything that was taken is there already.")
	}
	s, err := answers(ctx, m.tx, m.org)
	if err != nil {
		return err
	}
	s.Version++
	if err := putAnswers(ctx, m.tx, m.org, s); err != nil {
		return err
	}
	if err := insertRun(ctx, m.tx, m.org, &m.run, s.Answers); err != nil {
		return err
	}
	counts := map[string]any{}
	for _, made := range m.run.Made {
		n, _ := counts[made.Noun].(int)
		counts[made.Noun] = n + 1
	}
	return m.g.Audit.Record(ctx, m.tx, "setup.apply", string(m.run.ID), map[string]any{"industry": s.Answers.Industry, "made": counts})
}

// on is whether something is switched on: as chosen, else as proposed.
func (c *Choice) on(proposed bool) bool {
	if c.On != nil {
		return *c.On
	}
	return proposed
}
