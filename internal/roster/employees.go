package roster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

type employeeReader struct {
	r     *Rosters
	org   db.Org
	known map[string]*employee.Employee
	units map[string]identity.UnitID
	seen  map[string]bool
}

func (r *Rosters) employeeReader(ctx context.Context, org db.Org) (reader, error) {
	e := &employeeReader{r: r, org: org, known: map[string]*employee.Employee{}, units: map[string]identity.UnitID{}, seen: map[string]bool{}}
	err := r.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := r.Staff.All(ctx, tx, org)
		for i := range all {
			e.known[all[i].ExternalID] = &all[i]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	units, err := r.People.Units(ctx, org)
	for _, u := range units {
		e.units[u.Key] = u.ID
	}
	return e, err
}

func (e *employeeReader) row(_ context.Context, v map[string]string) (Outcome, string, step, error) {
	id := v["external_id"]
	if err := identity.Name(id, "external_id", 100); err != nil {
		return "", "", nil, err
	}
	if e.seen[id] {
		return "", "", nil, problem.At("external_id", "row_twice", "The employee %q is in the file already: nobody is in two places at once.", id)
	}
	unit, err := e.unit(v["unit"])
	if err != nil {
		return "", "", nil, err
	}
	for _, field := range []string{"from", "left_on"} {
		if d := v[field]; d != "" {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return "", "", nil, problem.At(field, "date_invalid", "%.40q isn't a day such as 2026-01-31.", d)
			}
		}
	}
	if v["name"] != "" {
		if err := identity.Name(v["name"], "name", 100); err != nil {
			return "", "", nil, err
		}
	}
	e.seen[id] = true
	now := e.known[id]
	if now == nil {
		return New, "", e.add(id, unit, v), nil
	}
	var changes []string
	if v["name"] != "" && v["name"] != now.Name {
		changes = append(changes, "name")
	}
	if unit != "" && unit != now.Unit {
		changes = append(changes, "unit")
	}
	if v["left_on"] != "" && v["left_on"] != now.LeftOn {
		changes = append(changes, "left")
	}
	if len(changes) == 0 {
		return Same, "", nil, nil
	}
	return Changed, sentence(changes), e.edit(*now, unit, v, changes), nil
}

func (e *employeeReader) unit(key string) (identity.UnitID, error) {
	if key == "" {
		return "", nil
	}
	id, ok := e.units[key]
	if !ok {
		return "", problem.At("unit", "unit_unknown", "There is no unit %.60q.", key)
	}
	return id, nil
}

func (e *employeeReader) add(id string, unit identity.UnitID, v map[string]string) step {
	return func(ctx context.Context) error {
		n := &employee.Employee{ExternalID: id, Name: v["name"], Unit: unit}
		if err := e.r.Staff.Create(ctx, e.org, n); err != nil {
			return err
		}
		version := n.Version
		if v["from"] != "" && unit != "" {
			d, err := e.r.Staff.SetStays(ctx, e.org, n.ID, version, []employee.Stay{{Unit: unit, From: v["from"]}})
			if err != nil {
				return err
			}
			version = d.Version
		}
		if left := v["left_on"]; left != "" {
			_, err := e.r.Staff.Change(ctx, e.org, n.ID, version, employee.Edit{LeftOn: &left})
			return err
		}
		return nil
	}
}

// edit changes what the row says otherwise. Another unit begins on the row's day, or today, and ends the stay before it.
func (e *employeeReader) edit(now employee.Employee, unit identity.UnitID, v map[string]string, changes []string) step {
	return func(ctx context.Context) error {
		d, err := e.r.Staff.Find(ctx, e.org, now.ID)
		if err != nil {
			return err
		}
		if slices.Contains(changes, "unit") {
			from := v["from"]
			if from == "" {
				from = e.r.DB.Now().In(e.r.zone(ctx, e.org)).Format(time.DateOnly)
			}
			if d, err = e.r.Staff.SetStays(ctx, e.org, now.ID, d.Version, moved(d.Stays, unit, from)); err != nil {
				return err
			}
		}
		edit := employee.Edit{}
		if slices.Contains(changes, "name") {
			name := v["name"]
			edit.Name = &name
		}
		if slices.Contains(changes, "left") {
			left := v["left_on"]
			edit.LeftOn = &left
		}
		if edit.Name == nil && edit.LeftOn == nil {
			return nil
		}
		_, err = e.r.Staff.Change(ctx, e.org, now.ID, d.Version, edit)
		return err
	}
}

// moved ends what goes on and begins another stay; what would have begun later gives way.
func moved(stays []employee.Stay, unit identity.UnitID, from string) []employee.Stay {
	out := []employee.Stay{{Unit: unit, From: from}}
	for _, s := range stays {
		if s.From >= from && s.From != "" {
			continue
		}
		if s.To == "" || s.To > from {
			s.To = from
		}
		out = append(out, s)
	}
	return out
}

// sentence joins what changes.
func sentence(changes []string) string {
	slices.Sort(changes)
	return strings.Join(changes, ", ")
}

// truth reads yes and no as people write them in lists.
func truth(s string) (yes, ok bool) {
	switch identity.Fold(s) {
	case "yes", "y", "true", "1", "x", "ja", "oui", "sí", "si":
		return true, true
	case "no", "n", "false", "0", "-", "nein", "non":
		return false, true
	}
	return false, false
}

type peopleReader struct {
	r     *Rosters
	org   db.Org
	in    map[string]string // address → why there is nothing to do
	units map[string]identity.UnitID
}

func (r *Rosters) peopleReader(ctx context.Context, org db.Org) (reader, error) {
	p := &peopleReader{r: r, org: org, in: map[string]string{}, units: map[string]identity.UnitID{}}
	members, err := r.People.Members(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		p.in[identity.Fold(m.Email)] = "a member already"
	}
	open, err := r.People.Invitations(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, v := range open {
		p.in[identity.Fold(v.Email)] = "invited already"
	}
	units, err := r.People.Units(ctx, org)
	for _, u := range units {
		p.units[u.Key] = u.ID
	}
	return p, err
}

// row invites whoever isn't known yet. Roles of members aren't changed by a file: too much hangs on them.
func (p *peopleReader) row(ctx context.Context, v map[string]string) (Outcome, string, step, error) {
	ask := identity.InvitationAsk{Email: v["email"], Name: v["name"], Role: identity.Role(strings.ToLower(v["role"]))}
	if v["unit"] != "" {
		id, ok := p.units[v["unit"]]
		if !ok {
			return "", "", nil, problem.At("unit", "unit_unknown", "There is no unit %.60q.", v["unit"])
		}
		ask.Unit = id
	}
	if err := p.r.People.CheckInvitation(ctx, ask); err != nil {
		return "", "", nil, err
	}
	key := identity.Fold(ask.Email)
	if why := p.in[key]; why != "" {
		return Same, why, nil, nil
	}
	p.in[key] = "invited by a row above"
	return New, fmt.Sprintf("invited as %s", ask.Role), func(ctx context.Context) error {
		_, err := p.r.People.Invite(ctx, p.org, ask)
		return err
	}, nil
}
