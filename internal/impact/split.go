package impact

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Part is what all areas cost among one group: a unit, a segment.
type Part struct {
	Key     string  `json:"key"`
	Label   string  `json:"label"`
	Where   string  `json:"where" doc:"The condition that narrows to it"`
	Total   Amount  `json:"total"`
	Monthly float64 `json:"monthly" doc:"Customers a month for whom something fails"`
	Heard   int64   `json:"heard" doc:"Customers heard in the window at the areas; where few are named, signals"`
	Area    string  `json:"area" doc:"Name of the area that costs most there"`
	AreaID  ID      `json:"area_id"`
	Grade   string  `json:"grade" enum:"A,B,C,D"`
}

// Split is the ranking by group.
type Split struct {
	By       string `json:"by"`
	Currency string `json:"currency"`
	Parts    []Part `json:"parts" doc:"The costliest first"`
	Left     int    `json:"left" doc:"Groups with less than the ones shown"`
	Overlap  bool   `json:"overlap" doc:"A customer may be in several groups: parts add up to more than the whole"`
}

const (
	maxParts   = 30
	splitDraws = 1_000
)

// counts are what was heard at one area by group.
type counts struct{ met, asked, failed map[string]int64 }

// Split reckons what the areas cost in each unit, segment or value of another dimension: the same formula with that group's
// customers and its share of failures.
func (a *Areas) Split(ctx context.Context, org db.Org, by string, where []string) (*Split, error) {
	st, err := a.state(ctx, org)
	if err != nil {
		return nil, err
	}
	p, err := a.prepare(ctx, org, st, where, nil)
	if err != nil {
		return nil, err
	}
	s, err := a.newSource(ctx, org, st.set, where)
	if err != nil {
		return nil, err
	}
	out := &Split{By: by, Currency: st.set.Currency, Parts: []Part{}, Overlap: by == segmentDimension}
	g := &groups{source: s, by: by, labels: map[string]string{}}
	if err := g.begin(); err != nil {
		return nil, err
	}
	list := make([]counts, len(p.areas))
	for i := range p.areas {
		if list[i], err = g.of(&p.areas[i]); err != nil {
			return nil, err
		}
	}
	keys := g.largest(list)
	out.Left = len(g.labels) - len(keys)
	for _, key := range keys {
		part, err := g.reckon(key, p, list)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out.Parts = append(out.Parts, *part)
		}
	}
	slices.SortStableFunc(out.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Total.P50, a.Total.P50), cmp.Compare(a.Label, b.Label))
	})
	return out, nil
}

// segmentDimension filters, but isn't broken down by: its groups are asked for one by one.
const segmentDimension = "segment"

// groups counts by group.
type groups struct {
	*source
	by       string
	labels   map[string]string
	segments []customer.Segment
}

func (g *groups) begin() error {
	if g.by != segmentDimension {
		return nil
	}
	return g.DB.Read(g.ctx, g.org, func(tx *db.Tx) (err error) {
		g.segments, err = customer.SegmentsIn(g.ctx, tx, g.org)
		return err
	})
}

// count counts signals that meet conditions, by group.
func (g *groups) count(where ...string) (map[string]int64, error) {
	r := metric.Reach{Where: append(slices.Clone(g.where), where...), From: g.window.from(), To: g.window.to()}
	out := map[string]int64{}
	if g.by == segmentDimension {
		for _, s := range g.segments[:min(len(g.segments), maxParts)] {
			one := r
			one.Where = append(slices.Clone(r.Where), "segment:"+s.Key)
			rows, _, err := g.Metrics.Reached(g.ctx, g.org, one)
			if err != nil {
				return nil, err
			}
			if out[s.Key] = g.source.count(rows[0]); out[s.Key] > 0 {
				g.labels[s.Key] = s.Name
			}
		}
		return out, nil
	}
	r.By = g.by
	rows, _, err := g.Metrics.Reached(g.ctx, g.org, r)
	for _, row := range rows {
		if row.Key == "" {
			continue // belongs to none of the groups
		}
		out[row.Key], g.labels[row.Key] = g.source.count(row), row.Label
	}
	return out, err
}

func (g *groups) of(a *Assessed) (c counts, err error) {
	if a.Missing != nil {
		return c, nil
	}
	here := whereOf(&Area{AreaInput: AreaInput{TouchPoints: a.TouchPoints, Segment: a.Segment}})
	if c.met, err = g.count(here...); err != nil {
		return c, err
	}
	if f := a.input(Failure); f.Spec.Kind != "beta_counts" || len(a.Fails) == 0 {
		return c, nil // somebody says how often it fails: then it does so everywhere
	}
	if c.failed, err = g.count(a.Fails...); err != nil {
		return c, err
	}
	c.asked, err = g.count(append(here, askedOf(a.Fails[len(a.Fails)-1]))...)
	return c, err
}

// askedOf is the condition of the signals that could have told of a failure.
func askedOf(fails string) string {
	const prefix = "metric."
	if len(fails) > len(prefix) && fails[:len(prefix)] == prefix {
		for i := range fails {
			if fails[i] == '<' || fails[i] == '>' {
				return fails[:i] + ":answered"
			}
		}
	}
	return "sentiment!:"
}

// largest are the groups in which most fails, at most maxParts.
func (g *groups) largest(list []counts) []string {
	sums := map[string]int64{}
	for _, c := range list {
		for key, n := range c.met {
			sums[key] += n
		}
	}
	keys := make([]string, 0, len(sums))
	for key, n := range sums {
		if n > 0 {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	return keys[:min(len(keys), maxParts)]
}

// reckon assesses the areas in one group; nil where nothing was heard.
func (g *groups) reckon(key string, p *prepared, list []counts) (*Part, error) {
	part := &Part{Key: key, Label: g.labels[key], Where: g.by + ":" + key, Grade: "A"}
	var areas []Assessed
	for i, one := range clonesAll(p.areas) {
		c := list[i]
		whole := int64(0)
		for _, n := range c.met {
			whole += n
		}
		n := c.met[key]
		if one.Missing != nil || n == 0 || whole == 0 {
			continue
		}
		part.Heard += n
		exposed, r := one.input(Exposed), role{kind: "customers", high: math.Inf(1)}
		share := float64(n) / float64(whole)
		if exposed.Source == Data {
			share = float64(n) / float64(exposed.N) // a customer may have been met in several groups
		}
		exposed.Spec = exposed.Spec.times(r, share)
		if err := exposed.centre(); err != nil {
			return nil, err
		}
		if c.asked[key] > 0 {
			f := one.input(Failure)
			f.Spec.A, f.Spec.B = float64(min(c.failed[key], c.asked[key])), float64(c.asked[key])
			if err := f.centre(); err != nil {
				return nil, err
			}
		}
		one.Monthly = exposed.Mean * one.input(Failure).Mean / defaultHorizon * 365.25 / 12
		areas = append(areas, one)
	}
	if len(areas) == 0 {
		return nil, nil
	}
	r, err := assess(nil, areas, splitDraws)
	if err != nil || r.Missing != nil {
		return nil, err
	}
	part.Total, part.Area, part.AreaID = r.Total, r.Areas[0].Name, r.Areas[0].Area
	for i := range r.Areas {
		part.Monthly += r.Areas[i].Monthly
		part.Grade = max(part.Grade, r.Areas[i].Grade)
	}
	return part, nil
}

// clonesAll copies areas with their inputs.
func clonesAll(areas []Assessed) []Assessed {
	out := slices.Clone(areas)
	for i := range out {
		out[i].Inputs = slices.Clone(out[i].Inputs)
	}
	return out
}
