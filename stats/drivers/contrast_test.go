package drivers_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/drivers"
	"gonum.org/v1/gonum/mat"
)

// ratings draws answers from 1 to 5 on three attributes and an outcome of which the truth is known: a must-have (−2, +0.2), a
// delighter (−0.2, +1.5) and one that costs and gains alike (−1, +1), with noise that is larger where satisfaction is low.
func ratings(random *rand.Rand, n int) (y []float64, x [][]float64) {
	effect := [3][2]float64{{-2, 0.2}, {-0.2, 1.5}, {-1, 1}}
	for range n {
		row, mood := make([]float64, 3), random.NormFloat64()
		out := 6.0
		for k := range row {
			row[k] = math.Round(max(1, min(5, 3.5+0.8*mood+1.2*random.NormFloat64())))
			if row[k] <= 2 {
				out += effect[k][0]
			} else if row[k] >= 5 {
				out += effect[k][1]
			}
		}
		noise := random.NormFloat64()
		if out < 5 {
			noise *= 2
		}
		x, y = append(x, row), append(y, out+noise)
	}
	return y, x
}

func attributes() []drivers.Attribute {
	return []drivers.Attribute{{"solved", 2, 5}, {"surprise", 2, 5}, {"speed", 2, 5}}
}

func contrasted(t *testing.T, y []float64, x [][]float64) drivers.Contrasted {
	t.Helper()
	c, err := drivers.NewContrast("satisfaction", attributes())
	if err != nil {
		t.Fatal(err)
	}
	for i := range y {
		c.Add(uint64(i), y[i], x[i])
	}
	got, err := c.Analyse(0.95)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestContrastTellsMustHavesFromDelighters(t *testing.T) {
	y, x := ratings(rand.New(rand.NewPCG(31, 1)), 5000)
	got := contrasted(t, y, x)
	for k, want := range []drivers.Kind{drivers.MustHave, drivers.Delighter, drivers.Both} {
		if a := got.Attributes[k]; a.Kind != want {
			t.Errorf("%s is called %s: %+v", a.Name, a.Kind, a)
		}
	}
	few := contrasted(t, y[:25], x[:25])
	for _, a := range few.Attributes {
		if a.Name == "surprise" && a.Kind != drivers.Unsure {
			t.Errorf("25 rows call %s %s", a.Name, a.Kind)
		}
	}
}

// The fit against QR of the rows themselves, and where every row is a block of its own the errors against White's HC1 sums.
func TestContrastEqualsLeastSquaresOfTheRows(t *testing.T) {
	const n, k = 60, 7
	y, x := ratings(rand.New(rand.NewPCG(32, 1)), n)
	c, err := drivers.NewContrast("satisfaction", attributes())
	if err != nil {
		t.Fatal(err)
	}
	// Keys that no two of which share a block, so that blocks are rows.
	taken := map[uint64]bool{}
	design := mat.NewDense(n, k, nil)
	key := uint64(0)
	for i := range y {
		for taken[blockOf(key)] {
			key++
		}
		taken[blockOf(key)] = true
		c.Add(key, y[i], x[i])
		design.Set(i, 0, 1)
		for j, v := range x[i] {
			if v <= 2 {
				design.Set(i, 1+2*j, 1)
			}
			if v >= 5 {
				design.Set(i, 2+2*j, 1)
			}
		}
	}
	got, err := c.Analyse(0.95)
	if err != nil {
		t.Fatal(err)
	}
	var qr mat.QR
	qr.Factorize(design)
	var b, fit, cross, inverse, half, v mat.Dense
	if err := qr.SolveTo(&b, false, mat.NewDense(n, 1, y)); err != nil {
		t.Fatal(err)
	}
	fit.Mul(design, &b)
	meat := mat.NewDense(k, k, nil)
	for i := range n {
		e := y[i] - fit.At(i, 0)
		for r := range k {
			for s := range k {
				meat.Set(r, s, meat.At(r, s)+e*e*design.At(i, r)*design.At(i, s))
			}
		}
	}
	cross.Mul(design.T(), design)
	if err := inverse.Inverse(&cross); err != nil {
		t.Fatal(err)
	}
	half.Mul(&inverse, meat)
	v.Mul(&half, &inverse)
	student := stats.StudentQuantile(0.975, n-k)
	for j, a := range got.Attributes {
		for at, i := range map[int]stats.Interval{1 + 2*j: a.Penalty, 2 + 2*j: a.Reward} {
			se := math.Sqrt(v.At(at, at) * n / (n - k))
			if math.Abs(i.Estimate-b.At(at, 0)) > 1e-9 || math.Abs((i.High-i.Low)/2/student-se) > 1e-9 {
				t.Errorf("%s: %v, not %v ± %v", a.Name, i, b.At(at, 0), se)
			}
		}
		if d := a.Asymmetry.Estimate - a.Penalty.Estimate - a.Reward.Estimate; math.Abs(d) > 1e-12 {
			t.Errorf("%s: asymmetry is %v off", a.Name, d)
		}
	}
	if math.Abs(got.Middle.Estimate-b.At(0, 0)) > 1e-9 || math.Abs(got.R2-squaredR(y, columnsOf(design), []int{1, 2, 3, 4, 5, 6})) > 1e-9 {
		t.Errorf("middle %v, R² %v", got.Middle, got.R2)
	}
}

func columnsOf(m *mat.Dense) (rows [][]float64) {
	n, _ := m.Dims()
	for i := range n {
		rows = append(rows, m.RawRowView(i))
	}
	return rows
}

// blockOf is where the package puts a key, written again.
func blockOf(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x ^ x>>31) % drivers.BlockCount
}

