package value_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

type object = map[string]any

type world struct {
	*apptest.Org
	t   *testing.T
	app *apptest.App
}

func open(t *testing.T) *world {
	t.Helper()
	a := apptest.New(t)
	return &world{Org: a.Organisation(t, "Alderwick"), t: t, app: a}
}

// take takes a list in.
func (w *world) take(list, text string) object {
	w.t.Helper()
	up := w.app.Must(w.t, http.StatusCreated, "POST", "/imports/uploads?name="+list+".csv", w.Owner, text)
	run := w.app.Must(w.t, http.StatusAccepted, "POST", "/roster/"+list, w.Owner, object{"upload": up["upload"]})
	w.app.RunJobs(w.t)
	return w.app.Must(w.t, http.StatusOK, "GET", "/roster/"+run["id"].(string), w.Owner, nil)
}

func wish(more object) object {
	out := object{"kind": "non_contractual", "horizon_days": 365, "margin_share": 0.4, "discount_rate": 0.1, "currency": "EUR"}
	for k, v := range more {
		out[k] = v
	}
	return out
}

// compute computes a value and returns the computation as it ended.
func (w *world) compute(more object) object {
	w.t.Helper()
	c := w.app.Must(w.t, http.StatusAccepted, "POST", "/value-computations", w.Owner, wish(more))
	w.app.RunJobs(w.t)
	for _, one := range w.app.Must(w.t, http.StatusOK, "GET", "/value-computations", w.Owner, nil)["items"].([]any) {
		if one.(object)["id"] == c["id"] {
			return one.(object)
		}
	}
	w.t.Fatal("the computation is gone")
	return nil
}

func (w *world) value(id any) object {
	w.t.Helper()
	return w.app.Must(w.t, http.StatusOK, "GET", fmt.Sprint("/values/", id), w.Owner, nil)
}

// shop is a list of purchases of customers who buy about every five weeks and leave after a fifth of their purchases; each pays
// about 50. What they will be worth is known, since who they are is.
func shop(customers int) string {
	random, b := rand.New(rand.NewPCG(9, 1)), strings.Builder{}
	b.WriteString("Order,Customer,Date,Amount,Currency\n")
	now, n := time.Now().UTC(), 0
	for c := range customers {
		at := now.AddDate(-2, 0, 0).Add(time.Duration(random.Float64() * 365 * 24 * float64(time.Hour)))
		rate := (random.ExpFloat64() + random.ExpFloat64()) / 2 / 5 / 7 // a day
		leave, pays := 0.4*random.Float64(), 50*math.Exp(0.3*random.NormFloat64())
		for at.Before(now) {
			n++
			fmt.Fprintf(&b, "o%d,c%d,%s,%.2f,EUR\n", n, c, at.Format(time.DateOnly), pays*(0.7+0.6*random.Float64()))
			if random.Float64() < leave {
				break
			}
			at = at.Add(time.Duration(random.ExpFloat64() / rate * 24 * float64(time.Hour)))
		}
	}
	return b.String()
}

