package moment

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

// Nominate proposes a touch point as a moment of truth.
func (m *Moments) Nominate(ctx context.Context, org db.Org, in Input) (one *Moment, err error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		names, err := m.names(ctx, tx, org)
		if err != nil {
			return err
		}
		if _, ok := names[in.TouchPoint]; !ok {
			return problem.At("body.touch_point", "touch_point_unknown", "There is no touch point %.60q.", in.TouchPoint)
		}
		if err := member(ctx, tx, org, in.Owner); err != nil {
			return err
		}
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(all) >= maxMoments {
			return problem.New(problem.Invalid, "too_many_moments", "An organisation has at most %d moments of truth, retired ones included.", maxMoments)
		}
		one = &Moment{ID: ID(tx.ID("mot")), TouchPoint: in.TouchPoint, Segment: in.Segment, Why: in.Why, Owner: in.Owner, State: Nominated,
			Authority: []Allowance{}, Views: []View{}, Version: 1, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now, Name: names[in.TouchPoint]}
		if err := put(ctx, tx, org, one); err != nil {
			return err
		}
		if err := told(ctx, tx, org, one.ID, "nominated", in.Why); err != nil {
			return err
		}
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment.nominate", string(one.ID), map[string]any{"touch_point": in.TouchPoint, "segment": in.Segment})
	})
	return one, err
}

// Change edits a moment. version is the one the editor saw.
func (m *Moments) Change(ctx context.Context, org db.Org, id ID, version int, e Edit) (*Moment, error) {
	if err := e.validate(); err != nil {
		return nil, err
	}
	if e.ImportanceMetric != "" {
		if _, err := m.Metrics.ByKey(ctx, org, e.ImportanceMetric, "body.importance_metric"); err != nil {
			return nil, err
		}
	}
	return m.change(ctx, org, id, version, func(tx *db.Tx, one *Moment) (string, string, error) {
		if one.State == Retired {
			return "", "", retired()
		}
		if err := member(ctx, tx, org, e.Owner); err != nil {
			return "", "", err
		}
		one.Segment, one.Why, one.Owner, one.ImportanceMetric = e.Segment, e.Why, e.Owner, e.ImportanceMetric
		one.Authority, one.AuthorityNote = e.Authority, e.AuthorityNote
		if one.Authority == nil {
			one.Authority = []Allowance{}
		}
		return "edited", "", nil
	})
}

// Move takes a moment to another state. Confirming needs evidence: customers' words to judge by, and an incident that shows it.
func (m *Moments) Move(ctx context.Context, org db.Org, id ID, version int, to State, note string) (*Moment, error) {
	note = strings.TrimSpace(note)
	if err := identity.Clean(note, "body.note"); err != nil {
		return nil, err
	}
	return m.change(ctx, org, id, version, func(tx *db.Tx, one *Moment) (string, string, error) {
		if !slices.Contains(moves[one.State], to) {
			return "", "", problem.New(problem.Conflict, "state_refused", "A moment that is %s can't become %.20s.", one.State, to)
		}
		said := note
		if to == Confirmed {
			evidence, err := m.evidence(ctx, tx, org, id)
			if err != nil {
				return "", "", err
			}
			said = strings.TrimSpace(evidence + " " + note)
		}
		was := one.State
		one.State = to
		kind := string(to)
		if to == Nominated && was != Nominated {
			kind = "renominated"
		}
		return kind, said, nil
	})
}

// evidence says on what a moment is confirmed, or refuses.
func (m *Moments) evidence(ctx context.Context, tx *db.Tx, org db.Org, id ID) (string, error) {
	criteria, err := criteriaOf(ctx, tx, org, id)
	if err != nil {
		return "", err
	}
	criteria = slices.DeleteFunc(criteria, func(c Criterion) bool { return c.Removed })
	if len(criteria) == 0 {
		return "", problem.New(problem.Conflict, "criterion_needed", "A moment is confirmed by what customers say: pick at least one criterion from their comments.")
	}
	incidents, err := incidentsOf(ctx, tx, org, id)
	if err != nil {
		return "", err
	}
	incidents = slices.DeleteFunc(incidents, func(i Incident) bool { return i.Removed })
	if len(incidents) == 0 {
		return "", problem.New(problem.Conflict, "incident_needed", "Link at least one critical incident: a comment or a case that shows that customers decide here.")
	}
	return fmt.Sprintf("Criteria: %d. Critical incidents: %d.", len(criteria), len(incidents)), nil
}

