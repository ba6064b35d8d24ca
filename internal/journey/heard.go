package journey

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// Heard compares what is drawn with what is heard.
type Heard struct {
	Where    []string     `json:"where" doc:"The conditions under which was listened"`
	Proposed []HeardPoint `json:"proposed" doc:"Touch points that signals speak of and that aren't on the map, those with most signals first"`
	More     int          `json:"more" doc:"How many further ones there are"`
	Deaf     []DeafCard   `json:"deaf" doc:"Cards at which nothing is heard or nothing is measured, in the order of the map"`
}

// HeardPoint is a touch point that signals speak of and nobody has drawn.
type HeardPoint struct {
	TouchPoint string      `json:"touch_point"`
	Name       string      `json:"name"`
	Volume     int64       `json:"volume"`
	Before     *int64      `json:"volume_before,omitempty"`
	Channels   []HeardPart `json:"channels" doc:"Through which, most first"`
	Kinds      []HeardPart `json:"kinds"`
	Unasked    int64       `json:"unasked" doc:"Signals that customers began: feedback, reviews, conversations"`
	Begins     string      `json:"begins" enum:"customer,unclear" doc:"customer: at least half of the signals were begun by customers; unclear: signals don't tell"`
	Samples    []Sample    `json:"samples" doc:"What customers say there, the latest first"`
	Edit       Edit        `json:"edit" doc:"The edit that puts it on the map, marked as discovered; stage and initiator may be chosen otherwise"`
}

// HeardPart is a count of signals.
type HeardPart struct {
	Key string `json:"key"`
	N   int64  `json:"n"`
}

