package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Dispersion says how much units may differ for reasons that are nobody's merit or fault: their customers, their products.
type Dispersion string

// The closed list.
const (
	// ChanceOnly: all units would be alike but for chance. With many answers nearly every unit then lies outside.
	ChanceOnly Dispersion = "chance_only"
	// Multiplied: the variance of chance is multiplied by φ, estimated from the units' own scatter.
	Multiplied Dispersion = "multiplied"
	// Added: units' true figures scatter by τ around the target, which is added to chance. Large units get no narrower than τ.
	Added Dispersion = "added"
)

// The two pairs of limits of a funnel: outside the inner one in 20 units that are like all others is found, outside the outer one
// in 500.
const (
	FunnelInner = 0.95
	FunnelOuter = 0.998
)

// winsorised is the share of units at each end whose distance counts as that of the next one when scatter is estimated, so that
// the units one is looking for don't widen their own limits.
const winsorised = 0.1

// ShareOf is a unit with a share: hits among n.
type ShareOf struct {
	Name    string
	Hits, N int64
}

// MeanOf is a unit with a mean.
type MeanOf struct {
	Name string
	Sums Sums
}

// Funnel compares units with a target, allowing for how many answers each has.
type Funnel struct {
	Target     float64
	Dispersion Dispersion
	Phi        float64 // how much more units scatter than by chance: 1 is no more
	Tau        float64 // with Added: the standard deviation of the units' true figures
	Deviation  float64 // the standard deviation of one answer: √(target·(1−target)), or that within units
	Points     []FunnelPoint
}

// FunnelPoint is one unit, in the unit of the target.
type FunnelPoint struct {
	Name         string
	N            int64
	Value        float64
	Inner, Outer Limits
	Z            float64 // distance from the target in standard errors, dispersion allowed for
	Inside       Verdict // against the inner limits: Higher, Lower, or Unclear for inside
	Far          Verdict // against the outer
}

// Limits are between which a unit of this size would mostly lie if it were like all others.
type Limits struct{ Low, High float64 }

// FunnelShares is the funnel of proportions. Pass NaN as target to compare with all units together.
//
// With ChanceOnly the limits are exact: those of the binomial distribution, interpolated between counts so that they are
// smooth in n,
//
//	(r − (P(R ≤ r) − p) / P(R = r)) / n        with r the smallest count that P(R ≤ r) ≥ p
//
// for p = (1 ∓ level)/2. With the others they are the score limits target ± z·√(φ·target·(1−target)/n) or target ±
// z·√(target·(1−target)/n + τ²), which at φ = 1 say the same as whether the unit's Wilson interval holds the target.
//
// φ is the mean of the units' squared winsorised z (10 % at each end), divided by 0.679, which is what normal z have, so that chance
// alone gives 1 (the source doesn't divide, and finds a third less). Limits use at least 1; τ² = (Iφ − (I−1)) / (Σw − Σw²/Σw) with w =
// 1/SE², at least 0.
//
// Refusals: "no_units", "names", "counts" (a unit without answers or with impossible hits), "target" (outside 0–1, or exactly
// 0 or 1), "dispersion", "few_units" (scatter can't be estimated from fewer than 5).
//
// Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202, and for the two dispersions Quality and Safety in
// Health Care 14 (2005) 347–351.
func FunnelShares(units []ShareOf, target float64, d Dispersion) (Funnel, error) {
	f := Funnel{Target: target, Dispersion: d}
	hits, n := int64(0), int64(0)
	for _, u := range units {
		if u.N <= 0 || u.Hits < 0 || u.Hits > u.N {
			return f, Refuse("counts", fmt.Sprintf("%%s has %d of %d: leave units without answers out.", u.Hits, u.N), u.Name)
		}
		hits, n = hits+u.Hits, n+u.N
		f.Points = append(f.Points, FunnelPoint{Name: u.Name, N: u.N, Value: float64(u.Hits) / float64(u.N)})
	}
	if math.IsNaN(target) && n > 0 {
		f.Target = float64(hits) / float64(n)
	}
	if len(units) > 0 && !(f.Target > 0 && f.Target < 1) {
		return f, Refuse("target", "The target must lie above 0 and below 1. Where all units have 0 or 100 %, there is nothing to compare.")
	}
	f.Deviation = math.Sqrt(f.Target * (1 - f.Target))
	if err := f.fill(NormalQuantile); err != nil {
		return f, err
	}
	if d == ChanceOnly {
		for k := range f.Points {
			p := &f.Points[k]
			p.Inner, p.Outer = binomialLimits(f.Target, p.N, FunnelInner), binomialLimits(f.Target, p.N, FunnelOuter)
			p.judge()
		}
	}
	return f, nil
}

