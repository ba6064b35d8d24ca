package impact

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// window is the time that data are taken from: a year to now, or to the last month in which anything was heard.
type window struct {
	From, To time.Time
	Scale    float64 // what was heard times this is what a horizon would hear
	Days     int     // that were heard, of the window
}

const windowDays = 365

func (w window) from() string { return w.From.Format(time.RFC3339) }
func (w window) to() string   { return w.To.Format(time.RFC3339) }

// source is what the data of one organisation say, within conditions, as it is gathered.
type source struct {
	*Areas
	ctx      context.Context
	org      db.Org
	where    []string // beyond the areas' own
	set      Setting
	metrics  []metric.Metric
	bound    map[string]string
	window   window
	version  int64 // of the data
	people   int64 // customers heard anywhere
	signals  int64
	asPeople bool // customers are known; else each signal counts as one
	worth    map[string]*Worth
}

// newSource looks at what was heard in all.
func (a *Areas) newSource(ctx context.Context, org db.Org, set Setting, where []string) (*source, error) {
	s := &source{Areas: a, ctx: ctx, org: org, where: where, set: set, worth: map[string]*Worth{}}
	var err error
	if s.metrics, err = a.Metrics.All(ctx, org); err != nil {
		return nil, err
	}
	if a.Bound != nil {
		if s.bound, err = a.Bound(ctx, org); err != nil {
			return nil, err
		}
	}
	if err := s.look(); err != nil {
		return nil, err
	}
	all, err := s.reached(metric.Reach{})
	if err != nil {
		return nil, err
	}
	named, err := s.reached(metric.Reach{Where: []string{"customer!:"}})
	if err != nil {
		return nil, err
	}
	s.people, s.signals = all.Customers, all.Signals
	s.asPeople = named.Signals*2 >= all.Signals && all.Customers > 0
	return s, nil
}

