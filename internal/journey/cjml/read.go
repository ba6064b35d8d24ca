package cjml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Error says what is wrong with a file, on which line, in a sentence for whoever made it.
type Error struct {
	Line int
	Text string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return fmt.Sprintf("Line %d: %s", e.Line, e.Text)
}

func wrong(line int, text string, args ...any) error { return &Error{line, fmt.Sprintf(text, args...)} }

// node is an element with all that is in it.
type node struct {
	name  string
	attrs map[string]string
	text  string
	in    []*node
	line  int
}

// Read reads a file. Declarations of documents and entities are refused before anything is made of them, so that no file can
// name another one or grow while it is read.
func Read(text []byte) (*Document, error) {
	if len(text) > MaxBytes {
		return nil, wrong(0, "The file has %d MB; at most %d MB are read. Export one journey at a time.", len(text)>>20, MaxBytes>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) || bytes.IndexByte(text, 0) >= 0 {
		return nil, wrong(0, "The file is in UTF-16 or isn't text at all. Save it as UTF-8.")
	}
	if !utf8.Valid(text) {
		return nil, wrong(0, "The file isn't in UTF-8. Save it as UTF-8.")
	}
	root, err := tree(text)
	if err != nil {
		return nil, err
	}
	if root.name != "CJML" {
		return nil, wrong(root.line, "The file begins with <%s>, not with <CJML>: it isn't a CJML file.", short(root.name))
	}
	d := &Document{Version: root.attrs["version"], Unknown: map[string]int{}}
	if d.Version != "" && !strings.HasPrefix(d.Version, "2") {
		return nil, wrong(root.line, "The file says CJML version %s; version 2.0 is read.", short(d.Version))
	}
	for _, n := range root.in {
		if n.name != "plannedJourney" && n.name != "actualJourney" {
			d.Unknown[n.name]++
			continue
		}
		j, err := d.journey(n)
		if err != nil {
			return nil, err
		}
		d.Journeys = append(d.Journeys, *j)
	}
	return d, d.check()
}

// tree reads XML into nodes, within limits.
func tree(text []byte) (*node, error) {
	in := xml.NewDecoder(bytes.NewReader(text))
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8: that was looked at
	var open []*node
	var root *node
	count := 0
	for {
		token, err := in.Token()
		line, _ := in.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, broken(line, err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, wrong(line, "The file declares a document type or entities (<!%s…>). Such files aren't read: take the declaration out.", short(string(firstWord(t))))
		case xml.StartElement:
			if count++; count > maxElements || len(open) >= maxDepth {
				return nil, wrong(line, "The file has more than %d elements, or elements within elements more than %d deep.", maxElements, maxDepth)
			}
			n := &node{name: t.Name.Local, attrs: map[string]string{}, line: line}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = strings.TrimSpace(a.Value)
			}
			switch {
			case len(open) > 0:
				top := open[len(open)-1]
				top.in = append(top.in, n)
			case root != nil:
				return nil, wrong(line, "The file goes on after its end.")
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			top := open[len(open)-1]
			top.text = strings.TrimSpace(top.text)
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) == 0 {
				continue
			}
			top := open[len(open)-1]
			if len(top.text)+len(t) > maxText {
				return nil, wrong(line, "The text in <%s> is longer than %d characters.", short(top.name), maxText)
			}
			top.text += string(t)
		}
	}
	if root == nil {
		return nil, wrong(0, "The file is empty.")
	}
	return root, nil
}

// broken turns what the decoder says into a sentence.
func broken(line int, err error) error {
	var s *xml.SyntaxError
	if errors.As(err, &s) {
		if strings.Contains(s.Msg, "entity") {
			return wrong(line, "The text names an entity that XML doesn't have (%s). Write the sign itself.", short(s.Msg))
		}
		return wrong(line, "This isn't well-formed XML: %s.", short(s.Msg))
	}
	return wrong(line, "This isn't well-formed XML: %s.", short(err.Error()))
}

