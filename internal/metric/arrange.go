package metric

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// maxColumns is how many columns of a table by two dimensions are given, those with most answers first to stay.
const maxColumns = 40

// Tabulate is Figure for a screen: with the figure of the whole, of each row where there are columns too, the rows in the order
// asked for and no more than asked for, and what is not shown in one figure.
func (m *Metrics) Tabulate(ctx context.Context, org db.Org, a Ask) (*Figure, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	return m.tabulate(ctx, t, a)
}

func (m *Metrics) tabulate(ctx context.Context, t *translator, a Ask) (*Figure, error) {
	whole := a
	whole.By = nil
	over, err := m.figure(ctx, t, whole)
	if err != nil || len(a.By) == 0 {
		return over, err
	}
	cells := a
	if !a.Rest && slices.ContainsFunc(a.By, t.overTime) {
		cells.AgainstFrom, cells.AgainstTo = "", "" // a time isn't compared with another time of its own; the rows are
	}
	f, err := m.figure(ctx, t, cells)
	if err != nil {
		return nil, err
	}
	f.Whole = &over.Rows[0]
	f.Rows = slices.DeleteFunc(f.Rows, func(r FigureRow) bool { return r.N == 0 && r.LeftOut == LeftOut{} })
	if len(a.By) == 1 {
		f.arrange(a, t.overTime(a.By[0]))
		return f, nil
	}
	side := a
	side.By = a.By[:1]
	margin, err := m.tabulate(ctx, t, side)
	if err != nil {
		return nil, err
	}
	f.Margin, f.Groups = margin.Rows, margin.Groups
	if f.Compared == nil {
		f.Compared = margin.Compared
	}
	f.keep(a.By, t.overTime(a.By[1]))
	return f, nil
}

// overTime reports whether a dimension is a grain of time.
func (t *translator) overTime(name string) bool {
	return slices.ContainsFunc(dimensions, func(d dimension) bool { return d.name == name && isTime(d.dim) })
}

// arrange orders the rows of one dimension and cuts them; time keeps its own order and loses nothing.
func (f *Figure) arrange(a Ask, time bool) {
	for _, r := range f.Rows {
		if r.N > 0 {
			f.Groups++
		}
	}
	if time {
		return
	}
	slices.SortStableFunc(f.Rows, order(a.Order, a.By[0]))
	if a.Top == 0 || len(f.Rows) <= a.Top {
		return
	}
	var rest []analytics.Row
	for _, r := range f.Rows[a.Top:] {
		rest = append(rest, r.raw)
	}
	f.Rows = f.Rows[:a.Top:a.Top]
	f.Others = f.together(rest)
}

// together is one figure of several groups; nil where their statistics don't add up.
func (f *Figure) together(rows []analytics.Row) *FigureRow {
	if !additive(measure(f.Metric)) {
		return nil
	}
	var sum analytics.Row
	for _, r := range rows {
		sum = plus(sum, r, 1)
	}
	row := FigureRow{By: map[string]string{}, Number: number(f.Metric, sum), LeftOut: left(sum)}
	return &row
}

func left(r analytics.Row) LeftOut {
	return LeftOut{NotAnswered: r.LeftOut[analytics.NotAnswered], NotRated: r.LeftOut[analytics.NotRated], OutOfScale: r.LeftOut[analytics.OutOfScale]}
}

// keep leaves only the cells of rows that stay, in their order, and of the columns with most answers.
func (f *Figure) keep(by []string, time bool) {
	place := make(map[string]int, len(f.Margin))
	for i, r := range f.Margin {
		place[r.By[by[0]]] = i
	}
	sums := map[string]int64{}
	for _, r := range f.Rows {
		sums[r.By[by[1]]] += r.N
	}
	columns := make([]string, 0, len(sums))
	for c := range sums {
		columns = append(columns, c)
	}
	slices.SortFunc(columns, func(a, b string) int {
		if time { // the latest matter most
			return strings.Compare(b, a)
		}
		return cmp.Or(cmp.Compare(sums[b], sums[a]), strings.Compare(a, b))
	})
	f.Columns = len(columns)
	stay := columns[:min(len(columns), maxColumns)]
	if time {
		stay = columns[:min(len(columns), maxTimes)]
	}
	f.Rows = slices.DeleteFunc(f.Rows, func(r FigureRow) bool {
		_, ok := place[r.By[by[0]]]
		return !ok || !slices.Contains(stay, r.By[by[1]])
	})
	slices.SortStableFunc(f.Rows, func(a, b FigureRow) int {
		return cmp.Or(cmp.Compare(place[a.By[by[0]]], place[b.By[by[0]]]), strings.Compare(a.By[by[1]], b.By[by[1]]))
	})
}

// maxTimes is how many buckets of time a table gives, the latest.
const maxTimes = 400

// order compares rows as asked for. Rows of too few answers come last, those with more first.
func order(by, dim string) func(a, b FigureRow) int {
	name := func(r FigureRow) string { return strings.ToLower(cmp.Or(r.Label[dim], r.By[dim])) }
	return func(a, b FigureRow) int {
		if by != "name" && by != "most" && a.TooFew != b.TooFew {
			if a.TooFew {
				return 1
			}
			return -1
		}
		c := 0
		switch {
		case by == "name":
		case by == "most" || a.TooFew:
			c = cmp.Compare(b.N, a.N)
		case by == "highest":
			c = cmp.Compare(value(b), value(a))
		case by == "change":
			c = cmp.Or(cmp.Compare(clearness(b), clearness(a)), cmp.Compare(size(b), size(a)))
		default: // lowest
			c = cmp.Compare(value(a), value(b))
		}
		return cmp.Or(c, strings.Compare(name(a), name(b)))
	}
}

func value(r FigureRow) float64 {
	if r.Value == nil {
		return 0
	}
	return *r.Value
}

func clearness(r FigureRow) int {
	if r.Change != nil && (r.Change.Verdict == "higher" || r.Change.Verdict == "lower") {
		return 1
	}
	return 0
}

func size(r FigureRow) float64 {
	if r.Change == nil || r.Change.Value == nil {
		return 0
	}
	return max(*r.Change.Value, -*r.Change.Value)
}
