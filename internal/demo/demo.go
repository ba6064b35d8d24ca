// Package demo fills an organisation with an invented contact centre of two years, in which it has hidden some truths to find.
package demo

import (
	"context"
	"log/slog"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// Demos is the capability. All fields are set by app.
type Demos struct {
	DB        *db.DB
	Log       *signal.Log
	Metrics   *metric.Metrics
	Engine    analytics.Engine
	People    *identity.Identity
	Points    *touchpoint.Points
	Staff     *employee.Staff
	Customers *customer.Customers
	Cases     *casework.Cases
	Jobs      *jobs.Queue
	Audit     identity.Auditor
	Slog      *slog.Logger
}

// makeJob is the job that makes a demo; its arguments are its Plan.
const makeJob = "demo.make"

// Handlers registers the background work.
func (d *Demos) Handlers(q *jobs.Queue) { q.Handle(makeJob, d.run) }

// Stage is how far a demo is.
type Stage string

// The closed list of stages. Projecting: everything is recorded, and the figures are catching up.
const (
	None       Stage = "none"
	Waiting    Stage = "waiting"
	Recording  Stage = "recording"
	Projecting Stage = "projecting"
	Ready      Stage = "ready"
	Failed     Stage = "failed"
	Cancelled  Stage = "cancelled"
)

// State is what there is of a demo.
type State struct {
	Stage     Stage   `json:"stage" enum:"none,waiting,recording,projecting,ready,failed,cancelled"`
	Available bool    `json:"available" doc:"A demo may be made here: nothing has been heard yet"`
	Job       string  `json:"job,omitempty" doc:"Id of its job, as the list of jobs has it"`
	Done      int64   `json:"done" doc:"Signals recorded, or projected, so far"`
	Total     int64   `json:"total"`
	Error     string  `json:"error,omitempty"`
	Plan      *Plan   `json:"plan,omitempty"`
	Truths    *Truths `json:"truths,omitempty" doc:"What is hidden in it: look only after you have searched"`
}

// Wish is what somebody may choose.
type Wish struct {
	Signals int    `json:"signals,omitempty" doc:"1,000 to 2,000,000; 200,000 if left out" example:"200000"`
	Seed    uint64 `json:"seed,omitempty" doc:"Another seed hides the truths elsewhere; 1 if left out" example:"1"`
}

// Start begins to make a demo in the background. An organisation that has heard anything is refused: invented answers among
// real ones could never be told apart again. One that is being made already is returned as it is.
func (d *Demos) Start(ctx context.Context, org db.Org, w Wish) (*State, error) {
	o, err := d.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	p := Plan{Seed: w.Seed, Signals: w.Signals, End: d.DB.Now().UTC().Truncate(time.Hour), Zone: o.Zone}
	if p.Seed == 0 {
		p.Seed = 1
	}
	if p.Signals == 0 {
		p.Signals = Default
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	now, err := d.State(ctx, org)
	if err != nil || now.Stage == Waiting || now.Stage == Recording {
		return now, err
	}
	err = d.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := refuseUsed(ctx, tx, org); err != nil {
			return err
		}
		for _, m := range measures() { // a clash is refused here and not halfway
			if _, err := d.Metrics.Define(ctx, tx, org, &m); err != nil {
				return err
			}
		}
		if _, err := d.Jobs.Enqueue(ctx, tx, makeJob, p, jobs.Unique("one"), jobs.MaxAttempts(tries)); err != nil {
			return err
		}
		return d.Audit.Record(ctx, tx, "demo.make", string(org), map[string]any{"seed": p.Seed, "signals": p.Signals, "end": p.End})
	})
	if err != nil {
		return nil, err
	}
	return d.State(ctx, org)
}

// tries bounds how often a demo whose process was killed is taken up again.
const tries = 20

func refuseUsed(ctx context.Context, tx *db.Tx, org db.Org) error {
	n, err := logEnd(ctx, tx, org)
	if err == nil && n > 0 {
		err = problem.New(problem.Conflict, "organisation_in_use",
			"This organisation has heard something already. Make the demo in an organisation of its own.")
	}
	return err
}

// State tells how far an organisation's demo is. Jobs that ended a week ago are forgotten, and what they made is then an
// organisation like any other.
func (d *Demos) State(ctx context.Context, org db.Org) (*State, error) {
	s := &State{Stage: None}
	var end int64
	err := d.DB.Read(ctx, org, func(tx *db.Tx) (err error) { end, err = logEnd(ctx, tx, org); return err })
	if err != nil {
		return nil, err
	}
	s.Available = end == 0
	list, err := d.Jobs.List(ctx, org, jobs.Filter{Kind: makeJob, Limit: 1})
	if err != nil || len(list) == 0 {
		return s, err
	}
	if err := s.of(list[0]); err != nil {
		return nil, err
	}
	s.Available = s.Available && s.Stage != Waiting && s.Stage != Recording
	if s.Stage != Ready {
		return s, nil
	}
	at, err := d.Engine.Append(ctx, org, 0, analytics.Batch{}) // only asks how far it has read
	if err != nil {
		return nil, err
	}
	if at < end {
		s.Stage, s.Done = Projecting, max(0, s.Total-(end-at))
	}
	return s, nil
}

// of takes over what a job tells.
func (s *State) of(in jobs.Info) error {
	j := jobs.Job{Kind: in.Kind, Args: in.Args}
	s.Plan = &Plan{}
	if err := j.Decode(s.Plan); err != nil {
		return err
	}
	w, err := planned(*s.Plan)
	if err != nil {
		return err
	}
	s.Job, s.Error, s.Total, s.Truths = in.ID, in.Error, int64(s.Plan.Signals), w
	if in.Progress != nil {
		s.Done = in.Progress.Done
	}
	s.Stage = map[jobs.State]Stage{jobs.Waiting: Waiting, jobs.Running: Recording, jobs.Done: Ready, jobs.Failed: Failed,
		jobs.Cancelled: Cancelled}[in.State]
	return nil
}
