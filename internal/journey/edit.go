package journey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Op is what an edit does.
type Op string

// The closed list of edits. Each names what it changes by id, so that two people who edit different things never undo each other.
const (
	AddStage  Op = "add_stage"
	SetStage  Op = "set_stage"
	MoveStage Op = "move_stage"
	DropStage Op = "drop_stage"
	AddCard   Op = "add_card"
	SetCard   Op = "set_card"
	MoveCard  Op = "move_card"
	DropCard  Op = "drop_card"
	SetMap    Op = "set_map"
)

// Edit is one change of a map.
type Edit struct {
	Op    Op             `json:"op" enum:"add_stage,set_stage,move_stage,drop_stage,add_card,set_card,move_card,drop_card,set_map"`
	ID    string         `json:"id,omitempty" maxLength:"60" doc:"The stage or card; chosen by whoever adds one"`
	After string         `json:"after,omitempty" maxLength:"60" doc:"add, move: the one behind which it stands; empty is in front"`
	Stage string         `json:"stage,omitempty" maxLength:"60" doc:"add_card, move_card"`
	Lane  Lane           `json:"lane,omitempty" enum:"customer,front_stage,back_stage,support" doc:"add_card, move_card"`
	Set   map[string]any `json:"set,omitempty" doc:"add, set: fields by name; those left out stay"`
}

const maxEdits = 200

// Apply makes edits in order and returns what takes them back, in the order to make it. Where one can't be made none is: work on
// a copy.
func (m *Map) Apply(edits []Edit) (back []Edit, err error) {
	if len(edits) > maxEdits {
		return nil, problem.At("body.edits", "too_many_edits", "At most %d edits at once.", maxEdits)
	}
	for i := range edits {
		inverse, err := m.apply(&edits[i])
		if err != nil {
			return nil, placed(err, i)
		}
		back = append(inverse, back...)
	}
	return back, nil
}

func (m *Map) apply(e *Edit) ([]Edit, error) {
	switch e.Op {
	case AddStage, SetStage, MoveStage, DropStage:
		return m.applyStage(e)
	case AddCard, SetCard, MoveCard, DropCard:
		return m.applyCard(e)
	case SetMap:
		return m.applyMap(e)
	}
	return nil, problem.At("op", "edit_unknown", "There is no edit %.40q.", string(e.Op))
}

func (m *Map) applyStage(e *Edit) ([]Edit, error) {
	at := m.stage(e.ID)
	if e.Op == AddStage {
		switch {
		case e.ID == "":
			return nil, problem.At("id", "id_needed", "What is added needs an id.")
		case at >= 0:
			return nil, problem.At("id", "id_taken", "There is a stage %.60q already.", e.ID)
		case len(m.Stages) >= maxStages:
			return nil, problem.At("id", "too_many_stages", "A map has at most %d stages.", maxStages)
		}
		s := Stage{ID: e.ID, Phase: Before}
		if _, err := set(&s, e.Set); err != nil {
			return nil, err
		}
		if err := s.validate(); err != nil {
			return nil, err
		}
		m.Stages = slices.Insert(m.Stages, m.behindStage(e.After), s)
		return []Edit{{Op: DropStage, ID: e.ID}}, nil
	}
	if at < 0 {
		return nil, gone("stage")
	}
	switch e.Op {
	case SetStage:
		s := m.Stages[at]
		was, err := set(&s, e.Set)
		if err != nil {
			return nil, err
		}
		if err := s.validate(); err != nil {
			return nil, err
		}
		s.ID = e.ID
		m.Stages[at] = s
		return []Edit{{Op: SetStage, ID: e.ID, Set: was}}, nil
	case MoveStage:
		back := Edit{Op: MoveStage, ID: e.ID, After: m.beforeStage(at)}
		s := m.Stages[at]
		m.Stages = slices.Delete(m.Stages, at, at+1)
		m.Stages = slices.Insert(m.Stages, m.behindStage(e.After), s)
		return []Edit{back}, nil
	}
	// A stage takes its cards along, and brings them back.
	back := []Edit{{Op: AddStage, ID: e.ID, After: m.beforeStage(at), Set: fields(m.Stages[at])}}
	for i, c := range m.Cards {
		if c.Stage == e.ID {
			back = append(back, Edit{Op: AddCard, ID: c.ID, After: m.beforeCard(i), Stage: c.Stage, Lane: c.Lane, Set: fields(c)})
		}
	}
	m.Cards = slices.DeleteFunc(m.Cards, func(c Card) bool { return c.Stage == e.ID })
	m.Stages = slices.Delete(m.Stages, at, at+1)
	return back, nil
}

