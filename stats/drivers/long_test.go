//go:build long

package drivers_test

import "testing"

// Shares, contributions, correlations and coefficients are held 93 to 97 times of 100; ranks, which are whole numbers, at least 93.
func TestShareIntervalsCoverOverManySamples(t *testing.T) {
	for _, n := range []int{400, 2000} {
		for what, share := range covers(t, 4000, n, 1000) {
			t.Logf("n = %d, %s: %.4f", n, what, share)
			if share < 0.93 || share > 0.97 && what[:4] != "rank" {
				t.Errorf("n = %d: %s is held %.4f of the time", n, what, share)
			}
		}
	}
}

func TestPenaltyAndRewardIntervalsCoverOverManySamples(t *testing.T) {
	for _, n := range []int{150, 1000} {
		share := contrastCoverage(t, 20_000, n)
		t.Logf("n = %d: %.4f", n, share)
		if share < 0.93 || share > 0.97 {
			t.Errorf("n = %d: held %.4f of the time", n, share)
		}
	}
}
