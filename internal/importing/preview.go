package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const previewRows = 20

// Preview is what an import would do, row by row at the beginning and counted over the whole file.
type Preview struct {
	Rows     []PreviewRow                `json:"rows" doc:"The first 20"`
	Counts   Counts                      `json:"counts" doc:"Of the whole file"`
	Measures map[string]map[string]int64 `json:"measures" doc:"Of rows that aren't rejected: measure, what became of the value, how many"`
	Earliest *time.Time                  `json:"earliest,omitempty"`
	Latest   *time.Time                  `json:"latest,omitempty"`
	Beside   map[string]Beside           `json:"beside" doc:"By measure: values off its scale, whatever becomes of their rows"`
	Breaks   []PreviewBreak              `json:"breaks" doc:"Dates from which scores would no longer be comparable with the ones before"`
	Previous *Previous                   `json:"previous,omitempty" doc:"An import of the same file that stands"`
}

// PreviewBreak is a break that the import would note with a metric.
type PreviewBreak struct {
	Metric  string `json:"metric"`
	At      string `json:"at"`
	Note    string `json:"note"`
	Dropped int64  `json:"dropped"`
}

// Counts add up to the file's rows.
type Counts struct {
	Accepted   int64 `json:"accepted"`
	Rejected   int64 `json:"rejected"`
	Duplicates int64 `json:"duplicates" doc:"Rows whose key is taken; one that comes with other content would be rejected"`
}

// Previous is an earlier import of the same file.
type Previous struct {
	Import      ID    `json:"import"`
	State       State `json:"state"`
	SameMapping bool  `json:"same_mapping"`
}

// PreviewRow is one row and what it would become.
type PreviewRow struct {
	Row     int            `json:"row" doc:"As a spreadsheet counts: the header is 1"`
	Outcome string         `json:"outcome" enum:"accepted,rejected"`
	Reason  string         `json:"reason,omitempty"`
	Signal  *PreviewSignal `json:"signal,omitempty"`
	LeftOut []LeftOut      `json:"left_out"`
}

// PreviewSignal is a signal before it has an id.
type PreviewSignal struct {
	Key        string            `json:"key"`
	At         string            `json:"at"`
	Kind       signal.Kind       `json:"kind"`
	TouchPoint *Named            `json:"touch_point"`
	Unit       *Named            `json:"unit"`
	Employee   *Named            `json:"employee"`
	Customer   *customer.Ref     `json:"customer"`
	Channel    string            `json:"channel"`
	Language   string            `json:"language"`
	Measures   []PreviewMeasure  `json:"measures"`
	Comments   []signal.Comment  `json:"comments"`
	Attributes map[string]string `json:"attributes"`
}

