package app_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// journeyOf begins a journey from a template and answers what a template leaves open.
func journeyOf(t *testing.T, a *apptest.App, o *apptest.Org, name string) string {
	t.Helper()
	id, _ := a.Must(t, 201, "POST", "/journeys", o.Owner, object{"name": name, "template": "telecom"})["id"].(string)
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{object{"op": "set_map", "set": object{
		"contributors": []any{object{"name": "Ana", "function": "Sales"}, object{"name": "Bo", "function": "Field service"}},
		"questions":    object{"sold": "a", "delivered": "b", "lived": "c", "supported": "d"}}}}})
	return id
}

func revisionOf(t *testing.T, a *apptest.App, o *apptest.Org, id string) string {
	t.Helper()
	return fmt.Sprintf(`If-Match: "%v"`, a.Must(t, 200, "GET", "/journeys/"+id, o.Owner, nil)["revision"])
}

func TestAJourneyIsPublishedUnderAPromiseOnlyAndAPublishedVersionIsFrozen(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "Private customers")
	status, text := a.Do("POST", "/journeys/"+id+"/versions", o.Owner, object{}, revisionOf(t, a, o, id))
	if status != 409 || !strings.Contains(text, "promise_in_force") || strings.Contains(text, "four_questions") {
		t.Fatalf("published without a promise: %d %s", status, text)
	}
	made, _ := a.Must(t, 201, "POST", "/promises", o.Owner, object{"text": "We come when we say.", "tenets": []any{tenet("On time", nil)}})["id"].(string)
	a.Must(t, 200, "POST", "/promises/"+made+"/in-force", o.Owner, nil, `If-Match: "1"`)
	seen := revisionOf(t, a, o, id)
	first := a.Must(t, 201, "POST", "/journeys/"+id+"/versions", o.Owner, object{"note": "The first"}, seen)
	if again := a.Must(t, 201, "POST", "/journeys/"+id+"/versions", o.Owner, object{}, seen); again["version"] != first["version"] {
		t.Errorf("a second press made version %v", again["version"])
	}
	if first["promise"] != made {
		t.Errorf("published under %v", first["promise"])
	}
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{
		object{"op": "set_card", "id": "t1", "set": object{"task": "Get coverage confirmed", "emotion": 2}},
		object{"op": "add_card", "id": "new", "after": "t1", "stage": "choose", "lane": "front_stage", "set": object{"task": "Receive a sample", "touch_point": "sample", "function": "Sales"}},
		object{"op": "move_card", "id": "t2", "stage": "use", "lane": "front_stage", "after": "new"}}})
	v := a.Must(t, 200, "GET", "/journeys/"+id+"/versions/1", o.Owner, nil)
	if card := v["map"].(object)["cards"].([]any)[0].(object); card["task"] != "Get availability confirmed" {
		t.Errorf("the published version has changed: %v", card)
	}
	_, diff := a.Do("GET", "/journeys/"+id+"/differences?from=1&to=0", o.Owner, nil)
	for _, want := range []string{`"id":"new","name":"Receive a sample","kind":"added"`, `"id":"t2","name":"Receive the order confirmation","kind":"moved"`, `"kind":"changed","fields":["emotion","task"]`} {
		if !strings.Contains(diff, want) {
			t.Errorf("%s isn't told: %s", want, diff)
		}
	}
	if status, _ := a.Do("POST", "/journeys/"+id+"/versions", o.Owner, object{}, seen); status != 412 {
		t.Errorf("published what nobody had seen: %d", status)
	}
	a.Must(t, 201, "POST", "/journeys/"+id+"/versions", o.Owner, object{}, revisionOf(t, a, o, id))
	if v := a.Must(t, 200, "GET", "/journeys/"+id+"/versions/1", o.Owner, nil); v["state"] != "superseded" {
		t.Errorf("the first version is %v", v["state"])
	}
	if status, _ := a.Do("DELETE", "/journeys/"+id, o.Owner, nil); status != 409 {
		t.Errorf("a published journey was dropped: %d", status)
	}
}

func TestAWorkshopOfManyLosesNoEdit(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "Workshop")
	before := len(a.Must(t, 200, "GET", "/journeys/"+id, o.Owner, nil)["map"].(object)["cards"].([]any))
	const people, each = 6, 8
	var all sync.WaitGroup
	for p := range people {
		all.Go(func() {
			for i := range each {
				status, text := a.Do("POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{object{"op": "add_card", "id": fmt.Sprintf("p%d-%d", p, i),
					"stage": "use", "lane": "front_stage", "after": "t1", "set": object{"task": fmt.Sprintf("Card %d of %d", i, p)}}}})
				if status != 200 {
					t.Errorf("%d %s", status, text)
				}
			}
		})
	}
	all.Wait()
	got := a.Must(t, 200, "GET", "/journeys/"+id, o.Owner, nil)
	if n := len(got["map"].(object)["cards"].([]any)); n != before+people*each {
		t.Errorf("%d cards, not %d", n, before+people*each)
	}
	log := a.Must(t, 200, "GET", "/journeys/"+id+"/edits?limit=200", o.Owner, nil)["items"].([]any)
	if len(log) != people*each+1 {
		t.Errorf("%d edits are logged", len(log))
	}
	// Each log line takes its own edit back and nobody else's.
	back := log[len(log)-2].(object)["back"]
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": back})
	if n := len(a.Must(t, 200, "GET", "/journeys/"+id, o.Owner, nil)["map"].(object)["cards"].([]any)); n != before+people*each-1 {
		t.Errorf("%d cards after one was taken back", n)
	}
}

func TestARefusedListOfEditsChangesNothingAndAnExceptionIsSigned(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "Half")
	was := revisionOf(t, a, o, id)
	status, text := a.Do("POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{
		object{"op": "add_stage", "id": "fine", "set": object{"name": "Fine"}}, object{"op": "set_card", "id": "t1", "set": object{"emotion": 9}}}})
	if status != 422 || !strings.Contains(text, "body.edits[1].set.emotion") || revisionOf(t, a, o, id) != was {
		t.Fatalf("%d %s", status, text)
	}
	if status, text := a.Do("POST", "/journeys/"+id+"/exceptions", o.Owner, object{"rule": "promise_in_force", "reason": "No time"}); status != 422 || !strings.Contains(text, "rule_stands") {
		t.Errorf("the promise was waived: %d %s", status, text)
	}
	if status, text := a.Do("POST", "/journeys/"+id+"/exceptions", o.Owner, object{"rule": "one_event", "on": "t1", "reason": "x"}); status != 422 || !strings.Contains(text, "rule_not_broken") {
		t.Errorf("%d %s", status, text)
	}
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{object{"op": "set_card", "id": "t1", "set": object{"touch_point": ""}}}})
	signed := a.Must(t, 200, "POST", "/journeys/"+id+"/exceptions", o.Owner, object{"rule": "touch_point_missing", "on": "t1", "reason": "It comes in March."})
	found := fmt.Sprint(signed["findings"])
	if !strings.Contains(found, "It comes in March.") {
		t.Errorf("nobody sees who signed: %s", found)
	}
	// The same names twice are refused where they are typed.
	if status, text := a.Do("POST", "/journeys", o.Owner, object{"name": "HALF"}); status != 422 || !strings.Contains(text, "name_taken") {
		t.Errorf("%d %s", status, text)
	}
}
