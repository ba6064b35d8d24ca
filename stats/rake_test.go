package stats_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"pgregory.net/rapid"
)

// margin makes one of unnamed categories.
func margin(name string, of []int, targets ...float64) stats.Margin {
	m := stats.Margin{Name: name, Targets: targets, Of: of}
	for k := range targets {
		m.Categories = append(m.Categories, fmt.Sprintf("%s%d", name, k))
	}
	return m
}

// table makes one respondent a cell, weighted by its count.
func table(counts [][]float64) (base []float64, rows, columns []int) {
	for r, line := range counts {
		for c, count := range line {
			base, rows, columns = append(base, count), append(rows, r), append(columns, c)
		}
	}
	return base, rows, columns
}

// The four by four example of iterative proportional fitting in common use (Wikipedia, "Iterative proportional fitting"). The table
// printed there stopped after three rounds, when its rows were still up to 0.14 off their 150, 300, 400 and 150; ours goes on, so
// that cells may differ by as much.
func TestRakingEqualsThePublishedTable(t *testing.T) {
	base, rows, columns := table([][]float64{{40, 30, 20, 10}, {35, 50, 100, 75}, {30, 80, 70, 120}, {20, 30, 40, 50}})
	got, err := stats.Rake(base, []stats.Margin{margin("row", rows, 150, 300, 400, 150), margin("column", columns, 200, 300, 400, 100)})
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{64.61, 46.28, 35.42, 3.83, 49.95, 68.15, 156.49, 25.37, 56.70, 144.40, 145.06, 53.76, 28.74, 41.18, 63.03, 17.03}
	scale := 1000.0 / float64(len(base)) // of 1,000 people, not of a mean of 1
	for i := range want {
		if w := got.Weights[i] * scale; math.Abs(w-want[i]) > 0.06 {
			t.Errorf("cell %d is %v, published %v", i, w, want[i])
		}
	}
}

// Kish's own formulas by hand: weights 2, 2, 2/3 × 6 have Σw = 8, Σw² = 32/3, so 6 effective answers of 8.
func TestEffectiveNumberOfARakedSampleByHand(t *testing.T) {
	got, err := stats.Rake(nil, []stats.Margin{margin("sex", []int{0, 0, 1, 1, 1, 1, 1, 1}, 50, 50)})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "weight", got.Weights[0], 2, 9)
	near(t, "weight", got.Weights[7], 2.0/3, 9)
	near(t, "effective n", got.Effective, 6, 9)
	near(t, "design effect", got.DesignEffect, 8.0/6, 9)
	if got.Least != got.Weights[7] || got.Most != got.Weights[0] {
		t.Errorf("weights from %v to %v", got.Least, got.Most)
	}
}

func TestRakedSharesEqualTheirTargetsAndKeepAssociations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := make([][]float64, rapid.IntRange(2, 4).Draw(t, "rows"))
		width := rapid.IntRange(2, 4).Draw(t, "columns")
		for r := range counts {
			counts[r] = rapid.SliceOfN(rapid.Float64Range(1, 100), width, width).Draw(t, "counts")
		}
		base, rows, columns := table(counts)
		target := func(name string, n int) []float64 {
			return rapid.SliceOfN(rapid.Float64Range(1, 20), n, n).Draw(t, name)
		}
		margins := []stats.Margin{margin("row", rows, target("row targets", len(counts))...), margin("column", columns, target("column targets", width)...)}
		got, err := stats.Rake(base, margins)
		if err != nil {
			t.Fatal(err)
		}
		all, n := 0.0, float64(len(base))
		for _, w := range got.Weights {
			all += w
		}
		if math.Abs(all-n) > 1e-9*n || got.Effective > n || got.DesignEffect < 1 {
			t.Fatalf("%v weights of %v, effective %v, design effect %v", all, n, got.Effective, got.DesignEffect)
		}
		for _, m := range margins {
			shares, total := make([]float64, len(m.Targets)), 0.0
			for i, k := range m.Of {
				shares[k] += got.Weights[i]
			}
			for _, v := range m.Targets {
				total += v
			}
			for k := range shares {
				if math.Abs(shares[k]/all-m.Targets[k]/total) > stats.RakeTolerance {
					t.Fatalf("%s is %v, wanted %v", m.Categories[k], shares[k]/all, m.Targets[k]/total)
				}
			}
		}
		odds := func(w []float64) float64 { return w[0] * w[width+1] / (w[1] * w[width]) }
		if a, b := odds(base), odds(got.Weights); math.Abs(a/b-1) > 1e-9 {
			t.Fatalf("the odds ratio went from %v to %v", a, b)
		}
	})
}

