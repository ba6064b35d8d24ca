//go:build long

package money_test

import "testing"

// 80 % intervals on simulated companies hold the true money 75 to 85 times of 100.
func TestMoneyIntervalsCoverOnManySimulatedCompanies(t *testing.T) {
	total, area := companies(t, 4000, 2000)
	t.Logf("total %.4f, areas %.4f", total, area)
	if total < 0.75 || total > 0.85 || area < 0.75 || area > 0.85 {
		t.Errorf("80 %% intervals hold the true total %.4f and the true areas %.4f of the time", total, area)
	}
}
