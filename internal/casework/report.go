package casework

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/stats"
)

// groups says what each word to group by is in SQL.
var groups = map[string]string{"cause": "f.cause", "unit": "coalesce(f.unit, '')", "rule": "coalesce(f.rule, '')", "owner": "f.owner",
	"severity": "f.severity", "touch_point": "coalesce(f.touch_point, '')"}

const (
	maxPeriod = 5 * 366 * 24 * time.Hour
	maxPoints = 400
	level     = 0.95
)

// ages are the upper ends of the age groups of open cases, in days.
var ages = []struct {
	days     string
	from, to int // 0: no end
}{{"0-1", 0, 1}, {"1-3", 1, 3}, {"3-7", 3, 7}, {"7-30", 7, 30}, {"30+", 30, 0}}

// tally is a report under way.
type tally struct {
	*desk
	q      ReportQuestion
	reach  reach
	rows   map[string]*Row
	took   map[string][]int64 // microseconds to resolution, by group
	report *Report
}

func (t *tally) row(key string) *Row {
	if t.rows[key] == nil {
		t.rows[key] = &Row{Key: key}
	}
	return t.rows[key]
}

// facet is the report's own with one span more; merged cases count where they went.
func (t *tally) query(ctx context.Context, change func(*Facet)) (*query, bool, error) {
	f := t.q.Facet
	change(&f)
	q := newQuery(t.org)
	q.and("f.merged_into is null")
	found, err := f.apply(ctx, t.desk, q, t.reach)
	t.reach.narrow(q)
	return q, found, err
}

func (t *tally) run(ctx context.Context) error {
	span := Span{t.q.From, t.q.To}
	group := groups[t.q.By]
	steps := []struct {
		change func(*Facet)
		at     string
		add    func(r *Row, p *Point, at, took int64, inTime bool)
	}{
		{func(f *Facet) { f.Opened = within(f.Opened, span) }, "f.opened_at", func(r *Row, p *Point, _, _ int64, _ bool) { r.Opened++; p.Opened++ }},
		{func(f *Facet) { f.Resolved = within(f.Resolved, span) }, "f.resolved_at", func(r *Row, p *Point, _, took int64, ok bool) {
			r.Resolved++
			p.Resolved++
			if ok {
				r.InTime++
				p.InTime++
			}
			t.took[r.Key] = append(t.took[r.Key], took)
		}},
		{func(f *Facet) { f.Closed = within(f.Closed, span) }, "f.closed_at", func(r *Row, p *Point, _, _ int64, _ bool) { r.Closed++; p.Closed++ }},
	}
	for _, s := range steps {
		q, found, err := t.query(ctx, s.change)
		if err != nil || !found {
			return err
		}
		if err := eachCase(ctx, t.tx, q, group, s.at, func(key string, at, opened, due int64) {
			s.add(t.row(key), t.point(at), at, at-opened, at <= due)
		}); err != nil {
			return err
		}
	}
	if err := t.reopened(ctx, group, span); err != nil {
		return err
	}
	if err := t.open(ctx, group); err != nil {
		return err
	}
	return t.finish(ctx)
}

// within is what two spans have in common.
func within(a, b Span) Span {
	if a.From.Before(b.From) {
		a.From = b.From
	}
	if a.To.IsZero() || b.To.Before(a.To) {
		a.To = b.To
	}
	return a
}

// point finds the step of a moment; one that lies outside counts nowhere.
func (t *tally) point(at int64) *Point {
	when := db.Micros(at)
	i, _ := slices.BinarySearchFunc(t.report.Points, when, func(p Point, w time.Time) int {
		if !w.Before(p.To) {
			return -1
		}
		return 1
	})
	if i >= len(t.report.Points) {
		return &Point{}
	}
	return &t.report.Points[i]
}

func (t *tally) reopened(ctx context.Context, group string, span Span) error {
	q, found, err := t.query(ctx, func(f *Facet) { f.Reopened = within(f.Reopened, span) })
	if err != nil || !found {
		return err
	}
	if err := countBy(ctx, t.tx, q, group, func(key string, n int64) { t.row(key).Reopened += n }); err != nil {
		return err
	}
	type once struct {
		id ID
		p  *Point
	}
	seen := map[once]bool{} // a case that was reopened twice within a step is one case
	return eachReopening(ctx, t.tx, q, span, func(id ID, at int64) {
		if p := t.point(at); !seen[once{id, p}] {
			seen[once{id, p}] = true
			p.Reopened++
		}
	})
}

