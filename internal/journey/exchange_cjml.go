package journey

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/journey/cjml"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// What actors of a file of ours are called.
const (
	endUser    = "customer"
	provider   = "organisation"
	thirdParty = "third-party"
)

// writeCJML writes what CJML can hold of a journey: a planned one.
func writeCJML(one *Journey, m *Map) ([]byte, error) {
	j := cjml.Journey{ID: string(one.ID), Title: one.Name, Short: one.Customers, Long: summary(&m.Questions)}
	name := "Customer"
	if one.Segment != "" {
		name = one.Segment
	}
	j.Actors = []cjml.Actor{{ID: endUser, Name: name, User: true}}
	for _, s := range m.Stages {
		wants := []string{string(s.Phase) + " the purchase"}
		for word, w := range map[string]string{"feel": s.Feel.Text, "think": s.Think.Text, "do": s.Do.Text} {
			if w != "" {
				wants = append(wants, word+": "+w)
			}
		}
		slices.Sort(wants[1:])
		j.Phases = append(j.Phases, cjml.Phase{ID: s.ID, Name: s.Name, Description: strings.Join(wants, "; ")})
	}
	taken := map[string]bool{}
	for _, c := range m.Ordered() {
		id := c.TouchPoint
		if id == "" || taken[id] {
			id = unique(c.ID, func(s string) bool { return taken[s] })
		}
		taken[id] = true
		us := actorOf(&c)
		add(&j, us, c.Function)
		p := cjml.Point{ID: id, Phase: c.Stage, Channels: c.Channels, Comment: c.Note, Category: string(c.Lane)}
		customer := cjml.Side{Actor: endUser, Label: c.Task}
		house := cjml.Side{Actor: us, Label: c.Task}
		switch {
		case !c.seen():
			p.Action, p.Initiator = true, house
		case c.Lane == Customer && c.Initiator == ByCustomer && len(c.Channels) == 0:
			p.Action, p.Initiator = true, customer
		case c.Initiator == ByCustomer:
			p.Initiator, p.Receiver = customer, house
		case c.Initiator == ByThirdParty:
			add(&j, thirdParty, "Third party")
			p.Initiator, p.Receiver = cjml.Side{Actor: thirdParty, Label: c.Task}, customer
		default:
			p.Initiator, p.Receiver = house, customer
		}
		j.Points = append(j.Points, p)
	}
	return cjml.Write(&cjml.Document{Journeys: []cjml.Journey{j}})
}

// actorOf names the actor of a card's function.
func actorOf(c *Card) string {
	if s := slug(c.Function); s != "" && s != endUser && s != thirdParty {
		return s
	}
	return provider
}

func add(j *cjml.Journey, id, name string) {
	if j.Find(id) != nil {
		return
	}
	if name == "" || id == provider {
		name = "Organisation"
	}
	j.Actors = append(j.Actors, cjml.Actor{ID: id, Name: name})
}

func summary(q *Questions) string {
	var out []string
	for _, one := range []struct{ name, text string }{{"Sold", q.Sold}, {"Delivered", q.Delivered}, {"Lived with", q.Lived}, {"Supported", q.Supported}} {
		if one.text != "" {
			out = append(out, one.name+": "+one.text)
		}
	}
	return strings.Join(out, "\n")
}

func (p *Preview) readCJML(text string) error {
	d, err := cjml.Read([]byte(text))
	if err != nil {
		var e *cjml.Error
		if errors.As(err, &e) {
			return problem.At("body.text", "cjml_invalid", "%s", e.Error())
		}
		return err
	}
	j := chosen(d)
	if len(d.Journeys) > 1 {
		p.complain(j.Line, "", false, "The file holds %d journeys; “%s” is read. Cut the file to read another.", len(d.Journeys), clipRunes(titleOf(j), 60))
	}
	if j.Actual {
		p.complain(j.Line, "", false, "This is the actual journey of one person: what happened to them isn't what happens to all. Look at each card.")
	}
	if names := slices.Sorted(maps.Keys(d.Unknown)); len(names) > 0 {
		p.complain(0, "", false, "Elements that a map has no place for are left out: %s.", clipRunes(strings.Join(names, ", "), 200))
	}
	p.Name, p.Customers = titleOf(j), clipRunes(j.Short, 500)
	p.Map.Questions = questions(j.Long)
	for _, phase := range j.Phases {
		s := Stage{ID: clip(phase.ID, 60), Name: clipRunes(phase.Name, 80), Phase: During}
		p.describe(&s, phase.Description)
		p.stage(j.Line, s)
	}
	for i := range j.Points {
		p.point(j, &j.Points[i])
	}
	return nil
}

