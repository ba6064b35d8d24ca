package signal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
)

const projecting = "analytics"

const (
	projectBatch = 5000
	projectBusy  = 120
	// projectGap lets arrivals gather: appending a thousand rows takes little longer than one.
	projectGap = 100 * time.Millisecond
)

// projector is the follower that keeps analytics equal to the log. Its watermark lives with the engine's data, so that the
// two can't disagree.
func (l *Log) projector() *follower {
	f := &follower{Consumer: Consumer{Name: projecting}, gap: projectGap}
	f.step = l.project
	f.due, f.bell = map[db.Org]bool{}, make(chan struct{}, 1)
	return f
}

// project takes one step and reports whether there may be more.
func (l *Log) project(ctx context.Context, org db.Org) (more bool, err error) {
	at, err := l.Engine.Append(ctx, org, 0, analytics.Batch{})
	if err != nil {
		return false, fmt.Errorf("ask for the watermark: %w", err)
	}
	size := projectBatch
	if l.intake.busy() {
		size = projectBusy // short steps, so that nobody who sends waits long for a core
	}
	var entries []*Logged
	var numbers map[string]int32
	var first map[ID]int64
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error {
		if entries, err = since(ctx, tx, org, at, size); err != nil || len(entries) == 0 {
			return err
		}
		var who []string
		var later []ID
		for _, e := range entries {
			if e.Content.Customer != "" {
				who = append(who, e.Content.Customer)
			}
			if e.Op != OpPut {
				later = append(later, e.ID)
			}
		}
		if first, err = firsts(ctx, tx, org, later); err != nil {
			return err
		}
		numbers, err = customer.Numbers(ctx, tx, org, unique(who))
		return err
	})
	if err != nil || len(entries) == 0 {
		return false, err
	}
	batch, err := l.facts(ctx, org, entries, first, numbers)
	if err != nil {
		return false, err
	}
	now, err := l.Engine.Append(ctx, org, at, batch)
	if err != nil {
		return false, fmt.Errorf("append %d facts: %w", len(batch.Facts), err)
	}
	l.Hub.Publish(string(org), "figures", map[string]int64{"data_version": now})
	return len(entries) == size || now != batch.To, nil
}

