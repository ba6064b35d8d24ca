package casework

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Hands is through whose hands the problems went that were solved in a period, as far as the caller sees cases.
//
// Solved: resolved in the period with an outcome that helped (put right, apologised, redress, explained). One owner: nobody handed the
// case over after work on it had begun; taking it from a queue is no handing over. Alone: one owner, and the case wasn't escalated to
// anybody either.
type Hands struct {
	Solved   int64
	OneOwner int64
	Alone    int64
	Passed   []CaseRef // the latest that changed hands, at most twenty
	Raised   []CaseRef // the latest that were escalated or changed hands
}

// solved are the outcomes that helped a customer.
const solved = `f.outcome in ('put_right','apologised','redress','explained')`

const (
	// passedOn: an owner who had begun gave the case away before it was solved.
	passedOn = `exists (select 1 from case_event e where e.org = f.org and e.case_id = f.id and e.kind = 'owner' and e.at <= f.resolved_at
		and e.at > (select min(b.at) from case_event b where b.org = f.org and b.case_id = f.id and b.kind = 'state' and b.became = 'open'))`
	escalated = `exists (select 1 from case_event e where e.org = f.org and e.case_id = f.id and e.kind = 'escalated' and e.at <= f.resolved_at)`
)

// Hands counts them. to is exclusive.
func (c *Cases) Hands(ctx context.Context, org db.Org, from, to time.Time) (h *Hands, err error) {
	if !identity.From(ctx).May(identity.CaseRead) {
		return &Hands{Passed: []CaseRef{}, Raised: []CaseRef{}}, nil
	}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		h = &Hands{}
		reach, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		which := func() *query {
			q := newQuery(org)
			q.and("f.merged_into is null and f.state in ('resolved','closed') and " + solved)
			q.and("f.resolved_at >= " + q.arg(from.UnixMicro()) + " and f.resolved_at < " + q.arg(to.UnixMicro()))
			reach.narrow(q)
			return q
		}
		q := which()
		if err := tx.QueryRow(ctx, `select count(*), coalesce(sum(case when `+passedOn+` then 0 else 1 end), 0),
			coalesce(sum(case when `+passedOn+` or `+escalated+` then 0 else 1 end), 0) from case_file f where f.org = $1`+q.where.String(), q.args...).
			Scan(&h.Solved, &h.OneOwner, &h.Alone); err != nil {
			return err
		}
		if h.Passed, err = refsOf(ctx, tx, which(), passedOn); err != nil {
			return err
		}
		h.Raised, err = refsOf(ctx, tx, which(), "("+passedOn+" or "+escalated+")")
		return err
	})
	return h, err
}

// refsOf are the latest solved cases of a query for which something holds.
func refsOf(ctx context.Context, tx *db.Tx, q *query, holds string) ([]CaseRef, error) {
	q.and(holds)
	rows, err := tx.Query(ctx, `select f.id, f.number, f.title, f.state from case_file f where f.org = $1`+q.where.String()+` order by f.resolved_at desc, f.id desc limit 20`, q.args...)
	out, err := db.Collect(rows, err, func(r db.Scanner) (c CaseRef, err error) {
		var number int64
		err = r.Scan(&c.ID, &number, &c.Title, &c.State)
		c.Ref = ref(number)
		return c, err
	})
	if out == nil {
		out = []CaseRef{}
	}
	return out, err
}
