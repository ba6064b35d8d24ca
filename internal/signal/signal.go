// Package signal is the log of everything heard: one entry at one time, kept for ever, read on by whoever reacts to it.
package signal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/masking"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ID is a signal's id.
type ID string

// Kind says where a signal was heard.
type Kind string

// Kinds is the closed list. A kind's place in it, from 1, is its code in analytics, so the order never changes.
var Kinds = []Kind{"survey", "feedback", "review", "evaluation", "employee", "conversation", "operational", "silence"}

// Op is what an entry of the log does.
type Op string

// Put adds a signal, Correct replaces its content, Erase removes it.
const (
	OpPut     Op = "put"
	OpCorrect Op = "correct"
	OpErase   Op = "erase"
)

// Limits of one signal.
const (
	MaxBody       = 64 << 10
	MaxComment    = 20_000 // characters
	maxMeasures   = 100
	maxAttributes = 100
	maxComments   = 50
)

var (
	earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	ahead    = 24 * time.Hour
)

// Input is one signal as it is sent in.
type Input struct {
	Key        string             `json:"key,omitempty" maxLength:"200" doc:"Yours, unique in the organisation: sending the same again changes nothing"`
	At         string             `json:"at" doc:"RFC 3339" example:"2026-05-04T10:00:00Z"`
	Kind       Kind               `json:"kind" enum:"survey,feedback,review,evaluation,employee,conversation,operational,silence"`
	TouchPoint string             `json:"touch_point,omitempty" doc:"Key of a touch point; made if it isn't known yet"`
	Unit       string             `json:"unit,omitempty" doc:"Key of a unit; made below the top unit if it isn't known yet"`
	Employee   string             `json:"employee,omitempty" doc:"External id; made if it isn't known yet"`
	Customer   *customer.Ref      `json:"customer,omitempty"`
	Channel    string             `json:"channel,omitempty" maxLength:"64" example:"phone"`
	Language   string             `json:"language,omitempty" maxLength:"35" example:"en"`
	Measures   map[string]Measure `json:"measures,omitempty" doc:"Metric to score; null or not_answered where it was asked and not answered, not_rated where it didn't apply"`
	Comments   []Comment          `json:"comments,omitempty" maxItems:"50"`
	Attributes map[string]Text    `json:"attributes,omitempty" doc:"At most 100 here, 200 different ones in an organisation"`
}

// Comment is something said in words.
type Comment struct {
	Text string `json:"text" maxLength:"20000"`
}

// Measure is one score in thousandths, or why there is none.
type Measure struct {
	State analytics.State
	Milli int64

	bad string // what UnmarshalJSON found; Check says it with its place
}

// UnmarshalJSON reads a number, or why there is none: null or "not_answered" where it was asked and skipped, "not_rated" where
// the answer was that it doesn't apply.
func (m *Measure) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null", `"not_answered"`:
		m.State = analytics.NotAnswered
		return nil
	case `"not_rated"`:
		m.State = analytics.NotRated
		return nil
	}
	v, err := metric.ParseMilli(string(b))
	if err != nil {
		m.bad = err.Error()
	}
	m.State, m.Milli = analytics.Answered, v
	return nil
}

// Schema describes a measure as it is written.
func (Measure) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeNumber, Description: "A score on the metric's scale, with at most three decimals"},
		{Type: huma.TypeString, Enum: []any{"not_answered", "not_rated"}},
		{Type: "null"},
	}, Examples: []any{9}}
}

// Schema describes an attribute's value as it is written.
func (Text) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeNumber}, {Type: huma.TypeBoolean}, {Type: "null"}}, Examples: []any{"gold"}}
}

// Text is a value given as text, number or truth, kept as text.
type Text string

// UnmarshalJSON reads any scalar; null is an empty text.
func (t *Text) UnmarshalJSON(b []byte) error {
	switch {
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case b[0] == '{' || b[0] == '[':
		*t = "\x00" // refused by Check, which knows the place
	default:
		*t = Text(b)
	}
	return nil
}

