package chart

import (
	"math"

	"github.com/touchstone-cx/touchstone/stats"
)

// d2 of two neighbours: the mean range of two normal values in standard deviations, 2/√π, and d3/d2 for their upper limit. The
// published constants 1.128 and 3.267 are these, rounded.
var (
	neighbours = 2 / math.SqrtPi
	rangeLimit = 1 + 3*math.Sqrt(2-4/math.Pi)/(2/math.SqrtPi)
)

// XmR charts single values, such as a month's median handling time, and beside them the moving ranges |x_i − x_(i−1)|.
//
//	X: x̄ ± 3·mR̄/1.128        mR: upper limit 3.267·mR̄, no lower one
//
// in the unit of the values. A moving range is charted at the later of its two points; the first point of each part has none and
// is missing from the second chart, whose points are so fewer by the number of parts. It has no rules but the limit.
//
// Refusals: "few_points" (a part whose limits rest on fewer than 2), "not_a_number", "baseline", "splits", "ghosts", "rules".
// Warnings: "few_points" (fewer than 12), "no_spread".
//
// Source: W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931); the constants as in NIST/SEMATECH
// e-Handbook of Statistical Methods, 6.3.2.2.
func XmR(values []float64, o Options) (x, mr Chart, err error) {
	if err := finite(values...); err != nil {
		return Chart{}, Chart{}, err
	}
	points := make([]Point, len(values))
	for i, v := range values {
		points[i] = Point{Value: v, Size: 1}
	}
	x, err = draw(Individual, points, o, func(basis []Point) (float64, float64, float64) {
		return mean(basis, value), movingRange(basis, value) / neighbours, 1
	}, constant, math.Inf(-1), math.Inf(1))
	if err != nil {
		return Chart{}, Chart{}, err
	}
	return x, x.ranges(o), nil
}

// ranges is the second half of XmR. Its limit rests on what the first half's rests on.
func (c *Chart) ranges(o Options) Chart {
	out := Chart{Kind: MovingRange}
	for _, p := range c.Parts {
		center := p.Sigma * neighbours
		part := Part{From: len(out.Points), Basis: p.Basis - 1, Center: center, Sigma: center * (rangeLimit - 1) / 3, Dispersed: 1}
		before := -1
		for i := p.From; i < p.To; i++ {
			if c.Points[i].Ghost {
				continue
			}
			if before >= 0 {
				point := Point{Index: i, Value: math.Abs(c.Points[i].Value - c.Points[before].Value), Size: 1}
				point.limit(&part, constant, 0, math.Inf(1))
				out.Points = append(out.Points, point)
			}
			before = i
		}
		part.To = len(out.Points)
		part.Runs = runsOf(out.Points[part.From:part.To], center)
		out.Parts = append(out.Parts, part)
	}
	out.call([]Rule{Beyond})
	return out
}

// Means charts the means of small samples, such as five calls an hour.
//
//	x̄̄ ± 3·s/√n        x̄̄ = Σ n_i·x̄_i / Σ n_i        s = mean over samples of R_i/d2(n_i)
//
// with R a sample's range and d2(n) the mean range of n normal values. Samples may differ in size; those of one value have no
// range and say nothing of s.
//
// Refusals: as XmR, "counts" (an empty sample) and "no_repeats" (no sample that limits rest on has two values).
//
// Source: as XmR; s as in D. C. Montgomery, Introduction to Statistical Quality Control, and in the package qcc (L. Scrucca, R
// News 4/1 (2004) 11–17), whose limits of its piston rings the tests reproduce.
func Means(samples [][]float64, o Options) (Chart, error) {
	points, deviations := make([]Point, len(samples)), map[float64]float64{}
	ranges := make([]float64, len(samples))
	for i, s := range samples {
		if len(s) == 0 {
			return Chart{}, stats.Refuse("counts", "A sample is empty; leave it out.")
		}
		if err := finite(s...); err != nil {
			return Chart{}, err
		}
		low, high, sum := math.Inf(1), math.Inf(-1), 0.0
		for _, v := range s {
			low, high, sum = min(low, v), max(high, v), sum+v
		}
		n := float64(len(s))
		points[i], ranges[i] = Point{Value: sum / n, Size: n}, math.NaN()
		if len(s) > 1 {
			if deviations[n] == 0 {
				deviations[n] = MeanRange(len(s))
			}
			ranges[i] = (high - low) / deviations[n]
		}
	}
	// The part's function sees points, not samples: what a sample says of s travels in the point until limits are set.
	for i := range points {
		points[i].Sigma = ranges[i]
	}
	repeated := true
	c, err := draw(Mean, points, o, func(basis []Point) (float64, float64, float64) {
		sum, size, s, n := 0.0, 0.0, 0.0, 0.0
		for _, p := range basis {
			sum, size = sum+p.Value*p.Size, size+p.Size
			if !math.IsNaN(p.Sigma) {
				s, n = s+p.Sigma, n+1
			}
		}
		if n == 0 {
			repeated = false
			return sum / size, 0, 1
		}
		return sum / size, s / n, 1
	}, perRoot, math.Inf(-1), math.Inf(1))
	if err == nil && !repeated {
		return Chart{}, stats.Refuse("no_repeats", "No sample has two values, so there is no telling how much values scatter; chart single values instead.")
	}
	return c, err
}

// MeanRange is d2(n): the expected range of n independent standard normal values, n ≥ 2, to ten digits; NaN below.
//
//	∫ 1 − Φ(x)ⁿ − (1 − Φ(x))ⁿ dx
func MeanRange(n int) float64 {
	if n < 2 {
		return math.NaN()
	}
	// The integrand is smooth and falls to nothing at both ends, where the trapezoid rule is as good as any other.
	const reach, steps = 12.0, 2400
	sum := 0.0
	for k := range steps + 1 {
		x := -reach + 2*reach*float64(k)/steps
		below := 0.5 * math.Erfc(-x/math.Sqrt2)
		above := 0.5 * math.Erfc(x/math.Sqrt2)
		sum += 1 - math.Pow(below, float64(n)) - math.Pow(above, float64(n))
	}
	return sum * 2 * reach / steps
}

func value(p Point) float64 { return p.Value }

func constant(sigma, _ float64) float64 { return sigma }

func perRoot(sigma, size float64) float64 { return sigma / math.Sqrt(size) }

// movingRange is the mean difference of neighbours.
func movingRange(points []Point, of func(Point) float64) float64 {
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += math.Abs(of(points[i]) - of(points[i-1]))
	}
	return sum / float64(len(points)-1)
}
