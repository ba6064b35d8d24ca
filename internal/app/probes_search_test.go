package app_test

var searchProbes = map[string]probe{
	"signal-search": {path: "/search?q=refund", ok: []int{200}},
}
