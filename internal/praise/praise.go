// Package praise passes a customer's compliment on to the employee who earned it, with the supervisor in copy.
package praise

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a compliment's id.
type ID string

// Person is who thanked, or shared.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Compliment is praise as its readers see it. It never says who the customer is.
type Compliment struct {
	ID         ID                   `json:"id"`
	At         time.Time            `json:"at" doc:"When the customer said it"`
	Employee   signal.Named         `json:"employee"`
	Mine       bool                 `json:"mine" doc:"It praises you"`
	Words      []string             `json:"words" doc:"What the customer wrote"`
	Measures   []signal.ItemMeasure `json:"measures"`
	TouchPoint *signal.Named        `json:"touch_point,omitempty"`
	Why        string               `json:"why" doc:"How the rule matched"`
	Thanks     []Person             `json:"thanks" doc:"Colleagues who said thank you"`
	Thanked    bool                 `json:"thanked" doc:"You did"`
	Shared     bool                 `json:"shared" doc:"Everybody in the organisation sees it"`

	signal signal.ID
	user   string
	unit   identity.UnitID
}

// Praise is the capability. All fields are set by app.
type Praise struct {
	DB     *db.DB
	Log    *signal.Log
	People *identity.Identity
	Notify *notify.Notify
	Audit  identity.Auditor
	Hub    *web.Hub
	Slog   *slog.Logger
}

// Heard passes a signal on that a rule for compliments matched, in the transaction of the rules. A signal without an employee
// praises nobody in particular, and one is passed on once.
func (p *Praise) Heard(ctx context.Context, tx *db.Tx, org db.Org, rule string, e *signal.Logged, why string) error {
	if e.Content.Employee == "" {
		return nil
	}
	id := ID(tx.ID("cpl"))
	n, err := db.Affected(tx.Exec(ctx, `insert into compliment (org, id, signal, employee, unit, rule, why, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (org, signal) do nothing`, org, id, string(e.ID), e.Content.Employee, e.Content.Unit, rule, why, tx.Micros()))
	if err != nil || n == 0 {
		return err
	}
	var name, user string
	err = tx.QueryRow(ctx, `select coalesce(name, ''), coalesce(user_id, '') from employee where org = $1 and id = $2`, org, e.Content.Employee).Scan(&name, &user)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	words := ""
	if len(e.Content.Comments) > 0 {
		words = "“" + e.Content.Comments[0].Text + "”"
	}
	tell := func(to, title string) error {
		return p.Notify.Tell(ctx, tx, org, notify.Notice{To: identity.UserID(to), Kind: notify.Praised, Title: title, Text: words, Link: "/praise",
			Key: "praise/" + string(id)})
	}
	if err := tell(user, "A customer praised you"); err != nil {
		return err
	}
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return err
	}
	members, err := identity.MembersIn(ctx, tx, org)
	if err != nil {
		return err
	}
	above := string(identity.OwnerFor(units, identity.UnitID(e.Content.Unit), func(id identity.UserID) bool {
		return slices.ContainsFunc(members, func(m identity.Member) bool { return m.ID == id && m.Active })
	}))
	tx.AfterCommit(func() { p.Hub.Publish(string(org), "praise", struct{}{}) })
	if above == "" || above == user {
		return nil
	}
	if name == "" {
		name = "somebody in your team"
	}
	return tell(above, "A customer praised "+name)
}

// Consumer follows the log: where a signal was erased, its praise goes too.
func (p *Praise) Consumer() signal.Consumer {
	wants := func(context.Context, *db.Tx, db.Org) ([]signal.Op, error) { return []signal.Op{signal.OpErase}, nil }
	return signal.Consumer{Name: "praise", Wants: wants, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
		for _, e := range entries {
			if e.Op != signal.OpErase {
				continue
			}
			if _, err := tx.Exec(ctx, `delete from compliment where org = $1 and signal = $2`, org, string(e.ID)); err != nil {
				return err
			}
		}
		return nil
	}}
}

// sight is how far the caller sees praise: their own, their team's where they lead one, and what was shared.
type sight struct {
	me    string
	leads bool
	units []identity.UnitID // nil: the whole organisation
}

