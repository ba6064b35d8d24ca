package drivers

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mat"
)

// Options of Analyse. The zero value means 1,000 draws, seed 0, level 0.95, one goroutine.
type Options struct {
	Draws   int
	Seed    uint64
	Level   float64
	Workers int // goroutines; results don't depend on it
}

// Result is what Analyse found.
type Result struct {
	Outcome  string
	Missing  Missing
	Rows     int64          // added
	N        int64          // that counted: complete rows, or pairwise the fewest of any pair
	R2       stats.Interval // share of the outcome's variance that all drivers together go along with
	Adjusted float64        // R² less what as many random drivers would seem to explain: 1 − (1−R²)(n−1)/(n−p−1)
	Drivers  []Driver       // in the order of New
	Draws    int            // bootstrap draws behind the intervals
	Warnings []*stats.Refusal
}

// Driver is one measure's part.
type Driver struct {
	Name         string
	N            int64          // rows in which it is known (listwise: those that counted)
	Contribution stats.Interval // part of R²; all of them add up to it
	Share        stats.Interval // part of R² as a share of R², so that all add up to 1
	Rank         int            // by contribution, 1 is the largest
	RankLow      int            // the best rank that the interval allows
	RankHigh     int            // the worst
	Correlation  stats.Interval // with the outcome
	Coefficient  stats.Interval // standardised: standard deviations of the outcome for one of the driver, the others held
	Inflation    float64        // VIF = 1/(1−R² of this driver on the others); 1 is none
	Place        Place          // for importance against performance
}

// Place is where a driver lies between performance and importance, and how far that is from certain.
type Place struct {
	Performance, Importance float64 // the mean of the driver in its own unit; its share of R² (0 to 1)
	VarPerformance          float64 // bootstrap variances and covariance of the two
	VarImportance           float64
	Covariance              float64
}

// Analyse shares R² out among the drivers (LMG, the Shapley value of R²), with bootstrap intervals of shares and ranks.
//
// The intervals are bias-corrected percentiles of draws in which as many blocks as there are were drawn with replacement (a
// bootstrap of rows where there are fewer rows than blocks, of groups of rows or customers where there are more). Ranks and
// correlations are resampled with the shares. The same rows, keys, options and seed give the same digits.
//
// A share's interval never reaches 0, because R² never falls when a driver is added: a driver that has nothing to do with the
// outcome has a small share all the same. What to look at there is whether its correlation's interval holds 0.
//
// Refusals: "level", "draws" (under 100), "too_few_rows" (not more than drivers + 1), "never_together" (pairwise, no common
// rows), "constant_outcome", "constant_driver", "same_as_outcome" (|r| = 1 with the outcome), "duplicate_drivers" (|r| = 1
// with each other), "collinear" (one follows exactly from others, all named), "contradicting_pairs" (pairwise correlations
// that no complete data could have). Warnings: "few_rows" (under 10 for each driver), "collinear" (an Inflation above 10),
// "outcome_from_drivers" (R² above 0.999), "left_out" (more than a fifth of the rows), "opposite_sign" (a coefficient and a
// correlation that are clear and contradict each other), "few_blocks" (under 30 distinct keys' blocks), "failed_draws".
//
// Source: R. H. Lindeman, P. F. Merenda & R. Z. Gold, Introduction to Bivariate and Multivariate Analysis (1980), p. 119; U.
// Grömping, Journal of Statistical Software 17 (2006), 1; bias correction B. Efron & R. Tibshirani, An Introduction to the
// Bootstrap (1993), section 14.3.
func (m *Moments) Analyse(o Options) (Result, error) {
	o.Draws, o.Level = cmp.Or(o.Draws, 1000), cmp.Or(o.Level, 0.95)
	if !(o.Level > 0 && o.Level < 1) {
		return Result{}, stats.Refuse("level", "The confidence level must lie between 0 and 1.")
	}
	if o.Draws < 100 {
		return Result{}, stats.Refuse("draws", "Fewer than 100 draws say nothing about intervals.")
	}
	blocks := m.filled()
	total := make([]float64, m.width)
	for _, b := range blocks {
		add(total, b)
	}
	var s summary
	m.summarise(total, &s)
	if err := m.refuse(&s); err != nil {
		return Result{}, err
	}
	p := len(m.names)
	found := newEstimate(p)
	inflation, ok := found.take(&s, newShapley(p))
	if !ok {
		return Result{}, m.contradiction()
	}
	draws, failed := m.draw(blocks, o)
	result := m.report(&s, found, inflation, draws, o)
	m.warn(&result, len(blocks), failed)
	return result, nil
}

