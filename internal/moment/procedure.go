package moment

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Question asks whether a procedure is understood.
type Question struct {
	Text    string   `json:"text" maxLength:"400"`
	Options []string `json:"options" minItems:"2" maxItems:"8"`
	Right   int      `json:"right" doc:"Place of the right option, from 0"`
}

// ProcedureInput is what is sent of a crisis procedure.
type ProcedureInput struct {
	Title     string          `json:"title" maxLength:"160"`
	When      string          `json:"when,omitempty" maxLength:"1000" doc:"What must have happened for it to begin"`
	Steps     []string        `json:"steps" maxItems:"40" doc:"What is done, in order"`
	Unit      identity.UnitID `json:"unit,omitempty" maxLength:"60" doc:"Who must understand it: the employees of this unit and below; empty is everybody"`
	PassMark  int             `json:"pass_mark" minimum:"1" maximum:"100" doc:"% of right answers from which on the check is passed"`
	Questions []Question      `json:"questions" maxItems:"30"`
}

// Procedure is one version of what is done when a moment goes badly wrong.
type Procedure struct {
	Number int `json:"number" doc:"Its version. It rises once somebody has answered the questions of the one before"`
	ProcedureInput
	Results   int       `json:"results" doc:"How many people have answered its questions"`
	Version   int       `json:"version" doc:"Counts edits; its ETag"`
	CreatedBy string    `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`
}

func (in *ProcedureInput) validate() error {
	in.Title, in.When = strings.TrimSpace(in.Title), strings.TrimSpace(in.When)
	if err := identity.Name(in.Title, "body.title", 160); err != nil {
		return err
	}
	if err := identity.Clean(in.When, "body.when"); err != nil {
		return err
	}
	steps := []string{}
	for i, s := range in.Steps {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if err := identity.Clean(s, place("body.steps", i)); err != nil {
			return err
		}
		if len([]rune(s)) > 1000 {
			return problem.At(place("body.steps", i), "step_long", "A step has at most 1000 characters: make two of it.")
		}
		steps = append(steps, s)
	}
	if in.Steps = steps; len(steps) == 0 {
		return problem.At("body.steps", "step_needed", "A procedure has at least one step.")
	}
	if in.PassMark < 1 || in.PassMark > 100 {
		return problem.At("body.pass_mark", "pass_mark_range", "The pass mark lies between 1 and 100 %%.")
	}
	if in.Questions == nil {
		in.Questions = []Question{}
	}
	for i := range in.Questions {
		if err := in.Questions[i].validate(place("body.questions", i)); err != nil {
			return err
		}
	}
	return nil
}

func (q *Question) validate(at string) error {
	if q.Text = strings.TrimSpace(q.Text); q.Text == "" {
		return problem.At(at+".text", "question_empty", "Ask something.")
	}
	if err := identity.Clean(q.Text, at+".text"); err != nil {
		return err
	}
	if len(q.Options) < 2 {
		return problem.At(at+".options", "options_needed", "A question has at least two options.")
	}
	seen := map[string]bool{}
	for i := range q.Options {
		o := strings.TrimSpace(q.Options[i])
		if err := identity.Name(o, place(at+".options", i), 300); err != nil {
			return err
		}
		if seen[identity.Fold(o)] {
			return problem.At(place(at+".options", i), "option_twice", "This option is there twice.")
		}
		seen[identity.Fold(o)], q.Options[i] = true, o
	}
	if q.Right < 0 || q.Right >= len(q.Options) {
		return problem.At(at+".right", "right_needed", "Say which option is right.")
	}
	return nil
}

