// Package value says what a customer is worth: from what customers bought or how long they stayed, with a back-test, or typed by
// somebody who knows the trade.
package value

import (
	"context"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats/money"
)

// ID is a value's id.
type ID string

// Kind is where a value comes from.
type Kind string

// The closed list. Non-contractual customers come and go unannounced and are read from their purchases; contractual ones stay
// until they end a subscription.
const (
	Typed          Kind = "typed"
	Contractual    Kind = "contractual"
	NonContractual Kind = "non_contractual"
)

// Grade is how good the evidence is, from A (experiment) to D (assumed or borrowed).
type Grade string

// Grades of values: B is a model of own data whose back-test held, C one whose back-test didn't or couldn't be made, D is typed.
const (
	GradeB Grade = "B"
	GradeC Grade = "C"
	GradeD Grade = "D"
)

// Range is the margin that one customer brings over the horizon, today's money, as far as it is known: one time in ten it is
// below P10, one time in ten above P90.
type Range struct {
	P10 customer.Money `json:"p10"`
	P50 customer.Money `json:"p50"`
	P90 customer.Money `json:"p90"`
}

// Point of the curve of value over time: within so many days, in minor units.
type Point struct {
	Days int     `json:"days"`
	P10  float64 `json:"p10"`
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
}

// CustomerValue is what the average living customer of a segment is still worth. It is a measurement: never edited, only superseded.
type CustomerValue struct {
	ID           ID                 `json:"id"`
	Segment      string             `json:"segment" doc:"Key of a segment of customers; empty is all of them"`
	Kind         Kind               `json:"kind" enum:"typed,contractual,non_contractual"`
	HorizonDays  int                `json:"horizon_days" doc:"From now on; a year has 365"`
	MarginShare  float64            `json:"margin_share" doc:"Of what is paid, which share is margin, 0 to 1; 1 where the amounts are margin already"`
	DiscountRate float64            `json:"discount_rate" doc:"A year, such as 0.1"`
	Currency     string             `json:"currency"`
	Amount       Range              `json:"amount" doc:"Per living customer over the horizon, margin, discounted"`
	Grade        Grade              `json:"grade" enum:"B,C,D"`
	Reason       string             `json:"reason" doc:"Why this grade; of a typed value, where it comes from"`
	Customers    int64              `json:"customers" doc:"Whose history it rests on; 0 of a typed one"`
	Living       float64            `json:"living" doc:"How many of them are expected to be customers still"`
	Curve        []Point            `json:"curve" doc:"Value within shorter and longer times, where it was computed"`
	Source       string             `json:"source"`
	InputsHash   string             `json:"inputs_hash" doc:"SHA-256 of what went in"`
	Method       string             `json:"method" doc:"With its version"`
	Model        map[string]float64 `json:"model,omitempty" doc:"Fitted parameters"`
	Rates        map[string]float64 `json:"rates,omitempty" doc:"What one unit of another currency was taken for"`
	LeftOut      []LeftOut          `json:"left_out,omitempty" doc:"What of the history wasn't used, and why"`
	Warnings     []string           `json:"warnings,omitempty"`
	BackTest     *BackTest          `json:"back_test,omitempty"`
	Alive        []int64            `json:"alive,omitempty" doc:"Customers by how likely they are still there: ten bins from 0 to 1"`
	MadeBy       string             `json:"made_by"`
	MadeAt       time.Time          `json:"made_at"`
	SupersededAt *time.Time         `json:"superseded_at,omitempty"`
}

// LeftOut counts what wasn't used of a history.
type LeftOut struct {
	Code  string `json:"code" enum:"cancelled,zero,future,refund_unmatched,refunded,no_customer,currency"`
	Count int64  `json:"count"`
	Text  string `json:"text" doc:"A sentence, with the rule"`
}

