package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// waits is an organisation with a hundred waiting times, 1 to 100 minutes, at two touch points in two months and two units.
func waits(t *testing.T) (*apptest.App, *apptest.Org, string) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	region := o.Unit(t, "region", "")
	o.Unit(t, "site", region)
	id, _ := a.Must(t, 201, "POST", "/metrics", o.Owner, object{"key": "wait", "name": "Wait", "min": 0, "max": 500, "direction": "down",
		"scale_unit": "minutes", "scoring": object{"method": "mean"}})["id"].(string)
	var list []object
	for i := range 100 {
		list = append(list, signal(object{"at": fmt.Sprintf("2026-0%d-15T10:00:00Z", 3+i%2), "kind": "operational", "measures": object{"wait": i + 1},
			"touch_point": []string{"call", "chat"}[i%2], "unit": []string{"region", "site"}[i/50]}))
	}
	list = append(list, signal(object{"measures": object{"wait": "not_rated"}}), signal(object{"measures": object{"wait": nil}}), signal(object{"measures": object{"wait": "not_answered"}}))
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	return a, o, id
}

func at(version int) string { return fmt.Sprintf(`If-Match: "%d"`, version) }

func TestAMedianHasItsOrderStatisticsAndWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	a, o, id := waits(t)
	a.Must(t, 200, "PUT", "/metrics/"+id+"/scoring", o.Owner, object{"scoring": object{"method": "median"}, "why": "Waits are skewed"}, at(1))
	r := figure(t, a, o.Owner, "metric", "wait").Rows[0]
	// Ranks 40 and 61 of 100, as published; the median lies between 50 and 51.
	if *r.Value != 50.5 || *r.Low != 40 || *r.High != 61 || r.N != 100 || r.LeftOut != (metric.LeftOut{NotAnswered: 2, NotRated: 1}) {
		t.Errorf("%v, %v to %v of %d, %+v", *r.Value, *r.Low, *r.High, r.N, r.LeftOut)
	}
	by := figure(t, a, o.Owner, "metric", "wait", "by", "unit")
	if got := said(by); got != "=none(0) region=25.5(50) site=75.5(50)" {
		t.Error(got)
	}
	c := figure(t, a, o.Owner, "metric", "wait", "where", "unit:site", "from", "2026-04-01", "to", "2026-05-01", "against_from", "2026-03-01", "against_to", "2026-04-01").Rows[0]
	if c.Change == nil || c.Change.Low == nil || *c.Change.Low >= *c.Change.Value || c.Change.Verdict != "too_few" {
		t.Errorf("%+v", c.Change)
	}
}

func TestAShareWithinATimeIsBetterTheHigherThoughTimesAreNot(t *testing.T) {
	t.Parallel()
	a, o, id := waits(t)
	n := a.Must(t, 200, "PUT", "/metrics/"+id+"/scoring", o.Owner, object{"scoring": object{"method": "within", "to": 30}, "why": "Our promise"}, at(1))
	if n["better"] != "up" || n["direction"] != "down" || n["unit"] != "%" {
		t.Errorf("%v", n)
	}
	if r := figure(t, a, o.Owner, "metric", "wait").Rows[0]; *r.Value != 30 {
		t.Errorf("%v", *r.Value)
	}
}

