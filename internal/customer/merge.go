package customer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Merge is one customer found to be another. Signals, cases, purchases and consent stay stored under whom they named, and are
// shown under the survivor; so undoing takes back exactly what came along, and what has come in since.
type Merge struct {
	ID       string     `json:"id"`
	Survivor ID         `json:"survivor"`
	Merged   ID         `json:"merged"`
	Name     string     `json:"name" doc:"What the merged one is called"`
	At       time.Time  `json:"at"`
	By       string     `json:"by"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
	Last     bool       `json:"last" doc:"The latest into this customer, which is the one that can be undone"`
}

// MergeInput says whom to merge and what the survivor is like afterwards.
type MergeInput struct {
	Other        ID   `json:"other" maxLength:"60" doc:"Who is merged into the customer of the address"`
	OtherVersion int  `json:"other_version"`
	Keep         Edit `json:"keep,omitempty" doc:"What the survivor has afterwards, where that differs from what they have. Identifiers are all kept anyway"`
}

// values are what a merge may change of a survivor. Lists are compared entry by entry when a merge is undone.
type values struct {
	Name, Email, Phone, Address, Language, Zone string
	DoNotContact                                bool
	Channels                                    string
	Segments                                    []string
	Attributes                                  map[string]string
}

func (k *Detail) values() values {
	return values{k.Name, k.Email, k.Phone, k.Address, k.Language, k.Zone, k.Preferences.DoNotContact, k.Preferences.stored(),
		slices.Clone(k.Segments), maps.Clone(k.Attributes)}
}

// Merge makes another customer one with this one, as the editor saw both.
func (c *Customers) Merge(ctx context.Context, org db.Org, id ID, version int, in MergeInput) (*Detail, error) {
	in.Keep.Identifiers = nil
	if err := in.Keep.validate(); err != nil {
		return nil, err
	}
	survivor := id
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := detail(ctx, tx, org, id)
		if err != nil {
			return err
		}
		o, err := c.mergeable(ctx, tx, org, k, id, in.Other)
		if err != nil {
			return err
		}
		if k.Version != version || o.Version != in.OtherVersion {
			return web.Stale()
		}
		survivor = k.ID
		was := k.values()
		if _, err := c.apply(ctx, tx, org, k, in.Keep); err != nil {
			return err
		}
		if k, err = detail(ctx, tx, org, k.ID); err != nil {
			return err
		}
		m := Merge{ID: tx.ID("mrg"), Survivor: k.ID, Merged: o.ID}
		if err := insertMerge(ctx, tx, org, m, was, k.values()); err != nil {
			return err
		}
		if err := point(ctx, tx, org, o.family, k.ID); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "customer.merge", string(k.ID), map[string]any{"merged": o.ID, "merge": m.ID})
	})
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, survivor)
}

// mergeable refuses what makes no sense, each with its sentence.
func (c *Customers) mergeable(ctx context.Context, tx *db.Tx, org db.Org, k *Detail, id, other ID) (*Detail, error) {
	if id == other {
		return nil, problem.At("body.other", "merge_itself", "A customer can't be merged into itself.")
	}
	if k.Asked != "" {
		return nil, problem.New(problem.Conflict, "merged_already", "This customer was merged into %.80s already. Merge into that one.", k.Called()).
			With(problem.Args{"survivor": k.ID, "name": k.Called()})
	}
	o, err := detail(ctx, tx, org, other)
	if problem.KindOf(err) == problem.NotFound {
		return nil, problem.At("body.other", "customer_unknown", "There is no customer %.60s.", other)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case o.ID == k.ID:
		return nil, problem.New(problem.Conflict, "merge_cycle", "That one was merged into this customer already.").On("body.other")
	case o.Asked != "":
		return nil, problem.New(problem.Conflict, "merged_already", "That one was merged into %.80s already. Merge that one instead.", o.Called()).
			With(problem.Args{"survivor": o.ID, "name": o.Called()}).On("body.other")
	}
	return o, nil
}

// Unmerge undoes a merge: what the survivor got from it goes, what was changed since stays, and the other one is as before.
func (c *Customers) Unmerge(ctx context.Context, org db.Org, mergeID string) (*Detail, error) {
	var survivor ID
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		m, was, became, err := findMerge(ctx, tx, org, mergeID)
		if err != nil {
			return err
		}
		if m.UndoneAt != nil {
			return problem.New(problem.Conflict, "merge_undone", "This merge was undone already.")
		}
		survivor = m.Survivor
		k, err := detail(ctx, tx, org, m.Survivor)
		if err != nil {
			return err
		}
		if k.ID != m.Survivor {
			return problem.New(problem.Conflict, "merged_on", "Meanwhile the survivor was merged into %.80s. Undo that merge first.", k.Called()).
				With(problem.Args{"survivor": k.ID, "name": k.Called()})
		}
		if last := k.Merged[0]; last.ID != m.ID {
			return problem.New(problem.Conflict, "merge_later", "%.80s was merged into this customer later. Undo that merge first.", last.Name).
				With(problem.Args{"merge": last.ID, "name": last.Name})
		}
		if err := c.putBack(ctx, tx, org, k, was, became); err != nil {
			return err
		}
		return c.release(ctx, tx, org, m)
	})
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, survivor)
}

// putBack gives the survivor what the merge took, except where somebody has changed it since.
func (c *Customers) putBack(ctx context.Context, tx *db.Tx, org db.Org, k *Detail, was, became values) error {
	now := k.values()
	back := func(to *string, now, became, was string) {
		if now == became {
			*to = was
		}
	}
	back(&k.Name, now.Name, became.Name, was.Name)
	back(&k.Email, now.Email, became.Email, was.Email)
	back(&k.Phone, now.Phone, became.Phone, was.Phone)
	back(&k.Address, now.Address, became.Address, was.Address)
	back(&k.Language, now.Language, became.Language, was.Language)
	back(&k.Zone, now.Zone, became.Zone, was.Zone)
	if now.DoNotContact == became.DoNotContact {
		k.Preferences.DoNotContact = was.DoNotContact
	}
	if now.Channels == became.Channels {
		k.Preferences.Channels = channelsOf(was.Channels)
	}
	for key := range maps.Keys(union(was.Attributes, became.Attributes)) {
		if now.Attributes[key] != became.Attributes[key] {
			continue
		}
		if v := was.Attributes[key]; v != "" {
			k.Attributes[key] = v
		} else {
			delete(k.Attributes, key)
		}
	}
	segments := slices.DeleteFunc(slices.Clone(now.Segments), func(s string) bool {
		return slices.Contains(became.Segments, s) && !slices.Contains(was.Segments, s)
	})
	for _, s := range was.Segments {
		if !slices.Contains(became.Segments, s) && !slices.Contains(segments, s) {
			segments = append(segments, s)
		}
	}
	if err := setSegments(ctx, tx, org, k.ID, segments); err != nil {
		return err
	}
	return update(ctx, tx, org, k)
}

func union(a, b map[string]string) map[string]string {
	out := maps.Clone(b)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, a)
	return out
}

// release lets the merged one stand alone again, with everybody who had been merged into it before.
func (c *Customers) release(ctx context.Context, tx *db.Tx, org db.Org, m *Merge) error {
	if _, err := tx.Exec(ctx, `update customer_merge set undone_at = $1, undone_name = $2 where org = $3 and id = $4`,
		tx.Micros(), identity.From(ctx).Name, org, m.ID); err != nil {
		return err
	}
	standing, err := standingMerges(ctx, tx, org)
	if err != nil {
		return err
	}
	if err := point(ctx, tx, org, below(standing, m.Merged), m.Merged); err != nil {
		return err
	}
	if err := touch(ctx, tx, org, m.Merged); err != nil {
		return err
	}
	return c.Audit.Record(ctx, tx, "customer.unmerge", string(m.Survivor), map[string]any{"merged": m.Merged, "merge": m.ID})
}

// below lists a customer and everybody who was merged into them, directly or through others.
func below(standing map[ID][]ID, top ID) []ID {
	out := []ID{top}
	for n := 0; n < len(out); n++ {
		out = append(out, standing[out[n]]...)
	}
	return out
}

// point makes customers lead to a survivor; the survivor itself stands alone.
func point(ctx context.Context, tx *db.Tx, org db.Org, list []ID, survivor ID) error {
	for _, id := range list {
		var to any = string(survivor)
		if id == survivor {
			to = nil
		}
		if _, err := tx.Exec(ctx, `update customer set merged_into = $1 where org = $2 and id = $3`, to, org, id); err != nil {
			return err
		}
	}
	return nil
}

func insertMerge(ctx context.Context, tx *db.Tx, org db.Org, m Merge, was, became values) error {
	a, err := json.Marshal(was)
	if err != nil {
		return err
	}
	b, err := json.Marshal(became)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into customer_merge (org, id, survivor, merged, at, actor_name, was, became, undone_name)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '')`, org, m.ID, m.Survivor, m.Merged, tx.Micros(), identity.From(ctx).Name, string(a), string(b))
	return err
}

