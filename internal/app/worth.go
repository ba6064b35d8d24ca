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
	out := map[string]string{}
	for _, role := range []journey.Role{journey.Failure, journey.Experience} {
		for _, one := range all {
			if one.Version == 0 {
				continue // only drafted
			}
			v, err := a.Journeys.Version(ctx, org, one.ID, one.Version)
			if err != nil {
				return nil, err
			}
			for _, c := range v.Map.Cards {
				for _, b := range c.Bindings {
					if _, known := out[c.TouchPoint]; !known && b.Role == role && c.TouchPoint != "" {
						out[c.TouchPoint] = b.Metric
					}
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

// effects tells impact areas what failures were seen to do: at the one touch point of an area where enough customers met them, else
// at all.
func (a *App) effects(ctx context.Context, org db.Org, touchPoints []string) (*impact.Effects, error) {
	point := ""
	if len(touchPoints) == 1 {
		err := a.DB.Read(ctx, org, func(tx *db.Tx) error {
			all, err := a.Points.All(ctx, tx, org)
			for _, p := range all {
				if p.Key == touchPoints[0] {
					point = string(p.ID)
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	found, err := a.Loyalty.Effects(ctx, org, point, "")
	if err != nil || len(found) == 0 {
		return nil, err
	}
	out := &impact.Effects{Link: "/loyalty", Because: "What customers did after a failure, beside those who had contact and none."}
	take := func(i *loyalty.Interval, n int64) *impact.Effect {
		if i == nil {
			return nil
		}
		return &impact.Effect{Estimate: i.Estimate, Low: i.Low, High: i.High, N: n}
	}
	for _, e := range found {
		out.Grade = max(out.Grade, e.Grade)
		switch e.Kind {
		case "silent":
			out.LeaveSilent, out.SpendSilent = take(e.Leave, e.N), take(e.SpendLoss, e.N)
		case "unresolved":
			out.LeaveUnresolved, out.SpendUnresolved = take(e.Leave, e.N), take(e.SpendLoss, e.N)
		case "resolved":
			out.LeaveResolved, out.SpendResolved = take(e.Leave, e.N), take(e.SpendLoss, e.N)
		}
	}
	return out, nil
}
