package customer

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// AddMany adds customers inside a transaction, with one entry in the audit for all of them. Those whose external id is known
// already stay as they are. Each has an external id. It reports how many were new.
func (c *Customers) AddMany(ctx context.Context, tx *db.Tx, org db.Org, list []Ref) (added int, err error) {
	for i := range list {
		if err := list[i].Validate("body"); err != nil {
			return 0, err
		}
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ExternalID
	}
	others, err := further(ctx, tx, org, ids)
	if err != nil {
		return 0, err
	}
	fresh := make([]*Ref, 0, len(list))
	for i := range list {
		if others[list[i].ExternalID] == "" {
			fresh = append(fresh, &list[i])
		}
	}
	for len(fresh) > 0 {
		n := db.Chunk(len(fresh))
		args := make([]any, 0, n*8)
		for _, r := range fresh[:n] {
			args = append(args, org, tx.ID("cus"), r.ExternalID, db.NullText(r.Email), db.NullText(identity.Fold(r.Email)), r.Name,
				identity.Fold(r.Name), tx.Micros())
		}
		k, err := db.Affected(tx.Exec(ctx, addMany.Text(tx, n), args...))
		if err != nil {
			return 0, err
		}
		added += int(k)
		fresh = fresh[n:]
	}
	return added, c.Audit.Record(ctx, tx, "customer.create", "", map[string]any{"customers": added})
}

var addMany = db.NewBulk(`insert into customer (org, id, external_id, email, email_folded, name, name_folded, created_at) values `, 8,
	` on conflict (org, external_id) do nothing`)
