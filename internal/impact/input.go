package impact

import (
	"math"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/money"
)

// Source is where an input comes from.
type Source string

// The closed list of sources.
const (
	Data       Source = "data"
	Assumption Source = "assumption"
	Benchmark  Source = "benchmark"
)

// Name names an input of the formula.
type Name string

// The closed list of inputs; the letters are those of docs/methods.
const (
	Customers       Name = "customers"        // of the base
	Exposed         Name = "exposed"          // N
	Failure         Name = "failure"          // f
	Complaint       Name = "complaint"        // c
	Resolved        Name = "resolved"         // s
	LeaveSilent     Name = "leave_silent"     // δ
	LeaveUnresolved Name = "leave_unresolved" //
	LeaveResolved   Name = "leave_resolved"   //
	SpendSilent     Name = "spend_silent"     // γ
	SpendUnresolved Name = "spend_unresolved" //
	SpendResolved   Name = "spend_resolved"   //
	Value           Name = "value"            // V
	Tell            Name = "tell"             // W
	LostPerTold     Name = "lost_per_told"    // q
	TellResolved    Name = "tell_resolved"    // W⁺
	WonPerTold      Name = "won_per_told"     // q⁺
	Margin          Name = "margin"           // A
)

// role is what an input may be.
type role struct {
	name      Name
	letter    string
	kind      string // customers, rate, people, money
	low, high float64
	shared    bool // may be stated for all areas at once
	of        func(*money.Area) *money.Quantity
}

// roles are the inputs in the order in which they are shown.
func roles() []role {
	inf := math.Inf(1)
	return []role{
		{Customers, "", "customers", 0, inf, true, nil},
		{Exposed, "N", "customers", 0, inf, false, func(a *money.Area) *money.Quantity { return &a.Exposed }},
		{Failure, "f", "rate", 0, 1, false, func(a *money.Area) *money.Quantity { return &a.Failure }},
		{Complaint, "c", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.Complaint }},
		{Resolved, "s", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.Resolved }},
		{LeaveSilent, "δ", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.LeaveSilent }},
		{LeaveUnresolved, "δ", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.LeaveUnresolved }},
		{LeaveResolved, "δ", "rate", -1, 1, true, func(a *money.Area) *money.Quantity { return &a.LeaveResolved }},
		{SpendSilent, "γ", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.SpendSilent }},
		{SpendUnresolved, "γ", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.SpendUnresolved }},
		{SpendResolved, "γ", "rate", -1, 1, true, func(a *money.Area) *money.Quantity { return &a.SpendResolved }},
		{Value, "V", "money", 0, inf, true, func(a *money.Area) *money.Quantity { return &a.Value }},
		{Tell, "W", "people", 0, inf, true, func(a *money.Area) *money.Quantity { return &a.Tell }},
		{LostPerTold, "q", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.LostPerTold }},
		{TellResolved, "W⁺", "people", 0, inf, true, func(a *money.Area) *money.Quantity { return &a.TellResolved }},
		{WonPerTold, "q⁺", "rate", 0, 1, true, func(a *money.Area) *money.Quantity { return &a.WonPerTold }},
		{Margin, "A", "money", 0, inf, true, func(a *money.Area) *money.Quantity { return &a.Margin }},
	}
}

func roleOf(name Name) (role, bool) {
	for _, r := range roles() {
		if r.name == name {
			return r, true
		}
	}
	return role{}, false
}

// Spec says a distribution in numbers, so that it can be made again: from counts, from quantiles, from a mean.
type Spec struct {
	Kind string  `json:"kind" enum:"constant,beta_counts,beta_quantiles,beta_between,lognormal_quantiles" doc:"beta_counts: hits of n; …_quantiles: p10 and p90; beta_between: mean and sd between low and high"`
	A    float64 `json:"a" doc:"The constant, hits, p10 or mean"`
	B    float64 `json:"b" doc:"n, p90 or sd"`
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`
}

// Distribution makes it.
func (s Spec) Distribution() (money.Distribution, error) {
	switch s.Kind {
	case "beta_counts":
		return money.BetaFromCounts(int64(s.A), int64(s.B))
	case "beta_quantiles":
		return money.BetaFromQuantiles(s.A, s.B)
	case "beta_between":
		return money.BetaOn(s.Low, s.High, s.A, s.B)
	case "lognormal_quantiles":
		return money.LogNormalFromQuantiles(s.A, s.B)
	}
	return money.Constant(s.A)
}

// between80 is how many standard deviations lie between p10 and p90 of what is nearly normal.
var between80 = 2 * stats.NormalQuantile(0.9)

// stated is the distribution of what somebody says by a range that holds it eight times out of ten.
func stated(r role, p10, p90 float64) Spec {
	switch {
	case p10 == p90:
		return Spec{Kind: "constant", A: p10}
	case r.kind == "rate" && (p10 <= 0 || p90 >= 1):
		return Spec{Kind: "beta_between", A: (p10 + p90) / 2, B: (p90 - p10) / between80, Low: r.low, High: r.high}
	case r.kind == "rate":
		// The fit takes milliseconds; what it found is kept as the mean and spread that say the same distribution.
		if d, err := money.BetaFromQuantiles(p10, p90); err == nil {
			return Spec{Kind: "beta_between", A: d.Mean(), B: d.SD(), Low: 0, High: 1}
		}
		return Spec{Kind: "beta_quantiles", A: p10, B: p90}
	case p10 <= 0: // from nothing to something: half of it is a middle, and nothing lies below 0
		return Spec{Kind: "beta_between", A: p90 / 2, B: p90 / between80 / 1.5, Low: 0, High: 1.5 * p90}
	}
	return Spec{Kind: "lognormal_quantiles", A: p10, B: p90}
}

// Input is one number of the formula with where it comes from.
type Input struct {
	Name    Name       `json:"name"`
	Letter  string     `json:"letter,omitempty" doc:"What the formula calls it"`
	Kind    string     `json:"kind" enum:"customers,rate,people,money" doc:"rate: a share, 0 to 1; money: minor units over the horizon"`
	Source  Source     `json:"source" enum:"data,assumption,benchmark"`
	Of      string     `json:"of" enum:"area,all" doc:"Whether it is this area's own or the same for all"`
	P10     float64    `json:"p10"`
	P50     float64    `json:"p50"`
	P90     float64    `json:"p90"`
	Mean    float64    `json:"mean"`
	Spec    Spec       `json:"distribution"`
	Grade   string     `json:"grade" enum:"A,B,C,D"`
	Hits    int64      `json:"hits,omitempty" doc:"data: how many of n"`
	N       int64      `json:"n,omitempty" doc:"data: how many it rests on"`
	Because string     `json:"because" doc:"A sentence on where it comes from"`
	Code    string     `json:"code" doc:"Which sentence that is, for screens in other languages"`
	Where   []string   `json:"where,omitempty" doc:"Conditions of the signals behind it"`
	Cases   bool       `json:"cases,omitempty" doc:"It comes from cases at the touch points"`
	Link    string     `json:"link,omitempty"`
	Author  string     `json:"author,omitempty" doc:"Who said so"`
	Reason  string     `json:"reason,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	Data    *Input     `json:"data,omitempty" doc:"What the data say, where somebody says otherwise"`
	Key     string     `json:"key" doc:"Inputs of one key are one and the same number"`
}

