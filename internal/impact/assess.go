package impact

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/money"
)

// method names how money is reckoned; it changes when a formula, a default or the rule of grades does.
const method = "vulnerability-1"

const (
	draws = 10_000
	seed  = 20_031 // the same for all, so that two runs differ by their inputs alone
)

// Amount is money as a range: minor units over the horizon. It is below P10 one time in ten, and above P90 one time in ten.
type Amount struct {
	P10 int64 `json:"p10"`
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
}

func amountOf(s money.Spread) Amount {
	round := func(x float64) int64 { return int64(math.Round(x)) }
	return Amount{round(s.P10), round(s.P50), round(s.P90)}
}

// Share is a part of the whole as a range, 0 to 1.
type Share struct {
	P10 float64 `json:"p10"`
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
}

func shareOf(s money.Spread) Share {
	round := func(x float64) float64 { return math.Round(x*1e4) / 1e4 }
	return Share{round(s.P10), round(s.P50), round(s.P90)}
}

// Influence is a bar of the tornado: how much of the range comes from not knowing one input better.
type Influence struct {
	Input Name    `json:"input"`
	Area  string  `json:"area,omitempty" doc:"Name of the area whose own input it is; empty where areas share it"`
	Share float64 `json:"share" doc:"Of the variance of the amount that would go if it were known, 0 to 1"`
	AtP10 int64   `json:"at_p10" doc:"The mean amount when the input is at its lower end"`
	AtP90 int64   `json:"at_p90"`
}

// Assessed is what one area was found to cost.
type Assessed struct {
	Area        ID          `json:"area"`
	Name        string      `json:"name"`
	TouchPoints []string    `json:"touch_points"`
	Segment     string      `json:"segment,omitempty"`
	Owner       string      `json:"owner,omitempty"`
	State       State       `json:"state" enum:"open,planned,changing,holding,closed"`
	Inputs      []Input     `json:"inputs"`
	Fails       []string    `json:"fails,omitempty" doc:"Conditions of the signals that tell of a failure"`
	Monthly     float64     `json:"monthly" doc:"Customers a month for whom it fails"`
	Elsewhere   *float64    `json:"elsewhere,omitempty" doc:"Share of customers for whom it fails at all other touch points, by the same signals"`
	Beyond      float64     `json:"beyond" doc:"Share of its failures, and so about of its amount, that would not be there if it failed no more often than elsewhere"`
	Missing     *Missing    `json:"missing,omitempty" doc:"Why it has no amount, and what to do"`
	Total       Amount      `json:"total"`
	Business    Amount      `json:"business" doc:"Loss of business: customers who leave"`
	Repeat      Amount      `json:"repeat" doc:"Loss of repeat custom: customers who stay and spend less"`
	Words       Amount      `json:"words" doc:"Word of mouth: customers not won"`
	RankLow     int         `json:"rank_low" doc:"The best rank it may have, 1 is the costliest"`
	RankHigh    int         `json:"rank_high"`
	Costliest   float64     `json:"costliest" doc:"Share of draws in which it is the costliest"`
	Share       Share       `json:"share" doc:"Of what all areas cost"`
	Cumulative  Share       `json:"cumulative" doc:"Of it and all costlier ones"`
	Grade       string      `json:"grade,omitempty" enum:"A,B,C,D,"`
	Decisive    []Name      `json:"decisive,omitempty" doc:"The inputs of the weakest evidence among those that decide: they make the grade"`
	Influences  []Influence `json:"influences,omitempty"`
}

// Missing is why something has no amount, and what to do.
type Missing struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Input   Name   `json:"input,omitempty" doc:"The input that is wanting"`
}

// Result is what all areas cost together.
type Result struct {
	Currency   string      `json:"currency"`
	Horizon    int         `json:"horizon" doc:"Days over which money is counted"`
	Total      Amount      `json:"total"`
	Business   Amount      `json:"business"`
	Repeat     Amount      `json:"repeat"`
	Words      Amount      `json:"words"`
	Base       Amount      `json:"base" doc:"What all customers are worth: more can't be lost"`
	Proven     Amount      `json:"proven" doc:"Of the total, what areas of grade A to C cost together"`
	Assumed    Amount      `json:"assumed" doc:"What areas of grade D cost together: shown apart"`
	Areas      []Assessed  `json:"areas" doc:"The costliest first, those without an amount last"`
	Influences []Influence `json:"influences,omitempty"`
	Warnings   []Missing   `json:"warnings,omitempty"`
	Draws      int         `json:"draws"`
	Customers  *Input      `json:"customers,omitempty"`
	Missing    *Missing    `json:"missing,omitempty" doc:"Why nothing could be reckoned"`
}

