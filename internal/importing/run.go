package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const (
	batchRows = 2000                   // rows per transaction
	tellEvery = 250 * time.Millisecond // between two events to screens
)

// item is one row ready to be recorded, or the reason why it isn't.
type item struct {
	line   int64
	reason string
	entry  *signal.Entry
	date   string // in the organisation's zone
	left   []LeftOut
}

// run brings a file in, from where an earlier attempt stopped.
func (i *Imports) run(ctx context.Context, j *jobs.Job) error {
	var a args
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "import")
	im, err := i.takeUp(ctx, j.Org, a.Import)
	if err != nil || im.State != Running {
		return err // cancelled before it began
	}
	if err := i.bring(ctx, j, im); err != nil {
		return i.fail(ctx, j, im.ID, err)
	}
	i.tell(j.Org, im.ID)
	return nil
}

// takeUp marks an import as running. One that failed goes on where it stopped when somebody starts its job again.
func (i *Imports) takeUp(ctx context.Context, org db.Org, id ID) (im *Import, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if im, err = find(ctx, tx, org, id); err != nil || im.State != Waiting && im.State != Failed {
			return err
		}
		im.State = Running
		return setState(ctx, tx, org, id, Running)
	})
	return im, err
}

// fail decides whether another attempt could help; where it couldn't, the import says why it ended.
func (i *Imports) fail(ctx context.Context, j *jobs.Job, id ID, err error) error {
	switch {
	case errors.Is(err, errStopped):
		return nil // somebody cancelled it, and that is stored
	case ctx.Err() != nil, errors.Is(err, jobs.ErrLost):
		return err // this process is stopping, or another has the job
	}
	p, told := problem.As(err)
	again := !told || p.Kind == problem.NoSpace || p.Kind == problem.Unavailable
	if again && j.Attempt < j.MaxAttempts {
		return err
	}
	message := "Something went wrong on our side."
	if told {
		message = p.Message
	}
	_, failed := i.change(ctx, j.Org, id, func(tx *db.Tx, im *Import) error {
		if im.State != Running {
			return nil
		}
		return errors.Join(finish(ctx, tx, j.Org, id, Failed, message), i.applyBreaks(ctx, tx, j.Org, im), i.ended(ctx, tx, im))
	})
	return jobs.Fatal(errors.Join(err, failed))
}

// bring reads, checks and records in batches: the next batch is made ready while the one before is written.
func (i *Imports) bring(ctx context.Context, j *jobs.Job, im *Import) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	up, err := i.upload(ctx, j.Org, im.Upload)
	if err != nil {
		return err
	}
	o, err := i.People.Organisation(ctx, j.Org)
	if err != nil {
		return err
	}
	r, file, names, err := i.open(ctx, up)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	for key, m := range im.Mapping.Measures {
		if _, ok := im.breaks[key]; !ok && m.ComparableUntil != "" {
			im.breaks[key] = shift{Break: metric.Break{At: m.ComparableUntil, Note: m.Note}}
		}
	}
	defer i.Log.Bulk()()
	ready, failed := make(chan []item, 2), make(chan error, 1)
	go func() {
		defer close(ready)
		failed <- i.prepare(ctx, j.Org, im, r, newConverter(&im.Mapping, names, o.Location()), ready)
	}()
	told := time.Now()
	for batch := range ready {
		i.pass("before a batch")
		if im, err = i.write(ctx, j, im, batch); err != nil {
			cancel()
			<-failed // the file is closed only once nobody reads it
			return err
		}
		i.pass("after a batch")
		j.Progress(ctx, im.Done, im.Rows, "")
		if time.Since(told) >= tellEvery {
			told = time.Now()
			i.tell(j.Org, im.ID)
		}
	}
	if err := <-failed; err != nil {
		return err
	}
	i.pass("before the end")
	return i.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		if err := advance(ctx, tx, j.Org, im); err != nil {
			return err
		}
		if err := finish(ctx, tx, j.Org, im.ID, Done, ""); err != nil {
			return err
		}
		if err := errors.Join(i.applyBreaks(ctx, tx, j.Org, im), i.ended(ctx, tx, im)); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

// prepare turns rows into batches of checked entries until the file or ctx ends.
func (i *Imports) prepare(ctx context.Context, org db.Org, im *Import, r *Reader, c *converter, ready chan<- []item) error {
	now, last := i.DB.Now(), im.lastRow // im belongs to the writer from here on
	id, quiet := string(im.ID), !im.OpenCases
	batch := make([]item, 0, batchRows)
	send := func() error {
		select {
		case ready <- batch:
			batch = make([]item, 0, batchRows)
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			if len(batch) == 0 {
				return nil
			}
			return send()
		}
		if err != nil {
			return err
		}
		if int64(row.Number) <= last {
			c.skip(row)
			continue
		}
		it, err := i.item(ctx, org, row, c, now)
		if err != nil {
			return err
		}
		if it.entry != nil {
			it.entry.ImportID, it.entry.Content.Quiet = id, quiet
		}
		if batch = append(batch, it); len(batch) == batchRows {
			if err := send(); err != nil {
				return err
			}
		}
	}
}

