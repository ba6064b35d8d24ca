package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

func tenet(name string, more object) object {
	t := object{"name": name, "behaviour": "We call when we said we would"}
	for k, v := range more {
		t[k] = v
	}
	return t
}

func promiseOf(t *testing.T, a *apptest.App, o *apptest.Org, tenets ...any) string {
	t.Helper()
	id, _ := a.Must(t, 201, "POST", "/promises", o.Owner, object{"text": "We call back.", "segment": "VIP", "tenets": tenets})["id"].(string)
	return id
}

func TestOnePromiseIsInForceForABrandAndSegmentAndARevisionTakesItsPlace(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	first := promiseOf(t, a, o, tenet("Called back", nil))
	a.Must(t, 200, "POST", "/promises/"+first+"/in-force", o.Owner, nil, `If-Match: "1"`)
	a.Must(t, 200, "POST", "/promises/"+first+"/in-force", o.Owner, nil, `If-Match: "1"`) // a second press
	if status, text := a.Do("PUT", "/promises/"+first, o.Owner, object{"text": "Another", "tenets": []any{}}, `If-Match: "2"`); status != 409 || !strings.Contains(text, "promise_in_force") {
		t.Fatalf("a promise in force was edited: %d %s", status, text)
	}
	if status, _ := a.Do("DELETE", "/promises/"+first, o.Owner, nil); status != 409 {
		t.Errorf("a promise that was made was dropped: %d", status)
	}
	next := a.Must(t, 201, "POST", "/promises/"+first+"/revision", o.Owner, nil)
	again := a.Must(t, 201, "POST", "/promises/"+first+"/revision", o.Owner, nil)
	if next["id"] != again["id"] || next["revises"] != first {
		t.Fatalf("two revisions, or of another: %v %v", next, again)
	}
	// The tenet stays the same one, whatever it is called then.
	was := a.Must(t, 200, "GET", "/promises/"+first, o.Owner, nil)["tenets"].([]any)[0].(object)["id"]
	now := next["tenets"].([]any)[0].(object)
	if now["id"] != was {
		t.Errorf("the tenet became another: %v, was %v", now["id"], was)
	}
	id, _ := next["id"].(string)
	a.Must(t, 200, "POST", "/promises/"+id+"/in-force", o.Owner, nil, `If-Match: "1"`)
	if p := a.Must(t, 200, "GET", "/promises/"+first, o.Owner, nil); p["state"] != "retired" || p["retired_at"] == nil {
		t.Errorf("the first is %v", p["state"])
	}
	// Another segment's promise is another one.
	other, _ := a.Must(t, 201, "POST", "/promises", o.Owner, object{"text": "We listen.", "segment": "Investors", "tenets": []any{tenet("Heard", nil)}})["id"].(string)
	a.Must(t, 200, "POST", "/promises/"+other+"/in-force", o.Owner, nil, `If-Match: "1"`)
	if p := a.Must(t, 200, "GET", "/promises/"+id, o.Owner, nil); p["state"] != "in_force" {
		t.Errorf("the revision is %v", p["state"])
	}
}

func TestATenetIsJudgedByWhatWasHeardWhereItIsCarried(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	heard := func(point string, score, times int) {
		for i := range times {
			a.Must(t, 201, "POST", "/signals", o.Owner, object{"kind": "survey", "at": clock(a, -i), "key": fmt.Sprint(point, score, i), "touch_point": point, "measures": object{"csat": score}})
		}
	}
	heard("call-back", 1, 60)
	heard("letter", 5, 60)
	heard("few", 5, 3)
	a.CatchUp(t, o)
	process, _ := a.Must(t, 201, "POST", "/processes", o.Owner, object{"name": "Letters", "touch_points": []string{"letter"}})["id"].(string)
	id := promiseOf(t, a, o,
		tenet("Called back", object{"metric": "csat", "target": 80, "touch_points": []string{"call-back"}}),
		tenet("Written well", object{"metric": "csat", "target": 80, "processes": []string{process}}),
		tenet("Everywhere", object{"metric": "csat", "target": 50}),
		tenet("Seldom", object{"metric": "csat", "target": 50, "touch_points": []string{"few"}}),
		tenet("Unmeasured", object{"touch_points": []string{"letter"}}))
	kept := a.Must(t, 200, "GET", "/promises/"+id+"/kept", o.Owner, nil)["items"].([]any)
	want := []struct {
		verdict string
		n       float64
	}{{"not_kept", 60}, {"kept", 60}, {"unclear", 123}, {"too_few", 3}, {"not_measured", 0}}
	for i, w := range want {
		k := kept[i].(object)
		n := 0.0
		if f, ok := k["figure"].(object); ok {
			n = f["n"].(float64)
		}
		if k["verdict"] != w.verdict || n != w.n {
			t.Errorf("tenet %d is %v of %v answers, not %s of %v", i, k["verdict"], n, w.verdict, w.n)
		}
	}
	gaps := a.Must(t, 200, "GET", "/promises/"+id, o.Owner, nil)["gaps"].([]any)
	if len(gaps) != 2 || gaps[0].(object)["code"] != "not_carried" || gaps[1].(object)["code"] != "no_metric" {
		t.Errorf("gaps: %v", gaps)
	}
	if status, text := a.Do("DELETE", "/processes/"+process, o.Owner, nil); status != 409 || !strings.Contains(text, "Written well") {
		t.Errorf("a process that carries a tenet was dropped: %d %s", status, text)
	}
}

