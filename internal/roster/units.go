package roster

import (
	"context"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// unitReader knows the tree as it will be once the rows before are in: parents come before their children, as in any list that
// people write, or are there already.
type unitReader struct {
	r       *Rosters
	org     db.Org
	byKey   map[string]*identity.Unit
	parents map[string]string // key → parent's key
	owners  map[string]identity.UserID
	top     string
	seen    map[string]bool
}

func (r *Rosters) unitReader(ctx context.Context, org db.Org) (reader, error) {
	all, err := r.People.Units(ctx, org)
	if err != nil {
		return nil, err
	}
	u := &unitReader{r: r, org: org, byKey: map[string]*identity.Unit{}, parents: map[string]string{}, owners: map[string]identity.UserID{}, seen: map[string]bool{}}
	keys := map[identity.UnitID]string{}
	for i := range all {
		keys[all[i].ID], u.byKey[all[i].Key] = all[i].Key, &all[i]
		if all[i].Parent == "" {
			u.top = all[i].Key
		}
	}
	for i := range all {
		u.parents[all[i].Key] = keys[all[i].Parent]
	}
	members, err := r.People.Members(ctx, org)
	for _, m := range members {
		if m.Active {
			u.owners[identity.Fold(m.Email)] = m.ID
		}
	}
	return u, err
}

func (u *unitReader) row(_ context.Context, v map[string]string) (Outcome, string, step, error) {
	key := v["key"]
	if err := identity.Key(key, "key"); err != nil {
		return "", "", nil, err
	}
	if u.seen[key] {
		return "", "", nil, problem.At("key", "row_twice", "The unit %q is in the file already.", key)
	}
	want, err := u.wanted(key, v)
	if err != nil {
		return "", "", nil, err
	}
	u.seen[key] = true
	now := u.byKey[key]
	parent := u.parents[key]
	if v["parent"] != "" || now == nil {
		parent = v["parent"]
		if parent == "" {
			parent = u.top
		}
		if err := u.checkParent(key, parent); err != nil {
			delete(u.seen, key)
			return "", "", nil, err
		}
	}
	if now == nil {
		u.byKey[key], u.parents[key] = want, parent
		return New, "", u.add(want, parent), nil
	}
	var changes []string
	for name, differs := range map[string]bool{"name": want.Name != now.Name, "kind": want.Kind != now.Kind, "partner": want.Partner != now.Partner,
		"owner": want.Owner != now.Owner, "moved below " + parent: parent != u.parents[key]} {
		if differs {
			changes = append(changes, name)
		}
	}
	if len(changes) == 0 {
		return Same, "", nil, nil
	}
	moved := parent != u.parents[key]
	u.parents[key] = parent
	was := *now
	*now = *want
	return Changed, sentence(changes), u.edit(&was, want, parent, moved), nil
}

// wanted is the unit as the row has it; what the row doesn't say stays.
func (u *unitReader) wanted(key string, v map[string]string) (*identity.Unit, error) {
	want := &identity.Unit{Key: key, Name: key, Kind: "team"}
	if now := u.byKey[key]; now != nil {
		*want = *now
	}
	if v["name"] != "" {
		want.Name = v["name"]
	}
	if err := identity.Name(want.Name, "name", 100); err != nil {
		return nil, err
	}
	if k := strings.ToLower(v["kind"]); k != "" {
		if k != "enterprise" && k != "region" && k != "site" && k != "team" {
			return nil, problem.At("kind", "kind_unknown", "%.40q is no kind of unit: enterprise, region, site or team.", v["kind"])
		}
		want.Kind = k
	}
	if p := v["partner"]; p != "" {
		yes, ok := truth(p)
		if !ok {
			return nil, problem.At("partner", "truth_unknown", "%.40q is neither yes nor no.", p)
		}
		want.Partner = yes
	}
	if o := v["owner"]; o != "" {
		id, ok := u.owners[identity.Fold(o)]
		if !ok {
			return nil, problem.At("owner", "user_unknown", "Nobody with the address %.80q is a member here.", o)
		}
		want.Owner = id
	}
	return want, nil
}

func (u *unitReader) checkParent(key, parent string) error {
	if u.byKey[parent] == nil && !u.seen[parent] {
		return problem.At("parent", "unit_unknown", "There is no unit %.60q, and no row above makes it.", parent)
	}
	if key == u.top && parent != "" {
		return problem.At("parent", "top_unit", "The top unit stays on top.")
	}
	for at := parent; at != ""; at = u.parents[at] {
		if at == key {
			return problem.At("parent", "unit_cycle", "A unit can't lie below itself.")
		}
	}
	return nil
}

func (u *unitReader) add(want *identity.Unit, parent string) step {
	return func(ctx context.Context) error {
		want.Parent = u.byKey[parent].ID
		owner := want.Owner
		if err := u.r.People.AddUnit(ctx, u.org, want); err != nil || owner == "" {
			return err
		}
		_, err := u.r.People.EditUnit(ctx, u.org, want.ID, identity.UnitEdit{Owner: &owner})
		return err
	}
}

func (u *unitReader) edit(was, want *identity.Unit, parent string, moved bool) step {
	return func(ctx context.Context) error {
		e := identity.UnitEdit{Name: &want.Name, Kind: &want.Kind, Partner: &want.Partner}
		if want.Owner != was.Owner {
			e.Owner = &want.Owner
		}
		if moved {
			id := u.byKey[parent].ID
			e.Parent = &id
		}
		_, err := u.r.People.EditUnit(ctx, u.org, was.ID, e)
		return err
	}
}