// item checks one row. An error is ours; what is wrong with the row is its reason.
func (i *Imports) item(ctx context.Context, org db.Org, row *Row, c *converter, now time.Time) (item, error) {
	it := item{line: int64(row.Number)}
	in, left, err := c.signal(row, now)
	if err != nil {
		it.reason = i.hide(ctx, org, err.Error())
		return it, nil //nolint:nilerr // a refused row is no failure of ours
	}
	e, err := i.Log.Check(ctx, org, in)
	if p, ok := problem.As(err); ok && p.Code != "metric_unknown" {
		it.reason = i.hide(ctx, org, c.explain(p))
		return it, nil
	}
	if err != nil {
		return it, err
	}
	it.entry, it.left, it.date = e, left, e.At.In(c.zone).Format(time.DateOnly)
	return it, nil
}

// hide keeps out of a reason what nobody should keep: it may quote the row.
func (i *Imports) hide(ctx context.Context, org db.Org, reason string) string {
	if m, err := i.Log.Masker(ctx, org); err == nil {
		reason, _ = m.Text(reason)
	}
	return reason
}

// write records a batch and how far the import has come, both or neither, and only while the job is ours and the import is
// running. It returns the import as it is then.
func (i *Imports) write(ctx context.Context, j *jobs.Job, im *Import, batch []item) (after *Import, err error) {
	entries := make([]*signal.Entry, 0, len(batch))
	for _, it := range batch {
		if it.entry != nil {
			entries = append(entries, it.entry)
		}
	}
	err = i.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		out, err := i.Log.Record(ctx, tx, j.Org, entries)
		if err != nil {
			return err
		}
		i.pass("within a batch")
		after = im.copy()
		if err := addRejected(ctx, tx, j.Org, im.ID, after.count(batch, out)); err != nil {
			return err
		}
		if err := advance(ctx, tx, j.Org, after); err != nil {
			return err
		}
		return j.CheckpointIn(ctx, tx, after.lastRow)
	})
	return after, err
}

// copy lets a transaction that is started again count anew.
func (i *Import) copy() *Import {
	c := *i
	c.breaks = maps.Clone(i.breaks)
	c.LeftOut = make(map[string]map[string]int64, len(i.LeftOut))
	for k, v := range i.LeftOut {
		c.LeftOut[k] = maps.Clone(v)
	}
	return &c
}

// count adds a batch and what became of its entries, and returns the rows that were refused.
func (i *Import) count(batch []item, out []signal.Outcome) (refused []refusal) {
	n := 0
	for _, it := range batch {
		i.Done, i.lastRow = i.Done+1, it.line
		if it.entry != nil {
			o := out[n]
			n++
			switch {
			case o.Err != nil:
				it.reason = "The row's key was recorded before with other content."
			case o.Repeat:
				i.Duplicates++
				continue
			default:
				i.accept(it)
				continue
			}
		}
		i.Rejected++
		refused = append(refused, refusal{it.line, it.reason})
	}
	return refused
}

func (i *Import) accept(it item) {
	i.Accepted++
	for _, l := range it.left {
		if i.LeftOut[l.Measure] == nil {
			i.LeftOut[l.Measure] = map[string]int64{}
		}
		i.LeftOut[l.Measure][l.Reason]++
		if l.Reason == stateName(analytics.OutOfScale) {
			i.dropped(l, it.date)
		}
	}
}

// shift is where an import found that a metric's scale changed.
type shift struct {
	metric.Break
	Above int64 `json:"above,omitempty"` // of those dropped, how many lay above the scale
}

// dropped notes that a value didn't fit the scale: from the first such date on scores aren't comparable with those before.
func (i *Import) dropped(l LeftOut, date string) {
	m, b := i.Mapping.Measures[l.Measure], i.breaks[l.Measure]
	b.Dropped++
	if v, err := metric.ParseMilli(decimalPoint(l.Value)); err == nil && float64(v) > m.Scale[1]*analytics.Scale {
		b.Above++
	}
	if m.ComparableUntil == "" {
		if b.At == "" || date < b.At {
			b.At = date
		}
		b.Note = b.describe(m)
	}
	i.breaks[l.Measure] = b
}

func (s shift) describe(m Measure) string {
	values, where := "values", fmt.Sprintf("outside %s to %s", plain(m.Scale[0]), plain(m.Scale[1]))
	if s.Dropped == 1 {
		values = "value"
	}
	switch s.Above {
	case s.Dropped:
		where = "above " + plain(m.Scale[1])
	case 0:
		where = "below " + plain(m.Scale[0])
	}
	return fmt.Sprintf("%d %s %s since %s: the scale seems to have changed; not comparable from then on", s.Dropped, values, where, s.At)
}
