package roster_test

import (
	"net/http"
	"strings"
	"testing"
)

const shop = `Order,Customer,Date,Amount,Currency,Refund of
o1,c1,2026-01-31,100,EUR,
o2,c1,2026-02-03,0,EUR,
o1,c1,2026-02-05,-30,EUR,
r7,c1,2026-02-06,−20.00,EUR,o2
o3,c2,2099-01-01,12,EUR,
o4,c2,2026-02-03,12,XYZ,
o5,c2,2026-02-03,-0,EUR,
`

func (w *world) undo(run object, status int) object {
	w.t.Helper()
	out := w.app.Must(w.t, status, "POST", "/roster/"+run["id"].(string)+"/undo", w.Owner, nil)
	w.app.RunJobs(w.t)
	return out
}

func TestRefundsComeInBesidePurchasesAndWhatIsWrongIsSaid(t *testing.T) {
	t.Parallel()
	w := open(t)
	look := w.look("purchases", shop)
	if got := counts(look); got != "4 new, 0 changed, 0 known, 3 refused" {
		t.Errorf("looked at: %s", got)
	}
	if what := look["lines"].([]any)[2].(object)["what"]; what != "a refund of 30.00" {
		t.Errorf("the third row is %v", what)
	}
	got := refused(look)
	for _, want := range []string{"6: That lies ahead.", "7: \"XYZ\" isn't a currency", "8: A refund gives something back."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q isn't in %s", want, got)
		}
	}
	if run := w.take("purchases", shop); counts(run) != "4 new, 0 changed, 0 known, 3 refused" {
		t.Errorf("taken: %s", counts(run))
	}
	if run := w.take("purchases", shop); counts(run) != "0 new, 0 changed, 4 known, 3 refused" {
		t.Errorf("again: %s", counts(run))
	}
	if run := w.take("purchases", strings.Replace(shop, "r7,c1,2026-02-06,−20.00", "r7,c1,2026-02-06,-21", 1)); counts(run) != "0 new, 1 changed, 3 known, 3 refused" {
		t.Errorf("otherwise: %s", counts(run))
	}
}

func TestAListOfPurchasesIsTakenBackAndWhatItChangedIsAsBefore(t *testing.T) {
	t.Parallel()
	w := open(t)
	first := w.take("purchases", "Order,Customer,Date,Amount,Currency\na,c1,2026-01-01,10,EUR\nb,c1,2026-01-02,20,EUR\n")
	second := w.take("purchases", "Order,Customer,Date,Amount,Currency\nb,c1,2026-01-02,25,EUR\nc,c1,2026-01-03,30,EUR\nc,c1,2026-01-04,-5,EUR\n")
	if counts(second) != "2 new, 1 changed, 0 known, 0 refused" {
		t.Fatal(counts(second))
	}
	total := func() string {
		list := w.app.Must(t, http.StatusOK, "GET", "/customers?limit=10", w.Owner, nil)["items"].([]any)
		one := w.app.Must(t, http.StatusOK, "GET", "/customers/"+list[0].(object)["id"].(string), w.Owner, nil)
		return one["totals"].([]any)[0].(object)["bought"].(object)["text"].(string)
	}
	if total() != "65.00" {
		t.Errorf("bought %s", total())
	}
	w.undo(second, http.StatusAccepted)
	if total() != "30.00" {
		t.Errorf("bought %s after taking the second list back", total())
	}
	if run := w.app.Must(t, http.StatusOK, "GET", "/roster/"+second["id"].(string), w.Owner, nil); run["state"] != "undone" {
		t.Errorf("%v", run["state"])
	}
	w.undo(second, http.StatusConflict)
	if run := w.take("purchases", "Order,Customer,Date,Amount,Currency\nb,c1,2026-01-02,25,EUR\nc,c1,2026-01-03,30,EUR\nc,c1,2026-01-04,-5,EUR\n"); counts(run) != "2 new, 1 changed, 0 known, 0 refused" {
		t.Errorf("taken in again: %s", counts(run))
	}
	w.undo(first, http.StatusAccepted) // b was changed by a later list and stays as that has it
	if total() != "55.00" {
		t.Errorf("bought %s", total())
	}
	units := w.take("units", tree)
	w.undo(units, http.StatusUnprocessableEntity)
}

func TestSubscriptionsComeInWithTheirEndAndItsReason(t *testing.T) {
	t.Parallel()
	w := open(t)
	const list = `Contract,Customer,Start,End,Plan,Fee,Currency,Interval,Why
s1,c1,2025-01-31,,Basic,29.90,EUR,month,
s2,c2,2025-01-31,2025-06-30,Basic,29.90,EUR,,Nobody called back
s3,c3,2025-01-31,2024-06-30,Basic,29.90,EUR,month,
s4,c3,2025-01-31,2099-06-30,Basic,29.90,EUR,month,
s5,c3,2025-01-31,,Basic,29.90,EUR,fortnight,
`
	run := w.take("subscriptions", list)
	if counts(run) != "2 new, 0 changed, 0 known, 3 refused" {
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
	for _, want := range []string{"ended before it began", "end lies ahead", "week, month or year"} {
		if !strings.Contains(refused(run), want) {
			t.Errorf("%q isn't in %s", want, refused(run))
		}
	}
	if run := w.take("subscriptions", strings.Replace(list, "2025-01-31,,Basic", "2025-01-31,2026-01-31,Basic", 1)); counts(run) != "0 new, 1 changed, 1 known, 3 refused" {
		t.Errorf("ended: %s", counts(run))
	}
	w.undo(run, http.StatusAccepted)
	if run := w.take("subscriptions", list); counts(run) != "2 new, 0 changed, 0 known, 3 refused" {
		t.Errorf("after taking it back: %s", counts(run))
	}
}
