package metric

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Select is a choice of signals, in the words of a filter.
type Select struct {
	Where    []string
	From, To string
	Limit    int
	Before   *analytics.Position
	Among    []int64 // only signals with these numbers; nil is all
}

// Signals returns the numbers of the signals behind a figure, newest first, and how many there are in all.
func (m *Metrics) Signals(ctx context.Context, org db.Org, s Select) (list []analytics.Position, total int64, err error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, 0, err
	}
	q := analytics.Question{Measure: analytics.Measure{What: analytics.Count}}
	if err := t.narrow(ctx, &q, s.Where, s.From, s.To); err != nil {
		return nil, 0, err
	}
	if s.Among != nil {
		q.Where = append(q.Where, analytics.Cond{Dim: analytics.SignalNo, Op: analytics.In, Codes: s.Among})
	}
	n, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, 0, err
	}
	if len(n.Rows) > 0 {
		total = n.Rows[0].N
	}
	q.Measure.What, q.Limit, q.Before = analytics.Signals, s.Limit, s.Before
	a, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range a.Rows {
		list = append(list, r.At)
	}
	return list, total, nil
}

// Dimension is something to break down or filter by.
type Dimension struct {
	Key    string `json:"key" example:"attributes.airline"`
	Name   string `json:"name"`
	Kind   string `json:"kind" enum:"entity,attribute,closed,time,filter" doc:"filter: filtered by, never broken down by"`
	Values int    `json:"values" doc:"How many different values have been heard"`
}

// Dimensions lists what an organisation's figures can be broken down and filtered by.
func (m *Metrics) Dimensions(ctx context.Context, org db.Org) ([]Dimension, error) {
	codes, err := m.Book.View(ctx, org)
	if err != nil {
		return nil, err
	}
	units, err := m.People.Units(ctx, org)
	if err != nil {
		return nil, err
	}
	var out []Dimension
	for _, d := range dimensions {
		k := Dimension{Key: d.name, Name: d.title, Kind: "entity"}
		switch {
		case isTime(d.dim):
			k.Kind = "time"
		case d.dict == "":
			k.Kind = "closed"
			k.Values = map[analytics.Dim]int{analytics.Kind: len(m.Names.Kinds()), analytics.Mood: len(m.Names.Moods())}[d.dim]
		default:
			k.Values = codes.Len(d.dict)
		}
		out = append(out, k)
		if d.dim == analytics.Unit {
			out = append(out, unitLevels(units)...)
		}
	}
	for i, name := range codes.Attributes() {
		out = append(out, Dimension{Key: attributePrefix + name, Name: readable(name), Kind: "attribute", Values: codes.Len(codebook.AttributeDim(i + 1))})
	}
	segments, err := m.segments(ctx, org)
	if len(segments) > 0 {
		out = append(out, Dimension{Key: segmentDimension, Name: "Customers’ segment", Kind: "filter", Values: len(segments)})
	}
	return out, err
}

// unitLevels are the levels of the tree that units stand on.
func unitLevels(units []identity.Unit) (out []Dimension) {
	for _, l := range levels {
		n := 0
		for _, u := range units {
			if u.Kind == l.kind {
				n++
			}
		}
		if n > 0 {
			out = append(out, Dimension{Key: levelPrefix + l.kind, Name: l.title, Kind: "entity", Values: n})
		}
	}
	return out
}

func readable(key string) string {
	s := strings.NewReplacer("-", " ", "_", " ").Replace(key)
	return strings.ToUpper(s[:1]) + s[1:]
}

// Value is one value of a dimension and how many signals have it; of a segment, how many customers are in it.
type Value struct {
	Value string `json:"value"`
	Label string `json:"label"`
	N     int64  `json:"n"`
}

// Values lists the values of a dimension that contain search, the most frequent first.
func (m *Metrics) Values(ctx context.Context, org db.Org, name, search string, limit int) ([]Value, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	if name == segmentDimension {
		return m.segmentValues(ctx, org, search, limit)
	}
	by, err := t.by(ctx, name)
	if err != nil {
		return nil, orNotFound(err)
	}
	q := analytics.Question{Measure: analytics.Measure{What: analytics.Count}, By: []analytics.By{by}}
	if err := t.narrow(ctx, &q, nil, "", ""); err != nil {
		return nil, err
	}
	a, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, err
	}
	if name == "unit" {
		return t.unitValues(a.Rows, search, limit), nil
	}
	var out []Value
	for _, r := range a.Rows {
		_, key, label := t.name(by, r.Keys[0])
		if key == "" || !strings.Contains(identity.Fold(label+" "+key), identity.Fold(search)) {
			continue
		}
		out = append(out, Value{Value: key, Label: label, N: r.N})
	}
	return frequent(out, limit), nil
}

func frequent(list []Value, limit int) []Value {
	slices.SortStableFunc(list, func(a, b Value) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Label, b.Label))
	})
	return list[:min(len(list), limit)]
}

