package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// clock writes a moment so many minutes from now on, as signals have it.
func clock(a *apptest.App, minutes int) string {
	return a.DB.Now().Add(time.Duration(minutes) * time.Minute).UTC().Format(time.RFC3339)
}

// settled lets the consumers read and the clock be looked at.
func settled(t *testing.T, a *apptest.App, o *apptest.Org) {
	t.Helper()
	a.CatchUp(t, o)
	if err := a.Expectations.Look(o.Context()); err != nil {
		t.Fatal(err)
	}
	a.CatchUp(t, o)
}

func silences(t *testing.T, a *apptest.App, o *apptest.Org) int {
	t.Helper()
	return total(t, a, o.Owner, "?where=kind:silence")
}

func heardOf(o *apptest.Org, a *apptest.App, t *testing.T, more object) string {
	t.Helper()
	s := object{"kind": "operational", "at": clock(a, 0), "customer": object{"external_id": "c-1"}, "touch_point": "call"}
	for k, v := range more {
		s[k] = v
	}
	id, _ := a.Must(t, 201, "POST", "/signals", o.Owner, s)["id"].(string)
	return id
}

func expects(t *testing.T, a *apptest.App, o *apptest.Org, e object) string {
	t.Helper()
	e["on"] = true
	id, _ := a.Must(t, 201, "POST", "/expectations", o.Owner, e)["id"].(string)
	a.Advance(time.Second)
	return id
}

func TestAMissedCallBackIsHeardOnceAndOneThatCameInTimeIsTakenBack(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	expects(t, a, o, object{"name": "Call-backs", "kind": "promise"})
	promise := func(key string) string {
		return heardOf(o, a, t, object{"attributes": object{"promised_at": clock(a, 60)}, "customer": object{"external_id": key}, "unit": "north"})
	}
	missed, kept := promise("missed"), promise("kept")
	heardOf(o, a, t, object{"customer": object{"external_id": "nobody promised"}})
	settled(t, a, o)
	if n := silences(t, a, o); n != 0 {
		t.Fatalf("%d silences before anything was due", n)
	}
	a.Advance(30 * time.Minute)
	heardOf(o, a, t, object{"kind": "conversation", "customer": object{"external_id": "kept"}}) // the call came
	a.Advance(time.Hour)
	settled(t, a, o)
	settled(t, a, o)
	if n := silences(t, a, o); n != 1 {
		t.Fatalf("%d silences, not one", n)
	}
	_, text := a.Do("GET", "/signals?where=kind:silence&where=touch_point:call&where=unit:north&where=attributes.expectation:Call-backs", o.Owner, nil)
	if !strings.Contains(text, `"external_id":"missed"`) || !strings.Contains(text, `"expected":"promise"`) {
		t.Errorf("the silence isn't linked: %s", text)
	}
	// It turns out that the call was made in time, and only written down late.
	a.Must(t, 200, "PUT", "/signals/"+missed, o.Owner, object{"kind": "operational", "at": clock(a, -90), "customer": object{"external_id": "missed"}, "touch_point": "call", "unit": "north",
		"attributes": object{"promised_at": clock(a, -30), "answered_at": clock(a, -45)}})
	settled(t, a, o)
	if n := silences(t, a, o); n != 0 {
		t.Errorf("the silence wasn't taken back: %d", n)
	}
	// And what was kept was a mistake: without the call it was missed after all.
	_ = kept
	_, list := a.Do("GET", "/signals?where=kind:conversation", o.Owner, nil)
	call := list[strings.Index(list, `"id":"sig_`)+6:][:30]
	a.Must(t, 204, "DELETE", "/signals/"+call, o.Owner, nil)
	settled(t, a, o)
	if n := silences(t, a, o); n != 1 {
		t.Errorf("%d silences once the answer was erased", n)
	}
	a.Must(t, 204, "DELETE", "/signals/"+kept, o.Owner, nil)
	settled(t, a, o)
	if n := silences(t, a, o); n != 0 {
		t.Errorf("%d silences once the promise itself was erased", n)
	}
	if _, text := a.Do("GET", "/expectations", o.Owner, nil); !strings.Contains(text, `"missed":0,"in_time":1`) {
		t.Error(text)
	}
}

