package agreement_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/agreement"
	"pgregory.net/rapid"
)

// near fails unless got lies within half a unit of the last printed digit (and a hair) of want.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.5001*math.Pow10(-digits)) {
		t.Errorf("%s is %.*f, published %.*f", what, digits+3, got, digits, want)
	}
}

// ok is for coefficients that aren't refused.
func ok(t interface{ Fatal(...any) }, c agreement.Coefficient, err error) agreement.Coefficient {
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var no = math.NaN()

// Four observers, twelve units, missing values: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C, and
// the data set cac.raw4raters of Gwet's package irrCAC.
func observers() agreement.Ratings {
	return agreement.Ratings{{1, 1, no, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2},
		{no, 5, 5, 5}, {no, no, 1, 1}, {no, no, 3, no}}
}

func TestAlphaEqualsKrippendorffsOwnExample(t *testing.T) {
	for metric, want := range map[agreement.Metric]float64{agreement.Nominal: 0.743, agreement.Ordinal: 0.815, agreement.IntervalData: 0.849, agreement.Ratio: 0.797} {
		c, err := agreement.Krippendorff(observers(), metric, 0.95)
		near(t, string(metric), ok(t, c, err).Estimate, want, 3)
		if c.Units != 11 || c.Ratings != 40 {
			t.Errorf("%d ratings of %d units", c.Ratings, c.Units)
		}
	}
}

// The same data in the documentation of irrCAC (K. L. Gwet): coefficients, standard errors, intervals. Its α error is by another
// linearisation than our jackknife.
func TestCoefficientsOfMissingRatingsEqualGwets(t *testing.T) {
	c, err := agreement.AC1(observers(), nil, 0.95)
	near(t, "AC1", ok(t, c, err).Estimate, 0.77544, 5)
	near(t, "its error", c.SE, 0.14295, 5)
	near(t, "its chance", c.Expected, 0.1903212, 7)
	near(t, "its low", c.Low, 0.461, 3)
	near(t, "its high", c.High, 1, 3)
	c, err = agreement.Fleiss(observers(), 0.95)
	near(t, "Fleiss", ok(t, c, err).Estimate, 0.76117, 5)
	near(t, "its error", c.SE, 0.15302, 5)
	near(t, "its low", c.Low, 0.424, 3)
	c, err = agreement.Percent(observers(), 0.95)
	near(t, "percent", ok(t, c, err).Estimate, 0.8181818, 7)
	near(t, "its error", c.SE, 0.12561, 5)
	near(t, "its low", c.Low, 0.542, 3)
	c, err = agreement.Krippendorff(observers(), agreement.Nominal, 0.95)
	if err != nil || math.Abs(c.SE-0.14557) > 0.02 {
		t.Errorf("α's error is %v, Gwet's 0.14557: %v", c.SE, err)
	}
}

// from makes ratings of counts of raters by category.
func from(counts [][]int) (r agreement.Ratings) {
	for _, row := range counts {
		var unit []float64
		for category, n := range row {
			for range n {
				unit = append(unit, float64(category))
			}
		}
		r = append(r, unit)
	}
	return r
}

// Fifteen psychiatric patients, six raters (irrCAC, distrib.6raters).
func TestCoefficientsOfSixRatersEqualGwets(t *testing.T) {
	r := from([][]int{{0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0}, {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0},
		{0, 0, 0, 0, 6}, {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1}})
	c, err := agreement.AC1(r, nil, 0.95)
	near(t, "AC1", ok(t, c, err).Estimate, 0.4448007, 7)
	near(t, "its error", c.SE, 0.08418757, 8)
	c, err = agreement.Fleiss(r, 0.95)
	near(t, "Fleiss", ok(t, c, err).Estimate, 0.4139265, 7)
	near(t, "its error", c.SE, 0.08119291, 8)
	c, err = agreement.Krippendorff(r, agreement.Nominal, 0.95)
	near(t, "α", ok(t, c, err).Estimate, 0.4204384, 7)
	if math.Abs(c.SE-0.08243) > 0.005 {
		t.Errorf("α's error is %v, Gwet's 0.08243", c.SE)
	}
}

// J. L. Fleiss (1971), as reprinted in textbooks: ten subjects, fourteen raters, five categories.
func TestFleissEqualsThePublishedExample(t *testing.T) {
	c, err := agreement.Fleiss(from([][]int{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1}, {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0},
		{0, 2, 2, 3, 7}}), 0.95)
	near(t, "κ", ok(t, c, err).Estimate, 0.210, 3)
	near(t, "observed", c.Observed, 0.378, 3)
	near(t, "expected", c.Expected, 0.213, 3)
}

