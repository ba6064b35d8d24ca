package survey

import (
	"context"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// NamesIn lists the surveys by name inside a transaction.
func NamesIn(ctx context.Context, tx *db.Tx, org db.Org) (map[string]ID, error) {
	type named struct {
		id   ID
		name string
	}
	rows, err := tx.Query(ctx, `select id, name from survey where org = $1`, org)
	all, err := db.Collect(rows, err, func(r db.Scanner) (n named, err error) { return n, r.Scan(&n.id, &n.name) })
	out := make(map[string]ID, len(all))
	for _, n := range all {
		out[n.name] = n.id
	}
	return out, err
}

// CreateIn saves a new draft inside a transaction and publishes it where that is wanted; metrics that the same transaction has
// made are known to it. The definition has no logo.
func (s *Surveys) CreateIn(ctx context.Context, tx *db.Tx, org db.Org, name string, d *Definition, publish bool) (*Survey, error) {
	if err := identity.Name(name, "body.name", 200); err != nil {
		return nil, err
	}
	if err := d.Validate(); err != nil {
		return nil, err
	}
	doc, err := canonical(d)
	if err != nil {
		return nil, err
	}
	sv := &Survey{ID: ID(tx.ID("svy")), Name: name, State: Draft, Token: db.Secret(), edit: 1, hash: hashOf(doc)}
	if err := insert(ctx, tx, org, sv, doc, ""); err != nil {
		return nil, err
	}
	if err := s.Audit.Record(ctx, tx, "survey.create", string(sv.ID), map[string]any{"name": name}); err != nil {
		return nil, err
	}
	if sv, err = find(ctx, tx, org, sv.ID); err != nil {
		return nil, err
	}
	if publish {
		if sv, err = s.publishIn(ctx, tx, org, sv); err != nil {
			return nil, err
		}
	}
	tx.AfterCommit(func() {
		s.links.drop(sv.Token)
		s.Hub.Publish(string(org), "surveys", map[string]any{"id": sv.ID})
	})
	return s.linked(sv), nil
}

// publishIn freezes a draft that was found in the same transaction.
func (s *Surveys) publishIn(ctx context.Context, tx *db.Tx, org db.Org, sv *Survey) (*Survey, error) {
	all, err := metric.AllIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	known := make(map[string]*metric.Metric, len(all))
	for i := range all {
		known[all[i].Key] = &all[i]
	}
	if err := sv.mayPublish(known); err != nil {
		return nil, err
	}
	return s.freeze(ctx, tx, org, sv.ID)
}

// freeze publishes the draft as it stands.
func (s *Surveys) freeze(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Survey, error) {
	if err := freeze(ctx, tx, org, id); err != nil {
		return nil, err
	}
	sv, err := find(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	if sv.TouchPoint != "" { // known from now on, not only from the first answer
		if _, err := s.Log.Points.Resolve(ctx, tx, org, sv.TouchPoint); err != nil {
			return nil, err
		}
	}
	return sv, s.Audit.Record(ctx, tx, "survey.publish", string(id), map[string]any{"name": sv.Name, "version": sv.Version})
}

// DropIn removes a survey inside a transaction if nobody has answered or changed it since it was made, and reports whether it did.
func (s *Surveys) DropIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (bool, error) {
	sv, err := find(ctx, tx, org, id)
	if err != nil {
		return false, err
	}
	var n int64
	if err := tx.QueryRow(ctx, `select (select count(*) from response where org = $1 and survey = $2) + (select count(*) from survey_personal where org = $1 and survey = $2)`,
		org, string(id)).Scan(&n); err != nil || n > 0 || sv.edit != 1 {
		return false, err
	}
	for _, sql := range []string{
		`delete from survey_opening where org = $1 and survey = $2`, `delete from survey_version where org = $1 and survey = $2`,
		`delete from public_link where org = $1 and kind = 'survey' and subject = $2`, `delete from survey where org = $1 and id = $2`,
	} {
		if _, err := tx.Exec(ctx, sql, org, string(id)); err != nil {
			return false, fmt.Errorf("drop survey: %w", err)
		}
	}
	tx.AfterCommit(func() {
		s.links.drop(sv.Token)
		s.Hub.Publish(string(org), "surveys", map[string]any{"id": id})
	})
	return true, s.Audit.Record(ctx, tx, "survey.delete", string(id), map[string]any{"name": sv.Name})
}
