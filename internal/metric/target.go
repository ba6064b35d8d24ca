package metric

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Target is what a metric's figure should reach in a unit and everything below it that has no target of its own.
type Target struct {
	Unit  string  `json:"unit" doc:"Key of a unit; empty is the whole organisation"`
	From  string  `json:"from" doc:"First day, in the organisation's zone" example:"2026-01-01"`
	To    string  `json:"to,omitempty" doc:"The day after the last; without it the target has no end"`
	Value float64 `json:"value" doc:"In the unit of the metric's figures"`

	id    identity.UnitID // of Unit
	milli int64
}

// Targets are all of one metric's.
type Targets struct {
	Items   []Target `json:"items"`
	Version int      `json:"version"`
}

// Mark is a target beside a figure.
type Mark struct {
	Value   float64 `json:"value"`
	Unit    string  `json:"unit" doc:"Key of the unit that it was set for; empty is the whole organisation"`
	Name    string  `json:"unit_name,omitempty"`
	Verdict string  `json:"verdict" enum:"met,not_met,unclear,too_few" doc:"met: the whole interval is on the good side; not_met: none of it; unclear: can't tell from so many answers"`
	Moved   bool    `json:"moved,omitempty" doc:"The target changed within the period; this is the one at its end"`
}

// targetList is a metric's targets as figures need them.
type targetList struct {
	list []Target
	at   time.Time
}

const (
	maxTargets = 5000
	// targetsFresh is how long another process may go on with targets as they were.
	targetsFresh = 5 * time.Second
)

// Targets returns a metric's targets, by unit and day.
func (m *Metrics) Targets(ctx context.Context, org db.Org, id ID) (out *Targets, err error) {
	out = &Targets{Items: []Target{}}
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := byID(ctx, tx, org, id); err != nil {
			return err
		}
		units, err := identity.UnitsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `select targets_revision from metric where org = $1 and id = $2`, org, id).Scan(&out.Version); err != nil {
			return err
		}
		list, err := targetsOf(ctx, tx, org, id)
		for _, t := range list {
			if t.id != "" {
				at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.ID == t.id })
				if at < 0 {
					continue // the unit is gone
				}
				t.Unit = units[at].Key
			}
			out.Items = append(out.Items, t)
		}
		return err
	})
	return out, err
}

