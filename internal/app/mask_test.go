package app_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// secrets is what must be nowhere: as it was written, and without what separates its digits.
var secrets = []string{"4111 1111 1111 1111", "4111111111111111", "219-09-9999", "219099999", "hunter2x", "70317031"}

const telling = "My card is 4111 1111 1111 1111, SSN 219-09-9999, my password is hunter2x and the pin 70317031."

func TestSecretsReachNeitherDatabaseNorDataFolder(t *testing.T) {
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	sig := func(key string) object {
		return object{"key": key, "at": "2026-05-04T10:00:00Z", "kind": "feedback", "measures": object{"nps": 3}, "language": "en",
			"comments": []any{object{"text": telling}, object{"text": "fine"}}, "attributes": object{"note": "pin: 70317031", "card": "4111111111111111", "colour": "red"}}
	}
	id, _ := a.Must(t, 201, "POST", "/signals", o.Owner, sig("one"), "Idempotency-Key: a-key-of-its-own")["id"].(string)
	a.Must(t, 200, "POST", "/signals", o.Owner, sig("one")) // the same content, though none of it was kept
	lines := strings.Repeat(`{"at":"2026-05-04T10:00:00Z","kind":"feedback","comments":[{"text":"`+telling+`"}]}`+"\n", 3)
	if status, text := a.Do("POST", "/signals:batch", o.Owner, lines); status != 200 || strings.Count(text, `"status":201`) != 3 {
		t.Fatalf("%d %s", status, text)
	}
	a.Must(t, 200, "PUT", "/signals/"+id, o.Owner, sig(""))
	for i, refused := range []object{
		{"at": telling, "kind": "feedback"}, {"at": "2026-05-04T10:00:00Z", "kind": telling}, {"at": "2026-05-04T10:00:00Z", "kind": "survey", "measures": object{telling: 4}},
	} {
		a.Must(t, 422, "POST", "/signals", o.Owner, refused, "Idempotency-Key: refused-key-number-"+strconv.Itoa(i))
	}
	answerSurvey(t, a, o)
	up := a.Must(t, 201, "POST", "/imports/uploads?name=secrets.csv", o.Owner,
		"when,said,score\n2026-05-01,\""+telling+"\",4\n"+telling+",fine,3\n2026-05-02,\""+telling+"\",4 4111 1111 1111 1111\n")
	im := a.Must(t, 202, "POST", "/imports", o.Owner, object{"upload": up["upload"], "mapping": object{"at": object{"column": "when", "format": "2006-01-02"},
		"kind": "review", "comment": []any{"said"}, "measures": object{"stars": object{"column": "score", "scale": []any{1, 5}, "scoring": "mean"}}}})
	runJobs(t, a, o, "import.run")
	a.CatchUp(t, o)
	if _, csv := a.Do("GET", "/imports/"+im["id"].(string)+"/rejected", o.Owner, nil); !strings.Contains(csv, "[card number]") {
		t.Errorf("the refused rows: %s", csv)
	}
	got := a.Must(t, 200, "GET", "/signals/"+id, o.Owner, nil)
	if text := got["comments"].([]any)[0].(object)["text"]; text != "My card is [card number], SSN [national id], my password is [password] and the pin [password]." {
		t.Errorf("%q", text)
	}
	if found := got["masked"].(object); found["card_number"] != 2.0 || found["national_id"] != 1.0 || found["password"] != 3.0 {
		t.Errorf("%v", found)
	}
	for name, held := range everythingKept(t, a, o) {
		for _, s := range secrets {
			if bytes.Contains(held, []byte(s)) {
				at := bytes.Index(held, []byte(s))
				t.Errorf("%s holds %q: …%q…", name, s, held[max(0, at-80):min(len(held), at+80)])
			}
		}
	}
}

