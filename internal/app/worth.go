package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/impact"
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
