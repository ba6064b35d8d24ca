package driver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"runtime"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// method names how analyses are made; it changes when a formula does, and earlier ones are then made anew.
const method = "drivers-1"

const (
	draws   = 1000
	level   = metric.Level
	outline = 48 // points of an ellipse
	little  = 0.01
)

// plan is a wish with everything looked up.
type plan struct {
	wish     Wish
	outcome  *metric.Metric
	measures []metric.Metric
	whole    analytics.Question   // of the filter alone
	sides    []analytics.Question // of the filter, or of the filter and each side
	rows     int64                // with the outcome, over all sides
	version  int64
	ends     []ends
}

// ends are between which scores a measure's performance runs from 0 to 100, and from where it is poor and good; thousandths.
type ends struct {
	worst, best int64
	poor, good  int64
	two         bool // only two values, or no spread: nothing lies between poor and good
}

// look turns keys into metrics and conditions into questions, and refuses what can't be asked.
func (d *Drivers) look(ctx context.Context, org db.Org, w Wish) (*plan, error) {
	p := &plan{wish: w}
	var err error
	if p.outcome, err = d.Metrics.ByKey(ctx, org, w.Outcome, "body.outcome"); err != nil {
		return nil, err
	}
	if p.whole, err = d.Metrics.Narrowed(ctx, org, w.Where, w.From, w.To); err != nil {
		return nil, atBody(err)
	}
	if len(w.Measures) == 0 {
		c, err := d.candidates(ctx, org, p.outcome, p.whole)
		if err != nil {
			return nil, err
		}
		for _, one := range c.Candidates {
			if one.Proposed {
				p.wish.Measures = append(p.wish.Measures, one.Key)
			}
		}
		if len(p.wish.Measures) == 0 {
			return nil, nothingHeard(c, p.outcome)
		}
	}
	for _, key := range p.wish.Measures {
		m, err := d.Metrics.ByKey(ctx, org, key, "body.measures")
		if err != nil {
			return nil, err
		}
		p.measures = append(p.measures, *m)
	}
	p.sides = []analytics.Question{p.whole}
	if len(w.Sides) == 2 {
		p.sides = nil
		for _, side := range w.Sides {
			q, err := d.Metrics.Narrowed(ctx, org, append(slices.Clone(w.Where), side), w.From, w.To)
			if err != nil {
				return nil, atBody(err)
			}
			p.sides = append(p.sides, q)
		}
	}
	p.rows, _, p.version, err = d.together(ctx, org, p.outcome, p.measures, p.whole)
	return p, err
}

// cost is how much there is to add up, in rows × products.
func (p *plan) cost() int64 {
	q := int64(len(p.measures) + 1)
	each := q * (q + 1) / 2
	if p.wish.Missing == drivers.Pairwise {
		each *= 5
	}
	return p.rows * each
}

