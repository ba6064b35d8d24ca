package chart_test

import (
	"math"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/chart"
)

// near fails unless got lies within half a unit of the last printed digit (and a hair) of want.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.5001*math.Pow10(-digits)) {
		t.Errorf("%s is %.*f, published %.*f", what, digits+3, got, digits, want)
	}
}

func made(t *testing.T) func(chart.Chart, error) chart.Chart {
	return func(c chart.Chart, err error) chart.Chart {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// Inside diameters of forged piston rings in mm, samples of five: D. C. Montgomery, Introduction to Statistical Quality Control;
// typed in as the package qcc publishes them. The first 25 are the trial.
func rings() [][]float64 {
	return [][]float64{
		{74.030, 74.002, 74.019, 73.992, 74.008},
		{73.995, 73.992, 74.001, 74.011, 74.004},
		{73.988, 74.024, 74.021, 74.005, 74.002},
		{74.002, 73.996, 73.993, 74.015, 74.009},
		{73.992, 74.007, 74.015, 73.989, 74.014},
		{74.009, 73.994, 73.997, 73.985, 73.993},
		{73.995, 74.006, 73.994, 74.000, 74.005},
		{73.985, 74.003, 73.993, 74.015, 73.988},
		{74.008, 73.995, 74.009, 74.005, 74.004},
		{73.998, 74.000, 73.990, 74.007, 73.995},
		{73.994, 73.998, 73.994, 73.995, 73.990},
		{74.004, 74.000, 74.007, 74.000, 73.996},
		{73.983, 74.002, 73.998, 73.997, 74.012},
		{74.006, 73.967, 73.994, 74.000, 73.984},
		{74.012, 74.014, 73.998, 73.999, 74.007},
		{74.000, 73.984, 74.005, 73.998, 73.996},
		{73.994, 74.012, 73.986, 74.005, 74.007},
		{74.006, 74.010, 74.018, 74.003, 74.000},
		{73.984, 74.002, 74.003, 74.005, 73.997},
		{74.000, 74.010, 74.013, 74.020, 74.003},
		{73.988, 74.001, 74.009, 74.005, 73.996},
		{74.004, 73.999, 73.990, 74.006, 74.009},
		{74.010, 73.989, 73.990, 74.009, 74.014},
		{74.015, 74.008, 73.993, 74.000, 74.010},
		{73.982, 73.984, 73.995, 74.017, 74.013},
		{74.012, 74.015, 74.030, 73.986, 74.000},
		{73.995, 74.010, 73.990, 74.015, 74.001},
		{73.987, 73.999, 73.985, 74.000, 73.990},
		{74.008, 74.010, 74.003, 73.991, 74.006},
		{74.003, 74.000, 74.001, 73.986, 73.997},
		{73.994, 74.003, 74.015, 74.020, 74.004},
		{74.008, 74.002, 74.018, 73.995, 74.005},
		{74.001, 74.004, 73.990, 73.996, 73.998},
		{74.015, 74.000, 74.016, 74.025, 74.000},
		{74.030, 74.005, 74.000, 74.016, 74.012},
		{74.001, 73.990, 73.995, 74.010, 74.024},
		{74.015, 74.020, 74.024, 74.005, 74.019},
		{74.035, 74.010, 74.012, 74.015, 74.026},
		{74.017, 74.013, 74.036, 74.025, 74.026},
		{74.010, 74.005, 74.029, 74.000, 74.020},
	}
}

// Limits as qcc prints them: 73.98805 and 74.0143 about 74.00118.
func TestMeansOfPistonRingsEqualThePublishedLimits(t *testing.T) {
	c := made(t)(chart.Means(rings(), chart.Options{Baseline: 25}))
	first := c.Points[0]
	near(t, "center", first.Center, 74.00118, 5)
	near(t, "low", first.Low, 73.98805, 5)
	near(t, "high", first.High, 74.0143, 4)
	for i, p := range c.Points {
		want := stats.Unclear
		if i == 36 || i == 37 || i == 38 { // samples 37 to 39, as the source's chart marks them
			want = stats.Higher
		}
		if p.Beyond != want {
			t.Errorf("sample %d of mean %.4f is %s, not %s", i+1, p.Value, p.Beyond, want)
		}
	}
}

// Cans of orange juice that leak, samples of 50: same sources. Limits as qcc prints them for the 30 of the trial.
func TestProportionsOfOrangeJuiceEqualThePublishedLimits(t *testing.T) {
	trial := []int64{12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6}
	shares := make([]chart.Share, len(trial))
	for i, d := range trial {
		shares[i] = chart.Share{Hits: d, N: 50}
	}
	c := made(t)(chart.Proportions(shares, false, chart.Options{}))
	near(t, "center", c.Points[0].Center, 0.2313333, 7)
	near(t, "low", c.Points[0].Low, 0.05242755, 8)
	near(t, "high", c.Points[0].High, 0.4102391, 7)
	for i, p := range c.Points {
		if (p.Beyond == stats.Higher) != (i == 14 || i == 22) || p.Beyond == stats.Lower {
			t.Errorf("sample %d of %.2f is %s", i+1, p.Value, p.Beyond)
		}
	}
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
func TestIndividualsEqualTheHandbooksFlowRates(t *testing.T) {
	flow := []float64{49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1}
	x, mr, err := chart.XmR(flow, chart.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "center", x.Points[0].Center, 50.81, 2)
	// The handbook computes with 1.128; 2/√π differs in the fifth digit.
	near(t, "high", x.Points[0].High, 55.804, 2)
	near(t, "low", x.Points[0].Low, 45.816, 2)
	near(t, "mean range", mr.Points[0].Center, 1.8778, 4)
	near(t, "range limit ÷ mean range", mr.Points[0].High/mr.Points[0].Center, 3.267, 3)
	if len(mr.Points) != 9 || mr.Points[0].Index != 1 || mr.Points[8].Index != 9 {
		t.Errorf("ten values have nine moving ranges, each at its later value: %+v", mr.Points)
	}
}

// Montgomery's nonconformities in 26 samples of 100 printed circuit boards: 516 in all, centre 19.85, limits 33.22 and 6.48.
func TestCountsEqualMontgomerysCircuitBoards(t *testing.T) {
	found := []int64{21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15}
	c := made(t)(chart.Counts(found, chart.Options{}))
	near(t, "center", c.Points[0].Center, 19.85, 2)
	near(t, "high", c.Points[0].High, 33.21, 2)
	near(t, "low", c.Points[0].Low, 6.48, 2)
	for i, p := range c.Points {
		if (p.Beyond == stats.Lower) != (i == 5) || (p.Beyond == stats.Higher) != (i == 19) {
			t.Errorf("sample %d of %d is %s", i+1, found[i], p.Beyond)
		}
	}
}

// The constants d2 of the usual tables.
func TestMeanRangeEqualsTheTabulatedConstants(t *testing.T) {
	for n, want := range map[int]float64{2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326, 6: 2.534, 10: 3.078, 15: 3.472, 25: 3.931} {
		near(t, "d2", chart.MeanRange(n), want, 3)
	}
	near(t, "d2 of two", chart.MeanRange(2), 2/math.SqrtPi, 10)
	if !math.IsNaN(chart.MeanRange(1)) {
		t.Error("one value has no range")
	}
}

// The table of limits in J. Anhøj & A. V. Olesen, PLoS ONE 9 (2014) e113825, appendix.
func TestRunLimitsEqualAnhojsTable(t *testing.T) {
	for _, c := range []struct{ n, longest, crossings int }{
		{10, 6, 2}, {11, 6, 2}, {12, 7, 3}, {14, 7, 4}, {17, 7, 5}, {19, 7, 6}, {22, 7, 7}, {23, 8, 7}, {24, 8, 8}, {27, 8, 9}, {29, 8, 10},
	} {
		values := make([]float64, c.n)
		for i := range values {
			values[i] = float64(i%2*2 - 1)
		}
		if c.n%2 == 1 {
			values[c.n-1] = 1 // keeps the mean off the values
		}
		x, _, err := chart.XmR(values, chart.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := x.Parts[0].Runs
		if r.Useful != c.n || r.LongestMost != c.longest || r.CrossingsMin != c.crossings {
			t.Errorf("%d useful points: %+v, published %d and %d", c.n, r, c.longest, c.crossings)
		}
	}
}
