// Package customer knows who is served. Personal data lives here and nowhere else; signals point at a customer by id.
package customer

import (
	"context"
	"net/mail"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ID is a customer's id.
type ID string

// Customer is a person or account that is served.
type Customer struct {
	ID         ID        `json:"id"`
	ExternalID string    `json:"external_id,omitempty" doc:"The first one; there may be more among the identifiers"`
	Email      string    `json:"email,omitempty"`
	Name       string    `json:"name,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	Phone      string    `json:"phone,omitempty"`
	Address    string    `json:"address,omitempty"`
	Language   string    `json:"language,omitempty" doc:"BCP 47" example:"pt-BR"`
	Zone       string    `json:"zone,omitempty" doc:"IANA time zone" example:"Europe/Lisbon"`
	Segments   []string  `json:"segments" doc:"Keys of segments, in the organisation's order"`
	Version    int       `json:"version"`
}

// Called is what people call a customer: the name, else what they are known by.
func (k *Customer) Called() string {
	for _, s := range []string{k.Name, k.Email, k.ExternalID, k.Phone} {
		if s != "" {
			return s
		}
	}
	return string(k.ID)
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
	if err := text(r.ExternalID, location+".external_id", 200); err != nil {
		return err
	}
	if err := text(r.Name, location+".name", 200); err != nil {
		return err
	}
	return email(r.Email, location+".email")
}

func text(s, location string, most int) error {
	if utf8.RuneCountInString(s) > most {
		return problem.At(location, "name_too_long", "At most %d characters.", most).With(problem.Args{"max": most})
	}
	return identity.Clean(s, location)
}

func email(s, location string) error {
	if s == "" {
		return nil
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s || len(s) > 254 {
		return problem.At(location, "email_invalid", "%.254q isn't an e-mail address.", s)
	}
	return identity.Clean(s, location)
}

// Customers is the capability. All fields are set by app.
type Customers struct {
	DB    *db.DB
	Audit identity.Auditor
	// Reach tells whether the caller meets a customer in a case they may see, for roles that don't see every customer. casework
	// sits above and is plugged in.
	Reach func(ctx context.Context, org db.Org, family []ID) (bool, error)
	// Timeline holds what can tell of a customer; see Source.
	Timeline []Source
	// Scores sums up what a customer's signals said; signal sits above and is plugged in.
	Scores func(ctx context.Context, org db.Org, family []ID) ([]Score, error)
}

// Create adds a customer by what a signal would name them by.
func (c *Customers) Create(ctx context.Context, org db.Org, r Ref) (*Customer, error) {
	d, err := c.Add(ctx, org, New{ExternalID: r.ExternalID, Email: r.Email, Name: r.Name})
	if err != nil {
		return nil, err
	}
	return &d.Customer, nil
}

// New is what a customer is added with by hand: a name, or anything they are known by.
type New struct {
	ExternalID string       `json:"external_id,omitempty" maxLength:"200"`
	Email      string       `json:"email,omitempty" maxLength:"254"`
	Name       string       `json:"name,omitempty" maxLength:"200"`
	Phone      string       `json:"phone,omitempty" maxLength:"40"`
	Language   string       `json:"language,omitempty" maxLength:"35"`
	Segments   []string     `json:"segments,omitempty" maxItems:"50"`
	Others     []Identifier `json:"identifiers,omitempty" maxItems:"50"`
}

// Add adds a customer by hand.
func (c *Customers) Add(ctx context.Context, org db.Org, n New) (*Detail, error) {
	if n.ExternalID == "" && n.Email == "" && n.Name == "" && n.Phone == "" && len(n.Others) == 0 {
		return nil, problem.At("body", "customer_unnamed", "A customer needs a name, or something they are known by.")
	}
	e := Edit{Name: &n.Name, Email: &n.Email, Phone: &n.Phone, Language: &n.Language, Segments: n.Segments}
	if n.ExternalID != "" {
		n.Others = append([]Identifier{{Kind: ByExternalID, Value: n.ExternalID}}, n.Others...)
	}
	e.Identifiers = n.Others
	if err := e.validate(); err != nil {
		return nil, err
	}
	var id ID
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		id = ID(tx.ID("cus"))
		if err := insertAll(ctx, tx, org, []*Customer{{ID: id, Name: n.Name, Email: n.Email}}); err != nil {
			return err
		}
		k, err := detail(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if _, err := c.apply(ctx, tx, org, k, e); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "customer.create", string(id), nil)
	})
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, id)
}

// Find returns one with all that is known of them, or a not-found problem, also where the caller may not see them. The id of
// one who was merged leads to the survivor.
func (c *Customers) Find(ctx context.Context, org db.Org, id ID) (k *Detail, err error) {
	if k, err = c.read(ctx, org, id); err != nil {
		return nil, err
	}
	return k, c.mayRead(ctx, org, k)
}

func (c *Customers) read(ctx context.Context, org db.Org, id ID) (k *Detail, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { k, err = detail(ctx, tx, org, id); return err })
	return k, err
}

// mayRead refuses a caller who sees no customers but those of their own cases. Who may not see one isn't told that there is one.
func (c *Customers) mayRead(ctx context.Context, org db.Org, k *Detail) error {
	if identity.From(ctx).May(identity.PeopleRead) {
		return nil
	}
	if c.Reach != nil {
		ok, err := c.Reach(ctx, org, k.Family())
		if err != nil || ok {
			return err
		}
	}
	return unknown(k.Asked)
}

func unknown(id ID) error {
	return problem.New(problem.NotFound, "customer_unknown", "There is no customer %.60s.", id)
}

// Query narrows a list of customers. The zero value lists everybody.
type Query struct {
	Search  string // in name, addresses, phone numbers and every identifier
	Segment string // key
	Cursor  string
	Limit   int
}

// Page returns customers, newest first. One who was merged is found too, as the survivor.
func (c *Customers) Page(ctx context.Context, org db.Org, q Query) (list []Customer, next string, err error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	limit := q.Limit
	q.Limit++
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, q); return err })
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	return list, next, err
}

// maxPage is the longest page of customers.
const maxPage = 200

// Named returns the ids under which a search may find customers in what others have stored: those it names, and whoever was
// merged with them.
func (c *Customers) Named(ctx context.Context, org db.Org, search string, limit int) (ids []ID, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		list, err := query(ctx, tx, org, Query{Search: search, Limit: limit})
		if err != nil {
			return err
		}
		for _, k := range list {
			ids = append(ids, k.ID)
		}
		ids, err = families(ctx, tx, org, ids)
		return err
	})
	return ids, err
}
