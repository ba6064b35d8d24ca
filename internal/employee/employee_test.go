package employee_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

type object = map[string]any

type place struct {
	*apptest.Org
	app         *apptest.App
	t           *testing.T
	north, team identity.UnitID
	south       identity.UnitID
}

func open(t *testing.T) *place {
	t.Helper()
	a := apptest.New(t)
	p := &place{Org: a.Organisation(t, "Alder & Finch"), app: a, t: t}
	p.north, p.south = p.Unit(t, "north", ""), p.Unit(t, "south", "")
	p.team = p.Unit(t, "team", p.north)
	return p
}

type known struct {
	ID, Name, Person, User string
	ExternalID             string `json:"external_id"`
	LeftOn                 string `json:"left_on"`
	Unit                   identity.UnitID
	Active                 bool
	Version                int
	Aliases                []string
	Stays                  []employee.Stay
}

func (p *place) ask(status int, method, path string, body any, headers ...string) string {
	p.t.Helper()
	got, text := p.app.Do(method, path, p.Owner, body, headers...)
	if got != status {
		p.t.Fatalf("%s %s: %d, not %d: %s", method, path, got, status, text)
	}
	return text
}

func (p *place) employee(status int, method, path string, body any, headers ...string) (k known) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.ask(status, method, path, body, headers...)), &k); err != nil {
		p.t.Fatal(err)
	}
	return k
}

func (p *place) add(external string, unit identity.UnitID) known {
	p.t.Helper()
	k := p.employee(201, "POST", "/employees", object{"external_id": external, "name": "Name of " + external, "unit": unit})
	return p.employee(200, "GET", "/employees/"+k.ID, nil)
}

func (k known) match() string { return fmt.Sprintf(`If-Match: "%d"`, k.Version) }

func (p *place) stays(k known, list ...any) known {
	p.t.Helper()
	return p.employee(200, "PUT", "/employees/"+k.ID+"/stays", object{"items": list}, k.match())
}

func (p *place) edit(k known, body object) known {
	p.t.Helper()
	return p.employee(200, "PATCH", "/employees/"+k.ID, body, k.match())
}

// names lists who a question finds.
func (p *place) names(query string) string {
	p.t.Helper()
	var list struct{ Items []known }
	if err := json.Unmarshal([]byte(p.ask(200, "GET", "/employees"+query, nil)), &list); err != nil {
		p.t.Fatal(err)
	}
	out := make([]string, len(list.Items))
	for i, k := range list.Items {
		out[i] = k.ExternalID
	}
	return strings.Join(out, ",")
}

