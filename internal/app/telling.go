package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/reply"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// noticeKinds says under which of a person's settings each notice about cases falls.
var noticeKinds = map[casework.NoticeKind]notify.Kind{
	casework.ToldMention: notify.Mentioned, casework.ToldAssigned: notify.Assigned, casework.ToldChange: notify.Watched,
	casework.ToldReminder: notify.Reminded, casework.ToldBreach: notify.Overdue, casework.ToldEscalated: notify.Escalated,
	casework.ToldPromise: notify.Reminded, casework.ToldBroken: notify.Broken, casework.ToldRule: notify.Ruled,
}

// tellOfCase hands what happened to a case to whoever it concerns.
func (a *App) tellOfCase(ctx context.Context, tx *db.Tx, org db.Org, n casework.Notice) error {
	what := notify.Notice{Kind: noticeKinds[n.Kind], Title: caseTitle(n), Text: n.Text, Key: n.Key}
	if n.Text == "" {
		what.Text = n.Title
	}
	switch {
	case n.Case != "":
		what.Link = "/inbox/" + string(n.Case)
	case n.Rule != "":
		what.Link = "/rules/" + string(n.Rule)
	default:
		what.Link = "/commitments/" + string(n.Commitment)
	}
	for _, to := range n.To {
		what.To = to
		if err := a.Notify.Tell(ctx, tx, org, what); err != nil {
			return err
		}
	}
	return nil
}

func caseTitle(n casework.Notice) string {
	by := n.By
	if by == "" {
		by = "Touchstone"
	}
	switch n.Kind {
	case casework.ToldMention:
		return by + " mentioned you on " + n.Ref
	case casework.ToldAssigned:
		return n.Ref + " is yours now"
	case casework.ToldChange:
		return n.Ref + " went on"
	case casework.ToldReminder:
		return n.Ref + " is due soon"
	case casework.ToldBreach:
		return n.Ref + " is late"
	case casework.ToldEscalated:
		return n.Ref + " came up to you"
	case casework.ToldPromise:
		return "A promise of yours is due soon"
	case casework.ToldBroken:
		return "A promise to a customer was broken"
	case casework.ToldRule:
		return "The rule “" + n.Title + "” switched itself off"
	}
	return n.Title
}

// mayContact refuses to write to a customer who doesn't want it, saying why.
func (a *App) mayContact(purpose string) func(context.Context, *db.Tx, db.Org, customer.ID) error {
	return func(ctx context.Context, tx *db.Tx, org db.Org, id customer.ID) error {
		may, why, err := a.Customers.MayContact(ctx, tx, org, id, customer.Email, purpose)
		if err != nil || may || why == customer.NoAddress {
			return err // without an address one can be given by hand
		}
		return problem.At("body.to", "contact_"+string(why), "%s", why.Sentence())
	}
}

// invite makes a personal link to a survey, for a case's customer.
func (a *App) invite(ctx context.Context, tx *db.Tx, org db.Org, id string, k *casework.Case) (string, error) {
	p := survey.Personal{Customer: k.Customer.ID, About: string(k.ID), Unit: string(k.UnitID())}
	if k.TouchPoint != nil {
		p.TouchPoint = k.TouchPoint.ID
	}
	return a.Surveys.Invite(ctx, tx, org, survey.ID(id), p)
}

// promised lists what customers were promised, for their page.
func (a *App) promised(ctx context.Context, tx *db.Tx, org db.Org, id casework.ID) (out []reply.Promise, err error) {
	list, err := casework.CommitmentsIn(ctx, tx, org, id)
	for _, p := range list {
		if p.State == casework.Promise || p.State == casework.Kept {
			out = append(out, reply.Promise{Text: p.Text, By: p.DueAt, Kept: p.State == casework.Kept})
		}
	}
	return out, err
}
