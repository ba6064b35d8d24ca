package importing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Mapping says which column of a file is what of a signal.
type Mapping struct {
	At         Moment             `json:"at"`
	Kind       signal.Kind        `json:"kind" enum:"survey,feedback,review,evaluation,employee,conversation,operational,silence"`
	TouchPoint *Source            `json:"touch_point,omitempty"`
	Unit       *Source            `json:"unit,omitempty"`
	Employee   *Source            `json:"employee,omitempty" doc:"External ids"`
	Channel    *Source            `json:"channel,omitempty"`
	Language   *Source            `json:"language,omitempty"`
	Customer   *Who               `json:"customer,omitempty"`
	Key        *Key               `json:"key,omitempty" doc:"Without it a row's key is its date, its content and its place among equal rows"`
	Comment    []string           `json:"comment,omitempty" doc:"Columns of words"`
	Measures   map[string]Measure `json:"measures,omitempty" doc:"By the metric's key"`
	Attributes map[string]string  `json:"attributes,omitempty" doc:"Attribute's key to column"`
}

// Moment says when a signal was heard.
type Moment struct {
	Column string `json:"column"`
	Format string `json:"format" doc:"As Go writes its reference time: Mon Jan 2 15:04:05 2006. Without a zone it is the organisation's, without a time midnight" example:"2006-01-02"`
}

// Source is one value for the whole file, or a column.
type Source struct {
	Value  string `json:"value,omitempty"`
	Column string `json:"column,omitempty"`
}

// Who names the columns that tell the customer: by external id or by e-mail address. Rows without either have no customer.
type Who struct {
	ExternalID string `json:"external_id,omitempty"`
	Email      string `json:"email,omitempty"`
	Name       string `json:"name,omitempty"`
}

// Key is the column that makes a row unique.
type Key struct {
	Column string `json:"column"`
}

// Measure says how a column is a score.
type Measure struct {
	Column     string    `json:"column"`
	Name       string    `json:"name,omitempty" maxLength:"100" doc:"Of the metric, where it is new; else it is made of the key"`
	Scale      []float64 `json:"scale" minItems:"2" maxItems:"2" doc:"Lowest and highest score" example:"[1,5]"`
	NotRated   []Word    `json:"not_rated,omitempty" doc:"Values that mean: asked, and not rated" example:"[0]"`
	OutOfScale string    `json:"out_of_scale,omitempty" enum:"reject,drop" doc:"What a value beside the scale does: refuse the row (default), or only be left out and counted"`
	Scoring    string    `json:"scoring" enum:"nps,top_2_box,top_box,mean,rate,ces_5_7"`
	From       float64   `json:"from,omitempty" doc:"top_box: the lowest score that counts"`
	// ComparableUntil marks a change that the file itself doesn't show.
	ComparableUntil string `json:"comparable_until,omitempty" doc:"Date from which scores aren't comparable with the ones before" example:"2015-06-09"`
	Note            string `json:"note,omitempty" maxLength:"300" doc:"Why they aren't"`
}

// Word is a value of a file given as text or number.
type Word string

// UnmarshalJSON reads a text or a number.
func (w *Word) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(w))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil || n == "" {
		return fmt.Errorf("%s is neither a text nor a number", brief(string(b)))
	}
	*w = Word(n)
	return nil
}

// MarshalJSON writes a number where it is one.
func (w Word) MarshalJSON() ([]byte, error) {
	if f, err := strconv.ParseFloat(string(w), 64); err == nil && json.Valid([]byte(w)) {
		return json.Marshal(f)
	}
	return json.Marshal(string(w))
}

// Schema describes a Word to the API.
func (Word) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{{Type: "number"}, {Type: "string"}}}
}

// The ways to treat a value beside the scale.
const (
	rejectRow = "reject"
	dropValue = "drop"
)

const place = "body.mapping"

// ParseMapping reads a mapping strictly: what it doesn't know it refuses.
func ParseMapping(b []byte) (*Mapping, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var m Mapping
	if err := d.Decode(&m); err != nil {
		return nil, problem.At(place, "mapping_unreadable", "The mapping can't be read: %s.", err)
	}
	return &m, nil
}

// faults gathers everything that is wrong with a mapping.
type faults struct{ first *problem.Error }

func (f *faults) add(location, code, format string, args ...any) {
	f.join(problem.At(place+location, code, format, args...))
}

func (f *faults) join(e *problem.Error) {
	if f.first == nil {
		f.first = e
		return
	}
	f.first.Fields = append(f.first.Fields, e.Fields...)
}

