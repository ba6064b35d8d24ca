package impact

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// saidOf is what the document of an area holds.
type saidOf struct {
	TouchPoints []string `json:"touch_points"`
	Segment     string   `json:"segment"`
	Failing     Failing  `json:"failing"`
	Note        string   `json:"note"`
}

const columns = `id, name, state, owner, doc, version, created_by, created_at`

func scan(r db.Scanner) (a Area, err error) {
	var doc string
	var at int64
	if err = r.Scan(&a.ID, &a.Name, &a.State, &a.Owner, &doc, &a.Version, &a.CreatedBy, &at); err != nil {
		return a, err
	}
	var s saidOf
	err = json.Unmarshal([]byte(doc), &s)
	a.TouchPoints, a.Segment, a.Failing, a.Note, a.CreatedAt = s.TouchPoints, s.Segment, s.Failing, s.Note, db.Micros(at)
	return a, err
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Area, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from impact_area where org = $1 order by name_folded, id`, org)
	return db.Collect(rows, err, scan)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Area, error) {
	a, err := scan(tx.QueryRow(ctx, `select `+columns+` from impact_area where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "area_unknown", "There is no impact area %.60q.", string(id))
	}
	return &a, err
}

// put inserts or replaces one.
func put(ctx context.Context, tx *db.Tx, org db.Org, a *Area) error {
	doc, err := json.Marshal(saidOf{a.TouchPoints, a.Segment, a.Failing, a.Note})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into impact_area (org, id, name, name_folded, state, owner, doc, version, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (org, id) do update set name = excluded.name, name_folded = excluded.name_folded, state = excluded.state, owner = excluded.owner,
		doc = excluded.doc, version = excluded.version`,
		org, string(a.ID), a.Name, identity.Fold(a.Name), string(a.State), a.Owner, string(doc), a.Version, a.CreatedBy, a.CreatedAt.UnixMicro())
	if db.IsConflict(err) {
		return problem.At("body.name", "name_taken", "There is an impact area named %q already.", a.Name)
	}
	return err
}

func drop(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	for _, q := range []string{`delete from impact_statement where org = $1 and area = $2`, `delete from impact_area where org = $1 and id = $2`} {
		if _, err := tx.Exec(ctx, q, org, string(id)); err != nil {
			return err
		}
	}
	return nil
}

func statements(ctx context.Context, tx *db.Tx, org db.Org) ([]Statement, error) {
	rows, err := tx.Query(ctx, `select area, input, doc, author, author_id, at from impact_statement where org = $1 order by area, input`, org)
	return db.Collect(rows, err, func(r db.Scanner) (s Statement, err error) {
		var doc string
		var at int64
		if err = r.Scan(&s.Area, &s.Input, &doc, &s.Author, &s.authorID, &at); err != nil {
			return s, err
		}
		s.At = db.Micros(at)
		return s, json.Unmarshal([]byte(doc), &s.StatementInput)
	})
}

func putStatement(ctx context.Context, tx *db.Tx, org db.Org, s *Statement) error {
	doc, err := json.Marshal(s.StatementInput)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into impact_statement (org, area, input, doc, author, author_id, at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org, area, input) do update set doc = excluded.doc, author = excluded.author, author_id = excluded.author_id, at = excluded.at`,
		org, string(s.Area), string(s.Input), string(doc), s.Author, s.authorID, s.At.UnixMicro())
	return err
}

func dropStatement(ctx context.Context, tx *db.Tx, org db.Org, area ID, input Name) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `delete from impact_statement where org = $1 and area = $2 and input = $3`, org, string(area), string(input)))
	return n > 0, err
}

