package metric

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Label is what people call a value of a dimension, and the key that the API calls it by.
type Label struct{ Key, Name string }

// Naming knows the entities behind ids: touch points, units, employees.
type Naming interface {
	// Labels maps the ids of a dictionary dimension (touch, unit, worker) to their labels.
	Labels(ctx context.Context, tx *db.Tx, org db.Org, dim string) (map[string]Label, error)
	// Kinds lists the kinds of signals in the order of their codes.
	Kinds() []string
	// Moods lists the words of sentiment in the order of their codes.
	Moods() []string
}

// dimension is one that may be asked for by name.
type dimension struct {
	name  string
	title string
	dim   analytics.Dim
	dict  string // of the codebook; empty for closed lists and time
}

var dimensions = []dimension{
	{"touch_point", "Touch point", analytics.Touch, "touch"},
	{"unit", "Unit", analytics.Unit, "unit"},
	{"employee", "Employee", analytics.Worker, "worker"},
	{"kind", "Kind", analytics.Kind, ""},
	{"channel", "Channel", analytics.Channel, "channel"},
	{"language", "Language", analytics.Lang, "lang"},
	{"sentiment", "Sentiment", analytics.Mood, ""},
	{"import", "Import", analytics.Import, "import"},
	{"day", "Day", analytics.Day, ""},
	{"week", "Week", analytics.Week, ""},
	{"month", "Month", analytics.Month, ""},
	{"quarter", "Quarter", analytics.Quarter, ""},
	{"year", "Year", analytics.Year, ""},
}

const attributePrefix = "attributes."

func isTime(d analytics.Dim) bool {
	return slices.Contains([]analytics.Dim{analytics.Day, analytics.Week, analytics.Month, analytics.Quarter, analytics.Year}, d)
}

// translator turns names into codes and back for one organisation, as it is at one moment.
type translator struct {
	m      *Metrics
	org    db.Org
	codes  codebook.Codes
	zone   *time.Location
	labels map[string]map[string]Label // dictionary dimension → id → label
	keys   map[string]map[string]string
	units  []identity.Unit
	scope  []identity.UnitID
}

func (m *Metrics) translator(ctx context.Context, org db.Org) (*translator, error) {
	codes, err := m.Book.View(ctx, org)
	if err != nil {
		return nil, err
	}
	o, err := m.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	t := &translator{m: m, org: org, codes: codes, zone: o.Location(), labels: map[string]map[string]Label{}, keys: map[string]map[string]string{}}
	return t, m.DB.Read(ctx, org, func(tx *db.Tx) error {
		if t.units, err = identity.UnitsIn(ctx, tx, org); err != nil {
			return err
		}
		t.scope, err = m.People.Scope(ctx, tx)
		return err
	})
}

// load reads the labels of a dictionary dimension once.
func (t *translator) load(ctx context.Context, dict string) error {
	if t.labels[dict] != nil || !slices.Contains([]string{"touch", "unit", "worker"}, dict) {
		return nil
	}
	return t.m.DB.Read(ctx, t.org, func(tx *db.Tx) error {
		labels, err := t.m.Names.Labels(ctx, tx, t.org, dict)
		if err != nil {
			return err
		}
		t.labels[dict], t.keys[dict] = labels, make(map[string]string, len(labels))
		for id, l := range labels {
			t.keys[dict][l.Key] = id
		}
		return nil
	})
}

func (t *translator) question(ctx context.Context, a Ask, def *Metric) (q analytics.Question, err error) {
	if len(a.By) > 2 {
		return q, problem.At("query.by", "too_many_dimensions", "A figure is broken down by at most two dimensions.")
	}
	q.Measure = measure(def)
	for _, name := range a.By {
		by, err := t.by(ctx, name)
		if err != nil {
			return q, err
		}
		q.By = append(q.By, by)
	}
	return q, t.narrow(ctx, &q, a.Where, a.From, a.To)
}

// narrow adds filters, period and the asker's own scope.
func (t *translator) narrow(ctx context.Context, q *analytics.Question, where []string, from, to string) (err error) {
	for _, w := range where {
		c, err := t.cond(ctx, w)
		if err != nil {
			return err
		}
		q.Where = append(q.Where, c)
	}
	if q.From, q.To, err = t.period(from, to, "query.from", "query.to"); err != nil {
		return err
	}
	if t.scope != nil {
		q.Scope = []int32{}
		for _, u := range t.scope {
			if c := t.codes.Code("unit", string(u)); c > 0 {
				q.Scope = append(q.Scope, c)
			}
		}
	}
	return nil
}

