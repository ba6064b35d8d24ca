package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// runner is what a transaction runs statements on: *sql.Tx, or the group's connection with its prepared statements.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is one unit of work of one organisation at one moment.
type Tx struct {
	Postgres bool
	Now      time.Time // UTC, whole microseconds
	Org      Org       // empty in System transactions

	run    runner
	writes bool
	after  []func()
}

// AfterCommit runs fn once the transaction is durable, and never otherwise.
func (tx *Tx) AfterCommit(fn func()) { tx.after = append(tx.after, fn) }

// Micros is the transaction's moment as it is stored.
func (tx *Tx) Micros() int64 { return tx.Now.UnixMicro() }

// Exec runs a statement. A writing transaction is not interrupted by ctx: SQLite would undo the whole shared commit.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return tx.run.ExecContext(tx.ctx(ctx), query, args...)
}

// Query runs a query; use Collect to read it.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.run.QueryContext(tx.ctx(ctx), query, args...)
}

// QueryRow runs a query of at most one row.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.run.QueryRowContext(tx.ctx(ctx), query, args...)
}

func (tx *Tx) ctx(ctx context.Context) context.Context {
	if tx.writes {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// enter tells PostgreSQL whose rows this transaction may see. Row-level security does the rest.
func (tx *Tx) enter(ctx context.Context) error {
	if !tx.Postgres {
		return nil
	}
	if _, err := tx.Exec(ctx, `select set_config('touchstone.org', $1, true)`, string(tx.Org)); err != nil {
		return fmt.Errorf("enter organisation: %w", err)
	}
	return nil
}

// Lock makes writers that name the same number wait for each other until they commit. SQLite has one writer anyway.
func (tx *Tx) Lock(ctx context.Context, number int64) error {
	if !tx.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, number)
	return err
}

// Collect scans every row with scan, and checks the error that database/sql hides.
func Collect[T any](rows *sql.Rows, err error, scan func(Scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	out := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Scanner is a row that can be read: *sql.Row or *sql.Rows.
type Scanner interface{ Scan(dest ...any) error }

// Affected returns how many rows a statement changed.
func Affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Micros turns a stored moment into a time.
func Micros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// NullMicros turns an optional stored moment into an optional time.
func NullMicros(us sql.NullInt64) *time.Time {
	if !us.Valid {
		return nil
	}
	t := Micros(us.Int64)
	return &t
}

// NullTime is how an optional moment is stored.
func NullTime(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UnixMicro()
}

// NullText stores an empty text as null.
func NullText[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// Contains makes a LIKE pattern that finds s anywhere; the query says escape '\'.
func Contains(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// Marks makes "$2, $3, …" and its arguments for a list, the first mark numbered from. The list isn't empty.
func Marks[T ~string | ~int64](from int, list []T) (string, []any) {
	var b strings.Builder
	args := make([]any, len(list))
	for i, v := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
		args[i] = v
	}
	return b.String(), args
}
