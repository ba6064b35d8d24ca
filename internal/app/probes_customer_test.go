package app_test

// customerProbes are those of customers and employees beyond finding, listing and adding them.
var customerProbes = map[string]probe{
	"customer-export":      {path: "/customers.csv", ok: []int{200}},
	"customer-edit":        {path: "/customers/{customer}", body: body(object{"phone": "+41 44 123 45 67"}), headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"customer-timeline":    {path: "/customers/{customer}/timeline", ok: []int{200}},
	"customer-scores":      {path: "/customers/{customer}/scores", ok: []int{200}},
	"customer-consent":     {path: "/customers/{customer}/consents", body: body(object{"purpose": "marketing", "given": true, "source": "Call"}), ok: []int{201}},
	"customer-may-contact": {path: "/customers/{customer}/may-contact?channel=email&purpose=service", ok: []int{200}},
	"customer-duplicates":  {path: "/customers/{customer}/duplicates", ok: []int{200}},
	"customer-pairs":       {path: "/customer-duplicates", ok: []int{200}},
	"customer-merge":       {path: "/customers/{customer}/merges", body: func(w *world) any { return object{"other": w.ids["customer"], "other_version": 1} }, headers: []string{`If-Match: "1"`}, ok: []int{422}},
	"customer-unmerge":     {path: "/customer-merges/{merge}/undo", ok: []int{200}},
	"customer-different":   {path: "/customers/{customer}/different/{twin}", body: body(object{"different": true}), ok: []int{204}},
	"purchase-add": {path: "/customers/{customer}/purchases", ok: []int{201}, body: body(object{"key": "o-1", "at": "2026-05-04T10:00:00Z",
		"product": "Kettle", "amount": "12.50", "currency": "EUR"})},
	"purchase-batch": {path: "/purchases", ok: []int{200}, body: func(w *world) any {
		return object{"items": []any{object{"key": "o-2", "customer": object{"external_id": w.word + "-c"}, "at": "2026-05-04T10:00:00Z", "amount": "1", "currency": "JPY"}}}
	}},
	"employee-edit": {path: "/employees/{employee}", body: body(object{"name": "Renamed"}), headers: []string{`If-Match: "1"`}, ok: []int{200, 412}},
	"employee-stays": {path: "/employees/{employee}/stays", headers: []string{`If-Match: "1"`}, ok: []int{200, 412},
		body: func(w *world) any { return object{"items": []any{object{"unit": w.ids["unit"], "from": "2026-01-01"}}} }},
	"customer-fields-get": {path: "/customer-fields", ok: []int{200}},
	"customer-fields-set": {path: "/customer-fields", headers: []string{`If-Match: "0"`}, ok: []int{200, 412},
		body: body(object{"segments": []any{object{"key": "vip", "name": "VIP"}}, "attributes": []any{}})},
}