// assess reckons what areas cost, from their inputs alone. Areas that lack something are told so and left out.
func assess(customers *Input, areas []Assessed, n int) (*Result, error) {
	r := &Result{Horizon: defaultHorizon, Areas: areas, Draws: n, Customers: customers}
	base, list, at, err := quantities(customers, areas)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		r.Missing = why(areas)
		return r, nil
	}
	v, err := money.Assess(base, list, money.Options{Draws: n, Seed: seed, Workers: 2})
	for refused := (*stats.Refusal)(nil); errors.As(err, &refused); {
		// One area that can't be reckoned must not keep the others from it.
		k := slices.IndexFunc(list, func(a money.Area) bool { return slices.Contains(refused.About, a.Name) })
		if k < 0 || len(list) == 1 {
			r.Missing = &Missing{Code: refused.Code, Message: refused.Text}
			if k >= 0 {
				areas[at[k]].Missing = r.Missing
			}
			return r, nil
		}
		areas[at[k]].Missing = &Missing{Code: refused.Code, Message: refused.Text}
		list, at = slices.Delete(list, k, k+1), slices.Delete(at, k, k+1)
		v, err = money.Assess(base, list, money.Options{Draws: n, Seed: seed, Workers: 2})
		if err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	r.take(&v, at)
	return r, nil
}

// quantities turns inputs into what the method takes; at is the place in areas of each.
func quantities(customers *Input, areas []Assessed) (base money.Base, list []money.Area, at []int, err error) {
	most, value := 0.0, (*Input)(nil)
	for i := range areas {
		if areas[i].Missing != nil {
			continue
		}
		most = math.Max(most, areas[i].input(Exposed).Mean)
		if v := areas[i].input(Value); value == nil || v.Mean > value.Mean {
			value = v // the base is worth what its most valuable customers are: the guard must not cut what is real
		}
		one := money.Area{Name: areas[i].Name}
		for _, r := range roles() {
			if r.of == nil {
				continue
			}
			if *r.of(&one), err = areas[i].input(r.name).quantity(); err != nil {
				return base, nil, nil, err
			}
		}
		list, at = append(list, one), append(at, i)
	}
	if len(list) == 0 {
		return base, nil, nil, nil
	}
	if base.Value, err = value.quantity(); err != nil {
		return base, nil, nil, err
	}
	held := most // nobody said how many there are: at least as many as meet the largest area
	if customers != nil && (customers.Source != Data || customers.Mean > most) {
		base.Customers, err = customers.quantity()
		return base, list, at, err
	}
	d, err := money.Constant(held)
	base.Customers = money.Quantity{Key: string(Customers), Distribution: d}
	return base, list, at, err
}

// why is the first reason for which areas have no amount.
func why(areas []Assessed) *Missing {
	for i := range areas {
		if areas[i].Missing != nil && areas[i].Missing.Code == "value_missing" {
			return areas[i].Missing
		}
	}
	for i := range areas {
		if areas[i].Missing != nil {
			return areas[i].Missing
		}
	}
	return nil
}

func (a *Assessed) input(name Name) *Input {
	for i := range a.Inputs {
		if a.Inputs[i].Name == name {
			return &a.Inputs[i]
		}
	}
	return &Input{Name: name, Key: string(a.Area) + ": " + string(name)} // the constant 0
}