// Sample is one comment, and the signal it stands in.
type Sample struct {
	Signal string    `json:"signal"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

// DeafCard is a card that doesn't hear.
type DeafCard struct {
	Card       string `json:"card"`
	Stage      string `json:"stage"`
	Task       string `json:"task"`
	TouchPoint string `json:"touch_point,omitempty"`
	Why        string `json:"why" enum:"no_touch_point,never_heard,silent,unmeasured" doc:"silent: heard before, and not in this period; unmeasured: signals come, and none answers a metric that is bound"`
	Volume     int64  `json:"volume" doc:"Signals in the period"`
	Ever       int64  `json:"ever" doc:"Signals at any time"`
}

const (
	maxProposed = 30
	maxSamples  = 3
	sampled     = 8 // for so many touch points comments are looked up
)

// unasked are the kinds of signals that customers begin.
var unasked = []string{"feedback", "review", "conversation"}

// Heard proposes touch points that signals speak of, and lists cards that hear nothing.
func (j *Journeys) Heard(ctx context.Context, org db.Org, id ID, s Slice) (*Heard, error) {
	one, m, err := j.drawn(ctx, org, id, s.Version)
	if err != nil {
		return nil, err
	}
	l, err := j.listen(ctx, org, one, m, s)
	if err != nil {
		return nil, err
	}
	said := append(slices.Clone(l.where), "kind!:employee,evaluation") // what customers say or meet
	ask := metric.GroupAsk{By: "touch_point", Where: said, From: s.From, To: s.To, AgainstFrom: s.AgainstFrom, AgainstTo: s.AgainstTo}
	kinds, channels, ever := ask, ask, metric.GroupAsk{By: "touch_point", Where: l.where}
	kinds.Across, channels.Across = "kind", "channel"
	groups, err := j.Metrics.Groups(ctx, org, []metric.GroupAsk{kinds, channels, ever})
	if err != nil {
		return nil, err
	}
	out := &Heard{Where: l.where, Proposed: []HeardPoint{}, Deaf: l.deaf(m, &groups[2])}
	if err := j.propose(ctx, org, m, &groups[0], &groups[1], s, out); err != nil {
		return nil, err
	}
	for i := range out.Proposed[:min(sampled, len(out.Proposed))] {
		p := &out.Proposed[i]
		if p.Samples, err = j.samples(ctx, org, p.TouchPoint, said, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (l *listening) deaf(m *Map, ever *metric.Groups) []DeafCard {
	out := []DeafCard{}
	for _, c := range m.Ordered() {
		if !c.seen() {
			continue
		}
		d := DeafCard{Card: c.ID, Stage: c.Stage, Task: c.Task, TouchPoint: c.TouchPoint}
		if c.TouchPoint != "" {
			d.Volume, _ = l.heard.Count(c.TouchPoint)
			d.Ever, _ = ever.Count(c.TouchPoint)
		}
		card := l.card(&c)
		answered := slices.ContainsFunc(card.Figures, func(f LiveFigure) bool { return f.N > 0 })
		switch {
		case c.TouchPoint == "":
			d.Why = "no_touch_point"
		case d.Ever == 0:
			d.Why = "never_heard"
		case d.Volume == 0:
			d.Why = "silent"
		case !answered:
			d.Why = "unmeasured"
		default:
			continue
		}
		out = append(out, d)
	}
	return out
}

func (j *Journeys) propose(ctx context.Context, org db.Org, m *Map, kinds, channels *metric.Groups, s Slice, out *Heard) error {
	var points []touchpoint.TouchPoint
	err := j.DB.Read(ctx, org, func(tx *db.Tx) (err error) { points, err = j.Points.All(ctx, tx, org); return err })
	if err != nil {
		return err
	}
	names := make(map[string]string, len(points))
	for _, p := range points {
		names[p.Key] = p.Name
	}
	for _, key := range kinds.Keys() {
		if key == "" || slices.ContainsFunc(m.Cards, func(c Card) bool { return c.TouchPoint == key }) {
			continue
		}
		p := HeardPoint{TouchPoint: key, Name: cmp.Or(names[key], key), Kinds: most(kinds.Across(key)), Channels: most(channels.Across(key)), Samples: []Sample{}}
		var before int64
		p.Volume, before = kinds.Count(key)
		if s.AgainstFrom != "" || s.AgainstTo != "" {
			p.Before = &before
		}
		for _, k := range p.Kinds {
			if slices.Contains(unasked, k.Key) {
				p.Unasked += k.N
			}
		}
		p.Begins = "unclear"
		if 2*p.Unasked >= p.Volume {
			p.Begins = "customer"
		}
		p.Edit = p.edit(m)
		out.Proposed = append(out.Proposed, p)
	}
	slices.SortStableFunc(out.Proposed, func(a, b HeardPoint) int {
		return cmp.Or(cmp.Compare(b.Volume, a.Volume), strings.Compare(a.TouchPoint, b.TouchPoint))
	})
	out.More = max(0, len(out.Proposed)-maxProposed)
	out.Proposed = out.Proposed[:len(out.Proposed)-out.More]
	return nil
}

// most orders counts, the largest first, without those of nothing.
func most(parts []metric.Part) []HeardPart {
	out := []HeardPart{}
	for _, p := range parts {
		if p.Key != "" && p.N > 0 {
			out = append(out, HeardPart{p.Key, p.N})
		}
	}
	slices.SortStableFunc(out, func(a, b HeardPart) int { return cmp.Compare(b.N, a.N) })
	return out[:min(len(out), 5)]
}

// edit puts a touch point behind the last card of the middle of the journey: where it belongs is for people to say.
func (p *HeardPoint) edit(m *Map) Edit {
	stage := ""
	for _, s := range m.Stages {
		if stage == "" || s.Phase == During {
			stage = s.ID
		}
	}
	after := ""
	if n := len(m.Cards); n > 0 {
		after = m.Cards[n-1].ID
	}
	// Where signals don't tell who begins, customers are the likelier: where the organisation reaches out, its team knew and drew it.
	set := map[string]any{"task": clip(p.Name, 120), "touch_point": p.TouchPoint, "initiator": string(ByCustomer), "discovered": true}
	if len(p.Channels) > 0 {
		names := make([]string, len(p.Channels))
		for i, c := range p.Channels {
			names[i] = c.Key
		}
		set["channels"] = names
	}
	id := clip("heard-"+p.TouchPoint, 60)
	for m.card(id) >= 0 {
		id = clip("x"+id, 60)
	}
	return Edit{Op: AddCard, ID: id, After: after, Stage: stage, Lane: FrontStage, Set: set}
}

// clip cuts a text to at most so many bytes, between letters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	cut := 0
	for i := range s {
		if i <= most {
			cut = i
		}
	}
	return s[:cut]
}

// samples are the latest comments at a touch point.
func (j *Journeys) samples(ctx context.Context, org db.Org, point string, where []string, s Slice) ([]Sample, error) {
	at, _, err := j.Metrics.Signals(ctx, org, metric.Select{Where: append(slices.Clone(where), "touch_point:"+metric.Escape(point), "comment:yes"),
		From: s.From, To: s.To, Limit: maxSamples})
	if err != nil {
		return nil, err
	}
	items, err := j.Signals.Numbered(ctx, org, at)
	out := []Sample{}
	for _, i := range items {
		if len(i.Comments) > 0 {
			out = append(out, Sample{Signal: string(i.ID), At: i.At, Text: clip(i.Comments[0].Text, 400)})
		}
	}
	return out, err
}
