// Package employee knows the people who serve customers, whether or not they have a login.
package employee

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is an employee's id; the external id is what other systems call them.
type ID string

// Employee is someone who serves customers.
type Employee struct {
	ID         ID              `json:"id"`
	ExternalID string          `json:"external_id"`
	Name       string          `json:"name"`
	Unit       identity.UnitID `json:"unit,omitempty" doc:"Where they belong on the day asked for, which is today unless another was named"`
	Active     bool            `json:"active" doc:"Not left by that day"`
	LeftOn     string          `json:"left_on,omitempty" doc:"The first day on which they aren't there any more" example:"2026-03-01"`
	CreatedAt  time.Time       `json:"created_at"`
	Version    int             `json:"version"`
}

// Detail is an employee with their history.
type Detail struct {
	Employee
	Aliases []string        `json:"aliases" doc:"Further external ids: what still other systems call them"`
	Stays   []Stay          `json:"stays" doc:"Where they belonged, the latest first"`
	Person  string          `json:"person,omitempty" doc:"One key for the same human being in several organisations of one operator"`
	User    identity.UserID `json:"user,omitempty" doc:"Their login, if they have one"`
}

// Stay is a time in one unit. The stays of one employee never overlap: nobody is in two places at once.
type Stay struct {
	Unit identity.UnitID `json:"unit"`
	From string          `json:"from,omitempty" doc:"First day; since ever where it isn't given" example:"2025-09-01"`
	To   string          `json:"to,omitempty" doc:"First day elsewhere, exclusive; until now where it isn't given"`
}

// ever is how a stay without a beginning is stored.
const ever = "0001-01-01"

func (s Stay) starts() string {
	if s.From == "" {
		return ever
	}
	return s.From
}

// over reports whether two stays share a day. Dates compare as text.
func (s Stay) over(o Stay) bool {
	return (s.To == "" || o.starts() < s.To) && (o.To == "" || s.starts() < o.To)
}

const (
	maxStays   = 200
	maxAliases = 20
)

// Staff is the capability.
type Staff struct {
	DB    *db.DB
	Audit identity.Auditor

	ids db.Cache[ID]
}

// Create adds an employee, who belongs to e.Unit from the day of their creation on as far back as anybody asks.
func (s *Staff) Create(ctx context.Context, org db.Org, e *Employee) error {
	if err := identity.Name(e.ExternalID, "body.external_id", 100); err != nil {
		return err
	}
	if e.Name == "" {
		e.Name = e.ExternalID
	}
	if err := identity.Name(e.Name, "body.name", 100); err != nil {
		return err
	}
	return s.DB.Write(ctx, org, func(tx *db.Tx) error {
		if e.Unit != "" {
			if err := known(ctx, tx, org, e.Unit, "body.unit"); err != nil {
				return err
			}
		}
		if other, err := holder(ctx, tx, org, e.ExternalID); err != nil || other != nil {
			return cmp.Or(err, taken("body.external_id", e.ExternalID, other))
		}
		e.ID, e.Active, e.CreatedAt, e.Version = ID(tx.ID("emp")), true, tx.Now, 1
		if err := insert(ctx, tx, org, e); err != nil {
			return err
		}
		if e.Unit != "" {
			if err := insertStays(ctx, tx, org, e.ID, []Stay{{Unit: e.Unit}}); err != nil {
				return err
			}
		}
		return s.Audit.Record(ctx, tx, "employee.create", string(e.ID), map[string]any{"external_id": e.ExternalID})
	})
}

func known(ctx context.Context, tx *db.Tx, org db.Org, unit identity.UnitID, place string) error {
	all, err := identity.UnitsIn(ctx, tx, org)
	if err == nil && !identity.Known(all, unit) {
		err = problem.At(place, "unit_unknown", "There is no unit %.60s.", unit)
	}
	return err
}

func taken(place, external string, other *Employee) error {
	if other == nil {
		return nil
	}
	return problem.At(place, "external_id_taken", "There is an employee %q already: %s.", external, other.Name).
		With(problem.Args{"employee": other.ID, "name": other.Name})
}

// Find returns one with their history, or a not-found problem.
func (s *Staff) Find(ctx context.Context, org db.Org, id ID) (e *Detail, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { e, err = detail(ctx, tx, org, id); return err })
	return e, err
}