func (p *Praise) sight(ctx context.Context, tx *db.Tx) (s sight, err error) {
	c := identity.From(ctx)
	s = sight{me: c.ID, leads: c.May(identity.PeopleRead)}
	s.units, err = p.People.Scope(ctx, tx)
	return s, err
}

func (s sight) sees(c *Compliment) bool {
	return c.Shared || c.user != "" && c.user == s.me || s.leads && (s.units == nil || slices.Contains(s.units, c.unit))
}

const columns = `c.id, c.signal, c.at, c.why, c.shared_at is not null, c.employee, coalesce(e.external_id, ''), coalesce(e.name, ''), coalesce(e.user_id, ''),
	c.unit`

const from = ` from compliment c left join employee e on e.org = c.org and e.id = c.employee`

func scan(r db.Scanner) (c Compliment, err error) {
	var at int64
	err = r.Scan(&c.ID, &c.signal, &at, &c.Why, &c.Shared, &c.Employee.ID, &c.Employee.Key, &c.Employee.Name, &c.user, &c.unit)
	c.At = db.Micros(at)
	return c, err
}

// Which says whose praise is listed.
type Which string

// One's own, one's team's, or what was shared with everybody.
const (
	Mine   Which = "mine"
	Team   Which = "team"
	Shared Which = "shared"
)

const pageSize = 20

