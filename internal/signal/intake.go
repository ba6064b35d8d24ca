package signal

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// intake lets single signals that arrive at the same time share their statements, as the group commit lets them share the
// disk: one insert of sixty-four rows costs little more than one of one.
type intake struct {
	mu      sync.Mutex
	waiting map[lane]*load

	last   atomic.Int64 // signals in the last load
	second atomic.Int64 // the second being counted
	count  atomic.Int64 // signals taken in it
	before atomic.Int64 // signals taken in the second before
}

// pouring is how many single signals a second make the intake busy.
const pouring = 1500

// tick counts one signal.
func (n *intake) tick() {
	now := time.Now().Unix()
	if was := n.second.Load(); was != now && n.second.CompareAndSwap(was, now) {
		c := n.count.Swap(0)
		if was != now-1 {
			c = 0
		}
		n.before.Store(c)
	}
	n.count.Add(1)
}

// busy reports whether signals pour in faster than their reading should keep up with at any price.
func (n *intake) busy() bool {
	return time.Now().Unix()-n.second.Load() <= 1 && max(n.before.Load(), n.count.Load()) > pouring
}

// lane keeps callers apart who may not write for each other.
type lane struct {
	org  db.Org
	unit identity.UnitID
}

type load struct {
	entries []*Entry
	out     []Outcome
	err     error
	done    chan struct{}
}

const (
	maxLoad      = 256
	manyTogether = 8
)

// put adds an entry to the load that leaves next. Whoever finds no load waiting takes it along: it leaves as soon as the
// transaction begins, and everyone who came until then goes with it.
func (n *intake) put(ctx context.Context, l *Log, org db.Org, e *Entry) (Outcome, error) {
	n.tick()
	key := lane{org, identity.From(ctx).Unit}
	n.mu.Lock()
	if n.waiting == nil {
		n.waiting = map[lane]*load{}
	}
	ld, mine := n.waiting[key], false
	if ld == nil || len(ld.entries) >= maxLoad {
		ld, mine = &load{done: make(chan struct{})}, true
		n.waiting[key] = ld
	}
	at := len(ld.entries)
	ld.entries = append(ld.entries, e)
	n.mu.Unlock()

	if mine {
		n.carry(context.WithoutCancel(ctx), l, key, ld)
	} else {
		<-ld.done
	}
	switch {
	case ld.err == nil:
		return ld.out[at], ld.out[at].Err
	case len(ld.entries) > 1 && problem.KindOf(ld.err) != "":
		return n.alone(ctx, l, org, e) // one of the others was refused; this one may be fine
	}
	return Outcome{}, ld.err
}

func (n *intake) carry(ctx context.Context, l *Log, key lane, ld *load) {
	defer close(ld.done)
	closed := false
	ld.err = l.DB.WriteShared(ctx, key.org, func(tx *db.Tx) (err error) {
		if !closed { // fn may run again; the load has left by then
			if n.last.Load() >= manyTogether {
				tx.Linger()
			}
			n.mu.Lock()
			if n.waiting[key] == ld {
				delete(n.waiting, key)
			}
			n.mu.Unlock()
			closed = true
			n.last.Store(int64(len(ld.entries)))
		}
		ld.out, err = l.Record(ctx, tx, key.org, ld.entries)
		return err
	})
	if !closed { // the transaction never began
		n.mu.Lock()
		if n.waiting[key] == ld {
			delete(n.waiting, key)
		}
		n.mu.Unlock()
	}
}

func (n *intake) alone(ctx context.Context, l *Log, org db.Org, e *Entry) (Outcome, error) {
	var out []Outcome
	err := l.DB.WriteShared(ctx, org, func(tx *db.Tx) (err error) {
		out, err = l.Record(ctx, tx, org, []*Entry{e})
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	if len(out) != 1 {
		return Outcome{}, problem.New(problem.Unavailable, "try_again", "Try again.")
	}
	return out[0], out[0].Err
}
