package setup

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// RunID is the id of what was made at one go.
type RunID string

// Setup is what was made at one go, and what became of it.
type Setup struct {
	ID       RunID      `json:"id"`
	MadeAt   time.Time  `json:"made_at"`
	MadeBy   string     `json:"made_by"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
	Made     []Made     `json:"made" nullable:"false" doc:"In the order in which they were made"`
}

// Made is one thing of a run.
type Made struct {
	Key     string  `json:"key" doc:"Of the item that was taken"`
	Section Section `json:"section" enum:"touch_points,metrics,targets,units,promise,survey,rules"`
	Name    string  `json:"name"`
	ID      string  `json:"id" doc:"Of what was made; of the metric for a target"`
	Noun    string  `json:"noun" enum:"touch_point,metric,target,unit,promise,survey,expectation,rule"`
	Value   float64 `json:"value,omitempty" doc:"Of a target"`
	Unit    string  `json:"unit,omitempty" doc:"That the target is counted in"`
	On      bool    `json:"on,omitempty" doc:"A rule or an expectation that is switched on, a survey that is published"`
	URL     string  `json:"url,omitempty" doc:"A survey's public link"`
	State   Became  `json:"state" enum:"made,taken_back,kept"`
	Why     string  `json:"why,omitempty" doc:"Why it was kept when the rest was taken back"`
}

// Became is what became of something made.
type Became string

// Standing still; taken back; kept although the rest was taken back, because it is in use.
const (
	StandsMade Became = "made"
	TakenBack  Became = "taken_back"
	Kept       Became = "kept"
)

// Mention tells whether something besides signals points at what was made, by its id or its key.
type Mention func(ctx context.Context, tx *db.Tx, org db.Org, id, key string) (bool, error)

// Guide is the capability. The exported fields are set by app.
type Guide struct {
	DB           *db.DB
	People       *identity.Identity
	Points       *touchpoint.Points
	Metrics      *metric.Metrics
	Log          *signal.Log
	Surveys      *survey.Surveys
	Expectations *expectation.Expectations
	Cases        *casework.Cases
	Promises     *promise.Promises
	Audit        identity.Auditor
	Hub          *web.Hub

	// What else may point at what was made; the capabilities that do sit beside this one and are plugged in.
	PointMentions, UnitMentions, SurveyMentions, RuleMentions []Mention
}

// Answers returns what was answered so far.
func (g *Guide) Answers(ctx context.Context, org db.Org) (s *State, err error) {
	err = g.DB.Read(ctx, org, func(tx *db.Tx) error { s, err = answers(ctx, tx, org); return err })
	return s, err
}

// Save keeps answers, if nobody else changed them since the version seen. The same answers again succeed whatever was seen.
func (g *Guide) Save(ctx context.Context, org db.Org, seen int, a Answers) (s *State, err error) {
	if err := a.Validate(); err != nil {
		return nil, err
	}
	err = g.DB.Write(ctx, org, func(tx *db.Tx) error {
		if s, err = answers(ctx, tx, org); err != nil {
			return err
		}
		if same(s.Answers, a) {
			return nil
		}
		if s.Version != seen {
			return web.Stale()
		}
		s.Answers = a
		s.Version++
		return putAnswers(ctx, tx, org, s)
	})
	if err != nil {
		return nil, err
	}
	return g.Answers(ctx, org)
}

// Propose says what follows from the answers, with what is there already, and how many cases each rule would have opened.
func (g *Guide) Propose(ctx context.Context, org db.Org) (*Proposal, error) {
	var p *Proposal
	err := g.DB.Read(ctx, org, func(tx *db.Tx) (err error) { p, err = g.proposal(ctx, tx, org); return err })
	if err != nil {
		return nil, err
	}
	for i := range p.Items {
		if err := g.tried(ctx, org, p, &p.Items[i]); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// proposal is the proposal in the organisation as it is.
func (g *Guide) proposal(ctx context.Context, tx *db.Tx, org db.Org) (*Proposal, error) {
	s, err := answers(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	p := Propose(s.Answers)
	p.Version = s.Version
	there, err := g.there(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	there.mark(&p)
	return &p, nil
}

// maxQuiet is how many cases in the past 30 days a rule may open to be proposed switched on.
const maxQuiet = 200

// tried asks how many cases a proposed rule would have opened. One about something that isn't there yet has met nothing.
func (g *Guide) tried(ctx context.Context, org db.Org, p *Proposal, i *Item) error {
	if i.rule == nil || i.Standing != New || !p.stands(i) {
		return nil
	}
	in, err := g.ruleOf(ctx, org, p.became(nil), i)
	if err != nil {
		return err
	}
	t, err := g.Cases.Try(ctx, org, in, trialDays)
	if problem.KindOf(err) != "" {
		return nil // it can't be asked as things are; making it will say why
	}
	if err != nil {
		return err
	}
	i.Rule.WouldOpen = t.WouldOpen
	i.Rule.On = in.Purpose == casework.ForPraise || t.WouldOpen <= maxQuiet
	return nil
}

// ruleOf is a proposed rule with what its items became, and with somebody to fall back on.
func (g *Guide) ruleOf(ctx context.Context, org db.Org, became map[string]string, i *Item) (in casework.RuleInput, err error) {
	in = *i.rule
	in.Conditions = slices.Clone(in.Conditions)
	for n, c := range in.Conditions {
		if key, ok := reference(c.Value.String()); ok {
			in.Conditions[n].Value = casework.Text(became[key])
		}
	}
	err = g.DB.Read(ctx, org, func(tx *db.Tx) error { in.FallbackOwner, err = g.Cases.KeeperIn(ctx, tx, org); return err })
	return in, err
}

// Runs lists what was made, the newest first.
func (g *Guide) Runs(ctx context.Context, org db.Org) (all []Setup, err error) {
	err = g.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listRuns(ctx, tx, org); return err })
	return all, err
}

// Run returns one.
func (g *Guide) Run(ctx context.Context, org db.Org, id RunID) (r *Setup, err error) {
	err = g.DB.Read(ctx, org, func(tx *db.Tx) error { r, err = findRun(ctx, tx, org, id); return err })
	return r, err
}
