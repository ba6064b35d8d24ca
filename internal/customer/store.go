package customer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Detail is a customer with all that is known of them, what others brought along who were merged into them included.
type Detail struct {
	Customer
	// Asked is the id that was asked for, where it belongs to one who was merged into this customer.
	Asked       ID                `json:"asked,omitempty" doc:"The id asked for, where that customer was merged into this one"`
	Identifiers []Identifier      `json:"identifiers" doc:"Their own"`
	Theirs      []Identifier      `json:"identifiers_merged" doc:"Of those who were merged into this customer"`
	Attributes  map[string]string `json:"attributes"`
	Preferences Preferences       `json:"preferences"`
	Consents    []Consent         `json:"consents" doc:"What holds now, one line a purpose"`
	Merged      []Merge           `json:"merged" doc:"Who was merged into this customer and still is, the latest first"`
	Totals      []Total           `json:"totals" doc:"Purchases, a line a currency"`

	family []ID
}

// Family is under which ids things of this customer are stored: their own first, then those of who was merged into them.
func (k *Detail) Family() []ID { return k.family }

const columns = `id, coalesce(external_id, ''), coalesce(email, ''), name, created_at, phone, address, language, zone, version,
	do_not_contact, channels, attributes`

func scan(r db.Scanner) (k Detail, err error) {
	var at int64
	var channels, attributes string
	err = r.Scan(&k.ID, &k.ExternalID, &k.Email, &k.Name, &at, &k.Phone, &k.Address, &k.Language, &k.Zone, &k.Version,
		&k.Preferences.DoNotContact, &channels, &attributes)
	if err != nil {
		return k, err
	}
	k.CreatedAt, k.Segments, k.Attributes = db.Micros(at), []string{}, map[string]string{}
	k.Preferences.Channels = channelsOf(channels)
	if attributes != "" {
		err = json.Unmarshal([]byte(attributes), &k.Attributes)
	}
	return k, err
}

