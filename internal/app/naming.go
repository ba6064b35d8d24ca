package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// naming tells figures what the ids behind dimensions are called.
type naming struct {
	points *touchpoint.Points
	staff  *employee.Staff
}

func (n *naming) Labels(ctx context.Context, tx *db.Tx, org db.Org, dim string) (map[string]metric.Label, error) {
	out := map[string]metric.Label{}
	switch dim {
	case "touch":
		all, err := n.points.All(ctx, tx, org)
		for _, p := range all {
			out[string(p.ID)] = metric.Label{Key: p.Key, Name: p.Name}
		}
		return out, err
	case "unit":
		all, err := identity.UnitsIn(ctx, tx, org)
		for _, u := range all {
			out[string(u.ID)] = metric.Label{Key: u.Key, Name: u.Name}
		}
		return out, err
	default:
		all, err := n.staff.All(ctx, tx, org)
		for _, e := range all {
			out[string(e.ID)] = metric.Label{Key: e.ExternalID, Name: e.Name}
		}
		return out, err
	}
}

func (n *naming) Kinds() []string {
	out := make([]string, len(signal.Kinds))
	for i, k := range signal.Kinds {
		out[i] = string(k)
	}
	return out
}

func (n *naming) Moods() []string {
	words := sentiment.Words()
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
