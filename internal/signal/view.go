package signal

import (
	"context"
	"sort"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
)

// Item is a signal as people read it.
type Item struct {
	ID         ID                `json:"id"`
	Key        string            `json:"key,omitempty"`
	At         time.Time         `json:"at"`
	ReceivedAt time.Time         `json:"received_at"`
	Kind       Kind              `json:"kind"`
	TouchPoint *Named            `json:"touch_point,omitempty"`
	Unit       *Named            `json:"unit,omitempty"`
	Employee   *Named            `json:"employee,omitempty"`
	Customer   *Who              `json:"customer,omitempty"`
	Channel    string            `json:"channel,omitempty"`
	Language   string            `json:"language,omitempty"`
	Measures   []ItemMeasure     `json:"measures"`
	Comments   []Comment         `json:"comments"`
	Attributes map[string]string `json:"attributes"`
	Sentiment  *Feeling          `json:"sentiment,omitempty"`
	Import     string            `json:"import,omitempty"`
	Corrected  bool              `json:"corrected"`
	Masked     map[string]int    `json:"masked,omitempty" doc:"What was masked in its words before they were stored, and how often"`
}

// Named is an entity by its key and what people call it.
type Named struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Who is a customer as a signal shows them.
type Who struct {
	ID         customer.ID `json:"id"`
	Name       string      `json:"name,omitempty"`
	ExternalID string      `json:"external_id,omitempty"`
	Email      string      `json:"email,omitempty"`
}

