package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// find returns one case, or a not-found problem, also where the caller may not see it.
func (c *Cases) find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Case, error) {
	k, err := findCase(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	r, err := c.reach(ctx, tx)
	if err != nil || r.sees(k.Owner.ID, k.unit()) {
		return k, err
	}
	if ok, err := follows(ctx, tx, org, id, r.me); err != nil || ok {
		return k, err
	}
	return nil, noCase(id)
}

// File returns a case with its story and its signal.
func (c *Cases) File(ctx context.Context, org db.Org, id ID) (*File, error) {
	f := &File{}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		k, err := c.find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		f.Case = *k
		return f.fill(ctx, tx, org)
	})
	if err != nil || f.Signal == "" || f.SignalErased {
		return f, err
	}
	// Whoever may see the case may see what it is about, even if the signal's unit is out of their reach.
	f.SignalDetail, err = c.Log.View(identity.System(ctx, org, "cases"), org, f.Signal)
	if problem.KindOf(err) == problem.NotFound {
		f.SignalErased, err = true, nil // a moment ago
	}
	return f, err
}

// fill adds what stands beside a case, of its own and of those merged into it.
func (f *File) fill(ctx context.Context, tx *db.Tx, org db.Org) error {
	ids, err := mergedInto(ctx, tx, org, f.ID)
	if err != nil {
		return err
	}
	ids = append([]ID{f.ID}, ids...)
	if f.Story, err = story(ctx, tx, org, ids); err != nil {
		return err
	}
	clocks, err := clocksOf(ctx, tx, org, ids[:1])
	if err != nil {
		return err
	}
	f.Clocks = clocks[f.ID]
	if f.Commitments, err = commitmentsOf(ctx, tx, org, ids); err != nil {
		return err
	}
	if f.Followers, err = followers(ctx, tx, org, ids); err != nil {
		return err
	}
	f.Links, err = linksOf(ctx, tx, org, &f.Case)
	return err
}

// CaseEdit changes a case. Nil fields stay as they are.
type CaseEdit struct {
	Owner    *identity.UserID `json:"owner,omitempty"`
	DueAt    *time.Time       `json:"due_at,omitempty"`
	Title    *string          `json:"title,omitempty" maxLength:"200"`
	Severity *Severity        `json:"severity,omitempty" enum:"high,medium,low"`
	Cause    *string          `json:"cause,omitempty" doc:"Key of a cause"`
}

// Edit hands a case over, or changes its due date, title or severity. version is the one the editor saw.
func (c *Cases) Edit(ctx context.Context, org db.Org, id ID, version int, e CaseEdit) (*File, error) {
	return c.change(ctx, org, id, "case.edit", func(ctx context.Context, d *desk, k *Case) ([]Event, error) {
		if k.Version != version {
			return nil, web.Stale()
		}
		return c.editEvents(ctx, d, k, e)
	})
}

// editEvents applies an edit to a case that isn't closed.
func (c *Cases) editEvents(ctx context.Context, d *desk, k *Case, e CaseEdit) ([]Event, error) {
	if k.State == Closed {
		return nil, problem.New(problem.Conflict, "case_closed", "%s is closed. Reopen it first.", k.Ref)
	}
	if e.DueAt != nil && !e.DueAt.Equal(k.DueAt) && k.State.Live() && e.DueAt.Before(d.tx.Now.Add(-time.Minute)) {
		return nil, problem.At("body.due_at", "due_past", "This time has passed. A case is due at a time that somebody can still meet.")
	}
	events, err := k.edit(e)
	if err != nil {
		return nil, err
	}
	if e.Cause != nil && *e.Cause != k.Cause {
		causes, err := d.causes(ctx)
		if err != nil {
			return nil, err
		}
		if err := causes.check(*e.Cause, "body.cause"); err != nil {
			return nil, err
		}
		events = append(events, Event{Kind: CauseSet, From: k.Cause, To: *e.Cause})
		k.Cause = *e.Cause
	}
	if e.Owner == nil {
		return events, nil
	}
	handed, err := c.handOver(ctx, d, k, *e.Owner)
	return append(events, handed...), err
}

// edit applies all but the owner.
func (k *Case) edit(e CaseEdit) (events []Event, err error) {
	if e.Title != nil {
		title := strings.Join(strings.Fields(*e.Title), " ")
		if err := identity.Name(title, "body.title", maxTitle); err != nil {
			return nil, err
		}
		if title != k.Title {
			// The old title isn't kept: it may be the signal's words, which must be able to vanish.
			events = append(events, Event{Kind: Retitled, To: title})
			k.Title, k.quotes = title, false
		}
	}
	if e.Severity != nil && *e.Severity != k.Severity {
		if err := checkSeverity(*e.Severity, "body.severity"); err != nil {
			return nil, err
		}
		events = append(events, Event{Kind: Regraded, From: string(k.Severity), To: string(*e.Severity)})
		k.Severity = *e.Severity
	}
	if e.DueAt != nil && !e.DueAt.Equal(k.DueAt) {
		if err := k.checkDue(*e.DueAt, "body.due_at"); err != nil {
			return nil, err
		}
		events = append(events, k.postpone(*e.DueAt))
	}
	return events, nil
}

func (k *Case) postpone(due time.Time) Event {
	was := k.DueAt
	k.DueAt = due.UTC().Truncate(time.Microsecond)
	return Event{Kind: Postponed, From: was.Format(time.RFC3339), To: k.DueAt.Format(time.RFC3339)}
}

