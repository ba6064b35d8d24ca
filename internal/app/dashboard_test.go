package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func saved(name string, shared bool) object {
	return object{"name": name, "shared": shared, "spec": spec(object{"by": []string{"unit.team"}})}
}

func TestAViewIsItsOwnersUntilShared(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Views")
	ana, vic := o.Token(t, identity.Analyst, ""), o.Token(t, identity.Viewer, "")
	id := a.Must(t, 201, "POST", "/views", vic, saved("Mine", false))["id"].(string)
	a.Must(t, 404, "GET", "/views/"+id, ana, nil)
	a.Must(t, 404, "PUT", "/views/"+id, ana, saved("Taken", false), `If-Match: "1"`)
	if n := len(a.Must(t, 200, "GET", "/views", ana, nil)["items"].([]any)); n != 0 {
		t.Errorf("%d views of others", n)
	}
	a.Must(t, 200, "PUT", "/views/"+id, vic, saved("Ours", true), `If-Match: "1"`)
	if v := a.Must(t, 200, "GET", "/views/"+id, ana, nil); v["name"] != "Ours" || v["mine"] != false || v["may_edit"] != true {
		t.Errorf("%v", v)
	}
	a.Must(t, 200, "PUT", "/views/"+id, ana, saved("Better", true), `If-Match: "2"`)
	a.Must(t, 403, "PUT", "/views/"+id, ana, saved("Hidden", false), `If-Match: "3"`) // only its owner decides
	a.Must(t, 412, "PUT", "/views/"+id, vic, saved("Late", true), `If-Match: "2"`)
	a.Must(t, 422, "PUT", "/views/"+id, vic, saved("Blind", true))
	other := o.Token(t, identity.Viewer, "")
	a.Must(t, 403, "PUT", "/views/"+id, other, saved("Not a maker's", true), `If-Match: "3"`)
	a.Must(t, 403, "DELETE", "/views/"+id, other, nil)
}

func TestWhatIsDeletedComesBackAsItWasAndPinsAreEachPersonsOwn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Back")
	vic := o.Token(t, identity.Viewer, "")
	id := a.Must(t, 201, "POST", "/views", o.Owner, saved("Kept", true))["id"].(string)
	board := a.Must(t, 201, "POST", "/dashboards", o.Owner, object{"name": "Board", "shared": true, "period": object{}, "against": object{},
		"tiles": []any{object{"id": "a", "kind": "view", "view": id, "width": 6, "height": 2}}})["id"].(string)
	a.Must(t, 204, "PUT", "/views/"+id+"/pin", vic, nil)
	a.Must(t, 204, "PUT", "/views/"+id+"/pin", vic, nil) // twice is once
	a.Must(t, 204, "PUT", "/dashboards/"+board+"/pin", vic, nil)
	pins := func(token string) int { return len(a.Must(t, 200, "GET", "/pins", token, nil)["items"].([]any)) }
	tile := func() object {
		return a.Must(t, 200, "GET", "/dashboards/"+board, vic, nil)["tiles"].([]any)[0].(object)
	}
	if pins(vic) != 2 || pins(o.Owner) != 0 || tile()["view_name"] != "Kept" || tile()["spec"] == nil {
		t.Errorf("%d and %d pins; %v", pins(vic), pins(o.Owner), tile())
	}
	a.Must(t, 204, "DELETE", "/views/"+id, o.Owner, nil)
	a.Must(t, 404, "DELETE", "/views/"+id, o.Owner, nil)
	if pins(vic) != 1 || tile()["gone"] != true || tile()["spec"] != nil {
		t.Errorf("deleted: %d pins, %v", pins(vic), tile())
	}
	a.Must(t, 204, "POST", "/views/"+id+"/restore", o.Owner, nil)
	if pins(vic) != 2 || tile()["gone"] == true {
		t.Errorf("restored: %d pins, %v", pins(vic), tile())
	}
}