// SetProcedure writes the crisis procedure. A version that somebody has been asked about stays as it was; what is written then is
// the next one, and everybody is asked anew. version is the one that the editor saw, 0 where there was none.
func (m *Moments) SetProcedure(ctx context.Context, org db.Org, id ID, version int, in ProcedureInput) (p *Procedure, err error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		if in.Unit != "" {
			units, err := identity.UnitsIn(ctx, tx, org)
			if err != nil {
				return err
			}
			if !identity.Known(units, in.Unit) {
				return problem.At("body.unit", "unit_unknown", "There is no unit %.60s.", in.Unit)
			}
		}
		was, err := latest(ctx, tx, org, id)
		if err != nil {
			return err
		}
		p = &Procedure{Number: 1, ProcedureInput: in, Version: version + 1, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now}
		switch {
		case was == nil && version != 0, was != nil && was.Version != version:
			return web.Stale()
		case was != nil && was.Results > 0:
			p.Number = was.Number + 1
		case was != nil:
			p.Number = was.Number
		}
		if err := putProcedure(ctx, tx, org, id, p); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, "procedure", in.Title); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment.procedure", string(id), map[string]any{"number": p.Number})
	})
	return p, err
}

// Sheet is a procedure as somebody reads and answers it: which options are right isn't in it.
type Sheet struct {
	Name      string       `json:"name" doc:"Of the touch point"`
	Number    int          `json:"number"`
	Title     string       `json:"title"`
	When      string       `json:"when,omitempty"`
	Steps     []string     `json:"steps"`
	PassMark  int          `json:"pass_mark"`
	Questions []SheetAsk   `json:"questions"`
	Mine      *Result      `json:"mine,omitempty" doc:"How the caller answered last"`
	Authority []Allowance  `json:"authority"`
	Note      string       `json:"authority_note,omitempty"`
	Employee  *employee.ID `json:"employee,omitempty" doc:"Whom the caller's login belongs to"`
}

// SheetAsk is a question without its answer.
type SheetAsk struct {
	Text    string   `json:"text"`
	Options []string `json:"options"`
}

// Result is how somebody answered.
type Result struct {
	Number    int       `json:"number"`
	Score     int       `json:"score" doc:"Right answers"`
	Questions int       `json:"questions"`
	Passed    bool      `json:"passed"`
	At        time.Time `json:"at"`
	Wrong     []int     `json:"wrong,omitempty" doc:"Places of the questions that were answered wrongly, just after answering"`
}

// Sheet returns the procedure in force as the caller reads and answers it.
func (m *Moments) Sheet(ctx context.Context, org db.Org, id ID) (s *Sheet, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		one, p, err := m.inForce(ctx, tx, org, id)
		if err != nil {
			return err
		}
		names, err := m.names(ctx, tx, org)
		if err != nil {
			return err
		}
		s = &Sheet{Name: names[one.TouchPoint], Number: p.Number, Title: p.Title, When: p.When, Steps: p.Steps, PassMark: p.PassMark,
			Questions: []SheetAsk{}, Authority: one.Authority, Note: one.AuthorityNote}
		for _, q := range p.Questions {
			s.Questions = append(s.Questions, SheetAsk{q.Text, q.Options})
		}
		all, err := checksOf(ctx, tx, org, id, p.Number)
		if err != nil {
			return err
		}
		caller := identity.From(ctx)
		who, err := m.Staff.OfUser(ctx, tx, org, identity.UserID(caller.ID))
		if err != nil {
			return err
		}
		if who != nil {
			s.Employee = &who.ID
		}
		for _, c := range all {
			if c.user == caller.ID && caller.Kind == identity.ByUser || who != nil && c.employee == string(who.ID) {
				s.Mine = &Result{Number: p.Number, Score: c.score, Questions: c.questions, Passed: c.passed, At: c.at}
			}
		}
		return nil
	})
	return s, err
}

// inForce finds a moment and its procedure.
func (m *Moments) inForce(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Moment, *Procedure, error) {
	one, err := find(ctx, tx, org, id)
	if err != nil {
		return nil, nil, err
	}
	p, err := latest(ctx, tx, org, id)
	if err == nil && p == nil {
		err = problem.New(problem.NotFound, "procedure_missing", "This moment has no crisis procedure yet.")
	}
	return one, p, err
}

