package app_test

var searchProbes = map[string]probe{
	"signal-search": {path: "/search?q=refund", ok: []int{200}},
	"export-create": {path: "/exports", body: body(object{"what": "signals", "format": "csv"}), ok: []int{201}},
	"export-list":   {path: "/exports", ok: []int{200}},
	"export-get":    {path: "/exports/{export}", ok: []int{200}},
	"export-cancel": {path: "/exports/{export}/cancel", ok: []int{409}},
	"export-delete": {path: "/exports/{export}", ok: []int{204}},
	"export-file":   {path: "/exports/{export}/file", ok: []int{200}},
}
