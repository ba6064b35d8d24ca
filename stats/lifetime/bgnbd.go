package lifetime

import (
	"math"
	"math/rand/v2"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mathext"
)

// BGNBD is the model of customers who buy at a rate λ of their own, Gamma(R, Alpha) among customers, and after each purchase leave
// for good with a probability p of their own, Beta(A, B).
//
// Source: P. S. Fader, B. G. S. Hardie & K. L. Lee, "Counting your customers" the easy way, Marketing Science 24 (2005) 275–284.
type BGNBD struct {
	R, Alpha, A, B float64
	Unit           Duration // Alpha is in these
	Customers      int64
	LogLikelihood  float64
	Held           bool // the data leave a parameter open, which a weak prior holds; see FitBGNBD

	fit fitted
}

// FitBGNBD finds the parameters by maximum likelihood. With x repeats, the last at t and observation until T, one customer adds
//
//	lnΓ(r+x) − lnΓ(r) + r ln α + lnΓ(a+b) + lnΓ(b+x) − lnΓ(b) − lnΓ(a+b+x) + ln[(α+T)^−(r+x) + 1{x>0}·a/(b+x−1)·(α+t)^−(r+x)]
//
// Rows alike are put together first, times are scaled so that T averages 10, and the search is over logarithms. unit is in what
// Alpha is told; it changes nothing else.
//
// Where customers differ so little in one respect that a parameter would run away, though what they will do is well known, the fit
// is made again with a weak prior (each logarithm normal around 0 with a standard deviation of 2.5, as much as half an observation
// or so), and Held says so.
//
// Refusals: "no_unit", "negative", "order", "no_time" (rows that are no histories), "no_repeats" (nobody bought twice), "too_few"
// (under 20 repeat customers), "identical" (one history and no other), "no_convergence", "boundary", "flat".
func FitBGNBD(list []History, unit Duration, o Options) (*BGNBD, error) {
	if !(unit.days > 0) {
		return nil, stats.Refuse("no_unit", "Say in which unit of time the rates are to be, such as weeks.")
	}
	rows, customers, err := grouped(list)
	if err != nil {
		return nil, err
	}
	d := newPurchases(rows)
	switch {
	case d.repeaters == 0:
		return nil, stats.Refuse("no_repeats", "Nobody bought a second time, so that nothing says how often customers come back. Use a longer history, or type the value.")
	case d.repeaters < fewest:
		return nil, stats.Refuse("too_few", "Fewer than 20 customers bought a second time: too few to tell leaving from waiting. Use a longer history, or type the value.")
	}
	if len(rows) == 1 {
		return nil, stats.Refuse("identical", "All customers have just the same history: nothing tells them apart. Check the file, or type the value.")
	}
	starts := [][]float64{{0, 0, 0, 0}, {-1, 1, -1, 1}, {1, 2, 0, 2}, {-0.5, 0, -2, 0}}
	best, err := maximise("BG/NBD", d.likelihood, len(rows), starts, o)
	held := err != nil
	if held {
		if best, err = maximise("BG/NBD", weakly(d.likelihood), len(rows), starts, o); err != nil {
			return nil, err
		}
	}
	// Of logarithms only Alpha's knows the scale.
	best.logs[1] += math.Log(d.scale / unit.days)
	return (&BGNBD{Unit: unit, Customers: customers, Held: held, LogLikelihood: best.likelihood + float64(d.events)*math.Log(1/d.scale*unit.days), fit: best}).with(best.logs), nil
}

// with takes parameters from their logarithms.
func (m *BGNBD) with(logs []float64) *BGNBD {
	m.R, m.Alpha, m.A, m.B = math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2]), math.Exp(logs[3])
	return m
}

// Draw is another model that the data would bear as well: draws of many give intervals for whatever is computed from them.
func (m *BGNBD) Draw(random *rand.Rand) *BGNBD {
	return (&BGNBD{Unit: m.Unit, Customers: m.Customers, LogLikelihood: math.NaN()}).with(m.fit.draw(random))
}

