package stats_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// refused fails unless err is a refusal with this code.
func refused(t *testing.T, code string, err error) {
	t.Helper()
	var refusal *stats.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Text == "" {
		t.Errorf("%s: %v", code, err)
	}
}

// C. P. Sison & J. Glaz, JASA 90 (1995) 366–369, whose examples give Goodman's limits beside their own: 1 (n = 467), 2 and 3.
func TestMultinomialEqualsGoodmansPublishedLimits(t *testing.T) {
	first := stats.Multinomial([]int64{56, 72, 73, 59, 62, 87, 58}, 0.95)
	for k, want := range [][2]float64{{.085, .166}, {.115, .204}, {.116, .207}, {.091, .173}, {.096, .181}, {.143, .239}, {.089, .171}} {
		near(t, "low", first[k].Low, want[0], 3)
		near(t, "high", first[k].High, want[1], 3)
	}
	var fives, mixed []int64
	for range 50 {
		fives = append(fives, 5)
	}
	for _, c := range []int64{1, 12, 5, 3, 4} {
		for range 10 {
			mixed = append(mixed, c)
		}
	}
	second, third := stats.Multinomial(fives, 0.95)[0], stats.Multinomial(mixed, 0.95)
	near(t, "low", second.Low, .005, 3)
	near(t, "high", second.High, .075, 3)
	for k, want := range [][2]float64{{0, .049}, {.019, .114}, {.005, .075}, {.002, .062}, {.004, .069}} {
		near(t, "low", third[10*k].Low, want[0], 3)
		near(t, "high", third[10*k].High, want[1], 3)
	}
}

// together is how often all intervals hold their true shares, and all ranks theirs.
func together(runs int, truth []float64, n int) (shares, ranks float64) {
	random := rand.New(rand.NewPCG(41, 1))
	names := make([]string, len(truth))
	for k := range names {
		names[k] = string(rune('a' + k))
	}
	for range runs {
		counts := make([]int64, len(truth))
		for range n {
			u := random.Float64()
			for k, p := range truth {
				if u -= p; u < 0 || k == len(truth)-1 {
					counts[k]++
					break
				}
			}
		}
		bars, err := stats.Pareto(names, counts, 0.95)
		if err != nil {
			panic(err)
		}
		held, ranked := 1.0, 1.0
		for _, b := range bars {
			k := slices.Index(names, b.Category) // truth is in falling order
			if b.Share.Low > truth[k] || truth[k] > b.Share.High {
				held = 0
			}
			if k+1 < b.RankLow || k+1 > b.RankHigh {
				ranked = 0
			}
		}
		shares, ranks = shares+held/float64(runs), ranks+ranked/float64(runs)
	}
	return shares, ranks
}

func TestParetoHoldsAllSharesAndRanksAtOnce(t *testing.T) {
	shares, ranks := together(4000, []float64{0.35, 0.25, 0.15, 0.12, 0.08, 0.05}, 400)
	if shares < 0.94 || shares > 0.98 || ranks < 0.95 {
		t.Errorf("all shares %.4f of the time, all ranks %.4f", shares, ranks)
	}
}

