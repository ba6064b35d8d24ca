package dashboard

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// byTime stands in a definition for the grain that suits the period.
const byTime = "time"

// Span is dates, to exclusive; the zero one is all time.
type Span struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Answer is what a definition shows at one moment: its figures, and what its moving parts came to.
type Answer struct {
	Period  Span             `json:"period" doc:"Absent ends: all time"`
	Before  *Span            `json:"before,omitempty" doc:"The period compared with"`
	Rest    bool             `json:"rest,omitempty" doc:"Compared with everything else"`
	By      []string         `json:"by" nullable:"false"`
	Titles  []string         `json:"titles" nullable:"false" doc:"What the dimensions of by are called"`
	Figures []*metric.Figure `json:"figures" nullable:"false" doc:"One a metric, in the order of the definition"`
	Problem *Trouble         `json:"problem,omitempty" doc:"Why there are no figures; the others of the same request are there all the same"`
}

// Trouble is a problem inside an answer.
type Trouble struct {
	Code   string       `json:"code"`
	Detail string       `json:"detail"`
	Args   problem.Args `json:"args,omitempty"`
}

// shown is how many rows a shape takes where a definition doesn't say.
var shown = map[Shape]int{Heat: 14, Bars: 15, Lines: 6, Table: 200}

// Ask answers definitions all at once, each within the caller's scope.
func (d *Dashboards) Ask(ctx context.Context, org db.Org, specs []Spec) ([]Answer, error) {
	w, err := d.when(ctx, org, specs)
	if err != nil {
		return nil, err
	}
	out := make([]Answer, len(specs))
	var asks []metric.Ask
	owner := []int{}
	for i, s := range specs {
		s = s.cleaned()
		if err := s.Validate("body.specs"); err != nil {
			if out[i].Problem = trouble(err); out[i].Problem == nil {
				return nil, err
			}
			out[i].By, out[i].Figures = []string{}, []*metric.Figure{}
			continue
		}
		base := w.plan(s, &out[i])
		for _, key := range s.Metrics {
			a := base
			a.Metric = key
			asks, owner = append(asks, a), append(owner, i)
		}
	}
	if err := d.title(ctx, org, out); err != nil {
		return nil, err
	}
	results, err := d.Metrics.TabulateAll(ctx, org, asks)
	if err != nil {
		return nil, err
	}
	for n, r := range results {
		o := &out[owner[n]]
		if r.Err == nil {
			o.Figures = append(o.Figures, r.Figure)
			continue
		}
		t := trouble(r.Err)
		if t == nil {
			return nil, r.Err
		}
		if o.Problem == nil {
			o.Problem = t
		}
	}
	for i := range out {
		if out[i].Problem != nil {
			out[i].Figures = []*metric.Figure{}
		}
	}
	return out, nil
}

// title says what the dimensions are called; one that isn't known goes by its key.
func (d *Dashboards) title(ctx context.Context, org db.Org, out []Answer) error {
	all, err := d.Metrics.Dimensions(ctx, org)
	if err != nil {
		return err
	}
	for i := range out {
		out[i].Titles = make([]string, len(out[i].By))
		for n, by := range out[i].By {
			out[i].Titles[n] = by
			if at := slices.IndexFunc(all, func(d metric.Dimension) bool { return d.Key == by }); at >= 0 {
				out[i].Titles[n] = all[at].Name
			}
		}
	}
	return nil
}

// trouble is the part of a problem that a user can be told; nil for what is internal.
func trouble(err error) *Trouble {
	p, ok := problem.As(err)
	if !ok {
		return nil
	}
	return &Trouble{Code: p.Code, Detail: p.Message, Args: p.Args}
}

// plan turns a definition into a question without its metric, and says what became of period, comparison and grain.
func (w *when) plan(s Spec, out *Answer) metric.Ask {
	out.Period = w.period(s.Period)
	out.By, out.Figures = []string{}, []*metric.Figure{}
	for _, by := range s.By {
		if by == byTime {
			by = grain(out.Period)
		}
		if !slices.Contains(out.By, by) {
			out.By = append(out.By, by)
		}
	}
	a := metric.Ask{By: out.By, Where: s.Where, From: out.Period.From, To: out.Period.To, Order: s.Order, Top: s.Top}
	if a.Top == 0 {
		a.Top = shown[s.Shape]
	}
	switch s.Against.Kind {
	case "rest":
		a.Rest, out.Rest = true, true
	case "own":
		out.Before = &Span{s.Against.From, s.Against.To}
	case "previous", "year":
		if b, ok := earlier(out.Period, s.Against.Kind == "year"); ok {
			out.Before = &b
		}
	}
	if out.Before != nil {
		a.AgainstFrom, a.AgainstTo = out.Before.From, out.Before.To
	}
	return a
}

// when is today, and where the data ends, for everything that is asked together.
type when struct {
	today    time.Time // midnight of the organisation's today, as a UTC date
	standing Span
}

// enough is how many signals a standing year must hold; with fewer, all time is shown.
const enough = metric.Enough

