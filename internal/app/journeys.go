package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/journey"
)

// openCases tells journeys how many cases are open at each touch point.
func (a *App) openCases(ctx context.Context, org db.Org) (map[string]journey.OpenCases, error) {
	loads, err := a.Cases.OpenAt(ctx, org)
	out := make(map[string]journey.OpenCases, len(loads))
	for key, l := range loads {
		out[key] = journey.OpenCases(l)
	}
	return out, err
}
