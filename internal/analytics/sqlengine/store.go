package sqlengine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// maxVariables is what SQLite takes in one statement; PostgreSQL takes twice as many.
const maxVariables = 32_766

func watermark(ctx context.Context, tx *db.Tx, org db.Org) (int64, error) {
	var seq int64
	err := tx.QueryRow(ctx, `select seq from fact_watermark where org = $1`, org).Scan(&seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read watermark: %w", err)
	}
	return seq, nil
}

func advance(ctx context.Context, tx *db.Tx, org db.Org, to int64) error {
	_, err := tx.Exec(ctx, `insert into fact_watermark (org, seq) values ($1, $2)
		on conflict (org) do update set seq = excluded.seq`, org, to)
	if err != nil {
		return fmt.Errorf("advance watermark: %w", err)
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, org db.Org, signals []int64) error {
	if len(signals) == 0 {
		return nil
	}
	d := dialect(tx.Postgres, org)
	_, err := tx.Exec(ctx, `delete from fact where org = $1 and `+d.In("signal", "$2"), org, d.List(signals))
	if err != nil {
		return fmt.Errorf("remove facts: %w", err)
	}
	return nil
}

func forget(ctx context.Context, tx *db.Tx, org db.Org) error {
	for _, table := range []string{"fact", "fact_watermark"} {
		if _, err := tx.Exec(ctx, `delete from `+table+` where org = $1`, org); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}

// insert writes the batch's facts, many to a statement. It names only the columns that the batch fills.
func insert(ctx context.Context, tx *db.Tx, org db.Org, b analytics.Batch) error {
	columns := b.Columns()
	names := append([]string{"org"}, columns.Names()...)
	for facts := range slices.Chunk(b.Facts, maxVariables/len(names)) {
		// Powers of two, so that a handful of statements serve batches of any size.
		for len(facts) > 0 {
			n := 1 << (bits.Len(uint(len(facts))) - 1)
			var args []any
			for i := range facts[:n] {
				args = facts[i].Values(columns, append(args, string(org)))
			}
			if _, err := tx.Exec(ctx, insertText(tx.Postgres, names, n), args...); err != nil {
				return fmt.Errorf("insert facts: %w", err)
			}
			facts = facts[n:]
		}
	}
	return nil
}

// insertText leaves SQLite's parameters without numbers: it looks numbered ones up one by one, which takes minutes for the
// thousands that come here.
func insertText(postgres bool, names []string, rows int) string {
	var b strings.Builder
	b.WriteString("insert into fact (" + strings.Join(names, ", ") + ") values ")
	for i := range rows * len(names) {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%len(names) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		if postgres {
			b.WriteString("$" + strconv.Itoa(i+1))
		} else {
			b.WriteByte('?')
		}
	}
	b.WriteString(")")
	return b.String()
}
