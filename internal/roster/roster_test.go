package roster_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

type world struct {
	*apptest.Org
	t   *testing.T
	app *apptest.App
}

func open(t *testing.T) *world {
	t.Helper()
	a := apptest.New(t)
	return &world{Org: a.Organisation(t, "Alderwick"), t: t, app: a}
}

type object = map[string]any

func (w *world) upload(name, text string) string {
	w.t.Helper()
	id, _ := w.app.Must(w.t, http.StatusCreated, "POST", "/imports/uploads?name="+name, w.Owner, text)["upload"].(string)
	return id
}

func (w *world) look(list, text string) object {
	w.t.Helper()
	return w.app.Must(w.t, http.StatusOK, "POST", "/roster/"+list+"/look", w.Owner, object{"upload": w.upload(list+".csv", text)})
}

// take takes a file in and returns the run as it ended.
func (w *world) take(list, text string) object {
	w.t.Helper()
	run := w.app.Must(w.t, http.StatusAccepted, "POST", "/roster/"+list, w.Owner, object{"upload": w.upload(list+".csv", text)})
	w.app.RunJobs(w.t)
	return w.app.Must(w.t, http.StatusOK, "GET", "/roster/"+run["id"].(string), w.Owner, nil)
}

func counts(o object) string {
	c, _ := o["counts"].(object)
	return fmt.Sprintf("%v new, %v changed, %v known, %v refused", c["new"], c["changed"], c["known"], c["refused"])
}

// refused are the rows' numbers and reasons.
func refused(o object) string {
	var out []string
	list, _ := o["refused"].([]any)
	for _, l := range list {
		line := l.(object)
		out = append(out, fmt.Sprintf("%v: %v", line["row"], line["what"]))
	}
	return strings.Join(out, "\n")
}

const tree = "Key,Name,Parent,Kind,Partner,Owner\nnorth,North,,region,,\nleeds,Leeds,north,site,no,owner@alderwick.example\nleeds-a,Team A,leeds,team,,\nmanila,Manila,,site,yes,\n"

func (w *world) units() map[string]object {
	w.t.Helper()
	out := map[string]object{}
	for _, u := range w.app.Must(w.t, http.StatusOK, "GET", "/units", w.Owner, nil)["items"].([]any) {
		out[u.(object)["key"].(string)] = u.(object)
	}
	return out
}

func TestATreeOfUnitsComesInAndAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	if got := counts(w.look("units", tree)); got != "4 new, 0 changed, 0 known, 0 refused" {
		t.Errorf("looked at: %s", got)
	}
	if len(w.units()) != 1 {
		t.Fatal("looking wrote something")
	}
	if run := w.take("units", tree); counts(run) != "4 new, 0 changed, 0 known, 0 refused" || run["state"] != "done" {
		t.Fatalf("%v", run)
	}
	u := w.units()
	if u["leeds-a"]["parent"] != u["leeds"]["id"] || u["leeds"]["owner"] != string(w.User) || u["manila"]["partner"] != true {
		t.Errorf("%v", u)
	}
	if run := w.take("units", tree); counts(run) != "0 new, 0 changed, 4 known, 0 refused" {
		t.Errorf("again: %v", run)
	}
	moved := strings.Replace(tree, "leeds-a,Team A,leeds", "leeds-a,Team A,manila", 1)
	if run := w.take("units", moved); counts(run) != "0 new, 1 changed, 3 known, 0 refused" {
		t.Errorf("moved: %v", run)
	}
	if u := w.units(); u["leeds-a"]["parent"] != u["manila"]["id"] {
		t.Error("it hasn't moved")
	}
}

