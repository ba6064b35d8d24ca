package casework

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Filter narrows List. The zero value lists everything the caller sees.
type Filter struct {
	Facet
	States    []State
	Overdue   bool
	Broken    bool   // has a broken commitment that nobody has seen to
	Mentioned bool   // a note names the caller, who hasn't written since
	Watched   bool   // by the caller
	Search    string // in the title, the reference and the customer's name
	Signal    signal.ID
	Order     Order // empty: by urgency where all states are live, else newest first
	Cursor    string
	Limit     int
}

// Order is how a list is sorted.
type Order string

// By urgency: broken commitments first, then by due date, those whose clock stands still last; or by opening, the newest first.
const (
	ByDue  Order = "due"
	Newest Order = "newest"
)

// Counts says how many live cases (new, open, waiting) the caller sees.
type Counts struct {
	Mine       int64 `json:"mine"`
	Team       int64 `json:"team" doc:"Of the caller's unit and below; all for who sees the whole organisation"`
	Unassigned int64 `json:"unassigned" doc:"Whose owner has left or can't work on cases any more"`
	Overdue    int64 `json:"overdue"`
	Mentioned  int64 `json:"mentioned" doc:"A note names the caller, who hasn't written since"`
	Watched    int64 `json:"watched"`
	Broken     int64 `json:"broken" doc:"With a broken commitment that nobody has seen to"`
	Open       int64 `json:"open"`
}

// Page is one page of cases with the counts beside it.
type Page struct {
	Items  []Case `json:"items"`
	Next   string `json:"next,omitempty" doc:"Send as cursor for the next page; absent on the last"`
	Counts Counts `json:"counts"`
}

// maxNamed bounds how many customers a search by name takes into account.
const maxNamed = 200

// List returns a page of the cases that the caller sees.
func (c *Cases) List(ctx context.Context, org db.Org, f Filter) (*Page, error) {
	if err := f.complete(); err != nil {
		return nil, err
	}
	named, err := c.named(ctx, org, f.Search)
	if err != nil {
		return nil, err
	}
	p := &Page{Items: []Case{}}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		d := c.desk(tx, org)
		w, err := d.world(ctx)
		if err != nil {
			return err
		}
		if p.Counts, err = count(ctx, tx, org, r, w); err != nil {
			return err
		}
		q, found, err := f.query(ctx, d, r, named)
		if err != nil || !found {
			return err
		}
		p.Items, err = queryCases(ctx, tx, org, q, f.Order, f.Limit+1)
		if err != nil {
			return err
		}
		return addClocks(ctx, tx, org, p.Items)
	})
	if len(p.Items) > f.Limit {
		p.Items = p.Items[:f.Limit]
		p.Next = f.cursor(&p.Items[f.Limit-1])
	}
	return p, err
}