func TestAChangeOfScoringIsShownBeforeItIsMadeAndEveryVersionStays(t *testing.T) {
	t.Parallel()
	a, o, id := waits(t)
	was := figure(t, a, o.Owner, "metric", "wait")
	e := a.Must(t, 200, "POST", "/metrics/"+id+"/effect", o.Owner, object{"scoring": object{"method": "median"}})
	text, _ := json.Marshal(e)
	for _, want := range []string{`"key":"2026-03"`, `"key":"2026-04"`, `"key":"call"`, `"label":"Call"`, `"same_unit":true`, `"version":2`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the effect lacks %s: %s", want, text)
		}
	}
	if now := figure(t, a, o.Owner, "metric", "wait"); now.Receipt != was.Receipt || now.Metric.Scoring.Version != 1 {
		t.Error("looking at the effect changed something")
	}
	a.Run(t, []apptest.Scenario{
		{Name: "a change needs a reason", Method: "PUT", Path: "/metrics/" + id + "/scoring", As: o.Owner, Status: 422, Headers: []string{at(1)}, Body: object{"scoring": object{"method": "median"}, "why": " "}, Contains: []string{"body.why"}},
		{Name: "the same scoring is no change", Method: "PUT", Path: "/metrics/" + id + "/scoring", As: o.Owner, Status: 422, Headers: []string{at(1)}, Body: object{"scoring": object{"method": "mean"}, "why": "x"}, Contains: []string{"scoring_same"}},
		{Name: "NPS needs its scale", Method: "POST", Path: "/metrics/" + id + "/effect", As: o.Owner, Status: 422, Body: object{"scoring": object{"method": "nps"}}, Contains: []string{"nps_scale"}},
		{Name: "a limit lies on the scale", Method: "POST", Path: "/metrics/" + id + "/effect", As: o.Owner, Status: 422, Body: object{"scoring": object{"method": "within", "to": 500}}, Contains: []string{"body.scoring.to"}},
		{Name: "it is made", Method: "PUT", Path: "/metrics/" + id + "/scoring", As: o.Owner, Status: 200, Headers: []string{at(1)}, Body: object{"scoring": object{"method": "median"}, "why": "Waits are skewed"}, Contains: []string{`"version":2`, `"revision":2`}},
		{Name: "not twice from the same look", Method: "PUT", Path: "/metrics/" + id + "/scoring", As: o.Owner, Status: 412, Headers: []string{at(1)}, Body: object{"scoring": object{"method": "within", "to": 30}, "why": "x"}},
		{Name: "the history says who and why", Path: "/metrics/" + id + "/versions", As: o.Owner, Status: 200, Contains: []string{"Waits are skewed", `"method":"median"`, `"method":"mean"`, `"by":"owner token"`}},
		{Name: "there is no version three", Path: "/figures?metric=wait&version=3", As: o.Owner, Status: 422, Contains: []string{"version_unknown"}},
		{Name: "the scale never changes", Method: "PATCH", Path: "/metrics/" + id, As: o.Owner, Status: 422, Headers: []string{at(2)}, Body: object{"max": 7}},
		{Name: "the name may", Method: "PATCH", Path: "/metrics/" + id, As: o.Owner, Status: 200, Headers: []string{at(2)}, Body: object{"name": "Waiting"}, Contains: []string{`"name":"Waiting"`, `"revision":3`}},
		{Name: "it is put away", Method: "PATCH", Path: "/metrics/" + id, As: o.Owner, Status: 200, Headers: []string{at(3)}, Body: object{"archived": true}},
		{Name: "and no longer offered", Path: "/metrics", As: o.Owner, Status: 200, Lacks: []string{`"wait"`}},
		{Name: "but for those who ask", Path: "/metrics?archived=true", As: o.Owner, Status: 200, Contains: []string{`"wait"`}},
		{Name: "a unit that isn't one is refused", Method: "PATCH", Path: "/metrics/" + id, As: o.Owner, Status: 422, Headers: []string{at(4)}, Body: object{"scale_unit": "furlongs"}, Contains: []string{"unit_unknown"}},
	})
	old, now := figure(t, a, o.Owner, "metric", "wait", "version", "1"), figure(t, a, o.Owner, "metric", "wait")
	if *old.Rows[0].Value != *was.Rows[0].Value || old.Receipt != was.Receipt || now.Receipt == was.Receipt || now.Metric.Scoring.Method != metric.Median {
		t.Errorf("version 1 says %v, not %v", *old.Rows[0].Value, *was.Rows[0].Value)
	}
}

