package app_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/demo"
)

// heardAt records answers of so many customers at a touch point, of whom some are let down.
func heardAt(t *testing.T, a *apptest.App, o *apptest.Org, point string, customers, failing int) {
	t.Helper()
	for i := range customers {
		score := 5
		if i < failing {
			score = 1
		}
		a.Must(t, 201, "POST", "/signals", o.Owner, object{"kind": "survey", "at": clock(a, -i-1), "key": fmt.Sprint(point, i), "touch_point": point,
			"customer": object{"external_id": fmt.Sprint(point, "-", i)}, "measures": object{"csat": score}})
	}
}

func worthOfOne(t *testing.T, a *apptest.App, o *apptest.Org) {
	t.Helper()
	a.Must(t, 200, "PUT", "/impact/inputs?input=value", o.Owner, object{"source": "assumption", "p10": 20_000, "p90": 60_000, "reason": "Last year's margin"})
}

func areaOf(t *testing.T, a *apptest.App, o *apptest.Org, name string, more object, points ...string) string {
	t.Helper()
	in := object{"name": name, "touch_points": points, "failing": object{}}
	for k, v := range more {
		in[k] = v
	}
	id, _ := a.Must(t, 201, "POST", "/impact/areas", o.Owner, in)["id"].(string)
	return id
}

func ranked(t *testing.T, a *apptest.App, o *apptest.Org, query string) (all object, areas []object) {
	t.Helper()
	all = a.Must(t, 200, "GET", "/impact"+query, o.Owner, nil)
	for _, one := range all["areas"].([]any) {
		areas = append(areas, one.(object))
	}
	return all, areas
}

func amount(of object, name, at string) float64 { return of[name].(object)[at].(float64) }

func inputOf(t *testing.T, a *apptest.App, o *apptest.Org, area, name string) object {
	t.Helper()
	for _, i := range a.Must(t, 200, "GET", "/impact/areas/"+area, o.Owner, nil)["assessed"].(object)["inputs"].([]any) {
		if i.(object)["name"] == name {
			return i.(object)
		}
	}
	t.Fatalf("the area has no input %s", name)
	return nil
}

// TestFromTheDemoAPersonGetsToARankedListWithWhatIsPlantedOnTop goes the way of a person: what data propose is accepted, a customer's
// value typed, and the list read.
func TestFromTheDemoAPersonGetsToARankedListWithWhatIsPlantedOnTop(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	a.Must(t, 202, "POST", "/demo", o.Owner, demo.Wish{Signals: 4000})
	a.RunJobs(t)
	a.CatchUp(t, o)
	var planted, proposed []string
	for _, w := range a.Must(t, 200, "GET", "/demo", o.Owner, nil)["truths"].(object)["weak"].([]any) {
		planted = append(planted, w.(object)["touch_point"].(string))
	}
	items := a.Must(t, 200, "GET", "/impact/proposals", o.Owner, nil)["items"].([]any)
	for _, i := range items[:min(4, len(items))] {
		proposed = append(proposed, i.(object)["touch_point"].(string))
	}
	if !slices.Contains(proposed[:2], planted[0]) || !slices.Contains(proposed[:2], planted[1]) {
		t.Fatalf("%v are proposed first, planted are %v", proposed, planted)
	}
	if first := items[0].(object); first["clear"] != true || first["extra"].(float64) <= 0 {
		t.Errorf("the first proposal isn't clear: %v", first)
	}
	// The two that are proposed first, and two ordinary ones that few meet: what costs most comes on top by itself.
	made := a.Must(t, 201, "POST", "/impact/proposals", o.Owner, object{"touch_points": append(proposed[:2:2], "welcome-call", "cancellation")})["items"].([]any)
	if len(made) != 4 {
		t.Fatalf("%d areas were made", len(made))
	}
	a.RunJobs(t)
	all, areas := ranked(t, a, o, "")
	if m, _ := all["missing"].(object); m["code"] != "value_missing" || areas[0]["missing"] == nil {
		t.Fatalf("without a value of a customer there is an amount: %v", all["missing"])
	}
	worthOfOne(t, a, o)
	a.RunJobs(t)
	all, areas = ranked(t, a, o, "")
	for _, one := range areas[:2] {
		if key := one["touch_points"].([]any)[0].(string); !slices.Contains(planted, key) {
			t.Errorf("%s is ranked among the first two, planted are %v", key, planted)
		}
		if one["monthly"].(float64) <= 0 || amount(one, "total", "p50") <= 0 || one["beyond"].(float64) < 0.3 {
			t.Errorf("what is planted isn't seen: %v", one)
		}
	}
	if p10, p50, p90 := amount(all, "total", "p10"), amount(all, "total", "p50"), amount(all, "total", "p90"); !(0 < p10 && p10 < p50 && p50 < p90) || p90 > amount(all, "base", "p90") {
		t.Errorf("the total runs %v, %v, %v of %v", p10, p50, p90, all["base"])
	}
	// Each figure leads back to its signals.
	where := inputOf(t, a, o, areas[0]["area"].(string), "failure")["where"].([]any)
	if n := a.Must(t, 200, "GET", "/signals?limit=5&where="+strings.ReplaceAll(fmt.Sprint(where[0]), " ", "+")+"&where="+strings.ReplaceAll(fmt.Sprint(where[1]), "<", "%3C"), o.Owner, nil)["items"].([]any); len(n) == 0 {
		t.Error("the failures have no signals behind them")
	}
	if parts := a.Must(t, 200, "GET", "/impact/split?by=unit.site", o.Owner, nil)["parts"].([]any); len(parts) < 2 || amount(parts[0].(object), "total", "p50") <= 0 {
		t.Errorf("no amounts by site: %v", parts)
	}
}

