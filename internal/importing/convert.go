package importing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// converter turns rows into signals as a mapping says. It remembers how often it has met each row, so it sees a file from
// its first row on.
type converter struct {
	m        *Mapping
	zone     *time.Location
	zoned    bool
	columns  map[string]int
	measures []measureAt
	attrs    []attrAt
	met      *tellers          // how often each row came
	slugs    map[string]string // of values seen, for columns of keys
	beside   map[string]Beside // by measure: values off its scale, whatever becomes of their rows
}

// Beside counts the numbers of a column that don't lie on the measure's scale, of all rows with a date.
type Beside struct {
	Above int64  `json:"above"`
	Below int64  `json:"below"`
	First string `json:"first" doc:"Date of the first, in the organisation's zone"`
}

type measureAt struct {
	key      string
	column   int
	low, top int64 // thousandths
	rate     bool
	unrated  []int64 // values that mean: not rated
	def      Measure
	off      int // of the value read last: -1 below the scale, 1 above it
}

type attrAt struct {
	key    string
	column int
}

// LeftOut is a value that doesn't count, and why.
type LeftOut struct {
	Measure string `json:"measure"`
	Reason  string `json:"reason" enum:"not_answered,not_rated,out_of_scale"`
	Value   string `json:"value,omitempty"`
}

// reason says why a row is refused, naming its column.
type reason string

func (r reason) Error() string { return string(r) }

func refuse(format string, args ...any) error { return reason(fmt.Sprintf(format, args...)) }

// newConverter expects a mapping that Validate has passed for these columns.
func newConverter(m *Mapping, columns []string, zone *time.Location) *converter {
	c := &converter{m: m, zone: zone, zoned: hasZone(m.At.Format), columns: map[string]int{}, met: &tellers{}, beside: map[string]Beside{}, slugs: map[string]string{}}
	for i, n := range columns {
		c.columns[n] = i
	}
	for _, key := range slices.Sorted(maps.Keys(m.Measures)) {
		d := m.Measures[key]
		low, _ := metric.Milli(d.Scale[0])
		top, _ := metric.Milli(d.Scale[1])
		at := measureAt{key: key, column: c.columns[d.Column], low: low, top: top, rate: low == 0 && top == analytics.Scale, def: d}
		for _, w := range d.NotRated {
			if n, err := metric.ParseMilli(string(w)); err == nil {
				at.unrated = append(at.unrated, n)
			}
		}
		c.measures = append(c.measures, at)
	}
	for _, key := range slices.Sorted(maps.Keys(m.Attributes)) {
		c.attrs = append(c.attrs, attrAt{key, c.columns[m.Attributes[key]]})
	}
	return c
}

// identify returns the hash of a row as it stands and how many equal rows came before it.
func (c *converter) identify(raw []byte) (hash string, occurrence uint32) {
	h := sha256.Sum256(raw)
	if c.m.Key == nil { // else a column tells rows apart
		occurrence = c.met.count(binary.BigEndian.Uint64(h[:8]))
	}
	return hex.EncodeToString(h[:16]), occurrence
}

// skip passes over a row that an earlier attempt has dealt with.
func (c *converter) skip(row *Row) { c.identify(row.Raw) }

