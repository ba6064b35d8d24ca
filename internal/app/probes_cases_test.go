package app_test

import (
	"net/http"
	"testing"
)

var week = []any{[]any{object{"from": "09:00", "to": "17:00"}}, []any{}, []any{}, []any{}, []any{}, []any{}, []any{}}

func hours(name string) object {
	return object{"name": name, "zone": "UTC", "week": week, "holidays": []any{}, "standard": false, "units": []any{}}
}

var caseProbes = map[string]probe{
	"case-watch":     {path: "/cases/{case}/watchers/{case_user}", ok: []int{200}},
	"case-unwatch":   {path: "/cases/{case}/watchers/{case_user}", ok: []int{200}},
	"case-link":      {path: "/cases/{case}/links/{other_case}", ok: []int{200}},
	"case-unlink":    {path: "/cases/{case}/links/{other_case}", ok: []int{200}},
	"case-parent":    {path: "/cases/{case}/parent", body: func(w *world) any { return object{"parent": w.ids["other_case"]} }, headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"case-merge":     {path: "/cases/{case}/merge", body: func(w *world) any { return object{"into": w.ids["other_case"]} }, headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"case-unmerge":   {path: "/cases/{case}/unmerge", ok: []int{200, 409}},
	"case-split":     {path: "/cases/{case}/split", body: body(object{"title": "Another matter"}), ok: []int{201}},
	"case-bulk":      {path: "/cases/bulk", body: func(w *world) any { return object{"cases": []any{w.ids["case"]}, "severity": "low"} }, ok: []int{200}},
	"case-bulk-undo": {path: "/cases/bulk/{batch}/undo", ok: []int{200}},
	"case-people":    {path: "/case-people", ok: []int{200}},
	"case-clocks":    {path: "/cases/{case}/clocks", ok: []int{200}},

	"commitment-list": {path: "/commitments", ok: []int{200}},
	"commitment-get":  {path: "/commitments/{commitment}", ok: []int{200}},
	"commitment-make": {path: "/commitments", ok: []int{201}, body: func(w *world) any {
		return object{"case": w.ids["case"], "text": "Call back", "due_at": "2027-01-04T10:00:00Z", "owner": string(w.User)}
	}},
	"commitment-move": {path: "/commitments/{commitment}", body: body(object{"state": "kept"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},

	"calendar-list":     {path: "/calendars", ok: []int{200}},
	"calendar-create":   {path: "/calendars", body: body(hours("New")), ok: []int{201}},
	"calendar-edit":     {path: "/calendars/{calendar}", body: body(hours("Renamed")), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"calendar-delete":   {path: "/calendars/{calendar}", ok: []int{204}},
	"calendar-try":      {path: "/calendars/try", body: body(object{"calendar": hours("New"), "minutes": 60}), ok: []int{200}},
	"calendar-holidays": {path: "/calendars/holidays", body: body(object{"text": "2026-12-25 Christmas"}), ok: []int{200}},

	"target-get":     {path: "/case-targets", ok: []int{200}},
	"target-set":     {path: "/case-targets", body: body(object{"rows": []any{object{"severity": "high", "resolve_minutes": 60}}}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"escalation-get": {path: "/case-escalation", ok: []int{200}},
	"escalation-set": {path: "/case-escalation", body: body(object{"remind_minutes": []any{30}, "steps": []any{}}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"cause-list":     {path: "/case-causes", ok: []int{200}},
	"cause-set":      {path: "/case-causes", body: body(object{"causes": []any{object{"key": "new", "name": "New"}}}), headers: []string{`If-Match: "1"`}, ok: []int{200}},

	"case-report":     {path: "/case-reports", ok: []int{200}},
	"case-report-csv": {path: "/case-reports.csv", ok: []int{200}},
}

// addCaseParts adds what probes of cases need: a second case, a commitment, a calendar, a change of many.
func (w *world) addCaseParts(t *testing.T) {
	w.ids["other_case"] = w.make(t, "/cases", object{"title": w.word + " second case"})
	w.ids["commitment"] = w.make(t, "/commitments", object{"case": w.ids["other_case"], "text": w.word + " promise", "due_at": "2027-01-04T10:00:00Z",
		"owner": string(w.User)})
	w.ids["calendar"] = w.make(t, "/calendars", hours(w.word+" hours"))
	w.ids["case_user"] = string(w.User)
	done := w.app.Must(t, http.StatusOK, "POST", "/cases/bulk", w.Owner, object{"cases": []any{w.ids["other_case"]}, "severity": "low"})
	w.ids["batch"], _ = done["id"].(string)
}