func TestDefinitionsThatSayNothingAreRefusedAtTheirPlace(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Refused")
	for at, change := range map[string]object{
		"body.spec.metrics": {"metrics": []string{"nps", "nps"}},
		"body.spec.by":      {"by": []string{"unit", "unit"}},
		"body.spec.shape":   {"shape": "pie"},
		"body.spec.period":  {"period": object{"from": "2026-02-01", "to": "2026-02-01"}},
		"body.spec.against": {"against": object{"kind": "own", "from": "2026-13-01", "to": "2026-02-01"}},
		"body.spec.top":     {"top": 501},
		"body.spec.where":   {"where": []string{strings.Repeat("x", 1001)}},
		"body.spec.period.": {"period": object{"preset": "all", "from": "2026-01-01", "to": "2026-02-01"}},
	} {
		status, text := a.Do("POST", "/views", o.Owner, object{"name": "X", "spec": spec(change)})
		if status != 422 || !strings.Contains(text, at) {
			t.Errorf("%s: %d %s", at, status, text)
		}
	}
	heat := spec(object{"shape": "heat", "by": []string{"unit"}})
	if status, text := a.Do("POST", "/views", o.Owner, object{"name": "X", "spec": heat}); status != 422 || !strings.Contains(text, "heat_needs_two") {
		t.Errorf("%d %s", status, text)
	}
	tile := func(changes object) object {
		c := object{"id": "a", "kind": "note", "text": "x", "width": 4, "height": 1}
		for k, v := range changes {
			c[k] = v
		}
		return c
	}
	for name, tiles := range map[string][]any{"the same id twice": {tile(nil), tile(nil)}, "nothing to show": {tile(object{"kind": "view"})},
		"too wide": {tile(object{"width": 13})}, "too long": {tile(object{"text": strings.Repeat("x", 5001)})}, "a null": {tile(object{"text": "a\x00b"})}} {
		status, text := a.Do("POST", "/dashboards", o.Owner, object{"name": "X", "period": object{}, "against": object{}, "tiles": tiles})
		if status != 422 || !strings.Contains(text, "body.tiles") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
}

func TestADashboardsPeriodAndFilterHoldForEveryTile(t *testing.T) {
	t.Parallel()
	a, o, _ := fourTeams(t, 50, 70, 30, 90)
	b := a.Must(t, 201, "POST", "/dashboards", o.Owner, object{"name": "Board", "period": object{"from": "2026-05-01", "to": "2026-06-01"},
		"against": object{"kind": "previous"}, "where": []string{"unit:porto"}, "tiles": []any{
			object{"id": "a", "kind": "view", "spec": spec(object{"shape": "figure"}), "width": 3, "height": 1},
			object{"id": "b", "kind": "view", "spec": spec(object{"where": []string{"unit:porto1"}, "shape": "figure"}), "width": 3, "height": 1},
			object{"id": "c", "kind": "note", "text": "Words", "width": 3, "height": 1}}})
	told := open(t, a, o, b["id"].(string), "", identity.Owner)
	n := func(i int) any {
		return told["tiles"].([]any)[i].(object)["answer"].(object)["figures"].([]any)[0].(object)["rows"].([]any)[0].(object)["n"]
	}
	if n(0) != 100.0 || n(1) != 50.0 || told["tiles"].([]any)[2].(object)["answer"] != nil {
		t.Errorf("%v and %v answers", n(0), n(1))
	}
	if w := told["where"].([]any)[0].(object); w["name"] != "Unit" || fmt.Sprint(w["values"]) != "[porto]" {
		t.Errorf("said: %v", w)
	}
}

// open makes a link as somebody of a role over a unit and opens it as nobody.
func open(t *testing.T, a *apptest.App, o *apptest.Org, item string, unit identity.UnitID, role identity.Role) object {
	t.Helper()
	maker := o.Owner
	if unit != "" {
		maker = o.Token(t, role, unit)
	}
	l := a.Must(t, 201, "POST", "/links", maker, object{"kind": "dashboard", "item": item, "expires_at": a.DB.Now().Add(time.Hour).Format(time.RFC3339)})
	return a.Must(t, 200, "POST", "/links/open", "", object{"token": l["token"]})
}

func TestALinkShowsWhatItsMakerMaySeeAndNothingElse(t *testing.T) {
	t.Parallel()
	a, o, ids := fourTeams(t, 50, 70, 30, 90)
	b := a.Must(t, 201, "POST", "/dashboards", o.Owner, object{"name": "Board", "shared": true, "period": object{"preset": "all"}, "against": object{},
		"tiles": []any{object{"id": "a", "kind": "view", "spec": spec(object{"by": []string{"unit.team"}}), "width": 3, "height": 1}}})["id"].(string)
	told := open(t, a, o, b, ids["porto"], identity.Supervisor)
	text := fmt.Sprint(told)
	if strings.Contains(text, "utrecht") || !strings.Contains(text, "porto1") || told["unit"] != "porto" {
		t.Errorf("a link of Porto's shows %s", text)
	}
	if whole := fmt.Sprint(open(t, a, o, b, "", "")); !strings.Contains(whole, "utrecht") {
		t.Error("the owner's link doesn't show everything")
	}
	a.Must(t, 403, "POST", "/links", o.Token(t, identity.Viewer, ""), object{"kind": "dashboard", "item": b, "expires_at": a.DB.Now().Add(time.Hour).Format(time.RFC3339)})
	mine := a.Must(t, 201, "POST", "/dashboards", o.Owner, object{"name": "Mine", "period": object{}, "against": object{}, "tiles": []any{}})["id"].(string)
	a.Must(t, 404, "POST", "/links", o.Token(t, identity.Supervisor, ""), object{"kind": "dashboard", "item": mine, "expires_at": a.DB.Now().Add(time.Hour).Format(time.RFC3339)})
}

func TestALinkEnds(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Ends")
	id := a.Must(t, 201, "POST", "/views", o.Owner, saved("Seen", true))["id"].(string)
	link := func(changes object) object {
		in := object{"kind": "view", "item": id, "expires_at": a.DB.Now().Add(time.Hour).Format(time.RFC3339)}
		for k, v := range changes {
			in[k] = v
		}
		return a.Must(t, 201, "POST", "/links", o.Owner, in)
	}
	opens := func(want int, l object, password string) string {
		t.Helper()
		status, text := a.Do("POST", "/links/open", "", object{"token": l["token"], "password": password})
		if status != want {
			t.Errorf("%d, not %d: %s", status, want, text)
		}
		return text
	}
	for name, at := range map[string]time.Time{"past": a.DB.Now().Add(-time.Hour), "too far": a.DB.Now().Add(367 * 24 * time.Hour)} {
		if status, text := a.Do("POST", "/links", o.Owner, object{"kind": "view", "item": id, "expires_at": at.Format(time.RFC3339)}); status != 422 || !strings.Contains(text, "expires_at") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	first, second, third := link(nil), link(nil), link(object{"password": "a secret"})
	opens(200, first, "")
	if rows(t, a, o, "share_link", "opened = 1 and id = $2", first["id"]) != 1 || rows(t, a, o, "audit", "verb = 'link.open'") != 1 {
		t.Error("that it was opened is nowhere")
	}
	if rows(t, a, o, "share_link", "password like '%secret%'") != 0 {
		t.Error("the password is stored as it is")
	}
	opens(http.StatusForbidden, third, "")
	opens(http.StatusForbidden, third, "not the secret")
	opens(200, third, "a secret")
	for range 5 {
		opens(http.StatusForbidden, third, "a guess")
	}
	if text := opens(http.StatusTooManyRequests, third, "a secret"); !strings.Contains(text, "too_many_attempts") {
		t.Error(text)
	}
	a.Must(t, 204, "DELETE", "/links/"+first["id"].(string), o.Owner, nil)
	if text := opens(http.StatusGone, first, ""); !strings.Contains(text, "This link has ended") {
		t.Error(text)
	}
	a.Must(t, 204, "DELETE", "/views/"+id, o.Owner, nil)
	opens(http.StatusGone, second, "")
	a.Must(t, 204, "POST", "/views/"+id+"/restore", o.Owner, nil)
	opens(200, second, "")
	a.Advance(2 * time.Hour)
	opens(http.StatusGone, second, "")
	a.Must(t, 404, "POST", "/links/open", "", object{"token": "guessed"})
}

func TestALinkOfSomebodyWhoLeftHasEndedAndOneOfSomebodyMovedSeesNoFurther(t *testing.T) {
	t.Parallel()
	a, o, ids := fourTeams(t, 50, 70, 30, 90)
	m := a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "Mia", "email": "mia@people.example", "password": apptest.Password, "role": "manager"})
	ctx := identity.With(t.Context(), identity.Caller{Org: o.ID, Kind: identity.ByUser, ID: m["id"].(string), Name: "Mia", Role: identity.Manager})
	view, err := a.Boards.CreateView(ctx, o.ID, viewInput())
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.Boards.CreateLink(ctx, o.ID, linkInput(string(view.ID), a.DB.Now().Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	shows := func() string {
		_, text := a.Do("POST", "/links/open", "", object{"token": l.Token})
		return text
	}
	if s := shows(); !strings.Contains(s, "utrecht1") {
		t.Error(s)
	}
	a.Must(t, 200, "PATCH", "/users/"+m["id"].(string), o.Owner, object{"unit": ids["porto"]})
	if s := shows(); strings.Contains(s, "utrecht1") || !strings.Contains(s, "porto1") {
		t.Errorf("moved to Porto: %s", s)
	}
	a.Must(t, 200, "PATCH", "/users/"+m["id"].(string), o.Owner, object{"active": false})
	if s := shows(); !strings.Contains(s, "link_ended") {
		t.Errorf("left: %s", s)
	}
}

func viewInput() dashboard.ViewInput {
	return dashboard.ViewInput{Name: "Mia's", Spec: dashboard.Spec{Metrics: []string{"nps"}, By: []string{"unit.team"}, Shape: dashboard.Bars,
		Period: dashboard.Period{Preset: dashboard.All}}}
}

func linkInput(item string, until time.Time) dashboard.LinkInput {
	return dashboard.LinkInput{Kind: "view", Item: item, ExpiresAt: until}
}
