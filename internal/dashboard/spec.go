package dashboard

import (
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Shape is how figures are drawn.
type Shape string

// The closed list of shapes.
const (
	Number Shape = "figure"
	Heat   Shape = "heat"
	Bars   Shape = "bars"
	Lines  Shape = "lines"
	Table  Shape = "table"
)

// Shapes lists them all.
var Shapes = []Shape{Number, Heat, Bars, Lines, Table}

// Spec says what a view shows: which figures of which signals, compared with what, drawn how. It holds no figures: whoever
// looks at it sees what their own scope allows.
type Spec struct {
	Metrics []string `json:"metrics" minItems:"1" maxItems:"6" nullable:"false" doc:"Keys; side by side where there are several"`
	By      []string `json:"by,omitempty" maxItems:"2" nullable:"false" doc:"At most two dimensions: rows, then columns; time is the grain that suits the period"`
	Where   []string `json:"where,omitempty" maxItems:"50" nullable:"false" doc:"Conditions as the address of a screen has them: touch_point:call,chat"`
	Period  Period   `json:"period"`
	Against Against  `json:"against"`
	Shape   Shape    `json:"shape" enum:"figure,heat,bars,lines,table"`
	Order   string   `json:"order,omitempty" enum:"lowest,highest,most,name,change" doc:"Which rows come first, and so which stay where there are more than top"`
	Top     int      `json:"top,omitempty" minimum:"0" maximum:"500" doc:"How many rows at most; 0 is what suits the shape"`
}

// Period is a preset that moves on with time, or dates in the organisation's zone.
type Period struct {
	Preset Preset `json:"preset,omitempty" enum:"standing,last_7,last_30,last_90,this_month,last_month,this_quarter,last_quarter,this_year,last_year,last_12_months,all"`
	From   string `json:"from,omitempty" maxLength:"10" doc:"Date, inclusive"`
	To     string `json:"to,omitempty" maxLength:"10" doc:"Date, exclusive"`
}

// Preset names a period relative to today.
type Preset string

// The closed list of presets. Standing is the twelve months to the latest signal, or all time where they hold too little.
const (
	Standing     Preset = "standing"
	Last7        Preset = "last_7"
	Last30       Preset = "last_30"
	Last90       Preset = "last_90"
	ThisMonth    Preset = "this_month"
	LastMonth    Preset = "last_month"
	ThisQuarter  Preset = "this_quarter"
	LastQuarter  Preset = "last_quarter"
	ThisYear     Preset = "this_year"
	LastYear     Preset = "last_year"
	Last12Months Preset = "last_12_months"
	All          Preset = "all"
)

// Presets lists them all.
var Presets = []Preset{Standing, Last7, Last30, Last90, ThisMonth, LastMonth, ThisQuarter, LastQuarter, ThisYear, LastYear, Last12Months, All}

// Against is what figures are compared with.
type Against struct {
	Kind string `json:"kind,omitempty" enum:"previous,year,own,rest,none" doc:"The period before, the same a year earlier, dates of one's own, everything else in the same period, or nothing. Absent: previous"`
	From string `json:"from,omitempty" maxLength:"10" doc:"own: date, inclusive"`
	To   string `json:"to,omitempty" maxLength:"10" doc:"own: date, exclusive"`
}

const (
	maxMetrics = 6
	maxWhere   = 50
	maxTop     = 500
)

// Validate checks the rules that need no database. at is where in the input the definition stands.
func (s *Spec) Validate(at string) error {
	if n := len(s.Metrics); n == 0 || n > maxMetrics {
		return problem.At(at+".metrics", "metrics_count", "A view shows 1 to %d metrics.", maxMetrics).With(problem.Args{"max": maxMetrics})
	}
	for i, m := range s.Metrics {
		if m == "" || slices.Contains(s.Metrics[:i], m) {
			return problem.At(at+".metrics", "metric_twice", "A view shows each metric once.")
		}
	}
	if len(s.By) > 2 || len(s.By) == 2 && s.By[0] == s.By[1] {
		return problem.At(at+".by", "too_many_dimensions", "A figure is broken down by at most two dimensions, each once.")
	}
	if !slices.Contains(Shapes, s.Shape) {
		return problem.At(at+".shape", "shape_unknown", "There is no shape %.40q.", s.Shape)
	}
	if s.Shape == Heat && len(s.By) != 2 {
		return problem.At(at+".by", "heat_needs_two", "A heat map has rows and columns: it needs two dimensions.")
	}
	if !slices.Contains([]string{"", "lowest", "highest", "most", "name", "change"}, s.Order) {
		return problem.At(at+".order", "order_unknown", "There is no order %.40q.", s.Order)
	}
	if s.Top < 0 || s.Top > maxTop {
		return problem.At(at+".top", "top_range", "A view shows at most %d rows.", maxTop).With(problem.Args{"max": maxTop})
	}
	if err := checkWhere(s.Where, at+".where"); err != nil {
		return err
	}
	if err := s.Period.Validate(at + ".period"); err != nil {
		return err
	}
	return s.Against.Validate(at + ".against")
}

func checkWhere(where []string, at string) error {
	if len(where) > maxWhere {
		return problem.At(at, "too_many_conditions", "At most %d conditions.", maxWhere).With(problem.Args{"max": maxWhere})
	}
	for _, w := range where {
		if w == "" || len(w) > 1000 {
			return problem.At(at, "condition_invalid", "%.40q isn't a condition such as touch_point:call.", w)
		}
		if err := identity.Clean(w, at); err != nil {
			return err
		}
	}
	return nil
}

// Validate refuses a period that is neither a preset nor two dates in order. The empty one stands for Standing.
func (p Period) Validate(at string) error {
	if p.Preset != "" {
		if !slices.Contains(Presets, p.Preset) {
			return problem.At(at+".preset", "preset_unknown", "There is no period %.40q.", p.Preset)
		}
		if p.From != "" || p.To != "" {
			return problem.At(at+".from", "period_twice", "A period is a preset or dates, not both.")
		}
		return nil
	}
	if p.From == "" && p.To == "" {
		return nil
	}
	return checkDates(p.From, p.To, at)
}

func checkDates(from, to, at string) error {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return problem.At(at+".from", "date_invalid", "%.40q isn't a date such as 2026-01-31.", from)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return problem.At(at+".to", "date_invalid", "%.40q isn't a date such as 2026-01-31.", to)
	}
	if !a.Before(b) {
		return problem.At(at+".to", "period_empty", "The period ends before it begins (its end is exclusive).")
	}
	return nil
}

// Validate refuses an unknown comparison.
func (a Against) Validate(at string) error {
	if !slices.Contains([]string{"", "previous", "year", "own", "rest", "none"}, a.Kind) {
		return problem.At(at+".kind", "against_unknown", "There is no comparison %.40q.", a.Kind)
	}
	if a.Kind == "own" {
		return checkDates(a.From, a.To, at)
	}
	return nil
}

// cleaned is the definition without what says nothing, so that equal views are equal texts.
func (s Spec) cleaned() Spec {
	if s.Period == (Period{}) {
		s.Period.Preset = Standing
	}
	if s.Against.Kind == "" {
		s.Against.Kind = "previous"
	}
	if s.Against.Kind != "own" {
		s.Against.From, s.Against.To = "", ""
	}
	s.By, s.Where = trimmed(s.By), trimmed(s.Where)
	return s
}

func trimmed(list []string) []string {
	out := []string{}
	for _, v := range list {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}
