package lifetime

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/optimize"
)

// Options of a fit. The zero value means one goroutine.
type Options struct {
	Workers int // goroutines; results don't depend on it
}

// fewest is under how many repeat customers, or ended contracts, parameters are mostly noise.
const fewest = 20

// chunk is how many rows are added up at a time: sums are the same on however many goroutines.
const chunk = 1 << 14

// farthest is how far from 0 the logarithm of a scaled parameter may lie; beyond it the data want it to be 0 or infinite.
const farthest = 9.0

// fitted is where a likelihood is greatest: the logarithms of the parameters and how they may vary together.
type fitted struct {
	logs       []float64
	likelihood float64
	covariance *mat.SymDense
}

// likelihood adds a log-likelihood over rows [from, to) and its gradient by the logarithms of the parameters.
type likelihood func(logs []float64, from, to int, gradient []float64) float64

// maximise finds the maximum by BFGS with the analytic gradient, from several starts, and the curvature there by differences of
// the gradient. what names the model in refusals: "no_convergence" (no start led to a maximum), "boundary" (a parameter runs away)
// and "flat" (the likelihood doesn't curve in every direction).
func maximise(what string, f likelihood, rows int, starts [][]float64, o Options) (fitted, error) {
	s := &summer{f: f, rows: rows, workers: o.Workers, scale: 1 / math.Max(1, float64(rows))}
	best := fitted{likelihood: math.Inf(-1)}
	for _, start := range starts {
		result, err := optimize.Minimize(optimize.Problem{
			Func: func(x []float64) float64 { v, _ := s.at(x); return v },
			Grad: func(grad, x []float64) { _, g := s.at(x); copy(grad, g) },
		}, start, &optimize.Settings{GradientThreshold: 1e-8, MajorIterations: 400, FuncEvaluations: 2000,
			Converger: &optimize.FunctionConverge{Absolute: 1e-13, Relative: 1e-13, Iterations: 20}}, &optimize.BFGS{})
		if result == nil || !settled(result.F, result.X) {
			continue
		}
		_, gradient := s.at(result.X)
		steep := slices.ContainsFunc(gradient, func(g float64) bool { return !(math.Abs(g) < 1e-5) })
		if err != nil && steep {
			continue
		}
		if at := -result.F / s.scale; at > best.likelihood && !steep {
			best = fitted{logs: slices.Clone(result.X), likelihood: at}
		}
		if best.logs != nil && within(best.logs) {
			break // the likelihoods here have one maximum inside; further starts are for when the first one fails
		}
	}
	if best.logs == nil {
		return best, stats.Refuse("no_convergence", "The "+what+" model doesn't settle on these data: its likelihood has no maximum that could be found. "+
			"Use a longer history or more customers, or type the value.")
	}
	if !within(best.logs) {
		return best, stats.Refuse("boundary", "The "+what+" model doesn't fit these data: customers differ too little, or in another way than it supposes, "+
			"so that a parameter runs away. Use a longer history or a more mixed group, or type the value.")
	}
	var err error
	best.covariance, err = s.covariance(best.logs)
	if err != nil {
		return best, stats.Refuse("flat", "The data don't tell the parameters of the "+what+" model apart: too few customers or too short a history. "+
			"Use more of either, or type the value.")
	}
	return best, nil
}

// weakly adds a weak prior to a likelihood: logarithms of scaled parameters are normal around 0.
func weakly(f likelihood) likelihood {
	const variance = 2.5 * 2.5
	return func(logs []float64, from, to int, gradient []float64) float64 {
		sum := f(logs, from, to, gradient)
		if from > 0 {
			return sum
		}
		for k, x := range logs {
			sum -= x * x / 2 / variance
			gradient[k] -= x / variance
		}
		return sum
	}
}