// FindIn returns one inside a transaction, or a not-found problem. One who was merged is the survivor.
func FindIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Customer, error) {
	k, err := row(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	return &k.Customer, nil
}

func row(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Detail, error) {
	k, err := scan(tx.QueryRow(ctx, `select `+columns+` from customer where org = $1
		and id = coalesce((select merged_into from customer where org = $1 and id = $2), $2)`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, unknown(id)
	}
	return &k, err
}

// detail reads one customer with everything around them.
func detail(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Detail, error) {
	k, err := row(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	if k.ID != id {
		k.Asked = id
	}
	if k.family, err = families(ctx, tx, org, []ID{k.ID}); err != nil {
		return nil, err
	}
	if err := k.readIdentifiers(ctx, tx, org); err != nil {
		return nil, err
	}
	segments, err := segmentsOf(ctx, tx, org, []ID{k.ID})
	if err != nil {
		return nil, err
	}
	f, err := fieldsIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	k.Segments = f.order(segments[k.ID])
	if k.Consents, err = standing(ctx, tx, org, k.family, f); err != nil {
		return nil, err
	}
	if k.Merged, err = mergesInto(ctx, tx, org, k.ID); err != nil {
		return nil, err
	}
	k.Totals, err = totals(ctx, tx, org, k.family)
	return k, err
}

func (k *Detail) readIdentifiers(ctx context.Context, tx *db.Tx, org db.Org) error {
	k.Identifiers, k.Theirs = []Identifier{}, []Identifier{}
	if k.ExternalID != "" {
		k.Identifiers = append(k.Identifiers, Identifier{ByExternalID, k.ExternalID})
	}
	marks, args := db.Marks(2, k.family)
	rows, err := tx.Query(ctx, `select kind, value, customer from customer_identifier where org = $1 and customer in (`+marks+`)
		union all select 'external_id', external_id, id from customer where org = $1 and id in (`+marks+`) and external_id is not null
		order by 1, 2`, append([]any{org}, args...)...)
	_, err = db.Collect(rows, err, func(r db.Scanner) (i Identifier, err error) {
		var of ID
		err = r.Scan(&i.Kind, &i.Value, &of)
		switch {
		case of != k.ID:
			k.Theirs = append(k.Theirs, i)
		case !holds(k.Identifiers, i):
			k.Identifiers = append(k.Identifiers, i)
		}
		return i, err
	})
	return err
}

// families lists each of these customers' survivor and everybody merged into that one, the survivors first. Each id comes once.
func families(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) (all []ID, err error) {
	for len(ids) > 0 {
		n := min(len(ids), 400)
		marks, args := db.Marks(2, ids[:n])
		args = append([]any{org}, args...)
		// A union, since either half has an index of its own, and an "or" of the two has none.
		roots := `select coalesce(merged_into, id) from customer where org = $1 and id in (` + marks + `)`
		rows, err := tx.Query(ctx, `select id, 0 as rank, num from customer where org = $1 and id in (`+roots+`)
			union all select id, 1 as rank, num from customer where org = $1 and merged_into in (`+roots+`) order by 2, 3`, args...)
		some, err := db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
			var rank, num int64
			return id, r.Scan(&id, &rank, &num)
		})
		if err != nil {
			return nil, err
		}
		all, ids = append(all, some...), ids[n:]
	}
	return all, nil
}

// query lists customers, the newest first.
func query(ctx context.Context, tx *db.Tx, org db.Org, q Query) ([]Customer, error) {
	list, err := queryDetails(ctx, tx, org, q)
	out := make([]Customer, len(list))
	for i := range list {
		out[i] = list[i].Customer
	}
	return out, err
}

// queryDetails looks at everybody; who was merged is shown as the survivor. Only what stands in the rows is read, and segments.
func queryDetails(ctx context.Context, tx *db.Tx, org db.Org, q Query) ([]Detail, error) {
	args := []any{org, q.Cursor, q.Limit}
	where := ``
	if s := strings.TrimSpace(q.Search); s != "" {
		args = append(args, db.Contains(identity.Fold(s)), db.Contains(s), db.Contains(orDash(digits(s))),
			db.Contains(strings.ToLower(strings.Join(strings.Fields(s), ""))))
		const found = `(name_folded like $4 escape '\' or email_folded like $4 escape '\' or external_id like $5 escape '\' or phone_folded like $6 escape '\'
			or id in (select customer from customer_identifier where org = $1 and (folded like $7 escape '\' or kind = 'external_id' and folded like $5 escape '\'
				or kind = 'phone' and folded like $6 escape '\')))`
		where = ` and (` + found + ` or id in (select merged_into from customer where org = $1 and merged_into is not null and ` + found + `))`
	}
	if q.Segment != "" {
		args = append(args, q.Segment)
		where += ` and id in (select customer from customer_segment where org = $1 and segment = $` + strconv.Itoa(len(args)) + `)`
	}
	rows, err := tx.Query(ctx, `select `+columns+` from customer where org = $1 and merged_into is null and ($2 = '' or id < $2)`+where+`
		order by id desc limit $3`, args...)
	out, err := db.Collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	ids := make([]ID, len(out))
	for i := range out {
		ids[i] = out[i].ID
	}
	segments, err := segmentsOf(ctx, tx, org, ids)
	if err != nil {
		return nil, err
	}
	f, err := fieldsIn(ctx, tx, org)
	for i := range out {
		out[i].Segments = f.order(segments[out[i].ID])
	}
	return out, err
}

// orDash keeps a search without digits from finding every phone number.
func orDash(digits string) string {
	if len(digits) < 3 {
		return "-"
	}
	return digits
}

func segmentsOf(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) (map[ID][]string, error) {
	out := map[ID][]string{}
	for len(ids) > 0 {
		n := min(len(ids), 400)
		marks, args := db.Marks(2, ids[:n])
		rows, err := tx.Query(ctx, `select customer, segment from customer_segment where org = $1 and customer in (`+marks+`) order by segment`,
			append([]any{org}, args...)...)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
			var s string
			err = r.Scan(&id, &s)
			out[id] = append(out[id], s)
			return id, err
		}); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

func setSegments(ctx context.Context, tx *db.Tx, org db.Org, id ID, list []string) error {
	if _, err := tx.Exec(ctx, `delete from customer_segment where org = $1 and customer = $2`, org, id); err != nil {
		return err
	}
	for _, s := range list {
		if _, err := tx.Exec(ctx, `insert into customer_segment (org, customer, segment) values ($1, $2, $3) on conflict do nothing`, org, id, s); err != nil {
			return err
		}
	}
	return nil
}

// update stores the columns that a person may change, and raises the version.
func update(ctx context.Context, tx *db.Tx, org db.Org, k *Detail) error {
	attributes := ""
	if len(k.Attributes) > 0 {
		b, err := json.Marshal(k.Attributes)
		if err != nil {
			return err
		}
		attributes = string(b)
	}
	var folded any
	if d := digits(k.Phone); d != "" {
		folded = d
	}
	k.Version++
	_, err := tx.Exec(ctx, `update customer set email = $1, email_folded = $2, name = $3, name_folded = $4, phone = $5, phone_folded = $6,
		address = $7, language = $8, zone = $9, do_not_contact = $10, channels = $11, attributes = $12, version = $13 where org = $14 and id = $15`,
		db.NullText(k.Email), db.NullText(identity.Fold(k.Email)), k.Name, identity.Fold(k.Name), k.Phone, folded, k.Address, k.Language, k.Zone,
		k.Preferences.DoNotContact, k.Preferences.stored(), attributes, k.Version, org, k.ID)
	return err
}

// touch raises a version where something beside the row has changed.
func touch(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `update customer set version = version + 1 where org = $1 and id = $2`, org, id)
	return err
}

func optional(t *time.Time, now time.Time) time.Time {
	if t == nil {
		return now
	}
	return t.UTC().Truncate(time.Microsecond)
}
