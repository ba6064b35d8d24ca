package journey

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// WorkshopEdit is one change of a workshop. It names what it changes, so that several people in the room add up.
type WorkshopEdit struct {
	Op    string         `json:"op" enum:"set,open,close,add_step,set_step,move_step,drop_step,start_step,stop_step,add_person,set_person,drop_person,add_decision,set_decision,drop_decision"`
	ID    string         `json:"id,omitempty" maxLength:"60" doc:"The step, person or decision; chosen by whoever adds one"`
	After string         `json:"after,omitempty" maxLength:"60" doc:"add_step, move_step: the step behind which it stands"`
	Set   map[string]any `json:"set,omitempty" doc:"Fields by name; those left out stay"`
}

// EditWorkshop changes a workshop. One that is closed is a record: it is opened again first.
func (j *Journeys) EditWorkshop(ctx context.Context, org db.Org, id ID, workshop string, edits []WorkshopEdit) (w *Workshop, err error) {
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if w, err = findWorkshop(ctx, tx, org, id, workshop); err != nil {
			return err
		}
		was := w.State
		for i := range edits {
			if err := w.apply(ctx, tx, &edits[i]); err != nil {
				return placed(err, i)
			}
		}
		w.Revision, w.ChangedAt = w.Revision+1, tx.Now
		if err := putWorkshop(ctx, tx, org, w, false); err != nil {
			return err
		}
		j.tell(tx, org, id)
		if err := j.prompt(ctx, tx, org, one, w); err != nil || w.State == was {
			return err
		}
		return j.Audit.Record(ctx, tx, "workshop."+w.State, w.ID, map[string]any{"title": w.Title})
	})
	return w, err
}

func (w *Workshop) apply(ctx context.Context, tx *db.Tx, e *WorkshopEdit) error {
	if w.State == "closed" && e.Op != "open" {
		return problem.New(problem.Conflict, "workshop_closed", "This workshop is closed: it is kept as it was. Open it again to change it.")
	}
	switch e.Op {
	case "set":
		return w.set(e)
	case "open":
		w.State, w.ClosedAt = "running", nil
		return nil
	case "close":
		w.stop(tx)
		now := tx.Now
		w.State, w.ClosedAt = "closed", &now
		return nil
	case "add_step", "set_step", "move_step", "drop_step", "start_step", "stop_step":
		return w.applyStep(tx, e)
	case "add_person", "set_person", "drop_person":
		return w.applyPerson(e)
	case "add_decision", "set_decision", "drop_decision":
		return w.applyDecision(ctx, tx, e)
	}
	return problem.At("op", "edit_unknown", "There is no edit %.40q.", e.Op)
}

func (w *Workshop) set(e *WorkshopEdit) error {
	f := struct {
		Title  string `json:"title"`
		HeldOn string `json:"held_on"`
	}{w.Title, w.HeldOn}
	if _, err := set(&f, e.Set); err != nil {
		return err
	}
	f.Title = strings.TrimSpace(f.Title)
	if err := identity.Name(f.Title, "set.title", 120); err != nil {
		return err
	}
	if err := aDay(f.HeldOn, "set.held_on"); err != nil {
		return err
	}
	w.Title, w.HeldOn = f.Title, f.HeldOn
	return nil
}

// stop stops whichever clock runs.
func (w *Workshop) stop(tx *db.Tx) {
	for i := range w.Agenda {
		if s := &w.Agenda[i]; s.Since != nil {
			s.Spent += int(tx.Now.Sub(*s.Since).Seconds())
			s.Since = nil
		}
	}
}

func (w *Workshop) applyStep(tx *db.Tx, e *WorkshopEdit) error {
	at := slices.IndexFunc(w.Agenda, func(s AgendaStep) bool { return s.ID == e.ID })
	if e.Op == "add_step" {
		if err := fresh(e.ID, at, len(w.Agenda), maxSteps); err != nil {
			return err
		}
		s := AgendaStep{ID: e.ID, Kind: StepOther}
		if err := s.set(e); err != nil {
			return err
		}
		w.Agenda = slices.Insert(w.Agenda, w.behind(e.After), s)
		return nil
	}
	if at < 0 {
		return gone("step")
	}
	switch e.Op {
	case "set_step":
		return w.Agenda[at].set(e)
	case "move_step":
		s := w.Agenda[at]
		w.Agenda = slices.Delete(w.Agenda, at, at+1)
		w.Agenda = slices.Insert(w.Agenda, w.behind(e.After), s)
	case "drop_step":
		w.Agenda = slices.Delete(w.Agenda, at, at+1)
	case "start_step":
		w.stop(tx)
		now := tx.Now
		w.Agenda[at].Since, w.Agenda[at].Done, w.State = &now, false, "running"
	case "stop_step":
		if w.Agenda[at].Since != nil {
			w.stop(tx)
		}
	}
	return nil
}

// behind is the index behind a step; the front where none is named, the end where it is gone.
func (w *Workshop) behind(id string) int {
	if id == "" {
		return 0
	}
	if at := slices.IndexFunc(w.Agenda, func(s AgendaStep) bool { return s.ID == id }); at >= 0 {
		return at + 1
	}
	return len(w.Agenda)
}

