package journey

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const columns = `id, name, segment, customers, version, revision, published_revision, doc, created_by, created_at, changed_at`

func scan(r db.Scanner) (j Journey, err error) {
	var doc string
	var published int
	var at, changed int64
	if err = r.Scan(&j.ID, &j.Name, &j.Segment, &j.Customers, &j.Version, &j.Revision, &published, &doc, &j.CreatedBy, &at, &changed); err != nil {
		return j, err
	}
	j.Map = &Map{}
	if err = json.Unmarshal([]byte(doc), j.Map); err != nil {
		return j, err
	}
	j.Map.whole()
	j.CreatedAt, j.ChangedAt, j.State, j.Changed = db.Micros(at), db.Micros(changed), Draft, j.Revision != published
	if j.Version > 0 {
		j.State = Published
	}
	j.count()
	return j, nil
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Journey, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from journey where org = $1 order by name_folded`, org)
	return db.Collect(rows, err, scan)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Journey, error) {
	j, err := scan(tx.QueryRow(ctx, `select `+columns+` from journey where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, unknown(id)
	}
	return &j, err
}

func unknown(id ID) error {
	return problem.New(problem.NotFound, "journey_unknown", "There is no journey %.60q.", string(id))
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, j *Journey) error {
	doc, err := json.Marshal(j.Map)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into journey (org, id, name, name_folded, segment, customers, version, revision, published_revision, doc, created_by, created_at, changed_at)
		values ($1, $2, $3, $4, $5, $6, 0, $7, 0, $8, $9, $10, $11)`, org, string(j.ID), j.Name, identity.Fold(j.Name), j.Segment, j.Customers, j.Revision,
		string(doc), j.CreatedBy, j.CreatedAt.UnixMicro(), j.ChangedAt.UnixMicro())
	return named(err, j)
}

func update(ctx context.Context, tx *db.Tx, org db.Org, j *Journey) error {
	doc, err := json.Marshal(j.Map)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update journey set name = $1, name_folded = $2, segment = $3, customers = $4, revision = $5, doc = $6, changed_at = $7 where org = $8 and id = $9`,
		j.Name, identity.Fold(j.Name), j.Segment, j.Customers, j.Revision, string(doc), j.ChangedAt.UnixMicro(), org, string(j.ID))
	return named(err, j)
}

func named(err error, j *Journey) error {
	if db.IsConflict(err) {
		return problem.At("body.name", "name_taken", "There is a journey named %q already.", j.Name)
	}
	return err
}

