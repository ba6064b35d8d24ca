package casework_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// office is an organisation with people in it: an owner over the whole, a supervisor (Sam) and an agent (Ana) of the region
// south, an agent without unit (Ari), a viewer. The team cape-town lies below south; north has nobody.
type office struct {
	t     *testing.T
	cases *casework.Cases
	log   *signal.Log
	db    *db.DB
	app   *app.App
	org   db.Org
	api   http.Handler

	owner, sam, ana, ari, viewer identity.Caller
	south, capeTown, north       identity.UnitID
}

func open(t *testing.T) *office {
	t.Helper()
	return people(t, apptest.New(t).App, "Acme")
}

func people(t *testing.T, a *app.App, name string) *office {
	t.Helper()
	o := &office{t: t, app: a, db: a.DB, log: a.Log, cases: a.Cases, api: a.Handler()}
	found, u, err := a.Identity.Found(t.Context(), identity.Founding{Organisation: name, Zone: "UTC", Name: "Olga",
		Email: fold(name) + "@example.org", Password: "correct horse battery"}, false)
	if err != nil {
		t.Fatal(err)
	}
	o.org = found.ID
	o.owner = identity.Caller{Org: o.org, Kind: identity.ByUser, ID: string(u.ID), Name: u.Name, Role: identity.Owner}
	o.south = o.unit("south", "", "region")
	o.capeTown = o.unit("cape-town", o.south, "team")
	o.north = o.unit("north", "", "region")
	o.sam = o.person("Sam", identity.Supervisor, o.south)
	o.ana = o.person("Ana", identity.Agent, o.south)
	o.ari = o.person("Ari", identity.Agent, "")
	o.viewer = o.person("Vic", identity.Viewer, "")
	o.unitOwner(o.south, o.sam.ID)
	return o
}

func fold(s string) string { return strings.ReplaceAll(identity.Fold(s), " ", "-") }

// as is a context in which somebody acts.
func (o *office) as(c identity.Caller) context.Context { return identity.With(o.t.Context(), c) }

func (o *office) unit(key string, parent identity.UnitID, kind string) identity.UnitID {
	o.t.Helper()
	u := &identity.Unit{Key: key, Name: strings.ToUpper(key[:1]) + key[1:], Parent: parent, Kind: kind}
	o.must(o.app.Identity.AddUnit(o.as(o.owner), o.org, u))
	return u.ID
}

func (o *office) unitOwner(unit identity.UnitID, user string) {
	o.t.Helper()
	id := identity.UserID(user)
	_, err := o.app.Identity.EditUnit(o.as(o.owner), o.org, unit, identity.UnitEdit{Owner: &id})
	o.must(err)
}

// person lets somebody in without the tenth of a second that a password takes.
func (o *office) person(name string, role identity.Role, unit identity.UnitID) identity.Caller {
	o.t.Helper()
	id := db.NewID("usr", o.db.Now())
	o.must(o.db.System(o.t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(o.t.Context(), `insert into app_user (id, email, email_folded, name, password, active, created_at)
			values ($1, $2, $2, $3, '', $4, $5)`, id, id+"@example.org", name, true, tx.Micros()); err != nil {
			return err
		}
		_, err := tx.Exec(o.t.Context(), `insert into membership (org, user_id, role, unit, created_at) values ($1, $2, $3, $4, $5)`,
			o.org, id, string(role), db.NullText(unit), tx.Micros())
		return err
	}))
	return identity.Caller{Org: o.org, Kind: identity.ByUser, ID: id, Name: name, Role: role, Unit: unit}
}

func (o *office) leave(c identity.Caller) {
	o.t.Helper()
	o.must(o.db.System(o.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(o.t.Context(), `update app_user set active = $1 where id = $2`, false, c.ID)
		return err
	}))
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// lowNPS is the rule most tests use.
func (o *office) lowNPS() casework.RuleInput {
	return casework.RuleInput{Name: "Low NPS", On: true, Match: "all", DueHours: 24, Severity: casework.High,
		FallbackOwner: identity.UserID(o.owner.ID), Conditions: []casework.Condition{{Field: "metric.nps", Op: "<=", Value: casework.Number(6)}}}
}

func (o *office) rule(in casework.RuleInput) *casework.Rule {
	o.t.Helper()
	r, err := o.cases.CreateRule(o.as(o.owner), o.org, in, "")
	o.must(err)
	return r
}

// put sends a signal given as JSON without its time.
func (o *office) put(body string) signal.ID {
	o.t.Helper()
	out, err := o.log.Put(o.as(o.owner), o.org, o.input(body))
	o.must(err)
	return out.ID
}

func (o *office) input(body string) *signal.Input {
	o.t.Helper()
	in := &signal.Input{At: o.db.Now().Add(-time.Hour).UTC().Format(time.RFC3339), Kind: "survey"}
	o.must(json.Unmarshal([]byte(body), in))
	return in
}

// quiet records a signal as an import of old ones does.
func (o *office) quiet(body string) signal.ID {
	o.t.Helper()
	e, err := o.log.Check(o.as(o.owner), o.org, o.input(body))
	o.must(err)
	e.Content.Quiet = true
	var id signal.ID
	o.must(o.db.Write(o.as(o.owner), o.org, func(tx *db.Tx) error {
		out, err := o.log.Record(o.as(o.owner), tx, o.org, []*signal.Entry{e})
		if err == nil {
			id = out[0].ID
		}
		return err
	}))
	return id
}

func (o *office) catchUp() {
	o.t.Helper()
	o.must(o.log.CatchUp(o.t.Context(), o.org))
}

// all lists every case as the owner sees them, oldest first.
func (o *office) all() []casework.Case {
	o.t.Helper()
	p, err := o.cases.List(o.as(o.owner), o.org, casework.Filter{Limit: 200})
	o.must(err)
	slices.Reverse(p.Items)
	return p.Items
}

// one opens a case by a rule for a signal and returns it.
func (o *office) one(body string) *casework.File {
	o.t.Helper()
	id := o.put(body)
	o.catchUp()
	for _, k := range o.all() {
		if k.Signal == id {
			return o.file(k.ID)
		}
	}
	o.t.Fatalf("no case was opened for %s", body)
	return nil
}

func (o *office) file(id casework.ID) *casework.File {
	o.t.Helper()
	f, err := o.cases.File(o.as(o.owner), o.org, id)
	o.must(err)
	return f
}

// told is a case's story in short: "opened", "state new>open", …
func told(f *casework.File) []string {
	out := []string{}
	for _, e := range f.Story {
		s := string(e.Kind)
		if e.From != "" || e.To != "" {
			s += " " + e.From + ">" + e.To
		}
		out = append(out, s)
	}
	return out
}

// token is the Authorization header of a caller with a role.
func (o *office) token(role identity.Role, unit identity.UnitID) string {
	o.t.Helper()
	k := &identity.Token{Name: string(role), Role: role, Unit: unit}
	o.must(o.app.Identity.NewToken(o.as(o.owner), o.org, k))
	return "Bearer " + k.Token
}

// ask sends one request; header pairs follow the body.
func (o *office) ask(method, path, auth, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if auth != "" {
		r.Header.Set("Authorization", auth)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.api.ServeHTTP(w, r)
	return w
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprint(err))
	}
	return string(b)
}