// unitValues lists the units with all that lies below each, since a condition on a unit means that too.
func (t *translator) unitValues(rows []analytics.Row, search string, limit int) []Value {
	own := map[string]int64{}
	for _, r := range rows {
		own[t.codes.Value("unit", int32(r.Keys[0]))] += r.N //nolint:gosec // codes are 32 bits
	}
	var out []Value
	for _, u := range t.units {
		if !strings.Contains(identity.Fold(u.Name+" "+u.Key), identity.Fold(search)) {
			continue
		}
		v := Value{Value: u.Key, Label: u.Name}
		for _, id := range identity.Below(t.units, u.ID) {
			v.N += own[string(id)]
		}
		if v.N > 0 {
			out = append(out, v)
		}
	}
	return frequent(out, limit)
}

// orNotFound says of a dimension in a path what a path says of anything that isn't there.
func orNotFound(err error) error {
	if p, ok := problem.As(err); ok && p.Code == "dimension_unknown" {
		return problem.New(problem.NotFound, p.Code, "%s", p.Message).With(p.Args)
	}
	return err
}

func (m *Metrics) figureRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "figure-get", Method: http.MethodGet, Path: "/figures", Tag: "Figures", Verb: identity.FigureRead,
		Summary: "A metric's figures, broken down and filtered, with n, interval and what was left out",
		Doc: "Conditions: `touch_point:call,chat` any of, `touch_point!:call` none of, `attributes.product:` is empty, `metric.nps>=9`, " +
			"`metric.nps=3..6`, `metric.nps:answered`, `comment:yes`, `touch_point~card` contains, `attributes.age=18..30` between. A unit includes everything below it in the structure as it is now."},
		func(ctx context.Context, in *struct {
			Metric      string   `query:"metric" required:"true"`
			By          []string `query:"by,explode" maxItems:"2"`
			Where       []string `query:"where,explode" maxItems:"50"`
			From        string   `query:"from" doc:"Date in the organisation's zone, inclusive"`
			To          string   `query:"to" doc:"Exclusive"`
			AgainstFrom string   `query:"against_from" doc:"Compare with another period"`
			AgainstTo   string   `query:"against_to"`
			Rest        bool     `query:"rest" doc:"Compare each group with all the others, or a slice with what its conditions leave out"`
			Version     int      `query:"version" minimum:"0" maximum:"10000" doc:"A version of the metric's scoring other than the one in force"`
		}) (*struct{ Body *Figure }, error) {
			f, err := m.Figure(ctx, identity.From(ctx).Org, Ask{Metric: in.Metric, By: in.By, Where: in.Where, From: in.From, To: in.To,
				AgainstFrom: in.AgainstFrom, AgainstTo: in.AgainstTo, Rest: in.Rest, Version: in.Version})
			return &struct{ Body *Figure }{f}, err
		})
	web.Register(a, web.Op{ID: "figure-rollup", Method: http.MethodGet, Path: "/figures/rollup", Tag: "Figures", Verb: identity.FigureRead,
		Summary: "A metric for every unit from the top down, each with all below it, and how its parts spread",
		Doc: "Begins at the caller's own unit. Each unit is compared with everything else at the top, and with another period where one is given. " +
			"Verdicts allow for the number of comparisons."},
		func(ctx context.Context, in *struct {
			Metric      string   `query:"metric" required:"true"`
			Where       []string `query:"where,explode" maxItems:"50"`
			From        string   `query:"from" doc:"Date in the organisation's zone, inclusive"`
			To          string   `query:"to" doc:"Exclusive"`
			AgainstFrom string   `query:"against_from"`
			AgainstTo   string   `query:"against_to"`
		}) (*struct{ Body *Rollup }, error) {
			r, err := m.Rollup(ctx, identity.From(ctx).Org, Ask{Metric: in.Metric, Where: in.Where, From: in.From, To: in.To,
				AgainstFrom: in.AgainstFrom, AgainstTo: in.AgainstTo})
			return &struct{ Body *Rollup }{r}, err
		})
	web.Register(a, web.Op{ID: "dimension-list", Method: http.MethodGet, Path: "/dimensions", Tag: "Figures", Verb: identity.FigureRead,
		Summary: "What figures can be broken down and filtered by"},
		func(ctx context.Context, _ *struct{}) (*web.List[Dimension], error) {
			list, err := m.Dimensions(ctx, identity.From(ctx).Org)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "dimension-values", Method: http.MethodGet, Path: "/dimensions/{key}/values", Tag: "Figures",
		Verb: identity.FigureRead, Summary: "The values of a dimension, the most frequent first"},
		func(ctx context.Context, in *struct {
			Key    string `path:"key"`
			Search string `query:"search" maxLength:"100"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Value], error) {
			list, err := m.Values(ctx, identity.From(ctx).Org, in.Key, in.Search, in.Limit)
			return web.ListOf(list, "", err)
		})
}
