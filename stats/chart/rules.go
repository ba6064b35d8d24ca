package chart

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/touchstone-cx/touchstone/stats"
)

// Rule is a way to notice that something isn't chance.
type Rule string

// The closed list of rules. The first three are the default; each further one finds more changes and calls more false alarms.
const (
	Beyond    Rule = "beyond"    // a point beyond its limit
	LongRun   Rule = "long_run"  // Anhøj: the longest run on one side is longer than round(log₂ n) + 3
	Crossings Rule = "crossings" // Anhøj: the centre is crossed less often than the 5th percentile of Binomial(n − 1, ½)

	TwoOfThree Rule = "two_of_three" // Western Electric 2: two of three neighbours beyond 2σ on one side
	FourOfFive Rule = "four_of_five" // Western Electric 3: four of five beyond 1σ on one side
	EightRun   Rule = "eight_run"    // Western Electric 4: eight in a row on one side
	NineRun    Rule = "nine_run"     // Nelson 2: nine in a row on one side
	Trend      Rule = "trend"        // Nelson 3: six in a row rising, or falling
	Zigzag     Rule = "zigzag"       // Nelson 4: fourteen in a row up and down in turn
	Hugging    Rule = "hugging"      // Nelson 7: fifteen in a row within 1σ
	Avoiding   Rule = "avoiding"     // Nelson 8: eight in a row beyond 1σ, on both sides
)

// DefaultRules are 3σ and the two of Anhøj: over 24 points of a process that didn't change, runs and crossings call in about 1 of
// 25 charts, where the Western Electric rules call in about 1 of 5 (the tests simulate both).
//
// Source: J. Anhøj & A. V. Olesen, PLoS ONE 9 (2014) e113825; J. Anhøj, PLoS ONE 10 (2015) e0121349.
func DefaultRules() []Rule { return []Rule{Beyond, LongRun, Crossings} }

// Signal is what a rule calls, and where.
type Signal struct {
	Rule     Rule
	From, To int           // indices of the points it is about: From ≤ i < To
	Side     stats.Verdict // Higher or Lower where it lies on one side or goes one way, else Unclear
}

// Runs are what Anhøj's rules look at in one part. Points on the centre line say nothing and aren't counted.
type Runs struct {
	Useful       int // points that don't lie on the centre line
	Longest      int // longest run on one side
	LongestMost  int // more than that is a signal
	Crossings    int // how often the line crosses the centre
	CrossingsMin int // fewer than that is a signal
	from, to     int // where the longest run lies, within the part
	side         stats.Verdict
}

// fewUseful is the number of points below which runs say nothing.
const fewUseful = 10

// runsOf counts runs about a centre.
func runsOf(points []Point, center float64) Runs {
	r := Runs{side: stats.Unclear}
	length, from, side := 0, 0, 0
	for i, p := range points {
		now := cmp.Compare(p.Value, center)
		if p.Ghost || now == 0 {
			continue
		}
		r.Useful++
		if now != side {
			if side != 0 {
				r.Crossings++
			}
			length, from, side = 0, i, now
		}
		if length++; length > r.Longest {
			r.Longest, r.from, r.to, r.side = length, from, i+1, sideOf(now)
		}
	}
	if r.Useful > 0 {
		r.LongestMost = int(math.Round(math.Log2(float64(r.Useful)))) + 3
	}
	r.CrossingsMin = leastCrossings(r.Useful)
	return r
}

// leastCrossings is the smallest k with P(Binomial(n−1, ½) ≤ k) ≥ 0.05.
func leastCrossings(n int) int {
	if n < 2 {
		return 0
	}
	b := distuv.Binomial{N: float64(n - 1), P: 0.5}
	return sort.Search(n-1, func(k int) bool { return b.CDF(float64(k)) >= 0.05 })
}

func sideOf(sign int) stats.Verdict {
	switch {
	case sign > 0:
		return stats.Higher
	case sign < 0:
		return stats.Lower
	}
	return stats.Unclear
}

// known refuses a rule that isn't one.
func known(rules []Rule) error {
	for _, r := range rules {
		if _, ok := windowOf(r); !ok && !slices.Contains(DefaultRules(), r) {
			return stats.Refuse("rules", "There is no rule called %s.", string(r))
		}
	}
	return nil
}

// call collects the signals of the rules. Runs never pass from one part to the next: there the process is known to have changed.
func (c *Chart) call(rules []Rule) {
	if rules == nil {
		rules = DefaultRules()
	}
	for _, p := range c.Parts {
		if p.Sigma == 0 || p.Dispersed == 0 {
			continue
		}
		for _, r := range rules {
			c.Signals = append(c.Signals, c.by(r, p)...)
		}
	}
	slices.SortStableFunc(c.Signals, func(a, b Signal) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
}

// by is what one rule calls in one part.
func (c *Chart) by(r Rule, p Part) []Signal {
	points := c.Points[p.From:p.To]
	switch r {
	case Beyond:
		var out []Signal
		for i, q := range points {
			if q.Beyond != stats.Unclear && q.Beyond != "" {
				out = append(out, Signal{r, p.From + i, p.From + i + 1, q.Beyond})
			}
		}
		return out
	case LongRun:
		if p.Runs.Useful >= fewUseful && p.Runs.Longest > p.Runs.LongestMost {
			return []Signal{{r, p.From + p.Runs.from, p.From + p.Runs.to, p.Runs.side}}
		}
		return nil
	case Crossings:
		if p.Runs.Useful >= fewUseful && p.Runs.Crossings < p.Runs.CrossingsMin {
			return []Signal{{r, p.From, p.To, stats.Unclear}}
		}
		return nil
	}
	return windows(r, points, p.From)
}
