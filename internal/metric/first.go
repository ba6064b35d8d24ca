package metric

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// AllIn lists every metric inside a transaction, those that it has just made too.
func AllIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Metric, error) { return list(ctx, tx, org) }

// Reach is the range that a metric's figures can have, in their unit.
func (m *Metric) Reach() (low, high float64) { return m.reach() }

// TargetedIn lists the keys of metrics that have any target.
func TargetedIn(ctx context.Context, tx *db.Tx, org db.Org) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `select distinct m.key from metric_target t join metric m on m.org = t.org and m.id = t.metric where t.org = $1`, org)
	keys, err := db.Collect(rows, err, func(r db.Scanner) (k string, err error) { return k, r.Scan(&k) })
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = true
	}
	return out, err
}

// FirstTargetIn gives a metric its first target inside a transaction: for the whole organisation, from a day on. It returns the
// metric's id. A metric that has a target keeps those it has: made is false then.
func (m *Metrics) FirstTargetIn(ctx context.Context, tx *db.Tx, org db.Org, key, from string, value float64) (id ID, made bool, err error) {
	all, err := list(ctx, tx, org)
	if err != nil {
		return "", false, err
	}
	at := slices.IndexFunc(all, func(n Metric) bool { return n.Key == key })
	if at < 0 {
		return "", false, unknown(key, "body.metric")
	}
	n := &all[at]
	have, err := targetsOf(ctx, tx, org, n.ID)
	if err != nil || len(have) > 0 {
		return n.ID, false, err
	}
	first := []Target{{From: from, Value: value}}
	if err := n.checkTargets(first, nil); err != nil {
		return n.ID, false, err
	}
	if err := storeTargets(ctx, tx, org, n.ID, first); err != nil {
		return n.ID, false, err
	}
	if _, err := tx.Exec(ctx, `update metric set targets_revision = targets_revision + 1 where org = $1 and id = $2`, org, n.ID); err != nil {
		return n.ID, false, err
	}
	tx.AfterCommit(func() { m.targets.Drop(org, string(n.ID)) })
	return n.ID, true, m.Audit.Record(ctx, tx, "metric.targets", string(n.ID), map[string]any{"key": key, "targets": 1})
}

// DropFirstTargetIn takes a first target back inside a transaction, as long as it is the only one and as it was set, and reports
// whether it did. A metric that nobody set a target of before is then one without targets, as if there had been none.
func (m *Metrics) DropFirstTargetIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, value float64) (bool, error) {
	have, err := targetsOf(ctx, tx, org, id)
	if err != nil {
		return false, err
	}
	milli, _ := Milli(value)
	if len(have) != 1 || have[0].id != "" || have[0].To != "" || have[0].milli != milli {
		return false, nil
	}
	if err := storeTargets(ctx, tx, org, id, nil); err != nil {
		return false, err
	}
	if _, err := tx.Exec(ctx, `update metric set targets_revision = case when targets_revision = 1 then 0 else targets_revision + 1 end
		where org = $1 and id = $2`, org, id); err != nil {
		return false, err
	}
	tx.AfterCommit(func() { m.targets.Drop(org, string(id)) })
	return true, m.Audit.Record(ctx, tx, "metric.targets", string(id), map[string]any{"targets": 0})
}

// MentionsUnit reports whether a target is set for a unit.
func (m *Metrics) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, _ string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select count(*) from metric_target where org = $1 and unit = $2`, org, id).Scan(&n)
	return n > 0, err
}
