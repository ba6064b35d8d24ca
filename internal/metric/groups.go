package metric

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/stats"
)

// GroupAsk asks once for the figures of all values of a dimension, so that those of any of them, and of several together, can be
// read from one answer: a map of 150 touch points asks as many questions as it has metrics, not 150 times as many.
type GroupAsk struct {
	Metric      string // empty counts signals
	By          string // the dimension
	Where       []string
	From, To    string
	AgainstFrom string
	AgainstTo   string
	Scores      bool // also what the scores themselves add up to, for Position

	Across     string // a second dimension, such as week or sentiment; empty is none
	AcrossFrom string // where the second breakdown begins; empty is From
}

// Groups is the answer.
type Groups struct {
	Metric  *Metric // nil where signals were counted
	Version int64   // of the data

	now, before map[string]analytics.Row
	across      map[string]map[string]analytics.Row
	compared    bool
	adds        bool
	targets     []Target
	t           *translator
	unit        identity.UnitID
	first, last string
}

// GroupFigure is the figure of one group, or of several together.
type GroupFigure struct {
	Number
	LeftOut LeftOut `json:"left_out"`
	Before  *Number `json:"before,omitempty"`
	Change  *Change `json:"change,omitempty"`
	Target  *Mark   `json:"target,omitempty"`
}

// Part is the figure of one value of the second dimension.
type Part struct {
	Key string `json:"key" example:"2026-W05"`
	Number
}

// Groups answers several questions. One that can't be asked fails them all: its text names what is wrong.
func (m *Metrics) Groups(ctx context.Context, org db.Org, asks []GroupAsk) ([]Groups, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, dict := range []string{"touch", "unit", "worker"} {
		if err := t.load(ctx, dict); err != nil { // afterwards the translator is only read
			return nil, err
		}
	}
	out, errs := make([]Groups, len(asks)), make([]error, len(asks))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(atOnce, len(asks)) {
		wait.Go(func() {
			for i := range next {
				errs[i] = m.group(ctx, t, &asks[i], &out[i])
			}
		})
	}
	for i := range asks {
		next <- i
	}
	close(next)
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *Metrics) group(ctx context.Context, t *translator, a *GroupAsk, g *Groups) error {
	q, err := m.groupQuestion(ctx, t, a, g)
	if err != nil {
		return err
	}
	if g.now, g.Version, err = m.rowsBy(ctx, t, q); err != nil {
		return err
	}
	g.t, g.unit, g.adds = t, t.about(ctx, a.Where), additive(q.Measure)
	g.first, g.last = t.days(q)
	if a.Across != "" {
		if err := m.acrossOf(ctx, t, q, a, g); err != nil {
			return err
		}
	}
	if a.AgainstFrom == "" && a.AgainstTo == "" {
		return nil
	}
	g.compared = true
	if g.Metric != nil {
		q.Measure = measure(g.Metric) // the scores' own sums are wanted of the period only
	}
	if q.From, q.To, err = t.period(a.AgainstFrom, a.AgainstTo, "query.against_from", "query.against_to"); err != nil {
		return err
	}
	g.before, _, err = m.rowsBy(ctx, t, q)
	return err
}

func (m *Metrics) groupQuestion(ctx context.Context, t *translator, a *GroupAsk, g *Groups) (q analytics.Question, err error) {
	q.Measure = analytics.Measure{What: analytics.Count}
	if a.Metric != "" {
		if g.Metric, err = m.ByKey(ctx, t.org, a.Metric, "query.metric"); err != nil {
			return q, err
		}
		q.Measure = measure(g.Metric)
		if a.Scores && q.Measure.What == analytics.Shares {
			q.Measure.What = analytics.Sums
		}
		if g.targets, err = m.targetsNow(ctx, t.org, g.Metric.ID); err != nil {
			return q, err
		}
	}
	by, err := t.by(ctx, a.By)
	if err != nil {
		return q, err
	}
	q.By = []analytics.By{by}
	return q, t.narrow(ctx, &q, a.Where, a.From, a.To)
}

func (m *Metrics) rowsBy(ctx context.Context, t *translator, q analytics.Question) (map[string]analytics.Row, int64, error) {
	answer, err := m.Engine.Ask(ctx, t.org, q)
	out := make(map[string]analytics.Row, len(answer.Rows))
	for _, r := range answer.Rows {
		_, key, _ := t.name(q.By[0], r.Keys[0])
		out[key] = r
	}
	return out, answer.Version, err
}

func (m *Metrics) acrossOf(ctx context.Context, t *translator, q analytics.Question, a *GroupAsk, g *Groups) error {
	by, err := t.by(ctx, a.Across)
	if err != nil {
		return err
	}
	q.By = append(slices.Clone(q.By), by)
	if a.AcrossFrom != "" {
		if q.From, q.To, err = t.period(a.AcrossFrom, a.To, "query.from", "query.to"); err != nil {
			return err
		}
	}
	if q.Measure.What == analytics.Sums && g.Metric != nil {
		q.Measure = measure(g.Metric) // the scores' own sums are wanted of the period only
	}
	answer, err := m.Engine.Ask(ctx, t.org, q)
	g.across = map[string]map[string]analytics.Row{}
	for _, r := range answer.Rows {
		_, key, _ := t.name(q.By[0], r.Keys[0])
		_, part, _ := t.name(by, r.Keys[1])
		if g.across[key] == nil {
			g.across[key] = map[string]analytics.Row{}
		}
		g.across[key][part] = r
	}
	return err
}