func firstWord(b []byte) []byte {
	if i := bytes.IndexAny(b, " \t\r\n["); i > 0 {
		return b[:i]
	}
	return b
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// child is the text of the first element of a name.
func (n *node) child(name string) string {
	for _, c := range n.in {
		if c.name == name {
			return c.text
		}
	}
	return ""
}

func (d *Document) journey(n *node) (*Journey, error) {
	j := &Journey{Actual: n.name == "actualJourney", Line: n.line}
	for _, c := range n.in {
		switch c.name {
		case "journeyID":
			j.ID = c.text
		case "journeyTitle":
			j.Title = c.text
		case "journeyShortSummary":
			j.Short = c.text
		case "journeyLongSummary":
			j.Long = c.text
		case "plannedReference":
			j.Planned = c.text
		case "journeyPhases":
			for _, p := range c.in {
				if p.name != "journeyPhase" {
					d.Unknown[p.name]++
					continue
				}
				id := first(p.attrs["phaseID"], p.child("phaseName"))
				if id == "" {
					return nil, wrong(p.line, "A phase has neither a phaseID nor a name.")
				}
				j.Phases = append(j.Phases, Phase{ID: id, Name: first(p.child("phaseName"), id), Description: p.child("phaseDescription")})
			}
		case "actors":
			for _, a := range c.in {
				if a.name != "endUser" && a.name != "serviceProvider" {
					d.Unknown[a.name]++
					continue
				}
				// An actor that another journey of the file has introduced is only referred to.
				id := first(a.attrs["actorID"], a.attrs["actorIDref"])
				if id == "" {
					return nil, wrong(a.line, "An actor has no actorID.")
				}
				j.Actors = append(j.Actors, Actor{ID: id, Name: first(a.child("actorName"), a.child("companyName"), id), User: a.name == "endUser"})
			}
		case "touchpoints":
			for _, p := range c.in {
				point, err := d.point(p)
				if err != nil {
					return nil, err
				}
				if point != nil {
					j.Points = append(j.Points, *point)
				}
			}
		default:
			d.Unknown[c.name]++
		}
	}
	return j, nil
}

func (d *Document) point(n *node) (*Point, error) {
	p := &Point{Line: n.line}
	switch n.name {
	case "plannedCommunicationPoint", "actualCommunicationPoint":
	case "plannedAction", "actualAction":
		p.Action = true
	default:
		d.Unknown[n.name]++
		return nil, nil //nolint:nilnil // an element of an extension is no touch point
	}
	for _, c := range n.in {
		switch c.name {
		case "touchpointID":
			p.ID = c.text
		case "belongsTo":
			p.Phase = first(c.attrs["phaseIDref"], c.text)
		case "initiator":
			p.Initiator = side(c, "initiatorLabel")
		case "receiver":
			p.Receiver = side(c, "receiverLabel")
		case "channel":
			for _, name := range c.in {
				if name.name == "channelName" && name.text != "" {
					p.Channels = append(p.Channels, name.text)
				}
			}
		case "comment":
			p.Comment = c.text
		case "category":
			p.Category = c.text
		default:
			d.Unknown[c.name]++
		}
	}
	if p.Initiator.Label == "" && p.Receiver.Label == "" {
		return nil, wrong(n.line, "A touch point (%s) says neither what its initiator does nor what its receiver does.", short(first(p.ID, "without an id")))
	}
	return p, nil
}

func side(n *node, label string) Side {
	s := Side{Label: n.child(label)}
	for _, c := range n.in {
		if c.name == "refersTo" {
			s.Actor = first(c.attrs["actorIDref"], c.attrs["actorID"], c.text)
		}
	}
	return s
}

func first(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

// check refuses what no journey can be.
func (d *Document) check() error {
	if len(d.Journeys) == 0 {
		return wrong(0, "The file holds no journey (neither <plannedJourney> nor <actualJourney>).")
	}
	byID := map[string]*Journey{}
	for i := range d.Journeys {
		byID[d.Journeys[i].ID] = &d.Journeys[i]
	}
	for i := range d.Journeys {
		j := &d.Journeys[i]
		seen := map[string]bool{}
		for at := j; at != nil && at.Planned != ""; at = byID[at.Planned] {
			if seen[at.ID] {
				return wrong(j.Line, "The journey %s refers to itself, over %d others. Take one plannedReference out.", short(j.ID), len(seen)-1)
			}
			seen[at.ID] = true
		}
		if err := j.check(); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journey) check() error {
	if len(j.Points) == 0 {
		return wrong(j.Line, "The journey %s has no touch points.", short(first(j.Title, j.ID, "without a name")))
	}
	ids, phases := map[string]bool{}, map[string]bool{}
	for _, p := range j.Phases {
		if phases[p.ID] {
			return wrong(j.Line, "Two phases have the id %s.", short(p.ID))
		}
		phases[p.ID] = true
	}
	for _, p := range j.Points {
		if p.ID != "" && ids[p.ID] {
			return wrong(p.Line, "Two touch points have the id %s.", short(p.ID))
		}
		ids[p.ID] = true
		if p.Phase != "" && !phases[p.Phase] {
			return wrong(p.Line, "The touch point %s belongs to the phase %s, which the journey doesn't have.", short(p.ID), short(p.Phase))
		}
	}
	return nil
}
