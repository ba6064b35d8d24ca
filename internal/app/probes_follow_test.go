package app_test

var followProbes = map[string]probe{
	"follow-up-get": {path: "/follow-up", ok: []int{200}},
	"follow-up-edit": {path: "/follow-up", body: body(object{"on": false, "days": 3, "survey": "", "subject": "x", "text": "y"}),
		headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"follow-up-of-case": {path: "/cases/{case}/follow-up", ok: []int{200}},
	"follow-up-results": {path: "/follow-up/results?metric=nps", ok: []int{200}},

	"compliment-list":  {path: "/compliments?which=team", ok: []int{200}},
	"compliment-thank": {path: "/compliments/cpl_none/thanks", ok: []int{403}, person: true},
	"compliment-share": {path: "/compliments/cpl_none/share", body: body(object{"shared": true}), ok: []int{403}, person: true},
}