const mergeColumns = `m.id, m.survivor, m.merged, m.at, m.actor_name, m.undone_at, m.undone_name,
	coalesce(nullif(k.name, ''), k.email, k.external_id, nullif(k.phone, ''), k.id)`

const mergeTables = ` from customer_merge m join customer k on k.org = m.org and k.id = m.merged `

func scanMerge(r db.Scanner) (m Merge, err error) {
	var at int64
	var undone sql.NullInt64
	err = r.Scan(&m.ID, &m.Survivor, &m.Merged, &at, &m.By, &undone, &m.UndoneBy, &m.Name)
	m.At, m.UndoneAt = db.Micros(at), db.NullMicros(undone)
	return m, err
}

func findMerge(ctx context.Context, tx *db.Tx, org db.Org, id string) (m *Merge, was, became values, err error) {
	rows, err := tx.Query(ctx, `select `+mergeColumns+mergeTables+`where m.org = $1 and m.id = $2`, org, id)
	list, err := db.Collect(rows, err, scanMerge)
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "merge_unknown", "There is no merge %.60s.", id)
	}
	if err != nil {
		return nil, was, became, err
	}
	var a, b string
	if err = tx.QueryRow(ctx, `select was, became from customer_merge where org = $1 and id = $2`, org, id).Scan(&a, &b); err != nil {
		return nil, was, became, err
	}
	return &list[0], was, became, errors.Join(json.Unmarshal([]byte(a), &was), json.Unmarshal([]byte(b), &became))
}