func TestRespondentsWithoutACategoryKeepTheirShare(t *testing.T) {
	got, err := stats.Rake(nil, []stats.Margin{margin("sex", []int{0, 0, 0, 1, -1}, 1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{2.0 / 3, 2.0 / 3, 2.0 / 3, 2, 1} {
		near(t, "weight", got.Weights[i], want, 9)
	}
}

func TestEmptyCombinationsAreNamedAndDoNoHarmWhereMarginsAgree(t *testing.T) {
	got, err := stats.Rake(nil, []stats.Margin{margin("a", []int{0, 0, 1}, 1, 1), margin("b", []int{0, 1, 1}, 1, 3)})
	if err != nil {
		t.Fatal(err)
	}
	if want := []stats.Cell{{"a", "a1", "b", "b0"}}; !slices.Equal(got.Empty, want) {
		t.Errorf("%v", got.Empty)
	}
	if s := got.Empty[0].String(); s != "a a1 and b b0" {
		t.Error(s)
	}
}

func TestRakingRefusesWhatCannotBe(t *testing.T) {
	two := []int{0, 1}
	for code, c := range map[string]struct {
		base    []float64
		margins []stats.Margin
		about   []string
	}{
		"no_margins":         {},
		"no_respondents":     {margins: []stats.Margin{margin("a", nil, 1)}},
		"bad_weights":        {base: []float64{1, math.NaN()}, margins: []stats.Margin{margin("a", two, 1, 1)}},
		"bad_margin":         {margins: []stats.Margin{margin("a", two, 1, -1)}, about: []string{"a1", "a"}},
		"empty_category":     {margins: []stats.Margin{margin("a", two, 1, 1, 1)}, about: []string{"a2", "a"}},
		"unwanted_category":  {margins: []stats.Margin{margin("a", two, 1, 0)}, about: []string{"a1", "a"}},
		"impossible_margins": {margins: []stats.Margin{margin("a", two, 1, 1), margin("b", two, 1, 3)}, about: []string{"b0", "b"}},
	} {
		_, err := stats.Rake(c.base, c.margins)
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if code == "impossible_margins" {
			c.about, refusal.About = c.about[1:], refusal.About[1:] // a or b, either is true
			if refusal.About[0] != "a" && refusal.About[0] != "b" {
				t.Errorf("%v", refusal)
			}
			continue
		}
		if !slices.Equal(refusal.About, c.about) || refusal.Error() == "" {
			t.Errorf("%s is about %v: %v", code, refusal.About, refusal)
		}
	}
	for name, m := range map[string]stats.Margin{
		"all targets 0":     margin("a", two, 0, 0),
		"an index too high": margin("a", []int{0, 2}, 1, 1),
		"an index too low":  margin("a", []int{0, -2}, 1, 1),
		"no categories":     {Name: "a", Of: two},
		"an infinite one":   margin("a", two, 1, math.Inf(1)),
	} {
		if _, err := stats.Rake(nil, []stats.Margin{m}); err == nil {
			t.Errorf("%s: raked", name)
		}
	}
	for _, base := range [][]float64{{0, 0}, {1}, {-1, 1}} {
		if _, err := stats.Rake(base, []stats.Margin{margin("a", two, 1, 1)}); err == nil {
			t.Errorf("base %v: raked", base)
		}
	}
}