// key checks a key that becomes part of signals.
func (f *faults) key(key, location string) {
	if p, ok := problem.As(identity.Key(key, place+location)); ok {
		f.join(p)
	}
}

// err returns nil, not a nil problem in an error, where nothing is wrong.
func (f *faults) err() error {
	if f.first == nil {
		return nil
	}
	return f.first
}

// Validate checks a mapping against a file's columns and fills in what is left out. All that is wrong is told at once, each
// with its place.
func (m *Mapping) Validate(columns []string) error {
	f := &faults{}
	column := func(name, location string) {
		if !slices.Contains(columns, name) {
			f.add(location, "column_unknown", "The file has no column %q.", brief(name))
		}
	}
	column(m.At.Column, ".at.column")
	switch {
	case strings.Contains(m.At.Format, "MST"):
		f.add(".at.format", "zone_letters", "Letters such as CST mean different zones in different countries. Use an offset (-07:00), or leave the zone out.")
	case !isLayout(m.At.Format):
		f.add(".at.format", "format_invalid", "%q doesn't write a whole date. Write 2 January 2006 the way the file would, such as 2006-01-02 or 02/01/2006.", brief(m.At.Format))
	}
	if !slices.Contains(signal.Kinds, m.Kind) {
		f.add(".kind", "kind_unknown", "There is no kind %q.", brief(string(m.Kind)))
	}
	m.sources(f, column)
	if m.Customer != nil {
		if m.Customer.ExternalID == "" && m.Customer.Email == "" {
			f.add(".customer", "customer_unnamed", "A customer needs a column of external ids or of e-mail addresses.")
		}
		for _, c := range []struct{ name, location string }{
			{m.Customer.ExternalID, ".external_id"}, {m.Customer.Email, ".email"}, {m.Customer.Name, ".name"},
		} {
			if c.name != "" {
				column(c.name, ".customer"+c.location)
			}
		}
	}
	if m.Key != nil {
		column(m.Key.Column, ".key.column")
	}
	for i, c := range m.Comment {
		column(c, ".comment["+strconv.Itoa(i)+"]")
	}
	for _, key := range slices.Sorted(maps.Keys(m.Attributes)) {
		f.key(key, ".attributes."+brief(key))
		column(m.Attributes[key], ".attributes."+brief(key))
	}
	for _, key := range slices.Sorted(maps.Keys(m.Measures)) {
		at := ".measures." + brief(key)
		f.key(key, at)
		column(m.Measures[key].Column, at+".column")
		m.Measures[key] = m.Measures[key].check(f, key, at)
	}
	return f.err()
}

func (m *Mapping) sources(f *faults, column func(name, location string)) {
	for _, s := range []struct {
		*Source
		location string
		key      bool
		most     int
	}{
		{m.TouchPoint, ".touch_point", true, 64}, {m.Unit, ".unit", true, 64}, {m.Employee, ".employee", false, 100},
		{m.Channel, ".channel", false, 64}, {m.Language, ".language", false, 35},
	} {
		switch {
		case s.Source == nil:
		case (s.Value == "") == (s.Column == ""):
			f.add(s.location, "value_or_column", "Give either a value or a column.")
		case s.Column != "":
			column(s.Column, s.location+".column")
		case s.key:
			f.key(s.Value, s.location+".value")
		case len(s.Value) > s.most:
			f.add(s.location+".value", "text_too_long", "At most %d characters.", s.most)
		default:
			if p, ok := problem.As(identity.Clean(s.Value, place+s.location+".value")); ok {
				f.join(p)
			}
		}
	}
}

