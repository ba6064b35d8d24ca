// Package analyticstest is what every engine of analytics must pass.
package analyticstest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// Conformance runs the rules of analytics.Engine against an engine. open returns an engine on fresh storage the first time it is
// called with a test, and opens the same storage again after that.
func Conformance(t *testing.T, open func(t *testing.T) analytics.Engine) {
	t.Helper()
	for _, rule := range []struct {
		name string
		test func(t *testing.T, open func() analytics.Engine)
	}{
		{"an empty engine answers with nothing", empty},
		{"a batch counts once its watermark fits, and not otherwise", watermarks},
		{"a refused batch leaves nothing behind", refusals},
		{"a corrected signal counts once, a removed one not at all", corrections},
		{"two organisations don't see each other", strangers},
		{"a forgotten organisation begins anew", forgetting},
		{"the last slots and the largest scores are exact", extremes},
		{"a limit cuts rows off and says so", limits},
		{"facts outlast the engine", restart},
		{"questions and batches may come at once", together},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.test(t, func() analytics.Engine { return open(t) }) })
	}
}

const acme, other = db.Org("acme"), db.Org("other's; drop table fact --")

func answered(v int64) analytics.Score {
	return analytics.Score{State: analytics.Answered, Value: v}
}

func must(t *testing.T, e analytics.Engine, org db.Org, after int64, b analytics.Batch) {
	t.Helper()
	if held, err := e.Append(t.Context(), org, after, b); err != nil || held != b.To {
		t.Fatalf("append after %d to %d: %d, %v", after, b.To, held, err)
	}
}

func ask(t *testing.T, e analytics.Engine, org db.Org, q analytics.Question, version int64, want ...analytics.Row) {
	t.Helper()
	got, err := e.Ask(t.Context(), org, q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(analytics.Answer{Rows: want, Version: version}, got); diff != "" {
		t.Fatalf("%s (-want +got)\n%s", q.Canonical(), diff)
	}
}

func count() analytics.Question {
	return analytics.Question{Measure: analytics.Measure{What: analytics.Count}}
}

func measure(m analytics.Measure) analytics.Question { return analytics.Question{Measure: m} }

func empty(t *testing.T, open func() analytics.Engine) {
	e := open()
	ask(t, e, acme, count(), 0, analytics.Row{})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Sums, Metric: 7}), 0, analytics.Row{})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Correlation, Metric: 7, Other: 8}), 0, analytics.Row{})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Percentiles, Metric: 7, Percents: []int{500}}), 0, analytics.Row{})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Medians, Metric: 7, Spread: 3842}), 0, analytics.Row{})
	two := []analytics.Column{{Metric: 7}, {Metric: 8}}
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Crosses, Columns: two}), 0,
		analytics.Row{Totals: make([]int64, 2), Crosses: make([]analytics.Wide, 3)})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Crosses, Columns: two, Pairwise: true}), 0, analytics.Row{Pairs: make([]analytics.Pair, 3)})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Together, Metric: 7, Columns: two}), 0, analytics.Row{Values: make([]int64, 2)})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Distinct, Of: analytics.By{Dim: analytics.Client}}), 0, analytics.Row{})
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Distribution, Metric: 7}), 0)
	ask(t, e, acme, measure(analytics.Measure{What: analytics.Signals}), 0)
	q := count()
	q.By = []analytics.By{{Dim: analytics.Attrib, Slot: 9}}
	ask(t, e, acme, q, 0)
	if held, err := e.Append(t.Context(), acme, 0, analytics.Batch{}); held != 0 || err != nil {
		t.Fatal(held, err)
	}
}

func watermarks(t *testing.T, open func() analytics.Engine) {
	e := open()
	first := analytics.Batch{To: 10, Facts: []analytics.Fact{{Signal: 3}, {Signal: 10}}}
	must(t, e, acme, 0, first)
	for _, after := range []int64{0, 9} {
		if held, err := e.Append(t.Context(), acme, after, analytics.Batch{To: 20, Facts: []analytics.Fact{{Signal: 20}}, Gone: []int64{3}}); err != nil || held != 10 {
			t.Fatalf("after %d: watermark %d, %v", after, held, err)
		}
	}
	for _, after := range []int64{0, 10, 99} {
		if held, err := e.Append(t.Context(), acme, after, analytics.Batch{}); err != nil || held != 10 {
			t.Fatalf("asked after %d: watermark %d, %v", after, held, err)
		}
	}
	ask(t, e, acme, count(), 10, analytics.Row{N: 2})
	must(t, e, acme, 10, analytics.Batch{To: 15}) // nothing in it that concerns analytics
	ask(t, e, acme, count(), 15, analytics.Row{N: 2})
}

