package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestSomebodyOfTwoOrganisationsGoesFromOneToTheOther(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	one, two := a.Organisation(t, "One"), a.Organisation(t, "Two")
	stranger := a.Organisation(t, "Stranger")
	if status, text := a.Do("POST", "/users", two.Owner, object{"name": "O", "email": one.Email, "password": "not their password", "role": "viewer"}); status != 422 || !strings.Contains(text, "email_taken") {
		t.Errorf("somebody is added against their will: %d %s", status, text)
	}
	a.Must(t, 201, "POST", "/users", two.Owner, object{"name": "O", "email": one.Email, "password": apptest.Password, "role": "viewer"})
	if status, _ := a.Do("POST", "/users", two.Owner, object{"name": "O", "email": one.Email, "password": apptest.Password, "role": "viewer"}); status != 409 {
		t.Errorf("added twice: %d", status)
	}
	b := &browser{t: t, app: a}
	if w := b.signIn(one.Email, apptest.Password); !strings.Contains(w.Body.String(), `"role":"owner"`) {
		t.Fatalf("%s", w.Body)
	}
	before := b.cookie.Value
	text := b.want(200, "PUT", "/session/organisation", object{"organisation": two.ID})
	if !strings.Contains(text, `"role":"viewer"`) || !strings.Contains(text, string(two.ID)) || b.cookie.Value == before {
		t.Errorf("%s", text)
	}
	b.want(http.StatusForbidden, "POST", "/touch-points", object{"key": "k", "name": "K"})
	for _, org := range []any{stranger.ID, "org_nothing", "a\x00b"} {
		if w := b.do("PUT", "/session/organisation", object{"organisation": org}); w.Code != 404 && (w.Code != 422 || org != "a\x00b") {
			t.Errorf("%v: %d %s", org, w.Code, w.Body)
		}
	}
	// Shut out of the second, the session there ends at once, and the first is where one signs in to.
	a.Must(t, 200, "PATCH", "/users/"+string(one.User), two.Owner, object{"active": false})
	b.want(http.StatusUnauthorized, "GET", "/organisation", nil)
	if w := b.signIn(one.Email, apptest.Password); w.Code != 200 || strings.Contains(w.Body.String(), string(two.ID)) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.do("PUT", "/session/organisation", object{"organisation": two.ID}); w.Code != 404 {
		t.Errorf("back in: %d", w.Code)
	}
	a.Must(t, 200, "PATCH", "/users/"+string(one.User), two.Owner, object{"active": true})
	b.want(200, "PUT", "/session/organisation", object{"organisation": two.ID})
}

func TestAChangedRoleHoldsAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Roles")
	m := a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "Mia", "email": "mia@example.org", "password": apptest.Password, "role": "manager"})
	b := &browser{t: t, app: a}
	b.signIn("mia@example.org", apptest.Password)
	b.want(201, "POST", "/touch-points", object{"key": "k", "name": "K"})
	a.Must(t, 200, "PATCH", "/users/"+m["id"].(string), o.Owner, object{"role": "viewer"})
	b.want(http.StatusForbidden, "POST", "/touch-points", object{"key": "l", "name": "L"})
	a.Must(t, 200, "PATCH", "/users/"+m["id"].(string), o.Owner, object{"active": false})
	b.want(http.StatusUnauthorized, "GET", "/touch-points", nil)
	if w := b.signIn("mia@example.org", apptest.Password); w.Code != 403 || !strings.Contains(w.Body.String(), "no_membership") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Owners")
	unit := o.Unit(t, "site", "")
	owner := "/users/" + string(o.User)
	refused := func(why string, edit object) {
		t.Helper()
		status, text := a.Do("PATCH", owner, o.Owner, edit)
		if status != http.StatusConflict || !strings.Contains(text, "last_owner") {
			t.Errorf("%s: %d %s", why, status, text)
		}
	}
	all := func() {
		refused("another role", object{"role": "admin"})
		refused("one unit only", object{"unit": unit})
		refused("shut out", object{"active": false})
		refused("all at once", object{"role": "viewer", "unit": unit, "active": false})
	}
	all()
	second := a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "S", "email": "s@example.org", "password": apptest.Password, "role": "owner", "unit": unit})
	all() // an owner of one unit doesn't count
	path := "/users/" + second["id"].(string)
	a.Must(t, 200, "PATCH", path, o.Owner, object{"unit": "", "active": false})
	all() // nor one who is shut out
	a.Must(t, 200, "PATCH", path, o.Owner, object{"active": true})
	a.Run(t, []apptest.Scenario{
		{Name: "an admin can't take an owner's role", Method: "PATCH", Path: path, As: o.Token(t, identity.Admin, ""), Body: object{"role": "viewer"}, Status: 403},
		{Name: "nor shut an owner out", Method: "PATCH", Path: path, As: o.Token(t, identity.Admin, ""), Body: object{"active": false}, Status: 403},
		{Name: "nor make one", Method: "POST", Path: "/users", As: o.Token(t, identity.Admin, ""), Status: 403,
			Body: object{"name": "T", "email": "t@example.org", "password": apptest.Password, "role": "owner"}},
		{Name: "with a second owner the first may go", Method: "PATCH", Path: owner, As: o.Owner, Body: object{"role": "admin"}, Status: 200, Contains: []string{`"role":"admin"`}},
	})
	owner = path
	refused("the second is the last now", object{"role": "viewer"})
	text := a.Must(t, 200, "GET", "/users", o.Owner, nil)["items"].([]any)
	if len(text) != 2 {
		t.Errorf("%v", text)
	}
}

// TestTwoOwnersCantDemoteEachOther: whichever comes second is refused, even in the same moment.
func TestTwoOwnersCantDemoteEachOther(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Duel")
	second := a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "S", "email": "s@example.org", "password": apptest.Password, "role": "owner"})
	done := make(chan int, 2)
	for _, id := range []string{string(o.User), second["id"].(string)} {
		go func() {
			status, _ := a.Do("PATCH", "/users/"+id, o.Owner, object{"role": "viewer"})
			done <- status
		}()
	}
	x, y := <-done, <-done
	if x+y != 200+409 {
		t.Errorf("%d and %d", x, y)
	}
}