func (m *Map) applyCard(e *Edit) ([]Edit, error) {
	at := m.card(e.ID)
	if e.Op == AddCard {
		switch {
		case e.ID == "":
			return nil, problem.At("id", "id_needed", "What is added needs an id.")
		case at >= 0:
			return nil, problem.At("id", "id_taken", "There is a card %.60q already.", e.ID)
		case len(m.Cards) >= maxCards:
			return nil, problem.At("id", "too_many_cards", "A map has at most %d cards.", maxCards)
		}
		c := Card{ID: e.ID, Stage: e.Stage, Lane: e.Lane, Initiator: ByOrganisation}
		if _, err := set(&c, e.Set); err != nil {
			return nil, err
		}
		c.ID, c.Stage, c.Lane = e.ID, e.Stage, e.Lane
		if err := m.checkPlace(&c); err != nil {
			return nil, err
		}
		m.Cards = slices.Insert(m.Cards, m.behindCard(e.After), c)
		return []Edit{{Op: DropCard, ID: e.ID}}, nil
	}
	if at < 0 {
		return nil, gone("card")
	}
	c := m.Cards[at]
	switch e.Op {
	case SetCard:
		was, err := set(&c, e.Set)
		if err != nil {
			return nil, err
		}
		c.ID, c.Stage, c.Lane = m.Cards[at].ID, m.Cards[at].Stage, m.Cards[at].Lane // these move
		if err := m.checkPlace(&c); err != nil {
			return nil, err
		}
		m.Cards[at] = c
		return []Edit{{Op: SetCard, ID: e.ID, Set: was}}, nil
	case MoveCard:
		back := Edit{Op: MoveCard, ID: e.ID, After: m.beforeCard(at), Stage: c.Stage, Lane: c.Lane}
		c.Stage, c.Lane = e.Stage, e.Lane
		if err := m.checkPlace(&c); err != nil {
			return nil, err
		}
		m.Cards = slices.Delete(m.Cards, at, at+1)
		m.Cards = slices.Insert(m.Cards, m.behindCard(e.After), c)
		return []Edit{back}, nil
	}
	back := Edit{Op: AddCard, ID: e.ID, After: m.beforeCard(at), Stage: c.Stage, Lane: c.Lane, Set: fields(c)}
	m.Cards = slices.Delete(m.Cards, at, at+1)
	return []Edit{back}, nil
}

// mapFields are what set_map may change. Each question can be answered for itself, so that two people answer two at once.
type mapFields struct {
	Contributors []Contributor `json:"contributors"`
	Questions    Questions     `json:"questions"`
	Sold         string        `json:"sold"`
	Delivered    string        `json:"delivered"`
	Lived        string        `json:"lived"`
	Supported    string        `json:"supported"`
}

func (m *Map) applyMap(e *Edit) ([]Edit, error) {
	q := m.Questions
	f := mapFields{m.Contributors, q, q.Sold, q.Delivered, q.Lived, q.Supported}
	was, err := set(&f, e.Set)
	if err != nil {
		return nil, err
	}
	for name, answer := range map[string]*[2]*string{"sold": {&f.Questions.Sold, &f.Sold}, "delivered": {&f.Questions.Delivered, &f.Delivered},
		"lived": {&f.Questions.Lived, &f.Lived}, "supported": {&f.Questions.Supported, &f.Supported}} {
		if _, ok := e.Set[name]; !ok {
			continue
		}
		if len([]rune(*answer[1])) > 2000 {
			return nil, problem.At("set."+name, "too_long", "At most 2,000 characters.")
		}
		*answer[0] = *answer[1]
	}
	if len(f.Contributors) > maxContributors {
		return nil, problem.At("set.contributors", "too_many_contributors", "A map has at most %d contributors.", maxContributors)
	}
	m.Contributors, m.Questions = f.Contributors, f.Questions
	return []Edit{{Op: SetMap, Set: was}}, nil
}

// placed says at which of several edits a refusal is.
func placed(err error, i int) error {
	p, ok := problem.As(err)
	if !ok || len(p.Fields) == 0 {
		return err
	}
	at := *p
	at.Fields = slices.Clone(p.Fields)
	for j := range at.Fields {
		at.Fields[j].Location = fmt.Sprintf("body.edits[%d].%s", i, at.Fields[j].Location)
	}
	return &at
}

func gone(what string) error {
	return problem.New(problem.Gone, "part_gone", "Somebody has taken this %s out meanwhile.", what)
}

// behindStage is the index behind a stage; the front where it is unknown: somebody may have taken it out.
func (m *Map) behindStage(id string) int {
	if id == "" {
		return 0
	}
	if at := m.stage(id); at >= 0 {
		return at + 1
	}
	return len(m.Stages)
}

func (m *Map) behindCard(id string) int {
	if id == "" {
		return 0
	}
	if at := m.card(id); at >= 0 {
		return at + 1
	}
	return len(m.Cards)
}

func (m *Map) beforeStage(at int) string {
	if at == 0 {
		return ""
	}
	return m.Stages[at-1].ID
}

func (m *Map) beforeCard(at int) string {
	if at == 0 {
		return ""
	}
	return m.Cards[at-1].ID
}

// set overlays fields by their JSON names and returns what they were.
func set[T any](on *T, with map[string]any) (was map[string]any, err error) {
	now := fields(*on)
	was = map[string]any{}
	for name, value := range with {
		was[name] = now[name] // absent is null, which empties
		now[name] = value
	}
	doc, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	var next T
	in := json.NewDecoder(bytes.NewReader(doc))
	in.DisallowUnknownFields()
	if err := in.Decode(&next); err != nil {
		return nil, problem.At("set", "fields_invalid", "These fields can't be set so: %s.", err)
	}
	*on = next
	return was, nil
}

// fields are a value's fields by their JSON names, without those that are empty.
func fields(v any) map[string]any {
	doc, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	out := map[string]any{}
	if err := json.Unmarshal(doc, &out); err != nil {
		panic(err)
	}
	return out
}