func TestAPromiseToASegmentIsJudgedByItsCustomersAlone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	a.Must(t, 200, "PUT", "/customer-fields", o.Owner, object{"segments": []any{object{"key": "vip", "name": "Very important"}, object{"key": "empty", "name": "Nobody"}}, "attributes": []any{}, "purposes": []any{}}, `If-Match: "0"`)
	say := func(who string, score, times int) {
		for i := range times {
			a.Must(t, 201, "POST", "/signals", o.Owner, object{"kind": "survey", "at": clock(a, -i), "key": fmt.Sprint(who, i), "customer": object{"external_id": who}, "measures": object{"csat": score}})
		}
	}
	ids := map[string]string{}
	for _, who := range []string{"vip-1", "vip-2", "old-name", "other"} {
		in := object{"external_id": who, "name": "Somebody " + who}
		if strings.HasPrefix(who, "vip") {
			in["segments"] = []string{"vip"}
		}
		ids[who], _ = a.Must(t, 201, "POST", "/customers", o.Owner, in)["id"].(string)
	}
	say("vip-1", 5, 20)
	say("vip-2", 5, 20)
	say("old-name", 5, 5) // is vip-1, as it turns out
	say("other", 1, 60)
	a.CatchUp(t, o)
	to := func(segment string) object {
		id, _ := a.Must(t, 201, "POST", "/promises", o.Owner, object{"text": "We call back.", "segment": segment, "tenets": []any{tenet("Heard", object{"metric": "csat", "target": 80})}})["id"].(string)
		return a.Must(t, 200, "GET", "/promises/"+id+"/kept", o.Owner, nil)["items"].([]any)[0].(object)
	}
	n := func(k object) any {
		f, _ := k["figure"].(object)
		return f["n"]
	}
	k := to("very IMPORTANT")
	if k["verdict"] != "kept" || n(k) != 40.0 || fmt.Sprint(k["where"]) != "[segment:vip]" {
		t.Errorf("the segment's customers said %v", k)
	}
	version := func(who string) any {
		return a.Must(t, 200, "GET", "/customers/"+ids[who], o.Owner, nil)["version"]
	}
	a.Must(t, 201, "POST", "/customers/"+ids["vip-1"]+"/merges", o.Owner, object{"other": ids["old-name"], "other_version": version("old-name")},
		fmt.Sprintf(`If-Match: "%v"`, version("vip-1")))
	if k := to("vip"); n(k) != 45.0 {
		t.Errorf("with who was merged: %v", k)
	}
	if k := to("Nobody"); k["verdict"] != "not_measured" || n(k) != nil {
		t.Errorf("a segment that nobody is in: %v", k)
	}
	if k := to("Investors"); n(k) != 105.0 || k["where"] != nil {
		t.Errorf("no segment of customers is called so, and all of them count: %v", k)
	}
	for where, want := range map[string]float64{"segment:": 60, "segment!:": 45, "segment!:vip": 60, "segment~important": 45, "segment:vip,empty": 45, "segment:gone": 0} {
		rows := a.Must(t, 200, "GET", "/figures?metric=csat&where="+url.QueryEscape(where), o.Owner, nil)["rows"].([]any)
		got := 0.0
		if len(rows) > 0 {
			got = rows[0].(object)["n"].(float64)
		}
		if got != want {
			t.Errorf("%s: %v answers, not %v", where, got, want)
		}
	}
	if status, text := a.Do("GET", "/figures?metric=csat&by=segment", o.Owner, nil); status != 422 || !strings.Contains(text, "dimension") {
		t.Errorf("broken down by what overlaps: %d %s", status, text)
	}
}

