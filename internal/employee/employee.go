// Package employee knows the people who serve customers, whether or not they have a login.
package employee

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strings"
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
	Unit       identity.UnitID `json:"unit,omitempty"`
	Active     bool            `json:"active"`
	CreatedAt  time.Time       `json:"created_at"`
}

// Staff is the capability.
type Staff struct {
	DB    *db.DB
	Audit identity.Auditor

	ids db.Cache[ID]
}

// Create adds an employee.
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
			all, err := identity.UnitsIn(ctx, tx, org)
			if err != nil {
				return err
			}
			if !identity.Known(all, e.Unit) {
				return problem.At("body.unit", "unit_unknown", "There is no unit %s.", e.Unit)
			}
		}
		e.ID, e.Active, e.CreatedAt = ID(tx.ID("emp")), true, tx.Now
		if err := insert(ctx, tx, org, e); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, "employee.create", string(e.ID), map[string]any{"external_id": e.ExternalID})
	})
}

// Find returns one, or a not-found problem.
func (s *Staff) Find(ctx context.Context, org db.Org, id ID) (e *Employee, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { e, err = find(ctx, tx, org, id); return err })
	return e, err
}

// List returns those whose name contains search, in name order after a cursor.
func (s *Staff) List(ctx context.Context, org db.Org, search, after string, limit int) (list []Employee, next string, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, search, after, limit+1); return err })
	if len(list) > limit {
		list = list[:limit]
		next = identity.Fold(list[limit-1].Name) + "\n" + string(list[limit-1].ID)
	}
	return list, next, err
}

// All lists every employee, for translating ids into names.
func (s *Staff) All(ctx context.Context, tx *db.Tx, org db.Org) ([]Employee, error) {
	return query(ctx, tx, org, "", "", 1_000_000)
}

// Resolve returns the employee with an external id, making them where they aren't known yet.
func (s *Staff) Resolve(ctx context.Context, tx *db.Tx, org db.Org, external string) (ID, error) {
	if id, ok := s.ids.Get(org, external); ok {
		return id, nil
	}
	if err := identity.Name(external, "body.employee", 100); err != nil {
		return "", err
	}
	var id ID
	err := tx.QueryRow(ctx, `select id from employee where org = $1 and external_id = $2`, org, external).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		e := &Employee{ID: ID(tx.ID("emp")), ExternalID: external, Name: external, Active: true}
		id, err = e.ID, insert(ctx, tx, org, e)
	}
	if err != nil {
		return "", err
	}
	tx.AfterCommit(func() { s.ids.Set(org, external, id) })
	return id, nil
}

const columns = `id, external_id, name, coalesce(unit, ''), active, created_at`

func insert(ctx context.Context, tx *db.Tx, org db.Org, e *Employee) error {
	_, err := tx.Exec(ctx, `insert into employee (org, id, external_id, name, name_folded, unit, active, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, e.ID, e.ExternalID, e.Name, identity.Fold(e.Name), db.NullText(e.Unit), e.Active, tx.Micros())
	if db.IsConflict(err) {
		return problem.At("body.external_id", "external_id_taken", "There is an employee %q already.", e.ExternalID)
	}
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Employee, error) {
	e, err := scan(tx.QueryRow(ctx, `select `+columns+` from employee where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "employee_unknown", "There is no employee %s.", id)
	}
	return &e, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, search, after string, limit int) ([]Employee, error) {
	name, id, _ := strings.Cut(after, "\n")
	rows, err := tx.Query(ctx, `select `+columns+` from employee
		where org = $1 and name_folded like $2 escape '\' and (name_folded > $3 or name_folded = $3 and id > $4)
		order by name_folded, id limit $5`, org, db.Contains(identity.Fold(search)), name, id, limit)
	return db.Collect(rows, err, scan)
}

func scan(r db.Scanner) (e Employee, err error) {
	var at int64
	err = r.Scan(&e.ID, &e.ExternalID, &e.Name, &e.Unit, &e.Active, &at)
	e.CreatedAt = db.Micros(at)
	return e, err
}

// Routes describes and serves the employee API.
func (s *Staff) Routes(a *web.API) {
	type one struct{ Body *Employee }
	web.Register(a, web.Op{ID: "employee-list", Method: http.MethodGet, Path: "/employees", Tag: "Employees", Verb: identity.PeopleRead,
		Summary: "Employees by name"},
		func(ctx context.Context, in *struct {
			Search string `query:"search" maxLength:"100"`
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Employee], error) {
			return web.ListOf(s.List(ctx, identity.From(ctx).Org, in.Search, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "employee-create", Method: http.MethodPost, Path: "/employees", Tag: "Employees", Verb: identity.PeopleWrite,
		Summary: "Add an employee", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				ExternalID string          `json:"external_id" maxLength:"100"`
				Name       string          `json:"name,omitempty" maxLength:"100"`
				Unit       identity.UnitID `json:"unit,omitempty"`
			}
		}) (*one, error) {
			e := &Employee{ExternalID: in.Body.ExternalID, Name: in.Body.Name, Unit: in.Body.Unit}
			return &one{e}, s.Create(ctx, identity.From(ctx).Org, e)
		})
	web.Register(a, web.Op{ID: "employee-get", Method: http.MethodGet, Path: "/employees/{id}", Tag: "Employees", Verb: identity.PeopleRead,
		Summary: "One employee"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			e, err := s.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{e}, err
		})
}