// handOver gives a case to somebody. Who takes a new case to themselves has begun to work on it.
func (c *Cases) handOver(ctx context.Context, d *desk, k *Case, to identity.UserID) (events []Event, err error) {
	if string(to) != k.Owner.ID {
		w, err := d.world(ctx)
		if err != nil {
			return nil, err
		}
		if err := w.mayOwn(to, "body.owner"); err != nil {
			return nil, err
		}
		events = append(events, Event{Kind: HandedOver, From: k.Owner.ID, To: string(to)})
		k.Owner.ID = string(to)
	}
	if identity.From(ctx).ID == string(to) {
		events = append(events, k.take()...)
	}
	return events, nil
}

// take opens a new case that its owner has begun to work on.
func (k *Case) take() []Event {
	if k.State != New {
		return nil
	}
	k.State = Open
	return []Event{{Kind: Moved, From: string(New), To: string(Open)}}
}

// AddNote adds somebody's words to the story, and puts the case before those whom they mention. The owner's first note opens a
// new case. The same request key and words again add nothing.
func (c *Cases) AddNote(ctx context.Context, org db.Org, id ID, text, key string, mentions ...identity.UserID) (f *File, err error) {
	if err := checkNote(text, "body.text"); err != nil {
		return nil, err
	}
	note := Event{ID: noteID(key), Kind: Noted, Text: text}
	err = twice(func() error {
		f, err = c.change(ctx, org, id, "case.note", func(ctx context.Context, d *desk, k *Case) ([]Event, error) {
			if there, err := noted(ctx, d.tx, org, id, note); err != nil || there {
				return nil, err
			}
			named, err := d.mention(ctx, k, text, mentions)
			if err != nil {
				return nil, err
			}
			if err := answerMention(ctx, d.tx, org, id, identity.From(ctx).ID); err != nil {
				return nil, err
			}
			events := append([]Event{note}, named...)
			if identity.From(ctx).ID == k.Owner.ID {
				events = append(events, k.take()...)
			}
			return events, nil
		})
		return err
	})
	return f, err
}

// change runs one verb on a case that the caller sees: what fn changed is stored, told in the story, audited and published.
func (c *Cases) change(ctx context.Context, org db.Org, id ID, verb string, fn func(context.Context, *desk, *Case) ([]Event, error)) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := c.find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if k.MergedInto != nil {
			return mergedAway(k)
		}
		d, before := c.desk(tx, org), *k
		events, err := fn(ctx, d, k)
		if err != nil || len(events) == 0 {
			return err
		}
		return c.store(ctx, d, before, k, events, verb)
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, id)
}

// spoken lists the lines that leave a case as it is: whoever edits it meanwhile needn't look again.
var spoken = []EventKind{Noted, Mentioned, Replied, Received, StatusSeen, FollowedUp, Complimented}

// store keeps what changed about a case: the case and its clocks, its story, who is told, the audit.
func (c *Cases) store(ctx context.Context, d *desk, before Case, k *Case, events []Event, verb string) error {
	if before.State != k.State || !before.DueAt.Equal(k.DueAt) {
		t, err := d.ticks(ctx, k)
		if err != nil {
			return err
		}
		more, err := t.follow(ctx, before.State, before.DueAt)
		if err != nil {
			return err
		}
		events = append(events, more...)
	}
	if slices.ContainsFunc(events, func(e Event) bool { return !slices.Contains(spoken, e.Kind) }) {
		k.Version++
		if err := updateCase(ctx, d.tx, d.org, k); err != nil {
			return err
		}
	}
	kinds := make([]EventKind, len(events))
	for i, e := range events {
		kinds[i] = e.Kind
		if err := addEvent(ctx, d.tx, d.org, k.ID, e); err != nil {
			return err
		}
	}
	if err := d.tellChange(ctx, before, k, events); err != nil {
		return err
	}
	c.publish(d.tx, d.org, k.ID)
	return c.Audit.Record(ctx, d.tx, verb, string(k.ID), map[string]any{"ref": k.Ref, "changed": kinds})
}

// tellChange tells a new owner that a case is theirs, and those who watch it that it went on.
func (d *desk) tellChange(ctx context.Context, before Case, k *Case, events []Event) error {
	if d.c.Notices == nil {
		return nil
	}
	if before.Owner.ID != k.Owner.ID {
		if err := d.c.tell(ctx, d.tx, k, Notice{Kind: ToldAssigned, To: []identity.UserID{identity.UserID(k.Owner.ID)}, At: k.DueAt, Key: d.tx.ID("ntc")}); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(events, func(e Event) bool { return e.Kind == Noted || e.Kind == Moved || e.Kind == Received })
	if i < 0 {
		return nil
	}
	to, err := watchersOf(ctx, d.tx, d.org, k)
	if err != nil {
		return err
	}
	return d.c.tell(ctx, d.tx, k, Notice{Kind: ToldChange, To: to, Text: events[i].Text, At: d.tx.Now, Key: d.tx.ID("ntc")})
}

// after reads a case back for the one who changed it, who may have handed it out of their own sight.
func (c *Cases) after(ctx context.Context, org db.Org, id ID) (*File, error) {
	f, err := c.File(ctx, org, id)
	if problem.KindOf(err) == problem.NotFound {
		return c.File(identity.System(ctx, org, "cases"), org, id)
	}
	return f, err
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, " or ")
}
