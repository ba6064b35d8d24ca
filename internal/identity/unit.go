package identity

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Unit is a node of the organisation's hierarchy. Figures roll up along it, as it stands when they are asked for.
type Unit struct {
	ID        UnitID    `json:"id"`
	Key       string    `json:"key" doc:"What imports and the API call it; never changes"`
	Name      string    `json:"name"`
	Parent    UnitID    `json:"parent,omitempty"`
	Kind      string    `json:"kind" enum:"enterprise,region,site,team"`
	Partner   bool      `json:"partner" doc:"Run by a partner rather than by us"`
	Owner     UserID    `json:"owner,omitempty" doc:"Who gets the unit's cases"`
	CreatedAt time.Time `json:"created_at"`
}

var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// Key checks what machines call something: lower case letters, digits, - and _.
func Key(s, location string) error {
	if !keyForm.MatchString(s) {
		return problem.At(location, "key_form", "%.70q isn't a key: 1 to 64 lower-case letters, digits, - or _, not beginning with - or _.", s)
	}
	return nil
}

// Units lists the whole tree.
func (i *Identity) Units(ctx context.Context, org db.Org) (all []Unit, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listUnits(ctx, tx, org); return err })
	return all, err
}

// AddUnit makes a unit below its parent; without one, below the top unit.
func (i *Identity) AddUnit(ctx context.Context, org db.Org, u *Unit) error {
	if err := u.validate(); err != nil {
		return err
	}
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := listUnits(ctx, tx, org)
		if err != nil {
			return err
		}
		return i.addUnit(ctx, tx, org, all, u)
	})
}

// AddUnitIn is AddUnit inside a transaction, for whoever makes a whole tree. A unit whose key is there already stays as it is,
// and u becomes that one.
func (i *Identity) AddUnitIn(ctx context.Context, tx *db.Tx, org db.Org, u *Unit) error {
	if err := u.validate(); err != nil {
		return err
	}
	all, err := listUnits(ctx, tx, org)
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(all, func(o Unit) bool { return o.Key == u.Key }); at >= 0 {
		*u = all[at]
		return nil
	}
	return i.addUnit(ctx, tx, org, all, u)
}

func (u *Unit) validate() error {
	if err := Key(u.Key, "body.key"); err != nil {
		return err
	}
	return Name(u.Name, "body.name", 100)
}

// addUnit makes a unit in a tree.
func (i *Identity) addUnit(ctx context.Context, tx *db.Tx, org db.Org, all []Unit, u *Unit) error {
	if u.Parent == "" && len(all) > 0 {
		u.Parent = all[0].ID
	}
	if err := checkParent(all, "", u.Parent); err != nil {
		return err
	}
	u.ID, u.CreatedAt = UnitID(tx.ID("unt")), tx.Now
	if err := insertUnit(ctx, tx, org, u); err != nil {
		return err
	}
	return i.Audit.Record(ctx, tx, "unit.create", string(u.ID), map[string]any{"name": u.Name, "parent": u.Parent})
}

// UnitEdit changes a unit. Nil fields stay as they are.
type UnitEdit struct {
	Name    *string `json:"name,omitempty"`
	Parent  *UnitID `json:"parent,omitempty"`
	Kind    *string `json:"kind,omitempty" enum:"enterprise,region,site,team"`
	Partner *bool   `json:"partner,omitempty"`
	Owner   *UserID `json:"owner,omitempty"`
}

