package app_test

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// sites is an organisation with the sites north (team alpha) and south, each with signals, and one signal without unit.
func sites(t *testing.T) (a *apptest.App, o *apptest.Org, ids map[string]string, units map[string]identity.UnitID) {
	t.Helper()
	a = apptest.New(t)
	o = a.Organisation(t, "Sites")
	units = map[string]identity.UnitID{}
	units["north"], units["south"] = o.Unit(t, "north", ""), o.Unit(t, "south", "")
	units["alpha"] = o.Unit(t, "alpha", units["north"])
	ids = map[string]string{}
	for unit, score := range map[string]int{"north": 10, "alpha": 9, "south": 0} {
		ids[unit] = put(t, a, o.Owner, signal(object{"unit": unit, "measures": object{"nps": score}, "touch_point": unit + "-desk",
			"comments": []any{object{"text": "said in " + unit}}, "attributes": object{"place": unit}}))
	}
	ids["nowhere"] = put(t, a, o.Owner, signal(object{"comments": []any{object{"text": "said nowhere"}}}))
	a.CatchUp(t, o)
	return a, o, ids, units
}

func TestASupervisorOfOneSiteSeesItsSubtreeAlone(t *testing.T) {
	t.Parallel()
	a, o, ids, units := sites(t)
	north := o.Token(t, identity.Supervisor, units["north"])
	if n := count(t, a, o.Owner); n != 4 {
		t.Fatalf("%d answers in all", n)
	}
	if got := said(figure(t, a, north, "metric", "nps")); got != "=100.0(2)" {
		t.Errorf("the figure of north: %s", got)
	}
	if got := said(figure(t, a, north, "metric", "nps", "by", "unit")); got != "alpha=100.0(1) north=100.0(1)" && got != "north=100.0(1) alpha=100.0(1)" {
		t.Errorf("by unit: %s", got)
	}
	if n := count(t, a, north, "where", "unit:south"); n != 0 {
		t.Errorf("a filter reaches %d answers of another site", n)
	}
	if n := count(t, a, north, "where", "unit!:north"); n != 0 {
		t.Errorf("a negated filter reaches %d answers of another site", n)
	}
	a.Run(t, []apptest.Scenario{
		{Name: "the list holds the subtree", Path: "/signals", As: north, Status: 200, Contains: []string{"said in north", "said in alpha", `"total":2`}, Lacks: []string{"south", "nowhere"}},
		{Name: "a signal of the subtree is shown", Path: "/signals/" + ids["alpha"], As: north, Status: 200, Contains: []string{"said in alpha"}},
		{Name: "another site's signal isn't found", Path: "/signals/" + ids["south"], As: north, Status: 404, Lacks: []string{"said"}},
		{Name: "nor one without unit", Path: "/signals/" + ids["nowhere"], As: north, Status: 404, Lacks: []string{"said"}},
		{Name: "values of a dimension are the subtree's", Path: "/dimensions/attributes.place/values", As: north, Status: 200, Contains: []string{"north", "alpha"}, Lacks: []string{"south"}},
		{Name: "values of touch points are the subtree's", Path: "/dimensions/touch_point/values", As: north, Status: 200, Contains: []string{"alpha-desk"}, Lacks: []string{"south-desk"}},
		{Name: "the whole sees all", Path: "/dimensions/attributes.place/values", As: o.Owner, Status: 200, Contains: []string{"south"}},
	})
}

func TestAnAnalystOfOneSiteWritesInItsSubtreeAlone(t *testing.T) {
	t.Parallel()
	a, o, ids, units := sites(t)
	north := o.Token(t, identity.Analyst, units["north"])
	to := func(unit string) object { return signal(object{"unit": unit}) }
	a.Run(t, []apptest.Scenario{
		{Name: "a signal of the subtree is taken", Method: "POST", Path: "/signals", As: north, Body: to("alpha"), Status: 201},
		{Name: "another site's isn't", Method: "POST", Path: "/signals", As: north, Body: to("south"), Status: 403, Contains: []string{"outside_your_unit"}},
		{Name: "nor one without unit", Method: "POST", Path: "/signals", As: north, Body: signal(nil), Status: 403},
		{Name: "nor one for a unit nobody knows", Method: "POST", Path: "/signals", As: north, Body: to("brand-new"), Status: 403},
		{Name: "which wasn't made", Path: "/units", As: o.Owner, Status: 200, Lacks: []string{"brand-new"}},
		{Name: "a batch says so line by line", Method: "POST", Path: "/signals:batch", As: north, Status: 200,
			Body:     `{"at":"2026-05-04T10:00:00Z","kind":"survey","unit":"south"}` + "\n" + `{"at":"2026-05-04T10:00:00Z","kind":"survey","unit":"north"}` + "\n",
			Contains: []string{`"line":1,"status":403`, `"line":2,"status":201`}},
		{Name: "their own signal may be corrected", Method: "PUT", Path: "/signals/" + ids["alpha"], As: north, Body: to("alpha"), Status: 200},
		{Name: "but not moved out of reach", Method: "PUT", Path: "/signals/" + ids["alpha"], As: north, Body: to("south"), Status: 403},
		{Name: "another's isn't found", Method: "PUT", Path: "/signals/" + ids["south"], As: north, Body: to("north"), Status: 404},
		{Name: "erasing is for the whole", Method: "DELETE", Path: "/signals/" + ids["alpha"], As: o.Token(t, identity.Owner, units["north"]), Status: 403},
		{Name: "so are units", Method: "POST", Path: "/units", As: o.Token(t, identity.Owner, units["north"]), Body: object{"key": "k", "name": "K", "kind": "team"}, Status: 403},
	})
	a.CatchUp(t, o)
	if n := count(t, a, o.Owner, "where", "unit:south"); n != 1 {
		t.Errorf("south has %d answers, not the one it had", n)
	}
}

// TestMovingAUnitMovesItsFiguresAtOnce: the structure is the one of now, without waiting for any projection.
func TestMovingAUnitMovesItsFiguresAtOnce(t *testing.T) {
	t.Parallel()
	a, o, ids, units := sites(t)
	north := o.Token(t, identity.Supervisor, units["north"])
	before := figure(t, a, north, "metric", "nps")
	a.Must(t, 200, "PATCH", "/units/"+string(units["alpha"]), o.Owner, object{"parent": units["south"]})
	after := figure(t, a, north, "metric", "nps")
	if said(before) != "=100.0(2)" || said(after) != "=100.0(1)" {
		t.Errorf("before %s, after %s", said(before), said(after))
	}
	if before.Receipt == after.Receipt {
		t.Error("the receipt of another scope is the same")
	}
	if n := count(t, a, o.Owner, "where", "unit:south"); n != 2 {
		t.Errorf("south with alpha below it counts %d", n)
	}
	a.Run(t, []apptest.Scenario{
		{Name: "its signals left with it", Path: "/signals/" + ids["alpha"], As: north, Status: 404},
		{Name: "and are found where it is now", Path: "/signals/" + ids["alpha"], As: o.Token(t, identity.Supervisor, units["south"]), Status: 200},
		{Name: "a unit doesn't lie below itself", Method: "PATCH", Path: "/units/" + string(units["south"]), As: o.Owner, Body: object{"parent": units["alpha"]}, Status: 422, Contains: []string{"unit_cycle", "body.parent"}},
	})
}