func TestWhatIsTypedHoldsUntilItIsTakenBack(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heardAt(t, a, o, "desk", 60, 24)
	heardAt(t, a, o, "shop", 60, 3)
	a.CatchUp(t, o)
	desk, shop := areaOf(t, a, o, "Desk", nil, "desk"), areaOf(t, a, o, "Shop", nil, "shop")
	worthOfOne(t, a, o)
	a.RunJobs(t)
	if f := inputOf(t, a, o, desk, "failure"); f["source"] != "data" || f["hits"] != 24.0 || f["n"] != 60.0 || f["grade"] != "A" {
		t.Errorf("the data say %v", f)
	}
	_, areas := ranked(t, a, o, "")
	if areas[0]["area"] != desk || areas[0]["rank_high"] != 1.0 || areas[0]["grade"] != "D" {
		t.Errorf("the desk isn't the clear first: %v", areas[0])
	}
	said := object{"source": "assumption", "p10": 0.7, "p90": 0.9, "reason": "Counted by hand in May"}
	a.Must(t, 200, "PUT", "/impact/inputs?input=failure&area="+shop, o.Owner, said)
	a.Must(t, 200, "PUT", "/impact/inputs?input=exposed&area="+shop, o.Owner, object{"source": "assumption", "p10": 9000, "p90": 12000, "reason": "Tills"})
	a.RunJobs(t)
	_, areas = ranked(t, a, o, "")
	if areas[0]["area"] != shop {
		t.Errorf("what was typed doesn't count: %v", areas)
	}
	f := inputOf(t, a, o, shop, "failure")
	if f["author"] == "" || f["reason"] != said["reason"] || math.Abs(f["p10"].(float64)-0.7) > 1e-3 || f["data"].(object)["n"] != 60.0 {
		t.Errorf("the statement says %v", f)
	}
	for range 2 {
		a.Must(t, 204, "DELETE", "/impact/inputs?input=failure&area="+shop, o.Owner, nil)
	}
	a.Must(t, 204, "DELETE", "/impact/inputs?input=exposed&area="+shop, o.Owner, nil)
	a.RunJobs(t)
	if f := inputOf(t, a, o, shop, "failure"); f["source"] != "data" || f["hits"] != 3.0 {
		t.Errorf("what was taken back still holds: %v", f)
	}
	// Measurements are superseded, never edited; the same inputs make no other one.
	runs := a.Must(t, 200, "GET", "/impact/runs", o.Owner, nil)["items"].([]any)
	a.Must(t, 202, "POST", "/impact/runs", o.Owner, nil)
	a.RunJobs(t)
	again := a.Must(t, 200, "GET", "/impact/runs", o.Owner, nil)["items"].([]any)
	if len(runs) < 3 || len(again) != len(runs) {
		t.Errorf("%d measurements, then %d", len(runs), len(again))
	}
	first, last := again[len(again)-1].(object), again[0].(object)
	if first["hash"] != last["hash"] && first["total"] == nil {
		t.Errorf("the first measurement is gone: %v", first)
	}
	if h := a.Must(t, 200, "GET", "/impact/areas/"+desk, o.Owner, nil)["history"].([]any); len(h) != len(runs) {
		t.Errorf("the area remembers %d of %d measurements", len(h), len(runs))
	}
}