func findSetting(ctx context.Context, tx *db.Tx, org db.Org) (Setting, error) {
	s := Setting{Currency: defaultCurrency, Horizon: defaultHorizon}
	err := tx.QueryRow(ctx, `select currency, horizon, version, revision from impact_setting where org = $1`, org).Scan(&s.Currency, &s.Horizon, &s.Version, &s.revision)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

func putSetting(ctx context.Context, tx *db.Tx, org db.Org, s Setting) error {
	_, err := tx.Exec(ctx, `insert into impact_setting (org, currency, horizon, version, revision) values ($1, $2, $3, $4, $5)
		on conflict (org) do update set currency = excluded.currency, horizon = excluded.horizon, version = excluded.version, revision = excluded.revision`,
		org, s.Currency, s.Horizon, s.Version, s.revision)
	return err
}

const runColumns = `id, at, asked_by, method, hash, data_version, p10, p50, p90`

func scanRun(r db.Scanner) (u RunInShort, err error) {
	var at int64
	err = r.Scan(&u.ID, &at, &u.AskedBy, &u.Method, &u.Hash, &u.DataVersion, &u.Total.P10, &u.Total.P50, &u.Total.P90)
	u.At = db.Micros(at)
	return u, err
}

// runs lists measurements, the newest first.
func runs(ctx context.Context, tx *db.Tx, org db.Org, limit int) ([]RunInShort, error) {
	rows, err := tx.Query(ctx, `select `+runColumns+` from impact_run where org = $1 order by at desc, id desc limit $2`, org, limit)
	return db.Collect(rows, err, scanRun)
}

// resultOf reads a run's document; an empty id is the newest. nil where there is none.
func resultOf(ctx context.Context, tx *db.Tx, org db.Org, id string) (*Measurement, error) {
	where, args := `order by at desc, id desc limit 1`, []any{org}
	if id != "" {
		where, args = `and id = $2`, append(args, id)
	}
	var doc string
	err := tx.QueryRow(ctx, `select doc from impact_run where org = $1 `+where, args...).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := &Measurement{}
	return m, json.Unmarshal([]byte(doc), m)
}

func insertRun(ctx context.Context, tx *db.Tx, org db.Org, m *Measurement) error {
	doc, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(ctx, `insert into impact_run (org, id, at, asked_by, method, hash, data_version, currency, horizon, p10, p50, p90, doc)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, org, m.ID, m.At.UnixMicro(), m.AskedBy, m.Method, m.Hash, m.DataVersion,
		m.Currency, m.Horizon, m.Total.P10, m.Total.P50, m.Total.P90, string(doc)); err != nil {
		return err
	}
	for i := range m.Areas {
		a := &m.Areas[i]
		if a.Missing != nil {
			continue
		}
		if _, err = tx.Exec(ctx, `insert into vulnerability (org, run, area, at, grade, p10, p50, p90) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			org, m.ID, string(a.Area), m.At.UnixMicro(), a.Grade, a.Total.P10, a.Total.P50, a.Total.P90); err != nil {
			return err
		}
	}
	return nil
}

// historyOf lists what runs found for one area, the newest first.
func historyOf(ctx context.Context, tx *db.Tx, org db.Org, area ID, limit int) ([]Past, error) {
	rows, err := tx.Query(ctx, `select run, at, grade, p10, p50, p90 from vulnerability where org = $1 and area = $2 order by at desc, run desc limit $3`, org, string(area), limit)
	return db.Collect(rows, err, func(r db.Scanner) (p Past, err error) {
		var at int64
		err = r.Scan(&p.Run, &at, &p.Grade, &p.Total.P10, &p.Total.P50, &p.Total.P90)
		p.At = db.Micros(at)
		return p, err
	})
}

func findLook(ctx context.Context, tx *db.Tx, org db.Org) (l look, err error) {
	var at int64
	err = tx.QueryRow(ctx, `select at, run, revision, data_version, code, message from impact_look where org = $1`, org).
		Scan(&at, &l.run, &l.revision, &l.dataVersion, &l.missing.Code, &l.missing.Message)
	if errors.Is(err, sql.ErrNoRows) {
		return l, nil
	}
	l.at = db.Micros(at)
	return l, err
}

func putLook(ctx context.Context, tx *db.Tx, org db.Org, l look) error {
	_, err := tx.Exec(ctx, `insert into impact_look (org, at, run, revision, data_version, code, message) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org) do update set at = excluded.at, run = excluded.run, revision = excluded.revision, data_version = excluded.data_version,
		code = excluded.code, message = excluded.message`, org, tx.Micros(), l.run, l.revision, l.dataVersion, l.missing.Code, l.missing.Message)
	return err
}