// check judges one measure and fills in its defaults.
func (s Measure) check(f *faults, key, at string) Measure {
	if len(s.Scale) != 2 {
		f.add(at+".scale", "scale_invalid", "A scale is its lowest and its highest score, such as [1, 5].")
		return s
	}
	if s.OutOfScale == "" {
		s.OutOfScale = rejectRow
	}
	if s.OutOfScale != rejectRow && s.OutOfScale != dropValue {
		f.add(at+".out_of_scale", "out_of_scale_unknown", "Values beside the scale reject the row, or are dropped: reject or drop.")
	}
	if s.ComparableUntil != "" {
		if _, err := time.Parse(time.DateOnly, s.ComparableUntil); err != nil {
			f.add(at+".comparable_until", "date_invalid", "%q isn't a date such as 2015-06-09.", brief(s.ComparableUntil))
		}
	}
	if s.From != 0 && s.Scoring != "top_box" {
		f.add(at+".from", "from_unused", "Only top_box has a lowest score that counts.")
	}
	for i, w := range s.NotRated {
		if v, err := metric.ParseMilli(string(w)); err == nil && float64(v) >= s.Scale[0]*analytics.Scale && float64(v) <= s.Scale[1]*analytics.Scale {
			f.add(at+".not_rated["+strconv.Itoa(i)+"]", "not_rated_on_scale", "%s lies on the scale, so it can't mean: not rated.", string(w))
		}
	}
	d, err := s.metric(key)
	if err != nil {
		f.add(at+".scoring", "scoring_unknown", "%s", err)
		return s
	}
	if p, ok := problem.As(d.Validate()); ok {
		where := map[string]string{"body.scoring.from": ".from", "body.scoring.method": ".scoring", "body.name": ".name"}[p.Fields[0].Location]
		if where == "" {
			where = ".scale"
		}
		f.add(at+where, p.Code, "%s", p.Message)
	}
	return s
}

// metric is the definition that a measure asks for.
func (s Measure) metric(key string) (*metric.Metric, error) {
	d := &metric.Metric{Key: key, Name: s.Name, Min: s.Scale[0], Max: s.Scale[1], Direction: metric.Up}
	if d.Name == "" {
		d.Name = readable(key)
	}
	switch s.Scoring {
	case "nps":
		d.Scoring.Method = metric.NPS
	case "mean":
		d.Scoring.Method = metric.Mean
	case "rate":
		d.Scoring.Method = metric.Rate
	case "top_box":
		d.Scoring.Method, d.Scoring.From = metric.TopBox, s.From
		if s.From == 0 {
			d.Scoring.From = s.Scale[1]
		}
	case "top_2_box":
		d.Scoring.Method, d.Scoring.From = metric.TopBox, s.Scale[1]-1
	case "ces_5_7":
		if s.Scale[0] != 1 || s.Scale[1] != 7 {
			return nil, fmt.Errorf("ces_5_7 needs a scale from 1 to 7")
		}
		d.Scoring.Method, d.Scoring.From = metric.TopBox, 5
	default:
		return nil, fmt.Errorf("there is no scoring %q; use nps, top_2_box, top_box, mean, rate or ces_5_7", brief(s.Scoring))
	}
	return d, nil
}

// metrics lists the definitions a mapping asks for, in key order.
func (m *Mapping) metrics() ([]*metric.Metric, error) {
	out := make([]*metric.Metric, 0, len(m.Measures))
	for _, key := range slices.Sorted(maps.Keys(m.Measures)) {
		d, err := m.Measures[key].metric(key)
		if err != nil {
			return nil, err
		}
		if err := d.Validate(); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// clashes refuses measures that mean something else than the metric of the same key that is there already.
func (m *Mapping) clashes(known []metric.Metric) error {
	f := &faults{}
	wanted, err := m.metrics()
	if err != nil {
		return err
	}
	for _, d := range wanted {
		at := slices.IndexFunc(known, func(k metric.Metric) bool { return k.Key == d.Key })
		if at < 0 || known[at].Same(d) {
			continue
		}
		k := known[at]
		e := problem.At(place+".measures."+d.Key, "metric_differs",
			"There is a metric %q already, from %s to %s and scored %s; this measure goes from %s to %s and is scored %s. Give it another key, or the same scale and scoring.",
			d.Key, metric.FormatMilli(k.Low), metric.FormatMilli(k.High), scored(&k), metric.FormatMilli(d.Low), metric.FormatMilli(d.High), scored(d))
		f.join(e.With(problem.Args{"metric": d.Key}))
	}
	return f.err()
}

func scored(m *metric.Metric) string {
	if m.Scoring.Method != metric.TopBox {
		return string(m.Scoring.Method)
	}
	return fmt.Sprintf("top_box from %v", m.Scoring.From)
}

// hash is equal for mappings that make the same signals of the same file, however they are written.
func (m *Mapping) hash() string {
	c := *m
	c.Measures = maps.Clone(m.Measures)
	for k, s := range c.Measures {
		s.Name = ""
		c.Measures[k] = s
	}
	b, err := json.Marshal(c) // maps come out in key order
	if err != nil {
		panic(err) // plain structs and texts always marshal
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func readable(key string) string {
	s := strings.NewReplacer("-", " ", "_", " ").Replace(key)
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
