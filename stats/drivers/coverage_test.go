package drivers_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// covers draws samples of n from a population that is known to the last row, and counts how often intervals hold its figures.
func covers(t *testing.T, runs, n, draws int) (held map[string]float64) {
	t.Helper()
	random := rand.New(rand.NewPCG(21, 22))
	const p, size = 4, 5000
	y, x := sample(random, size, p)
	for i := range y { // 1 to 5, as people answer
		y[i] = math.Round(max(1, min(5, 3+(y[i]-91.7)/2)))
	}
	truth, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	held = map[string]float64{}
	for run := range runs {
		m, err := drivers.New("outcome", names(p), drivers.Listwise)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			at := random.IntN(size)
			m.Add(uint64(i), y[at], x[at])
		}
		got, err := m.Analyse(drivers.Options{Draws: draws, Seed: uint64(run), Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		count := func(what string, i stats.Interval, want float64) {
			if i.Low <= want && want <= i.High {
				held[what] += 1 / float64(runs)
			} else {
				held[what] += 0
			}
		}
		count("R²", got.R2, truth.R2.Estimate)
		for k, d := range got.Drivers {
			of := truth.Drivers[k]
			count(fmt.Sprintf("share %d", k+1), d.Share, of.Share.Estimate)
			count(fmt.Sprintf("contribution %d", k+1), d.Contribution, of.Contribution.Estimate)
			count(fmt.Sprintf("correlation %d", k+1), d.Correlation, of.Correlation.Estimate)
			count(fmt.Sprintf("coefficient %d", k+1), d.Coefficient, of.Coefficient.Estimate)
			e, x, y := d.Place.Ellipse(0.95), of.Place.Performance-d.Place.Performance, of.Share.Estimate-d.Share.Estimate
			v, w, c := d.Place.VarPerformance, d.Place.VarImportance, d.Place.Covariance
			inside := (w*x*x-2*c*x*y+v*y*y)/(v*w-c*c) <= -2*math.Log(1-e.Level)
			count(fmt.Sprintf("ellipse %d", k+1), stats.Interval{Low: 0, High: 1}, map[bool]float64{true: 0, false: 2}[inside])
			count(fmt.Sprintf("rank %d", k+1), stats.Interval{Low: float64(d.RankLow), High: float64(d.RankHigh)}, float64(of.Rank))
		}
	}
	for k, d := range truth.Drivers {
		t.Logf("driver %d: share %.3f, rank %d, correlation %.3f", k+1, d.Share.Estimate, d.Rank, d.Correlation.Estimate)
	}
	return held
}

func TestShareIntervalsCover(t *testing.T) {
	for what, share := range covers(t, 300, 400, 300) {
		t.Logf("%s: %.3f", what, share)
		if share < 0.9 { // of 300; the long test narrows it
			t.Errorf("%s is held %.3f of the time", what, share)
		}
	}
}
