package dashboard

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// kind is what a row of kept is.
type kind string

const (
	aView      kind = "view"
	aDashboard kind = "dashboard"
)

// kept is a row: a view or a dashboard, its definition still text.
type kept struct {
	id                string
	kind              kind
	name, description string
	shared            bool
	definition        string
	deleted           bool
	Held
}

const columns = `k.id, k.kind, k.name, k.description, k.shared, k.definition, k.owner, k.owner_name, k.version, k.created_at, k.updated_at,
	k.deleted_at, p.at`

const from = ` from kept k left join kept_pin p on p.org = k.org and p.id = k.id and p.user_id = $2 `

func scan(r db.Scanner) (k kept, err error) {
	var created, updated int64
	var deleted, pinned sql.NullInt64
	err = r.Scan(&k.id, &k.kind, &k.name, &k.description, &k.shared, &k.definition, &k.Owner, &k.OwnerName, &k.Version, &created, &updated,
		&deleted, &pinned)
	k.CreatedAt, k.UpdatedAt, k.deleted, k.Pinned = db.Micros(created), db.Micros(updated), deleted.Valid, pinned.Valid
	return k, err
}

// list returns what the caller sees of a kind, by name.
func list(ctx context.Context, tx *db.Tx, org db.Org, what kind) ([]kept, error) {
	me := identity.From(ctx)
	rows, err := tx.Query(ctx, `select `+columns+from+`where k.org = $1 and k.kind = $3 and k.deleted_at is null
		and (k.owner = $2 or k.shared) order by k.name_folded, k.id`, org, me.ID, string(what))
	all, err := db.Collect(rows, err, scan)
	for i := range all {
		all[i].mark(me)
	}
	return all, err
}

// find returns one that the caller sees, deleted ones too, or a not-found problem.
func find(ctx context.Context, tx *db.Tx, org db.Org, what kind, id string) (*kept, error) {
	me := identity.From(ctx)
	k, err := scan(tx.QueryRow(ctx, `select `+columns+from+`where k.org = $1 and k.id = $3 and k.kind = $4`, org, me.ID, id, string(what)))
	if errors.Is(err, sql.ErrNoRows) || err == nil && k.Owner != me.ID && !k.shared && me.Kind != identity.BySystem {
		return nil, problem.New(problem.NotFound, string(what)+"_unknown", "There is no such %s, or its owner no longer shares it.", what)
	}
	k.mark(me)
	return &k, err
}

// live is find without what was deleted.
func live(ctx context.Context, tx *db.Tx, org db.Org, what kind, id string) (*kept, error) {
	k, err := find(ctx, tx, org, what, id)
	if err == nil && k.deleted {
		return nil, problem.New(problem.NotFound, string(what)+"_unknown", "There is no such %s, or its owner no longer shares it.", what)
	}
	return k, err
}

// mark says what the caller is to it.
func (k *kept) mark(me identity.Caller) {
	k.Mine = k.Owner == me.ID
	k.MayEdit = k.Mine && me.May(identity.ViewWrite) || k.shared && me.May(identity.ViewEdit)
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, k *kept) error {
	n := 0
	if err := tx.QueryRow(ctx, `select count(*) from kept where org = $1 and kind = $2 and deleted_at is null`, org, string(k.kind)).Scan(&n); err != nil {
		return err
	}
	if n >= maxKept {
		return problem.New(problem.Invalid, "too_many_"+string(k.kind)+"s", "An organisation has at most %d %ss.", maxKept, k.kind)
	}
	_, err := tx.Exec(ctx, `insert into kept (org, id, kind, name, name_folded, description, shared, definition, owner, owner_name, version,
		created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11)`,
		org, k.id, string(k.kind), k.name, identity.Fold(k.name), k.description, k.shared, k.definition, k.Owner, k.OwnerName, tx.Micros())
	return err
}

func update(ctx context.Context, tx *db.Tx, org db.Org, k *kept) error {
	_, err := tx.Exec(ctx, `update kept set name = $1, name_folded = $2, description = $3, shared = $4, definition = $5, version = $6,
		updated_at = $7 where org = $8 and id = $9`,
		k.name, identity.Fold(k.name), k.description, k.shared, k.definition, k.Version, tx.Micros(), org, k.id)
	return err
}

func setDeleted(ctx context.Context, tx *db.Tx, org db.Org, id string, at any) error {
	_, err := tx.Exec(ctx, `update kept set deleted_at = $1 where org = $2 and id = $3`, at, org, id)
	return err
}

func setPin(ctx context.Context, tx *db.Tx, org db.Org, user, id string, on bool) error {
	if on {
		_, err := tx.Exec(ctx, `insert into kept_pin (org, user_id, id, at) values ($1, $2, $3, $4) on conflict (org, user_id, id) do nothing`,
			org, user, id, tx.Micros())
		return err
	}
	_, err := tx.Exec(ctx, `delete from kept_pin where org = $1 and user_id = $2 and id = $3`, org, user, id)
	return err
}

// Pin is one line of a side bar.
type Pin struct {
	Kind string `json:"kind" enum:"view,dashboard"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// pins lists what the caller keeps in the side bar, in the order they were put there.
func pins(ctx context.Context, tx *db.Tx, org db.Org) ([]Pin, error) {
	rows, err := tx.Query(ctx, `select k.kind, k.id, k.name from kept_pin p join kept k on k.org = p.org and k.id = p.id
		where p.org = $1 and p.user_id = $2 and k.deleted_at is null and (k.owner = $2 or k.shared) order by p.at, k.id`,
		org, identity.From(ctx).ID)
	return db.Collect(rows, err, func(r db.Scanner) (p Pin, err error) { return p, r.Scan(&p.Kind, &p.ID, &p.Name) })
}

// frame is the part of a dashboard that is stored as one text.
type frame struct {
	Period  Period   `json:"period"`
	Against Against  `json:"against"`
	Where   []string `json:"where,omitempty"`
	Tiles   []Tile   `json:"tiles"`
}

func (k *kept) view() (*View, error) {
	v := &View{ID: ViewID(k.id), ViewInput: ViewInput{Name: k.name, Description: k.description, Shared: k.shared}, Held: k.Held}
	return v, json.Unmarshal([]byte(k.definition), &v.Spec)
}

func (k *kept) dashboard() (*Dashboard, error) {
	var f frame
	err := json.Unmarshal([]byte(k.definition), &f)
	return &Dashboard{ID: ID(k.id), Input: Input{Name: k.name, Description: k.description, Shared: k.shared,
		Period: f.Period, Against: f.Against, Where: f.Where, Tiles: f.Tiles}, Held: k.Held}, err
}
