package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// maxCollisions bounds how often a transaction is started again after losing against another.
const maxCollisions = 40

// alone runs fn in a transaction of its own on PostgreSQL, serializable, again after each collision.
func (d *DB) alone(ctx context.Context, org Org, fn func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		tx, err := d.try(ctx, org, fn)
		if err == nil {
			runAll(tx.after)
			return nil
		}
		if !isCollision(err) || attempt == maxCollisions {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(time.Millisecond << min(attempt, 7))): //nolint:gosec // spreading retries needs no secrecy
		}
	}
}

func (d *DB) try(ctx context.Context, org Org, fn func(*Tx) error) (tx *Tx, err error) {
	inner, err := d.write.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer inner.Rollback() //nolint:errcheck // after a commit it does nothing
	tx = d.newTx(inner, org, true)
	if err := tx.enter(ctx); err != nil {
		return nil, err
	}
	if err := call(fn, tx); err != nil {
		return nil, err
	}
	if err := inner.Commit(); err != nil {
		if !answered(err) {
			return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
		return nil, fmt.Errorf("commit: %w", err)
	}
	return tx, nil
}

// call turns a panic in fn into an error, so that one writer's bug can't take down the writers that share its commit.
func call(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in transaction: %v\n%s", p, stack())
		}
	}()
	return fn(tx)
}

func runAll(fns []func()) {
	for _, f := range fns {
		f()
	}
}

// isCollision reports a serialization failure or a deadlock: nothing was written.
func isCollision(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// answered reports that PostgreSQL itself refused: then nothing was committed.
func answered(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg)
}

// IsConflict reports a broken unique constraint on either database.
func IsConflict(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) &&
		(lite.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// IsFull reports that the disk has no room left.
func IsFull(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "53100"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code()&0xff == lib.SQLITE_FULL
}

// IsUnstorable reports a text that PostgreSQL can't take: U+0000 or invalid UTF-8. Checks in front find them first; this is for
// what is only looked up.
func IsUnstorable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "22021" || pg.Code == "22P05")
}
