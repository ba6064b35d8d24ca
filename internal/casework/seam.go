package casework

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Seen returns a case within another capability's transaction, if the caller may see it; else a not-found problem.
func (c *Cases) Seen(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Case, error) {
	return c.find(ctx, tx, org, id)
}

// Numbered returns the case that people call by a reference, whoever asks; nil where there is none.
func Numbered(ctx context.Context, tx *db.Tx, org db.Org, reference string) (*Case, error) {
	k, err := scanCase(tx.Now)(tx.QueryRow(ctx, `select `+caseColumns+` from case_file`+caseNames+` where f.org = $1 and f.number = $2`,
		org, refNumber(reference)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &k, err
}

// Told adds a line to a case's story in another capability's transaction, and tells browsers.
func (c *Cases) Told(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event) error {
	c.publish(tx, org, id)
	return addEvent(ctx, tx, org, id, e)
}

// RepliedIn notes that our answer has left for the customer: it is told in the story, it opens a new case that its owner
// answers, and it is the first response that a clock may be waiting for.
func (c *Cases) RepliedIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event) error {
	k, err := findCase(ctx, tx, org, id)
	if err != nil {
		return err
	}
	events := []Event{e}
	if identity.From(ctx).ID == k.Owner.ID {
		events = append(events, k.take()...)
	}
	return c.tellAll(ctx, tx, org, k, events)
}

// HeardIn notes what the customer wrote: the story tells it, a case that waited for it goes on. One that was done is opened
// again where that is wanted; else it stays as it is.
func (c *Cases) HeardIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event, again bool) (*Case, error) {
	k, err := findCase(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	events := []Event{e}
	if k.State == Waiting || k.State.done() && again {
		moved, err := c.move(ctx, tx, k, Move{State: Open})
		if err != nil {
			return nil, err
		}
		events = append(events, moved...)
	}
	return k, c.tellAll(ctx, tx, org, k, events)
}

// tellAll stores what became of a case and tells it. A line without a change leaves the case's version as it is.
func (c *Cases) tellAll(ctx context.Context, tx *db.Tx, org db.Org, k *Case, events []Event) error {
	if len(events) > 1 {
		k.Version++
		if err := updateCase(ctx, tx, org, k); err != nil {
			return err
		}
	}
	for _, e := range events {
		if err := addEvent(ctx, tx, org, k.ID, e); err != nil {
			return err
		}
	}
	c.publish(tx, org, k.ID)
	return nil
}

// StoryIn is a case's story in another capability's transaction, the oldest line first.
func StoryIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Event, error) {
	return story(ctx, tx, org, id)
}

// UnitID is the unit that a case belongs to; "" where it has none.
func (k *Case) UnitID() identity.UnitID { return k.unit() }

// Unknown is the refusal of a case that isn't there, or that the caller may not see.
func Unknown(id ID) error { return noCase(id) }

// IsUnknown reports that refusal.
func IsUnknown(err error) bool { return problem.CodeOf(err) == "case_unknown" }
