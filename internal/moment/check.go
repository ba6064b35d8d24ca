package moment

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/stats"
)

// check is one answer of one person to the questions of a version.
type check struct {
	moment    ID
	number    int
	employee  string
	user      string
	name      string
	score     int
	questions int
	passed    bool
	entered   bool
	by        string
	at        time.Time
}

// who is one person asked about one procedure.
func (c *check) who() string {
	if c.employee != "" {
		return string(c.moment) + "/" + c.employee
	}
	return string(c.moment) + "/" + c.user
}

// Asked is who has answered the questions of the procedure in force, and who hasn't.
type Asked struct {
	Number   int           `json:"number"`
	Audience int           `json:"audience" doc:"Employees who must understand it"`
	Answered int           `json:"answered" doc:"Of them, how many have answered"`
	Passed   metric.Number `json:"passed" doc:"%, of those who answered. Counted in groups of five, so that nobody's own result can be told"`
	Waiting  int           `json:"waiting" doc:"Answers that count once their group of five is full"`
	People   []AskedOne    `json:"people" doc:"By name. Whether somebody passed is told to nobody else"`
}

// AskedOne is whether somebody has been asked.
type AskedOne struct {
	Employee employee.ID `json:"employee,omitempty"`
	Name     string      `json:"name"`
	Answered *time.Time  `json:"answered,omitempty"`
	Entered  bool        `json:"entered,omitempty" doc:"The result came from elsewhere"`
	Outside  bool        `json:"outside,omitempty" doc:"Answered without being one of the audience; counts like the others"`
}

// last keeps the latest answer of each person, in the order of time.
func last(list []check) []check {
	out := []check{}
	for i := range list {
		if slices.ContainsFunc(list[i+1:], func(c check) bool { return c.who() == list[i].who() }) {
			continue
		}
		out = append(out, list[i])
	}
	return out
}

// passedOf is the share that passed. A figure of employees changes only when five of them have answered: from one answer to the
// next it would tell how that one person did.
func passedOf(list []check) (n metric.Number, hits int64, waiting int) {
	full := len(list) - len(list)%minGroup
	for _, c := range list[:full] {
		if c.passed {
			hits++
		}
	}
	waiting = len(list) - full
	if full == 0 {
		return metric.Number{TooFew: true}, 0, waiting
	}
	i := stats.Percentage(hits, int64(full), level)
	return metric.Number{Value: finite(i.Estimate), N: int64(full), Low: finite(i.Low), High: finite(i.High)}, hits, waiting
}

// Asked lists who has been asked.
func (m *Moments) Asked(ctx context.Context, org db.Org, id ID) (a *Asked, err error) {
	var p *Procedure
	var checks []check
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, p, err = m.inForce(ctx, tx, org, id); err != nil {
			return err
		}
		checks, err = checksOf(ctx, tx, org, id, p.Number)
		return err
	})
	if err != nil {
		return nil, err
	}
	audience, _, err := m.Staff.List(ctx, org, employee.Query{Unit: p.Unit, Active: "yes", Limit: 10_000})
	if err != nil {
		return nil, err
	}
	checks = last(checks)
	a = &Asked{Number: p.Number, Audience: len(audience), People: []AskedOne{}}
	a.Passed, _, a.Waiting = passedOf(checks)
	for _, e := range audience {
		one := AskedOne{Employee: e.ID, Name: e.Name}
		if at := slices.IndexFunc(checks, func(c check) bool { return c.employee == string(e.ID) }); at >= 0 {
			one.Answered, one.Entered = &checks[at].at, checks[at].entered
			a.Answered++
		}
		a.People = append(a.People, one)
	}
	for i := range checks {
		c := &checks[i]
		if !slices.ContainsFunc(audience, func(e employee.Employee) bool { return string(e.ID) == c.employee }) {
			a.People = append(a.People, AskedOne{Employee: employee.ID(c.employee), Name: c.name, Answered: &c.at, Entered: c.entered, Outside: true})
		}
	}
	return a, nil
}