// Query narrows a list of employees. The zero value lists everybody as they are today.
type Query struct {
	Search string          // in the name and in every external id
	Unit   identity.UnitID // those of this unit and below, on that day
	Active string          // "yes", "no" or everybody
	AsOf   string          // the day asked about, 2026-03-01; today where it is empty
	Cursor string
	Limit  int
}

// List returns employees in name order.
func (s *Staff) List(ctx context.Context, org db.Org, q Query) (list []Employee, next string, err error) {
	if q.AsOf != "" {
		if err := date(q.AsOf, "query.as_of"); err != nil {
			return nil, "", err
		}
	}
	limit := q.Limit
	q.Limit++
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error {
		if q.AsOf == "" {
			if q.AsOf, err = today(ctx, tx, org); err != nil {
				return err
			}
		}
		var units []identity.UnitID
		if q.Unit != "" {
			all, err := identity.UnitsIn(ctx, tx, org)
			if err != nil {
				return err
			}
			units = identity.Below(all, q.Unit)
		}
		list, err = query(ctx, tx, org, q, units)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = identity.Fold(list[limit-1].Name) + "\n" + string(list[limit-1].ID)
	}
	return list, next, err
}

// All lists every employee, for translating ids into names.
func (s *Staff) All(ctx context.Context, tx *db.Tx, org db.Org) ([]Employee, error) {
	day, err := today(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	return query(ctx, tx, org, Query{AsOf: day, Limit: 1_000_000}, nil)
}

// today is the day in the organisation's zone.
func today(ctx context.Context, tx *db.Tx, org db.Org) (string, error) {
	var zone string
	if err := tx.QueryRow(ctx, `select zone from organisation where id = $1`, org).Scan(&zone); err != nil {
		return "", err
	}
	at, err := time.LoadLocation(zone)
	if err != nil {
		return "", err
	}
	return tx.Now.In(at).Format(time.DateOnly), nil
}

func date(s, place string) error {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil || at.Year() < 1900 || at.Year() > 2200 {
		return problem.At(place, "date_invalid", "%.20q isn't a date such as 2026-01-31.", s)
	}
	return nil
}

// Edit changes an employee. What isn't given stays as it is.
type Edit struct {
	Name    *string          `json:"name,omitempty" maxLength:"100"`
	Aliases []string         `json:"aliases,omitempty" maxItems:"20" doc:"All of them"`
	Person  *string          `json:"person,omitempty" maxLength:"100"`
	User    *identity.UserID `json:"user,omitempty" maxLength:"60" doc:"A member of the organisation; empty for none"`
	LeftOn  *string          `json:"left_on,omitempty" maxLength:"10" doc:"Ends the stay of that day; empty for somebody who came back, whose last stay goes on"`
}

// Change edits an employee as the editor saw them.
func (s *Staff) Change(ctx context.Context, org db.Org, id ID, version int, in Edit) (*Detail, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	return s.edit(ctx, org, id, version, "employee.edit", func(tx *db.Tx, e *Detail) error {
		if in.Name != nil {
			e.Name = *in.Name
		}
		if in.Person != nil && *in.Person != e.Person {
			e.Person = *in.Person
			if err := free(ctx, tx, org, e, "person", e.Person, "body.person", "person_taken"); err != nil {
				return err
			}
		}
		if in.User != nil && *in.User != e.User {
			e.User = *in.User
			if err := mayBe(ctx, tx, org, e); err != nil {
				return err
			}
		}
		if in.Aliases != nil {
			if err := setAliases(ctx, tx, org, e, in.Aliases); err != nil {
				return err
			}
			tx.AfterCommit(func() { s.ids.Clear() })
		}
		if in.LeftOn != nil && *in.LeftOn != e.LeftOn {
			e.leave(*in.LeftOn)
			return replaceStays(ctx, tx, org, e.ID, e.Stays)
		}
		return nil
	})
}

func (in *Edit) validate() error {
	if in.Name != nil {
		if err := identity.Name(*in.Name, "body.name", 100); err != nil {
			return err
		}
	}
	if in.Person != nil && *in.Person != "" {
		if err := identity.Name(*in.Person, "body.person", 100); err != nil {
			return err
		}
	}
	if in.LeftOn != nil && *in.LeftOn != "" {
		return date(*in.LeftOn, "body.left_on")
	}
	return nil
}

// leave ends what goes on beyond a day; coming back goes on with what ended on the day of leaving.
func (e *Detail) leave(on string) {
	was := e.LeftOn
	e.LeftOn = on
	if on == "" {
		for i := range e.Stays {
			if e.Stays[i].To == was {
				e.Stays[i].To = ""
			}
		}
		return
	}
	e.Stays = slices.DeleteFunc(e.Stays, func(s Stay) bool { return s.starts() >= on })
	for i := range e.Stays {
		if s := &e.Stays[i]; s.To == "" || s.To > on || s.To == was && was != "" {
			s.To = on
		}
	}
}

// SetStays replaces where an employee belonged and when.
func (s *Staff) SetStays(ctx context.Context, org db.Org, id ID, version int, list []Stay) (*Detail, error) {
	if len(list) > maxStays {
		return nil, problem.At("body.items", "too_many_stays", "At most %d stays.", maxStays)
	}
	return s.edit(ctx, org, id, version, "employee.stays", func(tx *db.Tx, e *Detail) error {
		units, err := identity.UnitsIn(ctx, tx, org)
		if err != nil {
			return err
		}
		for n, stay := range list {
			if err := stay.validate(n, list[:n], e, units); err != nil {
				return err
			}
		}
		return replaceStays(ctx, tx, org, e.ID, list)
	})
}

func (s Stay) validate(n int, before []Stay, e *Detail, units []identity.Unit) error {
	place := "body.items[" + strconv.Itoa(n) + "]"
	if !identity.Known(units, s.Unit) {
		return problem.At(place+".unit", "unit_unknown", "There is no unit %.60s.", s.Unit)
	}
	for field, day := range map[string]string{".from": s.From, ".to": s.To} {
		if day != "" {
			if err := date(day, place+field); err != nil {
				return err
			}
		}
	}
	if s.To != "" && s.To <= s.starts() {
		return problem.At(place+".to", "stay_empty", "This stay ends before it begins (its end is the first day elsewhere).")
	}
	if e.LeftOn != "" && (s.To == "" || s.To > e.LeftOn) {
		return problem.At(place+".to", "stay_after_leaving", "%s left on %s and can't belong to a unit after that.", e.Name, e.LeftOn).
			With(problem.Args{"left_on": e.LeftOn})
	}
	for _, o := range before {
		if s.over(o) {
			at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.ID == o.Unit })
			return problem.At(place+".from", "two_places", "Nobody is in two places at once: this overlaps with %s, %s.", units[at].Name, o.words()).
				With(problem.Args{"unit": units[at].Name, "from": o.From, "to": o.To})
		}
	}
	return nil
}

