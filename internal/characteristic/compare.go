package characteristic

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Comparison is how groups differ in one metric of a characteristic, allowing for chance.
type Comparison struct {
	Characteristic Characteristic `json:"characteristic"`
	Metric         *metric.Metric `json:"metric,omitempty" doc:"The one compared by; absent where nothing measures it"`
	Binding        int            `json:"binding" doc:"Which of its bindings that is, from 0"`
	Target         *float64       `json:"target" doc:"All groups together, 0 to 100: the middle of the funnel"`
	Dispersion     string         `json:"dispersion,omitempty" enum:"chance_only,added" doc:"added: beyond chance, groups are allowed to differ as they do for reasons that are nobody's merit or fault; from 5 groups on"`
	Points         []Point        `json:"points" nullable:"false"`
	TooFew         int            `json:"too_few" doc:"Groups with fewer than 2 answers, which have no place in a funnel"`
	Alike          *Alike         `json:"alike,omitempty"`
	Fair           *Fair          `json:"fair,omitempty" doc:"Run by a partner against run by us, at the same mix"`
	Note           string         `json:"note,omitempty" doc:"Why there is no funnel"`
}

// Point is one group in the funnel, 0 to 100.
type Point struct {
	Key       string  `json:"key"`
	Label     string  `json:"label"`
	Partner   bool    `json:"partner,omitempty"`
	N         int64   `json:"n"`
	Score     float64 `json:"score"`
	InnerLow  float64 `json:"inner_low" doc:"One group in 20 that is like all others lies outside"`
	InnerHigh float64 `json:"inner_high"`
	OuterLow  float64 `json:"outer_low" doc:"One in 500"`
	OuterHigh float64 `json:"outer_high"`
	Verdict   string  `json:"verdict" enum:"higher,lower,unclear" doc:"Outside the outer limits"`
}

// Alike is ICC(1): how much of the differences between answers lies between groups at all.
type Alike struct {
	Single *float64 `json:"single" doc:"Share of an answer's variance that lies between groups, 0 to 1"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Mean   *float64 `json:"mean" doc:"How reliably the mean of an average group tells groups apart, 0 to 1"`
}

// Fair compares two sides as if both met the same mix of touch points and channels.
type Fair struct {
	Partner    Number   `json:"partner" doc:"0 to 100, at the common mix"`
	Own        Number   `json:"own"`
	Difference Number   `json:"difference" doc:"Partner less own"`
	Verdict    string   `json:"verdict" enum:"higher,lower,unclear"`
	RawPartner *float64 `json:"raw_partner" doc:"As it is, each with its own mix"`
	RawOwn     *float64 `json:"raw_own"`
	Strata     int      `json:"strata" doc:"Touch point × channel where both are heard"`
	Covered    float64  `json:"covered" doc:"Share of all answers that lie in those, 0 to 1"`
}

// Number is an estimate with its 95 % interval, 0 to 100.
type Number struct {
	Score *float64 `json:"score"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	N     int64    `json:"n"`
}

func numberOf(i stats.Interval, n int64) Number {
	return Number{Score: finite(i.Estimate), Low: finite(i.Low), High: finite(i.High), N: n}
}

// Compare makes the funnel, ICC and fair comparison of one binding.
func (c *Characteristics) Compare(ctx context.Context, org db.Org, key string, binding int, s Slice) (*Comparison, error) {
	if !slices.Contains(dimensions, s.By) {
		return nil, problem.At("query.by", "dimension_unknown", "Characteristics are compared by unit, employee, touch point, channel, month or quarter.")
	}
	one, err := c.Find(ctx, org, key)
	if err != nil {
		return nil, err
	}
	out := &Comparison{Characteristic: *one, Points: []Point{}, Binding: binding}
	if len(one.Bindings) == 0 {
		out.Note = "Nothing measures it yet: bind a metric."
		return out, nil
	}
	if binding < 0 || binding >= len(one.Bindings) {
		return nil, problem.At("query.binding", "binding_unknown", "There is no such binding.")
	}
	b := one.Bindings[binding]
	if out.Metric, err = c.Metrics.ByKey(ctx, org, b.Metric, "query.binding"); err != nil {
		return nil, err
	}
	rows, err := c.scored(ctx, org, b, s)
	if err != nil {
		return nil, err
	}
	if err := c.funnel(ctx, org, out, b, rows, s.By); err != nil {
		return nil, err
	}
	out.Fair, err = c.fair(ctx, org, out.Metric, b, s)
	return out, err
}

