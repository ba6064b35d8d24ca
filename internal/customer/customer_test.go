package customer_test

import (
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestWhatIsKnownOfACustomerIsKeptAsDefined(t *testing.T) {
	t.Parallel()
	s := open(t)
	k := s.add(object{"name": "Ada Nordin", "external_id": "c-1", "email": "ada@example.org", "phone": "+41 44 123 45 67", "segments": []string{"vip"}})
	k = s.edit(k, object{"language": "de-CH", "zone": "Europe/Zurich", "address": "Seestrasse 1\n8002 Zürich", "segments": []string{"new", "vip"},
		"attributes":  object{"tariff": "L", "lines": "3.50", "until": "2027-01-31"},
		"identifiers": []any{object{"kind": "external_id", "value": "c-1"}, object{"kind": "loyalty", "value": "L 77 01"}, object{"kind": "external_id", "value": "c-1-old"}}})
	if strings.Join(k.Segments, ",") != "vip,new" || k.Attributes["lines"] != "3.5" || k.ExternalID != "c-1" || len(k.Identifiers) != 3 {
		t.Errorf("%+v", k)
	}
	if same := s.edit(k, object{"name": "Ada Nordin"}); same.Version != k.Version {
		t.Error("an edit that changes nothing raised the version")
	}
	if k = s.edit(k, object{"attributes": object{"lines": ""}}); len(k.Attributes) != 2 {
		t.Errorf("an empty text left the attribute: %v", k.Attributes)
	}
	for _, search := range []string{"nordin", "ADA@example", "c-1-old", "l7701", "044 123", "+41441234567"} {
		if n := strings.Count(s.ask(200, "GET", "/customers?search="+strings.NewReplacer("+", "%2B", " ", "%20").Replace(search), nil), `"id"`); search != "044 123" && n != 1 {
			t.Errorf("%q finds %d", search, n)
		}
	}
	s.ask(200, "GET", "/customers?segment=vip", nil)
	if text := s.ask(200, "GET", "/customers?segment=none", nil); !strings.Contains(text, `"items":[]`) {
		t.Error(text)
	}
	// A signal by any of the ids is theirs.
	s.signal("1", "c-1-old", "Older system")
	if got := s.entries(k.ID, ""); got != "signal survey Older system" {
		t.Error(got)
	}
}

func TestBadInputIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	ada := s.add(object{"name": "Ada", "external_id": "c-1", "identifiers": []any{object{"kind": "account", "value": "NL 12 X"}}})
	bob := s.add(object{"name": "Bob", "email": "bob@example.org"})
	many := object{}
	for i := range 10_000 {
		many["a"+strings.Repeat("x", i%40)+string(rune('a'+i%26))] = "v"
	}
	defs := make([]any, 10_000)
	for i := range defs {
		defs[i] = object{"key": "a", "name": "A", "type": "text"}
	}
	edit, on := "/customers/"+bob.ID, match(bob)
	list := []apptest.Scenario{
		{Name: "an identifier of somebody else, folded", Method: "PATCH", Path: edit, Headers: []string{on}, Status: 409,
			Body:     object{"identifiers": []any{object{"kind": "account", "value": "nl12x"}}},
			Contains: []string{"identifier_taken", "merge the two", ada.ID, "body.identifiers[0].value"}},
		{Name: "an external id of somebody else", Method: "POST", Path: "/customers", Body: object{"external_id": "c-1"}, Status: 409, Contains: []string{"identifier_taken", ada.ID}},
		{Name: "an identifier twice", Method: "PATCH", Path: edit, Headers: []string{on}, Status: 422, Contains: []string{"identifier_twice"},
			Body: object{"identifiers": []any{object{"kind": "phone", "value": "044 123"}, object{"kind": "phone", "value": "(044)-123"}}}},
		{Name: "letters in a phone number", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"phone": "call me"}, Status: 422, Contains: []string{"phone_invalid", "body.phone"}},
		{Name: "a line break in an address", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"email": "a@b.org\r\nBcc: c@d.org"}, Status: 422, Contains: []string{"email_invalid"}},
		{Name: "U+0000 in a name", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"name": "a\x00b"}, Status: 422, Contains: []string{"body.name"}},
		{Name: "U+0000 in an attribute", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"attributes": object{"memo": "a\x00b"}}, Status: 422, Contains: []string{"body.attributes.memo"}},
		{Name: "ten thousand attributes of one", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"attributes": many}, Status: 422, Contains: []string{"attribute_unknown"}},
		{Name: "ten thousand definitions", Method: "PUT", Path: "/customer-fields", Headers: []string{`If-Match: "1"`}, Body: object{"segments": []any{}, "attributes": defs}, Status: 422},
		{Name: "not one of the choices", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"attributes": object{"tariff": "XL"}}, Status: 422, Contains: []string{"S, L"}},
		{Name: "not a number", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"attributes": object{"lines": "NaN"}}, Status: 422, Contains: []string{"not_a_number"}},
		{Name: "not a date", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"attributes": object{"until": "2026-02-30"}}, Status: 422, Contains: []string{"not_a_date"}},
		{Name: "an unknown segment", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"segments": []string{"gold"}}, Status: 422, Contains: []string{"segment_unknown"}},
		{Name: "no such zone", Method: "PATCH", Path: edit, Headers: []string{on}, Body: object{"zone": "Mars/Olympus"}, Status: 422, Contains: []string{"zone_unknown"}},
		{Name: "nothing to know them by", Method: "POST", Path: "/customers", Body: object{}, Status: 422, Contains: []string{"customer_unnamed"}},
		{Name: "an edit of what somebody else changed", Method: "PATCH", Path: edit, Headers: []string{`If-Match: "99"`}, Body: object{"name": "B"}, Status: 412},
		{Name: "merged into itself", Method: "POST", Path: edit + "/merges", Headers: []string{on}, Body: object{"other": bob.ID, "other_version": 1}, Status: 422, Contains: []string{"can't be merged into itself"}},
		{Name: "consent to something unheard of", Method: "POST", Path: edit + "/consents", Body: object{"purpose": "spam", "given": true, "source": "x"}, Status: 422},
		{Name: "consent from the future", Method: "POST", Path: edit + "/consents", Body: object{"purpose": "survey", "given": true, "source": "x", "at": "2999-01-01T00:00:00Z"}, Status: 422, Contains: []string{"time_ahead"}},
	}
	for i := range list {
		list[i].As = s.Owner
	}
	s.app.Run(t, list)
	if got := s.get(bob.ID); got.Version != bob.Version || got.Name != "Bob" {
		t.Errorf("something was half done: %+v", got)
	}
}

