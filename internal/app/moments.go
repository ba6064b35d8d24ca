package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/journey"
	"github.com/touchstone-cx/touchstone/internal/moment"
)

// momentsAt tells journeys which of their touch points are confirmed moments of truth, and how well their first criterion is kept.
func (a *App) momentsAt(ctx context.Context, org db.Org) (map[string][]journey.LiveMoment, error) {
	all, err := a.Moments.ByTouchPoint(ctx, org)
	out := make(map[string][]journey.LiveMoment, len(all))
	for key, list := range all {
		for _, one := range list {
			threshold := one.Threshold
			out[key] = append(out[key], journey.LiveMoment{ID: string(one.ID), State: string(moment.Confirmed), Why: one.Why, Criterion: one.Wording,
				Kept: one.Figure, Threshold: &threshold, Unit: one.Unit, Verdict: one.Verdict})
		}
	}
	return out, err
}
