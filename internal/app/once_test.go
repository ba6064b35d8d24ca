package app_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func once(key string) string { return "Idempotency-Key: " + key }

// waiting is a claim whose first request is still running, or was killed.
func waiting(t *testing.T, a *apptest.App, o *apptest.Org) {
	t.Helper()
	err := a.DB.Write(t.Context(), o.ID, func(tx *db.Tx) error {
		n, err := db.Affected(tx.Exec(t.Context(), `update idempotency set status = 0, response = null where org = $1`, o.ID))
		if err == nil && n != 1 {
			err = errors.New("there isn't one claim")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACreateSentAgainIsAnsweredAsTheFirstWas(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Once")
	desk := object{"key": "desk", "name": "Desk"}
	send := func(token, path string, b any, headers ...string) (int, string, http.Header) {
		t.Helper()
		w := a.Send(apptest.Request(t, "POST", path, token, b, headers...))
		return w.Code, w.Body.String(), w.Header()
	}
	status, first, h := send(o.Owner, "/touch-points", desk, once("a"))
	if status != 201 || h.Get("Idempotency-Replayed") != "" {
		t.Fatal(status, first)
	}
	status, again, h := send(o.Owner, "/touch-points", desk, once("a"))
	if status != 201 || again != first || h.Get("Idempotency-Replayed") != "true" || h.Get("Content-Type") != "application/json" {
		t.Errorf("%d %v %s", status, h, again)
	}
	if status, text, _ := send(o.Owner, "/touch-points", desk); status != 422 || !strings.Contains(text, "key_taken") {
		t.Errorf("without the header: %d %s", status, text)
	}
	for name, f := range map[string]func() (int, string, http.Header){
		"another body": func() (int, string, http.Header) {
			return send(o.Owner, "/touch-points", object{"key": "other", "name": "O"}, once("a"))
		},
		"another operation": func() (int, string, http.Header) { return send(o.Owner, "/employees", desk, once("a")) },
	} {
		if status, text, _ := f(); status != 422 || !strings.Contains(text, "idempotency_key_reused") || !strings.Contains(text, "header.Idempotency-Key") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	if status, text, _ := send(o.Token(t, identity.Owner, ""), "/touch-points", desk, once("a")); status != 422 || !strings.Contains(text, "key_taken") {
		t.Errorf("somebody else's key is another key: %d %s", status, text)
	}
	if status, _, _ := send(a.Organisation(t, "Elsewhere").Owner, "/touch-points", desk, once("a")); status != 201 {
		t.Errorf("so is another organisation's: %d", status)
	}
	for _, bad := range []string{strings.Repeat("k", 201), "schlüssel"} {
		if status, text, _ := send(o.Owner, "/touch-points", desk, once(bad)); status != 422 || !strings.Contains(text, "idempotency_key_form") {
			t.Errorf("%.20q: %d %s", bad, status, text)
		}
	}
	a.Advance(25 * time.Hour)
	if status, text, _ := send(o.Owner, "/touch-points", desk, once("a")); status != 422 || !strings.Contains(text, "key_taken") {
		t.Errorf("after a day it is a new request: %d %s", status, text)
	}
}

func TestARefusedCreateMayBeSentAgainPutRight(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Refused")
	a.Run(t, []apptest.Scenario{
		{Name: "refused", Method: "POST", Path: "/touch-points", As: o.Owner, Headers: []string{once("a")}, Body: object{"key": "The Desk", "name": "Desk"}, Status: 422},
		{Name: "put right under the same key", Method: "POST", Path: "/touch-points", As: o.Owner, Headers: []string{once("a")}, Body: object{"key": "desk", "name": "Desk"}, Status: 201},
		{Name: "not allowed keeps nothing", Method: "POST", Path: "/touch-points", As: o.Token(t, identity.Viewer, ""), Headers: []string{once("b")}, Body: object{}, Status: 403},
		{Name: "a body too large is refused", Method: "POST", Path: "/touch-points", As: o.Owner, Headers: []string{once("c")}, Body: strings.Repeat("x", 2<<20), Status: 413},
	})
	if n := rows(t, a, o, "idempotency", "1 = 1"); n != 1 {
		t.Errorf("%d are kept", n)
	}
}

func TestOfEightCreatesAtOnceOneMakesIt(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Race")
	note := object{"title": "A case"}
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]int{}
	for range 8 {
		all.Go(func() {
			status, text := a.Do("POST", "/cases", o.Owner, note, once("race"))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case status == http.StatusCreated:
				seen[text]++
			case status != http.StatusConflict || !strings.Contains(text, "still_running"):
				t.Errorf("%d %s", status, text)
			}
		})
	}
	all.Wait()
	if n := rows(t, a, o, "case_file", "1 = 1"); n != 1 || len(seen) != 1 {
		t.Errorf("%d made, %d different answers", n, len(seen))
	}
}

func TestNobodyPretendsToKnowWhatCameOfAKilledRequest(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Killed")
	again := func(code string) apptest.Scenario {
		return apptest.Scenario{Name: code, Method: "POST", Path: "/touch-points", As: o.Owner, Headers: []string{once("a")},
			Body: object{"key": "desk", "name": "Desk"}, Status: 409, Contains: []string{code}}
	}
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "desk", "name": "Desk"}, once("a"))
	waiting(t, a, o)
	a.Run(t, []apptest.Scenario{again("still_running")})
	a.Advance(3 * time.Minute)
	a.Run(t, []apptest.Scenario{again("outcome_unknown")})
}

func TestASecretIsKeptNowhere(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Secret")
	ask := object{"name": "ci", "role": "viewer"}
	token := a.Must(t, 201, "POST", "/tokens", o.Owner, ask, once("a"))["token"].(string)
	a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "U", "email": "u@example.org", "password": "hunter2hunter2", "role": "viewer"}, once("b"))
	a.Run(t, []apptest.Scenario{{Name: "a repeat is told so", Method: "POST", Path: "/tokens", As: o.Owner, Headers: []string{once("a")}, Body: ask, Status: 409,
		Contains: []string{"shown_once"}, Lacks: []string{token}}})
	if n := rows(t, a, o, "api_token", "name = 'ci'"); n != 1 {
		t.Errorf("%d tokens", n)
	}
	if n := rows(t, a, o, "idempotency", "response like $2 or response like '%hunter2%' or key = 'a' or headers like $2", "%"+token+"%"); n != 0 {
		t.Error("a secret is in the table")
	}
}

func TestKeptAnswersAreForgottenAfterADay(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Tidy")
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "old", "name": "Old"}, once("old"))
	if err := a.Jobs.Fire(t.Context()); err != nil { // a schedule seen for the first time waits for its next slot
		t.Fatal(err)
	}
	a.Advance(25 * time.Hour)
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "new", "name": "New"}, once("new"))
	follow(t, a)
	a.Jobs.Start(t.Context(), 1)
	eventually(t, "the old answer is forgotten", func() bool { return rows(t, a, o, "idempotency", "1 = 1") == 1 })
	if err := a.Jobs.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.Must(t, 201, "POST", "/touch-points", o.Owner, object{"key": "new", "name": "New"}, once("new"))
}
