package survey_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// wide asks one of every kind, some of it on conditions, in two languages.
func wide() *survey.Definition {
	return &survey.Definition{
		Language: "en", TouchPoint: "delivery",
		Questions: []survey.Question{
			{Key: "ces", Kind: survey.CES, Text: "How easy was it?", Required: true},
			{Key: "what", Kind: survey.Multiple, Text: "What was hard?", Required: true,
				Options: []survey.Option{{Key: "price", Text: "The price"}, {Key: "wait", Text: "The wait"}, {Key: "staff", Text: "The staff"}},
				Show:    &survey.Show{Match: "all", Conditions: []survey.Condition{{Question: "ces", Op: survey.AtMost, Values: []string{"4"}}}}},
			{Key: "minutes", Kind: survey.Number, Text: "How many minutes did you wait?", Min: "0", Max: "600",
				Show: &survey.Show{Match: "any", Conditions: []survey.Condition{{Question: "what", Op: survey.Is, Values: []string{"wait"}}}}},
			{Key: "day", Kind: survey.Date, Text: "On which day?", Min: "2026-01-01"},
			{Key: "order", Kind: survey.ShortText, Text: "Your order number", Attribute: "order"},
			{Key: "else", Kind: survey.ShortText, Text: "Anything else?"},
		},
		Translations: map[string]survey.Translation{"ar": {Questions: map[string]survey.Translated{
			"ces": {Text: "ما مدى سهولة الأمر؟"}, "what": {Text: "ما الذي كان صعبًا؟", Options: map[string]string{"price": "السعر", "wait": "الانتظار", "staff": "الموظفون"}},
			"minutes": {Text: "كم دقيقة انتظرت؟"}, "day": {Text: "في أي يوم؟"}, "order": {Text: "رقم الطلب"}, "else": {Text: "هل من شيء آخر؟"},
		}}},
	}
}

func TestEveryKindOfAnswerBecomesWhatItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	r := w.post("/s/"+sv.Token, "nonce", w.opened(sv), "seen", "ces what minutes day order else", "q-ces", "2", "q-what", "staff", "q-what", "wait",
		"q-minutes", "12,5", "q-day", "2026-05-04", "q-order", "=A-17", "q-else", "No.")
	if r.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	list := w.signals()
	if len(list) != 1 {
		t.Fatalf("%d signals", len(list))
	}
	doc := list[0].Doc
	if m := doc.Measures["ces"]; m != 2000 {
		t.Errorf("ces: %+v", doc.Measures)
	}
	for key, want := range map[string]string{"what": "wait, staff", "minutes": "12.5", "day": "2026-05-04", "order": "=A-17"} {
		if doc.Attributes[key] != want {
			t.Errorf("%s: %q, not %q", key, doc.Attributes[key], want)
		}
	}
	if len(doc.Comments) != 1 || doc.Comments[0].Text != "No." {
		t.Errorf("comments: %+v", doc.Comments)
	}
	res, err := w.Results(t.Context(), w.org, sv.ID)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]survey.QuestionResult{}
	for _, q := range res.Questions {
		by[q.Key] = q
	}
	if d := by["what"].Distribution; len(d) != 3 || d[0].N != 0 || d[1].N != 1 || d[2].N != 1 {
		t.Errorf("what: %+v", d)
	}
	if s := by["minutes"].Summary; s == nil || s.Median != "12.5" {
		t.Errorf("minutes: %+v", s)
	}
	if l := by["else"].Latest; len(l) != 1 || l[0].Text != "No." || l[0].Signal == "" {
		t.Errorf("else: %+v", l)
	}
}

func TestAnswersToWhatIsntAskedDontCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	r := w.post("/s/"+sv.Token, "nonce", w.opened(sv), "seen", "ces day order else", "q-ces", "7", "q-what", "wait", "q-minutes", "nonsense")
	if r.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	if doc := w.signals()[0].Doc; len(doc.Attributes) != 0 || doc.Measures["ces"] != 7000 {
		t.Errorf("%+v", doc)
	}
}

// Without its script the page can't show what answers lead to: it comes again with that, and nothing is lost or sent twice.
func TestWithoutAScriptThePageAsksOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	page := w.get("/s/" + sv.Token).Body.String()
	if !strings.Contains(page, `name="seen" value="ces day order else"`) || !strings.Contains(page, `data-q="what" data-if=`) || strings.Count(page, " hidden") != 2 {
		t.Fatalf("the first page: %s", page)
	}
	nonce := w.opened(sv)
	r := w.post("/s/"+sv.Token, "nonce", nonce, "seen", "ces day order else", "q-ces", "3", "q-else", "kept words")
	again := r.Body.String()
	if r.Code != http.StatusUnprocessableEntity || !strings.Contains(again, `name="seen" value="ces what day order else"`) ||
		!strings.Contains(again, "kept words") || len(w.signals()) != 0 {
		t.Fatalf("what is required and wasn't seen: %d %s", r.Code, again)
	}
	r = w.post("/s/"+sv.Token, "nonce", nonce, "seen", "ces what day order else", "q-ces", "3", "q-what", "wait", "q-else", "kept words")
	if r.Code != http.StatusOK || !strings.Contains(r.Body.String(), "A little more") || len(w.signals()) != 0 {
		t.Fatalf("what is optional and wasn't seen: %d %s", r.Code, r.Body)
	}
	r = w.post("/s/"+sv.Token, "nonce", nonce, "seen", "ces what minutes day order else", "q-ces", "3", "q-what", "wait", "q-else", "kept words")
	if r.Code != http.StatusSeeOther || len(w.signals()) != 1 {
		t.Fatalf("at the end: %d %s", r.Code, r.Body)
	}
}

func TestWrongAnswersAreSaidBesideTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	for name, pairs := range map[string][]string{
		"out of scale":      {"q-ces", "8"},
		"two of one":        {"q-ces", "1", "q-ces", "2"},
		"no number":         {"q-ces", "1", "q-what", "wait", "q-minutes", "soon"},
		"beyond the most":   {"q-ces", "1", "q-what", "wait", "q-minutes", "601"},
		"four decimals":     {"q-ces", "1", "q-what", "wait", "q-minutes", "1.0001"},
		"no day":            {"q-ces", "5", "q-day", "2026-02-30"},
		"before the least":  {"q-ces", "5", "q-day", "2025-12-31"},
		"unknown option":    {"q-ces", "1", "q-what", "weather"},
		"too long":          {"q-ces", "5", "q-else", strings.Repeat("x", 201)},
		"a line too many":   {"q-ces", "5", "q-else", "a\nb"},
		"required and none": {"q-ces", "1"},
	} {
		r := w.post("/s/"+sv.Token, append([]string{"nonce", w.opened(sv), "seen", "ces what minutes day order else"}, pairs...)...)
		if r.Code != http.StatusUnprocessableEntity || !strings.Contains(r.Body.String(), `class="er"`) {
			t.Errorf("%s: %d", name, r.Code)
		}
	}
	if len(w.signals()) != 0 {
		t.Error("one of them became a signal")
	}
}

func TestThePageSpeaksTheRespondentsLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	for name, r := range map[string]string{
		"by the header": w.get("/s/"+sv.Token, "Accept-Language", "ar-EG,ar;q=0.9,en;q=0.5").Body.String(),
		"by the link":   w.get("/s/"+sv.Token+"?lang=ar", "Accept-Language", "en").Body.String(),
	} {
		if !strings.Contains(r, `<html lang="ar" dir="rtl">`) || !strings.Contains(r, "السعر") || !strings.Contains(r, ">English<") {
			t.Errorf("%s: %s", name, r)
		}
	}
	if r := w.get("/s/"+sv.Token, "Accept-Language", "ja").Body.String(); !strings.Contains(r, `<html lang="en">`) {
		t.Error("a language that it isn't in")
	}
	nonce := w.opened(sv)
	turned := w.post("/s/"+sv.Token, "nonce", nonce, "lang", "en", "switch", "ar", "q-ces", "6", "q-else", "so far")
	if turned.Code != http.StatusOK || !strings.Contains(turned.Body.String(), `lang="ar"`) || !strings.Contains(turned.Body.String(), "so far") ||
		!strings.Contains(turned.Body.String(), nonce) {
		t.Errorf("switching: %d %s", turned.Code, turned.Body)
	}
	end := w.post("/s/"+sv.Token, "nonce", nonce, "lang", "ar", "q-ces", "6")
	if to := end.Header().Get("Location"); to != "/s/"+sv.Token+"/thanks?lang=ar" {
		t.Errorf("to %s", to)
	}
	if doc := w.signals()[0].Doc; doc.Language != "ar" {
		t.Errorf("the signal's language is %q", doc.Language)
	}
	if r := w.get("/s/" + sv.Token + "/thanks?lang=ar").Body.String(); !strings.Contains(r, "شكرًا") {
		t.Error(r)
	}
}

func TestWhatCantBeAskedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for code, spoil := range map[string]func(d *survey.Definition){
		"condition_question": func(d *survey.Definition) {
			d.Questions[0].Show = &survey.Show{Match: "all", Conditions: []survey.Condition{{Question: "ces", Op: survey.Answered}}}
		},
		"condition_op": func(d *survey.Definition) {
			d.Questions[1].Show.Conditions[0] = survey.Condition{Question: "ces", Op: "resembles"}
		},
		"condition_answer": func(d *survey.Definition) { d.Questions[2].Show.Conditions[0].Values = []string{"weather"} },
		"condition_value":  func(d *survey.Definition) { d.Questions[2].Show.Conditions[0].Values = nil },
		"conditions_count": func(d *survey.Definition) { d.Questions[2].Show.Conditions = nil },
		"match_unknown":    func(d *survey.Definition) { d.Questions[2].Show.Match = "none" },
		"range_empty":      func(d *survey.Definition) { d.Questions[2].Min = "700" },
		"range_value":      func(d *survey.Definition) { d.Questions[3].Min = "tomorrow" },
		"range_kind":       func(d *survey.Definition) { d.Questions[0].Max = "5" },
		"language_invalid": func(d *survey.Definition) { d.Translations["not a tag"] = survey.Translation{} },
		"language_twice":   func(d *survey.Definition) { d.Translations["EN"] = survey.Translation{} },
		"color_invalid":    func(d *survey.Definition) { d.Theme = &survey.Theme{Color: "red;}"} },
		"logo_unknown":     func(d *survey.Definition) { d.Theme = &survey.Theme{Logo: strings.Repeat("a", 64)} },
		"link_invalid":     func(d *survey.Definition) { d.ThanksLink = &survey.Link{Text: "Go", URL: "javascript:alert(1)"} },
	} {
		d := wide()
		spoil(d)
		if _, err := w.Create(t.Context(), w.org, "A", d, ""); problem.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	d := wide()
	d.Translations["ar"].Questions["what"] = survey.Translated{Text: "ما"}
	if _, err := w.Publish(t.Context(), w.org, w.draft(d).ID, 0); problem.CodeOf(err) != "survey_incomplete" || !strings.Contains(err.Error(), "Arabic") {
		t.Errorf("half a translation: %v", err)
	}
}

func picture(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 120, 40))
	m.Set(3, 3, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestASurveyWearsItsOwnLook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var err error
	if w.Blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	logo, err := w.AddLogo(t.Context(), w.org, bytes.NewReader(picture(t)))
	if err != nil || logo.Width != 120 || logo.Type != "image/png" {
		t.Fatalf("%+v %v", logo, err)
	}
	d := wide()
	d.Theme = &survey.Theme{Color: "#ffe066", Logo: logo.Hash}
	d.ThanksLink = &survey.Link{Text: "To our shop", URL: "https://shop.example/?a=1&b=2"}
	sv := w.published(d)
	r := w.get("/s/" + sv.Token)
	page, policy := r.Body.String(), r.Header().Get("Content-Security-Policy")
	style := page[strings.LastIndex(page, "<style>")+7 : strings.LastIndex(page, "</style>")]
	if !strings.Contains(style, "--brand") || !strings.Contains(policy, sourceOf(style)) || !strings.Contains(policy, "img-src 'self'") {
		t.Errorf("the policy %s doesn't let %q through", policy, style)
	}
	if !strings.Contains(page, `<img src="/s/`+sv.Token+`/logo" alt="Alderwick Bank">`) {
		t.Error("no logo")
	}
	got := w.get("/s/" + sv.Token + "/logo")
	if got.Code != 200 || !bytes.Equal(got.Body.Bytes(), picture(t)) || got.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the logo: %d %v", got.Code, got.Header())
	}
	if thanks := w.get("/s/" + sv.Token + "/thanks").Body.String(); !strings.Contains(thanks, `href="https://shop.example/?a=1&amp;b=2"`) {
		t.Error(thanks)
	}
	other := w.found("Birch Mutual")
	if _, err := w.Create(t.Context(), other, "A", &survey.Definition{Theme: &survey.Theme{Logo: logo.Hash}}, ""); problem.CodeOf(err) != "logo_unknown" {
		t.Errorf("another organisation's picture: %v", err)
	}
	for code, data := range map[string][]byte{"logo_invalid": []byte("<svg onload=alert(1)>"), "logo_too_large": bytes.Repeat([]byte("x"), 300<<10)} {
		if _, err := w.AddLogo(t.Context(), w.org, bytes.NewReader(data)); problem.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestEveryColourCanBeReadAndSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "colour")
		s, err := survey.ShadesOf(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range []survey.Shade{s.Light, s.Dark} {
			if one.WordContrast < 4.5 || one.PageContrast < 3 || (one.Accent != c) != one.Changed {
				t.Fatalf("%s: %+v", c, one)
			}
		}
	})
	s, err := survey.ShadesOf("#767676") // the well-known grey that is just readable on white: 4.54:1
	if err != nil || s.Light.PageContrast != 4.54 || s.Light.Changed {
		t.Errorf("%+v %v", s, err)
	}
}

func TestACopyStartsAfresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(wide())
	c, err := w.Duplicate(t.Context(), w.org, sv.ID, "", "once")
	if err != nil || c.Name != "After the call (copy)" || c.State != survey.Draft || c.Token == sv.Token || len(c.Definition.Questions) != 6 {
		t.Fatalf("%+v %v", c, err)
	}
	if again, err := w.Duplicate(t.Context(), w.org, sv.ID, "", "once"); err != nil || again.ID != c.ID {
		t.Errorf("a second click: %v %v", again, err)
	}
}
