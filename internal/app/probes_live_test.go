package app_test

var liveProbes = map[string]probe{
	"journey-live":  {path: "/journeys/{published_journey}/live?from=2026-01-01&to=2026-02-01&against_from=2025-12-01&against_to=2026-01-01", ok: []int{200}},
	"journey-heard": {path: "/journeys/{journey}/heard", ok: []int{200}},
}
