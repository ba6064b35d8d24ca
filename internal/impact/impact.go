// Package impact says where service is vulnerable and what that costs: impact areas over touch points, the inputs of the formula
// with their sources, the measurement in money with its range and grade of evidence, and where to look first.
package impact

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is an impact area's id.
type ID string

// State is where an area stands in the improve loop.
type State string

// The closed list of states.
const (
	Open     State = "open"
	Planned  State = "planned"
	Changing State = "changing"
	Holding  State = "holding"
	Closed   State = "closed"
)

// States lists them in order.
var States = []State{Open, Planned, Changing, Holding, Closed}

// Failing says which signals tell of a failure.
type Failing struct {
	Metric  string   `json:"metric,omitempty" maxLength:"64" doc:"Key of the metric; empty is chosen from what is heard there: the metric bound on the journey, else the one with most answers, else the sentiment of comments"`
	AtMost  *float64 `json:"at_most,omitempty" doc:"Scores of at most this tell of a failure; left out, the lowest two fifths of the scale (0 to 6 for NPS)"`
	AtLeast *float64 `json:"at_least,omitempty" doc:"Or scores of at least this, where low is good"`
}

// Input is what is sent of an area.
type AreaInput struct {
	Name        string   `json:"name" maxLength:"120"`
	TouchPoints []string `json:"touch_points" minItems:"1" maxItems:"50" doc:"Keys"`
	Segment     string   `json:"segment,omitempty" maxLength:"64" doc:"Key of a segment of customers; empty is everybody"`
	Owner       string   `json:"owner,omitempty" maxLength:"60" doc:"Id of the user who answers for it"`
	Failing     Failing  `json:"failing"`
	Note        string   `json:"note,omitempty" maxLength:"2000"`
}

// Area is a part of service that is vulnerable.
type Area struct {
	ID ID `json:"id" readOnly:"true"`
	AreaInput
	State     State     `json:"state" enum:"open,planned,changing,holding,closed"`
	Version   int       `json:"version"`
	CreatedBy string    `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`
}

// Areas is the capability.
type Areas struct {
	DB      *db.DB
	Metrics *metric.Metrics
	Points  *touchpoint.Points
	People  *identity.Identity
	Jobs    *jobs.Queue
	Audit   identity.Auditor
	Hub     *web.Hub

	// Complained says what cases tell of touch points.
	Complained func(ctx context.Context, org db.Org, touchPoints []string, from, to time.Time) (*casework.Complained, error)
	// Value is what a customer of a segment is worth over a horizon in days, from purchases; nil, or a nil answer, where nothing is
	// known. Amounts are in minor units of its currency.
	Value func(ctx context.Context, org db.Org, segment string, horizon int) (*Worth, error)
	// Effects is what failures were seen to do to customers who met these touch points; nil, or a nil answer, where nothing is known.
	Effects func(ctx context.Context, org db.Org, touchPoints []string) (*Effects, error)
	// Bound is which metric tells of failure or experience at each touch point on published journeys, by key.
	Bound func(ctx context.Context, org db.Org) (map[string]string, error)
}

// Worth is what is known of the value of a customer.
type Worth struct {
	ID            string  // changes when it does
	Typed         bool    // somebody says so
	P10, P50, P90 float64 // minor units over the horizon asked for
	Currency      string
	Customers     int64 // customers in force; 0 is not known
	N             int64 // customers it rests on
	Grade         string
	Because       string // one sentence on where it comes from
	Link          string // where it can be looked at
}

// Effect is an observed effect with its 95 % interval.
type Effect struct {
	Estimate, Low, High float64
	N                   int64
	Own                 bool // seen at these touch points; else it is that of all
}

// Effects are the shares of customers who left (δ) and of spending lost by those who stayed (γ) after a failure, beyond those of
// customers who had none. A nil effect isn't known.
type Effects struct {
	LeaveSilent, LeaveUnresolved, LeaveResolved *Effect
	SpendSilent, SpendUnresolved, SpendResolved *Effect
	Grade                                       string
	Because                                     string
	Link                                        string
}

const (
	maxAreas  = 200
	maxPoints = 50
	// Horizons in days over which money may be counted.
	defaultHorizon  = 365
	defaultCurrency = "EUR"
)

// Validate checks what needs no database.
func (in *AreaInput) Validate() error {
	in.Name, in.Note = strings.TrimSpace(in.Name), strings.TrimSpace(in.Note)
	if err := identity.Name(in.Name, "body.name", 120); err != nil {
		return err
	}
	points := in.TouchPoints[:0:0]
	for _, p := range in.TouchPoints {
		if p = strings.TrimSpace(p); p != "" && !slices.Contains(points, p) {
			points = append(points, p)
		}
	}
	in.TouchPoints = points
	if len(points) == 0 {
		return problem.At("body.touch_points", "touch_point_needed", "Choose the touch points at which it fails: at least one.")
	}
	if len(points) > maxPoints {
		return problem.At("body.touch_points", "too_many_touch_points", "An area spans at most %d touch points.", maxPoints)
	}
	f := in.Failing
	if f.Metric == "" && (f.AtMost != nil || f.AtLeast != nil) {
		return problem.At("body.failing.metric", "metric_needed", "A limit needs the metric whose scores it is a limit of.")
	}
	if f.AtMost != nil && f.AtLeast != nil {
		return problem.At("body.failing.at_least", "one_limit", "Say from where on it fails either below or above, not both.")
	}
	return nil
}

// check validates an area and looks at what it names.
func (a *Areas) check(ctx context.Context, tx *db.Tx, org db.Org, in *AreaInput) error {
	if err := in.Validate(); err != nil {
		return err
	}
	points, err := a.Points.All(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, key := range in.TouchPoints {
		if !slices.ContainsFunc(points, func(p touchpoint.TouchPoint) bool { return p.Key == key }) {
			return problem.At("body.touch_points", "touch_point_unknown", "There is no touch point %.60q.", key)
		}
	}
	if in.Owner != "" {
		all, err := identity.MembersIn(ctx, tx, org)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(m identity.Member) bool { return string(m.ID) == in.Owner }) {
			return problem.At("body.owner", "user_unknown", "There is no user %.60s in this organisation.", in.Owner)
		}
	}
	if in.Segment != "" {
		key, err := a.Metrics.SegmentKey(ctx, org, in.Segment)
		if err != nil {
			return err
		}
		if key == "" {
			return problem.At("body.segment", "segment_unknown", "There is no segment %.60q of customers.", in.Segment)
		}
		in.Segment = key
	}
	if in.Failing.Metric == "" {
		return nil
	}
	m, err := a.Metrics.ByKey(ctx, org, in.Failing.Metric, "body.failing.metric")
	if err != nil {
		return err
	}
	return in.Failing.fits(m)
}
