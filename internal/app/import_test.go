package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

func TestUndoingAnImportTakesItsMetricsBackUnlessSomethingUsesThem(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Undone")
	up := a.Must(t, 201, "POST", "/imports/uploads?name=x.csv", o.Owner, "when,food,staff,bar,seat\n2026-05-01,4,5,3,2\n2026-05-02,2,3,1,5\n")
	measure := func(column string) object { return object{"column": column, "scale": []any{1, 5}, "scoring": "mean"} }
	im := a.Must(t, 202, "POST", "/imports", o.Owner, object{"upload": up["upload"], "mapping": object{
		"at": object{"column": "when", "format": "2006-01-02"}, "kind": "review",
		"measures": object{"food": measure("food"), "staff": measure("staff"), "bar": measure("bar"), "seat": measure("seat")}}})
	a.RunJobs(t)
	a.CatchUp(t, o)
	metrics := func() (keys []string) {
		for _, m := range a.Must(t, 200, "GET", "/metrics", o.Owner, nil)["items"].([]any) {
			keys = append(keys, m.(map[string]any)["key"].(string))
		}
		slices.Sort(keys)
		return keys
	}
	if got := metrics(); !slices.Equal(got, []string{"bar", "ces", "csat", "food", "nps", "seat", "staff"}) {
		t.Fatal(got)
	}
	// One is heard elsewhere too, two decide about cases.
	a.Must(t, 201, "POST", "/signals", o.Owner, object{"at": "2026-05-04T10:00:00Z", "kind": "review", "measures": object{"staff": 4}})
	a.Must(t, 201, "POST", "/rules", o.Owner, object{"name": "B", "on": true, "match": "all", "due_hours": 24, "severity": "high",
		"fallback_owner": string(o.User), "conditions": []any{object{"field": "metric.bar", "op": "<=", "value": 2}}})
	a.Must(t, 201, "POST", "/rules", o.Owner, object{"name": "R", "on": true, "match": "all", "due_hours": 24, "severity": "high",
		"fallback_owner": string(o.User), "conditions": []any{object{"field": "metric.seat", "op": "<=", "value": 2}}})
	a.CatchUp(t, o)
	a.Must(t, 202, "POST", "/imports/"+im["id"].(string)+"/undo", o.Owner, nil)
	a.RunJobs(t)
	a.CatchUp(t, o)
	a.Advance(time.Minute)
	a.RunJobs(t)
	a.CatchUp(t, o)
	if got := metrics(); !slices.Equal(got, []string{"bar", "ces", "csat", "nps", "seat", "staff"}) {
		t.Fatalf("after undoing: %v", got)
	}
	// The same file again makes it again, and figures count it.
	a.Must(t, 202, "POST", "/imports", o.Owner, object{"upload": up["upload"], "mapping": object{
		"at": object{"column": "when", "format": "2006-01-02"}, "kind": "review", "measures": object{"food": measure("food")}}})
	a.RunJobs(t)
	a.CatchUp(t, o)
	rows := a.Must(t, 200, "GET", "/figures?metric=food", o.Owner, nil)["rows"].([]any)
	if n := rows[0].(map[string]any)["n"]; n != 2.0 {
		t.Errorf("n = %v", n)
	}
}
