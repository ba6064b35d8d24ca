package app_test

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// compliment passes the world's signal on as praise, without a rule that would open cases elsewhere.
func (w *world) compliment(t *testing.T) string {
	t.Helper()
	err := w.app.DB.Write(w.Context(), w.ID, func(tx *db.Tx) error {
		_, err := tx.Exec(w.Context(), `insert into compliment (org, id, signal, employee, unit, rule, why, at) values ($1, $2, $3, $4, $5, '', $6, $7)`,
			w.ID, "cpl_"+w.word, w.ids["signal"], w.ids["employee"], w.ids["unit"], w.word, tx.Micros())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "cpl_" + w.word
}

var followProbes = map[string]probe{
	"follow-up-get": {path: "/follow-up", ok: []int{200}},
	"follow-up-edit": {path: "/follow-up", body: body(object{"on": false, "days": 3, "survey": "", "subject": "x", "text": "y"}),
		headers: []string{`If-Match: "0"`}, ok: []int{200}},
	"follow-up-of-case": {path: "/cases/{case}/follow-up", ok: []int{200}},
	"follow-up-results": {path: "/follow-up/results?metric=nps", ok: []int{200}},

	"compliment-list":  {path: "/compliments?which=team", ok: []int{200}},
	"compliment-thank": {path: "/compliments/{compliment}/thanks", ok: []int{403}, person: true},
	"compliment-share": {path: "/compliments/{compliment}/share", body: body(object{"shared": true}), ok: []int{403}, person: true},
}
