// Package chart draws the limits of control charts: has a process changed, or does it scatter as it always did?
//
// A chart has a centre line and limits three standard deviations of chance away from it. Points beyond a limit, runs that are too
// long and lines that cross the centre too seldom are signals: something happened that is worth asking about. Everything else is
// the process as it is, and asking who is to blame for one point of it is asking dice.
//
// Limits are frozen on a baseline (Options.Baseline) and begin anew at a change that somebody knows of (Options.Splits). A signal
// says that something changed, never what made it change.
package chart

import (
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// Kind is what is charted.
type Kind string

// The closed list of kinds.
const (
	Individual  Kind = "xmr"     // single values, X
	MovingRange Kind = "mr"      // differences of neighbours, the other half of XmR
	Mean        Kind = "xbar"    // means of small samples
	Proportion  Kind = "p"       // shares of a changing number
	LaneyP      Kind = "p_prime" // … of large numbers, where shares scatter by more than chance
	Rate        Kind = "u"       // events per exposure
	LaneyU      Kind = "u_prime" // … of much exposure
	Count       Kind = "c"       // events in equal periods
	Gap         Kind = "g"       // cases between rare events
)

// Options says on what limits rest and which rules call. The zero value takes every point of a part for its limits and calls by
// DefaultRules.
type Options struct {
	Baseline int    // how many points from the start of each part its limits rest on; 0 is all of them
	Splits   []int  // indices at which a new part begins, ascending: a change that is known
	Ghosts   []int  // indices that limits don't rest on and rules don't see: a strike, a broken sensor
	Rules    []Rule // nil is DefaultRules
}

// Chart is what a chart shows.
type Chart struct {
	Kind     Kind
	Points   []Point
	Parts    []Part
	Signals  []Signal // by where they begin
	Warnings []*stats.Refusal
}

// Point is one point, in the unit of the chart: that of the values for XmR, mr and x̄, a share from 0 to 1 for p, events per
// unit of exposure for u, events for c, cases for g.
type Point struct {
	Index             int // of the value it was made from; of the later one of a moving range
	Value             float64
	Size              float64 // denominator, exposure or size of the sample; 1 where there is none
	Center, Low, High float64
	Sigma             float64 // a third of the way from the centre to a limit, before limits are cut at what is possible
	Beyond            stats.Verdict
	Ghost             bool
}

// Part is a stretch of points with limits of its own.
type Part struct {
	From, To  int     // indices of its points: From ≤ i < To
	Basis     int     // how many points its limits rest on
	Center    float64 // the centre line
	Sigma     float64 // of a point of one unit of size: s for values, √(p̄(1−p̄)), √ū
	Dispersed float64 // Laney's σ_z: by how much more than chance points scatter; 1 where it isn't asked
	Runs      Runs
}

// few is the number of points below which limits are rough: their own standard error is then about a quarter.
const few = 12

// part is what a kind of chart makes of the points that limits rest on.
type part func(basis []Point) (center, sigma, dispersed float64)

// draw cuts points into parts, sets their limits and calls signals. spread is σ of a point of some size where it is 1 for size 1;
// floor and ceiling are what values can't pass. The centre of runs is the centre line.
func draw(kind Kind, points []Point, o Options, of part, spread func(sigma, size float64) float64, floor, ceiling float64) (Chart, error) {
	c := Chart{Kind: kind, Points: points}
	if err := known(o.Rules); err != nil {
		return Chart{}, err
	}
	if err := c.cut(o); err != nil {
		return Chart{}, err
	}
	for k := range c.Parts {
		p := &c.Parts[k]
		basis := c.basis(*p, o.Baseline)
		if len(basis) < 2 {
			return Chart{}, stats.Refuse("few_points", "Limits need at least two points, and better twelve; move the split or widen the baseline.")
		}
		p.Basis = len(basis)
		p.Center, p.Sigma, p.Dispersed = of(basis)
		if !(p.Sigma >= 0) || math.IsInf(p.Sigma, 0) || math.IsInf(p.Center, 0) {
			return Chart{}, stats.Refuse("not_a_number", "The values are beyond what a number can hold.")
		}
		for i := p.From; i < p.To; i++ {
			c.Points[i].limit(p, spread, floor, ceiling)
		}
		p.Runs = runsOf(c.Points[p.From:p.To], p.Center)
		c.warn(p)
	}
	c.call(o.Rules)
	return c, nil
}

// cut makes the parts and marks the ghosts.
func (c *Chart) cut(o Options) error {
	if len(c.Points) < 2 {
		return stats.Refuse("few_points", "A chart needs at least two points, and better twelve.")
	}
	if o.Baseline < 0 {
		return stats.Refuse("baseline", "The baseline is a number of points.")
	}
	from := 0
	for _, split := range o.Splits {
		if split <= from || split >= len(c.Points) {
			return stats.Refuse("splits", "Splits lie between the first point and the last, in order, each once.")
		}
		c.Parts = append(c.Parts, Part{From: from, To: split})
		from = split
	}
	c.Parts = append(c.Parts, Part{From: from, To: len(c.Points)})
	for i := range c.Points {
		c.Points[i].Index = i
	}
	for _, g := range o.Ghosts {
		if g < 0 || g >= len(c.Points) {
			return stats.Refuse("ghosts", "A point to leave out isn't on the chart.")
		}
		c.Points[g].Ghost = true
	}
	return nil
}

// basis are the points that a part's limits rest on.
func (c *Chart) basis(p Part, baseline int) []Point {
	to := p.To
	if baseline > 0 {
		to = min(to, p.From+baseline)
	}
	return slices.DeleteFunc(slices.Clone(c.Points[p.From:to]), func(p Point) bool { return p.Ghost })
}

// limit sets a point's limits and says whether it lies beyond one.
func (p *Point) limit(of *Part, spread func(sigma, size float64) float64, floor, ceiling float64) {
	p.Center, p.Sigma, p.Beyond = of.Center, of.Dispersed*spread(of.Sigma, p.Size), stats.Unclear
	p.Low, p.High = max(floor, p.Center-3*p.Sigma), min(ceiling, p.Center+3*p.Sigma)
	if p.Ghost || p.Sigma == 0 {
		return
	}
	// Rounding must not call a point that lies on its limit, such as a share of 0 where the limit was cut at 0.
	hair := 1e-12 * max(1, math.Abs(p.Value))
	switch {
	case p.Value > p.High+hair:
		p.Beyond = stats.Higher
	case p.Value < p.Low-hair:
		p.Beyond = stats.Lower
	}
}

// warn says what needs care in a part.
func (c *Chart) warn(p *Part) {
	add := func(code, text string) {
		if !slices.ContainsFunc(c.Warnings, func(w *stats.Refusal) bool { return w.Code == code }) {
			c.Warnings = append(c.Warnings, stats.Refuse(code, text))
		}
	}
	if p.Basis < few {
		add("few_points", "Limits that rest on fewer than 12 points are rough; read them as a first guess.")
	}
	if p.Sigma == 0 || p.Dispersed == 0 {
		add("no_spread", "All points that limits rest on are alike, so there is no telling what chance would do; no point is called beyond a limit.")
	}
}

// finite refuses what isn't a number.
func finite(values ...float64) error {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return stats.Refuse("not_a_number", "A value isn't a number; leave periods without data out.")
		}
	}
	return nil
}

func mean(points []Point, of func(Point) float64) float64 {
	sum := 0.0
	for _, p := range points {
		sum += of(p)
	}
	return sum / float64(len(points))
}
