package journey

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// Slice is which signals the figures on a map are made of, in the words of figures.
type Slice struct {
	Version     int // of the map; 0 is the draft
	Where       []string
	From, To    string
	AgainstFrom string
	AgainstTo   string
}

// LiveMap is a map's figures now.
type LiveMap struct {
	Where   []string        `json:"where" doc:"The conditions of all figures here: those asked for, and the journey's own segment where the organisation keeps one of that name"`
	Segment string          `json:"segment,omitempty" doc:"Key of that segment"`
	Grain   string          `json:"grain" enum:"day,week,month,quarter" doc:"Of the trends"`
	Cards   []LiveCard      `json:"cards" doc:"In the order of the map; of the lanes that customers see, and others that bind a metric"`
	Stages  []LiveStage     `json:"stages"`
	Metrics []metric.Metric `json:"metrics" doc:"The definitions of the figures here"`
	Figures []WholeFigure   `json:"figures" doc:"Each metric over all touch points of the map"`
	Money   bool            `json:"money" doc:"Whether money at risk is estimated at all"`

	Compared    *metric.Compared `json:"compared,omitempty" doc:"How many comparisons were made at once"`
	DataVersion int64            `json:"data_version"`
}

// LiveCard is what is heard at one touch point.
type LiveCard struct {
	ID         string       `json:"id"`
	TouchPoint string       `json:"touch_point,omitempty"`
	Figures    []LiveFigure `json:"figures" doc:"Of the metrics bound to it, the one that tells of the experience first"`
	Volume     int64        `json:"volume" doc:"Signals in the period"`
	Before     *int64       `json:"volume_before,omitempty" doc:"Signals in the period compared with"`
	Deaf       bool         `json:"deaf" doc:"On the map, and nothing was heard there in the period"`
	Cases      *OpenCases   `json:"cases,omitempty" doc:"Absent for whoever may not see cases"`
	Money      *AtRisk      `json:"money,omitempty" doc:"Absent where it isn't estimated"`
	Moments    []LiveMoment `json:"moments"`
}

// LiveFigure is one metric at a touch point.
type LiveFigure struct {
	Metric   string   `json:"metric"`
	Role     Role     `json:"role" enum:"volume,failure,experience,outcome"`
	Fallback bool     `json:"fallback,omitempty" doc:"Nothing is bound to the card: this is the first of the organisation's metrics that is heard there"`
	Where    []string `json:"where" doc:"All conditions of the figure, which lead to its signals"`
	metric.GroupFigure
	Trend []metric.Part `json:"trend" doc:"About the last eight days, weeks, months or quarters up to the end of the period"`
}

// WholeFigure is one metric over several touch points, whoever of their cards binds it. A median over several isn't made here.
type WholeFigure struct {
	Metric string   `json:"metric"`
	Where  []string `json:"where" doc:"All conditions of the figure, which lead to its signals"`
	metric.GroupFigure
}

// OpenCases is how many cases are open at a touch point now.
type OpenCases struct {
	Open    int64 `json:"open"`
	Overdue int64 `json:"overdue"`
}

// AtRisk is the money that a touch point puts at risk, in minor units of a currency.
type AtRisk struct {
	Low      int64  `json:"low" doc:"p10"`
	Middle   int64  `json:"middle" doc:"p50"`
	High     int64  `json:"high" doc:"p90"`
	Currency string `json:"currency"`
	Per      string `json:"per" example:"year"`
	Grade    string `json:"grade,omitempty" doc:"How good the evidence is: A to D"`
	Area     string `json:"area,omitempty" doc:"Id of the impact area it comes from"`
}

// LiveMoment is a moment of truth at a touch point.
type LiveMoment struct {
	ID        string         `json:"id"`
	State     string         `json:"state" enum:"nominated,confirmed,retired"`
	Why       string         `json:"why,omitempty"`
	Criterion string         `json:"criterion,omitempty" doc:"What customers judge by, in their own words"`
	Kept      *metric.Number `json:"kept,omitempty"`
	Threshold *float64       `json:"threshold,omitempty"`
	Unit      string         `json:"unit,omitempty" doc:"Of both: %, score, …"`
	Verdict   string         `json:"verdict,omitempty" enum:"kept,not_kept,unclear,too_few,not_measured" doc:"kept or not_kept where all of the interval lies on one side of the threshold"`
}

