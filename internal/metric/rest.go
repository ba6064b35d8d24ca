package metric

import (
	"context"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/stats"
)

// Compared says how many comparisons were made at once, and what became of them.
type Compared struct {
	With  string `json:"with" enum:"period,rest" doc:"Another period, or everything else in the same one"`
	Count int    `json:"count" doc:"Groups with enough answers on both sides"`
	Alone int    `json:"alone" doc:"How many would count as more than noise if each had been the only one"`
	Clear int    `json:"clear" doc:"How many do, allowing for their number (Benjamini and Hochberg, 5 %)"`
}

// discovery is the share of false ones that is accepted among the differences called.
const discovery = 1 - Level

// allow judges comparisons that are looked at together: some of many differ by chance alone. A verdict that doesn't survive
// becomes unclear; the interval stays what it is.
func allow(with string, changes []*Change) *Compared {
	c := &Compared{With: with}
	var made []*Change
	var p []float64
	for _, one := range changes {
		if one == nil || one.Verdict == "too_few" {
			continue
		}
		made, p = append(made, one), append(p, one.p)
	}
	for i, called := range stats.FalseDiscovery(p, discovery) {
		c.Count++
		if made[i].Verdict == string(stats.Unclear) {
			continue
		}
		c.Alone++
		if called {
			c.Clear++
			continue
		}
		made[i].Verdict, made[i].Judgement, made[i].Alone = string(stats.Unclear), "unclear", true
	}
	return c
}

// maxComplements bounds the questions for rests that can't be had by subtraction.
const maxComplements = 100

// rest compares each group with all the others of the same column, or a slice as a whole with what its conditions leave out.
// Group and rest share no answer, so that the difference of two figures holds for them. now are the rows that f was made of.
func (m *Metrics) rest(ctx context.Context, t *translator, q analytics.Question, f *Figure, now []analytics.Row) error {
	others, err := m.complements(ctx, t, q, now)
	if err != nil {
		return err
	}
	changes := make([]*Change, len(f.Rows))
	for i := range f.Rows {
		if i >= len(others) || others[i] == nil {
			continue
		}
		r := &f.Rows[i]
		n := number(f.Metric, *others[i])
		r.Rest, r.Change = &n, change(f.Metric, r.Number, n)
		changes[i] = r.Change
	}
	f.Compared = allow("rest", changes)
	return nil
}

// complements finds for each row the statistics of everything else: by subtraction where statistics add up, else by asking.
func (m *Metrics) complements(ctx context.Context, t *translator, q analytics.Question, now []analytics.Row) ([]*analytics.Row, error) {
	if len(q.By) == 0 {
		if len(q.Where) == 0 || len(now) == 0 {
			return nil, nil
		}
		return m.outside(ctx, t, q, now[0])
	}
	if !additive(q.Measure) {
		return m.asked(ctx, t, q, now)
	}
	sums := map[int64]analytics.Row{}
	for _, r := range now {
		sums[column(r)] = plus(sums[column(r)], r, 1)
	}
	out := make([]*analytics.Row, len(now))
	for i, r := range now {
		o := plus(sums[column(r)], r, -1)
		out[i] = &o
	}
	return out, nil
}

// outside is what a slice's conditions leave out of the asker's own scope and period.
func (m *Metrics) outside(ctx context.Context, t *translator, q analytics.Question, inside analytics.Row) ([]*analytics.Row, error) {
	if !additive(q.Measure) {
		return nil, nil
	}
	q.Where = nil
	all, err := m.Engine.Ask(ctx, t.org, q)
	if err != nil || len(all.Rows) == 0 {
		return nil, err
	}
	o := plus(all.Rows[0], inside, -1)
	return []*analytics.Row{&o}, nil
}

// asked puts one question for the complement of each group.
func (m *Metrics) asked(ctx context.Context, t *translator, q analytics.Question, now []analytics.Row) ([]*analytics.Row, error) {
	groups := map[int64]map[int64]analytics.Row{}
	out := make([]*analytics.Row, len(now))
	for i, r := range now {
		key := r.Keys[0]
		if groups[key] == nil {
			if len(groups) == maxComplements {
				continue
			}
			c := q
			c.By = q.By[1:]
			c.Where = append(slices.Clone(q.Where), except(q.By[0], key))
			a, err := m.Engine.Ask(ctx, t.org, c)
			if err != nil {
				return nil, err
			}
			groups[key] = map[int64]analytics.Row{}
			for _, other := range a.Rows {
				col := int64(0)
				if len(other.Keys) > 0 {
					col = other.Keys[0]
				}
				groups[key][col] = other
			}
		}
		o := groups[key][column(r)]
		out[i] = &o
	}
	return out, nil
}

// except leaves one group of a dimension out.
func except(by analytics.By, key int64) analytics.Cond {
	c := analytics.Cond{Dim: by.Dim, Slot: by.Slot, Op: analytics.NotIn, Codes: []int64{key}}
	if by.Roll != nil {
		c.Codes = []int64{}
		for code, shown := range by.Roll {
			if int64(shown) == key {
				c.Codes = append(c.Codes, int64(code))
			}
		}
	}
	return c
}

// column is the key of a row's second dimension.
func column(r analytics.Row) int64 {
	if len(r.Keys) < 2 {
		return 0
	}
	return r.Keys[1]
}

// additive reports whether the statistics of two groups together are the sums of theirs.
func additive(m analytics.Measure) bool {
	return m.What == analytics.Sums || m.What == analytics.Shares || m.What == analytics.Count
}

// plus adds sign times b to a; the keys stay a's.
func plus(a, b analytics.Row, sign int64) analytics.Row {
	a.N += sign * b.N
	a.Sum += sign * b.Sum
	a.Above += sign * b.Above
	a.Below += sign * b.Below
	a.Squares = a.Squares.Add(analytics.Wide{Hi: sign * b.Squares.Hi, Lo: sign * b.Squares.Lo})
	for i := range a.LeftOut {
		a.LeftOut[i] += sign * b.LeftOut[i]
	}
	return a
}

// tail is the probability that goes with a difference; 1 where it isn't known.
func tail(d stats.Interval) float64 {
	if p := stats.Tail(d); !math.IsNaN(p) {
		return p
	}
	return 1
}