func (d *Dashboards) when(ctx context.Context, org db.Org, specs []Spec) (*when, error) {
	o, err := d.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	zone := o.Location()
	w := &when{today: date(d.DB.Now().In(zone))}
	stands := func(s Spec) bool { return s.cleaned().Period.Preset == Standing }
	if !slices.ContainsFunc(specs, stands) {
		return w, nil
	}
	latest, _, err := d.Metrics.Signals(ctx, org, metric.Select{Limit: 1})
	if err != nil {
		return nil, err
	}
	last := w.today
	if len(latest) > 0 {
		last = date(db.Micros(latest[0].At).In(zone))
	}
	year := yearTo(last)
	if len(latest) > 0 {
		_, n, err := d.Metrics.Signals(ctx, org, metric.Select{From: year.From, To: year.To, Limit: 1})
		if err != nil {
			return nil, err
		}
		if n < enough {
			year = Span{}
		}
	}
	w.standing = year
	return w, nil
}

func date(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func months(t time.Time, n int) time.Time {
	return time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
}

func yearTo(day time.Time) Span { return span(months(day, -11), months(day, 1)) }

func span(from, to time.Time) Span { return Span{from.Format(time.DateOnly), to.Format(time.DateOnly)} }

// period is what a preset comes to today.
func (w *when) period(p Period) Span {
	t := w.today
	tomorrow := t.AddDate(0, 0, 1)
	quarter := time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	year := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	switch p.Preset {
	case All:
		return Span{}
	case Last7:
		return span(tomorrow.AddDate(0, 0, -7), tomorrow)
	case Last30:
		return span(tomorrow.AddDate(0, 0, -30), tomorrow)
	case Last90:
		return span(tomorrow.AddDate(0, 0, -90), tomorrow)
	case ThisMonth:
		return span(months(t, 0), months(t, 1))
	case LastMonth:
		return span(months(t, -1), months(t, 0))
	case ThisQuarter:
		return span(quarter, months(quarter, 3))
	case LastQuarter:
		return span(months(quarter, -3), quarter)
	case ThisYear:
		return span(year, months(year, 12))
	case LastYear:
		return span(months(year, -12), year)
	case Last12Months:
		return yearTo(t)
	case Standing:
		return w.standing
	}
	return Span{p.From, p.To}
}

// earlier is the period before, by whole months where the period is whole months; or the same one a year before. Not ok for all time.
func earlier(p Span, yearBefore bool) (Span, bool) {
	from, err := time.Parse(time.DateOnly, p.From)
	to, err2 := time.Parse(time.DateOnly, p.To)
	if err != nil || err2 != nil {
		return Span{}, false
	}
	if yearBefore {
		return span(shifted(from, -12), shifted(to, -12)), true
	}
	if from.Day() == 1 && to.Day() == 1 {
		n := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
		return span(months(from, -n), from), true
	}
	return span(from.Add(from.Sub(to)), from), true
}

// shifted is months later; the 31st becomes the last day of a shorter month.
func shifted(t time.Time, n int) time.Time {
	first := months(t, n)
	return first.AddDate(0, 0, min(t.Day(), first.AddDate(0, 1, -1).Day())-1)
}

// grain suits a period: about 8 to 60 buckets.
func grain(p Span) string {
	from, err := time.Parse(time.DateOnly, p.From)
	to, err2 := time.Parse(time.DateOnly, p.To)
	if err != nil || err2 != nil {
		return "month"
	}
	switch days := to.Sub(from).Hours() / 24; {
	case days <= 45:
		return "day"
	case days <= 200:
		return "week"
	case days <= 5*366:
		return "month"
	default:
		return "quarter"
	}
}

// Told is one tile of a dashboard with what it shows; a note has no answer.
type Told struct {
	Tile   Tile    `json:"tile"`
	Answer *Answer `json:"answer,omitempty"`
}

// Specs are the definitions of a dashboard's tiles as it shows them: under its period, its comparison and its conditions. A
// tile compared with the rest stays so. Notes and tiles whose view is gone are left out; tile tells which is whose.
func (b *Dashboard) Specs() (specs []Spec, tile []int) {
	for i, t := range b.Tiles {
		if t.Kind != "view" || t.Spec == nil {
			continue
		}
		specs, tile = append(specs, b.under(*t.Spec)), append(tile, i)
	}
	return specs, tile
}

// under puts a definition under the dashboard's period and filter.
func (b *Dashboard) under(s Spec) Spec {
	s.Period = b.Period
	if s.Against.Kind != "rest" || b.Against.Kind == "none" {
		s.Against = b.Against
	}
	s.Where = slices.Concat(s.Where, b.Where)
	return s
}

// Tell answers a whole dashboard at once.
func (d *Dashboards) Tell(ctx context.Context, org db.Org, b *Dashboard) ([]Told, error) {
	specs, tile := b.Specs()
	answers, err := d.Ask(ctx, org, specs)
	if err != nil {
		return nil, err
	}
	out := make([]Told, len(b.Tiles))
	for i, t := range b.Tiles {
		out[i].Tile = t
	}
	for n, i := range tile {
		out[i].Answer = &answers[n]
	}
	return out, nil
}
