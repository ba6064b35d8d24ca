package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// signal is a valid one: an answered NPS on 4 May 2026; changes are laid over it, and nil takes a field away.
func signal(changes object) object {
	s := object{"at": "2026-05-04T10:00:00Z", "kind": "survey", "measures": object{"nps": 9}}
	for k, v := range changes {
		if v == nil {
			delete(s, k)
			continue
		}
		s[k] = v
	}
	return s
}

// put sends a signal and returns its id.
func put(t *testing.T, a *apptest.App, token string, s object) string {
	t.Helper()
	id, _ := a.Must(t, http.StatusCreated, "POST", "/signals", token, s)["id"].(string)
	return id
}

// batch sends signals as NDJSON and fails the test unless each is accepted.
func batch(t *testing.T, a *apptest.App, token string, list []object) {
	t.Helper()
	var b strings.Builder
	for _, s := range list {
		line, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	status, text := a.Do("POST", "/signals:batch", token, b.String())
	if n := strings.Count(text, `"status":201`); status != http.StatusOK || n != len(list) {
		t.Fatalf("%d of %d accepted (%d): %.500s", n, len(list), status, text)
	}
}

// figure asks for one; query is pairs of name and value.
func figure(t *testing.T, a *apptest.App, token string, query ...string) *metric.Figure {
	t.Helper()
	status, text := a.Do("GET", "/figures?"+encode(query), token, nil)
	if status != http.StatusOK {
		t.Fatalf("%v: %d: %s", query, status, text)
	}
	f := &metric.Figure{}
	if err := json.Unmarshal([]byte(text), f); err != nil {
		t.Fatal(err)
	}
	return f
}

func encode(query []string) string {
	v := url.Values{}
	for i := 0; i < len(query); i += 2 {
		v.Add(query[i], query[i+1])
	}
	return v.Encode()
}

// said writes a figure's rows briefly: by=value(n), in the order of the answer.
func said(f *metric.Figure) string {
	var out []string
	for _, r := range f.Rows {
		var by []string
		for _, k := range []string{"touch_point", "unit", "kind", "channel", "day", "week", "month", "quarter", "year", "attributes.product"} {
			if v, ok := r.By[k]; ok {
				by = append(by, v)
			}
		}
		value := "none"
		if r.Value != nil {
			value = fmt.Sprintf("%.1f", *r.Value)
		}
		out = append(out, strings.Join(by, "/")+"="+value+"("+fmt.Sprint(r.N)+")")
	}
	return strings.Join(out, " ")
}

// count is how many answers a figure without breakdown counts.
func count(t *testing.T, a *apptest.App, token string, query ...string) int64 {
	t.Helper()
	return figure(t, a, token, append([]string{"metric", "nps"}, query...)...).Rows[0].N
}

// total is how many signals the list of signals says there are.
func total(t *testing.T, a *apptest.App, token, query string) int {
	t.Helper()
	n, _ := a.Must(t, http.StatusOK, "GET", "/signals"+query, token, nil)["total"].(float64)
	return int(n)
}

// rows counts what a table holds of an organisation.
func rows(t *testing.T, a *apptest.App, o *apptest.Org, table, where string, args ...any) (n int) {
	t.Helper()
	err := a.DB.Read(t.Context(), o.ID, func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `select count(*) from `+table+` where org = $1 and `+where, append([]any{o.ID}, args...)...).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
