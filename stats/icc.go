package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ICC is how much of the scatter of answers lies between groups.
type ICC struct {
	Single Interval // ICC(1): share of an answer's variance that is between groups; how alike two answers of one group are
	Mean   Interval // ICC(1,k): how reliably the mean of a group of average size tells groups apart
	F      float64  // mean square between ÷ within
	Size   float64  // average size of a group, unequal sizes allowed for
}

// ICC1 is the intraclass correlation of a one-way analysis of variance: should these teams be compared at all?
//
//	ICC(1) = (MSB − MSW) / (MSB + (k−1)·MSW)        ICC(1,k) = (MSB − MSW) / MSB        k = (N − Σn²/N) / (groups − 1)
//
// with the F interval, which is exact for normal answers in groups of one size and good where sizes don't differ wildly. It can
// be below 0, which means that groups differ less than chance would make them.
//
// Refusals: "few_groups" (under 2), "counts" (a group without answers, or sums that no numbers have), "no_repeats" (no group has two
// answers), "no_spread" (all answers in each group are alike), "level".
//
// Source: P. E. Shrout & J. L. Fleiss, Psychological Bulletin 86 (1979) 420–428; k for unequal groups W. G. Cochran, Journal of
// the Royal Statistical Society 4 (1937) suppl. 102–118.
func ICC1(groups []Sums, level float64) (ICC, error) {
	if !usable(level) {
		return ICC{}, Refuse("level", "The confidence level must lie between 0 and 1.")
	}
	if len(groups) < 2 {
		return ICC{}, Refuse("few_groups", "At least two groups are needed to say how much lies between them.")
	}
	n, squares, sum, within := 0.0, 0.0, 0.0, 0.0
	for _, g := range groups {
		spread, ok := g.spread()
		if !ok {
			return ICC{}, Refuse("counts", "A group has no answers, or sums that no answers have.")
		}
		s, _ := spread.Float64()
		size := float64(g.N)
		n, squares, within = n+size, squares+size*size, within+s/size
		sum += Mean(g, 1, math.NaN()).Estimate * size
	}
	k := float64(len(groups))
	if n == k {
		return ICC{}, Refuse("no_repeats", "No group has two answers, so there is no telling groups from chance.")
	}
	if within == 0 {
		return ICC{}, Refuse("no_spread", "All answers in each group are alike.")
	}
	between := 0.0
	for _, g := range groups {
		d := Mean(g, 1, math.NaN()).Estimate - sum/n
		between += float64(g.N) * d * d
	}
	i := ICC{F: between / (k - 1) / (within / (n - k)), Size: (n - squares/n) / (k - 1)}
	i.Single, i.Mean = i.intervals(k-1, n-k, level)
	return i, nil
}

// intervals are those of F, turned into both correlations.
func (i ICC) intervals(above, below, level float64) (single, mean Interval) {
	p := twoSided(level)
	low := i.F / distuv.F{D1: above, D2: below}.Quantile(p)
	high := i.F * distuv.F{D1: below, D2: above}.Quantile(p)
	of := func(f float64) float64 { return (f - 1) / (f + i.Size - 1) }
	reliable := func(f float64) float64 { return 1 - 1/f }
	return Interval{of(i.F), of(low), of(high), level}, Interval{reliable(i.F), reliable(low), reliable(high), level}
}
