package stats_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

func TestNothingToEstimateFromIsNaN(t *testing.T) {
	for name, i := range map[string]stats.Interval{
		"Wilson of nothing":           stats.Wilson(0, 0, 0.95),
		"Wilson of negative hits":     stats.Wilson(-1, 5, 0.95),
		"Wilson of too many hits":     stats.Wilson(6, 5, 0.95),
		"percentage of nothing":       stats.Percentage(0, 0, 0.95),
		"NPS of nothing":              stats.NPS(0, 0, 0, 0.95),
		"NPS of a negative count":     stats.NPS(5, -1, 5, 0.95),
		"mean of nothing":             stats.Mean(stats.Sums{}, 1000, 0.95),
		"mean without a scale":        stats.Mean(stats.NewSums(2, 2, 0, 2), 0, 0.95),
		"mean of impossible sums":     stats.Mean(stats.NewSums(2, 10, 0, 49), 1, 0.95),
		"mean of a negative count":    stats.Mean(stats.NewSums(-2, 2, 0, 2), 1, 0.95),
		"difference from nothing":     stats.Difference(stats.Wilson(0, 0, 0.95), stats.Wilson(1, 2, 0.95)),
		"difference with nothing":     stats.Difference(stats.Wilson(1, 2, 0.95), stats.Wilson(0, 0, 0.95)),
		"clamped interval of nothing": stats.Wilson(0, 0, 0.95).Clamp(0, 1),
	} {
		if !math.IsNaN(i.Estimate) || !math.IsNaN(i.Low) || !math.IsNaN(i.High) || i.Known() {
			t.Errorf("%s: %v", name, i)
		}
	}
	if se := stats.NPSStandardError(0, 0, 0); !math.IsNaN(se) {
		t.Errorf("standard error of nothing: %v", se)
	}
}

func TestUnusableLevelLeavesTheEstimateAndNoLimits(t *testing.T) {
	for _, level := range []float64{0, 1, -0.5, 95, math.NaN(), math.Inf(1)} {
		for name, i := range map[string]stats.Interval{
			"Wilson": stats.Wilson(1, 2, level), "NPS": stats.NPS(1, 0, 1, level), "mean": stats.Mean(stats.NewSums(2, 2, 0, 2), 1, level),
		} {
			if math.IsNaN(i.Estimate) || !math.IsNaN(i.Low) || !math.IsNaN(i.High) {
				t.Errorf("%s at level %v: %v", name, level, i)
			}
		}
	}
}

func TestMeanOfOneAnswerHasNoLimits(t *testing.T) {
	i := stats.Mean(stats.NewSums(1, 4000, 0, 16_000_000), 1000, 0.95)
	if i.Estimate != 4 || !math.IsNaN(i.Low) || !math.IsNaN(i.High) || i.Known() {
		t.Errorf("%v", i)
	}
	if v := stats.Judge(stats.Difference(i, i)); v != stats.Unclear {
		t.Errorf("the difference of two single answers is %s", v)
	}
}

func TestMeanOfEqualAnswersHasNoWidth(t *testing.T) {
	i := stats.Mean(sumsOf(3000, 3000, 3000), 1000, 0.95)
	if i != (stats.Interval{Estimate: 3, Low: 3, High: 3, Level: 0.95}) {
		t.Errorf("%v", i)
	}
}

func TestHalvesOfWideSumsAreTheWholeSum(t *testing.T) {
	for _, c := range []struct {
		hi, lo int64
		want   string
	}{
		{0, 7, "7"},
		{1, 0, "4294967296"},
		{2_000_000_000, 9_000_000_000_000_000_000, "8589934592000000000"}, // plus the low half, below
		{-1, 4294967296, "0"},
	} {
		want, _ := new(big.Int).SetString(c.want, 10)
		if c.hi == 2_000_000_000 {
			want.Add(want, big.NewInt(c.lo))
		}
		if got := stats.NewSums(1, 0, c.hi, c.lo).Squares; got.Cmp(want) != 0 {
			t.Errorf("%d·2³² + %d is %s, not %s", c.hi, c.lo, got, want)
		}
	}
}

