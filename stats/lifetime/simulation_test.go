package lifetime_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats/lifetime"
	"gonum.org/v1/gonum/stat/distuv"
)

// shop is n customers who come within a year and are observed until the end of the second: each buys when chance says so.
func shop(random *rand.Rand, n int, r, alpha, a, b float64, until float64) (buys [][]lifetime.Duration) {
	src := rand.NewPCG(random.Uint64(), 7)
	rates := distuv.Gamma{Alpha: r, Beta: alpha, Src: src}
	leave := distuv.Beta{Alpha: a, Beta: b, Src: src}
	for range n {
		at, rate, p := 52*random.Float64(), rates.Rand(), leave.Rand()
		mine := []lifetime.Duration{lifetime.Weeks(at)}
		for {
			at += random.ExpFloat64() / rate
			if at > until {
				break
			}
			mine = append(mine, lifetime.Weeks(at))
			if random.Float64() < p {
				break
			}
		}
		buys = append(buys, mine)
	}
	return buys
}

func histories(buys [][]lifetime.Duration, until float64) (out []lifetime.History) {
	for _, mine := range buys {
		h := lifetime.History{Repeats: len(mine) - 1, Observed: lifetime.Weeks(until).Minus(mine[0])}
		if h.Repeats > 0 {
			h.Last = mine[h.Repeats].Minus(mine[0])
		}
		out = append(out, h)
	}
	return out
}

func TestKnownParametersAreRecovered(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	m := mustFit(lifetime.FitBGNBD(histories(shop(random, 20_000, 0.8, 6, 0.9, 3, 104), 104), lifetime.Weeks(1), lifetime.Options{Workers: 2}))
	for name, v := range map[string]float64{"r": m.R / 0.8, "α": m.Alpha / 6, "a": m.A / 0.9, "b": m.B / 3} {
		near(t, name+" against the truth", v, 1, 0.12)
	}
	shape, mean := distuv.Gamma{Alpha: 4, Beta: 20, Src: rand.NewPCG(1, 1)}, 0.0
	var spend []lifetime.Spend
	for range 10_000 {
		nu, x := shape.Rand(), 1+random.IntN(6)
		each := distuv.Gamma{Alpha: 6 * float64(x), Beta: nu * float64(x), Src: rand.NewPCG(random.Uint64(), 2)}
		spend = append(spend, lifetime.Spend{Purchases: x, Mean: each.Rand()})
		mean += spend[len(spend)-1].Mean / 10_000
	}
	g, err := lifetime.FitGammaGamma(spend, lifetime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", g.P/6, 1, 0.1)
	near(t, "q", g.Q/4, 1, 0.1)
	near(t, "v", g.V/20, 1, 0.15)
	near(t, "everybody's mean", g.Mean(lifetime.Spend{})/mean, 1, 0.03)
}

// The expectation by quadrature against the form with the hypergeometric function, its series added up until it stands still.
func TestExpectationEqualsItsHypergeometricForm(t *testing.T) {
	for _, m := range []lifetime.BGNBD{{R: 0.243, Alpha: 4.41, A: 0.793, B: 2.426, Unit: lifetime.Weeks(1)}, {R: 3, Alpha: 20, A: 1.7, B: 0.6, Unit: lifetime.Weeks(1)},
		{R: 0.05, Alpha: 0.5, A: 5, B: 40, Unit: lifetime.Weeks(1)}} {
		for _, h := range []lifetime.History{{Observed: lifetime.Weeks(38)}, {Repeats: 2, Last: lifetime.Weeks(30), Observed: lifetime.Weeks(38)},
			{Repeats: 29, Last: lifetime.Weeks(35), Observed: lifetime.Weeks(38)}} {
			for _, weeks := range []float64{0.1, 4, 39, 300} {
				x, T := float64(h.Repeats), 38.0
				c := m.A + m.B + x - 1
				z := weeks / (m.Alpha + T + weeks)
				sum, term := 1.0, 1.0
				for k := 0.0; k < 1e6 && math.Abs(term) > 1e-18*math.Abs(sum); k++ {
					term *= (m.R + x + k) * (m.B + x + k) / (c + k) * z / (k + 1)
					sum += term
				}
				want := c / (m.A - 1) * (1 - math.Pow((m.Alpha+T)/(m.Alpha+T+weeks), m.R+x)*sum) * m.Alive(h)
				near(t, "expected purchases", m.Expected(h, lifetime.Weeks(weeks))/want, 1, 1e-7)
			}
		}
	}
}

func TestForecastsAgreeWithExpectations(t *testing.T) {
	list, _ := cdnow(t)
	m := mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{}))
	year := lifetime.Years(1)
	m.Forecast(list[:50], []lifetime.Duration{lifetime.Weeks(4), year, lifetime.Years(3)}, 0, func(row int, alive float64, within []float64) {
		near(t, "a year", within[1], m.Expected(list[row], year), 1e-12)
		near(t, "alive", alive, m.Alive(list[row]), 1e-12)
	})
	var plain float64
	m.Forecast(list[:1], []lifetime.Duration{lifetime.Years(3)}, 0, func(_ int, _ float64, w []float64) { plain = w[0] })
	m.Forecast(list[:1], []lifetime.Duration{lifetime.Years(3)}, 0.1, func(_ int, _ float64, w []float64) {
		if !(w[0] < plain && w[0] > plain/1.331) {
			t.Errorf("%v discounted, %v not", w[0], plain)
		}
	})
	random, sum := rand.New(rand.NewPCG(1, 1)), 0.0
	for range 40_000 {
		sum += float64(m.Simulate(list[0], year, random)) / 40_000
	}
	near(t, "simulated", sum/m.Expected(list[0], year), 1, 0.04)
}

