package duckdb

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// BenchmarkCrosses adds up the products of 13 scores of a million signals in 1,000 blocks, as drivers need them.
func BenchmarkCrosses(b *testing.B) {
	e, err := Open(filepath.Join(b.TempDir(), "analytics.duckdb"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	r, next := rand.New(rand.NewPCG(1, 2)), int64(0) //nolint:gosec // repeatable
	for range 20 {
		var batch analytics.Batch
		after := next
		for range 50_000 {
			next++
			f := analytics.Fact{Signal: next, At: next * 60_000_000, Client: int32(r.IntN(1 << 20))} //nolint:gosec // small
			for range 13 {
				f.Scores = append(f.Scores, analytics.Score{State: analytics.Answered, Value: r.Int64N(11) * analytics.Scale})
			}
			batch.Facts = append(batch.Facts, f)
		}
		batch.To = next
		grow(b, e, after, batch)
	}
	scores, parts := make([]analytics.Column, 13), make([]analytics.Column, 25)
	for k := range scores {
		scores[k].Metric = k + 1
	}
	parts[0].Metric = 1
	for k := range 12 {
		parts[1+2*k] = analytics.Column{Metric: k + 2, Part: analytics.Low, Limit: 2000}
		parts[2+2*k] = analytics.Column{Metric: k + 2, Part: analytics.High, Limit: 9000}
	}
	for name, m := range map[string]analytics.Measure{
		"listwise": {What: analytics.Crosses, Columns: scores}, "pairwise": {What: analytics.Crosses, Columns: scores, Pairwise: true},
		"parts": {What: analytics.Crosses, Columns: parts},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				q := analytics.Question{Measure: m, By: []analytics.By{{Dim: analytics.Block}}}
				if a, err := e.Ask(b.Context(), "acme", q); err != nil || len(a.Rows) != analytics.Blocks {
					b.Fatal(len(a.Rows), err)
				}
			}
		})
	}
}
