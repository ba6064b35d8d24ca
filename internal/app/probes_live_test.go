package app_test

var liveProbes = map[string]probe{
	"journey-live":  {path: "/journeys/{published_journey}/live?from=2026-01-01&to=2026-02-01&against_from=2025-12-01&against_to=2026-01-01", ok: []int{200}},
	"journey-heard": {path: "/journeys/{journey}/heard", ok: []int{200}},

	"workshop-list":       {path: "/journeys/{journey}/workshops", ok: []int{200}},
	"workshop-plan":       {path: "/journeys/{journey}/workshops", body: body(object{"title": "Another"}), ok: []int{201}},
	"workshop-get":        {path: "/journeys/{journey}/workshops/{workshop}", ok: []int{200}},
	"workshop-edit":       {path: "/journeys/{journey}/workshops/{workshop}/edits", body: body(object{"edits": []any{object{"op": "set", "set": object{"title": "Renamed"}}}}), ok: []int{200}},
	"workshop-contribute": {path: "/journeys/{journey}/workshops/{workshop}/contributors", ok: []int{200}},
	"workshop-drop":       {path: "/journeys/{journey}/workshops/{workshop}", ok: []int{204}},

	"journey-export":         {path: "/journeys/{journey}/export?format=cjml", ok: []int{200}},
	"journey-import-preview": {path: "/journey-imports/preview", body: body(object{"text": "stage,task\nFind,See the offer"}), ok: []int{200}},
	"journey-import":         {path: "/journey-imports", body: body(object{"text": "stage,task\nFind,See the offer", "name": "From a file"}), ok: []int{201}},
}