func TestPromisesRefuseWhatCantBeMeantAtItsPlace(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	for name, c := range map[string]struct {
		in   object
		code string
	}{
		"no text":               {object{"text": " ", "tenets": []any{}}, "text_needed"},
		"a tenet twice":         {object{"text": "x", "tenets": []any{tenet("Heard", nil), tenet("HEARD", nil)}}, "tenet_twice"},
		"an id twice":           {object{"text": "x", "tenets": []any{tenet("Heard", object{"id": "t"}), tenet("Seen", object{"id": "t"})}}, "tenet_id_twice"},
		"a target of nothing":   {object{"text": "x", "tenets": []any{tenet("Heard", object{"target": 3})}}, "metric_needed"},
		"a target off scale":    {object{"text": "x", "tenets": []any{tenet("Heard", object{"metric": "csat", "target": 101})}}, "target_off_scale"},
		"an unknown metric":     {object{"text": "x", "tenets": []any{tenet("Heard", object{"metric": "gone"})}}, "metric_unknown"},
		"an unknown point":      {object{"text": "x", "tenets": []any{tenet("Heard", object{"touch_points": []string{"gone"}})}}, "touch_point_unknown"},
		"an unknown process":    {object{"text": "x", "tenets": []any{tenet("Heard", object{"processes": []string{"prc_gone"}})}}, "process_unknown"},
		"an owner from nowhere": {object{"text": "x", "owner": "usr_gone", "tenets": []any{}}, "user_unknown"},
	} {
		if status, text := a.Do("POST", "/promises", o.Owner, c.in); status != 422 || !strings.Contains(text, c.code) {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	bare := promiseOf(t, a, o)
	if status, text := a.Do("POST", "/promises/"+bare+"/in-force", o.Owner, nil, `If-Match: "1"`); status != 422 || !strings.Contains(text, "tenet_needed") {
		t.Errorf("in force without a tenet: %d %s", status, text)
	}
	if status, _ := a.Do("PUT", "/promises/"+bare, o.Owner, object{"text": "x", "tenets": []any{}}, `If-Match: "7"`); status != 412 {
		t.Errorf("an edit of what was never seen: %d", status)
	}
}

func TestPrioritiesKeepTheirOrderForTwoPeople(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	ids := make([]string, 3)
	for i := range ids {
		ids[i], _ = a.Must(t, 201, "POST", "/priorities", o.Owner, object{"name": fmt.Sprint("Priority ", i)})["id"].(string)
	}
	names := func() (out []string) {
		for _, p := range a.Must(t, 200, "GET", "/priorities", o.Owner, nil)["items"].([]any) {
			out = append(out, fmt.Sprint(p.(object)["rank"], p.(object)["name"]))
		}
		return out
	}
	a.Must(t, 200, "PUT", "/priorities", o.Owner, object{"ids": []string{ids[2], ids[0], ids[1]}})
	if got := fmt.Sprint(names()); got != "[1Priority 2 2Priority 0 3Priority 1]" {
		t.Fatal(got)
	}
	for _, stale := range [][]string{ids[:2], {ids[0], ids[0], ids[1]}, {ids[0], ids[1], "pri_other"}} {
		if status, _ := a.Do("PUT", "/priorities", o.Owner, object{"ids": stale}); status != 412 {
			t.Errorf("%v was taken: %d", stale, status)
		}
	}
	a.Must(t, 204, "DELETE", "/priorities/"+ids[2], o.Owner, nil)
	if got := fmt.Sprint(names()); got != "[1Priority 0 2Priority 1]" {
		t.Error(got)
	}
	done := a.Must(t, 200, "PUT", "/priorities/"+ids[0], o.Owner, object{"name": "Priority 0", "done": true, "due": "2026-12-31"}, `If-Match: "1"`)
	if done["done_at"] == nil {
		t.Errorf("done, and nobody knows since when: %v", done)
	}
	if status, text := a.Do("PUT", "/priorities/"+ids[0], o.Owner, object{"name": "x", "due": "31.12."}, `If-Match: "2"`); status != 422 || !strings.Contains(text, "date_invalid") {
		t.Errorf("%d %s", status, text)
	}
}

func TestTheSetUpKeepsWhatAPromiseRestsOn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	a.Must(t, 200, "PUT", "/setup/guide", o.Owner, object{"industry": "banking", "channels": []string{"phone"}, "size": object{},
		"promises": []any{object{"text": "We call back.", "about": "call_back"}}}, `If-Match: "0"`)
	run := a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, object{"items": []any{object{"key": "touch_point:call-back"}, object{"key": "metric:kept_call_back"}}}, `If-Match: "1"`)
	promiseOf(t, a, o, tenet("Called back", object{"metric": "kept_call_back", "target": 80, "touch_points": []string{"call-back"}}))
	id, _ := run["id"].(string)
	undone := a.Must(t, 200, "POST", "/setup/guide/runs/"+id+"/undo", o.Owner, nil)
	for _, m := range undone["made"].([]any) {
		if m.(object)["state"] == "taken_back" {
			t.Errorf("a promise rests on it, and it is gone: %v", m)
		}
	}
}
