package survey_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// call asks the API; headers are name and value in turn.
func (w *world) call(token, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(w.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.api.ServeHTTP(rec, r)
	return rec
}

func TestTheAPIDoesWhatItSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(w.org, identity.Analyst)
	const definition = `{"language":"en","touch_point":"call","questions":[{"key":"q1","kind":"nps","text":"How likely?","required":true}],"thanks":"Thanks!"}`
	made := w.call(token, "POST", "/surveys", `{"name":"After the call","definition":`+definition+`}`, "Idempotency-Key", "k")
	var sv survey.Survey
	if err := json.Unmarshal(made.Body.Bytes(), &sv); err != nil || made.Code != 201 || made.Header().Get("ETag") != `"1"` {
		t.Fatalf("%d %s %v", made.Code, made.Body, err)
	}
	at := "/surveys/" + string(sv.ID)
	for _, c := range []struct {
		method, path, body, match string
		code                      int
		want, unwanted            string
	}{
		{"POST", "/surveys", `{"name":"Empty"}`, "", 201, `"state":"draft"`, ""},
		{"POST", "/surveys", `{"name":""}`, "", 422, `"code":"name_empty"`, ""},
		{"POST", "/surveys", `{"name":"A","definition":{"questions":[{"key":"a","kind":"matrix","text":""}]}}`, "", 422, "body.definition.questions[0].kind", ""},
		{"POST", "/surveys", `{"name":"A","surprise":1}`, "", 422, "surprise", ""},
		{"POST", "/surveys", `{`, "", 400, "", ""},
		{"GET", "/surveys", "", "", 200, `"url":"https://cx.example.org/s/` + sv.Token, `"questions"`},
		{"GET", at, "", "", 200, `"changed_since_publish":false`, ""},
		{"GET", "/surveys/svy_none", "", "", 404, `"code":"survey_unknown"`, ""},
		{"PUT", at, `{"name":"B","definition":` + definition + `}`, "", 422, "if_match_needed", ""},
		{"PUT", at, `{"name":"B","definition":` + definition + `}`, `"1"`, 200, `"name":"B"`, ""},
		{"PUT", at, `{"name":"C","definition":` + definition + `}`, `"1"`, 412, `"code":"changed_meanwhile"`, ""},
		{"POST", at + "/close", "", "", 409, "survey_not_open", ""},
		{"POST", at + "/publish", "", `"1"`, 412, "changed_meanwhile", ""},
		{"POST", at + "/publish", "", "", 200, `"version":1`, ""},
		{"POST", at + "/publish", "", "", 409, "nothing_to_publish", ""},
		{"GET", at + "/results", "", "", 200, `"distribution":[{"value":"0","n":0}`, ""},
		{"POST", at + "/close", "", "", 200, `"state":"closed"`, ""},
		{"POST", at + "/reopen", "", "", 200, `"state":"open"`, ""},
		{"GET", at + "/qr.svg", "", "", 200, `<path fill="#fff"`, "<script"},
		{"GET", at + "/qr.svg?size=9999", "", "", 422, "query.size", ""},
		{"GET", "/surveys/svy_none/qr.svg", "", "", 404, "survey_unknown", ""},
	} {
		headers := []string{}
		if c.match != "" {
			headers = append(headers, "If-Match", c.match)
		}
		r := w.call(token, c.method, c.path, c.body, headers...)
		if r.Code != c.code || !strings.Contains(r.Body.String(), c.want) || c.unwanted != "" && strings.Contains(r.Body.String(), c.unwanted) {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, r.Code, r.Body)
		}
	}
}

