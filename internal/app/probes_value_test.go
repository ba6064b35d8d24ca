package app_test

var valueProbes = map[string]probe{
	"value-list": {path: "/values", ok: []int{200}},
	"value-type": {path: "/values", body: body(object{"horizon_days": 365, "currency": "EUR", "p10": "80", "p50": "120.50", "p90": "200", "reason": "The sales team"}), ok: []int{201}},
	"value-get":  {path: "/values/{value}", ok: []int{200}},
}
