package stats

import "math"

// NPS is the Net Promoter Score with its adjusted Wald interval, in points from −100 to 100.
//
// The estimate is the plain 100·(promoters − detractors)/n. The interval is Wald's after adding ¾ of a promoter, 1½
// passives and ¾ of a detractor, so that with n' = n+3, p' = (promoters+¾)/n', d' = (detractors+¾)/n':
//
//	100·(p'−d') ± 100·z·√((p' + d' − (p'−d')²)/n')
//
// clamped to −100…100, and widened to hold the estimate where few and unanimous answers would leave it outside. The
// unadjusted interval is far too narrow where scores are extreme: it covers 40 % instead of 95 % at n=10 with 95 %
// promoters and 1 % detractors.
//
// Counts are of those who answered. All NaN without answers and for negative counts; the limits alone for a level outside
// (0, 1).
//
// Source: B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70 (2016) 365–372, after
// Agresti & Coull (1998) and Agresti & Min (2005).
func NPS(promoters, passives, detractors int64, level float64) Interval {
	if promoters < 0 || passives < 0 || detractors < 0 || promoters+passives+detractors <= 0 {
		return unknown(level)
	}
	plain := 100 * float64(promoters-detractors) / float64(promoters+passives+detractors)
	if !usable(level) {
		return Interval{plain, math.NaN(), math.NaN(), level}
	}
	centre, se := net(float64(promoters)+0.75, float64(passives)+1.5, float64(detractors)+0.75)
	half := NormalQuantile(twoSided(level)) * se
	return Interval{
		Estimate: plain,
		Low:      min(plain, max(-100, centre-half)),
		High:     max(plain, min(100, centre+half)),
		Level:    level,
	}
}

// NPSStandardError is the plain standard error of a Net Promoter Score, in points: 100·√((p + d − (p−d)²)/n).
//
// It is what most tools print, kept for comparison with them; intervals come from NPS. NaN without answers and for negative
// counts; 0 when all answers are alike, which is exactly why NPS adjusts.
func NPSStandardError(promoters, passives, detractors int64) float64 {
	if promoters < 0 || passives < 0 || detractors < 0 || promoters+passives+detractors <= 0 {
		return math.NaN()
	}
	_, se := net(float64(promoters), float64(passives), float64(detractors))
	return se
}

// net is the score and its standard error in points, for counts that needn't be whole.
func net(promoters, passives, detractors float64) (score, se float64) {
	n := promoters + passives + detractors
	p, d := promoters/n, detractors/n
	// p + d − (p−d)² written as a sum of what can't be negative, so that rounding can't make it so.
	variance := p*(1-p) + d*(1-d) + 2*p*d
	return 100 * (p - d), 100 * math.Sqrt(max(0, variance)/n)
}