// contradiction is the refusal of correlations that can't be together.
func (m *Moments) contradiction() error {
	return stats.Refuse("contradicting_pairs", "The pairwise correlations contradict each other, because each is of other rows. Use complete rows only (listwise).")
}

// add adds b to a.
func add(a, b []float64) {
	for i, v := range b[:len(a)] {
		a[i] += v
	}
}

// estimate is everything that is computed of one sample.
type estimate struct {
	r2                       float64
	contribution, share      []float64
	correlation, coefficient []float64
	performance              []float64
	rank                     []int
	order                    []int // scratch
}

func newEstimate(p int) *estimate {
	e := &estimate{rank: make([]int, p), order: make([]int, p)}
	for _, into := range []*[]float64{&e.contribution, &e.share, &e.correlation, &e.coefficient, &e.performance} {
		*into = make([]float64, p)
	}
	return e
}

// take fills e from a sample's correlations and returns the drivers' variance inflation. It is false where the correlations
// can't be those of data: pairwise ones may be so.
func (e *estimate) take(s *summary, lmg *shapley) (inflation []float64, ok bool) {
	p := len(e.rank)
	q := p + 1
	e.r2 = lmg.shares(s.r, e.contribution)
	if !(e.r2 >= -1e-6 && e.r2 <= 1+1e-6) {
		return nil, false
	}
	among := mat.NewSymDense(p, nil)
	for i := range p {
		for j := i; j < p; j++ {
			among.SetSym(i, j, s.r[(i+1)*q+j+1])
		}
	}
	var chol mat.Cholesky
	var inverse mat.SymDense
	inflation = make([]float64, p)
	if chol.Factorize(among) && chol.InverseTo(&inverse) == nil {
		for i := range p {
			e.coefficient[i] = 0
			for j := range p {
				e.coefficient[i] += inverse.At(i, j) * s.r[j+1]
			}
			inflation[i] = inverse.At(i, i)
		}
	} else {
		for i := range p {
			e.coefficient[i], inflation[i] = math.NaN(), math.Inf(1)
		}
	}
	for i := range p {
		e.share[i] = e.contribution[i] / e.r2
		e.correlation[i], e.performance[i], e.order[i] = s.r[i+1], s.mean[i+1], i
	}
	slices.SortStableFunc(e.order, func(a, b int) int { return cmp.Compare(e.contribution[b], e.contribution[a]) })
	for at, i := range e.order {
		e.rank[i] = at + 1
	}
	return inflation, true
}

// draw resamples the blocks. Each draw has random numbers of its own, so that it doesn't matter which goroutine makes it.
func (m *Moments) draw(blocks [][]float64, o Options) (draws []*estimate, failed int) {
	all := make([]*estimate, o.Draws)
	workers := max(1, min(o.Workers, o.Draws))
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			lmg, total, times := newShapley(len(m.names)), make([]float64, m.width), make([]float64, len(blocks))
			var s summary
			for d := w; d < o.Draws; d += workers {
				clear(total)
				clear(times)
				random := rand.New(rand.NewPCG(o.Seed, uint64(d))) //nolint:gosec // draws are to be repeatable, not secret
				for range blocks {
					times[random.IntN(len(blocks))]++
				}
				for k, t := range times {
					if t > 0 {
						b := blocks[k][:len(total)]
						for i := range total {
							total[i] += t * b[i]
						}
					}
				}
				m.summarise(total, &s)
				e := newEstimate(len(m.names))
				if _, ok := e.take(&s, lmg); ok && e.r2 > 0 {
					all[d] = e
				}
			}
		})
	}
	wait.Wait()
	draws = slices.DeleteFunc(all, func(e *estimate) bool { return e == nil })
	return draws, o.Draws - len(draws)
}

// report turns estimates and draws into intervals.
func (m *Moments) report(s *summary, found *estimate, inflation []float64, draws []*estimate, o Options) Result {
	p := float64(len(m.names))
	result := Result{
		Outcome: m.outcome, Missing: m.missing, Rows: m.rows, N: int64(s.least), Draws: len(draws),
		R2:       around(found.r2, draws, func(e *estimate) float64 { return e.r2 }, o.Level),
		Adjusted: 1 - (1-found.r2)*(s.least-1)/(s.least-p-1),
	}
	for k, name := range m.names {
		d := Driver{Name: name, N: int64(s.n[k+1]), Rank: found.rank[k], Inflation: inflation[k]}
		d.Contribution = around(found.contribution[k], draws, func(e *estimate) float64 { return e.contribution[k] }, o.Level)
		d.Share = around(found.share[k], draws, func(e *estimate) float64 { return e.share[k] }, o.Level)
		d.Correlation = around(found.correlation[k], draws, func(e *estimate) float64 { return e.correlation[k] }, o.Level)
		d.Coefficient = around(found.coefficient[k], draws, func(e *estimate) float64 { return e.coefficient[k] }, o.Level)
		ranks := make([]int, len(draws))
		for i, e := range draws {
			ranks[i] = e.rank[k]
		}
		slices.Sort(ranks)
		if n := len(ranks); n > 0 {
			tail := int((1 - o.Level) / 2 * float64(n))
			d.RankLow, d.RankHigh = min(d.Rank, ranks[tail]), max(d.Rank, ranks[n-1-tail])
		}
		d.Place = place(found.performance[k], found.share[k], draws, k)
		result.Drivers = append(result.Drivers, d)
	}
	return result
}

