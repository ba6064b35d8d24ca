package lifetime

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mathext"
)

// Spend is what one customer, or several alike, paid for a purchase, on average over some of them. By custom the first purchase
// isn't among them: it is often unlike the later ones.
type Spend struct {
	Purchases int     // how many the mean is of; 1 at least
	Mean      float64 // in whatever money; above 0
	Customers int64   // 0 is 1
}

// GammaGamma is the model of what is paid for a purchase: each varies by Gamma(P, ν) around a customer's own mean, and ν by
// Gamma(Q, V) among customers. V is in money. It supposes that spending doesn't hang together with how often somebody buys;
// Correlation tells whether it does.
//
// Source: P. S. Fader & B. G. S. Hardie, The gamma-gamma model of monetary value (2013), brucehardie.com/notes/025.
type GammaGamma struct {
	P, Q, V       float64
	Customers     int64
	Correlation   float64 // of mean spend and number of purchases, over customers
	LogLikelihood float64

	fit fitted
}

// FitGammaGamma finds the parameters by maximum likelihood. A customer with the mean z of x purchases adds
//
//	lnΓ(px+q) − lnΓ(px) − lnΓ(q) + q ln v + (px−1) ln z + px ln x − (px+q) ln(v + xz)
//
// Refusals: "negative" (a mean below 0: net refunds first), "zero" (a mean of 0: leave what was free out), "counts" (a mean of no
// purchase), "too_few" (under 20 customers), "identical" (all paid the same: there is nothing to fit, the price is the answer),
// "no_convergence", "boundary", "flat".
func FitGammaGamma(list []Spend, o Options) (*GammaGamma, error) {
	d, err := newSpending(list)
	if err != nil {
		return nil, err
	}
	best, err := maximise("Gamma-Gamma", d.likelihood, len(d.x), [][]float64{{1, 1, 1}, {0, 0.5, 0}, {2, 1.5, 2}, {3, 2, 3}}, o)
	if err != nil {
		return nil, err
	}
	best.logs[2] += math.Log(d.scale)
	m := &GammaGamma{Customers: d.customers, Correlation: d.correlation(), LogLikelihood: best.likelihood - float64(d.customers)*math.Log(d.scale), fit: best}
	return m.with(best.logs), nil
}

func (m *GammaGamma) with(logs []float64) *GammaGamma {
	m.P, m.Q, m.V = math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2])
	return m
}

// Draw is another model that the data would bear as well.
func (m *GammaGamma) Draw(random *rand.Rand) *GammaGamma {
	return (&GammaGamma{Customers: m.Customers, Correlation: m.Correlation, LogLikelihood: math.NaN()}).with(m.fit.draw(random))
}

// Mean is what a customer pays for a purchase, given what they paid so far: their own mean drawn towards everybody's, the more
// the fewer purchases there are. Without any it is everybody's. NaN where Q ≤ 1 and nothing is known of the customer: the mean
// of everybody isn't finite then.
//
//	p (v + x z) / (p x + q − 1)
func (m *GammaGamma) Mean(s Spend) float64 {
	x := float64(s.Purchases)
	if m.P*x+m.Q <= 1 {
		return math.NaN()
	}
	return m.P * (m.V + x*s.Mean) / (m.P*x + m.Q - 1)
}

type spending struct {
	x, z, lnz []float64 // z scaled
	weight    []float64
	counts    []int
	of        []int32
	scale     float64
	customers int64
}

func newSpending(list []Spend) (*spending, error) {
	rows := slices.Clone(list)
	d := &spending{}
	sum, low, high := 0.0, math.Inf(1), math.Inf(-1)
	for k := range rows {
		s := &rows[k]
		if s.Customers == 0 {
			s.Customers = 1
		}
		switch {
		case s.Purchases < 1 || s.Customers < 0:
			return nil, stats.Refuse("counts", fmt.Sprintf("Row %d is the mean of no purchase.", k+1))
		case math.IsNaN(s.Mean) || math.IsInf(s.Mean, 0):
			return nil, stats.Refuse("not_a_number", fmt.Sprintf("The spend of row %d isn't a number.", k+1))
		case s.Mean < 0:
			return nil, stats.Refuse("negative", fmt.Sprintf("The mean spend of row %d is below 0. Take refunds off the purchases they belong to.", k+1))
		case s.Mean == 0:
			return nil, stats.Refuse("zero", fmt.Sprintf("The mean spend of row %d is 0. Leave purchases out that cost nothing.", k+1))
		}
		d.customers += s.Customers
		sum += s.Mean * float64(s.Customers)
		low, high = math.Min(low, s.Mean), math.Max(high, s.Mean)
	}
	switch {
	case d.customers < fewest:
		return nil, stats.Refuse("too_few", "Fewer than 20 customers bought again: too few to say what customers pay.")
	case high-low <= 1e-9*high:
		return nil, stats.Refuse("identical", fmt.Sprintf("All paid the same, %g: there is nothing to fit. Use that price.", low))
	}
	slices.SortFunc(rows, func(a, b Spend) int { return cmp.Or(a.Purchases-b.Purchases, cmp.Compare(a.Mean, b.Mean)) })
	n := len(rows)
	d.x, d.z, d.lnz, d.weight, d.scale = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), sum/float64(d.customers)
	for k, s := range rows {
		d.x[k], d.z[k], d.weight[k] = float64(s.Purchases), s.Mean/d.scale, float64(s.Customers)
		d.lnz[k] = math.Log(d.z[k])
	}
	d.counts, d.of = distinct(n, func(k int) int { return rows[k].Purchases })
	return d, nil
}

func (d *spending) likelihood(logs []float64, from, to int, gradient []float64) (sum float64) {
	p, q, v := math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2])
	px, pxq := tabulate(d.counts, 0, p), tabulate(d.counts, q, p)
	constant, slope := -lgamma(q)+q*logs[2], -mathext.Digamma(q)+logs[2]
	lnx := make([]float64, len(d.counts))
	for k, n := range d.counts {
		lnx[k] = math.Log(float64(n))
	}
	var gp, gq, gv float64
	for k := from; k < to; k++ {
		n, x, w := d.of[k], d.x[k], d.weight[k]
		total := v + x*d.z[k]
		ln := math.Log(total)
		sum += w * (constant + pxq.ln[n] - px.ln[n] + (p*x-1)*d.lnz[k] + p*x*lnx[n] - (p*x+q)*ln)
		gp += w * x * (pxq.slope[n] - px.slope[n] + d.lnz[k] + lnx[n] - ln)
		gq += w * (pxq.slope[n] + slope - ln)
		gv += w * (q/v - (p*x+q)/total)
	}
	gradient[0], gradient[1], gradient[2] = gp*p, gq*q, gv*v
	return sum
}

// correlation of mean spend and number of purchases.
func (d *spending) correlation() float64 {
	var n, sx, sz, sxx, szz, sxz float64
	for k, w := range d.weight {
		x, z := d.x[k], d.z[k]
		n, sx, sz, sxx, szz, sxz = n+w, sx+w*x, sz+w*z, sxx+w*x*x, szz+w*z*z, sxz+w*x*z
	}
	spread := (sxx - sx*sx/n) * (szz - sz*sz/n)
	if !(spread > 0) {
		return 0
	}
	return (sxz - sx*sz/n) / math.Sqrt(spread)
}
