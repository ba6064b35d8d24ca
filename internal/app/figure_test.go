package app_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// published fills an organisation with 110 promoters, 50 passives and 40 detractors, 12 who didn't answer, and 5 who
// were never asked.
func published(t *testing.T) (*apptest.App, *apptest.Org) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "Published")
	var list []object
	add := func(n int, s object) {
		for range n {
			list = append(list, signal(s))
		}
	}
	add(60, object{"measures": object{"nps": 10}, "attributes": object{"product": "gold"}})
	add(50, object{"measures": object{"nps": 9}, "touch_point": "call"})
	add(25, object{"measures": object{"nps": 8}})
	add(25, object{"measures": object{"nps": 7}, "comments": []any{object{"text": "So so"}}})
	add(40, object{"measures": object{"nps": 6}, "attributes": object{"product": "gold, old"}})
	add(12, object{"measures": object{"nps": nil}})
	add(5, object{"measures": nil})
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	return a, o
}

func TestThePublishedNPSComesOutWithItsIntervalAndWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	a, o := published(t)
	f := figure(t, a, o.Owner, "metric", "nps")
	r := f.Rows[0]
	if *r.Value != 35 || r.N != 200 || math.Abs(*r.Low-23.6) > .05 || math.Abs(*r.High-45.4) > .05 || r.TooFew {
		t.Errorf("%v of %d, %v to %v, too few: %v", *r.Value, r.N, *r.Low, *r.High, r.TooFew)
	}
	if want := (metric.LeftOut{NotAnswered: 12}); r.LeftOut != want {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	// Answers and what was left out are exactly the signals that were asked; the five others aren't among them.
	if asked := total(t, a, o.Owner, "?metric=nps"); asked != 212 || total(t, a, o.Owner, "") != 217 ||
		total(t, a, o.Owner, "?metric=nps&score=answered") != 200 || total(t, a, o.Owner, "?metric=nps&score=left_out") != 12 {
		t.Errorf("%d asked", asked)
	}
}

func TestConditionsNarrowAFigure(t *testing.T) {
	t.Parallel()
	a, o := published(t)
	for where, n := range map[string]int64{
		"touch_point:call":                   50,
		"touch_point:call,chat":              50,
		"touch_point:":                       150,
		"touch_point:,call":                  200,
		"touch_point!:call":                  150,
		"touch_point!:":                      50,
		"touch_point:never-heard-of":         0,
		"touch_point!:never-heard-of":        200,
		"attributes.product:gold":            60,
		`attributes.product:gold\, old`:      40,
		`attributes.product:gold,gold\, old`: 100,
		"attributes.product:gold, old":       60, // two values, of which one was never heard
		"attributes.product:":                100,
		"attributes.product!:":               100,
		"metric.nps>=9":                      110,
		"metric.nps>9":                       60,
		"metric.nps<7":                       40,
		"metric.nps<=7":                      65,
		"metric.nps=8":                       25,
		"metric.nps=0":                       0,
		"metric.nps:answered":                200,
		"metric.nps:asked":                   200,
		"metric.nps:left_out":                0,
		"comment:yes":                        25,
		"comment:no":                         175,
		"comment!:yes":                       175,
		"kind:survey":                        200,
		"kind:review":                        0,
		"unit:nowhere":                       0,
		"sentiment!:very_negative":           200,
	} {
		if got := count(t, a, o.Owner, "where", where); got != n {
			t.Errorf("%s: %d answers, not %d", where, got, n)
		}
	}
	if got := count(t, a, o.Owner, "where", "metric.nps>=9", "where", "attributes.product:gold"); got != 60 {
		t.Errorf("both conditions: %d", got)
	}
	if got := total(t, a, o.Owner, "?where=metric.nps:not_answered"); got != 12 {
		t.Errorf("%d didn't answer", got)
	}
	for _, bad := range []string{"touch_point", ":call", "colour:red", "attributes.colour:red", "metric.nps", "metric.nps>", "metric.nps>x", "metric.nps!=9",
		"metric.nps>9e9", "metric.nps:maybe", "metric.npss>9", "comment:maybe", "month:2026-05", "metric.>=9"} {
		status, text := a.Do("GET", "/figures?"+encode([]string{"metric", "nps", "where", bad}), o.Owner, nil)
		if status != 422 || !strings.Contains(text, `"location":"query.where"`) {
			t.Errorf("%q: %d %s", bad, status, text)
		}
	}
}

func TestBreakdownsByAnyTwoDimensions(t *testing.T) {
	t.Parallel()
	a, o := published(t)
	f := figure(t, a, o.Owner, "metric", "nps", "by", "touch_point", "by", "month")
	if got := said(f); got != "/2026-05=13.3(150) call/2026-05=100.0(50)" {
		t.Errorf("%s", got)
	}
	if f.Rows[1].Label["touch_point"] != "Call" || f.Rows[0].LeftOut.NotAnswered != 12 || f.Rows[1].LeftOut.NotAnswered != 0 {
		t.Errorf("%+v", f.Rows)
	}
	sum := int64(0)
	for _, r := range figure(t, a, o.Owner, "metric", "nps", "by", "attributes.product").Rows {
		sum += r.N
	}
	if sum != 200 {
		t.Errorf("the groups hold %d of 200", sum)
	}
	for query, place := range map[string]string{"metric=nps&by=a&by=b&by=c": "query.by", "metric=nps&by=colour": "query.by", "metric=x": "query.metric",
		"by=month": "query.metric", "metric=nps&from=yesterday": "query.from", "metric=nps&to=2026-02-30": "query.to",
		"metric=nps&from=2026-05-02&to=2026-05-02": "query.to", "metric=nps&by=month&against_from=2026-01-01": "query.against_from"} {
		status, text := a.Do("GET", "/figures?"+query, o.Owner, nil)
		if status != 422 || !strings.Contains(text, `"location":"`+place+`"`) {
			t.Errorf("%s: %d %s", query, status, text)
		}
	}
}