// SetTargets replaces all targets of a metric.
func (m *Metrics) SetTargets(ctx context.Context, org db.Org, id ID, version int, list []Target) (*Targets, error) {
	err := m.DB.Write(ctx, org, func(tx *db.Tx) error {
		n, err := byID(ctx, tx, org, id)
		if err != nil {
			return err
		}
		var now int
		if err := tx.QueryRow(ctx, `select targets_revision from metric where org = $1 and id = $2`, org, id).Scan(&now); err != nil {
			return err
		}
		if now != version {
			return web.Stale()
		}
		units, err := identity.UnitsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		if err := n.checkTargets(list, units); err != nil {
			return err
		}
		if err := storeTargets(ctx, tx, org, id, list); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update metric set targets_revision = $1 where org = $2 and id = $3`, version+1, org, id); err != nil {
			return err
		}
		tx.AfterCommit(func() { m.targets.Drop(org, string(id)) })
		return m.Audit.Record(ctx, tx, "metric.targets", string(id), map[string]any{"key": n.Key, "targets": len(list)})
	})
	if err != nil {
		return nil, err
	}
	return m.Targets(ctx, org, id)
}

// reach is the range that a metric's figures can have.
func (m *Metric) reach() (low, high float64) {
	switch m.Scoring.Method {
	case NPS:
		return -100, 100
	case Mean, Median:
		return m.Min, m.Max
	default:
		return 0, 100
	}
}

// checkTargets says what is wrong with a list of targets, and finds their units.
func (m *Metric) checkTargets(list []Target, units []identity.Unit) error {
	if len(list) > maxTargets {
		return problem.At("body.items", "too_many_targets", "A metric has at most %d targets.", maxTargets)
	}
	for i := range list {
		t := &list[i]
		place := "body.items[" + strconv.Itoa(i) + "]"
		if t.Unit != "" {
			at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.Key == t.Unit })
			if at < 0 {
				return problem.At(place+".unit", "unit_unknown", "There is no unit %q.", short(t.Unit))
			}
			if units[at].Parent != "" { // the top unit is the organisation
				t.id = units[at].ID
			}
		}
		if _, err := time.Parse(time.DateOnly, t.From); err != nil {
			return problem.At(place+".from", "date_invalid", "%q isn't a date such as 2026-01-31.", short(t.From))
		}
		if _, err := time.Parse(time.DateOnly, t.To); err != nil && t.To != "" {
			return problem.At(place+".to", "date_invalid", "%q isn't a date such as 2026-01-31.", short(t.To))
		}
		if t.To != "" && t.To <= t.From {
			return problem.At(place+".to", "period_empty", "The target ends before it begins (its end is exclusive).")
		}
		if err := m.CheckTarget(t.Value, place+".value"); err != nil {
			return err
		}
		t.milli, _ = Milli(t.Value)
		for j := range list[:i] {
			if o := &list[j]; o.id == t.id && (o.To == "" || t.From < o.To) && (t.To == "" || o.From < t.To) {
				return problem.At(place+".from", "targets_overlap", "Two targets of one unit overlap, from %s and from %s.", o.From, t.From)
			}
		}
	}
	return nil
}

func targetsOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Target, error) {
	rows, err := tx.Query(ctx, `select unit, from_day, to_day, value from metric_target where org = $1 and metric = $2 order by unit, from_day`, org, id)
	return db.Collect(rows, err, func(r db.Scanner) (t Target, err error) {
		err = r.Scan(&t.id, &t.From, &t.To, &t.milli)
		t.Value = float64(t.milli) / analytics.Scale
		return t, err
	})
}

func storeTargets(ctx context.Context, tx *db.Tx, org db.Org, id ID, list []Target) error {
	if _, err := tx.Exec(ctx, `delete from metric_target where org = $1 and metric = $2`, org, id); err != nil {
		return err
	}
	for _, t := range list {
		if _, err := tx.Exec(ctx, `insert into metric_target (org, metric, unit, from_day, to_day, value) values ($1, $2, $3, $4, $5, $6)`,
			org, id, string(t.id), t.From, t.To, t.milli); err != nil {
			return err
		}
	}
	return nil
}

// targetsNow are a metric's targets, from memory where they are fresh.
func (m *Metrics) targetsNow(ctx context.Context, org db.Org, id ID) ([]Target, error) {
	kept, ok := m.targets.Get(org, string(id))
	if !ok || time.Since(kept.at) > targetsFresh {
		err := m.DB.Read(ctx, org, func(tx *db.Tx) (err error) { kept.list, err = targetsOf(ctx, tx, org, id); return err })
		if err != nil {
			return nil, err
		}
		kept.at = time.Now()
		m.targets.Set(org, string(id), kept)
	}
	return kept.list, nil
}

// mark puts the targets beside a figure's rows.
func (m *Metrics) mark(ctx context.Context, org db.Org, t *translator, a Ask, q analytics.Question, f *Figure) error {
	list, err := m.targetsNow(ctx, org, f.Metric.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	base := t.about(ctx, a.Where)
	from, to := t.days(q)
	for i := range f.Rows {
		r := &f.Rows[i]
		unit, first, last := base, from, to
		for n, by := range q.By {
			switch {
			case by.Dim == analytics.Unit:
				unit = t.unitOf(r.By[a.By[n]])
			case isTime(by.Dim):
				first, last = bucketDays(by.Dim, r.By[string(by.Dim)])
			}
		}
		r.Target = t.mark(list, f.Metric, unit, first, last, r.Number)
	}
	return nil
}

// about is the unit that a slice speaks of: the one that it is narrowed to, else the asker's own, else the organisation.
func (t *translator) about(ctx context.Context, where []string) identity.UnitID {
	for _, w := range where {
		if key, ok := strings.CutPrefix(w, "unit:"); ok && !strings.ContainsAny(key, ",\\") {
			return t.unitOf(key)
		}
	}
	return identity.From(ctx).Unit
}

func (t *translator) unitOf(key string) identity.UnitID {
	if at := slices.IndexFunc(t.units, func(u identity.Unit) bool { return u.Key == key }); at >= 0 {
		return t.units[at].ID
	}
	return ""
}

// days are the first day of a question's period and the day after its last; today where it has no end.
func (t *translator) days(q analytics.Question) (from, to string) {
	now := t.m.DB.Now()
	if q.To != 0 && time.UnixMicro(q.To).Before(now) {
		now = time.UnixMicro(q.To)
		to = now.In(t.zone).Format(time.DateOnly)
	} else {
		to = now.In(t.zone).AddDate(0, 0, 1).Format(time.DateOnly)
	}
	if q.From != 0 {
		from = time.UnixMicro(q.From).In(t.zone).Format(time.DateOnly)
	}
	return from, to
}

// bucketDays are the first day of a bucket of time and the day after its last.
func bucketDays(d analytics.Dim, key string) (from, to string) {
	var at time.Time
	var err error
	var y, n int
	switch d {
	case analytics.Month:
		if at, err = time.Parse("2006-01", key); err == nil {
			return at.Format(time.DateOnly), at.AddDate(0, 1, 0).Format(time.DateOnly)
		}
	case analytics.Year:
		if at, err = time.Parse("2006", key); err == nil {
			return at.Format(time.DateOnly), at.AddDate(1, 0, 0).Format(time.DateOnly)
		}
	case analytics.Quarter:
		if _, err = fmt.Sscanf(key, "%d-Q%d", &y, &n); err == nil {
			at = time.Date(y, time.Month(n*3-2), 1, 0, 0, 0, 0, time.UTC)
			return at.Format(time.DateOnly), at.AddDate(0, 3, 0).Format(time.DateOnly)
		}
	case analytics.Week:
		if _, err = fmt.Sscanf(key, "%d-W%d", &y, &n); err == nil {
			fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
			at = fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(n-1))
			return at.Format(time.DateOnly), at.AddDate(0, 0, 7).Format(time.DateOnly)
		}
	default:
		if at, err = time.Parse(time.DateOnly, key); err == nil {
			return key, at.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	}
	return "", ""
}

// mark finds the target of a unit, or of its nearest ancestor that has one, at the end of a period.
func (t *translator) mark(list []Target, def *Metric, unit identity.UnitID, from, to string, n Number) *Mark {
	if to == "" {
		return nil
	}
	for range len(t.units) + 1 {
		var found *Target
		moved := false
		for i := range list {
			g := &list[i]
			if g.id != unit || g.From >= to || g.To != "" && from != "" && g.To <= from {
				continue
			}
			if g.To == "" || g.To >= to {
				found = g
			}
			moved = moved || g.From > from && from != "" || g.To != "" && g.To < to
		}
		if found != nil {
			return &Mark{Value: found.Value, Unit: t.keyOfUnit(found.id), Name: t.nameOfUnit(found.id), Verdict: verdict(def, found.Value, n), Moved: moved}
		}
		if unit == "" {
			return nil
		}
		unit = t.parent(unit)
	}
	return nil
}

func (t *translator) unit(id identity.UnitID) *identity.Unit {
	for i := range t.units {
		if t.units[i].ID == id {
			return &t.units[i]
		}
	}
	return &identity.Unit{}
}

func (t *translator) parent(id identity.UnitID) identity.UnitID { return t.unit(id).Parent }
func (t *translator) keyOfUnit(id identity.UnitID) string       { return t.unit(id).Key }
func (t *translator) nameOfUnit(id identity.UnitID) string      { return t.unit(id).Name }

// CheckTarget refuses a target that no figure of the metric can reach, at a place of the request.
func (m *Metric) CheckTarget(value float64, place string) error {
	low, high := m.reach()
	if _, ok := Milli(value); !ok || value < low || value > high {
		return problem.At(place, "target_off_scale", "Figures of %s go from %v to %v; a target lies there, with at most three decimals.", m.Name, low, high)
	}
	return nil
}

// Judge is verdict for a target that isn't one of the metric's own, such as a tenet's: met, not_met, unclear or too_few.
func (m *Metric) Judge(target float64, n Number) string { return verdict(m, target, n) }

// verdict judges a figure by its interval, not by its value: a target is met where all of the interval is on its good side.
func verdict(m *Metric, target float64, n Number) string {
	switch {
	case n.TooFew || n.Low == nil || n.High == nil:
		return "too_few"
	case m.Better == Up && *n.Low >= target, m.Better == Down && *n.High <= target:
		return "met"
	case m.Better == Up && *n.High < target, m.Better == Down && *n.Low > target:
		return "not_met"
	}
	return "unclear"
}
