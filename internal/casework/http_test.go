package casework_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestTheAPIAnswersAndRefuses(t *testing.T) {
	t.Parallel()
	a := apptest.New(t).App
	o, stranger := people(t, a, "Acme"), people(t, a, "Umbrella")
	rule := o.rule(o.lowNPS())
	f := o.one(`{"measures":{"nps":3},"unit":"north","comments":[{"text":"Awful"}]}`)
	owner, viewer, analyst := o.token(identity.Owner, ""), o.token(identity.Viewer, ""), o.token(identity.Analyst, "")
	other, south := stranger.token(identity.Owner, ""), o.token(identity.Supervisor, o.south)
	in := o.lowNPS()
	in.Name = "Another"
	good, wrong := jsonOf(in), strings.Replace(jsonOf(in), `"value":6`, `"value":11`, 1)
	edit := strings.Replace(good, "Another", "Low NPS", 1)
	theirs := strings.Replace(good, o.owner.ID, stranger.owner.ID, 1)
	k, r := "/cases/"+string(f.ID), "/rules/"+string(rule.ID)
	v1 := []string{"If-Match", `"1"`}

	for _, c := range []struct {
		method, path, auth, body string
		headers                  []string
		status                   int
		contains                 string
	}{
		// Nobody is signed in.
		{"GET", "/rules", "", "", nil, 401, "not_signed_in"},
		{"POST", "/rules", "", good, nil, 401, "not_signed_in"},
		{"GET", r, "", "", nil, 401, "not_signed_in"},
		{"PUT", r, "", edit, v1, 401, "not_signed_in"},
		{"DELETE", r, "", "", nil, 401, "not_signed_in"},
		{"POST", "/rules/test", "", `{"rule":` + good + `}`, nil, 401, "not_signed_in"},
		{"GET", "/rules/proposals", "", "", nil, 401, "not_signed_in"},
		{"GET", "/cases", "", "", nil, 401, "not_signed_in"},
		{"POST", "/cases", "", `{"title":"x"}`, nil, 401, "not_signed_in"},
		{"GET", k, "", "", nil, 401, "not_signed_in"},
		{"PATCH", k, "", `{"title":"x"}`, v1, 401, "not_signed_in"},
		{"POST", k + "/notes", "", `{"text":"x"}`, nil, 401, "not_signed_in"},
		{"POST", k + "/state", "", `{"state":"open"}`, v1, 401, "not_signed_in"},
		{"GET", "/case-options", "", "", nil, 401, "not_signed_in"},
		{"GET", "/cases", "Bearer ts_wrong", "", nil, 401, "token_unknown"},
		// Too little role.
		{"GET", "/rules", viewer, "", nil, 403, "not_allowed"},
		{"POST", "/rules", analyst, good, nil, 403, "not_allowed"},
		{"PUT", r, analyst, edit, v1, 403, "not_allowed"},
		{"DELETE", r, south, "", nil, 403, "not_allowed"},
		{"POST", "/rules/test", analyst, `{"rule":` + good + `}`, nil, 403, "not_allowed"},
		{"GET", "/rules/proposals", south, "", nil, 403, "not_allowed"},
		{"GET", "/cases", viewer, "", nil, 403, "not_allowed"},
		{"GET", k, viewer, "", nil, 403, "not_allowed"},
		{"POST", "/cases", analyst, `{"title":"x"}`, nil, 403, "not_allowed"},
		{"PATCH", k, analyst, `{"title":"x"}`, v1, 403, "not_allowed"},
		{"POST", k + "/notes", analyst, `{"text":"x"}`, nil, 403, "not_allowed"},
		{"POST", k + "/state", analyst, `{"state":"open"}`, v1, 403, "not_allowed"},
		{"GET", "/case-options", viewer, "", nil, 403, "not_allowed"},
		// Another organisation, and another unit.
		{"GET", r, other, "", nil, 404, "rule_unknown"},
		{"PUT", r, other, strings.Replace(edit, o.owner.ID, stranger.owner.ID, 1), v1, 404, "rule_unknown"},
		{"DELETE", r, other, "", nil, 404, "rule_unknown"},
		{"GET", k, other, "", nil, 404, "case_unknown"},
		{"PATCH", k, other, `{"title":"x"}`, v1, 404, "case_unknown"},
		{"POST", k + "/notes", other, `{"text":"x"}`, nil, 404, "case_unknown"},
		{"POST", k + "/state", other, `{"state":"open"}`, v1, 404, "case_unknown"},
		{"GET", "/cases", other, "", nil, 200, `"items":[]`},
		{"GET", "/rules", other, "", nil, 200, `"items":[]`},
		{"GET", k, south, "", nil, 404, "case_unknown"},
		{"POST", k + "/notes", south, `{"text":"x"}`, nil, 404, "case_unknown"},
		{"POST", "/rules", owner, theirs, nil, 422, "user_unknown"},
		{"POST", "/cases", owner, `{"title":"x","owner":"` + stranger.owner.ID + `"}`, nil, 422, "user_unknown"},
		{"POST", "/cases", other, `{"signal":"` + string(f.Signal) + `"}`, nil, 422, "signal_unknown"},
		// Wrong input.
		{"POST", "/rules", owner, wrong, nil, 422, "body.conditions[0].value"},
		{"POST", "/rules", owner, `{"name":"x"}`, nil, 422, "body"},
		{"POST", "/rules", owner, `{`, nil, 400, ""},
		{"POST", "/rules", owner, edit, nil, 409, "rule_taken"},
		{"PUT", r, owner, edit, nil, 422, "if_match_needed"},
		{"PUT", r, owner, edit, []string{"If-Match", `"7"`}, 412, "changed_meanwhile"},
		{"POST", "/rules/test", owner, `{"rule":` + wrong + `}`, nil, 422, "body.rule.conditions[0].value"},
		{"POST", "/rules/test", owner, `{"rule":` + good + `,"days":4000}`, nil, 422, "body.days"},
		{"GET", "/cases?state=lost", owner, "", nil, 422, "query.state"},
		{"GET", "/cases?limit=201", owner, "", nil, 422, "query.limit"},
		{"GET", "/cases?cursor=nonsense", owner, "", nil, 422, "cursor_invalid"},
		{"POST", "/cases", owner, `{}`, nil, 422, "body.title"},
		{"PATCH", k, owner, `{"title":"x"}`, nil, 422, "if_match_needed"},
		{"PATCH", k, owner, `{"title":"x"}`, []string{"If-Match", `"9"`}, 412, "changed_meanwhile"},
		{"PATCH", k, owner, `{"title":"a\u0000b"}`, v1, 422, "body.title"},
		{"PATCH", k, owner, `{"owner":"usr_none"}`, v1, 422, "body.owner"},
		{"POST", k + "/notes", owner, `{"text":"  "}`, nil, 422, "note_empty"},
		{"POST", k + "/notes", owner, `{"text":"` + strings.Repeat("x", 10_001) + `"}`, nil, 422, "note_too_long"},
		{"POST", k + "/state", owner, `{"state":"lost"}`, v1, 422, "body.state"},
		{"POST", k + "/state", owner, `{"state":"closed","cause":"other","outcome":"no_reply"}`, v1, 409, "A case that is new can't become closed"},
		{"POST", k + "/state", owner, `{"state":"open"}`, nil, 422, "if_match_needed"},
		{"POST", k + "/state", owner, `{"state":"open"}`, []string{"If-Match", `"9"`}, 412, "changed_meanwhile"},
		// As it should be; nothing above changed anything.
		{"GET", "/rules", analyst, "", nil, 200, `"opened":1`},
		{"GET", r, owner, "", nil, 200, `{"field":"metric.nps","op":"<=","value":6}`},
		{"POST", "/rules", owner, good, nil, 201, `"version":1`},
		{"PUT", r, owner, edit, v1, 200, `"version":2`},
		{"POST", "/rules/test", owner, `{"rule":` + good + `}`, nil, 200, `"would_open":1,"of":1,`},
		{"GET", "/rules/proposals", owner, "", nil, 200, `"key":"very_negative"`},
		{"GET", "/case-options", owner, "", nil, 200, `{"key":"timely","name":"Took too long"}`},
		{"GET", "/cases?state=new,open&state=waiting&owner=" + o.owner.ID, owner, "", nil, 200, `"ref":"C-1001"`},
		{"GET", "/cases?signal=" + string(f.Signal), owner, "", nil, 200, `"counts":{"mine":0,"team":1,"unassigned":0,"overdue":0,"mentioned":0,"watched":0,"broken":0,"open":1}`},
		{"GET", "/cases?overdue=true", owner, "", nil, 200, `"items":[]`},
		{"GET", k, owner, "", nil, 200, `"text":"NPS: 3 (6 or less)","to":"Low NPS"`},
		{"PATCH", k, owner, `{"severity":"low"}`, v1, 200, `"severity":"low"`},
		{"POST", k + "/notes", owner, `{"text":"<b>=cmd|' /C calc'!A0</b>"}`, nil, 201, `"version":2`},
		{"POST", k + "/state", owner, `{"state":"open"}`, []string{"If-Match", `W/"2"`}, 200, `"state":"open"`},
		{"POST", k + "/state", owner, `{"state":"resolved"}`, []string{"If-Match", `"3"`}, 422, "body.cause"},
		{"POST", k + "/state", owner, `{"state":"resolved","cause":"timely","outcome":"put_right"}`, []string{"If-Match", `"3"`}, 200, `"resolved_at":`},
		{"POST", k + "/state", owner, `{"state":"closed"}`, []string{"If-Match", `"4"`}, 200, `"closed_at":`},
		{"POST", "/cases", owner, `{"title":"By hand","owner":"` + o.ana.ID + `"}`, []string{"Idempotency-Key", "p1"}, 201, `"ref":"C-1002"`},
		{"POST", "/cases", owner, `{"title":"By hand","owner":"` + o.ana.ID + `"}`, []string{"Idempotency-Key", "p1"}, 201, `"ref":"C-1002"`},
		{"POST", "/cases", owner, `{"title":"Other","owner":"` + o.ana.ID + `"}`, []string{"Idempotency-Key", "p1"}, 409, "idempotency_key_taken"},
		{"DELETE", r, owner, "", nil, 204, ""},
		{"GET", r, owner, "", nil, 404, "rule_unknown"},
		{"GET", k, owner, "", nil, 200, `"rule":{"id":"` + string(rule.ID) + `","name":"Low NPS"}`},
	} {
		w := o.ask(c.method, c.path, c.auth, c.body, c.headers...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.contains) {
			t.Errorf("%s %s %.80s: %d %s", c.method, c.path, c.body, w.Code, w.Body)
		}
	}
	w := o.ask("GET", k, owner, "")
	if w.Header().Get("ETag") != `"5"` {
		t.Errorf("ETag %q", w.Header().Get("ETag"))
	}
}

