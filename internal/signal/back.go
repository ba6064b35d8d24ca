package signal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// End is the seq of the log's last entry inside a transaction; 0 where nothing was heard yet.
func (*Log) End(ctx context.Context, tx *db.Tx, org db.Org) (seq int64, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(seq), 0) from signal where org = $1`, org).Scan(&seq)
	return seq, err
}

// ErasedIn reports whether a signal was erased, inside a transaction that makes something about it.
func (*Log) ErasedIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (bool, error) {
	n := 0
	err := tx.QueryRow(ctx, `select count(*) from signal where org = $1 and target = $2 and op = 'erase'`, org, id).Scan(&n)
	return n > 0, err
}

// Back reads the log backwards: at most limit entries before a seq, the last first. Only content heard since from (Unix
// microseconds) is decoded.
func (*Log) Back(ctx context.Context, tx *db.Tx, org db.Org, seq, from int64, limit int) ([]*Logged, error) {
	rows, err := tx.Query(ctx, `select seq, target, at, received_at, kind, coalesce(import_id, ''), op, doc from signal
		where org = $1 and seq < $2 order by seq desc limit $3`, org, seq, limit)
	return db.Collect(rows, err, func(r db.Scanner) (*Logged, error) {
		var e Logged
		var at, received int64
		var doc sql.NullString
		if err := r.Scan(&e.Seq, &e.ID, &at, &received, &e.Kind, &e.ImportID, &e.Op, &doc); err != nil {
			return nil, err
		}
		e.At, e.Received, e.Erased = db.Micros(at), db.Micros(received), !doc.Valid
		if e.Erased || at < from {
			return &e, nil
		}
		if err := json.Unmarshal([]byte(doc.String), &e.Content); err != nil {
			return nil, fmt.Errorf("signal %s: %w", e.ID, err)
		}
		return &e, nil
	})
}
