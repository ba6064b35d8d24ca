package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// browser keeps a session's cookie between requests.
type browser struct {
	t      *testing.T
	app    *apptest.App
	cookie *http.Cookie
	from   string // network address
	host   string
}

func (b *browser) do(method, path string, body any, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := apptest.Request(b.t, method, path, "", body, headers...)
	r.RemoteAddr, r.Host = "127.0.0.1:1234", "127.0.0.1:8080"
	if b.from != "" {
		r.RemoteAddr = b.from
	}
	if b.host != "" {
		r.Host = b.host
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	w := b.app.Send(r)
	for _, c := range w.Result().Cookies() {
		if b.cookie = c; c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return w
}

func (b *browser) want(status int, method, path string, body any, headers ...string) string {
	b.t.Helper()
	w := b.do(method, path, body, headers...)
	if w.Code != status {
		b.t.Fatalf("%s %s: %d, not %d: %s", method, path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

func (b *browser) signIn(email, password string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do("POST", "/session", object{"email": email, "password": password})
}

var founding = object{"organisation": "First", "zone": "UTC", "name": "Ann", "email": "ann@example.org", "password": apptest.Password}

func TestOfEightSetUpsAtOnceOneSucceeds(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	var all sync.WaitGroup
	statuses := make([]int, 8)
	for i := range statuses {
		all.Go(func() {
			f := laid(founding, "organisation", "Org "+string(rune('a'+i)))
			f["email"] = string(rune('a'+i)) + "@example.org"
			statuses[i] = (&browser{t: t, app: a}).do("POST", "/setup", f).Code
		})
	}
	all.Wait()
	made := 0
	for _, s := range statuses {
		if s == http.StatusCreated {
			made++
		} else if s != http.StatusConflict {
			t.Errorf("status %d", s)
		}
	}
	orgs, err := a.Identity.Organisations(t.Context())
	if err != nil || made != 1 || len(orgs) != 1 {
		t.Errorf("%d made, %d there (%v)", made, len(orgs), err)
	}
}

func TestSetUpFromElsewhereNeedsTheCode(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for name, b := range map[string]*browser{
		"another machine":           {from: "192.0.2.7:5555"},
		"a name pointed at us":      {host: "rebound.example:8080"},
		"another IPv6 machine":      {from: "[2001:db8::1]:5555"},
		"a proxy that says nothing": {host: "cx.example.org"},
	} {
		b.t, b.app = t, a
		if text := b.want(http.StatusForbidden, "POST", "/setup", founding); !strings.Contains(text, "setup_code_needed") {
			t.Errorf("%s: %s", name, text)
		}
		b.want(http.StatusForbidden, "POST", "/setup", laid(founding, "code", "guess"))
	}
	here := &browser{t: t, app: a}
	here.want(http.StatusForbidden, "POST", "/setup", founding, "X-Forwarded-For: 192.0.2.7")
	here.want(http.StatusForbidden, "POST", "/setup", founding, "Forwarded: for=192.0.2.7")
	for field, bad := range map[string]string{"email": "nobody", "password": "short", "zone": "Mars", "organisation": "a\x00b", "name": "a\x00b"} {
		if text := here.want(http.StatusUnprocessableEntity, "POST", "/setup", laid(founding, field, bad)); !strings.Contains(text, `"location":"body.`+field) {
			t.Errorf("%s: %s", field, text)
		}
	}
	far := &browser{t: t, app: a, from: "192.0.2.7:5555", host: "cx.example.org"}
	text := far.want(http.StatusCreated, "POST", "/setup", laid(founding, "code", a.Identity.SetupCode()))
	if far.cookie == nil || !strings.Contains(text, `"role":"owner"`) || !strings.Contains(text, `"setup_needed":false`) {
		t.Errorf("%v %s", far.cookie, text)
	}
	here.want(http.StatusConflict, "POST", "/setup", founding)
}

func TestASessionBeginsAnewAtSignInAndEndsAtSignOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Sessions")
	b := &browser{t: t, app: a}
	b.want(http.StatusUnauthorized, "GET", "/organisation", nil)
	if w := b.signIn(o.Email, "not the password"); w.Code != 401 || len(w.Result().Cookies()) != 0 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	planted := &http.Cookie{Name: "touchstone", Value: "a-token-somebody-planted"}
	b.cookie = planted
	if w := b.signIn(strings.ToUpper(o.Email), apptest.Password); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	c := b.cookie
	if c.Value == planted.Value || len(c.Value) < 32 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge < 3600 {
		t.Errorf("cookie %v", c)
	}
	b.want(200, "GET", "/organisation", nil)
	first := *c
	b.signIn(o.Email, apptest.Password)
	if b.cookie.Value == first.Value {
		t.Error("signing in again keeps the token")
	}
	old := &browser{t: t, app: a, cookie: &first}
	old.want(http.StatusUnauthorized, "GET", "/organisation", nil)
	second := *b.cookie
	b.want(http.StatusNoContent, "DELETE", "/session", nil)
	if b.cookie != nil {
		t.Error("signing out leaves the cookie")
	}
	(&browser{t: t, app: a, cookie: &second}).want(http.StatusUnauthorized, "GET", "/organisation", nil)
	(&browser{t: t, app: a, cookie: planted}).want(http.StatusUnauthorized, "GET", "/organisation", nil)
}

func TestTheCookieIsSecureBehindHTTPS(t *testing.T) {
	t.Parallel()
	for public, secure := range map[string]bool{"https://cx.example.org": true, "http://cx.example.org": false} {
		c := app.Defaults()
		c.PublicURL, c.Data, c.Listen = public, t.TempDir(), "127.0.0.1:0"
		a := apptest.Open(t, c)
		stop := serve(t, a)
		o := a.Organisation(t, "Secure")
		b := &browser{t: t, app: a}
		b.signIn(o.Email, apptest.Password)
		if b.cookie == nil || b.cookie.Secure != secure {
			t.Errorf("%s: %v", public, b.cookie)
		}
		stop()
	}
}

func TestASessionEndsWhenItIsNotUsedAndWhenItIsOld(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Ageing")
	idle, used := &browser{t: t, app: a}, &browser{t: t, app: a}
	idle.signIn(o.Email, apptest.Password)
	used.signIn(o.Email, apptest.Password)
	for range 13 {
		a.Advance(time.Hour)
		used.want(200, "GET", "/organisation", nil)
	}
	idle.want(http.StatusUnauthorized, "GET", "/organisation", nil)
	for range 6*24 + 10 {
		a.Advance(time.Hour)
		used.want(200, "GET", "/organisation", nil)
	}
	a.Advance(2 * time.Hour) // seven days and an hour in all
	used.want(http.StatusUnauthorized, "GET", "/organisation", nil)
}

func TestGuessingIsSlowedDownPerLogin(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Guessed")
	a.Must(t, 201, "POST", "/users", o.Owner, object{"name": "Ben", "email": "ben@example.org", "password": apptest.Password, "role": "viewer"})
	b := &browser{t: t, app: a}
	for range 5 {
		if w := b.signIn(o.Email, "wrong"); w.Code != 401 {
			t.Fatal(w.Code)
		}
	}
	w := b.signIn(o.Email, apptest.Password)
	if w.Code != 429 || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), `"wait_seconds":1`) {
		t.Errorf("%d Retry-After %q %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	if w := (&browser{t: t, app: a}).signIn("ben@example.org", apptest.Password); w.Code != 200 {
		t.Errorf("a colleague behind the same address: %d", w.Code)
	}
	a.Advance(2 * time.Second)
	if w := b.signIn(o.Email, "wrong again"); w.Code != 401 {
		t.Error(w.Code)
	}
	a.Advance(time.Second)
	if w := b.signIn(o.Email, apptest.Password); w.Code != 429 || w.Header().Get("Retry-After") != "1" {
		t.Errorf("the second pause: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	a.Advance(2 * time.Second)
	if w := b.signIn(o.Email, apptest.Password); w.Code != 200 {
		t.Error(w.Code)
	}
	// A burst is no way round, and neither is adding somebody whose password one doesn't know.
	var all sync.WaitGroup
	tried := make([]int, 40)
	for i := range tried {
		all.Go(func() { tried[i] = (&browser{t: t, app: a}).signIn("ben@example.org", "wrong").Code })
	}
	all.Wait()
	n := 0
	for _, s := range tried {
		if s == 401 {
			n++
		}
	}
	if n > 5+4 {
		t.Errorf("%d of %d guesses at once were tried", n, len(tried))
	}
	other := a.Organisation(t, "Other")
	if status, text := a.Do("POST", "/users", other.Owner, object{"name": "Ben", "email": "ben@example.org", "password": apptest.Password, "role": "viewer"}); status != 429 {
		t.Errorf("guessing through POST /users: %d %s", status, text)
	}
}

func TestSigningInTellsNothingOfWhoHasALogin(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Silent")
	b := &browser{t: t, app: a}
	known, unknown, odd := b.signIn(o.Email, "wrong"), b.signIn("nobody@example.org", "wrong"), b.signIn("a\x00b@example.org", "wrong")
	if known.Body.String() != unknown.Body.String() || odd.Body.String() != known.Body.String() || known.Code != unknown.Code {
		t.Errorf("%s\n%s\n%s", known.Body, unknown.Body, odd.Body)
	}
}

func TestAnotherSitesPageCanChangeNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Origin")
	b := &browser{t: t, app: a}
	b.signIn(o.Email, apptest.Password)
	for name, headers := range map[string][]string{"by fetch metadata": {"Sec-Fetch-Site: cross-site"}, "by origin": {"Origin: https://evil.example"},
		"of a sibling": {"Sec-Fetch-Site: same-site"}} {
		if text := b.want(http.StatusForbidden, "POST", "/touch-points", object{"key": "evil", "name": "Evil"}, headers...); !strings.Contains(text, "cross_origin") {
			t.Errorf("%s: %s", name, text)
		}
	}
	b.want(http.StatusCreated, "POST", "/touch-points", object{"key": "good", "name": "Good"}, "Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1:8080")
	if n := rows(t, a, o, "touch_point", "key = 'evil'"); n != 0 {
		t.Error("it was made")
	}
}

func TestATokenHasNoSession(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Tokens")
	a.Run(t, []apptest.Scenario{
		{Name: "it says whose it is", Path: "/session", As: o.Owner, Status: 200, Contains: []string{`"user":null`, `"role":"owner"`}},
		{Name: "it can't sign out", Method: "DELETE", Path: "/session", As: o.Owner, Status: 422, Contains: []string{"not_a_browser"}},
		{Name: "or in", Method: "POST", Path: "/session", As: o.Owner, Body: object{"email": o.Email, "password": apptest.Password}, Status: 422},
		{Name: "or set up", Method: "POST", Path: "/setup", As: o.Owner, Body: founding, Status: 422},
		{Name: "or switch", Method: "PUT", Path: "/session/organisation", As: o.Owner, Body: object{"organisation": o.ID}, Status: 403},
		{Name: "nor is a role made up for it", Method: "POST", Path: "/tokens", As: o.Owner, Body: object{"name": "x", "role": "emperor"}, Status: 422, Contains: []string{"body.role"}},
		{Name: "nor more given than one has", Method: "POST", Path: "/tokens", As: o.Token(t, identity.Admin, ""), Body: object{"name": "x", "role": "owner"}, Status: 403},
	})
	if err := a.Identity.NewToken(o.Context(), o.ID, &identity.Token{Name: "x", Role: "emperor"}); err == nil {
		t.Error("the command line makes an emperor")
	}
}
