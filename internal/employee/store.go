package employee

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Resolve returns the employee with an external id, whichever of theirs it is, making them where they aren't known yet.
func (s *Staff) Resolve(ctx context.Context, tx *db.Tx, org db.Org, external string) (ID, error) {
	if id, ok := s.ids.Get(org, external); ok {
		return id, nil
	}
	if err := identity.Name(external, "body.employee", 100); err != nil {
		return "", err
	}
	e, err := holder(ctx, tx, org, external)
	if err == nil && e == nil {
		e = &Employee{ID: ID(tx.ID("emp")), ExternalID: external, Name: external}
		err = insert(ctx, tx, org, e)
	}
	if err != nil {
		return "", err
	}
	tx.AfterCommit(func() { s.ids.Set(org, external, e.ID) })
	return e.ID, nil
}

// holder finds who is called by an external id; nil where nobody is.
func holder(ctx context.Context, tx *db.Tx, org db.Org, external string) (*Employee, error) {
	var e Employee
	err := tx.QueryRow(ctx, `select id, external_id, name from employee where org = $1 and external_id = $2`, org, external).
		Scan(&e.ID, &e.ExternalID, &e.Name)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRow(ctx, `select e.id, e.external_id, e.name from employee_alias a join employee e on e.org = a.org and e.id = a.employee
			where a.org = $1 and a.external_id = $2`, org, external).Scan(&e.ID, &e.ExternalID, &e.Name)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &e, err
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, e *Employee) error {
	_, err := tx.Exec(ctx, `insert into employee (org, id, external_id, name, name_folded, active, created_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, org, e.ID, e.ExternalID, e.Name, identity.Fold(e.Name), true, tx.Micros())
	if db.IsConflict(err) {
		return problem.At("body.external_id", "external_id_taken", "There is an employee %q already.", e.ExternalID)
	}
	return err
}

// update stores what a person may change, and raises the version.
func update(ctx context.Context, tx *db.Tx, org db.Org, e *Detail) error {
	_, err := tx.Exec(ctx, `update employee set name = $1, name_folded = $2, left_on = $3, active = $4, person = $5, user_id = $6, version = version + 1
		where org = $7 and id = $8`, e.Name, identity.Fold(e.Name), db.NullText(e.LeftOn), e.LeftOn == "", db.NullText(e.Person), db.NullText(e.User), org, e.ID)
	return err
}

const columns = `e.id, e.external_id, e.name, coalesce(p.unit, ''), coalesce(e.left_on, ''), e.created_at, e.version`

// asOf joins the stay of a day, which is $2.
const asOf = ` from employee e left join employee_stay p on p.org = e.org and p.employee = e.id and p.starts_on <= $2
	and (p.ends_on is null or p.ends_on > $2) where e.org = $1`

func scan(day string) func(db.Scanner) (Employee, error) {
	return func(r db.Scanner) (e Employee, err error) {
		var at int64
		err = r.Scan(&e.ID, &e.ExternalID, &e.Name, &e.Unit, &e.LeftOn, &at, &e.Version)
		e.CreatedAt, e.Active = db.Micros(at), e.LeftOn == "" || e.LeftOn > day
		return e, err
	}
}

func detail(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Detail, error) {
	day, err := today(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	var e Detail
	e.Employee, err = scan(day)(tx.QueryRow(ctx, `select `+columns+asOf+` and e.id = $3`, org, day, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "employee_unknown", "There is no employee %.60s.", id)
	}
	if err != nil {
		return nil, err
	}
	if err := tx.QueryRow(ctx, `select coalesce(person, ''), coalesce(user_id, '') from employee where org = $1 and id = $2`, org, id).
		Scan(&e.Person, &e.User); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select external_id from employee_alias where org = $1 and employee = $2 order by external_id`, org, id)
	if e.Aliases, err = db.Collect(rows, err, func(r db.Scanner) (s string, err error) { return s, r.Scan(&s) }); err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, `select unit, starts_on, coalesce(ends_on, '') from employee_stay where org = $1 and employee = $2 order by starts_on desc`, org, id)
	e.Stays, err = db.Collect(rows, err, func(r db.Scanner) (s Stay, err error) {
		err = r.Scan(&s.Unit, &s.From, &s.To)
		if s.From == ever {
			s.From = ""
		}
		return s, err
	})
	return &e, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, q Query, units []identity.UnitID) ([]Employee, error) {
	name, id, _ := strings.Cut(q.Cursor, "\n")
	args := []any{org, q.AsOf, name, id, q.Limit}
	where := ` and (e.name_folded > $3 or e.name_folded = $3 and e.id > $4)`
	if s := strings.TrimSpace(q.Search); s != "" {
		args = append(args, db.Contains(identity.Fold(s)), db.Contains(s))
		where += ` and (e.name_folded like $6 escape '\' or e.external_id like $7 escape '\'
			or e.id in (select employee from employee_alias where org = $1 and external_id like $7 escape '\'))`
	}
	if units != nil {
		marks, values := db.Marks(len(args)+1, units)
		where, args = where+` and p.unit in (`+marks+`)`, append(args, values...)
	}
	switch q.Active {
	case "yes":
		where += ` and (e.left_on is null or e.left_on > $2)`
	case "no":
		where += ` and e.left_on <= $2`
	}
	rows, err := tx.Query(ctx, `select `+columns+asOf+where+` order by e.name_folded, e.id limit $5`, args...)
	return db.Collect(rows, err, scan(q.AsOf))
}

func insertStays(ctx context.Context, tx *db.Tx, org db.Org, id ID, list []Stay) error {
	for _, s := range list {
		if _, err := tx.Exec(ctx, `insert into employee_stay (org, employee, starts_on, ends_on, unit) values ($1, $2, $3, $4, $5)`,
			org, id, s.starts(), db.NullText(s.To), s.Unit); err != nil {
			return err
		}
	}
	return nil
}

func replaceStays(ctx context.Context, tx *db.Tx, org db.Org, id ID, list []Stay) error {
	if _, err := tx.Exec(ctx, `delete from employee_stay where org = $1 and employee = $2`, org, id); err != nil {
		return err
	}
	return insertStays(ctx, tx, org, id, list)
}

func setAliases(ctx context.Context, tx *db.Tx, org db.Org, e *Detail, list []string) error {
	if len(list) > maxAliases {
		return problem.At("body.aliases", "too_many_aliases", "At most %d further ids.", maxAliases)
	}
	if _, err := tx.Exec(ctx, `delete from employee_alias where org = $1 and employee = $2`, org, e.ID); err != nil {
		return err
	}
	for n, a := range list {
		place := "body.aliases[" + strconv.Itoa(n) + "]"
		if err := identity.Name(a, place, 100); err != nil {
			return err
		}
		if other, err := holder(ctx, tx, org, a); err != nil || other != nil {
			return cmp.Or(err, taken(place, a, other))
		}
		if _, err := tx.Exec(ctx, `insert into employee_alias (org, external_id, employee) values ($1, $2, $3)`, org, a, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// free refuses a value that another employee of the organisation has.
func free(ctx context.Context, tx *db.Tx, org db.Org, e *Detail, column, value, place, code string) error {
	if value == "" {
		return nil
	}
	var name string
	err := tx.QueryRow(ctx, `select name from employee where org = $1 and `+column+` = $2 and id <> $3`, org, value, e.ID).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return problem.At(place, code, "That is %s's already.", name).With(problem.Args{"name": name})
}
