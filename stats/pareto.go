package stats

import (
	"cmp"
	"math"
	"slices"
)

// Multinomial is the share of each category with intervals that hold all at once: in 95 of 100 samples every one of the k
// intervals contains its true share. In proportions from 0 to 1.
//
// They are Goodman's: Wilson's intervals at the level 1 − (1 − level)/k. They stay in [0, 1], and they are good where counts are
// at least about 5; with many rare categories they hold the truth more often than they say (Sison & Glaz's are narrower there,
// but need seven categories and fail with few). All NaN without counts and for negative ones; the limits alone for a level
// outside (0, 1).
//
// Source: L. A. Goodman, Technometrics 7 (1965) 247–254.
func Multinomial(counts []int64, level float64) []Interval {
	shares := make([]Interval, len(counts))
	n := int64(0)
	for _, c := range counts {
		if c < 0 {
			n = math.MinInt64
			break
		}
		n += c
	}
	single := math.NaN()
	if usable(level) {
		single = 1 - (1-level)/float64(len(counts))
	}
	for k, c := range counts {
		shares[k] = Wilson(c, n, single)
		shares[k].Level = level
	}
	return shares
}

// Bar is one category of a Pareto chart.
type Bar struct {
	Category   string
	Count      int64
	Share      Interval // of all, holding together with those of the others
	Cumulative float64  // share of this category and all larger ones
	RankLow    int      // the best rank that the intervals allow, 1 is the largest
	RankHigh   int      // the worst
}

// Pareto orders categories by count and says how far that order can be relied on: category i can't rank better than after all
// whose intervals lie above its own, nor worse than before all whose intervals lie below. Since the intervals hold together,
// so do the ranks. Categories of equal count keep the order they came in.
//
// Refusals: "counts" (a negative count, no counts, or not one for each category), "level".
//
// Source: the intervals as in Multinomial; ranks from intervals that hold together M. Klein, T. Wright & J. Wieczorek, Journal of
// the Royal Statistical Society A 183 (2020) 589–606.
func Pareto(categories []string, counts []int64, level float64) ([]Bar, error) {
	if !usable(level) {
		return nil, Refuse("level", "The confidence level must lie between 0 and 1.")
	}
	shares := Multinomial(counts, level)
	if len(categories) != len(counts) || len(counts) == 0 || !shares[0].Known() {
		return nil, Refuse("counts", "There must be one count for each category, none of them negative, and not all 0.")
	}
	bars := make([]Bar, len(counts))
	for k, c := range counts {
		bars[k] = Bar{Category: categories[k], Count: c, Share: shares[k], RankLow: 1, RankHigh: len(counts)}
	}
	slices.SortStableFunc(bars, func(a, b Bar) int { return cmp.Compare(b.Count, a.Count) })
	sum, all := int64(0), int64(0)
	for _, c := range counts {
		all += c
	}
	for i := range bars {
		b := &bars[i]
		sum += b.Count
		b.Cumulative = float64(sum) / float64(all)
		for _, other := range bars {
			if other.Share.Low > b.Share.High {
				b.RankLow++
			}
			if other.Share.High < b.Share.Low {
				b.RankHigh--
			}
		}
	}
	return bars, nil
}