func TestAValueIsComputedFromPurchasesAndBackTested(t *testing.T) {
	t.Parallel()
	w := open(t)
	if run := w.take("purchases", shop(900)); run["state"] != "done" {
		t.Fatal(run)
	}
	done := w.compute(nil)
	if done["state"] != "done" || done["value"] == nil {
		t.Fatal(done)
	}
	v := w.value(done["value"])
	test, amount := v["back_test"].(object), v["amount"].(object)
	if e := math.Abs(test["error"].(float64)); e > 0.15 || v["grade"] != "B" || test["held_back_weeks"] != 26.0 {
		t.Errorf("%v %v foretold, %v came, grade %v", test["held_back_weeks"], test["predicted"], test["actual"], v["grade"])
	}
	if weeks := test["weeks"].([]any); len(weeks) < 100 || weeks[20].(object)["held_back"] != false || weeks[len(weeks)-1].(object)["held_back"] != true {
		t.Errorf("%d weeks", len(weeks))
	}
	// Who still buys every five weeks or so, of 50, with a fifth leaving each time: about 4 purchases in a year, 0.4 of 50 each.
	p10, p50, p90 := minor(amount["p10"]), minor(amount["p50"]), minor(amount["p90"])
	if !(p10 < p50 && p50 < p90 && p50 > 4000 && p50 < 16000 && p90 < 2*p10) {
		t.Errorf("%v to %v, %v", p10, p90, p50)
	}
	sum := 0.0
	for _, n := range v["alive"].([]any) {
		sum += n.(float64)
	}
	if sum != 900 || v["customers"] != 900.0 || v["living"].(float64) > 900 || v["living"].(float64) < 100 {
		t.Errorf("%v customers in the bins, %v living", sum, v["living"])
	}
	if again := w.value(w.compute(nil)["value"]); again["inputs_hash"] != v["inputs_hash"] || minor(again["amount"].(object)["p10"]) != p10 {
		t.Error("the same data twice give two values")
	}
	if was := w.value(done["value"]); was["superseded_at"] == nil || minor(was["amount"].(object)["p50"]) != p50 {
		t.Error("the first one isn't superseded as it was")
	}
	if list := w.app.Must(t, http.StatusOK, "GET", "/values", w.Owner, nil)["items"].([]any); len(list) != 2 || list[0].(object)["superseded_at"] != nil {
		t.Error("the one in force comes first")
	}
	in, err := w.app.Values.InForce(t.Context(), w.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if two, err := in.Over(730); err != nil || two.P50 <= p50 || two.P50 >= 2*p50 {
		t.Errorf("two years are worth %v, one %v, %v", two, p50, err)
	}
}

func minor(v any) float64 { return v.(object)["minor"].(float64) }

func TestOddHistoriesAreUsedByTheirRulesOrRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	if got := w.compute(nil); got["state"] != "failed" || got["code"] != "no_purchases" {
		t.Errorf("nothing: %v", got)
	}
	w.take("purchases", "Order,Customer,Date,Amount,Currency\na,c1,2026-01-01,10,EUR\nb,c2,2026-01-02,20,EUR\n")
	if got := w.compute(nil); got["code"] != "no_repeats" {
		t.Errorf("nobody twice: %v", got)
	}
	w.take("purchases", shop(300))
	w.take("purchases", "Order,Customer,Date,Amount,Currency,Status,Refund of\nz,c1,2026-01-03,0,EUR,,\nx,c1,2026-01-04,5,EUR,cancelled,\nf,c1,2026-01-05,5,EUR,,\nf,c1,2026-01-06,-5,EUR,,\n"+
		"p,c1,2026-02-05,50,EUR,,\nq,c1,2026-02-06,-20,EUR,,p\nnever,c999,2026-02-06,-20,EUR,,\n")
	v := w.value(w.compute(nil)["value"])
	left := map[string]float64{}
	for _, l := range v["left_out"].([]any) {
		left[l.(object)["code"].(string)] = l.(object)["count"].(float64)
		if !strings.Contains(l.(object)["text"].(string), "counted") {
			t.Errorf("%v says no rule", l)
		}
	}
	if left["zero"] != 1 || left["cancelled"] != 1 || left["refunded"] != 1 || left["refund_unmatched"] != 0 {
		t.Errorf("%v", left)
	}
	w.take("purchases", "Order,Customer,Date,Amount,Currency\nusd,c1,2026-02-05,50,USD\n")
	got := w.compute(nil)
	if got["code"] != "rate_needed" || !strings.Contains(got["error"].(string), "USD") {
		t.Errorf("mixed currencies: %v", got)
	}
	if got := w.compute(object{"rates": object{"USD": 0.9}}); got["state"] != "done" || w.value(got["value"])["rates"].(object)["USD"] != 0.9 {
		t.Errorf("with a rate: %v", got)
	}
	for name, bad := range map[string]object{
		"no horizon": {"horizon_days": 0}, "a margin above 1": {"margin_share": 1.2}, "no margin": {"margin_share": 0}, "a discount of 10": {"discount_rate": 10},
		"no currency": {"currency": "XYZ"}, "a rate of 0": {"rates": object{"USD": 0}}, "a segment that isn't one": {"segment": "vip"}, "another kind": {"kind": "typed"},
	} {
		if code := w.app.Must(t, http.StatusUnprocessableEntity, "POST", "/value-computations", w.Owner, wish(bad))["code"]; code == nil {
			t.Errorf("%s: no code", name)
		}
	}
}

