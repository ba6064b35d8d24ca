package analyticstest

import (
	"math/big"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// row works out one group's figures.
func row(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	switch m.What {
	case analytics.Sums:
		return sums(facts, m)
	case analytics.Shares:
		r := sums(facts, m)
		r.Sum, r.Squares = 0, analytics.Wide{}
		return r
	case analytics.Percentiles:
		return ranks(facts, m)
	case analytics.Medians:
		return medians(facts, m)
	case analytics.Correlation:
		return products(facts, m)
	case analytics.Crosses:
		return crosses(facts, m)
	case analytics.Together:
		r := analytics.Row{N: int64(len(facts)), Values: make([]int64, len(m.Columns))}
		for k, c := range m.Columns {
			for _, f := range facts {
				if score(f, c.Metric).State == analytics.Answered {
					r.Values[k]++
				}
			}
		}
		return r
	case analytics.Distinct:
		seen := map[int64]bool{}
		for _, f := range facts {
			if v, ok := key(f, m.Of); ok && (v != 0 || zeroIsValue(m.Of.Dim)) {
				seen[v] = true
			}
		}
		return analytics.Row{N: int64(len(seen))}
	default:
		return analytics.Row{N: int64(len(facts))}
	}
}

func zeroIsValue(d analytics.Dim) bool {
	return slices.Contains([]analytics.Dim{analytics.Comment, analytics.Day, analytics.Week, analytics.Month,
		analytics.Quarter, analytics.Year, analytics.SignalNo, analytics.Block}, d)
}

func sums(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	var r analytics.Row
	squares := new(big.Int)
	for _, f := range facts {
		s := score(f, m.Metric)
		if s.State != analytics.Answered {
			r.LeftOut[s.State]++
			continue
		}
		r.N++
		r.Sum += s.Value
		addProduct(squares, s.Value, s.Value)
		if s.Value >= m.Above {
			r.Above++
		}
		if s.Value <= m.Below {
			r.Below++
		}
	}
	r.Squares = wide(squares)
	return r
}

func products(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	var r analytics.Row
	xx, yy, xy := new(big.Int), new(big.Int), new(big.Int)
	for _, f := range facts {
		x, y := score(f, m.Metric).Value, score(f, m.Other).Value
		r.N++
		r.Sum += x
		r.SumY += y
		addProduct(xx, x, x)
		addProduct(yy, y, y)
		addProduct(xy, x, y)
	}
	r.Squares, r.SquaresY, r.Products = wide(xx), wide(yy), wide(xy)
	return r
}

func addProduct(to *big.Int, x, y int64) {
	to.Add(to, new(big.Int).Mul(big.NewInt(x), big.NewInt(y)))
}

// wide divides with the remainder never negative.
func wide(v *big.Int) analytics.Wide {
	hi, lo := new(big.Int).DivMod(v, big.NewInt(1<<32), new(big.Int))
	return analytics.Wide{Hi: hi.Int64(), Lo: lo.Int64()}
}

// ranks: the p-th percentile by nearest rank is the value at place ⌈p·n⌉, counted from 1, and at least the first.
func ranks(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	var all []int64
	for _, f := range facts {
		all = append(all, score(f, m.Metric).Value)
	}
	slices.Sort(all)
	r := analytics.Row{N: int64(len(all))}
	if len(all) == 0 {
		return r
	}
	for _, p := range m.Percents {
		place := max(1, (p*len(all)+999)/1000)
		r.Values = append(r.Values, all[place-1])
	}
	return r
}

// medians: the middle one or two by place, and the places between which the median lies.
func medians(facts []analytics.Fact, m analytics.Measure) analytics.Row {
	r := sums(facts, m)
	r.Sum, r.Squares, r.Above, r.Below = 0, analytics.Wide{}, 0, 0
	if r.N == 0 {
		return r
	}
	var all []int64
	for _, f := range facts {
		if s := score(f, m.Metric); s.State == analytics.Answered {
			all = append(all, s.Value)
		}
	}
	slices.Sort(all)
	n, l := r.N, int64(0)
	for d := n - 1; d >= 0 && 1000*d*d >= m.Spread*n; d = n + 1 - 2*(l+1) {
		l++
	}
	r.Values = []int64{all[max(l, 1)-1], all[(n+1)/2-1], all[n/2], 0}
	if l > 0 {
		r.Values[3] = all[n-l]
	}
	return r
}