func TestDefinitionsInUseStay(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(object{"name": "Ada", "segments": []string{"vip"}})
	k := s.add(object{"name": "Bo"})
	s.edit(k, object{"attributes": object{"tariff": "S"}})
	put := func(status int, body object) string {
		return s.ask(status, "PUT", "/customer-fields", body, `If-Match: "1"`)
	}
	tariff := object{"key": "tariff", "name": "Tariff", "type": "choice", "choices": []string{"S", "L"}}
	if text := put(422, object{"segments": []any{}, "attributes": []any{tariff}}); !strings.Contains(text, "1 customers are in the segment VIP") {
		t.Error(text)
	}
	vip := []any{object{"key": "vip", "name": "Very important"}}
	put(422, object{"segments": vip, "attributes": []any{}})
	put(422, object{"segments": vip, "attributes": []any{object{"key": "tariff", "name": "Tariff", "type": "text"}}})
	put(422, object{"segments": vip, "attributes": []any{object{"key": "tariff", "name": "Tariff", "type": "choice", "choices": []string{"S"}}}})
	put(200, object{"segments": vip, "attributes": []any{object{"key": "tariff", "name": "Plan", "type": "choice", "choices": []string{"XL", "S", "L"}}}})
	s.ask(412, "PUT", "/customer-fields", object{"segments": vip, "attributes": []any{tariff}}, `If-Match: "1"`)
}

func TestAgentsSeeTheCustomersOfTheirCasesAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	mine, other := s.add(object{"name": "Mine"}), s.add(object{"name": "Other"})
	m, err := s.app.Identity.AddMember(s.Context(), s.ID, identity.NewMember{Name: "Ann Agent", Email: "ann@people.example", Password: apptest.Password, Role: identity.Agent})
	if err != nil {
		t.Fatal(err)
	}
	s.ask(201, "POST", "/cases", object{"title": "Late parcel", "customer": mine.ID, "owner": string(m.ID)})
	ctx := identity.With(t.Context(), identity.Caller{Org: s.ID, Kind: identity.ByUser, ID: string(m.ID), Name: m.Name, Role: identity.Agent})
	k, err := s.app.Customers.Find(ctx, s.ID, customer.ID(mine.ID))
	if err != nil || k.Name != "Mine" {
		t.Errorf("%v, %v", k, err)
	}
	list, _, err := s.app.Customers.History(ctx, s.ID, k.ID, nil, "", 10)
	if err != nil || len(list) != 1 || list[0].Kind != customer.CaseEntry || list[0].Title != "Late parcel" {
		t.Errorf("%v, %v", list, err)
	}
	for name, try := range map[string]func() error{
		"find": func() error { _, err := s.app.Customers.Find(ctx, s.ID, customer.ID(other.ID)); return err },
		"change": func() error {
			name := "Taken"
			_, err := s.app.Customers.Change(ctx, s.ID, customer.ID(other.ID), 2, customer.Edit{Name: &name})
			return err
		},
		"timeline": func() error {
			_, _, err := s.app.Customers.History(ctx, s.ID, customer.ID(other.ID), nil, "", 10)
			return err
		},
		"consent": func() error {
			_, err := s.app.Customers.RecordConsent(ctx, s.ID, customer.ID(other.ID), customer.ConsentInput{Purpose: "survey", Source: "x"})
			return err
		},
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), "customer_unknown") {
			t.Errorf("%s of a stranger's customer: %v", name, err)
		}
	}
	agent := s.Token(t, identity.Agent, "")
	for _, path := range []string{"/customers", "/customers.csv", "/customer-duplicates"} {
		if status, _ := s.app.Do("GET", path, agent, nil); status != 403 {
			t.Errorf("an agent reads %s: %d", path, status)
		}
	}
}

