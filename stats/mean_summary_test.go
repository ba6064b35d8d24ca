package stats

import (
	"math"
	"testing"
)

// The summary of values and the values themselves give one interval.
func TestAMeanFromItsSummaryEqualsTheMeanOfTheValues(t *testing.T) {
	t.Parallel()
	values := []int64{3000, 5000, 4000, 4000, 2000, 5000, 1000}
	var sum, squares int64
	for _, v := range values {
		sum += v
		squares += v * v
	}
	n := int64(len(values))
	mean := float64(sum) / float64(n) / 1000
	ss := 0.0
	for _, v := range values {
		ss += (float64(v)/1000 - mean) * (float64(v)/1000 - mean)
	}
	want := Mean(NewSums(n, sum, 0, squares), 1000, 0.95)
	got := MeanFromSummary(n, mean, math.Sqrt(ss/float64(n-1)), 0.95)
	for _, d := range []float64{got.Estimate - want.Estimate, got.Low - want.Low, got.High - want.High} {
		if math.Abs(d) > 1e-9 || math.IsNaN(d) {
			t.Fatalf("%v is not %v", got, want)
		}
	}
}

func TestAMeanOfNothingIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, i := range []Interval{MeanFromSummary(0, 3, 1, 0.95), MeanFromSummary(5, 3, -1, 0.95), MeanFromSummary(5, math.NaN(), 1, 0.95), MeanFromSummary(5, math.Inf(1), 1, 0.95)} {
		if !math.IsNaN(i.Estimate) || !math.IsNaN(i.Low) {
			t.Errorf("%v", i)
		}
	}
	if i := MeanFromSummary(1, 3, 0, 0.95); i.Estimate != 3 || !math.IsNaN(i.Low) {
		t.Errorf("one value has no interval: %v", i)
	}
}