// FunnelMeans is the funnel of means, in units of scale (see Mean). Pass NaN as target to compare with the mean of all answers.
//
// Limits are target ± t·s/√n with s² the variance within units, pooled, and t of its degrees of freedom; with dispersion as in
// FunnelShares. A unit of one answer has limits too.
//
// Refusals: as FunnelShares, and "no_spread" (no unit has two different answers).
func FunnelMeans(units []MeanOf, scale int64, target float64, d Dispersion) (Funnel, error) {
	f := Funnel{Target: target, Dispersion: d}
	within, n, sum := 0.0, int64(0), 0.0
	for _, u := range units {
		squares, ok := u.Sums.spread()
		if !ok || scale <= 0 {
			return f, Refuse("counts", "%s has no answers, or sums that no answers have.", u.Name)
		}
		mean := Mean(u.Sums, scale, math.NaN()).Estimate
		s, _ := squares.Float64()
		within += s / float64(u.Sums.N) / float64(scale) / float64(scale)
		n, sum = n+u.Sums.N, sum+mean*float64(u.Sums.N)
		f.Points = append(f.Points, FunnelPoint{Name: u.Name, N: u.Sums.N, Value: mean})
	}
	if math.IsNaN(target) && n > 0 {
		f.Target = sum / float64(n)
	}
	if math.IsNaN(f.Target) || math.IsInf(f.Target, 0) {
		f.Target = math.NaN()
		if len(units) > 0 {
			return f, Refuse("target", "The target isn't a number.")
		}
	}
	df := float64(n) - float64(len(units))
	if len(units) > 0 && !(within > 0 && df > 0) {
		return f, Refuse("no_spread", "No unit has two different answers, so there is no telling how much means scatter by chance.")
	}
	f.Deviation = math.Sqrt(within / df)
	return f, f.fill(func(p float64) float64 { return StudentQuantile(p, df) })
}

// fill estimates dispersion and sets limits around the target.
func (f *Funnel) fill(quantile func(float64) float64) error {
	switch {
	case len(f.Points) == 0:
		return Refuse("no_units", "There is no unit to compare.")
	case f.Dispersion != ChanceOnly && f.Dispersion != Multiplied && f.Dispersion != Added:
		return Refuse("dispersion", "Dispersion is by chance only, multiplied, or added.")
	case f.Dispersion != ChanceOnly && len(f.Points) < 5:
		return Refuse("few_units", "From fewer than 5 units there is no telling how much units differ; compare by chance only.")
	}
	seen := map[string]bool{}
	for _, p := range f.Points {
		if seen[p.Name] {
			return Refuse("names", "%s is there twice.", p.Name)
		}
		seen[p.Name] = true
	}
	f.Phi = f.scatter()
	if f.Dispersion == Added {
		f.Tau = f.between()
	}
	for k := range f.Points {
		p := &f.Points[k]
		se := f.Deviation / math.Sqrt(float64(p.N))
		switch f.Dispersion {
		case Multiplied:
			se *= math.Sqrt(max(1, f.Phi))
		case Added:
			se = math.Hypot(se, f.Tau)
		}
		p.Z = (p.Value - f.Target) / se
		inner, outer := quantile(twoSided(FunnelInner))*se, quantile(twoSided(FunnelOuter))*se
		p.Inner, p.Outer = Limits{f.Target - inner, f.Target + inner}, Limits{f.Target - outer, f.Target + outer}
		p.judge()
	}
	return nil
}

// scatter is φ: the mean squared winsorised z, divided by what it would be of normal z with as many winsorised.
func (f *Funnel) scatter() float64 {
	z := make([]float64, len(f.Points))
	for k, p := range f.Points {
		z[k] = (p.Value - f.Target) / f.Deviation * math.Sqrt(float64(p.N))
	}
	slices.Sort(z)
	cut := int(winsorised * float64(len(z)))
	sum := 0.0
	for k := range z {
		v := z[min(max(k, cut), len(z)-1-cut)]
		sum += v * v
	}
	return sum / float64(len(z)) / winsorisedVariance(float64(cut)/float64(len(z)))
}

// winsorisedVariance is the mean square of a standard normal variable with a share s at each end moved to the quantile there: 1 at
// s = 0, 0.679 at 0.1.
func winsorisedVariance(s float64) float64 {
	if s == 0 {
		return 1
	}
	c := NormalQuantile(1 - s)
	density := math.Exp(-c*c/2) / math.Sqrt(2*math.Pi)
	return 1 - 2*s - 2*c*density + 2*s*c*c
}

// between is τ.
func (f *Funnel) between() float64 {
	w, w2 := 0.0, 0.0
	for _, p := range f.Points {
		v := float64(p.N) / f.Deviation / f.Deviation
		w, w2 = w+v, w2+v*v
	}
	i := float64(len(f.Points))
	return math.Sqrt(max(0, (i*f.Phi-(i-1))/(w-w2/w)))
}

// judge compares a point with its limits.
func (p *FunnelPoint) judge() {
	p.Inside, p.Far = p.Inner.judge(p.Value), p.Outer.judge(p.Value)
}

func (l Limits) judge(value float64) Verdict {
	switch {
	case value > l.High:
		return Higher
	case value < l.Low:
		return Lower
	}
	return Unclear
}

// binomialLimits are exact limits of a share of n, interpolated between counts.
func binomialLimits(target float64, n int64, level float64) Limits {
	b := distuv.Binomial{N: float64(n), P: target}
	limit := func(p float64) float64 {
		low, high := int64(-1), n // the smallest count with P(R ≤ count) ≥ p is above low and at most high
		for high-low > 1 {
			if middle := low + (high-low)/2; b.CDF(float64(middle)) >= p {
				high = middle
			} else {
				low = middle
			}
		}
		at, before := b.CDF(float64(high)), 0.0
		if high > 0 {
			before = b.CDF(float64(high - 1))
		}
		return max(0, float64(high)-(at-p)/(at-before)) / float64(n)
	}
	return Limits{limit((1 - level) / 2), limit(twoSided(level))}
}
