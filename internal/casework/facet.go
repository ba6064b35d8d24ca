package casework

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Facet narrows lists and reports in the same words, so that a report's number leads to exactly its cases.
type Facet struct {
	Unit     identity.UnitID // and all below; "none": without a unit
	Rule     string          // an id; "none": opened by hand
	Cause    string          // a key and those below it; "none": not said yet
	Owner    string          // "me", "none" (whoever can't work on cases any more), or a user's id
	Severity Severity
	Point    string // key of a touch point
	Customer customer.ID
	Parent   ID

	Opened, Resolved, Closed, Reopened Span

	InTime string // "yes" or "no": whether it was resolved by its due time
}

// Span is a stretch of time; To is exclusive. The zero value is any time.
type Span struct{ From, To time.Time }

func (s Span) none() bool { return s.From.IsZero() && s.To.IsZero() }

// on adds a span of a column that holds microseconds.
func (q *query) on(column string, s Span) {
	if !s.From.IsZero() {
		q.and(column + " >= " + q.arg(s.From.UnixMicro()))
	}
	if !s.To.IsZero() {
		q.and(column + " < " + q.arg(s.To.UnixMicro()))
	}
}

// inTime is the one definition of a case that was resolved by its due time.
const inTime = "f.resolved_at <= f.due_at"

// reopenings is the one definition of a case's being reopened within a span.
func reopenings(q *query, s Span) string {
	inner := newQuery("")
	inner.args = q.args
	inner.on("e.at", s)
	q.args = inner.args
	return "f.id in (select e.case_id from case_event e where e.org = $1 and e.kind = 'state' and e.became = 'open' and e.was in ('resolved', 'closed')" +
		inner.where.String() + ")"
}

// apply adds the facet to a query; found is false where there can be none.
func (f *Facet) apply(ctx context.Context, d *desk, q *query, r reach) (found bool, err error) {
	w, err := d.world(ctx)
	if err != nil {
		return false, err
	}
	switch f.Unit {
	case "":
	case "none":
		q.and("f.unit is null")
	default:
		q.and("f.unit in (" + args(q, identity.Below(w.units, f.Unit)) + ")")
	}
	switch f.Rule {
	case "":
	case "none":
		q.and("f.rule is null")
	default:
		q.and("f.rule = " + q.arg(f.Rule))
	}
	switch f.Cause {
	case "":
	case "none":
		q.and("f.cause = ''")
	default:
		tree, err := d.causes(ctx)
		if err != nil {
			return false, err
		}
		q.and("f.cause in (" + args(q, tree.under(f.Cause)) + ")")
	}
	switch f.Owner {
	case "":
	case "me":
		q.and("f.owner = " + q.arg(r.me))
	case "none":
		if fit := w.fitIDs(); len(fit) > 0 {
			q.and("f.owner not in (" + args(q, fit) + ")")
		}
	default:
		q.and("f.owner = " + q.arg(f.Owner))
	}
	if f.Point != "" {
		at, err := w.pointID(f.Point, "")
		if err != nil {
			return false, nil //nolint:nilerr // no such touch point has no cases
		}
		q.and("f.touch_point = " + q.arg(at))
	}
	for _, is := range []struct{ column, value string }{{"f.severity", string(f.Severity)}, {"f.customer", string(f.Customer)}, {"f.parent", string(f.Parent)}} {
		if is.value != "" {
			q.and(is.column + " = " + q.arg(is.value))
		}
	}
	q.on("f.opened_at", f.Opened)
	q.on("f.resolved_at", f.Resolved)
	q.on("f.closed_at", f.Closed)
	if !f.Reopened.none() {
		q.and(reopenings(q, f.Reopened))
	}
	switch f.InTime {
	case "yes":
		q.and(inTime)
	case "no":
		q.and("f.resolved_at is not null and not (" + inTime + ")")
	}
	return true, nil
}

// countMine adds what only the caller's own rows say: mentions without an answer and watched cases.
func countMine(ctx context.Context, tx *db.Tx, org db.Org, r reach, c *Counts) error {
	return tx.QueryRow(ctx, `select
		(select count(*) from case_person p join case_file f on f.org = p.org and f.id = p.case_id where p.org = $1 and p.user_id = $2
			and p.role = 'mention' and p.answered_at is null and f.live = 1),
		(select count(*) from case_person p join case_file f on f.org = p.org and f.id = p.case_id where p.org = $1 and p.user_id = $2
			and p.role = 'watch' and f.live = 1)`, org, r.me).Scan(&c.Mentioned, &c.Watched)
}
