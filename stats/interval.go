// Package stats turns counts and exact sums into figures that can be defended: an estimate, the interval around it, and
// what may be said of the difference of two.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone. What can't be known is NaN, never 0: no function
// panics, and none invents a number. Every function names its formula, its units and its source.
package stats

import "math"

// Interval is an estimate and the confidence interval around it, all three in the same unit.
//
// Level is the confidence level between 0 and 1, such as 0.95. Low ≤ Estimate ≤ High where they are known. All three are
// NaN where there is nothing to estimate from; Low and High alone are NaN where there is an estimate but no telling how
// far off it is (a mean of one observation), or where Level isn't inside (0, 1).
type Interval struct {
	Estimate, Low, High, Level float64
}

// Known reports whether the estimate and both limits are numbers.
func (i Interval) Known() bool {
	return !math.IsNaN(i.Estimate) && !math.IsNaN(i.Low) && !math.IsNaN(i.High)
}

// Clamp moves what lies outside the closed range [low, high] to its nearer end: a mean of answers from 1 to 5 can't be
// 5.2, though Student's interval may reach there. NaN stays NaN.
func (i Interval) Clamp(low, high float64) Interval {
	into := func(x float64) float64 { return math.Max(low, math.Min(high, x)) }
	i.Estimate, i.Low, i.High = into(i.Estimate), into(i.Low), into(i.High)
	return i
}

// Enough is the number of observations under which a figure is shown as "too few": the usual rule of thumb above which the
// normal approximation behind the intervals can be relied on for figures that aren't extreme.
const Enough = 30

// Missing is how many more observations a figure of n needs to have Enough; 0 when it has. A negative n counts as 0.
func Missing(n int64) int64 {
	return max(0, Enough-max(0, n))
}

// unknown is an interval about nothing.
func unknown(level float64) Interval {
	return Interval{math.NaN(), math.NaN(), math.NaN(), level}
}

// usable reports whether a confidence level lies strictly between 0 and 1. NaN doesn't.
func usable(level float64) bool { return level > 0 && level < 1 }