func TestParetoOrdersAndSaysHowFarTheOrderGoes(t *testing.T) {
	bars, err := stats.Pareto([]string{"billing", "delivery", "tone", "other"}, []int64{40, 400, 35, 0}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	if b := bars[0]; b.Category != "delivery" || b.RankLow != 1 || b.RankHigh != 1 || math.Abs(b.Cumulative-400.0/475) > 1e-12 {
		t.Errorf("%+v", b)
	}
	if b := bars[1]; b.Category != "billing" || b.RankLow != 2 || b.RankHigh != 3 {
		t.Errorf("%+v", b)
	}
	if b := bars[3]; b.Cumulative != 1 || b.RankLow != 4 || b.Share.Low != 0 {
		t.Errorf("%+v", b)
	}
	for _, c := range []struct {
		names  []string
		counts []int64
	}{{nil, nil}, {[]string{"a"}, []int64{0}}, {[]string{"a", "b"}, []int64{3, -1}}, {[]string{"a"}, []int64{1, 2}}} {
		_, err := stats.Pareto(c.names, c.counts, 0.95)
		refused(t, "counts", err)
	}
	_, err = stats.Pareto([]string{"a"}, []int64{1}, 95)
	refused(t, "level", err)
	if i := stats.Multinomial([]int64{1, 1}, 95); math.IsNaN(i[0].Estimate) || i[0].Known() {
		t.Errorf("%v", i)
	}
}

// From a table of the binomial distribution with n = 100 and p = ½: P(R ≤ 39) = .0176, P(R ≤ 40) = .0284, so 2.5 % lie below
// (40 − (.0284 − .025)/.0108)/100 = .3968.
func TestFunnelLimitsEqualTheBinomialTable(t *testing.T) {
	f, err := stats.FunnelShares([]stats.ShareOf{{"a", 39, 100}, {"b", 61, 100}, {"c", 45, 100}}, 0.5, stats.ChanceOnly)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []stats.Verdict{stats.Lower, stats.Higher, stats.Unclear} {
		p := f.Points[k]
		near(t, "low", p.Inner.Low, 0.39682, 5)
		if p.Inside != want || p.Far != stats.Unclear {
			t.Errorf("%+v", p)
		}
	}
}

// For every size the exact probability that a unit which is like all others lies inside, averaged over sizes: 95 % and 99.8 %.
func TestUnitsThatAreLikeAllOthersLieInsideAsOftenAsTheLimitsSay(t *testing.T) {
	for _, target := range []float64{0.1, 0.5, 0.85} {
		inner, outer, sizes := 0.0, 0.0, 0.0
		for n := int64(40); n < 400; n += 7 {
			f, err := stats.FunnelShares([]stats.ShareOf{{"a", n / 2, n}}, target, stats.ChanceOnly)
			if err != nil {
				t.Fatal(err)
			}
			b, p := distuv.Binomial{N: float64(n), P: target}, f.Points[0]
			for r := range n + 1 {
				v := float64(r) / float64(n)
				if p.Inner.Low <= v && v <= p.Inner.High {
					inner += b.Prob(float64(r))
				}
				if p.Outer.Low <= v && v <= p.Outer.High {
					outer += b.Prob(float64(r))
				}
			}
			sizes++
		}
		if i, o := inner/sizes, outer/sizes; i < 0.93 || i > 0.97 || o < 0.996 || o > 0.9995 {
			t.Errorf("target %v: %.4f and %.4f inside", target, i, o)
		}
	}
}

// Units whose true shares scatter by 5 points: by chance alone most lie outside, with added dispersion few do, and τ is found.
func TestDispersionKeepsUnitsThatDifferAsTheyDoFromBeingCalled(t *testing.T) {
	random := rand.New(rand.NewPCG(43, 1))
	var units []stats.ShareOf
	var means []stats.MeanOf
	for k := range 200 {
		n := 300 + 3000*random.Float64()
		p := 0.7 + 0.05*random.NormFloat64()
		units = append(units, stats.ShareOf{Name: string(rune('a' + k)), N: int64(n), Hits: int64(n*p + math.Sqrt(n*p*(1-p))*random.NormFloat64())})
		shift := 300 * random.NormFloat64()
		values := make([]int64, 50+random.IntN(100))
		for i := range values {
			values[i] = int64(4000 + shift + 1000*random.NormFloat64())
		}
		means = append(means, stats.MeanOf{Name: string(rune('a' + k)), Sums: sumsOf(values...)})
	}
	outside := func(f stats.Funnel, err error) (share float64) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range f.Points {
			if p.Inside != stats.Unclear {
				share += 1 / float64(len(f.Points))
			}
		}
		return share
	}
	shares := func(d stats.Dispersion) (stats.Funnel, error) { return stats.FunnelShares(units, math.NaN(), d) }
	averages := func(d stats.Dispersion) (stats.Funnel, error) { return stats.FunnelMeans(means, 1000, math.NaN(), d) }
	for name, of := range map[string]func(stats.Dispersion) (stats.Funnel, error){"shares": shares, "means": averages} {
		if s := outside(of(stats.ChanceOnly)); s < 0.4 {
			t.Errorf("%s: only %.2f outside by chance alone", name, s)
		}
		for _, d := range []stats.Dispersion{stats.Multiplied, stats.Added} {
			if s := outside(of(d)); s > 0.12 {
				t.Errorf("%s: %.2f outside with %s dispersion", name, s, d)
			}
		}
	}
	f, err := shares(stats.Added)
	if err != nil || math.Abs(f.Tau-0.05) > 0.012 || math.Abs(f.Target-0.7) > 0.01 {
		t.Errorf("τ %v around %v: %v", f.Tau, f.Target, err)
	}
	g, err := averages(stats.Added)
	if err != nil || math.Abs(g.Tau-0.3) > 0.06 || math.Abs(g.Deviation-1) > 0.03 {
		t.Errorf("τ %v, deviation %v: %v", g.Tau, g.Deviation, err)
	}
}