func (c *Characteristics) funnel(ctx context.Context, org db.Org, out *Comparison, b Binding, rows []scoredRow, by string) error {
	units, err := c.People.Units(ctx, org)
	if err != nil {
		return err
	}
	run := partnerKeys(units)
	var means []stats.MeanOf
	var groups []stats.Sums
	labels := map[string]string{}
	for _, r := range rows {
		key := r.By[by]
		if r.N < 2 || key == "" {
			out.TooFew++
			continue
		}
		labels[key] = cmp.Or(r.Label[by], key)
		means, groups = append(means, stats.MeanOf{Name: key, Sums: r.Sums}), append(groups, r.Sums)
	}
	dispersion := stats.ChanceOnly
	if len(means) >= 5 {
		dispersion = stats.Added
	}
	f, err := stats.FunnelMeans(means, analytics.Scale, math.NaN(), dispersion)
	var refused *stats.Refusal
	if errors.As(err, &refused) {
		out.Note = refused.Text
		return nil
	}
	if err != nil {
		return err
	}
	out.Dispersion = string(dispersion)
	to := b.line(out.Metric)
	out.Target = finite(clamp(to(f.Target)))
	turned := to(1) < to(0)
	for _, p := range f.Points {
		point := Point{Key: p.Name, Label: labels[p.Name], Partner: slices.Contains(run, p.Name), N: p.N, Score: clamp(to(p.Value)),
			InnerLow: clamp(to(p.Inner.Low)), InnerHigh: clamp(to(p.Inner.High)), OuterLow: clamp(to(p.Outer.Low)), OuterHigh: clamp(to(p.Outer.High)), Verdict: string(p.Far)}
		if turned {
			point.InnerLow, point.InnerHigh, point.OuterLow, point.OuterHigh = point.InnerHigh, point.InnerLow, point.OuterHigh, point.OuterLow
			switch p.Far {
			case stats.Higher:
				point.Verdict = string(stats.Lower)
			case stats.Lower:
				point.Verdict = string(stats.Higher)
			case stats.Unclear:
			}
		}
		out.Points = append(out.Points, point)
	}
	slices.SortFunc(out.Points, func(a, b Point) int { return cmp.Or(cmp.Compare(a.N, b.N), strings.Compare(a.Key, b.Key)) })
	if icc, err := stats.ICC1(groups, metric.Level); err == nil {
		out.Alike = &Alike{Single: finite(icc.Single.Estimate), Low: finite(icc.Single.Low), High: finite(icc.Single.High), Mean: finite(icc.Mean.Estimate)}
	}
	return nil
}

func clamp(v float64) float64 { return max(0, min(100, v)) }

// stratum is a touch point in a channel.
type stratum struct{ point, channel string }

