package importing

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestTheAPIFromUploadToUndo(t *testing.T) {
	w := newWorld(t)
	token := w.token(w.org, identity.Analyst)
	read := func(want int, method, path, body string, into any, headers ...string) {
		t.Helper()
		code, text := w.call(token, method, path, strings.NewReader(body), headers...)
		if code != want {
			t.Fatalf("%s %s: %d %s", method, path, code, text)
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	var up Upload
	read(201, "POST", "/imports/uploads?name=C%3A%5Ccalls%5Ccall.csv", "date,words,score\n2026-01-01,x,5\n2026-01-02,y,12\n", &up, "Content-Type", "text/csv")
	if up.Name != "call.csv" || up.Rows != 2 || up.Encoding != "utf-8" || up.Delimiter != "," || len(up.Columns) != 3 || up.Mapping == nil {
		t.Errorf("%+v", up)
	}
	wish := fmt.Sprintf(`{"upload":%q,"mapping":%s}`, up.Hash, scoreMapping)
	var p Preview
	read(200, "POST", "/imports/preview", wish, &p)
	if p.Counts != (Counts{Accepted: 1, Rejected: 1}) || p.Rows[0].Signal.TouchPoint.Key != "call" || *p.Rows[0].Signal.Measures[0].Score != 5 {
		t.Errorf("%+v", p)
	}
	var im, again Import
	read(202, "POST", "/imports", wish, &im, "Idempotency-Key", "once")
	read(202, "POST", "/imports", wish, &again, "Idempotency-Key", "once")
	if im.State != Waiting || again.ID != im.ID {
		t.Errorf("%+v %+v", im, again)
	}
	w.work()
	read(200, "GET", "/imports/"+string(im.ID), "", &im)
	if im.State != Done || im.Accepted != 1 || im.Rejected != 1 || im.FinishedAt == nil || im.By.Kind != identity.ByToken {
		t.Errorf("%+v", im)
	}
	if code, text := w.call(token, "GET", "/imports/"+string(im.ID)+"/rejected", nil); code != 200 || !strings.Contains(text, "2026-01-02,y,12") {
		t.Errorf("%d %s", code, text)
	}
	var list struct{ Items []Import }
	read(200, "GET", "/imports?limit=1", "", &list)
	if len(list.Items) != 1 || list.Items[0].ID != im.ID {
		t.Errorf("%+v", list)
	}
	var refused struct {
		Code string
		Args map[string]any
	}
	read(409, "POST", "/imports", strings.Replace(wish, `"call"`, `"desk"`, 1), &refused)
	if refused.Code != "imported_with_another_mapping" || refused.Args["import"] != string(im.ID) {
		t.Errorf("%+v", refused)
	}
	read(409, "POST", "/imports/"+string(im.ID)+"/cancel", "", &refused)
	read(202, "POST", "/imports/"+string(im.ID)+"/undo", "", &im)
	w.work()
	read(200, "GET", "/imports/"+string(im.ID), "", &im)
	if im.State != Undone || im.Erased != 1 {
		t.Errorf("%+v", im)
	}
	for verb, want := range map[string]int64{"import.start": 1, "import.undo": 1} {
		if n := w.count(`select count(*) from audit where org = $1 and verb = $2`, w.org, verb); n != want {
			t.Errorf("%s is in the audit %d times", verb, n)
		}
	}
}

func TestTheAPIRefuses(t *testing.T) {
	w := newWorld(t)
	u := w.send("call.csv", "date,words,score\n2026-01-01,x,5\n")
	im := w.imported(u, mapped(t, scoreMapping))
	other := w.found("Brightwater Energy", "UTC")
	analyst, agent, stranger := w.token(w.org, identity.Analyst), w.token(w.org, identity.Agent), w.token(other, identity.Owner)
	id, wish := string(im.ID), fmt.Sprintf(`{"upload":%q,"mapping":%s}`, u.Hash, scoreMapping)
	all := []struct{ method, path, body string }{
		{"POST", "/imports/uploads?name=a.csv", "a,b\n1,2\n"}, {"POST", "/imports/preview", wish}, {"POST", "/imports", wish}, {"GET", "/imports", ""},
		{"GET", "/imports/" + id, ""}, {"POST", "/imports/" + id + "/cancel", ""}, {"POST", "/imports/" + id + "/undo", ""}, {"GET", "/imports/" + id + "/rejected", ""},
	}
	before := w.count(`select count(*) from import`) + w.count(`select count(*) from upload`) + w.count(`select count(*) from job`)
	for _, c := range all {
		for _, who := range []struct {
			name, token string
			want        int
		}{{"nobody", "", 401}, {"a bad token", "ts_nobody", 401}, {"an agent", agent, 403}} {
			if code, text := w.call(who.token, c.method, c.path, strings.NewReader(c.body)); code != who.want {
				t.Errorf("%s %s as %s: %d %s", c.method, c.path, who.name, code, text)
			}
		}
	}
	for _, c := range all[4:] {
		if code, text := w.call(stranger, c.method, c.path, strings.NewReader(c.body)); code != http.StatusNotFound || !strings.Contains(text, "import_unknown") {
			t.Errorf("%s %s as another organisation: %d %s", c.method, c.path, code, text)
		}
	}
	for _, c := range []struct{ token, path, body, says string }{
		{stranger, "/imports", wish, "upload_unknown"},
		{stranger, "/imports/preview", wish, "upload_unknown"},
		{analyst, "/imports", strings.Replace(wish, u.Hash, "../../etc/passwd", 1), "upload_unknown"},
		{analyst, "/imports", strings.Replace(wish, `"score"`, `"points"`, 1), `body.mapping.measures.nps.column`},
		{analyst, "/imports", strings.Replace(wish, `"scoring"`, `"scorings"`, 1), `body.mapping.measures.nps`},
		{analyst, "/imports/preview", strings.Replace(wish, `"kind"`, `"sort":1,"kind"`, 1), `body.mapping`},
		{analyst, "/imports/uploads?name=a.csv", "", "file_empty"},
		{analyst, "/imports/uploads?name=%07", "a,b\n1,2\n", "control_character"},
		{analyst, "/imports", strings.TrimSuffix(wish, "}") + `,"replace":"imp_none"}`, "import_unknown"},
	} {
		code, text := w.call(c.token, "POST", c.path, strings.NewReader(c.body))
		if code != 422 && (code != 404 || c.says != "import_unknown") || !strings.Contains(text, c.says) {
			t.Errorf("%s %.90s: %d %s", c.path, c.body, code, text)
		}
	}
	if code, text := w.call(analyst, "POST", "/imports", strings.NewReader("{")); code != 400 {
		t.Errorf("half a document: %d %s", code, text)
	}
	after := w.count(`select count(*) from import`) + w.count(`select count(*) from upload`) + w.count(`select count(*) from job`)
	if after != before {
		t.Errorf("refusals left something behind: %d rows, before %d", after, before)
	}
}
