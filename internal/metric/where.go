package metric

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// A condition is written as one text, so that a filter is a link:
//
//	touch_point:call,chat      any of
//	touch_point!:call          none of
//	attributes.product:        is empty
//	attributes.product!:       is not empty
//	touch_point~card,bank      what it is called contains any of these
//	touch_point!~card          contains none
//	attributes.age=18..30      a number from 18 to 30; either end may be left open
//	unit.site:porto            shown under the site Porto
//	metric.nps>=9  metric.nps<7   a score
//	metric.nps=3..6            a score from 3 to 6
//	metric.nps:answered        a state: answered, not_answered, not_rated, out_of_scale, left_out, asked
//	comment:yes                has a comment
//	words:late "call back"     a comment holds these words; all that follows the colon is one query
//	customer:cus_06            of one customer, by id or external id
//	segment:vip                of the customers in a segment now
//
// A comma or backslash within a value is written \, or \\.

// cond reads one condition.
func (t *translator) cond(ctx context.Context, s string) (analytics.Cond, error) {
	if key, ok := strings.CutPrefix(s, "metric."); ok {
		return t.scoreCond(ctx, key, s)
	}
	if query, ok := strings.CutPrefix(s, "words:"); ok {
		return t.wordsCond(ctx, query)
	}
	name, sign, rest := split(s)
	if name == "" {
		return analytics.Cond{}, badWhere(s)
	}
	op := analytics.In
	if n, not := strings.CutSuffix(name, "!"); not {
		name, op = n, analytics.NotIn
	}
	if sign != ':' {
		return t.matching(ctx, name, op, sign, rest, s)
	}
	if name == "comment" {
		has, known := map[string]int64{"yes": 1, "no": 0}[rest]
		if !known {
			return analytics.Cond{}, badWhere(s)
		}
		return analytics.Cond{Dim: analytics.Comment, Op: op, Codes: []int64{has}}, nil
	}
	return t.dimCond(ctx, name, op, values(rest), s)
}

func (t *translator) dimCond(ctx context.Context, name string, op analytics.Op, wanted []string, s string) (analytics.Cond, error) {
	if name == customerDimension {
		return t.customerCond(ctx, op, wanted)
	}
	if name == segmentDimension {
		return t.segmentCond(ctx, op, wanted, s)
	}
	c := analytics.Cond{Op: op, Codes: []int64{}}
	var dict string
	if key, ok := strings.CutPrefix(name, attributePrefix); ok {
		slot := t.codes.Slot(key)
		if slot == 0 {
			return c, unknownDimension("query.where", name)
		}
		c.Dim, c.Slot, dict = analytics.Attrib, slot, codebook.AttributeDim(slot)
	} else if kind, ok := level(name); ok {
		c.Dim, c.Codes = analytics.Unit, t.atLevel(kind, wanted)
		return c, nil
	} else {
		i := slices.IndexFunc(dimensions, func(d dimension) bool { return d.name == name })
		if i < 0 || isTime(dimensions[i].dim) {
			return c, unknownDimension("query.where", name)
		}
		c.Dim, dict = dimensions[i].dim, dimensions[i].dict
		if err := t.load(ctx, dict); err != nil {
			return c, err
		}
	}
	for _, v := range wanted {
		switch {
		case v == "":
			c.Codes = append(c.Codes, 0)
		case c.Dim == analytics.Kind:
			c.Codes = append(c.Codes, place(t.m.Names.Kinds(), v))
		case c.Dim == analytics.Mood:
			c.Codes = append(c.Codes, place(t.m.Names.Moods(), v))
		case c.Dim == analytics.Unit:
			c.Codes = append(c.Codes, t.below(v)...)
		default:
			if id, ok := t.keys[dict][v]; ok {
				v = id
			}
			// A value that never occurred has no code; −1 matches nothing, as it should.
			c.Codes = append(c.Codes, orNone(int64(t.codes.Code(dict, v))))
		}
	}
	if len(c.Codes) == 0 {
		return c, badWhere(s)
	}
	return c, nil
}

func place(list []string, v string) int64 { return orNone(int64(slices.Index(list, v) + 1)) }

func orNone(code int64) int64 {
	if code == 0 {
		return -1
	}
	return code
}

// below lists the codes of a unit and everything under it, in the structure as it is now.
func (t *translator) below(key string) []int64 {
	out := []int64{-1}
	for _, u := range t.units {
		if u.Key != key {
			continue
		}
		for _, id := range identity.Below(t.units, u.ID) {
			if c := t.codes.Code("unit", string(id)); c > 0 {
				out = append(out, int64(c))
			}
		}
	}
	return out
}

// values splits at commas that aren't escaped; an empty text is one empty value.
func values(s string) []string {
	var out []string
	var b strings.Builder
	escaped := false
	for _, r := range s {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == ',':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	return append(out, b.String())
}

func badWhere(s string) error {
	return problem.At("query.where", "condition_invalid", "%q isn't a condition such as touch_point:call or metric.nps>=9.", short(s))
}

var states = map[string][]analytics.State{
	"answered": {analytics.Answered}, "not_answered": {analytics.NotAnswered}, "not_rated": {analytics.NotRated},
	"out_of_scale": {analytics.OutOfScale}, "asked": {analytics.Answered, analytics.NotAnswered, analytics.NotRated, analytics.OutOfScale}, "left_out": {analytics.NotAnswered, analytics.NotRated, analytics.OutOfScale},
}

// scoreCond reads what follows "metric.".
func (t *translator) scoreCond(ctx context.Context, rest, s string) (analytics.Cond, error) {
	i := strings.IndexAny(rest, "<>=:")
	if i < 1 {
		return analytics.Cond{}, badWhere(s)
	}
	def, err := t.m.ByKey(ctx, t.org, rest[:i], "query.where")
	if err != nil {
		return analytics.Cond{}, err
	}
	c := analytics.Cond{Metric: def.Slot}
	op := strings.TrimRight(rest[i:], "0123456789.-")
	if rest[i] == ':' {
		c.States = states[rest[i+1:]]
		if c.States == nil {
			return c, badWhere(s)
		}
		return c, nil
	}
	if from, to, ok := strings.Cut(rest[i+1:], ".."); ok && rest[i] == '=' {
		return c, between(&c, def, from, to, s)
	}
	v, err := ParseMilli(rest[i+len(op):])
	if err != nil {
		return c, badWhere(s)
	}
	c.Low, c.High = def.Low, def.High
	switch op {
	case "<":
		c.High = v - 1
	case "<=":
		c.High = v
	case ">":
		c.Low = v + 1
	case ">=":
		c.Low = v
	case "=":
		c.Low, c.High = v, v
	default:
		return c, badWhere(s)
	}
	return c, nil
}
