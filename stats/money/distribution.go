// Package money says what service failures cost, as distributions: what is known of each input goes in with its uncertainty,
// and what comes out is a range with the inputs that make it so wide.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone but stats. The same inputs and seed give the same
// digits, on however many goroutines. No function panics on data, and none invents a number.
package money

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Kind is the family of a distribution.
type Kind string

// The closed list. Rates are Beta, money and counts log-normal or Gamma, guesses triangular or PERT (which is a Beta).
const (
	ConstantKind   Kind = "constant"
	UniformKind    Kind = "uniform"
	TriangularKind Kind = "triangular"
	BetaKind       Kind = "beta"
	LogNormalKind  Kind = "log_normal"
	GammaKind      Kind = "gamma"
)

// Distribution is what is known of a number. The zero value is the constant 0. Make others by the functions below; they refuse
// ("not_a_number", "order", "counts", "no_spread", "impossible_spread", "impossible_quantiles") what no distribution of the
// family is.
type Distribution struct {
	kind      Kind
	a, b      float64 // mode; shapes; μ and σ of the logarithm; shape and rate
	low, high float64 // of what lies between bounds
}

// Constant is a number that is known.
func Constant(x float64) (Distribution, error) {
	if err := finite(x); err != nil {
		return Distribution{}, err
	}
	return Distribution{kind: ConstantKind, a: x, low: x, high: x}, nil
}

// Uniform is anything between two bounds, all alike.
func Uniform(low, high float64) (Distribution, error) {
	if err := ordered(low, high); err != nil {
		return Distribution{}, err
	}
	return Distribution{kind: UniformKind, low: low, high: high}, nil
}

// Triangular is a guess of the least, the likeliest and the most, straight lines between.
func Triangular(low, mode, high float64) (Distribution, error) {
	if err := between(low, mode, high); err != nil {
		return Distribution{}, err
	}
	return Distribution{kind: TriangularKind, a: mode, low: low, high: high}, nil
}

// PERT is a guess of the least, the likeliest and the most, smooth, and with less at the ends than Triangular: a Beta on [low,
// high] with the mean (low + 4·mode + high)/6. Source: D. G. Malcolm et al., Operations Research 7 (1959) 646–669.
func PERT(low, mode, high float64) (Distribution, error) {
	if err := between(low, mode, high); err != nil {
		return Distribution{}, err
	}
	return Distribution{kind: BetaKind, a: 1 + 4*(mode-low)/(high-low), b: 1 + 4*(high-mode)/(high-low), low: low, high: high}, nil
}

// BetaFromCounts is what hits among n say about a rate: Beta(hits + ½, n − hits + ½), the posterior of Jeffreys' prior. It has
// a spread even at 0 and n hits. Source: L. D. Brown, T. T. Cai & A. DasGupta, Statistical Science 16 (2001) 101–133.
func BetaFromCounts(hits, n int64) (Distribution, error) {
	if n <= 0 || hits < 0 || hits > n {
		return Distribution{}, stats.Refuse("counts", fmt.Sprintf("%d of %d isn't a rate.", hits, n))
	}
	return Distribution{kind: BetaKind, a: float64(hits) + 0.5, b: float64(n-hits) + 0.5, high: 1}, nil
}

// BetaFromMean is the rate between 0 and 1 with this mean and standard deviation.
func BetaFromMean(mean, sd float64) (Distribution, error) { return BetaOn(0, 1, mean, sd) }

// BetaOn is BetaFromMean between other bounds: −1 to 1 for a loss that may turn out a gain.
func BetaOn(low, high, mean, sd float64) (Distribution, error) {
	if err := between(low, mean, high); err != nil {
		return Distribution{}, err
	}
	if err := spread(sd); err != nil {
		return Distribution{}, err
	}
	m, s := (mean-low)/(high-low), sd/(high-low)
	total := m*(1-m)/(s*s) - 1
	d := Distribution{kind: BetaKind, a: m * total, b: (1 - m) * total, low: low, high: high}
	if !(d.a > 0 && d.b > 0) || d.a < 1 && d.b < 1 {
		return Distribution{}, stats.Refuse("impossible_spread", fmt.Sprintf("With a mean of %g between %g and %g, a standard deviation of %g would make both ends "+
			"likelier than the middle; state a smaller one.", mean, low, high, sd))
	}
	return d, nil
}

// BetaFromQuantiles is the rate between 0 and 1 that lies below p10 one time in ten and above p90 one time in ten.
func BetaFromQuantiles(p10, p90 float64) (Distribution, error) {
	if err := ordered(p10, p90); err != nil {
		return Distribution{}, err
	}
	if p10 <= 0 || p90 >= 1 {
		return Distribution{}, stats.Refuse("impossible_quantiles", "A rate's p10 and p90 must lie above 0 and below 1.")
	}
	// With a + b fixed the share below p10 falls as the mean grows, so one bisection finds the mean; and the larger a + b, the
	// more lies below p90, so another finds a + b.
	mean := func(total float64) float64 {
		return bisect(0, 1, func(m float64) bool { return mathext.RegIncBeta(m*total, (1-m)*total, p10) > 0.1 })
	}
	total := math.Exp(bisect(math.Log(0.05), math.Log(1e10), func(l float64) bool {
		t := math.Exp(l)
		m := mean(t)
		return mathext.RegIncBeta(m*t, (1-m)*t, p90) < 0.9
	}))
	m := mean(total)
	d := Distribution{kind: BetaKind, a: m * total, b: (1 - m) * total, high: 1}
	if off := math.Abs(d.Quantile(0.1)-p10) + math.Abs(d.Quantile(0.9)-p90); !(off < 1e-6*(p90-p10)+1e-12) || d.a < 1 && d.b < 1 {
		return Distribution{}, stats.Refuse("impossible_quantiles", fmt.Sprintf("No rate is known so vaguely or so exactly that %g and %g are its p10 and p90.", p10, p90))
	}
	return d, nil
}

// LogNormalFromMean is a positive number with this mean and standard deviation, skewed as money is.
func LogNormalFromMean(mean, sd float64) (Distribution, error) {
	if err := positive(mean, sd); err != nil {
		return Distribution{}, err
	}
	v := math.Log1p(sd / mean * sd / mean)
	return Distribution{kind: LogNormalKind, a: math.Log(mean) - v/2, b: math.Sqrt(v)}, nil
}

// LogNormalFromQuantiles is the positive number with these p10 and p90.
func LogNormalFromQuantiles(p10, p90 float64) (Distribution, error) {
	if err := positive(p10, p90-p10); err != nil {
		return Distribution{}, err
	}
	a, b := math.Log(p10), math.Log(p90)
	return Distribution{kind: LogNormalKind, a: (a + b) / 2, b: (b - a) / 2 / stats.NormalQuantile(0.9)}, nil
}

// GammaFromMean is a positive number with this mean and standard deviation, less skewed than log-normal.
func GammaFromMean(mean, sd float64) (Distribution, error) {
	if err := positive(mean, sd); err != nil {
		return Distribution{}, err
	}
	shape := mean / sd * mean / sd
	return Distribution{kind: GammaKind, a: shape, b: shape / mean}, nil
}

// GammaFromCounts is what count events in an exposure (customers, months) say about their rate: Gamma(count + ½, exposure), the
// posterior of Jeffreys' prior for Poisson counts.
func GammaFromCounts(count int64, exposure float64) (Distribution, error) {
	if count < 0 || !(exposure > 0) || math.IsInf(exposure, 0) {
		return Distribution{}, stats.Refuse("counts", fmt.Sprintf("%d events in an exposure of %g aren't a rate.", count, exposure))
	}
	return Distribution{kind: GammaKind, a: float64(count) + 0.5, b: exposure}, nil
}

// GammaFromQuantiles is the positive number with these p10 and p90.
func GammaFromQuantiles(p10, p90 float64) (Distribution, error) {
	if err := positive(p10, p90-p10); err != nil {
		return Distribution{}, err
	}
	// The ratio of two quantiles depends on the shape alone, and falls as it grows.
	shape := math.Exp(bisect(math.Log(0.02), math.Log(1e8), func(l float64) bool {
		s := math.Exp(l)
		return mathext.GammaIncRegInv(s, 0.9)/mathext.GammaIncRegInv(s, 0.1) > p90/p10
	}))
	d := Distribution{kind: GammaKind, a: shape, b: mathext.GammaIncRegInv(shape, 0.9) / p90}
	if off := math.Abs(d.Quantile(0.1) - p10); !(off < 1e-6*(p90-p10)) {
		return Distribution{}, stats.Refuse("impossible_quantiles", fmt.Sprintf("No Gamma distribution has %g and %g as p10 and p90.", p10, p90))
	}
	return d, nil
}

// bisect is where below turns from true to false.
func bisect(low, high float64, below func(float64) bool) float64 {
	for range 80 {
		if middle := low + (high-low)/2; below(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}

func finite(values ...float64) error {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return stats.Refuse("not_a_number", "An input isn't a number.")
		}
	}
	return nil
}

func ordered(low, high float64) error {
	if err := finite(low, high); err != nil {
		return err
	}
	if !(low < high) {
		return stats.Refuse("order", fmt.Sprintf("%g must be below %g.", low, high))
	}
	return nil
}

func between(low, x, high float64) error {
	if err := ordered(low, high); err != nil {
		return err
	}
	if !(low <= x && x <= high) {
		return stats.Refuse("order", fmt.Sprintf("%g must lie between %g and %g.", x, low, high))
	}
	return nil
}

func spread(sd float64) error {
	if err := finite(sd); err != nil {
		return err
	}
	if sd <= 0 {
		return stats.Refuse("no_spread", "The standard deviation must be above 0; what is known exactly is a constant.")
	}
	return nil
}

func positive(mean, sd float64) error {
	if err := finite(mean); err != nil {
		return err
	}
	if mean <= 0 {
		return stats.Refuse("order", fmt.Sprintf("%g must be above 0.", mean))
	}
	return spread(sd)
}

// Kind is the family.
func (d Distribution) Kind() Kind {
	if d.kind == "" {
		return ConstantKind
	}
	return d.kind
}

// Support is between which bounds all of it lies.
func (d Distribution) Support() (low, high float64) {
	if d.kind == LogNormalKind || d.kind == GammaKind {
		return 0, math.Inf(1)
	}
	return d.low, d.high
}

// Mean is the expectation.
func (d Distribution) Mean() float64 {
	switch d.kind {
	case UniformKind:
		return d.low + (d.high-d.low)/2
	case TriangularKind:
		return (d.low + d.a + d.high) / 3
	case BetaKind:
		return d.low + (d.high-d.low)*d.a/(d.a+d.b)
	case LogNormalKind:
		return math.Exp(d.a + d.b*d.b/2)
	case GammaKind:
		return d.a / d.b
	}
	return d.a
}

// SD is the standard deviation.
func (d Distribution) SD() float64 {
	width := d.high - d.low
	switch d.kind {
	case UniformKind:
		return width / math.Sqrt(12)
	case TriangularKind:
		return distuv.NewTriangle(d.low, d.high, d.a, nil).StdDev()
	case BetaKind:
		return width * distuv.Beta{Alpha: d.a, Beta: d.b}.StdDev()
	case LogNormalKind:
		return d.Mean() * math.Sqrt(math.Expm1(d.b*d.b))
	case GammaKind:
		return math.Sqrt(d.a) / d.b
	}
	return 0
}

// Quantile is what it stays below with probability p; NaN for p outside [0, 1].
func (d Distribution) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	switch d.kind {
	case UniformKind:
		return d.low + p*(d.high-d.low)
	case TriangularKind:
		return distuv.NewTriangle(d.low, d.high, d.a, nil).Quantile(p)
	case BetaKind:
		return d.low + (d.high-d.low)*mathext.InvRegIncBeta(d.a, d.b, p)
	case LogNormalKind:
		return math.Exp(d.a + d.b*stats.NormalQuantile(p))
	case GammaKind:
		if p == 1 {
			return math.Inf(1)
		}
		return mathext.GammaIncRegInv(d.a, p) / d.b
	}
	return d.a
}

// Draw fills into with independent draws.
func (d Distribution) Draw(random *rand.Rand, into []float64) {
	width := d.high - d.low
	for k := range into {
		switch d.kind {
		case UniformKind:
			into[k] = d.low + width*random.Float64()
		case TriangularKind:
			into[k] = d.triangular(random.Float64())
		case BetaKind:
			into[k] = d.low + width*beta(random, d.a, d.b)
		case LogNormalKind:
			into[k] = math.Exp(d.a + d.b*random.NormFloat64())
		case GammaKind:
			into[k] = gamma(random, d.a) / d.b
		default:
			into[k] = d.a
		}
	}
}

// triangular is the quantile of a triangle.
func (d Distribution) triangular(u float64) float64 {
	width, left := d.high-d.low, d.a-d.low
	if u*width < left {
		return d.low + math.Sqrt(u*width*left)
	}
	return d.high - math.Sqrt((1-u)*width*(d.high-d.a))
}

// beta is one of two Gammas' share of both. Where both underflow, only the ends are likely.
func beta(random *rand.Rand, a, b float64) float64 {
	x, y := gamma(random, a), gamma(random, b)
	if x+y == 0 {
		if random.Float64()*(a+b) < a {
			return 1
		}
		return 0
	}
	return x / (x + y)
}

// gamma draws from Gamma(shape, 1) by the squeeze of G. Marsaglia & W. W. Tsang, ACM Transactions on Mathematical Software 26
// (2000) 363–372; for shapes below 1 from Gamma(shape+1) times a power of a uniform.
func gamma(random *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(random, shape+1) * math.Pow(1-random.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := random.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := 1 - random.Float64()
		if u < 1-0.0331*x*x*x*x || math.Log(u) < x*x/2+d*(1-v+math.Log(v)) {
			return d * v
		}
	}
}