func TestAListSaysWhichRowsItRefusesAndWhy(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.take("units", tree)
	look := w.look("units", "key,parent,kind,partner,owner\nnorth,leeds-a,,,\nBad Key,,,,\nx,nowhere,,,\ny,,planet,,\nz,,,perhaps,\nv,,,,nobody@x.example\nleeds,,,,\nleeds,,,,\n")
	want := "2: A unit can't lie below itself.\n" +
		"3: \"Bad Key\" isn't a key: 1 to 64 lower-case letters, digits, - or _, not beginning with - or _.\n" +
		"4: There is no unit \"nowhere\", and no row above makes it.\n" +
		"5: \"planet\" is no kind of unit: enterprise, region, site or team.\n6: \"perhaps\" is neither yes nor no.\n" +
		"7: Nobody with the address \"nobody@x.example\" is a member here.\n9: The unit \"leeds\" is in the file already."
	if got := refused(look); got != want {
		t.Errorf("%s\ninstead of\n%s", got, want)
	}
}

func TestACycleThatOnlyTheFileMakesIsRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.take("units", "key,parent\na,\nb,a\n")
	run := w.take("units", "key,parent\na,b\nb,a\nc,b\n")
	if got := refused(run); got != "2: A unit can't lie below itself." || counts(run) != "1 new, 0 changed, 1 known, 1 refused" {
		t.Errorf("%s %s", counts(run), got)
	}
}

func TestEmployeesComeWithTheirUnitsAndLeaveThem(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.take("units", tree)
	first := w.take("employees", "Agent ID;Name;Team;Since;Left\n17;Ada;leeds-a;2025-09-01;\n18;Ben;leeds-a;;2026-01-01\n17;Ada again;manila;;\n19;;nowhere;;\n20;;;soon;\n")
	if counts(first) != "2 new, 0 changed, 0 known, 3 refused" || !strings.Contains(refused(first), "two places at once") {
		t.Errorf("%s\n%s", counts(first), refused(first))
	}
	second := w.take("employees", "id,name,unit,from\n17,Ada Byron,manila,2026-03-01\n18,Ben,,\n")
	if counts(second) != "0 new, 1 changed, 1 known, 0 refused" {
		t.Errorf("%s\n%s", counts(second), refused(second))
	}
	u := w.units()
	for _, e := range w.app.Must(t, http.StatusOK, "GET", "/employees", w.Owner, nil)["items"].([]any) {
		x := e.(object)
		if x["external_id"] == "17" && (x["name"] != "Ada Byron" || x["unit"] != u["manila"]["id"]) {
			t.Errorf("%v", x)
		}
		if x["external_id"] == "17" {
			d := w.app.Must(t, http.StatusOK, "GET", "/employees/"+x["id"].(string), w.Owner, nil)
			if stays := d["stays"].([]any); len(stays) != 2 || stays[1].(object)["to"] != "2026-03-01" || stays[1].(object)["from"] != "2025-09-01" {
				t.Errorf("%v", stays)
			}
		}
	}
}

func TestPeopleAreInvitedOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	list := "Email,Name,Role\nada@x.example,Ada,agent\nowner@alderwick.example,,viewer\nben@x.example,Ben,emperor\n\"a@b.example\nBcc: c@d.example\",Eve,agent\nada@x.example,,agent\n"
	run := w.take("people", list)
	if counts(run) != "1 new, 0 changed, 2 known, 2 refused" {
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
	if all := w.app.Must(t, http.StatusOK, "GET", "/user-invitations", w.Owner, nil)["items"].([]any); len(all) != 1 {
		t.Errorf("%d invitations", len(all))
	}
}

func TestNobodyGivesMoreThanTheyHaveByAFile(t *testing.T) {
	t.Parallel()
	w := open(t)
	admin := w.Token(t, identity.Admin, "")
	look := w.app.Must(t, http.StatusOK, "POST", "/roster/people/look", admin, object{"upload": w.upload("p.csv", "email,role\nx@x.example,owner\n")})
	if !strings.Contains(refused(look), "don't have") {
		t.Errorf("%v", look)
	}
	viewer := w.Token(t, identity.Analyst, "")
	w.app.Must(t, http.StatusForbidden, "POST", "/roster/people/look", viewer, object{"upload": "x"})
	w.app.Must(t, http.StatusForbidden, "POST", "/roster/units", viewer, object{"upload": "x"})
}