func TestNewDataMakeAMeasurementStaleAndTheNextSupersedesIt(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heardAt(t, a, o, "desk", 40, 10)
	a.CatchUp(t, o)
	areaOf(t, a, o, "Desk", nil, "desk")
	worthOfOne(t, a, o)
	a.RunJobs(t)
	all, areas := ranked(t, a, o, "")
	if s := all["standing"].(object); s["stale"] != false || s["running"] != false {
		t.Errorf("just measured, it stands %v", s)
	}
	was := amount(areas[0], "total", "p50")
	for i := range 30 {
		a.Must(t, 201, "POST", "/signals", o.Owner, object{"kind": "survey", "at": clock(a, -i-1), "key": fmt.Sprint("more", i), "touch_point": "desk",
			"customer": object{"external_id": fmt.Sprint("new-", i)}, "measures": object{"csat": 1}})
	}
	a.CatchUp(t, o)
	if all, _ := ranked(t, a, o, ""); all["standing"].(object)["stale"] != true {
		t.Error("new signals don't make it stale")
	}
	a.Must(t, 202, "POST", "/impact/runs", o.Owner, nil)
	a.RunJobs(t)
	all, areas = ranked(t, a, o, "")
	if all["standing"].(object)["stale"] != false || amount(areas[0], "total", "p50") <= was {
		t.Errorf("thirty more failures cost %v, before %v", amount(areas[0], "total", "p50"), was)
	}
}

func TestWhatIfChangesNothingThatIsKept(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heardAt(t, a, o, "desk", 60, 24)
	heardAt(t, a, o, "shop", 60, 18)
	a.CatchUp(t, o)
	if status, text := a.Do("POST", "/impact/what-if", o.Owner, object{"changes": []any{}}); status != 409 || !strings.Contains(text, "nothing_measured") {
		t.Errorf("before anything is measured: %d %s", status, text)
	}
	desk := areaOf(t, a, o, "Desk", nil, "desk")
	areaOf(t, a, o, "Shop", nil, "shop")
	worthOfOne(t, a, o)
	a.RunJobs(t)
	all, _ := ranked(t, a, o, "")
	same := a.Must(t, 200, "POST", "/impact/what-if", o.Owner, object{"changes": []any{object{"input": "value", "times": 1}}})
	if amount(same, "before", "p50") != amount(same, "after", "p50") {
		t.Errorf("the same isn't the same: %v", same)
	}
	half := a.Must(t, 200, "POST", "/impact/what-if", o.Owner, object{"changes": []any{object{"input": "failure", "area": desk, "times": 0.25}}})
	list := half["areas"].([]any)
	if last := list[len(list)-1].(object); last["area"] != desk || last["was"] != 1.0 || last["is"] != 2.0 || amount(last, "after", "p50") > 0.4*amount(last, "before", "p50") {
		t.Errorf("a quarter of the failures: %v", last)
	}
	if got := amount(half, "before", "p50") / amount(all, "total", "p50"); got < 0.97 || got > 1.03 {
		t.Errorf("before is %v of what was measured", got)
	}
	twice := a.Must(t, 200, "POST", "/impact/what-if", o.Owner, object{"changes": []any{object{"input": "value", "times": 2}}})
	if got := amount(twice, "after", "p50") / amount(twice, "before", "p50"); got < 1.99 || got > 2.01 {
		t.Errorf("customers worth twice as much cost %v times as much", got)
	}
	if now, _ := ranked(t, a, o, ""); now["run"] != all["run"] {
		t.Error("a thought was kept")
	}
	for _, bad := range []object{{"input": "weather", "times": 1}, {"input": "failure", "area": "imp_none", "times": 1}, {"input": "failure", "times": -1}} {
		if status, _ := a.Do("POST", "/impact/what-if", o.Owner, object{"changes": []any{bad}}); status != 422 {
			t.Errorf("%v: %d", bad, status)
		}
	}
}

