package app_test

var setupProbes = map[string]probe{
	"setup-guide-get": {path: "/setup/guide", ok: []int{200}},
	"setup-guide-save": {path: "/setup/guide", body: func(w *world) any { return w.answered() },
		headers: []string{`If-Match: "2"`}, ok: []int{200}},
	"setup-guide-proposal": {path: "/setup/guide/proposal", ok: []int{200}},
	"setup-guide-apply": {path: "/setup/guide/runs", body: body(object{"items": []any{object{"key": "touch_point:queue"}}}),
		headers: []string{`If-Match: "2"`}, ok: []int{201}},
	"setup-guide-runs": {path: "/setup/guide/runs", ok: []int{200}},
	"setup-guide-run":  {path: "/setup/guide/runs/{setup_run}", ok: []int{200}},
	"setup-guide-undo": {path: "/setup/guide/runs/{setup_run}/undo", ok: []int{200}},
}
