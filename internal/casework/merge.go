package casework

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// standing is how a case stood before something that can be undone.
type standing struct {
	State    State      `json:"state"`
	Severity Severity   `json:"severity"`
	Owner    string     `json:"owner"`
	Due      time.Time  `json:"due"`
	Cause    string     `json:"cause"`
	Outcome  string     `json:"outcome"`
	Resolved *time.Time `json:"resolved,omitempty"`
	Closed   *time.Time `json:"closed,omitempty"`
	Reopened int        `json:"reopened"`
	Moved    []ID       `json:"moved,omitempty"` // cases merged into it, which went along
}

func (k *Case) standing() standing {
	return standing{k.State, k.Severity, k.Owner.ID, k.DueAt, k.Cause, k.Outcome, k.ResolvedAt, k.ClosedAt, k.reopened, nil}
}

// restore takes a case back to how it stood, and says what that changed.
func (k *Case) restore(s standing) (events []Event) {
	if s.State != k.State {
		events = append(events, Event{Kind: Moved, From: string(k.State), To: string(s.State)})
	}
	if s.Owner != k.Owner.ID {
		events = append(events, Event{Kind: HandedOver, From: k.Owner.ID, To: s.Owner})
	}
	if s.Severity != k.Severity {
		events = append(events, Event{Kind: Regraded, From: string(k.Severity), To: string(s.Severity)})
	}
	if s.Cause != k.Cause {
		events = append(events, Event{Kind: CauseSet, From: k.Cause, To: s.Cause})
	}
	if !s.Due.Equal(k.DueAt) {
		events = append(events, k.postpone(s.Due))
	}
	k.State, k.Owner.ID, k.Severity, k.Cause, k.Outcome = s.State, s.Owner, s.Severity, s.Cause, s.Outcome
	k.ResolvedAt, k.ClosedAt, k.reopened = s.Resolved, s.Closed, s.Reopened
	return events
}

// Merge puts a case into another: the one is closed as its duplicate, the other tells the story of both. version is that of
// the case that is merged away.
func (c *Cases) Merge(ctx context.Context, org db.Org, id ID, version int, into ID) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		source, target, err := c.pair(ctx, tx, org, id, into, "body.into", "merge_self", "A case can't be merged into itself.")
		if err != nil {
			return err
		}
		switch {
		case source.Version != version:
			return web.Stale()
		case source.MergedInto != nil:
			return problem.New(problem.Conflict, "case_merged", "%s was merged into %s already.", source.Ref, source.MergedInto.Ref)
		case target.MergedInto != nil:
			return problem.At("body.into", "merge_chain", "%s was itself merged into %s. Merge into that one.", target.Ref, target.MergedInto.Ref)
		}
		was := source.standing()
		if was.Moved, err = mergedInto(ctx, tx, org, id); err != nil {
			return err
		}
		d := c.desk(tx, org)
		t, err := d.ticks(ctx, source)
		if err != nil {
			return err
		}
		for _, in := range []ClockState{Running, Paused} {
			if err := t.each(ctx, in, Stopped); err != nil {
				return err
			}
		}
		if source.State.Live() {
			now := tx.Now
			source.State, source.ClosedAt, source.Outcome = Closed, &now, "duplicate"
		}
		source.paused, source.broken = false, 0
		source.Version++
		if err := updateCase(ctx, tx, org, source); err != nil {
			return err
		}
		if err := insertMerge(ctx, tx, org, source.ID, target.ID, was); err != nil {
			return err
		}
		if err := c.toldBoth(ctx, tx, source, target, Event{Kind: MergedIn}); err != nil {
			return err
		}
		if err := d.shout(ctx, target.ID, nil); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "case.merge", string(id), map[string]any{"ref": source.Ref, "into": target.Ref})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, into)
}

// pair finds two different cases that the caller sees.
func (c *Cases) pair(ctx context.Context, tx *db.Tx, org db.Org, id, other ID, at, code, same string) (a, b *Case, err error) {
	if a, err = c.find(ctx, tx, org, id); err != nil {
		return nil, nil, err
	}
	if id == other {
		return nil, nil, problem.At(at, code, "%s", same)
	}
	b, err = c.find(ctx, tx, org, other)
	if problem.KindOf(err) == problem.NotFound {
		err = problem.At(at, "case_unknown", "There is no case %s.", brief(string(other)))
	}
	return a, b, err
}

// toldBoth writes the same line into two stories, each naming the other case.
func (c *Cases) toldBoth(ctx context.Context, tx *db.Tx, source, target *Case, e Event) error {
	for _, of := range []struct{ k, other *Case }{{source, target}, {target, source}} {
		e.To, e.From = of.other.Ref, "source"
		if of.k == target {
			e.From = "target"
		}
		e.Detail = asDetail(map[string]any{"case": of.other.ID})
		if err := addEvent(ctx, tx, tx.Org, of.k.ID, e); err != nil {
			return err
		}
		c.publish(tx, tx.Org, of.k.ID)
	}
	return nil
}

