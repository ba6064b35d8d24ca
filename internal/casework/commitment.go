package casework

import (
	"context"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// CommitmentID is a commitment's id.
type CommitmentID string

// CommitmentState is how a commitment stands.
type CommitmentState string

// The closed list of a commitment's states.
const (
	Promise   CommitmentState = "open"
	Kept      CommitmentState = "kept"
	Broken    CommitmentState = "broken"
	Withdrawn CommitmentState = "withdrawn"
)

// Commitment is something promised to one customer by a time.
type Commitment struct {
	ID        CommitmentID    `json:"id"`
	Case      ID              `json:"case,omitempty"`
	Ref       string          `json:"ref,omitempty" doc:"The case's"`
	CaseTitle string          `json:"case_title,omitempty"`
	Customer  *signal.Who     `json:"customer,omitempty"`
	Text      string          `json:"text"`
	DueAt     time.Time       `json:"due_at"`
	Owner     Person          `json:"owner" doc:"Who keeps it"`
	State     CommitmentState `json:"state" enum:"open,kept,broken,withdrawn"`
	MadeBy    Person          `json:"made_by"`
	MadeAt    time.Time       `json:"made_at"`
	EndedAt   *time.Time      `json:"ended_at,omitempty" doc:"When it was kept, broken or withdrawn"`
	SettledAt *time.Time      `json:"settled_at,omitempty" doc:"When somebody saw to a broken one; until then it shouts"`
	Version   int             `json:"version"`

	alarm   string
	alarmAt *time.Time
	unit    identity.UnitID // of its case; of whoever keeps it where it has none
	keeper  string          // owner of its case
}

// CommitmentInput is what it takes to promise something.
type CommitmentInput struct {
	Case     ID              `json:"case,omitempty"`
	Customer customer.ID     `json:"customer,omitempty" doc:"Id; else the case's"`
	Text     string          `json:"text" maxLength:"500" example:"Call back with the outcome"`
	DueAt    time.Time       `json:"due_at"`
	Owner    identity.UserID `json:"owner,omitempty" doc:"Who keeps it; else you"`
}

const maxPromise = 500 // characters

// Promise makes a commitment. The same request key and content again returns the one that the first time made.
func (c *Cases) Promise(ctx context.Context, org db.Org, in CommitmentInput, key string) (p *Commitment, err error) {
	in.Text = strings.TrimSpace(in.Text)
	if err := identity.Name(in.Text, "body.text", maxPromise); err != nil {
		return nil, err
	}
	if in.Customer != "" { // who may not see a customer learns nothing of them by promising
		if _, err := c.Customers.Find(ctx, org, in.Customer); problem.KindOf(err) == problem.NotFound {
			return nil, problem.At("body.customer", "customer_unknown", "There is no customer %s.", brief(string(in.Customer)))
		} else if err != nil {
			return nil, err
		}
	}
	once := newRequest(key, in)
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if p, err = commitmentMadeBy(ctx, tx, org, once); err != nil || p != nil {
				return err
			}
			p, err = c.promise(ctx, tx, org, in, once)
			return err
		})
	})
	return p, err
}