func TestCustomersAndTheirPurchasesComeIn(t *testing.T) {
	t.Parallel()
	w := open(t)
	run := w.take("customers", "customer_id,name,email,phone,language\nc1,Ada,ada@x.example,+44 20 7946 0000,en-GB\nc2,Ben,,,\n,,,,\nc3,Cy,nonsense,,\nc1,Again,,,\n")
	if counts(run) != "2 new, 0 changed, 0 known, 3 refused" {
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
	if run := w.take("customers", "customer_id,name\nc1,Ada Byron\nc2,Ben\n"); counts(run) != "0 new, 1 changed, 1 known, 0 refused" {
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
	orders := "order,customer,date,item,total,currency,qty,status\n" +
		"o1,c1,2026-01-31,Kettle,\"12,50\",eur,1,\no2,c9,2026-02-01 14:05,Lamp,80,CHF,2,returned\no3,c1,2026-02-01,Lamp,1.234,EUR,1,\n" +
		"o4,c1,2026-02-30,Lamp,1,EUR,1,\no5,c1,2026-02-01,Lamp,1,XXX,1,\no6,c1,2026-02-01,Lamp,1,EUR,0,\no7,c1,2026-02-01,Lamp,-1,EUR,1,\n"
	if run := w.take("purchases", orders); counts(run) != "3 new, 0 changed, 0 known, 4 refused" { // the last is a refund
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
	if run := w.take("purchases", strings.Replace(orders, "o1,c1,2026-01-31,Kettle,\"12,50\",eur,1,", "o1,c1,2026-01-31,Kettle,\"12,50\",eur,1,cancelled", 1)); counts(run) != "0 new, 1 changed, 2 known, 4 refused" {
		t.Errorf("%s\n%s", counts(run), refused(run))
	}
}

func TestAWorkbookIsAListToo(t *testing.T) {
	t.Parallel()
	w := open(t)
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Key", "B1": "Name", "A2": "north", "B2": "North"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	id, _ := w.app.Must(t, http.StatusCreated, "POST", "/imports/uploads?name=units.xlsx", w.Owner, b.Bytes())["upload"].(string)
	if look := w.app.Must(t, http.StatusOK, "POST", "/roster/units/look", w.Owner, object{"upload": id}); counts(look) != "1 new, 0 changed, 0 known, 0 refused" {
		t.Errorf("%v", look)
	}
}

func TestColumnsThatAreNotRecognisedCanBeNamed(t *testing.T) {
	t.Parallel()
	w := open(t)
	up := w.upload("u.csv", "Kürzel,Was\nnorth,North\n")
	look := w.app.Must(t, http.StatusOK, "POST", "/roster/units/look", w.Owner, object{"upload": up})
	if look["looked"] != 0.0 || look["rows"] != 1.0 || len(look["names"].([]any)) != 2 {
		t.Errorf("%v", look)
	}
	w.app.Must(t, http.StatusUnprocessableEntity, "POST", "/roster/units", w.Owner, object{"upload": up})
	look = w.app.Must(t, http.StatusOK, "POST", "/roster/units/look", w.Owner, object{"upload": up, "columns": object{"key": "Kürzel", "name": "Was"}})
	if counts(look) != "1 new, 0 changed, 0 known, 0 refused" {
		t.Errorf("%v", look)
	}
	w.app.Must(t, http.StatusUnprocessableEntity, "POST", "/roster/units/look", w.Owner, object{"upload": up, "columns": object{"key": "Nowhere"}})
	other := w.app.Organisation(t, "Birch")
	w.app.Must(t, http.StatusUnprocessableEntity, "POST", "/roster/units/look", other.Owner, object{"upload": up})
}
