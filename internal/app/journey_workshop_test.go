package app_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestAWorkshopKnowsWhoIsMissingAndKeepsWhatWasSaidAndDecided(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "Workshop")
	w := a.Must(t, 201, "POST", "/journeys/"+id+"/workshops", o.Owner, object{"title": "Half a day in Porto", "held_on": "2026-11-30"})
	path := "/journeys/" + id + "/workshops/" + w["id"].(string)
	said := fmt.Sprint(w["agenda"])
	for _, want := range []string{"What we promise", "Touch points: Choose", "No promise is in force", "Moments of truth"} {
		if !strings.Contains(said, want) {
			t.Errorf("the agenda doesn't say %q: %s", want, said)
		}
	}
	if people := w["people"].([]any); len(people) != 2 || !strings.Contains(fmt.Sprint(w["missing"]), "Ana drew this map and isn't here") {
		t.Errorf("contributors aren't invited and missed: %v %v", people, w["missing"])
	}
	edit := func(status int, edits ...any) object {
		return a.Must(t, status, "POST", path+"/edits", o.Owner, object{"edits": edits})
	}
	w = edit(200, object{"op": "set_person", "id": "p1", "set": object{"present": true}}, object{"op": "set_person", "id": "p2", "set": object{"present": true, "first_line": true}},
		object{"op": "start_step", "id": "promise"})
	missing := fmt.Sprint(w["missing"])
	if strings.Contains(missing, "first_line") || strings.Contains(missing, "second_function") || strings.Contains(missing, "contributor") || !strings.Contains(missing, "function") {
		t.Errorf("missing: %s", missing)
	}
	a.Advance(90 * time.Second)
	w = edit(200, object{"op": "set_step", "id": "promise", "set": object{"note": "We all read it aloud."}}, object{"op": "start_step", "id": "stages"},
		object{"op": "add_decision", "id": "d1", "set": object{"text": "Sales shows the letter to support", "owner": "Ana", "due": "2026-12-15", "step": "promise"}})
	first, second := w["agenda"].([]any)[0].(object), w["agenda"].([]any)[1].(object)
	if spent := first["spent"].(float64); spent < 90 || spent > 100 || first["since"] != nil || second["since"] == nil || w["state"] != "running" {
		t.Errorf("the clocks: %v %v", first, second)
	}
	// Two who write at different steps at once both stay.
	var both sync.WaitGroup
	for i, step := range []string{"stages", "emotions", "moments", "questions"} {
		both.Go(func() {
			edit(200, object{"op": "set_step", "id": step, "set": object{"note": fmt.Sprint("Note ", i)}})
		})
	}
	both.Wait()
	edit(200, object{"op": "close"})
	if status, text := a.Do("POST", path+"/edits", o.Owner, object{"edits": []any{object{"op": "set_step", "id": "stages", "set": object{"note": "x"}}}}); status != 409 || !strings.Contains(text, "workshop_closed") {
		t.Errorf("a record was changed: %d %s", status, text)
	}
	kept := a.Must(t, 200, "GET", path, o.Token(t, identity.Viewer, ""), nil)
	for _, want := range []string{"We all read it aloud.", "Note 0", "Note 1", "Note 2", "Note 3", "Sales shows the letter to support"} {
		if !strings.Contains(fmt.Sprint(kept), want) {
			t.Errorf("%q is lost", want)
		}
	}
	for _, s := range kept["agenda"].([]any) {
		if s.(object)["since"] != nil {
			t.Errorf("a clock runs on: %v", s)
		}
	}
	if status, text := a.Do("DELETE", path, o.Owner, nil); status != 409 || !strings.Contains(text, "workshop_held") {
		t.Errorf("what was said was dropped: %d %s", status, text)
	}
}

func TestARefusedEditOfAWorkshopChangesNothingAndTheRoomBecomesContributors(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "Refusals")
	w := a.Must(t, 201, "POST", "/journeys/"+id+"/workshops", o.Owner, object{"title": "One"})
	path := "/journeys/" + id + "/workshops/" + w["id"].(string)
	for want, e := range map[string]object{
		"text_needed":  {"op": "add_decision", "id": "d", "set": object{"text": " "}},
		"date_invalid": {"op": "add_decision", "id": "d", "set": object{"text": "x", "due": "soon"}},
		"part_gone":    {"op": "set_person", "id": "nobody", "set": object{"present": true}},
		"id_taken":     {"op": "add_step", "id": "promise", "set": object{"title": "x"}},
		"step_unknown": {"op": "add_step", "id": "new", "set": object{"title": "x", "kind": "lunch"}},
		"name_empty":   {"op": "add_person", "id": "new", "set": object{"function": "Sales"}},
	} {
		status, text := a.Do("POST", path+"/edits", o.Owner, object{"edits": []any{object{"op": "set", "set": object{"title": "Changed"}}, e}})
		if status < 400 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %s", want, status, text)
		}
	}
	if now := a.Must(t, 200, "GET", path, o.Owner, nil); now["title"] != "One" || now["revision"] != 1.0 {
		t.Errorf("a refused edit left something: %v", now["title"])
	}
	if status, _ := a.Do("POST", path+"/edits", o.Token(t, identity.Viewer, ""), object{"edits": []any{object{"op": "close"}}}); status != 403 {
		t.Errorf("a viewer closed it: %d", status)
	}
	a.Must(t, 200, "POST", path+"/edits", o.Owner, object{"edits": []any{object{"op": "add_person", "id": "cy", "set": object{"name": "Cy", "function": "Billing", "present": true}},
		object{"op": "add_person", "id": "absent", "set": object{"name": "Dee", "function": "Legal"}}}})
	done := a.Must(t, 200, "POST", path+"/contributors", o.Owner, nil)
	team := fmt.Sprint(done["journey"].(object)["map"].(object)["contributors"])
	if !strings.Contains(team, "Cy") || strings.Contains(team, "Dee") || !strings.Contains(team, "Ana") {
		t.Errorf("contributors: %s", team)
	}
	a.Must(t, 204, "DELETE", path, o.Owner, nil)
}