// Deviations are the standard errors of the parameters, by the delta rule.
func (m *BGNBD) Deviations() (r, alpha, a, b float64) {
	if m.fit.covariance == nil {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	se := func(k int, x float64) float64 { return x * math.Sqrt(m.fit.covariance.At(k, k)) }
	return se(0, m.R), se(1, m.Alpha), se(2, m.A), se(3, m.B)
}

// purchases are histories laid out for the likelihood.
type purchases struct {
	x         []float64
	last, end []float64 // scaled
	weight    []float64
	counts    []int
	of        []int32
	scale     float64 // days
	repeaters int64
	events    int64
}

func newPurchases(rows []History) *purchases {
	n := len(rows)
	d := &purchases{x: make([]float64, n), last: make([]float64, n), end: make([]float64, n), weight: make([]float64, n)}
	var days, customers float64
	for _, h := range rows {
		days += h.Observed.days * float64(h.Customers)
		customers += float64(h.Customers)
	}
	d.scale = days / customers / 10
	for k, h := range rows {
		d.x[k], d.last[k], d.end[k], d.weight[k] = float64(h.Repeats), h.Last.days/d.scale, h.Observed.days/d.scale, float64(h.Customers)
		if h.Repeats > 0 {
			d.repeaters += h.Customers
			d.events += h.Customers * int64(h.Repeats)
		}
	}
	d.counts, d.of = distinct(n, func(k int) int { return rows[k].Repeats })
	return d
}

func (d *purchases) likelihood(logs []float64, from, to int, gradient []float64) (sum float64) {
	r, alpha, a, b := math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2]), math.Exp(logs[3])
	rx, bx, abx := tabulate(d.counts, r, 1), tabulate(d.counts, b, 1), tabulate(d.counts, a+b, 1)
	constant := -lgamma(r) + r*logs[1] + lgamma(a+b) - lgamma(b)
	dr, da := -mathext.Digamma(r)+logs[1], mathext.Digamma(a+b)
	db := da - mathext.Digamma(b)
	var gr, galpha, ga, gb float64
	for k := from; k < to; k++ {
		n, x, w := d.of[k], d.x[k], d.weight[k]
		lnEnd := math.Log(alpha + d.end[k])
		u := -(r + x) * lnEnd
		one := constant + rx.ln[n] + bx.ln[n] - abx.ln[n] + u
		r1, a1, b1 := dr+rx.slope[n]-lnEnd, da-abx.slope[n], db+bx.slope[n]-abx.slope[n]
		alpha1 := r/alpha - (r+x)/(alpha+d.end[k])
		if x > 0 {
			lnLast := math.Log(alpha + d.last[k])
			gone := logs[2] - math.Log(b+x-1) + (r+x)*(lnEnd-lnLast) // ln of the odds of having left
			var share float64
			if gone > 0 {
				e := math.Exp(-gone)
				one += gone + math.Log1p(e)
				share = 1 / (1 + e)
			} else {
				e := math.Exp(gone)
				one += math.Log1p(e)
				share = e / (1 + e)
			}
			r1 += share * (lnEnd - lnLast)
			alpha1 += share * (r + x) * (1/(alpha+d.end[k]) - 1/(alpha+d.last[k]))
			a1 += share / a
			b1 -= share / (b + x - 1)
		}
		sum += w * one
		gr, galpha, ga, gb = gr+w*r1, galpha+w*alpha1, ga+w*a1, gb+w*b1
	}
	gradient[0], gradient[1], gradient[2], gradient[3] = gr*r, galpha*alpha, ga*a, gb*b
	return sum
}

// Alive is how likely a customer with this history is still one.
//
//	1 / (1 + 1{x>0}·a/(b+x−1)·((α+T)/(α+t))^(r+x))
func (m *BGNBD) Alive(h History) float64 {
	if h.Repeats == 0 {
		return 1
	}
	x := float64(h.Repeats)
	ratio := (m.Alpha + h.Observed.In(m.Unit)) / (m.Alpha + h.Last.In(m.Unit))
	return 1 / (1 + math.Exp(math.Log(m.A/(m.B+x-1))+(m.R+x)*math.Log(ratio)))
}

