//go:build long

package stats_test

import (
	"math/rand/v2"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

// Every true score on a grid, exact coverage of each: the adjusted interval must be right on average and nowhere far off.
func TestAdjustedWaldCoversOverTheWholeGrid(t *testing.T) {
	for _, n := range []int64{10, 20, 30, 50, 100, 200} {
		least, sum, points := 1.0, 0.0, 0
		for p := 0.025; p < 1; p += 0.05 {
			for d := 0.025; p+d < 1; d += 0.05 {
				c := coverage(n, p, d, adjustedWald)
				least, sum, points = min(least, c), sum+c, points+1
			}
		}
		mean := sum / float64(points)
		t.Logf("n = %3d: mean %.4f, least %.4f of %d scores", n, mean, least, points)
		if mean < 0.945 || mean > 0.975 || least < 0.90 {
			t.Errorf("n = %d: mean coverage %.4f, least %.4f", n, mean, least)
		}
	}
}

// Seeded draws: differences of scores, of shares and of means hold the truth about as often as they say. Few and extreme
// answers may be covered too often (fewer differences are called), never too seldom.
func TestDifferencesCoverInSimulation(t *testing.T) {
	const runs = 40_000
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int64{30, 100, 400} {
		for _, c := range []struct {
			name string
			draw func() (stats.Interval, float64)
		}{
			{"NPS", func() (stats.Interval, float64) {
				return stats.Difference(drawNPS(random, n, 0.6, 0.15), drawNPS(random, 2*n, 0.5, 0.25)), 20
			}},
			{"NPS, extreme", func() (stats.Interval, float64) {
				return stats.Difference(drawNPS(random, n, 0.95, 0.01), drawNPS(random, 2*n, 0.9, 0.02)), 6
			}},
			{"share", func() (stats.Interval, float64) {
				return stats.Difference(drawShare(random, n, 0.9), drawShare(random, 2*n, 0.8)), 0.1
			}},
			{"mean of 1 to 5", func() (stats.Interval, float64) {
				return stats.Difference(drawMean(random, n), drawMean(random, 2*n)), 0
			}},
		} {
			held := 0
			for range runs {
				if d, truth := c.draw(); d.Low <= truth && truth <= d.High {
					held++
				}
			}
			share := float64(held) / runs
			t.Logf("%s, n = %d and %d: %.4f", c.name, n, 2*n, share)
			if share < 0.93 || share > 0.99 {
				t.Errorf("%s, n = %d and %d: covers %.4f", c.name, n, 2*n, share)
			}
		}
	}
}

func drawNPS(random *rand.Rand, n int64, p, d float64) stats.Interval {
	var promoters, detractors int64
	for range n {
		if u := random.Float64(); u < p {
			promoters++
		} else if u < p+d {
			detractors++
		}
	}
	return stats.NPS(promoters, n-promoters-detractors, detractors, 0.95)
}

func drawShare(random *rand.Rand, n int64, p float64) stats.Interval {
	var hits int64
	for range n {
		if random.Float64() < p {
			hits++
		}
	}
	return stats.Wilson(hits, n, 0.95)
}

// drawMean is of skewed answers: most are 5, some are 1.
func drawMean(random *rand.Rand, n int64) stats.Interval {
	values := make([]int64, n)
	for k := range values {
		values[k] = []int64{1000, 3000, 4000, 5000, 5000, 5000}[random.IntN(6)]
	}
	return stats.Mean(sumsOf(values...), 1000, 0.95)
}

// Goodman's intervals and the ranks from them hold at once, and those of ICC(1), over many samples.
func TestSharesAtOnceAndICCCoverOverManySamples(t *testing.T) {
	for _, n := range []int{100, 400, 2000} {
		shares, ranks := together(40_000, []float64{0.35, 0.25, 0.15, 0.12, 0.08, 0.05}, n)
		t.Logf("n = %d: all shares %.4f, all ranks %.4f", n, shares, ranks)
		if shares < 0.93 || shares > 0.97 || ranks < 0.95 {
			t.Errorf("n = %d: all shares %.4f of the time, all ranks %.4f", n, shares, ranks)
		}
	}
	for _, truth := range []float64{0, 0.05, 0.3} {
		share := iccCoverage(10_000, 25, func(r *rand.Rand) int { return 5 + r.IntN(15) }, truth)
		t.Logf("ICC %v: %.4f", truth, share)
		if share < 0.93 || share > 0.97 {
			t.Errorf("ICC %v: held %.4f of the time", truth, share)
		}
	}
}
