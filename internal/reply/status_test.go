package reply_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
)

var nonceForm = regexp.MustCompile(`name="nonce" value="([^"]+)"`)

func TestACustomerSeesHowItStandsWithReferenceAndCode(t *testing.T) {
	d := open(t)
	_, err := d.Cases.AddNote(d.ctx(), d.org.ID, d.kase, "Internal: he is <difficult>", "")
	d.must(err)
	path, ref, code := way(t, d.sent(letter))
	ask := d.get(path + "?ref=" + ref)
	if ask.Code != 200 || !strings.Contains(ask.Body.String(), `value="`+ref+`"`) || strings.Contains(ask.Body.String(), code) {
		t.Fatalf("%d %s", ask.Code, ask.Body)
	}
	if policy := ask.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "script") {
		t.Errorf("policy: %s", policy)
	}
	w := d.post(path, url.Values{"ref": {" " + strings.ToLower(ref)}, "code": {strings.ToLower(strings.ReplaceAll(code, "-", " "))}}, "")
	page := w.Body.String()
	for _, want := range []string{ref, "We are working on it.", "You hear from us by", "we are sorry", "About " + ref} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q: %s", want, page)
		}
	}
	if strings.Contains(page, "difficult") || strings.Contains(page, "<b>Lovelace") || strings.Contains(page, "The train was late") {
		t.Errorf("tells what is ours alone: %s", page)
	}
	if len(page) > 10<<10 || strings.Contains(page, "<script") {
		t.Errorf("%d bytes", len(page))
	}
	if !strings.HasSuffix(d.told(), "status") {
		t.Errorf("story: %s", d.told())
	}
}

func TestTheCodeOfAnEarlierMailStillOpensAndIsKeptHashed(t *testing.T) {
	d := open(t)
	path, ref, first := way(t, d.sent(letter))
	_, _, second := way(t, d.sent(letter))
	if first == second {
		t.Error("the same code twice")
	}
	for _, code := range []string{first, second} {
		if w := d.post(path, url.Values{"ref": {ref}, "code": {code}}, ""); w.Code != 200 {
			t.Errorf("%d", w.Code)
		}
	}
}

func TestAGuessLearnsNothingAndIsSlowedDown(t *testing.T) {
	d := open(t)
	path, ref, code := way(t, d.sent(letter))
	other := d.open("Another customer's", "")
	f, err := d.Cases.File(d.ctx(), d.org.ID, other)
	d.must(err)
	bodies := map[string]bool{}
	for _, try := range []url.Values{{"ref": {ref}, "code": {"2222-2222-2222"}}, {"ref": {"C-9999"}, "code": {"2222-2222-2222"}}, {"ref": {f.Ref}, "code": {code}}} {
		w := d.post(path, try, "10.0.0.1")
		if w.Code != 422 {
			t.Fatalf("%v: %d", try, w.Code)
		}
		bodies[strings.ReplaceAll(w.Body.String(), try.Get("ref"), "REF")] = true
	}
	if len(bodies) != 1 {
		t.Error("the refusals of a wrong code and of no such reference differ")
	}
	for range 5 {
		d.post(path, url.Values{"ref": {ref}, "code": {"2222-2222-2222"}}, "10.0.0.2")
	}
	if w := d.post(path, url.Values{"ref": {ref}, "code": {code}}, "10.0.0.2"); w.Code != 429 || w.Header().Get("Retry-After") == "" {
		t.Errorf("the sixth guess from one network: %d", w.Code)
	}
	if w := d.post(path, url.Values{"ref": {ref}, "code": {code}}, "10.0.0.3"); w.Code != 200 {
		t.Errorf("somebody else pays for the guesses: %d", w.Code)
	}
	d.Advance(16 * 60e9)
	if w := d.post(path, url.Values{"ref": {ref}, "code": {code}}, "10.0.0.2"); w.Code != 200 {
		t.Errorf("still shut after a quarter of an hour: %d", w.Code)
	}
	if w := d.get("/status/nothing-here-at-all"); w.Code != 404 {
		t.Errorf("%d", w.Code)
	}
}

func TestACustomersMessageGoesToTheStoryOnceAndWakesTheCase(t *testing.T) {
	d := open(t)
	path, ref, code := way(t, d.sent(letter))
	d.move(casework.Waiting)
	nonce := nonceForm.FindStringSubmatch(d.post(path, url.Values{"ref": {ref}, "code": {code}}, "").Body.String())[1]
	form := url.Values{"ref": {ref}, "code": {code}, "nonce": {nonce}, "text": {"It was the <i>10:05</i>"}}
	for range 2 { // reloading sends it again
		if w := d.post(path, form, ""); w.Code != 200 || !strings.Contains(w.Body.String(), "It was the &lt;i&gt;10:05&lt;/i&gt;") {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if f := d.file(); f.State != casework.Open || strings.Count(d.told(), "received") != 1 {
		t.Errorf("%s: %s", f.State, d.told())
	}
	for want, text := range map[string]string{"Please write a message.": " ", "at most 5000": strings.Repeat("x", 5001), "can’t keep": "a\x00b"} {
		w := d.post(path, url.Values{"ref": {ref}, "code": {code}, "nonce": {"n" + want[:3]}, "text": {text}}, "")
		if w.Code != 422 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%q: %d", want, w.Code)
		}
	}
	// Resolved: it is opened again where the customer says so.
	d.move(casework.Resolved)
	form.Set("nonce", "another")
	if w := d.post(path, form, ""); w.Code != 422 || !strings.Contains(w.Body.String(), "Tick the box") || d.file().State != casework.Resolved {
		t.Errorf("%d, %s", w.Code, d.file().State)
	}
	form.Set("again", "yes")
	if w := d.post(path, form, ""); w.Code != 200 || d.file().State != casework.Open {
		t.Errorf("%d, %s", w.Code, d.file().State)
	}
}

func TestThePageSpeaksTheReadersLanguageElseTheOrganisations(t *testing.T) {
	d := open(t)
	path, _, _ := way(t, d.sent(letter))
	for accept, want := range map[string]string{"de-CH,de;q=0.9": "Wie es um Ihr Anliegen steht", "fr": "Où en est votre demande", "es": "Cómo va su solicitud", "xx": "How your request stands"} {
		w := d.ask(path, accept)
		if !strings.Contains(w, want) {
			t.Errorf("%s: %s", accept, w)
		}
	}
}

func (d *desk) ask(path, accept string) string {
	d.t.Helper()
	r := apptest.Request(d.t, "GET", "~"+path, "", nil)
	r.Header.Set("Accept-Language", accept)
	return d.App.Send(r).Body.String()
}

func TestALetterToAnAddressGivenByHandGoesThere(t *testing.T) {
	d := open(t)
	in := letter
	in.To = "Grace Hopper <grace@customer.example>"
	if got := d.sent(in); got.To != "grace@customer.example" {
		t.Errorf("%s", got.To)
	}
}
