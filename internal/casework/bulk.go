package casework

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// maxBulk bounds how many cases one request changes.
const maxBulk = 1000

// Bulk changes many cases at once: their owner, due date, severity or cause, or their state.
type Bulk struct {
	Cases    []ID             `json:"cases" minItems:"1" maxItems:"1000" nullable:"false"`
	Owner    *identity.UserID `json:"owner,omitempty"`
	DueAt    *time.Time       `json:"due_at,omitempty"`
	Severity *Severity        `json:"severity,omitempty" enum:"high,medium,low"`
	Cause    *string          `json:"cause,omitempty" doc:"With a state it is what the case is done with"`
	State    State            `json:"state,omitempty" enum:"open,waiting,resolved,closed"`
	Outcome  string           `json:"outcome,omitempty"`
	Note     string           `json:"note,omitempty"`
}

// BatchID is the id of what one request changed.
type BatchID string

// Refusal says why one case wasn't changed.
type Refusal struct {
	ID     ID     `json:"id"`
	Ref    string `json:"ref,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Batch is what came of a change of many cases.
type Batch struct {
	ID      BatchID   `json:"id" doc:"To undo it by"`
	Done    int       `json:"done"`
	Refused []Refusal `json:"refused" doc:"Cases that stayed as they were, and why"`
}

// batchItem is one changed case: the version it got, and how it stood before.
type batchItem struct {
	ID      ID       `json:"id"`
	Version int      `json:"version"`
	Was     standing `json:"was"`
}

func (b *Bulk) validate() error {
	if len(b.Cases) == 0 || len(b.Cases) > maxBulk {
		return problem.At("body.cases", "bulk_count", "One request changes 1 to %d cases.", maxBulk).With(problem.Args{"max": maxBulk})
	}
	if b.Note != "" {
		if err := checkNote(b.Note, "body.note"); err != nil {
			return err
		}
	}
	if b.State == "" && b.Owner == nil && b.DueAt == nil && b.Severity == nil && b.Cause == nil {
		return problem.New(problem.Invalid, "bulk_nothing", "Say what is to change: owner, due date, severity, cause or state.")
	}
	return nil
}

// Change changes many cases in one transaction. What can't be changed is listed and keeps nobody else up.
func (c *Cases) Change(ctx context.Context, org db.Org, b Bulk) (out *Batch, err error) {
	if err := b.validate(); err != nil {
		return nil, err
	}
	ids := slices.Clone(b.Cases)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		d, items := c.desk(tx, org), []batchItem{}
		out = &Batch{Refused: []Refusal{}}
		for _, id := range ids {
			item, refused, err := c.changeOne(ctx, d, id, func(k *Case) ([]Event, error) { return c.bulkEvents(ctx, d, k, b) })
			switch {
			case err != nil:
				return err
			case refused != nil:
				out.Refused = append(out.Refused, *refused)
			default:
				items = append(items, *item)
			}
		}
		out.Done = len(items)
		out.ID, err = insertBatch(ctx, tx, org, items)
		return err
	})
	return out, err
}

func (c *Cases) bulkEvents(ctx context.Context, d *desk, k *Case, b Bulk) ([]Event, error) {
	if b.State != "" {
		m := Move{State: b.State, Outcome: b.Outcome, Note: b.Note}
		if b.Cause != nil {
			m.Cause = *b.Cause
		}
		return c.advance(ctx, d, k, m)
	}
	return c.editEvents(ctx, d, k, CaseEdit{Owner: b.Owner, DueAt: b.DueAt, Severity: b.Severity, Cause: b.Cause})
}

// changeOne changes one case of many. A refusal leaves it as it was.
func (c *Cases) changeOne(ctx context.Context, d *desk, id ID, fn func(*Case) ([]Event, error)) (*batchItem, *Refusal, error) {
	k, err := c.find(ctx, d.tx, d.org, id)
	if err == nil && k.MergedInto != nil {
		err = mergedAway(k)
	}
	var events []Event
	var before Case
	if err == nil {
		before = *k
		events, err = fn(k)
	}
	if p, ok := problem.As(err); ok {
		r := &Refusal{ID: id, Code: p.Code, Detail: p.Message}
		if k != nil {
			r.Ref = k.Ref
		}
		return nil, r, nil
	}
	if err != nil {
		return nil, nil, err
	}
	item := &batchItem{ID: id, Was: before.standing()}
	if len(events) > 0 {
		err = c.store(ctx, d, before, k, events, "case.bulk")
	}
	item.Version = k.Version
	return item, nil, err
}

// UndoChange takes back what one request changed, as far as nobody has changed the cases since. Only whoever did it may.
func (c *Cases) UndoChange(ctx context.Context, org db.Org, id BatchID) (out *Batch, err error) {
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		items, err := takeBatch(ctx, tx, org, id, identity.From(ctx).ID)
		if err != nil {
			return err
		}
		d := c.desk(tx, org)
		out = &Batch{ID: id, Refused: []Refusal{}}
		for _, item := range items {
			_, refused, err := c.changeOne(ctx, d, item.ID, func(k *Case) ([]Event, error) {
				if k.Version != item.Version {
					return nil, problem.New(problem.Conflict, "changed_meanwhile", "%s has changed since.", k.Ref)
				}
				return k.restore(item.Was), nil
			})
			switch {
			case err != nil:
				return err
			case refused != nil:
				out.Refused = append(out.Refused, *refused)
			default:
				out.Done++
			}
		}
		return nil
	})
	return out, err
}

func noBatch(id BatchID) error {
	return problem.New(problem.NotFound, "batch_unknown", "There is no such change, or it was undone already: %s.", brief(string(id)))
}
