package moment

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Weight is how much of what customers complain of in words comes from one touch point.
type Weight struct {
	TouchPoint string `json:"touch_point"`
	Name       string `json:"name"`
	// Of those who wrote about this touch point, how many were let down.
	Rate metric.Number `json:"rate" doc:"%, of the customers who wrote"`
	// Of all who were let down and wrote, how many were so here.
	Share     metric.Number `json:"share" doc:"%, of all customers who were let down and wrote: the importance that the data propose"`
	LetDown   int64         `json:"let_down"`
	Elsewhere *float64      `json:"elsewhere" doc:"%, the same rate at all other touch points"`
	Verdict   string        `json:"verdict" enum:"higher,lower,unclear,too_few" doc:"Against all other touch points, allowing for how many are compared"`
	Moment    ID            `json:"moment,omitempty" doc:"The moment that isn't retired at this touch point"`
	State     State         `json:"state,omitempty"`
}

// Weights are the touch points by how surely customers are let down there more than elsewhere.
type Weights struct {
	Metric *metric.Metric `json:"metric,omitempty" doc:"By what it is told that a customer was let down; absent where nothing was heard"`
	Low    string         `json:"low" doc:"The condition of being let down"`
	Items  []Weight       `json:"items"`
}

// letDown is the condition of a score that says a customer was let down: a detractor of NPS, else the worse two fifths of the scale.
func letDown(m *metric.Metric) string {
	if m.Scoring.Method == metric.NPS {
		return "metric." + m.Key + "<7"
	}
	fifth := (m.Max - m.Min) / 5
	if m.Direction == metric.Down {
		return "metric." + m.Key + ">=" + strconv.FormatFloat(m.Max-2*fifth, 'f', 3, 64)
	}
	return "metric." + m.Key + "<=" + strconv.FormatFloat(m.Min+2*fifth, 'f', 3, 64)
}

// preferred say how customers felt, and are asked nearly everywhere. Others are asked where none of them is.
var preferred = []string{"csat", "nps", "ces"}

// outcome chooses the metric by which most customers who wrote said how they felt.
func (m *Moments) outcome(ctx context.Context, org db.Org, key string, s Span) (*metric.Metric, error) {
	if key != "" {
		return m.Metrics.ByKey(ctx, org, key, "query.metric")
	}
	all, err := m.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	// What happened, such as whether it was settled at once, isn't how somebody felt.
	all = slices.DeleteFunc(slices.Clone(all), func(d metric.Metric) bool {
		return d.Archived || d.ScaleUnit != "score" || d.Scoring.Method == metric.Rate
	})
	rank := func(key string) int {
		if at := slices.Index(preferred, key); at >= 0 {
			return at
		}
		return len(preferred)
	}
	slices.SortStableFunc(all, func(a, b metric.Metric) int { return rank(a.Key) - rank(b.Key) })
	all = all[:min(len(all), 6)]
	asks := make([]metric.Ask, len(all))
	for i := range all {
		asks[i] = metric.Ask{Metric: all[i].Key, Where: customersWrote, From: s.From, To: s.To}
	}
	found, err := m.Metrics.TabulateAll(ctx, org, asks)
	if err != nil {
		return nil, err
	}
	var best *metric.Metric
	var most int64
	for i, r := range found {
		if r.Err != nil {
			return nil, r.Err
		}
		own := !slices.Contains(preferred, all[i].Key)
		if own && most >= metric.Enough {
			break // one of those that are asked everywhere tells
		}
		if len(r.Figure.Rows) > 0 && r.Figure.Rows[0].N > most {
			best, most = &all[i], r.Figure.Rows[0].N
		}
	}
	return best, nil
}

var customersWrote = []string{"comment:yes", "kind!:employee,evaluation"}

// Weigh lists all touch points that customers wrote about, those first where they are let down most surely more than elsewhere.
func (m *Moments) Weigh(ctx context.Context, org db.Org, key string, s Span) (*Weights, error) {
	out := &Weights{Items: []Weight{}}
	def, err := m.outcome(ctx, org, key, s)
	if err != nil || def == nil {
		return out, err
	}
	out.Metric, out.Low = def, letDown(def)
	by := []string{"touch_point"}
	found, err := m.Metrics.TabulateAll(ctx, org, []metric.Ask{
		{Metric: def.Key, By: by, Where: customersWrote, From: s.From, To: s.To},
		{Metric: def.Key, By: by, Where: append([]string{out.Low}, customersWrote...), From: s.From, To: s.To},
	})
	if err != nil {
		return nil, err
	}
	counts := make([]map[string]int64, len(found))
	names := map[string]string{}
	for i, r := range found {
		if r.Err != nil {
			return nil, r.Err
		}
		counts[i] = map[string]int64{}
		for _, row := range r.Figure.Rows {
			if key := row.By["touch_point"]; key != "" {
				counts[i][key], names[key] = row.N, row.Label["touch_point"]
			}
		}
	}
	out.Items = weigh(counts[0], counts[1], names)
	return out, m.nominatedAt(ctx, org, out.Items)
}