// Named is something with a key, and the name it would get.
type Named struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// PreviewMeasure is a score on its scale, or why there is none.
type PreviewMeasure struct {
	Metric  string   `json:"metric"`
	Name    string   `json:"name"`
	Score   *float64 `json:"score,omitempty"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	LeftOut string   `json:"left_out,omitempty"`
}

// Preview reads a whole file as an import would, and changes nothing.
func (i *Imports) Preview(ctx context.Context, org db.Org, hash string, m Mapping) (*Preview, error) {
	up, err := i.upload(ctx, org, hash)
	if err != nil {
		return nil, err
	}
	if err := m.Validate(up.names()); err != nil {
		return nil, err
	}
	known, err := i.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	if err := m.clashes(known); err != nil {
		return nil, err
	}
	o, err := i.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	r, file, names, err := i.open(ctx, up)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	t := &trial{i: i, org: org, c: newConverter(&m, names, o.Location()), now: i.DB.Now(),
		p: &Preview{Rows: []PreviewRow{}, Measures: map[string]map[string]int64{}}}
	for key := range m.Measures {
		t.p.Measures[key] = map[string]int64{"answered": 0, "not_answered": 0, "not_rated": 0, "out_of_scale": 0}
	}
	if err := t.all(ctx, r); err != nil {
		return nil, err
	}
	t.p.Beside, t.p.Breaks = t.c.beside, breaksOf(&m, t.c.beside)
	t.p.Previous, err = i.previous(ctx, org, hash, m.hash())
	return t.p, err
}

// breaksOf tells the breaks that an import would note, by metric.
func breaksOf(m *Mapping, beside map[string]Beside) []PreviewBreak {
	out := []PreviewBreak{}
	for _, key := range slices.Sorted(maps.Keys(m.Measures)) {
		d, b := m.Measures[key], beside[key]
		s := shift{Break: metric.Break{At: d.ComparableUntil, Note: d.Note}, Above: b.Above}
		if d.OutOfScale == dropValue {
			s.Dropped = b.Above + b.Below
		}
		if d.ComparableUntil == "" && s.Dropped > 0 {
			s.At = b.First
			s.Note = s.describe(d)
		}
		if s.At != "" {
			out = append(out, PreviewBreak{key, s.At, s.Note, s.Dropped})
		}
	}
	return out
}

// previous finds the newest import of a file that stands; one under the same mapping first.
func (i *Imports) previous(ctx context.Context, org db.Org, hash, mapping string) (p *Previous, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		list, err := ofUpload(ctx, tx, org, hash)
		for _, im := range list {
			if im.stands() && (p == nil || !p.SameMapping && im.hash == mapping) {
				p = &Previous{im.ID, im.State, im.hash == mapping}
			}
		}
		return err
	})
	return p, err
}

// trial is one preview under way.
type trial struct {
	i    *Imports
	org  db.Org
	c    *converter
	now  time.Time
	p    *Preview
	keys []string // not yet looked up
}

func (t *trial) all(ctx context.Context, r *Reader) error {
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return t.lookUp(ctx)
		}
		if err != nil {
			return err
		}
		if err := t.row(ctx, row); err != nil {
			return err
		}
		if len(t.keys) >= 5000 {
			if err := t.lookUp(ctx); err != nil {
				return err
			}
		}
	}
}

func (t *trial) row(ctx context.Context, row *Row) error {
	in, left, err := t.c.signal(row, t.now)
	if err == nil {
		// The converter has judged the measures; their metrics may not exist yet.
		plain := *in
		plain.Measures = nil
		if _, err = t.i.Log.Check(ctx, t.org, &plain); err != nil {
			p, ok := problem.As(err)
			if !ok {
				return err
			}
			err = reason(t.c.explain(p))
		}
	}
	if err != nil {
		t.p.Counts.Rejected++
		if len(t.p.Rows) < previewRows {
			t.p.Rows = append(t.p.Rows, PreviewRow{Row: row.Number, Outcome: "rejected", Reason: err.Error(), LeftOut: []LeftOut{}})
		}
		return nil
	}
	t.p.Counts.Accepted++
	t.keys = append(t.keys, in.Key)
	for key, v := range in.Measures {
		t.p.Measures[key][stateName(v.State)]++
	}
	at, err := time.Parse(time.RFC3339Nano, in.At)
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	if t.p.Earliest == nil || at.Before(*t.p.Earliest) {
		t.p.Earliest = &at
	}
	if t.p.Latest == nil || at.After(*t.p.Latest) {
		t.p.Latest = &at
	}
	if len(t.p.Rows) < previewRows {
		if left == nil {
			left = []LeftOut{}
		}
		t.p.Rows = append(t.p.Rows, PreviewRow{Row: row.Number, Outcome: "accepted", Signal: t.c.show(in), LeftOut: left})
	}
	return nil
}

// lookUp moves rows whose keys are taken from accepted to duplicates.
func (t *trial) lookUp(ctx context.Context) error {
	if len(t.keys) == 0 {
		return nil
	}
	n, err := t.i.Log.KeysTaken(ctx, t.org, t.keys)
	t.p.Counts.Accepted -= int64(n)
	t.p.Counts.Duplicates += int64(n)
	t.keys = t.keys[:0]
	return err
}

// show is a signal as a screen shows it.
func (c *converter) show(in *signal.Input) *PreviewSignal {
	s := &PreviewSignal{Key: in.Key, At: in.At, Kind: in.Kind, TouchPoint: named(in.TouchPoint), Unit: named(in.Unit), Customer: in.Customer,
		Channel: in.Channel, Language: in.Language, Measures: []PreviewMeasure{}, Comments: in.Comments, Attributes: map[string]string{}}
	if in.Employee != "" {
		s.Employee = &Named{in.Employee, in.Employee}
	}
	if s.Comments == nil {
		s.Comments = []signal.Comment{}
	}
	for k, v := range in.Attributes {
		s.Attributes[k] = string(v)
	}
	for _, m := range c.measures {
		v, p := in.Measures[m.key], PreviewMeasure{Metric: m.key, Name: m.def.Name, Min: m.def.Scale[0], Max: m.def.Scale[1]}
		if p.Name == "" {
			p.Name = readable(m.key)
		}
		if v.State == analytics.Answered {
			score := float64(v.Milli) / analytics.Scale
			p.Score = &score
		} else {
			p.LeftOut = stateName(v.State)
		}
		s.Measures = append(s.Measures, p)
	}
	return s
}

func named(key string) *Named {
	if key == "" {
		return nil
	}
	return &Named{key, readable(key)}
}

// plain writes a number of a scale as people do.
func plain(f float64) string {
	v, _ := metric.Milli(f)
	return metric.FormatMilli(v)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
