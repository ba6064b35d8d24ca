package customer_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

type object = map[string]any

// shop is an organisation with segments and attributes defined.
type shop struct {
	*apptest.Org
	app *apptest.App
	t   *testing.T
}

func open(t *testing.T) *shop {
	t.Helper()
	a := apptest.New(t)
	s := &shop{Org: a.Organisation(t, "Alder & Finch"), app: a, t: t}
	a.Must(t, 200, "PUT", "/customer-fields", s.Owner, object{
		"segments": []any{object{"key": "vip", "name": "VIP"}, object{"key": "new", "name": "New"}},
		"attributes": []any{object{"key": "tariff", "name": "Tariff", "type": "choice", "choices": []string{"S", "L"}},
			object{"key": "lines", "name": "Lines", "type": "number"}, object{"key": "until", "name": "Contract until", "type": "date"},
			object{"key": "memo", "name": "Memo", "type": "text"}},
	}, `If-Match: "0"`)
	return s
}

// known is a customer as the API tells them.
type known struct {
	ID          string
	Name, Email string
	Phone       string
	Version     int
	ExternalID  string `json:"external_id"`
	Asked       string
	Segments    []string
	Attributes  map[string]string
	Identifiers []struct{ Kind, Value string }
	Theirs      []struct{ Kind, Value string } `json:"identifiers_merged"`
	Consents    []struct {
		Purpose, State string
		Allowed        bool
	}
	Merged []struct {
		ID, Merged, Name string
		Last             bool
	}
	Totals []struct {
		Currency string
		Bought   struct {
			Minor int64
			Text  string
		}
		Count       int64
		CountUndone int64 `json:"count_undone"`
	}
	Preferences struct {
		DoNotContact bool `json:"do_not_contact"`
		Channels     []string
	}
}

func (s *shop) ask(status int, method, path string, body any, headers ...string) string {
	s.t.Helper()
	got, text := s.app.Do(method, path, s.Owner, body, headers...)
	if got != status {
		s.t.Fatalf("%s %s: %d, not %d: %s", method, path, got, status, text)
	}
	return text
}

func (s *shop) customer(status int, method, path string, body any, headers ...string) known {
	s.t.Helper()
	var k known
	if err := json.Unmarshal([]byte(s.ask(status, method, path, body, headers...)), &k); err != nil {
		s.t.Fatal(err)
	}
	return k
}

func (s *shop) add(body object) known {
	s.t.Helper()
	return s.customer(201, "POST", "/customers", body)
}
func (s *shop) get(id string) known {
	s.t.Helper()
	return s.customer(200, "GET", "/customers/"+id, nil)
}

func (s *shop) edit(k known, body object) known {
	s.t.Helper()
	return s.customer(200, "PATCH", "/customers/"+k.ID, body, match(k))
}

func (s *shop) merge(into, other known, keep object) known {
	s.t.Helper()
	return s.customer(201, "POST", "/customers/"+into.ID+"/merges", object{"other": other.ID, "other_version": other.Version, "keep": keep}, match(into))
}

func match(k known) string { return fmt.Sprintf(`If-Match: "%d"`, k.Version) }

// entries is a customer's timeline as one text: kind, state and title of each.
func (s *shop) entries(id, query string) string {
	s.t.Helper()
	s.app.CatchUp(s.t, s.Org)
	var list struct {
		Items []struct{ Kind, State, Title, Text string }
	}
	if err := json.Unmarshal([]byte(s.ask(http.StatusOK, "GET", "/customers/"+id+"/timeline"+query, nil)), &list); err != nil {
		s.t.Fatal(err)
	}
	out := make([]string, len(list.Items))
	for i, e := range list.Items {
		out[i] = strings.TrimSpace(e.Kind + " " + e.State + " " + e.Title + e.Text)
	}
	return strings.Join(out, "; ")
}

func (s *shop) signal(key, external, comment string) {
	s.t.Helper()
	s.ask(201, "POST", "/signals", object{"key": key, "at": "2026-05-0" + key + "T10:00:00Z", "kind": "survey", "customer": object{"external_id": external},
		"measures": object{"nps": 3}, "comments": []any{object{"text": comment}}})
}