func (t *translator) by(ctx context.Context, name string) (analytics.By, error) {
	if key, ok := strings.CutPrefix(name, attributePrefix); ok {
		slot := t.codes.Slot(key)
		if slot == 0 {
			return analytics.By{}, unknownDimension("query.by", name)
		}
		return analytics.By{Dim: analytics.Attrib, Slot: slot}, nil
	}
	if kind, ok := level(name); ok {
		return t.levelBy(kind), nil
	}
	i := slices.IndexFunc(dimensions, func(d dimension) bool { return d.name == name })
	if i < 0 {
		return analytics.By{}, unknownDimension("query.by", name)
	}
	return analytics.By{Dim: dimensions[i].dim}, t.load(ctx, dimensions[i].dict)
}

func unknownDimension(location, name string) error {
	return problem.At(location, "dimension_unknown", "There is no dimension %q.", short(name)).With(problem.Args{"dimension": short(name)})
}

// period reads two ends as dates in the organisation's zone or as exact times.
func (t *translator) period(from, to, placeFrom, placeTo string) (a, b int64, err error) {
	if a, err = t.moment(from, placeFrom); err != nil {
		return 0, 0, err
	}
	if b, err = t.moment(to, placeTo); err != nil {
		return 0, 0, err
	}
	if a != 0 && b != 0 && a >= b {
		return 0, 0, problem.At(placeTo, "period_empty", "The period ends before it begins (its end is exclusive).")
	}
	return a, b, nil
}

func (t *translator) moment(s, place string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, s, t.zone)
	if err != nil {
		at, err = time.Parse(time.RFC3339, s)
	}
	if err != nil {
		return 0, problem.At(place, "date_invalid", "%q isn't a date such as 2026-01-31.", short(s))
	}
	if at.UnixMicro() == 0 {
		return 1, nil // 0 means that there is no such end; nothing is older than 1990 anyway
	}
	return at.UnixMicro(), nil
}

// row turns an engine's row into a figure's.
// names are what the dimensions were asked for by: a rolled-up unit has several.
func (t *translator) row(q analytics.Question, names []string, def *Metric, r analytics.Row) FigureRow {
	f := FigureRow{By: map[string]string{}, Label: map[string]string{}, Number: number(def, r), LeftOut: left(r), raw: r}
	for i, by := range q.By {
		if i >= len(r.Keys) {
			break
		}
		name, key, label := t.name(by, r.Keys[i])
		if i < len(names) {
			name = names[i]
		}
		f.By[name] = key
		if label != key {
			f.Label[name] = label
		}
	}
	return f
}

// name says what a code of a dimension stands for: the dimension's name, the value's key, what people call it.
func (t *translator) name(by analytics.By, code int64) (dim, key, label string) {
	c := int32(code) //nolint:gosec // codes are 32 bits
	if by.Dim == analytics.Attrib {
		v := t.codes.Value(codebook.AttributeDim(by.Slot), c)
		return attributePrefix + t.codes.Attributes()[by.Slot-1], v, v
	}
	if by.Roll != nil {
		u, _ := t.unitAt(code)
		return "unit", u.Key, u.Name
	}
	i := slices.IndexFunc(dimensions, func(d dimension) bool { return d.dim == by.Dim })
	d := dimensions[i]
	switch {
	case isTime(d.dim):
		s := timeKey(d.dim, code)
		return d.name, s, s
	case d.dim == analytics.Kind:
		s := nth(t.m.Names.Kinds(), code)
		return d.name, s, s
	case d.dim == analytics.Mood:
		s := nth(t.m.Names.Moods(), code)
		return d.name, s, s
	}
	id := t.codes.Value(d.dict, c)
	if l, ok := t.labels[d.dict][id]; ok {
		return d.name, l.Key, l.Name
	}
	return d.name, id, id
}

func nth(list []string, code int64) string {
	if code < 1 || int(code) > len(list) {
		return ""
	}
	return list[code-1]
}

// timeKey writes a bucket of time: 2026-01-31, 2026-W05, 2026-01, 2026-Q1, 2026.
func timeKey(d analytics.Dim, code int64) string {
	switch d {
	case analytics.Week:
		y, w := day(code).ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	case analytics.Month:
		return fmt.Sprintf("%04d-%02d", 1970+code/12, code%12+1)
	case analytics.Quarter:
		return fmt.Sprintf("%04d-Q%d", 1970+code/4, code%4+1)
	case analytics.Year:
		return fmt.Sprintf("%04d", code)
	default:
		return day(code).Format(time.DateOnly)
	}
}

func day(n int64) time.Time { return time.Unix(n*24*3600, 0).UTC() }
