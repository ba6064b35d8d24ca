package metric

import (
	"context"
	"math"
	"math/big"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/stats"
)

// Scored is one group's figure with the exact sums behind it, for comparisons that allow for chance.
type Scored struct {
	By    map[string]string
	Label map[string]string
	Number
	Sums stats.Sums // of a share: of answers that are 0 or 100 points, in thousandths
}

// Scores are a metric's figures by the dimensions asked for: as means of its scores (mean), or as the metric's own figure, which must
// then be a share in %.
func (m *Metrics) Scores(ctx context.Context, org db.Org, a Ask, mean bool) (rows []Scored, version int64, err error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, 0, err
	}
	def, err := m.ByKey(ctx, org, a.Metric, "query.metric")
	if err != nil {
		return nil, 0, err
	}
	as := *def
	if mean {
		as.Scoring.Method, as.Unit = Mean, as.ScaleUnit
	}
	f, err := m.figureAs(ctx, t, a, &as)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range f.Rows {
		s := Scored{By: r.By, Label: r.Label, Number: r.Number}
		if mean {
			s.Sums = stats.NewSums(r.raw.N, r.raw.Sum, r.raw.Squares.Hi, r.raw.Squares.Lo)
		} else {
			hits := r.raw.Above
			if as.Scoring.Method == Within {
				hits = r.raw.Below
			}
			const point = 100_000 // 100 in thousandths
			square := hits * point * point
			s.Sums = stats.NewSums(r.raw.N, hits*point, square>>32, square&(1<<32-1))
		}
		rows = append(rows, s)
	}
	return rows, f.DataVersion, nil
}

// Ratios are what a metric adds up to as a share of what another does, in %, over the signals that have both: needs met of all needs.
// A signal with three needs counts three times one with one.
//
//	R = Σx/Σy,  SE² = n/(n−1) · Σ(x−R·y)² / (Σy)²
//
// Source: W. G. Cochran, Sampling Techniques (1977), 2.11 and 6.4. Sums are those of x/y linearised around R, of which funnels and
// means find R and the same error.
func (m *Metrics) Ratios(ctx context.Context, org db.Org, a Ask, of string) ([]Scored, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	part, err := m.ByKey(ctx, org, a.Metric, "query.metric")
	if err != nil {
		return nil, err
	}
	all, err := m.ByKey(ctx, org, of, "query.of")
	if err != nil {
		return nil, err
	}
	q, err := t.question(ctx, a, part)
	if err != nil {
		return nil, err
	}
	q.Measure = analytics.Measure{What: analytics.Correlation, Metric: part.Slot, Other: all.Slot}
	answer, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, err
	}
	var out []Scored
	for _, r := range answer.Rows {
		if r.N == 0 || r.SumY <= 0 {
			continue
		}
		f := t.row(q, a.By, part, analytics.Row{Keys: r.Keys})
		s := Scored{By: f.By, Label: f.Label, Sums: linearised(r)}
		i := stats.Mean(s.Sums, analytics.Scale, Level)
		s.Number = Number{N: r.N, TooFew: r.N < Enough, Value: finite(i.Estimate), Low: finite(i.Low), High: finite(i.High), interval: i}
		out = append(out, s)
	}
	return out, nil
}

// linearised are the sums of 100·(R + (x−R·y)/ȳ) in thousandths: their mean is 100·R, and what they scatter is Σ(x−R·y)²/ȳ².
func linearised(r analytics.Row) stats.Sums {
	n, y := float64(r.N), float64(r.SumY)
	ratio := float64(r.Sum) / y
	rest := r.Squares.Float() - 2*ratio*r.Products.Float() + ratio*ratio*r.SquaresY.Float()
	const unit = 100 * analytics.Scale
	mean := ratio * unit
	scatter := max(0, rest) / (y / n) / (y / n) * unit * unit
	squares, _ := big.NewFloat(math.Ceil(n*mean*mean + scatter)).Int(nil)
	sum, _ := big.NewFloat(math.Floor(n * mean)).Int(nil)
	return stats.Sums{N: r.N, Sum: sum, Squares: squares}
}