// Live makes the figures of a map: one question for each metric, whatever the number of touch points.
func (j *Journeys) Live(ctx context.Context, org db.Org, id ID, s Slice) (*LiveMap, error) {
	one, m, err := j.drawn(ctx, org, id, s.Version)
	if err != nil {
		return nil, err
	}
	l, err := j.listen(ctx, org, one, m, s)
	if err != nil {
		return nil, err
	}
	out := &LiveMap{Where: l.where, Segment: l.segment, Grain: l.grain, Cards: []LiveCard{}, Stages: []LiveStage{}, Metrics: l.used(),
		DataVersion: l.heard.Version}
	beside, err := j.beside(ctx, org)
	if err != nil {
		return nil, err
	}
	out.Money = len(beside.money) > 0
	var changes []*metric.Change
	for _, c := range m.Ordered() {
		if !c.listens() {
			continue
		}
		card := l.card(&c)
		beside.add(&card)
		for i := range card.Figures {
			changes = append(changes, card.Figures[i].Change)
		}
		out.Cards = append(out.Cards, card)
	}
	everywhere := []string{}
	for _, s := range m.Stages {
		everywhere = append(everywhere, l.points(s.ID)...)
	}
	slices.Sort(everywhere)
	out.Figures = l.over(slices.Compact(everywhere))
	for i := range m.Stages {
		stage, err := l.stage(ctx, &m.Stages[i])
		if err != nil {
			return nil, err
		}
		out.Stages = append(out.Stages, stage)
	}
	if s.AgainstFrom != "" || s.AgainstTo != "" {
		out.Compared = metric.AllowFor(changes)
	}
	return out, nil
}

// drawn is a version's map, or the draft.
func (j *Journeys) drawn(ctx context.Context, org db.Org, id ID, number int) (one *Journey, m *Map, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if one, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		m = one.Map
		if number == 0 {
			return nil
		}
		v, err := version(ctx, tx, org, id, number)
		if err != nil {
			return err
		}
		one.Segment, m = v.Segment, v.Map
		return nil
	})
	return one, m, err
}

// listens reports whether something can be heard at a card: customers see it, or a metric is bound to it.
func (c *Card) listens() bool { return c.seen() || len(c.Bindings) > 0 }

// seen reports whether customers meet it.
func (c *Card) seen() bool { return c.Lane == Customer || c.Lane == FrontStage }

// beside is what other capabilities know of touch points, by key; nil where there is nothing to know.
type beside struct {
	cases   map[string]OpenCases
	money   map[string]AtRisk
	moments map[string][]LiveMoment
}

func (j *Journeys) beside(ctx context.Context, org db.Org) (b beside, err error) {
	if j.Cases != nil && identity.From(ctx).May(identity.CaseRead) {
		if b.cases, err = j.Cases(ctx, org); err != nil {
			return b, err
		}
	}
	if j.AtRisk != nil {
		if b.money, err = j.AtRisk(ctx, org); err != nil {
			return b, err
		}
	}
	if j.Moments != nil {
		b.moments, err = j.Moments(ctx, org)
	}
	return b, err
}

func (b *beside) add(c *LiveCard) {
	c.Moments = []LiveMoment{}
	if c.TouchPoint == "" {
		return
	}
	if b.cases != nil {
		n := b.cases[c.TouchPoint]
		c.Cases = &n
	}
	if money, ok := b.money[c.TouchPoint]; ok {
		c.Money = &money
	}
	c.Moments = append(c.Moments, b.moments[c.TouchPoint]...)
}

// rank puts the figure first that tells most of the experience.
func (r Role) rank() int { return slices.Index([]Role{Experience, Outcome, Failure, Volume}, r) }
