package app_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

func exported(t *testing.T, a *apptest.App, o *apptest.Org, id, format string) string {
	t.Helper()
	status, text := a.Do("GET", "/journeys/"+id+"/export?format="+format, o.Owner, nil)
	if status != 200 {
		t.Fatalf("%d %s", status, text)
	}
	return text
}

func mapOf(t *testing.T, one object) object {
	t.Helper()
	m, ok := one["map"].(object)
	if !ok {
		t.Fatalf("no map: %v", one)
	}
	return m
}

func TestAJourneyGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	id := journeyOf(t, a, o, "There and back")
	a.Must(t, 200, "POST", "/journeys/"+id+"/edits", o.Owner, object{"edits": []any{object{"op": "set_card", "id": "t1", "set": object{"note": "=1+1, \"quoted\"\nover two lines",
		"bindings": []any{object{"metric": "csat", "role": "experience", "where": []string{"channel:web"}}}, "supporting": []string{"Legal", "IT"}, "locations": []string{"Lounge"}, "emotion": -2}}}})
	was := mapOf(t, a.Must(t, 200, "GET", "/journeys/"+id, o.Owner, nil))

	back := mapOf(t, a.Must(t, 201, "POST", "/journey-imports", o.Owner, object{"text": exported(t, a, o, id, "json"), "name": "From JSON"}))
	if !reflect.DeepEqual(was, back) {
		t.Errorf("JSON loses something:\n%v\n%v", was, back)
	}

	back = mapOf(t, a.Must(t, 201, "POST", "/journey-imports", o.Owner, object{"text": exported(t, a, o, id, "csv"), "name": "From CSV"}))
	lost := map[string]bool{"id": true, "bindings": true} // ids are the rows', and conditions of bindings have no column
	alike(t, "CSV", was["cards"].([]any), back["cards"].([]any), lost)
	if !reflect.DeepEqual(was["stages"], back["stages"]) {
		t.Errorf("CSV changes the stages:\n%v\n%v", was["stages"], back["stages"])
	}

	cjml := exported(t, a, o, id, "cjml")
	if !strings.Contains(cjml, `<CJML version="2.0">`) || !strings.Contains(cjml, "<plannedCommunicationPoint>") || !strings.Contains(cjml, "<plannedAction>") {
		t.Errorf("not CJML: %s", cjml)
	}
	back = mapOf(t, a.Must(t, 201, "POST", "/journey-imports", o.Owner, object{"text": cjml, "name": "From CJML"}))
	lost = map[string]bool{"id": true, "bindings": true, "emotion": true, "supporting": true, "locations": true, "first": true, "last": true, "controlled": true, "optional": true}
	alike(t, "CJML", was["cards"].([]any), back["cards"].([]any), lost)
	if !reflect.DeepEqual(was["stages"], back["stages"]) || !reflect.DeepEqual(was["questions"], back["questions"]) {
		t.Errorf("CJML changes the stages or the answers:\n%v\n%v", was["stages"], back["stages"])
	}
}

// alike compares cards but for the fields that a format can't hold.
func alike(t *testing.T, format string, was, back []any, lost map[string]bool) {
	t.Helper()
	if len(was) != len(back) {
		t.Fatalf("%s: %d cards, not %d", format, len(back), len(was))
	}
	for i := range was {
		for field, value := range was[i].(object) {
			if !lost[field] && !reflect.DeepEqual(value, back[i].(object)[field]) {
				t.Errorf("%s: %s of card %d is %v, was %v", format, field, i, back[i].(object)[field], value)
			}
		}
	}
}