func TestUnanimousAnswersKeepAWidth(t *testing.T) {
	all := stats.NPS(10, 0, 0, 0.95)
	if all.Estimate != 100 || all.High != 100 || all.Low > 70 {
		t.Errorf("10 promoters of 10: %v", all)
	}
	none := stats.Wilson(0, 10, 0.95)
	if none.Low != 0 || none.High < 0.25 {
		t.Errorf("0 of 10: %v", none)
	}
	if i := stats.Percentage(10, 10, 0.95); i.High != 100 || i.Low > 75 {
		t.Errorf("10 of 10: %v", i)
	}
}

func TestPercentagesOfRoundSharesAreRound(t *testing.T) {
	for hits := range int64(101) {
		if i := stats.Percentage(hits, 100, 0.95); i.Estimate != float64(hits) {
			t.Errorf("%d of 100 is %v %%", hits, i.Estimate)
		}
	}
}

func TestDifferenceOfSymmetricIntervalsAddsSquaredErrors(t *testing.T) {
	a, b := stats.Interval{10, 7, 13, 0.95}, stats.Interval{4, 0, 8, 0.95}
	if d := stats.Difference(a, b); d != (stats.Interval{6, 1, 11, 0.95}) {
		t.Errorf("%v", d)
	}
}

func TestDifferenceAcrossLevelsHasNoLimits(t *testing.T) {
	d := stats.Difference(stats.Wilson(1, 2, 0.95), stats.Wilson(1, 2, 0.9))
	if d.Estimate != 0 || d.Known() || !math.IsNaN(d.Level) {
		t.Errorf("%v", d)
	}
}

func TestVerdicts(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		low, high float64
		want      stats.Verdict
	}{
		{0.1, 2, stats.Higher}, {-2, -0.1, stats.Lower}, {-1, 1, stats.Unclear}, {0, 1, stats.Unclear}, {-1, 0, stats.Unclear},
		{0, 0, stats.Unclear}, {nan, nan, stats.Unclear}, {1, nan, stats.Unclear}, {nan, -1, stats.Unclear},
	} {
		if got := stats.Judge(stats.Interval{Estimate: (c.low + c.high) / 2, Low: c.low, High: c.high, Level: 0.95}); got != c.want {
			t.Errorf("%v to %v is %s, not %s", c.low, c.high, got, c.want)
		}
	}
}

func TestClampHoldsAMeanInsideItsScale(t *testing.T) {
	i := stats.Interval{Estimate: 4.8, Low: 4.3, High: 5.3, Level: 0.95}.Clamp(1, 5)
	if i != (stats.Interval{4.8, 4.3, 5, 0.95}) {
		t.Errorf("%v", i)
	}
}

func TestMissingCountsUpToEnough(t *testing.T) {
	for n, want := range map[int64]int64{-4: 30, 0: 30, 29: 1, 30: 0, 4000: 0, math.MaxInt64: 0, math.MinInt64: 30} {
		if got := stats.Missing(n); got != want {
			t.Errorf("%d lacks %d, not %d", n, got, want)
		}
	}
}

func TestQuantilesAtTheEndsAndOutside(t *testing.T) {
	for _, q := range []func(float64) float64{stats.NormalQuantile, func(p float64) float64 { return stats.StudentQuantile(p, 7) }} {
		if !math.IsInf(q(0), -1) || !math.IsInf(q(1), 1) || q(0.5) != 0 {
			t.Errorf("at 0, 1 and ½: %v %v %v", q(0), q(1), q(0.5))
		}
		for _, p := range []float64{-0.1, 1.1, math.NaN()} {
			if !math.IsNaN(q(p)) {
				t.Errorf("at %v: %v", p, q(p))
			}
		}
	}
	for _, df := range []float64{0, -1, math.NaN()} {
		if x := stats.StudentQuantile(0.9, df); !math.IsNaN(x) {
			t.Errorf("with %v degrees: %v", df, x)
		}
	}
	if x := stats.StudentQuantile(0.975, math.Inf(1)); x != stats.NormalQuantile(0.975) {
		t.Errorf("with infinitely many degrees: %v", x)
	}
}
