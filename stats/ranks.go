package stats

import "math"

// MedianRank is the rank l of the order statistics between which a median lies at a confidence level: the l-th smallest and the
// l-th largest of n. 0 where n is too small to say anything (below 6 at 0.95).
//
//	l = the largest whole number with n + 1 − 2l ≥ 0 and (n + 1 − 2l)² ≥ z²·n        (about (n + 1 − z√n) / 2)
//
// The number of observations below the median is binomial(n, ½), whatever the distribution; this is its normal approximation
// with continuity correction. It is never less sure than asked for: at 0.95 the exact binomial probability is at least 0.95 for
// every n that the tests try up to 20,000, and the exact rank is the same or one more. z² is rounded up to thousandths, because engines compare in
// whole numbers (see Spread).
//
// Source: W. R. Thompson, Annals of Mathematical Statistics 7 (1936) 122–128; W. J. Conover, Practical Nonparametric Statistics,
// 3rd ed. (1999), section 3.2; the approximation as in M. J. Campbell & M. J. Gardner, BMJ 296 (1988) 1454–1456.
func MedianRank(n int64, level float64) int64 {
	if n < 1 || !usable(level) {
		return 0
	}
	fits := func(l int64) bool {
		d := n + 1 - 2*l
		return d >= 0 && float64(d)*float64(d)*1000 >= float64(Spread(level))*float64(n)
	}
	l := max(0, int64((float64(n+1)-math.Sqrt(float64(Spread(level))*float64(n)/1000))/2))
	for l > 0 && !fits(l) {
		l--
	}
	for fits(l + 1) {
		l++
	}
	return l
}

// Spread is 1000·z² rounded up, with z the normal quantile of (1+level)/2: how wide MedianRank reaches, as a whole number.
// 0 for a level outside (0, 1).
func Spread(level float64) int64 {
	if !usable(level) {
		return 0
	}
	z := NormalQuantile(twoSided(level))
	return int64(math.Ceil(1000 * z * z))
}

// MedianFromRanks is the median of n whole numbers in units of scale with its interval. low and high are the order statistics of rank
// MedianRank(n, level) from either end; middle and next those of rank ⌊(n+1)/2⌋ and ⌊n/2⌋+1, whose mean is the median. With
// scale 1000, thousandths of a second become seconds.
//
// The interval makes no assumption about the distribution but that answers are independent. It always has observed values as
// its ends, so it needn't be symmetric. Limits are NaN where n is too small; all NaN for n ≤ 0, scale ≤ 0 and order statistics
// that aren't in order.
func MedianFromRanks(n, low, middle, next, high, scale int64, level float64) Interval {
	if n <= 0 || scale <= 0 || middle > next {
		return unknown(level)
	}
	i := Interval{(float64(middle) + float64(next)) / 2 / float64(scale), math.NaN(), math.NaN(), level}
	if MedianRank(n, level) == 0 {
		return i
	}
	if low > middle || next > high {
		return unknown(level)
	}
	i.Low, i.High = float64(low)/float64(scale), float64(high)/float64(scale)
	return i
}
