package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Meets reports whether the caller sees a case of a customer, under any of the ids that are theirs. Who works cases sees the
// customers of those, and nobody else's.
func (c *Cases) Meets(ctx context.Context, org db.Org, customers []customer.ID) (met bool, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		q := newQuery(org)
		q.and("f.customer in (" + args(q, customers) + ")")
		r.narrow(q)
		return tx.QueryRow(ctx, `select exists (select 1 from case_file f where f.org = $1`+q.where.String()+`)`, q.args...).Scan(&met)
	})
	return met, err
}

// Timeline tells a customer's cases, as far as the caller sees them, each where it was opened.
func (c *Cases) Timeline() customer.Source {
	return customer.Source{Kind: customer.CaseEntry, Verb: identity.CaseRead, List: c.casesOfCustomer}
}

func (c *Cases) casesOfCustomer(ctx context.Context, org db.Org, customers []customer.ID, before customer.Position, limit int) (out []customer.Entry, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		q := newQuery(org)
		q.and("f.customer in (" + args(q, customers) + ")")
		r.narrow(q)
		after, values := before.Before("f.opened_at", "f.id", len(q.args)+1)
		q.args = append(q.args, values...)
		rows, err := tx.Query(ctx, `select f.id, f.number, f.title, f.state, f.opened_at, f.due_at, coalesce(o.name, ''), coalesce(t.name, '')
			from case_file f left join app_user o on o.id = f.owner left join touch_point t on t.org = f.org and t.id = f.touch_point
			where f.org = $1`+q.where.String()+after+` order by f.opened_at desc, f.id desc limit `+q.arg(limit), q.args...)
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