func contrastCoverage(t *testing.T, runs, n int) float64 {
	t.Helper()
	random := rand.New(rand.NewPCG(33, 1))
	held := 0.0
	for range runs {
		y, x := ratings(random, n)
		got := contrasted(t, y, x)
		for k, want := range [][2]float64{{-2, 0.2}, {-0.2, 1.5}, {-1, 1}} {
			for j, i := range []stats.Interval{got.Attributes[k].Penalty, got.Attributes[k].Reward} {
				if i.Low <= want[j] && want[j] <= i.High {
					held++
				}
			}
		}
	}
	return held / float64(6*runs)
}

func TestPenaltyAndRewardIntervalsCover(t *testing.T) {
	if share := contrastCoverage(t, 1000, 300); share < 0.93 || share > 0.97 {
		t.Errorf("held %.4f of the time", share)
	}
}

func TestContrastRefusesAndWarnsByName(t *testing.T) {
	a := attributes()
	for code, of := range map[string][]drivers.Attribute{
		"no_attributes": nil, "too_many_attributes": make([]drivers.Attribute, 31), "names": {a[0], a[0]}, "limits": {{"a", 5, 2}},
	} {
		_, err := drivers.NewContrast("y", of)
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	random := rand.New(rand.NewPCG(34, 1))
	for code, change := range map[string]func(y *float64, x []float64){
		"constant_outcome": func(y *float64, _ []float64) { *y = 4 },
		"collinear":        func(_ *float64, x []float64) { x[1] = x[2] },
		"too_few_rows":     func(y *float64, _ []float64) { *y = math.NaN() },
	} {
		y, x := ratings(random, 100)
		c, err := drivers.NewContrast("satisfaction", a)
		if err != nil {
			t.Fatal(err)
		}
		for i := range y {
			change(&y[i], x[i])
			c.Add(uint64(i), y[i], x[i])
		}
		_, err = c.Analyse(0.95)
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v", code, err)
		}
		if _, err := c.Analyse(95); err == nil {
			t.Error("a level of 95 was taken")
		}
	}
	y, x := ratings(random, 200)
	for i := range x {
		x[i][0], x[i][1] = max(3, x[i][0]), min(4, x[i][1])
	}
	got := contrasted(t, y, x)
	if s := got.Attributes[0]; !math.IsNaN(s.Penalty.Estimate) || s.Kind == drivers.MustHave || !s.Reward.Known() {
		t.Errorf("%+v", s)
	}
	codes := ""
	for _, w := range got.Warnings {
		codes += w.Code + " " + w.About[0] + ", "
	}
	if codes != "nobody_low solved, nobody_high surprise, " {
		t.Error(codes)
	}
}

