package app_test

import "testing"

var impactProbes = map[string]probe{
	"impact-ranking":         {path: "/impact", ok: []int{200}},
	"impact-split":           {path: "/impact/split?by=unit", ok: []int{200}},
	"impact-what-if":         {path: "/impact/what-if", body: body(object{"changes": []any{}}), ok: []int{200, 409}}, // once a reckoning has run
	"impact-area-list":       {path: "/impact/areas", ok: []int{200}},
	"impact-area-create":     {path: "/impact/areas", body: func(w *world) any { return w.impactArea("Another") }, ok: []int{201}},
	"impact-area-get":        {path: "/impact/areas/{impact_area}", ok: []int{200}},
	"impact-area-edit":       {path: "/impact/areas/{impact_area}", body: func(w *world) any { return w.impactArea("Changed") }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"impact-area-state":      {path: "/impact/areas/{impact_area}/state", body: body(object{"state": "planned"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"impact-area-delete":     {path: "/impact/areas/{impact_area}", ok: []int{204}},
	"impact-run":             {path: "/impact/runs", ok: []int{202}},
	"impact-run-list":        {path: "/impact/runs", ok: []int{200}},
	"impact-run-get":         {path: "/impact/runs/{impact_run}", ok: []int{200}},
	"impact-input-list":      {path: "/impact/inputs", ok: []int{200}},
	"impact-input-say":       {path: "/impact/inputs?input=value", body: body(object{"source": "assumption", "p10": 10000, "p90": 20000, "reason": "Books"}), ok: []int{200}},
	"impact-input-take-back": {path: "/impact/inputs?input=value", ok: []int{204}},
	"impact-setting-get":     {path: "/impact/setting", ok: []int{200}},
	"impact-setting-edit":    {path: "/impact/setting", body: body(object{"currency": "EUR"}), headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"impact-proposal-list":   {path: "/impact/proposals", ok: []int{200}},
	"impact-proposal-accept": {path: "/impact/proposals", body: func(w *world) any { return object{"touch_points": []string{w.word + "-desk"}} }, ok: []int{201}},
	"impact-worksheet-try":   {path: "/impact/worksheet/try", body: body(object{"name": "Letters", "customers": 100, "failing": "some", "value_low": 1000, "value_high": 2000}), ok: []int{200}},
	"impact-worksheet-keep":  {path: "/impact/worksheet", body: body(object{"name": "Letters", "customers": 100, "failing": "some"}), ok: []int{201}},
	"impact-export":          {path: "/impact/file?format=csv", ok: []int{200}},
	"impact-report-pdf":      {path: "/impact/report", ok: []int{200}},
}

func (w *world) impactArea(name string) any {
	return object{"name": w.word + " " + name, "touch_points": []string{w.word + "-desk"}, "failing": object{}}
}

// impact makes an area, says what is needed to reckon it, and waits for the measurement.
func (w *world) impact(t *testing.T) {
	t.Helper()
	w.ids["impact_area"] = w.make(t, "/impact/areas", w.impactArea("area"))
	w.app.Must(t, 200, "PUT", "/impact/inputs?input=value", w.Owner, object{"source": "assumption", "p10": 10000, "p90": 20000, "reason": w.word + " books"})
	if err := w.app.Areas.Measure(w.Context(), w.ID, "test"); err != nil {
		t.Fatal(err)
	}
	runs, _ := w.app.Must(t, 200, "GET", "/impact/runs", w.Owner, nil)["items"].([]any)
	if len(runs) == 0 {
		t.Fatal("nothing was measured")
	}
	w.ids["impact_run"], _ = runs[0].(object)["id"].(string)
}
