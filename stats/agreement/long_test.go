//go:build long

package agreement_test

import "testing"

// 93 to 97 times of 100 the interval holds the agreement of 300,000 units.
func TestAgreementIntervalsCoverOverManySamples(t *testing.T) {
	for _, units := range []int{100, 400} {
		for name, share := range covers(t, 10_000, units) {
			t.Logf("%d units, %s: %.4f", units, name, share)
			if share < 0.93 || share > 0.97 {
				t.Errorf("%d units: %s is held %.4f of the time", units, name, share)
			}
		}
	}
}