// set changes what people may say of a step; its clock is started and stopped.
func (s *AgendaStep) set(e *WorkshopEdit) error {
	next := *s
	next.Prompts = nil
	if _, err := set(&next, e.Set); err != nil {
		return err
	}
	next.ID, next.Spent, next.Since = s.ID, s.Spent, s.Since
	next.Title = strings.TrimSpace(next.Title)
	if err := identity.Name(next.Title, "set.title", 120); err != nil {
		return err
	}
	kinds := []StepKind{StepPromise, StepStages, StepTouchPoints, StepEmotions, StepMoments, StepQuestions, StepContributors, StepDecisions, StepOther}
	switch {
	case !slices.Contains(kinds, next.Kind):
		return problem.At("set.kind", "step_unknown", "There is no step %.40q.", string(next.Kind))
	case next.Minutes < 0 || next.Minutes > 600:
		return problem.At("set.minutes", "minutes_invalid", "A step takes from 0 to 600 minutes.")
	case len(next.Note) > 20_000:
		return problem.At("set.note", "too_long", "A note has at most 20,000 characters.")
	}
	if err := identity.Clean(next.Note, "set.note"); err != nil {
		return err
	}
	*s = next
	return nil
}

func (w *Workshop) applyPerson(e *WorkshopEdit) error {
	at := slices.IndexFunc(w.People, func(p Participant) bool { return p.ID == e.ID })
	var p Participant
	switch e.Op {
	case "add_person":
		if err := fresh(e.ID, at, len(w.People), maxPeople); err != nil {
			return err
		}
		at = len(w.People)
		w.People = append(w.People, Participant{})
	case "drop_person":
		if at < 0 {
			return gone("person")
		}
		w.People = slices.Delete(w.People, at, at+1)
		return nil
	default:
		if at < 0 {
			return gone("person")
		}
		p = w.People[at]
	}
	if _, err := set(&p, e.Set); err != nil {
		return err
	}
	p.ID, p.Name, p.Function = e.ID, strings.TrimSpace(p.Name), strings.TrimSpace(p.Function)
	if err := identity.Name(p.Name, "set.name", 120); err != nil {
		return err
	}
	if len([]rune(p.Function)) > 80 {
		return problem.At("set.function", "too_long", "A function has at most 80 characters.")
	}
	w.People[at] = p
	return nil
}

func (w *Workshop) applyDecision(ctx context.Context, tx *db.Tx, e *WorkshopEdit) error {
	at := slices.IndexFunc(w.Decisions, func(d Decision) bool { return d.ID == e.ID })
	d := Decision{By: identity.From(ctx).Name, At: tx.Now}
	switch e.Op {
	case "add_decision":
		if err := fresh(e.ID, at, len(w.Decisions), maxDecisions); err != nil {
			return err
		}
		at = len(w.Decisions)
		w.Decisions = append(w.Decisions, Decision{})
	case "drop_decision":
		if at < 0 {
			return gone("decision")
		}
		w.Decisions = slices.Delete(w.Decisions, at, at+1)
		return nil
	default:
		if at < 0 {
			return gone("decision")
		}
		d = w.Decisions[at]
	}
	by, when := d.By, d.At
	if _, err := set(&d, e.Set); err != nil {
		return err
	}
	d.ID, d.By, d.At, d.Text = e.ID, by, when, strings.TrimSpace(d.Text)
	switch {
	case d.Text == "":
		return problem.At("set.text", "text_needed", "Say what was decided.")
	case len([]rune(d.Text)) > 2000 || len([]rune(d.Owner)) > 120:
		return problem.At("set.text", "too_long", "A decision has at most 2,000 characters, its owner's name 120.")
	}
	if err := identity.Clean(d.Text, "set.text"); err != nil {
		return err
	}
	if err := aDay(d.Due, "set.due"); err != nil {
		return err
	}
	w.Decisions[at] = d
	return nil
}

// fresh refuses to add what is there already, or one too many.
func fresh(id string, at, have, most int) error {
	switch {
	case id == "":
		return problem.At("id", "id_needed", "What is added needs an id.")
	case at >= 0:
		return problem.At("id", "id_taken", "There is %.60q already.", id)
	case have >= most:
		return problem.At("id", "too_many", "There are at most %d.", most)
	}
	return nil
}

// DropWorkshop deletes one that wasn't held: nothing was noted or decided in it.
func (j *Journeys) DropWorkshop(ctx context.Context, org db.Org, id ID, workshop string) error {
	return j.DB.Write(ctx, org, func(tx *db.Tx) error {
		w, err := findWorkshop(ctx, tx, org, id, workshop)
		if err != nil {
			return err
		}
		if len(w.Decisions) > 0 || slices.ContainsFunc(w.Agenda, func(s AgendaStep) bool { return s.Note != "" }) {
			return problem.New(problem.Conflict, "workshop_held", "What was noted and decided in a workshop is kept.")
		}
		if err := deleteWorkshop(ctx, tx, org, workshop); err != nil {
			return err
		}
		j.tell(tx, org, id)
		return j.Audit.Record(ctx, tx, "workshop.drop", workshop, map[string]any{"title": w.Title})
	})
}

// Contribute notes everybody who is in the room as a contributor of the map.
func (j *Journeys) Contribute(ctx context.Context, org db.Org, id ID, workshop string) (*Edited, error) {
	var all []Contributor
	err := j.DB.Read(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		w, err := findWorkshop(ctx, tx, org, id, workshop)
		if err != nil {
			return err
		}
		all = one.Map.Contributors
		for _, p := range w.People {
			is := func(c Contributor) bool { return identity.Fold(c.Name) == identity.Fold(p.Name) }
			if p.Present && p.Function != "" && !slices.ContainsFunc(all, is) {
				all = append(all, Contributor{Name: p.Name, Function: p.Function})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return j.Edit(ctx, org, id, []Edit{{Op: SetMap, Set: map[string]any{"contributors": all}}})
}
