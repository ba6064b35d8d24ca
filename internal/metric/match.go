package metric

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// split finds the sign that says how a condition compares: the first of : ~ and =. No sign, no name.
func split(s string) (name string, sign byte, rest string) {
	i := strings.IndexAny(s, ":~=")
	if i < 1 {
		return "", 0, ""
	}
	return s[:i], s[i], s[i+1:]
}

// matching reads a condition on what values are called (~) or, for numbers, how large they are (=a..b). The values that fit
// are looked up now, so that engines see codes as of any other condition.
func (t *translator) matching(ctx context.Context, name string, op analytics.Op, sign byte, rest, s string) (analytics.Cond, error) {
	fits, err := fitting(sign, rest, s)
	if err != nil {
		return analytics.Cond{}, err
	}
	known, err := t.called(ctx, name)
	if err != nil {
		return analytics.Cond{}, err
	}
	wanted := []string{}
	for _, v := range known {
		if fits(v) {
			wanted = append(wanted, v.Key)
		}
	}
	if len(wanted) == 0 { // nothing is called so: nothing matches, or everything
		c, err := t.dimCond(ctx, name, op, []string{""}, s)
		c.Codes = []int64{-1}
		return c, err
	}
	return t.dimCond(ctx, name, op, wanted, s)
}

// fitting makes the test of a value.
func fitting(sign byte, rest, s string) (func(Label) bool, error) {
	if sign == '~' {
		var words []string
		for _, w := range values(rest) {
			if w = identity.Fold(w); w != "" {
				words = append(words, w)
			}
		}
		if len(words) == 0 {
			return nil, badWhere(s)
		}
		return func(l Label) bool {
			text := identity.Fold(l.Name + "\n" + l.Key)
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
		}, nil
	}
	from, to, ok := strings.Cut(rest, "..")
	low, okLow := end(from, math.Inf(-1))
	high, okHigh := end(to, math.Inf(1))
	if !ok || !okLow || !okHigh || from == "" && to == "" || low > high {
		return nil, badWhere(s)
	}
	return func(l Label) bool {
		v, err := strconv.ParseFloat(l.Key, 64)
		return err == nil && v >= low && v <= high
	}, nil
}

func end(s string, open float64) (float64, bool) {
	if s == "" {
		return open, true
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// called lists every value of a dimension by its key and what people call it.
func (t *translator) called(ctx context.Context, name string) ([]Label, error) {
	var out []Label
	if kind, ok := level(name); ok {
		for _, u := range t.units {
			if u.Kind == kind {
				out = append(out, Label{u.Key, u.Name})
			}
		}
		return out, nil
	}
	if name == segmentDimension {
		all, err := t.m.segments(ctx, t.org)
		for _, s := range all {
			out = append(out, Label(s))
		}
		return out, err
	}
	by, err := t.by(ctx, name)
	if err != nil || isTime(by.Dim) {
		return nil, unknownDimension("query.where", name)
	}
	switch by.Dim {
	case analytics.Kind:
		return named(t.m.Names.Kinds()), nil
	case analytics.Mood:
		return named(t.m.Names.Moods()), nil
	case analytics.Unit: // with all below, whether or not a signal names the unit itself
		for _, u := range t.units {
			out = append(out, Label{u.Key, u.Name})
		}
		return out, nil
	}
	dict := dictOf(by)
	for code, v := range t.codes.All(dict) {
		if code == 0 {
			continue
		}
		_, key, label := t.name(by, int64(code))
		if key == "" {
			key, label = v, v
		}
		out = append(out, Label{key, label})
	}
	return out, nil
}

// dictOf names the codebook's dictionary of a dimension.
func dictOf(by analytics.By) string {
	if by.Dim == analytics.Attrib {
		return codebook.AttributeDim(by.Slot)
	}
	i := slices.IndexFunc(dimensions, func(d dimension) bool { return d.dim == by.Dim })
	return dimensions[i].dict
}

func named(words []string) []Label {
	out := make([]Label, len(words))
	for i, w := range words {
		out[i] = Label{w, strings.ReplaceAll(w, "_", " ")}
	}
	return out
}

// between reads both ends of a score; an end left open is the scale's.
func between(c *analytics.Cond, def *Metric, from, to, s string) error {
	c.Low, c.High = def.Low, def.High
	var err error
	if from != "" {
		if c.Low, err = ParseMilli(from); err != nil {
			return badWhere(s)
		}
	}
	if to != "" {
		if c.High, err = ParseMilli(to); err != nil {
			return badWhere(s)
		}
	}
	if from == "" && to == "" || c.Low > c.High {
		return badWhere(s)
	}
	return nil
}
