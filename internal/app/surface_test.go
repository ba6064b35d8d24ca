package app_test

import (
	"flag"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

var update = flag.Bool("update", false, "write golden files")

// TestTheDescriptionOnFileIsTheProgramsOwn keeps api/openapi.yaml, and through it the interface's types, in step.
func TestTheDescriptionOnFileIsTheProgramsOwn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	got, err := a.API.Huma.OpenAPI().YAML()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../api/openapi.yaml"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil { //nolint:gosec // committed, for everybody to read
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("api/openapi.yaml isn't what the program says of itself: run `make openapi`")
	}
}

func TestHealthAndDescriptionAreOpenAndLoadNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Run(t, []apptest.Scenario{
		{Name: "healthz", Path: "~/healthz", Status: 200, Contains: []string{"ok"}},
		{Name: "readyz", Path: "~/readyz", Status: 200, Contains: []string{"ready"}},
		{Name: "openapi.json", Path: "/api/openapi.json", Status: 200, Contains: []string{`"openapi":"3.1`, `"x-verb":"signal.write"`}},
		{Name: "the page of operations", Path: "/api/docs", Status: 200, Contains: []string{"/v1/figures", "signal.erase"}},
		{Name: "screens", Path: "~/", Status: 200, Contains: []string{"<html"}},
	})
	elsewhere := regexp.MustCompile(`(?i)(src|href|url\(|@import)\s*=?\s*["'(]?\s*(https?:)?//`)
	for _, path := range []string{"/api/docs", "~/"} {
		_, text := a.Do("GET", path, "", nil)
		if m := elsewhere.FindString(text); m != "" {
			t.Errorf("%s loads %q", path, m)
		}
	}
	w := a.Send(apptest.Request(t, "GET", "/organisation", "", nil))
	for name, part := range map[string]string{"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Type": "application/problem+json"} {
		if !strings.Contains(w.Header().Get(name), part) {
			t.Errorf("%s: %q", name, w.Header().Get(name))
		}
	}
}

func TestWhatIsNotThereOrCannotBeReadIsAProblemDocument(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Nowhere")
	list := []apptest.Scenario{
		{Name: "an unknown path", Path: "/nothing", As: o.Owner, Status: 404, Contains: []string{"no_such_operation"}},
		{Name: "an unknown version", Path: "/api/v9/signals", As: o.Owner, Status: 404},
		{Name: "an unknown method", Method: "DELETE", Path: "/metrics", As: o.Owner, Status: 404},
		{Name: "malformed JSON", Method: "POST", Path: "/touch-points", As: o.Owner, Body: `{"key":`, Status: 400},
		{Name: "a body too large", Method: "POST", Path: "/touch-points", As: o.Owner, Body: `{"key":"` + strings.Repeat("a", 2<<20) + `"}`, Status: 413},
		{Name: "an unknown field", Method: "POST", Path: "/touch-points", As: o.Owner, Body: `{"key":"k","name":"N","colour":1}`, Status: 422, Contains: []string{"body.colour"}},
		{Name: "a missing field", Method: "POST", Path: "/touch-points", As: o.Owner, Body: `{"key":"k"}`, Status: 422, Contains: []string{"name"}},
		{Name: "a limit beyond the limit", Path: "/signals?limit=201", As: o.Owner, Status: 422, Contains: []string{"query.limit"}},
		{Name: "a cursor from elsewhere", Path: "/signals?cursor=x", As: o.Owner, Status: 422, Contains: []string{"query.cursor"}},
	}
	for _, path := range []string{"/touch-points/a%00b", "/touch-points/a%ffb", "/customers?search=%00", "/customers?search=%ff", "/customers?cursor=%00",
		"/signals/%00", "/signals?where=channel:%00", "/figures?metric=%00", "/dimensions/%ff/values", "/audit?cursor=%00", "/cases?search=%00", "/imports/%00"} {
		list = append(list, apptest.Scenario{Name: "an address like " + path, Path: path, As: o.Owner, Status: 400, Contains: []string{"address_unreadable"}})
	}
	for name, b := range map[string]object{"/touch-points": {"key": "k", "name": "a\x00b"}, "/employees": {"external_id": "a\x00b"}, "/customers": {"external_id": "a\x00b"},
		"/metrics": {"key": "m", "name": "a\x00b", "min": 1, "max": 5, "scoring": object{"method": "mean"}}, "/units": {"key": "u", "name": "a\x00b", "kind": "team"},
		"/tokens": {"name": "a\x00b", "role": "viewer"}, "/surveys": {"name": "a\x00b"}, "/cases": {"title": "a\x00b"},
		"/users": {"name": "a\x00b", "email": "e@example.org", "password": apptest.Password, "role": "viewer"}} {
		list = append(list, apptest.Scenario{Name: "U+0000 for " + name, Method: "POST", Path: name, As: o.Owner, Body: b, Status: 422, Contains: []string{`"location":"body.`}})
	}
	a.Run(t, list)
	for _, s := range list {
		w := a.Send(apptest.Request(t, orGet(s.Method), s.Path, o.Owner, s.Body))
		if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" || !strings.Contains(w.Body.String(), `"code":"`) {
			t.Errorf("%s: %s: %s", s.Name, ct, w.Body)
		}
	}
}

func orGet(method string) string {
	if method == "" {
		return http.MethodGet
	}
	return method
}