// Adds reports whether the figure of several groups follows from theirs. A median's doesn't: it is asked for by itself.
func (g *Groups) Adds() bool { return g.adds }

// Of is the figure of one group, or of several together where Adds.
func (g *Groups) Of(keys ...string) GroupFigure {
	now := sumOf(g.now, keys)
	f := GroupFigure{Number: number(g.Metric, now), LeftOut: left(now)}
	if g.compared {
		was := number(g.Metric, sumOf(g.before, keys))
		f.Before, f.Change = &was, change(g.Metric, f.Number, was)
	}
	f.Target = g.t.mark(g.targets, g.Metric, g.unit, g.first, g.last, f.Number)
	return f
}

// Count is how many signals groups have, now and before.
func (g *Groups) Count(keys ...string) (now, before int64) {
	return sumOf(g.now, keys).N, sumOf(g.before, keys).N
}

// Keys lists the groups that have signals in the period, in order; the empty key is none.
func (g *Groups) Keys() []string {
	out := make([]string, 0, len(g.now))
	for k, r := range g.now {
		if r.N > 0 {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// Across are the figures of groups by the second dimension, in the order of its keys. Without a metric a part has n alone.
func (g *Groups) Across(keys ...string) []Part {
	sums := map[string]analytics.Row{}
	for _, k := range keys {
		for part, r := range g.across[k] {
			if was, ok := sums[part]; ok {
				r = plus(was, r, 1)
			}
			sums[part] = r
		}
	}
	out := make([]Part, 0, len(sums))
	for part, r := range sums {
		p := Part{Key: part, Number: Number{N: r.N, TooFew: r.N < Enough}}
		if g.Metric != nil {
			p.Number = number(g.Metric, r)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Part) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// Position is where the scores of groups lie on their scale, from low for the worst to high for the best: their mean with
// Student's interval. It needs GroupAsk.Scores.
func (g *Groups) Position(low, high float64, keys ...string) Number {
	m, r := g.Metric, sumOf(g.now, keys)
	i := stats.Mean(stats.NewSums(r.N, r.Sum, r.Squares.Hi, r.Squares.Lo), analytics.Scale, Level).Clamp(m.Min, m.Max)
	if m.Direction == Down {
		low, high = high, low
	}
	place := func(v float64) float64 { return low + (high-low)*(v-m.Min)/(m.Max-m.Min) }
	i.Estimate, i.Low, i.High = place(i.Estimate), place(i.Low), place(i.High)
	if m.Direction == Down {
		i.Low, i.High = i.High, i.Low
	}
	return numberOf(r.N, i)
}

// MeanOf is the mean of whole numbers that were counted, with Student's interval: sentiment on a scale of steps, for example.
func MeanOf(counts map[int64]int64) Number {
	var n, sum, squares int64
	for v, c := range counts {
		n, sum, squares = n+c, sum+v*c, squares+v*v*c
	}
	return numberOf(n, stats.Mean(stats.NewSums(n, sum, 0, squares), 1, Level))
}

func numberOf(n int64, i stats.Interval) Number {
	return Number{N: n, TooFew: n < Enough, Value: finite(i.Estimate), Low: finite(i.Low), High: finite(i.High), interval: i}
}

// AllowFor judges changes that are shown together, as the rows of one figure are.
func AllowFor(changes []*Change) *Compared { return allow("period", changes) }

func sumOf(rows map[string]analytics.Row, keys []string) (sum analytics.Row) {
	for i, k := range keys {
		if i == 0 {
			sum = rows[k]
			sum.Keys = nil
			continue
		}
		sum = plus(sum, rows[k], 1)
	}
	return sum
}

// Escape writes a value so that it stands for itself in a condition.
func Escape(value string) string {
	return strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(value)
}

// Series names the grain in which a period is best drawn as a line of about eight points, and the day on which these begin.
func (m *Metrics) Series(ctx context.Context, org db.Org, from, to string) (grain, begin string, err error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return "", "", err
	}
	a, b, err := t.period(from, to, "query.from", "query.to")
	if err != nil {
		return "", "", err
	}
	end := m.DB.Now().In(t.zone)
	if b != 0 {
		end = time.UnixMicro(b).In(t.zone)
	}
	days := 365
	if a != 0 {
		days = max(1, int(end.Sub(time.UnixMicro(a).In(t.zone)).Hours()/24+.5))
	}
	const points = 8
	switch {
	case days <= 10:
		return "day", end.AddDate(0, 0, -points).Format(time.DateOnly), nil
	case days <= 45:
		// Whole weeks: a line that ends in half a week would seem to fall in its n.
		return "week", end.AddDate(0, 0, -7*points).Format(time.DateOnly), nil
	case days <= 270:
		return "month", end.AddDate(0, -points, 0).Format(time.DateOnly), nil
	}
	return "quarter", end.AddDate(0, -3*points, 0).Format(time.DateOnly), nil
}
