package casework

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// heard is a signal under examination. What takes time to find out is found out once, for however many rules.
type heard struct {
	*signal.Logged
	log *signal.Log

	read  bool
	mood  sentiment.Word // empty where no comment could be read
	texts []string       // folded comments

	segments map[string][]string // of customers, as far as a rule asks for them
}

func (c *Cases) heard(e *signal.Logged) *heard { return &heard{Logged: e, log: c.Log} }

func (h *heard) feeling() sentiment.Word {
	if !h.read {
		h.read = true
		if r, ok := h.log.Mood(&h.Content); ok {
			h.mood = r.Word
		}
	}
	return h.mood
}

func (h *heard) says(folded string) bool {
	if h.texts == nil {
		for _, t := range h.Content.Comments {
			h.texts = append(h.texts, identity.Fold(t.Text))
		}
	}
	return slices.ContainsFunc(h.texts, func(t string) bool { return strings.Contains(t, folded) })
}

// test is one condition, ready to be asked.
type test struct {
	cost  int // 0 a lookup, 1 a search through words, 2 a reading of them
	holds func(*heard) bool
	words func(*heard) string // how it holds, for people: "NPS: 3 (6 or less)"
	score bool                // it is about a score
}

// compiled is a rule ready to be asked. The consumer and the trial of a rule ask the same one.
type compiled struct {
	*Rule
	tests []test
	order []int // of tests, the cheap ones first

	segments bool // it asks for the customer's segments
}

// holds reports whether the rule matches a signal.
func (m *compiled) holds(h *heard) bool {
	all := m.Match == "all"
	for _, i := range m.order {
		if m.tests[i].holds(h) != all {
			return !all // one that fails decides "all", one that holds decides "any"
		}
	}
	return all
}

// reasons says which conditions hold, in words, and which of them is about a score ("" where none is).
func (m *compiled) reasons(h *heard) (all []string, score string) {
	for _, t := range m.tests {
		if !t.holds(h) {
			continue
		}
		w := t.words(h)
		all = append(all, w)
		if t.score && score == "" {
			score = w
		}
	}
	return all, score
}

// compile makes a rule ready, or says which condition can't be.
func (c *Cases) compile(ctx context.Context, w *world, r *Rule, at string) (*compiled, error) {
	m := &compiled{Rule: r}
	for i, cond := range r.Conditions {
		m.segments = m.segments || cond.Field == "segment"
		t, err := c.several(ctx, w, cond, at+".conditions["+strconv.Itoa(i)+"]")
		if err != nil {
			return nil, err
		}
		m.tests, m.order = append(m.tests, t), append(m.order, i)
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return m.tests[a].cost - m.tests[b].cost })
	return m, nil
}

const maxWords = 200 // characters of a text to compare with

// several makes one test of a condition with a list of values, and of every other what condition makes of it.
func (c *Cases) several(ctx context.Context, w *world, d Condition, at string) (test, error) {
	if d.Op != AnyOf && d.Op != NoneOf {
		return c.condition(ctx, w, d, at)
	}
	if strings.HasPrefix(d.Field, "metric.") || d.Field == "sentiment" {
		return test{}, problem.At(at+".op", "op_unknown", "Compare this by one value.")
	}
	if utf8.RuneCountInString(d.Value.text) > maxList {
		return test{}, problem.At(at+".value", "text_too_long", "At most %d characters.", maxList)
	}
	var list []test
	for s := range strings.FieldsFuncSeq(d.Value.text, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		one := Condition{Field: d.Field, Op: Is, Value: Text(s)}
		if d.Field == "comment" {
			one.Op = Contains
		}
		t, err := c.condition(ctx, w, one, at)
		if err != nil {
			return test{}, err
		}
		list = append(list, t)
	}
	if len(list) == 0 {
		return test{}, problem.At(at+".value", "value_needed", "Say what to compare with.")
	}
	first := func(h *heard) int { return slices.IndexFunc(list, func(t test) bool { return t.holds(h) }) }
	if d.Op == NoneOf {
		return test{cost: list[0].cost, holds: func(h *heard) bool { return first(h) < 0 },
			words: func(*heard) string { return "none of “" + d.Value.text + "”" }}, nil
	}
	return test{cost: list[0].cost, holds: func(h *heard) bool { return first(h) >= 0 }, words: func(h *heard) string {
		if i := first(h); i >= 0 {
			return list[i].words(h)
		}
		return ""
	}}, nil
}

