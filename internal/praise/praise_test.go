package praise_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/praise"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// desk has Ana, who serves customers and has a login, Sam, who owns her unit, and Bo, a colleague.
type desk struct {
	*apptest.App
	t            *testing.T
	org          *apptest.Org
	ana, sam, bo identity.Caller
}

func open(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	a := apptest.New(t)
	d := &desk{App: a, t: t, org: a.Organisation(t, "Acme")}
	unit := d.org.Unit(t, "south", "")
	d.ana, d.bo = d.person("Ana", identity.Agent, unit), d.person("Bo", identity.Agent, unit)
	d.sam = d.person("Sam", identity.Supervisor, unit)
	sam := identity.UserID(d.sam.ID)
	_, err := a.Identity.EditUnit(d.org.Context(), d.org.ID, unit, identity.UnitEdit{Owner: &sam})
	d.must(err)
	d.must(a.DB.Write(d.org.Context(), d.org.ID, func(tx *db.Tx) error {
		id, err := a.Staff.Resolve(d.org.Context(), tx, d.org.ID, "E-1")
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `update employee set user_id = $1, name = 'Ana' where org = $2 and id = $3`, d.ana.ID, d.org.ID, id)
		return err
	}))
	a.Must(t, http.StatusCreated, "POST", "/rules", d.org.Owner, map[string]any{"name": "Praise", "on": true, "match": "all", "due_hours": 24, "severity": "low",
		"purpose": "compliment", "fallback_owner": d.org.User, "conditions": []any{map[string]any{"field": "metric.nps", "op": ">=", "value": 9}}})
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) person(name string, role identity.Role, unit identity.UnitID) identity.Caller {
	d.t.Helper()
	owner := identity.With(d.t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: string(d.org.User), Role: identity.Owner})
	m, err := d.Identity.AddMember(owner, d.org.ID, identity.NewMember{Name: name, Email: strings.ToLower(name) + "@acme.example", Password: apptest.Password, Role: role, Unit: unit})
	d.must(err)
	return identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: string(m.ID), Name: name, Role: role, Unit: unit}
}

func (d *desk) as(c identity.Caller) context.Context { return identity.With(d.t.Context(), c) }

func (d *desk) praised() {
	d.t.Helper()
	d.Must(d.t, http.StatusCreated, "POST", "/signals", d.org.Owner, map[string]any{"at": d.DB.Now().Add(-time.Hour).UTC().Format(time.RFC3339),
		"kind": "survey", "unit": "south", "employee": "E-1", "customer": map[string]any{"external_id": "K-1", "email": "secret@customer.example", "name": "Grace Secret"},
		"measures": map[string]any{"nps": 10}, "comments": []any{map[string]any{"text": "She was wonderful"}}})
	d.CatchUp(d.t, d.org)
}

func (d *desk) list(c identity.Caller, which praise.Which) []praise.Compliment {
	d.t.Helper()
	all, _, err := d.Praise.List(d.as(c), d.org.ID, which, "")
	d.must(err)
	return all
}

func (d *desk) told(c identity.Caller) []notify.Item {
	d.t.Helper()
	p, err := d.Notify.List(d.t.Context(), d.org.ID, identity.UserID(c.ID), false, "", 10)
	d.must(err)
	return p.Items
}

func TestPraiseReachesTheEmployeeAndTheirSupervisorAndNobodyElse(t *testing.T) {
	d := open(t)
	d.praised()
	mine := d.list(d.ana, praise.Mine)
	if len(mine) != 1 || !mine[0].Mine || mine[0].Words[0] != "She was wonderful" || len(mine[0].Measures) != 1 {
		t.Fatalf("%+v", mine)
	}
	if team := d.list(d.sam, praise.Team); len(team) != 1 || team[0].Employee.Name != "Ana" {
		t.Errorf("the supervisor sees %+v", team)
	}
	for _, which := range []praise.Which{praise.Mine, praise.Team, praise.Shared} {
		if got := d.list(d.bo, which); len(got) != 0 {
			t.Errorf("a colleague sees %s: %+v", which, got)
		}
	}
	if a, s, b := d.told(d.ana), d.told(d.sam), d.told(d.bo); len(a) != 1 || a[0].Title != "A customer praised you" || len(s) != 1 || len(b) != 0 {
		t.Errorf("%+v %+v %+v", a, s, b)
	}
	if cases := d.Must(t, 200, "GET", "/cases", d.org.Owner, nil)["items"].([]any); len(cases) != 0 {
		t.Errorf("praise opened a case: %+v", cases)
	}
}

func TestPraiseNeverSaysWhoTheCustomerIs(t *testing.T) {
	d := open(t)
	d.praised()
	_, text := d.Do("GET", "/compliments?which=team", d.org.Owner, nil)
	if !strings.Contains(text, "She was wonderful") || strings.Contains(text, "ecret") || strings.Contains(text, "K-1") {
		t.Error(text)
	}
}

func TestColleaguesThankForWhatIsShared(t *testing.T) {
	d := open(t)
	d.praised()
	id := d.list(d.ana, praise.Mine)[0].ID
	if err := d.Praise.Thank(d.as(d.bo), d.org.ID, id); problem.KindOf(err) != problem.NotFound {
		t.Errorf("thanked for what isn't shown: %v", err)
	}
	if err := d.Praise.Thank(d.as(d.ana), d.org.ID, id); problem.CodeOf(err) != "praise_own" {
		t.Errorf("thanked herself: %v", err)
	}
	d.must(d.Praise.Share(d.as(d.ana), d.org.ID, id, true))
	for range 2 {
		d.must(d.Praise.Thank(d.as(d.bo), d.org.ID, id))
	}
	got := d.list(d.bo, praise.Shared)
	if len(got) != 1 || !got[0].Thanked || len(got[0].Thanks) != 1 || got[0].Thanks[0].Name != "Bo" {
		t.Errorf("%+v", got)
	}
	if a := d.told(d.ana); len(a) != 2 || !strings.HasPrefix(a[0].Title, "Bo thanks you") {
		t.Errorf("%+v", a)
	}
	if err := d.Praise.Share(d.as(d.bo), d.org.ID, id, false); problem.CodeOf(err) != "praise_not_yours" {
		t.Errorf("a colleague took it back: %v", err)
	}
}

func TestErasingTheSignalTakesThePraiseAway(t *testing.T) {
	d := open(t)
	d.praised()
	list := d.Must(t, 200, "GET", "/signals", d.org.Owner, nil)["items"].([]any)
	d.must(d.App.Log.Erase(d.org.Context(), d.org.ID, signal.ID(list[0].(map[string]any)["id"].(string))))
	d.CatchUp(t, d.org)
	if got := d.list(d.ana, praise.Mine); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