// around is the bias-corrected percentile interval: the percentiles are moved by how far the estimate lies from the middle of
// the draws, so that shares, which draws overstate as R² overstates, get limits that hold the truth as often as they say.
func around(estimate float64, draws []*estimate, of func(*estimate) float64, level float64) stats.Interval {
	i := stats.Interval{Estimate: estimate, Low: math.NaN(), High: math.NaN(), Level: level}
	values := make([]float64, 0, len(draws))
	below := 0.0
	for _, e := range draws {
		v := of(e)
		if math.IsNaN(v) {
			continue
		}
		values = append(values, v)
		if v < estimate {
			below++
		} else if v == estimate {
			below += 0.5
		}
	}
	if len(values) < 100 || math.IsNaN(estimate) {
		return i
	}
	slices.Sort(values)
	n := float64(len(values))
	bias := stats.NormalQuantile(min(max(below, 0.5), n-0.5) / n)
	z := stats.NormalQuantile((1 + level) / 2)
	i.Low = min(estimate, quantile(values, normal(2*bias-z)))
	i.High = max(estimate, quantile(values, normal(2*bias+z)))
	return i
}

// normal is the probability below x of a standard normal variable.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// quantile is that of sorted values, between neighbours in proportion (Hyndman & Fan's sixth: p·(n+1)).
func quantile(sorted []float64, p float64) float64 {
	at := p*float64(len(sorted)+1) - 1
	k := int(math.Floor(at))
	switch {
	case k < 0:
		return sorted[0]
	case k >= len(sorted)-1:
		return sorted[len(sorted)-1]
	}
	return sorted[k] + (at-float64(k))*(sorted[k+1]-sorted[k])
}

func place(performance, importance float64, draws []*estimate, k int) Place {
	p := Place{Performance: performance, Importance: importance}
	n := float64(len(draws))
	meanX, meanY := 0.0, 0.0
	for _, e := range draws {
		meanX += e.performance[k] / n
		meanY += e.share[k] / n
	}
	for _, e := range draws {
		x, y := e.performance[k]-meanX, e.share[k]-meanY
		p.VarPerformance += x * x / (n - 1)
		p.VarImportance += y * y / (n - 1)
		p.Covariance += x * y / (n - 1)
	}
	return p
}

// warn adds what a reader must know beside the figures.
func (m *Moments) warn(r *Result, blocks, failed int) {
	say := func(code, text string, about ...string) {
		r.Warnings = append(r.Warnings, stats.Refuse(code, text, about...))
	}
	if wanted := int64(10 * len(m.names)); r.N < wanted {
		say("few_rows", fmt.Sprintf("Only %d rows count; with %d drivers at least %d are needed before shares settle.", r.N, len(m.names), wanted))
	}
	if blocks < 30 {
		say("few_blocks", fmt.Sprintf("The rows have only %d different keys, so intervals are rough.", blocks))
	}
	if m.missing == Listwise && 5*(m.rows-m.used) > m.rows {
		say("left_out", fmt.Sprintf("%d of %d rows lack a value and are left out; the rest may be other customers.", m.rows-m.used, m.rows))
	}
	if r.R2.Estimate > 0.999 {
		say("outcome_from_drivers", "The drivers determine %s all but exactly: is it computed from them?", m.outcome)
	}
	for _, d := range r.Drivers {
		if d.Inflation > 10 {
			say("collinear", "%s nearly follows from the other drivers; its coefficient can't be told apart from theirs. The share is safer, leaving one out safest.", d.Name)
		}
		a, b := stats.Judge(d.Correlation), stats.Judge(d.Coefficient)
		if a != stats.Unclear && b != stats.Unclear && a != b {
			say("opposite_sign", "%s goes along with the outcome one way, but the other way once the others are held: it stands for something among them.", d.Name)
		}
	}
	if failed > 0 {
		say("failed_draws", fmt.Sprintf("%d draws had no usable correlations and are left out of the intervals.", failed))
	}
}
