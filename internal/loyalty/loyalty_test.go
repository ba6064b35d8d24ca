package loyalty_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
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

func (w *world) take(list, text string) {
	w.t.Helper()
	up := w.app.Must(w.t, http.StatusCreated, "POST", "/imports/uploads?name="+list+".csv", w.Owner, text)
	w.app.Must(w.t, http.StatusAccepted, "POST", "/roster/"+list, w.Owner, object{"upload": up["upload"]})
	w.app.RunJobs(w.t)
}

var wish = object{"metric": "csat", "at_most": 2, "settled": "first_contact", "exposure_weeks": 20, "outcome_weeks": 20, "currency": "EUR"}

func (w *world) measure(more object) object {
	w.t.Helper()
	all := object{}
	for _, part := range []object{wish, more} {
		for k, v := range part {
			all[k] = v
		}
	}
	w.app.Must(w.t, http.StatusAccepted, "POST", "/loyalty/measuring", w.Owner, all)
	w.app.RunJobs(w.t)
	return w.app.Must(w.t, http.StatusOK, "GET", "/loyalty", w.Owner, nil)
}

// planted is a shop whose customers buy every month or so. In the weeks of service each has one contact: a third go well; of the
// others, who say nothing leave with 0.2, who complain in vain with 0.5, whose complaint is settled with 0. Those who stay after
// complaining in vain pay a fifth less.
func (w *world) planted(customers int) {
	w.t.Helper()
	random, now := rand.New(rand.NewPCG(6, 2)), time.Now().UTC()
	orders, signals := strings.Builder{}, strings.Builder{}
	orders.WriteString("Order,Customer,Date,Product,Amount,Currency\n")
	n := 0
	for c := range customers {
		what := random.IntN(6) // 0, 1 well; 2, 3 silent; 4 in vain; 5 settled
		met := now.AddDate(0, 0, -7*20-20-random.IntN(100))
		leaves := what >= 2 && what <= 3 && random.Float64() < 0.2 || what == 4 && random.Float64() < 0.5
		pace := 12 + 30*random.ExpFloat64() // days; people differ
		for at := now.AddDate(0, 0, -500-random.IntN(60)); at.Before(now); at = at.Add(time.Duration(random.ExpFloat64() * min(pace, 90) * 24 * float64(time.Hour))) {
			if leaves && at.After(met) {
				break
			}
			paid := 50 * (0.5 + random.Float64())
			if what == 4 && at.After(met) {
				paid *= 0.8
			}
			n++
			fmt.Fprintf(&orders, "o%d,c%d,%s,Kettle,%.2f,EUR\n", n, c, at.Format(time.DateOnly), paid)
		}
		measures, comment := `"csat":5`, ""
		switch what {
		case 2, 3:
			measures = `"csat":1`
		case 4:
			measures, comment = `"csat":1,"first_contact":0`, `,"comments":[{"text":"Nobody helped me at all."}]`
		case 5:
			measures, comment = `"csat":2,"first_contact":1`, `,"comments":[{"text":"It was broken, they mended it."}]`
		}
		fmt.Fprintf(&signals, `{"at":%q,"kind":"survey","touch_point":"desk","customer":{"external_id":"c%d"},"attributes":{"product":"Kettle"},"measures":{%s}%s}`+"\n",
			met.Format(time.RFC3339), c, measures, comment)
	}
	w.app.Must(w.t, http.StatusCreated, "POST", "/metrics", w.Owner, object{"key": "first_contact", "name": "Settled", "min": 0, "max": 1, "scoring": object{"method": "rate"}})
	w.take("purchases", orders.String())
	if code, body := w.app.Do("POST", "/signals:batch", w.Owner, []byte(signals.String())); code != http.StatusOK {
		w.t.Fatal(code, body)
	}
}

