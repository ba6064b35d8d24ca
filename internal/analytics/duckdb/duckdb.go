// Package duckdb answers analytics from an embedded DuckDB file. It is the default engine, and the only package that needs
// cgo. The file holds nothing that the signal log doesn't: a damaged one is deleted and projected anew.
package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Engine is an analytics.Engine on one DuckDB file. One process has one Engine per file.
type Engine struct {
	sql     *sql.DB
	path    string // absolute
	compile func(analytics.Question, analytics.Dialect) (analytics.Plan, error)

	closed sync.Once

	write sync.Mutex // one writer at a time
	mu    sync.RWMutex
	held  map[db.Org]*tenant
}

// tenant is what we know of an organisation's table without asking the file.
type tenant struct {
	// reading is held by questions while they run, and taken by what changes the table's columns or drops it.
	reading sync.RWMutex
	table   string          // made from a number: no text from outside is ever part of SQL
	columns map[string]bool // guarded by reading
	seq     atomic.Int64    // the watermark
	highest int64           // no fact's signal is above; guarded by Engine.write
}

// none is the table of organisations without facts: it stays empty.
const none = "fact_none"

// Append adds a batch in one transaction with its watermark; see analytics.Engine. Once begun it isn't interrupted by ctx.
func (e *Engine) Append(ctx context.Context, org db.Org, after int64, b analytics.Batch) (int64, error) {
	if err := b.Validate(after); err != nil {
		return 0, err
	}
	if b.Asks() {
		return e.watermark(org), nil
	}
	e.write.Lock()
	defer e.write.Unlock()
	if held := e.watermark(org); held != after {
		return held, nil
	}
	ctx = context.WithoutCancel(ctx)
	t, err := e.prepare(ctx, org, b.Columns())
	if err != nil {
		return 0, damage(err)
	}
	if err := e.store(ctx, org, t, b); err != nil {
		return 0, damage(err)
	}
	t.seq.Store(b.To)
	for i := range b.Facts {
		t.highest = max(t.highest, b.Facts[i].Signal)
	}
	return b.To, nil
}

// Ask answers a question from one moment of the file.
func (e *Engine) Ask(ctx context.Context, org db.Org, q analytics.Question) (analytics.Answer, error) {
	t := e.tenant(org)
	if t == nil {
		t = &tenant{table: none}
	}
	t.reading.RLock()
	defer t.reading.RUnlock()
	plan, err := e.compile(q, dialect(t))
	if err != nil {
		return analytics.Answer{}, err
	}
	tx, err := e.sql.BeginTx(ctx, nil)
	if err != nil {
		return analytics.Answer{}, damage(fmt.Errorf("begin: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	var version int64
	err = tx.QueryRowContext(ctx, `select seq from organisation where org = $1`, string(org)).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return analytics.Answer{}, damage(fmt.Errorf("read watermark: %w", err))
	}
	answer, err := plan.Read(tx.QueryContext(ctx, plan.Text, plan.Args...)) //nolint:sqlclosecheck // Read closes
	if err != nil {
		return analytics.Answer{}, damage(err)
	}
	// Whoever found no table counted nothing, even if the first batch came in before the watermark was read.
	if t.table != none {
		answer.Version = version
	}
	return answer, nil
}

// Forget drops the organisation's table and its watermark.
func (e *Engine) Forget(ctx context.Context, org db.Org) error {
	e.write.Lock()
	defer e.write.Unlock()
	t := e.tenant(org)
	if t == nil {
		return nil
	}
	t.reading.Lock() // questions under way read to their end
	defer t.reading.Unlock()
	if err := e.drop(context.WithoutCancel(ctx), org, t); err != nil {
		return damage(err)
	}
	e.mu.Lock()
	delete(e.held, org)
	e.mu.Unlock()
	// A question that waited for the lock still holds t.
	t.table, t.columns = none, nil
	t.seq.Store(0)
	return nil
}

// Close writes what is left to the file and lets go of it.
func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	err := e.sql.Close()
	e.closed.Do(func() { files.free(e.path) })
	return err
}

func (e *Engine) tenant(org db.Org) *tenant {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.held[org]
}

func (e *Engine) watermark(org db.Org) int64 {
	if t := e.tenant(org); t != nil {
		return t.seq.Load()
	}
	return 0
}

var _ analytics.Engine = (*Engine)(nil)
