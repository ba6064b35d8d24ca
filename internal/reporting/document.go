package reporting

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// document is what a report says, before it is drawn.
type document struct {
	title, organisation, by, about, link, language string
	made                                           time.Time
	where                                          []string
	parts                                          []part
}

// part is one tile: figures of a definition, or words.
type part struct {
	title, note string
	gone        bool
	spec        *dashboard.Spec
	answer      *dashboard.Answer
}

// heading is a part's title, or what it shows.
func (p *part) heading() string {
	if p.title != "" || p.answer == nil {
		return p.title
	}
	var names []string
	for _, f := range p.answer.Figures {
		names = append(names, f.Metric.Name)
	}
	s := strings.Join(names, ", ")
	if len(p.answer.By) > 0 {
		s += " by " + strings.Join(labels(p.answer.By), " and ")
	}
	return s
}

func labels(by []string) []string {
	out := make([]string, len(by))
	for i, b := range by {
		out[i] = strings.ReplaceAll(strings.TrimPrefix(b, "attributes."), "_", " ")
	}
	return out
}

// missing says why a part has nothing to show; "" where it has.
func (p *part) missing() string {
	switch {
	case p.gone:
		return "The view that stood here was deleted, or is no longer shared."
	case p.answer == nil:
		return ""
	case p.answer.Problem != nil:
		return "This can't be shown: " + p.answer.Problem.Detail
	}
	for _, f := range p.answer.Figures {
		for _, r := range f.Rows {
			if r.N > 0 {
				return ""
			}
		}
	}
	return "Nothing was answered in this period and with these filters."
}

// period says a span in words; to is exclusive.
func period(s *dashboard.Span) string {
	if s == nil || s.From == "" && s.To == "" {
		return "all time"
	}
	from, err1 := time.Parse(time.DateOnly, s.From)
	to, err2 := time.Parse(time.DateOnly, s.To)
	const layout = "2 Jan 2006"
	switch {
	case err1 != nil && err2 != nil:
		return "all time"
	case err1 != nil:
		return "until " + to.AddDate(0, 0, -1).Format(layout)
	case err2 != nil:
		return "from " + from.Format(layout)
	}
	return from.Format(layout) + " – " + to.AddDate(0, 0, -1).Format(layout)
}

// digits are how many decimals a metric's figures are shown with, as on the screen.
func digits(m *metric.Metric) int {
	if m.Unit == "%" || m.Unit == "points" {
		return 1
	}
	return 2
}

func amount(m *metric.Metric, f *float64) string {
	if f == nil {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(*f), 'f', digits(m), 64)
	if *f < 0 && strings.Trim(s, "0.") != "" {
		s = "−" + s
	}
	return s
}

// value is a figure with its unit.
func value(m *metric.Metric, n *metric.Number) string {
	if n.Value == nil {
		return "–"
	}
	if m.Unit == "%" {
		return amount(m, n.Value) + " %"
	}
	return amount(m, n.Value)
}

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// interval says n and how sure a figure is.
func interval(m *metric.Metric, n *metric.Number) string {
	switch {
	case n.N == 0:
		return "no answers"
	case n.TooFew:
		return "too few answers: n " + thousands(n.N)
	}
	return amount(m, n.Low) + " to " + amount(m, n.High) + " · n " + thousands(n.N)
}

// change says in words what became of a figure.
func change(m *metric.Metric, r *metric.FigureRow, against string) string {
	c := r.Change
	if c == nil {
		return ""
	}
	switch c.Verdict {
	case "too_few":
		return "Too few answers to compare with " + against + "."
	case "higher", "lower":
		size := math.Abs(*c.Value)
		unit := ""
		if m.Unit == "points" || m.Unit == "%" {
			unit = " points"
		}
		return fmt.Sprintf("%s%s %s than %s (%s to %s): more than noise.", amount(m, &size), unit, c.Verdict, against, amount(m, c.Low), amount(m, c.High))
	}
	return "No clear change from " + against + ": within noise."
}

func (p *part) against() string {
	switch {
	case p.answer.Rest:
		return "the rest"
	case p.answer.Before != nil:
		return period(p.answer.Before)
	}
	return ""
}

// summary is the figures without a breakdown, for the mail's own text.
func (d *document) summary() []string {
	out := []string{d.organisation + ". The figures, with what they mean, are in the attached document."}
	for i := range d.parts {
		p := &d.parts[i]
		if p.answer == nil || len(p.answer.By) > 0 || len(out) > 6 {
			continue
		}
		for _, f := range p.answer.Figures {
			if len(f.Rows) == 0 || f.Rows[0].N == 0 {
				out = append(out, f.Metric.Name+": no answers in "+period(&p.answer.Period)+".")
				continue
			}
			r := &f.Rows[0]
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %s (%s). %s", f.Metric.Name, value(f.Metric, &r.Number), interval(f.Metric, &r.Number),
				change(f.Metric, r, p.against()))))
		}
	}
	return out
}

// definition says how a metric's figures are made.
func definition(m *metric.Metric) string {
	trim := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	scale := "scores from " + trim(m.Min) + " to " + trim(m.Max)
	switch m.Scoring.Method {
	case metric.NPS:
		return m.Name + ": share of 9 and 10 less share of 0 to 6, " + scale + "."
	case metric.TopBox:
		return m.Name + ": share of scores of " + trim(m.Scoring.From) + " or more, " + scale + "."
	case metric.Mean:
		return m.Name + ": mean, " + scale + "."
	case metric.Rate:
		return m.Name + ": share of answers that are yes."
	}
	return m.Name + ": " + strings.ReplaceAll(string(m.Scoring.Method), "_", " ") + ", " + scale + "."
}

// notes are the footnotes: what each metric means, and a receipt for each figure.
func (d *document) notes() (definitions, receipts []string) {
	for i := range d.parts {
		p := &d.parts[i]
		if p.answer == nil {
			continue
		}
		for _, f := range p.answer.Figures {
			if s := definition(f.Metric); !slices.Contains(definitions, s) {
				definitions = append(definitions, s)
			}
			receipts = append(receipts, p.heading()+", "+f.Metric.Key+": "+f.Receipt)
		}
	}
	return definitions, receipts
}
