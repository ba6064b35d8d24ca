package analyticstest

import (
	"github.com/touchstone-cx/touchstone/internal/analytics"
)

var (
	measures = [...]analytics.What{analytics.Count, analytics.Sums, analytics.Shares, analytics.Distribution, analytics.Percentiles, analytics.Medians,
		analytics.Correlation, analytics.Crosses, analytics.Together, analytics.Distinct, analytics.Signals}
	dims = [...]analytics.Dim{analytics.Kind, analytics.Touch, analytics.Unit, analytics.Worker, analytics.Client,
		analytics.Channel, analytics.Lang, analytics.Import, analytics.Mood, analytics.Comment, analytics.Day, analytics.Week,
		analytics.Month, analytics.Quarter, analytics.Year, analytics.Attrib, analytics.SignalNo, analytics.Block}
	ops = [...]analytics.Op{analytics.In, analytics.NotIn, analytics.Between}
)

// question makes any valid question.
func (w *world) question() analytics.Question {
	var q analytics.Question
	q.Measure = w.measure()
	if q.Measure.What != analytics.Signals {
		for range w.r.IntN(3) {
			q.By = append(q.By, w.by())
		}
	} else if w.r.IntN(2) == 0 {
		q.Before = &analytics.Position{At: w.moment(), Signal: w.r.Int64N(w.next + 2)}
	}
	for range max(0, w.r.IntN(5)-2) {
		q.Where = append(q.Where, w.cond())
	}
	if w.r.IntN(3) == 0 {
		q.Scope = []int32{}
		for range w.r.IntN(units) {
			q.Scope = append(q.Scope, int32(w.r.IntN(units+2))) //nolint:gosec // small
		}
	}
	if w.r.IntN(4) == 0 {
		q.From = w.moment()
	}
	if w.r.IntN(4) == 0 {
		q.To = w.moment()
	}
	if w.r.IntN(4) == 0 {
		q.Limit = 1 + w.r.IntN(10)
	}
	return q
}

func (w *world) measure() analytics.Measure {
	m := analytics.Measure{What: measures[w.r.IntN(len(measures))]}
	switch m.What {
	case analytics.Sums, analytics.Shares:
		m.Metric, m.Above, m.Below = w.metric(), w.value(), w.value()
	case analytics.Distribution:
		m.Metric = w.metric()
	case analytics.Percentiles:
		m.Metric = w.metric()
		for range 1 + w.r.IntN(4) {
			m.Percents = append(m.Percents, []int{0, 1, 70, 250, 333, 500, 501, 750, 900, 999, 1000}[w.r.IntN(11)])
		}
	case analytics.Medians:
		m.Metric, m.Spread = w.metric(), []int64{1, 500, 2000, 3842, 6635}[w.r.IntN(5)]
	case analytics.Correlation:
		m.Metric, m.Other = w.metric(), w.metric()
	case analytics.Crosses, analytics.Together:
		m.Pairwise = m.What == analytics.Crosses && w.r.IntN(2) == 0
		if m.What == analytics.Together {
			m.Metric = w.metric()
		}
		for range 1 + w.r.IntN(4) {
			c := analytics.Column{Metric: w.metric()}
			if m.What == analytics.Crosses && !m.Pairwise && w.r.IntN(3) == 0 {
				c.Part, c.Limit = []analytics.Part{analytics.Low, analytics.High}[w.r.IntN(2)], w.value()
			}
			m.Columns = append(m.Columns, c)
		}
	case analytics.Distinct:
		m.Of = w.by()
	}
	return m
}

func (w *world) metric() int {
	switch w.r.IntN(10) {
	case 0:
		return lastMetric
	case 1:
		return freeSlot
	default:
		return 1 + w.r.IntN(lowSlots)
	}
}

func (w *world) by() analytics.By {
	by := analytics.By{Dim: dims[w.r.IntN(len(dims))]}
	if by.Dim == analytics.Attrib {
		by.Slot = w.attribute()
	}
	if by.Dim == analytics.Unit && w.r.IntN(3) > 0 {
		by.Roll = w.roll()
	}
	return by
}

func (w *world) attribute() int {
	switch w.r.IntN(10) {
	case 0:
		return lastAttrib
	case 1:
		return freeSlot
	default:
		return 1 + w.r.IntN(lowSlots)
	}
}

// roll is a structure as units moved about: most are shown under another, some under themselves, under none, or not at all.
func (w *world) roll() map[int32]int32 {
	roll := map[int32]int32{}
	for u := range int32(units) {
		if w.r.IntN(4) > 0 {
			roll[u] = w.code()
		}
	}
	return roll
}

func (w *world) cond() analytics.Cond {
	if w.r.IntN(2) == 0 {
		c := analytics.Cond{Metric: w.metric()}
		if w.r.IntN(2) == 0 {
			for range 1 + w.r.IntN(3) {
				c.States = append(c.States, analytics.State(w.r.IntN(5))) //nolint:gosec // small
			}
			return c
		}
		c.Low, c.High = w.value(), w.value()
		if c.Low > c.High && w.r.IntN(4) > 0 {
			c.Low, c.High = c.High, c.Low
		}
		return c
	}
	by := w.by()
	c := analytics.Cond{Dim: by.Dim, Slot: by.Slot, Op: ops[w.r.IntN(len(ops))]}
	n := w.r.IntN(4)
	if c.Op == analytics.Between {
		n = 2
	}
	for range n {
		c.Codes = append(c.Codes, w.near(by))
	}
	return c
}

// near is a value that some fact may have in a dimension, or the one beside it.
func (w *world) near(by analytics.By) int64 {
	v, _ := key(w.fact(w.r.Int64N(w.next+1)), analytics.By{Dim: by.Dim, Slot: by.Slot})
	return v + w.r.Int64N(3) - 1
}