// chosen is the first planned journey; the first of all where none is planned.
func chosen(d *cjml.Document) *cjml.Journey {
	for i := range d.Journeys {
		if !d.Journeys[i].Actual {
			return &d.Journeys[i]
		}
	}
	return &d.Journeys[0]
}

func titleOf(j *cjml.Journey) string {
	if j.Title != "" {
		return j.Title
	}
	return j.ID
}

// questions reads the four answers back that summary wrote; another text answers none of them.
func questions(long string) (q Questions) {
	for line := range strings.Lines(long) {
		line = strings.TrimSpace(line)
		for name, into := range map[string]*string{"Sold: ": &q.Sold, "Delivered: ": &q.Delivered, "Lived with: ": &q.Lived, "Supported: ": &q.Supported} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				*into = clip(rest, 2000)
			}
		}
	}
	return q
}

// describe reads what a phase's description says in our way: "after the purchase; feel: …".
func (p *Preview) describe(s *Stage, text string) {
	found := false
	for part := range strings.SplitSeq(text, "; ") {
		for _, phase := range []Phase{Before, During, After} {
			if part == string(phase)+" the purchase" {
				s.Phase, found = phase, true
			}
		}
		for word, into := range map[string]*string{"feel: ": &s.Feel.Text, "think: ": &s.Think.Text, "do: ": &s.Do.Text} {
			if rest, ok := strings.CutPrefix(part, word); ok {
				*into = clip(rest, 500)
			}
		}
	}
	if !found {
		p.complain(0, "", false, "CJML doesn't say whether “%s” lies before, during or after the purchase: it is put at during.", s.Name)
	}
}

// point turns a touch point into a card.
func (p *Preview) point(j *cjml.Journey, n *cjml.Point) {
	stage := n.Phase
	if stage == "" {
		stage = "journey"
		if p.Map.stage(stage) < 0 {
			p.complain(n.Line, "", false, "Touch points without a phase are put into a stage of their own.")
			p.stage(n.Line, Stage{ID: stage, Name: "Journey", Phase: During})
		}
	}
	c := Card{ID: unique(slugOr(n.ID, "card"), func(s string) bool { return p.Map.card(s) >= 0 }), Stage: clip(stage, 60), Initiator: ByOrganisation, Channels: n.Channels,
		Note: clip(n.Comment, 2000), Task: clipRunes(n.Initiator.Label, 120)}
	if c.Task == "" {
		c.Task = clipRunes(n.Receiver.Label, 120)
	} else if n.Receiver.Label != "" && n.Receiver.Label != n.Initiator.Label && c.Note == "" {
		c.Note = clip("As the other side sees it: "+n.Receiver.Label, 2000)
	}
	from, to := j.Find(n.Initiator.Actor), j.Find(n.Receiver.Actor)
	byUser, toUser := from != nil && from.User, to != nil && to.User
	switch {
	case byUser:
		c.Initiator, c.Discovered = ByCustomer, false
		c.Lane = FrontStage
		if n.Action {
			c.Lane = Customer
		}
	case toUser || !n.Action && to == nil:
		c.Lane = FrontStage
	default:
		c.Lane = BackStage
	}
	if n.Initiator.Actor == thirdParty {
		c.Initiator = ByThirdParty
	}
	for _, lane := range []Lane{Customer, FrontStage, BackStage, Support} { // a file of ours says it
		if n.Category == string(lane) {
			c.Lane = lane
		}
	}
	for _, side := range []*cjml.Actor{from, to} {
		if side != nil && !side.User && side.ID != provider && side.ID != thirdParty {
			c.Function = clipRunes(side.Name, 80)
		}
	}
	if key := slug(n.ID); c.seen() && key == n.ID && len(key) <= 64 && !numbered(key) {
		c.TouchPoint = key
	}
	p.card(n.Line, c)
}

// numbered reports whether an id is only a number with letters before it, as tools make them: tp1, t12.
func numbered(id string) bool {
	rest := strings.TrimLeft(id, "abcdefghijklmnopqrstuvwxyz-")
	return rest != "" && strings.Trim(rest, "0123456789") == "" && len(id)-len(rest) <= 3
}

func slugOr(s, otherwise string) string {
	if k := slug(s); k != "" {
		return k
	}
	return otherwise
}
