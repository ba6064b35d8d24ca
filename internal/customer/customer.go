// Package customer knows who is served. Personal data lives here and nowhere else; signals point at a customer by id.
package customer

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a customer's id.
type ID string

// Customer is a person or account that is served.
type Customer struct {
	ID         ID        `json:"id"`
	ExternalID string    `json:"external_id,omitempty"`
	Email      string    `json:"email,omitempty"`
	Name       string    `json:"name,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
}

// Ref is how a signal names a customer: by an external id, else by an e-mail address.
type Ref struct {
	ExternalID string `json:"external_id,omitempty" maxLength:"200"`
	Email      string `json:"email,omitempty" maxLength:"254"`
	Name       string `json:"name,omitempty" maxLength:"200"`
}

// Validate checks the rules that need no database. location is where in the input it stands.
func (r *Ref) Validate(location string) error {
	if r.ExternalID == "" && r.Email == "" {
		return problem.At(location, "customer_unnamed", "A customer needs an external_id or an email.")
	}
	for field, s := range map[string]string{".external_id": r.ExternalID, ".name": r.Name} {
		if utf8.RuneCountInString(s) > 200 {
			return problem.At(location+field, "name_too_long", "At most 200 characters.")
		}
		if err := identity.Clean(s, location+field); err != nil {
			return err
		}
	}
	if r.Email != "" {
		if a, err := mail.ParseAddress(r.Email); err != nil || a.Address != r.Email || len(r.Email) > 254 {
			return problem.At(location+".email", "email_invalid", "%q isn't an e-mail address.", r.Email)
		}
	}
	return nil
}

// Customers is the capability.
type Customers struct {
	DB    *db.DB
	Audit identity.Auditor
}

// Create adds a customer.
func (c *Customers) Create(ctx context.Context, org db.Org, r Ref) (*Customer, error) {
	if err := r.Validate("body"); err != nil {
		return nil, err
	}
	k := &Customer{ExternalID: r.ExternalID, Email: r.Email, Name: r.Name}
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		k.ID, k.CreatedAt = ID(tx.ID("cus")), tx.Now
		if err := insert(ctx, tx, org, k); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "customer.create", string(k.ID), nil)
	})
	return k, err
}

// Find returns one, or a not-found problem.
func (c *Customers) Find(ctx context.Context, org db.Org, id ID) (k *Customer, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { k, err = FindIn(ctx, tx, org, id); return err })
	return k, err
}

// List returns those whose name, e-mail address or external id contains search, newest first.
func (c *Customers) List(ctx context.Context, org db.Org, search, after string, limit int) (list []Customer, next string, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, search, after, limit+1); return err })
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	return list, next, err
}

// Resolve returns the customer that a signal names, making them where they aren't known yet. What is newly told (an address, a
// name) is added to what was known.
func (c *Customers) Resolve(ctx context.Context, tx *db.Tx, org db.Org, r *Ref) (ID, error) {
	known, err := findRef(ctx, tx, org, r)
	if err != nil {
		return "", err
	}
	if known == nil {
		k := &Customer{ID: ID(tx.ID("cus")), ExternalID: r.ExternalID, Email: r.Email, Name: r.Name}
		return k.ID, insert(ctx, tx, org, k)
	}
	if known.Email == "" && r.Email != "" || known.Name == "" && r.Name != "" {
		_, err = tx.Exec(ctx, `update customer set email = coalesce(email, $1), email_folded = coalesce(email_folded, $2),
			name = case when name = '' then $3 else name end, name_folded = case when name = '' then $4 else name_folded end
			where org = $5 and id = $6`,
			db.NullText(r.Email), db.NullText(identity.Fold(r.Email)), r.Name, identity.Fold(r.Name), org, known.ID)
	}
	return known.ID, err
}

// ResolveAll resolves the customers of many signals with one question for those known by external id. Refs without one, and new
// ones, go one at a time.
func (c *Customers) ResolveAll(ctx context.Context, tx *db.Tx, org db.Org, refs []*Ref) (map[*Ref]ID, error) {
	known := map[string]*Customer{}
	ids := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.ExternalID != "" {
			ids = append(ids, r.ExternalID)
		}
	}
	for len(ids) > 0 {
		n := db.Chunk(len(ids))
		args := append(make([]any, 0, n+1), org)
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		rows, err := tx.Query(ctx, byExternal.Text(tx, n), args...)
		_, err = db.Collect(rows, err, func(r db.Scanner) (k Customer, err error) {
			k, err = scan(r)
			known[k.ExternalID] = &k
			return k, err
		})
		if err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	out := make(map[*Ref]ID, len(refs))
	var fresh []*Customer
	for _, r := range refs {
		k := known[r.ExternalID]
		switch {
		case k == nil && r.ExternalID != "":
			k = &Customer{ID: ID(tx.ID("cus")), ExternalID: r.ExternalID, Email: r.Email, Name: r.Name}
			known[r.ExternalID], fresh = k, append(fresh, k)
			out[r] = k.ID
		case k != nil && (r.Email == "" || k.Email != "") && (r.Name == "" || k.Name != ""):
			out[r] = k.ID
		default:
			// By address alone, or with something new to note: these look into the table, which the new ones must be in first.
			if err := insertAll(ctx, tx, org, fresh); err != nil {
				return nil, err
			}
			fresh = fresh[:0]
			id, err := c.Resolve(ctx, tx, org, r)
			if err != nil {
				return nil, err
			}
			out[r] = id
		}
	}
	return out, insertAll(ctx, tx, org, fresh)
}

var byExternal = db.NewList(`select `+columns+` from customer where org = $1 and external_id in (`, `)`)

const columns = `id, coalesce(external_id, ''), coalesce(email, ''), name, created_at`

var customerInsert = db.NewBulk(`insert into customer (org, id, external_id, email, email_folded, name, name_folded, created_at) values `, 8, ``)

func insertAll(ctx context.Context, tx *db.Tx, org db.Org, list []*Customer) error {
	for len(list) > 0 {
		n := db.Chunk(len(list))
		args := make([]any, 0, n*8)
		for _, k := range list[:n] {
			args = append(args, org, k.ID, db.NullText(k.ExternalID), db.NullText(k.Email), db.NullText(identity.Fold(k.Email)),
				k.Name, identity.Fold(k.Name), tx.Micros())
		}
		if _, err := tx.Exec(ctx, customerInsert.Text(tx, n), args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, k *Customer) error {
	err := insertAll(ctx, tx, org, []*Customer{k})
	if db.IsConflict(err) {
		return problem.At("body.external_id", "external_id_taken", "There is a customer %q already.", k.ExternalID)
	}
	return err
}

// findRef returns nil where nobody is known by that name.
func findRef(ctx context.Context, tx *db.Tx, org db.Org, r *Ref) (*Customer, error) {
	where, arg := `external_id = $2`, r.ExternalID
	if arg == "" {
		where, arg = `email_folded = $2 order by num limit 1`, identity.Fold(r.Email)
	}
	k, err := scan(tx.QueryRow(ctx, `select `+columns+` from customer where org = $1 and `+where, org, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &k, err
}

// FindIn returns one inside a transaction, or a not-found problem.
func FindIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Customer, error) {
	k, err := scan(tx.QueryRow(ctx, `select `+columns+` from customer where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "customer_unknown", "There is no customer %s.", id)
	}
	return &k, err
}