func TestABadRowIsNamedAndMendedAndNothingIsWrittenBefore(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	text := "Stage;Phase;Lane;Event;Touch point;Channel;Initiator;Emotion;Colour\n" +
		"Find;before;front stage;See the offer;Offer e-mail;e-mail;we;1;red\n" +
		"Find;before;cellar;Ask a question;ask;phone;customer;9;\n" +
		";;;;;;;;\n" +
		"Buy;during;front;Pay;till;store;;;\n"
	in := object{"text": text, "name": "From a sheet"}
	p := a.Must(t, 200, "POST", "/journey-imports/preview", o.Owner, in)
	said := fmt.Sprint(p["problems"])
	for _, want := range []string{"There is no lane “cellar”", "“9” is no expected emotion", "The column “Colour” isn't known", "with the key offer-e-mail"} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %s in %s", want, said)
		}
	}
	rows := p["rows"].([]any)
	if p["blocked"] != true || p["format"] != "csv" || len(rows) != 1 || rows[0].(object)["row"] != 3.0 || rows[0].(object)["cells"].(object)["task"] != "Ask a question" {
		t.Errorf("preview: %v", p)
	}
	if status, text := a.Do("POST", "/journey-imports", o.Owner, in); status != 422 || !strings.Contains(text, "import_blocked") || !strings.Contains(text, "body.text[3].lane") {
		t.Errorf("taken in: %d %s", status, text)
	}
	if all := a.Must(t, 200, "GET", "/journeys", o.Owner, nil)["items"]; len(all.([]any)) != 0 {
		t.Errorf("something was written: %v", all)
	}
	in["mends"] = []any{object{"row": 3, "column": "lane", "value": "Front stage"}, object{"row": 3, "column": "emotion", "value": "−1"}}
	made := mapOf(t, a.Must(t, 201, "POST", "/journey-imports", o.Owner, in))
	if cards := made["cards"].([]any); len(cards) != 3 || cards[1].(object)["emotion"] != -1.0 || cards[1].(object)["initiator"] != "customer" {
		t.Errorf("cards: %v", made["cards"])
	}
	in["name"], in["mends"], in["skip"] = "Without it", nil, []int{3}
	if cards := mapOf(t, a.Must(t, 201, "POST", "/journey-imports", o.Owner, in))["cards"].([]any); len(cards) != 2 {
		t.Errorf("the row wasn't left out: %v", cards)
	}
}

func TestFilesThatAreNoJourneysAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	cyclic := `{"format":"touchstone.journey","version":1,"name":"x","map":{"stages":[],"cards":[{"id":"a","stage":"b","lane":"front_stage","task":"t","initiator":"customer"}]}}`
	many := "stage,task\n" + strings.Repeat("Find,See it\n", 700)
	for name, c := range map[string]struct {
		text, want string
		status     int
	}{
		"external entity": {`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CJML>&e;</CJML>`, "declares a document type", 422},
		"empty":           {" \n ", "The file is empty", 422},
		"not text":        {"PK\x00\x03", "isn't text", 422},
		"wrong encoding":  {"stage,task\nCaf\ufffd,x", "isn't in UTF-8", 422},
		"no columns":      {"a,b\n1,2", "no column", 422},
		"cut off":         {`{"format":"touchstone.journey"`, "cut off", 422},
		"another JSON":    {`{"format":"postman"}`, "touchstone.journey", 422},
		"newer":           {`{"format":"touchstone.journey","version":9,"name":"x","map":{}}`, "newer program", 422},
		"20 MB":           {strings.Repeat("a", 20<<20), "", 413},
		"6 MB":            {strings.Repeat("a", 6<<20), "more than 5 MB", 422},
		"no such stage":   {cyclic, "doesn't have", 200},
		"too many":        {many, "at most 600 cards", 200},
		"only a header":   {"stage,task\n", "holds no touch point", 200},
	} {
		body, _ := json.Marshal(object{"text": c.text})
		status, text := a.Do("POST", "/journey-imports/preview", o.Owner, strings.NewReader(string(body)))
		if status != c.status || !strings.Contains(text, c.want) || status == 200 && !strings.Contains(text, `"blocked":true`) {
			t.Errorf("%s: %d %.300s", name, status, text)
		}
	}
}