func TestWhatFailuresDoToLoyaltyIsRecovered(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.planted(1500)
	state := w.measure(nil)
	r, ok := state["result"].(object)
	if !ok {
		t.Fatal(state["measuring"])
	}
	stay := map[string]float64{}
	for _, g := range r["groups"].([]any) {
		g := g.(object)
		if g["stay"] == nil || g["n"].(float64) < 100 {
			t.Fatalf("%v", g)
		}
		stay[g["key"].(string)] = g["stay"].(object)["estimate"].(float64)
	}
	if !(stay["unrecovered"] < stay["recovered"]-0.15 && stay["unresolved"] < stay["silent"]) {
		t.Errorf("%v", stay)
	}
	effects, err := w.app.Loyalty.Effects(t.Context(), w.ID, "", "")
	if err != nil || len(effects) != 3 {
		t.Fatal(effects, err)
	}
	for k, want := range []float64{0.2, 0.5, 0} {
		e := effects[k]
		if e.Leave == nil || e.Leave.Low > want+0.02 || e.Leave.High < want-0.04 || e.Grade != "B" {
			t.Errorf("%s: %+v, %g planted", e.Kind, e.Leave, want)
		}
	}
	if living := effects[1].LeaveLiving; living == nil || living.Estimate < effects[1].Leave.Estimate || living.Low > 0.5 || living.High < 0.45 {
		t.Errorf("%+v", living)
	}
	if loss := effects[1].SpendLoss; loss == nil || loss.Low > 0.2 || loss.High < 0.15 {
		t.Errorf("%+v", loss)
	}
	at, err := w.app.Loyalty.Effects(t.Context(), w.ID, effects[0].TouchPoint+"nowhere", "")
	if err != nil || len(at) != 3 || at[0].TouchPoint != "" {
		t.Errorf("where too few were met, everywhere: %v, %v", at, err)
	}
	product := r["products"].([]any)[0].(object)
	if product["name"] != "Kettle" || product["contacts"].(float64) != 1500 || product["per_sold"] == nil {
		t.Errorf("%v", product)
	}
	if again := w.measure(nil)["result"].(object); again["inputs_hash"] != r["inputs_hash"] {
		t.Error("the same data measured twice differ")
	}
	w.register()
}

// register goes through the register of lost customers of a planted shop.
func (w *world) register() {
	w.t.Helper()
	t := w.t
	list := w.app.Must(t, http.StatusOK, "GET", "/lost-customers?state=proposed", w.Owner, nil)["items"].([]any)
	if len(list) < 50 {
		t.Fatalf("%d seem to be lost: %v", len(list), w.measure(nil)["result"].(object)["warnings"])
	}
	one := list[0].(object)
	if one["how"] != "silent" || one["alive"].(float64) >= 0.2 || one["version"] != 1.0 {
		t.Errorf("%v", one)
	}
	path := "/lost-customers/" + one["customer"].(string)
	for name, c := range map[string]struct {
		body   object
		tag    string
		status int
	}{
		"no reason":         {object{"state": "confirmed"}, `"1"`, 422},
		"other, wordless":   {object{"state": "confirmed", "reason": "other"}, `"1"`, 422},
		"an unknown reason": {object{"state": "confirmed", "reason": "weather"}, `"1"`, 422},
		"an old version":    {object{"state": "dismissed"}, `"7"`, 412},
	} {
		if code, body := w.app.Do("PUT", path, w.Owner, c.body, "If-Match: "+c.tag); code != c.status {
			t.Errorf("%s: %d %s", name, code, body)
		}
	}
	w.app.Must(t, http.StatusOK, "PUT", path, w.Owner, object{"state": "confirmed", "reason": "service", "words": "Never called back", "reached": "no"}, `If-Match: "1"`)
	w.app.Must(t, http.StatusForbidden, "PUT", path, w.Token(t, "viewer", ""), object{"state": "dismissed"}, `If-Match: "2"`)
	sum := w.measure(nil)["lost"].(object)
	if sum["confirmed"] != 1.0 || sum["reasons"].([]any)[0].(object)["reason"] != "service" {
		t.Errorf("%v", sum)
	}
	kept := w.app.Must(t, http.StatusOK, "GET", "/lost-customers?state=confirmed", w.Owner, nil)["items"].([]any)[0].(object)
	if kept["words"] != "Never called back" || kept["reached"] != "no" {
		t.Errorf("measuring again changed what was found: %v", kept)
	}
	w.app.Must(t, http.StatusOK, "PUT", path, w.Owner, object{"state": "proposed"}, `If-Match: "2"`)
}

func TestWhatCantBeMeasuredSaysWhy(t *testing.T) {
	t.Parallel()
	w := open(t)
	if m := w.measure(object{"settled": ""})["measuring"].(object); m["code"] != "no_purchases" {
		t.Errorf("%v", m)
	}
	w.take("purchases", "Order,Customer,Date,Amount,Currency\na,c1,2026-01-01,10,EUR\n")
	if m := w.measure(object{"settled": ""})["measuring"].(object); m["code"] != "too_few" {
		t.Errorf("%v", m)
	}
	if got, err := w.app.Loyalty.Effects(t.Context(), w.ID, "", ""); got != nil || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	for name, bad := range map[string]object{"an unknown metric": {"metric": "joy"}, "no metric": {"metric": ""}, "a day": {"outcome_weeks": 1}, "no currency": {"currency": "XYZ"}} {
		all := object{}
		for _, part := range []object{wish, bad} {
			for k, v := range part {
				all[k] = v
			}
		}
		if code, body := w.app.Do("POST", "/loyalty/measuring", w.Owner, all); code != 422 {
			t.Errorf("%s: %d %s", name, code, body)
		}
	}
	w.app.Must(t, http.StatusConflict, "POST", "/loyalty/measuring/cancel", w.Owner, nil)
}
