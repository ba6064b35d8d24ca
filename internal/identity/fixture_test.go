package identity_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

type object = map[string]any

// browser keeps a session's cookie between requests.
type browser struct {
	t      *testing.T
	app    *apptest.App
	cookie *http.Cookie
	agent  string
}

const (
	firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
	phone   = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)

func (b *browser) do(method, path string, body any) *httptest.ResponseRecorder {
	b.t.Helper()
	r := apptest.Request(b.t, method, path, "", body)
	r.RemoteAddr, r.Host = "192.0.2.7:1234", "cx.example.org"
	r.Header.Set("User-Agent", b.agent)
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

// want asks, fails the test unless the answer has the status, and returns its body.
func (b *browser) want(status int, method, path string, body any) answer {
	b.t.Helper()
	w := b.do(method, path, body)
	if w.Code != status {
		b.t.Fatalf("%s %s: %d, not %d: %s", method, path, w.Code, status, w.Body)
	}
	out := answer{text: w.Body.String()}
	if out.text != "" {
		if err := json.Unmarshal(w.Body.Bytes(), &out.json); err != nil {
			b.t.Fatal(err)
		}
	}
	return out
}

// refused asks and fails the test unless the refusal has this status and code.
func (b *browser) refused(status int, code, method, path string, body any) answer {
	b.t.Helper()
	a := b.want(status, method, path, body)
	if a.str("code") != code {
		b.t.Fatalf("%s %s: %s, not %s", method, path, a.text, code)
	}
	return a
}

func (b *browser) signIn(status int, email, password string, code ...string) answer {
	b.t.Helper()
	in := object{"email": email, "password": password}
	if len(code) > 0 {
		in["code"] = code[0]
	}
	return b.want(status, "POST", "/session", in)
}

type answer struct {
	text string
	json object
}

func (a answer) str(key string) string { s, _ := a.json[key].(string); return s }

func (a answer) has(parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(a.text, p) {
			return false
		}
	}
	return true
}

// items of a list.
func (a answer) items() (out []object) {
	list, _ := a.json["items"].([]any)
	for _, v := range list {
		out = append(out, v.(object))
	}
	return out
}

// office is an organisation with its owner in a browser.
type office struct {
	*apptest.Org
	app   *apptest.App
	owner *browser
}

func open(t *testing.T, a *apptest.App, name string) *office {
	t.Helper()
	o := &office{Org: a.Organisation(t, name), app: a}
	o.owner = o.visitor(t, firefox)
	o.owner.signIn(200, o.Email, apptest.Password)
	return o
}

func (o *office) visitor(t *testing.T, agent string) *browser {
	return &browser{t: t, app: o.app, agent: agent}
}

// member adds somebody with the usual password and returns their id.
func (o *office) member(t *testing.T, email, role string, unit identity.UnitID) string {
	t.Helper()
	in := object{"name": strings.ToUpper(email[:1]) + email[1:strings.Index(email, "@")], "email": email, "password": apptest.Password, "role": role}
	if unit != "" {
		in["unit"] = unit
	}
	id, _ := o.app.Must(t, 201, "POST", "/users", o.Owner, in)["id"].(string)
	return id
}

// deeds lists the verbs of the audit, newest first, with their details.
func (o *office) deeds(t *testing.T) string {
	t.Helper()
	_, text := o.app.Do("GET", "/audit?limit=200", o.Owner, nil)
	return text
}

// token of a link.
func token(t *testing.T, link string) string {
	t.Helper()
	_, after, ok := strings.Cut(link, "#")
	if !ok {
		t.Fatalf("no link: %q", link)
	}
	return after
}

// code is what an authenticator app shows at the program's moment, later by some time.
func code(t *testing.T, a *apptest.App, secret string, later time.Duration) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, a.DB.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// stored reads one text from a table without organisation.
func stored(t *testing.T, a *apptest.App, query string, args ...any) (s string) {
	t.Helper()
	if err := a.DB.SystemRead(t.Context(), func(tx *db.Tx) error { return tx.QueryRow(t.Context(), query, args...).Scan(&s) }); err != nil {
		t.Fatal(err)
	}
	return s
}