// ItemMeasure is a score, or why there is none.
type ItemMeasure struct {
	Metric  string   `json:"metric"`
	Name    string   `json:"name"`
	Score   *float64 `json:"score,omitempty"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	LeftOut string   `json:"left_out,omitempty" enum:"not_answered,not_rated,out_of_scale"`
}

// Feeling is the sentiment of a signal's comments.
type Feeling struct {
	Score   float64        `json:"score" doc:"−1 to 1"`
	Word    sentiment.Word `json:"word" enum:"very_negative,negative,mixed,positive,very_positive"`
	Version string         `json:"version"`
}

// Detail is a signal with its story.
type Detail struct {
	Item
	History []Step    `json:"history"`
	Cases   []CaseRef `json:"cases"`
}

// Step is one entry of a signal's story.
type Step struct {
	At time.Time `json:"at"`
	Op Op        `json:"op" enum:"put,correct,erase"`
}

// LeftOutWords name the states in the API.
var LeftOutWords = map[analytics.State]string{
	analytics.NotAnswered: "not_answered", analytics.NotRated: "not_rated", analytics.OutOfScale: "out_of_scale",
}

// names is what it takes to show signals, read once for a page of them.
type names struct {
	touch, unit, worker map[string]metric.Label
	customers           map[string]*customer.Customer
	metrics             []metric.Metric
}

// View returns one signal as people read it, or a not-found problem, also where the caller may not see its unit.
func (l *Log) View(ctx context.Context, org db.Org, id ID) (*Item, error) {
	d, err := l.Detail(ctx, org, id)
	if err != nil {
		return nil, err
	}
	return &d.Item, nil
}

// Detail returns one signal with its history and cases.
func (l *Log) Detail(ctx context.Context, org db.Org, id ID) (*Detail, error) {
	d := &Detail{Cases: []CaseRef{}}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) error {
		now, err := current(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if l.inScope(ctx, tx, now.Content.Unit) != nil {
			return noSignal(id)
		}
		all, err := history(ctx, tx, org, id)
		if err != nil {
			return err
		}
		for _, e := range all {
			d.History = append(d.History, Step{At: e.Received, Op: e.Op})
		}
		items, err := l.items(ctx, tx, org, []*Logged{now})
		if err == nil {
			d.Item = items[0]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if l.CasesOf != nil && identity.From(ctx).May(identity.CaseRead) {
		if d.Cases, err = l.CasesOf(ctx, org, id); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Items shows entries of the log, in their order.
func (l *Log) Items(ctx context.Context, org db.Org, entries []*Logged) (items []Item, err error) {
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error { items, err = l.items(ctx, tx, org, entries); return err })
	return items, err
}

// Numbered shows the signals with these numbers, in their order. Those erased since analytics was asked are left out.
func (l *Log) Numbered(ctx context.Context, org db.Org, list []analytics.Position) (items []Item, err error) {
	numbers := make([]int64, len(list))
	for i, p := range list {
		numbers[i] = p.Signal
	}
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error {
		found, err := byNumbers(ctx, tx, org, numbers)
		if err != nil {
			return err
		}
		entries := make([]*Logged, 0, len(numbers))
		for _, n := range numbers {
			if e := found[n]; e != nil {
				entries = append(entries, e)
			}
		}
		items, err = l.items(ctx, tx, org, entries)
		return err
	})
	return items, err
}

func (l *Log) items(ctx context.Context, tx *db.Tx, org db.Org, entries []*Logged) ([]Item, error) {
	n, err := l.names(ctx, tx, org, entries)
	if err != nil {
		return nil, err
	}
	out := make([]Item, len(entries))
	for i, e := range entries {
		out[i] = l.item(e, n)
	}
	return out, nil
}

func (l *Log) names(ctx context.Context, tx *db.Tx, org db.Org, entries []*Logged) (*names, error) {
	n := &names{customers: map[string]*customer.Customer{}}
	var err error
	if n.touch, err = l.Metrics.Names.Labels(ctx, tx, org, dimTouch); err != nil {
		return nil, err
	}
	if n.unit, err = l.Metrics.Names.Labels(ctx, tx, org, dimUnit); err != nil {
		return nil, err
	}
	if n.worker, err = l.Metrics.Names.Labels(ctx, tx, org, dimWorker); err != nil {
		return nil, err
	}
	for _, e := range entries {
		id := e.Content.Customer
		if id == "" || n.customers[id] != nil {
			continue
		}
		if n.customers[id], err = customer.FindIn(ctx, tx, org, customer.ID(id)); err != nil {
			return nil, err
		}
	}
	n.metrics, err = l.Metrics.All(ctx, org)
	return n, err
}

func (l *Log) item(e *Logged, n *names) Item {
	c := &e.Content
	out := Item{ID: e.ID, Key: e.Key, At: e.At, ReceivedAt: e.Received, Kind: e.Kind, Channel: c.Channel, Language: c.Language,
		TouchPoint: named(n.touch, c.TouchPoint), Unit: named(n.unit, c.Unit), Employee: named(n.worker, c.Employee),
		Comments: c.Comments, Attributes: c.Attributes, Import: e.ImportID, Corrected: e.Op == OpCorrect, Masked: c.Masked, Measures: []ItemMeasure{}}
	if out.Comments == nil {
		out.Comments = []Comment{}
	}
	if out.Attributes == nil {
		out.Attributes = map[string]string{}
	}
	if k := n.customers[c.Customer]; k != nil {
		out.Customer = &Who{ID: k.ID, Name: k.Name, ExternalID: k.ExternalID, Email: k.Email}
	}
	if r, ok := l.Mood(c); ok {
		out.Sentiment = &Feeling{Score: float64(r.Score) / 1000, Word: r.Word, Version: r.Version}
	}
	for i := range n.metrics {
		m := &n.metrics[i]
		im := ItemMeasure{Metric: m.Key, Name: m.Name, Min: m.Min, Max: m.Max}
		if v, ok := c.Measures[m.Key]; ok {
			f := float64(v) / analytics.Scale
			im.Score = &f
		} else if s, ok := c.LeftOut[m.Key]; ok {
			im.LeftOut = LeftOutWords[analytics.State(s)]
		} else {
			continue
		}
		out.Measures = append(out.Measures, im)
	}
	sort.SliceStable(out.Measures, func(i, j int) bool { return out.Measures[i].Score != nil && out.Measures[j].Score == nil })
	return out
}

func named(m map[string]metric.Label, id string) *Named {
	if id == "" {
		return nil
	}
	l := m[id]
	return &Named{ID: id, Key: l.Key, Name: l.Name}
}
