package driver

import (
	"context"
	"math"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// contrastRows is about how many rows a contrast is made of at most: it has four times as many products as shares have. Of more
// rows, customers are chosen by their blocks, which is by chance.
const contrastRows = 250_000

// rating is how wide a scale of steps is at most; anything wider is measured, not rated.
const rating = 10 * analytics.Scale

// ends finds for each measure what is worst and best, poor and good. Ratings have it from their scale; what is measured (minutes,
// money, counts) has no end that means anything, so the hundredths of the selection say it.
func (d *Drivers) ends(ctx context.Context, org db.Org, p *plan) error {
	for _, m := range p.measures {
		if wide := m.High - m.Low; wide <= rating {
			p.ends = append(p.ends, rated(&m))
			continue
		}
		q := p.whole
		q.Measure = analytics.Measure{What: analytics.Percentiles, Metric: m.Slot, Percents: []int{50, 250, 750, 950}}
		q.Where = append(q.Where[:len(q.Where):len(q.Where)], analytics.Cond{Metric: p.outcome.Slot, States: []analytics.State{analytics.Answered}})
		a, err := d.Engine.Ask(ctx, org, q)
		if err != nil {
			return err
		}
		e := ends{worst: m.Low, best: m.High, two: true}
		if len(a.Rows) > 0 && len(a.Rows[0].Values) == 4 {
			v := a.Rows[0].Values
			e = ends{worst: v[0], poor: v[1], good: v[2], best: v[3], two: v[1] == v[2]}
			if e.worst == e.best {
				e.worst, e.best = m.Low, m.High
			}
		}
		if m.Direction == metric.Down {
			e.worst, e.best, e.poor, e.good = e.best, e.worst, e.good, e.poor
		}
		p.ends = append(p.ends, e)
	}
	return nil
}

// rated are the ends of a scale of steps: on 1 to 5, up to 2 is poor and 5 is good; on 0 to 10, as NPS has it, 6 and 9.
func rated(m *metric.Metric) ends {
	wide := float64(m.High-m.Low) / analytics.Scale
	step := func(points float64) int64 { return int64(math.Round(points)) * analytics.Scale }
	e := ends{worst: m.Low, best: m.High, poor: m.Low + step(0.25*wide), good: m.High - step(0.1*wide), two: wide < 2}
	switch {
	case m.Low == 0 && m.High == rating:
		e.poor, e.good = 6*analytics.Scale, 9*analytics.Scale
	case wide < 4: // three or four steps: the ends alone
		e.poor, e.good = m.Low, m.High
	}
	if m.Direction == metric.Down {
		e.worst, e.best = m.High, m.Low
		e.poor, e.good = m.High-(e.poor-m.Low), m.Low+(m.High-e.good)
	}
	return e
}

// performance is where a mean, in its own unit, lies between worst (0) and best (100).
func (e ends) performance(mean float64) float64 {
	return (mean - float64(e.worst)/analytics.Scale) * e.slope()
}

func (e ends) slope() float64 { return 100 * analytics.Scale / float64(e.best-e.worst) }

// contrast adds the penalty–reward figures to a side; what they can't be made of is said.
func (d *Drivers) contrast(ctx context.Context, org db.Org, p *plan, q analytics.Question, s *Side) error {
	c := &Contrast{Attributes: []Attribute{}, Warnings: []Note{}, Rows: s.Rows}
	scale := []float64{analytics.Scale}
	if p.outcome.Direction == metric.Down {
		scale[0] = -analytics.Scale
	}
	q.By = []analytics.By{{Dim: analytics.Block}}
	q.Measure = analytics.Measure{What: analytics.Crosses, Columns: []analytics.Column{{Metric: p.outcome.Slot}}}
	var of []drivers.Attribute
	var used []int
	for k, m := range p.measures {
		e := p.ends[k]
		if e.two {
			c.Excluded = append(c.Excluded, Note{Code: "two_values", About: []string{m.Key}, Args: problem.Args{"measure": m.Name},
				Message: "“" + m.Name + "” has nothing between poor and good, so that a penalty and a reward can't be told apart."})
			continue
		}
		low, high := analytics.Low, analytics.High
		if m.Direction == metric.Down {
			low, high = high, low
		}
		q.Measure.Columns = append(q.Measure.Columns, analytics.Column{Metric: m.Slot, Part: low, Limit: e.poor},
			analytics.Column{Metric: m.Slot, Part: high, Limit: e.good})
		of, used, scale = append(of, drivers.Attribute{Name: m.Key, Low: 0, High: 1}), append(used, k), append(scale, 1, 1)
	}
	if len(of) == 0 {
		s.NoContrast = &Note{Code: "no_middle", Message: "None of these measures has anything between poor and good, so that penalties and rewards can't be told apart."}
		return nil
	}
	if s.N > contrastRows {
		c.Sampled = true
		q.Where = append(q.Where[:len(q.Where):len(q.Where)], analytics.Cond{Dim: analytics.Block, Op: analytics.Between,
			Codes: []int64{0, max(29, analytics.Blocks*contrastRows/s.N)}})
	}
	a, err := d.Engine.Ask(ctx, org, q)
	if err != nil {
		return err
	}
	sums := summed(a.Rows, scale, false)
	if sums.Rows = s.Rows; c.Sampled {
		sums.Rows = sums.Used
	}
	sums.Origin = sums.Origin[:1]
	contrast, err := drivers.ContrastFromBlocks(p.outcome.Key, of, sums)
	if err != nil {
		return err
	}
	found, err := contrast.Analyse(level)
	if err != nil {
		alone := Side{}
		if err := alone.refuse(p, err); err != nil {
			return err
		}
		s.NoContrast = alone.Refused
		return nil
	}
	c.N, c.Middle = found.N, number(found.Middle)
	if p.outcome.Direction == metric.Down {
		c.Middle = turned(c.Middle)
	}
	for i, one := range found.Attributes {
		m, e := p.measures[used[i]], p.ends[used[i]]
		c.Attributes = append(c.Attributes, Attribute{Key: m.Key, Name: m.Name, Poor: float64(e.poor) / analytics.Scale, Good: float64(e.good) / analytics.Scale,
			PoorN: one.LowN, GoodN: one.HighN, Penalty: number(one.Penalty), Reward: number(one.Reward), Kind: string(one.Kind)})
	}
	for _, w := range found.Warnings {
		c.Warnings = append(c.Warnings, p.note(w))
	}
	s.Contrast = c
	return nil
}

// turned is a number with its sign turned round.
func turned(n Number) Number {
	minus := func(f *float64) *float64 {
		if f == nil {
			return nil
		}
		v := -*f
		return &v
	}
	return Number{Value: minus(n.Value), Low: minus(n.High), High: minus(n.Low)}
}
