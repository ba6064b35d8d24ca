package promise

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// said is what the document of a promise holds.
type said struct {
	Text   string  `json:"text"`
	Tenets []Tenet `json:"tenets"`
}

const columns = `id, brand, segment, state, doc, owner, revises, version, created_by, created_at, in_force_at, retired_at`

func scan(r db.Scanner) (p Promise, err error) {
	var doc string
	var at int64
	var force, retired sql.NullInt64
	if err = r.Scan(&p.ID, &p.Brand, &p.Segment, &p.State, &doc, &p.Owner, &p.Revises, &p.Version, &p.CreatedBy, &at, &force, &retired); err != nil {
		return p, err
	}
	var s said
	if err = json.Unmarshal([]byte(doc), &s); err != nil {
		return p, err
	}
	p.Text, p.Tenets, p.CreatedAt, p.InForceAt, p.RetiredAt = s.Text, s.Tenets, db.Micros(at), moment(force), moment(retired)
	if p.Tenets == nil {
		p.Tenets = []Tenet{}
	}
	p.Gaps = p.gaps()
	return p, nil
}

func moment(n sql.NullInt64) *time.Time {
	if !n.Valid {
		return nil
	}
	t := db.Micros(n.Int64)
	return &t
}

func micros(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UnixMicro()
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Promise, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from promise where org = $1 order by brand_fold, segment_fold,
		case state when 'in_force' then 0 when 'draft' then 1 else 2 end, created_at desc, id desc`, org)
	return db.Collect(rows, err, scan)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Promise, error) {
	p, err := scan(tx.QueryRow(ctx, `select `+columns+` from promise where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "promise_unknown", "There is no promise %.60q.", string(id))
	}
	return &p, err
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, p *Promise) error {
	doc, err := json.Marshal(said{p.Text, p.Tenets})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into promise (org, brand_fold, segment_fold, `+columns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		org, identity.Fold(p.Brand), identity.Fold(p.Segment), string(p.ID), p.Brand, p.Segment, string(p.State), string(doc), p.Owner, string(p.Revises),
		p.Version, p.CreatedBy, p.CreatedAt.UnixMicro(), micros(p.InForceAt), micros(p.RetiredAt))
	return err
}

func update(ctx context.Context, tx *db.Tx, org db.Org, p *Promise) error {
	doc, err := json.Marshal(said{p.Text, p.Tenets})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update promise set brand = $1, brand_fold = $2, segment = $3, segment_fold = $4, state = $5, doc = $6, owner = $7, version = $8,
		in_force_at = $9, retired_at = $10 where org = $11 and id = $12`, p.Brand, identity.Fold(p.Brand), p.Segment, identity.Fold(p.Segment), string(p.State),
		string(doc), p.Owner, p.Version, micros(p.InForceAt), micros(p.RetiredAt), org, string(p.ID))
	return err
}

// retireOf retires the promise in force of another one's brand and segment.
func retireOf(ctx context.Context, tx *db.Tx, org db.Org, p *Promise) error {
	_, err := tx.Exec(ctx, `update promise set state = 'retired', retired_at = $1, version = version + 1
		where org = $2 and brand_fold = $3 and segment_fold = $4 and state = 'in_force'`, tx.Micros(), org, identity.Fold(p.Brand), identity.Fold(p.Segment))
	return err
}

// drop deletes a row of one of the capability's own tables.
func drop(ctx context.Context, tx *db.Tx, org db.Org, table, id string) error {
	_, err := tx.Exec(ctx, `delete from `+table+` where org = $1 and id = $2`, org, id)
	return err
}

const processColumns = `id, name, unit, doc, version, created_at`

// delivered is what the document of a process holds.
type delivered struct {
	What        string   `json:"what"`
	TouchPoints []string `json:"touch_points"`
}

func scanProcess(r db.Scanner) (p Process, err error) {
	var doc string
	var at int64
	if err = r.Scan(&p.ID, &p.Name, &p.Unit, &doc, &p.Version, &at); err != nil {
		return p, err
	}
	var d delivered
	err = json.Unmarshal([]byte(doc), &d)
	p.What, p.TouchPoints, p.CreatedAt = d.What, d.TouchPoints, db.Micros(at)
	if p.TouchPoints == nil {
		p.TouchPoints = []string{}
	}
	return p, err
}

func listProcesses(ctx context.Context, tx *db.Tx, org db.Org) ([]Process, error) {
	rows, err := tx.Query(ctx, `select `+processColumns+` from process where org = $1 order by name_folded`, org)
	return db.Collect(rows, err, scanProcess)
}

func findProcess(ctx context.Context, tx *db.Tx, org db.Org, id ProcessID) (*Process, error) {
	p, err := scanProcess(tx.QueryRow(ctx, `select `+processColumns+` from process where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "process_unknown", "There is no process %.60q.", string(id))
	}
	return &p, err
}

// putProcess inserts or replaces one.
func putProcess(ctx context.Context, tx *db.Tx, org db.Org, p *Process) error {
	doc, err := json.Marshal(delivered{p.What, p.TouchPoints})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into process (org, id, name, name_folded, unit, doc, version, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (org, id) do update set name = excluded.name, name_folded = excluded.name_folded, unit = excluded.unit, doc = excluded.doc, version = excluded.version`,
		org, string(p.ID), p.Name, identity.Fold(p.Name), p.Unit, string(doc), p.Version, p.CreatedAt.UnixMicro())
	if db.IsConflict(err) {
		return problem.At("body.name", "name_taken", "There is a process named %q already.", p.Name)
	}
	return err
}

const priorityColumns = `id, rank, name, why, owner, due, done_at, version, created_at`

func scanPriority(r db.Scanner) (p Priority, err error) {
	var done sql.NullInt64
	var at int64
	err = r.Scan(&p.ID, &p.Rank, &p.Name, &p.Why, &p.Owner, &p.Due, &done, &p.Version, &at)
	p.DoneAt, p.CreatedAt = moment(done), db.Micros(at)
	return p, err
}

func listPriorities(ctx context.Context, tx *db.Tx, org db.Org) ([]Priority, error) {
	rows, err := tx.Query(ctx, `select `+priorityColumns+` from priority where org = $1 order by rank, created_at, id`, org)
	return db.Collect(rows, err, scanPriority)
}

func findPriority(ctx context.Context, tx *db.Tx, org db.Org, id PriorityID) (*Priority, error) {
	p, err := scanPriority(tx.QueryRow(ctx, `select `+priorityColumns+` from priority where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "priority_unknown", "There is no priority %.60q.", string(id))
	}
	return &p, err
}

func putPriority(ctx context.Context, tx *db.Tx, org db.Org, p *Priority) error {
	_, err := tx.Exec(ctx, `insert into priority (org, id, rank, name, why, owner, due, done_at, version, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (org, id) do update set rank = excluded.rank, name = excluded.name, why = excluded.why, owner = excluded.owner, due = excluded.due,
		done_at = excluded.done_at, version = excluded.version`,
		org, string(p.ID), p.Rank, p.Name, p.Why, p.Owner, p.Due, micros(p.DoneAt), p.Version, p.CreatedAt.UnixMicro())
	return err
}