// Take keeps the caller's answers, and says which were wrong.
func (m *Moments) Take(ctx context.Context, org db.Org, id ID, number int, answers []int) (r *Result, err error) {
	caller := identity.From(ctx)
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		p, err := m.asked(ctx, tx, org, id, number)
		if err != nil {
			return err
		}
		if caller.Kind != identity.ByUser {
			return problem.New(problem.Forbidden, "check_by_people", "A program can't understand a procedure. Sign in to answer, or enter results.")
		}
		if len(answers) != len(p.Questions) {
			return problem.At("body.answers", "answers_missing", "Answer all %d questions.", len(p.Questions))
		}
		r = &Result{Number: number, Questions: len(p.Questions), At: tx.Now, Wrong: []int{}}
		for i, q := range p.Questions {
			switch a := answers[i]; {
			case a < 0 || a >= len(q.Options):
				return problem.At(place("body.answers", i), "answers_missing", "Answer all %d questions.", len(p.Questions))
			case a == q.Right:
				r.Score++
			default:
				r.Wrong = append(r.Wrong, i)
			}
		}
		who, err := m.Staff.OfUser(ctx, tx, org, identity.UserID(caller.ID))
		if err != nil {
			return err
		}
		c := check{number: number, user: caller.ID, name: caller.Name, score: r.Score, questions: r.Questions, by: caller.Name, at: tx.Now}
		if who != nil {
			c.employee, c.name = string(who.ID), who.Name
		}
		c.passed = p.passes(r.Score)
		r.Passed = c.passed
		if err := insertCheck(ctx, tx, org, id, c); err != nil {
			return err
		}
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment.check", string(id), map[string]any{"number": number})
	})
	return r, err
}

func (p *Procedure) passes(score int) bool {
	return len(p.Questions) > 0 && score*100 >= p.PassMark*len(p.Questions)
}

// asked is the procedure in force, where number is its version and there is something to answer.
func (m *Moments) asked(ctx context.Context, tx *db.Tx, org db.Org, id ID, number int) (*Procedure, error) {
	_, p, err := m.inForce(ctx, tx, org, id)
	switch {
	case err != nil:
		return nil, err
	case p.Number != number:
		return nil, problem.New(problem.Conflict, "procedure_changed", "The procedure has changed meanwhile. Read version %d.", p.Number)
	case len(p.Questions) == 0:
		return nil, problem.New(problem.Conflict, "no_questions", "This procedure has no questions yet.")
	}
	return p, nil
}

// Scored is a result from elsewhere: of a paper, or of another system.
type Scored struct {
	Employee string `json:"employee" maxLength:"100" doc:"External id"`
	Score    int    `json:"score" doc:"Right answers"`
}

// Enter keeps results from elsewhere. All of them count, or none.
func (m *Moments) Enter(ctx context.Context, org db.Org, id ID, number int, list []Scored) (n int, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		p, err := m.asked(ctx, tx, org, id, number)
		if err != nil {
			return err
		}
		staff, err := m.Staff.All(ctx, tx, org)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for i, s := range list {
			at := slices.IndexFunc(staff, func(e employee.Employee) bool { return e.ExternalID == strings.TrimSpace(s.Employee) })
			switch {
			case at < 0:
				return problem.At(place("body.results", i)+".employee", "employee_unknown", "There is no employee %.60q.", s.Employee)
			case seen[s.Employee]:
				return problem.At(place("body.results", i)+".employee", "employee_twice", "%s is there twice.", staff[at].Name)
			case s.Score < 0 || s.Score > len(p.Questions):
				return problem.At(place("body.results", i)+".score", "score_range", "There are %d questions.", len(p.Questions))
			}
			seen[s.Employee] = true
			if err := insertCheck(ctx, tx, org, id, check{number: number, employee: string(staff[at].ID), name: staff[at].Name, score: s.Score,
				questions: len(p.Questions), passed: p.passes(s.Score), entered: true, by: identity.From(ctx).Name, at: tx.Now}); err != nil {
				return err
			}
		}
		n = len(list)
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment.check_entered", string(id), map[string]any{"number": number, "results": n})
	})
	return n, err
}