// fair compares units run by a partner with our own by direct standardisation: in each touch point and channel where both are heard
// their means are taken, and both are weighted by how many answers those have together,
//
//	Σ w_s·mean_s  with  w_s = n_s / Σ n_s,  variance Σ w_s²·s_s²/n_s
//
// Source: D. G. Kleinbaum, L. L. Kupper & H. Morgenstern, Epidemiologic Research (1982), chapter 17 (standardisation).
func (c *Characteristics) fair(ctx context.Context, org db.Org, def *metric.Metric, b Binding, s Slice) (*Fair, error) {
	units, err := c.People.Units(ctx, org)
	if err != nil {
		return nil, err
	}
	run := partnerKeys(units)
	if len(run) == 0 || len(run) == len(units) {
		return nil, nil
	}
	list := make([]string, len(run))
	for k, key := range run {
		list[k] = strings.NewReplacer(`\`, `\\`, ",", `\,`).Replace(key)
	}
	of := func(conds ...string) (map[stratum]stats.Sums, error) {
		rows, err := c.ask(ctx, org, b, metric.Ask{Metric: b.Metric, By: []string{"touch_point", "channel"}, From: s.From, To: s.To,
			Where: append(append(slices.Clone(s.Where), b.Where...), conds...)})
		out := map[stratum]stats.Sums{}
		for _, r := range rows {
			if r.N > 0 {
				out[stratum{r.By["touch_point"], r.By["channel"]}] = r.Sums
			}
		}
		return out, err
	}
	partner, err := of("unit:" + strings.Join(list, ","))
	if err != nil {
		return nil, err
	}
	// What names no unit is nobody's: the empty value is one that isn't among them either.
	own, err := of("unit!:"+strings.Join(list, ","), "unit!:")
	if err != nil || len(partner) == 0 || len(own) == 0 {
		return nil, err
	}
	return standardised(partner, own, b.line(def)), nil
}

// standardised weighs the strata where both sides have at least two answers; nil where there are none.
func standardised(partner, own map[stratum]stats.Sums, to func(float64) float64) *Fair {
	f := &Fair{Verdict: string(stats.Unclear)}
	all, shared := int64(0), int64(0)
	for _, side := range []map[stratum]stats.Sums{partner, own} {
		for _, sums := range side {
			all += sums.N
		}
	}
	var both []stratum
	for at, p := range partner {
		if o, ok := own[at]; ok && p.N >= 2 && o.N >= 2 {
			both, shared = append(both, at), shared+p.N+o.N
		}
	}
	f.RawPartner, f.RawOwn = raw(partner, to), raw(own, to)
	if len(both) == 0 {
		return f
	}
	// Floating sums depend on their order.
	slices.SortFunc(both, func(a, b stratum) int {
		return cmp.Or(strings.Compare(a.point, b.point), strings.Compare(a.channel, b.channel))
	})
	f.Strata, f.Covered = len(both), float64(shared)/float64(all)
	weigh := func(side map[stratum]stats.Sums) (stats.Interval, int64) {
		estimate, variance, n := 0.0, 0.0, int64(0)
		z := stats.NormalQuantile((1 + metric.Level) / 2)
		for _, at := range both {
			w := float64(partner[at].N+own[at].N) / float64(shared)
			i := stats.Mean(side[at], analytics.Scale, metric.Level)
			se := (i.High - i.Estimate) / stats.StudentQuantile((1+metric.Level)/2, float64(side[at].N-1))
			estimate, variance, n = estimate+w*i.Estimate, variance+w*w*se*se, n+side[at].N
		}
		half := z * math.Sqrt(variance)
		i := stats.Interval{Estimate: to(estimate), Low: to(estimate - half), High: to(estimate + half), Level: metric.Level}
		if i.Low > i.High {
			i.Low, i.High = i.High, i.Low
		}
		return i.Clamp(0, 100), n
	}
	p, pn := weigh(partner)
	o, on := weigh(own)
	d := stats.Difference(p, o)
	f.Partner, f.Own, f.Difference, f.Verdict = numberOf(p, pn), numberOf(o, on), numberOf(d, pn+on), string(stats.Judge(d))
	return f
}

func raw(side map[stratum]stats.Sums, to func(float64) float64) *float64 {
	n, sum := 0.0, 0.0
	for _, s := range side {
		n += float64(s.N)
		sum += float64(s.N) * stats.Mean(s, analytics.Scale, math.NaN()).Estimate
	}
	return finite(clamp(to(sum / n)))
}
