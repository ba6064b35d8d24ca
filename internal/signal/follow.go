package signal

import (
	"context"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Consumer reacts to signals: it reads on in batches and commits its effect together with how far it has read, so that
// neither a crash nor a second process makes it react twice.
type Consumer struct {
	Name  string
	Batch int // entries at once; 0 is 500
	// Wants names the entries that Apply must see at this moment; nil, or none named, is all of them. The others are passed
	// over without being read, which is most of the cost.
	Wants func(ctx context.Context, tx *db.Tx, org db.Org) ([]Op, error)
	Apply func(ctx context.Context, tx *db.Tx, org db.Org, entries []*Logged) error
}

type follower struct {
	Consumer
	step func(ctx context.Context, org db.Org) (more bool, err error)
	gap  time.Duration // at least this long between two steps for one organisation

	mu   sync.Mutex
	due  map[db.Org]bool
	bell chan struct{}
}

const (
	// consumerGap lets arrivals gather: each step costs a commit.
	consumerGap = 50 * time.Millisecond
	// consumeBusy is how many entries a consumer takes at once while signals pour in.
	consumeBusy = 100
)

// Follow registers a consumer, before Start.
func (l *Log) Follow(c Consumer) {
	if c.Batch == 0 {
		c.Batch = 500
	}
	f := &follower{Consumer: c, gap: consumerGap}
	f.step = func(ctx context.Context, org db.Org) (bool, error) { return l.consume(ctx, org, &f.Consumer) }
	l.addFollower(f)
}

func (l *Log) addFollower(f *follower) {
	f.due, f.bell = map[db.Org]bool{}, make(chan struct{}, 1)
	l.followers = append(l.followers, f)
}

// consume takes one step of a consumer and reports whether there may be more.
//
// It reads outside the writing transaction, so that nobody who writes waits for it, and gives way when another process has
// taken the same step meanwhile.
func (l *Log) consume(ctx context.Context, org db.Org, c *Consumer) (more bool, err error) {
	var at, to int64
	var entries []*Logged
	size := c.Batch
	if l.intake.busy() {
		size = min(size, consumeBusy) // one writer: whoever sends a signal waits until this step is done
	}
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error {
		if at, err = watermark(ctx, tx, c.Name, org); err != nil {
			return err
		}
		entries, to, err = c.read(ctx, tx, org, at, size)
		return err
	})
	if err != nil || to == at {
		return false, err
	}
	err = l.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := watermark(ctx, tx, c.Name, org)
		if err != nil || now != at {
			return err
		}
		if len(entries) > 0 {
			if err := c.Apply(ctx, tx, org, entries); err != nil {
				return err
			}
		}
		return setWatermark(ctx, tx, c.Name, org, to)
	})
	return len(entries) == size, err
}

// read returns the next entries that the consumer wants, and how far it has read when they are done.
func (c *Consumer) read(ctx context.Context, tx *db.Tx, org db.Org, at int64, size int) (entries []*Logged, to int64, err error) {
	var ops []Op
	if c.Wants != nil {
		if ops, err = c.Wants(ctx, tx, org); err != nil {
			return nil, 0, err
		}
	}
	// The head of this same moment: what comes later has a higher seq.
	if to, err = head(ctx, tx, org); err != nil || to <= at {
		return nil, at, err
	}
	if entries, err = since(ctx, tx, org, at, size, ops...); err != nil {
		return nil, at, err
	}
	if len(entries) == size {
		to = entries[len(entries)-1].Seq
	}
	return entries, to, nil
}

// wake tells every follower that an organisation's log has grown.
func (l *Log) wake(org db.Org) {
	for _, f := range l.followers {
		f.ring(org)
	}
}

func (f *follower) ring(org db.Org) {
	f.mu.Lock()
	f.due[org] = true
	f.mu.Unlock()
	select {
	case f.bell <- struct{}{}:
	default:
	}
}

// sweep is how often every organisation is looked at even without a bell: other processes write too.
const sweep = 5 * time.Second

// Start runs every follower, and the projector, until ctx ends. The returned function waits for them.
func (l *Log) Start(ctx context.Context) (wait func()) {
	l.addFollower(l.projector())
	var all sync.WaitGroup
	for _, f := range l.followers {
		all.Go(func() { l.run(ctx, f) })
	}
	return all.Wait
}

func (l *Log) run(ctx context.Context, f *follower) {
	tick := time.NewTicker(sweep)
	defer tick.Stop()
	l.ringAll(ctx, f)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.ringAll(ctx, f)
		case <-f.bell:
		}
		began := time.Now()
		for _, org := range f.take() {
			more, err := f.step(ctx, org)
			if err != nil && ctx.Err() == nil {
				l.Slog.Error("a consumer of the log failed; it will try again", "consumer", f.Name, "organisation", org, "error", err)
				continue // the sweep rings again: a poisoned entry must not spin
			}
			if more {
				f.ring(org)
			}
		}
		if !f.rest(ctx, time.Since(began), l.share(f), l.intake.busy() || f.Name != projecting && l.bulk.Load() > 0) {
			return
		}
	}
}

// share is by how much longer a follower rests because it isn't alone: one more consumer of the log must not cost those who
// send signals, it makes every consumer come later while they pour in.
func (l *Log) share(f *follower) time.Duration {
	if f.Name == projecting {
		return 1
	}
	return max(1, time.Duration(len(l.followers)-1)) // together they take what the projector takes alone
}

// rest pauses between steps: at least the follower's gap, and while signals pour in three times as long as the step took, so
// that reading them leaves the machine to receiving them; both times its share. It reports false when ctx ended.
func (f *follower) rest(ctx context.Context, took, share time.Duration, busy bool) bool {
	pause := f.gap
	if busy && f.gap > 0 {
		pause = share * max(pause, 3*took)
	}
	if pause == 0 {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

func (f *follower) take() []db.Org {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]db.Org, 0, len(f.due))
	for org := range f.due {
		out = append(out, org)
	}
	clear(f.due)
	return out
}

func (l *Log) ringAll(ctx context.Context, f *follower) {
	all, err := l.People.Organisations(ctx)
	if err != nil {
		if ctx.Err() == nil {
			l.Slog.Error("could not list the organisations", "error", err)
		}
		return
	}
	for _, o := range all {
		f.ring(o.ID)
	}
}

// CatchUp brings every consumer and the projection of one organisation up to the end of the log, for tests and commands.
func (l *Log) CatchUp(ctx context.Context, org db.Org) error {
	for _, f := range append(l.followers[:len(l.followers):len(l.followers)], l.projector()) {
		for more := true; more; {
			var err error
			if more, err = f.step(ctx, org); err != nil {
				return err
			}
		}
	}
	return nil
}
