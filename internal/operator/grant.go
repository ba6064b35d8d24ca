package operator

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// GrantID is a grant's id.
type GrantID string

// Grant lets the operator see named metrics of named units, each with what lies below it, until a day or until it is revoked.
type Grant struct {
	ID        GrantID           `json:"id"`
	Metrics   []string          `json:"metrics" doc:"Keys"`
	Units     []identity.UnitID `json:"units" doc:"Each with all below it; none is the whole organisation, what has no unit included"`
	Until     string            `json:"until,omitempty" format:"date" doc:"The last day, in the organisation's zone"`
	State     string            `json:"state" enum:"holds,ended,revoked"`
	CreatedBy string            `json:"created_by"`
	CreatedAt time.Time         `json:"created_at"`
	RevokedBy string            `json:"revoked_by,omitempty"`
	RevokedAt *time.Time        `json:"revoked_at,omitempty"`
	SeenAt    *time.Time        `json:"seen_at,omitempty" doc:"When the operator last looked, to within an hour"`

	org      db.Org
	operator db.Org
}

// state is what a grant is worth on a day of the organisation's.
func (g *Grant) state(today string) string {
	switch {
	case g.RevokedAt != nil:
		return "revoked"
	case g.Until != "" && g.Until < today:
		return "ended"
	}
	return "holds"
}

// Named is a closed list of metrics and units.
type Named struct {
	Metrics []string          `json:"metrics" maxItems:"50" doc:"Keys, in the order they are shown"`
	Units   []identity.UnitID `json:"units,omitempty" maxItems:"200" doc:"Each with all below it; none is the whole organisation"`
}

// check refuses what isn't the organisation's own.
func (o *Operator) check(ctx context.Context, org db.Org, n *Named) error {
	n.Metrics, n.Units = unique(n.Metrics), unique(n.Units)
	if len(n.Metrics) == 0 {
		return problem.At("body.metrics", "metrics_needed", "Name at least one metric.")
	}
	for _, key := range n.Metrics {
		if _, err := o.Metrics.ByKey(ctx, org, key, "body.metrics"); err != nil {
			return err
		}
	}
	units, err := o.People.Units(ctx, org)
	if err != nil {
		return err
	}
	for _, id := range n.Units {
		if !identity.Known(units, id) {
			return problem.At("body.units", "unit_unknown", "There is no unit %.40q.", id)
		}
	}
	return nil
}

// unique keeps the first of each.
func unique[T comparable](list []T) []T {
	out := make([]T, 0, len(list))
	for _, v := range list {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Granting is what it takes to grant.
type Granting struct {
	Named
	Until string `json:"until,omitempty" format:"date" doc:"The last day; without it, until it is revoked"`
}

// Grant lets the operator see something. Both organisations' audits say so.
func (o *Operator) Grant(ctx context.Context, org db.Org, in Granting) (*Grant, error) {
	if err := o.check(ctx, org, &in.Named); err != nil {
		return nil, err
	}
	today, err := o.today(ctx, org)
	if err != nil {
		return nil, err
	}
	if in.Until != "" {
		if _, err := time.Parse(time.DateOnly, in.Until); err != nil {
			return nil, problem.At("body.until", "date_invalid", "%.20q isn't a date such as 2027-12-31.", in.Until)
		}
		if in.Until < today {
			return nil, problem.At("body.until", "already_past", "This day is over already.")
		}
	}
	g := &Grant{Metrics: in.Metrics, Units: in.Units, Until: in.Until, State: "holds", CreatedBy: identity.From(ctx).Name, org: org}
	err = o.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		if g.operator, err = identity.OperatorIn(ctx, tx); err != nil {
			return err
		}
		switch g.operator {
		case "":
			return problem.New(problem.Conflict, "no_operator", "This installation has no operator.")
		case org:
			return problem.New(problem.Conflict, "operator_itself", "Your organisation is the operator: it sees itself.")
		}
		g.ID, g.CreatedAt = GrantID(tx.ID("grt")), tx.Now
		if err := insertGrant(ctx, tx, g); err != nil {
			return err
		}
		return o.tellBoth(ctx, tx, g, "operator_grant.create")
	})
	return g, err
}

