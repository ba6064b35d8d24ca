// Package loyalty says what good and bad service does to what customers buy: who stays after a failure, by how it was handled;
// units' service against their revenue; customers who are lost, and why; and how many contacts each product needs.
package loyalty

import (
	"context"
	"math"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/value"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a result's id.
type ID string

// Interval is an estimate with its 95 % interval; nil where too few were observed.
type Interval struct {
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// Wish says what counts as what.
type Wish struct {
	Metric        string             `json:"metric" maxLength:"64" doc:"Key of the metric whose low scores are failures"`
	AtMost        float64            `json:"at_most" doc:"A score of this or less is a failure"`
	Settled       string             `json:"settled,omitempty" maxLength:"64" doc:"Key of a measure that is 1 where a contact settled what it was about; empty where there is none"`
	ExposureWeeks int                `json:"exposure_weeks" minimum:"4" maximum:"104" doc:"Service is looked at in these weeks …"`
	OutcomeWeeks  int                `json:"outcome_weeks" minimum:"4" maximum:"104" doc:"… and what customers did in those after them"`
	Currency      string             `json:"currency" maxLength:"3"`
	Rates         map[string]float64 `json:"rates,omitempty" doc:"What one unit of another currency is taken for"`
	Product       string             `json:"product,omitempty" maxLength:"64" doc:"Key of the attribute of signals that names the product; product where left out"`
}

// Validate checks what needs no database.
func (w *Wish) Validate() error {
	switch {
	case w.Metric == "":
		return problem.At("body.metric", "metric_needed", "Say by which metric a failure is known.")
	case math.IsNaN(w.AtMost) || math.IsInf(w.AtMost, 0):
		return problem.At("body.at_most", "not_a_number", "Say up to which score a contact is a failure.")
	case w.ExposureWeeks < 4 || w.ExposureWeeks > 104:
		return problem.At("body.exposure_weeks", "weeks_range", "Look at between 4 and 104 weeks of service.")
	case w.OutcomeWeeks < 4 || w.OutcomeWeeks > 104:
		return problem.At("body.outcome_weeks", "weeks_range", "Look at between 4 and 104 weeks of what customers did afterwards.")
	}
	if w.Product == "" {
		w.Product = "product"
	}
	_, err := customer.ParseMoney("0", w.Currency, "body")
	return err
}

// Group is customers by what they met, side by side.
type Group struct {
	Key       string    `json:"key" enum:"never_failed,recovered,unrecovered,silent,unresolved"`
	N         int64     `json:"n" doc:"Customers"`
	Stay      *Interval `json:"stay,omitempty" doc:"Share who bought again, or whose subscription runs, in the weeks after"`
	Purchases *Interval `json:"purchases,omitempty" doc:"Mean number in the weeks after"`
	Spend     *Interval `json:"spend,omitempty" doc:"Mean of what each paid in the weeks after, in minor units"`
	Margin    *Interval `json:"margin,omitempty" doc:"Spend by the margin share of the customer value in force"`
	Referral  *Interval `json:"referral,omitempty" doc:"Share of 9 and 10 among answers to the recommendation question in the weeks after"`
	Referred  int64     `json:"referral_n" doc:"Answers to it"`
	Tenure    *Interval `json:"tenure,omitempty" doc:"Years since the first purchase, mean"`
}

// Effect is what one kind of failure does, against customers who had contact and no failure.
type Effect struct {
	Kind        string    `json:"kind" enum:"silent,unresolved,resolved"`
	N           int64     `json:"n" doc:"Customers who met it"`
	Compared    int64     `json:"compared" doc:"Customers without a failure they are compared with"`
	Leave       *Interval `json:"leave,omitempty" doc:"δ: additional share who leave"`
	Raw         *Interval `json:"leave_raw,omitempty" doc:"The same, not adjusted"`
	LeaveLiving *Interval `json:"leave_living,omitempty" doc:"δ of living customers: of those who would have stayed, the share who leave. This goes with a value per living customer"`
	SpendLoss   *Interval `json:"spend_loss,omitempty" doc:"γ: share that those who stay no longer spend"`
	Grade       string    `json:"grade" enum:"B,C,"`
	Overlap     float64   `json:"overlap" doc:"Share of them for whom there are like customers to compare with"`
	TouchPoint  string    `json:"touch_point,omitempty" doc:"Id; empty is all"`
	Segment     string    `json:"segment,omitempty" doc:"Key; empty is all"`
}

// Unit is one unit's service against what its customers did.
type Unit struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	N       int64     `json:"n" doc:"Customers whose last contact was there"`
	Failure *Interval `json:"failure,omitempty" doc:"Share of them who met a failure"`
	Stay    *Interval `json:"stay,omitempty"`
	Spend   *Interval `json:"spend,omitempty"`
}

// Product is how many contacts one unit sold needs.
type Product struct {
	Name     string    `json:"name"`
	Contacts int64     `json:"contacts"`
	Sold     int64     `json:"sold" doc:"Pieces"`
	PerSold  *Interval `json:"per_sold,omitempty"`
}

// Result is one measurement.
type Result struct {
	ID         ID        `json:"id"`
	Wish       Wish      `json:"wish"`
	From       string    `json:"from" doc:"First day of the weeks of service"`
	Landmark   string    `json:"landmark" doc:"First day of the weeks after: groups are what was known by then"`
	To         string    `json:"to" doc:"Last day of the weeks after"`
	Customers  int64     `json:"customers" doc:"Who were customers when the weeks of service began"`
	Groups     []Group   `json:"groups"`
	Effects    []Effect  `json:"effects" doc:"Of all touch points and segments together"`
	ByPoint    []Effect  `json:"by_touch_point"`
	BySegment  []Effect  `json:"by_segment"`
	Units      []Unit    `json:"units"`
	Together   *Interval `json:"together,omitempty" doc:"Correlation over units of failures and staying"`
	Products   []Product `json:"products"`
	Lost       int64     `json:"lost" doc:"Customers newly proposed as lost"`
	Warnings   []string  `json:"warnings"`
	InputsHash string    `json:"inputs_hash"`
	Method     string    `json:"method"`
	MadeBy     string    `json:"made_by"`
	MadeAt     time.Time `json:"made_at"`
}

// method names what is done to the data; another way of doing it gets another number.
const method = "landmark-strata/1"

// Loyalty is the capability. All fields are set by app.
type Loyalty struct {
	DB     *db.DB
	People *identity.Identity
	Points *touchpoint.Points
	Values *value.Values
	Jobs   *jobs.Queue
	Audit  identity.Auditor
	Hub    *web.Hub
}

// Effects returns what failures do, as last measured, each with n and 95 % intervals: at a touch point (by id), else to a segment (by
// key), else everywhere. Where a place was met by too few (30), the effects of all places are returned, and say so by an empty
// TouchPoint. It is nil where nothing has been measured.
//
// Leave and SpendLoss are δ and γ. Where money is computed by the value of a living customer, LeaveLiving is the δ to take: some of
// those who are compared had left before, and can't leave again.
func (l *Loyalty) Effects(ctx context.Context, org db.Org, touchPoint, segment string) (out []Effect, err error) {
	r, err := l.Latest(ctx, org)
	if err != nil || r == nil {
		return nil, err
	}
	pick := func(list []Effect, ok func(Effect) bool) (found []Effect) {
		for _, e := range list {
			if ok(e) && e.Leave != nil {
				found = append(found, e)
			}
		}
		return found
	}
	if touchPoint != "" {
		if out = pick(r.ByPoint, func(e Effect) bool { return e.TouchPoint == touchPoint }); len(out) > 0 {
			return out, nil
		}
	}
	if segment != "" {
		if out = pick(r.BySegment, func(e Effect) bool { return e.Segment == segment }); len(out) > 0 {
			return out, nil
		}
	}
	return r.Effects, nil
}

// Latest returns the newest result; nil where there is none.
func (l *Loyalty) Latest(ctx context.Context, org db.Org) (r *Result, err error) {
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error { r, err = latest(ctx, tx, org); return err })
	return r, err
}
