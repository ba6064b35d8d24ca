package stats_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
)

// near fails unless got lies within half a unit of the last printed digit (and a hair) of want.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.5001*math.Pow10(-digits)) {
		t.Errorf("%s is %.*f, published %.*f", what, digits+3, got, digits, want)
	}
}

// R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
func TestWilsonEqualsNewcombesTable(t *testing.T) {
	for _, c := range []struct {
		hits, n   int64
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0.0000, 0.1611},
		{1, 29, 0.0061, 0.1718},
	} {
		i := stats.Wilson(c.hits, c.n, 0.95)
		near(t, "low", i.Low, c.low, 4)
		near(t, "high", i.High, c.high, 4)
	}
}

// 2,264 public reviews of airport lounges, counted and computed outside this program.
func TestPercentageEqualsIndependentFiguresOfRealReviews(t *testing.T) {
	for _, c := range []struct {
		name             string
		hits, n          int64
		value, low, high float64
	}{
		{"staff", 1113, 2231, 49.8879, 47.82, 51.96},
		{"cleanliness", 1370, 2256, 60.7270, 58.70, 62.72},
		{"catering", 835, 2232, 37.4104, 35.43, 39.44},
		{"washrooms", 972, 2128, 45.6767, 43.57, 47.80},
		{"recommended", 816, 2264, 36.0424, 34.09, 38.04},
		{"staff, First Class", 134, 228, 58.7719, 52.29, 64.96},
		{"staff, Business Class", 825, 1679, 49.1364, 46.75, 51.53},
	} {
		i := stats.Percentage(c.hits, c.n, 0.95)
		near(t, c.name, i.Estimate, c.value, 4)
		near(t, c.name+" low", i.Low, c.low, 2)
		near(t, c.name+" high", i.High, c.high, 2)
	}
}

// R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
func TestDifferenceOfProportionsEqualsNewcombesTable(t *testing.T) {
	for _, c := range []struct {
		a, m, b, n int64
		low, high  float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 20, 0.6791, 1.0000},
		{10, 10, 0, 10, 0.6075, 1.0000},
	} {
		d := stats.Difference(stats.Wilson(c.a, c.m, 0.95), stats.Wilson(c.b, c.n, 0.95))
		near(t, "low", d.Low, c.low, 4)
		near(t, "high", d.High, c.high, 4)
	}
}

// The plain score and its error: 110 promoters, 50 passives, 40 detractors. The interval is the one that Rocks (2016) calls
// adjusted Wald, computed by hand: centre 70/203, SE √(0.62743…/203).
func TestNPSOfTwoHundredAnswers(t *testing.T) {
	i := stats.NPS(110, 50, 40, 0.95)
	if i.Estimate != 35 {
		t.Errorf("the score is %v, not exactly 35", i.Estimate)
	}
	near(t, "low", i.Low, 23.6, 1)
	near(t, "high", i.High, 45.4, 1)
	near(t, "plain standard error", stats.NPSStandardError(110, 50, 40), 5.601, 3)
}

// The coverage of an NPS interval is a finite sum over all outcomes, so nothing is left to chance here. The plain Wald
// figures, 40 % at n = 10 and 76 % at n = 50 with 95 % promoters and 1 % detractors, are why the adjusted one is used.
func TestAdjustedWaldCoversWherePlainWaldDoesNot(t *testing.T) {
	for _, c := range []struct {
		n               int64
		plain, adjusted float64
	}{{10, 0.40, 0.91}, {50, 0.76, 0.94}} {
		near(t, "coverage of plain Wald", coverage(c.n, 0.95, 0.01, plainWald), c.plain, 2)
		if got := coverage(c.n, 0.95, 0.01, adjustedWald); got < c.adjusted {
			t.Errorf("adjusted Wald covers only %.3f at n = %d", got, c.n)
		}
	}
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
func TestStudentQuantileEqualsTheTable(t *testing.T) {
	for df, row := range map[float64][3]float64{
		1:   {6.314, 12.706, 63.657},
		2:   {2.920, 4.303, 9.925},
		3:   {2.353, 3.182, 5.841},
		4:   {2.132, 2.776, 4.604},
		5:   {2.015, 2.571, 4.032},
		10:  {1.812, 2.228, 3.169},
		20:  {1.725, 2.086, 2.845},
		30:  {1.697, 2.042, 2.750},
		60:  {1.671, 2.000, 2.660},
		100: {1.660, 1.984, 2.626},
	} {
		for k, p := range []float64{0.95, 0.975, 0.995} {
			near(t, "t", stats.StudentQuantile(p, df), row[k], 3)
		}
	}
}

// The same place, the row of infinitely many degrees; more digits from Abramowitz & Stegun (1964), table 26.5.
func TestNormalQuantileEqualsTheTable(t *testing.T) {
	for p, x := range map[float64]float64{
		0.90: 1.28155, 0.95: 1.64485, 0.975: 1.95996, 0.99: 2.32635, 0.995: 2.57583, 0.999: 3.09023, 0.001: -3.09023, 0.5: 0,
	} {
		near(t, "z", stats.NormalQuantile(p), x, 5)
	}
}

// Both formulas of StudentQuantile must agree where one takes over from the other.
func TestStudentQuantileHasNoStepWhereTheExpansionTakesOver(t *testing.T) {
	for _, p := range []float64{0.6, 0.9, 0.975, 0.995, 0.9995} {
		below, above := stats.StudentQuantile(p, 2000), stats.StudentQuantile(p, 2000.0001)
		// The quantile's own slope in df is about −(x³+x)/(4·df²), so 1e-10 over this step.
		if math.Abs(below-above) > 1e-9 {
			t.Errorf("p = %v: %.12f at 2,000 degrees, %.12f just above", p, below, above)
		}
	}
}

// Hours of sleep gained, in tenths: Cushny & Peebles (1905), the example of Student (1908). Limits as R's t.test prints.
func TestMeanEqualsStudentsOwnExample(t *testing.T) {
	i := stats.Mean(sumsOf(12, 24, 13, 13, 0, 10, 18, 8, 46, 14), 10, 0.95)
	near(t, "mean", i.Estimate, 1.58, 9)
	near(t, "low", i.Low, 0.7001142, 7)
	near(t, "high", i.High, 2.4598858, 7)
}

// NIST Statistical Reference Datasets, univariate NumAcc4, of higher difficulty: certified mean 10000000.2 and standard
// deviation 0.1 exactly. In doubles the textbook formula loses every digit of the deviation.
func TestMeanLosesNoDigitsOnNumAcc4(t *testing.T) {
	values := []int64{100000002}
	for range 500 {
		values = append(values, 100000001, 100000003)
	}
	i := stats.Mean(sumsOf(values...), 10, 0.95)
	if i.Estimate != 10000000.2 {
		t.Errorf("the mean is %.10f", i.Estimate)
	}
	se := (i.High - i.Low) / 2 / stats.StudentQuantile(0.975, 1000)
	near(t, "standard deviation", se*math.Sqrt(1001), 0.1, 8)
}

// sumsOf adds up in big integers.
func sumsOf(values ...int64) stats.Sums {
	s := stats.Sums{N: int64(len(values)), Sum: new(big.Int), Squares: new(big.Int)}
	for _, v := range values {
		x := big.NewInt(v)
		s.Sum.Add(s.Sum, x)
		s.Squares.Add(s.Squares, new(big.Int).Mul(x, x))
	}
	return s
}
