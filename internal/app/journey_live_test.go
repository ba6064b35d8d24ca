package app_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

const liveMonth = "from=2026-01-01&to=2026-02-01&against_from=2025-12-01&against_to=2026-01-01"

// liveJourney draws a small map: a letter that binds ease, a call that binds nothing, a desk at which nobody speaks.
func liveJourney(t *testing.T, a *apptest.App, o *apptest.Org) string {
	t.Helper()
	id, _ := a.Must(t, 201, "POST", "/journeys", o.Owner, object{"name": "Live"})["id"].(string)
	card := func(id, stage, point string, more object) object {
		set := object{"task": strings.ToUpper(id[:1]) + id[1:] + " arrives", "touch_point": point, "function": "Service"}
		for k, v := range more {
			set[k] = v
		}
		return object{"op": "add_card", "id": id, "stage": stage, "lane": "front_stage", "after": "", "set": set}
	}
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{
		object{"op": "add_stage", "id": "one", "set": object{"name": "One", "phase": "before", "feel": object{"text": "welcome", "metric": "csat", "target": 60}}},
		object{"op": "add_stage", "id": "two", "after": "one", "set": object{"name": "Two", "phase": "after", "do": object{"text": "stay", "metric": "nps"}}},
		card("letter", "one", "letter", object{"emotion": 2, "bindings": []any{object{"metric": "nps", "role": "outcome"}, object{"metric": "csat", "role": "experience"}}}),
		card("call", "one", "call", object{"emotion": 1}),
		card("desk", "two", "desk", nil),
		card("nowhere", "two", "", nil)}})
	return id
}

func hearAll(t *testing.T, a *apptest.App, o *apptest.Org) {
	t.Helper()
	n := 0
	var b strings.Builder
	hear := func(at, point, unit, channel, kind, comment string, times int, measures object) {
		for i := range times {
			n++
			s := object{"kind": kind, "at": fmt.Sprintf("%sT%02d:00:00Z", at, i%24), "key": fmt.Sprint("live-", n), "touch_point": point, "measures": measures, "channel": channel}
			if unit != "" {
				s["unit"] = unit
			}
			if comment != "" {
				s["comments"] = []any{object{"text": comment}}
			}
			line, _ := json.Marshal(s)
			b.Write(append(line, '\n'))
		}
	}
	hear("2026-01-10", "letter", "north", "letter", "survey", "", 40, object{"csat": 5, "nps": 9})
	hear("2026-01-20", "letter", "south", "letter", "survey", "", 20, object{"csat": 2, "nps": 3})
	hear("2025-12-10", "letter", "north", "letter", "survey", "", 60, object{"csat": 2, "nps": 3})
	hear("2026-01-12", "call", "north", "phone", "survey", "", 35, object{"csat": 4})
	hear("2026-01-14", "lost-card", "north", "phone", "feedback", "They were wonderful, I love it", 12, object{})
	hear("2026-01-14", "till", "north", "store", "survey", "", 5, object{"csat": 4})
	hear("2025-10-14", "desk", "north", "store", "survey", "This is terrible and awful, I hate it", 3, object{})
	if status, text := a.Do("POST", "/signals:batch", o.Owner, strings.NewReader(b.String())); status != 200 || strings.Count(text, `"status":201`) != n {
		t.Fatalf("%d: %d of %d signals recorded: %.300s", status, strings.Count(text, `"status":201`), n, text)
	}
	a.CatchUp(t, o)
}

func cardOf(t *testing.T, live object, id string) object {
	t.Helper()
	for _, c := range live["cards"].([]any) {
		if c.(object)["id"] == id {
			return c.(object)
		}
	}
	t.Fatalf("no card %s: %v", id, live["cards"])
	return nil
}

