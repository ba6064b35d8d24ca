package journey

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Workshop is a meeting at which a cross-functional team draws a map: who was there, what was said at each step, what was decided.
type Workshop struct {
	ID        string     `json:"id"`
	Journey   ID         `json:"journey"`
	Title     string     `json:"title"`
	State     string     `json:"state" enum:"planned,running,closed"`
	Revision  int        `json:"revision"`
	CreatedBy string     `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	ChangedAt time.Time  `json:"changed_at"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`

	HeldOn    string          `json:"held_on,omitempty" doc:"The day it is for" example:"2026-11-30"`
	Agenda    []AgendaStep    `json:"agenda"`
	People    []Participant   `json:"people"`
	Decisions []Decision      `json:"decisions"`
	Missing   []MissingPerson `json:"missing" doc:"Who isn't in the room and should be; of one workshop, not in lists"`
	Now       time.Time       `json:"now" doc:"The server's moment, for clocks"`
}

// StepKind is what a step of the agenda is about.
type StepKind string

// The closed list of kinds, in the order of a workshop.
const (
	StepPromise      StepKind = "promise"
	StepStages       StepKind = "stages"
	StepTouchPoints  StepKind = "touch_points"
	StepEmotions     StepKind = "emotions"
	StepMoments      StepKind = "moments"
	StepQuestions    StepKind = "questions"
	StepContributors StepKind = "contributors"
	StepDecisions    StepKind = "decisions"
	StepOther        StepKind = "other"
)

// AgendaStep is one part of the agenda, and what was said in it.
type AgendaStep struct {
	ID      string     `json:"id"`
	Kind    StepKind   `json:"kind" enum:"promise,stages,touch_points,emotions,moments,questions,contributors,decisions,other"`
	Title   string     `json:"title" maxLength:"120"`
	Stage   string     `json:"stage,omitempty" maxLength:"60" doc:"touch_points: of which stage"`
	Minutes int        `json:"minutes" minimum:"0" maximum:"600"`
	Note    string     `json:"note,omitempty" maxLength:"20000"`
	Done    bool       `json:"done,omitempty"`
	Spent   int        `json:"spent,omitempty" doc:"Seconds until its clock was last stopped"`
	Since   *time.Time `json:"since,omitempty" doc:"Its clock has been running from here"`

	Prompts []string `json:"prompts,omitempty" doc:"What to ask, as the map stands"`
}

// Participant is somebody who is invited.
type Participant struct {
	ID        string `json:"id"`
	Name      string `json:"name" maxLength:"120"`
	Function  string `json:"function" maxLength:"80"`
	FirstLine bool   `json:"first_line,omitempty" doc:"Meets customers at work"`
	Present   bool   `json:"present,omitempty" doc:"Is in the room"`
}

// Decision is what the room agreed on.
type Decision struct {
	ID    string    `json:"id"`
	Text  string    `json:"text" maxLength:"2000"`
	Owner string    `json:"owner,omitempty" maxLength:"120"`
	Due   string    `json:"due,omitempty" example:"2026-12-15"`
	Step  string    `json:"step,omitempty" maxLength:"60"`
	By    string    `json:"by" doc:"Who wrote it down"`
	At    time.Time `json:"at"`
}

// MissingPerson is somebody whom the room lacks.
type MissingPerson struct {
	What string `json:"what" enum:"function,first_line,second_function,contributor"`
	Name string `json:"name,omitempty" doc:"The function, or the contributor"`
	Text string `json:"text"`
}

// workshopDoc is what of a workshop lies in its document.
type workshopDoc struct {
	HeldOn    string        `json:"held_on,omitempty"`
	Agenda    []AgendaStep  `json:"agenda"`
	People    []Participant `json:"people"`
	Decisions []Decision    `json:"decisions"`
}

const (
	maxWorkshops = 200
	maxSteps     = 80
	maxPeople    = 200
	maxDecisions = 500
)

// Workshops lists a journey's, the latest first.
func (j *Journeys) Workshops(ctx context.Context, org db.Org, id ID) (all []Workshop, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = workshops(ctx, tx, org, id)
		return err
	})
	return all, err
}

// Workshop returns one with its prompts and who is missing, as the map stands.
func (j *Journeys) Workshop(ctx context.Context, org db.Org, id ID, workshop string) (w *Workshop, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if w, err = findWorkshop(ctx, tx, org, id, workshop); err != nil {
			return err
		}
		return j.prompt(ctx, tx, org, one, w)
	})
	return w, err
}

// PlanWorkshop begins one with the agenda that the map asks for.
func (j *Journeys) PlanWorkshop(ctx context.Context, org db.Org, id ID, title, heldOn string) (w *Workshop, err error) {
	title = strings.TrimSpace(title)
	if err := identity.Name(title, "body.title", 120); err != nil {
		return nil, err
	}
	if err := aDay(heldOn, "body.held_on"); err != nil {
		return nil, err
	}
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		all, err := workshops(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if len(all) >= maxWorkshops {
			return problem.New(problem.Invalid, "too_many_workshops", "A journey has at most %d workshops.", maxWorkshops)
		}
		w = &Workshop{ID: tx.ID("wsh"), Journey: id, Title: title, State: "planned", Revision: 1, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now,
			ChangedAt: tx.Now, HeldOn: heldOn, Agenda: one.Map.agenda(), Decisions: []Decision{}, People: []Participant{}}
		for i, c := range one.Map.Contributors {
			w.People = append(w.People, Participant{ID: "p" + itoa(i+1), Name: c.Name, Function: c.Function})
		}
		if err := putWorkshop(ctx, tx, org, w, true); err != nil {
			return err
		}
		j.tell(tx, org, id)
		if err := j.prompt(ctx, tx, org, one, w); err != nil {
			return err
		}
		return j.Audit.Record(ctx, tx, "workshop.plan", w.ID, map[string]any{"title": title, "journey": string(id)})
	})
	return w, err
}

// agenda proposes steps with minutes: one for the touch points of every stage.
func (m *Map) agenda() []AgendaStep {
	out := []AgendaStep{{ID: "promise", Kind: StepPromise, Title: "What we promise", Minutes: 10}, {ID: "stages", Kind: StepStages, Title: "Stages", Minutes: 15}}
	for i, s := range m.Stages {
		if i < maxSteps-10 {
			out = append(out, AgendaStep{ID: clip("at-"+s.ID, 60), Kind: StepTouchPoints, Title: clipRunes("Touch points: "+s.Name, 120), Stage: s.ID, Minutes: 15})
		}
	}
	return append(out, AgendaStep{ID: "emotions", Kind: StepEmotions, Title: "How customers should feel", Minutes: 15},
		AgendaStep{ID: "moments", Kind: StepMoments, Title: "Moments of truth", Minutes: 20},
		AgendaStep{ID: "questions", Kind: StepQuestions, Title: "The four questions", Minutes: 15},
		AgendaStep{ID: "contributors", Kind: StepContributors, Title: "Who is missing", Minutes: 5},
		AgendaStep{ID: "decisions", Kind: StepDecisions, Title: "What we decide", Minutes: 10})
}

// prompt adds what depends on the map and the room: what to ask at each step, and who is missing.
func (j *Journeys) prompt(ctx context.Context, tx *db.Tx, org db.Org, one *Journey, w *Workshop) error {
	made, err := j.promised(ctx, tx, org, one.Segment)
	if err != nil {
		return err
	}
	w.Missing, w.Now = one.Map.missing(w.People), tx.Now
	for i := range w.Agenda {
		s := &w.Agenda[i]
		s.Prompts = one.Map.prompts(s, made)
		if s.Kind == StepContributors {
			for _, m := range w.Missing {
				s.Prompts = append(s.Prompts, m.Text)
			}
		}
	}
	return nil
}

// missing lists who isn't in the room: functions that cards name, somebody of the first line, a second function, contributors.
func (m *Map) missing(people []Participant) []MissingPerson {
	out := []MissingPerson{}
	there, firstLine := map[string]bool{}, false
	names := map[string]bool{}
	for _, p := range people {
		if !p.Present {
			continue
		}
		names[identity.Fold(p.Name)] = true
		firstLine = firstLine || p.FirstLine
		if f := identity.Fold(p.Function); f != "" {
			there[f] = true
		}
	}
	asked := map[string]int{}
	var order []string
	for _, c := range m.Cards {
		for _, f := range append([]string{c.Function}, c.Supporting...) {
			if strings.TrimSpace(f) == "" || there[identity.Fold(f)] {
				continue
			}
			if asked[identity.Fold(f)] == 0 {
				order = append(order, f)
			}
			asked[identity.Fold(f)]++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return asked[identity.Fold(b)] - asked[identity.Fold(a)] })
	for _, f := range order {
		n := asked[identity.Fold(f)]
		text := f + " answers for or supports one card, and nobody of it is here."
		if n > 1 {
			text = f + " answers for or supports " + itoa(n) + " cards, and nobody of it is here."
		}
		out = append(out, MissingPerson{What: "function", Name: f, Text: text})
	}
	if !firstLine {
		out = append(out, MissingPerson{What: "first_line", Text: "Nobody here meets customers at work: bring in somebody of the first line."})
	}
	if len(there) < 2 {
		out = append(out, MissingPerson{What: "second_function", Text: "Fewer than two functions are in the room: each sees another part of the way."})
	}
	for _, c := range m.Contributors {
		if !names[identity.Fold(c.Name)] {
			out = append(out, MissingPerson{What: "contributor", Name: c.Name, Text: c.Name + " drew this map and isn't here."})
		}
	}
	return out
}

// aDay refuses what is no day; none is one.
func aDay(text, place string) error {
	if text == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return problem.At(place, "date_invalid", "%.40q isn't a date such as 2026-01-31.", text)
	}
	return nil
}