func TestSubscribersAreWorthWhatTheyStillPay(t *testing.T) {
	t.Parallel()
	w := open(t)
	random, b := rand.New(rand.NewPCG(4, 1)), strings.Builder{}
	b.WriteString("Contract,Customer,Start,End,Fee,Currency,Interval\n")
	now := time.Now().UTC()
	for c := range 1500 {
		start, end := now.AddDate(0, -2-random.IntN(34), -random.IntN(28)), ""
		stop := start
		for p := 0.02 + 0.08*random.Float64()*random.Float64(); stop.Before(now) && end == ""; stop = stop.AddDate(0, 1, 0) {
			if random.Float64() < p {
				if at := stop.AddDate(0, 0, random.IntN(28)+1); at.Before(now) {
					end = at.Format(time.DateOnly)
				}
			}
		}
		fmt.Fprintf(&b, "s%d,c%d,%s,%s,20,EUR,month\n", c, c, start.Format(time.DateOnly), end)
	}
	w.take("subscriptions", b.String())
	done := w.compute(object{"kind": "contractual", "margin_share": 0.5})
	if done["state"] != "done" {
		t.Fatal(done)
	}
	v := w.value(done["value"])
	// Twelve payments of 20 at most, half of it margin, some of them never made.
	if p50 := minor(v["amount"].(object)["p50"]); p50 < 6500 || p50 > 11500 {
		t.Errorf("%v", v["amount"])
	}
	if test := v["back_test"].(object); test["what"] != "kept" || math.Abs(test["error"].(float64)) > 0.05 || v["grade"] != "B" {
		t.Errorf("%v foretold, %v came, grade %v", test["predicted"], test["actual"], v["grade"])
	}
	if got := w.compute(nil); got["code"] != "no_purchases" {
		t.Errorf("subscriptions aren't purchases: %v", got)
	}
}

func TestATypedValueHasARangeAndGradeD(t *testing.T) {
	t.Parallel()
	w := open(t)
	typed := func(more object) object {
		out := object{"horizon_days": 365, "currency": "EUR", "p10": "80", "p50": "120.50", "p90": "200", "reason": "Sales, by feel"}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	one := w.app.Must(t, http.StatusCreated, "POST", "/values", w.Owner, typed(nil))
	if one["grade"] != "D" || minor(one["amount"].(object)["p50"]) != 12050 || one["reason"] != "Sales, by feel" {
		t.Errorf("%v", one)
	}
	for place, bad := range map[string]object{
		"body.reason": {"reason": " "}, "body.p10": {"p10": "130"}, "body.p50": {"p50": "0"}, "body.p90": {"p90": "12,50"}, "body.currency": {"currency": "XYZ"},
		"body.segment": {"segment": "vip"}, "body.horizon_days": {"horizon_days": 3},
	} {
		got := w.app.Must(t, http.StatusUnprocessableEntity, "POST", "/values", w.Owner, typed(bad))
		if !strings.Contains(fmt.Sprint(got["errors"]), place) {
			t.Errorf("%s: %v", place, got["errors"])
		}
	}
	ctx, values := t.Context(), w.app.Values
	in, err := values.InForce(ctx, w.ID, "vip")
	if err != nil || in == nil || string(in.ID) != one["id"] {
		t.Fatalf("%v, %v: a segment without a value of its own has everybody's", in, err)
	}
	year, err := in.Quantity(365)
	if err != nil || math.Abs(year.Quantile(0.1)-80) > 0.01 || math.Abs(year.Quantile(0.9)-200) > 0.01 {
		t.Errorf("%v, %v", year, err)
	}
	if month, err := in.Quantity(73); err != nil || math.Abs(month.Quantile(0.1)-16) > 0.01 {
		t.Errorf("a fifth of the time is a fifth of the value where nothing else is known: %v", err)
	}
	if _, err := in.Quantity(366); problem.CodeOf(err) != "value_horizon" {
		t.Errorf("%v", err)
	}
	if other, err := values.InForce(ctx, "org_other", ""); other != nil || err != nil {
		t.Errorf("another organisation's value: %v, %v", other, err)
	}
	w.app.Must(t, http.StatusForbidden, "POST", "/values", w.Token(t, "viewer", ""), typed(nil))
}
