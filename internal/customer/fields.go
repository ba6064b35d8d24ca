package customer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Fields is what an organisation keeps of its customers beyond what everybody does.
type Fields struct {
	Segments   []Segment   `json:"segments" maxItems:"100"`
	Attributes []Attribute `json:"attributes" maxItems:"100"`
	Purposes   []Purpose   `json:"purposes" maxItems:"4"`
	Version    int         `json:"version" readOnly:"true"`
}

// Segment is a group of customers that the organisation treats as one, such as VIP.
type Segment struct {
	Key  string `json:"key" maxLength:"64" example:"vip"`
	Name string `json:"name" maxLength:"60"`
}

// Attribute is one further thing known of customers.
type Attribute struct {
	Key     string   `json:"key" maxLength:"64" example:"tariff"`
	Name    string   `json:"name" maxLength:"60"`
	Type    Type     `json:"type" enum:"text,choice,number,date"`
	Choices []string `json:"choices,omitempty" maxItems:"200" doc:"Of a choice: what it may be"`
}

// Type says what values an attribute has.
type Type string

// The closed list of types.
const (
	IsText   Type = "text"
	IsChoice Type = "choice"
	IsNumber Type = "number"
	IsDate   Type = "date"
)

const (
	maxSegments   = 100
	maxAttributes = 100
	maxChoices    = 200
)

// Fields returns what an organisation has defined.
func (c *Customers) Fields(ctx context.Context, org db.Org) (f *Fields, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { f, err = fieldsIn(ctx, tx, org); return err })
	return f, err
}

// SetFields replaces the definitions. What customers hold can't be taken away or turned into something else.
func (c *Customers) SetFields(ctx context.Context, org db.Org, version int, f Fields) (*Fields, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		was, err := fieldsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		if was.Version != version {
			return web.Stale()
		}
		if err := f.keeps(ctx, tx, org, was); err != nil {
			return err
		}
		f.Version = version + 1
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into customer_fields (org, version, doc) values ($1, $2, $3)
			on conflict (org) do update set version = excluded.version, doc = excluded.doc`, org, f.Version, string(b)); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "customer.fields", "", map[string]any{"segments": len(f.Segments), "attributes": len(f.Attributes)})
	})
	return &f, err
}

func (f *Fields) validate() error {
	if len(f.Segments) > maxSegments {
		return problem.At("body.segments", "too_many_segments", "At most %d segments.", maxSegments)
	}
	if len(f.Attributes) > maxAttributes {
		return problem.At("body.attributes", "too_many_attributes", "At most %d attributes.", maxAttributes)
	}
	seen := map[string]bool{}
	for n, s := range f.Segments {
		place := fmt.Sprintf("body.segments[%d]", n)
		if err := definition(s.Key, s.Name, place, seen); err != nil {
			return err
		}
	}
	seen = map[string]bool{}
	for n, a := range f.Attributes {
		place := fmt.Sprintf("body.attributes[%d]", n)
		if err := definition(a.Key, a.Name, place, seen); err != nil {
			return err
		}
		if err := a.validate(place); err != nil {
			return err
		}
	}
	return f.validatePurposes()
}

func definition(key, name, place string, seen map[string]bool) error {
	if err := identity.Key(key, place+".key"); err != nil {
		return err
	}
	if seen[key] {
		return problem.At(place+".key", "key_twice", "%q stands in the list twice.", key)
	}
	seen[key] = true
	return identity.Name(name, place+".name", 60)
}

func (a *Attribute) validate(place string) error {
	if !slices.Contains([]Type{IsText, IsChoice, IsNumber, IsDate}, a.Type) {
		return problem.At(place+".type", "type_unknown", "A type is text, choice, number or date.")
	}
	if a.Type != IsChoice {
		a.Choices = nil
		return nil
	}
	if len(a.Choices) < 1 || len(a.Choices) > maxChoices {
		return problem.At(place+".choices", "choices_needed", "A choice has 1 to %d values.", maxChoices)
	}
	for n, c := range a.Choices {
		if err := identity.Name(c, fmt.Sprintf("%s.choices[%d]", place, n), 100); err != nil {
			return err
		}
		if slices.Contains(a.Choices[:n], c) {
			return problem.At(fmt.Sprintf("%s.choices[%d]", place, n), "choice_twice", "%.60q stands in the list twice.", c)
		}
	}
	return nil
}

// keeps refuses definitions that would orphan what customers hold.
func (f *Fields) keeps(ctx context.Context, tx *db.Tx, org db.Org, was *Fields) error {
	for _, s := range was.Segments {
		if slices.ContainsFunc(f.Segments, func(n Segment) bool { return n.Key == s.Key }) {
			continue
		}
		var n int64
		if err := tx.QueryRow(ctx, `select count(*) from customer_segment where org = $1 and segment = $2`, org, s.Key).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return problem.At("body.segments", "segment_in_use", "%d customers are in the segment %s. Take them out first.", n, s.Name)
		}
	}
	for _, a := range was.Attributes {
		i := slices.IndexFunc(f.Attributes, func(n Attribute) bool { return n.Key == a.Key })
		if i >= 0 && f.Attributes[i].Type == a.Type && !lacks(f.Attributes[i].Choices, a.Choices) {
			continue
		}
		used, err := attributeUsed(ctx, tx, org, a.Key)
		if err != nil {
			return err
		}
		if used {
			return problem.At("body.attributes", "attribute_in_use", "Customers have values of %s: it can be renamed and its choices extended, and no more.", a.Name)
		}
	}
	return nil
}

func lacks(list, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(s string) bool { return !slices.Contains(list, s) })
}

// attributeUsed looks for the key in the stored documents, whose keys are plain ASCII.
func attributeUsed(ctx context.Context, tx *db.Tx, org db.Org, key string) (used bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select 1 from customer where org = $1 and attributes like $2 escape '\')`, org, db.Contains(`"`+key+`":`)).Scan(&used)
	return used, err
}

