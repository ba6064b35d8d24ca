package app_test

import (
	"net/http"
	"testing"
)

var rosterProbes = map[string]probe{
	"roster-look-units":         {path: "/roster/units/look", body: (*world).roster, ok: []int{200}},
	"roster-take-units":         {path: "/roster/units", body: (*world).roster, ok: []int{202, 422}},
	"roster-look-people":        {path: "/roster/people/look", body: (*world).roster, ok: []int{200}},
	"roster-take-people":        {path: "/roster/people", body: (*world).roster, ok: []int{422}},
	"roster-look-employees":     {path: "/roster/employees/look", body: (*world).roster, ok: []int{200}},
	"roster-take-employees":     {path: "/roster/employees", body: (*world).roster, ok: []int{422}},
	"roster-look-customers":     {path: "/roster/customers/look", body: (*world).roster, ok: []int{200}},
	"roster-take-customers":     {path: "/roster/customers", body: (*world).roster, ok: []int{422}},
	"roster-look-purchases":     {path: "/roster/purchases/look", body: (*world).roster, ok: []int{200}},
	"roster-take-purchases":     {path: "/roster/purchases", body: (*world).roster, ok: []int{422}},
	"roster-look-subscriptions": {path: "/roster/subscriptions/look", body: (*world).roster, ok: []int{200}},
	"roster-take-subscriptions": {path: "/roster/subscriptions", body: (*world).roster, ok: []int{422}},
	"roster-undo":               {path: "/roster/{roster}/undo", ok: []int{422}},
	"roster-get":                {path: "/roster/{roster}", ok: []int{200}},
	"roster-list":               {path: "/roster", ok: []int{200}},
}

// roster reads the world's file as a list, its first column as the unit's key: none of its rows can be one.
func (w *world) roster() any { return object{"upload": w.ids["upload"]} }

// rosterRun is a list of one unit that waits to be taken in.
func (w *world) rosterRun(t *testing.T) string {
	t.Helper()
	up := w.app.Must(t, http.StatusCreated, "POST", "/imports/uploads?name=units.csv", w.Owner, "key,name\nlisted-"+w.word+",x\n")
	id, _ := w.app.Must(t, http.StatusAccepted, "POST", "/roster/units", w.Owner, object{"upload": up["upload"]})["id"].(string)
	return id
}
