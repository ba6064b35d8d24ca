package reply_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/reply"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// asked publishes a survey of one NPS question and asks with it after a week.
func (d *desk) asked() string {
	d.t.Helper()
	id, _ := d.Must(d.t, 201, "POST", "/surveys", d.org.Owner, `{"name":"After the case","definition":{"language":"en",
		"questions":[{"key":"nps","kind":"nps","text":"How likely?"}]}}`)["id"].(string)
	d.Must(d.t, 200, "POST", "/surveys/"+id+"/publish", d.org.Owner, nil)
	_, err := d.Replies.SetFollowUp(d.ctx(), d.org.ID, 0, reply.FollowUp{On: true, Days: 7, Survey: id, Subject: "Is {{case.ref}} put right?",
		Text: "Hello {{customer.name}},\n\ndid we?"})
	d.must(err)
	return id
}

// bad opens a case by a bad score of the customer.
func (d *desk) bad(score string) casework.ID {
	d.t.Helper()
	s := d.Must(d.t, 201, "POST", "/signals", d.org.Owner, `{"at":"`+d.DB.Now().UTC().Format(time.RFC3339)+`","kind":"survey","unit":"south",
		"customer":{"external_id":"K-1"},"measures":{"nps":`+score+`}}`)
	f, err := d.Cases.Create(d.ctx(), d.org.ID, casework.CaseInput{Title: "Bad", Signal: signal.ID(s["id"].(string))}, "")
	d.must(err)
	return f.ID
}

func (d *desk) close() {
	d.t.Helper()
	d.move(casework.Open)
	d.move(casework.Resolved)
	d.move(casework.Closed)
}

func (d *desk) days(n int) {
	d.t.Helper()
	d.Advance(time.Duration(n)*24*time.Hour + time.Minute)
	d.RunJobs(d.t)
}

var personalLink = regexp.MustCompile(`/s/\S+\?n=([A-Z2-7]{26})`)

