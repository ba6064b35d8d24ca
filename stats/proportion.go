package stats

import "math"

// Wilson is the share of hits among n with Wilson's score interval, in proportions from 0 to 1.
//
// With z the normal quantile of (1+level)/2:
//
//	(hits + z²/2 ± z·√(hits·(n−hits)/n + z²/4)) / (n + z²)
//
// The limits never leave [0, 1], and the interval has a width even at 0 and n hits, where the plain Wald interval has
// none. All NaN for n ≤ 0 and for hits outside [0, n]; the limits alone for a level outside (0, 1).
//
// Source: E. B. Wilson, JASA 22 (1927) 209–212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872.
func Wilson(hits, n int64, level float64) Interval { return wilson(hits, n, level, 1) }

// Percentage is Wilson in per cent, from 0 to 100. The estimate is 100·hits/n rounded once, so that 7 of 100 is 7 and not
// 7.000000000000001.
func Percentage(hits, n int64, level float64) Interval { return wilson(hits, n, level, 100) }

// wilson is Wilson's interval with all of n at unit.
func wilson(hits, n int64, level, unit float64) Interval {
	if n <= 0 || hits < 0 || hits > n {
		return unknown(level)
	}
	k, size := float64(hits), float64(n)
	if !usable(level) {
		return Interval{unit * k / size, math.NaN(), math.NaN(), level}
	}
	z := NormalQuantile(twoSided(level))
	total := size + z*z
	centre := (k + z*z/2) / total
	half := z / total * math.Sqrt(k*(size-k)/size+z*z/4)
	i := Interval{unit * k / size, unit * (centre - half), unit * (centre + half), level}
	// At the ends the limit is the end itself; rounding must not put it a hair beside.
	if hits == 0 {
		i.Low = 0
	}
	if hits == n {
		i.High = unit
	}
	return i
}
