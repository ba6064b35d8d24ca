// Package agreement says how far raters agree beyond chance: percent agreement, Cohen's and Fleiss' κ, Krippendorff's α and
// Gwet's AC1, each with an interval.
//
// None of them alone tells the truth. At 85 % agreement of two raters κ is .70 where both answers are about as common and .32
// where one is rare; AC1 hardly moves. So they are shown side by side.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone but stats.
package agreement

import (
	"fmt"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// Ratings are those of each unit (a conversation, a letter) by each rater: one row for each unit, one column for each rater, NaN
// where a rater didn't rate a unit. Categories are numbers; for names any numbers do.
type Ratings [][]float64

// Coefficient is an agreement with its interval.
type Coefficient struct {
	stats.Interval         // at most 1, which is perfect; 0 is chance, below 0 less than that
	SE             float64 // standard error over units; NaN where it can't be told
	Observed       float64 // agreement that was found
	Expected       float64 // agreement that chance would give, by this coefficient's idea of chance
	Units          int     // that counted: with two ratings at least
	Ratings        int     // of them
}

// mostValues is how many different values ratings may have; measurements have more, and want a correlation.
const mostValues = 200

// table is how many raters put each unit into each category.
type table struct {
	values []float64 // the categories, ascending
	counts [][]float64
	sizes  []float64 // ratings of each unit
	paired int       // units with two ratings or more
	rated  int       // ratings in them
}

// tabulate counts; units without a rating are left out. categories may name some that nobody used.
func tabulate(r Ratings, categories []float64, level float64) (*table, error) {
	if !(level > 0 && level < 1) {
		return nil, stats.Refuse("level", "The confidence level must lie between 0 and 1.")
	}
	t := &table{}
	for _, c := range categories {
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return nil, stats.Refuse("not_a_number", "A category isn't a number.")
		}
	}
	t.values = slices.Clone(categories)
	for _, row := range r {
		for _, v := range row {
			if math.IsInf(v, 0) {
				return nil, stats.Refuse("not_a_number", "A rating is infinite.")
			}
			if !math.IsNaN(v) {
				t.values = append(t.values, v)
			}
		}
	}
	slices.Sort(t.values)
	t.values = slices.Compact(t.values)
	if len(categories) > 0 && len(t.values) > len(slices.Compact(slices.Sorted(slices.Values(categories)))) {
		return nil, stats.Refuse("unknown_category", "A rating is none of the categories.")
	}
	if len(t.values) > mostValues {
		return nil, stats.Refuse("too_many_values", fmt.Sprintf("%d different ratings are too many for agreement; round them.", len(t.values)))
	}
	for _, row := range r {
		counts, size := make([]float64, len(t.values)), 0.0
		for _, v := range row {
			if !math.IsNaN(v) {
				at, _ := slices.BinarySearch(t.values, v)
				counts[at]++
				size++
			}
		}
		if size > 0 {
			t.counts, t.sizes = append(t.counts, counts), append(t.sizes, size)
		}
		if size > 1 {
			t.paired++
			t.rated += int(size)
		}
	}
	if t.paired < 2 {
		return nil, stats.Refuse("too_few_units", "At least two units need two ratings each.")
	}
	return t, nil
}

// agreeing is the share of pairs of raters that agree on unit i, 0 for a unit with one rating.
func (t *table) agreeing(i int) float64 {
	if t.sizes[i] < 2 {
		return 0
	}
	same := 0.0
	for _, c := range t.counts[i] {
		same += c * (c - 1)
	}
	return same / (t.sizes[i] * (t.sizes[i] - 1))
}

// observed is the mean of agreeing over units with two ratings.
func (t *table) observed() float64 {
	sum := 0.0
	for i := range t.counts {
		sum += t.agreeing(i)
	}
	return sum / float64(t.paired)
}

// common is the mean share of each category over units.
func (t *table) common() []float64 {
	shares := make([]float64, len(t.values))
	for i, counts := range t.counts {
		for k, c := range counts {
			shares[k] += c / t.sizes[i] / float64(len(t.counts))
		}
	}
	return shares
}