// Five units by hand, none winsorised (a tenth of five is none): z = −2, −1, 0, 1, 2 of SE .05 have φ = 2, τ² = (5·2 − 4)/(5·400 − 400)
// = .00375.
func TestDispersionByHand(t *testing.T) {
	units := []stats.ShareOf{{"a", 40, 100}, {"b", 45, 100}, {"c", 50, 100}, {"d", 55, 100}, {"e", 60, 100}}
	f, err := stats.FunnelShares(units, 0.5, stats.Multiplied)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "φ", f.Phi, 2, 12)
	near(t, "z", f.Points[4].Z, math.Sqrt2, 12)
	near(t, "high", f.Points[0].Inner.High, 0.5+1.959964*0.05*math.Sqrt2, 6)
	f, err = stats.FunnelShares(units, math.NaN(), stats.Added)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "τ", f.Tau, math.Sqrt(.00375), 12)
	near(t, "low", f.Points[0].Outer.Low, 0.5-3.090232*math.Sqrt(0.0025+.00375), 6)
}

// At φ = 1 the score limits and Wilson's interval say the same of every unit.
func TestScoreLimitsAgreeWithWilson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 5000).Draw(t, "n")
		hits, target := rapid.Int64Range(0, n).Draw(t, "hits"), rapid.Float64Range(0.02, 0.98).Draw(t, "target")
		// Four more units that lie on the target keep φ at most 1.
		units := []stats.ShareOf{{"a", hits, n}}
		for _, name := range []string{"b", "c", "d", "e"} {
			units = append(units, stats.ShareOf{Name: name, Hits: int64(target * 1e6), N: 1e6})
		}
		f, err := stats.FunnelShares(units, target, stats.Multiplied)
		if err != nil || f.Phi > 1 {
			return
		}
		i, p := stats.Wilson(hits, n, stats.FunnelInner), f.Points[0]
		if math.Abs(i.Low-target) < 1e-9 || math.Abs(i.High-target) < 1e-9 {
			return
		}
		if (i.Low > target) != (p.Inside == stats.Higher) || (i.High < target) != (p.Inside == stats.Lower) {
			t.Fatalf("%v against %v: %+v", i, target, p)
		}
	})
}

func TestFunnelsRefuseWhatCannotBeCompared(t *testing.T) {
	nan := math.NaN()
	some := []stats.ShareOf{{"a", 1, 2}}
	share := func(units []stats.ShareOf, target float64, d stats.Dispersion) error {
		_, err := stats.FunnelShares(units, target, d)
		return err
	}
	mean := func(target float64, d stats.Dispersion, units ...stats.MeanOf) error {
		_, err := stats.FunnelMeans(units, 1, target, d)
		return err
	}
	refused(t, "no_units", share(nil, 0.5, stats.ChanceOnly))
	refused(t, "no_units", mean(nan, stats.ChanceOnly))
	refused(t, "counts", share([]stats.ShareOf{{"a", 0, 0}}, 0.5, stats.ChanceOnly))
	refused(t, "counts", share([]stats.ShareOf{{"a", 3, 2}}, 0.5, stats.ChanceOnly))
	refused(t, "counts", mean(nan, stats.ChanceOnly, stats.MeanOf{Name: "a"}))
	refused(t, "target", share(some, 1, stats.ChanceOnly))
	refused(t, "target", share([]stats.ShareOf{{"a", 2, 2}}, nan, stats.ChanceOnly))
	refused(t, "target", mean(math.Inf(1), stats.ChanceOnly, stats.MeanOf{Name: "a", Sums: sumsOf(1, 2)}))
	refused(t, "dispersion", share(some, 0.5, "wide"))
	refused(t, "few_units", share(some, 0.5, stats.Added))
	refused(t, "names", share([]stats.ShareOf{{"a", 1, 2}, {"a", 1, 2}}, 0.5, stats.ChanceOnly))
	refused(t, "no_spread", mean(nan, stats.ChanceOnly, stats.MeanOf{Name: "a", Sums: sumsOf(2, 2)}))
	refused(t, "no_spread", mean(nan, stats.ChanceOnly, stats.MeanOf{Name: "a", Sums: sumsOf(2)}, stats.MeanOf{Name: "b", Sums: sumsOf(3)}))
}

