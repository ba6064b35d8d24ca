package signal

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// NumberIn fills in First where an entry lacks it: a signal's number is the seq of its first entry.
func (l *Log) NumberIn(ctx context.Context, tx *db.Tx, org db.Org, entries []*Logged) error {
	var later []ID
	for _, e := range entries {
		if e.First == 0 {
			later = append(later, e.ID)
		}
	}
	first, err := firsts(ctx, tx, org, unique(later))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.First == 0 {
			e.First = first[e.ID]
		}
	}
	return nil
}

// ReadOn is how far a consumer has read: the seq of the last entry it has seen.
func (l *Log) ReadOn(ctx context.Context, tx *db.Tx, org db.Org, consumer string) (int64, error) {
	return watermark(ctx, tx, consumer, org)
}

// Lag says how many entries of a log a consumer has read, of how many. Only while it lags behind are they counted.
func (l *Log) Lag(ctx context.Context, tx *db.Tx, org db.Org, consumer string) (done, total int64, err error) {
	at, err := watermark(ctx, tx, consumer, org)
	if err != nil {
		return 0, 0, err
	}
	to, err := head(ctx, tx, org)
	if err != nil || at >= to {
		return 0, 0, err
	}
	err = tx.QueryRow(ctx, `select coalesce(sum(case when seq <= $2 then 1 else 0 end), 0), count(*) from signal where org = $1`, org, at).
		Scan(&done, &total)
	return done, total, err
}
