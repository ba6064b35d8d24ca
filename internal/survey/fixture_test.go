package survey_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/audit"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// world is the program as far as surveys need it, on a database of its own.
type world struct {
	*survey.Surveys
	t     testing.TB
	org   db.Org
	pages *http.ServeMux
	api   *http.ServeMux

	mu  sync.Mutex
	now time.Time
}

func newWorld(t testing.TB) *world {
	t.Helper()
	d := dbtest.Open(t)
	w := &world{t: t, now: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.now
	}
	log := slog.New(slog.DiscardHandler)
	trail := &audit.Trail{DB: d}
	people, err := identity.New(d, trail, log)
	if err != nil {
		t.Fatal(err)
	}
	book := &codebook.Book{DB: d}
	metrics := &metric.Metrics{DB: d, Audit: trail, Book: book, People: people}
	people.OnCreate = append(people.OnCreate, metrics.AddStandard)
	hub := web.NewHub()
	signals := &signal.Log{
		DB: d, Metrics: metrics, Points: &touchpoint.Points{DB: d, Audit: trail}, Staff: &employee.Staff{DB: d, Audit: trail},
		Customers: &customer.Customers{DB: d, Audit: trail}, People: people, Book: book, Audit: trail, Hub: hub, Slog: log,
	}
	w.Surveys = &survey.Surveys{DB: d, Log: signals, Metrics: metrics, People: people, Audit: trail, Hub: hub, Slog: log, Public: "https://cx.example.org"}
	w.org = w.found("Alderwick Bank")
	w.pages = http.NewServeMux()
	w.Pages(w.pages)
	api := web.New("test", people.Guard)
	w.Routes(api)
	w.api = api.Mux
	return w
}

func (w *world) found(name string) db.Org {
	w.t.Helper()
	o, _, err := w.People.Found(w.t.Context(), identity.Founding{Organisation: name, Zone: "UTC",
		Email: strings.ToLower(strings.Fields(name)[0]) + "@example.org", Password: "correct horse battery"}, false)
	if err != nil {
		w.t.Fatal(err)
	}
	return o.ID
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// sample asks one of everything.
func sample() *survey.Definition {
	return &survey.Definition{
		Language: "en", TouchPoint: "call", Intro: "About your call.",
		Questions: []survey.Question{
			{Key: "nps", Kind: survey.NPS, Text: "How likely are you to recommend us to a friend or colleague?", Required: true},
			{Key: "csat", Kind: survey.CSAT, Text: "How was your call?", Required: true},
			{Key: "why", Kind: survey.Choice, Text: "What was it about?", Attribute: "reason", Options: []survey.Option{{Key: "card", Text: "A card"}, {Key: "loan", Text: "A loan"}}},
			{Key: "note", Kind: survey.Statement, Text: "One more thing."},
			{Key: "words", Kind: survey.LongText, Text: "What is the main reason?", Help: "Please leave out card numbers."},
		},
	}
}

// draft and published make surveys that succeed.
func (w *world) draft(d *survey.Definition) *survey.Survey {
	w.t.Helper()
	sv, err := w.Create(w.t.Context(), w.org, "After the call", d, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return sv
}

func (w *world) published(d *survey.Definition) *survey.Survey {
	w.t.Helper()
	sv, err := w.Publish(w.t.Context(), w.org, w.draft(d).ID, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return sv
}

var noncePlace = regexp.MustCompile(`name="nonce" value="([A-Z2-7]{26})"`)

// opened gets a survey's page and returns its nonce.
func (w *world) opened(sv *survey.Survey) string {
	w.t.Helper()
	r := w.get("/s/" + sv.Token)
	m := noncePlace.FindStringSubmatch(r.Body.String())
	if r.Code != http.StatusOK || m == nil {
		w.t.Fatalf("open: %d %s", r.Code, r.Body)
	}
	return m[1]
}

func (w *world) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil)
	return w.send(r, headers)
}

// post sends a form; pairs are name and value in turn.
func (w *world) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.send(r, nil)
}

func (w *world) send(r *http.Request, headers []string) *httptest.ResponseRecorder {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.pages.ServeHTTP(rec, r)
	return rec
}

// entry is a line of the log.
type entry struct {
	Key, Op, Target string
	At              int64
	Doc             signal.Content
}

func (w *world) signals() []entry {
	w.t.Helper()
	var out []entry
	err := w.DB.Read(w.t.Context(), w.org, func(tx *db.Tx) error {
		rows, err := tx.Query(w.t.Context(), `select coalesce(key, ''), op, target, at, coalesce(doc, '{}') from signal where org = $1 order by seq`, w.org)
		out, err = db.Collect(rows, err, func(r db.Scanner) (e entry, err error) {
			var doc []byte
			if err = r.Scan(&e.Key, &e.Op, &e.Target, &e.At, &doc); err == nil {
				err = json.Unmarshal(doc, &e.Doc)
			}
			return e, err
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) counts(sv *survey.Survey) survey.Counts {
	w.t.Helper()
	w.Flush(w.t.Context())
	r, err := w.Results(w.t.Context(), w.org, sv.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Counts
}

func (w *world) number(query string, args ...any) (n int) {
	w.t.Helper()
	err := w.DB.Read(w.t.Context(), w.org, func(tx *db.Tx) error { return tx.QueryRow(w.t.Context(), query, args...).Scan(&n) })
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// token makes an API token of a role and returns it.
func (w *world) token(org db.Org, role identity.Role) string {
	w.t.Helper()
	t := &identity.Token{Name: fmt.Sprintf("%s of %s", role, org), Role: role}
	if err := w.People.NewToken(identity.System(context.Background(), org, "test"), org, t); err != nil {
		w.t.Fatal(err)
	}
	return t.Token
}

// sourceOf is how a content security policy names an inline style or script.
func sourceOf(s string) string {
	h := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
}