// answerSurvey leaves a draft with the secrets and a complete response with them.
func answerSurvey(t *testing.T, a *apptest.App, o *apptest.Org) {
	t.Helper()
	sv := a.Must(t, 201, "POST", "/surveys", o.Owner, object{"name": "Survey", "definition": object{"language": "en",
		"questions": []any{object{"key": "q1", "kind": "nps", "text": "How likely?"}, object{"key": "q2", "kind": "long_text", "text": "Why?"}}}})
	out := a.Must(t, 200, "POST", "/surveys/"+sv["id"].(string)+"/publish", o.Owner, nil)
	link, err := url.Parse(out["url"].(string))
	if err != nil {
		t.Fatal(err)
	}
	for _, done := range []string{"", "1"} {
		page := a.Send(apptest.Request(t, "GET", "~"+link.Path, "", nil)).Body.String()
		nonce := regexp.MustCompile(`name="nonce" value="([A-Z2-7]{26})"`).FindStringSubmatch(page)[1]
		form := url.Values{"nonce": {nonce}, "version": {"1"}, "q-q1": {"7"}, "q-q2": {telling}}
		if done == "" {
			form.Set("partial", "1")
		}
		r := apptest.Request(t, "POST", "~"+link.Path, "", form.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := a.Send(r); w.Code >= 400 {
			t.Fatalf("%d %s", w.Code, w.Body.String())
		}
	}
	var n int
	err = a.DB.Read(o.Context(), o.ID, func(tx *db.Tx) error {
		return tx.QueryRow(o.Context(), `select count(*) from response where org = $1 and answers like '%[card number]%'`, o.ID).Scan(&n)
	})
	if err != nil || n != 2 {
		t.Errorf("%d responses hold what was masked: %v", n, err)
	}
}

// everythingKept reads every file of the data folder and, on PostgreSQL, every table as text.
func everythingKept(t *testing.T, a *apptest.App, o *apptest.Org) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.Walk(a.Config.Data, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil || !a.DB.Postgres {
		if len(out) < 2 {
			t.Errorf("only %d files: %v", len(out), err)
		}
		return out
	}
	err = a.DB.Read(o.Context(), o.ID, func(tx *db.Tx) error {
		rows, err := tx.Query(o.Context(), `select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'`)
		names, err := db.Collect(rows, err, func(r db.Scanner) (s string, err error) { return s, r.Scan(&s) })
		if err != nil {
			return err
		}
		for _, name := range names {
			rows, err := tx.Query(o.Context(), `select cast(t.* as text) from `+name+` as t`)
			lines, err := db.Collect(rows, err, func(r db.Scanner) (s string, err error) { return s, r.Scan(&s) })
			if err != nil {
				return err
			}
			out["table "+name] = []byte(strings.Join(lines, "\n"))
		}
		return nil
	})
	if err != nil || len(out["table membership"]) == 0 {
		t.Fatalf("nothing read: %v", err)
	}
	return out
}

func TestWhatIsMaskedCanBeChosenAndTried(t *testing.T) {
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	viewer := o.Token(t, "viewer", "")
	own := object{"off": []string{"password"}, "own": []any{object{"name": "member number", "expression": `\bM-\d{5}\b`}}}
	bad := func(p object) object { return object{"off": []string{}, "own": []any{p}} }
	a.Run(t, []apptest.Scenario{
		{Name: "everything built in is on at first", Path: "/masking", As: o.Owner, Status: 200, Contains: []string{`"off":[]`, `"own":[]`, `"version":0`}},
		{Name: "viewers don't see it", Path: "/masking", As: viewer, Status: 403},
		{Name: "a try shows what becomes of a text", Method: "POST", Path: "/masking/try", As: o.Owner, Status: 200,
			Body: object{"masking": own, "text": "M-12345, my pin is 4711"}, Contains: []string{`"text":"[member number], my pin is 4711"`, `"found":{"member number":1}`}},
		{Name: "no edit without what was edited", Method: "PUT", Path: "/masking", As: o.Owner, Status: 422, Body: own, Contains: []string{"if_match_needed"}},
		{Name: "an edit is kept", Method: "PUT", Path: "/masking", As: o.Owner, Status: 200, Body: own, Headers: []string{`If-Match: "0"`}, Contains: []string{`"version":1`}},
		{Name: "an edit of an old version is refused", Method: "PUT", Path: "/masking", As: o.Owner, Status: 412, Body: own, Headers: []string{`If-Match: "0"`}},
		{Name: "what isn't RE2 is refused at its place", Method: "POST", Path: "/masking/try", As: o.Owner, Status: 422,
			Body: object{"masking": bad(object{"name": "x", "expression": `(?=a)`}), "text": ""}, Contains: []string{"body.own[0].expression", "pattern_invalid"}},
		{Name: "a pattern that matches nothing at all is refused", Method: "POST", Path: "/masking/try", As: o.Owner, Status: 422,
			Body: object{"masking": bad(object{"name": "x", "expression": `a*`}), "text": ""}, Contains: []string{"pattern_empty"}},
		{Name: "a pattern needs a name", Method: "POST", Path: "/masking/try", As: o.Owner, Status: 422,
			Body: object{"masking": bad(object{"name": " ", "expression": `a`}), "text": ""}, Contains: []string{"body.own[0].name"}},
		{Name: "the signal is masked as chosen", Method: "POST", Path: "/signals", As: o.Owner, Status: http.StatusCreated,
			Body: object{"at": "2026-05-04T10:00:00Z", "kind": "feedback", "comments": []any{object{"text": "M-12345, my pin is 4711, 4111111111111111"}}}},
	})
	a.CatchUp(t, o)
	_, list := a.Do("GET", "/signals", o.Owner, nil)
	if !strings.Contains(list, "[member number], my pin is 4711, [card number]") {
		t.Error(list)
	}
}
