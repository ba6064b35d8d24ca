package metric

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Version is one scoring of a metric, with who brought it in, when and why.
type Version struct {
	Scoring Scoring   `json:"scoring"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Why     string    `json:"why"`
}

// Edit is what may change of a metric; nil stays as it is. Scale and direction never change, scoring by SetScoring.
type Edit struct {
	Name      *string `json:"name,omitempty" maxLength:"100"`
	ScaleUnit *string `json:"scale_unit,omitempty" maxLength:"20"`
	Archived  *bool   `json:"archived,omitempty"`
}

// Edit changes a metric's name, what its scores are measured in, or puts it away and back.
func (m *Metrics) Edit(ctx context.Context, org db.Org, id ID, revision int, e Edit) (*Metric, error) {
	return m.change(ctx, org, id, revision, func(tx *db.Tx, n *Metric) error {
		said := map[string]any{"key": n.Key}
		if e.Name != nil {
			n.Name, said["name"] = *e.Name, *e.Name
		}
		if e.ScaleUnit != nil {
			n.ScaleUnit, said["scale_unit"] = *e.ScaleUnit, *e.ScaleUnit
		}
		if e.Archived != nil {
			n.Archived, said["archived"] = *e.Archived, *e.Archived
		}
		if err := n.Validate(); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "metric.edit", string(id), said)
	})
}

// SetScoring makes a new version of how a metric is scored. From then on every figure, of the past too, applies it to the raw
// scores; the versions before stay and can be asked for.
func (m *Metrics) SetScoring(ctx context.Context, org db.Org, id ID, revision int, s Scoring, why string) (*Metric, error) {
	if err := identity.Name(why, "body.why", 500); err != nil {
		return nil, err
	}
	return m.change(ctx, org, id, revision, func(tx *db.Tx, n *Metric) error {
		was := n.Scoring
		if err := n.rescore(s); err != nil {
			return err
		}
		n.Scoring.Version = was.Version + 1
		if err := insertVersion(ctx, tx, org, n, why); err != nil {
			return err
		}
		tx.AfterCommit(func() { m.versions.Drop(org, string(id)) })
		return m.Audit.Record(ctx, tx, "metric.rescore", string(id), map[string]any{"key": n.Key, "version": n.Scoring.Version, "method": n.Scoring.Method, "why": why})
	})
}

// rescore applies another scoring, which must be another.
func (n *Metric) rescore(s Scoring) error {
	was := n.Scoring
	n.Scoring = Scoring{Version: was.Version, Method: s.Method}
	switch s.Method {
	case TopBox:
		n.Scoring.From = s.From
	case Within:
		n.Scoring.To = s.To
	}
	if err := n.Validate(); err != nil {
		return err
	}
	if n.Scoring == was {
		return problem.At("body.scoring.method", "scoring_same", "That is how %s is scored already.", n.Name)
	}
	return nil
}

func (m *Metrics) change(ctx context.Context, org db.Org, id ID, revision int, fn func(*db.Tx, *Metric) error) (n *Metric, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if n, err = byID(ctx, tx, org, id); err != nil {
			return err
		}
		if n.Revision != revision {
			return web.Stale()
		}
		if err := fn(tx, n); err != nil {
			return err
		}
		tx.AfterCommit(func() { m.known.Drop(org, "") })
		return update(ctx, tx, org, n)
	})
	return n, err
}

// Find returns one metric.
func (m *Metrics) Find(ctx context.Context, org db.Org, id ID) (n *Metric, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error { n, err = byID(ctx, tx, org, id); return err })
	return n, err
}

// Versions lists how a metric was scored, the latest first.
func (m *Metrics) Versions(ctx context.Context, org db.Org, id ID) (all []Version, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := byID(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = history(ctx, tx, org, id)
		return err
	})
	return all, err
}

// asOf is a metric as an earlier version scored it.
func (m *Metrics) asOf(ctx context.Context, org db.Org, def *Metric, version int) (*Metric, error) {
	all, ok := m.versions.Get(org, string(def.ID))
	has := func(v Version) bool { return v.Scoring.Version == version }
	if !ok || !slices.ContainsFunc(all, has) {
		var err error
		if all, err = m.Versions(ctx, org, def.ID); err != nil {
			return nil, err
		}
		m.versions.Set(org, string(def.ID), all)
	}
	at := slices.IndexFunc(all, has)
	if at < 0 {
		return nil, problem.At("query.version", "version_unknown", "%s has no scoring version %d.", def.Name, version)
	}
	n := *def
	n.Scoring = all[at].Scoring
	return &n, n.Validate()
}

// Effect is what a change of scoring would do: the same raw scores, figured in both ways.
type Effect struct {
	Now   *Metric     `json:"now"`
	Then  *Metric     `json:"changed"`
	Whole EffectRow   `json:"whole"`
	Month []EffectRow `json:"by_month" doc:"The latest 36 months with answers"`
	Touch []EffectRow `json:"by_touch_point" doc:"The ten with the most answers"`
	Units bool        `json:"same_unit" doc:"Whether both ways are counted in the same unit, so that they may be compared by their numbers"`
}

// EffectRow is one group, figured in both ways.
type EffectRow struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Now   Number `json:"now"`
	Then  Number `json:"changed"`
}

const (
	effectMonths = 36
	effectTouch  = 10
)

// Effect shows what another scoring would do to past figures, and changes nothing. It asks through the same code as figures do.
func (m *Metrics) Effect(ctx context.Context, org db.Org, id ID, s Scoring) (*Effect, error) {
	now, err := m.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	then := *now
	if err := then.rescore(s); err != nil {
		return nil, err
	}
	then.Scoring.Version = now.Scoring.Version + 1
	e := &Effect{Now: now, Then: &then, Units: now.Unit == then.Unit}
	whole, err := m.bothWays(ctx, org, now, &then, "")
	if err != nil {
		return nil, err
	}
	e.Whole = whole[0]
	if e.Month, err = m.bothWays(ctx, org, now, &then, "month"); err != nil {
		return nil, err
	}
	e.Month = e.Month[max(0, len(e.Month)-effectMonths):]
	if e.Touch, err = m.bothWays(ctx, org, now, &then, "touch_point"); err != nil {
		return nil, err
	}
	slices.SortStableFunc(e.Touch, func(a, b EffectRow) int { return cmp.Compare(b.Now.N, a.Now.N) })
	e.Touch = e.Touch[:min(len(e.Touch), effectTouch)]
	return e, nil
}

// bothWays asks for figures under two definitions and sets them side by side.
func (m *Metrics) bothWays(ctx context.Context, org db.Org, now, then *Metric, by string) ([]EffectRow, error) {
	ask := Ask{Metric: now.Key}
	if by != "" {
		ask.By = []string{by}
	}
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	a, err := m.figureAs(ctx, t, ask, now)
	if err != nil {
		return nil, err
	}
	b, err := m.figureAs(ctx, t, ask, then)
	if err != nil {
		return nil, err
	}
	after := map[string]Number{}
	for _, r := range b.Rows {
		after[r.By[by]] = r.Number
	}
	out := make([]EffectRow, 0, len(a.Rows))
	for _, r := range a.Rows {
		out = append(out, EffectRow{Key: r.By[by], Label: cmp.Or(r.Label[by], r.By[by]), Now: r.Number, Then: after[r.By[by]]})
	}
	return out, nil
}
