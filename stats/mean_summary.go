package stats

import "math"

// MeanFromSummary is a mean with Student's interval from its published summary, where the single values aren't known:
//
//	mean ± t·sd/√n, with t the quantile of (1+level)/2 of Student's distribution with n−1 degrees of freedom
//
// mean and sd (the sample's, with n−1) are in the same unit, which is the unit of the answer. The limits are NaN for n = 1, all is
// NaN for n < 1, a negative sd, and values that aren't finite.
//
// Source: Student, Biometrika 6 (1908) 1–25.
func MeanFromSummary(n int64, mean, sd, level float64) Interval {
	if n < 1 || sd < 0 || math.IsNaN(mean+sd) || math.IsInf(mean+sd, 0) {
		return unknown(level)
	}
	if n == 1 || !usable(level) {
		return Interval{mean, math.NaN(), math.NaN(), level}
	}
	half := StudentQuantile(twoSided(level), float64(n-1)) * sd / math.Sqrt(float64(n))
	return Interval{mean, mean - half, mean + half, level}
}
