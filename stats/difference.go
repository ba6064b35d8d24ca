package stats

import "math"

// Difference is a − b with its interval, for two independent figures in the same unit at the same level: two periods, two
// units. Figures that share answers (a team and the site it belongs to) aren't independent, and this isn't for them.
//
//	a − b − √((a − a.Low)² + (b.High − b)²)   to   a − b + √((a.High − a)² + (b − b.Low)²)
//
// This recovers from each interval the variance near the limit that matters. For Wilson intervals it is Newcombe's hybrid
// score interval; for symmetric ones it is the usual SE = √(SE₁² + SE₂²); for means of few answers it is a little wider
// than Welch's. It stays inside what differences are possible when a and b stay inside what figures are.
//
// The estimate is NaN when one of the two is, and the limits when one of the four is or the levels differ.
//
// Source: method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890; for any parameter G. Y. Zou & A. Donner,
// Statistics in Medicine 27 (2008) 1693–1702 ("MOVER").
func Difference(a, b Interval) Interval {
	d := Interval{Estimate: a.Estimate - b.Estimate, Low: math.NaN(), High: math.NaN(), Level: a.Level}
	if a.Level != b.Level {
		d.Level = math.NaN()
		return d
	}
	d.Low = d.Estimate - math.Hypot(a.Estimate-a.Low, b.High-b.Estimate)
	d.High = d.Estimate + math.Hypot(a.High-a.Estimate, b.Estimate-b.Low)
	return d
}

// Verdict is what may be said about the sign of a difference.
type Verdict string

// The closed list of verdicts.
const (
	Higher  Verdict = "higher"
	Lower   Verdict = "lower"
	Unclear Verdict = "unclear"
)

// Judge says what the interval of a difference allows: Higher when all of it lies above 0, Lower when all of it lies below,
// else Unclear, as it is when a limit isn't known. Unclear doesn't mean equal.
//
// One comparison at 95 % calls a difference that isn't there once in twenty times; someone who looks at many must allow for
// that.
func Judge(difference Interval) Verdict {
	switch {
	case difference.Low > 0 && difference.Known():
		return Higher
	case difference.High < 0 && difference.Known():
		return Lower
	}
	return Unclear
}
