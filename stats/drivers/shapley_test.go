package drivers_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/drivers"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// sample draws rows of p drivers that share a cause, and an outcome that follows from some of them.
func sample(random *rand.Rand, n, p int) (y []float64, x [][]float64) {
	for range n {
		row, cause := make([]float64, p), random.NormFloat64()
		out := random.NormFloat64()
		for k := range row {
			row[k] = 100*float64(k) + float64(k+1)*(random.NormFloat64()+0.7*cause)
			out += row[k] * float64(k%3) / float64(k+1) * 0.5
		}
		x, y = append(x, row), append(y, out)
	}
	return y, x
}

func names(p int) (list []string) {
	for k := range p {
		list = append(list, fmt.Sprintf("driver %d", k+1))
	}
	return list
}

// filled makes moments of rows.
func filled(t interface{ Fatal(...any) }, missing drivers.Missing, y []float64, x [][]float64) *drivers.Moments {
	m, err := drivers.New("outcome", names(len(x[0])), missing)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range x {
		m.Add(uint64(i), y[i], row)
	}
	return m
}

// squaredR is R² of a least-squares fit on chosen columns, by QR of the rows themselves.
func squaredR(y []float64, x [][]float64, columns []int) float64 {
	design := mat.NewDense(len(y), len(columns)+1, nil)
	for i := range y {
		design.Set(i, 0, 1)
		for j, k := range columns {
			design.Set(i, j+1, x[i][k])
		}
	}
	var qr mat.QR
	qr.Factorize(design)
	var b, fit mat.Dense
	if err := qr.SolveTo(&b, false, mat.NewDense(len(y), 1, slices.Clone(y))); err != nil {
		return math.NaN()
	}
	fit.Mul(design, &b)
	mean, left, all := 0.0, 0.0, 0.0
	for _, v := range y {
		mean += v / float64(len(y))
	}
	for i, v := range y {
		left += (v - fit.At(i, 0)) * (v - fit.At(i, 0))
		all += (v - mean) * (v - mean)
	}
	return 1 - left/all
}

// average is a driver's gain in R² over all orders in which drivers can enter: Shapley's definition, tried out one by one.
func average(y []float64, x [][]float64, p int) []float64 {
	gain, orders := make([]float64, p), 0.0
	known := map[string]float64{}
	r2 := func(columns []int) float64 {
		sorted := slices.Sorted(slices.Values(columns))
		key := fmt.Sprint(sorted)
		if v, ok := known[key]; ok {
			return v
		}
		known[key] = squaredR(y, x, sorted)
		return known[key]
	}
	var enter func(in []int)
	enter = func(in []int) {
		if len(in) == p {
			orders++
			for at, k := range in {
				gain[k] += r2(in[:at+1]) - r2(in[:at])
			}
			return
		}
		for k := range p {
			if !slices.Contains(in, k) {
				enter(append(slices.Clone(in), k))
			}
		}
	}
	enter(nil)
	for k := range gain {
		gain[k] /= orders
	}
	return gain
}

func TestSharesEqualTheAverageOverAllOrders(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for p := 1; p <= 7; p++ {
		y, x := sample(random, 60, p)
		got, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
		if err != nil {
			t.Fatal(err)
		}
		for k, want := range average(y, x, p) {
			if d := got.Drivers[k].Contribution.Estimate - want; math.Abs(d) > 1e-9 {
				t.Errorf("driver %d of %d: %v off", k+1, p, d)
			}
		}
	}
}

func TestSharesAddUpToRSquaredAndHoldTheirEstimates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.IntRange(1, 8).Draw(t, "drivers")
		y, x := sample(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), rapid.IntRange(p+20, 300).Draw(t, "rows"), p)
		got, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
		if err != nil {
			t.Fatal(err)
		}
		parts, shares, ranks := 0.0, 0.0, make([]int, 0, p)
		for _, d := range got.Drivers {
			parts, shares, ranks = parts+d.Contribution.Estimate, shares+d.Share.Estimate, append(ranks, d.Rank)
			for name, i := range map[string]stats.Interval{"contribution": d.Contribution, "share": d.Share, "correlation": d.Correlation, "coefficient": d.Coefficient} {
				if !(i.Low <= i.Estimate && i.Estimate <= i.High) {
					t.Fatalf("%s %v isn't in order", name, i)
				}
			}
			if d.Contribution.Low < -1e-12 || !(d.RankLow <= d.Rank && d.Rank <= d.RankHigh) || d.Inflation < 1-1e-9 {
				t.Fatalf("%+v", d)
			}
		}
		slices.Sort(ranks)
		for k, r := range ranks {
			if r != k+1 {
				t.Fatalf("ranks %v", ranks)
			}
		}
		all := make([]int, p)
		for k := range all {
			all[k] = k
		}
		if math.Abs(parts-got.R2.Estimate) > 1e-12 || math.Abs(shares-1) > 1e-12 || math.Abs(got.R2.Estimate-squaredR(y, x, all)) > 1e-9 {
			t.Fatalf("parts add up to %v of %v, shares to %v", parts, got.R2.Estimate, shares)
		}
	})
}

