package characteristic

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func stored(ctx context.Context, tx *db.Tx, org db.Org) ([]Characteristic, error) {
	rows, err := tx.Query(ctx, `select key, doc, version from characteristic where org = $1 order by created_at, key`, org)
	return db.Collect(rows, err, func(r db.Scanner) (c Characteristic, err error) {
		var key, doc string
		var version int
		if err = r.Scan(&key, &doc, &version); err != nil {
			return c, err
		}
		err = json.Unmarshal([]byte(doc), &c)
		c.Key, c.Version = key, version
		return c, err
	})
}

// store keeps one that was read at c.Version; 0 is one that wasn't there.
func store(ctx context.Context, tx *db.Tx, org db.Org, c *Characteristic) error {
	doc, err := json.Marshal(Characteristic{Name: c.Name, Definition: c.Definition, Nuance: c.Nuance, Target: c.Target, Bindings: c.Bindings})
	if err != nil {
		return err
	}
	if c.Version == 0 {
		_, err = tx.Exec(ctx, `insert into characteristic (org, key, doc, version, created_at) values ($1, $2, $3, 1, $4)`, org, c.Key, string(doc), tx.Micros())
		if db.IsConflict(err) {
			return web.Stale()
		}
		return err
	}
	n, err := db.Affected(tx.Exec(ctx, `update characteristic set doc = $1, version = version + 1 where org = $2 and key = $3 and version = $4`,
		string(doc), org, c.Key, c.Version))
	if err == nil && n == 0 {
		return web.Stale()
	}
	return err
}

func drop(ctx context.Context, tx *db.Tx, org db.Org, key string) error {
	_, err := tx.Exec(ctx, `delete from characteristic where org = $1 and key = $2`, org, key)
	return err
}

const sheetColumns = `id, doc, version, created_by, created_at, changed_by, changed_at`

func scanSheet(r db.Scanner) (s Sheet, err error) {
	var doc string
	var created, changed int64
	if err = r.Scan(&s.ID, &doc, &s.Version, &s.By, &created, &s.ChangedBy, &changed); err != nil {
		return s, err
	}
	s.CreatedAt, s.ChangedAt = db.Micros(created), db.Micros(changed)
	return s, json.Unmarshal([]byte(doc), &s.SheetInput)
}

func sheets(ctx context.Context, tx *db.Tx, org db.Org, before string, limit int) ([]Sheet, error) {
	rows, err := tx.Query(ctx, `select `+sheetColumns+` from assessment_sheet where org = $1 and ($2 = '' or id < $2) order by id desc limit $3`, org, before, limit)
	return db.Collect(rows, err, scanSheet)
}

// sheetsBetween lists those of a period of days, its end exclusive; 0 is an open end.
func sheetsBetween(ctx context.Context, tx *db.Tx, org db.Org, from, to int) ([]Sheet, error) {
	rows, err := tx.Query(ctx, `select `+sheetColumns+` from assessment_sheet where org = $1 and ($2 = 0 or day >= $2) and ($3 = 0 or day < $3) order by id`, org, from, to)
	return db.Collect(rows, err, scanSheet)
}

func sheet(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Sheet, error) {
	s, err := scanSheet(tx.QueryRow(ctx, `select `+sheetColumns+` from assessment_sheet where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, sheetUnknown()
	}
	return &s, err
}

func insertSheet(ctx context.Context, tx *db.Tx, org db.Org, s *Sheet, day int) error {
	doc, err := json.Marshal(s.SheetInput)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into assessment_sheet (org, kind, day, unit, employee, touch, `+sheetColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, org, string(s.Kind), day, s.Unit, s.Employee, s.TouchPoint,
		string(s.ID), string(doc), s.Version, s.By, s.CreatedAt.UnixMicro(), s.ChangedBy, s.ChangedAt.UnixMicro())
	return err
}

func updateSheet(ctx context.Context, tx *db.Tx, org db.Org, s *Sheet, day int) error {
	doc, err := json.Marshal(s.SheetInput)
	if err != nil {
		return err
	}
	n, err := db.Affected(tx.Exec(ctx, `update assessment_sheet set kind = $1, day = $2, unit = $3, employee = $4, touch = $5, doc = $6, version = $7,
		changed_by = $8, changed_at = $9 where org = $10 and id = $11 and version = $12`, string(s.Kind), day, s.Unit, s.Employee, s.TouchPoint, string(doc),
		s.Version, s.ChangedBy, s.ChangedAt.UnixMicro(), org, string(s.ID), s.Version-1))
	if err == nil && n == 0 {
		return web.Stale()
	}
	return err
}

func keepPast(ctx context.Context, tx *db.Tx, org db.Org, s *Sheet) error {
	doc, err := json.Marshal(s.SheetInput)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into assessment_sheet_past (org, id, version, doc, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)`,
		org, string(s.ID), s.Version, string(doc), s.ChangedBy, s.ChangedAt.UnixMicro())
	if db.IsConflict(err) {
		return web.Stale()
	}
	return err
}

func past(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Sheet, error) {
	rows, err := tx.Query(ctx, `select id, doc, version, '', changed_at, changed_by, changed_at from assessment_sheet_past where org = $1 and id = $2
		order by version desc`, org, string(id))
	return db.Collect(rows, err, scanSheet)
}

func dropSheet(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	if _, err := tx.Exec(ctx, `delete from assessment_sheet_past where org = $1 and id = $2`, org, string(id)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from assessment_sheet where org = $1 and id = $2`, org, string(id))
	return err
}