func TestAnUnansweredMessageAndACustomerNobodySpokeToAreHeard(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	expects(t, a, o, object{"name": "Messages", "kind": "answer", "hours": 4, "signals": []string{"feedback"}, "answer_at": "reply"})
	expects(t, a, o, object{"name": "Out of touch", "kind": "contact", "days": 30})
	heardOf(o, a, t, object{"kind": "feedback", "customer": object{"external_id": "a"}})
	heardOf(o, a, t, object{"kind": "feedback", "customer": object{"external_id": "b"}})
	heardOf(o, a, t, object{"kind": "survey", "customer": object{"external_id": "c"}})
	a.Advance(time.Hour)
	heardOf(o, a, t, object{"touch_point": "elsewhere", "customer": object{"external_id": "a"}}) // no answer: another touch point
	heardOf(o, a, t, object{"touch_point": "reply", "customer": object{"external_id": "b"}})
	a.Advance(4 * time.Hour)
	settled(t, a, o)
	if n := silences(t, a, o); n != 1 {
		t.Fatalf("%d silences after the messages", n)
	}
	a.Advance(20 * 24 * time.Hour)
	heardOf(o, a, t, object{"customer": object{"external_id": "c"}})
	settled(t, a, o)
	a.Advance(15 * 24 * time.Hour)
	settled(t, a, o)
	settled(t, a, o)
	if n := total(t, a, o.Owner, "?where=attributes.expected:contact"); n != 2 {
		t.Errorf("%d customers out of touch, not two", n)
	}
	a.Advance(20 * 24 * time.Hour)
	heardOf(o, a, t, object{"customer": object{"external_id": "a"}})
	settled(t, a, o)
	if n := total(t, a, o.Owner, "?where=attributes.expected:contact"); n != 3 {
		t.Errorf("%d after the third fell silent; what was missed stays missed", n)
	}
}

func TestRepeatedContactsAreSaidAndCorrectedWhenSignalsGo(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	expects(t, a, o, object{"name": "Repeats", "kind": "repeat", "days": 7, "attribute": "topic"})
	contact := func(day int, topic string) string {
		return heardOf(o, a, t, object{"at": clock(a, (day-60)*24*60), "attributes": object{"topic": topic}})
	}
	rate := func() string {
		a.CatchUp(t, o)
		r := figure(t, a, o.Owner, "metric", "repeat_contact").Rows[0]
		if r.Value == nil {
			return "none"
		}
		return fmt.Sprintf("%.1f of %d", *r.Value, r.N)
	}
	contact(10, "bill")
	middle := contact(14, "bill")
	contact(19, "bill")
	contact(15, "box") // another topic
	contact(40, "bill")
	if got := rate(); got != "40.0 of 5" {
		t.Fatal(got)
	}
	a.Must(t, 204, "DELETE", "/signals/"+middle, o.Owner, nil) // 19 is nine days after 10
	if got := rate(); got != "0.0 of 4" {
		t.Error(got)
	}
	contact(13, "bill") // comes in late: it is a repeat itself and makes one of the next
	if got := rate(); got != "40.0 of 5" {
		t.Error(got)
	}
	if got := rate(); got != "40.0 of 5" {
		t.Error("reading on says it again: " + got)
	}
}

func TestExpectationsRefuseWhatCantBeMeant(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := expects(t, a, o, object{"name": "One", "kind": "answer", "hours": 4})
	at := "/expectations"
	a.Run(t, []apptest.Scenario{
		{Name: "an answer needs hours", Method: "POST", Path: at, As: o.Owner, Status: 422, Body: object{"name": "x", "kind": "answer", "on": true}, Contains: []string{"body.hours"}},
		{Name: "a contact needs days", Method: "POST", Path: at, As: o.Owner, Status: 422, Body: object{"name": "x", "kind": "contact", "on": true}, Contains: []string{"body.days"}},
		{Name: "repeats within a quarter at most", Method: "POST", Path: at, As: o.Owner, Status: 422, Body: object{"name": "x", "kind": "repeat", "days": 91, "on": true}, Contains: []string{"body.days"}},
		{Name: "silence doesn't begin one", Method: "POST", Path: at, As: o.Owner, Status: 422, Body: object{"name": "x", "kind": "answer", "hours": 1, "on": true, "signals": []string{"silence"}}, Contains: []string{"body.signals"}},
		{Name: "names are taken once", Method: "POST", Path: at, As: o.Owner, Status: 422, Body: object{"name": "ONE", "kind": "answer", "hours": 1, "on": true}, Contains: []string{"name_taken"}},
		{Name: "an edit needs what it edits", Method: "PUT", Path: at + "/" + id, As: o.Owner, Status: 412, Headers: []string{`If-Match: "7"`}, Body: object{"name": "One", "kind": "answer", "hours": 5, "on": true}},
		{Name: "the kind stays", Method: "PUT", Path: at + "/" + id, As: o.Owner, Status: 422, Headers: []string{`If-Match: "1"`}, Body: object{"name": "One", "kind": "contact", "days": 5, "on": true}, Contains: []string{"kind_fixed"}},
		{Name: "it can be switched off", Method: "PUT", Path: at + "/" + id, As: o.Owner, Status: 200, Headers: []string{`If-Match: "1"`}, Body: object{"name": "One", "kind": "answer", "hours": 4, "on": false}, Contains: []string{`"on":false`, `"version":2`}},
		{Name: "agents don't", Method: "POST", Path: at, As: o.Token(t, "agent", ""), Status: 403, Body: object{"name": "x", "kind": "answer", "hours": 1, "on": true}},
		{Name: "nobody sends what the program finds out", Method: "POST", Path: "/signals", As: o.Owner, Status: 422, Body: object{"key": "derived:silence:1", "at": "2026-05-04T10:00:00Z", "kind": "silence"}, Contains: []string{"key_reserved"}},
	})
}
