package operator

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Summary is a table of figures: rows of organisations' units, columns of metrics.
type Summary struct {
	Days    int      `json:"days" doc:"The last so many days, today included, in each organisation's own zone; the trend is against as many before"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// Column is a metric by its key.
type Column struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Differ bool   `json:"differ" doc:"Not every organisation means the same by it: don't compare across rows"`
}

// Row is one unit of one organisation, with all below it.
type Row struct {
	Organisation db.Org          `json:"organisation"`
	Name         string          `json:"name"`
	Unit         identity.UnitID `json:"unit,omitempty"`
	UnitName     string          `json:"unit_name,omitempty" doc:"Absent: the whole organisation"`
	Until        string          `json:"until,omitempty" doc:"The last day it may be seen"`
	Cells        []Cell          `json:"cells"`
}

// Cell is one figure.
type Cell struct {
	Metric *metric.Metric   `json:"metric"`
	Figure metric.FigureRow `json:"figure"`
	Warn   []metric.Warning `json:"warnings,omitempty"`
}

// Summary computes what an operator may see, and notes that it looked. Nothing for an organisation that isn't the operator.
func (o *Operator) Summary(ctx context.Context, org db.Org, days int) (*Summary, error) {
	grants, err := o.holding(ctx, org)
	if err != nil {
		return nil, err
	}
	s := &Summary{Days: days, Columns: []Column{}, Rows: []Row{}}
	for _, r := range merged(grants) {
		row, err := o.row(ctx, r, days)
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, *row)
	}
	slices.SortStableFunc(s.Rows, func(a, b Row) int {
		return strings.Compare(identity.Fold(a.Name)+"\x00"+identity.Fold(a.UnitName), identity.Fold(b.Name)+"\x00"+identity.Fold(b.UnitName))
	})
	s.columns()
	return s, o.seen(ctx, org, grants)
}

// span is a unit of an organisation with the metrics that may be seen of it.
type span struct {
	org     db.Org
	unit    identity.UnitID
	metrics []string
	until   string
}

// merged puts grants of the same unit together; the row's last day is the earliest of them.
func merged(grants []Grant) (out []span) {
	for _, g := range grants {
		units := g.Units
		if len(units) == 0 {
			units = []identity.UnitID{""}
		}
		for _, u := range units {
			at := slices.IndexFunc(out, func(s span) bool { return s.org == g.org && s.unit == u })
			if at < 0 {
				out = append(out, span{org: g.org, unit: u, metrics: slices.Clone(g.Metrics), until: g.Until})
				continue
			}
			s := &out[at]
			s.metrics = unique(append(s.metrics, g.Metrics...))
			if g.Until != "" && (s.until == "" || g.Until < s.until) {
				s.until = g.Until
			}
		}
	}
	return out
}

// row asks metric's own figures, as somebody whose sight ends at the unit.
func (o *Operator) row(ctx context.Context, s span, days int) (*Row, error) {
	of, err := o.People.Organisation(ctx, s.org)
	if err != nil {
		return nil, err
	}
	ctx = identity.With(ctx, identity.Caller{Org: s.org, Kind: identity.BySystem, ID: "operator", Name: "operator", Role: identity.Viewer, Unit: s.unit})
	row := &Row{Organisation: s.org, Name: of.Name, Unit: s.unit, Until: s.until, Cells: []Cell{}}
	if s.unit != "" {
		units, err := o.People.Units(ctx, s.org)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.ID == s.unit })
		if at < 0 {
			return row, nil // the unit is gone: nothing of it may be seen
		}
		row.UnitName = units[at].Name
	}
	period := o.period(of, days)
	asks := make([]metric.Ask, len(s.metrics))
	for n, key := range s.metrics {
		asks[n] = period
		asks[n].Metric = key
	}
	found, err := o.Metrics.TabulateAll(ctx, s.org, asks)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if problem.CodeOf(f.Err) == "metric_unknown" {
			continue // not measured any more
		}
		if f.Err != nil {
			return nil, f.Err
		}
		if len(f.Figure.Rows) > 0 {
			row.Cells = append(row.Cells, Cell{Metric: f.Figure.Metric, Figure: f.Figure.Rows[0], Warn: f.Figure.Warnings})
		}
	}
	return row, nil
}

// period is the last so many days of an organisation, against as many before.
func (o *Operator) period(of *identity.Organisation, days int) metric.Ask {
	now := o.DB.Now().In(of.Location())
	day := func(back int) string {
		return time.Date(now.Year(), now.Month(), now.Day()-back, 12, 0, 0, 0, now.Location()).Format(time.DateOnly)
	}
	return metric.Ask{From: day(days - 1), To: day(-1), AgainstFrom: day(2*days - 1), AgainstTo: day(days - 1)}
}

// columns collects the metrics of all rows, and says where they don't mean the same.
func (s *Summary) columns() {
	meant := map[string]*metric.Metric{}
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			m, key := c.Metric, c.Metric.Key
			first, known := meant[key]
			if !known {
				meant[key] = m
				s.Columns = append(s.Columns, Column{Key: key, Name: m.Name})
				continue
			}
			if m.Min != first.Min || m.Max != first.Max || m.Direction != first.Direction || !sameScoring(m, first) {
				at := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Key == key })
				s.Columns[at].Differ = true
			}
		}
	}
}

// Figure is one granted metric of one client's unit by weeks. Whatever isn't granted isn't there.
func (o *Operator) Figure(ctx context.Context, org, client db.Org, unit identity.UnitID, key string, days int) (*metric.Figure, error) {
	grants, err := o.holding(ctx, org)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(merged(grants), func(s span) bool { return s.org == client && s.unit == unit && slices.Contains(s.metrics, key) })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "not_granted", "This was not granted to you.")
	}
	of, err := o.People.Organisation(ctx, client)
	if err != nil {
		return nil, err
	}
	period := o.period(of, days)
	inside := identity.With(ctx, identity.Caller{Org: client, Kind: identity.BySystem, ID: "operator", Name: "operator", Role: identity.Viewer, Unit: unit})
	f, err := o.Metrics.Figure(inside, client, metric.Ask{Metric: key, By: []string{"week"}, From: period.From, To: period.To})
	if err != nil {
		return nil, err
	}
	return f, o.seen(ctx, org, grants)
}

// seen notes on each grant, once an hour, that the operator looked.
func (o *Operator) seen(ctx context.Context, org db.Org, grants []Grant) error {
	now := o.DB.Now()
	var due []GrantID
	for _, g := range grants {
		if g.SeenAt == nil || now.Sub(*g.SeenAt) > time.Hour {
			due = append(due, g.ID)
		}
	}
	if len(due) == 0 {
		return nil
	}
	return o.DB.Write(ctx, org, func(tx *db.Tx) error { return noteSeen(ctx, tx, org, due) })
}
