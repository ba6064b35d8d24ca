package setup

import (
	"context"
	"fmt"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// make makes one line through the verb of the capability that it belongs to.
func (m *making) make(ctx context.Context, i *Item, c *Choice, made *Made) error {
	switch {
	case i.Point != nil:
		return m.point(ctx, i, c, made)
	case i.metric != nil:
		return m.metric(ctx, i, c, made)
	case i.Target != nil:
		return m.target(ctx, i, c, made)
	case i.Unit != nil:
		return m.unit(ctx, i, c, made)
	case i.promise != nil:
		return m.promise(ctx, i, c, made)
	case i.survey != nil:
		return m.survey(ctx, i, c, made)
	case i.wait != nil:
		return m.wait(ctx, i, c, made)
	default:
		return m.rule(ctx, i, c, made)
	}
}

func (m *making) point(ctx context.Context, i *Item, c *Choice, made *Made) error {
	t, err := m.g.Points.CreateIn(ctx, m.tx, m.org, i.Point.Key, c.Name)
	if err != nil {
		return err
	}
	made.Noun, made.ID = "touch_point", string(t.ID)
	return nil
}

func (m *making) metric(ctx context.Context, i *Item, c *Choice, made *Made) error {
	n := *i.metric
	n.Name = c.Name
	if _, err := m.g.Metrics.Define(ctx, m.tx, m.org, &n); err != nil {
		return err
	}
	made.Noun, made.ID = "metric", string(n.ID)
	return nil
}

func (m *making) target(ctx context.Context, i *Item, c *Choice, made *Made) error {
	value := i.Target.Value
	if c.Value != nil {
		value = *c.Value
	}
	if value < i.Target.Low || value > i.Target.High {
		return problem.At("body.value", "target_off_scale", "Figures of %s go from %v to %v; a target lies there.", i.Name, i.Target.Low, i.Target.High).
			With(problem.Args{"min": i.Target.Low, "max": i.Target.High})
	}
	// From the first of this month: the months before were nobody's aim.
	o, err := m.g.People.Organisation(ctx, m.org)
	if err != nil {
		return err
	}
	from := m.tx.Now.In(o.Location()).Format("2006-01") + "-01"
	id, set, err := m.g.Metrics.FirstTargetIn(ctx, m.tx, m.org, i.Target.Metric, from, value)
	if err != nil {
		return err
	}
	if !set {
		return problem.New(problem.Conflict, "target_there", "%s has a target already.", i.Name)
	}
	made.Noun, made.ID, made.Value, made.Unit = "target", string(id), value, i.Target.Unit
	return nil
}

func (m *making) unit(ctx context.Context, i *Item, c *Choice, made *Made) error {
	u := &identity.Unit{Key: i.Unit.Key, Name: c.Name, Kind: i.Unit.Kind, Parent: identity.UnitID(m.ids[i.Unit.Parent])}
	if err := m.g.People.AddUnitIn(ctx, m.tx, m.org, u); err != nil {
		return err
	}
	made.Noun, made.ID = "unit", string(u.ID)
	return nil
}

func (m *making) survey(ctx context.Context, i *Item, c *Choice, made *Made) error {
	about := i.Survey.TouchPoint
	if c.TouchPoint != "" {
		about = c.TouchPoint
	}
	name := m.p.item(about).Name
	if t := m.taken[about]; t != nil {
		name = t.Name
	}
	d := *i.survey
	d.TouchPoint, d.Questions = m.became[about], []survey.Question{}
	for n, q := range i.survey.Questions {
		if needs := i.Survey.Questions[n].Needs; needs != "" && !m.has(needs) {
			continue
		}
		q.Text = strings.Replace(q.Text, nameMark, inSentence(name), 1)
		d.Questions = append(d.Questions, q)
	}
	if i.Name == c.Name { // a survey about another touch point isn't called after the one that was proposed
		c.Name = "After the " + inSentence(name)
		made.Name = c.Name
	}
	sv, err := m.g.Surveys.CreateIn(ctx, m.tx, m.org, c.Name, &d, c.on(false))
	if err != nil {
		return err
	}
	made.Noun, made.ID, made.On, made.URL = "survey", string(sv.ID), sv.State == survey.Open, sv.URL
	return nil
}

func (m *making) wait(ctx context.Context, i *Item, c *Choice, made *Made) error {
	in := *i.wait
	in.Name, in.On = c.Name, c.on(i.Wait.On)
	if key, ok := reference(in.AnswerAt); ok {
		in.AnswerAt = m.became[key]
	}
	e, err := m.g.Expectations.CreateIn(ctx, m.tx, m.org, in)
	if err != nil {
		return err
	}
	made.Noun, made.ID, made.On = "expectation", string(e.ID), e.On
	return nil
}

func (m *making) rule(ctx context.Context, i *Item, c *Choice, made *Made) error {
	in := *i.rule
	in.Name, in.On, in.Agreed = c.Name, c.on(i.Rule.On), c.Agreed
	in.Conditions = make([]casework.Condition, len(i.rule.Conditions))
	for n, cond := range i.rule.Conditions {
		if key, ok := reference(cond.Value.String()); ok {
			cond.Value = casework.Text(m.became[key])
		}
		in.Conditions[n] = cond
	}
	var err error
	if in.FallbackOwner, err = m.g.Cases.KeeperIn(ctx, m.tx, m.org); err != nil {
		return fmt.Errorf("find a fallback owner: %w", err)
	}
	r, err := m.g.Cases.CreateRuleIn(ctx, m.tx, m.org, in)
	if err != nil {
		return err
	}
	made.Noun, made.ID, made.On = "rule", string(r.ID), r.On
	return nil
}