// take puts what the method found where it is shown.
func (r *Result) take(v *money.Vulnerability, at []int) {
	r.Total, r.Business, r.Repeat, r.Words, r.Base = amountOf(v.Total), amountOf(v.Business), amountOf(v.Repeat), amountOf(v.Words), amountOf(v.Base)
	r.Influences = r.named(v.Influences)
	for k, c := range v.Areas {
		a := &r.Areas[at[k]]
		a.Total, a.Business, a.Repeat, a.Words = amountOf(c.Total), amountOf(c.Business), amountOf(c.Repeat), amountOf(c.Words)
		a.RankLow, a.RankHigh, a.Costliest = c.RankLow, c.RankHigh, c.Costliest
		_, share := v.Together(c.Name)
		a.Share = shareOf(share)
		a.Influences = r.named(c.Influences)
		a.Grade, a.Decisive = grade(a)
	}
	for _, w := range v.Warnings {
		r.Warnings = append(r.Warnings, Missing{Code: w.Code, Message: w.Text})
	}
	r.order()
	var names, proven, assumed []string
	for i := range r.Areas {
		a := &r.Areas[i]
		if a.Missing != nil {
			continue
		}
		names = append(names, a.Name)
		_, share := v.Together(names...)
		a.Cumulative = shareOf(share)
		if a.Grade == "D" {
			assumed = append(assumed, a.Name)
		} else {
			proven = append(proven, a.Name)
		}
	}
	sum, _ := v.Together(proven...)
	r.Proven = amountOf(sum)
	sum, _ = v.Together(assumed...)
	r.Assumed = amountOf(sum)
}

// order puts the costliest first, and what has no amount last by what fails most.
func (r *Result) order() {
	slices.SortStableFunc(r.Areas, func(a, b Assessed) int {
		if (a.Missing == nil) != (b.Missing == nil) {
			if a.Missing == nil {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Total.P50, a.Total.P50), cmp.Compare(b.Monthly, a.Monthly), cmp.Compare(a.Name, b.Name))
	})
}

// mostInfluences is how many bars a tornado has.
const mostInfluences = 12

// named says whose input each key is.
func (r *Result) named(list []money.Influence) []Influence {
	out := make([]Influence, 0, mostInfluences)
	for _, i := range list {
		if len(out) == mostInfluences || i.Share < 0.0005 {
			break
		}
		one := Influence{Share: math.Round(i.Share*1e4) / 1e4, AtP10: int64(math.Round(i.AtP10)), AtP90: int64(math.Round(i.AtP90))}
		one.Input, one.Area = r.whose(i.Key)
		out = append(out, one)
	}
	return out
}

func (r *Result) whose(key string) (Name, string) {
	if r.Customers != nil && r.Customers.Key == key {
		return Customers, ""
	}
	for a := range r.Areas {
		for i := range r.Areas[a].Inputs {
			if in := &r.Areas[a].Inputs[i]; in.Key == key {
				if in.Of == "all" {
					return in.Name, ""
				}
				return in.Name, r.Areas[a].Name
			}
		}
	}
	return Name(key), ""
}

// decides is from which share of the variance on an input decides.
const decides = 0.1

// grade is the weakest evidence among the inputs that decide: what a customer is worth and whether failures make customers leave,
// without which there is no money, and every other input that carries a tenth of the range or more.
func grade(a *Assessed) (string, []Name) {
	worst, by := "A", []Name{}
	for i := range a.Inputs {
		in := &a.Inputs[i]
		if in.Name == Margin && in.Key == a.input(Value).Key {
			continue // the same number
		}
		if !a.mustHold(in.Name) && !slices.ContainsFunc(a.Influences, func(f Influence) bool {
			return f.Input == in.Name && f.Share >= decides && (f.Area == "" || f.Area == a.Name)
		}) {
			continue
		}
		switch {
		case in.Grade > worst:
			worst, by = in.Grade, []Name{in.Name}
		case in.Grade == worst:
			by = append(by, in.Name)
		}
	}
	return worst, by
}

// mustHold is true of the value of a customer and of the one δ that most failing customers go through.
func (a *Assessed) mustHold(name Name) bool {
	c, s := a.input(Complaint).Mean, a.input(Resolved).Mean
	main, most := LeaveSilent, 1-c
	if c*(1-s) > most {
		main, most = LeaveUnresolved, c*(1-s)
	}
	if c*s > most {
		main = LeaveResolved
	}
	return name == Value || name == main
}

// missing says what keeps an area from being reckoned.
func missing(in map[Name]*Input) *Missing {
	switch {
	case in[Exposed] == nil || in[Exposed].Mean <= 0:
		return &Missing{"no_exposure", "Nobody was heard at these touch points in the last year, so nothing can be reckoned. Type how many customers meet them in a year, or add touch points.", Exposed}
	case in[Failure] == nil:
		return &Missing{"no_failure_rate", "Nothing heard here tells how often it fails. Choose a metric that does, or type the share of customers for whom it fails.", Failure}
	case in[Value] == nil || in[Value].Mean <= 0:
		return &Missing{"value_missing", "Nobody has said what a customer is worth. Type a range, or import purchases.", Value}
	}
	return nil
}
