package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// eachCase walks the cases of a query with their group and three moments: the one asked for, opening, due.
func eachCase(ctx context.Context, tx *db.Tx, q *query, group, at string, fn func(key string, at, opened, due int64)) error {
	rows, err := tx.Query(ctx, `select `+group+`, `+at+`, f.opened_at, f.due_at from case_file f where f.org = $1`+q.where.String(), q.args...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var key string
		var when, opened, due int64
		if err = r.Scan(&key, &when, &opened, &due); err == nil {
			fn(key, when, opened, due)
		}
		return n, err
	})
	return err
}

// eachOpen walks the live cases of a query.
func eachOpen(ctx context.Context, tx *db.Tx, q *query, group string, fn func(key string, opened, due, rank int64)) error {
	rows, err := tx.Query(ctx, `select `+group+`, f.opened_at, f.due_at, f.rank from case_file f where f.org = $1 and f.live = 1`+q.where.String(), q.args...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var key string
		var opened, due, rank int64
		if err = r.Scan(&key, &opened, &due, &rank); err == nil {
			fn(key, opened, due, rank)
		}
		return n, err
	})
	return err
}

func countBy(ctx context.Context, tx *db.Tx, q *query, group string, fn func(key string, n int64)) error {
	rows, err := tx.Query(ctx, `select `+group+`, count(*) from case_file f where f.org = $1`+q.where.String()+` group by `+group, q.args...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var key string
		var count int64
		if err = r.Scan(&key, &count); err == nil {
			fn(key, count)
		}
		return n, err
	})
	return err
}

// eachReopening walks the moments at which cases of a query were reopened within a span.
func eachReopening(ctx context.Context, tx *db.Tx, q *query, s Span, fn func(id ID, at int64)) error {
	from, to := q.arg(s.From.UnixMicro()), q.arg(s.To.UnixMicro())
	rows, err := tx.Query(ctx, `select e.case_id, e.at from case_event e join case_file f on f.org = e.org and f.id = e.case_id
		where e.org = $1 and e.kind = 'state' and e.became = 'open' and e.was in ('resolved', 'closed') and e.at >= `+from+` and e.at < `+to+q.where.String(), q.args...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var id ID
		var at int64
		if err = r.Scan(&id, &at); err == nil {
			fn(id, at)
		}
		return n, err
	})
	return err
}

// ruleNames names every rule, also those that ended: their cases still say so.
func ruleNames(ctx context.Context, tx *db.Tx, org db.Org) (map[string]string, error) {
	out := map[string]string{}
	rows, err := tx.Query(ctx, `select id, name from alert_rule where org = $1`, org)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var id, name string
		err = r.Scan(&id, &name)
		out[id] = name
		return n, err
	})
	return out, err
}
