package signal

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// walkChunk is how many signals are read at once.
const walkChunk = 4000

// Walk reads signals as they stand by their numbers, given in rising order, the highest first, and hands them over in chunks
// that several readers make ready ahead. Those erased since are left out. Each chunk is one moment; the whole is not.
func (l *Log) Walk(ctx context.Context, org db.Org, numbers []int64, fn func([]*Logged) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	corrected, err := l.corrected(ctx, org)
	if err != nil {
		return err
	}
	type chunk struct {
		entries []*Logged
		err     error
	}
	const ahead = 3
	order := make(chan chan chunk, ahead)
	go func() {
		defer close(order)
		for end := len(numbers); end > 0; end -= min(end, walkChunk) {
			part, ready := numbers[max(0, end-walkChunk):end], make(chan chunk, 1)
			select {
			case order <- ready:
			case <-ctx.Done():
				return
			}
			go func() {
				var c chunk
				c.entries, c.err = l.walkPart(ctx, org, part, corrected)
				ready <- c
			}()
		}
	}()
	for ready := range order {
		c := <-ready
		if c.err != nil {
			return c.err
		}
		if err := fn(c.entries); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// corrected lists the signals whose content isn't that of their first entry.
func (l *Log) corrected(ctx context.Context, org db.Org) (map[ID]bool, error) {
	out := map[ID]bool{}
	return out, l.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select distinct target from signal where org = $1 and op <> 'put'`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
			err = r.Scan(&id)
			out[id] = true
			return id, err
		})
		return err
	})
}

func (l *Log) walkPart(ctx context.Context, org db.Org, part []int64, corrected map[ID]bool) (out []*Logged, err error) {
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error {
		if out, err = firstEntries(ctx, tx, org, part); err != nil {
			return err
		}
		var again []int64
		for _, e := range out {
			if corrected[e.ID] {
				again = append(again, e.First)
			}
		}
		now, err := byNumbers(ctx, tx, org, again)
		if err != nil {
			return err
		}
		out = slices.DeleteFunc(out, func(e *Logged) bool { return corrected[e.ID] && now[e.First] == nil })
		for i, e := range out {
			if corrected[e.ID] {
				out[i] = now[e.First]
			}
		}
		return nil
	})
	return out, err
}

// firstEntries returns the first entries with some numbers that still have content, the highest number first. Numbers that lie
// close together are read as one stretch of the log.
func firstEntries(ctx context.Context, tx *db.Tx, org db.Org, numbers []int64) (out []*Logged, err error) {
	from, to := numbers[0], numbers[len(numbers)-1]
	if to-from < 8*int64(len(numbers)) {
		rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal where org = $1 and seq >= $2 and seq <= $3 and op = 'put'
			and doc is not null order by seq desc`, org, from, to)
		if out, err = db.Collect(rows, err, scanLogged); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(out, func(e *Logged) bool {
			_, wanted := slices.BinarySearch(numbers, e.Seq)
			return !wanted
		}), nil
	}
	for end := len(numbers); end > 0; {
		begin := max(0, end-500)
		marks, args := db.Marks(2, numbers[begin:end])
		rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal where org = $1 and seq in (`+marks+`) and op = 'put'
			and doc is not null order by seq desc`, append([]any{org}, args...)...)
		found, err := db.Collect(rows, err, scanLogged)
		if err != nil {
			return nil, err
		}
		out, end = append(out, found...), begin
	}
	return out, nil
}
