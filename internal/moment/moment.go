// Package moment holds the moments of truth: touch points at which customers decide what the organisation is worth, the criteria
// they judge by in their own words, how well those are kept, and who may put right what went wrong.
package moment

import (
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a moment's id.
type ID string

// State is where a moment stands.
type State string

// The closed list of states.
const (
	Nominated State = "nominated"
	Confirmed State = "confirmed"
	Retired   State = "retired"
)

// Input is what is sent to nominate a touch point.
type Input struct {
	TouchPoint string `json:"touch_point" maxLength:"64" doc:"Key of the touch point"`
	Segment    string `json:"segment,omitempty" maxLength:"80" doc:"Whose moment it is; empty is all customers"`
	Why        string `json:"why" maxLength:"2000" doc:"Why customers decide here"`
	Owner      string `json:"owner,omitempty" maxLength:"60" doc:"Id of the user who answers for it"`
}

// Edit is what can be changed of a moment.
type Edit struct {
	Segment          string      `json:"segment,omitempty" maxLength:"80"`
	Why              string      `json:"why" maxLength:"2000"`
	Owner            string      `json:"owner,omitempty" maxLength:"60"`
	ImportanceMetric string      `json:"importance_metric,omitempty" maxLength:"64" doc:"Key of the metric with which customers say how important this is to them"`
	Authority        []Allowance `json:"authority,omitempty" maxItems:"20" doc:"What the first person may give without asking"`
	AuthorityNote    string      `json:"authority_note,omitempty" maxLength:"1000" doc:"What goes beyond money: an exception, a visit, a call by the head of department"`
}

// Allowance is one thing that the first person may give.
type Allowance struct {
	Kind      string `json:"kind" enum:"refund,credit,replacement,gift,other"`
	PerCase   int64  `json:"per_case" minimum:"0" doc:"At most this much in one case, in minor units of the currency"`
	PerPeriod int64  `json:"per_period,omitempty" minimum:"0" doc:"At most this much by one person in a period; 0 is without such a limit"`
	Period    string `json:"period,omitempty" enum:"day,week,month,quarter,year"`
	Currency  string `json:"currency" maxLength:"3" example:"EUR" doc:"ISO 4217"`
}

// View is what somebody of the staff thinks of a moment's importance. It stands beside what customers say and changes nothing of it.
type View struct {
	Value int       `json:"value" doc:"0 to 100"`
	Why   string    `json:"why"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// Moment is a touch point at which customers decide.
type Moment struct {
	ID               ID          `json:"id"`
	TouchPoint       string      `json:"touch_point"`
	Name             string      `json:"name" doc:"What the touch point is called"`
	Segment          string      `json:"segment,omitempty"`
	Why              string      `json:"why"`
	Owner            string      `json:"owner,omitempty"`
	State            State       `json:"state" enum:"nominated,confirmed,retired"`
	ImportanceMetric string      `json:"importance_metric,omitempty"`
	Authority        []Allowance `json:"authority"`
	AuthorityNote    string      `json:"authority_note,omitempty"`
	Views            []View      `json:"views" doc:"What staff think of its importance, the latest first"`
	Version          int         `json:"version"`
	CreatedBy        string      `json:"created_by"`
	CreatedAt        time.Time   `json:"created_at"`
}

// Event is one line of a moment's history.
type Event struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind" enum:"nominated,edited,confirmed,retired,renominated,criterion,criterion_removed,incident,incident_removed,assessed,withdrawn,procedure,importance"`
	By   string    `json:"by"`
	Text string    `json:"text,omitempty"`
}

// Moments is the capability. All fields are set by app.
type Moments struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics
	Points  *touchpoint.Points
	Staff   *employee.Staff
	Cases   *casework.Cases
	People  *identity.Identity
	Audit   identity.Auditor
	Hub     *web.Hub
}

const (
	maxMoments   = 500
	maxCriteria  = 30
	maxIncidents = 500
	maxViews     = 50
	level        = metric.Level
)

var (
	periods = map[string]bool{"day": true, "week": true, "month": true, "quarter": true, "year": true}
	kinds   = map[string]bool{"refund": true, "credit": true, "replacement": true, "gift": true, "other": true}
)

func (in *Input) validate() error {
	in.Segment, in.Why = strings.TrimSpace(in.Segment), strings.TrimSpace(in.Why)
	if in.Why == "" {
		return problem.At("body.why", "why_needed", "Say why customers decide here.")
	}
	if err := identity.Clean(in.Why, "body.why"); err != nil {
		return err
	}
	return identity.Clean(in.Segment, "body.segment")
}

func (e *Edit) validate() error {
	in := Input{Segment: e.Segment, Why: e.Why}
	if err := in.validate(); err != nil {
		return err
	}
	e.Segment, e.Why, e.AuthorityNote = in.Segment, in.Why, strings.TrimSpace(e.AuthorityNote)
	if err := identity.Clean(e.AuthorityNote, "body.authority_note"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range e.Authority {
		a := &e.Authority[i]
		if err := a.validate(place("body.authority", i)); err != nil {
			return err
		}
		if seen[a.Kind+a.Currency] {
			return problem.At(place("body.authority", i)+".kind", "allowance_twice", "There is a limit for this in %s already.", a.Currency)
		}
		seen[a.Kind+a.Currency] = true
	}
	return nil
}

func (a *Allowance) validate(at string) error {
	a.Currency = strings.ToUpper(strings.TrimSpace(a.Currency))
	if _, err := customer.ParseMoney("1", a.Currency, at+".currency"); err != nil {
		return err
	}
	switch {
	case !kinds[a.Kind]:
		return problem.At(at+".kind", "allowance_unknown", "What is given is a refund, a credit, a replacement, a gift or something else.")
	case a.PerCase <= 0:
		return problem.At(at+".per_case", "limit_needed", "Say how much may be given in one case.")
	case a.PerPeriod != 0 && !periods[a.Period]:
		return problem.At(at+".period", "period_needed", "Say for which period the second limit holds: day, week, month, quarter or year.")
	case a.PerPeriod != 0 && a.PerPeriod < a.PerCase:
		return problem.At(at+".per_period", "period_below_case", "The limit of a period can't be lower than that of one case.")
	}
	if a.PerPeriod == 0 {
		a.Period = ""
	}
	return nil
}

// moves says where a moment may go from each state.
var moves = map[State][]State{
	Nominated: {Confirmed, Retired}, Confirmed: {Nominated, Retired}, Retired: {Nominated, Confirmed},
}