// weigh compares each touch point with all the others together.
func weigh(wrote, hurt map[string]int64, names map[string]string) []Weight {
	var all, low int64
	for key, n := range wrote {
		all, low = all+n, low+hurt[key]
	}
	type judged struct {
		Weight
		d stats.Interval
	}
	list := make([]judged, 0, len(wrote))
	for key, n := range wrote {
		k := hurt[key]
		here, there := stats.Percentage(k, n, level), stats.Percentage(low-k, all-n, level)
		w := judged{Weight: Weight{TouchPoint: key, Name: names[key], Rate: number(here, n), Share: number(stats.Percentage(k, low, level), low), LetDown: k,
			Elsewhere: finite(there.Estimate), Verdict: "too_few"}}
		w.d = stats.Difference(here, there)
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b judged) int { return cmp.Compare(a.TouchPoint, b.TouchPoint) })
	var p []float64
	var at []int
	for i := range list {
		if w := &list[i]; !w.Rate.TooFew && w.d.Known() {
			p, at = append(p, stats.Tail(w.d)), append(at, i)
		}
	}
	for i, called := range stats.FalseDiscovery(p, 1-level) {
		w := &list[at[i]]
		if w.Verdict = "unclear"; called {
			w.Verdict = string(stats.Judge(w.d))
		}
	}
	rank := map[string]int{"higher": 0, "unclear": 1, "lower": 2, "too_few": 3}
	slices.SortStableFunc(list, func(a, b judged) int {
		return cmp.Or(rank[a.Verdict]-rank[b.Verdict], cmp.Compare(b.d.Low, a.d.Low))
	})
	out := make([]Weight, len(list))
	for i := range list {
		out[i] = list[i].Weight
	}
	return out
}

func number(i stats.Interval, n int64) metric.Number {
	return metric.Number{Value: finite(i.Estimate), N: n, Low: finite(i.Low), High: finite(i.High), TooFew: n < metric.Enough}
}

// nominatedAt says at which touch points there is a moment already.
func (m *Moments) nominatedAt(ctx context.Context, org db.Org, items []Weight) error {
	return m.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := list(ctx, tx, org)
		for i := range items {
			for _, one := range all {
				if one.TouchPoint == items[i].TouchPoint && one.State != Retired && items[i].Moment == "" {
					items[i].Moment, items[i].State = one.ID, one.State
				}
			}
		}
		return err
	})
}

// Importance is how much a moment matters: as the data propose, as customers say, and, beside both, as staff think.
type Importance struct {
	Proposed *Weight        `json:"proposed,omitempty" doc:"From what customers complain of in words; absent where nobody wrote"`
	By       *metric.Metric `json:"by,omitempty" doc:"The metric by which it is told that a customer was let down"`
	Low      string         `json:"low,omitempty"`
	Stated   *metric.Number `json:"stated,omitempty" doc:"What customers said when they were asked how important it is"`
	Metric   *metric.Metric `json:"metric,omitempty" doc:"With which they were asked"`
	Where    []string       `json:"where,omitempty"`
}

func (m *Moments) importance(ctx context.Context, org db.Org, one *Moment, where []string, s Span) (*Importance, error) {
	weights, err := m.Weigh(ctx, org, "", s)
	if err != nil {
		return nil, err
	}
	out := &Importance{By: weights.Metric, Low: weights.Low}
	for i := range weights.Items {
		if weights.Items[i].TouchPoint == one.TouchPoint {
			out.Proposed = &weights.Items[i]
		}
	}
	if one.ImportanceMetric == "" {
		return out, nil
	}
	out.Where = append(slices.Clone(where), "kind!:employee,evaluation")
	f, err := m.Metrics.Figure(ctx, org, metric.Ask{Metric: one.ImportanceMetric, Where: out.Where, From: s.From, To: s.To})
	if problem.CodeOf(err) == "metric_unknown" {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	if out.Metric = f.Metric; len(f.Rows) > 0 && f.Rows[0].N > 0 {
		out.Stated = &f.Rows[0].Number
	}
	return out, nil
}
