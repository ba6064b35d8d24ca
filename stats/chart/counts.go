package chart

import (
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// Share is a period's hits among n, such as callers who gave up among callers.
type Share struct{ Hits, N int64 }

// Events is a period's events and what they could happen in: complaints and thousands of contacts.
type Events struct {
	Count    int64
	Exposure float64
}

// Proportions charts shares.
//
//	p: p̄ ± 3·√(p̄(1−p̄)/n_i)        p′: p̄ ± 3·σ_z·√(p̄(1−p̄)/n_i)        σ_z = mean|z_i − z_(i−1)| / 1.128        z_i = (p_i − p̄)/√(p̄(1−p̄)/n_i)
//
// with p̄ of all hits among all n that limits rest on. Limits are cut at 0 and 1. With large n (thousands a period) chance alone
// makes limits so narrow that every ordinary week lies outside; Laney's p′ widens them to how much shares really scatter and is
// what to take there. With σ_z = 1 both are the same.
//
// Refusals: as XmR, and "counts" (n below 1, or hits below 0 or above n).
//
// Source: D. B. Laney, Quality Engineering 14 (2002) 531–537.
func Proportions(shares []Share, laney bool, o Options) (Chart, error) {
	points := make([]Point, len(shares))
	for i, s := range shares {
		if s.N < 1 || s.Hits < 0 || s.Hits > s.N {
			return Chart{}, stats.Refuse("counts", "A period has no cases, or more hits than cases; leave periods without cases out.")
		}
		points[i] = Point{Value: float64(s.Hits) / float64(s.N), Size: float64(s.N)}
	}
	return draw(either(laney, LaneyP, Proportion), points, o, weighted(laney, func(p float64) float64 { return math.Sqrt(p * (1 - p)) }), perRoot, 0, 1)
}

// Rates charts events per unit of exposure.
//
//	u: ū ± 3·√(ū/n_i)        u′: as p′ with z_i = (u_i − ū)/√(ū/n_i)
//
// with ū of all events over all exposure that limits rest on. Limits are cut at 0. The unit of exposure is the caller's: hours,
// contacts, thousands of them.
//
// Refusals: as XmR, and "counts" (exposure not above 0, or events below 0).
//
// Source: as Proportions.
func Rates(events []Events, laney bool, o Options) (Chart, error) {
	points := make([]Point, len(events))
	for i, e := range events {
		if !(e.Exposure > 0) || math.IsInf(e.Exposure, 0) || e.Count < 0 {
			return Chart{}, stats.Refuse("counts", "A period has no exposure, or fewer than no events; leave periods without exposure out.")
		}
		points[i] = Point{Value: float64(e.Count) / e.Exposure, Size: e.Exposure}
	}
	return draw(either(laney, LaneyU, Rate), points, o, weighted(laney, math.Sqrt), perRoot, 0, math.Inf(1))
}

// Counts charts events in periods with equal exposure: c̄ ± 3·√c̄, cut at 0. Where exposure changes, take Rates.
//
// Refusals: as XmR, and "counts" (below 0).
func Counts(counts []int64, o Options) (Chart, error) {
	points := make([]Point, len(counts))
	for i, n := range counts {
		if n < 0 {
			return Chart{}, stats.Refuse("counts", "There can't be fewer than no events.")
		}
		points[i] = Point{Value: float64(n), Size: 1}
	}
	return draw(Count, points, o, weighted(false, math.Sqrt), constant, 0, math.Inf(1))
}

// Gaps charts how many cases lie between two rare events, such as contacts between two formal complaints.
//
//	limits: x̄ ± 3·√(x̄(x̄+1)), cut at 0        centre line: the median
//
// Gaps follow the geometric distribution, which is so skewed that half of the points lie below seven tenths of the mean: runs are
// therefore counted about the median. More cases between events is better; a lower limit rarely exists.
//
// Refusals: as Counts.
//
// Source: J. C. Benneyan, Health Care Management Science 4 (2001) 305–318.
func Gaps(cases []int64, o Options) (Chart, error) {
	points := make([]Point, len(cases))
	for i, n := range cases {
		if n < 0 {
			return Chart{}, stats.Refuse("counts", "There can't be fewer than no cases between two events.")
		}
		points[i] = Point{Value: float64(n), Size: 1}
	}
	c, err := draw(Gap, points, o, func(basis []Point) (float64, float64, float64) {
		m := mean(basis, value)
		return m, math.Sqrt(m * (m + 1)), 1
	}, constant, 0, math.Inf(1))
	if err != nil {
		return c, err
	}
	// Limits lie about the mean, the centre line and runs about the median: so the line is moved once limits are set.
	for k := range c.Parts {
		p := &c.Parts[k]
		p.Center = median(c.basis(*p, o.Baseline))
		for i := p.From; i < p.To; i++ {
			c.Points[i].Center = p.Center
		}
		p.Runs = runsOf(c.Points[p.From:p.To], p.Center)
	}
	c.Signals = nil
	c.call(o.Rules)
	return c, nil
}

// weighted is the centre of all hits over all sizes, σ of a point of size 1, and Laney's σ_z where it is asked.
func weighted(laney bool, deviation func(center float64) float64) part {
	return func(basis []Point) (center, sigma, dispersed float64) {
		hits, size := 0.0, 0.0
		for _, p := range basis {
			hits, size = hits+p.Value*p.Size, size+p.Size
		}
		center = hits / size
		sigma = deviation(center)
		if !laney || sigma == 0 {
			return center, sigma, 1
		}
		z := func(p Point) float64 { return (p.Value - center) / perRoot(sigma, p.Size) }
		return center, sigma, movingRange(basis, z) / neighbours
	}
}

func either(laney bool, yes, no Kind) Kind {
	if laney {
		return yes
	}
	return no
}

func median(points []Point) float64 {
	values := make([]float64, len(points))
	for i, p := range points {
		values[i] = p.Value
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
