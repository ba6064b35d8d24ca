package customer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// IdentifierKind says what sort of thing a customer is known by.
type IdentifierKind string

// The closed list of kinds.
const (
	ByExternalID IdentifierKind = "external_id"
	ByEmail      IdentifierKind = "email"
	ByPhone      IdentifierKind = "phone"
	ByAccount    IdentifierKind = "account"
	ByLoyalty    IdentifierKind = "loyalty"
	ByContract   IdentifierKind = "contract"
	ByUsername   IdentifierKind = "username"
	ByOther      IdentifierKind = "other"
)

// Identifier is something one customer alone is known by.
type Identifier struct {
	Kind  IdentifierKind `json:"kind" enum:"external_id,email,phone,account,loyalty,contract,username,other"`
	Value string         `json:"value" maxLength:"254"`
}

const maxIdentifiers = 50

func (i Identifier) validate(location string) error {
	place := location + ".value"
	if strings.TrimSpace(i.Value) == "" {
		return problem.At(place, "name_empty", "An identifier needs a value.")
	}
	switch i.Kind {
	case ByEmail:
		return email(i.Value, place)
	case ByPhone:
		return phone(i.Value, place)
	}
	return text(i.Value, place, 200)
}

// folded is how an identifier is compared. External ids are compared as they are: some systems tell A from a.
func (i Identifier) folded() string {
	switch i.Kind {
	case ByExternalID:
		return i.Value
	case ByEmail:
		return identity.Fold(i.Value)
	case ByPhone:
		return digits(i.Value)
	default:
		return strings.ToLower(strings.Join(strings.Fields(i.Value), ""))
	}
}

// phone refuses what nobody could dial.
func phone(s, location string) error {
	if err := text(s, location, 40); err != nil || s == "" {
		return err
	}
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			n++
		case unicode.IsSpace(r) || strings.ContainsRune("+()-./", r):
		default:
			return problem.At(location, "phone_invalid", "%.40q isn't a phone number: digits, blanks and + ( ) - . / only.", s)
		}
	}
	if n < 3 || n > 20 {
		return problem.At(location, "phone_invalid", "A phone number has 3 to 20 digits; this has %d.", n)
	}
	return nil
}

// digits is how phone numbers are compared: the digits alone, with 00 as +.
func digits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	out := b.String()
	if rest, ok := strings.CutPrefix(out, "00"); ok && !strings.HasPrefix(strings.TrimSpace(s), "+") {
		return rest
	}
	return out
}

// holds reports whether a list holds an identifier, compared as they are compared.
func holds(list []Identifier, i Identifier) bool {
	for _, o := range list {
		if o.Kind == i.Kind && o.folded() == i.folded() {
			return true
		}
	}
	return false
}

// setIdentifiers makes a customer's own identifiers those of the list. Those of customers merged into this one stay theirs.
func setIdentifiers(ctx context.Context, tx *db.Tx, org db.Org, k *Detail, list []Identifier) error {
	first := ""
	for n, i := range list {
		if i.Kind == ByExternalID && first == "" {
			first = i.Value
		}
		if holds(list[:n], i) {
			return problem.At(place(n), "identifier_twice", "%.60q stands in the list twice.", i.Value)
		}
		if holds(k.Identifiers, i) || holds(k.Theirs, i) {
			continue
		}
		other, err := holder(ctx, tx, org, i, k.Family())
		if err != nil {
			return err
		}
		if other != nil {
			return taken(i, other).On(place(n))
		}
	}
	if _, err := tx.Exec(ctx, `delete from customer_identifier where org = $1 and customer = $2`, org, k.ID); err != nil {
		return err
	}
	if first != k.ExternalID {
		if _, err := tx.Exec(ctx, `update customer set external_id = $1 where org = $2 and id = $3`, db.NullText(first), org, k.ID); err != nil {
			return err
		}
	}
	for _, i := range list {
		if i.Kind == ByExternalID && i.Value == first || holds(k.Theirs, i) {
			continue
		}
		if _, err := tx.Exec(ctx, `insert into customer_identifier (org, kind, folded, value, customer, created_at)
			values ($1, $2, $3, $4, $5, $6)`, org, string(i.Kind), i.folded(), i.Value, k.ID, tx.Micros()); err != nil {
			return err
		}
	}
	return nil
}

func place(n int) string { return fmt.Sprintf("body.identifiers[%d].value", n) }

func taken(i Identifier, other *Customer) *problem.Error {
	return problem.New(problem.Conflict, "identifier_taken", "%.60q belongs to %.80s already. If they are the same, merge the two.", i.Value, other.Called()).
		With(problem.Args{"value": i.Value, "customer": other.ID, "name": other.Called()})
}

// holder finds who outside a family has an identifier; nil where nobody does. An address that another customer is written to
// counts as theirs.
func holder(ctx context.Context, tx *db.Tx, org db.Org, i Identifier, family []ID) (*Customer, error) {
	var id ID
	err := tx.QueryRow(ctx, `select customer from customer_identifier where org = $1 and kind = $2 and folded = $3`,
		org, string(i.Kind), i.folded()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		column := map[IdentifierKind]string{ByExternalID: "external_id", ByEmail: "email_folded", ByPhone: "phone_folded"}[i.Kind]
		if column == "" {
			return nil, nil
		}
		marks, args := db.Marks(3, family)
		err = tx.QueryRow(ctx, `select id from customer where org = $1 and `+column+` = $2 and id not in (`+marks+`) order by num limit 1`,
			append([]any{org, i.folded()}, args...)...).Scan(&id)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, own := range family {
		if id == own {
			return nil, nil
		}
	}
	return FindIn(ctx, tx, org, id)
}

// byIdentifier finds whom an identifier of the table names: the customer's own row, merged or not; empty where it names nobody.
func byIdentifier(ctx context.Context, tx *db.Tx, org db.Org, i Identifier) (id ID, err error) {
	err = tx.QueryRow(ctx, `select customer from customer_identifier where org = $1 and kind = $2 and folded = $3`,
		org, string(i.Kind), i.folded()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// further finds whom external ids name that aren't anybody's first one.
func further(ctx context.Context, tx *db.Tx, org db.Org, ids []string) (map[string]ID, error) {
	out := map[string]ID{}
	for len(ids) > 0 {
		n := db.Chunk(len(ids))
		args := append(make([]any, 0, n+1), org)
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		rows, err := tx.Query(ctx, byFurther.Text(tx, n), args...)
		_, err = db.Collect(rows, err, func(r db.Scanner) (value string, err error) {
			var id ID
			err = r.Scan(&value, &id)
			out[value] = id
			return value, err
		})
		if err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

var byFurther = db.NewList(`select folded, customer from customer_identifier where org = $1 and kind = 'external_id' and folded in (`, `)`)
