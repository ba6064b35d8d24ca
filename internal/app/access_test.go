package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ask tries an operation in a world, as whoever has the token.
func ask(t *testing.T, a *apptest.App, op *huma.Operation, p probe, w *world, token string) (int, string) {
	t.Helper()
	var b any
	if p.body != nil {
		b = p.body(w)
	}
	r := apptest.Request(t, op.Method, w.fill(p.path), token, b, p.headers...)
	if !p.stream {
		rec := a.Send(r)
		return rec.Code, rec.Body.String()
	}
	ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond)
	defer cancel()
	rec := httptest.NewRecorder()
	a.Handler().ServeHTTP(rec, r.WithContext(ctx))
	return rec.Code, rec.Body.String()
}

func verb(op *huma.Operation) web.Verb { s, _ := op.Extensions["x-verb"].(string); return web.Verb(s) }

func TestEveryOperationHasAVerbOfTheTableAndAProbe(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	seen := map[string]bool{}
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		seen[op.OperationID] = true
		v := verb(op)
		if v != web.Public && !identity.May(identity.Owner, "", v) {
			t.Errorf("%s: verb %q isn't in the permission table", op.OperationID, v)
		}
		p, ok := probes[op.OperationID]
		if !ok {
			t.Errorf("%s %s (%s) has no probe: add it to operations_test.go", op.Method, op.Path, op.OperationID)
		}
		if strings.Contains(op.Path, "{") != strings.Contains(p.path, "{") {
			t.Errorf("%s: the probe's path %s doesn't fit %s", op.OperationID, p.path, op.Path)
		}
	}
	for id := range probes {
		if !seen[id] {
			t.Errorf("there is no operation %s any more", id)
		}
	}
}

// TestTheDescriptionLeavesNoRouteOut: what answers below /api/v1 is described, or the walk would miss it.
func TestTheDescriptionLeavesNoRouteOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		r := httptest.NewRequest(op.Method, "/api"+strings.NewReplacer("{", "", "}", "").Replace(op.Path), nil)
		if _, pattern := a.API.Mux.Handler(r); pattern == "" || pattern == "/api/" {
			t.Errorf("%s %s is described and not served", op.Method, op.Path)
		}
	}
}

func TestEveryOperationRefusesStrangersDeadTokensAndLowRoles(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := newWorld(t, a, "canary")
	past := w.Token(t, identity.Owner, "")
	revoked := a.Must(t, 201, "POST", "/tokens", w.Owner, object{"name": "revoked", "role": "owner"})
	soon := a.DB.Now().Add(time.Minute)
	expiring := &identity.Token{Name: "expiring", Role: identity.Owner, ExpiresAt: &soon}
	if err := a.Identity.NewToken(w.Context(), w.ID, expiring); err != nil {
		t.Fatal(err)
	}
	for _, dead := range []string{revoked["token"].(string), expiring.Token} { // both are good at first, and remembered so
		a.Must(t, 200, "GET", "/organisation", dead, nil)
	}
	a.Must(t, 204, "DELETE", "/tokens/"+revoked["id"].(string), past, nil)
	a.Must(t, 401, "GET", "/organisation", revoked["token"].(string), nil) // at once, although it was good a moment ago
	a.Advance(2 * time.Minute)
	inUnit := w.Token(t, identity.Owner, identity.UnitID(w.ids["unit"]))
	low := map[identity.Role]string{}
	for _, r := range identity.Roles {
		low[r] = w.Token(t, r, "")
	}
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		p, v := probes[op.OperationID], verb(op)
		if v == web.Public {
			continue
		}
		for name, token := range map[string]string{"nobody": "", "a revoked token": revoked["token"].(string), "an expired token": expiring.Token,
			"an invented token": "ts_0000"} {
			if status, text := ask(t, a, op, p, w, token); status != http.StatusUnauthorized || strings.Contains(text, "canary") {
				t.Errorf("%s as %s: %d: %s", op.OperationID, name, status, text)
			}
		}
		role := lowRole(string(v))
		if why := everyones[v]; (role == "") != (why != "") {
			t.Errorf("%s: verb %s is everyone's: %v, and the reason given is %q", op.OperationID, v, role == "", why)
		}
		if role != "" {
			if status, text := ask(t, a, op, p, w, low[role]); status != http.StatusForbidden || strings.Contains(text, "canary") {
				t.Errorf("%s as %s: %d: %s", op.OperationID, role, status, text)
			}
		}
		if !identity.May(identity.Owner, identity.UnitID(w.ids["unit"]), v) {
			if status, text := ask(t, a, op, p, w, inUnit); status != http.StatusForbidden {
				t.Errorf("%s as an owner of one unit: %d: %s", op.OperationID, status, text)
			}
		}
	}
	a.Run(t, []apptest.Scenario{
		{Name: "a token that isn't Bearer is refused", Path: "/organisation", Headers: []string{"Authorization: Basic abc"}, Status: 401},
		{Name: "and what was asked before changed nothing", Path: "/touch-points/" + w.ids["touch_point"], As: w.Owner, Status: 200, Contains: []string{"canary desk"}},
	})
}

