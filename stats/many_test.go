package stats_test

import (
	"math"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

// The fifteen ordered probabilities of section 3.2 of Benjamini & Hochberg (1995): the procedure calls the first four at 5 %,
// where Bonferroni's calls three.
func TestFalseDiscoveryCallsThePublishedFour(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.000}
	got := stats.FalseDiscovery(p, .05)
	for i, called := range got {
		if called != (i < 4) {
			t.Errorf("p%d = %v: called %v", i+1, p[i], called)
		}
	}
	back := slices.Clone(p)
	slices.Reverse(back)
	again := stats.FalseDiscovery(back, .05)
	slices.Reverse(again)
	if !slices.Equal(got, again) {
		t.Error("the order of the comparisons changes what is called")
	}
}

func TestFalseDiscoveryOfOneIsTheComparisonItself(t *testing.T) {
	for _, p := range []float64{0, .049, .05, .051, 1} {
		if got := stats.FalseDiscovery([]float64{p, math.NaN()}, .05); got[0] != (p <= .05) || got[1] {
			t.Errorf("p %v: %v", p, got)
		}
	}
	if len(stats.FalseDiscovery(nil, .05)) != 0 {
		t.Error("nothing compared, something called")
	}
}

func TestTailIsBelowFivePercentExactlyWhereTheIntervalLeavesZeroOut(t *testing.T) {
	for now := int64(0); now <= 60; now++ {
		for _, was := range []int64{0, 3, 30, 57, 60} {
			d := stats.Difference(stats.Percentage(now, 60, .95), stats.Percentage(was, 60, .95))
			if p := stats.Tail(d); (p < .05) != (stats.Judge(d) != stats.Unclear) || p < 0 || p > 1 {
				t.Errorf("%d against %d of 60: p %v, %v", now, was, p, stats.Judge(d))
			}
		}
	}
	if p := stats.Tail(stats.Interval{Estimate: 1.96, Low: 1.96 - 1.959964, High: 4, Level: .95}); math.Abs(p-.05) > 1e-4 {
		t.Errorf("1.96 standard errors: p %v", p)
	}
	for name, d := range map[string]stats.Interval{"unknown": {Estimate: math.NaN(), Low: 1, High: 2, Level: .95}, "no level": {Estimate: 1, Low: 1, High: 1}} {
		if p := stats.Tail(d); !math.IsNaN(p) {
			t.Errorf("%s: p %v", name, p)
		}
	}
	if stats.Tail(stats.Interval{Estimate: 1, Low: 1, High: 1, Level: .95}) != 0 || stats.Tail(stats.Interval{Level: .95}) != 1 {
		t.Error("an interval without width")
	}
}
