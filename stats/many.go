package stats

import (
	"cmp"
	"math"
	"slices"
)

// Tail is the two-sided probability of a difference at least as far from 0 as this one if there were none, read off the
// difference's own interval: the distance from the estimate to the limit nearer 0 is taken as that many standard errors as
// the level asks for,
//
//	p = erfc(z/√2)   with   z = √2·erf⁻¹(level) · |estimate| / |estimate − limit|
//
// So p < 1 − level exactly where the interval lies on one side of 0, and the verdict of one comparison (Judge) and of many
// (FalseDiscovery) never contradict each other. NaN where the interval isn't known.
func Tail(difference Interval) float64 {
	if !difference.Known() || !usable(difference.Level) {
		return math.NaN()
	}
	limit := difference.Low
	if difference.Estimate < 0 {
		limit = difference.High
	}
	far, near := math.Abs(difference.Estimate), math.Abs(difference.Estimate-limit)
	switch {
	case far == 0:
		return 1
	case near == 0:
		return 0
	}
	return math.Erfc(math.Erfinv(difference.Level) * far / near)
}

// FalseDiscovery says which of several comparisons made at once may be called differences, so that on average at most a
// share q of those called are none: the k smallest probabilities, for the largest k with p₍k₎ ≤ k·q/m. NaN isn't counted
// among the m and is never called.
//
// Source: Y. Benjamini & Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300, for comparisons that are
// independent; it holds too for positively dependent ones (Benjamini & Yekutieli, Annals of Statistics 29 (2001) 1165–1188).
func FalseDiscovery(p []float64, q float64) []bool {
	order := make([]int, 0, len(p))
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	called, last := make([]bool, len(p)), -1
	for k, i := range order {
		if p[i] <= float64(k+1)*q/float64(len(order)) {
			last = k
		}
	}
	for _, i := range order[:last+1] {
		called[i] = true
	}
	return called
}