func TestEmployeesBelongToUnitsOverTime(t *testing.T) {
	t.Parallel()
	p := open(t)
	a, b := p.add("a", p.team), p.add("b", p.south)
	if a.Unit != p.team || len(a.Stays) != 1 || a.Stays[0].From != "" {
		t.Errorf("%+v", a)
	}
	a = p.stays(a, object{"unit": p.south, "to": "2025-03-01"}, object{"unit": p.team, "from": "2025-03-01", "to": "2026-01-01"}, object{"unit": p.north, "from": "2026-01-01"})
	if a.Unit != p.north || a.Stays[0].Unit != p.north {
		t.Errorf("%+v", a)
	}
	for query, want := range map[string]string{
		"?unit=" + string(p.north):                       "a",
		"?unit=" + string(p.team):                        "",
		"?unit=" + string(p.south):                       "b",
		"?unit=" + string(p.south) + "&as_of=2025-02-28": "a,b",
		"?unit=" + string(p.south) + "&as_of=2025-03-01": "b",
		"?unit=" + string(p.north) + "&as_of=2025-12-31": "a",
		"?unit=" + string(p.team) + "&as_of=2025-12-31":  "a",
		"?unit=unt_none":                                 "",
		"?search=NAME%20OF%20B":                          "b",
	} {
		if got := p.names(query); got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
	b = p.edit(b, object{"left_on": "2026-02-01"})
	if b.Active || b.Unit != "" || b.Stays[0].To != "2026-02-01" {
		t.Errorf("%+v", b)
	}
	for query, want := range map[string]string{"?active=yes": "a", "?active=no": "b", "": "a,b", "?active=yes&as_of=2026-01-31": "a,b", "?active=no&as_of=2026-02-01": "b"} {
		if got := p.names(query); got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
	if b = p.edit(b, object{"left_on": ""}); !b.Active || b.Unit != p.south || b.Stays[0].To != "" {
		t.Errorf("who came back: %+v", b)
	}
	c := p.edit(b, object{"left_on": "2199-01-01"})
	if !c.Active || c.Unit != p.south {
		t.Errorf("who will leave is still there: %+v", c)
	}
}

func TestNobodyIsInTwoPlacesAtOnce(t *testing.T) {
	t.Parallel()
	p := open(t)
	a := p.add("a", p.team)
	put, n, s := "/employees/"+a.ID+"/stays", string(p.north), string(p.south)
	items := func(list ...any) object { return object{"items": list} }
	list := []apptest.Scenario{
		{Name: "an overlap", Body: items(object{"unit": n, "from": "2025-01-01", "to": "2025-07-01"}, object{"unit": s, "from": "2025-06-30"}), Status: 422,
			Contains: []string{"two places at once", "body.items[1].from", "north, 2025-01-01 until 2025-07-01"}},
		{Name: "two without an end", Body: items(object{"unit": n, "from": "2025-01-01"}, object{"unit": s, "from": "2026-01-01"}), Status: 422, Contains: []string{"two_places"}},
		{Name: "two since ever", Body: items(object{"unit": n, "to": "2025-01-01"}, object{"unit": s, "to": "2024-01-01"}), Status: 422, Contains: []string{"two_places"}},
		{Name: "one within another", Body: items(object{"unit": n}, object{"unit": s, "from": "2024-01-01", "to": "2024-02-01"}), Status: 422, Contains: []string{"since ever"}},
		{Name: "an end before the beginning", Body: items(object{"unit": n, "from": "2025-01-01", "to": "2025-01-01"}), Status: 422, Contains: []string{"stay_empty"}},
		{Name: "no such day", Body: items(object{"unit": n, "from": "2025-02-30"}), Status: 422, Contains: []string{"body.items[0].from"}},
		{Name: "no such unit", Body: items(object{"unit": "unt_none"}), Status: 422, Contains: []string{"unit_unknown"}},
		{Name: "U+0000 for a day", Body: items(object{"unit": n, "from": "\x00"}), Status: 422, Contains: []string{"date_invalid"}},
		{Name: "somebody else was faster", Body: items(), Headers: []string{`If-Match: "9"`}, Status: 412},
	}
	for i := range list {
		list[i].Method, list[i].Path, list[i].As = "PUT", put, p.Owner
		if list[i].Headers == nil {
			list[i].Headers = []string{a.match()}
		}
	}
	p.app.Run(t, list)
	if got := p.employee(200, "GET", "/employees/"+a.ID, nil); got.Version != a.Version || len(got.Stays) != 1 || got.Unit != p.team {
		t.Errorf("something was half done: %+v", got)
	}
	// One after the other, to the day, is one place at a time; in whatever order they come.
	p.stays(a, object{"unit": s, "from": "2025-07-01"}, object{"unit": n, "to": "2025-07-01"})
	left := p.edit(p.employee(200, "GET", "/employees/"+a.ID, nil), object{"left_on": "2026-01-01"})
	if text := p.ask(422, "PUT", put, items(object{"unit": n}), left.match()); !strings.Contains(text, "left on 2026-01-01") {
		t.Error(text)
	}
}

func TestAnEmployeeAnswersToSeveralIds(t *testing.T) {
	t.Parallel()
	p := open(t)
	a, b := p.add("a", p.team), p.add("b", "")
	a = p.edit(a, object{"aliases": []string{"phone-17", "crm-9"}})
	p.ask(201, "POST", "/signals", object{"at": "2026-05-04T10:00:00Z", "kind": "survey", "employee": "phone-17", "measures": object{"nps": 9}})
	p.app.CatchUp(t, p.Org)
	if text := p.ask(200, "GET", "/figures?metric=nps&where=employee:a", nil); !strings.Contains(text, `"n":1`) {
		t.Error(text)
	}
	if got := p.names("?search=crm-9"); got != "a" {
		t.Error(got)
	}
	if text := p.ask(422, "PATCH", "/employees/"+b.ID, object{"aliases": []string{"crm-9"}}, b.match()); !strings.Contains(text, "Name of a") {
		t.Error(text)
	}
	p.ask(422, "POST", "/employees", object{"external_id": "phone-17"})
	// An id that is given up names somebody new.
	p.edit(a, object{"aliases": []string{}})
	p.ask(201, "POST", "/signals", object{"at": "2026-05-04T10:00:00Z", "kind": "survey", "employee": "phone-17", "measures": object{"nps": 9}})
	if got := p.names("?search=phone-17"); got != "phone-17" {
		t.Errorf("found %q", got)
	}
}

func TestAPersonAndALoginAreOneEmployeesAlone(t *testing.T) {
	t.Parallel()
	p := open(t)
	a, b := p.add("a", p.team), p.add("b", "")
	a = p.edit(a, object{"person": "HR-1042", "user": string(p.User)})
	if a.Person != "HR-1042" || a.User != string(p.User) {
		t.Errorf("%+v", a)
	}
	for code, body := range map[string]object{"person_taken": {"person": "HR-1042"}, "user_taken": {"user": string(p.User)}, "user_unknown": {"user": "usr_none"}, "body.name": {"name": "a\x00"}} {
		if text := p.ask(422, "PATCH", "/employees/"+b.ID, body, b.match()); !strings.Contains(text, code) {
			t.Errorf("%s: %s", code, text)
		}
	}
	// The same key in another organisation says nothing there of this one.
	o := p.app.Organisation(t, "Elsewhere")
	made := p.app.Must(t, 201, "POST", "/employees", o.Owner, object{"external_id": "x"})
	status, text := p.app.Do("PATCH", "/employees/"+made["id"].(string), o.Owner, object{"person": "HR-1042"}, `If-Match: "1"`)
	if status != 200 || strings.Contains(text, "Name of a") {
		t.Errorf("%d %s", status, text)
	}
}

func TestManyAreAddedWithTheirUnits(t *testing.T) {
	t.Parallel()
	p := open(t)
	list := make([]employee.Employee, 150)
	for i := range list {
		list[i] = employee.Employee{ExternalID: fmt.Sprint("e", i%100), Name: "Somebody", Unit: p.team}
	}
	if err := p.app.DB.Write(p.Context(), p.ID, func(tx *db.Tx) error {
		n, err := p.app.Staff.AddMany(p.Context(), tx, p.ID, list)
		if n != 100 {
			t.Errorf("%d added", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	all, _, err := p.app.Staff.List(p.Context(), p.ID, employee.Query{Unit: p.north, Limit: 200})
	if err != nil || len(all) != 100 || all[0].Unit != p.team {
		t.Errorf("%d, %v", len(all), err)
	}
}
