package app_test

import (
	"fmt"
	"testing"
)

// publishedJourney is one with a version, under a promise to the world's own segment.
func (w *world) publishedJourney(t *testing.T) string {
	t.Helper()
	made := w.make(t, "/promises", object{"text": w.word + " is promised", "segment": w.word, "tenets": []any{tenet(w.word+" tenet", nil)}})
	w.app.Must(t, 200, "POST", "/promises/"+made+"/in-force", w.Owner, nil, `If-Match: "1"`)
	id := w.make(t, "/journeys", object{"name": w.word + " way", "segment": w.word, "template": "retail"})
	one := w.app.Must(t, 200, "POST", "/journeys/"+id+"/edits", w.Owner, object{"edits": []any{object{"op": "set_map", "set": object{
		"contributors": []any{object{"name": w.word + " Ana", "function": "Sales"}, object{"name": "Bo", "function": "Service"}},
		"questions":    object{"sold": "a", "delivered": "b", "lived": "c", "supported": "d"}}}}})["journey"].(object)
	w.app.Must(t, 201, "POST", "/journeys/"+id+"/versions", w.Owner, object{"note": w.word}, fmt.Sprintf(`If-Match: "%v"`, one["revision"]))
	return id
}

var journeyProbes = map[string]probe{
	"journey-list":           {path: "/journeys", ok: []int{200}},
	"journey-templates":      {path: "/journeys/templates", ok: []int{200}},
	"journey-create":         {path: "/journeys", body: body(object{"name": "Another way", "template": "retail"}), ok: []int{201}},
	"journey-get":            {path: "/journeys/{journey}", ok: []int{200}},
	"journey-name":           {path: "/journeys/{journey}", body: body(object{"name": "Renamed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"journey-edit":           {path: "/journeys/{journey}/edits", body: body(object{"edits": []any{object{"op": "add_stage", "id": "more", "set": object{"name": "More"}}}}), ok: []int{200}},
	"journey-log":            {path: "/journeys/{journey}/edits", ok: []int{200}},
	"journey-waive":          {path: "/journeys/{journey}/exceptions", body: body(object{"rule": "four_questions", "reason": "Later"}), ok: []int{200}},
	"journey-publish":        {path: "/journeys/{journey}/versions", body: body(object{}), headers: []string{`If-Match: "1"`}, ok: []int{409}},
	"journey-versions":       {path: "/journeys/{journey}/versions", ok: []int{200}},
	"journey-version":        {path: "/journeys/{published_journey}/versions/1", ok: []int{200}},
	"journey-compare":        {path: "/journeys/{journey}/differences", ok: []int{200}},
	"journey-comments":       {path: "/journeys/{journey}/comments", ok: []int{200}},
	"journey-comment":        {path: "/journeys/{journey}/comments", body: body(object{"text": "Is this so?"}), ok: []int{201}},
	"journey-comment-settle": {path: "/journeys/{journey}/comments/{journey_comment}", body: body(object{"settled": true}), ok: []int{200}},
	"journey-presence":       {path: "/journeys/{journey}/presence", ok: []int{200}},
	"journey-enter":          {path: "/journeys/{journey}/presence", body: body(object{"tab": "one", "holding": "card:t1"}), ok: []int{200}},
	"journey-drawing":        {path: "/journeys/{journey}/drawing", ok: []int{200}},
	"journey-delete":         {path: "/journeys/{journey}", ok: []int{204}},
}