// complete checks the filter and fills in what wasn't said.
func (f *Filter) complete() error {
	live := len(f.States) > 0 || f.Overdue || f.Broken
	for _, s := range f.States {
		if !slices.Contains(States, s) {
			return problem.At("query.state", "state_unknown", "There is no state %q.", brief(string(s)))
		}
		live = live && s.Live()
	}
	if f.Order == "" {
		f.Order = Newest
		if live {
			f.Order = ByDue
		}
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	_, _, err := f.after()
	return err
}

// cursor names the place after a case in the list's order.
func (f *Filter) cursor(k *Case) string {
	if f.Order == Newest {
		return "n." + string(k.ID)
	}
	return "d." + strconv.FormatInt(k.rank(), 36) + "." + string(k.ID)
}

// after reads the cursor: a rank where the order is by it, and an id; an empty id is the beginning.
func (f *Filter) after() (due int64, id string, err error) {
	if f.Cursor == "" {
		return 0, "", nil
	}
	rest, ok := strings.CutPrefix(f.Cursor, map[Order]string{Newest: "n.", ByDue: "d."}[f.Order])
	if ok && f.Order == ByDue {
		var at string
		at, rest, ok = strings.Cut(rest, ".")
		if due, err = strconv.ParseInt(at, 36, 64); err != nil {
			ok = false
		}
	}
	if !ok || rest == "" || identity.Clean(rest, "query.cursor") != nil {
		return 0, "", problem.At("query.cursor", "cursor_invalid", "This cursor didn't come from here.")
	}
	return due, rest, nil
}

// named finds the customers whom a search may mean. Names stay with customers; cases don't copy them.
func (c *Cases) named(ctx context.Context, org db.Org, search string) (ids []customer.ID, err error) {
	if strings.TrimSpace(search) == "" {
		return nil, nil
	}
	if err := identity.Clean(search, "query.search"); err != nil {
		return nil, err
	}
	return c.Customers.Named(ctx, org, search, maxNamed)
}

// query says in SQL which cases are meant; found is false where there can be none.
func (f *Filter) query(ctx context.Context, d *desk, r reach, named []customer.ID) (q *query, found bool, err error) {
	q = newQuery(d.org)
	f.byState(q)
	now := d.tx.Micros()
	if f.Overdue {
		n := q.arg(now)
		q.and("f.rank < " + n + " and f.due_at < " + n)
	}
	if f.Broken {
		q.and("f.broken > 0")
	}
	if f.Mentioned {
		q.and("f.id in (select case_id from case_person where org = $1 and user_id = " + q.arg(r.me) + " and role = 'mention' and answered_at is null)")
	}
	if f.Watched {
		q.and("f.id in (select case_id from case_person where org = $1 and user_id = " + q.arg(r.me) + " and role = 'watch')")
	}
	if f.Signal != "" {
		q.and("f.signal = " + q.arg(string(f.Signal)))
	}
	if f.Search == "" && f.Signal == "" && !f.live() { // merged cases are closed; who looks for one finds it by its number
		q.and("f.merged_into is null")
	}
	if found, err = f.apply(ctx, d, q, r); err != nil || !found {
		return q, false, err
	}
	f.bySearch(q, named)
	r.narrow(q)
	rank, id, _ := f.after() // complete has read it already
	switch {
	case id == "":
	case f.Order == Newest:
		q.and("f.id < " + q.arg(id))
	default:
		d := q.arg(rank)
		q.and("f.rank >= " + d + " and (f.rank > " + d + " or f.id > " + q.arg(id) + ")")
	}
	return q, true, nil
}

// live reports whether only live cases are asked for.
func (f *Filter) live() bool {
	done := slices.ContainsFunc(f.States, func(s State) bool { return !s.Live() })
	return f.Overdue || f.Broken || len(f.States) > 0 && !done
}

// addClocks adds how their clocks stand to the cases of a page.
func addClocks(ctx context.Context, tx *db.Tx, org db.Org, items []Case) error {
	ids := make([]ID, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	clocks, err := clocksOf(ctx, tx, org, ids)
	for i := range items {
		items[i].Clocks = clocks[items[i].ID]
	}
	return err
}

// byState asks for one state or for live cases as a whole where it can: each has an index in the order of due dates.
func (f *Filter) byState(q *query) {
	switch {
	case len(f.States) == 1:
		q.and("f.state = " + q.arg(string(f.States[0])))
	case len(f.States) > 1:
		q.and("f.state in (" + args(q, f.States) + ")")
	}
	if f.live() && len(f.States) != 1 || f.Overdue {
		q.and("f.live = 1")
	}
}

func (f *Filter) bySearch(q *query, named []customer.ID) {
	if strings.TrimSpace(f.Search) == "" {
		return
	}
	found := `f.title_folded like ` + q.arg(db.Contains(identity.Fold(f.Search))) + ` escape '\'`
	if n := refNumber(f.Search); n > 0 {
		found += " or f.number = " + q.arg(n)
	}
	if len(named) > 0 {
		found += " or f.customer in (" + args(q, named) + ")"
	}
	q.and("(" + found + ")")
}

// fitIDs lists who can own cases.
func (w *world) fitIDs() (ids []identity.UserID) {
	for _, m := range w.members {
		if worker(m) {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// late reports whether a case is overdue at a moment.
func (k *Case) late(now time.Time) bool { return k.State.Live() && !k.paused && k.DueAt.Before(now) }
