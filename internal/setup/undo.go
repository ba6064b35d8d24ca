package setup

import (
	"context"
	"fmt"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// undoing takes one run back, inside a transaction.
type undoing struct {
	g     *Guide
	tx    *db.Tx
	org   db.Org
	heard *signal.Mentioned
	used  map[string]bool // metrics that signals carry
}

// Undo takes back what a run made and nobody uses or has changed since; the rest is kept, and says why. Doing it again tries the
// rest again.
func (g *Guide) Undo(ctx context.Context, org db.Org, id RunID) (run *Setup, err error) {
	run, err = g.Run(ctx, org, id)
	if err != nil {
		return nil, err
	}
	u := undoing{g: g, org: org, used: map[string]bool{}}
	if u.heard, err = g.Log.Mentioned(ctx, org); err != nil {
		return nil, err
	}
	for _, m := range run.Made {
		if m.Noun != "metric" {
			continue
		}
		key := m.Key[len("metric:"):]
		n, err := g.Metrics.Heard(ctx, org, key)
		if err != nil && problem.CodeOf(err) != "metric_unknown" {
			return nil, err
		}
		u.used[key] = n > 0
	}
	err = g.DB.Write(ctx, org, func(tx *db.Tx) error {
		u.tx = tx
		if err := u.heard.ReadOn(ctx, tx, org); err != nil {
			return err
		}
		if run, err = findRun(ctx, tx, org, id); err != nil {
			return err
		}
		return u.all(ctx, run)
	})
	if err != nil {
		return nil, err
	}
	g.Hub.Publish(string(org), "figures", map[string]any{})
	return run, nil
}

// all goes through a run backwards: what rests on others goes first.
func (u *undoing) all(ctx context.Context, run *Setup) error {
	back := map[string]any{}
	for n := len(run.Made) - 1; n >= 0; n-- {
		m := &run.Made[n]
		if m.State == TakenBack {
			continue
		}
		gone, why, err := u.one(ctx, m)
		if err != nil {
			return fmt.Errorf("take %s back: %w", m.Key, err)
		}
		if m.State, m.Why = Kept, why; gone {
			m.State, m.Why = TakenBack, ""
			count, _ := back[m.Noun].(int)
			back[m.Noun] = count + 1
		}
	}
	now := u.tx.Now
	run.UndoneAt, run.UndoneBy = &now, identity.From(ctx).Name
	if err := updateRun(ctx, u.tx, u.org, run); err != nil {
		return err
	}
	if len(back) == 0 {
		return nil
	}
	s, err := answers(ctx, u.tx, u.org)
	if err != nil {
		return err
	}
	s.Version++ // a proposal that is on a screen no longer follows
	if err := putAnswers(ctx, u.tx, u.org, s); err != nil {
		return err
	}
	return u.g.Audit.Record(ctx, u.tx, "setup.undo", string(run.ID), map[string]any{"taken_back": back})
}

// Why something is kept.
const (
	inUse   = "It is in use."
	changed = "Somebody has changed it, or something came of it."
	heardOf = "Signals speak of it."
)

// one takes one thing back, or says why it stays. What is gone already counts as taken back.
func (u *undoing) one(ctx context.Context, m *Made) (gone bool, why string, err error) {
	switch m.Noun {
	case "rule":
		if used, err := u.mentioned(ctx, u.g.RuleMentions, m.ID, ""); err != nil || used {
			return false, changed, err
		}
		gone, err = u.g.Cases.DropRuleIn(ctx, u.tx, u.org, casework.RuleID(m.ID))
		return orGone(gone, err, "rule_unknown", changed)
	case "promise":
		gone, err = u.g.Promises.DropIn(ctx, u.tx, u.org, promise.ID(m.ID))
		return orGone(gone, err, "promise_unknown", "Somebody has changed it, or put it in force.")
	case "expectation":
		gone, err = u.g.Expectations.DropIn(ctx, u.tx, u.org, expectation.ID(m.ID))
		return orGone(gone, err, "expectation_unknown", changed)
	case "survey":
		if used, err := u.mentioned(ctx, u.g.SurveyMentions, m.ID, ""); err != nil || used {
			return false, inUse, err
		}
		gone, err = u.g.Surveys.DropIn(ctx, u.tx, u.org, survey.ID(m.ID))
		return orGone(gone, err, "survey_unknown", "Somebody has answered or changed it.")
	case "target":
		gone, err = u.g.Metrics.DropFirstTargetIn(ctx, u.tx, u.org, metric.ID(m.ID), m.Value)
		return orGone(gone, err, "metric_unknown", "Somebody has changed it.")
	case "metric":
		return u.metric(ctx, m)
	case "unit":
		return u.unit(ctx, m)
	default:
		return u.point(ctx, m)
	}
}

func orGone(gone bool, err error, unknown, why string) (bool, string, error) {
	if problem.CodeOf(err) == unknown {
		return true, "", nil
	}
	return gone, why, err
}

func (u *undoing) metric(ctx context.Context, m *Made) (gone bool, why string, err error) {
	key := m.Key[len("metric:"):]
	if u.used[key] || u.heard.Metric(key) {
		return false, heardOf, nil
	}
	all, err := metric.AllIn(ctx, u.tx, u.org)
	if err != nil {
		return false, "", err
	}
	at := slices.IndexFunc(all, func(n metric.Metric) bool { return string(n.ID) == m.ID })
	if at < 0 {
		return true, "", nil
	}
	if all[at].Name != m.Name {
		return false, "Somebody has changed it.", nil
	}
	gone, err = u.g.Metrics.Drop(ctx, u.tx, u.org, key)
	return gone, "A survey, a rule, a view or a target uses it.", err
}

func (u *undoing) unit(ctx context.Context, m *Made) (gone bool, why string, err error) {
	all, err := identity.UnitsIn(ctx, u.tx, u.org)
	if err != nil {
		return false, "", err
	}
	at := slices.IndexFunc(all, func(o identity.Unit) bool { return string(o.ID) == m.ID })
	switch {
	case at < 0:
		return true, "", nil
	case u.heard.Unit(m.ID):
		return false, heardOf, nil
	case all[at].Name != m.Name || all[at].Owner != "" || all[at].Partner:
		return false, "Somebody has changed it.", nil
	}
	if used, err := u.mentioned(ctx, u.g.UnitMentions, m.ID, all[at].Key); err != nil || used {
		return false, inUse, err
	}
	gone, err = u.g.People.DropUnitIn(ctx, u.tx, u.org, &all[at])
	return gone, "People or other units belong to it.", err
}

func (u *undoing) point(ctx context.Context, m *Made) (gone bool, why string, err error) {
	all, err := u.g.Points.All(ctx, u.tx, u.org)
	if err != nil {
		return false, "", err
	}
	at := slices.IndexFunc(all, func(t touchpoint.TouchPoint) bool { return string(t.ID) == m.ID })
	switch {
	case at < 0:
		return true, "", nil
	case u.heard.TouchPoint(m.ID):
		return false, heardOf, nil
	case all[at].Name != m.Name:
		return false, "Somebody has changed it.", nil
	}
	if used, err := u.mentioned(ctx, u.g.PointMentions, m.ID, all[at].Key); err != nil || used {
		return false, inUse, err
	}
	return true, "", u.g.Points.DropIn(ctx, u.tx, u.org, &all[at])
}

// mentioned asks the other capabilities.
func (u *undoing) mentioned(ctx context.Context, list []Mention, id, key string) (bool, error) {
	for _, mentions := range list {
		if used, err := mentions(ctx, u.tx, u.org, id, key); err != nil || used {
			return used, err
		}
	}
	return false, nil
}
