package customer

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// Resolve returns the customer that a signal names, making them where they aren't known yet. What is newly told (an address, a
// name) is added to what was known. One who was merged stays who was named: whoever reads follows the merge, and undoing it
// takes along what came in meanwhile.
func (c *Customers) Resolve(ctx context.Context, tx *db.Tx, org db.Org, r *Ref) (ID, error) {
	known, err := findRef(ctx, tx, org, r)
	if err != nil {
		return "", err
	}
	if known == nil {
		k := &Customer{ID: ID(tx.ID("cus")), ExternalID: r.ExternalID, Email: r.Email, Name: r.Name}
		return k.ID, insertAll(ctx, tx, org, []*Customer{k})
	}
	if known.Email == "" && r.Email != "" || known.Name == "" && r.Name != "" {
		_, err = tx.Exec(ctx, `update customer set email = coalesce(email, $1), email_folded = coalesce(email_folded, $2),
			name = case when name = '' then $3 else name end, name_folded = case when name = '' then $4 else name_folded end
			where org = $5 and id = $6`,
			db.NullText(r.Email), db.NullText(identity.Fold(r.Email)), r.Name, identity.Fold(r.Name), org, known.ID)
	}
	return known.ID, err
}

// ResolveAll resolves the customers of many signals with one question for those known by external id. Refs without one, and
// those with something new, go one at a time.
func (c *Customers) ResolveAll(ctx context.Context, tx *db.Tx, org db.Org, refs []*Ref) (map[*Ref]ID, error) {
	known, err := byExternals(ctx, tx, org, refs)
	if err != nil {
		return nil, err
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

// byExternals finds who is known by the external ids of refs, whichever of a customer's ids it is.
func byExternals(ctx context.Context, tx *db.Tx, org db.Org, refs []*Ref) (map[string]*Customer, error) {
	ids := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.ExternalID != "" {
			ids = append(ids, r.ExternalID)
		}
	}
	known := make(map[string]*Customer, len(ids))
	for rest := ids; len(rest) > 0; {
		n := db.Chunk(len(rest))
		args := append(make([]any, 0, n+1), org)
		for _, id := range rest[:n] {
			args = append(args, id)
		}
		rows, err := tx.Query(ctx, byExternal.Text(tx, n), args...)
		_, err = db.Collect(rows, err, func(r db.Scanner) (k Customer, err error) {
			k, err = scanShort(r)
			known[k.ExternalID] = &k
			return k, err
		})
		if err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	missing := ids[:0:0]
	for _, id := range ids {
		if known[id] == nil {
			missing = append(missing, id)
		}
	}
	others, err := further(ctx, tx, org, missing)
	for external, id := range others {
		k, err := scanShort(tx.QueryRow(ctx, `select `+short+` from customer where org = $1 and id = $2`, org, id))
		if err != nil {
			return nil, err
		}
		known[external] = &k
	}
	return known, err
}

// short is what resolving needs to know.
const short = `id, coalesce(external_id, ''), coalesce(email, ''), name`

func scanShort(r db.Scanner) (k Customer, err error) {
	err = r.Scan(&k.ID, &k.ExternalID, &k.Email, &k.Name)
	return k, err
}

var (
	byExternal     = db.NewList(`select `+short+` from customer where org = $1 and external_id in (`, `)`)
	customerInsert = db.NewBulk(`insert into customer (org, id, external_id, email, email_folded, name, name_folded, created_at) values `, 8, ``)
)

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

// findRef returns nil where nobody is known by that name. By address it is whom the address was given to as an identifier, else
// the oldest who is written to there.
func findRef(ctx context.Context, tx *db.Tx, org db.Org, r *Ref) (*Customer, error) {
	by := Identifier{Kind: ByExternalID, Value: r.ExternalID}
	where, arg := `external_id = $2`, r.ExternalID
	if arg == "" {
		by = Identifier{Kind: ByEmail, Value: r.Email}
		where, arg = `email_folded = $2 order by num limit 1`, identity.Fold(r.Email)
	}
	id, err := byIdentifier(ctx, tx, org, by)
	if err != nil {
		return nil, err
	}
	if id != "" {
		where, arg = `id = $2`, string(id)
	}
	k, err := scanShort(tx.QueryRow(ctx, `select `+short+` from customer where org = $1 and `+where, org, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
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

// Codes returns the numbers of a customer in analytics, by their id or external id: their own and those of everybody merged
// with them. Facts keep the number of whoever was named, so that a merge and its undoing count at once. Empty where there is
// nobody.
func Codes(ctx context.Context, tx *db.Tx, org db.Org, name string) ([]int64, error) {
	var id ID
	err := tx.QueryRow(ctx, `select id from customer where org = $1 and (id = $2 or external_id = $2) order by case when id = $2 then 0 else 1 end limit 1`,
		org, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = byIdentifier(ctx, tx, org, Identifier{Kind: ByExternalID, Value: name})
	}
	if err != nil || id == "" {
		return nil, err
	}
	family, err := families(ctx, tx, org, []ID{id})
	if err != nil || len(family) == 0 {
		return nil, err
	}
	marks, args := db.Marks(2, family)
	rows, err := tx.Query(ctx, `select num from customer where org = $1 and id in (`+marks+`)`, append([]any{org}, args...)...)
	return db.Collect(rows, err, func(r db.Scanner) (n int64, err error) { return n, r.Scan(&n) })
}