// signal makes the signal of a row, its key included. left lists the values that don't count. An error is a reason.
func (c *converter) signal(row *Row, now time.Time) (in *signal.Input, left []LeftOut, err error) {
	hash, occurrence := c.identify(row.Raw)
	if row.Reason != "" {
		return nil, nil, reason(row.Reason)
	}
	at, err := c.moment(row.Fields, now)
	if err != nil {
		return nil, nil, err
	}
	in = &signal.Input{At: at.Format(time.RFC3339Nano), Kind: c.m.Kind}
	if in.Key, err = c.key(row.Fields, at, hash, occurrence); err != nil {
		return nil, nil, err
	}
	if err := c.about(row.Fields, in); err != nil {
		return nil, nil, err
	}
	if err := c.words(row.Fields, in); err != nil {
		return nil, nil, err
	}
	if len(c.measures) > 0 {
		in.Measures = make(map[string]signal.Measure, len(c.measures))
	}
	for i := range c.measures {
		m := &c.measures[i]
		v, l, bad := m.read(row.Fields[m.column])
		if m.off != 0 {
			c.noteBeside(m, at)
		}
		if bad != nil && err == nil {
			err = bad // the others are read all the same, to be counted
		}
		in.Measures[m.key] = v
		if l != nil {
			left = append(left, *l)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return in, left, nil
}

func (c *converter) noteBeside(m *measureAt, at time.Time) {
	b := c.beside[m.key]
	if m.off > 0 {
		b.Above++
	} else {
		b.Below++
	}
	if date := at.In(c.zone).Format(time.DateOnly); b.First == "" || date < b.First {
		b.First = date
	}
	c.beside[m.key] = b
}

func (c *converter) moment(fields []string, now time.Time) (time.Time, error) {
	name := c.m.At.Column
	s := strings.TrimSpace(fields[c.columns[name]])
	if s == "" {
		return time.Time{}, refuse("Column %q: the date is missing.", name)
	}
	t, err := time.Parse(c.m.At.Format, s)
	if err != nil {
		return t, refuse("Column %q: %q isn't a date as in %s.", name, brief(s), c.m.At.Format)
	}
	if !c.zoned {
		t = local(t, c.zone)
	}
	switch {
	case t.After(now.Add(24 * time.Hour)):
		return t, refuse("Column %q: %s lies more than 24 hours ahead.", name, brief(s))
	case t.Year() < 1990:
		return t, refuse("Column %q: %s lies before 1990.", name, brief(s))
	}
	return t.UTC(), nil
}

// keyPrefix keeps the keys of rows apart from keys that programs send.
const keyPrefix = "import:"

func (c *converter) key(fields []string, at time.Time, hash string, occurrence uint32) (string, error) {
	if c.m.Key == nil {
		return keyPrefix + "row:" + at.In(c.zone).Format(time.DateOnly) + ":" + hash + ":" + strconv.Itoa(int(occurrence)+1), nil
	}
	s := strings.TrimSpace(fields[c.columns[c.m.Key.Column]])
	switch {
	case s == "":
		return "", refuse("Column %q: the key is missing.", c.m.Key.Column)
	case utf8.RuneCountInString(s) > 180:
		return "", refuse("Column %q: a key has at most 180 characters.", c.m.Key.Column)
	}
	return keyPrefix + "key:" + s, nil
}

// about fills in whom and what the signal is about.
func (c *converter) about(fields []string, in *signal.Input) error {
	in.TouchPoint, in.Unit = c.keyed(c.m.TouchPoint, fields), c.keyed(c.m.Unit, fields)
	for _, t := range []struct {
		*Source
		to   *string
		most int
	}{{c.m.Employee, &in.Employee, 100}, {c.m.Channel, &in.Channel, 64}, {c.m.Language, &in.Language, 35}} {
		if t.Source == nil {
			continue
		}
		*t.to = t.Value
		if t.Column == "" {
			continue
		}
		*t.to = strings.TrimSpace(fields[c.columns[t.Column]])
		if utf8.RuneCountInString(*t.to) > t.most {
			return refuse("Column %q: at most %d characters.", t.Column, t.most)
		}
	}
	return c.who(fields, in)
}

// keyed reads a key, made of the words of a column where it comes from one.
func (c *converter) keyed(s *Source, fields []string) string {
	switch {
	case s == nil:
		return ""
	case s.Column == "":
		return s.Value
	}
	v := fields[c.columns[s.Column]]
	k, ok := c.slugs[v]
	if !ok {
		k = slug(v, '-')
		if len(c.slugs) < 10_000 {
			c.slugs[strings.Clone(v)] = k
		}
	}
	return k
}

func (c *converter) who(fields []string, in *signal.Input) error {
	if c.m.Customer == nil {
		return nil
	}
	get := func(column string) string {
		if column == "" {
			return ""
		}
		return strings.TrimSpace(fields[c.columns[column]])
	}
	r := customer.Ref{ExternalID: get(c.m.Customer.ExternalID), Email: get(c.m.Customer.Email), Name: get(c.m.Customer.Name)}
	if r.ExternalID == "" && r.Email == "" {
		return nil
	}
	if r.Email != "" {
		if a, err := mail.ParseAddress(r.Email); err != nil || a.Address != r.Email || len(r.Email) > 254 {
			return refuse("Column %q: %q isn't an e-mail address.", c.m.Customer.Email, brief(r.Email))
		}
	}
	if utf8.RuneCountInString(r.ExternalID) > 200 || utf8.RuneCountInString(r.Name) > 200 {
		return refuse("The customer's id and name have at most 200 characters.")
	}
	in.Customer = &r
	return nil
}

// words fills in comments, as they stand, and attributes.
func (c *converter) words(fields []string, in *signal.Input) error {
	size := 0
	for _, name := range c.m.Comment {
		s := fields[c.columns[name]]
		if strings.TrimSpace(s) == "" {
			continue
		}
		if size += len(s); len(s) > signal.MaxComment && utf8.RuneCountInString(s) > signal.MaxComment {
			return refuse("Column %q: a comment has at most %d characters; this has %d.", name, signal.MaxComment, utf8.RuneCountInString(s))
		}
		in.Comments = append(in.Comments, signal.Comment{Text: s})
	}
	if len(c.attrs) > 0 {
		in.Attributes = make(map[string]signal.Text, len(c.attrs))
	}
	for _, a := range c.attrs {
		s := strings.TrimSpace(fields[a.column])
		if s == "" {
			continue
		}
		if size += len(s); utf8.RuneCountInString(s) > 500 {
			return refuse("Column %q: an attribute has at most 500 characters.", c.m.Attributes[a.key])
		}
		in.Attributes[a.key] = signal.Text(s)
	}
	if size > signal.MaxBody-8<<10 {
		return refuse("The row's texts are longer than a signal may be (%d bytes).", signal.MaxBody)
	}
	return nil
}

// read judges one value: a score, or left out, or a reason to refuse the row.
func (m *measureAt) read(s string) (v signal.Measure, left *LeftOut, err error) {
	s, m.off = strings.TrimSpace(s), 0
	if s == "" {
		return signal.Measure{State: analytics.NotAnswered}, &LeftOut{m.key, stateName(analytics.NotAnswered), ""}, nil
	}
	milli, bad := metric.ParseMilli(decimalPoint(s))
	if bad == nil && slices.Contains(m.unrated, milli) ||
		bad != nil && slices.ContainsFunc(m.def.NotRated, func(w Word) bool { return strings.EqualFold(string(w), s) }) {
		return signal.Measure{State: analytics.NotRated}, &LeftOut{m.key, stateName(analytics.NotRated), strings.Clone(s)}, nil
	}
	if bad != nil && m.rate {
		if yes, ok := truth(s); ok {
			bad, milli = nil, 0
			if yes {
				milli = analytics.Scale
			}
		}
	}
	if bad != nil {
		return v, nil, refuse("Column %q: %s.", m.def.Column, bad)
	}
	if milli >= m.low && milli <= m.top {
		return signal.Measure{State: analytics.Answered, Milli: milli}, nil, nil
	}
	if m.off = 1; milli < m.low {
		m.off = -1
	}
	if m.def.OutOfScale == dropValue {
		return signal.Measure{State: analytics.OutOfScale}, &LeftOut{m.key, stateName(analytics.OutOfScale), strings.Clone(s)}, nil
	}
	return v, nil, refuse("Column %q: %s is out of the scale from %s to %s.", m.def.Column, brief(s), metric.FormatMilli(m.low), metric.FormatMilli(m.top))
}

// stateName is how a state is called in counts.
func stateName(s analytics.State) string {
	switch s {
	case analytics.Answered:
		return "answered"
	case analytics.NotAnswered:
		return "not_answered"
	case analytics.NotRated:
		return "not_rated"
	case analytics.OutOfScale:
		return "out_of_scale"
	}
	return "absent"
}

// explain turns what the log found wrong with a signal into a reason that names the row's column.
func (c *converter) explain(p *problem.Error) string {
	if len(p.Fields) == 0 {
		return p.Message
	}
	what, rest, _ := strings.Cut(strings.TrimPrefix(p.Fields[0].Location, "body."), ".")
	what, _, _ = strings.Cut(what, "[")
	column := ""
	named := func(s *Source) {
		if s != nil {
			column = s.Column
		}
	}
	switch what {
	case "at":
		column = c.m.At.Column
	case "key":
		if c.m.Key != nil {
			column = c.m.Key.Column
		}
	case "touch_point":
		named(c.m.TouchPoint)
	case "unit":
		named(c.m.Unit)
	case "employee":
		named(c.m.Employee)
	case "channel":
		named(c.m.Channel)
	case "language":
		named(c.m.Language)
	case "attributes":
		column = c.m.Attributes[rest]
	case "measures":
		column = c.m.Measures[rest].Column
	case "comments":
		if len(c.m.Comment) == 1 {
			column = c.m.Comment[0]
		} else {
			return "A comment: " + p.Message
		}
	}
	if column == "" {
		return p.Message
	}
	return fmt.Sprintf("Column %q: %s", column, p.Message)
}
