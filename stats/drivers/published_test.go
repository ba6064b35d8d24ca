package drivers_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// near fails unless got lies within half a unit of the last printed digit (and a hair) of want.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.5001*math.Pow10(-digits)) {
		t.Errorf("%s is %.*f, published %.*f", what, digits+3, got, digits, want)
	}
}

func swiss(t *testing.T) (names []string, rows [][]float64) {
	t.Helper()
	file, err := os.Open("testdata/swiss.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := make([]float64, 0, 6)
		for _, cell := range line[1:] {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return lines[0][1:], rows
}

// U. Grömping, "Relative Importance for Linear Regression in R: The Package relaimpo", Journal of Statistical Software 17 (2006),
// section 3: 47 provinces, five regressors, R² 70.67 %, with the shares that calc.relimp prints for type "lmg". The coefficients are those that R's lm
// prints for the same model, in standard deviations.
func TestSharesEqualThePublishedOnesOfSwissFertility(t *testing.T) {
	names, rows := swiss(t)
	for _, missing := range []drivers.Missing{drivers.Listwise, drivers.Pairwise} {
		m, err := drivers.New(names[0], names[1:], missing)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			m.Add(uint64(i), row[0], row[1:])
		}
		got, err := m.Analyse(drivers.Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "R²", got.R2.Estimate, 0.7067, 4)
		near(t, "adjusted R²", got.Adjusted, 0.671, 3)
		for k, want := range []float64{0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592} {
			near(t, names[k+1], got.Drivers[k].Contribution.Estimate, want, 8)
		}
		deviation := func(k int) float64 { return math.Sqrt(variance(rows, k)) }
		for k, want := range []float64{-0.17211, -0.25801, -0.87094, 0.10412, 1.07705} {
			near(t, names[k+1], got.Drivers[k].Coefficient.Estimate*deviation(0)/deviation(k+1), want, 5)
		}
		for k, want := range []float64{2.284129, 3.675420, 2.774943, 1.937160, 1.107542} { // car's vif of the model
			near(t, "VIF of "+names[k+1], got.Drivers[k].Inflation, want, 6)
		}
		for k, rank := range []int{5, 2, 1, 4, 3} {
			if got.Drivers[k].Rank != rank {
				t.Errorf("%s has rank %d", names[k+1], got.Drivers[k].Rank)
			}
		}
		if got.N != 47 || got.Rows != 47 || got.Draws < 990 {
			t.Errorf("n %d of %d, %d draws", got.N, got.Rows, got.Draws)
		}
	}
}

func variance(rows [][]float64, k int) float64 {
	mean, squares := 0.0, 0.0
	for _, row := range rows {
		mean += row[k] / float64(len(rows))
	}
	for _, row := range rows {
		squares += (row[k] - mean) * (row[k] - mean)
	}
	return squares / float64(len(rows)-1)
}
