package journey

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzIncoming reads whatever comes; what is a map can be written in our own words and read back the same.
func FuzzIncoming(f *testing.F) {
	f.Add("stage,phase,lane,task,emotion,metrics\nFind,before,front stage,See the offer,+1,csat\nFind,,cellar,Be lost,9,\n")
	f.Add("stage;task\n\"a;b\";\"c\nd\"\n'=1;x;y;z")
	f.Add(`{"format":"touchstone.journey","version":1,"name":"x","map":{"stages":[{"id":"a","name":"A","phase":"before","feel":{},"think":{},"do":{}}],"cards":[{"id":"c","stage":"a","lane":"front_stage","task":"T","initiator":"customer","emotion":-2}],"contributors":[],"questions":{},"exceptions":[]}}`)
	f.Add(`<CJML version="2.0"><plannedJourney><journeyID>x</journeyID><touchpoints><plannedAction><touchpointID>1</touchpointID><initiator><initiatorLabel>x</initiatorLabel></initiator></plannedAction></touchpoints></plannedJourney></CJML>`)
	f.Fuzz(func(t *testing.T, text string) {
		in := Incoming{Text: text}
		p, err := in.read()
		if err != nil {
			return
		}
		p.finish()
		if !utf8.ValidString(p.Name) || strings.TrimSpace(p.Name) == "" {
			t.Fatalf("the name is %q", p.Name)
		}
		for _, c := range p.Map.Cards {
			if err := p.Map.checkPlace(&c); err != nil {
				t.Fatalf("a card was taken in that a map refuses: %v", err)
			}
		}
		if p.Blocked {
			return
		}
		one := &Journey{ID: "jrn_1", Name: p.Name, Segment: p.Segment, Customers: p.Customers}
		written, err := writeJSON(one, p.Map)
		if err != nil {
			t.Fatal(err)
		}
		again := Incoming{Text: string(written)}
		q, err := again.read()
		if err != nil || len(q.Problems) > 0 || !reflect.DeepEqual(p.Map.clone(), q.Map.clone()) {
			t.Fatalf("%v, %+v\n%s", err, q, written)
		}
		for _, write := range []func() ([]byte, error){func() ([]byte, error) { return writeCJML(one, p.Map) }, func() ([]byte, error) { return writeCSV(p.Map, nil) }} {
			text, err := write()
			if err != nil {
				t.Fatal(err)
			}
			back := Incoming{Text: string(text)}
			q, err := back.read()
			if err != nil || len(q.Map.Cards) != len(p.Map.Cards) {
				t.Fatalf("%d cards came back, not %d: %v\n%s\n%+v", len(q.Map.Cards), len(p.Map.Cards), err, text, q)
			}
		}
	})
}
