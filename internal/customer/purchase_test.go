package customer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
)

func TestPurchasesToldAgainAddNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	when := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	list := func(state customer.PurchaseState) []customer.Purchase {
		out := make([]customer.Purchase, 300)
		for i := range out {
			out[i] = customer.Purchase{Key: fmt.Sprint("o-", i), Who: &customer.Ref{ExternalID: fmt.Sprint("c-", i%7)}, At: when.Add(time.Duration(i) * time.Hour),
				Product: "Kettle", Amount: int64(100 * i), Currency: "EUR", Quantity: 1}
		}
		out[0].State = state
		out[1].Currency = "JPY"
		return out
	}
	tell := func(p []customer.Purchase) (told customer.Told) {
		t.Helper()
		if err := s.app.DB.Write(s.Context(), s.ID, func(tx *db.Tx) (err error) {
			told, err = s.app.Customers.AddPurchases(s.Context(), tx, s.ID, p)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return told
	}
	if got := tell(list("")); got != (customer.Told{Added: 300}) {
		t.Error(got)
	}
	if got := tell(list(customer.Bought)); got != (customer.Told{Known: 300}) {
		t.Error(got)
	}
	if got := tell(list(customer.Returned)); got != (customer.Told{Known: 299, Changed: 1}) {
		t.Error(got)
	}
	twice := append(list(customer.Cancelled)[:1], list(customer.Returned)[:1]...)
	if got := tell(twice); got != (customer.Told{Known: 1}) {
		t.Errorf("of two with one key the last holds: %+v", got)
	}
	all, _, err := s.app.Customers.Page(s.Context(), s.ID, customer.Query{Search: "c-0"})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if got := s.get(string(all[0].ID)).Totals; len(got) != 1 || got[0].Currency != "EUR" || got[0].Count != 42 || got[0].CountUndone != 1 {
		t.Errorf("%+v", got)
	}
	// Page after page the timeline tells each once, the newest first.
	seen, cursor := map[string]bool{}, ""
	for last := when.AddDate(1, 0, 0); ; {
		page, next, err := s.app.Customers.History(s.Context(), s.ID, all[0].ID, []customer.EntryKind{customer.PurchaseEntry}, cursor, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if seen[e.ID] || e.At.After(last) {
				t.Fatalf("%s comes twice or out of order", e.Ref)
			}
			seen[e.ID], last = true, e.At
		}
		if cursor = next; next == "" {
			break
		}
	}
	if len(seen) != 43 {
		t.Errorf("%d of 43 told", len(seen))
	}
}

func TestEntriesOfOneMomentAreToldOnceEach(t *testing.T) {
	t.Parallel()
	s := open(t)
	k := s.add(object{"name": "Ada", "external_id": "c-1"})
	const at = "2026-05-04T10:00:00Z"
	for i := range 5 {
		s.ask(201, "POST", "/customers/"+k.ID+"/purchases", object{"key": fmt.Sprint(i), "at": at, "amount": "1", "currency": "EUR"})
		s.ask(201, "POST", "/customers/"+k.ID+"/consents", object{"purpose": "survey", "given": true, "source": "x", "at": at})
		s.ask(201, "POST", "/signals", object{"key": fmt.Sprint(i), "at": at, "kind": "survey", "customer": object{"external_id": "c-1"}, "measures": object{"nps": i}})
	}
	s.app.CatchUp(t, s.Org)
	seen, cursor := map[string]bool{}, ""
	for {
		page, next, err := s.app.Customers.History(s.Context(), s.ID, customer.ID(k.ID), nil, cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if seen[e.ID] {
				t.Fatalf("%s %s comes twice", e.Kind, e.ID)
			}
			seen[e.ID] = true
		}
		if cursor = next; next == "" {
			break
		}
	}
	if len(seen) != 15 {
		t.Errorf("%d of 15 told", len(seen))
	}
}

func TestAbsurdPurchasesAreRefusedAtTheirPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	k := s.add(object{"name": "Ada"})
	good := object{"key": "o", "at": "2026-05-04T10:00:00Z", "amount": "12.50", "currency": "EUR"}
	with := func(field string, v any) object {
		p := object{}
		for name, value := range good {
			p[name] = value
		}
		p[field] = v
		return p
	}
	var list []apptest.Scenario
	for name, bad := range map[string]object{
		"body.currency ZZZ": with("currency", "ZZZ"), "body.currency eur": with("currency", "eur"), "body.currency UR ": with("currency", "UR "),
		"body.amount -1": with("amount", "-1"), "body.amount 1e9": with("amount", "1e9"), "body.amount 12,50": with("amount", "12,50"),
		"body.amount 12.505": with("amount", "12.505"), "body.amount 99999999999999": with("amount", "99999999999999"),
		"body.amount empty": with("amount", ""), "body.quantity 0": with("quantity", -1), "body.quantity 10000000": with("quantity", 10_000_000),
		"body.at far": with("at", "2999-01-01T00:00:00Z"), "body.at old": with("at", "1200-01-01T00:00:00Z"), "body.key empty": with("key", " "),
		"body.product zero": with("product", "a\x00b"), "body.key zero": with("key", "a\x00b"), "body.state": with("state", "eaten"),
	} {
		place, _, _ := strings.Cut(name, " ")
		list = append(list, apptest.Scenario{Name: name, Method: "POST", Path: "/customers/" + k.ID + "/purchases", As: s.Owner, Body: bad, Status: 422, Contains: []string{place}})
	}
	list = append(list, apptest.Scenario{Name: "one bad of many stores none", Method: "POST", Path: "/purchases", As: s.Owner, Status: 422,
		Contains: []string{"body.items[1].currency"}, Body: object{"items": []any{
			object{"key": "a", "customer": object{"external_id": "c-9"}, "at": "2026-05-04T10:00:00Z", "amount": "1", "currency": "EUR"},
			object{"key": "b", "customer": object{"external_id": "c-9"}, "at": "2026-05-04T10:00:00Z", "amount": "1", "currency": "XXX"}}}},
		apptest.Scenario{Name: "nobody's", Method: "POST", Path: "/purchases", As: s.Owner, Status: 422, Contains: []string{"body.items[0].customer"}, Body: object{"items": []any{good}}})
	s.app.Run(t, list)
	if got := s.get(k.ID); len(got.Totals) != 0 {
		t.Errorf("something was stored: %+v", got.Totals)
	}
	for amount, want := range map[string]int64{"12.50": 1250, "12.5": 1250, "12": 1200, "12.500": 1250, "0.01": 1} {
		if got, err := customer.ParseMoney(amount, "EUR", "x"); got != want || err != nil {
			t.Errorf("%s is %d, %v", amount, got, err)
		}
	}
	if got, err := customer.ParseMoney("1.234", "KWD", "x"); got != 1234 || err != nil {
		t.Error(got, err)
	}
	if _, err := customer.ParseMoney("1.5", "JPY", "x"); err == nil {
		t.Error("half a yen")
	}
}
