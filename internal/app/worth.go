package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/impact"
	"github.com/touchstone-cx/touchstone/internal/journey"
	"github.com/touchstone-cx/touchstone/internal/loyalty"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/value"
)

// worth tells impact areas what a customer is worth. A value that isn't known for so long a time is none.
func (a *App) worth(ctx context.Context, org db.Org, segment string, horizon int) (*impact.Worth, error) {
	v, err := a.Values.InForce(ctx, org, segment)
	if err != nil || v == nil {
		return nil, err
	}
	at, err := v.Over(horizon)
	if problem.CodeOf(err) == "value_horizon" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &impact.Worth{ID: string(v.ID), Typed: v.Kind == value.Typed, P10: at.P10, P50: at.P50, P90: at.P90, Currency: v.Currency, Customers: int64(v.Living),
		N: v.Customers, Grade: string(v.Grade), Because: v.Reason, Link: "/value"}, nil
}

// bound tells impact areas which metric tells of failure, or else of experience, at the touch points of published journeys.
func (a *App) bound(ctx context.Context, org db.Org) (map[string]string, error) {
	all, err := a.Journeys.List(ctx, org)
	if err != nil {
		return nil, err
	}
	var cards []journey.Card
	for _, one := range all {
		if one.Version == 0 {
			continue // only drafted
		}
		v, err := a.Journeys.Version(ctx, org, one.ID, one.Version)
		if err != nil {
			return nil, err
		}
		cards = append(cards, v.Map.Cards...)
	}
	out := map[string]string{}
	for _, role := range []journey.Role{journey.Failure, journey.Experience} {
		for _, c := range cards {
			for _, b := range c.Bindings {
				if _, known := out[c.TouchPoint]; !known && b.Role == role && c.TouchPoint != "" {
					out[c.TouchPoint] = b.Metric
				}
			}
		}
	}
	return out, nil
}

// atRisk tells maps what is at risk at each touch point.
func (a *App) atRisk(ctx context.Context, org db.Org) (map[string]journey.AtRisk, error) {
	found, err := a.Areas.AtRisk(ctx, org)
	out := make(map[string]journey.AtRisk, len(found))
	for key, r := range found {
		out[key] = journey.AtRisk{Low: r.P10, Middle: r.P50, High: r.P90, Currency: r.Currency, Per: "year", Grade: r.Grade, Area: string(r.Area)}
	}
	return out, err
}

// ownEffects is from how many customers on an effect at one touch point may stand for itself.
const ownEffects = 100

// effects tells impact areas what failures were seen to do. At one touch point they are few, and so mostly noise: the effect there
// stands for itself only where enough met it and its interval leaves that of all touch points out.
func (a *App) effects(ctx context.Context, org db.Org, touchPoints []string) (*impact.Effects, error) {
	all, err := a.Loyalty.Effects(ctx, org, "", "")
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var own []loyalty.Effect
	if len(touchPoints) == 1 {
		id, err := a.pointID(ctx, org, touchPoints[0])
		if err != nil {
			return nil, err
		}
		if own, err = a.Loyalty.Effects(ctx, org, id, ""); err != nil {
			return nil, err
		}
	}
	out := &impact.Effects{Link: "/loyalty", Because: "What customers did after a failure, beside those who had contact and none."}
	for _, e := range all {
		leave, spend := effect(e.Leave, e.N, false), effect(e.SpendLoss, e.N, false)
		for _, o := range own {
			if o.Kind == e.Kind && o.TouchPoint != "" && o.N >= ownEffects {
				leave, spend = apart(leave, effect(o.Leave, o.N, true)), apart(spend, effect(o.SpendLoss, o.N, true))
			}
		}
		out.Grade = max(out.Grade, e.Grade)
		switch e.Kind {
		case "silent":
			out.LeaveSilent, out.SpendSilent = leave, spend
		case "unresolved":
			out.LeaveUnresolved, out.SpendUnresolved = leave, spend
		case "resolved":
			out.LeaveResolved, out.SpendResolved = leave, spend
		}
	}
	return out, nil
}

func effect(i *loyalty.Interval, n int64, own bool) *impact.Effect {
	if i == nil {
		return nil
	}
	return &impact.Effect{Estimate: i.Estimate, Low: i.Low, High: i.High, N: n, Own: own}
}

// apart is a place's own effect where it differs from that of all by more than noise.
func apart(all, own *impact.Effect) *impact.Effect {
	if own != nil && (all == nil || own.Low > all.Estimate || own.High < all.Estimate) {
		return own
	}
	return all
}

func (a *App) pointID(ctx context.Context, org db.Org, key string) (id string, err error) {
	err = a.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err := a.Points.All(ctx, tx, org)
		for _, p := range all {
			if p.Key == key {
				id = string(p.ID)
			}
		}
		return err
	})
	return id, err
}
