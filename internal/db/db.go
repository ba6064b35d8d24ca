// Package db is one handle on the system of record, SQLite or PostgreSQL, with one way to write to it.
//
// SQL is written once, PostgreSQL-style with $1 placeholders, which modernc.org/sqlite also binds by number.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// Org is the id of an organisation. Every read and write of an organisation's data names it.
type Org string

// DB reads through a pool and writes through one path. On SQLite that path is a single connection on which waiting
// writers share a commit; on PostgreSQL it is a serializable transaction with retries, or a shared commit for WriteShared.
type DB struct {
	Postgres bool
	// Now is the clock; every transaction reads it once.
	Now func() time.Time

	read    *sql.DB
	write   *sql.DB
	group   *group
	carry   *carrier // SQLite only
	stopped atomic.Bool
	close   sync.Once
}

// Options tune a handle. The zero value is right for production.
type Options struct {
	// Readers is the size of the read pool; 0 is a sensible default.
	Readers int
}

// Open connects to "postgres://…" or opens a SQLite file, creating it where it is missing.
func Open(target string, o Options) (*DB, error) {
	if o.Readers == 0 {
		o.Readers = 8
	}
	if IsPostgres(target) {
		return openPostgres(target, o)
	}
	return openSQLite(target, o)
}

// IsPostgres reports whether target names a PostgreSQL database rather than a file.
func IsPostgres(target string) bool {
	return strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://")
}

func openPostgres(target string, o Options) (*DB, error) {
	pool, err := sql.Open("pgx", target)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	pool.SetMaxOpenConns(o.Readers + 8)
	pool.SetMaxIdleConns(o.Readers)
	d := &DB{Postgres: true, Now: time.Now, read: pool, write: pool}
	d.group = newGroup(d, "begin isolation level serializable")
	return d, nil
}

func openSQLite(path string, o Options) (*DB, error) {
	// Pragmas go in the DSN because the pool opens connections behind our back. FULL: acknowledged means durable.
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)"
	// A small cache: each commit walks through all of it, and the system keeps the file in memory anyway.
	// What is deleted is overwritten, since an erasure promises it; pages split by inserts cost next to nothing more.
	write, err := sql.Open("sqlite", dsn+"&_pragma=secure_delete(ON)&_pragma=cache_size(-16384)&_pragma=wal_autocheckpoint(0)")
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("open sqlite %s: %w", path, err), write.Close())
	}
	// Smaller still: there are several of these, and each keeps its own.
	read, err := sql.Open("sqlite", dsn+"&_pragma=query_only(ON)&_pragma=cache_size(-8192)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sqlite: %w", err), write.Close())
	}
	read.SetMaxOpenConns(o.Readers)
	read.SetMaxIdleConns(o.Readers)
	check, err := sql.Open("sqlite", dsn+"&_pragma=wal_autocheckpoint(0)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sqlite: %w", err), write.Close(), read.Close())
	}
	check.SetMaxOpenConns(1)
	d := &DB{Now: time.Now, read: read, write: write}
	d.group = newGroup(d, "begin immediate")
	d.carry = newCarrier(d.group, check)
	return d, nil
}

// Close lets waiting writers finish and closes every connection. It is safe to call twice.
func (d *DB) Close() (err error) {
	d.close.Do(func() {
		if d.carry != nil {
			err = d.carry.stop()
		}
		d.group.stop()
		err = errors.Join(err, d.read.Close())
		if d.write != d.read {
			err = errors.Join(err, d.write.Close())
		}
	})
	return err
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return d.read.QueryRowContext(ctx, `select 1`).Scan(&one)
}

// Write runs fn in one transaction of one organisation and returns once its commit is durable. Writers never see each
// other's half-done work. fn may run more than once and does nothing outside tx; what must follow the commit goes through
// tx.AfterCommit. An error from fn undoes fn alone. Never call Write from within fn.
func (d *DB) Write(ctx context.Context, org Org, fn func(*Tx) error) error {
	if org == "" {
		return errors.New("db: Write without organisation")
	}
	if !d.Postgres {
		return d.group.do(ctx, org, fn)
	}
	return d.alone(ctx, org, fn)
}

// WriteShared is Write for paths that thousands take at once (ingest, survey answers): on PostgreSQL too, waiting callers
// share one commit. On SQLite it is the same as Write.
func (d *DB) WriteShared(ctx context.Context, org Org, fn func(*Tx) error) error {
	if org == "" {
		return errors.New("db: WriteShared without organisation")
	}
	return d.group.do(ctx, org, fn)
}

// System writes to the tables that belong to no organisation (SystemTables). Rows of organisations are out of its reach on
// PostgreSQL, by row-level security.
func (d *DB) System(ctx context.Context, fn func(*Tx) error) error {
	if !d.Postgres {
		return d.group.do(ctx, "", fn)
	}
	return d.alone(ctx, "", fn)
}

// Read runs fn in a transaction of one organisation that cannot change anything and sees one moment.
func (d *DB) Read(ctx context.Context, org Org, fn func(*Tx) error) error {
	if org == "" {
		return errors.New("db: Read without organisation")
	}
	return d.readOnly(ctx, org, fn)
}

// SystemRead reads the tables that belong to no organisation.
func (d *DB) SystemRead(ctx context.Context, fn func(*Tx) error) error {
	return d.readOnly(ctx, "", fn)
}

func (d *DB) readOnly(ctx context.Context, org Org, fn func(*Tx) error) error {
	inner, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: d.Postgres, Isolation: d.readLevel()})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer inner.Rollback() //nolint:errcheck // nothing was written
	tx := d.newTx(inner, org, false)
	if err := tx.enter(ctx); err != nil {
		return err
	}
	return fn(tx)
}

func (d *DB) readLevel() sql.IsolationLevel {
	if d.Postgres {
		return sql.LevelRepeatableRead // one moment for the whole of fn, as SQLite's WAL gives
	}
	return sql.LevelDefault
}

func (d *DB) newTx(run runner, org Org, writes bool) *Tx {
	return &Tx{Postgres: d.Postgres, Now: d.Now().UTC().Truncate(time.Microsecond), Org: org, run: run, writes: writes}
}
