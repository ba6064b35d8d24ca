package app_test

import (
	"net/http"
	"testing"
)

// Without steps of its own a probe meets what others left: whoever removes something has something of its own.
var momentProbes = map[string]probe{
	"moment-list":      {path: "/moments", ok: []int{200}},
	"moment-proposals": {path: "/moments/proposals", ok: []int{200}},
	"moment-nominate":  {path: "/moments", body: func(w *world) any { return object{"touch_point": w.word + "-transfer", "why": "Because"} }, ok: []int{201, 422}},
	"moment-get":       {path: "/moments/{moment}", ok: []int{200}},
	"moment-edit":      {path: "/moments/{moment}", body: body(object{"why": "Changed"}), headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"moment-state":     {path: "/moments/{moment}/state", body: body(object{"state": "confirmed"}), headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"moment-importance": {path: "/moments/{moment}/importance", body: body(object{"value": 80, "why": "It hurts most"}), headers: []string{`If-Match: "1"`},
		ok: []int{200, 412}},
	"moment-criterion-pick": {path: "/moments/{moment}/criteria", body: func(w *world) any {
		return object{"signal": w.ids["signal"], "wording": w.word, "quality": "care", "threshold": 80}
	}, ok: []int{201, 409}},
	"moment-criterion-edit": {path: "/moments/{moment}/criteria/{criterion}", body: body(object{"quality": "recovery", "threshold": 90}), headers: []string{`If-Match: "1"`},
		ok: []int{200, 412}},
	"moment-criterion-remove":  {path: "/moments/{moment}/criteria/{criterion}", ok: []int{204, 409}},
	"moment-criterion-restore": {path: "/moments/{moment}/criteria/{criterion}/restored", ok: []int{204}},
	"moment-assess": {path: "/moments/{moment}/criteria/{criterion}/assessments", body: body(object{"method": "observation", "from": "2026-05-01", "to": "2026-05-02",
		"n": 10, "kept": 4, "assessor": "Somebody"}), ok: []int{201}},
	"moment-assessment-withdraw": {path: "/moments/{moment}/assessments/{assessment}/withdrawn", body: body(object{"why": "Wrong"}), ok: []int{204, 409}},
	"moment-incident-link":       {path: "/moments/{moment}/incidents", body: func(w *world) any { return object{"signal": w.ids["signal"], "kind": "failure"} }, ok: []int{201}},
	"moment-incident-code": {path: "/moments/{moment}/incidents/{incident}", body: body(object{"kind": "failure", "codes": []string{"ignored"}}), headers: []string{`If-Match: "1"`},
		ok: []int{200, 412}},
	"moment-incident-remove":  {path: "/moments/{moment}/incidents/{incident}", ok: []int{204}},
	"moment-incident-restore": {path: "/moments/{moment}/incidents/{incident}/restored", ok: []int{204}},
	"moment-procedure":        {path: "/moments/{moment}/procedure", body: procedureOf, headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"moment-check-sheet":      {path: "/moments/{moment}/check", ok: []int{200}},
	"moment-check-take":       {path: "/moments/{moment}/check", body: body(object{"number": 1, "answers": []int{0}}), ok: []int{201, 403, 409}},
	"moment-check-enter": {path: "/moments/{moment}/check/results", body: func(w *world) any {
		return object{"number": 1, "results": []any{object{"employee": w.word + "-1", "score": 1}}}
	}, ok: []int{201, 409}},
	"moment-check-asked":     {path: "/moments/{moment}/check/people", ok: []int{200}},
	"moment-characteristics": {path: "/moments/characteristics", ok: []int{200}},
	"moment-characteristic-state": {path: "/moments/characteristics", body: body(object{"key": "initiative", "value": 40, "evidence": "Talks"}),
		ok: []int{201}},
	"moment-initiative": {path: "/moments/characteristics/initiative", body: body(object{"metric": "nps"}), headers: []string{`If-Match: "0"`}, ok: []int{204, 412}},
}

func procedureOf(w *world) any {
	return object{"title": w.word + " procedure", "steps": []string{w.word + " step"}, "pass_mark": 80,
		"questions": []any{object{"text": "Who calls?", "options": []string{"We do", "They do"}, "right": 0}}}
}

// moment nominates a touch point with a criterion, an incident, an assessment and a procedure.
func (w *world) moment(t *testing.T) {
	t.Helper()
	w.ids["moment"] = w.make(t, "/moments", object{"touch_point": w.word + "-desk", "why": w.word + " is decided here"})
	at := "/moments/" + w.ids["moment"]
	w.ids["criterion"] = w.make(t, at+"/criteria", object{"signal": w.ids["signal"], "wording": w.word + " comment", "quality": "care", "threshold": 80, "incident": "failure"})
	w.ids["incident"] = w.make(t, at+"/incidents", object{"signal": w.ids["signal"], "kind": "failure"})
	w.ids["assessment"] = w.make(t, at+"/criteria/"+w.ids["criterion"]+"/assessments",
		object{"method": "mystery_shopping", "from": "2026-05-01", "to": "2026-05-31", "n": 12, "kept": 5, "assessor": w.word + " shopper"})
	w.app.Must(t, http.StatusOK, "PUT", at+"/procedure", w.Owner, procedureOf(w), `If-Match: "0"`)
}