func fieldsIn(ctx context.Context, tx *db.Tx, org db.Org) (*Fields, error) {
	f := &Fields{Segments: []Segment{}, Attributes: []Attribute{}}
	var doc string
	err := tx.QueryRow(ctx, `select version, doc from customer_fields where org = $1`, org).Scan(&f.Version, &doc)
	if err == nil {
		version := f.Version
		err = json.Unmarshal([]byte(doc), f)
		f.Version = version
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	f.completePurposes()
	return f, err
}

// order puts keys into the organisation's order.
func (f *Fields) order(keys []string) []string {
	out := []string{}
	for _, s := range f.Segments {
		if slices.Contains(keys, s.Key) {
			out = append(out, s.Key)
		}
	}
	return out
}

// segments checks a customer's segments.
func (f *Fields) segments(keys []string) ([]string, error) {
	for n, k := range keys {
		if !slices.ContainsFunc(f.Segments, func(s Segment) bool { return s.Key == k }) {
			return nil, problem.At(fmt.Sprintf("body.segments[%d]", n), "segment_unknown", "There is no segment %.60q.", k)
		}
	}
	return f.order(keys), nil
}

// check reads one value as its attribute is defined. Numbers and dates are kept in one form each.
func (f *Fields) check(key, v string) (string, error) {
	place := "body.attributes." + brief(key)
	i := slices.IndexFunc(f.Attributes, func(a Attribute) bool { return a.Key == key })
	if i < 0 {
		return "", problem.At(place, "attribute_unknown", "There is no attribute %.60q.", key)
	}
	a, v := f.Attributes[i], strings.TrimSpace(v)
	if v == "" {
		return "", nil
	}
	switch a.Type {
	case IsChoice:
		if !slices.Contains(a.Choices, v) {
			return "", problem.At(place, "not_a_choice", "%s is one of: %s.", a.Name, strings.Join(a.Choices, ", "))
		}
	case IsNumber:
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || n > 1e15 || n < -1e15 || n != n {
			return "", problem.At(place, "not_a_number", "%s is a number; %.40q isn't.", a.Name, v)
		}
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	case IsDate:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return "", problem.At(place, "not_a_date", "%s is a date such as 2026-01-31; %.40q isn't.", a.Name, v)
		}
	}
	return v, nil
}
