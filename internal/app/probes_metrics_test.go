package app_test

var metricsProbes = map[string]probe{
	"masking-get":  {path: "/masking", ok: []int{200}},
	"masking-edit": {path: "/masking", body: body(object{"off": []string{}, "own": []any{}}), headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"masking-try":  {path: "/masking/try", body: body(object{"masking": object{"off": []string{}, "own": []any{}}, "text": "pin 1234"}), ok: []int{200}},
}
