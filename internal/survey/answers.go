package survey

import (
	"net/url"
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

// Answers are what was answered, by question key: a score in decimal, an option's key, or words. What wasn't answered isn't in
// it.
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
		v := values[0]
		if q.Kind == LongText {
			v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
		}
		if v == "" {
			continue
		}
		if code, what := q.wrong(v, len(values), w); code != "" {
			faults = append(faults, q.fault(code, what))
			if q.Kind == LongText {
				shown[q.Key] = readable(v)
			}
			continue
		}
		given[q.Key], shown[q.Key] = v, v
	}
	return given, shown, faults
}

// wrong says what keeps v from being an answer to q; nothing where it is one.
func (q *Question) wrong(v string, values int, w *words) (code, what string) {
	switch q.Kind {
	case NPS, CSAT:
		low, high := q.Scale()
		n, err := strconv.Atoi(v)
		if err != nil || n < low || n > high || strconv.Itoa(n) != v || values > 1 {
			return "out_of_scale", w.NotThere
		}
	case Choice:
		if q.option(v) == nil || values > 1 {
			return "option_unknown", w.NotThere
		}
	case LongText:
		switch {
		case identity.Clean(v, "") != nil:
			return "text_invalid", w.BadText
		case utf8.RuneCountInString(v) > maxAnswer:
			return "text_too_long", strings.ReplaceAll(w.TooLong, "{max}", w.grouped(maxAnswer))
		}
	case Statement:
	}
	return "", ""
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
func missing(d *Definition, given Answers, faults []fault, w *words) []fault {
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
		case q.Asks() && q.Required && given[q.Key] == "" && q.Kind == LongText:
			out = append(out, q.fault("answer_missing", w.Write))
		case q.Asks() && q.Required && given[q.Key] == "":
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
// a measure without a score: it was asked. said is false when nothing at all was answered.
func heard(d *Definition, given Answers, at time.Time) (in *signal.Input, said bool) {
	in = &signal.Input{
		At: at.UTC().Format(time.RFC3339Nano), Kind: "survey", TouchPoint: d.TouchPoint, Channel: "web", Language: d.language(),
		Measures: map[string]signal.Measure{}, Attributes: map[string]signal.Text{},
	}
	for i := range d.Questions {
		q := &d.Questions[i]
		v := given[q.Key]
		said = said || v != ""
		if m, ok := q.Scored(); ok {
			in.Measures[m] = score(v)
			continue
		}
		switch {
		case v == "":
		case q.Kind == Choice:
			in.Attributes[q.attribute()] = signal.Text(v)
		case q.Kind == LongText:
			in.Comments = append(in.Comments, signal.Comment{Text: v})
		}
	}
	return in, said
}

func score(v string) signal.Measure {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return signal.Measure{State: analytics.NotAnswered}
	}
	return signal.Measure{State: analytics.Answered, Milli: n * analytics.Scale}
}