// Revoke ends a grant at once.
func (o *Operator) Revoke(ctx context.Context, org db.Org, id GrantID) error {
	return o.DB.Write(ctx, org, func(tx *db.Tx) error {
		g, err := findGrant(ctx, tx, org, id)
		if err != nil || g.RevokedAt != nil {
			return err
		}
		if err := revokeGrant(ctx, tx, g, identity.From(ctx).Name); err != nil {
			return err
		}
		return o.tellBoth(ctx, tx, g, "operator_grant.revoke")
	})
}

// Grants lists what an organisation has granted to the operator of now, ended and revoked ones too, newest first.
func (o *Operator) Grants(ctx context.Context, org db.Org) (all []Grant, err error) {
	today, err := o.today(ctx, org)
	if err != nil {
		return nil, err
	}
	err = o.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = grantsBy(ctx, tx, org); return err })
	for n := range all {
		all[n].State = all[n].state(today)
	}
	return all, err
}

// holding lists the grants that hold now for an operator, the oldest first; none for an organisation that isn't the operator.
func (o *Operator) holding(ctx context.Context, operator db.Org) (out []Grant, err error) {
	var all []Grant
	err = o.DB.SystemRead(ctx, func(tx *db.Tx) error {
		if is, err := identity.OperatorIn(ctx, tx); err != nil || is != operator {
			return err
		}
		all, err = grantsTo(ctx, tx, operator)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		today, err := o.today(ctx, g.org)
		if err != nil {
			return nil, err
		}
		if g.state(today) == "holds" {
			out = append(out, g)
		}
	}
	return out, nil
}

// today is the day it is in an organisation's zone.
func (o *Operator) today(ctx context.Context, org db.Org) (string, error) {
	of, err := o.People.Organisation(ctx, org)
	if err != nil {
		return "", err
	}
	return o.DB.Now().In(of.Location()).Format(time.DateOnly), nil
}

const noteJob = "operator.note"

// note is a deed that another organisation's audit is told of.
type note struct {
	Org     db.Org
	Actor   string
	Verb    string
	Subject string
	Detail  map[string]any
}

// tellBoth records a deed in the granting organisation's audit, and has it recorded in the operator's by a job of the same
// transaction: no transaction writes into two organisations.
func (o *Operator) tellBoth(ctx context.Context, tx *db.Tx, g *Grant, verb string) error {
	detail := map[string]any{"metrics": g.Metrics, "units": g.Units, "until": g.Until}
	if err := o.Audit.Record(ctx, tx, verb, string(g.ID), detail); err != nil {
		return err
	}
	of, err := o.People.Organisation(ctx, g.org)
	if err != nil {
		return err
	}
	theirs := map[string]any{"organisation": of.Name, "metrics": g.Metrics, "until": g.Until}
	return o.tell(ctx, tx, note{Org: g.operator, Actor: of.Name, Verb: verb, Subject: string(g.ID), Detail: theirs})
}

func (o *Operator) tell(ctx context.Context, tx *db.Tx, n note) error {
	_, err := o.Jobs.Enqueue(ctx, tx, noteJob, n)
	return err
}

// Handlers registers the background work.
func (o *Operator) Handlers(q *jobs.Queue) {
	q.Handle(noteJob, func(ctx context.Context, j *jobs.Job) error {
		var n note
		if err := j.Decode(&n); err != nil {
			return err
		}
		ctx = identity.System(ctx, n.Org, n.Actor)
		return o.DB.Write(ctx, n.Org, func(tx *db.Tx) error {
			if err := o.Audit.Record(ctx, tx, n.Verb, n.Subject, n.Detail); err != nil {
				return err
			}
			return j.Complete(ctx, tx)
		})
	})
}
