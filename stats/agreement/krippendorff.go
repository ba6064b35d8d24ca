package agreement

import (
	"math"

	"github.com/touchstone-cx/touchstone/stats"
)

// Metric is what the difference of two ratings means.
type Metric string

// The closed list.
const (
	Nominal      Metric = "nominal"  // names: 0 or 1
	Ordinal      Metric = "ordinal"  // order: how many ratings lie between, squared
	IntervalData Metric = "interval" // numbers: (a − b)²
	Ratio        Metric = "ratio"    // numbers with a true 0: ((a − b)/(a + b))²
)

// Krippendorff is Krippendorff's α for any number of raters, any of whom may have missed any unit; units with one rating don't count.
//
//	α = 1 − D_o/D_e        D_o = Σ o_ck·δ²_ck / n        D_e = Σ n_c·n_k·δ²_ck / (n(n−1))
//
// over the coincidences o of n ratings, each unit's pairs weighing 1/(ratings of it − 1). Observed and Expected are 1 − D_o and 1 −
// D_e for names; for the other metrics D isn't a share, and they are NaN.
//
// The interval is by leaving out one unit at a time (jackknife) with Student's t. It allows for the units that happened to be
// chosen, not for the raters. Refusals as Percent's, and "metric", "one_category", "negative" (a ratio needs ratings of 0 or more).
//
// Source: K. Krippendorff, Content Analysis, 2nd ed. (2004), chapter 11; "Computing Krippendorff's Alpha-Reliability" (2011).
func Krippendorff(r Ratings, metric Metric, level float64) (Coefficient, error) {
	if metric != Nominal && metric != Ordinal && metric != IntervalData && metric != Ratio {
		return Coefficient{}, stats.Refuse("metric", "The metric is nominal, ordinal, interval or ratio.")
	}
	t, err := tabulate(r, nil, level)
	if err != nil {
		return Coefficient{}, err
	}
	if metric == Ratio && t.values[0] < 0 {
		return Coefficient{}, stats.Refuse("negative", "Ratios need ratings of 0 or more.")
	}
	c := newCoincidences(t, metric)
	for i := range t.counts {
		c.add(t, i, 1)
	}
	observed, expected := c.disagreement()
	if !(expected > 0) {
		return Coefficient{}, oneCategory()
	}
	alpha := 1 - observed/expected
	n := float64(t.paired)
	left, mean := make([]float64, 0, t.paired), 0.0
	for i := range t.counts {
		if t.sizes[i] < 2 {
			continue
		}
		c.add(t, i, -1)
		o, e := c.disagreement()
		c.add(t, i, 1)
		if !(e > 1e-12) { // the others are all alike: the unit decides everything, and there is no telling how far off it is
			left = nil
			break
		}
		left = append(left, 1-o/e)
		mean += (1 - o/e) / n
	}
	sum := math.NaN()
	if left != nil {
		sum = 0
		for _, a := range left {
			sum += (a - mean) * (a - mean)
		}
	}
	o, e := math.NaN(), math.NaN()
	if metric == Nominal {
		o, e = 1-observed, 1-expected
	}
	return t.coefficient(alpha, math.Sqrt((n-1)/n*sum), o, e, n-1, level), nil
}

// coincidences are the pairs of ratings within units.
type coincidences struct {
	metric Metric
	values []float64
	pairs  []float64 // q × q
	of     []float64 // ratings of each value in units with two
	n      float64
	place  []float64 // scratch: what ordinal differences are of
}

func newCoincidences(t *table, metric Metric) *coincidences {
	q := len(t.values)
	return &coincidences{metric: metric, values: t.values, pairs: make([]float64, q*q), of: make([]float64, q), place: make([]float64, q)}
}

// add adds unit i's pairs times sign.
func (c *coincidences) add(t *table, i int, sign float64) {
	size := t.sizes[i]
	if size < 2 {
		return
	}
	q := len(c.values)
	for a, m := range t.counts[i] {
		if m == 0 {
			continue
		}
		c.of[a] += sign * m
		for b, k := range t.counts[i] {
			if a == b {
				k--
			}
			c.pairs[a*q+b] += sign * m * k / (size - 1)
		}
	}
	c.n += sign * size
}

// disagreement is D_o and D_e.
func (c *coincidences) disagreement() (observed, expected float64) {
	q := len(c.values)
	before := 0.0
	for k, n := range c.of { // half of its own ratings and all below: differences of these are the ordinal metric
		c.place[k] = before + n/2
		before += n
	}
	for a := range q {
		for b := a + 1; b < q; b++ {
			d := c.distance(a, b)
			observed += 2 * c.pairs[a*q+b] * d
			expected += 2 * c.of[a] * c.of[b] * d
		}
	}
	return observed / c.n, expected / c.n / (c.n - 1)
}

// distance is δ² of two values.
func (c *coincidences) distance(a, b int) float64 {
	x, y := c.values[a], c.values[b]
	switch c.metric {
	case Ordinal:
		x, y = c.place[a], c.place[b]
	case Ratio:
		return (x - y) / (x + y) * (x - y) / (x + y)
	case Nominal:
		return 1
	}
	return (x - y) * (x - y)
}