// List lists praise that the caller may see, newest first.
func (p *Praise) List(ctx context.Context, org db.Org, which Which, before string) (out []Compliment, next string, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error {
		s, err := p.sight(ctx, tx)
		if err != nil {
			return err
		}
		args, where := []any{org, before}, ""
		switch which {
		case Mine:
			args, where = append(args, s.me), ` and e.user_id = $3`
		case Shared:
			where = ` and c.shared_at is not null`
		case Team:
			if !s.leads {
				return nil
			}
			if s.units != nil {
				if len(s.units) == 0 {
					return nil
				}
				marks, values := db.Marks(3, s.units)
				args, where = append(args, values...), ` and c.unit in (`+marks+`)`
			}
		}
		rows, err := tx.Query(ctx, `select `+columns+from+` where c.org = $1 and ($2 = '' or c.id < $2)`+where+` order by c.id desc limit 21`, args...)
		if out, err = db.Collect(rows, err, scan); err != nil {
			return err
		}
		for i := range out {
			if err := thanked(ctx, tx, org, &out[i], s.me); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	if len(out) > pageSize {
		out = out[:pageSize]
		next = string(out[pageSize-1].ID)
	}
	for i := range out {
		if err := p.fill(ctx, org, &out[i]); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// fill adds what was said, and nothing of who said it.
func (p *Praise) fill(ctx context.Context, org db.Org, c *Compliment) error {
	c.Words, c.Measures = []string{}, []signal.ItemMeasure{}
	c.Mine = c.user != "" && c.user == identity.From(ctx).ID
	item, err := p.Log.View(identity.System(ctx, org, "praise"), org, c.signal)
	if problem.KindOf(err) == problem.NotFound {
		return nil // erased a moment ago
	}
	if err != nil {
		return err
	}
	c.At, c.TouchPoint, c.Measures = item.At, item.TouchPoint, item.Measures
	for _, t := range item.Comments {
		c.Words = append(c.Words, t.Text)
	}
	return nil
}

func thanked(ctx context.Context, tx *db.Tx, org db.Org, c *Compliment, me string) error {
	rows, err := tx.Query(ctx, `select t.user_id, u.name from compliment_thanks t join app_user u on u.id = t.user_id
		where t.org = $1 and t.compliment = $2 order by t.at`, org, c.ID)
	c.Thanks, err = db.Collect(rows, err, func(r db.Scanner) (q Person, err error) { return q, r.Scan(&q.ID, &q.Name) })
	c.Thanked = slices.ContainsFunc(c.Thanks, func(q Person) bool { return q.ID == me })
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID, s sight) (*Compliment, error) {
	c, err := scan(tx.QueryRow(ctx, `select `+columns+from+` where c.org = $1 and c.id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !s.sees(&c) {
		return nil, problem.New(problem.NotFound, "compliment_unknown", "There is no compliment %.60s.", id)
	}
	return &c, err
}

// Thank says thank you to a colleague for the praise they earned.
func (p *Praise) Thank(ctx context.Context, org db.Org, id ID) error {
	return p.change(ctx, org, id, "praise.thank", func(tx *db.Tx, c *Compliment) error {
		me := identity.From(ctx)
		if c.user == me.ID {
			return problem.New(problem.Conflict, "praise_own", "This praises you; colleagues can thank you for it.")
		}
		n, err := db.Affected(tx.Exec(ctx, `insert into compliment_thanks (org, compliment, user_id, at) values ($1, $2, $3, $4) on conflict do nothing`, org, id, me.ID, tx.Micros()))
		if err != nil || n == 0 {
			return err
		}
		return p.Notify.Tell(ctx, tx, org, notify.Notice{To: identity.UserID(c.user), Kind: notify.Praised, Title: me.Name + " thanks you for what a customer praised",
			Link: "/praise", Key: "thanks/" + string(id) + "/" + me.ID})
	})
}

// Share shows praise to everybody in the organisation, or no longer. The praised one decides, and who leads them.
func (p *Praise) Share(ctx context.Context, org db.Org, id ID, shared bool) error {
	return p.change(ctx, org, id, "praise.share", func(tx *db.Tx, c *Compliment) error {
		me := identity.From(ctx)
		if c.user != me.ID && !me.May(identity.PeopleRead) {
			return problem.New(problem.Forbidden, "praise_not_yours", "The one who was praised decides, or who leads them.")
		}
		var by, at any
		if shared {
			by, at = me.ID, tx.Micros()
		}
		_, err := tx.Exec(ctx, `update compliment set shared_by = $1, shared_at = $2 where org = $3 and id = $4`, by, at, org, id)
		return err
	})
}

func (p *Praise) change(ctx context.Context, org db.Org, id ID, verb string, fn func(*db.Tx, *Compliment) error) error {
	return p.DB.Write(ctx, org, func(tx *db.Tx) error {
		s, err := p.sight(ctx, tx)
		if err != nil {
			return err
		}
		c, err := find(ctx, tx, org, id, s)
		if err != nil {
			return err
		}
		if identity.From(ctx).Kind != identity.ByUser {
			return problem.New(problem.Forbidden, "people_only", "Praise is for people who sign in.")
		}
		if err := fn(tx, c); err != nil {
			return err
		}
		tx.AfterCommit(func() { p.Hub.Publish(string(org), "praise", struct{}{}) })
		return p.Audit.Record(ctx, tx, verb, string(id), nil)
	})
}

// Routes describes and serves praise.
func (p *Praise) Routes(a *web.API) {
	web.Register(a, web.Op{ID: "compliment-list", Method: http.MethodGet, Path: "/compliments", Tag: "Praise", Verb: web.SignedIn,
		Summary: "Customers' praise: your own, your team's where you lead one, or what was shared", Doc: "It never says who the customer is."},
		func(ctx context.Context, in *struct {
			Which  Which  `query:"which" enum:"mine,team,shared" default:"mine"`
			Cursor string `query:"cursor" maxLength:"60"`
		}) (*web.List[Compliment], error) {
			return web.ListOf(p.List(ctx, identity.From(ctx).Org, in.Which, in.Cursor))
		})
	type byID struct {
		ID ID `path:"id" maxLength:"60"`
	}
	web.Register(a, web.Op{ID: "compliment-thank", Method: http.MethodPost, Path: "/compliments/{id}/thanks", Tag: "Praise", Verb: web.SignedIn,
		Summary: "Thank a colleague for the praise they earned"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, p.Thank(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "compliment-share", Method: http.MethodPut, Path: "/compliments/{id}/share", Tag: "Praise", Verb: web.SignedIn,
		Summary: "Show praise to everybody in the organisation, or no longer"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Shared bool `json:"shared"`
			}
		}) (*struct{}, error) {
			return nil, p.Share(ctx, identity.From(ctx).Org, in.ID, in.Body.Shared)
		})
}