// TestAnotherOrganisationsIdIsNotFound asks every operation with an id in its path for what belongs to somebody else, and then
// as its owner, so that a wrong address wouldn't pass for a refusal.
func TestAnotherOrganisationsIdIsNotFound(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	theirs, ours := newWorld(t, a, "canary"), newWorld(t, a, "plain")
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		p := probes[op.OperationID]
		if !strings.Contains(p.path, "{") || p.person { // what is a person's own has no other organisation
			continue
		}
		if status, text := ask(t, a, op, p, theirs, ours.Owner); status != http.StatusNotFound || strings.Contains(text, "canary") && op.OperationID != "dimension-values" {
			t.Errorf("%s of another organisation: %d: %s", op.OperationID, status, text)
		}
	}
	spent := newWorld(t, a, "spent")
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		p, w := probes[op.OperationID], ours
		if op.Method != http.MethodGet && strings.Contains(p.path, "{") { // what it ends or changes is missed by few others
			w = spent
		}
		status, text := ask(t, a, op, p, w, w.Owner)
		if w == spent && !slices.Contains(p.ok, status) { // by this one: it gets a world of its own
			spent = newWorld(t, a, "own-"+op.OperationID)
			status, text = ask(t, a, op, p, spent, spent.Owner)
		}
		if !slices.Contains(p.ok, status) {
			t.Errorf("%s as its owner: %d, not %v: %s", op.OperationID, status, p.ok, text)
		}
	}
}

// TestNoWordOfOneOrganisationIsReadInAnother looks for one organisation's texts in all that another can read.
func TestNoWordOfOneOrganisationIsReadInAnother(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	theirs, ours := newWorld(t, a, "canary"), newWorld(t, a, "plain")
	reads := 0
	for _, op := range web.Operations(a.API.Huma.OpenAPI()) {
		p := probes[op.OperationID]
		if op.Method != http.MethodGet || p.person {
			continue
		}
		reads++
		if status, text := ask(t, a, op, p, ours, ours.Owner); status >= 300 || strings.Contains(strings.ToLower(text), "canary") {
			t.Errorf("%s: %d: %s", op.OperationID, status, text)
		}
		if p.stream || strings.Contains(p.path, "{") {
			continue
		}
		// The same must be there for its owner to find, else the test looks for nothing.
		if status, text := ask(t, a, op, p, theirs, theirs.Owner); status != 200 || holdsNames[op.OperationID] && !strings.Contains(text, "canary") {
			t.Errorf("%s says nothing to the organisation itself: %d: %s", op.OperationID, status, text)
		}
	}
	if reads < 20 {
		t.Fatalf("only %d operations read", reads)
	}
	for _, path := range []string{"/customers?search=canary", "/touch-points?search=canary", "/employees?search=canary", "/signals?where=channel:canary",
		"/cases?search=canary", "/dimensions/channel/values?search=canary", "/figures?metric=nps&where=touch_point:canary-desk"} {
		body := a.Must(t, 200, "GET", path, ours.Owner, nil)
		if items, ok := body["items"].([]any); ok && len(items) != 0 {
			t.Errorf("%s finds %v", path, items)
		}
	}
	a.Run(t, []apptest.Scenario{{Name: "their metric is unknown here", Path: "/figures?metric=canary", As: ours.Owner, Status: 422, Contains: []string{"metric_unknown"}},
		{Name: "their attribute is unknown here", Path: "/figures?metric=nps&by=attributes.canary", As: ours.Owner, Status: 422, Contains: []string{"dimension_unknown"}}})
}

// holdsNames are the lists that must hold the word of their own organisation.
var holdsNames = map[string]bool{"organisation-get": true, "unit-list": true, "user-list": true, "token-list": true, "touch-point-list": true,
	"employee-list": true, "customer-list": true, "metric-list": true, "dimension-list": true, "signal-list": true, "survey-list": true,
	"rule-list": true, "case-list": true, "import-list": true, "figure-get": true, "audit-list": true}

func TestAnotherOrganisationsIdsInABodyAreUnknown(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	theirs, ours := newWorld(t, a, "canary"), newWorld(t, a, "plain")
	in := func(method, path string, status int, b object, headers ...string) apptest.Scenario {
		return apptest.Scenario{Name: method + " " + path, Method: method, Path: ours.fill(path), As: ours.Owner, Body: b, Status: status,
			Headers: headers, Lacks: []string{"canary"}}
	}
	rule := ours.rule()
	rule["fallback_owner"] = theirs.User
	a.Run(t, []apptest.Scenario{
		in("POST", "/units", 422, object{"key": "k", "name": "K", "kind": "team", "parent": theirs.ids["unit"]}),
		in("PATCH", "/units/{unit}", 422, object{"parent": theirs.ids["unit"]}),
		in("PATCH", "/units/{unit}", 422, object{"owner": theirs.User}),
		in("PATCH", "/users/{user}", 422, object{"unit": theirs.ids["unit"]}),
		in("POST", "/users", 422, object{"name": "N", "email": "n@people.example", "password": apptest.Password, "role": "agent", "unit": theirs.ids["unit"]}),
		in("POST", "/tokens", 422, object{"name": "N", "role": "viewer", "unit": theirs.ids["unit"]}),
		in("POST", "/employees", 422, object{"external_id": "n", "unit": theirs.ids["unit"]}),
		in("POST", "/rules", 422, rule),
		in("POST", "/cases", 422, object{"title": "T", "signal": theirs.ids["signal"]}),
		in("POST", "/cases", 422, object{"title": "T", "owner": theirs.User}),
		in("PATCH", "/cases/{case}", 422, object{"owner": theirs.User}, `If-Match: "1"`),
		in("POST", "/imports", 422, object{"upload": theirs.ids["upload"], "mapping": ours.mapping()}),
	})
}