// mergesInto lists who was merged into a customer directly and still is, the latest first.
func mergesInto(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Merge, error) {
	rows, err := tx.Query(ctx, `select `+mergeColumns+mergeTables+`where m.org = $1 and m.survivor = $2 and m.undone_at is null
		order by m.at desc, m.id desc`, org, id)
	list, err := db.Collect(rows, err, scanMerge)
	if len(list) > 0 {
		list[0].Last = true
	}
	return list, err
}

// standingMerges maps survivors to whom was merged into them directly and still is.
func standingMerges(ctx context.Context, tx *db.Tx, org db.Org) (map[ID][]ID, error) {
	out := map[ID][]ID{}
	rows, err := tx.Query(ctx, `select survivor, merged from customer_merge where org = $1 and undone_at is null`, org)
	_, err = db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
		var merged ID
		err = r.Scan(&id, &merged)
		out[id] = append(out[id], merged)
		return id, err
	})
	return out, err
}

// mergeEntries tells of merges and of their undoing.
func mergeEntries(ctx context.Context, tx *db.Tx, org db.Org, family []ID, before Position, limit int) ([]Entry, error) {
	q := newPage(org, family, before)
	const merged = `select m.id as id, m.at as at, 'merged' as state, m.actor_name as actor, m.merged as merged, m.survivor as survivor
		from customer_merge m where m.org = $1`
	const undone = `select 'mrh' || substr(m.id, 4) as id, m.undone_at as at, 'undone' as state, m.undone_name as actor, m.merged as merged, m.survivor as survivor
		from customer_merge m where m.org = $1 and m.undone_at is not null`
	rows, err := tx.Query(ctx, `select e.id, e.at, e.state, e.actor, e.merged, coalesce(nullif(k.name, ''), k.email, k.external_id, nullif(k.phone, ''), k.id)
		from (`+merged+` union all `+undone+`) e left join customer k on k.org = $1 and k.id = e.merged
		where (e.survivor in (`+q.marks+`) or e.merged in (`+q.marks+`))`+q.before("e.at", "e.id")+` order by e.at desc, e.id desc limit `+q.arg(limit), q.args...)
	return db.Collect(rows, err, func(r db.Scanner) (Entry, error) {
		e := Entry{Kind: MergeEntry}
		var at int64
		err := r.Scan(&e.ID, &at, &e.State, &e.By, &e.Link, &e.Title)
		e.At = db.Micros(at)
		return e, err
	})
}
