package signal

import (
	"context"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// maxScored is how many of a customer's latest signals their scores are made of.
const maxScored = 500

// maxPoints is how many scores of a metric are told one by one.
const maxPoints = 24

// orderPrefix sorts signals of one moment among other kinds of entries.
const orderPrefix = "sig_"

// Timeline tells a customer's signals. They are found through analytics: the log has no index by customer, whose pages would
// be hit at random by every signal.
func (l *Log) Timeline() customer.Source {
	return customer.Source{Kind: customer.SignalEntry, Verb: identity.SignalRead,
		List: func(ctx context.Context, org db.Org, customers []customer.ID, before customer.Position, limit int) ([]customer.Entry, error) {
			var p *analytics.Position
			if before != (customer.Position{}) {
				p = &analytics.Position{At: before.At.UnixMicro(), Signal: before.Number(orderPrefix)}
			}
			positions, err := l.Metrics.SignalsOf(ctx, org, customers[0], p, limit)
			if err != nil {
				return nil, err
			}
			items, err := l.Numbered(ctx, org, positions)
			if err != nil {
				return nil, err
			}
			numbers := map[ID]int64{}
			if err := l.DB.Read(ctx, org, func(tx *db.Tx) error { return l.numbersOf(ctx, tx, org, positions, numbers) }); err != nil {
				return nil, err
			}
			out := make([]customer.Entry, len(items))
			for i := range items {
				out[i] = entry(&items[i], numbers[items[i].ID])
			}
			return out, nil
		}}
}

// numbersOf maps the ids of signals to their numbers in the log.
func (l *Log) numbersOf(ctx context.Context, tx *db.Tx, org db.Org, positions []analytics.Position, into map[ID]int64) error {
	if len(positions) == 0 {
		return nil
	}
	list := make([]int64, len(positions))
	for i, p := range positions {
		list[i] = p.Signal
	}
	marks, args := db.Marks(2, list)
	// As in byNumbers: an index that begins with org would be walked from end to end.
	rows, err := tx.Query(ctx, `select target, seq from signal where org || '' = $1 and seq in (`+marks+`)`, append([]any{org}, args...)...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
		var n int64
		err = r.Scan(&id, &n)
		into[id] = n
		return id, err
	})
	return err
}

func entry(s *Item, number int64) customer.Entry {
	e := customer.Entry{ID: string(s.ID), At: s.At, Kind: customer.SignalEntry, Link: string(s.ID), State: string(s.Kind), Source: s.Channel,
		Order: customer.NumberOrder(orderPrefix, number)}
	if s.TouchPoint != nil {
		e.Place = s.TouchPoint.Name
	}
	if s.Employee != nil {
		e.By = s.Employee.Name
	}
	said := make([]string, len(s.Comments))
	for i, c := range s.Comments {
		said[i] = c.Text
	}
	e.Text = strings.Join(said, "\n")
	for _, m := range s.Measures {
		if m.Score != nil {
			e.Scores = append(e.Scores, customer.Scored{Metric: m.Metric, Name: m.Name, Score: *m.Score, Max: m.Max})
		}
	}
	return e
}

// ScoresOf sums up, metric by metric, what the latest signals of a customer said.
func (l *Log) ScoresOf(ctx context.Context, org db.Org, customers []customer.ID) ([]customer.Score, error) {
	positions, err := l.Metrics.SignalsOf(ctx, org, customers[0], nil, maxScored)
	if err != nil || len(positions) == 0 {
		return nil, err
	}
	items, err := l.Numbered(ctx, org, positions)
	if err != nil {
		return nil, err
	}
	all, err := l.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	out := []customer.Score{}
	for i := range all {
		if s, ok := score(&all[i], items); ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// score sums up one metric; items come newest first.
func score(m *metric.Metric, items []Item) (customer.Score, bool) {
	s := customer.Score{Metric: m.Key, Name: m.Name, Min: m.Min, Max: m.Max, Up: m.Direction == metric.Up, Points: []customer.ScorePast{}}
	sum := 0.0
	for i := range items {
		for _, v := range items[i].Measures {
			if v.Metric != m.Key || v.Score == nil {
				continue
			}
			if s.N == 0 {
				s.Last, s.LastAt = *v.Score, items[i].At
			}
			s.N++
			sum += *v.Score
			if s.N <= maxPoints {
				s.Points = append([]customer.ScorePast{{At: items[i].At, Score: *v.Score}}, s.Points...)
			}
		}
	}
	if s.N == 0 {
		return s, false
	}
	s.Mean = sum / float64(s.N)
	return s, true
}
