package drivers

import (
	"math"

	"github.com/touchstone-cx/touchstone/stats"
)

// Ellipse is the region that holds a driver's true performance and importance together at a level.
type Ellipse struct {
	X, Y         float64 // the centre: performance in its own unit, importance as a share of R²
	HalfX, HalfY float64 // how far it reaches to either side of the centre, each way
	Major, Minor float64 // half axes, if both units are drawn equally long
	Angle        float64 // of the major axis, radians from the performance axis
	Level        float64
	varX, varY   float64
	covariance   float64
}

// Quadrant is where a driver lies on the chart of importance against performance.
type Quadrant string

// The closed list, after Martilla & James.
const (
	Concentrate Quadrant = "concentrate" // important and weak: mend this first
	KeepUp      Quadrant = "keep_up"     // important and strong
	LowPriority Quadrant = "low_priority"
	Overkill    Quadrant = "overkill" // strong where it matters little
	NotTold     Quadrant = ""         // the ellipse crosses a line, so the rows don't tell
)

// Ellipse is the joint region of performance and importance,
//
//	(z − centre)' V⁻¹ (z − centre) ≤ χ²₂(level) = −2·ln(1 − level)
//
// with V the bootstrap covariance of the two. All NaN for a level outside (0, 1).
//
// Source: any text of multivariate statistics, such as R. A. Johnson & D. W. Wichern, Applied Multivariate Statistical Analysis,
// section 5.4.
func (p Place) Ellipse(level float64) Ellipse {
	e := Ellipse{X: p.Performance, Y: p.Importance, Level: level, varX: p.VarPerformance, varY: p.VarImportance, covariance: p.Covariance}
	reach := math.NaN()
	if level > 0 && level < 1 {
		reach = math.Sqrt(-2 * math.Log1p(-level))
	}
	e.HalfX, e.HalfY = reach*math.Sqrt(p.VarPerformance), reach*math.Sqrt(p.VarImportance)
	middle, apart := (p.VarPerformance+p.VarImportance)/2, math.Hypot((p.VarPerformance-p.VarImportance)/2, p.Covariance)
	e.Major, e.Minor = reach*math.Sqrt(middle+apart), reach*math.Sqrt(max(0, middle-apart))
	e.Angle = math.Atan2(2*p.Covariance, p.VarPerformance-p.VarImportance) / 2
	return e
}

// Quadrant names where all of the ellipse lies between the crosshairs at performance x and importance y, which the caller
// states; NotTold where it crosses one of them or isn't known.
//
// Source: J. A. Martilla & J. C. James, Journal of Marketing 41 (1977) 1, 77–79. That a quadrant is named only inside is ours.
func (e Ellipse) Quadrant(x, y float64) Quadrant {
	across := stats.Judge(stats.Interval{Estimate: e.X - x, Low: e.X - e.HalfX - x, High: e.X + e.HalfX - x, Level: e.Level})
	up := stats.Judge(stats.Interval{Estimate: e.Y - y, Low: e.Y - e.HalfY - y, High: e.Y + e.HalfY - y, Level: e.Level})
	switch [2]stats.Verdict{across, up} {
	case [2]stats.Verdict{stats.Lower, stats.Higher}:
		return Concentrate
	case [2]stats.Verdict{stats.Higher, stats.Higher}:
		return KeepUp
	case [2]stats.Verdict{stats.Lower, stats.Lower}:
		return LowPriority
	case [2]stats.Verdict{stats.Higher, stats.Lower}:
		return Overkill
	}
	return NotTold
}

// Outline is n points around the ellipse, for drawing; the first isn't repeated. Scaling each axis to a screen keeps it right.
func (e Ellipse) Outline(n int) [][2]float64 {
	points := make([][2]float64, 0, max(0, n))
	// By the Cholesky factor of the covariance, so that it needs no common unit of both axes.
	slope, rest := 0.0, e.HalfY
	if e.varX > 0 {
		correlation := 0.0
		if e.varY > 0 {
			correlation = max(-1, min(1, e.covariance/math.Sqrt(e.varX*e.varY)))
		}
		slope, rest = e.HalfY*correlation, e.HalfY*math.Sqrt(1-correlation*correlation)
	}
	for k := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
		points = append(points, [2]float64{e.X + e.HalfX*cos, e.Y + slope*cos + rest*sin})
	}
	return points
}