func TestABackTestForetellsWhatItWasntShown(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 4))
	b := must(t, must2(lifetime.BackTest(shop(random, 6000, 0.6, 8, 0.8, 2.5, 104), lifetime.Weeks(104), lifetime.Weeks(26), lifetime.Weeks(1), lifetime.Options{Workers: 2})), nil)
	if math.Abs(b.Error()) > 0.08 || b.Actual < b.Low-0.1*b.Actual || b.Actual > b.High+0.1*b.Actual || b.High-b.Low > 0.4*b.Actual {
		t.Errorf("%.0f foretold (%.0f to %.0f), %.0f came", b.Predicted, b.Low, b.High, b.Actual)
	}
	if len(b.Path) != 104 || b.Path[77].HeldBack || !b.Path[78].HeldBack {
		t.Fatalf("%d steps", len(b.Path))
	}
	cut, end := b.Path[77], b.Path[103]
	near(t, "the path before the cut", cut.Predicted/cut.Actual, 1, 0.05)
	near(t, "the path's last part is what came", end.Actual-cut.Actual, b.Actual, 1)
	near(t, "and what was foretold", end.Predicted-cut.Actual, b.Predicted, 1e-6)
	_, err := lifetime.BackTest(nil, lifetime.Weeks(10), lifetime.Weeks(10), lifetime.Weeks(1), lifetime.Options{})
	refused(t, "all held back", "hold", err)
	_, err = lifetime.BackTest([][]lifetime.Duration{{lifetime.Weeks(2), lifetime.Weeks(1)}}, lifetime.Weeks(10), lifetime.Weeks(3), lifetime.Weeks(1), lifetime.Options{})
	refused(t, "backwards", "order", err)
}

func must2(b *lifetime.Test, err error) *lifetime.Test {
	if err != nil {
		panic(err)
	}
	return b
}

func TestAParameterThatTheDataLeaveOpenIsHeldAndSaidSo(t *testing.T) {
	alike := []lifetime.History{{Repeats: 5, Last: lifetime.Weeks(20), Observed: lifetime.Weeks(24), Customers: 100}, {Repeats: 6, Last: lifetime.Weeks(22), Observed: lifetime.Weeks(24), Customers: 100}}
	m := mustFit(lifetime.FitBGNBD(alike, lifetime.Weeks(1), lifetime.Options{}))
	if !m.Held {
		t.Errorf("%+v", m)
	}
	near(t, "purchases in another 24 weeks", m.Expected(alike[0], lifetime.Weeks(24)), 5.5, 1)
	if list, _ := cdnow(t); mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{})).Held {
		t.Error("nothing of CDNOW is left open")
	}
}

func TestOrderAndGoroutinesChangeNothing(t *testing.T) {
	list, _ := cdnow(t)
	one := mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{}))
	slices.Reverse(list)
	two := mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{Workers: 8}))
	if one.R != two.R || one.Alpha != two.Alpha || one.A != two.A || one.B != two.B {
		t.Errorf("%v and %v", one, two)
	}
}

// covered is how often intervals drawn from fits to simulated shops hold the purchases that a new customer makes in a year (BG/NBD)
// and the customers who stay for six years (sBG).
func covered(t *testing.T, rounds int) (buying, staying float64) {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 8))
	truth := lifetime.BGNBD{R: 0.8, Alpha: 6, A: 0.9, B: 3, Unit: lifetime.Weeks(1)}
	kept := lifetime.SBG{Alpha: 0.7, Beta: 2, Period: lifetime.Years(1)}
	holds := func(values []float64, truth float64) float64 {
		slices.Sort(values)
		if values[len(values)*25/1000] <= truth && truth <= values[len(values)*975/1000] {
			return 1 / float64(rounds)
		}
		return 0
	}
	for range rounds {
		m := mustFit(lifetime.FitBGNBD(histories(shop(random, 800, truth.R, truth.Alpha, truth.A, truth.B, 104), 104), lifetime.Weeks(1), lifetime.Options{}))
		var drawn []float64
		for range 200 {
			drawn = append(drawn, m.Draw(random).New(lifetime.Years(1)))
		}
		buying += holds(drawn, truth.New(lifetime.Years(1)))
		data := lifetime.Contracts{Lost: make([]int64, 5), Kept: make([]int64, 5)}
		for range 600 {
			p := distuv.Beta{Alpha: kept.Alpha, Beta: kept.Beta, Src: rand.NewPCG(random.Uint64(), 3)}.Rand()
			k := 0
			for k < 5 && random.Float64() >= p {
				k++
			}
			if k < 5 {
				data.Lost[k]++
			} else {
				data.Kept[4]++
			}
		}
		s, err := lifetime.FitSBG(data, kept.Period, lifetime.Options{})
		if err != nil {
			t.Fatal(err)
		}
		drawn = drawn[:0]
		for range 200 {
			drawn = append(drawn, s.Draw(random).Survival(6))
		}
		staying += holds(drawn, kept.Survival(6))
	}
	return buying, staying
}

func TestIntervalsCover(t *testing.T) {
	buying, staying := covered(t, 60)
	if buying < 0.88 || staying < 0.88 {
		t.Errorf("95 %% intervals hold the truth %.3f and %.3f of the time", buying, staying)
	}
}
