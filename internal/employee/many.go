package employee

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// AddMany adds employees inside a transaction, with one entry in the audit for all of them. Those whose external id is known
// already stay as they are. It reports how many were new.
func (s *Staff) AddMany(ctx context.Context, tx *db.Tx, org db.Org, list []Employee) (added int, err error) {
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return 0, err
	}
	for _, e := range list {
		if err := identity.Name(e.ExternalID, "body.external_id", 100); err != nil {
			return 0, err
		}
		if err := identity.Name(e.Name, "body.name", 100); err != nil {
			return 0, err
		}
		if e.Unit != "" && !identity.Known(units, e.Unit) {
			return 0, problem.At("body.unit", "unit_unknown", "There is no unit %s.", e.Unit)
		}
	}
	for len(list) > 0 {
		n := db.Chunk(len(list))
		args := make([]any, 0, n*8)
		for _, e := range list[:n] {
			args = append(args, org, tx.ID("emp"), e.ExternalID, e.Name, identity.Fold(e.Name), db.NullText(e.Unit), true, tx.Micros())
		}
		k, err := db.Affected(tx.Exec(ctx, addMany.Text(tx, n), args...))
		if err != nil {
			return 0, err
		}
		added += int(k)
		list = list[n:]
	}
	return added, s.Audit.Record(ctx, tx, "employee.create", "", map[string]any{"employees": added})
}

var addMany = db.NewBulk(`insert into employee (org, id, external_id, name, name_folded, unit, active, created_at) values `, 8,
	` on conflict (org, external_id) do nothing`)
