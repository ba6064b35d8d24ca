package chart_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/chart"
)

func refused(t *testing.T, err error, code string) {
	t.Helper()
	var r *stats.Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Errorf("refused with %v, want %q", err, code)
	}
}

func normals(r *rand.Rand, n int, mean float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = mean + r.NormFloat64()
	}
	return out
}

func TestLimitsFrozenOnABaselineDoNotMoveWithWhatComesAfter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	before := normals(r, 20, 50)
	alone, _, _ := chart.XmR(before, chart.Options{})
	after, _, err := chart.XmR(append(slices.Clone(before), normals(r, 12, 54)...), chart.Options{Baseline: 20})
	if err != nil {
		t.Fatal(err)
	}
	last := after.Points[31]
	if last.Low != alone.Points[0].Low || last.High != alone.Points[0].High || after.Parts[0].Basis != 20 {
		t.Errorf("limits %.3f to %.3f, of the baseline alone %.3f to %.3f", last.Low, last.High, alone.Points[0].Low, alone.Points[0].High)
	}
	if len(after.Signals) == 0 {
		t.Error("a rise of four standard deviations is seen by no rule")
	}
}

func TestASplitGivesEachPartItsLimitsAndRunsDoNotPassIt(t *testing.T) {
	values := make([]float64, 40)
	for i := range values {
		values[i] = float64(i % 2)
		if i >= 20 {
			values[i] += 10
		}
	}
	whole, _, _ := chart.XmR(values, chart.Options{})
	if !slices.ContainsFunc(whole.Signals, func(s chart.Signal) bool { return s.Rule == chart.LongRun }) {
		t.Errorf("a level twenty points long on one side isn't a run: %+v", whole.Parts)
	}
	split, mr, err := chart.XmR(values, chart.Options{Splits: []int{20}})
	if err != nil {
		t.Fatal(err)
	}
	if len(split.Parts) != 2 || split.Parts[0].Center != 0.5 || split.Parts[1].Center != 10.5 || len(split.Signals) != 0 {
		t.Errorf("two steady parts: %+v, signals %+v", split.Parts, split.Signals)
	}
	if len(mr.Points) != 38 || mr.Points[19].Index != 21 {
		t.Errorf("%d moving ranges; none may cross the split", len(mr.Points))
	}
}

func TestAGhostMovesNoLimitAndCallsNoRule(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	values := normals(r, 24, 100)
	plain, _, _ := chart.XmR(values, chart.Options{})
	with := slices.Insert(slices.Clone(values), 10, 10_000)
	seen, _, _ := chart.XmR(with, chart.Options{})
	ghost, _, err := chart.XmR(with, chart.Options{Ghosts: []int{10}})
	if err != nil {
		t.Fatal(err)
	}
	if ghost.Points[0].High != plain.Points[0].High || ghost.Points[10].Beyond != stats.Unclear || len(ghost.Signals) != len(plain.Signals) {
		t.Errorf("with the ghost %+v, without it %+v", ghost.Points[0], plain.Points[0])
	}
	if seen.Points[10].Beyond != stats.Higher {
		t.Error("seen, the point lies beyond its limit")
	}
}

func TestLaneyWidensLimitsWhereSharesScatterByMoreThanChance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var shares []chart.Share
	for range 40 {
		n := int64(20_000 + r.IntN(5000))
		p := 0.2 + 0.02*r.NormFloat64() // weeks differ by more than 1/√20000
		shares = append(shares, chart.Share{Hits: int64(float64(n) * p), N: n})
	}
	beyond := func(c chart.Chart) (n int) {
		for _, p := range c.Points {
			if p.Beyond != stats.Unclear {
				n++
			}
		}
		return n
	}
	p, laney := made(t)(chart.Proportions(shares, false, chart.Options{})), made(t)(chart.Proportions(shares, true, chart.Options{}))
	if beyond(p) < 10 || beyond(laney) > 1 {
		t.Errorf("beyond a limit: %d by p, %d by p′", beyond(p), beyond(laney))
	}
	if s := laney.Parts[0].Dispersed; s < 5 || s > 9 {
		t.Errorf("σ_z is %.2f; true standard deviation over that of chance is about 7", s)
	}
	var events []chart.Events
	for _, s := range shares {
		events = append(events, chart.Events{Count: s.Hits, Exposure: float64(s.N)})
	}
	if u, wide := made(t)(chart.Rates(events, false, chart.Options{})), made(t)(chart.Rates(events, true, chart.Options{})); beyond(u) < 10 || beyond(wide) > 1 || wide.Kind != chart.LaneyU {
		t.Errorf("beyond a limit: %d by u, %d by u′", beyond(u), beyond(wide))
	}
}