// P. E. Shrout & J. L. Fleiss (1979), table 2: six targets, four judges; ICC(1,1) .17 and ICC(1,4) .44. The interval of .17 is −.13
// to .72 (as psych's ICC and SPSS print it), F 1.79 of 5 and 18 degrees.
func TestICCEqualsShroutAndFleiss(t *testing.T) {
	i, err := stats.ICC1([]stats.Sums{sumsOf(9, 2, 5, 8), sumsOf(6, 1, 3, 2), sumsOf(8, 4, 6, 8), sumsOf(7, 1, 2, 6), sumsOf(10, 5, 6, 9), sumsOf(6, 2, 4, 7)}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "ICC(1,1)", i.Single.Estimate, .17, 2)
	near(t, "ICC(1,4)", i.Mean.Estimate, .44, 2)
	near(t, "low", i.Single.Low, -.13, 2)
	near(t, "high", i.Single.High, .72, 2)
	near(t, "F", i.F, 1.79, 2)
	near(t, "size", i.Size, 4, 12)
}

// iccCoverage is how often the interval holds the truth of normal groups.
func iccCoverage(runs, groups int, sizes func(*rand.Rand) int, truth float64) float64 {
	random, held := rand.New(rand.NewPCG(44, 1)), 0.0
	for range runs {
		var all []stats.Sums
		for range groups {
			shift := math.Sqrt(truth) * random.NormFloat64()
			s := stats.Sums{Sum: new(big.Int), Squares: new(big.Int)}
			for range sizes(random) {
				x := big.NewInt(int64(1000 * (shift + math.Sqrt(1-truth)*random.NormFloat64())))
				s.N++
				s.Sum.Add(s.Sum, x)
				s.Squares.Add(s.Squares, new(big.Int).Mul(x, x))
			}
			all = append(all, s)
		}
		i, err := stats.ICC1(all, 0.95)
		if err == nil && i.Single.Low <= truth && truth <= i.Single.High {
			held += 1 / float64(runs)
		}
	}
	return held
}

func TestICCIntervalsCover(t *testing.T) {
	for name, share := range map[string]float64{
		"equal groups":   iccCoverage(1000, 20, func(*rand.Rand) int { return 10 }, 0.15),
		"unequal groups": iccCoverage(1000, 20, func(r *rand.Rand) int { return 5 + r.IntN(15) }, 0.15),
	} {
		if share < 0.93 || share > 0.97 {
			t.Errorf("%s: held %.3f of the time", name, share)
		}
	}
}

func TestICCOfLargeGroupsStaysANumber(t *testing.T) {
	big1, big2 := stats.NewSums(1_000_000, 4_000_000_000, 0, 17_000_000_000_000), stats.NewSums(1_000_000, 4_010_000_000, 0, 17_080_000_000_000)
	i, err := stats.ICC1([]stats.Sums{big1, big2, big1, big2}, 0.95)
	if err != nil || !i.Single.Known() || i.Single.Low > i.Single.Estimate || i.Single.Estimate > i.Single.High || i.Single.High > 0.01 {
		t.Errorf("%+v: %v", i, err)
	}
}

func TestICCRefusesWhatHasNoAnswer(t *testing.T) {
	of := func(level float64, groups ...stats.Sums) error {
		_, err := stats.ICC1(groups, level)
		return err
	}
	refused(t, "level", of(95, sumsOf(1, 2), sumsOf(1, 2)))
	refused(t, "few_groups", of(0.95, sumsOf(1, 2)))
	refused(t, "counts", of(0.95, sumsOf(1, 2), stats.Sums{}))
	refused(t, "no_repeats", of(0.95, sumsOf(1), sumsOf(2)))
	refused(t, "no_spread", of(0.95, sumsOf(1, 1), sumsOf(2, 2)))
}