func TestAWorksheetGivesAFigureOfGradeDAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	sheet := object{"name": "Letters", "customers": 12000, "failing": "some", "value_low": 20_000, "value_high": 60_000}
	tried := a.Must(t, 200, "POST", "/impact/worksheet/try", o.Owner, sheet)
	if amount(tried, "total", "p50") <= 0 || tried["areas"].([]any)[0].(object)["grade"] != "D" {
		t.Errorf("the worksheet comes to %v", tried["total"])
	}
	if all := a.Must(t, 200, "GET", "/impact/areas", o.Owner, nil)["items"].([]any); len(all) != 0 {
		t.Error("trying kept something")
	}
	a.Must(t, 201, "POST", "/impact/worksheet", o.Owner, sheet)
	a.RunJobs(t)
	_, areas := ranked(t, a, o, "")
	if len(areas) != 1 || areas[0]["grade"] != "D" || amount(areas[0], "total", "p50") <= 0 {
		t.Fatalf("kept, it is %v", areas)
	}
	if got := amount(areas[0], "total", "p50") / amount(tried, "total", "p50"); got < 0.9 || got > 1.1 {
		t.Errorf("kept, it costs %v times what was tried", got)
	}
	for name, change := range map[string]object{"no_exposure": {"customers": 0}, "failing_unknown": {"failing": "loads"}, "value_zero": {"value_low": 0, "value_high": 0.0001},
		"range_reversed": {"value_low": 70_000}} {
		bad := object{}
		for k, v := range sheet {
			bad[k] = v
		}
		for k, v := range change {
			bad[k] = v
		}
		if status, text := a.Do("POST", "/impact/worksheet", o.Owner, bad); status != 422 || name != "value_zero" && name != "failing_unknown" && !strings.Contains(text, name) {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
}

func TestInputsThatCantBeAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heardAt(t, a, o, "desk", 3, 1)
	a.CatchUp(t, o)
	id := areaOf(t, a, o, "Desk", nil, "desk")
	say := func(p10, p90 float64, reason string) object {
		return object{"source": "assumption", "p10": p10, "p90": p90, "reason": reason}
	}
	for _, c := range []struct {
		path string
		body object
		code string
	}{
		{"failure&area=" + id, say(0.2, 1.2, "x"), "rate_out_of_range"},
		{"failure&area=" + id, say(-0.1, 0.2, "x"), "rate_out_of_range"},
		{"leave_resolved", say(-1.2, 0.2, "x"), "rate_out_of_range"},
		{"failure&area=" + id, say(0.3, 0.2, "x"), "range_reversed"},
		{"failure&area=" + id, say(0.1, 0.2, " "), "reason_needed"},
		{"failure", say(0.1, 0.2, "x"), "input_of_area"},
		{"customers&area=" + id, say(1, 2, "x"), "input_of_all"},
		{"exposed&area=" + id, say(0, 0, "x"), "no_exposure"},
		{"value", say(0, 0, "x"), "value_zero"},
		{"value", say(-5, 5, "x"), "below_zero"},
		{"value", say(1, 1e18, "x"), "not_a_number"},
		{"weather", say(1, 2, "x"), "input_unknown"},
		{"failure&area=imp_none", say(0.1, 0.2, "x"), "area_unknown"},
	} {
		status, text := a.Do("PUT", "/impact/inputs?input="+c.path, o.Owner, c.body)
		if status != 422 && status != 404 || !strings.Contains(text, c.code) {
			t.Errorf("%s %v: %d %s, not %s", c.path, c.body, status, text, c.code)
		}
	}
	for _, c := range []struct {
		in   object
		code string
	}{
		{object{"name": "X", "touch_points": []string{"moon"}, "failing": object{}}, "touch_point_unknown"},
		{object{"name": "X", "touch_points": []string{" "}, "failing": object{}}, "touch_point_needed"},
		{object{"name": "X", "touch_points": []string{"desk"}, "failing": object{"at_most": 2}}, "metric_needed"},
		{object{"name": "X", "touch_points": []string{"desk"}, "failing": object{"metric": "csat", "at_most": 5}}, "limit_off_scale"},
		{object{"name": "X", "touch_points": []string{"desk"}, "failing": object{"metric": "weather"}}, "metric_unknown"},
		{object{"name": "X", "touch_points": []string{"desk"}, "failing": object{}, "segment": "nobles"}, "segment_unknown"},
		{object{"name": "X", "touch_points": []string{"desk"}, "failing": object{}, "owner": "usr_none"}, "user_unknown"},
		{object{"name": "desk", "touch_points": []string{"desk"}, "failing": object{}}, "name_taken"},
	} {
		if status, text := a.Do("POST", "/impact/areas", o.Owner, c.in); status != 422 || !strings.Contains(text, c.code) {
			t.Errorf("%v: %d %s, not %s", c.in, status, text, c.code)
		}
	}
	if status, text := a.Do("PUT", "/impact/areas/"+id, o.Owner, object{"name": "Y", "touch_points": []string{"desk"}, "failing": object{}}, `If-Match: "9"`); status != 412 {
		t.Errorf("a blind edit: %d %s", status, text)
	}
	// An area where nobody was heard says so, and doesn't keep the others from their amounts.
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "quiet", "name": "Quiet"})
	areaOf(t, a, o, "Quiet", nil, "quiet")
	worthOfOne(t, a, o)
	a.RunJobs(t)
	_, areas := ranked(t, a, o, "")
	if m, _ := areas[1]["missing"].(object); areas[1]["name"] != "Quiet" || m["code"] != "no_exposure" || amount(areas[0], "total", "p50") <= 0 {
		t.Errorf("areas are %v", areas)
	}
	for _, c := range []struct{ currency, code string }{{"EURO", ""}, {"XXQ", "currency_unknown"}, {"USD", "money_typed"}} {
		if status, text := a.Do("PUT", "/impact/setting", o.Owner, object{"currency": c.currency}, `If-Match: "0"`); status < 400 || !strings.Contains(text, c.code) {
			t.Errorf("%s: %d %s", c.currency, status, text)
		}
	}
}

