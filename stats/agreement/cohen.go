package agreement

import (
	"math"

	"github.com/touchstone-cx/touchstone/stats"
)

// Weights say how much two different ratings agree all the same.
type Weights string

// The closed list. Positions are those of the categories in order, not their numbers.
const (
	Plain     Weights = "plain"     // not at all
	Linear    Weights = "linear"    // 1 − distance/(most distance)
	Quadratic Weights = "quadratic" // 1 − (distance/(most distance))²
)

// Cohen is Cohen's κ of two raters, plain or weighted. Units that one of the two didn't rate are left out. categories are those that
// could be chosen, in any order, nil for those that were; it matters for weights alone.
//
// With p the table of both raters' shares, w the weights and p_i·, p·j the margins,
//
//	κ = (Σ w·p − Σ w·p_i·p·j) / (1 − Σ w·p_i·p·j)
//
// and the large-sample standard error of Fleiss, Cohen & Everitt with Student's t of n − 1. Refusals as Percent's, and "lengths",
// "weights", "one_category" (both raters used one category only, the same).
//
// Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37–46, and Psychological Bulletin 70 (1968) 213–220; J. L.
// Fleiss, J. Cohen & B. S. Everitt, Psychological Bulletin 72 (1969) 323–327.
func Cohen(a, b []float64, weights Weights, categories []float64, level float64) (Coefficient, error) {
	if len(a) != len(b) {
		return Coefficient{}, stats.Refuse("lengths", "Both raters must have as many ratings, missing ones included.")
	}
	if weights != Plain && weights != Linear && weights != Quadratic {
		return Coefficient{}, stats.Refuse("weights", "Weights are plain, linear or quadratic.")
	}
	var both Ratings
	for i := range a {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			both = append(both, []float64{a[i], b[i]})
		}
	}
	t, err := tabulate(both, categories, level)
	if err != nil {
		return Coefficient{}, err
	}
	return t.kappa(both, weights, level)
}

// kappa is Cohen's of a table whose units are pairs.
func (t *table) kappa(both Ratings, weights Weights, level float64) (Coefficient, error) {
	q, n := len(t.values), float64(len(both))
	at := map[float64]int{}
	for k, v := range t.values {
		at[v] = k
	}
	p, rows, columns := make([]float64, q*q), make([]float64, q), make([]float64, q)
	for _, pair := range both {
		i, j := at[pair[0]], at[pair[1]]
		p[i*q+j]++ // counted first, so that full agreement is 1 and not a little more
		rows[i]++
		columns[j]++
	}
	for i := range p {
		p[i] /= n
	}
	for i := range q {
		rows[i] /= n
		columns[i] /= n
	}
	w := func(i, j int) float64 { return weights.of(i, j, q) }
	observed, expected, agreed := 0.0, 0.0, 0.0
	byRow, byColumn := make([]float64, q), make([]float64, q)
	for i := range q {
		for j := range q {
			agreed += w(i, j) * math.Round(p[i*q+j]*n)
			expected += w(i, j) * rows[i] * columns[j]
			byRow[i] += columns[j] * w(i, j)
			byColumn[j] += rows[i] * w(i, j)
		}
	}
	observed = agreed / n
	if 1-expected < 1e-12 {
		return Coefficient{}, oneCategory()
	}
	k := (observed - expected) / (1 - expected)
	sum := 0.0
	for i := range q {
		for j := range q {
			d := w(i, j) - (byRow[i]+byColumn[j])*(1-k)
			sum += p[i*q+j] * d * d
		}
	}
	last := k - expected*(1-k)
	variance := (sum - last*last) / (n * (1 - expected) * (1 - expected))
	return t.coefficient(k, math.Sqrt(max(0, variance)), observed, expected, n-1, level), nil
}

// of is the weight of positions i and j among q.
func (w Weights) of(i, j, q int) float64 {
	if i == j {
		return 1
	}
	distance := math.Abs(float64(i-j)) / float64(q-1)
	switch w {
	case Linear:
		return 1 - distance
	case Quadratic:
		return 1 - distance*distance
	}
	return 0
}
