package app_test

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// grant puts one there as if some operator had been: a world has none.
func (w *world) grant(t *testing.T) string {
	t.Helper()
	id := ""
	err := w.app.DB.Write(t.Context(), w.ID, func(tx *db.Tx) error {
		id = tx.ID("grt")
		_, err := tx.Exec(t.Context(), `insert into operator_grant (id, org, operator, metrics, units, until, created_by, created_at, revoked_by)
			values ($1, $2, $2, '["nps"]', '[]', '', $3, $4, '')`, id, w.ID, w.word, tx.Micros())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// operatorProbes are asked in worlds without an operator; what one may see is tested in its own package.
var operatorProbes = map[string]probe{
	"operator-get":         {path: "/operator", ok: []int{200}},
	"operator-mark":        {path: "/operator", ok: []int{200, 409}}, // the first world's may
	"operator-client-list": {path: "/operator/clients", ok: []int{200}},
	"operator-client-add":  {path: "/operator/clients", body: body(object{"organisation": "New", "zone": "UTC"}), ok: []int{403}, person: true},
	"operator-summary":     {path: "/operator/summary", ok: []int{200}},
	"operator-figure":      {path: "/operator/clients/{client}/figure?metric=nps", ok: []int{404}, person: true}, // nothing is granted

	"operator-grant-list":   {path: "/operator-grants", ok: []int{200}},
	"operator-grant-create": {path: "/operator-grants", body: body(object{"metrics": []string{"nps"}}), ok: []int{409, 201}},
	"operator-grant-revoke": {path: "/operator-grants/{grant}", ok: []int{204}},

	"scorecard-get":        {path: "/scorecard", ok: []int{200}},
	"scorecard-definition": {path: "/scorecard/definition", ok: []int{200}},
	"scorecard-define": {path: "/scorecard/definition", headers: []string{`If-Match: "0"`}, ok: []int{200},
		body: body(object{"metrics": []string{"nps"}, "units": []string{}, "days": 30})},
}
