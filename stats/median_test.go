package stats_test

import (
	"math"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

// ranks are those of published tables of the sign interval of the median at 95 % (Conover 1999, table A3; Gibbons and
// Chakraborti, table G): n → the rank of the lower limit.
func TestTheMedianLiesBetweenTheRanksOfPublishedTables(t *testing.T) {
	t.Parallel()
	for n, rank := range map[int]int64{6: 1, 8: 1, 9: 2, 10: 2, 12: 3, 15: 4, 16: 4, 20: 6, 25: 8, 30: 10, 40: 14, 50: 18, 100: 40} {
		sorted := make([]int64, n)
		for i := range sorted {
			sorted[i] = int64(i + 1) // each is its own rank
		}
		got := stats.Median(sorted, 0.95)
		if got.Low != float64(rank) || got.High != float64(int64(n)+1-rank) || got.Estimate != float64(n+1)/2 {
			t.Errorf("n = %d: %v, want ranks %d to %d", n, got, rank, int64(n)+1-rank)
		}
	}
}

func TestTooFewObservationsHaveAMedianWithoutLimits(t *testing.T) {
	t.Parallel()
	if got := stats.Median([]int64{1, 2, 9, 10, 11}, 0.95); got.Estimate != 9 || !math.IsNaN(got.Low) || !math.IsNaN(got.High) {
		t.Error(got)
	}
	if got := stats.Median(nil, 0.95); !math.IsNaN(got.Estimate) {
		t.Error(got)
	}
	if got := stats.Median([]int64{1}, 1); !math.IsNaN(got.Estimate) {
		t.Error(got)
	}
}