func TestOnlyThoseWhoMayReachASurvey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	other := w.token(w.found("Other bank"), identity.Owner)
	viewer, agent := w.token(w.org, identity.Viewer), w.token(w.org, identity.Agent)
	at := "/surveys/" + string(sv.ID)
	body := `{"name":"X","definition":{"questions":[]}}`
	for _, c := range []struct {
		method, path, body string
		viewer, agent      int
		other              int
	}{
		{"GET", "/surveys", "", 200, 403, 200},
		{"POST", "/surveys", body, 403, 403, 201},
		{"GET", at, "", 200, 403, 404},
		{"PUT", at, body, 403, 403, 404},
		{"POST", at + "/publish", "", 403, 403, 404},
		{"POST", at + "/close", "", 403, 403, 404},
		{"POST", at + "/reopen", "", 403, 403, 404},
		{"GET", at + "/results", "", 200, 403, 404},
		{"GET", at + "/qr.svg", "", 200, 403, 404},
		{"GET", at + "/qr.png", "", 200, 403, 404},
		{"POST", "/surveys/preview", body, 200, 403, 200},
	} {
		for who, x := range map[string]struct {
			token string
			code  int
		}{"nobody": {"", 401}, "a viewer": {viewer, c.viewer}, "an agent": {agent, c.agent}, "another organisation": {other, c.other}} {
			r := w.call(x.token, c.method, c.path, c.body, "If-Match", `"1"`)
			if r.Code != x.code {
				t.Errorf("%s %s by %s: %d, not %d: %s", c.method, c.path, who, r.Code, x.code, r.Body)
			}
			if who == "another organisation" && strings.Contains(r.Body.String(), sv.Token) {
				t.Errorf("%s %s shows another organisation's survey", c.method, c.path)
			}
		}
	}
	if got, err := w.Find(t.Context(), w.org, sv.ID); err != nil || got.Name != "After the call" || got.State != survey.Open {
		t.Fatalf("a refusal changed something: %+v %v", got, err)
	}
}

func TestThePreviewIsTheRealPageWithNothingToSend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(w.org, identity.Viewer)
	body, err := json.Marshal(map[string]any{"name": "A", "definition": sample()})
	if err != nil {
		t.Fatal(err)
	}
	r := w.call(token, "POST", "/surveys/preview", string(body))
	page := r.Body.String()
	if r.Code != 200 || r.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%d %v", r.Code, r.Header())
	}
	for _, unwanted := range []string{" action=", `method="post"`, `type="submit"`, "nonce", "/s/"} {
		if strings.Contains(strings.ReplaceAll(page, "partial", ""), unwanted) {
			t.Errorf("%q in the preview", unwanted)
		}
	}
	if p := r.Header().Get("Content-Security-Policy"); !strings.Contains(p, "form-action 'none'") || !strings.Contains(p, "frame-ancestors 'self'") {
		t.Errorf("%s", p)
	}
	real := w.get("/s/" + w.published(sample()).Token).Body.String()
	if cut(real, "<fieldset", "<button") != cut(page, "<fieldset", "<button") {
		t.Error("the questions look different from the real page's")
	}
	if n := w.number(`select count(*) from survey_version where org = $1`, w.org); n != 1 {
		t.Errorf("%d versions: the preview stored something", n)
	}
	if r := w.call(token, "POST", "/surveys/preview", `{"name":"","definition":{"questions":[{"key":"a","kind":"choice","text":""}]}}`); r.Code != 200 {
		t.Errorf("a half-written draft: %d %s", r.Code, r.Body)
	}
	if r := w.call(token, "POST", "/surveys/preview", `{"name":"A","definition":{"questions":[]}}`); r.Code != 200 || !strings.Contains(r.Body.String(), "</html>") {
		t.Errorf("an empty draft: %d %s", r.Code, r.Body)
	}
}

func cut(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	i := strings.LastIndex(s, to)
	return s[:max(i, 0)]
}

func TestTheQRCodeHasItsMargin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(w.org, identity.Viewer)
	sv := w.draft(sample())
	r := w.call(token, "GET", "/surveys/"+string(sv.ID)+"/qr.png?size=400", "")
	img, err := png.Decode(bytes.NewReader(r.Body.Bytes()))
	if err != nil || r.Header().Get("Content-Type") != "image/png" {
		t.Fatal(err, r.Header())
	}
	side := img.Bounds().Dx()
	dark := func(x, y int) bool { c, _, _, _ := img.At(x, y).RGBA(); return c == 0 }
	each := 0
	for !dark(each, each) {
		each++
	}
	each /= 4 // the first dark module lies behind a margin of four
	if side > 400 || side < 300 || each < 4 || dark(each*4-1, side/2) || !dark(each*4, each*4) || !dark(side-each*4-1, each*4) {
		t.Fatalf("side %d, module %d", side, each)
	}
	svg := w.call(token, http.MethodGet, "/surveys/"+string(sv.ID)+"/qr.svg?size=400", "").Body.String()
	if !strings.Contains(svg, `width="400"`) || !strings.Contains(svg, `<path d="M4 4h7v1h-7z`) {
		t.Fatalf("%.300s", svg)
	}
}
