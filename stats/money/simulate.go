package money

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/touchstone-cx/touchstone/stats"
)

// Quantity is an input: a distribution, and a key by which it is one and the same number wherever it appears. Two inputs of the
// same key are drawn once and move together; inputs of different keys are independent.
type Quantity struct {
	Key string
	Distribution
}

// Options of a simulation. The zero value means 10,000 draws, seed 0, one goroutine.
type Options struct {
	Draws   int
	Seed    uint64
	Workers int // goroutines; results don't depend on it
}

// fewestDraws is under how many p10 and p90 are mostly noise.
const fewestDraws = 100

// Spread is a distribution in four numbers: half of it lies below P50, a tenth below P10, a tenth above P90.
type Spread struct{ Mean, P10, P50, P90 float64 }

// Influence is how much of an outcome's variance comes from one input: a bar of the tornado.
type Influence struct {
	Key   string
	Share float64 // of the outcome's variance that would vanish, on average, if this input were known: first-order Sobol index
	AtP10 float64 // the mean outcome when the input is at its p10
	AtP90 float64 // and at its p90
}

// Simulation is an outcome's distribution and where it comes from.
type Simulation struct {
	Spread
	Influences []Influence // largest share first; constants are left out
	Values     []float64   // of each draw
}

// Simulate draws every input and computes the outcome of each draw by f, which gets the values in the order of the inputs and
// must not keep the slice.
//
// Shares are squared linear correlations of the outcome with the input. Where f is linear in each input while the others are
// held, as sums of products are and the formula of vulnerability is, and the inputs are independent, the outcome's mean given
// one input is a straight line, and its squared correlation is exactly the first-order Sobol index; elsewhere it is less. Shares
// add up to less than 1 by what inputs do only together.
//
// Refusals: "draws" (under 100), "clashing_key" (one key, two distributions), "not_a_number" (an outcome is NaN or infinite).
//
// Source: I. M. Sobol', Mathematics and Computers in Simulation 55 (2001) 271–280; squared correlations as first-order indices of
// linear dependence A. Saltelli et al., Global Sensitivity Analysis: The Primer (2008), 1.2.5.
func Simulate(inputs []Quantity, o Options, f func(values []float64) float64) (Simulation, error) {
	drawn, err := draw(inputs, &o)
	if err != nil {
		return Simulation{}, err
	}
	columns, row := make([][]float64, len(inputs)), make([]float64, len(inputs))
	for k, q := range inputs {
		columns[k] = drawn[q.Key]
	}
	s := Simulation{Values: make([]float64, o.Draws)}
	for i := range s.Values {
		for k, column := range columns {
			row[k] = column[i]
		}
		s.Values[i] = f(row)
		if err := finite(s.Values[i]); err != nil {
			return Simulation{}, stats.Refuse("not_a_number", "The outcome of a draw isn't a number.")
		}
	}
	s.Spread = spreadOf(s.Values)
	s.Influences = influences(inputs, drawn, s.Values)
	return s, nil
}

// draw draws each key once, from random numbers of its own: another input more doesn't change those of the others.
func draw(inputs []Quantity, o *Options) (map[string][]float64, error) {
	o.Draws = cmp.Or(o.Draws, 10_000)
	if o.Draws < fewestDraws {
		return nil, stats.Refuse("draws", "Fewer than 100 draws say nothing about a range.")
	}
	drawn := make(map[string][]float64, len(inputs))
	of := make(map[string]Distribution, len(inputs))
	var keys []string
	for _, q := range inputs {
		if other, known := of[q.Key]; known {
			if other != q.Distribution {
				return nil, stats.Refuse("clashing_key", "%s is stated twice, differently.", q.Key)
			}
			continue
		}
		of[q.Key], drawn[q.Key] = q.Distribution, make([]float64, o.Draws)
		keys = append(keys, q.Key)
	}
	each(len(keys), o.Workers, func(k int) {
		h := fnv.New64a()
		h.Write([]byte(keys[k]))
		random := rand.New(rand.NewPCG(o.Seed, h.Sum64())) //nolint:gosec // draws are to be repeatable, not secret
		of[keys[k]].Draw(random, drawn[keys[k]])
	})
	return drawn, nil
}

// each calls f for 0 to n−1 on some goroutines.
func each(n, workers int, f func(int)) {
	workers = max(1, min(workers, n))
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for k := w; k < n; k += workers {
				f(k)
			}
		})
	}
	wait.Wait()
}

// spreadOf sorts a copy.
func spreadOf(values []float64) Spread {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	s := Spread{P10: quantile(sorted, 0.1), P50: quantile(sorted, 0.5), P90: quantile(sorted, 0.9)}
	for _, v := range values {
		s.Mean += v
	}
	s.Mean /= float64(len(values))
	return s
}

// quantile is that of sorted values, between neighbours in proportion.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	k := int(at)
	if k >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	return sorted[k] + (at-float64(k))*(sorted[k+1]-sorted[k])
}

// influences are those of each key on an outcome.
func influences(inputs []Quantity, drawn map[string][]float64, outcome []float64) (list []Influence) {
	n := float64(len(outcome))
	mean, variance := 0.0, 0.0
	for _, y := range outcome {
		mean += y / n
	}
	for _, y := range outcome {
		variance += (y - mean) * (y - mean) / n
	}
	seen := map[string]bool{}
	for _, q := range inputs {
		if q.Kind() == ConstantKind || seen[q.Key] {
			continue
		}
		seen[q.Key] = true
		x := drawn[q.Key]
		meanX, own, common := 0.0, 0.0, 0.0
		for _, v := range x {
			meanX += v
		}
		meanX /= n
		for i, v := range x {
			d := v - meanX
			own += d * d
			common += d * (outcome[i] - mean)
		}
		own, common = own/n, common/n
		i := Influence{Key: q.Key, AtP10: mean, AtP90: mean}
		if own > 0 && variance > 0 {
			slope := common / own
			i.Share = min(1, slope*common/variance)
			i.AtP10, i.AtP90 = mean+slope*(q.Quantile(0.1)-meanX), mean+slope*(q.Quantile(0.9)-meanX)
		}
		list = append(list, i)
	}
	slices.SortStableFunc(list, func(a, b Influence) int {
		if c := cmp.Compare(b.Share, a.Share); c != 0 {
			return c
		}
		return cmp.Compare(math.Abs(b.AtP90-b.AtP10), math.Abs(a.AtP90-a.AtP10))
	})
	return list
}
