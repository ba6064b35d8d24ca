package casework

import (
	"context"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Meets reports whether the caller sees a case of a customer, under any of the ids that are theirs, or keeps a promise to them.
// Who works cases sees the customers of those, and nobody else's.
func (c *Cases) Meets(ctx context.Context, org db.Org, customers []customer.ID) (met bool, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		q := newQuery(org)
		who, me := args(q, customers), q.arg(r.me)
		q.and("f.customer in (" + who + ")")
		r.narrow(q)
		return tx.QueryRow(ctx, `select exists (select 1 from case_file f where f.org = $1`+q.where.String()+`)
			or exists (select 1 from commitment p where p.org = $1 and p.customer in (`+who+`) and p.owner = `+me+`)`, q.args...).Scan(&met)
	})
	return met, err
}

// OfCustomer is the condition on case_file f that leaves the cases of a customer which the caller sees, for other capabilities'
// queries. Its arguments begin with the organisation, $1.
func (c *Cases) OfCustomer(ctx context.Context, tx *db.Tx, org db.Org, customers []customer.ID) (where string, values []any, err error) {
	r, err := c.reach(ctx, tx)
	if err != nil {
		return "", nil, err
	}
	q := newQuery(org)
	q.and("f.customer in (" + args(q, customers) + ")")
	r.narrow(q)
	return q.where.String(), q.args, nil
}

// Timeline tells a customer's cases, each where it was opened, and what was promised to them, each where it was made, as far as
// the caller sees them.
func (c *Cases) Timeline() []customer.Source {
	return []customer.Source{
		{Kind: customer.CaseEntry, Verb: identity.CaseRead, List: c.casesOfCustomer},
		{Kind: customer.CommitmentEntry, Verb: identity.CaseRead, List: c.promisesTo},
	}
}

func (c *Cases) casesOfCustomer(ctx context.Context, org db.Org, customers []customer.ID, before customer.Position, limit int) (out []customer.Entry, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		where, values, err := c.OfCustomer(ctx, tx, org, customers)
		if err != nil {
			return err
		}
		after, more := before.Before("f.opened_at", "f.id", len(values)+1)
		values = append(append(values, more...), limit)
		rows, err := tx.Query(ctx, `select f.id, f.number, f.title, f.state, f.opened_at, f.due_at, coalesce(o.name, ''), coalesce(t.name, '')
			from case_file f left join app_user o on o.id = f.owner left join touch_point t on t.org = f.org and t.id = f.touch_point
			where f.org = $1`+where+after+` order by f.opened_at desc, f.id desc limit $`+strconv.Itoa(len(values)), values...)
		out, err = db.Collect(rows, err, func(s db.Scanner) (customer.Entry, error) {
			e := customer.Entry{Kind: customer.CaseEntry}
			var number, opened, due int64
			err := s.Scan(&e.ID, &number, &e.Title, &e.State, &opened, &due, &e.By, &e.Place)
			e.Link, e.Ref, e.At, e.Due = e.ID, ref(number), db.Micros(opened), db.Micros(due)
			return e, err
		})
		return err
	})
	return out, err
}

// promisesTo tells commitments, those on a case and those without one.
func (c *Cases) promisesTo(ctx context.Context, org db.Org, customers []customer.ID, before customer.Position, limit int) (out []customer.Entry, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		q := newQuery(org)
		who := args(q, customers)
		q.and("(p.customer in (" + who + ") or p.customer is null and p.case_id in (select id from case_file where org = $1 and customer in (" + who + ")))")
		r.narrowPromises(q)
		after, values := before.Before("p.made_at", "p.id", len(q.args)+1)
		q.args = append(q.args, values...)
		rows, err := tx.Query(ctx, `select `+commitmentColumns+commitmentFrom+` where p.org = $1`+q.where.String()+after+
			` order by p.made_at desc, p.id desc limit `+q.arg(limit), q.args...)
		list, err := db.Collect(rows, err, scanCommitment)
		for i := range list {
			p := &list[i]
			out = append(out, customer.Entry{ID: string(p.ID), At: p.MadeAt, Kind: customer.CommitmentEntry, Link: string(p.Case), Ref: p.Ref,
				Title: p.Text, State: string(p.State), By: p.Owner.Name, Due: p.DueAt})
		}
		return err
	})
	return out, err
}
