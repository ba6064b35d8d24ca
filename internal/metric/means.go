package metric

import (
	"context"

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
