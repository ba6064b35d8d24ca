package drivers_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

func TestUnusableDriversAreRefusedByName(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for code, c := range map[string]struct {
		change func(y *float64, row []float64)
		about  []string
	}{
		"constant_driver":   {func(_ *float64, r []float64) { r[1], r[2] = 0.1, 7 }, []string{"driver 2", "driver 3"}},
		"constant_outcome":  {func(y *float64, _ []float64) { *y = 3.3 }, []string{"outcome"}},
		"same_as_outcome":   {func(y *float64, r []float64) { r[2] = 10 - 3**y }, []string{"driver 3", "outcome"}},
		"duplicate_drivers": {func(_ *float64, r []float64) { r[3] = 5 - r[0]/3 }, []string{"driver 1", "driver 4"}},
		"collinear":         {func(_ *float64, r []float64) { r[3] = r[0] - 2*r[2] }, []string{"driver 4", "driver 1", "driver 3"}},
	} {
		for _, missing := range []drivers.Missing{drivers.Listwise, drivers.Pairwise} {
			y, x := sample(random, 200, 4)
			for i := range x {
				c.change(&y[i], x[i])
			}
			_, err := filled(t, missing, y, x).Analyse(drivers.Options{})
			var refusal *stats.Refusal
			if !errors.As(err, &refusal) || refusal.Code != code || !slices.Equal(refusal.About, c.about) {
				t.Errorf("%s, %s: %v", code, missing, err)
			}
		}
	}
}

func TestTooLittleOrContradictingDataIsRefused(t *testing.T) {
	nan := math.NaN()
	y, x := sample(rand.New(rand.NewPCG(2, 9)), 4, 3)
	expect := func(code string, m *drivers.Moments, o drivers.Options) {
		t.Helper()
		_, err := m.Analyse(o)
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	expect("too_few_rows", filled(t, drivers.Listwise, y, x), drivers.Options{})
	expect("too_few_rows", filled(t, drivers.Pairwise, y, x), drivers.Options{})
	none, err := drivers.New("outcome", names(2), drivers.Listwise)
	if err != nil {
		t.Fatal(err)
	}
	expect("too_few_rows", none, drivers.Options{})
	none.Add(1, nan, nil)
	expect("too_few_rows", none, drivers.Options{})

	y, x = sample(rand.New(rand.NewPCG(2, 9)), 400, 3)
	expect("level", filled(t, drivers.Listwise, y, x), drivers.Options{Level: 95})
	expect("draws", filled(t, drivers.Listwise, y, x), drivers.Options{Draws: 5})
	apart, clash := make([][]float64, 400), make([][]float64, 300)
	for i := range apart {
		apart[i] = slices.Clone(x[i])
		apart[i][i%2] = nan
	}
	expect("never_together", filled(t, drivers.Pairwise, y, apart), drivers.Options{})
	// 1 goes with 2, 2 with 3, and 3 against 1, each seen in other rows.
	for i := range clash {
		v := x[i][0]
		clash[i] = [][]float64{{v, v + x[i][1]/100, nan}, {nan, v, v + x[i][1]/100}, {v, nan, x[i][1]/100 - v}}[i%3]
	}
	expect("contradicting_pairs", filled(t, drivers.Pairwise, y[:300], clash), drivers.Options{})

	for code, make := range map[string]func() (*drivers.Moments, error){
		"no_drivers":       func() (*drivers.Moments, error) { return drivers.New("y", nil, drivers.Listwise) },
		"too_many_drivers": func() (*drivers.Moments, error) { return drivers.New("y", names(16), drivers.Listwise) },
		"missing":          func() (*drivers.Moments, error) { return drivers.New("y", names(1), "mean") },
		"names":            func() (*drivers.Moments, error) { return drivers.New("y", []string{"a", "y"}, drivers.Listwise) },
	} {
		_, err := make()
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	other, err := drivers.New("another", names(2), drivers.Listwise)
	if err != nil {
		t.Fatal(err)
	}
	if none.Merge(other) == nil {
		t.Error("moments of different outcomes were added up")
	}
}

func TestWarningsNameWhatNeedsCare(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 9))
	y, x := sample(random, 25, 3)
	for i := range x {
		x[i][2] = x[i][0] + 0.05*random.NormFloat64()
	}
	m, err := drivers.New("outcome", names(3), drivers.Listwise)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x {
		m.Add(uint64(i%10), y[i], x[i]) // ten customers
	}
	few, err := m.Analyse(drivers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"few_rows", "few_blocks", "collinear"} {
		if !warned(few, code) {
			t.Errorf("no warning %s in %v", code, few.Warnings)
		}
	}
	y, x = sample(random, 2000, 2)
	for i := range x {
		hidden := random.NormFloat64()
		x[i][0], x[i][1] = hidden+0.5*random.NormFloat64(), hidden
		y[i] = 3*x[i][1] - 1.5*x[i][0]
	}
	sum, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"outcome_from_drivers", "opposite_sign"} {
		if !warned(sum, code) {
			t.Errorf("no warning %s in %v", code, sum.Warnings)
		}
	}
}