func TestLaneyByHand(t *testing.T) {
	c := made(t)(chart.Proportions([]chart.Share{{10, 100}, {20, 100}, {30, 100}, {20, 100}}, true, chart.Options{}))
	// p̄ = 0.2, σ = 0.04, z = −2.5, 0, 2.5, 0: mean |Δz| = 2.5.
	if got, want := c.Parts[0].Dispersed, 2.5*math.SqrtPi/2; math.Abs(got-want) > 1e-12 {
		t.Errorf("σ_z is %g, not %g", got, want)
	}
	if got, want := c.Points[0].High, 0.2+3*0.04*2.5*math.SqrtPi/2; math.Abs(got-want) > 1e-12 {
		t.Errorf("high is %g, not %g", got, want)
	}
}

func TestRatesByHand(t *testing.T) {
	c := made(t)(chart.Rates([]chart.Events{{8, 2}, {10, 3}, {2, 5}}, false, chart.Options{}))
	// ū = 20/10 = 2; at exposure 2: 2 ± 3·1.
	if c.Points[0].Low != 0 || c.Points[0].High != 5 || c.Points[0].Center != 2 {
		t.Errorf("%+v", c.Points[0])
	}
}

func TestGapsHaveTheirMedianAsCentreAndLimitsAboutTheirMean(t *testing.T) {
	c := made(t)(chart.Gaps([]int64{1, 2, 2, 3, 22}, chart.Options{}))
	if c.Points[0].Center != 2 || c.Parts[0].Center != 2 || math.Abs(c.Points[0].High-(6+3*math.Sqrt(42))) > 1e-12 || c.Points[0].Low != 0 {
		t.Errorf("%+v", c.Points[0])
	}
	if c.Parts[0].Runs.Useful != 3 {
		t.Errorf("two points lie on the median, %d are counted", c.Parts[0].Runs.Useful)
	}
}

// 24 points of a process that doesn't change: how many of 4,000 charts call?
func TestFalseAlarmsAreAsRareAsDocumented(t *testing.T) {
	calls := func(rules ...chart.Rule) float64 {
		r, n := rand.New(rand.NewPCG(7, 8)), 0
		for range 4000 {
			// Limits are known here, so that what is counted are the rules' alarms: a long baseline before.
			c, _, err := chart.XmR(append(steady, normals(r, 24, 0)...), chart.Options{Splits: nil, Baseline: len(steady), Rules: rules})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(c.Signals, func(s chart.Signal) bool { return s.To > len(steady) }) {
				n++
			}
		}
		return float64(n) / 4000
	}
	if share := calls(chart.Beyond); share < 0.04 || share > 0.09 {
		t.Errorf("3σ calls in %.3f of charts, by theory 1 − 0.9973²⁴ = 0.063", share)
	}
	if share := runsAlarms(t); share < 0.02 || share > 0.06 {
		t.Errorf("runs and crossings call in %.3f of charts", share)
	}
	if share := calls(chart.Beyond, chart.TwoOfThree, chart.FourOfFive, chart.EightRun); share < 0.17 || share > 0.26 {
		t.Errorf("Western Electric's four call in %.3f of charts", share)
	}
}

// steady is a baseline whose mean is 0, whose mean moving range is that of σ = 1, and whose points call nothing.
var steady = func() []float64 {
	out := make([]float64, 200)
	for i := range out {
		out[i] = (float64(i%2) - 0.5) * 2 / math.SqrtPi
	}
	return out
}()

func runsAlarms(t *testing.T) float64 {
	t.Helper()
	r, n := rand.New(rand.NewPCG(9, 10)), 0
	for range 4000 {
		c, _, err := chart.XmR(normals(r, 24, 0), chart.Options{Rules: []chart.Rule{chart.LongRun, chart.Crossings}})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Signals) > 0 {
			n++
		}
	}
	return float64(n) / 4000
}

