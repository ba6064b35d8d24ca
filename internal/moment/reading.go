package moment

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Span is the period of computed figures; empty is all time.
type Span struct {
	From string
	To   string
}

// voices are whose answers to a metric are asked for apart: a customer's is never mixed with an employee's or an assessor's.
var voices = []struct {
	voice  string
	method Method
	where  string
}{
	{"customers", Survey, "kind!:employee,evaluation"},
	{"assessors", Evaluation, "kind:evaluation"},
	{"employees", ByStaff, "kind:employee"},
}

// question is one figure to ask for, and where its answer goes.
type question struct {
	criterion *Criterion
	voice     string
	method    Method
	ask       metric.Ask
}

// questions lists the figures that a moment's criteria need.
func questions(criteria []Criterion, where []string, s Span) (out []question) {
	for i := range criteria {
		c := &criteria[i]
		if c.Metric == "" || c.Removed {
			continue
		}
		for _, v := range voices {
			out = append(out, question{c, v.voice, v.method, metric.Ask{Metric: c.Metric, Where: append(slices.Clone(where), v.where), From: s.From, To: s.To}})
		}
	}
	return out
}

// answer asks all at once and puts what was found to the criteria.
func (m *Moments) answer(ctx context.Context, org db.Org, list []question) error {
	asks := make([]metric.Ask, len(list))
	for i, q := range list {
		asks[i] = q.ask
	}
	found, err := m.Metrics.TabulateAll(ctx, org, asks)
	if err != nil {
		return err
	}
	for i, r := range found {
		q := list[i]
		if r.Err != nil {
			if problem.CodeOf(r.Err) == "metric_unknown" {
				continue // a metric that is gone: nothing is measured
			}
			return r.Err
		}
		if len(r.Figure.Rows) == 0 || r.Figure.Rows[0].N == 0 {
			continue
		}
		reading := Reading{Voice: q.voice, Method: q.method, Figure: r.Figure.Rows[0].Number, Where: q.ask.Where, Receipt: r.Figure.Receipt}
		if q.voice == "employees" && reading.Figure.N < minGroup {
			reading.Figure, reading.Withheld, reading.Receipt = metric.Number{N: 0, TooFew: true}, true, ""
		}
		reading.Verdict = q.criterion.judge(reading.Figure)
		q.criterion.Readings = append(q.criterion.Readings, reading)
	}
	return nil
}

// define puts what a criterion's metric says of units to it.
func (c *Criterion) define(all []metric.Metric) {
	c.Unit, c.Better = "%", string(metric.Up)
	if c.Scale == Mean {
		c.Unit = "score"
	}
	if at := slices.IndexFunc(all, func(m metric.Metric) bool { return m.Key == c.Metric }); at >= 0 {
		c.Unit, c.Better = all[at].Unit, string(all[at].Better)
	}
}

// settle adds what was entered, orders the readings, and takes the verdict of those who may judge.
func (c *Criterion) settle() {
	c.Past = []Assessment{}
	for i := range c.assessments {
		a := &c.assessments[i]
		if !a.stands() {
			c.Past = append(c.Past, *a)
			continue
		}
		voice := "assessors"
		if a.Method == ByStaff {
			voice = "employees"
		}
		n := a.number(c)
		c.Readings = append(c.Readings, Reading{Voice: voice, Method: a.Method, Figure: n, Verdict: c.judge(n), Assessment: a})
	}
	order := []string{"customers", "assessors", "employees"}
	slices.SortStableFunc(c.Readings, func(a, b Reading) int { return slices.Index(order, a.Voice) - slices.Index(order, b.Voice) })
	c.Verdict = "not_measured"
	if r := c.deciding(); r != nil {
		c.Verdict = r.Verdict
	}
}

// deciding is the reading that says whether a criterion is kept: customers' where they were asked, else the latest assessment.
// Employees' own never is.
func (c *Criterion) deciding() *Reading {
	if len(c.Readings) > 0 && c.Readings[0].Voice != "employees" {
		return &c.Readings[0]
	}
	return nil
}

// dress fills a criterion that was just made or edited with what its metric says of units.
func (m *Moments) dress(ctx context.Context, org db.Org, c *Criterion) error {
	all, err := m.Metrics.All(ctx, org)
	if err == nil {
		c.define(all)
		c.settle()
	}
	return err
}

// File is a moment with everything about it.
type File struct {
	Moment
	Criteria   []Criterion `json:"criteria"`
	Incidents  []Incident  `json:"incidents"`
	Handled    []Handled   `json:"handled" doc:"How failures were handled, of those that were coded"`
	Procedure  *Procedure  `json:"procedure,omitempty" doc:"The crisis procedure in force"`
	Importance *Importance `json:"importance,omitempty" doc:"Absent for those who may not see figures"`
	History    []Event     `json:"history"`
}

// File returns a moment with everything about it, computed for a period.
func (m *Moments) File(ctx context.Context, org db.Org, id ID, s Span) (f *File, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error { f, err = m.file(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	all, err := m.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	for i := range f.Criteria {
		f.Criteria[i].define(all)
	}
	if identity.From(ctx).May(identity.FigureRead) {
		where, err := m.places(ctx, org, &f.Moment)
		if err != nil {
			return nil, err
		}
		if err := m.answer(ctx, org, questions(f.Criteria, where, s)); err != nil {
			return nil, err
		}
		if f.Importance, err = m.importance(ctx, org, &f.Moment, where, s); err != nil {
			return nil, err
		}
	}
	for i := range f.Criteria {
		f.Criteria[i].settle()
	}
	return f, nil
}

func (m *Moments) file(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*File, error) {
	one, err := find(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	names, err := m.names(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	f := &File{Moment: *one}
	f.Name = names[f.TouchPoint]
	criteria, err := criteriaOf(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	f.Criteria = slices.DeleteFunc(criteria, func(c Criterion) bool { return c.Removed })
	found, err := assessmentsOf(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	for i := range f.Criteria {
		for _, a := range found {
			if a.Criterion == f.Criteria[i].ID {
				f.Criteria[i].assessments = append(f.Criteria[i].assessments, a)
			}
		}
	}
	incidents, err := incidentsOf(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	f.Incidents = slices.DeleteFunc(incidents, func(i Incident) bool { return i.Removed })
	pointers := make([]*Incident, len(f.Incidents))
	for i := range f.Incidents {
		pointers[i] = &f.Incidents[i]
	}
	if err := m.words(ctx, tx, org, pointers); err != nil {
		return nil, err
	}
	f.Handled = handled(f.Incidents)
	if f.Procedure, err = latest(ctx, tx, org, id); err != nil {
		return nil, err
	}
	f.History, err = history(ctx, tx, org, id)
	return f, err
}
