// Package touchpoint knows the discrete events in which customers and the organisation meet. Journeys place them on a map;
// signals point at them by key.
package touchpoint

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

// ID is a touch point's id; its key is what imports and the API call it.
type ID string

// TouchPoint is one discrete event.
type TouchPoint struct {
	ID        ID        `json:"id"`
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
}

// Points is the capability.
type Points struct {
	DB    *db.DB
	Audit identity.Auditor

	ids db.Cache[ID]
}

// Create adds a touch point.
func (p *Points) Create(ctx context.Context, org db.Org, key, name string) (t *TouchPoint, err error) {
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error { t, err = p.CreateIn(ctx, tx, org, key, name); return err })
	return t, err
}

// CreateIn is Create inside a transaction.
func (p *Points) CreateIn(ctx context.Context, tx *db.Tx, org db.Org, key, name string) (*TouchPoint, error) {
	if err := identity.Key(key, "body.key"); err != nil {
		return nil, err
	}
	if err := identity.Name(name, "body.name", 100); err != nil {
		return nil, err
	}
	t := &TouchPoint{ID: ID(tx.ID("tpt")), Key: key, Name: name, CreatedAt: tx.Now}
	if err := insert(ctx, tx, org, t); err != nil {
		return nil, err
	}
	return t, p.Audit.Record(ctx, tx, "touch_point.create", string(t.ID), map[string]any{"key": key})
}

// DropIn removes a touch point inside a transaction. Whoever calls it knows that nothing speaks of it.
func (p *Points) DropIn(ctx context.Context, tx *db.Tx, org db.Org, t *TouchPoint) error {
	if _, err := tx.Exec(ctx, `delete from touch_point where org = $1 and id = $2`, org, t.ID); err != nil {
		return err
	}
	tx.AfterCommit(func() { p.ids.Drop(org, t.Key) })
	return p.Audit.Record(ctx, tx, "touch_point.delete", string(t.ID), map[string]any{"key": t.Key})
}

// Rename changes what people call it; the key stays.
func (p *Points) Rename(ctx context.Context, org db.Org, id ID, name string) (t *TouchPoint, err error) {
	if err := identity.Name(name, "body.name", 100); err != nil {
		return nil, err
	}
	err = p.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `update touch_point set name = $1, name_folded = $2 where org = $3 and id = $4`,
			name, identity.Fold(name), org, id); err != nil {
			return err
		}
		if t, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		return p.Audit.Record(ctx, tx, "touch_point.rename", string(id), map[string]any{"name": name})
	})
	return t, err
}

// Find returns one, or a not-found problem.
func (p *Points) Find(ctx context.Context, org db.Org, id ID) (t *TouchPoint, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { t, err = find(ctx, tx, org, id); return err })
	return t, err
}

// List returns those whose name contains search, in name order after a cursor.
func (p *Points) List(ctx context.Context, org db.Org, search, after string, limit int) (list []TouchPoint, next string, err error) {
	err = p.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, search, after, limit+1); return err })
	if len(list) > limit {
		list = list[:limit]
		next = identity.Fold(list[limit-1].Name) + "\n" + string(list[limit-1].ID)
	}
	return list, next, err
}

// All lists every touch point, for translating ids into names.
func (p *Points) All(ctx context.Context, tx *db.Tx, org db.Org) ([]TouchPoint, error) {
	return query(ctx, tx, org, "", "", 100_000)
}

// Resolve returns the touch point with a key, making it where it isn't known yet.
func (p *Points) Resolve(ctx context.Context, tx *db.Tx, org db.Org, key string) (ID, error) {
	if id, ok := p.ids.Get(org, key); ok {
		return id, nil
	}
	if err := identity.Key(key, "body.touch_point"); err != nil {
		return "", err
	}
	var id ID
	err := tx.QueryRow(ctx, `select id from touch_point where org = $1 and key = $2`, org, key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		t := &TouchPoint{ID: ID(tx.ID("tpt")), Key: key, Name: readable(key), CreatedAt: tx.Now}
		id, err = t.ID, insert(ctx, tx, org, t)
	}
	if err != nil {
		return "", err
	}
	tx.AfterCommit(func() { p.ids.Set(org, key, id) })
	return id, nil
}

func readable(key string) string {
	s := strings.NewReplacer("-", " ", "_", " ").Replace(key)
	return strings.ToUpper(s[:1]) + s[1:]
}

const columns = `id, key, name, created_at`

func insert(ctx context.Context, tx *db.Tx, org db.Org, t *TouchPoint) error {
	_, err := tx.Exec(ctx, `insert into touch_point (org, id, key, name, name_folded, created_at) values ($1, $2, $3, $4, $5, $6)`,
		org, t.ID, t.Key, t.Name, identity.Fold(t.Name), tx.Micros())
	if db.IsConflict(err) {
		return problem.At("body.key", "key_taken", "There is a touch point with the key %q already.", t.Key)
	}
	return err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*TouchPoint, error) {
	t, err := scan(tx.QueryRow(ctx, `select `+columns+` from touch_point where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "touch_point_unknown", "There is no touch point %s.", id)
	}
	return &t, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, search, after string, limit int) ([]TouchPoint, error) {
	name, id, _ := strings.Cut(after, "\n")
	rows, err := tx.Query(ctx, `select `+columns+` from touch_point
		where org = $1 and name_folded like $2 escape '\' and (name_folded > $3 or name_folded = $3 and id > $4)
		order by name_folded, id limit $5`, org, db.Contains(identity.Fold(search)), name, id, limit)
	return db.Collect(rows, err, scan)
}

func scan(r db.Scanner) (t TouchPoint, err error) {
	var at int64
	err = r.Scan(&t.ID, &t.Key, &t.Name, &at)
	t.CreatedAt = db.Micros(at)
	return t, err
}

// Routes describes and serves the touch-point API.
func (p *Points) Routes(a *web.API) {
	type one struct{ Body *TouchPoint }
	web.Register(a, web.Op{ID: "touch-point-list", Method: http.MethodGet, Path: "/touch-points", Tag: "Touch points",
		Verb: identity.PeopleRead, Summary: "Touch points by name"},
		func(ctx context.Context, in *struct {
			Search string `query:"search" maxLength:"100"`
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[TouchPoint], error) {
			return web.ListOf(p.List(ctx, identity.From(ctx).Org, in.Search, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "touch-point-create", Method: http.MethodPost, Path: "/touch-points", Tag: "Touch points",
		Verb: identity.PeopleWrite, Summary: "Add a touch point", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				Key  string `json:"key"`
				Name string `json:"name" maxLength:"100"`
			}
		}) (*one, error) {
			t, err := p.Create(ctx, identity.From(ctx).Org, in.Body.Key, in.Body.Name)
			return &one{t}, err
		})
	web.Register(a, web.Op{ID: "touch-point-get", Method: http.MethodGet, Path: "/touch-points/{id}", Tag: "Touch points",
		Verb: identity.PeopleRead, Summary: "One touch point"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			t, err := p.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{t}, err
		})
	web.Register(a, web.Op{ID: "touch-point-rename", Method: http.MethodPatch, Path: "/touch-points/{id}", Tag: "Touch points",
		Verb: identity.PeopleWrite, Summary: "Rename a touch point"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id"`
			Body struct {
				Name string `json:"name" maxLength:"100"`
			}
		}) (*one, error) {
			t, err := p.Rename(ctx, identity.From(ctx).Org, in.ID, in.Body.Name)
			return &one{t}, err
		})
}