// EditUnit renames, moves or hands over a unit. Moving doesn't rewrite history: figures follow the structure as it is.
func (i *Identity) EditUnit(ctx context.Context, org db.Org, id UnitID, e UnitEdit) (u *Unit, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := listUnits(ctx, tx, org)
		if err != nil {
			return err
		}
		if u = unitIn(all, id); u == nil {
			return noUnit(id)
		}
		set(&u.Name, e.Name)
		set(&u.Kind, e.Kind)
		set(&u.Partner, e.Partner)
		set(&u.Owner, e.Owner)
		if err := Name(u.Name, "body.name", 100); err != nil {
			return err
		}
		if e.Owner != nil && u.Owner != "" {
			if m, err := findMembership(ctx, tx, org, u.Owner); err != nil || m == nil {
				return cmp.Or[error](err, problem.At("body.owner", "user_unknown", "There is no user %s in this organisation.", u.Owner))
			}
		}
		if e.Parent != nil && *e.Parent != u.Parent {
			if u.Parent == "" {
				return problem.At("body.parent", "top_unit", "The top unit stays on top.")
			}
			if err := checkParent(all, id, *e.Parent); err != nil {
				return err
			}
			u.Parent = *e.Parent
		}
		if err := updateUnit(ctx, tx, org, u); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "unit.edit", string(id), map[string]any{"name": u.Name, "parent": u.Parent})
	})
	return u, err
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func noUnit(id UnitID) error {
	return problem.New(problem.NotFound, "unit_unknown", "There is no unit %s.", id)
}

func unitIn(all []Unit, id UnitID) *Unit {
	for n := range all {
		if all[n].ID == id {
			return &all[n]
		}
	}
	return nil
}

// checkParent refuses an unknown parent and a cycle.
func checkParent(all []Unit, id, parent UnitID) error {
	if parent == "" {
		return nil
	}
	at := unitIn(all, parent)
	if at == nil {
		return problem.At("body.parent", "unit_unknown", "There is no unit %s.", parent)
	}
	for at != nil {
		if at.ID == id {
			return problem.At("body.parent", "unit_cycle", "A unit can't lie below itself.")
		}
		at = unitIn(all, at.Parent)
	}
	return nil
}

// Below lists a unit and everything under it, in the structure as it is now.
func Below(all []Unit, top UnitID) []UnitID {
	children := map[UnitID][]UnitID{}
	for _, u := range all {
		children[u.Parent] = append(children[u.Parent], u.ID)
	}
	out, queue := []UnitID{}, []UnitID{top}
	for len(queue) > 0 {
		id := queue[0]
		queue = append(queue[1:], children[id]...)
		out = append(out, id)
	}
	return out
}

// Scope lists the units the caller may see; nil is the whole organisation, signals without a unit included.
func (i *Identity) Scope(ctx context.Context, tx *db.Tx) ([]UnitID, error) {
	c := From(ctx)
	if c.Unit == "" {
		return nil, nil
	}
	all, err := listUnits(ctx, tx, c.Org)
	if err != nil {
		return nil, err
	}
	return Below(all, c.Unit), nil
}

// ResolveUnit returns the unit with a key, making it below the top unit where it isn't known yet.
func (i *Identity) ResolveUnit(ctx context.Context, tx *db.Tx, org db.Org, key string) (UnitID, error) {
	if id, ok := i.unitIDs.Get(org, key); ok {
		return id, nil
	}
	if err := Key(key, "body.unit"); err != nil {
		return "", err
	}
	var id UnitID
	rows, err := tx.Query(ctx, `select id from unit where org = $1 and key = $2`, org, key)
	found, err := db.Collect(rows, err, func(r db.Scanner) (id UnitID, err error) { return id, r.Scan(&id) })
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		id = found[0]
	} else {
		all, err := listUnits(ctx, tx, org)
		if err != nil {
			return "", err
		}
		u := &Unit{ID: UnitID(tx.ID("unt")), Key: key, Name: title(key), Kind: "team"}
		if len(all) > 0 {
			u.Parent = all[0].ID
		}
		if err := insertUnit(ctx, tx, org, u); err != nil {
			return "", err
		}
		id = u.ID
	}
	tx.AfterCommit(func() { i.unitIDs.Set(org, key, id) })
	return id, nil
}

// title makes a readable first name of a key: "cape-town" becomes "Cape town".
func title(key string) string {
	s := strings.NewReplacer("-", " ", "_", " ").Replace(key)
	return strings.ToUpper(s[:1]) + s[1:]
}

// Known reports whether a unit is in the tree.
func Known(all []Unit, id UnitID) bool { return unitIn(all, id) != nil }
