package drivers

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

// rowsOf makes rows that hang together a little, with a value missing here and there.
func rowsOf(n int) (rows [][]float64) {
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // repeatable
	for range n {
		cause := r.NormFloat64()
		row := []float64{math.Round(3 + cause), math.Round(2 + cause + r.NormFloat64()), math.Round(40 - 3*cause + 5*r.NormFloat64()), math.Round(3 + r.NormFloat64())}
		if r.IntN(8) == 0 {
			row[1+r.IntN(3)] = math.NaN()
		}
		rows = append(rows, row)
	}
	return rows
}

// summed adds rows up by block as a database would, of distances from an origin.
func summed(rows [][]float64, origin []float64, missing Missing) Summed {
	s := Summed{Rows: int64(len(rows)), Origin: origin}
	q := len(origin)
	blocks := make([]Block, 20)
	for k := range blocks {
		blocks[k] = Block{Sums: make([]float64, q), Products: make([]float64, triangle(q)), Pairs: make([][perPair]float64, triangle(q))}
	}
	for n, row := range rows {
		complete := true
		for _, v := range row {
			complete = complete && v == v
		}
		if complete {
			s.Used++
		}
		if !complete && missing == Listwise {
			continue
		}
		b, at := &blocks[n%20], 0
		b.N++
		for i := range q {
			x := row[i] - origin[i]
			b.Sums[i] += x
			for j := i; j < q; j++ {
				if y := row[j] - origin[j]; x == x && y == y {
					b.Products[at] += x * y
					p := &b.Pairs[at]
					p[0]++
					p[1] += x
					p[2] += y
					p[3] += x * x
					p[4] += y * y
					p[5] += x * y
				}
				at++
			}
		}
	}
	s.Blocks = blocks
	return s
}

// TestSumsTakenElsewhereGiveTheSameShares adds the same rows up inside and outside: the bootstrap has other blocks, so that only
// what isn't drawn must be equal.
func TestSumsTakenElsewhereGiveTheSameShares(t *testing.T) {
	t.Parallel()
	rows, names := rowsOf(900), []string{"a", "b", "c"}
	for _, missing := range []Missing{Listwise, Pairwise} {
		m, err := New("y", names, missing)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			m.Add(uint64(n%20), row[0], row[1:]) //nolint:gosec // small
		}
		want, err := m.Analyse(Options{Draws: 200})
		if err != nil {
			t.Fatal(err)
		}
		other, err := FromBlocks("y", names, missing, summed(rows, []float64{3, 2, 40, 1}, missing))
		if err != nil {
			t.Fatal(err)
		}
		got, err := other.Analyse(Options{Draws: 200})
		if err != nil {
			t.Fatal(err)
		}
		near := func(what string, a, b float64) {
			t.Helper()
			if math.Abs(a-b) > 1e-9 {
				t.Errorf("%s, %s: %v, not %v", missing, what, b, a)
			}
		}
		if want.N != got.N || want.Rows != got.Rows {
			t.Errorf("%s: n %d of %d, not %d of %d", missing, got.N, got.Rows, want.N, want.Rows)
		}
		near("R²", want.R2.Estimate, got.R2.Estimate)
		for k := range names {
			near("share", want.Drivers[k].Share.Estimate, got.Drivers[k].Share.Estimate)
			near("mean", want.Drivers[k].Place.Performance, got.Drivers[k].Place.Performance)
			near("coefficient", want.Drivers[k].Coefficient.Estimate, got.Drivers[k].Coefficient.Estimate)
		}
	}
}

func TestAContrastOfSumsTakenElsewhereIsTheSame(t *testing.T) {
	t.Parallel()
	of := []Attribute{{Name: "a", Low: 1, High: 4}, {Name: "c", Low: 2, High: 4}}
	c, err := NewContrast("y", of)
	if err != nil {
		t.Fatal(err)
	}
	var parts [][]float64
	for n, row := range rowsOf(900) {
		values := []float64{row[1], row[3]}
		c.Add(uint64(n%20), row[0], values) //nolint:gosec // small
		part := []float64{row[0]}
		for k, a := range of {
			low, high := 0.0, 0.0
			switch v := values[k]; {
			case v != v:
				low, high = math.NaN(), math.NaN()
			case v <= a.Low:
				low = 1
			case v >= a.High:
				high = 1
			}
			part = append(part, low, high)
		}
		parts = append(parts, part)
	}
	want, err := c.Analyse(0.95)
	if err != nil {
		t.Fatal(err)
	}
	s := summed(parts, []float64{3, 0, 0, 0, 0}, Listwise)
	s.Origin = s.Origin[:1]
	other, err := ContrastFromBlocks("y", of, s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := other.Analyse(0.95)
	if err != nil {
		t.Fatal(err)
	}
	for k := range of {
		a, b := want.Attributes[k], got.Attributes[k]
		if math.Abs(a.Penalty.Estimate-b.Penalty.Estimate) > 1e-9 || math.Abs(a.Reward.High-b.Reward.High) > 1e-9 || a.LowN != b.LowN || a.Kind != b.Kind {
			t.Errorf("%s: %+v, not %+v", a.Name, b, a)
		}
	}
}

func TestBlocksOfOtherMeasuresAreRefused(t *testing.T) {
	t.Parallel()
	var refused *stats.Refusal
	for _, s := range []Summed{{Origin: []float64{1}}, {Origin: []float64{1, 2}, Blocks: []Block{{N: 1, Sums: []float64{1}}}}} {
		if _, err := FromBlocks("y", []string{"a"}, Listwise, s); !errors.As(err, &refused) || refused.Code != "blocks" {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