func (c *Cases) promise(ctx context.Context, tx *db.Tx, org db.Org, in CommitmentInput, once request) (*Commitment, error) {
	d, caller := c.desk(tx, org), identity.From(ctx)
	var k *Case
	var err error
	if in.Case != "" {
		if k, err = c.find(ctx, tx, org, in.Case); err != nil {
			return nil, err
		}
		if !k.State.Live() {
			return nil, problem.New(problem.Conflict, "case_done", "%s is %s. Reopen it before you promise something on it.", k.Ref, k.State)
		}
		if in.Customer == "" && k.Customer != nil {
			in.Customer = k.Customer.ID
		}
	}
	if in.Case == "" && in.Customer == "" {
		return nil, problem.At("body.customer", "promise_to_nobody", "Say to whom: on a case, or to a customer.")
	}
	if err := checkPromised(tx.Now, in.DueAt); err != nil {
		return nil, err
	}
	w, err := d.world(ctx)
	if err != nil {
		return nil, err
	}
	if in.Owner == "" {
		in.Owner = identity.UserID(caller.ID)
		if !w.fit(in.Owner) && k != nil {
			in.Owner = identity.UserID(k.Owner.ID) // a program promises in the owner's name
		}
	}
	if err := w.mayOwn(in.Owner, "body.owner"); err != nil {
		return nil, err
	}
	p := &Commitment{ID: CommitmentID(tx.ID("cmt")), Case: in.Case, Text: in.Text, DueAt: in.DueAt.UTC().Truncate(time.Microsecond),
		Owner: Person{ID: string(in.Owner)}, State: Promise, MadeBy: Person{ID: caller.ID}, MadeAt: tx.Now, Version: 1}
	if in.Customer != "" {
		p.Customer = &signal.Who{ID: in.Customer}
	}
	p.wind(tx.Now)
	if err := insertCommitment(ctx, tx, org, p, once); err != nil {
		return nil, err
	}
	if err := d.toldPromise(ctx, p, "made", ""); err != nil {
		return nil, err
	}
	if err := c.Audit.Record(ctx, tx, "commitment.make", string(p.ID), map[string]any{"case": p.Case}); err != nil {
		return nil, err
	}
	if k != nil && in.Owner == identity.UserID(caller.ID) && caller.ID == k.Owner.ID {
		if err := c.begin(ctx, tx, k); err != nil {
			return nil, err
		}
	}
	return findCommitment(ctx, tx, org, p.ID)
}

// begin opens a new case because its owner has begun to work on it.
func (c *Cases) begin(ctx context.Context, tx *db.Tx, k *Case) error {
	if k.State != New {
		return nil
	}
	before := *k
	return c.store(ctx, c.desk(tx, tx.Org), before, k, k.take(), "case.open")
}

func checkPromised(now, due time.Time) error {
	switch {
	case !due.After(now):
		return problem.At("body.due_at", "promise_past", "Nothing can be promised for a time that has passed.")
	case due.After(now.AddDate(2, 0, 0)):
		return problem.At("body.due_at", "promise_too_late", "A commitment is due within two years.")
	}
	return nil
}

// remindPromise is how long before its time whoever keeps a commitment is reminded.
const remindPromise = 30 * time.Minute

// wind sets the alarm of an open commitment.
func (p *Commitment) wind(now time.Time) {
	p.alarm, p.alarmAt = "", nil
	if p.State != Promise {
		return
	}
	due, early := p.DueAt, p.DueAt.Add(-remindPromise)
	p.alarm, p.alarmAt = "break", &due
	if early.After(now) {
		p.alarm, p.alarmAt = "remind", &early
	}
}

// toldPromise writes a line into the story of the commitment's case and lets browsers know.
func (d *desk) toldPromise(ctx context.Context, p *Commitment, to, from string) error {
	if p.Case == "" {
		d.c.publish(d.tx, d.org, "")
		return nil
	}
	d.c.publish(d.tx, d.org, p.Case)
	return addEvent(ctx, d.tx, d.org, p.Case, Event{Kind: Promised, Text: p.Text, From: from, To: to,
		Detail: asDetail(map[string]any{"commitment": p.ID, "due_at": p.DueAt})})
}

// CommitmentMove ends a commitment, sees to a broken one, or agrees a new time.
type CommitmentMove struct {
	// Open and broken take back, too: open what ended before its time, broken what was settled.
	State CommitmentState `json:"state,omitempty" enum:"open,kept,broken,withdrawn" doc:"broken: it is known now that it won't be kept. open takes kept, broken and withdrawn back while its time hasn't passed; broken takes back that somebody has seen to it"`
	DueAt *time.Time      `json:"due_at,omitempty" doc:"A new time that the customer agreed to"`
	// Settled says that somebody has seen to a broken commitment.
	Settled bool `json:"settled,omitempty" doc:"Somebody has seen to a broken one: it no longer shouts"`
}

