package app_test

var driverProbes = map[string]probe{
	"driver-candidates": {path: "/driver-candidates?outcome=nps", ok: []int{200}},
	"driver-ask":        {path: "/driver-analyses", body: func(w *world) any { return object{"outcome": "nps", "measures": []string{w.word}} }, ok: []int{200}},
	"driver-list":       {path: "/driver-analyses", ok: []int{200}},
	"driver-get":        {path: "/driver-analyses/{analysis}", ok: []int{200}},
	"driver-history":    {path: "/driver-analyses/{analysis}/history", ok: []int{200}},
	"driver-save":       {path: "/driver-analyses/{analysis}", body: body(object{"name": "What drives it"}), ok: []int{200}},
	"driver-cancel":     {path: "/driver-analyses/{analysis}/cancel", ok: []int{409}},
	"driver-delete":     {path: "/driver-analyses/{analysis}", ok: []int{204}},
}