func unique[T ~string](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// facts turns entries into a batch: of each signal only what holds after the last of them.
func (l *Log) facts(ctx context.Context, org db.Org, entries []*Logged, first map[ID]int64, numbers map[string]int32) (analytics.Batch, error) {
	b := analytics.Batch{To: entries[len(entries)-1].Seq}
	last := map[ID]*Logged{}
	var order []ID
	for _, e := range entries {
		if e.First == 0 {
			e.First = first[e.ID]
		}
		if last[e.ID] == nil {
			order = append(order, e.ID)
		}
		last[e.ID] = e
		if e.Op != OpPut {
			b.Gone = append(b.Gone, e.First)
		}
	}
	b.Gone = slices.Compact(sortedInts(b.Gone))
	var w codebook.Want
	standing := order[:0]
	for _, id := range order {
		if e := last[id]; e.Op != OpErase && !e.Erased {
			want(&w, e)
			standing = append(standing, id)
		}
	}
	codes, err := l.Book.Ensure(ctx, org, &w)
	if err != nil {
		return b, err
	}
	metrics, err := l.slots(ctx, org, entriesMetrics(entries))
	if err != nil {
		return b, err
	}
	o, err := l.People.Organisation(ctx, org)
	if err != nil {
		return b, err
	}
	zone := o.Location()
	for _, id := range standing {
		b.Facts = append(b.Facts, l.fact(last[id], codes, metrics, zone, numbers))
	}
	return b, nil
}

func sortedInts(v []int64) []int64 {
	slices.Sort(v)
	return v
}

// The names of the dictionary's dimensions; attributes have codebook.AttributeDim.
const (
	dimTouch   = "touch"
	dimUnit    = "unit"
	dimWorker  = "worker"
	dimChannel = "channel"
	dimLang    = "lang"
	dimImport  = "import"
)

func want(w *codebook.Want, e *Logged) {
	c := &e.Content
	for dim, v := range map[string]string{
		dimTouch: c.TouchPoint, dimUnit: c.Unit, dimWorker: c.Employee, dimChannel: c.Channel, dimLang: c.Language, dimImport: e.ImportID,
	} {
		if v != "" {
			w.Add(dim, v)
		}
	}
	for k, v := range c.Attributes {
		w.AddAttribute(k, v)
	}
}

// slots finds the slot of every metric that the entries carry, those that another process defined a moment ago too.
func (l *Log) slots(ctx context.Context, org db.Org, keys map[string]bool) (map[string]int, error) {
	out := make(map[string]int, len(keys))
	for k := range keys {
		m, err := l.Metrics.ByKey(ctx, org, k, "")
		if problem.KindOf(err) != "" {
			continue // it was dropped as unused while this was on its way: the log keeps the score, figures have no place for it
		}
		if err != nil {
			return nil, err
		}
		out[k] = m.Slot
	}
	return out, nil
}

// Projected reports whether analytics has read an organisation's log to its end.
func (l *Log) Projected(ctx context.Context, org db.Org) (bool, error) {
	var to int64
	if err := l.DB.Read(ctx, org, func(tx *db.Tx) (err error) { to, err = head(ctx, tx, org); return err }); err != nil {
		return false, err
	}
	at, err := l.Engine.Append(ctx, org, 0, analytics.Batch{})
	return at >= to, err
}

func entriesMetrics(entries []*Logged) map[string]bool {
	out := map[string]bool{}
	for _, e := range entries {
		for k := range e.Content.Measures {
			out[k] = true
		}
		for k := range e.Content.LeftOut {
			out[k] = true
		}
	}
	return out
}

func (l *Log) fact(e *Logged, codes codebook.Codes, slots map[string]int, zone *time.Location, numbers map[string]int32) analytics.Fact {
	c := &e.Content
	f := analytics.Fact{
		Signal: e.First, At: e.At.UnixMicro(), Kind: KindCode(e.Kind), Client: numbers[c.Customer],
		Touch: codes.Code(dimTouch, c.TouchPoint), Unit: codes.Code(dimUnit, c.Unit), Worker: codes.Code(dimWorker, c.Employee),
		Channel: codes.Code(dimChannel, c.Channel), Lang: codes.Code(dimLang, c.Language), Import: codes.Code(dimImport, e.ImportID),
		Comment: len(c.Comments) > 0,
	}
	f.Day, f.Week, f.Month = analytics.Calendar(f.At, zone)
	if r, ok := l.Mood(c); ok {
		f.Mood = r.Word.Code()
	}
	for k, v := range c.Attributes {
		slot := codes.Slot(k)
		f.Attributes = grow(f.Attributes, slot)
		f.Attributes[slot-1] = codes.Code(codebook.AttributeDim(slot), v)
	}
	put := func(key string, s analytics.Score) {
		if slots[key] == 0 {
			return
		}
		f.Scores = grow(f.Scores, slots[key])
		f.Scores[slots[key]-1] = s
	}
	for key, v := range c.Measures {
		put(key, analytics.Score{State: analytics.Answered, Value: v})
	}
	for key, s := range c.LeftOut {
		put(key, analytics.Score{State: analytics.State(s)})
	}
	return f
}

func grow[T any](list []T, n int) []T {
	for len(list) < n {
		var zero T
		list = append(list, zero)
	}
	return list
}

// KindCode is a kind's number in analytics; 0 for none.
func KindCode(k Kind) int32 { return int32(slices.Index(Kinds, k) + 1) } //nolint:gosec // eight kinds

// Mood reads how a signal's comments feel.
func (l *Log) Mood(c *Content) (sentiment.Reading, bool) {
	var rs []sentiment.Reading
	for _, t := range c.Comments {
		if r, ok := l.Sentiment.Read(t.Text, c.Language); ok {
			rs = append(rs, r)
		}
	}
	return sentiment.Combine(rs)
}

// Rebuild forgets an organisation's analytics and projects its whole log anew. progress is told how far it is, in seqs.
func (l *Log) Rebuild(ctx context.Context, org db.Org, progress func(at, of int64)) error {
	if err := l.Engine.Forget(ctx, org); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	var of int64
	if err := l.DB.Read(ctx, org, func(tx *db.Tx) (err error) { of, err = head(ctx, tx, org); return err }); err != nil {
		return err
	}
	for more := true; more; {
		var err error
		if more, err = l.project(ctx, org); err != nil {
			return err
		}
		at, err := l.Engine.Append(ctx, org, 0, analytics.Batch{})
		if err != nil {
			return err
		}
		progress(at, of)
	}
	return nil
}
