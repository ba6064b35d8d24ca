package stats_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"pgregory.net/rapid"
)

var levels = rapid.Float64Range(0.5, 0.9999)

// holds fails unless low ≤ estimate ≤ high inside the range.
func holds(t *rapid.T, i stats.Interval, low, high float64) {
	if !(low <= i.Low && i.Low <= i.Estimate && i.Estimate <= i.High && i.High <= high) {
		t.Fatalf("%v isn't in order inside %v to %v", i, low, high)
	}
}

func TestProportionsAreInOrderMirroredAndNarrowWithN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000_000).Draw(t, "n")
		hits := rapid.Int64Range(0, n).Draw(t, "hits")
		level := levels.Draw(t, "level")
		i, mirrored := stats.Wilson(hits, n, level), stats.Wilson(n-hits, n, level)
		holds(t, i, 0, 1)
		if math.Abs(i.Low-(1-mirrored.High)) > 1e-9 || math.Abs(i.High-(1-mirrored.Low)) > 1e-9 {
			t.Fatalf("%d of %d is %v, the rest is %v", hits, n, i, mirrored)
		}
		if more := stats.Wilson(4*hits, 4*n, level); more.High-more.Low >= i.High-i.Low {
			t.Fatalf("four times the answers, and the interval went from %v to %v", i, more)
		}
	})
}

func TestNPSIsInOrderAndMirrored(t *testing.T) {
	count := rapid.Int64Range(0, 1_000_000)
	rapid.Check(t, func(t *rapid.T) {
		p, m, d := count.Draw(t, "promoters"), count.Draw(t, "passives"), count.Draw(t, "detractors")
		if p+m+d == 0 {
			return
		}
		level := levels.Draw(t, "level")
		i, mirrored := stats.NPS(p, m, d, level), stats.NPS(d, m, p, level)
		holds(t, i, -100, 100)
		if i.Low != -mirrored.High || i.High != -mirrored.Low {
			t.Fatalf("%v against %v with promoters and detractors swapped", i, mirrored)
		}
	})
}

func TestMeanEqualsExactFractionsHoweverLargeTheSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(-3_000_000_000, 3_000_000_000).Draw(t, "base")
		values := rapid.SliceOfN(rapid.Int64Range(-5, 5), 2, 40).Draw(t, "values")
		near, far := sumsOf(values...), make([]int64, len(values))
		for k, v := range values {
			far[k] = base + v
		}
		a, b := stats.Mean(near, 1, 0.95), stats.Mean(sumsOf(far...), 1, 0.95)
		exact, _ := new(big.Rat).Add(new(big.Rat).SetInt64(base), new(big.Rat).SetFrac(near.Sum, big.NewInt(near.N))).Float64()
		if b.Estimate != exact {
			t.Fatalf("the mean is %v, exactly %v", b.Estimate, exact)
		}
		// The width doesn't depend on where the values lie, but for the rounding of the limits themselves.
		if math.Abs((b.High-b.Low)-(a.High-a.Low)) > 4e-16*math.Abs(float64(base))+1e-12 {
			t.Fatalf("%v has another width than %v", b, a)
		}
	})
}

func TestDifferenceTurnsItsSignWithItsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) stats.Interval {
			n := rapid.Int64Range(1, 100_000).Draw(t, name+" n")
			return stats.Wilson(rapid.Int64Range(0, n).Draw(t, name), n, 0.95)
		}
		a, b := draw("a"), draw("b")
		ab, ba := stats.Difference(a, b), stats.Difference(b, a)
		holds(t, ab, -1, 1)
		if ab.Low != -ba.High || ab.High != -ba.Low {
			t.Fatalf("%v forwards, %v backwards", ab, ba)
		}
		if (stats.Judge(ab) == stats.Higher) != (stats.Judge(ba) == stats.Lower) {
			t.Fatalf("%s forwards, %s backwards", stats.Judge(ab), stats.Judge(ba))
		}
		// Intervals that don't meet are always called; one figure against itself never is.
		if a.Low > b.High && stats.Judge(ab) != stats.Higher {
			t.Fatalf("%v above %v is %s", a, b, stats.Judge(ab))
		}
		if v := stats.Judge(stats.Difference(a, a)); v != stats.Unclear {
			t.Fatalf("%v against itself is %s", a, v)
		}
	})
}

func TestStudentQuantileIsOddAndBeyondTheNormal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(0.5001, 0.9999).Draw(t, "p")
		df := rapid.Float64Range(0.5, 1e7).Draw(t, "df")
		x := stats.StudentQuantile(p, df)
		if y := stats.StudentQuantile(1-p, df); math.Abs(x+y) > 1e-8*x {
			t.Fatalf("%v at %v and %v at %v", x, p, y, 1-p)
		}
		if x < stats.NormalQuantile(p)-1e-9 || stats.StudentQuantile(p, df*2) > x+1e-9 {
			t.Fatalf("%v isn't between the normal quantile and that of fewer degrees", x)
		}
	})
}