func TestAMapsFiguresAreThoseThatFiguresGiveForEachTouchPoint(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	o.Unit(t, "north", "")
	south := o.Unit(t, "south", "")
	id := liveJourney(t, a, o)
	hearAll(t, a, o)
	a.Must(t, 201, "POST", "/cases", o.Owner, object{"title": "Late letter", "touch_point": "letter"})
	live := a.Must(t, 200, "GET", "/journeys/"+id+"/live?"+liveMonth, o.Owner, nil)
	letter := cardOf(t, live, "letter")
	figures := letter["figures"].([]any)
	if len(figures) != 2 || figures[0].(object)["metric"] != "csat" || figures[0].(object)["role"] != "experience" {
		t.Fatalf("the figure of the experience comes first: %v", figures)
	}
	for _, one := range figures {
		f := one.(object)
		row := a.Must(t, 200, "GET", "/figures?metric="+f["metric"].(string)+"&"+liveMonth+"&where="+url.QueryEscape("touch_point:letter"), o.Owner, nil)["rows"].([]any)[0].(object)
		for _, field := range []string{"value", "n", "low", "high", "too_few", "left_out", "before", "change"} {
			if !reflect.DeepEqual(f[field], row[field]) {
				t.Errorf("%v: %s is %v on the map and %v as a figure", f["metric"], field, f[field], row[field])
			}
		}
		if weeks := f["trend"].([]any); len(weeks) != 3 || weeks[0].(object)["key"] != "2025-W50" {
			t.Errorf("trend: %v", weeks)
		}
	}
	if letter["volume"] != 60.0 || letter["volume_before"] != 60.0 || letter["deaf"] != false || fmt.Sprint(letter["cases"]) != "map[open:1 overdue:0]" || letter["money"] != nil || live["money"] != false {
		t.Errorf("beside the figures: %v", letter)
	}
	call := cardOf(t, live, "call")["figures"].([]any)[0].(object)
	if call["metric"] != "csat" || call["fallback"] != true || call["n"] != 35.0 {
		t.Errorf("the first metric heard there stands in, and says so: %v", call)
	}
	for _, deaf := range []string{"desk", "nowhere"} {
		if c := cardOf(t, live, deaf); c["deaf"] != true || c["volume"] != 0.0 {
			t.Errorf("%s hears something: %v", deaf, c)
		}
	}
	// What a stage should bring about, at its touch points together: 75 of 95.
	stages := live["stages"].([]any)
	feel := stages[0].(object)["feel"].(object)
	row := a.Must(t, 200, "GET", "/figures?metric=csat&"+liveMonth+"&where="+url.QueryEscape("touch_point:letter,call"), o.Owner, nil)["rows"].([]any)[0].(object)
	if feel["verdict"] != "met" || feel["value"] != row["value"] || feel["low"] != row["low"] || feel["intended"] != 60.0 {
		t.Errorf("%v beside %v", feel, row)
	}
	if do := stages[1].(object)["do"].(object); do["verdict"] != "not_measured" {
		t.Errorf("nothing was heard in the second stage: %v", do)
	}
	// Scores of 1 to 5 on −2 to 2: (40×2 + 20×−1 + 35×1)/95, expected (2+1)/2.
	emotion := stages[0].(object)["emotion"].(object)
	if m := emotion["measured"].(object); m["n"] != 95.0 || fmt.Sprintf("%.4f", m["value"]) != "1.0000" || emotion["expected"] != 1.5 || emotion["source"] != "scores" ||
		!(m["low"].(float64) < 1 && m["high"].(float64) > 1) {
		t.Errorf("emotion: %v", emotion)
	}
	// Who belongs to one unit hears that unit alone, and no cases without the right to see them.
	own := a.Must(t, 200, "GET", "/journeys/"+id+"/live?"+liveMonth, o.Token(t, identity.Viewer, south), nil)
	letter = cardOf(t, own, "letter")
	if letter["volume"] != 20.0 || letter["figures"].([]any)[0].(object)["too_few"] != true || letter["cases"] != nil {
		t.Errorf("another unit's signals are seen: %v", letter)
	}
	if status, text := a.Do("GET", "/journeys/"+id+"/live?where=nonsense", o.Owner, nil); status != 422 || !strings.Contains(text, "condition_invalid") {
		t.Errorf("%d %s", status, text)
	}
}

func TestWhatIsHeardAndNotDrawnIsProposedAndGoesOnTheMapAsDiscovered(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	o.Unit(t, "north", "")
	o.Unit(t, "south", "")
	id := liveJourney(t, a, o)
	hearAll(t, a, o)
	heard := a.Must(t, 200, "GET", "/journeys/"+id+"/heard?"+liveMonth, o.Owner, nil)
	proposed := heard["proposed"].([]any)
	if len(proposed) != 2 {
		t.Fatalf("proposed: %v", proposed)
	}
	first, second := proposed[0].(object), proposed[1].(object)
	if first["touch_point"] != "lost-card" || first["begins"] != "customer" || first["volume"] != 12.0 || len(first["samples"].([]any)) != 3 ||
		fmt.Sprint(first["channels"]) != "[map[key:phone n:12]]" || second["begins"] != "unclear" {
		t.Errorf("proposed: %v", proposed)
	}
	want := map[string]string{"desk": "silent", "nowhere": "no_touch_point"}
	for _, d := range heard["deaf"].([]any) {
		card := d.(object)["card"].(string)
		if want[card] != d.(object)["why"] {
			t.Errorf("%s: %v", card, d)
		}
		delete(want, card)
	}
	if len(want) > 0 {
		t.Errorf("not said to be deaf: %v", want)
	}
	edit := first["edit"].(object)
	edit["stage"] = "two" // where it belongs is for people to say
	done := a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{edit}})
	cards := fmt.Sprint(done["journey"].(object)["map"].(object)["cards"])
	if !strings.Contains(cards, "discovered:true") || !strings.Contains(cards, "initiator:customer") || !strings.Contains(cards, "touch_point:lost-card") {
		t.Errorf("on the map: %s", cards)
	}
	if strings.Contains(fmt.Sprint(done["journey"].(object)["findings"]), "reactive_is_discovered") {
		t.Error("what was discovered breaks the rule that it be discovered")
	}
	live := a.Must(t, 200, "GET", "/journeys/"+id+"/live?"+liveMonth, o.Owner, nil)
	if c := cardOf(t, live, "heard-lost-card"); c["volume"] != 12.0 {
		t.Errorf("it isn't heard on the map: %v", c)
	}
	// Nobody scored anything there: comments tell how it feels.
	for _, s := range live["stages"].([]any) {
		if e := s.(object)["emotion"].(object); s.(object)["id"] == "two" && (e["source"] != "comments" || e["measured"].(object)["value"].(float64) <= 1) {
			t.Errorf("emotion: %v", e)
		}
	}
	if again := a.Must(t, 200, "GET", "/journeys/"+id+"/heard?"+liveMonth, o.Owner, nil)["proposed"].([]any); len(again) != 1 {
		t.Errorf("proposed again: %v", again)
	}
}
