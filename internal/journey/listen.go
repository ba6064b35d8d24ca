package journey

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// listening holds the answers from which every figure of a map is read.
type listening struct {
	j       *Journeys
	org     db.Org
	slice   Slice
	where   []string
	segment string
	grain   string
	all     []metric.Metric
	spare   []string // metrics of cards that bind none, the likeliest first
	places  map[string]int
	groups  []metric.Groups
	heard   *metric.Groups // all signals, by touch point and what they feel like
	byStage map[string][]Card
}

// question names one grouped question: a metric and the conditions that a binding adds.
func question(key string, where []string) string { return key + "\x00" + strings.Join(where, "\x00") }

// listen asks all questions of a map.
func (j *Journeys) listen(ctx context.Context, org db.Org, one *Journey, m *Map, s Slice) (*listening, error) {
	l := &listening{j: j, org: org, slice: s, places: map[string]int{}, byStage: map[string][]Card{}, where: slices.Clone(s.Where)}
	if l.where == nil {
		l.where = []string{}
	}
	var err error
	if one.Segment != "" {
		if l.segment, err = j.Metrics.SegmentKey(ctx, org, one.Segment); err != nil {
			return nil, err
		}
		if l.segment != "" {
			l.where = append(l.where, "segment:"+metric.Escape(l.segment))
		}
	}
	if l.all, err = j.Metrics.All(ctx, org); err != nil {
		return nil, err
	}
	grain, begin, err := j.Metrics.Series(ctx, org, s.From, s.To)
	if err != nil {
		return nil, err
	}
	l.grain = grain
	asks := l.asks(m, begin)
	asks = append(asks, metric.GroupAsk{By: "touch_point", Where: l.where, From: s.From, To: s.To, AgainstFrom: s.AgainstFrom, AgainstTo: s.AgainstTo,
		Across: "sentiment"})
	groups, err := j.Metrics.Groups(ctx, org, asks)
	if err != nil {
		return nil, err
	}
	l.groups, l.heard = groups[:len(groups)-1], &groups[len(groups)-1]
	return l, nil
}

// asks lists the questions of a map's bindings, of its stages, and of the metrics that stand in where nothing is bound.
func (l *listening) asks(m *Map, begin string) (asks []metric.GroupAsk) {
	add := func(key string, where []string, scores bool) {
		if l.metric(key) == nil {
			return // it was deleted: the card says that nothing tells
		}
		name := question(key, where)
		if at, ok := l.places[name]; ok {
			asks[at].Scores = asks[at].Scores || scores
			return
		}
		l.places[name] = len(asks)
		asks = append(asks, metric.GroupAsk{Metric: key, By: "touch_point", Where: append(slices.Clone(l.where), where...), From: l.slice.From, To: l.slice.To,
			AgainstFrom: l.slice.AgainstFrom, AgainstTo: l.slice.AgainstTo, Across: l.grain, AcrossFrom: begin, Scores: scores})
	}
	unbound := false
	for i := range m.Cards {
		c := &m.Cards[i]
		l.byStage[c.Stage] = append(l.byStage[c.Stage], *c)
		for _, b := range c.Bindings {
			add(b.Metric, b.Where, b.Role == Experience) // whose scores tell how customers feel
		}
		unbound = unbound || c.seen() && len(c.Bindings) == 0
	}
	for _, s := range m.Stages {
		for _, w := range []Want{s.Feel, s.Think, s.Do} {
			add(w.Metric, nil, false)
		}
	}
	if unbound {
		l.spare = l.standIns()
		for _, key := range l.spare {
			add(key, nil, true)
		}
	}
	return asks
}

// standIns are the organisation's own first metrics of what customers say: at most three, in the order of its list.
func (l *listening) standIns() (out []string) {
	for _, m := range l.all {
		if !m.Archived && m.ScaleUnit == "score" && m.Direction == metric.Up && len(out) < 3 {
			out = append(out, m.Key)
		}
	}
	return out
}

func (l *listening) metric(key string) *metric.Metric {
	at := slices.IndexFunc(l.all, func(m metric.Metric) bool { return m.Key == key })
	if at < 0 {
		return nil
	}
	return &l.all[at]
}

func (l *listening) group(key string, where []string) *metric.Groups {
	at, ok := l.places[question(key, where)]
	if !ok {
		return nil
	}
	return &l.groups[at]
}

// used lists the definitions of the metrics that were asked.
func (l *listening) used() []metric.Metric {
	out := []metric.Metric{}
	for i := range l.all {
		for _, g := range l.groups {
			if g.Metric != nil && g.Metric.Key == l.all[i].Key {
				out = append(out, l.all[i])
				break
			}
		}
	}
	return out
}

// card reads a card's figures.
func (l *listening) card(c *Card) LiveCard {
	out := LiveCard{ID: c.ID, TouchPoint: c.TouchPoint, Figures: []LiveFigure{}}
	if c.TouchPoint == "" {
		out.Deaf = c.seen()
		return out
	}
	var before int64
	out.Volume, before = l.heard.Count(c.TouchPoint)
	if l.slice.AgainstFrom != "" || l.slice.AgainstTo != "" {
		out.Before = &before
	}
	out.Deaf = c.seen() && out.Volume == 0
	for _, b := range l.bound(c) {
		g := l.group(b.Metric, b.Where)
		if g == nil {
			continue
		}
		f := LiveFigure{Metric: b.Metric, Role: b.Role, Fallback: len(c.Bindings) == 0, GroupFigure: g.Of(c.TouchPoint), Trend: g.Across(c.TouchPoint),
			Where: append(append(slices.Clone(l.where), "touch_point:"+metric.Escape(c.TouchPoint)), b.Where...)}
		out.Figures = append(out.Figures, f)
	}
	slices.SortStableFunc(out.Figures, func(a, b LiveFigure) int { return cmp.Compare(a.Role.rank(), b.Role.rank()) })
	return out
}

// bound are a card's bindings, or the stand-in that was answered there: one with enough answers before one without.
func (l *listening) bound(c *Card) []Binding {
	if len(c.Bindings) > 0 || !c.seen() {
		return c.Bindings
	}
	best, most := "", int64(0)
	for _, key := range l.spare {
		n := l.group(key, nil).Of(c.TouchPoint).N
		if n >= metric.Enough {
			return []Binding{{Metric: key, Role: Experience}}
		}
		if n > most {
			best, most = key, n
		}
	}
	if best == "" {
		return nil
	}
	return []Binding{{Metric: best, Role: Experience}}
}
