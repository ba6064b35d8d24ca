package employee

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// AddMany adds employees inside a transaction, with one entry in the audit for all of them. Those whose external id is known
// already stay as they are. The new ones belong to their unit since ever. It reports how many were new.
func (s *Staff) AddMany(ctx context.Context, tx *db.Tx, org db.Org, list []Employee) (added int, err error) {
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return 0, err
	}
	fresh := make([]*Employee, 0, len(list))
	for i := range list {
		e := &list[i]
		if err := identity.Name(e.ExternalID, "body.external_id", 100); err != nil {
			return 0, err
		}
		if err := identity.Name(e.Name, "body.name", 100); err != nil {
			return 0, err
		}
		if e.Unit != "" && !identity.Known(units, e.Unit) {
			return 0, problem.At("body.unit", "unit_unknown", "There is no unit %s.", e.Unit)
		}
		other, err := holder(ctx, tx, org, e.ExternalID)
		if err != nil {
			return 0, err
		}
		if other == nil {
			fresh = append(fresh, e)
		}
	}
	for len(fresh) > 0 {
		n := db.Chunk(len(fresh))
		k, err := addSome(ctx, tx, org, fresh[:n])
		if err != nil {
			return 0, err
		}
		added += k
		fresh = fresh[n:]
	}
	return added, s.Audit.Record(ctx, tx, "employee.create", "", map[string]any{"employees": added})
}

// addSome adds one chunk. Of two with the same external id the first one stays.
func addSome(ctx context.Context, tx *db.Tx, org db.Org, list []*Employee) (added int, err error) {
	args, units := make([]any, 0, len(list)*7), map[ID]identity.UnitID{}
	for _, e := range list {
		id := ID(tx.ID("emp"))
		units[id] = e.Unit
		args = append(args, org, id, e.ExternalID, e.Name, identity.Fold(e.Name), true, tx.Micros())
	}
	rows, err := tx.Query(ctx, addMany.Text(tx, len(list)), args...)
	ids, err := db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if unit := units[id]; unit != "" {
			if err := insertStays(ctx, tx, org, id, []Stay{{Unit: unit}}); err != nil {
				return 0, err
			}
		}
	}
	return len(ids), nil
}

var addMany = db.NewBulk(`insert into employee (org, id, external_id, name, name_folded, active, created_at) values `, 7,
	` on conflict (org, external_id) do nothing returning id`)

// OfUser is the employee whose login a user is; nil where it is nobody's.
func (s *Staff) OfUser(ctx context.Context, tx *db.Tx, org db.Org, user identity.UserID) (*Employee, error) {
	if user == "" {
		return nil, nil
	}
	var id ID
	err := tx.QueryRow(ctx, `select id from employee where org = $1 and user_id = $2`, org, string(user)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := detail(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	return &e.Employee, nil
}
