package stats

import "math"

// Median is the median of observations in rising order, with the interval between two of them that holds the population's
// median with at least the probability level, whatever the distribution.
//
// sorted in any unit, which is that of the result too. The limits are the order statistics of ranks r and n+1−r, where r is the
// largest rank with P(B < r) ≤ (1−level)/2 for B binomial with n trials of 1/2; they are NaN where no such rank is: below 6
// observations at 95 %. All NaN without observations.
// Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), 3.2.
func Median(sorted []int64, level float64) Interval {
	n := len(sorted)
	if n == 0 || !usable(level) {
		return unknown(level)
	}
	middle := float64(sorted[n/2])
	if n%2 == 0 {
		middle = float64(sorted[n/2-1])/2 + middle/2
	}
	i := Interval{Estimate: middle, Low: math.NaN(), High: math.NaN(), Level: level}
	if r := medianRank(n, (1-level)/2); r > 0 {
		i.Low, i.High = float64(sorted[r-1]), float64(sorted[n-r])
	}
	return i
}

// medianRank is the largest r ≥ 1 with P(B ≤ r−1) ≤ tail for B binomial (n, 1/2); 0 where there is none.
func medianRank(n int, tail float64) (r int) {
	logHalf := float64(n) * math.Log(0.5)
	whole, _ := math.Lgamma(float64(n) + 1)
	sum := 0.0
	for k := 0; k <= n/2; k++ {
		a, _ := math.Lgamma(float64(k) + 1)
		b, _ := math.Lgamma(float64(n-k) + 1)
		if sum += math.Exp(whole - a - b + logHalf); sum > tail {
			return k
		}
	}
	return n / 2
}