// crossed makes both raters' ratings of a table of counts.
func crossed(counts [][]int) (a, b []float64) {
	for i, row := range counts {
		for j, n := range row {
			for range n {
				a, b = append(a, float64(i)), append(b, float64(j))
			}
		}
	}
	return a, b
}

func pairs(a, b []float64) (r agreement.Ratings) {
	for i := range a {
		r = append(r, []float64{a[i], b[i]})
	}
	return r
}

// One hundred pregnancies classified by two abstractors (irrCAC, cont3x3abstractors).
func TestTwoAbstractorsEqualGwets(t *testing.T) {
	a, b := crossed([][]int{{13, 0, 0}, {0, 20, 7}, {0, 4, 56}})
	c, err := agreement.Cohen(a, b, agreement.Plain, nil, 0.95)
	near(t, "κ", ok(t, c, err).Estimate, 0.7964094, 7)
	near(t, "its error", c.SE, 0.05891072, 8)
	near(t, "its low", c.Low, 0.680, 3)
	near(t, "its high", c.High, 0.913, 3)
	c, err = agreement.AC1(pairs(a, b), nil, 0.95)
	near(t, "AC1", ok(t, c, err).Estimate, 0.8493305, 7)
	near(t, "its error", c.SE, 0.043, 3)
	c, err = agreement.Krippendorff(pairs(a, b), agreement.Nominal, 0.95)
	near(t, "α", ok(t, c, err).Estimate, 0.7972585, 7)
	near(t, "its error", c.SE, 0.06, 2)
	c, err = agreement.Percent(pairs(a, b), 0.95)
	near(t, "percent", ok(t, c, err).Estimate, 0.89, 9)
	near(t, "its low", c.Low, 0.828, 3)
}

// A. R. Feinstein & D. V. Cicchetti, Journal of Clinical Epidemiology 43 (1990) 543–549: 85 % agreement twice, κ .70 and .32.
func TestKappaFallsWhereOneAnswerIsRareAndAC1DoesNot(t *testing.T) {
	for _, c := range []struct {
		counts [][]int
		kappa  float64
		least  float64
	}{{[][]int{{40, 9}, {6, 45}}, 0.70, 0.69}, {[][]int{{80, 10}, {5, 5}}, 0.32, 0.80}} {
		a, b := crossed(c.counts)
		k, err := agreement.Cohen(a, b, agreement.Plain, nil, 0.95)
		near(t, "κ", ok(t, k, err).Estimate, c.kappa, 2)
		near(t, "agreement", k.Observed, 0.85, 9)
		g, err := agreement.AC1(pairs(a, b), nil, 0.95)
		if ok(t, g, err).Estimate < c.least {
			t.Errorf("AC1 is %v", g.Estimate)
		}
	}
}

