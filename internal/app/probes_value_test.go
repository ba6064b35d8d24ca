package app_test

var valueProbes = map[string]probe{
	"loyalty-get":              {path: "/loyalty", ok: []int{200}},
	"loyalty-compute":          {path: "/loyalty/measuring", body: body(object{"metric": "nps", "at_most": 6, "exposure_weeks": 26, "outcome_weeks": 26, "currency": "EUR"}), ok: []int{202}},
	"loyalty-cancel":           {path: "/loyalty/measuring/cancel", ok: []int{200, 409}},
	"lost-list":                {path: "/lost-customers", ok: []int{200}},
	"lost-decide":              {path: "/lost-customers/{customer}", body: body(object{"state": "dismissed"}), headers: []string{`If-Match: "1"`}, ok: []int{404}},
	"value-list":               {path: "/values", ok: []int{200}},
	"value-type":               {path: "/values", body: body(object{"horizon_days": 365, "currency": "EUR", "p10": "80", "p50": "120.50", "p90": "200", "reason": "The sales team"}), ok: []int{201}},
	"value-compute":            {path: "/value-computations", body: body(object{"kind": "non_contractual", "horizon_days": 365, "margin_share": 0.4, "discount_rate": 0.1, "currency": "EUR"}), ok: []int{202}},
	"value-computations":       {path: "/value-computations", ok: []int{200}},
	"value-computation-cancel": {path: "/value-computations/{computation}/cancel", ok: []int{200, 409}},
	"value-material":           {path: "/value-material", ok: []int{200}},
	"value-get":                {path: "/values/{value}", ok: []int{200}},
}
