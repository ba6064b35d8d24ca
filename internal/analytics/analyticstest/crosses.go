package analyticstest

import (
	"math/big"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// column is a fact's value in a column; not ok where the score isn't answered.
func column(f analytics.Fact, c analytics.Column) (v int64, ok bool) {
	s := score(f, c.Metric)
	if s.State != analytics.Answered {
		return 0, false
	}
	switch {
	case c.Part == analytics.Whole:
		return s.Value, true
	case c.Part == analytics.Low && s.Value <= c.Limit, c.Part == analytics.High && s.Value >= c.Limit:
		return 1, true
	}
	return 0, true
}

// crosses adds up pair by pair. Without Pairwise the facts have every column already.
func crosses(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	r := analytics.Row{N: int64(len(facts))}
	for i := range m.Columns {
		for j := i; j < len(m.Columns); j++ {
			p := pair(facts, m.Columns[i], m.Columns[j])
			switch {
			case m.Pairwise:
				r.Pairs = append(r.Pairs, p)
			case i == j:
				r.Totals = append(r.Totals, p.X)
				fallthrough
			default:
				r.Crosses = append(r.Crosses, p.XY)
			}
		}
	}
	return r
}

func pair(facts []analytics.Fact, a, b analytics.Column) (p analytics.Pair) {
	xx, yy, xy := new(big.Int), new(big.Int), new(big.Int)
	for _, f := range facts {
		x, okX := column(f, a)
		y, okY := column(f, b)
		if okX && okY {
			p.N++
			p.X += x
			p.Y += y
			addProduct(xx, x, x)
			addProduct(yy, y, y)
			addProduct(xy, x, y)
		}
	}
	p.XX, p.YY, p.XY = wide(xx), wide(yy), wide(xy)
	return p
}