func settled(value float64, x []float64) bool {
	return !math.IsNaN(value) && !math.IsInf(value, 0) && !slices.ContainsFunc(x, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

func within(logs []float64) bool {
	return !slices.ContainsFunc(logs, func(v float64) bool { return math.Abs(v) > farthest })
}

// summer adds up a likelihood over all rows, negative and scaled by their number, and remembers the last point: value and gradient
// are asked for one after the other.
type summer struct {
	f       likelihood
	rows    int
	workers int
	scale   float64

	last     []float64
	value    float64
	gradient []float64
}

func (s *summer) at(x []float64) (float64, []float64) {
	if slices.Equal(s.last, x) {
		return s.value, s.gradient
	}
	chunks := (s.rows + chunk - 1) / chunk
	values, gradients := make([]float64, chunks), make([][]float64, chunks)
	each(chunks, s.workers, func(c int) {
		gradients[c] = make([]float64, len(x))
		values[c] = s.f(x, c*chunk, min(s.rows, (c+1)*chunk), gradients[c])
	})
	s.last, s.value, s.gradient = slices.Clone(x), 0, make([]float64, len(x))
	for c := range chunks {
		s.value -= values[c] * s.scale
		for k, g := range gradients[c] {
			s.gradient[k] -= g * s.scale
		}
	}
	if math.IsNaN(s.value) {
		s.value = math.Inf(1)
	}
	return s.value, s.gradient
}

// covariance inverts the curvature of the likelihood at its maximum.
func (s *summer) covariance(at []float64) (*mat.SymDense, error) {
	const step = 1e-4
	n := len(at)
	hessian := mat.NewSymDense(n, nil)
	columns := make([][]float64, n)
	for k := range at {
		up, down := slices.Clone(at), slices.Clone(at)
		up[k] += step
		down[k] -= step
		_, high := s.at(up)
		high = slices.Clone(high)
		_, low := s.at(down)
		columns[k] = make([]float64, n)
		for j := range n {
			columns[k][j] = (high[j] - low[j]) / (2 * step) / s.scale
		}
	}
	for k := range n {
		for j := k; j < n; j++ {
			hessian.SetSym(k, j, (columns[k][j]+columns[j][k])/2)
		}
	}
	var c mat.Cholesky
	if !c.Factorize(hessian) || c.Cond() > 1e12 {
		return nil, stats.Refuse("flat", "The likelihood doesn't curve.")
	}
	out := mat.NewSymDense(n, nil)
	return out, c.InverseTo(out)
}

// draw is another point that the data would bear as well: normal in the logarithms, with their covariance.
func (f *fitted) draw(random *rand.Rand) []float64 {
	var c mat.Cholesky
	out := slices.Clone(f.logs)
	if f.covariance == nil || !c.Factorize(f.covariance) {
		return out
	}
	var lower mat.TriDense
	c.LTo(&lower)
	z := make([]float64, len(out))
	for k := range z {
		z[k] = random.NormFloat64()
	}
	for k := range out {
		for j := range k + 1 {
			out[k] += lower.At(k, j) * z[j]
		}
	}
	return out
}

// each calls f for 0 to n−1 on some goroutines.
func each(n, workers int, f func(int)) {
	workers = max(1, min(workers, n))
	if workers == 1 {
		for k := range n {
			f(k)
		}
		return
	}
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

// table holds lnΓ and ψ of offset + step·n for each of some counts n: what depends on whole counts is computed once.
type table struct{ ln, slope []float64 }

func tabulate(counts []int, offset, step float64) table {
	t := table{make([]float64, len(counts)), make([]float64, len(counts))}
	for k, n := range counts {
		x := offset + step*float64(n)
		t.ln[k], t.slope[k] = lgamma(x), mathext.Digamma(x)
	}
	return t
}

// distinct numbers the different counts of rows that come in their order.
func distinct(n int, count func(int) int) (counts []int, of []int32) {
	of = make([]int32, n)
	for k := range n {
		if c := count(k); len(counts) == 0 || counts[len(counts)-1] != c {
			counts = append(counts, c)
		}
		of[k] = int32(len(counts) - 1) //nolint:gosec // as many as rows at most
	}
	return counts, of
}