func TestConsentIsALedgerWhoseLastWordHolds(t *testing.T) {
	t.Parallel()
	s := open(t)
	k := s.add(object{"name": "Ada", "email": "ada@example.org"})
	may := func(channel, purpose string) string {
		text := s.ask(200, "GET", "/customers/"+k.ID+"/may-contact?channel="+channel+"&purpose="+purpose, nil)
		for _, reason := range []string{"do_not_contact", "channel_unwanted", "consent_withdrawn", "consent_missing", "no_address"} {
			if strings.Contains(text, reason) {
				return reason
			}
		}
		return "yes"
	}
	say := func(purpose string, given bool, at string) {
		s.ask(201, "POST", "/customers/"+k.ID+"/consents", object{"purpose": purpose, "given": given, "source": "Call", "evidence": "said so", "at": at})
	}
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, not %s", what, got, want)
		}
	}
	expect("service by mail", may("email", "service"), "yes")
	expect("marketing unasked", may("email", "marketing"), "consent_missing")
	expect("a letter without an address", may("post", "service"), "no_address")
	say("marketing", true, "2026-03-01T10:00:00Z")
	expect("marketing once given", may("email", "marketing"), "yes")
	say("marketing", false, "2026-02-01T10:00:00Z") // heard later, said earlier
	expect("what was said last holds, not what was entered last", may("email", "marketing"), "yes")
	say("marketing", false, "2026-04-01T10:00:00Z")
	expect("marketing withdrawn", may("email", "marketing"), "consent_withdrawn")
	say("survey", false, "2026-04-01T10:00:00Z")
	expect("surveys withdrawn", may("email", "survey"), "consent_withdrawn")
	k = s.get(k.ID)
	k = s.edit(k, object{"channels": []string{"phone"}})
	expect("an unwanted channel", may("email", "service"), "channel_unwanted")
	k = s.edit(k, object{"channels": []string{}})
	if len(k.Preferences.Channels) != 0 {
		t.Errorf("no channel at all reads as %v", k.Preferences.Channels)
	}
	k = s.edit(k, object{"channels": []string{"sms", "email", "phone", "post"}, "do_not_contact": true})
	expect("not at all", may("email", "service"), "do_not_contact")
	if got := s.entries(k.ID, "?kind=consent"); got != "consent withdrawn surveysaid so; consent withdrawn marketingsaid so; consent given marketingsaid so; consent withdrawn marketingsaid so" {
		t.Error(got)
	}
	err := s.app.DB.Read(s.Context(), s.ID, func(tx *db.Tx) error {
		ok, why, err := s.app.Customers.MayContact(s.Context(), tx, s.ID, customer.ID(k.ID), customer.Email, customer.ForSurvey)
		if ok || why != customer.DoNotContact || why.Sentence() == "" {
			t.Errorf("%v %q", ok, why)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheExportIsEverybodyAndHarmless(t *testing.T) {
	t.Parallel()
	s := open(t)
	refs := make([]customer.Ref, 450)
	for i := range refs {
		refs[i] = customer.Ref{ExternalID: "c-" + strings.Repeat("0", i%3) + string(rune('a'+i%26)) + strings.Repeat("1", i/26), Name: "Somebody"}
	}
	if err := s.app.DB.Write(s.Context(), s.ID, func(tx *db.Tx) error {
		n, err := s.app.Customers.AddMany(s.Context(), tx, s.ID, refs)
		if n != 450 {
			t.Errorf("%d added", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	k := s.add(object{"name": `=HYPERLINK("http://x")`, "phone": "+41 44 123"})
	s.edit(k, object{"attributes": object{"lines": "-3"}})
	text := s.ask(200, "GET", "/customers.csv", nil)
	if n := strings.Count(text, "\r\n"); n != 452 {
		t.Errorf("%d lines", n)
	}
	for _, want := range []string{`"'=HYPERLINK(""http://x"")"`, `'+41 44 123`, ",-3,", "attributes.tariff"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if n := strings.Count(s.ask(200, "GET", "/customers.csv?search=hyperlink", nil), "\r\n"); n != 2 {
		t.Errorf("a search exports %d lines", n)
	}
}
