package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/touchstone-cx/touchstone/stats"
)

// M. J. Campbell & M. J. Gardner, "Calculating confidence intervals for some non-parametric analyses", BMJ 296 (1988) 1454–1456,
// and the table of ranks in Altman, Machin, Bryant & Gardner, Statistics with Confidence, 2nd ed. (2000), table 18.3, which is exact.
// Where the two differ by one, the approximation is the more careful.
func TestMedianRanksEqualThePublishedTable(t *testing.T) {
	for n, rank := range map[int64]int64{5: 0, 6: 1, 7: 1, 8: 1, 9: 2, 10: 2, 12: 3, 15: 4, 16: 4, 20: 6, 25: 8, 30: 10, 40: 14, 50: 18, 60: 22, 70: 27, 80: 31, 90: 36, 100: 40} {
		if got := stats.MedianRank(n, 0.95); got != rank {
			t.Errorf("n %d: rank %d, published %d", n, got, rank)
		}
	}
}

func TestAMedianIntervalIsNeverLessSureThanItSays(t *testing.T) {
	for n := int64(1); n <= 20_000; n++ {
		if n > 300 && n%97 != 0 {
			continue
		}
		l := stats.MedianRank(n, 0.95)
		b := distuv.Binomial{N: float64(n), P: 0.5}
		if l == 0 {
			if 1-2*math.Pow(0.5, float64(n)) >= 0.95 {
				t.Errorf("n %d has no interval though its ends would do", n)
			}
			continue
		}
		if sure := 1 - 2*b.CDF(float64(l-1)); sure < 0.95 {
			t.Errorf("n %d, rank %d: only %.4f", n, l, sure)
		}
		if sure := 1 - 2*b.CDF(float64(l+1)); sure >= 0.95 {
			t.Errorf("n %d, rank %d: more than one rank too wide", n, l)
		}
	}
}

func TestAMedianIsTheMiddleAndSaysSoWhereItKnowsNoMore(t *testing.T) {
	if m := stats.MedianFromRanks(10, 1000, 3000, 4000, 9000, 1000, 0.95); m.Estimate != 3.5 || m.Low != 1 || m.High != 9 {
		t.Errorf("%+v", m)
	}
	if m := stats.MedianFromRanks(3, 1000, 2000, 2000, 0, 1000, 0.95); m.Estimate != 2 || !math.IsNaN(m.Low) || !math.IsNaN(m.High) {
		t.Errorf("%+v", m)
	}
	for _, m := range []stats.Interval{stats.MedianFromRanks(0, 0, 0, 0, 0, 1000, 0.95), stats.MedianFromRanks(9, 5, 1, 1, 9, 1000, 0.95), stats.MedianFromRanks(9, 1, 5, 5, 4, 1000, 0.95),
		stats.MedianFromRanks(9, 1, 5, 5, 9, 0, 0.95), stats.MedianFromRanks(9, 1, 5, 4, 9, 1, 0.95)} {
		if !math.IsNaN(m.Estimate) || m.Known() {
			t.Errorf("%+v", m)
		}
	}
	if stats.MedianRank(100, 1) != 0 || stats.Spread(0) != 0 || stats.Spread(0.95) != 3842 {
		t.Error("a level outside (0, 1) has ranks")
	}
}

// Two medians of the same skewed distribution are told apart less often than one time in twenty, and a real difference is found.
func TestTheDifferenceOfTwoMediansIsHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	wrong, found := 0, 0
	const rounds = 400
	for range rounds {
		a, b, c := times(r, 120, 1), times(r, 80, 1), times(r, 80, 2)
		if stats.Judge(stats.Difference(a, b)) != stats.Unclear {
			wrong++
		}
		if stats.Judge(stats.Difference(c, a)) == stats.Higher {
			found++
		}
	}
	if wrong > rounds/20 || found < rounds*9/10 {
		t.Errorf("%d of %d wrong, %d found", wrong, rounds, found)
	}
}

// times is the median of log-normal times in milliseconds.
func times(r *rand.Rand, n int64, factor float64) stats.Interval {
	all := make([]int64, n)
	for i := range all {
		all[i] = int64(factor * 60_000 * math.Exp(0.8*r.NormFloat64()))
	}
	slices.Sort(all)
	l := stats.MedianRank(n, 0.95)
	return stats.MedianFromRanks(n, all[l-1], all[(n+1)/2-1], all[n/2], all[n-l], 1000, 0.95)
}
