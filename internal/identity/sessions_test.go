package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

func TestPeopleSeeAndEndTheirSessions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	onPhone, third := o.visitor(t, phone), o.visitor(t, "curl/8.5\x01\xff")
	onPhone.signIn(200, o.Email, apptest.Password)
	third.signIn(200, o.Email, apptest.Password)
	a.Advance(6 * time.Minute)
	onPhone.want(200, "GET", "/organisation", nil) // seen again
	list := o.owner.want(200, "GET", "/account/sessions", nil).items()
	if len(list) != 3 || list[0]["current"] != true || list[0]["browser"] != "Firefox" || list[0]["system"] != "Windows" || list[0]["network"] != "192.0.2.7" {
		t.Fatalf("%v", list)
	}
	if list[1]["browser"] != "Safari" || list[1]["system"] != "iPhone" || list[1]["current"] != false || list[2]["browser"] != nil {
		t.Errorf("the phone, seen last, comes second: %v", list)
	}
	o.owner.want(204, "DELETE", "/account/sessions/"+list[1]["id"].(string), nil)
	onPhone.want(401, "GET", "/organisation", nil)
	o.owner.refused(404, "session_unknown", "DELETE", "/account/sessions/"+list[1]["id"].(string), nil)
	third.want(200, "GET", "/organisation", nil)
	o.owner.want(204, "DELETE", "/account/sessions", nil)
	third.want(401, "GET", "/organisation", nil)
	if list := o.owner.want(200, "GET", "/account/sessions", nil).items(); len(list) != 1 {
		t.Errorf("%v", list)
	}
	if deeds := o.deeds(t); !strings.Contains(deeds, "session.end_others") || !strings.Contains(deeds, "session.sign_in") {
		t.Error(deeds)
	}
	o.owner.want(204, "DELETE", "/session", nil)
	if deeds := o.deeds(t); !strings.Contains(deeds, "session.sign_out") {
		t.Error(deeds)
	}
}

func TestNobodyEndsAnothersSessionButAnAdministratorOfTheOrganisation(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	id := o.member(t, "mia@example.org", "agent", "")
	a.Must(t, 201, "POST", "/users", other.Owner, object{"name": "Mia", "email": "mia@example.org", "password": apptest.Password, "role": "agent"})
	here, there := o.visitor(t, phone), o.visitor(t, firefox)
	here.signIn(200, "mia@example.org", apptest.Password)
	there.signIn(200, "mia@example.org", apptest.Password)
	there.want(200, "PUT", "/session/organisation", object{"organisation": other.ID})
	mine := here.want(200, "GET", "/account/sessions", nil).items()
	if len(mine) != 2 {
		t.Fatalf("%v", mine)
	}
	o.owner.refused(404, "session_unknown", "DELETE", "/account/sessions/"+mine[0]["id"].(string), nil)
	seen := o.owner.want(200, "GET", "/users/"+id+"/sessions", nil).items()
	if len(seen) != 1 || seen[0]["browser"] != "Safari" || seen[0]["current"] != false {
		t.Fatalf("an organisation sees the sessions in it: %v", seen)
	}
	o.owner.refused(404, "session_unknown", "DELETE", "/users/"+id+"/sessions?session="+mine[1]["id"].(string), nil)
	o.owner.want(204, "DELETE", "/users/"+id+"/sessions", nil)
	here.want(401, "GET", "/organisation", nil)
	there.want(200, "GET", "/organisation", nil)
	other.owner.refused(404, "user_unknown", "GET", "/users/"+string(o.User)+"/sessions", nil)
	here.signIn(200, "mia@example.org", apptest.Password)
	a.Run(t, []apptest.Scenario{{Name: "an administrator doesn't end an owner's", Method: "DELETE", Path: "/users/" + string(o.User) + "/sessions",
		As: o.Token(t, "admin", ""), Status: 403, Contains: []string{"role_above_yours"}}})
}

func TestSomebodyShutOutIsOutAtOnceAndOwnsNoNewWork(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	unit := o.Unit(t, "north", "")
	id := o.member(t, "mia@example.org", "admin", "")
	a.Must(t, 200, "PATCH", "/units/"+string(unit), o.Owner, object{"owner": id})
	mia := o.visitor(t, phone)
	mia.signIn(200, "mia@example.org", apptest.Password)
	made := mia.want(201, "POST", "/tokens", object{"name": "nightly", "role": "viewer"})
	first := mia.want(201, "POST", "/cases", object{"title": "One", "unit": "north"})
	if !first.has(`"owner":{"id":"` + id) {
		t.Fatal(first.text)
	}
	o.owner.want(200, "PATCH", "/users/"+id, object{"active": false})
	mia.want(401, "GET", "/organisation", nil)
	mia.signIn(403, "mia@example.org", apptest.Password)
	if list := o.owner.want(200, "GET", "/tokens", nil); !list.has(made.str("id")) {
		t.Error("the token they made isn't listed")
	}
	if second := o.owner.want(201, "POST", "/cases", object{"title": "Two", "unit": "north"}); second.has(`"owner":{"id":"` + id) {
		t.Error("new work goes to somebody who is shut out")
	}
	o.owner.refused(409, "last_owner", "PATCH", "/users/"+string(o.User), object{"active": false})
	o.owner.refused(409, "last_owner", "PATCH", "/users/"+string(o.User), object{"role": "viewer"})
	o.owner.want(200, "PATCH", "/users/"+id, object{"active": true})
	mia.signIn(200, "mia@example.org", apptest.Password)
}

func TestAFailedSignInIsToldToThePersonsOrganisationsAlone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := open(t, a, "Acme"), open(t, a, "Umbrella")
	b := o.visitor(t, phone)
	b.signIn(401, o.Email, "not the password")
	b.signIn(401, "nobody@example.org", "not the password")
	a.RunJobs(t)
	if deeds := o.deeds(t); strings.Count(deeds, "session.sign_in_failed") != 1 || !strings.Contains(deeds, `"wrong":"password"`) || !strings.Contains(deeds, "192.0.2.7") {
		t.Error(deeds)
	}
	if deeds := other.deeds(t); strings.Contains(deeds, "session.sign_in_failed") {
		t.Error(deeds)
	}
}

func TestOnesNameIsChangedEverywhere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := open(t, a, "Acme")
	o.owner.want(200, "PATCH", "/account", object{"name": "  Olga   Owner "})
	if list := o.owner.want(200, "GET", "/users", nil); !list.has(`"name":"Olga Owner"`) {
		t.Error(list.text)
	}
	o.owner.refused(422, "control_character", "PATCH", "/account", object{"name": "a\x01b"})
}
