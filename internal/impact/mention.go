package impact

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// MentionsMetric reports whether an area's failures are told by a metric.
func (a *Areas) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	all, err := list(ctx, tx, org)
	for i := range all {
		if all[i].Failing.Metric == key {
			return true, err
		}
	}
	return false, err
}

// MentionsTouchPoint reports whether an area lies at a touch point.
func (a *Areas) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, _, key string) (bool, error) {
	all, err := list(ctx, tx, org)
	for i := range all {
		if slices.Contains(all[i].TouchPoints, key) {
			return true, err
		}
	}
	return false, err
}