// J. Cohen (1968), with weights of disagreement 0 1 3, 1 0 6, 3 6 0 there; with two categories all weights are one. Quadratic
// weights of a table with equal margins equal the intraclass and product-moment correlation (Cohen 1968, section on r).
func TestWeightedKappaEqualsItsSpecialCases(t *testing.T) {
	a, b := crossed([][]int{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}) // Cohen's table of 200, to which κ = .492 belongs
	c, err := agreement.Cohen(a, b, agreement.Plain, nil, 0.95)
	near(t, "κ", ok(t, c, err).Estimate, 0.492, 3)
	a, b = crossed([][]int{{40, 9}, {6, 45}})
	plain, err := agreement.Cohen(a, b, agreement.Plain, nil, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []agreement.Weights{agreement.Linear, agreement.Quadratic} {
		other, err := agreement.Cohen(a, b, w, nil, 0.95)
		if err != nil || math.Abs(other.Estimate-plain.Estimate) > 1e-12 || math.Abs(other.SE-plain.SE) > 1e-12 {
			t.Errorf("%s: %v, plain %v: %v", w, other, plain, err)
		}
	}
	a, b = crossed([][]int{{30, 8, 2}, {8, 25, 5}, {2, 5, 15}}) // equal margins
	q, err := agreement.Cohen(a, b, agreement.Quadratic, nil, 0.95)
	near(t, "quadratic κ", ok(t, q, err).Estimate, correlation(a, b), 9)
	// A category nobody used stretches the weights.
	l, err := agreement.Cohen(a, b, agreement.Linear, nil, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := agreement.Cohen(a, b, agreement.Linear, []float64{0, 1, 2, 3}, 0.95)
	if err != nil || math.Abs(wide.Estimate-l.Estimate) > 1e-12 || wide.Observed <= l.Observed {
		t.Errorf("%v with three categories, %v with four: %v", l, wide, err)
	}
}

func correlation(a, b []float64) float64 {
	n := float64(len(a))
	ma, mb, va, vb, c := 0.0, 0.0, 0.0, 0.0, 0.0
	for i := range a {
		ma, mb = ma+a[i]/n, mb+b[i]/n
	}
	for i := range a {
		va, vb, c = va+(a[i]-ma)*(a[i]-ma), vb+(b[i]-mb)*(b[i]-mb), c+(a[i]-ma)*(b[i]-mb)
	}
	return c / math.Sqrt(va*vb)
}

// judged draws units of a true class, which each rater names rightly or else by a guess; some ratings are missing.
func judged(random *rand.Rand, units, raters int, missing float64) agreement.Ratings {
	class := func() float64 {
		switch u := random.Float64(); {
		case u < 0.5:
			return 1
		case u < 0.8:
			return 2
		}
		return 3
	}
	r := make(agreement.Ratings, units)
	for i := range r {
		truth := class()
		for range raters {
			v := truth
			if random.Float64() < 0.3 {
				v = class()
			}
			if random.Float64() < missing {
				v = no
			}
			r[i] = append(r[i], v)
		}
	}
	return r
}

// all are the coefficients of one set of ratings.
func all(t interface{ Fatal(...any) }, r agreement.Ratings) map[string]agreement.Coefficient {
	found := map[string]agreement.Coefficient{}
	put := func(name string, c agreement.Coefficient, err error) { found[name] = ok(t, c, err) }
	p, err := agreement.Percent(r, 0.95)
	put("percent", p, err)
	g, err := agreement.AC1(r, []float64{1, 2, 3}, 0.95)
	put("AC1", g, err)
	f, err := agreement.Fleiss(r, 0.95)
	put("Fleiss", f, err)
	for _, m := range []agreement.Metric{agreement.Nominal, agreement.Ordinal, agreement.IntervalData, agreement.Ratio} {
		k, err := agreement.Krippendorff(r, m, 0.95)
		put("α "+string(m), k, err)
	}
	a, b := make([]float64, len(r)), make([]float64, len(r))
	for i, row := range r {
		a[i], b[i] = row[0], row[1]
	}
	for _, w := range []agreement.Weights{agreement.Plain, agreement.Linear, agreement.Quadratic} {
		c, err := agreement.Cohen(a, b, w, []float64{1, 2, 3}, 0.95)
		put("κ "+string(w), c, err)
	}
	return found
}

func covers(t *testing.T, runs, units int) map[string]float64 {
	t.Helper()
	random := rand.New(rand.NewPCG(61, 1))
	truth := all(t, judged(random, 300_000, 3, 0.1))
	held := map[string]float64{}
	for range runs {
		for name, c := range all(t, judged(random, units, 3, 0.1)) {
			if c.Low <= truth[name].Estimate && truth[name].Estimate <= c.High {
				held[name] += 1 / float64(runs)
			}
		}
	}
	return held
}

func TestAgreementIntervalsCover(t *testing.T) {
	for name, share := range covers(t, 1000, 100) {
		t.Logf("%s: %.3f", name, share)
		if share < 0.92 || share > 0.975 { // of 1,000
			t.Errorf("%s is held %.3f of the time", name, share)
		}
	}
}

func TestAgreementIsInOrderWhateverTheRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := judged(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), rapid.IntRange(30, 60).Draw(t, "units"), rapid.IntRange(2, 5).Draw(t, "raters"), rapid.Float64Range(0, 0.4).Draw(t, "missing"))
		for name, c := range all(t, r) {
			if math.IsNaN(c.SE) && c.Estimate == 1 { // no unit leaves a doubt: no limits
				continue
			}
			if !(-1 <= c.Low && c.Low <= c.Estimate && c.Estimate <= c.High && c.High <= 1) {
				t.Fatalf("%s: %+v", name, c)
			}
		}
		// Other numbers for the same names change nothing but distances; twice the numbers change no interval metric.
		other, double := make(agreement.Ratings, len(r)), make(agreement.Ratings, len(r))
		for i, row := range r {
			for _, v := range row {
				other[i], double[i] = append(other[i], 10-v*v), append(double[i], 7+2*v)
			}
		}
		a, b := all(t, r), func(f func(agreement.Ratings) (agreement.Coefficient, error), r agreement.Ratings) float64 {
			c, err := f(r)
			return ok(t, c, err).Estimate
		}
		for name, got := range map[string]float64{
			"Fleiss":  b(func(r agreement.Ratings) (agreement.Coefficient, error) { return agreement.Fleiss(r, 0.95) }, other),
			"percent": b(func(r agreement.Ratings) (agreement.Coefficient, error) { return agreement.Percent(r, 0.95) }, other),
			"α nominal": b(func(r agreement.Ratings) (agreement.Coefficient, error) {
				return agreement.Krippendorff(r, agreement.Nominal, 0.95)
			}, other),
			"α ordinal": b(func(r agreement.Ratings) (agreement.Coefficient, error) {
				return agreement.Krippendorff(r, agreement.Ordinal, 0.95)
			}, other),
			"α interval": b(func(r agreement.Ratings) (agreement.Coefficient, error) {
				return agreement.Krippendorff(r, agreement.IntervalData, 0.95)
			}, double),
		} {
			if math.Abs(got-a[name].Estimate) > 1e-9 {
				t.Fatalf("%s is %v under other numbers, %v before", name, got, a[name].Estimate)
			}
		}
	})
}