// MoveCommitment applies one move. version is the one the editor saw.
func (c *Cases) MoveCommitment(ctx context.Context, org db.Org, id CommitmentID, version int, m CommitmentMove) (p *Commitment, err error) {
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		d := c.desk(tx, org)
		if p, err = c.findPromise(ctx, tx, org, id); err != nil {
			return err
		}
		if p.Version != version {
			return web.Stale()
		}
		to, from, err := p.move(tx.Now, m)
		if err != nil {
			return err
		}
		p.Version++
		if err := updateCommitment(ctx, tx, org, p); err != nil {
			return err
		}
		if err := d.toldPromise(ctx, p, to, from); err != nil {
			return err
		}
		if err := d.shout(ctx, p.Case, nil); err != nil {
			return err
		}
		if err := c.Audit.Record(ctx, tx, "commitment."+to, string(id), map[string]any{"case": p.Case}); err != nil {
			return err
		}
		p, err = findCommitment(ctx, tx, org, id)
		return err
	})
	return p, err
}

// move changes a commitment and returns what to call it in the story, and the due time before where that moved.
func (p *Commitment) move(now time.Time, m CommitmentMove) (to, from string, err error) {
	refused := problem.New(problem.Conflict, "commitment_ended", "This commitment is %s already.", p.State).With(problem.Args{"state": p.State})
	switch {
	case m.Settled:
		if p.State != Broken || p.SettledAt != nil {
			return "", "", problem.New(problem.Conflict, "commitment_not_shouting", "Only a broken commitment that nobody has seen to can be settled.")
		}
		p.SettledAt = &now
		return "settled", "", nil
	case m.DueAt != nil:
		if p.State != Promise {
			return "", "", refused
		}
		if err := checkPromised(now, *m.DueAt); err != nil {
			return "", "", err
		}
		from = p.DueAt.Format(time.RFC3339)
		p.DueAt = m.DueAt.UTC().Truncate(time.Microsecond)
		p.wind(now)
		return "moved", from, nil
	case m.State == Kept || m.State == Withdrawn || m.State == Broken && p.State == Promise:
		if p.State != Promise {
			return "", "", refused
		}
		p.State, p.EndedAt = m.State, &now
		p.wind(now)
		if m.State == Broken { // told once it can't be taken back by a slip of the hand any more
			at := now.Add(slip)
			p.alarm, p.alarmAt = "tell", &at
		}
		return string(m.State), "", nil
	case m.State == Broken && p.State == Broken && p.SettledAt != nil:
		p.SettledAt = nil
		return "unsettled", "", nil
	case m.State == Promise && p.State != Promise:
		if !p.DueAt.After(now) {
			return "", "", problem.New(problem.Conflict, "commitment_past", "Its time has passed meanwhile: it stays %s.", p.State).With(problem.Args{"state": p.State})
		}
		p.State, p.EndedAt, p.SettledAt = Promise, nil, nil
		p.wind(now)
		return "reopened", "", nil
	case m.State != "":
		return "", "", refused
	}
	return "", "", problem.At("body.state", "commitment_move", "Say that it was kept, broken or withdrawn, a new time, or that it is settled.")
}

// slip is how long somebody can take back that a commitment is broken before anybody is told.
const slip = 12 * time.Second

// findPromise finds a commitment that the caller may see: one on a case they see, or one of the organisation's customers.
func (c *Cases) findPromise(ctx context.Context, tx *db.Tx, org db.Org, id CommitmentID) (*Commitment, error) {
	p, err := findCommitment(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	r, err := c.reach(ctx, tx)
	if err != nil {
		return nil, err
	}
	if p.seenBy(r) {
		return p, nil
	}
	if p.Case != "" {
		if ok, err := follows(ctx, tx, org, p.Case, r.me); ok || err != nil {
			return p, err
		}
	}
	return nil, noCommitment(id)
}

func (p *Commitment) seenBy(r reach) bool {
	return r.whole || p.Owner.ID == r.me || p.MadeBy.ID == r.me || r.sees(p.keeper, p.unit)
}

func noCommitment(id CommitmentID) error {
	return problem.New(problem.NotFound, "commitment_unknown", "There is no commitment %s.", brief(string(id)))
}