func TestACaseThatChangesIsHeardByBrowsers(t *testing.T) {
	t.Parallel()
	o := open(t)
	heard := o.listen()
	o.rule(o.lowNPS())
	f := o.one(`{"measures":{"nps":3}}`)
	want := `{"id":"` + string(f.ID) + `"}`
	if got := heard(); got != want {
		t.Errorf("opened: %q", got)
	}
	if _, err := o.cases.Move(o.as(o.owner), o.org, f.ID, 1, casework.Move{State: casework.Closed}); err == nil {
		t.Fatal("closed at once")
	}
	g := o.byHand("Another")
	if got := heard(); got != `{"id":"`+string(g.ID)+`"}` {
		t.Errorf("a refused step was told, or the next case wasn't: %q", got)
	}
}

// listen opens a stream of events as a browser does and returns what reads on to the next about cases.
func (o *office) listen() (next func() string) {
	o.t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.app.Hub.Serve(w, r, string(o.org), func() bool { return true })
	}))
	o.t.Cleanup(srv.Close)
	ctx, cancel := context.WithTimeout(o.t.Context(), 10*time.Second)
	o.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL, nil)
	o.must(err)
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	o.t.Cleanup(func() { _ = res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	next = func() string {
		for event := ""; lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = name
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && event == "cases" {
				return data
			}
		}
		return "nothing more"
	}
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data:") { // hello: from here on nothing is missed
	}
	return next
}
