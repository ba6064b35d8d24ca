package duckdb

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// sample makes facts as a middling organisation has them: 8 attributes, 8 metrics, one answer in seven missing.
type sample struct {
	r    *rand.Rand
	next int64
}

func (s *sample) batch(n int) analytics.Batch {
	var b analytics.Batch
	for range n {
		s.next++
		f := analytics.Fact{Signal: s.next, At: s.next * 60_000_000, Day: int32(18_000 + s.next/3000), Month: int32(600 + s.r.IntN(24)), //nolint:gosec // small
			Touch: int32(s.r.IntN(20)), Unit: int32(s.r.IntN(300)), Client: int32(s.r.IntN(1 << 20))} //nolint:gosec // small
		for range 8 {
			f.Attributes = append(f.Attributes, int32(s.r.IntN(10))) //nolint:gosec // small
			score := analytics.Score{State: analytics.Answered, Value: s.r.Int64N(11) * analytics.Scale}
			if s.r.IntN(7) == 0 {
				score = analytics.Score{State: analytics.NotAnswered}
			}
			f.Scores = append(f.Scores, score)
		}
		b.Facts = append(b.Facts, f)
	}
	b.To = s.next
	return b
}

func benchEngine(b *testing.B, facts int) (*Engine, *sample) {
	b.Helper()
	e, err := Open(filepath.Join(b.TempDir(), "analytics.duckdb"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	s := &sample{r: rand.New(rand.NewPCG(1, 2))} //nolint:gosec // repeatable
	for facts > 0 {
		after := s.next
		grow(b, e, after, s.batch(min(facts, 50_000)))
		facts -= 50_000
	}
	return e, s
}

func grow(b *testing.B, e *Engine, after int64, batch analytics.Batch) {
	b.Helper()
	if held, err := e.Append(b.Context(), "acme", after, batch); err != nil || held != batch.To {
		b.Fatal(held, err)
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, size := range map[string]int{"thousand": 1000, "large": 50_000} {
		b.Run(name, func(b *testing.B) {
			e, s := benchEngine(b, 100_000)
			facts := 0
			for b.Loop() {
				b.StopTimer()
				after := s.next
				batch := s.batch(size)
				b.StartTimer()
				grow(b, e, after, batch)
				facts += size
			}
			b.ReportMetric(float64(facts)/b.Elapsed().Seconds(), "facts/s")
		})
	}
}

// BenchmarkNPS asks NPS by touch point × month of a million signals, and beside it the same written by hand.
func BenchmarkNPS(b *testing.B) {
	e, _ := benchEngine(b, 1_000_000)
	q := analytics.Question{By: []analytics.By{{Dim: analytics.Touch}, {Dim: analytics.Month}},
		Measure: analytics.Measure{What: analytics.Sums, Metric: 1, Above: 9000, Below: 6000}}
	const hand = `select touch, month, count(m1), count(*) filter (m1 >= 9000), count(*) filter (m1 <= 6000)
		from fact_1 group by touch, month order by touch, month`
	var ours, theirs []time.Duration
	for b.Loop() {
		start := time.Now()
		if a, err := e.Ask(b.Context(), "acme", q); err != nil || len(a.Rows) != 480 {
			b.Fatal(len(a.Rows), err)
		}
		between := time.Now()
		if n := rows(b, e, hand); n != 480 {
			b.Fatal(n)
		}
		ours, theirs = append(ours, between.Sub(start)), append(theirs, time.Since(between))
	}
	b.ReportMetric(ms(ours, 0.95), "p95-ms")
	b.ReportMetric(ms(theirs, 0.95), "hand-p95-ms")
	b.ReportMetric(ms(ours, 0.5), "p50-ms")
	b.ReportMetric(ms(theirs, 0.5), "hand-p50-ms")
	b.ReportMetric(ms(ours, 0.5)/ms(theirs, 0.5), "ratio")
}

func rows(b *testing.B, e *Engine, text string) (n int) {
	b.Helper()
	found, err := e.sql.QueryContext(b.Context(), text)
	if err != nil {
		b.Fatal(err)
	}
	defer found.Close() //nolint:errcheck // found.Err tells
	var cell [5]int64
	for found.Next() {
		if err := found.Scan(&cell[0], &cell[1], &cell[2], &cell[3], &cell[4]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if err := found.Err(); err != nil {
		b.Fatal(err)
	}
	return n
}

func ms(d []time.Duration, quantile float64) float64 {
	slices.Sort(d)
	return float64(d[int(quantile*float64(len(d)-1))].Microseconds()) / 1000
}
