package survey

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// maxWhole bounds numbers to what thousandths keep exactly, far beyond what people are asked for.
const maxWhole = 1_000_000_000_000

// milli reads a decimal number, with a point or a comma, in thousandths. More than three decimals are no answer: they would
// have to be rounded.
func milli(s string) (int64, bool) {
	s = strings.Replace(strings.TrimSpace(s), ",", ".", 1)
	s = strings.Replace(s, "−", "-", 1)
	sign, digits := int64(1), s
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, digits = -1, rest
	}
	whole, part, dotted := strings.Cut(digits, ".")
	if whole == "" || dotted && part == "" || len(part) > 3 || !onlyDigits(whole) || !onlyDigits(part) {
		return 0, false
	}
	w, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || w > maxWhole {
		return 0, false
	}
	p, _ := strconv.ParseInt((part + "000")[:3], 10, 64)
	return sign * (w*1000 + p), true
}

func onlyDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// plain writes thousandths as the shortest decimal number, with a point.
func plain(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := sign + strconv.FormatInt(n/1000, 10)
	if part := n % 1000; part != 0 {
		s += "." + strings.TrimRight((strconv.FormatInt(1000+part, 10))[1:], "0")
	}
	return s
}

// checkRange refuses limits that are no numbers or days, or leave nothing between them.
func (q *Question) checkRange(place string) error {
	if q.Min == "" && q.Max == "" {
		return nil
	}
	if q.Kind != Number && q.Kind != Date {
		return problem.At(place+".min", "range_kind", "Only a number or a date has a least and a most.")
	}
	for field, v := range map[string]string{".min": q.Min, ".max": q.Max} {
		if v != "" && !q.knows(v) {
			return problem.At(place+field, "range_value", "%q is no %s.", brief(v), q.Kind)
		}
	}
	if q.Min != "" && q.Max != "" && compare(q, q.Min, q.Max) > 0 {
		return problem.At(place+".max", "range_empty", "The most is below the least: nothing could be answered.")
	}
	return nil
}

// outside reports whether an answer lies beyond the limits.
func (q *Question) outside(v string) bool {
	return q.Min != "" && compare(q, v, q.Min) < 0 || q.Max != "" && compare(q, v, q.Max) > 0
}

// beyond says that a number which becomes a score could leave its metric's scale.
func (q *Question) beyond(m *metric.Metric, place string) []problem.Field {
	low, high := int64(m.Min*1000), int64(m.Max*1000)
	least, given := milli(q.Min)
	most, too := milli(q.Max)
	if given && too && least >= low && most <= high {
		return nil
	}
	return []problem.Field{{Location: place, Message: fmt.Sprintf("%s goes from %g to %g. Give the number a least and a most within that.", m.Name, m.Min, m.Max)}}
}

func isDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() >= 1900 && t.Year() <= 2200
}
