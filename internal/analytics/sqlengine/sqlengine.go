// Package sqlengine answers analytics from the system of record itself, on SQLite or PostgreSQL. It is the reference that the
// other engines must agree with, and it needs no cgo.
package sqlengine

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Engine is an analytics.Engine on the tables fact and fact_watermark.
type Engine struct {
	db      *db.DB
	compile func(analytics.Question, analytics.Dialect) (analytics.Plan, error)
}

// New makes an engine on d, which stays the caller's to close.
func New(d *db.DB) *Engine { return &Engine{db: d, compile: analytics.Compile} }

// Append adds a batch in one transaction with its watermark; see analytics.Engine.
func (e *Engine) Append(ctx context.Context, org db.Org, after int64, b analytics.Batch) (int64, error) {
	if err := b.Validate(after); err != nil {
		return 0, err
	}
	held := int64(0)
	if b.Asks() {
		return held, e.db.Read(ctx, org, func(tx *db.Tx) (err error) {
			held, err = watermark(ctx, tx, org)
			return err
		})
	}
	err := e.db.Write(ctx, org, func(tx *db.Tx) (err error) {
		if held, err = watermark(ctx, tx, org); err != nil || held != after {
			return err
		}
		// The watermark goes first: two who append the same batch at once then meet at its row, where PostgreSQL lets the
		// second try again and see that it is done, and not at a fact, where it would report a duplicate.
		if err := advance(ctx, tx, org, b.To); err != nil {
			return err
		}
		if err := remove(ctx, tx, org, b.Gone); err != nil {
			return err
		}
		held = b.To
		return insert(ctx, tx, org, b)
	})
	if err != nil {
		return 0, err
	}
	return held, nil
}

// Ask answers a question from one moment of the database.
func (e *Engine) Ask(ctx context.Context, org db.Org, q analytics.Question) (analytics.Answer, error) {
	plan, err := e.compile(q, dialect(e.db.Postgres, org))
	if err != nil {
		return analytics.Answer{}, err
	}
	var answer analytics.Answer
	err = e.db.Read(ctx, org, func(tx *db.Tx) error {
		version, err := watermark(ctx, tx, org)
		if err != nil {
			return err
		}
		answer, err = plan.Read(tx.Query(ctx, plan.Text, plan.Args...))
		answer.Version = version
		return err
	})
	if err != nil {
		return analytics.Answer{}, err
	}
	return answer, nil
}

// Forget drops the organisation's facts and sets its watermark to 0.
func (e *Engine) Forget(ctx context.Context, org db.Org) error {
	return e.db.Write(ctx, org, func(tx *db.Tx) error {
		return forget(ctx, tx, org)
	})
}

// Close does nothing: the database is the caller's.
func (e *Engine) Close() error { return nil }

var _ analytics.Engine = (*Engine)(nil)