func TestATargetIsMetWhereTheWholeIntervalIsOnItsGoodSide(t *testing.T) {
	t.Parallel()
	a, o, id := waits(t)
	list := func(items ...any) object { return object{"items": items} }
	goal := func(unit, from, to string, value float64) object {
		return object{"unit": unit, "from": from, "to": to, "value": value}
	}
	a.Run(t, []apptest.Scenario{
		{Name: "there are none at first", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 200, Contains: []string{`"items":[]`, `"version":0`}},
		{Name: "an unknown unit is refused", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 422, Headers: []string{at(0)}, Body: list(goal("moon", "2026-01-01", "", 30)), Contains: []string{"body.items[0].unit"}},
		{Name: "and a day that isn't one", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 422, Headers: []string{at(0)}, Body: list(goal("", "2026-02-30", "", 30)), Contains: []string{"body.items[0].from"}},
		{Name: "and one that ends before it begins", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 422, Headers: []string{at(0)}, Body: list(goal("", "2026-02-01", "2026-02-01", 30)), Contains: []string{"body.items[0].to"}},
		{Name: "and a value off the scale", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 422, Headers: []string{at(0)}, Body: list(goal("", "2026-02-01", "", 501)), Contains: []string{"target_off_scale"}},
		{Name: "and two at once", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 422, Headers: []string{at(0)}, Body: list(goal("", "2026-01-01", "", 30), goal("", "2026-03-01", "2026-04-01", 20)), Contains: []string{"targets_overlap"}},
		{Name: "many are set at once", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 200, Headers: []string{at(0)}, Contains: []string{`"version":1`},
			Body: list(goal("", "2026-01-01", "2026-04-01", 60), goal("", "2026-04-01", "", 40), goal("region", "2026-01-01", "", 20), goal("site", "2026-04-01", "2026-05-01", 77))},
		{Name: "not over somebody else's", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Owner, Status: 412, Headers: []string{at(0)}, Body: list()},
		{Name: "agents don't set them", Method: "PUT", Path: "/metrics/" + id + "/targets", As: o.Token(t, "agent", ""), Status: 403, Headers: []string{at(1)}, Body: list()},
	})
	mark := func(query ...string) string {
		var out []string
		for _, r := range figure(t, a, o.Owner, append([]string{"metric", "wait"}, query...)...).Rows {
			key := r.By["month"] + r.By["unit"] + r.By["touch_point"]
			if r.Target == nil {
				out = append(out, key+" none")
				continue
			}
			out = append(out, fmt.Sprintf("%s %s%v %s", key, r.Target.Unit, r.Target.Value, r.Target.Verdict))
		}
		slices.Sort(out) // groups come in the order of their codes, which are given out as signals come in
		return strings.Join(out, "; ")
	}
	// Lower is better. The mean of all is 50.5 ± 5.8, of March 50 ± 8.3, of April 51 ± 8.3.
	for query, want := range map[string]string{
		"":                                      " 40 not_met",
		"from=2026-03-01 to=2026-04-01":         " 60 met",
		"from=2026-04-01 to=2026-05-01":         " 40 not_met",
		"by=month":                              "2026-03 60 met; 2026-04 40 not_met; 2026-05 40 too_few",
		"by=unit from=2026-04-01 to=2026-05-01": "region region20 too_few; site site77 too_few",
		"by=unit from=2026-03-01 to=2026-05-01": "region region20 not_met; site site77 unclear",
		"where=unit:site from=2026-03-01 to=2026-04-01": " region20 too_few",
		"from=2025-01-01 to=2026-01-01":                 " none",
		"by=touch_point from=2026-03-01 to=2026-05-01":  "call 40 not_met; chat 40 not_met",
	} {
		var pairs []string
		for _, p := range strings.Fields(query) {
			k, v, _ := strings.Cut(p, "=")
			pairs = append(pairs, k, v)
		}
		if got := mark(pairs...); got != want {
			t.Errorf("%q: %s, not %s", query, got, want)
		}
	}
}

func TestOperationalMetricsAreAddedOnceAndKeepWhatIsThere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	a.Must(t, 201, "POST", "/metrics", o.Owner, object{"key": "abandoned", "name": "Mine", "min": 1, "max": 5, "scoring": object{"method": "mean"}})
	a.Run(t, []apptest.Scenario{
		{Name: "added but for the one that differs", Method: "POST", Path: "/metrics/operational", As: o.Owner, Status: 200, Contains: []string{`"key":"hold_seconds","name":"Hold time","state":"added"`, `"key":"abandoned","name":"Abandonment","state":"differs"`}},
		{Name: "and the second time they are there", Method: "POST", Path: "/metrics/operational", As: o.Owner, Status: 200, Contains: []string{`"key":"hold_seconds","name":"Hold time","state":"there"`}, Lacks: []string{"added"}},
		{Name: "a signal can carry them, to the millisecond", Method: "POST", Path: "/signals", As: o.Owner, Status: 201,
			Body: object{"at": "2026-05-04T10:00:00Z", "kind": "operational", "measures": object{"hold_seconds": 12.345, "first_response_minutes": 525600, "warm_hand_over": 1}}},
		{Name: "viewers may not", Method: "POST", Path: "/metrics/operational", As: o.Token(t, "viewer", ""), Status: 403},
	})
}
