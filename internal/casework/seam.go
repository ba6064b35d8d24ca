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
// answers, and it is the response that a clock may be waiting for. A case that was merged into another goes on there.
func (c *Cases) RepliedIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event) error {
	k, err := root(ctx, tx, org, id)
	if err != nil {
		return err
	}
	if err := c.answered(ctx, tx, k); err != nil {
		return err
	}
	before, events := *k, []Event{e}
	if identity.From(ctx).ID == k.Owner.ID {
		events = append(events, k.take()...)
	}
	return c.store(ctx, c.desk(tx, org), before, k, events, "case.reply")
}

// HeardIn notes what the customer wrote: the story tells it, a case that waited for it goes on, and the clock of the next
// response runs. One that was done is opened again where that is wanted; else it stays as it is. A case that was merged into
// another goes on there, and the case returned is the one that has the line.
func (c *Cases) HeardIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event, again bool) (*Case, error) {
	k, err := root(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	d, before, events := c.desk(tx, org), *k, []Event{e}
	if k.State == Waiting || k.State.done() && again {
		moved, err := c.move(ctx, d, k, Move{State: Open})
		if err != nil {
			return nil, err
		}
		events = append(events, moved...)
	}
	if err := c.store(ctx, d, before, k, events, "case.heard"); err != nil {
		return nil, err
	}
	return k, c.heardBack(ctx, tx, k)
}

// root finds a case, or the one that it was merged into.
func root(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Case, error) {
	k, err := findCase(ctx, tx, org, id)
	if err == nil && k.MergedInto != nil {
		k, err = findCase(ctx, tx, org, k.MergedInto.ID)
	}
	return k, err
}

// Reference is what people call the case of a number.
func Reference(number int64) string { return ref(number) }

// StoryIn is a case's story in another capability's transaction, with that of cases merged into it, the oldest line first.
func StoryIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Event, error) {
	ids, err := mergedInto(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	return story(ctx, tx, org, append([]ID{id}, ids...))
}

// CommitmentsIn lists what was promised on a case, in another capability's transaction.
func CommitmentsIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Commitment, error) {
	return commitmentsOf(ctx, tx, org, []ID{id})
}

// UnitID is the unit that a case belongs to; "" where it has none.
func (k *Case) UnitID() identity.UnitID { return k.unit() }

// Unknown is the refusal of a case that isn't there, or that the caller may not see.
func Unknown(id ID) error { return noCase(id) }

// IsUnknown reports that refusal.
func IsUnknown(err error) bool { return problem.CodeOf(err) == "case_unknown" }