// Unmerge takes a merge back: the case stands as it did before, with what it knew of itself.
func (c *Cases) Unmerge(ctx context.Context, org db.Org, id ID) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		source, err := c.find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if source.MergedInto == nil {
			return problem.New(problem.Conflict, "case_not_merged", "%s isn't merged into another case.", source.Ref)
		}
		target, err := findCase(ctx, tx, org, source.MergedInto.ID)
		if err != nil {
			return err
		}
		was, err := undoMerge(ctx, tx, org, source.ID, target.ID)
		if err != nil {
			return err
		}
		before := *source
		source.MergedInto = nil
		source.restore(was)
		d := c.desk(tx, org)
		if source.broken, err = brokenOf(ctx, tx, org, id); err != nil {
			return err
		}
		t, err := d.ticks(ctx, source)
		if err != nil {
			return err
		}
		if _, err := t.follow(ctx, before.State, source.DueAt); err != nil {
			return err
		}
		source.Version++
		if err := updateCase(ctx, tx, org, source); err != nil {
			return err
		}
		if err := c.toldBoth(ctx, tx, source, target, Event{Kind: Unmerged}); err != nil {
			return err
		}
		if err := d.shout(ctx, target.ID, nil); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "case.unmerge", string(id), map[string]any{"ref": source.Ref, "from": target.Ref})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, id)
}

// SplitInput is what it takes to make a second case of one.
type SplitInput struct {
	Title    string          `json:"title" maxLength:"200" doc:"What the second case is about"`
	Severity Severity        `json:"severity,omitempty" enum:"high,medium,low" doc:"Else that of the first"`
	Owner    identity.UserID `json:"owner,omitempty" doc:"Else that of the first"`
	Notes    []string        `json:"notes,omitempty" maxItems:"100" doc:"Ids of notes of the story that are told there too"`
}

// Split makes a second case of a part of one, about the same customer and signal. Merging it back undoes it.
func (c *Cases) Split(ctx context.Context, org db.Org, id ID, in SplitInput, key string) (*File, error) {
	in.Title = strings.Join(strings.Fields(in.Title), " ")
	if err := identity.Name(in.Title, "body.title", maxTitle); err != nil {
		return nil, err
	}
	if in.Severity != "" {
		if err := checkSeverity(in.Severity, "body.severity"); err != nil {
			return nil, err
		}
	}
	once, made := newRequest(key, in), ID("")
	err := twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
			if made, err = caseMadeBy(ctx, tx, org, once); err != nil || made != "" {
				return err
			}
			k, err := c.find(ctx, tx, org, id)
			if err != nil {
				return err
			}
			if k.MergedInto != nil {
				return mergedAway(k)
			}
			part, err := c.part(ctx, tx, k, in)
			if err != nil {
				return err
			}
			if err := c.insert(ctx, c.desk(tx, org), part, once, identity.From(ctx).ID); err != nil {
				return err
			}
			made = part.ID
			if err := copyNotes(ctx, tx, org, k.ID, part.ID, in.Notes); err != nil {
				return err
			}
			if err := insertLink(ctx, tx, org, k.ID, part.ID, "split"); err != nil {
				return err
			}
			if err := c.toldBoth(ctx, tx, k, part, Event{Kind: SplitOff}); err != nil {
				return err
			}
			return c.Audit.Record(ctx, tx, "case.split", string(id), map[string]any{"ref": k.Ref, "made": part.Ref})
		})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, made)
}

// part makes the case that is split off.
func (c *Cases) part(ctx context.Context, tx *db.Tx, k *Case, in SplitInput) (*Case, error) {
	part := &Case{State: New, Severity: k.Severity, Title: in.Title, Owner: k.Owner, Unit: k.Unit, TouchPoint: k.TouchPoint, Customer: k.Customer,
		Signal: k.Signal, SignalErased: k.SignalErased, OpenedAt: tx.Now}
	if in.Severity != "" {
		part.Severity = in.Severity
	}
	w, err := c.world(ctx, tx, tx.Org)
	if err != nil {
		return nil, err
	}
	if in.Owner != "" {
		part.Owner.ID = string(in.Owner)
		err = w.mayOwn(in.Owner, "body.owner")
	} else if !w.fit(identity.UserID(k.Owner.ID)) {
		part.Owner.ID = string(w.keeper(k.unit(), identity.UserID(identity.From(ctx).ID)))
	}
	return part, err
}

func mergedAway(k *Case) error {
	return problem.New(problem.Conflict, "case_merged", "%s was merged into %s. Work there, or take the merge back first.", k.Ref, k.MergedInto.Ref).
		With(problem.Args{"ref": k.Ref, "into": k.MergedInto.Ref, "id": k.MergedInto.ID})
}

// unmarshalStanding reads what a merge or a batch kept.
func unmarshalStanding(text string) (s standing, err error) {
	err = json.Unmarshal([]byte(text), &s)
	return s, err
}