// drop deletes a journey with its edits and comments.
func drop(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	for _, statement := range []string{`delete from journey_edit where org = $1 and journey = $2`, `delete from journey_comment where org = $1 and journey = $2`,
		`delete from journey_workshop where org = $1 and journey = $2`,
		`delete from journey where org = $1 and id = $2`} {
		if _, err := tx.Exec(ctx, statement, org, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// noteEdit logs edits under the revision that they led to.
func noteEdit(ctx context.Context, tx *db.Tx, org db.Org, j *Journey, edits, back []Edit) error {
	did, err := json.Marshal(edits)
	if err != nil {
		return err
	}
	undo, err := json.Marshal(back)
	if err != nil {
		return err
	}
	by := identity.From(ctx)
	_, err = tx.Exec(ctx, `insert into journey_edit (org, journey, revision, by_id, by_name, at, edits, back) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, string(j.ID), j.Revision, by.ID, by.Name, tx.Micros(), string(did), string(undo))
	return err
}

func scanLogged(r db.Scanner) (l Logged, err error) {
	var at int64
	var edits, back string
	if err = r.Scan(&l.Revision, &l.By, &at, &edits, &back); err != nil {
		return l, err
	}
	l.At = db.Micros(at)
	return l, errors.Join(json.Unmarshal([]byte(edits), &l.Edits), json.Unmarshal([]byte(back), &l.Back))
}

func logged(ctx context.Context, tx *db.Tx, org db.Org, id ID, before, limit int) ([]Logged, error) {
	rows, err := tx.Query(ctx, `select revision, by_name, at, edits, back from journey_edit where org = $1 and journey = $2 and revision < $3 order by revision desc limit $4`,
		org, string(id), before, limit)
	return db.Collect(rows, err, scanLogged)
}

const versionColumns = `journey, version, name, segment, promise, doc, note, published_by, published_at, superseded_at`

func scanVersion(r db.Scanner) (v MapVersion, err error) {
	var doc string
	var at int64
	var superseded sql.NullInt64
	if err = r.Scan(&v.Journey, &v.Version, &v.Name, &v.Segment, &v.Promise, &doc, &v.Note, &v.PublishedBy, &at, &superseded); err != nil {
		return v, err
	}
	v.State, v.PublishedAt, v.Map = Published, db.Micros(at), &Map{}
	if superseded.Valid {
		t := db.Micros(superseded.Int64)
		v.State, v.SupersededAt = Superseded, &t
	}
	err = json.Unmarshal([]byte(doc), v.Map)
	v.Map.whole()
	return v, err
}

func versions(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]MapVersion, error) {
	rows, err := tx.Query(ctx, `select `+versionColumns+` from journey_version where org = $1 and journey = $2 order by version desc`, org, string(id))
	return db.Collect(rows, err, scanVersion)
}

func version(ctx context.Context, tx *db.Tx, org db.Org, id ID, number int) (*MapVersion, error) {
	v, err := scanVersion(tx.QueryRow(ctx, `select `+versionColumns+` from journey_version where org = $1 and journey = $2 and version = $3`, org, string(id), number))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "version_unknown", "This journey has no version %d.", number)
	}
	return &v, err
}

// publish freezes the draft as the next version; the one before is superseded.
func publish(ctx context.Context, tx *db.Tx, org db.Org, j *Journey, v *MapVersion) error {
	doc, err := json.Marshal(v.Map)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update journey_version set superseded_at = $1 where org = $2 and journey = $3 and superseded_at is null`, tx.Micros(), org, string(j.ID)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into journey_version (org, journey, version, name, segment, promise, doc, note, published_by, published_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, org, string(j.ID), v.Version, v.Name, v.Segment, v.Promise, string(doc), v.Note, v.PublishedBy, v.PublishedAt.UnixMicro()); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update journey set version = $1, published_revision = revision where org = $2 and id = $3`, v.Version, org, string(j.ID))
	return err
}

const commentColumns = `id, part, text, by_id, by_name, at, settled_at, settled_by`

func scanComment(r db.Scanner) (c MapComment, err error) {
	var at int64
	var settled sql.NullInt64
	err = r.Scan(&c.ID, &c.Part, &c.Text, &c.byID, &c.By, &at, &settled, &c.SettledBy)
	c.At = db.Micros(at)
	if settled.Valid {
		t := db.Micros(settled.Int64)
		c.SettledAt = &t
	}
	return c, err
}

func comments(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]MapComment, error) {
	rows, err := tx.Query(ctx, `select `+commentColumns+` from journey_comment where org = $1 and journey = $2 order by at, id`, org, string(id))
	return db.Collect(rows, err, scanComment)
}

func putComment(ctx context.Context, tx *db.Tx, org db.Org, id ID, c *MapComment) error {
	var settled any
	if c.SettledAt != nil {
		settled = c.SettledAt.UnixMicro()
	}
	_, err := tx.Exec(ctx, `insert into journey_comment (org, id, journey, part, text, by_id, by_name, at, settled_at, settled_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (org, id) do update set text = excluded.text, settled_at = excluded.settled_at, settled_by = excluded.settled_by`,
		org, c.ID, string(id), c.Part, c.Text, c.byID, c.By, c.At.UnixMicro(), settled, c.SettledBy)
	return err
}
