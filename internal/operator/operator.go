// Package operator lets whoever runs the installation see, across organisations, what each of them has granted; and a client's
// people see the one page that is meant for them.
package operator

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/audit"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Operator is the capability.
type Operator struct {
	DB      *db.DB
	People  *identity.Identity
	Metrics *metric.Metrics
	Jobs    *jobs.Queue
	Audit   *audit.Trail
}

// Standing says who the operator is, as an organisation sees it.
type Standing struct {
	Operator db.Org `json:"operator,omitempty"`
	Name     string `json:"name,omitempty"`
	You      bool   `json:"you" doc:"Your organisation is the operator"`
	MayMark  bool   `json:"may_mark" doc:"There is none yet, and your organisation is the installation's first"`
}

// Standing reports who runs the installation.
func (o *Operator) Standing(ctx context.Context, org db.Org) (*Standing, error) {
	s := &Standing{}
	err := o.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if s.Operator, err = identity.OperatorIn(ctx, tx); err != nil {
			return err
		}
		s.You = s.Operator == org
		first, err := firstOrganisation(ctx, tx)
		s.MayMark = s.Operator == "" && first == org && identity.From(ctx).May(identity.OperatorWrite)
		return err
	})
	if err != nil || s.Operator == "" {
		return s, err
	}
	of, err := o.People.Organisation(ctx, s.Operator)
	if err == nil {
		s.Name = of.Name
	}
	return s, err
}

// Mark makes the caller's organisation the operator: the installation's first may, as long as there is none.
func (o *Operator) Mark(ctx context.Context, org db.Org) error {
	return o.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := tx.Lock(ctx, lockOperator); err != nil {
			return err
		}
		now, err := identity.OperatorIn(ctx, tx)
		if err != nil {
			return err
		}
		first, err := firstOrganisation(ctx, tx)
		switch {
		case err != nil:
			return err
		case now == org:
			return nil
		case now != "" || first != org:
			return problem.New(problem.Conflict, "operator_elsewhere",
				"Who runs the installation is said on its machine: touchstone operator --organisation NAME.")
		}
		return o.set(ctx, tx, org)
	})
}

const lockOperator = 3

// Appoint makes an organisation the operator, or with "" none, for the command line: who is on the machine decides. What was
// granted to another operator isn't granted to this one.
func (o *Operator) Appoint(ctx context.Context, org db.Org) error {
	var was db.Org
	err := o.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { was, err = identity.OperatorIn(ctx, tx); return err })
	if err != nil || was == org {
		return err
	}
	if was != "" {
		err := o.DB.Write(identity.System(ctx, was, "command line"), was, func(tx *db.Tx) error {
			if err := identity.SetOperator(ctx, tx, ""); err != nil {
				return err
			}
			return o.Audit.Record(identity.System(ctx, was, "command line"), tx, "operator.end", string(was), nil)
		})
		if err != nil {
			return err
		}
	}
	if org == "" {
		return nil
	}
	ctx = identity.System(ctx, org, "command line")
	return o.DB.Write(ctx, org, func(tx *db.Tx) error { return o.set(ctx, tx, org) })
}

func (o *Operator) set(ctx context.Context, tx *db.Tx, org db.Org) error {
	if err := identity.SetOperator(ctx, tx, org); err != nil {
		return err
	}
	return o.Audit.Record(ctx, tx, "operator.begin", string(org), nil)
}

// Client is an organisation that the operator has added or that grants it something.
type Client struct {
	ID     db.Org `json:"id"`
	Name   string `json:"name"`
	Added  bool   `json:"added" doc:"Added from the operator's screen"`
	Grants int    `json:"grants" doc:"How many hold now"`
}

// Clients lists the operator's; nothing for anybody else. An organisation that it neither added nor was granted anything by
// isn't named.
func (o *Operator) Clients(ctx context.Context, org db.Org) ([]Client, error) {
	var added []db.Org
	grants, err := o.holding(ctx, org)
	if err != nil {
		return nil, err
	}
	err = o.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if is, err := identity.OperatorIn(ctx, tx); err != nil || is != org {
			return err
		}
		added, err = clientsOf(ctx, tx, org)
		return err
	})
	if err != nil {
		return nil, err
	}
	byID := map[db.Org]*Client{}
	for _, id := range added {
		byID[id] = &Client{ID: id, Added: true}
	}
	for _, g := range grants {
		if byID[g.org] == nil {
			byID[g.org] = &Client{ID: g.org}
		}
		byID[g.org].Grants++
	}
	out := make([]Client, 0, len(byID))
	for _, c := range byID {
		of, err := o.People.Organisation(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		c.Name = of.Name
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Client) int { return strings.Compare(identity.Fold(a.Name), identity.Fold(b.Name)) })
	return out, nil
}

// NewClient is what it takes to add an organisation.
type NewClient struct {
	Organisation string `json:"organisation" minLength:"1" maxLength:"100"`
	Zone         string `json:"zone" example:"Europe/Zurich"`
	OwnerEmail   string `json:"owner_email,omitempty" maxLength:"300" doc:"Who is to own it; they are invited. You are its first owner until you leave."`
}

// Added is a new organisation, and the invitation of its owner where one was asked for.
type Added struct {
	ID         db.Org               `json:"id"`
	Name       string               `json:"name"`
	Invitation *identity.Invitation `json:"invitation,omitempty"`
}

// AddClient makes an organisation of the operator's, owned by whoever adds it. That is no secret way in: they stand in its list
// of people and its audit, and can leave it once another owner has joined.
func (o *Operator) AddClient(ctx context.Context, org db.Org, n NewClient) (*Added, error) {
	c := identity.From(ctx)
	if c.Kind != identity.ByUser {
		return nil, problem.New(problem.Forbidden, "not_a_person", "A new organisation is owned by whoever adds it, so a person has to.")
	}
	if err := o.mustOperate(ctx, org); err != nil {
		return nil, err
	}
	if n.OwnerEmail != "" {
		if err := identity.CheckEmail(n.OwnerEmail, "body.owner_email"); err != nil {
			return nil, err
		}
	}
	made, err := o.People.FoundBy(ctx, n.Organisation, n.Zone, identity.UserID(c.ID))
	if err != nil {
		return nil, err
	}
	err = o.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := insertClient(ctx, tx, org, made.ID, c.Name); err != nil {
			return err
		}
		return o.Audit.Record(ctx, tx, "operator.add_client", string(made.ID), map[string]any{"name": made.Name})
	})
	if err != nil {
		return nil, err
	}
	out := &Added{ID: made.ID, Name: made.Name}
	if n.OwnerEmail != "" {
		there := identity.With(ctx, identity.Caller{Org: made.ID, Kind: identity.ByUser, ID: c.ID, Name: c.Name, Role: identity.Owner})
		out.Invitation, err = o.People.Invite(there, made.ID, identity.InvitationAsk{Email: n.OwnerEmail, Role: identity.Owner})
	}
	return out, err
}

// mustOperate refuses organisations that aren't the operator.
func (o *Operator) mustOperate(ctx context.Context, org db.Org) error {
	return o.DB.SystemRead(ctx, func(tx *db.Tx) error {
		is, err := identity.OperatorIn(ctx, tx)
		if err == nil && is != org {
			err = problem.New(problem.Forbidden, "not_the_operator", "Your organisation doesn't run this installation.")
		}
		return err
	})
}