// Numbers returns what analytics knows customers by.
func Numbers(ctx context.Context, tx *db.Tx, org db.Org, ids []string) (map[string]int32, error) {
	out := map[string]int32{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		marks, args := db.Marks(2, ids[:n])
		rows, err := tx.Query(ctx, `select id, num from customer where org = $1 and id in (`+marks+`)`, append([]any{org}, args...)...)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var num int32
			err = r.Scan(&id, &num)
			out[id] = num
			return id, err
		})
		if err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

func query(ctx context.Context, tx *db.Tx, org db.Org, search, before string, limit int) ([]Customer, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from customer where org = $1 and ($2 = '' or id < $2)
		and (name_folded like $3 escape '\' or email_folded like $3 escape '\' or external_id like $4 escape '\')
		order by id desc limit $5`, org, before, db.Contains(identity.Fold(search)), db.Contains(strings.TrimSpace(search)), limit)
	return db.Collect(rows, err, scan)
}

func scan(r db.Scanner) (k Customer, err error) {
	var at int64
	err = r.Scan(&k.ID, &k.ExternalID, &k.Email, &k.Name, &at)
	k.CreatedAt = db.Micros(at)
	return k, err
}

// Routes describes and serves the customer API.
func (c *Customers) Routes(a *web.API) {
	type one struct{ Body *Customer }
	web.Register(a, web.Op{ID: "customer-list", Method: http.MethodGet, Path: "/customers", Tag: "Customers", Verb: identity.PeopleRead,
		Summary: "Customers, newest first"},
		func(ctx context.Context, in *struct {
			Search string `query:"search" maxLength:"100"`
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Customer], error) {
			return web.ListOf(c.List(ctx, identity.From(ctx).Org, in.Search, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "customer-create", Method: http.MethodPost, Path: "/customers", Tag: "Customers", Verb: identity.PeopleWrite,
		Summary: "Add a customer", Status: 201},
		func(ctx context.Context, in *struct{ Body Ref }) (*one, error) {
			k, err := c.Create(ctx, identity.From(ctx).Org, in.Body)
			return &one{k}, err
		})
	web.Register(a, web.Op{ID: "customer-get", Method: http.MethodGet, Path: "/customers/{id}", Tag: "Customers", Verb: identity.PeopleRead,
		Summary: "One customer"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			k, err := c.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{k}, err
		})
}
