package identity

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Member is a user as an organisation sees them.
type Member struct {
	ID     UserID `json:"id"`
	Email  string `json:"email"`
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Unit   UnitID `json:"unit,omitempty"`
	Active bool   `json:"active"`
	// TwoFactor is whether they sign in with a code as well.
	TwoFactor bool `json:"two_factor"`
}

// Members lists who may sign in to an organisation.
func (i *Identity) Members(ctx context.Context, org db.Org) (all []Member, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listMembers(ctx, tx, org); return err })
	return all, err
}

// NewMember is what it takes to let somebody in.
type NewMember struct {
	Name     string `json:"name" minLength:"1" maxLength:"100"`
	Email    string `json:"email"`
	Password string `json:"password" doc:"Their first password, or their own if they have a login already"`
	Role     Role   `json:"role" enum:"owner,admin,manager,analyst,supervisor,evaluator,agent,viewer,client"`
	Unit     UnitID `json:"unit,omitempty"`
}

// AddMember makes a user, or takes a known one in, with a role over a unit's subtree.
func (i *Identity) AddMember(ctx context.Context, org db.Org, n NewMember) (*Member, error) {
	if err := checkRole(n.Role); err != nil {
		return nil, err
	}
	if !mayGrant(From(ctx).Role, n.Role) {
		return nil, problem.New(problem.Forbidden, "role_above_yours", "You can't give a role (%s) that you don't have.", n.Role)
	}
	u, err := i.newUser(ctx, n.Email, n.Name, n.Password)
	if err != nil {
		return nil, err
	}
	known := !u.CreatedAt.IsZero()
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := i.checkUnit(ctx, tx, org, n.Unit); err != nil {
			return err
		}
		if !known {
			u.CreatedAt = tx.Now
			if err := insertUser(ctx, tx, u); err != nil {
				return err
			}
		}
		if err := insertMembership(ctx, tx, Membership{Org: org, User: u.ID, Role: n.Role, Unit: n.Unit}); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "user.add", string(u.ID), map[string]any{"role": n.Role, "unit": n.Unit})
	})
	return &Member{ID: u.ID, Email: u.Email, Name: u.Name, Role: n.Role, Unit: n.Unit, Active: u.Active}, err
}

// MemberEdit changes a membership. Nil fields stay as they are.
type MemberEdit struct {
	Role *Role   `json:"role,omitempty" enum:"owner,admin,manager,analyst,supervisor,evaluator,agent,viewer,client"`
	Unit *UnitID `json:"unit,omitempty" doc:"Empty for the whole organisation"`
	// Active false shuts somebody out of this organisation at once, and out of no other.
	Active *bool `json:"active,omitempty"`
}

// EditMember changes a role, its reach, or whether somebody may come in at all. The last owner stays.
func (i *Identity) EditMember(ctx context.Context, org db.Org, id UserID, e MemberEdit) (m *Member, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := listMembers(ctx, tx, org)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(m Member) bool { return m.ID == id })
		if at < 0 {
			return problem.New(problem.NotFound, "user_unknown", "There is no user %s in this organisation.", id)
		}
		m = &all[at]
		was := m.Role
		set(&m.Role, e.Role)
		set(&m.Unit, e.Unit)
		set(&m.Active, e.Active)
		if err := checkRole(m.Role); err != nil {
			return err
		}
		giver := From(ctx).Role
		if !mayGrant(giver, m.Role) || !mayGrant(giver, was) {
			return problem.New(problem.Forbidden, "role_above_yours", "You can't give or take a role that you don't have.")
		}
		if err := i.checkUnit(ctx, tx, org, m.Unit); err != nil {
			return err
		}
		owners := 0
		for _, o := range all {
			if o.Role == Owner && o.Unit == "" && o.Active {
				owners++
			}
		}
		if owners == 0 {
			return problem.New(problem.Conflict, "last_owner", "An organisation needs an owner over the whole of it.")
		}
		if _, err := tx.Exec(ctx, `update membership set role = $1, unit = $2, active = $3 where org = $4 and user_id = $5`,
			string(m.Role), db.NullText(m.Unit), m.Active, org, id); err != nil {
			return err
		}
		if e.Active != nil && !m.Active {
			if _, err := tx.Exec(ctx, `delete from session where user_id = $1 and org = $2`, id, org); err != nil {
				return err
			}
		}
		return i.Audit.Record(ctx, tx, "user.edit", string(id), map[string]any{"role": m.Role, "unit": m.Unit, "active": m.Active})
	})
	return m, err
}

// OwnerFor returns who owns the work of a unit: its own owner, else the nearest one above it; empty where there is none. fit
// says who can own work at all: somebody who was shut out, or whose role doesn't do such work, is passed over.
func OwnerFor(all []Unit, id UnitID, fit func(UserID) bool) UserID {
	for u := unitIn(all, id); u != nil; u = unitIn(all, u.Parent) {
		if u.Owner != "" && fit(u.Owner) {
			return u.Owner
		}
	}
	return ""
}

// UnitsIn lists the tree inside a transaction, for capabilities that walk it.
func UnitsIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Unit, error) {
	return listUnits(ctx, tx, org)
}

// MembersIn lists the members inside a transaction.
func MembersIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Member, error) {
	return listMembers(ctx, tx, org)
}
