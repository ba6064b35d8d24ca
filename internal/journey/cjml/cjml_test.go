package cjml_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/journey/cjml"
)

// published is the shape of the example on the language's own site, with names of ours.
const published = `<CJML version="2.0">
<actualJourney>
<journeyID>AJ1</journeyID>
<actors>
<endUser actorID="Ada"><actorName>Ada</actorName></endUser>
<serviceProvider actorID="Shop"><companyName>The Shop</companyName></serviceProvider>
</actors>
<touchpoints>
<actualCommunicationPoint>
<touchpointID>TP1</touchpointID>
<initiator><refersTo actorIDref="Ada"/><initiatorLabel>Customer opens an account</initiatorLabel></initiator>
<receiver><refersTo actorIDref="Shop"/><receiverLabel>Account opened</receiverLabel></receiver>
<channel><channelName>Web</channelName></channel>
<touchpointExperience><experienceRating>4</experienceRating></touchpointExperience>
</actualCommunicationPoint>
<actualAction><touchpointID>TP2</touchpointID><initiator><refersTo actorIDref="Shop"/><initiatorLabel>Check the address</initiatorLabel></initiator></actualAction>
</touchpoints>
</actualJourney>
</CJML>`

func TestAFileOfTheLanguagesOwnSiteIsRead(t *testing.T) {
	t.Parallel()
	d, err := cjml.Read([]byte(published))
	if err != nil {
		t.Fatal(err)
	}
	j := d.Journeys[0]
	want := cjml.Point{ID: "TP1", Initiator: cjml.Side{Actor: "Ada", Label: "Customer opens an account"}, Receiver: cjml.Side{Actor: "Shop", Label: "Account opened"},
		Channels: []string{"Web"}, Line: 9}
	if !j.Actual || j.ID != "AJ1" || !reflect.DeepEqual(j.Points[0], want) || !j.Points[1].Action || j.Find("Shop").Name != "The Shop" || !j.Find("Ada").User {
		t.Errorf("%+v", j)
	}
	if d.Unknown["touchpointExperience"] != 1 {
		t.Errorf("what isn't understood is counted: %v", d.Unknown)
	}
}

func TestWhatIsWrittenIsReadBackTheSame(t *testing.T) {
	t.Parallel()
	in := &cjml.Document{Journeys: []cjml.Journey{{ID: "j1", Title: "A & B <c>", Short: "Short", Long: "Long\nover two lines", Phases: []cjml.Phase{{ID: "p", Name: "Find \"it\"", Description: "before"}},
		Actors: []cjml.Actor{{ID: "customer", Name: "Zoë", User: true}, {ID: "sales", Name: "Sales"}},
		Points: []cjml.Point{{ID: "1", Phase: "p", Initiator: cjml.Side{Actor: "customer", Label: "Asks"}, Receiver: cjml.Side{Actor: "sales", Label: "Answers"}, Channels: []string{"web", "phone"}, Comment: "c"},
			{ID: "2", Phase: "p", Action: true, Initiator: cjml.Side{Actor: "sales", Label: "Notes it"}, Category: "back"}}}}}
	text, err := cjml.Write(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := cjml.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out.Journeys {
		out.Journeys[i].Line = 0
		for k := range out.Journeys[i].Points {
			out.Journeys[i].Points[k].Line = 0
		}
	}
	if !reflect.DeepEqual(in.Journeys, out.Journeys) {
		t.Errorf("written:\n%s\nread: %+v", text, out.Journeys)
	}
}

func TestBadFilesAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	laughs := `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><CJML>&b;</CJML>`
	for name, c := range map[string]struct{ text, want string }{
		"external entity":  {`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CJML>&e;</CJML>`, "declares a document type"},
		"billion laughs":   {laughs, "declares a document type"},
		"unknown entity":   {`<CJML><plannedJourney>&nbsp;</plannedJourney></CJML>`, "entity"},
		"empty":            {"  ", "The file is empty."},
		"another language": {"<bpmn/>", "not with <CJML>"},
		"other version":    {`<CJML version="3.0"/>`, "version 3.0"},
		"nothing in it":    {`<CJML version="2.0"/>`, "holds no journey"},
		"no touch points":  {`<CJML><plannedJourney><journeyID>x</journeyID></plannedJourney></CJML>`, "has no touch points"},
		"cut off":          {`<CJML><plannedJourney>`, "well-formed"},
		"UTF-16":           {"\xff\xfe<\x00C\x00", "Save it as UTF-8"},
		"Latin-1":          {"<CJML>caf\xe9</CJML>", "Save it as UTF-8"},
		"too deep":         {strings.Repeat("<CJML>", 40), "deep"},
		"20 MB":            {"<CJML>" + strings.Repeat(" ", 20<<20) + "</CJML>", "20 MB"},
		"refers to itself": {circle("A", "B") + "", "refers to itself"},
		"unknown phase":    {strings.Replace(published, "<touchpointID>TP1</touchpointID>", `<touchpointID>TP1</touchpointID><belongsTo phaseIDref="nowhere"/>`, 1), "belongs to the phase nowhere"},
		"the same id":      {strings.Replace(published, "TP2", "TP1", 1), "Two touch points"},
		"says nothing":     {strings.Replace(strings.Replace(published, "Check the address", "", 1), "x", "x", 1), "neither what its initiator"},
	} {
		if _, err := cjml.Read([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// circle is two journeys, each planned after the other.
func circle(a, b string) string {
	one := func(id, after string) string {
		return `<plannedJourney><journeyID>` + id + `</journeyID><plannedReference>` + after + `</plannedReference><touchpoints><plannedAction><touchpointID>1</touchpointID>` +
			`<initiator><initiatorLabel>x</initiatorLabel></initiator></plannedAction></touchpoints></plannedJourney>`
	}
	return `<CJML version="2.0">` + one(a, b) + one(b, a) + `</CJML>`
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(published))
	f.Add([]byte(circle("a", "b")))
	f.Add([]byte(`<CJML><plannedJourney><actors><endUser/></actors></plannedJourney></CJML>`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := cjml.Read(text)
		if err != nil {
			return
		}
		again, err := cjml.Write(d)
		if err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
		e, err := cjml.Read(again)
		if err != nil || len(e.Journeys) != len(d.Journeys) {
			t.Fatalf("what was written can't be read: %v\n%s", err, again)
		}
		third, err := cjml.Write(e)
		if err != nil || !bytes.Equal(again, third) {
			t.Fatalf("written differently the second time: %v\n%s\n%s", err, again, third)
		}
	})
}
