package app_test

var noticeProbes = map[string]probe{
	"notice-list":          {path: "/notices", ok: []int{200}},
	"notice-mark":          {path: "/notices/mark", body: body(object{"read": true}), ok: []int{403}, person: true},
	"notice-settings-get":  {path: "/notices/settings", ok: []int{200}},
	"notice-settings-edit": {path: "/notices/settings", body: body(object{"ways": object{}, "hour": 8, "minute": 0, "zone": ""}), headers: []string{`If-Match: "0"`}, ok: []int{403}, person: true},
}