func refusals(t *testing.T, open func() analytics.Engine) {
	e := open()
	must(t, e, acme, 0, analytics.Batch{To: 5, Facts: []analytics.Fact{{Signal: 5}}})
	refused := func(name string, b analytics.Batch) {
		t.Helper()
		if _, err := e.Append(t.Context(), acme, 5, b); err == nil {
			t.Errorf("%s: taken in", name)
		}
		ask(t, e, acme, count(), 5, analytics.Row{N: 1})
	}
	refused("a signal that is there already", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6}, {Signal: 5}}})
	refused("the same, when another is gone", analytics.Batch{To: 9, Gone: []int64{4}, Facts: []analytics.Fact{{Signal: 6}, {Signal: 5}}})
	refused("a signal twice", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6}, {Signal: 6}}})
	refused("a watermark that stands still", analytics.Batch{To: 5, Facts: []analytics.Fact{{Signal: 6}}})
	refused("a watermark that goes back", analytics.Batch{To: 4, Gone: []int64{5}})
	refused("too large a score", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6, Scores: []analytics.Score{answered(analytics.MaxScore + 1)}}}})
	refused("too small a score", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6, Scores: []analytics.Score{answered(-analytics.MaxScore - 1)}}}})
	refused("an unknown state", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6, Scores: []analytics.Score{{State: 5}}}}})
	refused("one attribute too many", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6, Attributes: make([]int32, analytics.MaxAttributes+1)}}})
	refused("one metric too many", analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6, Scores: make([]analytics.Score, analytics.MaxMetrics+1)}}})
	if _, err := e.Ask(t.Context(), acme, measure(analytics.Measure{What: "median"})); !errors.Is(err, analytics.ErrRefused) {
		t.Errorf("an unknown measure: %v", err)
	}
	must(t, e, acme, 5, analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 6}}})
}

func corrections(t *testing.T, open func() analytics.Engine) {
	e := open()
	nps := measure(analytics.Measure{What: analytics.Sums, Metric: 1, Above: 9000, Below: 6000})
	must(t, e, acme, 0, analytics.Batch{To: 2, Facts: []analytics.Fact{
		{Signal: 1, Scores: []analytics.Score{answered(9000)}}, {Signal: 2, Scores: []analytics.Score{answered(6000)}}}})
	ask(t, e, acme, nps, 2, analytics.Row{N: 2, Sum: 15000, Squares: analytics.Wide{Lo: 117_000_000}, Above: 1, Below: 1})
	must(t, e, acme, 2, analytics.Batch{To: 3, Gone: []int64{2}, Facts: []analytics.Fact{
		{Signal: 2, Scores: []analytics.Score{{State: analytics.NotRated}}}}})
	ask(t, e, acme, nps, 3, analytics.Row{N: 1, Sum: 9000, Squares: analytics.Wide{Lo: 81_000_000}, Above: 1,
		LeftOut: [5]int64{analytics.NotRated: 1}})
	must(t, e, acme, 3, analytics.Batch{To: 4, Gone: []int64{1, 99}})
	ask(t, e, acme, nps, 4, analytics.Row{LeftOut: [5]int64{analytics.NotRated: 1}})
}

func strangers(t *testing.T, open func() analytics.Engine) {
	e := open()
	must(t, e, acme, 0, analytics.Batch{To: 7, Facts: []analytics.Fact{{Signal: 1, Touch: 1}, {Signal: 2, Touch: 2}}})
	must(t, e, other, 0, analytics.Batch{To: 9, Facts: []analytics.Fact{{Signal: 1, Touch: 9}}})
	q := count()
	q.By = []analytics.By{{Dim: analytics.Touch}}
	ask(t, e, acme, q, 7, analytics.Row{Keys: []int64{1}, N: 1}, analytics.Row{Keys: []int64{2}, N: 1})
	ask(t, e, other, q, 9, analytics.Row{Keys: []int64{9}, N: 1})
	must(t, e, other, 9, analytics.Batch{To: 10, Gone: []int64{1, 2}})
	ask(t, e, other, q, 10)
	ask(t, e, acme, count(), 7, analytics.Row{N: 2})
}

func forgetting(t *testing.T, open func() analytics.Engine) {
	e := open()
	must(t, e, acme, 0, analytics.Batch{To: 7, Facts: []analytics.Fact{{Signal: 1, Attributes: []int32{4}}}})
	must(t, e, other, 0, analytics.Batch{To: 7, Facts: []analytics.Fact{{Signal: 1}}})
	for range 2 { // the second has nothing to do
		if err := e.Forget(t.Context(), acme); err != nil {
			t.Fatal(err)
		}
		ask(t, e, acme, count(), 0, analytics.Row{})
	}
	ask(t, e, other, count(), 7, analytics.Row{N: 1})
	must(t, e, acme, 0, analytics.Batch{To: 7, Facts: []analytics.Fact{{Signal: 1}, {Signal: 2}}})
	ask(t, e, acme, count(), 7, analytics.Row{N: 2})
}

