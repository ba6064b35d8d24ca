package setup

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// there is what an organisation has already.
type there struct {
	points   []touchpoint.TouchPoint
	metrics  []metric.Metric
	targeted map[string]bool // metrics with any target
	units    []identity.Unit
	promises []promise.Promise
	surveys  map[string]survey.ID
	waits    []expectation.Expectation
	rules    []casework.Rule
}

func (g *Guide) there(ctx context.Context, tx *db.Tx, org db.Org) (t *there, err error) {
	t = &there{}
	if t.points, err = g.Points.All(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.metrics, err = metric.AllIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.targeted, err = metric.TargetedIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.units, err = identity.UnitsIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.promises, err = promise.ListIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.surveys, err = survey.NamesIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if t.waits, err = expectation.ListIn(ctx, tx, org); err != nil {
		return nil, err
	}
	t.rules, err = casework.RulesIn(ctx, tx, org)
	return t, err
}

// mark says of each line whether it is there, and drops the lines that rest on a metric that measures something else.
func (t *there) mark(p *Proposal) {
	differs := map[string]bool{}
	kept := p.Items[:0]
	for _, i := range p.Items {
		if slices.ContainsFunc(i.Needs, func(key string) bool { return differs[key] }) {
			continue
		}
		if i.Survey != nil {
			i.leaveOut(differs)
		}
		i.ID, i.Standing = t.standing(&i)
		if i.Standing == Differs {
			differs[i.Key] = true
		}
		kept = append(kept, i)
	}
	p.Items = kept
}

// standing looks for what a line proposes: by key, or by the name that people call it.
func (t *there) standing(i *Item) (id string, s Standing) {
	called := func(name string) bool { return identity.Fold(name) == identity.Fold(i.Name) }
	switch {
	case i.Point != nil:
		for _, o := range t.points {
			if o.Key == i.Point.Key || called(o.Name) {
				i.Point.Key, i.Name = o.Key, o.Name
				return string(o.ID), Exists
			}
		}
	case i.metric != nil:
		for _, o := range t.metrics {
			if o.Key != i.metric.Key {
				continue
			}
			i.Name = o.Name
			if o.Archived || !o.Same(i.metric) {
				return string(o.ID), Differs
			}
			return string(o.ID), Exists
		}
	case i.Target != nil:
		if t.targeted[i.Target.Metric] {
			at := slices.IndexFunc(t.metrics, func(m metric.Metric) bool { return m.Key == i.Target.Metric })
			return string(t.metrics[at].ID), Exists
		}
	case i.Unit != nil:
		for _, o := range t.units {
			if o.Parent != "" && (o.Key == i.Unit.Key || called(o.Name)) {
				i.Unit.Key, i.Name = o.Key, o.Name
				return string(o.ID), Exists
			}
		}
	case i.promise != nil:
		for _, o := range t.promises {
			if o.State != promise.Retired && o.Brand == "" && o.Segment == "" {
				return string(o.ID), Exists
			}
		}
	case i.survey != nil:
		for name, id := range t.surveys {
			if called(name) {
				return string(id), Exists
			}
		}
	case i.wait != nil:
		for _, o := range t.waits {
			if called(o.Name) {
				return string(o.ID), Exists
			}
		}
	case i.rule != nil:
		for _, o := range t.rules {
			if called(o.Name) {
				return string(o.ID), Exists
			}
		}
	}
	return "", New
}

// leaveOut takes the questions away whose metric measures something else here.
func (i *Item) leaveOut(differs map[string]bool) {
	part, def := *i.Survey, *i.survey
	part.Questions, def.Questions = nil, nil
	for n, q := range i.Survey.Questions {
		if !differs[q.Needs] {
			part.Questions, def.Questions = append(part.Questions, q), append(def.Questions, i.survey.Questions[n])
		}
	}
	i.Survey, i.survey = &part, &def
}

func (p *Proposal) item(key string) *Item {
	for n := range p.Items {
		if p.Items[n].Key == key {
			return &p.Items[n]
		}
	}
	return nil
}

// stands reports whether all that an item needs is there.
func (p *Proposal) stands(i *Item) bool {
	return !slices.ContainsFunc(i.Needs, func(key string) bool { o := p.item(key); return o == nil || o.Standing != Exists })
}

// became is what other items call each item by: the key of a touch point, the name of an expectation.
func (p *Proposal) became(names map[string]string) map[string]string {
	out := map[string]string{}
	for _, i := range p.Items {
		switch {
		case i.Point != nil:
			out[i.Key] = i.Point.Key
		case i.wait != nil:
			if out[i.Key] = i.Name; names[i.Key] != "" && i.Standing == New {
				out[i.Key] = names[i.Key]
			}
		}
	}
	return out
}

// reference reads a value that stands for what an item became.
func reference(s string) (key string, ok bool) { return strings.CutPrefix(s, "@") }
