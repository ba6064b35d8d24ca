package moment

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// Short is a moment as a list shows it.
type Short struct {
	Moment
	Criteria  int        `json:"criteria"`
	Incidents int        `json:"incidents"`
	First     *Criterion `json:"first,omitempty" doc:"The first criterion; its readings are those that decide"`
}

// List returns every moment, confirmed ones first, each with its first criterion and how well that is kept in a period.
func (m *Moments) List(ctx context.Context, org db.Org, s Span) ([]Short, error) {
	return m.shorts(ctx, org, s, func(one State) bool { return one != Retired })
}

// shorts asks for the figures of the moments in some states alone.
func (m *Moments) shorts(ctx context.Context, org db.Org, s Span, asked func(State) bool) (out []Short, err error) {
	var of map[ID][]Criterion
	var found map[CriterionID][]Assessment
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		names, err := m.names(ctx, tx, org)
		if err != nil {
			return err
		}
		if of, err = allCriteria(ctx, tx, org); err != nil {
			return err
		}
		if found, err = allAssessments(ctx, tx, org); err != nil {
			return err
		}
		incidents, err := counted(ctx, tx, org, "moment_incident")
		if err != nil {
			return err
		}
		out = make([]Short, len(all))
		for i, one := range all {
			one.Name = names[one.TouchPoint]
			out[i] = Short{Moment: one, Criteria: len(of[one.ID]), Incidents: incidents[one.ID]}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, m.firsts(ctx, org, out, of, found, s, asked)
}

// firsts puts to each moment its first criterion with the reading that decides.
func (m *Moments) firsts(ctx context.Context, org db.Org, out []Short, of map[ID][]Criterion, found map[CriterionID][]Assessment, s Span,
	asked func(State) bool) error {
	defs, err := m.Metrics.All(ctx, org)
	if err != nil {
		return err
	}
	var asks []question
	for i := range out {
		criteria := of[out[i].ID]
		if len(criteria) == 0 {
			continue
		}
		first := criteria[:1]
		first[0].define(defs)
		first[0].assessments = found[first[0].ID]
		out[i].First = &first[0]
		if !asked(out[i].State) || !identity.From(ctx).May(identity.FigureRead) {
			continue
		}
		where, err := m.places(ctx, org, &out[i].Moment)
		if err != nil {
			return err
		}
		for _, q := range questions(first, where, s) {
			if q.voice != "employees" {
				asks = append(asks, q)
			}
		}
	}
	if err := m.answer(ctx, org, asks); err != nil {
		return err
	}
	for i := range out {
		if c := out[i].First; c != nil {
			c.settle()
			c.Past = []Assessment{}
			if r := c.deciding(); r != nil {
				c.Readings = []Reading{*r}
			} else {
				c.Readings = []Reading{}
			}
		}
	}
	return nil
}

// AtPoint is a confirmed moment as a map shows it on its touch point.
type AtPoint struct {
	ID        ID             `json:"id"`
	Segment   string         `json:"segment,omitempty"`
	Why       string         `json:"why"`
	Wording   string         `json:"wording" doc:"Of the first criterion"`
	Figure    *metric.Number `json:"figure,omitempty" doc:"How often or how well it is kept"`
	Unit      string         `json:"unit"`
	Better    string         `json:"better"`
	Threshold float64        `json:"threshold"`
	Verdict   string         `json:"verdict" enum:"kept,not_kept,unclear,too_few,not_measured"`
}

// ByTouchPoint returns the confirmed moments by the key of their touch point, with their first criterion, its figure of all time
// and its threshold, for whoever draws touch points.
func (m *Moments) ByTouchPoint(ctx context.Context, org db.Org) (map[string][]AtPoint, error) {
	all, err := m.shorts(ctx, org, Span{}, func(one State) bool { return one == Confirmed })
	out := map[string][]AtPoint{}
	for _, one := range all {
		if one.State != Confirmed || one.First == nil {
			continue
		}
		at := AtPoint{ID: one.ID, Segment: one.Segment, Why: one.Why, Wording: one.First.Wording, Unit: one.First.Unit, Better: one.First.Better,
			Threshold: one.First.Threshold, Verdict: one.First.Verdict}
		if len(one.First.Readings) > 0 {
			at.Figure = &one.First.Readings[0].Figure
		}
		out[one.TouchPoint] = append(out[one.TouchPoint], at)
	}
	return out, err
}