// BackTest is what the method would have foretold of weeks that it wasn't shown.
type BackTest struct {
	What      string  `json:"what" enum:"purchases,kept" doc:"What was foretold: repeat purchases, or customers kept"`
	HeldBack  int     `json:"held_back_weeks"`
	Predicted float64 `json:"predicted" doc:"Over the held-back weeks"`
	Low       float64 `json:"low" doc:"80 % interval"`
	High      float64 `json:"high"`
	Actual    float64 `json:"actual"`
	Error     float64 `json:"error" doc:"(predicted − actual) / actual"`
	Held      bool    `json:"held" doc:"The error is at most a tenth, or what came lies inside the interval"`
	Weeks     []Week  `json:"weeks" doc:"Cumulative, from the beginning"`
}

// Week is one point of a back-test.
type Week struct {
	At        string  `json:"at" doc:"Last day of the week"`
	Predicted float64 `json:"predicted"`
	Actual    float64 `json:"actual"`
	HeldBack  bool    `json:"held_back"`
}

// Values is the capability. All fields are set by app.
type Values struct {
	DB        *db.DB
	People    *identity.Identity
	Customers *customer.Customers
	Jobs      *jobs.Queue
	Audit     identity.Auditor
	Hub       *web.Hub
}

// Limits of what may be asked.
const (
	maxHorizon = 3650 // days
	minHorizon = 7
)

// InForce returns the value of a segment's customers, or where there is none that of all customers; nil where there is neither.
func (v *Values) InForce(ctx context.Context, org db.Org, segment string) (one *CustomerValue, err error) {
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error { one, err = inForce(ctx, tx, org, segment); return err })
	return one, err
}

// InForceIn is InForce within a transaction.
func (v *Values) InForceIn(ctx context.Context, tx *db.Tx, org db.Org, segment string) (*CustomerValue, error) {
	return inForce(ctx, tx, org, segment)
}

// Quantity gives the value of one customer over so many days as an input of stats/money, in major units of the currency (12.50
// is twelve euros fifty), keyed by the segment: areas that share it move together.
//
// A computed value knows its own course over time and is read from there, up to the longest time computed. A typed value holds
// for its horizon; for a shorter time it is taken in proportion, since nothing is known of its course; for a longer one it is
// refused ("value_horizon"), because who will still be there then is exactly what isn't known.
func (c *CustomerValue) Quantity(days int) (money.Quantity, error) {
	at, err := c.Over(days)
	if err != nil {
		return money.Quantity{}, err
	}
	scale := 1.0
	for range customer.MinorDigits(c.Currency) {
		scale *= 10
	}
	q := money.Quantity{Key: "value of a customer"}
	if c.Segment != "" {
		q.Key += " of " + c.Segment
	}
	if at.P10 > 0 && at.P90 > at.P10 {
		q.Distribution, err = money.LogNormalFromQuantiles(at.P10/scale, at.P90/scale)
	} else {
		q.Distribution, err = money.Constant(at.P50 / scale)
	}
	if err != nil {
		return q, fmt.Errorf("value as a quantity: %w", err)
	}
	return q, nil
}

// Over is the value within so many days, in minor units. Refusals as of Quantity.
func (c *CustomerValue) Over(days int) (Point, error) {
	if days < 1 {
		return Point{}, problem.New(problem.Invalid, "value_horizon", "A horizon is at least a day.")
	}
	course := c.Curve
	if len(course) == 0 {
		course = []Point{{c.HorizonDays, float64(c.Amount.P10.Minor), float64(c.Amount.P50.Minor), float64(c.Amount.P90.Minor)}}
	}
	before := Point{}
	for _, p := range course {
		if days <= p.Days {
			share := float64(days-before.Days) / float64(p.Days-before.Days)
			mix := func(a, b float64) float64 { return a + (b-a)*share }
			return Point{days, mix(before.P10, p.P10), mix(before.P50, p.P50), mix(before.P90, p.P90)}, nil
		}
		before = p
	}
	return Point{}, problem.New(problem.Invalid, "value_horizon",
		"What a customer is worth is known for %d days, not for %d. Compute or type it for the longer time.", before.Days, days).
		With(problem.Args{"known": before.Days, "asked": days})
}
