package value

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Input is a value that somebody types.
type Input struct {
	Segment     string `json:"segment,omitempty" maxLength:"64" doc:"Key of a segment; empty is all customers"`
	HorizonDays int    `json:"horizon_days" minimum:"7" maximum:"3650"`
	Currency    string `json:"currency" maxLength:"3" example:"EUR"`
	P10         string `json:"p10" maxLength:"30" doc:"Margin of one customer over the horizon that nine in ten are sure it exceeds, such as 120.00"`
	P50         string `json:"p50" maxLength:"30" doc:"The likeliest"`
	P90         string `json:"p90" maxLength:"30" doc:"What it hardly exceeds"`
	Reason      string `json:"reason" maxLength:"500" doc:"Where the figures come from"`
}

// parse turns an input into a value and refuses what is none.
func (in *Input) parse() (*CustomerValue, error) {
	in.Reason, in.Currency = strings.TrimSpace(in.Reason), strings.ToUpper(strings.TrimSpace(in.Currency))
	if in.Reason == "" {
		return nil, problem.At("body.reason", "reason_needed", "Say where these figures come from: whoever reads the result will ask.")
	}
	if err := identity.Clean(in.Reason, "body.reason"); err != nil {
		return nil, err
	}
	if in.HorizonDays < minHorizon || in.HorizonDays > maxHorizon {
		return nil, problem.At("body.horizon_days", "horizon_range", "A horizon is between %d and %d days.", minHorizon, maxHorizon)
	}
	c := &CustomerValue{Segment: in.Segment, Kind: Typed, HorizonDays: in.HorizonDays, MarginShare: 1, Currency: in.Currency, Grade: GradeD,
		Reason: in.Reason, Source: "typed", Method: "typed/1", Curve: []Point{}}
	for _, one := range []struct {
		name, text string
		into       *customer.Money
	}{{"p10", in.P10, &c.Amount.P10}, {"p50", in.P50, &c.Amount.P50}, {"p90", in.P90, &c.Amount.P90}} {
		minor, err := customer.ParseMoney(one.text, in.Currency, "body")
		if err != nil {
			if p, ok := problem.As(err); ok && one.name != "" && p.Code != "currency_unknown" {
				return nil, p.On("body." + one.name)
			}
			return nil, err
		}
		*one.into = *customer.Amount(minor, in.Currency)
	}
	p10, p50, p90 := c.Amount.P10.Minor, c.Amount.P50.Minor, c.Amount.P90.Minor
	switch {
	case p50 <= 0:
		return nil, problem.At("body.p50", "value_zero", "A customer who is worth nothing costs nothing to lose. Type what one brings.")
	case p10 <= 0 || p10 >= p50 || p50 >= p90:
		return nil, problem.At("body.p10", "value_order", "The three figures rise from low to high, and the low one is above 0.")
	}
	return c, nil
}

// Type puts a typed value in force for a segment; what was in force there is superseded.
func (v *Values) Type(ctx context.Context, org db.Org, in Input) (*CustomerValue, error) {
	one, err := in.parse()
	if err != nil {
		return nil, err
	}
	one.InputsHash = hashed(in)
	err = v.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := checkSegment(ctx, tx, org, in.Segment); err != nil {
			return err
		}
		return v.supersede(ctx, tx, org, one)
	})
	return one, err
}

// supersede puts a value in force.
func (v *Values) supersede(ctx context.Context, tx *db.Tx, org db.Org, one *CustomerValue) error {
	one.ID, one.MadeAt, one.MadeBy = ID(tx.ID("val")), tx.Now, identity.From(ctx).Name
	if err := end(ctx, tx, org, one.Segment); err != nil {
		return err
	}
	if err := insert(ctx, tx, org, one); err != nil {
		return err
	}
	tx.AfterCommit(func() { v.Hub.Publish(string(org), "values", map[string]ID{"id": one.ID}) })
	return v.Audit.Record(ctx, tx, "value."+string(one.Kind), string(one.ID), map[string]any{"segment": one.Segment, "p50": one.Amount.P50.Text, "currency": one.Currency})
}

func checkSegment(ctx context.Context, tx *db.Tx, org db.Org, key string) error {
	if key == "" {
		return nil
	}
	all, err := customer.SegmentsIn(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Key == key {
			return nil
		}
	}
	return problem.At("body.segment", "segment_unknown", "There is no segment %.60q.", key)
}

// hashed is the SHA-256 of a document.
func hashed(doc any) string {
	b, err := json.Marshal(doc)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
