package exporting

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// writer turns signals into rows.
type writer struct {
	x          *Exports
	org        db.Org
	zone       *time.Location
	touch      map[string]metric.Label
	unit       map[string]metric.Label
	worker     map[string]metric.Label
	moods      []string
	metrics    []metric.Metric
	attributes []string
	customers  bool              // the caller may see who they are
	known      map[string]string // customers' external ids, of the latest chunks
	columns    []column
	cells      []cell
}

// signals writes every signal of a choice, the one recorded last first.
func (x *Exports) signals(ctx context.Context, org db.Org, e *Export, out io.Writer, done func(int64)) (n int64, err error) {
	w, err := x.writer(ctx, org)
	if err != nil {
		return 0, err
	}
	chosen, err := x.choose(ctx, org, &e.Wish)
	if err != nil {
		return 0, err
	}
	a, err := x.about(ctx, org, e)
	if err != nil {
		return 0, err
	}
	s, err := open(e.Wish.Format, x.Dir, out, "Signals", w.columns, a)
	if err != nil {
		return 0, err
	}
	defer s.drop()
	numbers := make([]int64, len(chosen))
	for i, c := range chosen {
		numbers[i] = c >> moodBits
	}
	err = x.Log.Walk(ctx, org, numbers, func(list []*signal.Logged) error {
		external, err := w.externals(ctx, list)
		if err != nil {
			return err
		}
		for _, l := range list {
			if err := s.row(w.row(l, mood(chosen, numbers, l.First), external)); err != nil {
				return err
			}
			n++
		}
		done(n)
		return nil
	})
	if err != nil {
		return n, err
	}
	return n, s.close()
}

// pageRows are asked of analytics at once: few enough to hold in memory, more than it keeps.
const pageRows = 60_000

// moodBits hold a signal's sentiment below its number, so that a million of both take 8 MB.
const moodBits = 3

// choose lists the numbers of the signals wanted, rising, each with its sentiment, as analytics has it: reading a million
// comments again would take longer than all the rest.
func (x *Exports) choose(ctx context.Context, org db.Org, w *Wish) ([]int64, error) {
	var out []int64
	for code, word := range append([]string{""}, x.Metrics.Names.Moods()...) {
		sel := metric.Select{Where: append(slices.Clone(w.Where), "sentiment:"+word), From: w.From, To: w.To, Limit: pageRows}
		for {
			list, _, err := x.Metrics.Signals(ctx, org, sel)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				out = append(out, p.Signal<<moodBits|int64(code))
			}
			if len(list) < pageRows {
				break
			}
			sel.Before = &list[len(list)-1]
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func mood(chosen, numbers []int64, number int64) int {
	i, ok := slices.BinarySearch(numbers, number)
	if !ok {
		return 0
	}
	return int(chosen[i] & (1<<moodBits - 1))
}

func (x *Exports) writer(ctx context.Context, org db.Org) (*writer, error) {
	o, err := x.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	w := &writer{x: x, org: org, zone: o.Location(), moods: x.Metrics.Names.Moods(), customers: identity.From(ctx).May(identity.PeopleRead)}
	err = x.DB.Read(ctx, org, func(tx *db.Tx) error {
		for dim, into := range map[string]*map[string]metric.Label{"touch": &w.touch, "unit": &w.unit, "worker": &w.worker} {
			labels, err := x.Metrics.Names.Labels(ctx, tx, org, dim)
			if err != nil {
				return err
			}
			*into = labels
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if w.metrics, err = x.Metrics.All(ctx, org); err != nil {
		return nil, err
	}
	codes, err := x.Metrics.Book.View(ctx, org)
	if err != nil {
		return nil, err
	}
	w.attributes = codes.Attributes()
	w.columns, w.known = w.head(), map[string]string{}
	w.cells = make([]cell, len(w.columns))
	return w, nil
}

func (w *writer) head() []column {
	out := []column{{"at", "Time", moment}, {"id", "Signal", prose}, {"kind", "Kind", text}, {"touch_point", "Touch point", text},
		{"touch_point_key", "Touch point, key", text}, {"unit", "Unit", text}, {"unit_key", "Unit, key", text}, {"employee", "Employee", text},
		{"employee_id", "Employee, id", text}}
	if w.customers {
		out = append(out, column{"customer_id", "Customer, id", prose})
	}
	out = append(out, column{"channel", "Channel", text}, column{"language", "Language", text})
	for _, m := range w.metrics {
		out = append(out, column{"metric." + m.Key, m.Name, number})
	}
	out = append(out, column{"left_out", "Without a score", text}, column{"sentiment", "Sentiment", text}, column{"comment", "Comment", prose})
	for _, a := range w.attributes {
		out = append(out, column{"attributes." + a, a, text})
	}
	return append(out, column{"key", "Key", prose}, column{"received_at", "Received", moment}, column{"corrected", "Corrected", truth},
		column{"import", "Import", text})
}

// knownCustomers is how many are remembered, about ten megabytes: the same ones come again and again.
const knownCustomers = 100_000

// externals finds the customers of a chunk, where the caller may see them. The result holds until the next call.
func (w *writer) externals(ctx context.Context, list []*signal.Logged) (map[string]string, error) {
	if !w.customers {
		return nil, nil
	}
	if len(w.known) > knownCustomers {
		clear(w.known)
	}
	ids := make([]string, 0, len(list))
	for _, l := range list {
		if id := l.Content.Customer; id != "" {
			if _, ok := w.known[id]; !ok {
				w.known[id] = "" // also of those who have none
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return w.known, nil
	}
	return w.known, w.x.DB.Read(ctx, w.org, func(tx *db.Tx) error {
		found, err := customer.ExternalIDs(ctx, tx, w.org, ids)
		maps.Copy(w.known, found)
		return err
	})
}

// row makes the cells of one signal; they hold until the next call.
func (w *writer) row(l *signal.Logged, mood int, external map[string]string) []cell {
	c, out := &l.Content, w.cells[:0]
	add := func(s string) { out = append(out, words(s)) }
	add(l.At.In(w.zone).Format(momentLayout))
	add(string(l.ID))
	add(string(l.Kind))
	add(w.touch[c.TouchPoint].Name)
	add(w.touch[c.TouchPoint].Key)
	add(w.unit[c.Unit].Name)
	add(w.unit[c.Unit].Key)
	add(w.worker[c.Employee].Name)
	add(w.worker[c.Employee].Key)
	if w.customers {
		add(external[c.Customer])
	}
	add(c.Channel)
	add(c.Language)
	left := ""
	for i := range w.metrics {
		key := w.metrics[i].Key
		if v, ok := c.Measures[key]; ok {
			out = append(out, cell{set: true, f: float64(v) / analytics.Scale})
			continue
		}
		out = append(out, cell{})
		if s, ok := c.LeftOut[key]; ok {
			if left != "" {
				left += "; "
			}
			left += key + " " + signal.LeftOutWords[analytics.State(s)]
		}
	}
	add(left)
	if mood > 0 {
		add(w.moods[mood-1])
	} else {
		add("")
	}
	add(said(c.Comments))
	for _, a := range w.attributes {
		add(c.Attributes[a])
	}
	add(l.Key)
	add(l.Received.In(w.zone).Format(momentLayout))
	out = append(out, yes(l.Op == signal.OpCorrect))
	add(l.ImportID)
	return out
}

func said(list []signal.Comment) string {
	if len(list) == 1 {
		return list[0].Text
	}
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.Text
	}
	return strings.Join(texts, "\n\n")
}
