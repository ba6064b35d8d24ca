package app_test

var liveProbes = map[string]probe{
	"journey-live":  {path: "/journeys/{published_journey}/live?from=2026-01-01&to=2026-02-01&against_from=2025-12-01&against_to=2026-01-01", ok: []int{200}},
	"journey-heard": {path: "/journeys/{journey}/heard", ok: []int{200}},

	"journey-export":         {path: "/journeys/{journey}/export?format=cjml", ok: []int{200}},
	"journey-import-preview": {path: "/journey-imports/preview", body: body(object{"text": "stage,task\nFind,See the offer"}), ok: []int{200}},
	"journey-import":         {path: "/journey-imports", body: body(object{"text": "stage,task\nFind,See the offer", "name": "From a file"}), ok: []int{201}},
}
