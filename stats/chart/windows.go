package chart

import (
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// window is a rule that looks at a few neighbours: how many, and whether they call. z are the points' distances from the centre in
// σ; the answer is the side, and whether it is a signal.
type window struct {
	length int
	calls  func(z []float64) (stats.Verdict, bool)
}

// windowOf is the window of a rule.
func windowOf(r Rule) (window, bool) {
	switch r {
	case TwoOfThree:
		return window{3, atLeast(2, 2)}, true
	case FourOfFive:
		return window{5, atLeast(4, 1)}, true
	case EightRun:
		return window{8, atLeast(8, 0)}, true
	case NineRun:
		return window{9, atLeast(9, 0)}, true
	case Trend:
		return window{6, trend}, true
	case Zigzag:
		return window{14, zigzag}, true
	case Hugging:
		return window{15, func(z []float64) (stats.Verdict, bool) {
			return stats.Unclear, !slices.ContainsFunc(z, func(v float64) bool { return math.Abs(v) >= 1 })
		}}, true
	case Avoiding:
		return window{8, avoiding}, true
	}
	return window{}, false
}

// windows slides a rule along the points that aren't ghosts and joins what overlaps on one side.
func windows(r Rule, points []Point, offset int) []Signal {
	w, ok := windowOf(r)
	if !ok {
		return nil
	}
	var at []int
	var z []float64
	for i, p := range points {
		if !p.Ghost {
			at, z = append(at, i), append(z, (p.Value-p.Center)/p.Sigma)
		}
	}
	var out []Signal
	for i := 0; i+w.length <= len(z); i++ {
		side, calls := w.calls(z[i : i+w.length])
		if !calls {
			continue
		}
		from, to := offset+at[i], offset+at[i+w.length-1]+1
		if last := len(out) - 1; last >= 0 && out[last].Side == side && from < out[last].To {
			out[last].To = to
			continue
		}
		out = append(out, Signal{r, from, to, side})
	}
	return out
}

// atLeast calls where so many lie beyond a distance on one side.
func atLeast(count int, beyond float64) func(z []float64) (stats.Verdict, bool) {
	return func(z []float64) (stats.Verdict, bool) {
		above, below := 0, 0
		for _, v := range z {
			if v > beyond {
				above++
			}
			if v < -beyond {
				below++
			}
		}
		switch {
		case above >= count:
			return stats.Higher, true
		case below >= count:
			return stats.Lower, true
		}
		return stats.Unclear, false
	}
}

func trend(z []float64) (stats.Verdict, bool) {
	rises, falls := true, true
	for i := 1; i < len(z); i++ {
		rises, falls = rises && z[i] > z[i-1], falls && z[i] < z[i-1]
	}
	switch {
	case rises:
		return stats.Higher, true
	case falls:
		return stats.Lower, true
	}
	return stats.Unclear, false
}

func zigzag(z []float64) (stats.Verdict, bool) {
	for i := 2; i < len(z); i++ {
		if (z[i]-z[i-1])*(z[i-1]-z[i-2]) >= 0 {
			return stats.Unclear, false
		}
	}
	return stats.Unclear, true
}

// avoiding calls where none lies within 1σ and both sides are seen; one side alone is a run.
func avoiding(z []float64) (stats.Verdict, bool) {
	above, below := false, false
	for _, v := range z {
		if math.Abs(v) <= 1 {
			return stats.Unclear, false
		}
		above, below = above || v > 0, below || v < 0
	}
	return stats.Unclear, above && below
}
