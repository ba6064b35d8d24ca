// Package audit remembers who did what.
package audit

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Entry is one deed.
type Entry struct {
	ID      string          `json:"id"`
	At      time.Time       `json:"at"`
	Actor   Actor           `json:"actor"`
	Verb    string          `json:"verb" example:"case.close"`
	Subject string          `json:"subject" doc:"The id of what it was done to"`
	Detail  json.RawMessage `json:"detail"`
}

// Actor is who did it.
type Actor struct {
	Kind identity.CallerKind `json:"kind" enum:"user,token,system"`
	ID   string              `json:"id"`
	Name string              `json:"name"`
}

// Trail is the capability.
type Trail struct{ DB *db.DB }

// Record adds a deed of the caller in ctx to the transaction that does it: both happen, or neither.
func (t *Trail) Record(ctx context.Context, tx *db.Tx, verb, subject string, detail map[string]any) error {
	d, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	c := identity.From(ctx)
	if c.Kind == "" {
		c.Kind, c.ID, c.Name = identity.BySystem, "system", "system"
	}
	_, err = tx.Exec(ctx, `insert into audit (org, id, at, actor_kind, actor, actor_name, verb, subject, detail)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Org, tx.ID("aud"), tx.Micros(), string(c.Kind), c.ID, c.Name, verb, subject, string(d))
	return err
}

// List returns the newest deeds before a cursor.
func (t *Trail) List(ctx context.Context, org db.Org, before string, limit int) (list []Entry, next string, err error) {
	err = t.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select id, at, actor_kind, actor, actor_name, verb, subject, detail from audit
			where org = $1 and ($2 = '' or id < $2) order by id desc limit $3`, org, before, limit+1)
		list, err = db.Collect(rows, err, scan)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].ID
	}
	return list, next, err
}

func scan(r db.Scanner) (e Entry, err error) {
	var at int64
	var detail string
	err = r.Scan(&e.ID, &at, &e.Actor.Kind, &e.Actor.ID, &e.Actor.Name, &e.Verb, &e.Subject, &detail)
	e.At, e.Detail = db.Micros(at), json.RawMessage(detail)
	return e, err
}

// Routes describes and serves the audit API.
func (t *Trail) Routes(a *web.API) {
	type list struct {
		Body struct {
			Items []Entry `json:"items"`
			Next  string  `json:"next,omitempty"`
		}
	}
	web.Register(a, web.Op{ID: "audit-list", Method: http.MethodGet, Path: "/audit", Tag: "Audit", Verb: identity.AuditRead,
		Summary: "Who did what, newest first"},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*list, error) {
			out := &list{}
			var err error
			out.Body.Items, out.Body.Next, err = t.List(ctx, identity.From(ctx).Org, in.Cursor, in.Limit)
			return out, err
		})
}
