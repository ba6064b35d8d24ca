package metric

import (
	"context"
	"database/sql"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const columns = `m.id, m.key, m.slot, m.name, m.low, m.high, m.direction, m.version, m.break_at, m.break_note, m.dropped,
	m.scale_unit, m.archived_at is not null, m.revision, coalesce(s.how, s.method), s.floor, s.ceiling`

func insert(ctx context.Context, tx *db.Tx, org db.Org, n *Metric) error {
	if err := tx.QueryRow(ctx, `select coalesce(max(slot), 0) + 1 from metric where org = $1`, org).Scan(&n.Slot); err != nil {
		return err
	}
	if n.Slot > analytics.MaxMetrics {
		return problem.New(problem.Invalid, "too_many_metrics", "An organisation has at most %d metrics.", analytics.MaxMetrics)
	}
	_, err := tx.Exec(ctx, `insert into metric (org, id, key, slot, name, low, high, direction, version, break_note, dropped, scale_unit, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 1, '', 0, $9, $10)`,
		org, n.ID, n.Key, n.Slot, n.Name, n.Low, n.High, string(n.Direction), n.ScaleUnit, tx.Micros())
	if db.IsConflict(err) {
		return problem.At("body.key", "key_taken", "There is a metric with the key %q already.", n.Key)
	}
	if err != nil {
		return err
	}
	return insertVersion(ctx, tx, org, n, "")
}

// insertVersion stores a metric's scoring under its version.
func insertVersion(ctx context.Context, tx *db.Tx, org db.Org, n *Metric, why string) error {
	method, how := n.Scoring.Method, any(nil)
	switch method {
	case Median:
		method, how = Mean, string(Median)
	case Within:
		method, how = Rate, string(Within)
	}
	floor, _ := Milli(n.Scoring.From)
	ceiling, _ := Milli(n.Scoring.To)
	who := identity.From(ctx)
	_, err := tx.Exec(ctx, `insert into metric_scoring (org, metric, version, method, how, floor, ceiling, at, by_id, by_name, why)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		org, n.ID, n.Scoring.Version, string(method), how, floor, ceiling, tx.Micros(), who.ID, who.Name, why)
	return err
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Metric, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from metric m
		join metric_scoring s on s.org = m.org and s.metric = m.id and s.version = m.version
		where m.org = $1 order by m.slot`, org)
	return db.Collect(rows, err, scan)
}

func scan(r db.Scanner) (m Metric, err error) {
	var floor, ceiling sql.NullInt64
	var at, note *string
	var dropped int64
	err = r.Scan(&m.ID, &m.Key, &m.Slot, &m.Name, &m.Low, &m.High, &m.Direction, &m.Scoring.Version, &at, &note, &dropped,
		&m.ScaleUnit, &m.Archived, &m.Revision, &m.Scoring.Method, &floor, &ceiling)
	if err != nil {
		return m, err
	}
	m.Min, m.Max = float64(m.Low)/analytics.Scale, float64(m.High)/analytics.Scale
	m.Scoring.From, m.Scoring.To = float64(floor.Int64)/analytics.Scale, float64(ceiling.Int64)/analytics.Scale
	if at != nil {
		m.Break = &Break{At: *at, Note: *note, Dropped: dropped}
	}
	return m, m.Validate()
}

// byID finds one, or a not-found problem.
func byID(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Metric, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from metric m
		join metric_scoring s on s.org = m.org and s.metric = m.id and s.version = m.version
		where m.org = $1 and m.id = $2`, org, id)
	all, err := db.Collect(rows, err, scan)
	if err == nil && len(all) == 0 {
		err = problem.New(problem.NotFound, "metric_unknown", "There is no metric %.60q.", string(id))
	}
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// update stores what may change of a metric, and counts its revision on.
func update(ctx context.Context, tx *db.Tx, org db.Org, n *Metric) error {
	n.Revision++
	var archived any
	if n.Archived {
		archived = tx.Micros()
	}
	_, err := tx.Exec(ctx, `update metric set name = $1, scale_unit = $2, archived_at = $3, version = $4, revision = $5 where org = $6 and id = $7`,
		n.Name, n.ScaleUnit, archived, n.Scoring.Version, n.Revision, org, n.ID)
	return err
}

// history lists a metric's versions, the latest first.
func history(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Version, error) {
	rows, err := tx.Query(ctx, `select version, coalesce(how, method), floor, ceiling, at, by_name, why from metric_scoring
		where org = $1 and metric = $2 order by version desc`, org, id)
	return db.Collect(rows, err, func(r db.Scanner) (v Version, err error) {
		var floor, ceiling sql.NullInt64
		var at int64
		err = r.Scan(&v.Scoring.Version, &v.Scoring.Method, &floor, &ceiling, &at, &v.By, &v.Why)
		v.Scoring.From, v.Scoring.To, v.At = float64(floor.Int64)/analytics.Scale, float64(ceiling.Int64)/analytics.Scale, db.Micros(at)
		return v, err
	})
}
