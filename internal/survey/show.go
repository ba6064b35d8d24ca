package survey

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Show says when a question is asked: when all, or any, of its conditions hold.
type Show struct {
	Match      string      `json:"match" enum:"all,any"`
	Conditions []Condition `json:"conditions" doc:"1 to 10"`
}

// Condition compares the answer to an earlier question. A question that wasn't answered, or wasn't asked, meets only
// not_answered.
type Condition struct {
	Question string   `json:"question" doc:"Key of an earlier question"`
	Op       Op       `json:"op" enum:"is,is_not,at_least,at_most,answered,not_answered"`
	Values   []string `json:"values,omitempty" doc:"is, is_not: scores or keys of options, any of which will do; at_least, at_most: one number or day"`
}

// Op is how a condition compares.
type Op string

// The closed list of comparisons. Is and IsNot of a question with several choices ask whether any of them is among the values.
const (
	Is          Op = "is"
	IsNot       Op = "is_not"
	AtLeast     Op = "at_least"
	AtMost      Op = "at_most"
	Answered    Op = "answered"
	NotAnswered Op = "not_answered"
)

const maxConditions = 10

// between separates the chosen options of a multiple choice in an answer. No option's key holds it.
const between = ","

// visible returns the keys of the questions that are asked, given what has been answered. An answer to a question that isn't
// asked counts as none.
func (d *Definition) visible(given Answers) map[string]bool {
	asked, counts := map[string]bool{}, Answers{}
	for i := range d.Questions {
		q := &d.Questions[i]
		if q.Show.holds(d, counts) {
			asked[q.Key] = true
			if v := given[q.Key]; v != "" {
				counts[q.Key] = v
			}
		}
	}
	return asked
}

func (s *Show) holds(d *Definition, given Answers) bool {
	if s == nil {
		return true
	}
	any := s.Match == "any"
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if c.holds(d.Question(c.Question), given[c.Question]) == any {
			return any
		}
	}
	return !any
}

func (c *Condition) holds(q *Question, v string) bool {
	if v == "" || q == nil {
		return c.Op == NotAnswered
	}
	switch c.Op {
	case Answered:
		return true
	case Is, IsNot:
		chosen := []string{v}
		if q.Kind == Multiple {
			chosen = strings.Split(v, between)
		}
		among := slices.ContainsFunc(chosen, func(one string) bool { return slices.Contains(c.Values, one) })
		return among == (c.Op == Is)
	case AtLeast:
		return compare(q, v, c.Values[0]) >= 0
	case AtMost:
		return compare(q, v, c.Values[0]) <= 0
	case NotAnswered:
	}
	return false
}

// compare orders two answers to a question: days as text, everything else as numbers.
func compare(q *Question, a, b string) int {
	if q.Kind == Date {
		return strings.Compare(a, b)
	}
	x, _ := milli(a)
	y, _ := milli(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// checkShow refuses conditions that could not be met or understood, among them every loop: only earlier questions count.
func (d *Definition) checkShow(at int, place string) error {
	s := d.Questions[at].Show
	if s == nil {
		return nil
	}
	if s.Match != "all" && s.Match != "any" {
		return problem.At(place+".match", "match_unknown", "Conditions are joined by all or any, not by %q.", brief(s.Match))
	}
	if n := len(s.Conditions); n == 0 || n > maxConditions {
		return problem.At(place+".conditions", "conditions_count", "A question has 1 to %d conditions, or none at all.", maxConditions)
	}
	for n := range s.Conditions {
		if err := d.checkCondition(at, &s.Conditions[n], fmt.Sprintf("%s.conditions[%d]", place, n)); err != nil {
			return err
		}
	}
	return nil
}

func (d *Definition) checkCondition(at int, c *Condition, place string) error {
	before := slices.IndexFunc(d.Questions[:at], func(q Question) bool { return q.Key == c.Question })
	if before < 0 {
		return problem.At(place+".question", "condition_question", "Question %d depends on %q, which isn't asked before it.", at+1, brief(c.Question)).
			With(problem.Args{"question": at + 1})
	}
	q := &d.Questions[before]
	if !q.allows(c.Op) {
		return problem.At(place+".op", "condition_op", "The answer to %q can't be compared that way.", brief(q.Text))
	}
	switch c.Op {
	case Answered, NotAnswered:
		return nil
	case AtLeast, AtMost:
		if len(c.Values) != 1 {
			return problem.At(place+".values", "condition_value", "This comparison needs one value.")
		}
	case Is, IsNot:
		if len(c.Values) == 0 || len(c.Values) > maxOptions {
			return problem.At(place+".values", "condition_value", "Choose at least one answer to compare with.")
		}
	}
	for _, v := range c.Values {
		if !q.knows(v) {
			return problem.At(place+".values", "condition_answer", "%q isn't an answer to %q.", brief(v), brief(q.Text))
		}
	}
	return nil
}

// allows says which comparisons make sense for a kind of question.
func (q *Question) allows(op Op) bool {
	switch op {
	case Answered, NotAnswered:
		return q.Asks()
	case Is, IsNot:
		return q.chooses() || q.Kind == NPS || q.Kind == CSAT || q.Kind == CES
	case AtLeast, AtMost:
		return q.Kind == NPS || q.Kind == CSAT || q.Kind == CES || q.Kind == Number || q.Kind == Date
	}
	return false
}

// knows reports whether v could be an answer to q.
func (q *Question) knows(v string) bool {
	switch q.Kind {
	case Number:
		_, ok := milli(v)
		return ok
	case Date:
		_, err := time.Parse(time.DateOnly, v)
		return err == nil
	case Multiple:
		return q.option(v) != nil
	default:
		code, _ := q.wrong(v, &english)
		return code == ""
	}
}
