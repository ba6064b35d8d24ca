package survey_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

func TestACompleteResponseIsASignal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	r := w.post("/s/"+sv.Token, "nonce", nonce, "version", "1", "q-nps", "9", "q-csat", "4", "q-why", "loan", "q-words", " It took\r\nthree days. ")
	if r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/s/"+sv.Token+"/thanks" {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	if thanks := w.get(r.Header().Get("Location")); thanks.Code != 200 || !strings.Contains(thanks.Body.String(), "Thank you for your answers") {
		t.Fatalf("thanks: %d %s", thanks.Code, thanks.Body)
	}
	log := w.signals()
	if len(log) != 1 {
		t.Fatalf("%d signals", len(log))
	}
	got := log[0]
	if !strings.HasPrefix(got.Key, "rsp_") || got.Doc.Measures["nps"] != 9000 || got.Doc.Measures["csat"] != 4000 || got.Doc.Attributes["reason"] != "loan" ||
		len(got.Doc.Comments) != 1 || got.Doc.Comments[0].Text != "It took\nthree days." || got.Doc.Channel != "web" || got.Doc.Language != "en" || got.Doc.TouchPoint == "" {
		t.Fatalf("%+v", got)
	}
	if got.At != w.DB.Now().UnixMicro() {
		t.Fatalf("at %d", got.At)
	}
}

func TestAnUnansweredScoreWasAskedAndNotAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := sample()
	d.Questions[1].Required = false
	sv := w.published(d)
	w.post("/s/"+sv.Token, "nonce", w.opened(sv), "q-nps", "0", "q-csat", "", "q-words", "  ")
	log := w.signals()
	if len(log) != 1 || log[0].Doc.LeftOut["csat"] == 0 || len(log[0].Doc.Comments) != 0 {
		t.Fatalf("%+v", log)
	}
	if v, ok := log[0].Doc.Measures["nps"]; !ok || v != 0 {
		t.Fatalf("a zero is a score: %+v", log[0].Doc.Measures)
	}
}

func TestADoubleSubmitCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	var all sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		all.Go(func() {
			codes[i] = w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "9", "q-csat", "5").Code
		})
	}
	all.Wait()
	for _, c := range codes {
		if c != http.StatusSeeOther {
			t.Fatalf("answers %v: every one is thanked", codes)
		}
	}
	if n := w.number(`select count(*) from response where org = $1`, w.org); n != 1 || len(w.signals()) != 1 {
		t.Fatalf("%d responses, %d signals", n, len(w.signals()))
	}
	w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "1", "q-csat", "1")
	if got := w.signals(); len(got) != 1 || got[0].Doc.Measures["nps"] != 9000 {
		t.Fatalf("a later submit changed the answer: %+v", got)
	}
}

func TestTwoTabsAreTwoResponses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	a, b := w.opened(sv), w.opened(sv)
	if a == b {
		t.Fatal("two tabs share a nonce")
	}
	w.post("/s/"+sv.Token, "nonce", a, "q-nps", "9", "q-csat", "5")
	w.post("/s/"+sv.Token, "nonce", b, "q-nps", "9", "q-csat", "5")
	if n := len(w.signals()); n != 2 {
		t.Fatalf("%d signals", n)
	}
}

func TestServingThePageIsAnOpeningAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	for range 3 {
		w.opened(sv)
	}
	w.get("/s/"+sv.Token, "Sec-Purpose", "prefetch;anonymous-client-ip")
	w.get("/s/"+sv.Token, "User-Agent", "WhatsApp/2.23")
	w.get("/s/" + sv.Token + "/thanks")
	head := httptest.NewRequestWithContext(t.Context(), http.MethodHead, "/s/"+sv.Token, nil)
	if r := w.send(head, nil); r.Code != 200 {
		t.Fatalf("HEAD: %d", r.Code)
	}
	if got := w.counts(sv); got != (survey.Counts{Openings: 3}) {
		t.Fatalf("%+v", got)
	}
	w.opened(sv)
	if got := w.counts(sv); got.Openings != 4 {
		t.Fatalf("after another second: %+v", got)
	}
}

func TestAMissingAnswerShowsThePageAgainAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	r := w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "3", "q-why", "card", "q-words", `Slow & "rude" <b>`)
	page := r.Body.String()
	if r.Code != http.StatusUnprocessableEntity {
		t.Fatal(r.Code)
	}
	for _, want := range []string{
		`<title>Error: Your feedback to Alderwick Bank</title>`, `role="alert" tabindex="-1" autofocus`, `<a href="#i-csat">How was your call? Choose an answer.</a>`,
		`value="3" checked`, `value="card" id="i-why" checked`, `Slow &amp; &#34;rude&#34; &lt;b&gt;</textarea>`, `value="` + nonce + `"`, `id="e-csat">Choose an answer.`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if got := w.counts(sv); got.Partial != 1 || got.Complete != 0 || len(w.signals()) != 0 {
		t.Fatalf("%+v, %d signals", got, len(w.signals()))
	}
	w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "3", "q-csat", "2")
	if got := w.counts(sv); got.Partial != 0 || got.Complete != 1 || len(w.signals()) != 1 {
		t.Fatalf("after completing: %+v, %d signals", got, len(w.signals()))
	}
}

func TestThePagesScriptSavesWhatIsAnsweredSoFar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	if r := w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-nps", "10"); r.Code != http.StatusNoContent {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-nps", "10", "q-why", "card")
	res, err := w.Results(t.Context(), w.org, sv.ID)
	if err != nil || res.Counts.Partial != 1 || res.Questions[2].Distribution[0].N != 1 || res.Questions[1].NotAnswered != 1 {
		t.Fatalf("%+v %v", res, err)
	}
	if r := w.post("/s/"+sv.Token, "nonce", w.opened(sv), "partial", "1"); r.Code != http.StatusNoContent || w.counts(sv).Partial != 1 {
		t.Fatalf("a page on which nothing was answered is no response: %d %+v", r.Code, w.counts(sv))
	}
	w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-words", "")
	if n := w.number(`select count(*) from response where org = $1 and answers = '{}'`, w.org); n != 1 {
		t.Fatal("what was taken back is still there")
	}
	w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "10", "q-csat", "5")
	w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-nps", "1") // one that was still on its way
	if got := w.signals(); len(got) != 1 || got[0].Doc.Measures["nps"] != 10_000 || w.counts(sv).Complete != 1 {
		t.Fatalf("%+v %+v", got, w.counts(sv))
	}
}

func TestImpossibleAnswersNameTheirQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	for name, c := range map[string]struct{ field, value, says string }{
		"NPS 11":         {"q-nps", "11", "#i-nps"},
		"NPS 9.5":        {"q-nps", "9.5", "#i-nps"},
		"NPS 09":         {"q-nps", "09", "#i-nps"},
		"CSAT 0":         {"q-csat", "0", "#i-csat"},
		"unknown option": {"q-why", "mortgage", "#i-why"},
		"not UTF-8":      {"q-words", "a\xffb", "#i-words"},
		"U+0000":         {"q-words", "a\x00b", "#i-words"},
		"too long":       {"q-words", strings.Repeat("é", 2001), "#i-words"},
	} {
		good := map[string]string{"q-nps": "9", "q-csat": "4"}
		pairs := []string{"nonce", w.opened(sv), c.field, c.value}
		for k, v := range good {
			if k != c.field {
				pairs = append(pairs, k, v)
			}
		}
		r := w.post("/s/"+sv.Token, pairs...)
		if r.Code != http.StatusUnprocessableEntity || !strings.Contains(r.Body.String(), c.says) {
			t.Errorf("%s: %d", name, r.Code)
		}
		p := w.post("/s/"+sv.Token, append(pairs, "partial", "1")...)
		if p.Code != 422 || !strings.Contains(p.Body.String(), "body."+c.field) || !strings.Contains(p.Body.String(), `"code":`) {
			t.Errorf("%s, saved along the way: %d %s", name, p.Code, p.Body)
		}
	}
	if n := len(w.signals()); n != 0 {
		t.Fatalf("%d signals", n)
	}
	if r := w.post("/s/"+sv.Token, "q-words", strings.Repeat("a", 70<<10)); r.Code != http.StatusRequestEntityTooLarge {
		t.Fatalf("70 kB: %d", r.Code)
	}
	if r := w.post("/s/"+sv.Token, "nonce", "'; drop table", "q-nps", "9", "q-csat", "4"); r.Code != http.StatusSeeOther {
		t.Fatalf("answers with a broken nonce are kept all the same: %d", r.Code)
	}
}

func TestAPartialResponseLapsesAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-nps", "2")
	said := w.DB.Now()
	lapse := func(after time.Duration, want int) {
		t.Helper()
		w.later(after)
		if err := w.Lapse(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.signals(); len(got) != want {
			t.Fatalf("%d entries, not %d: %+v", len(got), want, got)
		}
	}
	lapse(24*time.Hour-time.Second, 0)
	lapse(time.Second, 1)
	lapse(time.Hour, 1)
	first := w.signals()[0]
	if first.Op != "put" || first.At != said.UnixMicro() || first.Doc.Measures["nps"] != 2000 || first.Doc.LeftOut["csat"] == 0 {
		t.Fatalf("%+v", first)
	}
	if got := w.counts(sv); got.Partial != 1 || got.Complete != 0 {
		t.Fatalf("a lapsed response stays partial: %+v", got)
	}

	r := w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "8", "q-csat", "4")
	log := w.signals()
	if r.Code != http.StatusSeeOther || len(log) != 2 || log[1].Op != "correct" || log[1].Target != first.Target || log[1].Doc.Measures["nps"] != 8000 {
		t.Fatalf("completing later is a correction: %d %+v", r.Code, log)
	}
	lapse(48*time.Hour, 2)
}

func TestMoreAnswersAfterLapsingLapseAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	for i, score := range []string{"2", "3"} {
		w.post("/s/"+sv.Token, "nonce", nonce, "partial", "1", "q-nps", score)
		w.later(24 * time.Hour)
		for range 2 {
			if err := w.Lapse(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(w.signals()); n != i+1 {
			t.Fatalf("%d entries, not %d", n, i+1)
		}
	}
	if got := w.signals()[1]; got.Op != "correct" || got.Doc.Measures["nps"] != 3000 {
		t.Fatalf("%+v", got)
	}
}

func TestTwoProcessesLapseAResponseOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	for range 20 {
		w.post("/s/"+sv.Token, "nonce", w.opened(sv), "partial", "1", "q-nps", "2")
	}
	w.later(24 * time.Hour)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := w.Lapse(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(w.signals()); n != 20 {
		t.Fatalf("%d entries of 20 responses", n)
	}
}

func TestASurveyClosedByAnotherProcessTakesNoMoreAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	err := w.DB.Write(t.Context(), w.org, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `update survey set state = 'closed' where org = $1 and id = $2`, w.org, string(sv.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// The page is still in this process's memory; the answers are checked against what is stored.
	if r := w.post("/s/"+sv.Token, "nonce", nonce, "q-nps", "9", "q-csat", "5"); r.Code != http.StatusGone || len(w.signals()) != 0 {
		t.Fatalf("%d, %d signals", r.Code, len(w.signals()))
	}
	w.later(3 * time.Second)
	if r := w.get("/s/" + sv.Token); r.Code != http.StatusGone {
		t.Fatalf("still open after three seconds: %d", r.Code)
	}
}

func TestAnErasedSignalTakesItsAnswersAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	w.Log.Follow(w.Consumer())
	w.post("/s/"+sv.Token, "nonce", w.opened(sv), "q-nps", "1", "q-csat", "1", "q-words", "My name is Ada.")
	ctx := identity.System(t.Context(), w.org, "test")
	if err := w.Log.Erase(ctx, w.org, signal.ID(w.signals()[0].Target)); err != nil {
		t.Fatal(err)
	}
	consume(t, w)
	if n := w.number(`select count(*) from response where org = $1 and answers like '%Ada%'`, w.org); n != 0 {
		t.Fatal("the answers are still there")
	}
	if got := w.counts(sv); got.Complete != 1 {
		t.Fatalf("that somebody answered stays known: %+v", got)
	}
}

// consume applies the whole log to the surveys' own consumer.
func consume(t *testing.T, w *world) {
	t.Helper()
	entries := []*signal.Logged{}
	for _, e := range w.signals() {
		entries = append(entries, &signal.Logged{ID: signal.ID(e.Target), Op: signal.Op(e.Op)})
	}
	err := w.DB.Write(t.Context(), w.org, func(tx *db.Tx) error { return w.Consumer().Apply(t.Context(), tx, w.org, entries) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnswersKeepTheVersionTheyAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	nonce := w.opened(sv)
	other := &survey.Definition{Questions: []survey.Question{{Key: "nps", Kind: survey.NPS, Text: "New words", Required: true}, {Key: "extra", Kind: survey.LongText, Text: "More?", Required: true}}}
	if _, err := w.Edit(t.Context(), w.org, sv.ID, 1, "B", other); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), w.org, sv.ID, 0); err != nil {
		t.Fatal(err)
	}
	if r := w.post("/s/"+sv.Token, "nonce", nonce, "version", "1", "q-nps", "7", "q-csat", "3"); r.Code != http.StatusSeeOther {
		t.Fatalf("answers to the version that was open: %d", r.Code)
	}
	if r := w.post("/s/"+sv.Token, "nonce", w.opened(sv), "version", "2", "q-nps", "7"); r.Code != 422 {
		t.Fatalf("the new version requires more: %d", r.Code)
	}
	if got := w.signals(); len(got) != 1 || got[0].Doc.Measures["csat"] != 3000 {
		t.Fatalf("%+v", got)
	}
	res, err := w.Results(t.Context(), w.org, sv.ID)
	if err != nil || res.Questions[0].Answered != 2 || res.Questions[0].Text != "New words" || res.Questions[1].NotAnswered != 1 {
		t.Fatalf("%+v %v", res, err)
	}
	if last := res.Questions[len(res.Questions)-1]; !last.Retired || res.Questions[2].Key != "csat" || res.Questions[2].Answered != 1 || res.Questions[2].NotAnswered != 0 {
		t.Fatalf("%+v", res.Questions)
	}
}

func TestWithoutASurveyThePageSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft, closed := w.draft(sample()), w.published(sample())
	nonce := w.opened(closed)
	if _, err := w.Close(t.Context(), w.org, closed.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		code int
		says string
	}{
		"unknown":       {"/s/" + strings.Repeat("0", 32), 404, "There is no survey here"},
		"too short":     {"/s/x", 404, "There is no survey here"},
		"deeper":        {"/s/" + closed.Token + "/a/b", 404, "There is no survey here"},
		"draft":         {"/s/" + draft.Token, 404, "isn’t open yet"},
		"closed":        {"/s/" + closed.Token, 410, "This survey is closed"},
		"draft, thanks": {"/s/" + draft.Token + "/thanks", 404, "There is no survey here"},
	} {
		if r := w.get(c.path); r.Code != c.code || !strings.Contains(r.Body.String(), c.says) || !strings.Contains(r.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %s", name, r.Code, r.Body)
		}
	}
	if r := w.get("/s/none", "Accept-Language", "de-CH,de;q=0.9,en;q=0.5"); !strings.Contains(r.Body.String(), `<html lang="de">`) || !strings.Contains(r.Body.String(), "Hier gibt es keine Umfrage") {
		t.Errorf("in German: %s", r.Body)
	}
	if r := w.post("/s/"+closed.Token, "nonce", nonce, "q-nps", "9", "q-csat", "4"); r.Code != http.StatusGone || len(w.signals()) != 0 {
		t.Errorf("answers to a closed survey: %d, %d signals", r.Code, len(w.signals()))
	}
}