const maxList = 2000 // characters of several values together

func (c *Cases) condition(ctx context.Context, w *world, d Condition, at string) (test, error) {
	if strings.TrimSpace(d.Value.text) == "" {
		return test{}, problem.At(at+".value", "value_needed", "Say what to compare with.")
	}
	if utf8.RuneCountInString(d.Value.text) > maxWords {
		return test{}, problem.At(at+".value", "text_too_long", "At most %d characters.", maxWords)
	}
	if err := identity.Clean(d.Value.text, at+".value"); err != nil {
		return test{}, err
	}
	name, key, _ := strings.Cut(d.Field, ".")
	switch {
	case name == "metric":
		return c.onMetric(ctx, w, key, d, at)
	case d.Field == "touch_point":
		return onTouchPoint(w, d, at)
	case d.Field == "unit":
		return onUnit(w, d, at)
	case d.Field == "segment":
		return onSegment(w, d, at)
	case d.Field == "kind":
		return onKind(d, at)
	case d.Field == "channel":
		return onText("channel", func(h *heard) string { return h.Content.Channel }, d, at, Is, IsNot)
	case name == "attributes":
		if err := identity.Key(key, at+".field"); err != nil {
			return test{}, err
		}
		return onText(key, func(h *heard) string { return h.Content.Attributes[key] }, d, at, Is, IsNot, Contains)
	case d.Field == "sentiment":
		return onSentiment(d, at)
	case d.Field == "comment":
		folded := identity.Fold(d.Value.text)
		return test{cost: 1, holds: func(h *heard) bool { return h.says(folded) },
			words: func(*heard) string { return "a comment contains “" + d.Value.text + "”" }}, only(d.Op, at, Contains)
	}
	return test{}, problem.At(at+".field", "field_unknown", "A condition can't be about %q.", brief(d.Field))
}

// only refuses a comparison that makes no sense for a field.
func only(op Op, at string, ops ...Op) error {
	if slices.Contains(ops, op) {
		return nil
	}
	list := make([]string, len(ops))
	for i, o := range ops {
		list[i] = string(o)
	}
	return problem.At(at+".op", "op_unknown", "Compare this by %s.", strings.Join(list, ", ")).With(problem.Args{"ops": list})
}

func (c *Cases) onMetric(ctx context.Context, w *world, key string, d Condition, at string) (test, error) {
	def := w.made(key)
	if def == nil {
		var err error
		if def, err = c.Metrics.ByKey(ctx, w.org, key, at+".field"); err != nil {
			return test{}, err
		}
	}
	limit, err := metric.ParseMilli(d.Value.text)
	if err != nil {
		return test{}, problem.At(at+".value", "not_a_number", "Compare %s with a number.", def.Name)
	}
	if !def.Fits(limit) {
		return test{}, problem.At(at+".value", "out_of_scale", "%s goes from %s to %s.", def.Name,
			metric.FormatMilli(def.Low), metric.FormatMilli(def.High)).With(problem.Args{"metric": key, "min": def.Min, "max": def.Max})
	}
	t := test{score: true}
	t.holds = func(h *heard) bool {
		v, answered := h.Content.Measures[key]
		switch {
		case !answered:
			return false
		case d.Op == AtMost:
			return v <= limit
		case d.Op == AtLeast:
			return v >= limit
		}
		return v == limit
	}
	than := map[Op]string{AtMost: " (" + metric.FormatMilli(limit) + " or less)", AtLeast: " (" + metric.FormatMilli(limit) + " or more)"}[d.Op]
	t.words = func(h *heard) string { return def.Name + ": " + metric.FormatMilli(h.Content.Measures[key]) + than }
	return t, only(d.Op, at, AtMost, AtLeast, Is)
}

