// Package apptest is the whole program for tests: on a database of the test's own, with a clock that can be moved, asked over
// HTTP as anybody would ask it.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/sqlengine"
	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
)

// App is the program under test. Nothing runs in the background: CatchUp does what the consumers of the log would.
type App struct {
	*app.App
	t     testing.TB
	ahead atomic.Int64 // how far the clock is ahead of the machine's, in nanoseconds
}

// New opens the program on a fresh database, SQLite or PostgreSQL, with the reference engine for analytics.
func New(t testing.TB) *App {
	t.Helper()
	return Open(t, fresh(t))
}

// fresh is the configuration of a program with nothing in it yet: a database and folders of the test's own.
func fresh(t testing.TB) app.Config {
	t.Helper()
	c := app.Defaults()
	c.ImportRoot = t.TempDir()
	target := dbtest.Target(t)
	if db.IsPostgres(target) {
		c.Data, c.Database = t.TempDir(), target
	} else {
		c.Data = filepath.Dir(target)
	}
	return c
}

// Open opens the program as configured; on a configuration that is open already it is a second process of the same database.
func Open(t testing.TB, c app.Config) *App {
	t.Helper()
	inner, err := app.New(t.Context(), c, "1", Engine, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	a := &App{App: inner, t: t}
	a.DB.Now = func() time.Time { return time.Now().Add(time.Duration(a.ahead.Load())) }
	t.Cleanup(func() {
		if err := inner.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return a
}

// NewWithMail opens the program with a mail server of the test's own.
func NewWithMail(t testing.TB) (*App, *mailtest.Mailbox) {
	t.Helper()
	box := mailtest.Server(t)
	c := fresh(t)
	c.PublicURL = "https://cx.example.org"
	c.MailServer, c.MailFrom, c.MailTLS = box.Addr(), "Touchstone <cx@touchstone.example>", "none"
	return Open(t, c), box
}

// RunJobs does every job that is due, and those that they enqueue. A job that will be tried again is told to the test's log.
func (a *App) RunJobs(t testing.TB) {
	t.Helper()
	for ran := true; ran; {
		var err error
		if ran, err = a.Jobs.RunOne(context.Background()); err != nil {
			t.Log(err)
		}
	}
}

// Engine makes the reference engine, which needs no cgo.
func Engine(_ app.Config, d *db.DB) (analytics.Engine, error) { return sqlengine.New(d), nil }

// Advance moves the clock.
func (a *App) Advance(d time.Duration) { a.ahead.Add(int64(d)) }

// Password is every owner's.
const Password = "a long enough password"

// Org is an organisation under test.
type Org struct {
	ID    db.Org
	Name  string
	Email string // of its owner
	User  identity.UserID
	Owner string // a token of the role owner over the whole

	app *App
}

// Organisation founds one, with an owner of its own.
func (a *App) Organisation(t testing.TB, name string) *Org {
	t.Helper()
	email := "owner@" + strings.ReplaceAll(identity.Fold(name), " ", "-") + ".example"
	o, u, err := a.Identity.Found(t.Context(), identity.Founding{Organisation: name, Zone: "Europe/Zurich", Name: "Olivia Owner",
		Email: email, Password: Password}, false)
	if err != nil {
		t.Fatal(err)
	}
	org := &Org{ID: o.ID, Name: name, Email: email, User: u.ID, app: a}
	org.Owner = org.Token(t, identity.Owner, "")
	return org
}

// Context acts as the program itself in the organisation, for verbs called directly.
func (o *Org) Context() context.Context { return identity.System(context.Background(), o.ID, "test") }

// Token makes an API token of a role over a unit's subtree; unit "" is the whole organisation.
func (o *Org) Token(t testing.TB, role identity.Role, unit identity.UnitID) string {
	t.Helper()
	n := &identity.Token{Name: string(role) + " token", Role: role, Unit: unit}
	if err := o.app.Identity.NewToken(o.Context(), o.ID, n); err != nil {
		t.Fatal(err)
	}
	return n.Token
}

// Unit adds a unit below another; parent "" is the top unit.
func (o *Org) Unit(t testing.TB, key string, parent identity.UnitID) identity.UnitID {
	t.Helper()
	u := &identity.Unit{Key: key, Name: key, Parent: parent, Kind: "site"}
	if err := o.app.Identity.AddUnit(o.Context(), o.ID, u); err != nil {
		t.Fatal(err)
	}
	return u.ID
}

// CatchUp brings every consumer of the log and the figures up to its end.
func (a *App) CatchUp(t testing.TB, o *Org) {
	t.Helper()
	if err := a.Log.CatchUp(context.Background(), o.ID); err != nil {
		t.Fatal(err)
	}
}

// Request makes a request. A path begins below /api/v1, unless it begins with /api/ or with a tilde, which stands for the root.
// body is nil, a text, bytes, a reader, or anything that becomes JSON; headers are "Name: value".
func Request(t testing.TB, method, path, token string, body any, headers ...string) *http.Request {
	t.Helper()
	if rest, root := strings.CutPrefix(path, "~"); root {
		path = rest
	} else if !strings.HasPrefix(path, "/api/") {
		path = "/api/v1" + path
	}
	r := httptest.NewRequest(method, path, reader(t, body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	return r
}

func reader(t testing.TB, body any) io.Reader {
	t.Helper()
	switch b := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(b)
	case []byte:
		return bytes.NewReader(b)
	case io.Reader:
		return b
	}
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b)
}

// Send has the program answer a request.
func (a *App) Send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w
}

// Do asks and returns the answer's status and body; see Request.
func (a *App) Do(method, path, token string, body any, headers ...string) (int, string) {
	a.t.Helper()
	w := a.Send(Request(a.t, method, path, token, body, headers...))
	return w.Code, w.Body.String()
}

// Must asks, fails the test unless the answer has the status, and returns the body as JSON: an object, or nil without a body.
func (a *App) Must(t testing.TB, status int, method, path, token string, body any, headers ...string) map[string]any {
	t.Helper()
	got, text := a.Do(method, path, token, body, headers...)
	if got != status {
		t.Fatalf("%s %s: %d, not %d: %s", method, path, got, status, text)
	}
	if text == "" {
		return nil
	}
	out := map[string]any{}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%s %s: %v: %s", method, path, err, text)
	}
	return out
}