// Content is what the log keeps of a signal: names turned into ids, scores into thousandths. Personal data stays with the
// customer.
type Content struct {
	TouchPoint string            `json:"touch_point,omitempty"`
	Unit       string            `json:"unit,omitempty"`
	Employee   string            `json:"employee,omitempty"`
	Customer   string            `json:"customer,omitempty"`
	Channel    string            `json:"channel,omitempty"`
	Language   string            `json:"language,omitempty"`
	Measures   map[string]int64  `json:"measures,omitempty"`
	LeftOut    map[string]uint8  `json:"left_out,omitempty"` // metric → analytics.State
	Comments   []Comment         `json:"comments,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	Masked     map[string]int    `json:"masked,omitempty"` // what was masked in its words, and how often
	// Quiet signals open no cases: old ones, imported without asking for it.
	Quiet bool `json:"quiet,omitempty"`
}

// Entry is a checked signal on its way into the log.
type Entry struct {
	Key      string
	At       time.Time
	Kind     Kind
	ImportID string
	Content  Content

	in   *Input
	hash string
}

// Check applies every rule that needs no transaction, and tells the place of what is wrong.
func (l *Log) Check(ctx context.Context, org db.Org, in *Input) (*Entry, error) {
	at, err := checkTime(in.At, l.DB.Now())
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Kinds, in.Kind) {
		return nil, problem.At("body.kind", "kind_unknown", "There is no kind %q.", brief(string(in.Kind)))
	}
	if err := checkTexts(in); err != nil {
		return nil, err
	}
	e := &Entry{Key: in.Key, At: at, Kind: in.Kind, in: in}
	if err := l.checkMeasures(ctx, org, in, &e.Content); err != nil {
		return nil, err
	}
	e.Content.Channel, e.Content.Language = in.Channel, in.Language
	for i, c := range in.Comments {
		if err := checkText(c.Text, "body.comments["+strconv.Itoa(i)+"].text", MaxComment); err != nil {
			return nil, err
		}
		if strings.TrimSpace(c.Text) != "" {
			e.Content.Comments = append(e.Content.Comments, c)
		}
	}
	for k, v := range in.Attributes {
		if v == "" {
			continue
		}
		if e.Content.Attributes == nil {
			e.Content.Attributes = make(map[string]string, len(in.Attributes))
		}
		e.Content.Attributes[k] = string(v)
	}
	if err := l.mask(ctx, org, &e.Content); err != nil {
		return nil, err
	}
	e.hash = fingerprint(e)
	return e, nil
}

func checkTime(s string, now time.Time) (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, s)
	switch {
	case err != nil:
		return at, problem.At("body.at", "time_invalid", "%q isn't a time such as 2026-05-04T10:00:00Z.", brief(s))
	case at.After(now.Add(ahead)):
		return at, problem.At("body.at", "time_ahead", "%s lies more than 24 hours ahead.", brief(s))
	case at.Before(earliest):
		return at, problem.At("body.at", "time_too_old", "%s lies before 1990.", brief(s))
	}
	return at.UTC().Truncate(time.Microsecond), nil
}

func checkTexts(in *Input) error {
	if len(in.Comments) > maxComments {
		return problem.At("body.comments", "too_many_comments", "A signal has at most %d comments.", maxComments)
	}
	if len(in.Attributes) > maxAttributes {
		return problem.At("body.attributes", "too_many_attributes", "A signal has at most %d attributes.", maxAttributes)
	}
	for _, t := range []struct {
		location, value string
		most            int
	}{
		{"body.key", in.Key, 200}, {"body.channel", in.Channel, 64}, {"body.language", in.Language, 35},
		{"body.employee", in.Employee, 100},
	} {
		if err := checkText(t.value, t.location, t.most); err != nil {
			return err
		}
	}
	if in.TouchPoint != "" {
		if err := identity.Key(in.TouchPoint, "body.touch_point"); err != nil {
			return err
		}
	}
	if in.Unit != "" {
		if err := identity.Key(in.Unit, "body.unit"); err != nil {
			return err
		}
	}
	for k, v := range in.Attributes {
		place := "body.attributes." + brief(k)
		if err := identity.Key(k, place); err != nil {
			return err
		}
		if v == "\x00" {
			return problem.At(place, "not_a_value", "An attribute is a text, a number, true or false.")
		}
		if err := checkText(string(v), place, 500); err != nil {
			return err
		}
	}
	if in.Customer != nil {
		return in.Customer.Validate("body.customer")
	}
	return nil
}

func (l *Log) checkMeasures(ctx context.Context, org db.Org, in *Input, c *Content) error {
	if len(in.Measures) > maxMeasures {
		return problem.At("body.measures", "too_many_measures", "A signal has at most %d measures.", maxMeasures)
	}
	for key, m := range in.Measures {
		place := "body.measures." + brief(key)
		def, err := l.Metrics.ByKey(ctx, org, key, place)
		if err != nil {
			return err
		}
		switch {
		case m.bad != "":
			return problem.At(place, "not_a_number", "%s: %s.", def.Name, m.bad)
		case m.State != analytics.Answered:
			if c.LeftOut == nil {
				c.LeftOut = map[string]uint8{}
			}
			c.LeftOut[key] = uint8(m.State)
		case !def.Fits(m.Milli):
			return problem.At(place, "out_of_scale", "%s goes from %s to %s; %s is out of scale.", def.Name,
				metric.FormatMilli(def.Low), metric.FormatMilli(def.High), metric.FormatMilli(m.Milli)).
				With(problem.Args{"metric": key, "min": def.Min, "max": def.Max, "value": metric.FormatMilli(m.Milli)})
		default:
			if c.Measures == nil {
				c.Measures = make(map[string]int64, len(in.Measures))
			}
			c.Measures[key] = m.Milli
		}
	}
	return nil
}

func checkText(s, location string, most int) error {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		return problem.At(location, "text_too_long", "At most %d characters; this has %d.", most, utf8.RuneCountInString(s)).
			With(problem.Args{"max": most})
	}
	return identity.Clean(s, location)
}

// fingerprint is the same for the same content, however its JSON was written.
func fingerprint(e *Entry) string {
	b, err := json.Marshal(struct {
		At       int64
		Kind     Kind
		T, U, E  string
		Customer *customer.Ref
		Content  *Content
	}{e.At.UnixMicro(), e.Kind, e.in.TouchPoint, e.in.Unit, e.in.Employee, e.in.Customer, &e.Content})
	if err != nil {
		panic(err) // plain maps and texts always marshal
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16])
}

// brief is a text as a problem may quote it: short, and without what nobody should see again in a log.
func brief(s string) string {
	s, _ = builtIn.Text(s)
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

var builtIn = masking.BuiltIn()