func TestTheReceiptIsTheSameForTheSameQuestionAndDataOnly(t *testing.T) {
	t.Parallel()
	a, o := published(t)
	receipt := func(query ...string) string {
		return figure(t, a, o.Owner, append([]string{"metric", "nps"}, query...)...).Receipt
	}
	base := receipt("where", "kind:survey", "where", "touch_point:call,chat")
	if again := receipt("where", "kind:survey", "where", "touch_point:chat,call"); again != base || len(base) != 32 {
		t.Errorf("%s and %s for the same question", base, again)
	}
	seen := map[string]string{base: "the first"}
	for name, r := range map[string]string{"without conditions": receipt(), "another period": receipt("from", "2026-01-01"), "a breakdown": receipt("by", "month"),
		"a comparison": receipt("from", "2026-05-01", "against_from", "2026-04-01", "against_to", "2026-05-01"), "that period alone": receipt("from", "2026-05-01")} {
		if seen[r] != "" {
			t.Errorf("%s and %s have one receipt", name, seen[r])
		}
		seen[r] = name
	}
	put(t, a, o.Owner, signal(nil))
	a.CatchUp(t, o)
	if receipt("where", "kind:survey", "where", "touch_point:call,chat") == base {
		t.Error("new data have the old receipt")
	}
}

func TestTooFewAnswersAreSaidToBeTooFew(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Few")
	f := figure(t, a, o.Owner, "metric", "nps")
	if r := f.Rows[0]; r.Value != nil || r.N != 0 || !r.TooFew || r.Low != nil {
		t.Errorf("nothing heard: %+v", r)
	}
	list := make([]object, 29)
	for i := range list {
		list[i] = signal(nil)
	}
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	if r := figure(t, a, o.Owner, "metric", "nps").Rows[0]; !r.TooFew || r.Value == nil {
		t.Errorf("29: %+v", r)
	}
	put(t, a, o.Owner, signal(nil))
	a.CatchUp(t, o)
	if r := figure(t, a, o.Owner, "metric", "nps").Rows[0]; r.TooFew {
		t.Errorf("30: %+v", r)
	}
}

func TestAComparisonJudgesWhetherTheDifferenceIsMoreThanNoise(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Then and now")
	a.Must(t, 201, "POST", "/metrics", o.Owner, object{"key": "wait", "name": "Wait", "min": 0, "max": 100, "direction": "down", "scoring": object{"method": "mean"}})
	var list []object
	for i := range 400 {
		now := i%2 == 0
		m := object{"nps": 6, "wait": 20 + i%5, "csat": 3 + i/2%2}
		at := "2026-03-15T10:00:00Z"
		if now {
			m, at = object{"nps": 9, "wait": 30 + i%5, "csat": 3 + i/2%2}, "2026-04-15T10:00:00Z"
		}
		point := "call"
		if i >= 300 {
			point = fmt.Sprintf("desk-%d", i%2) // one was there before only, the other is now
		}
		list = append(list, signal(object{"at": at, "measures": m, "touch_point": point}))
	}
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	period := []string{"from", "2026-04-01", "to", "2026-05-01", "against_from", "2026-03-01", "against_to", "2026-04-01"}
	for key, want := range map[string][2]string{"nps": {"higher", "better"}, "wait": {"higher", "worse"}, "csat": {"unclear", "unclear"}} {
		r := figure(t, a, o.Owner, append([]string{"metric", key}, period...)...).Rows[0]
		if r.Change == nil || r.Change.Verdict != want[0] || r.Change.Judgement != want[1] || r.Before == nil || r.Before.N != 200 || r.N != 200 {
			t.Errorf("%s: %+v", key, r.Change)
		}
	}
	by := figure(t, a, o.Owner, append([]string{"metric", "nps", "by", "touch_point"}, period...)...)
	got := map[string]string{}
	for _, r := range by.Rows {
		got[r.By["touch_point"]] = r.Change.Verdict
	}
	if len(got) != 2 || got["call"] != "higher" || got["desk-0"] != "too_few" {
		t.Errorf("by touch point: %v", got)
	}
}

func TestABreakOfTheScaleIsWarnedOf(t *testing.T) {
	t.Parallel()
	a, o := published(t)
	err := a.DB.Write(t.Context(), o.ID, func(tx *db.Tx) error {
		return a.Metrics.SetBreak(t.Context(), tx, o.ID, "nps", metric.Break{At: "2026-05-01", Note: "Ten points since.", Dropped: 67})
	})
	if err != nil {
		t.Fatal(err)
	}
	if f := figure(t, a, o.Owner, "metric", "nps"); len(f.Warnings) != 1 || f.Warnings[0].Code != "not_comparable" || f.Warnings[0].Args["at"] != "2026-05-01" {
		t.Errorf("%+v", f.Warnings)
	}
	if f := figure(t, a, o.Owner, "metric", "nps", "to", "2026-05-01"); len(f.Warnings) != 0 {
		t.Errorf("before the break: %+v", f.Warnings)
	}
}