func TestFifteenDriversAreExact(t *testing.T) {
	// Independent drivers: each one's share is its own squared correlation, but for what a finite sample makes them overlap. An
	// orthogonal design overlaps not at all: 15 columns of a Hadamard matrix.
	const p = 15
	var y []float64
	var x [][]float64
	for i := range 16 {
		row := make([]float64, p)
		out := 0.0
		for k := range row {
			row[k] = 1
			for bit := range 4 {
				if (k+1)>>bit&1 == 1 && i>>bit&1 == 1 {
					row[k] = -row[k]
				}
			}
			out += float64(k) * row[k]
		}
		for _, noise := range []float64{-40, 40} {
			x, y = append(x, row), append(y, out+noise)
		}
	}
	got, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	for k, d := range got.Drivers {
		if want := float64(k*k) / (1015 + 1600); math.Abs(d.Contribution.Estimate-want) > 1e-12 {
			t.Errorf("%s: %v, not %v", d.Name, d.Contribution.Estimate, want)
		}
	}
}

func TestOrderOfRowsMergingAndWorkersChangeNothing(t *testing.T) {
	y, x := sample(rand.New(rand.NewPCG(5, 6)), 3000, 5)
	for i := range x {
		if i%7 == 0 {
			x[i][i%5] = math.NaN()
		}
	}
	for _, missing := range []drivers.Missing{drivers.Listwise, drivers.Pairwise} {
		whole, err := filled(t, missing, y, x).Analyse(drivers.Options{Draws: 200, Seed: 9})
		if err != nil {
			t.Fatal(err)
		}
		var parts []*drivers.Moments
		for range 3 {
			m, err := drivers.New("outcome", names(5), missing)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, m)
		}
		for i := len(x) - 1; i >= 0; i-- {
			parts[i%3].Add(uint64(i), y[i], x[i])
		}
		for _, other := range parts[1:] {
			if err := parts[0].Merge(other); err != nil {
				t.Fatal(err)
			}
		}
		merged, err := parts[0].Analyse(drivers.Options{Draws: 200, Seed: 9, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		if merged.N != whole.N || merged.Rows != whole.Rows || whole.Rows != 3000 {
			t.Errorf("%s: n %d of %d, merged %d of %d", missing, whole.N, whole.Rows, merged.N, merged.Rows)
		}
		for k, d := range whole.Drivers {
			e := merged.Drivers[k]
			for name, pair := range map[string][2]float64{
				"share": {d.Share.Estimate, e.Share.Estimate}, "low": {d.Share.Low, e.Share.Low}, "high": {d.Share.High, e.Share.High},
				"mean": {d.Place.Performance, e.Place.Performance}, "coefficient": {d.Coefficient.Low, e.Coefficient.Low},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9 {
					t.Errorf("%s, %s: %s %v against %v", missing, d.Name, name, pair[0], pair[1])
				}
			}
			if d.Rank != e.Rank || d.RankLow != e.RankLow || d.RankHigh != e.RankHigh || d.N != e.N {
				t.Errorf("%+v against %+v", d, e)
			}
		}
	}
}

func TestMissingValuesCountAsTheOptionSays(t *testing.T) {
	y, x := sample(rand.New(rand.NewPCG(7, 8)), 1000, 3)
	for i := range 300 {
		x[i][0] = math.NaN()
		x[999-i][1] = math.Inf(1)
	}
	list, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	only, err := filled(t, drivers.Listwise, y[300:700], x[300:700]).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	if list.N != 400 || list.Rows != 1000 || math.Abs(list.R2.Estimate-only.R2.Estimate) > 1e-12 {
		t.Errorf("n %d of %d, R² %v, of complete rows %v", list.N, list.Rows, list.R2.Estimate, only.R2.Estimate)
	}
	if !warned(list, "left_out") {
		t.Error("nobody is told of 600 rows left out")
	}
	pairs, err := filled(t, drivers.Pairwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	if pairs.N != 400 || pairs.Drivers[0].N != 700 || pairs.Drivers[2].N != 1000 || pairs.Missing != drivers.Pairwise {
		t.Errorf("%+v", pairs)
	}
}

func warned(r drivers.Result, code string) bool {
	return slices.ContainsFunc(r.Warnings, func(w *stats.Refusal) bool { return w.Code == code && w.Text != "" })
}

func TestSharesKeepTheirDigitsFarFromZero(t *testing.T) {
	y, x := sample(rand.New(rand.NewPCG(1, 8)), 500, 4)
	near, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	for i := range x {
		for k := range x[i] {
			x[i][k] = 1.7e9 + x[i][k] // seconds since 1970
		}
	}
	far, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	for k := range near.Drivers {
		if d := near.Drivers[k].Share.Estimate - far.Drivers[k].Share.Estimate; math.Abs(d) > 1e-7 {
			t.Errorf("driver %d is %v off", k, d)
		}
	}
}

// 12 drivers, 1,000,000 rows added by two goroutines, 1,000 draws.
func BenchmarkTwelveDriversOfAMillionRows(b *testing.B) {
	y, x := sample(rand.New(rand.NewPCG(1, 1)), 10_000, 12)
	for b.Loop() {
		parts := make([]*drivers.Moments, 2)
		done := make(chan error)
		for w := range parts {
			go func() {
				m, err := drivers.New("outcome", names(12), drivers.Listwise)
				for i := 0; err == nil && i < 500_000; i++ {
					m.Add(uint64(i*2+w), y[i%len(y)], x[i%len(x)])
				}
				parts[w] = m
				done <- err
			}()
		}
		for range parts {
			if err := <-done; err != nil {
				b.Fatal(err)
			}
		}
		if err := parts[0].Merge(parts[1]); err != nil {
			b.Fatal(err)
		}
		if _, err := parts[0].Analyse(drivers.Options{Draws: 1000, Workers: 2}); err != nil {
			b.Fatal(err)
		}
	}
}
