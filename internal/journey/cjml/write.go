package cjml

import (
	"bytes"
	"encoding/xml"
)

// Write writes a file of CJML 2.0. Elements stand in the order in which the tools around CJML write them.
func Write(d *Document) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	w := &writer{e: e}
	w.open("CJML", "version", "2.0")
	for i := range d.Journeys {
		w.journey(&d.Journeys[i])
	}
	w.close("CJML")
	if w.err == nil {
		w.err = e.Close()
	}
	b.WriteByte('\n')
	return b.Bytes(), w.err
}

// writer remembers the first error, so that elements can be written one after another.
type writer struct {
	e   *xml.Encoder
	err error
}

func (w *writer) token(t xml.Token) {
	if w.err == nil {
		w.err = w.e.EncodeToken(t)
	}
}

func (w *writer) open(name string, attrs ...string) {
	t := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i+1 < len(attrs); i += 2 {
		t.Attr = append(t.Attr, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	w.token(t)
}

func (w *writer) close(name string) { w.token(xml.EndElement{Name: xml.Name{Local: name}}) }

// text writes an element that holds text; none where it is empty.
func (w *writer) text(name, text string) {
	if text == "" {
		return
	}
	w.open(name)
	w.token(xml.CharData(text))
	w.close(name)
}

func (w *writer) journey(j *Journey) {
	kind := "planned"
	if j.Actual {
		kind = "actual"
	}
	w.open(kind + "Journey")
	w.text("journeyID", j.ID)
	w.text("journeyTitle", j.Title)
	w.text("plannedReference", j.Planned)
	if len(j.Phases) > 0 {
		w.open("journeyPhases")
		for _, p := range j.Phases {
			w.open("journeyPhase", "phaseID", p.ID)
			w.text("phaseName", p.Name)
			w.text("phaseDescription", p.Description)
			w.close("journeyPhase")
		}
		w.close("journeyPhases")
	}
	w.text("journeyShortSummary", j.Short)
	w.text("journeyLongSummary", j.Long)
	w.open("actors")
	for _, users := range []bool{true, false} { // end users stand first
		for _, a := range j.Actors {
			w.actor(a, users)
		}
	}
	w.close("actors")
	w.open("touchpoints")
	for i := range j.Points {
		w.point(kind, &j.Points[i])
	}
	w.close("touchpoints")
	w.close(kind + "Journey")
}

func (w *writer) actor(a Actor, users bool) {
	switch {
	case a.User != users:
	case a.User:
		w.open("endUser", "actorID", a.ID)
		w.text("actorName", a.Name)
		w.close("endUser")
	default:
		w.open("serviceProvider", "actorID", a.ID)
		w.text("companyName", a.Name)
		w.close("serviceProvider")
	}
}

func (w *writer) point(kind string, p *Point) {
	name := kind + "CommunicationPoint"
	if p.Action {
		name = kind + "Action"
	}
	w.open(name)
	w.text("touchpointID", p.ID)
	if p.Phase != "" {
		w.open("belongsTo", "phaseIDref", p.Phase)
		w.close("belongsTo")
	}
	w.side("initiator", p.Initiator)
	if !p.Action {
		w.side("receiver", p.Receiver)
		for _, c := range p.Channels {
			w.open("channel")
			w.text("channelName", c)
			w.close("channel")
		}
	}
	w.text("comment", p.Comment)
	w.text("category", p.Category)
	w.close(name)
}

func (w *writer) side(name string, s Side) {
	w.open(name)
	if s.Actor != "" {
		w.open("refersTo", "actorIDref", s.Actor)
		w.close("refersTo")
	}
	w.text(name+"Label", s.Label)
	w.close(name)
}