func onTouchPoint(w *world, d Condition, at string) (test, error) {
	i := slices.IndexFunc(w.points, func(t point) bool { return t.Key == d.Value.text })
	if i < 0 {
		return test{}, problem.At(at+".value", "touch_point_unknown", "There is no touch point %q.", brief(d.Value.text))
	}
	p := w.points[i]
	return negatable(d.Op, at, "touch point "+p.Name, func(h *heard) bool { return h.Content.TouchPoint == string(p.ID) })
}

func onUnit(w *world, d Condition, at string) (test, error) {
	i := slices.IndexFunc(w.units, func(u identity.Unit) bool { return u.Key == d.Value.text })
	if i < 0 {
		return test{}, problem.At(at+".value", "unit_unknown", "There is no unit %q.", brief(d.Value.text))
	}
	below := map[string]bool{}
	for _, u := range identity.Below(w.units, w.units[i].ID) {
		below[string(u)] = true
	}
	return negatable(d.Op, at, "unit "+w.units[i].Name, func(h *heard) bool { return below[h.Content.Unit] })
}

func onSegment(w *world, d Condition, at string) (test, error) {
	i := slices.IndexFunc(w.segments, func(s customer.Segment) bool { return s.Key == d.Value.text })
	if i < 0 {
		return test{}, problem.At(at+".value", "segment_unknown", "There is no segment %q.", brief(d.Value.text))
	}
	return negatable(d.Op, at, "segment "+w.segments[i].Name, func(h *heard) bool {
		return slices.Contains(h.segments[h.Content.Customer], d.Value.text)
	})
}

func onKind(d Condition, at string) (test, error) {
	kind := signal.Kind(d.Value.text)
	if !slices.Contains(signal.Kinds, kind) {
		return test{}, problem.At(at+".value", "kind_unknown", "There is no kind %q.", brief(d.Value.text))
	}
	return negatable(d.Op, at, "kind "+d.Value.text, func(h *heard) bool { return h.Kind == kind })
}

// negatable is a condition that something is so, or isn't.
func negatable(op Op, at, what string, is func(*heard) bool) (test, error) {
	t := test{holds: is, words: func(*heard) string { return what }}
	if op == IsNot {
		t.holds = func(h *heard) bool { return !is(h) }
		t.words = func(*heard) string { return "not " + what }
	}
	return t, only(op, at, Is, IsNot)
}

// onText compares without regard to case and to runs of blanks.
func onText(name string, of func(*heard) string, d Condition, at string, ops ...Op) (test, error) {
	folded := identity.Fold(d.Value.text)
	t := test{words: func(h *heard) string { return name + " is " + of(h) }}
	switch d.Op {
	case Is:
		t.holds = func(h *heard) bool { return identity.Fold(of(h)) == folded }
	case IsNot:
		t.holds = func(h *heard) bool { return identity.Fold(of(h)) != folded }
		t.words = func(*heard) string { return name + " isn't " + d.Value.text }
	default:
		t.holds = func(h *heard) bool { return strings.Contains(identity.Fold(of(h)), folded) }
	}
	return t, only(d.Op, at, ops...)
}

func onSentiment(d Condition, at string) (test, error) {
	want := sentiment.Word(d.Value.text).Code()
	if want == 0 {
		return test{}, problem.At(at+".value", "sentiment_unknown", "There is no sentiment %q.", brief(d.Value.text))
	}
	t := test{cost: 2, words: func(h *heard) string {
		if h.feeling() == "" {
			return "no feeling could be read"
		}
		return strings.ReplaceAll(string(h.feeling()), "_", " ") + " comment"
	}}
	t.holds = func(h *heard) bool {
		is := h.feeling().Code()
		switch d.Op {
		case IsNot:
			return is != want
		case AtMost:
			return is != 0 && is <= want
		case AtLeast:
			return is >= want
		}
		return is == want
	}
	return t, only(d.Op, at, Is, IsNot, AtMost, AtLeast)
}
