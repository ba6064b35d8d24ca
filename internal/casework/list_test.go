package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func TestListsFilterAndPageWithoutGapsOrRepeats(t *testing.T) {
	t.Parallel()
	o := open(t)
	now := o.db.Now().UTC().Truncate(time.Microsecond)
	zoe, err := o.app.Customers.Create(o.as(o.owner), o.org, customer.Ref{ExternalID: "c-7", Name: "Zoë Ünal"})
	o.must(err)
	_, err = o.app.Points.Create(o.as(o.owner), o.org, "shop", "Shop")
	o.must(err)
	var made []*casework.File
	for i := range 23 {
		in := casework.CaseInput{Title: fmt.Sprintf("Case ÉTÉ %d", i), DueAt: ptr(now.Add(time.Duration(1+i%3) * time.Hour))}
		if i%5 == 0 {
			in.Customer, in.TouchPoint = zoe.ID, "shop"
		}
		if i%4 == 0 {
			in.Owner = identity.UserID(o.sam.ID)
		}
		f, err := o.cases.Create(o.as(o.owner), o.org, in, "")
		o.must(err)
		made = append(made, f)
	}
	for _, f := range made[:3] {
		_, err := o.cases.Move(o.as(o.owner), o.org, f.ID, f.Version, casework.Move{State: casework.Open})
		o.must(err)
	}
	live := []casework.State{casework.New, casework.Open, casework.Waiting}
	for name, c := range map[string]struct {
		f casework.Filter
		n int
	}{
		"all": {casework.Filter{}, 23}, "live": {casework.Filter{States: live}, 23}, "open": {casework.Filter{States: live[1:2]}, 3},
		"two states": {casework.Filter{States: live[:2]}, 23}, "done": {casework.Filter{States: []casework.State{casework.Resolved, casework.Closed}}, 0},
		"newest of live": {casework.Filter{States: live, Order: casework.Newest}, 23}, "mine": {casework.Filter{Facet: casework.Facet{Owner: "me"}}, 17},
		"sam's": {casework.Filter{Facet: casework.Facet{Owner: o.sam.ID}}, 6}, "nobody's": {casework.Filter{Facet: casework.Facet{Owner: "none"}}, 0}, "overdue": {casework.Filter{Overdue: true}, 0},
		"title": {casework.Filter{Search: "été 1"}, 11}, "reference": {casework.Filter{Search: "c-1005"}, 1}, "customer": {casework.Filter{Search: "ünal"}, 5},
		"touch point": {casework.Filter{Facet: casework.Facet{Point: "shop"}}, 5}, "unknown touch point": {casework.Filter{Facet: casework.Facet{Point: "moon"}}, 0},
		"percent sign": {casework.Filter{Search: "%"}, 0}, "signal": {casework.Filter{Signal: "sig_none"}, 0},
	} {
		for _, limit := range []int{4, 200} {
			f, seen := c.f, map[casework.ID]bool{}
			f.Limit = limit
			var last *casework.Case
			for {
				p, err := o.cases.List(o.as(o.owner), o.org, f)
				o.must(err)
				for _, k := range p.Items {
					if seen[k.ID] || last != nil && f.Order != casework.Newest && len(f.States) > 0 && k.DueAt.Before(last.DueAt) {
						t.Errorf("%s: %s comes after %s", name, k.Ref, last.Ref)
					}
					seen[k.ID], last = true, &k
				}
				if f.Cursor = p.Next; f.Cursor == "" {
					break
				}
			}
			if len(seen) != c.n {
				t.Errorf("%s by %d: %d cases, not %d", name, limit, len(seen), c.n)
			}
		}
	}
	o.leave(o.sam)
	o.db.Now = func() time.Time { return now.Add(90 * time.Minute) }
	p, err := o.cases.List(o.as(o.owner), o.org, casework.Filter{Overdue: true, Facet: casework.Facet{Owner: "none"}})
	if want := (casework.Counts{Mine: 17, Team: 23, Unassigned: 6, Overdue: 8, Open: 23}); err != nil || p.Counts != want || len(p.Items) != 2 {
		t.Errorf("%+v, %d items, %v", p.Counts, len(p.Items), err)
	}
	for _, cursor := range []string{"x", "n.", "d.!.cas_1", "d.1", "n.\x00"} {
		if _, err := o.cases.List(o.as(o.owner), o.org, casework.Filter{States: live, Cursor: cursor}); problem.CodeOf(err) != "cursor_invalid" {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	if _, err := o.cases.List(o.as(o.owner), o.org, casework.Filter{States: []casework.State{"lost"}}); problem.CodeOf(err) != "state_unknown" {
		t.Errorf("state: %v", err)
	}
}