// open counts what is open now, how much of it is overdue, and how old it is.
func (t *tally) open(ctx context.Context, group string) error {
	q, found, err := t.query(ctx, func(*Facet) {})
	if err != nil || !found {
		return err
	}
	now := t.tx.Now
	for _, a := range ages {
		age := Age{Days: a.days, To: now.AddDate(0, 0, -a.from)}
		if a.from == 0 {
			age.To = now.Add(time.Microsecond) // what was opened this very moment
		}
		if a.to > 0 {
			age.From = now.AddDate(0, 0, -a.to)
		}
		t.report.Ages = append(t.report.Ages, age)
	}
	return eachOpen(ctx, t.tx, q, group, func(key string, opened, due, rank int64) {
		r := t.row(key)
		r.Open++
		if us := now.UnixMicro(); due < us && rank < us {
			r.Overdue++
		}
		at := db.Micros(opened)
		for i := range t.report.Ages {
			a := &t.report.Ages[i]
			if at.Before(a.To) && !at.Before(a.From) {
				a.Count++
			}
		}
	})
}

// finish names the groups, adds them up and makes the figures.
func (t *tally) finish(ctx context.Context) error {
	names, err := t.names(ctx)
	if err != nil {
		return err
	}
	total, all := &t.report.Total, []int64{}
	for key, r := range t.rows {
		total.Opened += r.Opened
		total.Resolved += r.Resolved
		total.InTime += r.InTime
		total.Closed += r.Closed
		total.Reopened += r.Reopened
		total.Open += r.Open
		total.Overdue += r.Overdue
		all = append(all, t.took[key]...)
		r.figures(t.took[key])
		r.Name = names[key]
		if key == "" {
			r.Key = "none"
		}
		if t.q.By == "touch_point" && key != "" {
			r.Key, r.Name, _ = strings.Cut(names[key], "\x00")
		}
		t.report.Rows = append(t.report.Rows, *r)
	}
	total.figures(all)
	slices.SortFunc(t.report.Rows, func(a, b Row) int {
		if a.Opened != b.Opened {
			return int(b.Opened - a.Opened)
		}
		if a.Open != b.Open {
			return int(b.Open - a.Open)
		}
		return strings.Compare(a.Name+a.Key, b.Name+b.Key)
	})
	return nil
}

func (r *Row) figures(took []int64) {
	if r.Resolved > 0 {
		r.InTimeRate = estimate(stats.Percentage(r.InTime, r.Resolved, level), r.Resolved)
	}
	if len(took) > 0 {
		slices.Sort(took)
		i := stats.Median(took, level)
		const minute = float64(time.Minute / time.Microsecond)
		i.Estimate, i.Low, i.High = i.Estimate/minute, i.Low/minute, i.High/minute
		r.Median = estimate(i, int64(len(took)))
	}
}

func estimate(i stats.Interval, n int64) *Estimate {
	e := &Estimate{Value: i.Estimate, N: n}
	if !math.IsNaN(i.Low) && !math.IsNaN(i.High) {
		e.Low, e.High = &i.Low, &i.High
	}
	return e
}

// names says what people call the groups.
func (t *tally) names(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	w, err := t.world(ctx)
	if err != nil {
		return nil, err
	}
	switch t.q.By {
	case "cause":
		tree, err := t.causes(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range tree.Causes {
			names[c.Key] = c.Name
		}
	case "unit":
		for _, u := range w.units {
			names[string(u.ID)] = u.Name
		}
	case "owner":
		for _, m := range w.members {
			names[string(m.ID)] = m.Name
		}
	case "touch_point":
		for _, p := range w.points {
			names[string(p.ID)] = p.Key + "\x00" + p.Name
		}
	case "rule":
		return ruleNames(ctx, t.tx, t.org)
	default:
		for _, s := range severities {
			names[string(s)] = string(s)
		}
	}
	return names, nil
}