func TestQuadrantIsNamedOnlyInsideTheEllipse(t *testing.T) {
	at := func(x, y, spread float64) drivers.Ellipse {
		return drivers.Place{Performance: x, Importance: y, VarPerformance: spread * spread, VarImportance: spread * spread / 100}.Ellipse(0.95)
	}
	for want, e := range map[drivers.Quadrant]drivers.Ellipse{
		drivers.Concentrate: at(3, 0.5, 0.2), drivers.KeepUp: at(5, 0.5, 0.2), drivers.LowPriority: at(3, 0.1, 0.2), drivers.Overkill: at(5, 0.1, 0.2),
		drivers.NotTold: at(3, 0.5, 0.5),
	} {
		if got := e.Quadrant(4, 0.3); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if q := (drivers.Place{Performance: 3, Importance: 0.5}).Ellipse(1.5).Quadrant(4, 0.3); q != drivers.NotTold {
		t.Errorf("a level of 1.5 names %q", q)
	}
}

// Points of the outline lie on the ellipse of the formula, touch its box, and the axes are those of the covariance.
func TestOutlineLiesOnTheEllipse(t *testing.T) {
	p := drivers.Place{Performance: 4, Importance: 0.3, VarPerformance: 0.04, VarImportance: 0.09, Covariance: -0.03}
	e := p.Ellipse(0.95)
	det := p.VarPerformance*p.VarImportance - p.Covariance*p.Covariance
	widest, highest, farthest := 0.0, 0.0, 0.0
	for _, z := range e.Outline(3600) {
		x, y := z[0]-e.X, z[1]-e.Y
		if d := (p.VarImportance*x*x - 2*p.Covariance*x*y + p.VarPerformance*y*y) / det; math.Abs(d-5.991464547107979) > 1e-9 {
			t.Fatalf("distance %v", d) // χ² of 2 degrees, 95 %
		}
		widest, highest, farthest = max(widest, x), max(highest, y), max(farthest, math.Hypot(x, y))
	}
	if math.Abs(widest-e.HalfX) > 1e-6 || math.Abs(highest-e.HalfY) > 1e-5 || math.Abs(farthest-e.Major) > 1e-5 {
		t.Errorf("reaches %v, %v, %v: %+v", widest, highest, farthest, e)
	}
	end := [2]float64{e.Major * math.Cos(e.Angle), e.Major * math.Sin(e.Angle)}
	if d := (p.VarImportance*end[0]*end[0] - 2*p.Covariance*end[0]*end[1] + p.VarPerformance*end[1]*end[1]) / det; math.Abs(d-5.991464547107979) > 1e-9 {
		t.Errorf("the major axis ends %v away", d)
	}
}

// One row in twenty is low on driver 1 and low on the outcome: a sample with more of them has a lower mean and a larger share, so
// performance and importance err together, and the ellipse must lean.
func TestPerformanceAndImportanceErrTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(35, 1))
	y, x := sample(random, 1000, 2)
	for i := range x {
		if i%20 == 0 {
			x[i][0], y[i] = x[i][0]-20, y[i]-20
		}
	}
	got, err := filled(t, drivers.Listwise, y, x).Analyse(drivers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := got.Drivers[0].Place
	if r := p.Covariance / math.Sqrt(p.VarPerformance*p.VarImportance); r > -0.15 {
		t.Errorf("correlation of the errors %v", r)
	}
	mean, squares := 0.0, 0.0
	for i := range x {
		mean += x[i][0] / 1000
	}
	for i := range x {
		squares += (x[i][0] - mean) * (x[i][0] - mean) / 1000
	}
	if ratio := p.VarPerformance / (squares / 1000); ratio < 0.85 || ratio > 1.15 {
		t.Errorf("the mean's variance is %v of s²/n", ratio)
	}
}
