package analytics

import (
	"container/list"
	"context"
	"sync"
	"sync/atomic"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// CacheOptions tune Cached. Zero values are sensible defaults.
type CacheOptions struct {
	Concurrent int // questions that reach the engine at once; 0 is 4
	Rows       int // rows that are kept over all answers; 0 is 500,000, some 100 MB at most
}

// Cache is an engine before an engine: it keeps answers for as long as the facts don't change, asks once for all who ask the
// same at the same time, and lets only so many questions through at once.
type Cache struct {
	engine Engine
	gate   chan struct{}
	most   int

	mu      sync.Mutex
	kept    map[cacheKey]*list.Element // of *cached
	recent  *list.List                 // most recently used first
	rows    int
	flights map[cacheKey]*flight
	// forgotten counts how often an organisation was forgotten: its watermarks mean other facts from then on.
	forgotten map[db.Org]int64

	hits, misses, shared atomic.Int64
}

type cacheKey struct {
	org       db.Org
	forgotten int64
	version   int64
	question  string
}

type cached struct {
	key    cacheKey
	answer Answer
}

// flight is one question on its way, and how many wait for it.
type flight struct {
	done   chan struct{}
	cancel context.CancelFunc
	wait   int
	answer Answer
	err    error
}

// CacheStats counts since the start.
type CacheStats struct {
	Hits   int64 // answered from memory
	Shared int64 // answered together with another who asked the same
	Misses int64 // asked of the engine
	Rows   int   // kept now
}

// Cached puts a Cache before an engine. Everything must go through it: it can't see an organisation forgotten behind its back.
func Cached(e Engine, o CacheOptions) *Cache {
	if o.Concurrent == 0 {
		o.Concurrent = 4
	}
	if o.Rows == 0 {
		o.Rows = 500_000
	}
	return &Cache{engine: e, gate: make(chan struct{}, o.Concurrent), most: o.Rows, kept: map[cacheKey]*list.Element{},
		recent: list.New(), flights: map[cacheKey]*flight{}, forgotten: map[db.Org]int64{}}
}

// Stats tells how the cache does.
func (c *Cache) Stats() CacheStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return CacheStats{Hits: c.hits.Load(), Shared: c.shared.Load(), Misses: c.misses.Load(), Rows: c.rows}
}

// Append passes the batch on.
func (c *Cache) Append(ctx context.Context, org db.Org, after int64, b Batch) (int64, error) {
	return c.engine.Append(ctx, org, after, b)
}

// Ask answers from memory if the engine's watermark is still the one of an earlier answer.
func (c *Cache) Ask(ctx context.Context, org db.Org, q Question) (Answer, error) {
	if err := Validate(q); err != nil {
		return Answer{}, err
	}
	version, err := c.engine.Append(ctx, org, 0, Batch{}) // only asks
	if err != nil {
		return Answer{}, err
	}
	c.mu.Lock()
	key := cacheKey{org: org, forgotten: c.forgotten[org], version: version, question: q.Key()}
	if e, ok := c.kept[key]; ok {
		c.recent.MoveToFront(e)
		answer := e.Value.(*cached).answer //nolint:forcetypeassert // the list holds nothing else
		c.mu.Unlock()
		c.hits.Add(1)
		return answer, nil
	}
	f, ok := c.flights[key]
	if ok {
		c.shared.Add(1)
	} else {
		c.misses.Add(1)
		f = c.start(ctx, key, q)
	}
	f.wait++
	c.mu.Unlock()
	return c.await(ctx, key, f)
}

// start sends a question off that goes on while anybody waits for it. The caller holds c.mu.
func (c *Cache) start(ctx context.Context, key cacheKey, q Question) *flight {
	f := &flight{done: make(chan struct{})}
	ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx)) //nolint:gosec // whoever leaves last calls it
	c.flights[key] = f
	go func() {
		defer f.cancel()
		f.answer, f.err = c.pass(ctx, key.org, q)
		c.mu.Lock()
		if c.flights[key] == f {
			delete(c.flights, key)
		}
		if f.err == nil && c.forgotten[key.org] == key.forgotten {
			key.version = f.answer.Version
			c.keep(key, f.answer)
		}
		c.mu.Unlock()
		close(f.done)
	}()
	return f
}

// pass waits for its turn and asks the engine.
func (c *Cache) pass(ctx context.Context, org db.Org, q Question) (Answer, error) {
	select {
	case c.gate <- struct{}{}:
		defer func() { <-c.gate }()
		return c.engine.Ask(ctx, org, q)
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}

// await waits for the answer; the last who gives up stops the question.
func (c *Cache) await(ctx context.Context, key cacheKey, f *flight) (Answer, error) {
	select {
	case <-f.done:
		return f.answer, f.err
	case <-ctx.Done():
		c.mu.Lock()
		if f.wait--; f.wait == 0 {
			if c.flights[key] == f {
				delete(c.flights, key) // who asks now starts anew
			}
			f.cancel()
		}
		c.mu.Unlock()
		return Answer{}, ctx.Err()
	}
}

// maxKept is the largest answer that is kept: a longer one is a page of an export, which nobody asks for twice.
const maxKept = 50_000

// keep stores an answer and drops the least recently used beyond the limit. The caller holds c.mu.
func (c *Cache) keep(key cacheKey, a Answer) {
	if _, ok := c.kept[key]; ok || weight(a) > min(c.most, maxKept) {
		return
	}
	c.kept[key] = c.recent.PushFront(&cached{key: key, answer: a})
	c.rows += weight(a)
	for c.rows > c.most {
		c.drop(c.recent.Back())
	}
}

func (c *Cache) drop(e *list.Element) {
	old := c.recent.Remove(e).(*cached) //nolint:forcetypeassert // the list holds nothing else
	delete(c.kept, old.key)
	c.rows -= weight(old.answer)
}

// weight counts an empty answer as a row, since it too takes memory, and rows of many sums as many rows of some 200 bytes.
func weight(a Answer) int {
	n := 1 + len(a.Rows)
	if len(a.Rows) > 0 {
		r := a.Rows[0]
		n += len(a.Rows) * (len(r.Totals) + 2*len(r.Crosses) + 9*len(r.Pairs)) / 25
	}
	return n
}

// Forget drops the organisation in the engine, and its answers here.
func (c *Cache) Forget(ctx context.Context, org db.Org) error {
	err := c.engine.Forget(ctx, org)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgotten[org]++
	for e := c.recent.Front(); e != nil; {
		next := e.Next()
		if e.Value.(*cached).key.org == org { //nolint:forcetypeassert // the list holds nothing else
			c.drop(e)
		}
		e = next
	}
	return err
}

// Close closes the engine.
func (c *Cache) Close() error { return c.engine.Close() }

var _ Engine = (*Cache)(nil)