// look finds the window.
func (s *source) look() error {
	months, version, err := s.Metrics.Reached(s.ctx, s.org, metric.Reach{By: "month", Where: s.where})
	if err != nil {
		return err
	}
	s.version = version
	now := s.DB.Now().UTC().Truncate(time.Hour).Add(time.Hour) // so that what is asked twice in an hour is answered from memory
	w := window{To: now}
	var first time.Time
	for _, m := range months {
		at, err := time.Parse("2006-01", m.Key)
		if err != nil || at.After(now) {
			continue
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if end := at.AddDate(0, 1, 0); m.Signals > 0 && (w.To.Equal(now) || end.After(w.To)) {
			w.To = end
		}
	}
	if w.To.After(now) {
		w.To = now
	}
	w.From = w.To.AddDate(0, 0, -windowDays)
	begin := w.From
	if first.After(begin) {
		begin = first
	}
	w.Days = max(1, int(math.Round(w.To.Sub(begin).Hours()/24)))
	w.Scale = float64(s.set.Horizon) / float64(w.Days)
	s.window = w
	return nil
}

// reached counts within the window and the conditions of all.
func (s *source) reached(r metric.Reach) (metric.Reached, error) {
	r.Where = append(slices.Clone(s.where), r.Where...)
	r.From, r.To = cmp.Or(r.From, s.window.from()), cmp.Or(r.To, s.window.to())
	rows, _, err := s.Metrics.Reached(s.ctx, s.org, r)
	if err != nil {
		return metric.Reached{}, err
	}
	return rows[0], nil
}

// count is customers where they are known, else signals.
func (s *source) count(r metric.Reached) int64 {
	if s.asPeople {
		return r.Customers
	}
	return r.Signals
}

func (s *source) who() string {
	if s.asPeople {
		return "customers"
	}
	return "signals, each counted as a customer because few name one,"
}

// found is what the data say of one area.
type found struct {
	inputs    map[Name]*Input
	fails     []string // conditions of the signals that tell of a failure
	elsewhere *float64
	beyond    float64
}

// whereOf are the conditions of an area's signals.
func whereOf(a *Area) []string {
	escaped := make([]string, len(a.TouchPoints))
	for i, p := range a.TouchPoints {
		escaped[i] = strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(p)
	}
	out := []string{"touch_point:" + strings.Join(escaped, ",")}
	if a.Segment != "" {
		out = append(out, "segment:"+a.Segment)
	}
	return out
}

// area gathers what the data say of one area: how many meet it, how often it fails, who complains, what is put right.
func (s *source) area(a *Area) (*found, error) {
	f := &found{inputs: map[Name]*Input{}}
	here := whereOf(a)
	met, err := s.reached(metric.Reach{Where: here})
	if err != nil {
		return nil, err
	}
	if n := s.count(met); n > 0 {
		f.inputs[Exposed] = s.exposed(a, n, here)
	}
	fails, asked, err := s.failing(a, here)
	if err != nil || fails == "" {
		return f, err
	}
	f.fails = append(slices.Clone(here), fails)
	heard, err := s.reached(metric.Reach{Where: append(slices.Clone(here), asked)})
	if err != nil {
		return nil, err
	}
	failed, err := s.reached(metric.Reach{Where: f.fails})
	if err != nil {
		return nil, err
	}
	n, k := s.count(heard), s.count(failed)
	if n == 0 {
		return f, nil
	}
	f.inputs[Failure] = &Input{Name: Failure, Source: Data, Of: "area", Grade: countGrade(n), Spec: Spec{Kind: "beta_counts", A: float64(k), B: float64(n)}, Hits: k, N: n, Where: f.fails,
		Because: fmt.Sprintf("%d of %d %s who told how it went here had it fail at least once (%s).", k, n, s.who(), s.told(fails)), Code: "data_failure"}
	if err := s.elsewhere(f, fails, asked, k, n); err != nil {
		return nil, err
	}
	return f, s.complaints(a, f)
}

// elsewhere compares with all other touch points, of which each counts its own customers: k of n failed here.
func (s *source) elsewhere(f *found, fails, asked string, k, n int64) error {
	sum := func(where string) (all int64, err error) {
		rows, _, err := s.Metrics.Reached(s.ctx, s.org, metric.Reach{By: "touch_point", Where: append(slices.Clone(s.where), where), From: s.window.from(), To: s.window.to()})
		for _, r := range rows {
			if r.Key != "" {
				all += s.count(r)
			}
		}
		return all, err
	}
	all, err := sum(asked)
	if err != nil {
		return err
	}
	failed, err := sum(fails)
	if err != nil {
		return err
	}
	if rest := all - n; rest > 0 && k > 0 {
		share := roundTo(math.Max(0, float64(failed-k))/float64(rest), 4)
		f.elsewhere = &share
		f.beyond = roundTo(math.Max(0, 1-share/(float64(k)/float64(n))), 4)
	}
	return nil
}

// countGrade is that of counts of one's own: what few are counted of is worth less.
func countGrade(n int64) string {
	if n < metric.Enough {
		return "C"
	}
	return "A"
}

func (s *source) exposed(a *Area, n int64, here []string) *Input {
	scaled := math.Round(float64(n) * s.window.Scale)
	base := math.Max(scaled, math.Round(float64(s.base())*s.window.Scale))
	if w := s.worth[a.Segment]; w != nil && a.Segment == "" && float64(w.Customers) > base {
		base = float64(w.Customers)
	}
	spec := Spec{Kind: "constant", A: scaled}
	if share := scaled / base; share < 0.9995 && scaled > 0 {
		spec = Spec{Kind: "beta_between", A: scaled, B: math.Sqrt(scaled*(1-share) + 0.25), Low: 0, High: base}
	}
	because := fmt.Sprintf("%d %s were heard here in %d days", n, s.who(), s.window.Days)
	if s.window.Days != s.set.Horizon {
		because += fmt.Sprintf(", which makes about %.0f in %d", scaled, s.set.Horizon)
	}
	return &Input{Name: Exposed, Source: Data, Of: "area", Grade: countGrade(n), Spec: spec, N: n, Where: here, Code: "data_exposed",
		Because: because + ". Where only some contacts are heard, type how many customers meet it."}
}

func (s *source) base() int64 {
	if s.asPeople {
		return s.people
	}
	return s.signals
}

// complaints adds who complained and what was put right, where there are cases.
func (s *source) complaints(a *Area, f *found) error {
	if s.Complained == nil {
		return nil
	}
	c, err := s.Complained(s.ctx, s.org, a.TouchPoints, s.window.From, s.window.To)
	if err != nil || c == nil || c.Since.IsZero() {
		return err
	}
	if err := s.complained(f, c); err != nil {
		return err
	}
	if c.Ended > 0 {
		f.inputs[Resolved] = &Input{Name: Resolved, Source: Data, Of: "area", Grade: countGrade(c.Ended), Cases: true, Hits: c.Resolved, N: c.Ended, Code: "data_resolved",
			Spec:    Spec{Kind: "beta_counts", A: float64(c.Resolved), B: float64(c.Ended)},
			Because: fmt.Sprintf("%d of %d cases here that are done or due were put right.", c.Resolved, c.Ended)}
	}
	return nil
}

func (s *source) complained(f *found, c *casework.Complained) error {
	r := metric.Reach{Where: f.fails, From: c.Since.Format(time.RFC3339Nano)}
	failed, err := s.reached(r)
	if err != nil || !c.Since.Before(s.window.To) {
		return err
	}
	n, k := s.count(failed), c.Cases
	if s.asPeople {
		r.Clients = c.Clients
		if r.Clients == nil {
			r.Clients = []int64{}
		}
		both, err := s.reached(r)
		if err != nil {
			return err
		}
		k = both.Customers
	}
	if n == 0 {
		return nil
	}
	k = min(k, n)
	f.inputs[Complaint] = &Input{Name: Complaint, Source: Data, Of: "area", Grade: countGrade(n), Cases: true, Hits: k, N: n, Where: f.fails, Code: "data_complaint",
		Spec:    Spec{Kind: "beta_counts", A: float64(k), B: float64(n)},
		Because: fmt.Sprintf("%d of %d %s for whom it failed since the first case (%s) have one.", k, n, s.who(), c.Since.Format(time.DateOnly))}
	return nil
}

// worthOf is what a customer of a segment is worth, asked once.
func (s *source) worthOf(segment string) (*Worth, error) {
	if s.Value == nil {
		return nil, nil
	}
	if w, ok := s.worth[segment]; ok {
		return w, nil
	}
	w, err := s.Value(s.ctx, s.org, segment, s.set.Horizon)
	s.worth[segment] = w
	return w, err
}

// shared gathers what is the same for all areas of a segment: the customers there are and what one is worth.
func (s *source) shared(segment string) (map[Name]*Input, error) {
	out := map[Name]*Input{}
	w, err := s.worthOf(segment)
	if err != nil {
		return nil, err
	}
	heard := math.Round(float64(s.base()) * s.window.Scale)
	customers := Input{Name: Customers, Source: Data, Of: "all", Grade: countGrade(s.base()), N: s.base(), Code: "data_customers",
		Because: fmt.Sprintf("About %.0f %s are heard in %d days.", heard, s.who(), s.set.Horizon)}
	if w != nil && float64(w.Customers) > heard {
		heard = float64(w.Customers)
		customers.N, customers.Link, customers.Code = w.Customers, w.Link, "data_in_force"
		customers.Because = fmt.Sprintf("%d customers are in force by their purchases.", w.Customers)
	}
	if customers.Spec = (Spec{Kind: "constant", A: heard}); heard > 0 {
		out[Customers] = &customers
	}
	if w != nil && w.P90 > 0 && w.Currency == s.set.Currency {
		p10, p90 := max(w.P10, 0), w.P90
		r, _ := roleOf(Value)
		in := &Input{Name: Value, Source: Data, Of: "all", Grade: cmp.Or(w.Grade, "C"), N: w.N, Link: w.Link, Code: "data_value", Because: w.Because, Spec: stated(r, p10, p90)}
		if w.Typed {
			in.Source, in.Code = Assumption, "typed_value"
		}
		out[Value] = in
	}
	return out, nil
}

// effects gathers what failures were seen to do.
func (s *source) effects(a *Area) (map[Name]*Input, error) {
	out := map[Name]*Input{}
	if s.Effects == nil {
		return out, nil
	}
	e, err := s.Effects(s.ctx, s.org, a.TouchPoints)
	if err != nil || e == nil {
		return out, err
	}
	for name, one := range map[Name]*Effect{LeaveSilent: e.LeaveSilent, LeaveUnresolved: e.LeaveUnresolved, LeaveResolved: e.LeaveResolved,
		SpendSilent: e.SpendSilent, SpendUnresolved: e.SpendUnresolved, SpendResolved: e.SpendResolved} {
		if one == nil {
			continue
		}
		r, _ := roleOf(name)
		spec, ok := observed(r, one)
		if !ok {
			continue
		}
		of := "all"
		if one.Own {
			of = "area"
		}
		i := &Input{Name: name, Source: Data, Of: of, Grade: cmp.Or(e.Grade, "C"), N: one.N, Link: e.Link, Because: e.Because, Code: "data_effect", Spec: spec}
		if one.N < metric.Enough {
			i.Grade = "D"
		}
		out[name] = i
	}
	return out, nil
}

// observed turns an effect with its 95 % interval into a distribution within what the input may be. An effect that may be nothing
// stays one that may be nothing.
func observed(r role, e *Effect) (Spec, bool) {
	sd := (e.High - e.Low) / 2 / 1.959964
	if math.IsNaN(sd) || sd <= 0 || math.IsNaN(e.Estimate) {
		return Spec{}, false
	}
	mean := e.Estimate
	if r.low == 0 { // nobody leaves because of less than nothing: what lies below 0 counts as 0, the rest keeps its chances
		z := mean / sd
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		square := (mean*mean+sd*sd)*phi(z) + mean*sd*density
		mean = math.Max(mean*phi(z)+sd*density, 1e-6)
		sd = math.Sqrt(math.Max(square-mean*mean, 1e-12))
	}
	mean = math.Min(mean, r.high-1e-6)
	spec := Spec{Kind: "beta_between", A: mean, B: sd, Low: r.low, High: r.high}
	_, err := spec.Distribution()
	return spec, err == nil
}

// phi is the standard normal distribution function.
func phi(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }
