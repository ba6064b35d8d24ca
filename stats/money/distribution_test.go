package money_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/money"
	"pgregory.net/rapid"
)

// must is for distributions that aren't refused.
func must(d money.Distribution, err error) money.Distribution {
	if err != nil {
		panic(err)
	}
	return d
}

func close(t interface{ Fatalf(string, ...any) }, what string, got, want, by float64) {
	if !(math.Abs(got-want) <= by) {
		t.Fatalf("%s is %v, not %v", what, got, want)
	}
}

func TestDistributionsHaveTheMeansTheyWereMadeFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := rapid.Float64Range(0.01, 0.99).Draw(t, "mean")
		sd := rapid.Float64Range(0.001, 0.5).Draw(t, "sd") * math.Sqrt(mean*(1-mean))
		if d, err := money.BetaFromMean(mean, sd); err == nil {
			close(t, "Beta mean", d.Mean(), mean, 1e-9)
			close(t, "Beta sd", d.SD(), sd, 1e-9)
		} else {
			t.Fatal(err)
		}
		scale := math.Exp(rapid.Float64Range(-3, 12).Draw(t, "scale"))
		spread := scale * rapid.Float64Range(0.001, 3).Draw(t, "spread")
		for _, of := range []func(mean, sd float64) (money.Distribution, error){money.LogNormalFromMean, money.GammaFromMean} {
			d := must(of(scale, spread))
			close(t, "mean", d.Mean(), scale, 1e-9*scale)
			close(t, "sd", d.SD(), spread, 1e-9*spread)
		}
		d := must(money.BetaOn(-1, 1, 2*mean-1, 2*sd))
		close(t, "mean on −1 to 1", d.Mean(), 2*mean-1, 1e-9)
		close(t, "sd on −1 to 1", d.SD(), 2*sd, 1e-9)
	})
}

func TestDistributionsHaveTheQuantilesTheyWereMadeFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Made from a Beta that there is, so that there is one.
		original := must(money.BetaFromMean(rapid.Float64Range(0.1, 0.9).Draw(t, "mean"), rapid.Float64Range(0.005, 0.12).Draw(t, "sd")))
		p10, p90 := original.Quantile(0.1), original.Quantile(0.9)
		if d, err := money.BetaFromQuantiles(p10, p90); err == nil {
			close(t, "Beta p10", d.Quantile(0.1), p10, 1e-6)
			close(t, "Beta p90", d.Quantile(0.9), p90, 1e-6)
			close(t, "Beta mean", d.Mean(), original.Mean(), 1e-5)
		} else if p10 > 1e-9 && p90 < 1-1e-9 {
			t.Fatal(err)
		}
		low := math.Exp(rapid.Float64Range(-3, 12).Draw(t, "p10"))
		high := low * (1 + rapid.Float64Range(0.01, 50).Draw(t, "ratio"))
		for _, of := range []func(p10, p90 float64) (money.Distribution, error){money.LogNormalFromQuantiles, money.GammaFromQuantiles} {
			d := must(of(low, high))
			close(t, "p10", d.Quantile(0.1), low, 1e-6*high)
			close(t, "p90", d.Quantile(0.9), high, 1e-6*high)
		}
	})
}

// Textbook values: Jeffreys' interval of 5 of 10 (Brown, Cai & DasGupta 2001, table 1: 0.224 to 0.776), PERT's (a + 4m + b)/6, and
// a log-normal's median, the geometric mean of its p10 and p90.
func TestDistributionsEqualPublishedFigures(t *testing.T) {
	d := must(money.BetaFromCounts(5, 10))
	close(t, "Jeffreys low", d.Quantile(0.025), 0.224, 0.0005)
	close(t, "Jeffreys high", d.Quantile(0.975), 0.776, 0.0005)
	close(t, "PERT", must(money.PERT(2, 4, 12)).Mean(), (2+16+12)/6.0, 1e-12)
	close(t, "PERT's sd of a symmetric guess", must(money.PERT(0, 3, 6)).SD(), 6/math.Sqrt(28), 1e-12)
	close(t, "log-normal median", must(money.LogNormalFromQuantiles(100, 400)).Quantile(0.5), 200, 1e-9)
	close(t, "triangle", must(money.Triangular(0, 1, 5)).Mean(), 2, 1e-12)
	close(t, "triangle's sd", must(money.Triangular(0, 1, 5)).SD(), math.Sqrt((25+1-5)/18.0), 1e-12)
	close(t, "uniform's sd", must(money.Uniform(2, 5)).SD(), 3/math.Sqrt(12), 1e-12)
	g := must(money.GammaFromCounts(12, 4))
	close(t, "rate of 12 events in 4", g.Mean(), 12.5/4, 1e-12)
	close(t, "its sd", g.SD(), math.Sqrt(12.5)/4, 1e-12)
	c := must(money.Constant(7))
	if c.Mean() != 7 || c.SD() != 0 || c.Quantile(0.1) != 7 || c.Kind() != money.ConstantKind || (money.Distribution{}).Kind() != money.ConstantKind {
		t.Errorf("%+v", c)
	}
}

// Draws against the distribution's own quantiles: at each tenth of 40,000 draws the share below it is right within five standard errors.
func TestDrawsFollowTheirDistribution(t *testing.T) {
	const n = 40_000
	values := make([]float64, n)
	for name, d := range map[string]money.Distribution{
		"uniform": must(money.Uniform(-3, 5)), "triangular": must(money.Triangular(1, 2, 9)), "triangle without a left": must(money.Triangular(1, 1, 9)),
		"PERT": must(money.PERT(1, 2, 9)), "Beta": must(money.BetaFromMean(0.3, 0.1)), "rare": must(money.BetaFromCounts(0, 40)), "certain": must(money.BetaFromCounts(40, 40)),
		"Beta on −1 to 1": must(money.BetaOn(-1, 1, -0.1, 0.2)), "log-normal": must(money.LogNormalFromMean(100, 80)), "Gamma": must(money.GammaFromMean(100, 80)),
		"flat Gamma": must(money.GammaFromMean(100, 300)),
	} {
		d.Draw(rand.New(rand.NewPCG(5, 5)), values)
		slices.Sort(values)
		for p := 0.1; p < 0.95; p += 0.1 {
			q := d.Quantile(p)
			below, _ := slices.BinarySearch(values, q)
			if off := math.Abs(float64(below)/n-p) / math.Sqrt(p*(1-p)/n); off > 5 {
				t.Errorf("%s: %.1f standard errors off at %.1f", name, off, p)
			}
		}
		low, high := d.Support()
		if values[0] < low || values[n-1] > high {
			t.Errorf("%s: %v to %v", name, values[0], values[n-1])
		}
	}
}

func TestDistributionsRefuseWhatIsNone(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]struct {
		code string
		make func() (money.Distribution, error)
	}{
		"NaN":                      {"not_a_number", func() (money.Distribution, error) { return money.Constant(nan) }},
		"infinite":                 {"not_a_number", func() (money.Distribution, error) { return money.Uniform(0, inf) }},
		"bounds swapped":           {"order", func() (money.Distribution, error) { return money.Uniform(2, 1) }},
		"mode outside":             {"order", func() (money.Distribution, error) { return money.Triangular(1, 5, 2) }},
		"mode outside PERT":        {"order", func() (money.Distribution, error) { return money.PERT(1, 0, 2) }},
		"more hits than n":         {"counts", func() (money.Distribution, error) { return money.BetaFromCounts(5, 4) }},
		"hits of nothing":          {"counts", func() (money.Distribution, error) { return money.BetaFromCounts(0, 0) }},
		"negative events":          {"counts", func() (money.Distribution, error) { return money.GammaFromCounts(-1, 4) }},
		"no exposure":              {"counts", func() (money.Distribution, error) { return money.GammaFromCounts(1, 0) }},
		"rate above 1":             {"order", func() (money.Distribution, error) { return money.BetaFromMean(1.2, 0.1) }},
		"no spread":                {"no_spread", func() (money.Distribution, error) { return money.BetaFromMean(0.2, 0) }},
		"a spread too wide":        {"impossible_spread", func() (money.Distribution, error) { return money.BetaFromMean(0.5, 0.4) }},
		"an impossible spread":     {"impossible_spread", func() (money.Distribution, error) { return money.BetaFromMean(0.5, 0.6) }},
		"a mean at the end":        {"impossible_spread", func() (money.Distribution, error) { return money.BetaFromMean(0, 0.1) }},
		"quantiles swapped":        {"order", func() (money.Distribution, error) { return money.BetaFromQuantiles(0.4, 0.3) }},
		"quantiles at the end":     {"impossible_quantiles", func() (money.Distribution, error) { return money.BetaFromQuantiles(0, 0.3) }},
		"quantiles too far apart":  {"impossible_quantiles", func() (money.Distribution, error) { return money.BetaFromQuantiles(0.0001, 0.9999) }},
		"negative money":           {"order", func() (money.Distribution, error) { return money.LogNormalFromMean(-5, 1) }},
		"money without a spread":   {"no_spread", func() (money.Distribution, error) { return money.GammaFromMean(5, 0) }},
		"money quantiles swapped":  {"no_spread", func() (money.Distribution, error) { return money.LogNormalFromQuantiles(5, 4) }},
		"Gamma quantiles negative": {"order", func() (money.Distribution, error) { return money.GammaFromQuantiles(-5, 4) }},
	} {
		_, err := c.make()
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := must(money.Uniform(0, 1)); !math.IsNaN(d.Quantile(1.5)) || !math.IsNaN(d.Quantile(nan)) {
		t.Error("a quantile beyond 1")
	}
}