// Expected is how many purchases a customer with this history will make over a time from the end of observation on. In the paper
// it is a Gauss hypergeometric function, which cancels badly; here it is the integral that the function stands for,
//
//	P(alive) · E_p[(1 − (1 + p s/(α+T))^−(r+x)) / p],  p ~ Beta(a, b+x),
//
// by Gauss–Jacobi quadrature: no cancellation, and no poles at a = 1.
func (m *BGNBD) Expected(h History, over Duration) float64 {
	return m.Alive(h) * m.rule(h.Repeats).mean(m.R+float64(h.Repeats), over.In(m.Unit)/(m.Alpha+h.Observed.In(m.Unit)))
}

// New is how many repeat purchases a new customer makes over a time from the first purchase on.
func (m *BGNBD) New(over Duration) float64 {
	return m.rule(0).mean(m.R, over.In(m.Unit)/m.Alpha)
}

// Forecast calls f for each row with the probability that such a customer is still one, and the purchases expected within each
// of the rising times, discounted by a yearly rate (0.1 is ten per cent; 0 for none). Discounting takes purchases within each
// quarter as if made in its middle. f must not keep the slice.
func (m *BGNBD) Forecast(list []History, over []Duration, yearly float64, f func(row int, alive float64, within []float64)) {
	grid, marks := steps(over)
	discount := make([]float64, len(grid))
	for k := range grid {
		before := 0.0
		if k > 0 {
			before = grid[k-1]
		}
		discount[k] = math.Pow(1+yearly, -(before+grid[k])/2/Years(1).days)
	}
	rules := map[int]*quadrature{}
	within := make([]float64, len(over))
	for row, h := range list {
		rule := rules[h.Repeats]
		if rule == nil {
			rule = m.rule(h.Repeats)
			rules[h.Repeats] = rule
		}
		alive, k := m.Alive(h), m.R+float64(h.Repeats)
		known := m.Alpha + h.Observed.In(m.Unit)
		sum, before, at := 0.0, 0.0, 0
		for g, days := range grid {
			now := rule.mean(k, days/m.Unit.days/known)
			sum += (now - before) * discount[g]
			before = now
			for at < len(marks) && marks[at] == g {
				within[at] = alive * sum
				at++
			}
		}
		f(row, alive, within)
	}
}

// quarter is the longest step of discounting, in days.
const quarter = 365.25 / 4

// steps is a grid of days that holds every time and has no longer step than a quarter, and where in it the times are.
func steps(over []Duration) (grid []float64, marks []int) {
	last := 0.0
	for _, d := range over {
		n := max(1, int(math.Ceil((d.days-last)/quarter)))
		for k := 1; k <= n; k++ {
			grid = append(grid, last+(d.days-last)*float64(k)/float64(n))
		}
		last = d.days
		marks = append(marks, len(grid)-1)
	}
	return grid, marks
}

func (m *BGNBD) rule(repeats int) *quadrature { return jacobi(nodes, m.A, m.B+float64(repeats)) }

// Simulate draws how many purchases a customer with this history makes over a time: who they are, given what they bought, and then
// what they do.
func (m *BGNBD) Simulate(h History, over Duration, random *rand.Rand) int {
	if random.Float64() >= m.Alive(h) {
		return 0
	}
	x := float64(h.Repeats)
	p := betaDraw(random, m.A, m.B+x)
	rate := gammaDraw(random, m.R+x) / (m.Alpha + h.Observed.In(m.Unit))
	left, n := over.In(m.Unit), 0
	for {
		if left -= random.ExpFloat64() / rate; left < 0 {
			return n
		}
		n++
		if random.Float64() < p {
			return n
		}
	}
}