// input is the hash of everything the result depends on but the data: the questions hold how far the asker sees.
func (p *plan) input() string {
	text := struct {
		Method   string
		Missing  Missing
		Outcome  string
		Measures []string
		Sides    []string
		Where    []string
	}{method, p.wish.Missing, p.outcome.Key, p.wish.Measures, p.wish.Sides, nil}
	for _, q := range p.sides {
		text.Where = append(text.Where, q.Key())
	}
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // plain texts and lists always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// tell is told how far the work has come, in hundredths.
type tell func(done int, step string)

// analyse answers a plan. What the data don't allow is said in the result, not an error.
func (d *Drivers) analyse(ctx context.Context, org db.Org, p *plan, told tell) (*Result, error) {
	r := &Result{Outcome: p.outcome}
	told(2, "counting")
	if err := d.ends(ctx, org, p); err != nil {
		return nil, err
	}
	share := 95 / len(p.sides)
	for k, q := range p.sides {
		from := 5 + k*share
		s, err := d.side(ctx, org, p, q, func(done int, step string) { told(from+done*share/100, step) })
		if err != nil {
			return nil, err
		}
		if len(p.wish.Sides) == 2 {
			s.Where = p.wish.Sides[k]
		}
		r.Sides = append(r.Sides, *s)
	}
	if len(r.Sides) == 2 {
		if err := d.compare(ctx, org, p, r); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256([]byte(p.input() + encode([]int64{r.Sides[0].DataVersion, r.Sides[len(r.Sides)-1].DataVersion})))
	r.Receipt = hex.EncodeToString(sum[:16])
	return r, nil
}

// side analyses one selection.
func (d *Drivers) side(ctx context.Context, org db.Org, p *plan, q analytics.Question, told tell) (*Side, error) {
	rows, known, version, err := d.together(ctx, org, p.outcome, p.measures, q)
	s := &Side{Rows: rows, Drivers: []Driver{}, Warnings: []Note{}, DataVersion: version}
	if err != nil {
		return nil, err
	}
	if s.Refused = neverHeard(p, rows, known); s.Refused != nil {
		return s, nil
	}
	w := Summation{Outcome: p.outcome.Key, Names: p.wish.Measures, Missing: p.wish.Missing, Slots: []int{p.outcome.Slot}, Rows: rows}
	for _, m := range p.measures {
		w.Slots = append(w.Slots, m.Slot)
	}
	found, version, err := Shares(ctx, d.Engine, org, q, w, told)
	if s.DataVersion = max(version, s.DataVersion); err != nil {
		return s, s.refuse(p, err)
	}
	s.fill(p, &found, known)
	told(80, "contrasting")
	return s, d.contrast(ctx, org, p, q, s)
}

// Summation is what an engine is to add up: an outcome and its measures, by name and by slot, the outcome's slot first.
type Summation struct {
	Outcome string
	Names   []string
	Missing Missing
	Slots   []int
	Rows    int64 // that have the outcome
}

// Shares asks an engine for sums and products in blocks and shares R² out among the measures. Errors are the engine's, or a
// *stats.Refusal of the data.
func Shares(ctx context.Context, e analytics.Engine, org db.Org, q analytics.Question, w Summation, told func(done int, step string)) (f drivers.Result, version int64, err error) {
	told(5, "adding")
	pairwise := w.Missing == drivers.Pairwise
	q.By = []analytics.By{{Dim: analytics.Block}}
	q.Measure = analytics.Measure{What: analytics.Crosses, Pairwise: pairwise}
	scale := make([]float64, len(w.Slots))
	for k, slot := range w.Slots {
		q.Measure.Columns, scale[k] = append(q.Measure.Columns, analytics.Column{Metric: slot}), analytics.Scale
	}
	a, err := e.Ask(ctx, org, q)
	if err != nil {
		return f, 0, err
	}
	sums := summed(a.Rows, scale, pairwise)
	sums.Rows = w.Rows
	moments, err := drivers.FromBlocks(w.Outcome, w.Names, w.Missing, sums)
	if err != nil {
		return f, a.Version, err
	}
	told(55, "drawing")
	if err := ctx.Err(); err != nil {
		return f, a.Version, err
	}
	f, err = moments.Analyse(drivers.Options{Draws: draws, Seed: 1, Level: level, Workers: runtime.GOMAXPROCS(0)})
	return f, a.Version, err
}

// refuse keeps a refusal of the data as a note; any other error stays one.
func (s *Side) refuse(p *plan, err error) error {
	var r *stats.Refusal
	if !errors.As(err, &r) {
		return err
	}
	n := p.note(r)
	s.Refused = &n
	return nil
}

// fill puts what was found into the answer, the largest share first.
func (s *Side) fill(p *plan, f *drivers.Result, known []int64) {
	s.N, s.R2, s.Adjusted, s.Draws = f.N, number(f.R2), finite(f.Adjusted), f.Draws
	for _, w := range f.Warnings {
		s.Warnings = append(s.Warnings, p.note(w))
	}
	if s.R2.Low != nil && *s.R2.Value < little {
		s.Warnings = append(s.Warnings, Note{Code: "explains_little",
			Message: "Together these measures explain next to nothing: shares of nothing say nothing. Look for other measures."})
	}
	mean := 0.0
	for k := range f.Drivers {
		mean += p.ends[k].performance(f.Drivers[k].Place.Performance) / float64(len(f.Drivers))
	}
	s.Crosshairs = Crosshair{Performance: mean, Importance: 1 / float64(len(f.Drivers))}
	for k, one := range f.Drivers {
		m, e := p.measures[k], p.ends[k]
		d := Driver{Key: m.Key, Name: m.Name, Heard: known[k], Share: number(one.Share), Rank: one.Rank, RankLow: one.RankLow, RankHigh: one.RankHigh,
			Correlation: number(one.Correlation), Coefficient: number(one.Coefficient), Inflation: finite(one.Inflation), Mean: finite(one.Place.Performance),
			Worst: float64(e.worst) / analytics.Scale, Best: float64(e.best) / analytics.Scale, Sign: "unclear"}
		switch stats.Judge(one.Correlation) {
		case stats.Higher:
			d.Sign = "up"
		case stats.Lower:
			d.Sign = "down"
		case stats.Unclear:
		}
		// The same place, with performance from 0 to 100: a straight line, so that variances follow.
		at, slope := one.Place, e.slope()
		at.Performance = e.performance(at.Performance)
		at.VarPerformance *= slope * slope
		at.Covariance *= slope
		ellipse := at.Ellipse(level)
		d.Performance = finite(at.Performance)
		d.Quadrant = string(ellipse.Quadrant(s.Crosshairs.Performance, s.Crosshairs.Importance))
		for _, point := range ellipse.Outline(outline) {
			if math.IsNaN(point[0]) || math.IsNaN(point[1]) {
				d.Ellipse = nil
				break
			}
			d.Ellipse = append(d.Ellipse, point)
		}
		s.Drivers = append(s.Drivers, d)
	}
	slices.SortStableFunc(s.Drivers, func(a, b Driver) int { return cmp.Compare(a.Rank, b.Rank) })
}

// compare judges the two sides' shares against each other, and counts the rows that are in both.
func (d *Drivers) compare(ctx context.Context, org db.Org, p *plan, r *Result) error {
	both, err := d.Metrics.Narrowed(ctx, org, append(slices.Clone(p.wish.Where), p.wish.Sides...), p.wish.From, p.wish.To)
	if err != nil {
		return atBody(err)
	}
	if r.Overlap, _, _, err = d.together(ctx, org, p.outcome, p.measures, both); err != nil {
		return err
	}
	for _, one := range r.Sides[0].Drivers {
		at := slices.IndexFunc(r.Sides[1].Drivers, func(o Driver) bool { return o.Key == one.Key })
		if at < 0 {
			continue
		}
		diff := stats.Difference(one.Share.interval(), r.Sides[1].Drivers[at].Share.interval())
		r.Differences = append(r.Differences, Difference{Key: one.Key, Share: number(diff), Verdict: string(stats.Judge(diff))})
	}
	return nil
}

func (n Number) interval() stats.Interval {
	of := func(f *float64) float64 {
		if f == nil {
			return math.NaN()
		}
		return *f
	}
	return stats.Interval{Estimate: of(n.Value), Low: of(n.Low), High: of(n.High), Level: level}
}

func number(i stats.Interval) Number {
	return Number{Value: finite(i.Estimate), Low: finite(i.Low), High: finite(i.High)}
}

// finite keeps NaN and infinities out of JSON: what isn't known is absent.
func finite(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}
