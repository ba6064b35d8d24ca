package characteristic

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Slice is what scores are asked of.
type Slice struct {
	By       string
	Where    []string
	From, To string
}

// Cell is how one group stands in one characteristic.
type Cell struct {
	State    string   `json:"state" enum:"measured,too_few,not_measured"`
	Score    *float64 `json:"score" doc:"0 to 100"`
	Low      *float64 `json:"low" doc:"Lower end of the 95 % interval"`
	High     *float64 `json:"high"`
	N        int64    `json:"n" doc:"Answers and operational records; assessments are counted apart"`
	Measured int      `json:"measured" doc:"How many of its metrics have enough here"`
	Verdict  string   `json:"verdict" enum:"higher,lower,unclear" doc:"Against all together, so that only one group in 500 that is like all others is called different"`
	Assessed *Marked  `json:"assessed,omitempty" doc:"What people assessed on sheets, beside what was measured and never mixed with it"`

	interval stats.Interval
}

// Marked is what sheets say of a group.
type Marked struct {
	Score *float64 `json:"score" doc:"0 to 100"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	N     int64    `json:"n" doc:"Sheets on which it applied"`
}

// Row is one group: a unit, an employee, a touch point, a month.
type Row struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	Partner bool   `json:"partner,omitempty" doc:"Run by a partner"`
	N       int64  `json:"n"`
	Cells   []Cell `json:"cells" doc:"In the order of the characteristics"`
}

// Matrix is groups by characteristics.
type Matrix struct {
	Characteristics []Characteristic `json:"characteristics"`
	Whole           []Cell           `json:"whole" doc:"All groups together"`
	Rows            []Row            `json:"rows" nullable:"false"`
	Narrowed        bool             `json:"narrowed,omitempty" doc:"Filters narrow what was measured, not what was assessed: assessments aren't shown"`
}

// outer is how much wider an interval is that one group in 500 leaves by chance, than one that one in 20 leaves.
var outer = stats.NormalQuantile((1+stats.FunnelOuter)/2) / stats.NormalQuantile((1+metric.Level)/2)

var dimensions = []string{"unit", "unit.enterprise", "unit.region", "unit.site", "unit.team", "employee", "touch_point", "channel", "month", "quarter"}

// Matrix scores every group of a dimension in every characteristic.
func (c *Characteristics) Matrix(ctx context.Context, org db.Org, s Slice) (*Matrix, error) {
	if !slices.Contains(dimensions, s.By) {
		return nil, problem.At("query.by", "dimension_unknown", "Characteristics are scored by unit, employee, touch point, channel, month or quarter.")
	}
	defs, err := c.List(ctx, org)
	if err != nil {
		return nil, err
	}
	out := &Matrix{Characteristics: defs, Rows: []Row{}, Narrowed: len(s.Where) > 0}
	places := map[string]int{}
	whole := Slice{Where: s.Where, From: s.From, To: s.To}
	for k, d := range defs {
		all, err := c.groups(ctx, org, d.Bindings, whole)
		if err != nil {
			return nil, err
		}
		cell := Cell{State: "not_measured", Verdict: "unclear"}
		for _, g := range all {
			cell = g.cell()
		}
		out.Whole = append(out.Whole, cell)
		groups, err := c.groups(ctx, org, d.Bindings, s)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			at := out.place(places, g.key, g.label, len(defs))
			one := g.cell()
			one.judge(cell)
			out.Rows[at].Cells[k] = one
			out.Rows[at].N = max(out.Rows[at].N, one.N)
		}
	}
	if !out.Narrowed {
		if err := c.assessed(ctx, org, s, out, places); err != nil {
			return nil, err
		}
	}
	if err := c.partners(ctx, org, out); err != nil {
		return nil, err
	}
	timed := s.By == "month" || s.By == "quarter"
	slices.SortStableFunc(out.Rows, func(a, b Row) int {
		if timed {
			return cmp.Compare(a.Key, b.Key)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Label, b.Label))
	})
	return out, nil
}

// place finds or makes a group's row; every cell is not measured until something says otherwise.
func (m *Matrix) place(places map[string]int, key, label string, cells int) int {
	at, ok := places[key]
	if !ok {
		at = len(m.Rows)
		places[key] = at
		row := Row{Key: key, Label: label, Cells: make([]Cell, cells)}
		for k := range row.Cells {
			row.Cells[k] = Cell{State: "not_measured", Verdict: "unclear"}
		}
		m.Rows = append(m.Rows, row)
	}
	return at
}

// group is one group's scores by binding.
type group struct {
	key, label string
	n          int64
	used       []stats.Interval // of the bindings that have enough, from 0 to 100
}

// groups scores the groups of a slice by each binding.
func (c *Characteristics) groups(ctx context.Context, org db.Org, bindings []Binding, s Slice) ([]*group, error) {
	var out []*group
	at := map[string]*group{}
	for _, b := range bindings {
		rows, err := c.scored(ctx, org, b, s)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.N == 0 {
				continue
			}
			key := r.By[s.By]
			g := at[key]
			if g == nil {
				label := r.Label[s.By]
				g = &group{key: key, label: cmp.Or(label, key)}
				at[key], out = g, append(out, g)
			}
			g.n += r.N
			if r.N >= metric.Enough && r.score.Known() {
				g.used = append(g.used, r.score)
			}
		}
	}
	return out, nil
}

// scoredRow is one group by one binding.
type scoredRow struct {
	metric.Scored
	score stats.Interval
}

// scored asks for a binding's figures and puts them on 0 to 100.
func (c *Characteristics) scored(ctx context.Context, org db.Org, b Binding, s Slice) ([]scoredRow, error) {
	ask := metric.Ask{Metric: b.Metric, Where: append(slices.Clone(s.Where), b.Where...), From: s.From, To: s.To}
	if s.By != "" {
		ask.By = []string{s.By}
	}
	return c.ask(ctx, org, b, ask)
}

func (c *Characteristics) ask(ctx context.Context, org db.Org, b Binding, ask metric.Ask) ([]scoredRow, error) {
	def, err := c.Metrics.ByKey(ctx, org, b.Metric, "query.metric")
	if err != nil {
		return nil, err
	}
	var rows []metric.Scored
	if b.Way == OfAll {
		rows, err = c.Metrics.Ratios(ctx, org, ask, b.Of)
	} else {
		rows, _, err = c.Metrics.Scores(ctx, org, ask, b.Way == Scaled)
	}
	if err != nil {
		return nil, err
	}
	out := make([]scoredRow, len(rows))
	for k, r := range rows {
		out[k] = scoredRow{Scored: r, score: b.onHundred(def, r.Number)}
	}
	return out, nil
}

// onHundred puts a figure with its interval on 0 to 100.
func (b *Binding) onHundred(def *metric.Metric, n metric.Number) stats.Interval {
	if n.Value == nil || n.Low == nil || n.High == nil {
		return stats.Interval{Estimate: math.NaN(), Low: math.NaN(), High: math.NaN(), Level: metric.Level}
	}
	to := b.line(def)
	i := stats.Interval{Estimate: to(*n.Value), Low: to(*n.Low), High: to(*n.High), Level: metric.Level}
	if i.Low > i.High {
		i.Low, i.High = i.High, i.Low
	}
	return i.Clamp(0, 100)
}

// line is what a figure in the metric's own unit is worth.
func (b *Binding) line(def *metric.Metric) func(float64) float64 {
	if b.Way != Scaled {
		if def.Better == metric.Down {
			return func(v float64) float64 { return 100 - v }
		}
		return func(v float64) float64 { return v }
	}
	zero, hundred := *b.Zero, *b.Hundred
	return func(v float64) float64 { return 100 * (v - zero) / (hundred - zero) }
}

// cell is the mean of the bindings that have enough, each with the same weight. The interval of a mean of k independent figures is
// the root of the summed squares of their distances, divided by k.
func (g *group) cell() Cell {
	c := Cell{State: "too_few", N: g.n, Measured: len(g.used), Verdict: "unclear"}
	if len(g.used) == 0 {
		if g.n == 0 {
			c.State = "not_measured"
		}
		return c
	}
	k, below, above := float64(len(g.used)), 0.0, 0.0
	i := stats.Interval{Level: metric.Level}
	for _, one := range g.used {
		i.Estimate += one.Estimate / k
		below += (one.Estimate - one.Low) * (one.Estimate - one.Low)
		above += (one.High - one.Estimate) * (one.High - one.Estimate)
	}
	i.Low, i.High = i.Estimate-math.Sqrt(below)/k, i.Estimate+math.Sqrt(above)/k
	c.State, c.interval = "measured", i
	c.Score, c.Low, c.High = finite(i.Estimate), finite(i.Low), finite(i.High)
	return c
}

// judge says whether a group stands apart from all together by more than chance would do in one group of 500.
func (c *Cell) judge(all Cell) {
	if c.State != "measured" || all.State != "measured" {
		return
	}
	wide := func(i stats.Interval) stats.Interval {
		return stats.Interval{Estimate: i.Estimate, Low: i.Estimate - outer*(i.Estimate-i.Low), High: i.Estimate + outer*(i.High-i.Estimate), Level: stats.FunnelOuter}
	}
	c.Verdict = string(stats.Judge(stats.Difference(wide(c.interval), wide(all.interval))))
}

// partners marks the units that a partner runs, and those below them.
func (c *Characteristics) partners(ctx context.Context, org db.Org, m *Matrix) error {
	units, err := c.People.Units(ctx, org)
	if err != nil {
		return err
	}
	run := partnerKeys(units)
	for k := range m.Rows {
		m.Rows[k].Partner = slices.Contains(run, m.Rows[k].Key)
	}
	return nil
}

// partnerKeys are the keys of units run by a partner: marked so, or below one that is.
func partnerKeys(units []identity.Unit) (keys []string) {
	run := map[identity.UnitID]bool{}
	for _, u := range units {
		if u.Partner {
			for _, id := range identity.Below(units, u.ID) {
				run[id] = true
			}
		}
	}
	for _, u := range units {
		if run[u.ID] {
			keys = append(keys, u.Key)
		}
	}
	return keys
}

func finite(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}