// fill computes the quantiles of the distribution.
func (i *Input) fill() error {
	d, err := i.Spec.Distribution()
	if err != nil {
		return err
	}
	i.P10, i.P50, i.P90, i.Mean = d.Quantile(0.1), d.Quantile(0.5), d.Quantile(0.9), d.Mean()
	return nil
}

// centre computes the mean alone, where nobody sees the rest.
func (i *Input) centre() error {
	d, err := i.Spec.Distribution()
	i.Mean = d.Mean()
	return err
}

func (i *Input) quantity() (money.Quantity, error) {
	d, err := i.Spec.Distribution()
	return money.Quantity{Key: i.Key, Distribution: d}, err
}

// StatementInput is what somebody says an input is.
type StatementInput struct {
	Source Source  `json:"source" enum:"assumption,benchmark"`
	P10    float64 `json:"p10" doc:"Lower end: it is below this one time in ten. Rates 0 to 1, money in minor units over the horizon"`
	P90    float64 `json:"p90" doc:"Upper end: it is above this one time in ten. The same as p10 where it is known exactly"`
	Reason string  `json:"reason" maxLength:"1000" doc:"Why, or the source of the benchmark"`
}

// Statement is somebody's judgement of an input.
type Statement struct {
	Area  ID   `json:"area,omitempty" doc:"Empty: of all areas"`
	Input Name `json:"input"`
	StatementInput
	Author string    `json:"author"`
	At     time.Time `json:"at"`

	authorID string
}

// Validate refuses what can't be, with a sentence on what can.
func (s *Statement) Validate() error {
	r, ok := roleOf(s.Input)
	if !ok {
		return problem.New(problem.NotFound, "input_unknown", "The formula has no input %.40q.", string(s.Input))
	}
	if s.Area == "" && !r.shared {
		return problem.New(problem.Invalid, "input_of_area", "How many customers meet an area and how often it fails is said of each area alone.")
	}
	if s.Area != "" && s.Input == Customers {
		return problem.New(problem.Invalid, "input_of_all", "How many customers there are is said once, for all areas.")
	}
	if s.Source != Assumption && s.Source != Benchmark {
		return problem.At("body.source", "source_unknown", "A statement is an assumption or a benchmark.")
	}
	if s.Reason == "" {
		return problem.At("body.reason", "reason_needed", "Say why, or where it was found: whoever reads the figure will ask.")
	}
	for place, v := range map[string]float64{"body.p10": s.P10, "body.p90": s.P90} {
		if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e15 {
			return problem.At(place, "not_a_number", "That isn't a number that can be reckoned with.")
		}
		if r.kind == "rate" && (v < r.low || v > r.high) {
			if r.low < 0 {
				return problem.At(place, "rate_out_of_range", "A share lies between −100 %% and 100 %%; below 0 means that customers became more loyal.")
			}
			return problem.At(place, "rate_out_of_range", "A share lies between 0 %% and 100 %%. Of how many customers is it one?")
		}
		if v < r.low {
			return problem.At(place, "below_zero", "This can't be below 0.")
		}
	}
	if s.P10 > s.P90 {
		return problem.At("body.p90", "range_reversed", "The upper end lies below the lower one. Turn them round.")
	}
	if r.name == Value && s.P90 == 0 {
		return problem.At("body.p90", "value_zero", "Customers who are worth nothing can't cost anything. Say what one is worth.")
	}
	if (r.name == Exposed || r.name == Customers) && s.P90 == 0 {
		return problem.At("body.p90", "no_exposure", "Where nobody is met, nothing can fail. Say how many customers meet it.")
	}
	if _, err := stated(r, s.P10, s.P90).Distribution(); err != nil {
		return problem.At("body.p90", "range_impossible", "No distribution has this range: %s Choose a narrower or a wider one.", err.Error())
	}
	return nil
}