func TestACustomerIsAskedOnceAfterClosingAndBeforeStandsBesideAfter(t *testing.T) {
	d := open(t)
	d.asked()
	d.kase = d.bad("2")
	d.close()
	d.days(6)
	if n := len(d.box.All()); n != 0 {
		t.Fatalf("%d mails after six days", n)
	}
	if a, err := d.Replies.AskedOf(d.ctx(), d.org.ID, d.kase); err != nil || a.State != "planned" {
		t.Errorf("%+v %v", a, err)
	}
	d.days(1)
	m := d.box.Wait(t, 1)[0]
	link := personalLink.FindString(m.Text)
	if m.To != "ada@customer.example" || !strings.HasPrefix(m.Subject, "Is C-") || link == "" {
		t.Fatalf("%s %s %s", m.To, m.Subject, m.Text)
	}
	page := d.get(link).Body.String()
	nonce := personalLink.FindStringSubmatch(link)[1]
	if !strings.Contains(page, nonce) {
		t.Fatalf("the page doesn't carry the link's own nonce: %s", page)
	}
	path, _, _ := strings.Cut(link, "?")
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
	for _, score := range []string{"9", "0"} { // a second answer through the same link changes nothing
		name := regexp.MustCompile(`type="radio" name="([^"]+)"`).FindStringSubmatch(page)[1]
		if w := d.post(path, url.Values{name: {score}, "version": {version}, "nonce": {nonce}}, ""); w.Code != 303 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	d.RunJobs(t)
	a, err := d.Replies.AskedOf(d.ctx(), d.org.ID, d.kase)
	d.must(err)
	if a.State != "answered" || len(a.Scores) != 1 || a.Scores[0].First != 2 || a.Scores[0].Later != 9 {
		t.Fatalf("%+v", a)
	}
	if s := d.file().Story; s[len(s)-1].Kind != casework.FollowedUp || !strings.Contains(s[len(s)-1].Text, "2 → 9") {
		t.Errorf("%+v", s[len(s)-1])
	}
	item, err := d.App.Log.View(d.ctx(), d.org.ID, a.Signal)
	d.must(err)
	if item.Customer == nil || item.Unit == nil || item.Unit.Key != "south" {
		t.Errorf("the answer isn't the customer's, or not the case's unit's: %+v", item)
	}
	r, err := d.Replies.Recovered(d.ctx(), d.org.ID, "nps", "unit", time.Time{}, time.Time{})
	d.must(err)
	if r.Total.Asked != 1 || r.Total.N != 1 || *r.Total.Before != 2 || *r.Total.After != 9 || r.Total.Change.Value != 7 || r.Total.Better.Value != 100 || r.Rows[0].Name != "south" {
		t.Errorf("%+v", r)
	}
	// Opened and closed once more: they aren't asked again.
	d.move(casework.Open)
	d.move(casework.Resolved)
	d.move(casework.Closed)
	d.days(8)
	if n := len(d.box.All()); n != 1 {
		t.Errorf("%d mails", n)
	}
	// What was said is erased: the comparison goes with it.
	d.must(d.App.Log.Erase(identity.System(t.Context(), d.org.ID, "test"), d.org.ID, a.Signal))
	d.CatchUp(t, d.org)
	if a, err := d.Replies.AskedOf(d.ctx(), d.org.ID, d.kase); err != nil || len(a.Scores) != 0 {
		t.Errorf("%+v %v", a, err)
	}
}

func TestWhoDoesntWantToBeAskedIsntAndTheCaseSaysWhy(t *testing.T) {
	d := open(t)
	d.asked()
	k := d.Must(t, 200, "GET", "/customers/"+string(d.who), d.org.Owner, nil)
	d.Must(t, 200, "PATCH", "/customers/"+string(d.who), d.org.Owner, `{"do_not_contact":true}`,
		fmt.Sprintf("If-Match: \"%v\"", k["version"]))
	d.close()
	d.days(8)
	a, err := d.Replies.AskedOf(d.ctx(), d.org.ID, d.kase)
	d.must(err)
	if a.State != "skipped" || !strings.Contains(a.Reason, "doesn't want to be contacted") || len(d.box.All()) != 0 {
		t.Errorf("%+v, %d mails", a, len(d.box.All()))
	}
	if _, err := d.Replies.Send(d.ctx(), d.org.ID, d.kase, letter, ""); err == nil {
		t.Error("a letter to who doesn't want any")
	} else {
		refused(t, err, "contact_do_not_contact", "body.to")
	}
}

func TestAReopenedCaseIsntFollowedUp(t *testing.T) {
	d := open(t)
	d.asked()
	d.close()
	d.move(casework.Open)
	d.days(8)
	if n := len(d.box.All()); n != 0 {
		t.Errorf("%d mails", n)
	}
}

func TestAFollowUpThatCantBeAskedIsRefusedAtItsPlace(t *testing.T) {
	d := open(t)
	id := d.asked()
	d.Must(t, 200, "POST", "/surveys/"+id+"/close", d.org.Owner, nil)
	good := reply.FollowUp{On: true, Days: 7, Survey: id, Subject: "x", Text: "y"}
	for field, change := range map[string]func(*reply.FollowUp){
		"body.days":    func(f *reply.FollowUp) { f.Days = 400 },
		"body.text":    func(f *reply.FollowUp) { f.Text = "{{customer.shoe}}" },
		"body.subject": func(f *reply.FollowUp) { f.Subject = "a\nb" },
		"body.survey":  func(*reply.FollowUp) {}, // it is closed
	} {
		f := good
		change(&f)
		_, err := d.Replies.SetFollowUp(d.ctx(), d.org.ID, 1, f)
		code := map[string]string{"body.days": "days_range", "body.text": "field_unknown", "body.subject": "mail_line_break", "body.survey": "survey_not_open"}[field]
		refused(t, err, code, field)
	}
}