func extremes(t *testing.T, open func() analytics.Engine) {
	e := open()
	const most = analytics.MaxScore
	last := func(signal, x, y int64) analytics.Fact {
		f := analytics.Fact{Signal: signal, Attributes: make([]int32, analytics.MaxAttributes), Scores: make([]analytics.Score, analytics.MaxMetrics)}
		f.Attributes[analytics.MaxAttributes-1] = 1<<31 - 1
		f.Scores[analytics.MaxMetrics-2], f.Scores[analytics.MaxMetrics-1] = answered(x), answered(y)
		return f
	}
	b := analytics.Batch{To: 1 << 40}
	for i := range int64(10) {
		b.Facts = append(b.Facts, last(1<<40-i, most, -most))
	}
	must(t, e, acme, 0, b)
	square := analytics.Square(most)
	sum, products := analytics.Wide{}, analytics.Wide{}
	for range 10 {
		sum, products = sum.Add(square), products.Add(analytics.Product(most, -most))
	}
	if want := "-90000000000000000000"; products.Big().String() != want {
		t.Fatalf("Σxy is %s, not %s", products.Big(), want)
	}
	q := measure(analytics.Measure{What: analytics.Correlation, Metric: 99, Other: 100})
	q.By = []analytics.By{{Dim: analytics.Attrib, Slot: analytics.MaxAttributes}}
	ask(t, e, acme, q, 1<<40, analytics.Row{Keys: []int64{1<<31 - 1}, N: 10, Sum: 10 * most, Squares: sum, SumY: -10 * most,
		SquaresY: sum, Products: products})
}

func limits(t *testing.T, open func() analytics.Engine) {
	e := open()
	b := analytics.Batch{To: 50}
	for i := range int64(50) {
		b.Facts = append(b.Facts, analytics.Fact{Signal: i + 1, At: 1000 - i/2, Touch: int32(i % 10)}) //nolint:gosec // small
	}
	must(t, e, acme, 0, b)
	q := count()
	q.By, q.Limit = []analytics.By{{Dim: analytics.Touch}}, 10
	if a, err := e.Ask(t.Context(), acme, q); err != nil || len(a.Rows) != 10 || a.More {
		t.Fatalf("all ten rows: %v, %v", a, err)
	}
	q.Limit = 9
	if a, err := e.Ask(t.Context(), acme, q); err != nil || len(a.Rows) != 9 || !a.More {
		t.Fatalf("nine of ten rows: %v, %v", a, err)
	}
	// Page by page, each signal comes once, newest first; of two at one moment the higher number comes first.
	var seen []int64
	page := measure(analytics.Measure{What: analytics.Signals})
	page.Limit = 7
	for {
		a, err := e.Ask(t.Context(), acme, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range a.Rows {
			seen = append(seen, r.At.Signal)
			page.Before = &analytics.Position{At: r.At.At, Signal: r.At.Signal}
		}
		if !a.More {
			break
		}
	}
	var want []int64
	for i := int64(1); i <= 50; i += 2 {
		want = append(want, i+1, i)
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Fatal(diff)
	}
}

func restart(t *testing.T, open func() analytics.Engine) {
	e := open()
	must(t, e, acme, 0, analytics.Batch{To: 3, Facts: []analytics.Fact{{Signal: 3, Attributes: []int32{0, 8}, Scores: []analytics.Score{answered(1)}}}})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open()
	if held, err := e.Append(t.Context(), acme, 0, analytics.Batch{}); err != nil || held != 3 {
		t.Fatalf("watermark %d after opening again, %v", held, err)
	}
	must(t, e, acme, 3, analytics.Batch{To: 4, Facts: []analytics.Fact{{Signal: 2, Attributes: []int32{0, 9, 1}}}})
	q := count()
	q.By = []analytics.By{{Dim: analytics.Attrib, Slot: 2}}
	ask(t, e, acme, q, 4, analytics.Row{Keys: []int64{8}, N: 1}, analytics.Row{Keys: []int64{9}, N: 1})
	if _, err := e.Append(t.Context(), acme, 4, analytics.Batch{To: 5, Facts: []analytics.Fact{{Signal: 3}}}); err == nil {
		t.Fatal("a signal from before opening again came twice")
	}
}

// together adds one fact at a time while others ask: each answer must be the number of facts at its own version.
func together(t *testing.T, open func() analytics.Engine) {
	e := open()
	const last = 40
	stop := make(chan struct{})
	var wg sync.WaitGroup
	fail := make(chan error, 3)
	for range cap(fail) {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				a, err := e.Ask(t.Context(), acme, count())
				if err == nil && a.Rows[0].N != a.Version {
					err = fmt.Errorf("%d facts at version %d", a.Rows[0].N, a.Version)
				}
				if err != nil {
					fail <- err
					return
				}
			}
		})
	}
	for i := range int64(last) {
		must(t, e, acme, i, analytics.Batch{To: i + 1, Facts: []analytics.Fact{{Signal: i + 1, Attributes: make([]int32, i), Scores: slotAt(int(i))}}})
	}
	close(stop)
	wg.Wait()
	select {
	case err := <-fail:
		t.Fatal(err)
	default:
	}
	ask(t, e, acme, count(), last, analytics.Row{N: last})
}

// slotAt fills a metric slot that no fact before filled.
func slotAt(i int) []analytics.Score {
	return append(make([]analytics.Score, i), answered(1))
}