func TestEachOptionalRuleCallsWhatItIsFor(t *testing.T) {
	flat := []float64{0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1} // σ about 0.89
	for rule, tail := range map[chart.Rule][]float64{
		chart.TwoOfThree: {2, 0.1, 2},
		chart.FourOfFive: {1, 1.1, -0.1, 1.2, 1},
		chart.EightRun:   {0.1, 0.3, 0.1, 0.3, 0.1, 0.2, 0.1, 0.3},
		chart.NineRun:    {0.1, 0.3, 0.1, 0.3, 0.1, 0.2, 0.1, 0.3, 0.1},
		chart.Trend:      {-0.6, -0.4, -0.2, 0.2, 0.4, 0.6},
		chart.Zigzag:     {0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.1, -0.2},
		chart.Hugging:    {0.1, 0.2, 0, -0.1, 0, 0.1, 0.2, -0.1, -0.2, 0.1, 0.1, 0, 0.1, -0.1, 0.1},
		chart.Avoiding:   {1, -1, 1, 1.1, -1, -1.1, 1, -1},
	} {
		values := append(slices.Clone(flat), tail...)
		c, _, err := chart.XmR(values, chart.Options{Baseline: 20, Rules: []chart.Rule{rule}})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Signals) != 1 || c.Signals[0].To != len(values) || c.Signals[0].From < 18 {
			t.Errorf("%s calls %+v", rule, c.Signals)
		}
	}
}

func TestWhatCannotBeChartedIsRefused(t *testing.T) {
	ok := []float64{1, 2, 3, 4}
	for code, o := range map[string]chart.Options{
		"splits": {Splits: []int{4}}, "ghosts": {Ghosts: []int{9}}, "baseline": {Baseline: -1}, "rules": {Rules: []chart.Rule{"five_alive"}}, "few_points": {Splits: []int{3}},
	} {
		_, _, err := chart.XmR(ok, o)
		refused(t, err, code)
	}
	_, _, err := chart.XmR([]float64{1, math.NaN()}, chart.Options{})
	refused(t, err, "not_a_number")
	_, _, err = chart.XmR([]float64{1}, chart.Options{})
	refused(t, err, "few_points")
	_, err = chart.Means([][]float64{{1}, {}}, chart.Options{})
	refused(t, err, "counts")
	_, err = chart.Means([][]float64{{1}, {2}}, chart.Options{})
	refused(t, err, "no_repeats")
	_, err = chart.Means([][]float64{{1, math.Inf(1)}, {2, 1}}, chart.Options{})
	refused(t, err, "not_a_number")
	_, err = chart.Proportions([]chart.Share{{1, 0}, {1, 2}}, false, chart.Options{})
	refused(t, err, "counts")
	_, err = chart.Rates([]chart.Events{{1, 0}, {1, 2}}, false, chart.Options{})
	refused(t, err, "counts")
	_, err = chart.Counts([]int64{-1, 1}, chart.Options{})
	refused(t, err, "counts")
	_, err = chart.Gaps([]int64{-1, 1}, chart.Options{})
	refused(t, err, "counts")
}

func TestAProcessWithoutScatterHasAWarningAndNoAlarm(t *testing.T) {
	c := made(t)(chart.Proportions([]chart.Share{{0, 50}, {0, 60}, {0, 40}, {9, 50}}, false, chart.Options{Baseline: 3}))
	if len(c.Signals) != 0 || c.Points[3].Beyond != stats.Unclear || !slices.ContainsFunc(c.Warnings, func(w *stats.Refusal) bool { return w.Code == "no_spread" }) {
		t.Errorf("%+v", c)
	}
}

func TestLimitsAreNumbersAndHoldTheirCentre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		shares, gaps, values := make([]chart.Share, n), make([]int64, n), make([]float64, n)
		for i := range n {
			size := rapid.Int64Range(1, 1_000_000).Draw(t, "size")
			shares[i] = chart.Share{Hits: rapid.Int64Range(0, size).Draw(t, "hits"), N: size}
			gaps[i], values[i] = size, float64(shares[i].Hits)-float64(size)/2
		}
		charts := []chart.Chart{}
		keep := func(c chart.Chart, err error) {
			if err != nil {
				t.Fatal(err)
			}
			charts = append(charts, c)
		}
		keep(chart.Proportions(shares, rapid.Bool().Draw(t, "laney"), chart.Options{}))
		keep(chart.Gaps(gaps, chart.Options{}))
		keep(chart.Counts(gaps, chart.Options{}))
		x, mr, err := chart.XmR(values, chart.Options{})
		keep(x, err)
		keep(mr, nil)
		for _, c := range charts {
			for _, p := range c.Points {
				if !(p.Low <= p.Center && p.Center <= p.High) || math.IsNaN(p.Low+p.High) || p.Value > p.High && p.Beyond == stats.Lower {
					t.Fatalf("%s: %+v", c.Kind, p)
				}
			}
		}
	})
}
