package metric

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// segmentDimension filters by the segments that customers are in now. It is never broken down by: one customer may be in several,
// and the parts would add up to more than the whole.
const segmentDimension = "segment"

// segmentCond reads segment:<key>,<key>; the empty key stands alone, for whoever is in no segment. Whoever was merged with a
// customer counts as them.
func (t *translator) segmentCond(ctx context.Context, op analytics.Op, wanted []string, s string) (analytics.Cond, error) {
	c := analytics.Cond{Dim: analytics.Client, Op: op, Codes: []int64{}}
	err := t.m.DB.Read(ctx, t.org, func(tx *db.Tx) error {
		if slices.Contains(wanted, "") {
			if len(wanted) > 1 {
				return badWhere(s)
			}
			all, err := customer.SegmentsIn(ctx, tx, t.org)
			if err != nil {
				return err
			}
			wanted, c.Op = keysOf(all), opposite(op)
		}
		codes, err := customer.CodesIn(ctx, tx, t.org, wanted, analytics.MaxCodes+1)
		if len(codes) > analytics.MaxCodes {
			return problem.At("query.where", "segment_too_large", "More than %d customers are in %s: figures can't be narrowed to so many.",
				analytics.MaxCodes, short(strings.Join(wanted, ", ")))
		}
		c.Codes = append(c.Codes, codes...)
		return err
	})
	if len(c.Codes) == 0 {
		c.Codes = []int64{-1} // nobody: matches nothing
	}
	return c, err
}

func keysOf(all []customer.Segment) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = s.Key
	}
	return out
}

func opposite(op analytics.Op) analytics.Op {
	if op == analytics.In {
		return analytics.NotIn
	}
	return analytics.In
}

// segments lists an organisation's segments of customers in its own order.
func (m *Metrics) segments(ctx context.Context, org db.Org) (all []customer.Segment, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = customer.SegmentsIn(ctx, tx, org); return err })
	return all, err
}

// SegmentKey returns the key of the segment of customers with that key or name; empty where there is none.
func (m *Metrics) SegmentKey(ctx context.Context, org db.Org, name string) (string, error) {
	all, err := m.segments(ctx, org)
	folded := identity.Fold(name)
	for _, s := range all {
		if identity.Fold(s.Key) == folded || identity.Fold(s.Name) == folded {
			return s.Key, err
		}
	}
	return "", err
}

// segmentValues lists the segments; n is how many customers are in each.
func (m *Metrics) segmentValues(ctx context.Context, org db.Org, search string, limit int) (out []Value, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := customer.SegmentsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		counts, err := customer.SegmentSizes(ctx, tx, org)
		for _, s := range all {
			if strings.Contains(identity.Fold(s.Name+" "+s.Key), identity.Fold(search)) {
				out = append(out, Value{Value: s.Key, Label: s.Name, N: counts[s.Key]})
			}
		}
		return err
	})
	return frequent(out, limit), err
}
