package moment

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const criterionColumns = `id, moment, wording, signal, said_at, quality, scale, low, high, threshold, metric, erased, version, created_by, created_at, removed_at`

func scanCriterion(r db.Scanner) (c Criterion, err error) {
	var said, low, high, threshold, at int64
	var removed sql.NullInt64
	err = r.Scan(&c.ID, &c.moment, &c.Wording, &c.Signal, &said, &c.Quality, &c.Scale, &low, &high, &threshold, &c.Metric, &c.Erased, &c.Version,
		&c.CreatedBy, &at, &removed)
	c.SaidAt, c.CreatedAt, c.Removed = db.Micros(said), db.Micros(at), removed.Valid
	c.Low, c.High, c.Threshold = points(low), points(high), points(threshold)
	c.Readings, c.Past = []Reading{}, []Assessment{}
	return c, err
}

// points and thousandths turn stored numbers into those of a scale and back.
func points(milli int64) float64       { return float64(milli) / analytics.Scale }
func thousandths(points float64) int64 { return int64(points*analytics.Scale + half(points)) }

func half(f float64) float64 {
	if f < 0 {
		return -0.5
	}
	return 0.5
}

func criteriaOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Criterion, error) {
	rows, err := tx.Query(ctx, `select `+criterionColumns+` from moment_criterion where org = $1 and moment = $2 order by created_at, id`, org, string(id))
	return db.Collect(rows, err, scanCriterion)
}

// allCriteria are those of every moment that weren't taken away.
func allCriteria(ctx context.Context, tx *db.Tx, org db.Org) (map[ID][]Criterion, error) {
	rows, err := tx.Query(ctx, `select `+criterionColumns+` from moment_criterion where org = $1 and removed_at is null order by moment, created_at, id`, org)
	all, err := db.Collect(rows, err, scanCriterion)
	out := map[ID][]Criterion{}
	for _, c := range all {
		out[c.moment] = append(out[c.moment], c)
	}
	return out, err
}

func findCriterion(ctx context.Context, tx *db.Tx, org db.Org, id ID, which CriterionID) (*Criterion, error) {
	c, err := scanCriterion(tx.QueryRow(ctx, `select `+criterionColumns+` from moment_criterion where org = $1 and moment = $2 and id = $3`,
		org, string(id), string(which)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "criterion_unknown", "There is no criterion %.60q.", string(which))
	}
	return &c, err
}

func putCriterion(ctx context.Context, tx *db.Tx, org db.Org, c *Criterion) error {
	_, err := tx.Exec(ctx, `insert into moment_criterion (org, id, moment, wording, signal, said_at, quality, scale, low, high, threshold, metric, erased,
		version, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		on conflict (org, id) do update set quality = excluded.quality, scale = excluded.scale, low = excluded.low, high = excluded.high,
		threshold = excluded.threshold, metric = excluded.metric, version = excluded.version`,
		org, string(c.ID), string(c.moment), c.Wording, string(c.Signal), c.SaidAt.UnixMicro(), string(c.Quality), string(c.Scale), thousandths(c.Low),
		thousandths(c.High), thousandths(c.Threshold), c.Metric, c.Erased, c.Version, c.CreatedBy, c.CreatedAt.UnixMicro())
	return err
}

// setRemoved takes a row of one of the capability's own tables away, or brings it back.
func setRemoved(ctx context.Context, tx *db.Tx, org db.Org, table, id string, removed bool) error {
	var at any
	if removed {
		at = tx.Micros()
	}
	_, err := tx.Exec(ctx, `update `+table+` set removed_at = $1 where org = $2 and id = $3`, at, org, id)
	return err
}

// sourceChanged marks what was picked from a signal as erased where it no longer says it, and as said where it does again.
func sourceChanged(ctx context.Context, tx *db.Tx, org db.Org, e *signal.Logged) error {
	rows, err := tx.Query(ctx, `select `+criterionColumns+` from moment_criterion where org = $1 and signal = $2`, org, string(e.ID))
	all, err := db.Collect(rows, err, scanCriterion)
	if err != nil {
		return err
	}
	gone := e.Op == signal.OpErase || e.Erased
	for i := range all {
		if erased := gone || !says(e, all[i].Wording); erased != all[i].Erased {
			if _, err := tx.Exec(ctx, `update moment_criterion set erased = $1 where org = $2 and id = $3`, erased, org, string(all[i].ID)); err != nil {
				return err
			}
		}
	}
	_, err = tx.Exec(ctx, `update moment_incident set erased = $1 where org = $2 and signal = $3 and erased <> $1`, gone, org, string(e.ID))
	return err
}