// words says a stay's time in a sentence.
func (s Stay) words() string {
	switch {
	case s.From == "" && s.To == "":
		return "since ever"
	case s.To == "":
		return "since " + s.From
	case s.From == "":
		return "until " + s.To
	}
	return s.From + " until " + s.To
}

// edit runs a change of one employee as its editor saw them.
func (s *Staff) edit(ctx context.Context, org db.Org, id ID, version int, verb string, change func(*db.Tx, *Detail) error) (*Detail, error) {
	err := s.DB.Write(ctx, org, func(tx *db.Tx) error {
		e, err := detail(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return web.Stale()
		}
		if err := change(tx, e); err != nil {
			return err
		}
		if err := update(ctx, tx, org, e); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, verb, string(id), nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Find(ctx, org, id)
}

// mayBe refuses a login that isn't of this organisation or is somebody else's.
func mayBe(ctx context.Context, tx *db.Tx, org db.Org, e *Detail) error {
	if e.User == "" {
		return nil
	}
	all, err := identity.MembersIn(ctx, tx, org)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(m identity.Member) bool { return m.ID == e.User }) {
		return problem.At("body.user", "user_unknown", "There is no user %.60s in this organisation.", e.User)
	}
	return free(ctx, tx, org, e, "user_id", string(e.User), "body.user", "user_taken")
}
