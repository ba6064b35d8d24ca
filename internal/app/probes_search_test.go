package app_test

var searchProbes = map[string]probe{
	"signal-search": {path: "/search?q=refund", ok: []int{200}},
	"export-create": {path: "/exports", body: body(object{"what": "signals", "format": "csv"}), ok: []int{201}},
	"export-list":   {path: "/exports", ok: []int{200}},
	"export-get":    {path: "/exports/{export}", ok: []int{200}},
	"export-cancel": {path: "/exports/{export}/cancel", ok: []int{409}},
	"export-delete": {path: "/exports/{export}", ok: []int{204}},
	"export-file":   {path: "/exports/{export}/file", ok: []int{200}},

	"report-list":     {path: "/reports", ok: []int{200}},
	"report-create":   {path: "/reports", body: (*world).report, ok: []int{201}},
	"report-get":      {path: "/reports/{report}", ok: []int{200}},
	"report-edit":     {path: "/reports/{report}", body: (*world).report, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"report-delete":   {path: "/reports/{report}", ok: []int{204}},
	"report-send":     {path: "/reports/{report}/send", ok: []int{409}}, // a token has no address
	"report-runs":     {path: "/reports/{report}/runs", ok: []int{200}},
	"report-pdf":      {path: "/reports/{report}/pdf", ok: []int{200}},
	"report-stop-ask": {path: "/report-stop?token=x", ok: []int{200}},
	"report-stop":     {path: "/report-stop?token=x", ok: []int{404}},
}

func (w *world) report() any {
	return object{"name": w.word + " report", "what": "dashboard", "item": w.ids["dashboard"], "on": true,
		"schedule": object{"every": "day", "hour": 7, "minute": 0}, "recipients": []string{w.word + "@people.example"}}
}
