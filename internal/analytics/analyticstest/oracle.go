package analyticstest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Oracle answers by looking at every fact, in plain Go. It shares no line with the compiler, so that a mistake that all
// engines inherit from there shows.
type Oracle struct {
	mu   sync.Mutex
	held map[db.Org]*state
}

type state struct {
	seq   int64
	facts map[int64]analytics.Fact
}

// NewOracle makes an empty one.
func NewOracle() *Oracle { return &Oracle{held: map[db.Org]*state{}} }

// Append follows analytics.Engine.
func (o *Oracle) Append(_ context.Context, org db.Org, after int64, b analytics.Batch) (int64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.held[org]
	if s == nil {
		s = &state{facts: map[int64]analytics.Fact{}}
		o.held[org] = s
	}
	if b.Asks() || s.seq != after {
		return s.seq, nil
	}
	for _, gone := range b.Gone {
		delete(s.facts, gone)
	}
	for _, f := range b.Facts {
		s.facts[f.Signal] = f
	}
	s.seq = b.To
	return s.seq, nil
}

// Ask follows analytics.Engine.
func (o *Oracle) Ask(_ context.Context, org db.Org, q analytics.Question) (analytics.Answer, error) {
	if err := analytics.Validate(q); err != nil {
		return analytics.Answer{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.held[org]
	if s == nil {
		s = &state{}
	}
	var facts []analytics.Fact
	for _, f := range s.facts {
		if wanted(f, q) {
			facts = append(facts, f)
		}
	}
	rows := answer(facts, q)
	limit := q.Limit
	if limit == 0 {
		limit = analytics.MaxRows
	}
	a := analytics.Answer{Version: s.seq, More: len(rows) > limit}
	a.Rows = rows[:min(limit, len(rows))]
	return a, nil
}

// Forget follows analytics.Engine.
func (o *Oracle) Forget(_ context.Context, org db.Org) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.held, org)
	return nil
}

// Close does nothing.
func (o *Oracle) Close() error { return nil }

func wanted(f analytics.Fact, q analytics.Question) bool {
	if q.From != 0 && f.At < q.From || q.To != 0 && f.At >= q.To {
		return false
	}
	if q.Scope != nil && !slices.Contains(q.Scope, f.Unit) {
		return false
	}
	if p := q.Before; p != nil && (f.At > p.At || f.At == p.At && f.Signal >= p.Signal) {
		return false
	}
	for _, c := range q.Where {
		if !meets(f, c) {
			return false
		}
	}
	return true
}

func meets(f analytics.Fact, c analytics.Cond) bool {
	if c.Metric > 0 {
		s := score(f, c.Metric)
		if len(c.States) > 0 {
			return slices.Contains(c.States, s.State)
		}
		return s.State == analytics.Answered && s.Value >= c.Low && s.Value <= c.High
	}
	v, _ := key(f, analytics.By{Dim: c.Dim, Slot: c.Slot})
	switch c.Op {
	case analytics.In:
		return slices.Contains(c.Codes, v)
	case analytics.NotIn:
		return !slices.Contains(c.Codes, v)
	default:
		return v >= c.Codes[0] && v <= c.Codes[1]
	}
}

func score(f analytics.Fact, slot int) analytics.Score {
	if slot < 1 || slot > len(f.Scores) {
		return analytics.Score{}
	}
	return f.Scores[slot-1]
}

// key returns a fact's value of a dimension; not ok if the unit isn't in the roll.
func key(f analytics.Fact, by analytics.By) (v int64, ok bool) {
	switch by.Dim {
	case analytics.Kind:
		v = int64(f.Kind)
	case analytics.Touch:
		v = int64(f.Touch)
	case analytics.Unit:
		if by.Roll != nil {
			shown, ok := by.Roll[f.Unit]
			return int64(shown), ok
		}
		v = int64(f.Unit)
	case analytics.Worker:
		v = int64(f.Worker)
	case analytics.Client:
		v = int64(f.Client)
	case analytics.Channel:
		v = int64(f.Channel)
	case analytics.Lang:
		v = int64(f.Lang)
	case analytics.Import:
		v = int64(f.Import)
	case analytics.Mood:
		v = int64(f.Mood)
	case analytics.Comment:
		if f.Comment {
			v = 1
		}
	case analytics.Day:
		v = int64(f.Day)
	case analytics.Week:
		v = int64(f.Week)
	case analytics.Month:
		v = int64(f.Month)
	case analytics.Quarter:
		v = (int64(f.Month)+12*100_000)/3 - 400_000
	case analytics.Year:
		v = (int64(f.Month)+12*100_000)/12 - 100_000 + 1970
	case analytics.SignalNo:
		v = f.Signal
	case analytics.Block:
		v = analytics.BlockOf(f.Client, f.Signal)
	case analytics.Attrib:
		if by.Slot <= len(f.Attributes) {
			v = int64(f.Attributes[by.Slot-1])
		}
	}
	return v, true
}

// answer groups the facts and makes each group's row, ordered.
func answer(facts []analytics.Fact, q analytics.Question) []analytics.Row {
	if q.Measure.What == analytics.Signals {
		return listed(facts)
	}
	groups := map[[3]int64][]analytics.Fact{}
	distribution := q.Measure.What == analytics.Distribution
	if len(q.By) == 0 && !distribution {
		groups[[3]int64{}] = nil
	}
	for _, f := range facts {
		if k, ok := group(f, q); ok {
			groups[k] = append(groups[k], f)
		}
	}
	keys := len(q.By)
	if distribution {
		keys++
	}
	var rows []analytics.Row
	for k, members := range groups {
		r := row(members, q.Measure)
		if keys > 0 {
			r.Keys = append(r.Keys, k[:keys]...)
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b analytics.Row) int { return slices.Compare(a.Keys, b.Keys) })
	return rows
}

// group returns the keys of the fact's group, or not ok if the measure isn't about this fact.
func group(f analytics.Fact, q analytics.Question) (k [3]int64, ok bool) {
	m := q.Measure
	s := score(f, m.Metric)
	switch m.What {
	case analytics.Sums, analytics.Shares, analytics.Medians:
		ok = s.State != analytics.Absent
	case analytics.Distribution, analytics.Percentiles:
		ok = s.State == analytics.Answered
	case analytics.Correlation:
		ok = s.State == analytics.Answered && score(f, m.Other).State == analytics.Answered
	case analytics.Together:
		ok = s.State == analytics.Answered
	case analytics.Crosses:
		ok = true
		for k, c := range m.Columns {
			ok = ok && (k > 0 && m.Pairwise || score(f, c.Metric).State == analytics.Answered)
		}
	default:
		ok = true
	}
	if !ok {
		return k, false
	}
	for i, by := range q.By {
		if k[i], ok = key(f, by); !ok {
			return k, false
		}
	}
	if m.What == analytics.Distribution {
		k[len(q.By)] = s.Value
	}
	return k, true
}

func listed(facts []analytics.Fact) []analytics.Row {
	slices.SortFunc(facts, func(a, b analytics.Fact) int {
		return -cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Signal, b.Signal))
	})
	var rows []analytics.Row
	for _, f := range facts {
		rows = append(rows, analytics.Row{At: analytics.Position{At: f.At, Signal: f.Signal}})
	}
	return rows
}
