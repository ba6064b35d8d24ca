package survey

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/masking"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Answers are what was answered, by question key: a score or number in decimal, an option's key (several joined by commas, in
// the order of the options), a day as 2006-01-02, or words. What wasn't answered isn't in it.
type Answers map[string]string

// read takes the answers to d out of a form. given holds the good ones, shown also what has to be typed again in part, and
// faults say what is wrong with the others.
func read(d *Definition, form url.Values, w *words) (given, shown Answers, faults []fault) {
	given, shown = Answers{}, Answers{}
	for i := range d.Questions {
		q := &d.Questions[i]
		values := form[field(q.Key)]
		if !q.Asks() || len(values) == 0 {
			continue
		}
		v := q.one(values)
		if v == "" {
			continue
		}
		if code, what := q.wrong(v, w); code != "" {
			faults = append(faults, q.fault(code, what))
			if q.worded() || q.Kind == Number || q.Kind == Date {
				shown[q.Key] = readable(v)
			}
			continue
		}
		if n, ok := milli(v); ok && q.Kind == Number {
			v = plain(n)
		}
		given[q.Key], shown[q.Key] = v, v
	}
	return given, shown, faults
}

// one makes one answer of what a form sent for a question. Several values are an answer to a multiple choice alone; joined they
// are none of any other question's.
func (q *Question) one(values []string) string {
	switch {
	case q.worded():
		return strings.TrimSpace(strings.ReplaceAll(values[0], "\r\n", "\n"))
	case q.Kind != Multiple || len(values) > maxOptions:
		return strings.TrimSpace(strings.Join(values, between))
	}
	var chosen []string
	for i := range q.Options {
		if slices.Contains(values, q.Options[i].Key) {
			chosen = append(chosen, q.Options[i].Key)
		}
	}
	for _, v := range values { // what isn't an option stays in, to be refused
		if v != "" && q.option(v) == nil {
			chosen = append(chosen, v)
		}
	}
	return strings.Join(chosen, between)
}

// keep drops from all three what belongs to questions that aren't asked.
func keep(asked map[string]bool, given Answers, faults []fault) (Answers, []fault) {
	out := Answers{}
	for k, v := range given {
		if asked[k] {
			out[k] = v
		}
	}
	return out, slices.DeleteFunc(faults, func(f fault) bool { return !asked[f.Key] })
}

// wrong says what keeps v from being an answer to q; nothing where it is one.
func (q *Question) wrong(v string, w *words) (code, what string) {
	switch q.Kind {
	case NPS, CSAT, CES:
		low, high := q.Scale()
		n, err := strconv.Atoi(v)
		if err != nil || n < low || n > high || strconv.Itoa(n) != v {
			return "out_of_scale", w.NotThere
		}
	case Choice, Multiple:
		for one := range strings.SplitSeq(v, between) {
			if q.option(one) == nil || q.Kind == Choice && one != v {
				return "option_unknown", w.NotThere
			}
		}
	case ShortText, LongText:
		switch {
		case identity.Clean(v, "") != nil || q.Kind == ShortText && strings.ContainsAny(v, "\n\r"):
			return "text_invalid", w.BadText
		case utf8.RuneCountInString(v) > q.most():
			return "text_too_long", strings.ReplaceAll(w.TooLong, "{max}", w.grouped(q.most()))
		}
	case Number:
		if _, ok := milli(v); !ok {
			return "not_a_number", w.Number
		}
		if q.outside(v) {
			return "out_of_range", w.bounds(q)
		}
	case Date:
		if !isDay(v) {
			return "not_a_date", w.Day
		}
		if q.outside(v) {
			return "out_of_range", w.bounds(q)
		}
	case Statement:
	}
	return "", ""
}

// most is how long an answer in words may be.
func (q *Question) most() int {
	if q.Kind == ShortText {
		return maxShort
	}
	return maxAnswer
}

func (q *Question) fault(code, what string) fault {
	return fault{Key: q.Key, Text: q.Text + " " + what, What: what, Code: code}
}

// masked are the answers as they may be kept before they are a signal, which is masked anyway: without card numbers, passwords
// and what else the organisation masks.
func (a Answers) masked(d *Definition, m *masking.Masker) Answers {
	out := make(Answers, len(a))
	for k, v := range a {
		out[k] = v
	}
	for i := range d.Questions {
		if q := &d.Questions[i]; q.Kind != Choice && out[q.Key] != "" {
			out[q.Key], _ = m.Text(out[q.Key])
		}
	}
	return out
}

// readable makes a text that can be shown again of one that can't be kept.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// missing says which required answers aren't there. Questions with another fault aren't named twice.
func missing(d *Definition, asked map[string]bool, given Answers, faults []fault, w *words) []fault {
	had := map[string]fault{}
	for _, f := range faults {
		had[f.Key] = f
	}
	var out []fault // in the order of the questions
	for i := range d.Questions {
		q := &d.Questions[i]
		f, wrong := had[q.Key]
		switch {
		case wrong:
			out = append(out, f)
		case !asked[q.Key] || !q.Asks() || !q.Required || given[q.Key] != "":
		case q.worded() || q.Kind == Number || q.Kind == Date:
			out = append(out, q.fault("answer_missing", w.Write))
		default:
			out = append(out, q.fault("answer_missing", w.Choose))
		}
	}
	return out
}

// refusal is faults as a problem, for programs and for the page's own script.
func refusal(faults []fault) error {
	p := problem.New(problem.Invalid, faults[0].Code, "%s", faults[0].Text).With(problem.Args{"question": faults[0].Key})
	for _, f := range faults {
		p.Fields = append(p.Fields, problem.Field{Location: "body." + field(f.Key), Message: f.Text})
	}
	return p
}

// heard is what answers say, as a signal of the moment when the last of them was given. A scored question without an answer is
// a measure without a score: it was asked; one that its conditions kept from being asked is none. said is false when nothing at all was answered.
func heard(d *Definition, given Answers, at time.Time) (in *signal.Input, said bool) {
	in = &signal.Input{
		At: at.UTC().Format(time.RFC3339Nano), Kind: "survey", TouchPoint: d.TouchPoint, Channel: "web", Language: d.language(),
		Measures: map[string]signal.Measure{}, Attributes: map[string]signal.Text{},
	}
	asked := d.visible(given)
	for i := range d.Questions {
		q := &d.Questions[i]
		if !asked[q.Key] {
			continue
		}
		v := given[q.Key]
		said = said || v != ""
		if m, ok := q.Scored(); ok {
			in.Measures[m] = score(v)
			continue
		}
		switch a := q.attribute(); {
		case v == "":
		case a != "":
			if q.Kind == Multiple {
				v = strings.ReplaceAll(v, between, between+" ")
			}
			in.Attributes[a] = signal.Text(v)
		default:
			in.Comments = append(in.Comments, signal.Comment{Text: v})
		}
	}
	return in, said
}

func score(v string) signal.Measure {
	n, ok := milli(v)
	if !ok {
		return signal.Measure{State: analytics.NotAnswered}
	}
	return signal.Measure{State: analytics.Answered, Milli: n}
}
