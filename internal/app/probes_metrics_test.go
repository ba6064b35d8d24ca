package app_test

var metricsProbes = map[string]probe{
	"metric-get":         {path: "/metrics/{metric}", ok: []int{200}},
	"metric-edit":        {path: "/metrics/{metric}", body: body(object{"name": "Renamed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"metric-versions":    {path: "/metrics/{metric}/versions", ok: []int{200}},
	"metric-rescore":     {path: "/metrics/{metric}/scoring", body: body(object{"scoring": object{"method": "median"}, "why": "Times are skewed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"metric-effect":      {path: "/metrics/{metric}/effect", body: body(object{"scoring": object{"method": "median"}}), ok: []int{200}},
	"metric-targets":     {path: "/metrics/{metric}/targets", ok: []int{200}},
	"metric-set-targets": {path: "/metrics/{metric}/targets", body: body(object{"items": []any{}}), headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"metric-operational": {path: "/metrics/operational", ok: []int{200}},
	"expectation-list":   {path: "/expectations", ok: []int{200}},
	"expectation-create": {path: "/expectations", body: body(object{"name": "Call-backs", "kind": "promise", "on": true}), ok: []int{201}},
	"expectation-edit": {path: "/expectations/{expectation}", body: func(w *world) any {
		return object{"name": w.word + " expectation", "kind": "answer", "hours": 5, "on": false}
	},
		headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"expectation-delete": {path: "/expectations/{expectation}", ok: []int{204}},
	"masking-get":        {path: "/masking", ok: []int{200}},
	"masking-edit":       {path: "/masking", body: body(object{"off": []string{}, "own": []any{}}), headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"masking-try":        {path: "/masking/try", body: body(object{"masking": object{"off": []string{}, "own": []any{}}, "text": "pin 1234"}), ok: []int{200}},
}
