//go:build long

package lifetime_test

import "testing"

// 95 % intervals on simulated shops and contracts hold the truth 93 to 97 times of 100.
func TestIntervalsCoverOverManySamples(t *testing.T) {
	buying, staying := covered(t, 2000)
	t.Logf("purchases %.4f, survival %.4f", buying, staying)
	if buying < 0.93 || buying > 0.97 || staying < 0.93 || staying > 0.97 {
		t.Errorf("95 %% intervals hold the truth %.4f and %.4f of the time", buying, staying)
	}
}
