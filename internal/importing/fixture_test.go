package importing

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
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/audit"
	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// world is the program as far as imports need it, on a database of its own. Jobs run when the test says so.
type world struct {
	*Imports
	t   testing.TB
	org db.Org
	ctx context.Context // in which the organisation's owner acts
	api *http.ServeMux
}

// today is the moment at which tests happen.
var today = time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	return worldOn(t, dbtest.Open(t), filepath.Join(t.TempDir(), "blobs"))
}

func worldOn(t testing.TB, d *db.DB, folder string) *world {
	t.Helper()
	d.Now = func() time.Time { return today }
	blobs, err := blob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	i, err := wired(d, blobs)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, Imports: i}
	w.org = w.found("Alderwick Bank", "Europe/Zurich")
	w.ctx = identity.With(t.Context(), identity.Caller{Org: w.org, Kind: identity.ByUser, ID: "usr_test", Name: "Ada", Role: identity.Owner})
	api := web.New("test", w.People.Guard)
	w.Routes(api)
	w.api = api.Mux
	return w
}

// wired makes the capability as app does; a second one on the same database is the program after a restart.
func wired(d *db.DB, blobs *blob.Store) (*Imports, error) {
	log := slog.New(slog.DiscardHandler)
	trail := &audit.Trail{DB: d}
	people, err := identity.New(d, trail, log)
	if err != nil {
		return nil, err
	}
	book := &codebook.Book{DB: d}
	metrics := &metric.Metrics{DB: d, Audit: trail, Book: book, People: people}
	people.OnCreate = append(people.OnCreate, metrics.AddStandard)
	hub := web.NewHub()
	signals := &signal.Log{
		DB: d, Metrics: metrics, Points: &touchpoint.Points{DB: d, Audit: trail}, Staff: &employee.Staff{DB: d, Audit: trail},
		Customers: &customer.Customers{DB: d, Audit: trail}, People: people, Book: book, Audit: trail, Hub: hub, Slog: log,
	}
	i := &Imports{DB: d, Log: signals, Metrics: metrics, People: people, Jobs: jobs.New(d, log), Blobs: blobs, Audit: trail, Hub: hub, Slog: log}
	i.Ended = func(ctx context.Context, tx *db.Tx, _ db.Org, im *Import, to identity.UserID) error {
		return trail.Record(ctx, tx, "test.told", string(im.ID), map[string]any{"state": im.State, "to": to})
	}
	i.Handlers(i.Jobs)
	return i, nil
}

func (w *world) found(name, zone string) db.Org {
	w.t.Helper()
	o, _, err := w.People.Found(w.t.Context(), identity.Founding{Organisation: name, Zone: zone,
		Email: strings.ToLower(strings.Fields(name)[0]) + "@example.org", Password: "correct horse battery"}, false)
	if err != nil {
		w.t.Fatal(err)
	}
	return o.ID
}

// send uploads a file that is fine.
func (w *world) send(name, text string) *Upload {
	w.t.Helper()
	u, err := w.Receive(w.ctx, w.org, name, strings.NewReader(text))
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// started begins an import that is fine.
func (w *world) started(u *Upload, m Mapping) *Import {
	w.t.Helper()
	im, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: m}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return im
}

// work runs every job that is due.
func (w *world) work() {
	w.t.Helper()
	for {
		ran, err := w.Jobs.RunOne(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if !ran {
			return
		}
	}
}

// imported brings a file in and returns the import as it ended.
func (w *world) imported(u *Upload, m Mapping) *Import {
	w.t.Helper()
	im := w.started(u, m)
	w.work()
	return w.now(im.ID)
}

func (w *world) now(id ID) *Import {
	w.t.Helper()
	im, err := w.Find(w.ctx, w.org, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return im
}

// logged is what the log holds of an organisation's signals that stand.
func (w *world) logged() (list []signal.Content) {
	w.t.Helper()
	err := w.DB.Read(w.ctx, w.org, func(tx *db.Tx) error {
		rows, err := tx.Query(w.ctx, `select doc from signal where org = $1 and op = 'put' and doc is not null order by seq`, w.org)
		list, err = db.Collect(rows, err, func(r db.Scanner) (c signal.Content, err error) {
			var doc string
			if err := r.Scan(&doc); err != nil {
				return c, err
			}
			return c, json.Unmarshal([]byte(doc), &c)
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// count returns one number of the database.
func (w *world) count(query string, args ...any) (n int64) {
	w.t.Helper()
	err := w.DB.Read(w.ctx, w.org, func(tx *db.Tx) error { return tx.QueryRow(w.ctx, query, args...).Scan(&n) })
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) rejectedFile(im *Import) string {
	w.t.Helper()
	var b bytes.Buffer
	if err := w.WriteRejected(w.ctx, w.org, im, &b); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func (w *world) breakOf(key string) *metric.Break {
	w.t.Helper()
	m, err := w.Metrics.ByKey(w.ctx, w.org, key, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return m.Break
}

// token makes an API token of a role in an organisation.
func (w *world) token(org db.Org, role identity.Role) string {
	w.t.Helper()
	k := &identity.Token{Name: "test", Role: role}
	ctx := identity.With(w.t.Context(), identity.Caller{Org: org, Kind: identity.ByUser, ID: "usr_test", Role: identity.Owner})
	if err := w.People.NewToken(ctx, org, k); err != nil {
		w.t.Fatal(err)
	}
	return k.Token
}

// call sends a request and returns status and body.
func (w *world) call(token, method, path string, body io.Reader, headers ...string) (int, string) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "/api/v1"+path, body)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	out := httptest.NewRecorder()
	w.api.ServeHTTP(out, r)
	return out.Code, out.Body.String()
}

// mapped reads a mapping that is fine.
func mapped(t testing.TB, text string) Mapping {
	t.Helper()
	m, err := ParseMapping([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return *m
}