// change edits a moment as its editor saw it, keeps the line of its history, and tells browsers.
func (m *Moments) change(ctx context.Context, org db.Org, id ID, version int, fn func(*db.Tx, *Moment) (kind, text string, err error)) (one *Moment, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		kind, text, err := fn(tx, one)
		if err != nil {
			return err
		}
		one.Version++
		if err := put(ctx, tx, org, one); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, kind, text); err != nil {
			return err
		}
		names, err := m.names(ctx, tx, org)
		if err != nil {
			return err
		}
		one.Name = names[one.TouchPoint]
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment."+kind, string(id), nil)
	})
	return one, err
}

// Think keeps what somebody of the staff thinks of a moment's importance, beside what customers say.
func (m *Moments) Think(ctx context.Context, org db.Org, id ID, version, value int, why string) (*Moment, error) {
	why = strings.TrimSpace(why)
	if why == "" {
		return nil, problem.At("body.why", "why_needed", "Say why you think so.")
	}
	if err := identity.Clean(why, "body.why"); err != nil {
		return nil, err
	}
	if value < 0 || value > 100 {
		return nil, problem.At("body.value", "importance_range", "Importance lies between 0 and 100.")
	}
	return m.change(ctx, org, id, version, func(tx *db.Tx, one *Moment) (string, string, error) {
		view := View{Value: value, Why: why, By: identity.From(ctx).Name, At: tx.Now}
		one.Views = append([]View{view}, one.Views...)
		one.Views = one.Views[:min(len(one.Views), maxViews)]
		return "importance", fmt.Sprintf("%d", value), nil
	})
}

// touch finds a moment that work goes on at, for verbs on what belongs to it, and tells browsers.
func (m *Moments) touch(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Moment, error) {
	one, err := find(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	if one.State == Retired {
		return nil, retired()
	}
	m.publish(tx, org)
	return one, nil
}

func retired() error {
	return problem.New(problem.Conflict, "moment_retired", "This moment is retired. Nominate it again before you work on it.")
}

func (m *Moments) publish(tx *db.Tx, org db.Org) {
	tx.AfterCommit(func() { m.Hub.Publish(string(org), "moments", struct{}{}) })
}

// names are what touch points are called, by their keys.
func (m *Moments) names(ctx context.Context, tx *db.Tx, org db.Org) (map[string]string, error) {
	points, err := m.Points.All(ctx, tx, org)
	out := make(map[string]string, len(points))
	for _, p := range points {
		out[p.Key] = p.Name
	}
	return out, err
}

// member checks that somebody is one of the organisation's; nobody is fine.
func member(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	if id == "" {
		return nil
	}
	all, err := identity.MembersIn(ctx, tx, org)
	if err == nil && !slices.ContainsFunc(all, func(m identity.Member) bool { return string(m.ID) == id }) {
		err = problem.At("body.owner", "user_unknown", "There is no user %.60s in this organisation.", id)
	}
	return err
}

// sees reports whether the caller's role reaches the unit of a signal.
func (m *Moments) scope(ctx context.Context, tx *db.Tx) (func(unit string) bool, error) {
	units, err := m.People.Scope(ctx, tx)
	return func(unit string) bool { return units == nil || slices.Contains(units, identity.UnitID(unit)) }, err
}

// places are the conditions of figures at a moment: its touch point, and its segment where the organisation keeps it.
func (m *Moments) places(ctx context.Context, org db.Org, one *Moment) ([]string, error) {
	where := []string{"touch_point:" + one.TouchPoint}
	if one.Segment != "" {
		key, err := m.Metrics.SegmentKey(ctx, org, one.Segment)
		if err != nil {
			return nil, err
		}
		if key != "" {
			where = append(where, "segment:"+key)
		}
	}
	return where, nil
}
