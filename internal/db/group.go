package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// ErrClosed is returned to writers that come after Close.
var ErrClosed = errors.New("db: closed")

// ErrUnknown means that the connection broke during a commit: it may have happened. Whoever tries again needs a unique key.
var ErrUnknown = errors.New("db: the connection broke during the commit")

const (
	maxGroup    = 512                   // closures per commit
	maxHold     = 20 * time.Millisecond // a group takes in no more closures after this long
	maxPrepared = 400                   // statements kept prepared on the writing connection
)

// group lets waiting writers share one commit: one goroutine runs whatever closures are waiting in one transaction, a
// savepoint each, and answers each caller after the commit is durable. The disk is asked once for many writers.
type group struct {
	counters

	d     *DB
	begin string
	queue chan *request
	quit  chan struct{}
	done  chan struct{}

	lastSize   int           // closures in the last group
	lastCommit time.Duration // how long the disk took for it

	conn     *sql.Conn // nil until the first group and after the connection broke
	prepared map[string]*sql.Stmt
}

type request struct {
	ctx    context.Context
	org    Org
	fn     func(*Tx) error
	after  []func()
	err    error
	answer chan struct{}
}

func newGroup(d *DB, begin string) *group {
	g := &group{d: d, begin: begin, queue: make(chan *request, maxGroup), quit: make(chan struct{}), done: make(chan struct{})}
	go g.loop()
	return g
}

// do hands fn to the group and waits. Once fn is taken in, the caller waits for the outcome even if ctx ends: an unknown
// outcome would be worse than a late one.
func (g *group) do(ctx context.Context, org Org, fn func(*Tx) error) error {
	r := &request{ctx: ctx, org: org, fn: fn, answer: make(chan struct{})}
	if g.d.stopped.Load() {
		return ErrClosed
	}
	select {
	case g.queue <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.quit:
		return ErrClosed
	}
	select {
	case <-r.answer:
	case <-g.done:
		select { // the loop may have answered just before it ended
		case <-r.answer:
		default:
			return ErrClosed
		}
	}
	if r.err == nil {
		runAll(r.after)
	}
	return r.err
}

func (g *group) stop() {
	g.d.stopped.Store(true)
	close(g.quit)
	<-g.done
}

func (g *group) loop() {
	defer close(g.done)
	defer g.drop()
	for {
		select {
		case first := <-g.queue:
			g.serve(g.fill(first))
		case <-g.quit:
			for { // those already waiting are still served
				select {
				case first := <-g.queue:
					g.serve(g.fill(first))
				default:
					return
				}
			}
		}
	}
}

// gather gives those who were just answered a moment to come back before the next commit, when many write and the disk is
// slow: else they wait in two halves, each for both halves' commits. Someone who writes alone never waits.
func (g *group) gather() {
	if g.lastSize >= manyWriters {
		time.Sleep(min(g.lastCommit/4, maxGather))
	}
}

// Linger is the same moment for a closure that itself stands for many who wait, called before it takes in the last of them.
func (tx *Tx) Linger() {
	if g, ok := tx.run.(*group); ok && g.lastSize < manyWriters { // else the group has waited already
		time.Sleep(min(g.lastCommit/4, maxGather))
	}
}

const (
	manyWriters = 8
	maxGather   = 4 * time.Millisecond
)

// fill takes what is already waiting, up to a limit; the rest joins while the group runs.
func (g *group) fill(first *request) []*request {
	g.gather()
	batch := []*request{first}
	for len(batch) < maxGroup {
		select {
		case r := <-g.queue:
			batch = append(batch, r)
		default:
			return batch
		}
	}
	return batch
}

// serve runs a batch to its end and answers everyone in it.
func (g *group) serve(batch []*request) {
	for attempt := 0; ; attempt++ {
		taken, err := g.run(batch)
		batch = taken
		if err == nil {
			break
		}
		if isCollision(err) && attempt < maxCollisions {
			continue
		}
		if len(batch) > 1 && !isLost(err) && attempt < maxCollisions+1 {
			// Something in the group broke the shared transaction: each alone, so that only the culprit fails.
			for _, r := range batch {
				g.serve([]*request{r})
			}
			return
		}
		for _, r := range batch {
			r.err, r.after = err, nil
		}
		break
	}
	for _, r := range batch {
		close(r.answer)
	}
	g.restartLog(context.Background())
}

