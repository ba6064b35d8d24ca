package metric

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Said is a condition as people read it, for those who can't look its keys up.
type Said struct {
	Name   string   `json:"name" doc:"What is compared: a dimension's name or a metric's"`
	Op     string   `json:"op" enum:"any,none,empty,not_empty,contains,contains_not,between,score,other"`
	Values []string `json:"values" nullable:"false" doc:"What the values are called"`
}

// Say puts conditions into names. One that can't be read is said as it stands.
func (m *Metrics) Say(ctx context.Context, org db.Org, where []string) ([]Said, error) {
	out := make([]Said, 0, len(where))
	if len(where) == 0 {
		return out, nil
	}
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	all, err := m.Dimensions(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, w := range where {
		out = append(out, t.say(ctx, all, w))
	}
	return out, nil
}

func (t *translator) say(ctx context.Context, all []Dimension, s string) Said {
	if rest, ok := strings.CutPrefix(s, "metric."); ok {
		if i := strings.IndexAny(rest, "<>=:"); i > 0 {
			if def, err := t.m.ByKey(ctx, t.org, rest[:i], "query.where"); err == nil {
				return Said{def.Name, "score", []string{strings.TrimPrefix(rest[i:], ":")}}
			}
		}
		return Said{"", "other", []string{s}}
	}
	name, sign, rest := split(s)
	bare, not := strings.CutSuffix(name, "!")
	i := slices.IndexFunc(all, func(d Dimension) bool { return d.Key == bare })
	if i < 0 {
		return Said{"", "other", []string{s}}
	}
	said := Said{Name: all[i].Name, Op: map[byte]string{':': "any", '~': "contains", '=': "between"}[sign], Values: values(rest)}
	switch {
	case sign == '=':
		said.Values = strings.SplitN(rest, "..", 2)
	case rest == "" && not:
		return Said{said.Name, "not_empty", []string{}}
	case rest == "":
		return Said{said.Name, "empty", []string{}}
	case not && sign == '~':
		said.Op = "contains_not"
	case not:
		said.Op = "none"
	}
	if sign != ':' {
		return said
	}
	known, err := t.called(ctx, bare)
	if err != nil {
		return said
	}
	for n, v := range said.Values {
		if at := slices.IndexFunc(known, func(l Label) bool { return l.Key == v }); at >= 0 && known[at].Name != "" {
			said.Values[n] = known[at].Name
		}
	}
	return said
}
