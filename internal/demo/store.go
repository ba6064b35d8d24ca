package demo

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// logEnd is the number of the log's last entry; 0 where nothing was ever heard.
func logEnd(ctx context.Context, tx *db.Tx, org db.Org) (seq int64, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(seq), 0) from signal where org = $1`, org).Scan(&seq)
	return seq, err
}