// linearised makes a coefficient (observed − expected)/(1 − expected) with the standard error of its units, each unit's part
// being its own agreement against expected, less what the unit does to expected.
func (t *table) linearised(expected float64, of func(i int) float64, level float64) Coefficient {
	n := float64(len(t.counts))
	observed := t.observed()
	k := (observed - expected) / (1 - expected)
	sum := 0.0
	for i := range t.counts {
		own := 0.0
		if t.sizes[i] > 1 {
			own = n / float64(t.paired) * (t.agreeing(i) - expected) / (1 - expected)
		}
		d := own - 2*(1-k)*(of(i)-expected)/(1-expected) - k
		sum += d * d
	}
	return t.coefficient(k, math.Sqrt(sum/(n*(n-1))), observed, expected, n-1, level)
}

// coefficient is held at most 1. Where units leave no doubt at all there is no telling how large it is: no limits.
func (t *table) coefficient(estimate, se, observed, expected, df, level float64) Coefficient {
	c := Coefficient{Observed: observed, Expected: expected, Units: t.paired, Ratings: t.rated, SE: se,
		Interval: stats.Interval{Estimate: estimate, Low: math.NaN(), High: math.NaN(), Level: level}}
	if !(se > 1e-12) {
		c.SE = math.NaN()
		return c
	}
	half := stats.StudentQuantile((1+level)/2, df) * se
	c.Low, c.High = max(-1, estimate-half), min(1, estimate+half)
	return c
}

// Percent is the share of pairs of ratings that agree, averaged over units; chance isn't allowed for. Units with one rating are
// left out. Where all agree the interval is Wilson's for so many units.
//
// Refusals here and of the others: "level", "too_few_units" (under two units with two ratings), "not_a_number" (an infinite
// rating), "too_many_values" (over 200 different ones), "unknown_category".
//
// Source of the standard error: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapter 5.
func Percent(r Ratings, level float64) (Coefficient, error) {
	t, err := tabulate(r, nil, level)
	if err != nil {
		return Coefficient{}, err
	}
	c := t.linearised(0, func(int) float64 { return 0 }, level)
	if c.Observed == 1 || c.Observed == 0 {
		n := int64(t.paired)
		c.Interval = stats.Wilson(int64(c.Observed)*n, n, level)
		c.SE = math.NaN()
	}
	c.Low = max(0, c.Low)
	return c, nil
}

// AC1 is Gwet's first-order agreement coefficient, for any number of raters and missing ratings. Chance is Σ π(1−π)/(q−1) over
// q categories, which is small where one category is common, so that AC1 doesn't fall as κ does there.
//
// categories are all that raters could choose from, nil for those they used; it matters, because q does. With one category only
// it is refused ("one_category").
//
// Source: K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29–48; variance over units Handbook
// (2014), chapter 5.
func AC1(r Ratings, categories []float64, level float64) (Coefficient, error) {
	t, err := tabulate(r, categories, level)
	if err != nil {
		return Coefficient{}, err
	}
	q := float64(len(t.values))
	if q < 2 {
		return Coefficient{}, oneCategory()
	}
	shares := t.common()
	expected := 0.0
	for _, p := range shares {
		expected += p * (1 - p) / (q - 1)
	}
	return t.linearised(expected, func(i int) float64 {
		own := 0.0
		for k, c := range t.counts[i] {
			own += c / t.sizes[i] * (1 - shares[k]) / (q - 1)
		}
		return own
	}, level), nil
}

func oneCategory() error {
	return stats.Refuse("one_category", "All ratings are alike, so chance would agree always and there is nothing to find beyond it.")
}

// Fleiss is Fleiss' κ for any number of raters, who needn't be the same ones for every unit; ratings may be missing. Chance is Σ
// π² over categories. "one_category" is refused.
//
// Source: J. L. Fleiss, Psychological Bulletin 76 (1971) 378–382; variance over units and missing ratings Gwet, Handbook (2014),
// chapters 2 and 5. (Fleiss' own variance is that of no agreement, no use for an interval.)
func Fleiss(r Ratings, level float64) (Coefficient, error) {
	t, err := tabulate(r, nil, level)
	if err != nil {
		return Coefficient{}, err
	}
	if len(t.values) < 2 {
		return Coefficient{}, oneCategory()
	}
	shares := t.common()
	expected := 0.0
	for _, p := range shares {
		expected += p * p
	}
	return t.linearised(expected, func(i int) float64 {
		own := 0.0
		for k, c := range t.counts[i] {
			own += shares[k] * c / t.sizes[i]
		}
		return own
	}, level), nil
}