// run executes the closures of batch, and those that come meanwhile, in one transaction. An error means that nothing of
// it was committed (or, after a cut connection, that nobody knows).
func (g *group) run(batch []*request) ([]*request, error) {
	ctx := context.Background()
	c, err := g.connection(ctx)
	if err != nil {
		return batch, err
	}
	if _, err := c.ExecContext(ctx, g.begin); err != nil {
		g.drop()
		return batch, fmt.Errorf("begin: %w", err)
	}
	started := time.Now()
	for i := 0; i < len(batch); i++ {
		if err := g.one(ctx, batch[i]); err != nil {
			g.rollback(ctx)
			return batch, err
		}
		if i == len(batch)-1 && len(batch) < maxGroup && time.Since(started) < maxHold {
			select {
			case r := <-g.queue:
				batch = append(batch, r)
			default:
			}
		}
	}
	writing := time.Now()
	_, err = c.ExecContext(ctx, `commit`)
	g.lastSize, g.lastCommit = len(batch), time.Since(writing)
	g.commits.Add(1)
	if err != nil {
		if g.d.Postgres && !answered(err) {
			g.drop()
			return batch, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
		g.rollback(ctx)
		return batch, fmt.Errorf("commit: %w", err)
	}
	return batch, nil
}

// one runs a single closure inside its savepoint. Its own failure is the caller's; an error returned here broke the
// shared transaction.
func (g *group) one(ctx context.Context, r *request) error {
	r.err, r.after = nil, nil
	if r.err = r.ctx.Err(); r.err != nil {
		return nil //nolint:nilerr // the caller has gone, and hears it; the group goes on
	}
	if _, err := g.exec(ctx, `savepoint one`); err != nil {
		return err
	}
	tx := g.d.newTx(g, r.org, true)
	r.err = tx.enter(ctx)
	if r.err == nil {
		r.err = call(r.fn, tx)
	}
	if r.err != nil {
		if isCollision(r.err) {
			return r.err
		}
		if _, err := g.exec(ctx, `rollback to savepoint one`); err != nil {
			return fmt.Errorf("%w (after: %w)", err, r.err)
		}
	} else {
		r.after = tx.after
	}
	_, err := g.exec(ctx, `release savepoint one`)
	return err
}

func (g *group) rollback(ctx context.Context) {
	if g.conn == nil {
		return
	}
	// SQLite may have rolled back by itself (disk full), and then says there is no transaction: drop the connection either way
	// only when this fails for another reason; a fresh one starts clean.
	if _, err := g.conn.ExecContext(ctx, `rollback`); err != nil {
		g.drop()
	}
}

func (g *group) connection(ctx context.Context) (*sql.Conn, error) {
	if g.conn != nil {
		return g.conn, nil
	}
	c, err := g.d.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	g.conn, g.prepared = c, map[string]*sql.Stmt{}
	return c, nil
}

// drop closes the writing connection for good; the next group opens another.
func (g *group) drop() {
	if g.conn == nil {
		return
	}
	for _, s := range g.prepared {
		_ = s.Close()
	}
	_ = g.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = g.conn.Close()
	g.conn, g.prepared = nil, nil
}

// isLost reports a commit of unknown outcome: nothing may be tried again here.
func isLost(err error) bool { return errors.Is(err, ErrUnknown) }

func (g *group) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := g.prepared[query]; ok {
		return s, nil
	}
	if len(g.prepared) >= maxPrepared {
		for q, s := range g.prepared {
			_ = s.Close()
			delete(g.prepared, q)
		}
	}
	s, err := g.conn.PrepareContext(ctx, query)
	if err == nil {
		g.prepared[query] = s
	}
	return s, err
}

func (g *group) exec(ctx context.Context, query string) (sql.Result, error) {
	return g.ExecContext(ctx, query)
}

// ExecContext, QueryContext and QueryRowContext make the group a runner that keeps its statements prepared.
func (g *group) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if len(query) > maxKept {
		return g.conn.ExecContext(ctx, query, args...)
	}
	s, err := g.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext runs a prepared query.
func (g *group) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if len(query) > maxKept {
		return g.conn.QueryContext(ctx, query, args...)
	}
	s, err := g.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a prepared query of one row. Where preparing fails, the plain call reports why.
func (g *group) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := g.stmt(ctx, query)
	if err != nil || len(query) > maxKept {
		return g.conn.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

// maxKept is the longest text kept prepared: the long ones are bulk inserts of varying length and migrations.
const maxKept = 8000

func stack() []byte { return debug.Stack() }