func TestTheRankingAndTheReportAreFilesToTakeAway(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	empty := a.Send(apptest.Request(t, "GET", "/impact/report", o.Owner, nil))
	if empty.Code != 200 || !bytes.HasPrefix(empty.Body.Bytes(), []byte("%PDF")) {
		t.Errorf("without areas the report is %d", empty.Code)
	}
	heardAt(t, a, o, "desk", 60, 24)
	a.CatchUp(t, o)
	areaOf(t, a, o, "=Desk", nil, "desk")
	worthOfOne(t, a, o)
	a.RunJobs(t)
	pdf := a.Send(apptest.Request(t, "GET", "/impact/report", o.Owner, nil)).Body.Bytes()
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 {
		t.Errorf("the report has %d pages", n)
	}
	csv := a.Send(apptest.Request(t, "GET", "/impact/file?format=csv", o.Owner, nil)).Body.String()
	if lines := strings.Split(strings.TrimSpace(csv), "\r\n"); len(lines) != 2 || !strings.Contains(lines[1], "1,'=Desk,desk,open,") || !strings.HasSuffix(lines[1], ",D,") {
		t.Errorf("the file is %q", csv)
	}
	if b := a.Send(apptest.Request(t, "GET", "/impact/file?format=xlsx", o.Owner, nil)).Body.Bytes(); !bytes.HasPrefix(b, []byte("PK")) {
		t.Error("the spreadsheet isn't one")
	}
	if status, text := a.Do("GET", "/impact/file?format=doc", o.Owner, nil); status != 422 || !strings.Contains(text, "format_unknown") {
		t.Errorf("another format: %d %s", status, text)
	}
}

func TestAreasThatShareCustomersNeverCostMoreThanTheseAreWorth(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heardAt(t, a, o, "desk", 60, 60)
	a.CatchUp(t, o)
	for i := range 4 {
		id := areaOf(t, a, o, fmt.Sprint("Desk ", i), nil, "desk")
		for _, in := range []string{"leave_silent", "leave_unresolved", "leave_resolved"} {
			a.Must(t, 200, "PUT", "/impact/inputs?input="+in+"&area="+id, o.Owner, object{"source": "assumption", "p10": 0.8, "p90": 0.95, "reason": "The worst case"})
		}
	}
	worthOfOne(t, a, o)
	a.RunJobs(t)
	all, _ := ranked(t, a, o, "")
	if total, base := amount(all, "total", "p90"), amount(all, "base", "p90"); total > base*1.0001 {
		t.Errorf("four areas over the same customers cost %v of %v", total, base)
	}
	risk, err := a.Areas.AtRisk(o.Context(), o.ID)
	if err != nil || risk["desk"].P50 <= 0 || risk["desk"].Currency != "EUR" || risk["desk"].Sharing != 1 {
		t.Errorf("at risk at the desk: %+v, %v", risk["desk"], err)
	}
}

func TestAMetricByWhichAnAreaIsSeenToFailIsInUse(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "desk", "name": "Desk"})
	areaOf(t, a, o, "Desk", object{"failing": object{"metric": "csat", "at_most": 2}}, "desk")
	err := a.DB.Read(o.Context(), o.ID, func(tx *db.Tx) error {
		for key, want := range map[string]bool{"csat": true, "nps": false} {
			if got, err := a.Areas.MentionsMetric(o.Context(), tx, o.ID, key); err != nil || got != want {
				t.Errorf("%s is in use: %v, %v", key, got, err)
			}
		}
		for key, want := range map[string]bool{"desk": true, "shop": false} {
			if got, err := a.Areas.MentionsTouchPoint(o.Context(), tx, o.ID, "", key); err != nil || got != want {
				t.Errorf("%s is in use: %v, %v", key, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
