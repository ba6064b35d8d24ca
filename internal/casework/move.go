package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Move is a step to another state.
type Move struct {
	State   State  `json:"state" enum:"open,waiting,resolved,closed"`
	Cause   string `json:"cause,omitempty" doc:"Needed before resolved or closed"`
	Outcome string `json:"outcome,omitempty" doc:"Needed before resolved or closed"`
	Note    string `json:"note,omitempty" doc:"In your own words, beside the lists"`

	// Children is what becomes of open cases below one that is done.
	Children string `json:"children,omitempty" enum:"leave,close" doc:"What becomes of open cases below one that is done; needed where there are any"`
}

// Move takes a case to another state. version is the one the editor saw.
func (c *Cases) Move(ctx context.Context, org db.Org, id ID, version int, m Move) (*File, error) {
	if m.Note != "" {
		if err := checkNote(m.Note, "body.note"); err != nil {
			return nil, err
		}
	}
	return c.change(ctx, org, id, "case."+string(m.State), func(ctx context.Context, d *desk, k *Case) ([]Event, error) {
		if k.Version != version {
			return nil, web.Stale()
		}
		return c.move(ctx, d, k, m)
	})
}

func (c *Cases) move(ctx context.Context, d *desk, k *Case, m Move) ([]Event, error) {
	was := k.State
	if !was.MayBecome(m.State) {
		return nil, problem.New(problem.Conflict, "state_refused", "A case that is %s can't become %s; from there it goes to %s.",
			was, brief(string(m.State)), words(moves[was])).With(problem.Args{"from": was, "to": m.State, "allowed": moves[was]})
	}
	causes, err := d.causes(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.conclude(causes, m); err != nil {
		return nil, err
	}
	if err := c.childrenDone(ctx, d, k, m); err != nil {
		return nil, err
	}
	k.State = m.State
	events := []Event{{Kind: Moved, From: string(was), To: string(m.State), Text: m.Note}}
	now := d.tx.Now
	switch {
	case m.State == Resolved:
		k.ResolvedAt = &now
	case m.State == Closed:
		k.ClosedAt = &now
		if c.Ended != nil {
			return events, c.Ended(ctx, d.tx, d.org, k)
		}
	case was.done():
		more, err := c.reopen(ctx, d, k, was)
		return append(events, more...), err
	}
	return events, nil
}

// conclude takes the cause and the outcome, and insists on both before a case is done.
func (k *Case) conclude(causes *CauseTree, m Move) error {
	if m.Cause != "" && m.Cause != k.Cause {
		if err := causes.check(m.Cause, "body.cause"); err != nil {
			return err
		}
		k.Cause = m.Cause
	}
	if m.Outcome != "" {
		if err := checkOption(Outcomes, m.Outcome, "body.outcome", "outcome_unknown"); err != nil {
			return err
		}
		k.Outcome = m.Outcome
	}
	switch {
	case !m.State.done():
	case k.Cause == "":
		return problem.At("body.cause", "cause_needed", "Say what went wrong before the case is %s.", m.State)
	case k.Outcome == "":
		return problem.At("body.outcome", "outcome_needed", "Say how it ended before the case is %s.", m.State)
	}
	return nil
}

// reopen makes somebody work on a case again: the outcome didn't hold, an owner who has left is replaced, and a case that was
// closed gets as long as it had at first.
func (c *Cases) reopen(ctx context.Context, d *desk, k *Case, was State) (events []Event, err error) {
	k.ResolvedAt, k.ClosedAt, k.Outcome = nil, nil, ""
	k.reopened++
	hours, err := d.hours(ctx, k.unit())
	if err != nil {
		return nil, err
	}
	if due := hours.Add(d.tx.Now, k.span); was == Closed && due.After(k.DueAt) {
		events = append(events, k.postpone(due))
	}
	w, err := d.world(ctx)
	if err != nil || w.fit(identity.UserID(k.Owner.ID)) {
		return events, err
	}
	to := w.keeper(k.unit(), identity.UserID(identity.From(ctx).ID))
	events = append(events, Event{Kind: HandedOver, From: k.Owner.ID, To: string(to)})
	k.Owner.ID = string(to)
	return events, nil
}