func TestAgreementRefusesWhatItCannotTell(t *testing.T) {
	alike := agreement.Ratings{{1, 1}, {1, 1}, {1, 1}}
	many := make(agreement.Ratings, 201)
	for i := range many {
		many[i] = []float64{float64(i), float64(i)}
	}
	for name, c := range map[string]struct {
		code string
		of   func() (agreement.Coefficient, error)
	}{
		"level":   {"level", func() (agreement.Coefficient, error) { return agreement.Percent(alike, 95) }},
		"nothing": {"too_few_units", func() (agreement.Coefficient, error) { return agreement.Percent(nil, 0.95) }},
		"no pairs": {"too_few_units", func() (agreement.Coefficient, error) {
			return agreement.AC1(agreement.Ratings{{1, no}, {2, no}, {1, 1}}, nil, 0.95)
		}},
		"infinite": {"not_a_number", func() (agreement.Coefficient, error) {
			return agreement.Fleiss(agreement.Ratings{{1, math.Inf(1)}}, 0.95)
		}},
		"NaN category":     {"not_a_number", func() (agreement.Coefficient, error) { return agreement.AC1(alike, []float64{no}, 0.95) }},
		"unknown category": {"unknown_category", func() (agreement.Coefficient, error) { return agreement.AC1(alike, []float64{2, 3}, 0.95) }},
		"measurements":     {"too_many_values", func() (agreement.Coefficient, error) { return agreement.Fleiss(many, 0.95) }},
		"Fleiss, alike":    {"one_category", func() (agreement.Coefficient, error) { return agreement.Fleiss(alike, 0.95) }},
		"AC1, alike":       {"one_category", func() (agreement.Coefficient, error) { return agreement.AC1(alike, nil, 0.95) }},
		"α, alike":         {"one_category", func() (agreement.Coefficient, error) { return agreement.Krippendorff(alike, agreement.Ordinal, 0.95) }},
		"κ, alike": {"one_category", func() (agreement.Coefficient, error) {
			return agreement.Cohen([]float64{1, 1, 1}, []float64{1, 1, 1}, agreement.Plain, nil, 0.95)
		}},
		"lengths": {"lengths", func() (agreement.Coefficient, error) {
			return agreement.Cohen([]float64{1, 1, 1}, []float64{1}, agreement.Plain, nil, 0.95)
		}},
		"weights": {"weights", func() (agreement.Coefficient, error) { return agreement.Cohen(nil, nil, "cubic", nil, 0.95) }},
		"metric":  {"metric", func() (agreement.Coefficient, error) { return agreement.Krippendorff(alike, "fuzzy", 0.95) }},
		"negative ratio": {"negative", func() (agreement.Coefficient, error) {
			return agreement.Krippendorff(agreement.Ratings{{-1, 1}, {1, 1}}, agreement.Ratio, 0.95)
		}},
	} {
		_, err := c.of()
		var refusal *stats.Refusal
		if !errors.As(err, &refusal) || refusal.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnanimousRatersHaveNoFalseCertainty(t *testing.T) {
	r := agreement.Ratings{{1, 1}, {2, 2}, {1, 1}, {2, 2}, {3, 3}, {1, 1}, {2, 2}, {3, 3}}
	for name, c := range all(t, r) {
		if c.Estimate != 1 {
			t.Errorf("%s is %v", name, c.Estimate)
		}
		if name == "percent" {
			if !c.Known() || c.Low > 0.7 {
				t.Errorf("8 of 8 agreed: %v", c.Interval)
			}
		} else if c.Known() {
			t.Errorf("%s of 8 units is %v", name, c.Interval)
		}
	}
	// AC1 knows that there was something else to choose.
	c, err := agreement.AC1(agreement.Ratings{{1, 1}, {1, 1}, {1, 1}}, []float64{1, 2}, 0.95)
	if err != nil || c.Estimate != 1 {
		t.Errorf("%+v: %v", c, err)
	}
	// All but one unit alike: α without it can't be known.
	k, err := agreement.Krippendorff(agreement.Ratings{{1, 1}, {1, 1}, {1, 2}}, agreement.Nominal, 0.95)
	if err != nil || k.Known() || math.IsNaN(k.Estimate) {
		t.Errorf("%+v: %v", k, err)
	}
}
