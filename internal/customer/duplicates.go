package customer

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Sameness says in what two customers agree, the strongest first.
type Sameness string

// The closed list.
const (
	SameEmail Sameness = "email"
	SamePhone Sameness = "phone"
	SameName  Sameness = "name"
)

// Duplicate is another customer who may be the same.
type Duplicate struct {
	Customer Customer   `json:"customer"`
	Same     []Sameness `json:"same" doc:"In what they agree: email, phone, name"`
}

// Pair is two customers who may be the same.
type Pair struct {
	One   Customer   `json:"one" doc:"The older one"`
	Other Customer   `json:"other"`
	Same  []Sameness `json:"same"`
}

// maxDuplicates bounds what one customer is compared with: a name or a switchboard that hundreds share says nothing.
const maxDuplicates = 20

// Duplicates proposes who may be the same as a customer, the likeliest first.
func (c *Customers) Duplicates(ctx context.Context, org db.Org, id ID) (list []Duplicate, err error) {
	k, err := c.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		apart, err := different(ctx, tx, org, k.ID)
		if err != nil {
			return err
		}
		found := map[ID]int{}
		for _, by := range []struct {
			same   Sameness
			column string
			value  string
		}{{SameEmail, "email_folded", identity.Fold(k.Email)}, {SamePhone, "phone_folded", digits(k.Phone)}, {SameName, "name_folded", identity.Fold(k.Name)}} {
			if by.value == "" {
				continue
			}
			// Ordered by a text made of the id: by the id itself SQLite would walk all customers in that order.
			rows, err := tx.Query(ctx, `select `+columns+` from customer where org = $1 and `+by.column+` = $2 and merged_into is null and id <> $3
				order by id || '' limit $4`, org, by.value, k.ID, maxDuplicates)
			some, err := db.Collect(rows, err, scan)
			if err != nil {
				return err
			}
			for _, o := range some {
				at, ok := found[o.ID]
				switch {
				case slices.Contains(apart, o.ID):
				case ok:
					list[at].Same = append(list[at].Same, by.same)
				default:
					found[o.ID] = len(list)
					list = append(list, Duplicate{Customer: o.Customer, Same: []Sameness{by.same}})
				}
			}
		}
		return nil
	})
	return list, err
}

// Pairs proposes customers of the whole organisation who may be the same: those who share an address first, then a phone
// number, then no more than a name.
func (c *Customers) Pairs(ctx context.Context, org db.Org, limit int) (out []Pair, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		var ids [][3]string
		for _, by := range []struct {
			same   Sameness
			column string
			holds  string
		}{{SameEmail, "email_folded", "is not null"}, {SamePhone, "phone_folded", "is not null"}, {SameName, "name_folded", "<> ''"}} {
			// The oldest and the youngest of each group: merging them leaves the next pair of a larger group. Groups come out of
			// the index alone, and only as many as are wanted are looked at.
			const member = ` from customer k where k.org = $1 and k.merged_into is null and k.`
			rows, err := tx.Query(ctx, `select g.low, g.high from (select (select min(k.id)`+member+by.column+` = v.shared) as low,
				(select max(k.id)`+member+by.column+` = v.shared) as high
				from (select `+by.column+` as shared from customer where org = $1 and `+by.column+` `+by.holds+`
					group by `+by.column+` having count(*) between 2 and 20) v) g
				where g.low < g.high and not exists (select 1 from customer_different d where d.org = $1 and d.one = g.low and d.other = g.high)
				limit $2`, org, limit)
			some, err := db.Collect(rows, err, func(r db.Scanner) (p [3]string, err error) { p[2] = string(by.same); return p, r.Scan(&p[0], &p[1]) })
			if err != nil {
				return err
			}
			ids = append(ids, some...)
		}
		out, err = pairs(ctx, tx, org, ids, limit)
		return err
	})
	return out, err
}

func pairs(ctx context.Context, tx *db.Tx, org db.Org, ids [][3]string, limit int) ([]Pair, error) {
	out, at := []Pair{}, map[[2]string]int{}
	for _, p := range ids {
		key := [2]string{p[0], p[1]}
		if n, ok := at[key]; ok {
			out[n].Same = append(out[n].Same, Sameness(p[2]))
			continue
		}
		if len(out) == limit {
			continue
		}
		one, err := FindIn(ctx, tx, org, ID(p[0]))
		if err != nil {
			return nil, err
		}
		other, err := FindIn(ctx, tx, org, ID(p[1]))
		if err != nil {
			return nil, err
		}
		at[key] = len(out)
		out = append(out, Pair{One: *one, Other: *other, Same: []Sameness{Sameness(p[2])}})
	}
	return out, nil
}

// Different notes that two customers are two people, so that nobody is asked again; or, with is false, takes that back.
func (c *Customers) Different(ctx context.Context, org db.Org, a, b ID, is bool) error {
	if a == b {
		return problem.At("body.other", "merge_itself", "A customer can't differ from itself.")
	}
	one, other := min(a, b), max(a, b)
	return c.DB.Write(ctx, org, func(tx *db.Tx) error {
		for _, id := range []ID{a, b} {
			if _, err := row(ctx, tx, org, id); err != nil {
				return err
			}
		}
		verb, text, args := "customer.different", `insert into customer_different (org, one, other, at) values ($1, $2, $3, $4) on conflict do nothing`,
			[]any{org, one, other, tx.Micros()}
		if !is {
			verb, text, args = "customer.maybe_same", `delete from customer_different where org = $1 and one = $2 and other = $3`, args[:3]
		}
		if _, err := tx.Exec(ctx, text, args...); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, verb, string(a), map[string]any{"other": b})
	})
}

// different lists who was found not to be a customer.
func different(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]ID, error) {
	rows, err := tx.Query(ctx, `select case when one = $2 then other else one end from customer_different where org = $1 and (one = $2 or other = $2)`, org, id)
	return db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
}
