package sqlengine

import (
	"errors"
	"flag"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/analyticstest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestConformance(t *testing.T) {
	databases := map[*testing.T]*db.DB{}
	analyticstest.Conformance(t, func(t *testing.T) analytics.Engine {
		if databases[t] == nil {
			databases[t] = dbtest.Open(t)
		}
		return New(databases[t])
	})
}

func TestConformsBehindACache(t *testing.T) {
	databases := map[*testing.T]*db.DB{}
	analyticstest.Conformance(t, func(t *testing.T) analytics.Engine {
		if databases[t] == nil {
			databases[t] = dbtest.Open(t)
		}
		return analytics.Cached(New(databases[t]), analytics.CacheOptions{})
	})
}

func TestAnswersAsCountingByHandDoes(t *testing.T) {
	analyticstest.Agree(t, nil, New(dbtest.Open(t)), 1, questions)
}

// TestABrokenFragmentDisagrees breaks each thing that the SQL is put together from, one at a time: the comparison that guards
// the engines must notice every one.
func TestABrokenFragmentDisagrees(t *testing.T) {
	for name, sabotage := range analyticstest.Sabotages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken := New(dbtest.Open(t))
			broken.compile = sabotage
			err := analyticstest.Compare(t.Context(), New(dbtest.Open(t)), broken, 1, 1500)
			if !errors.Is(err, analyticstest.ErrDisagree) {
				t.Errorf("nobody noticed: %v", err)
			}
		})
	}
}

func TestCompiledSQL(t *testing.T) {
	analyticstest.Golden(t, "testdata/sqlite.sql", dialect(false, "acme"), *update)
	analyticstest.Golden(t, "testdata/postgres.sql", dialect(true, "acme"), *update)
}

func TestManyFactsInOneBatch(t *testing.T) {
	e := New(dbtest.Open(t))
	b := analytics.Batch{To: 5000}
	for i := range int64(5000) {
		f := analytics.Fact{Signal: i + 1, Attributes: make([]int32, analytics.MaxAttributes), Scores: make([]analytics.Score, analytics.MaxMetrics)}
		for s := range f.Attributes {
			f.Attributes[s] = 1
		}
		for s := range f.Scores {
			f.Scores[s] = analytics.Score{State: analytics.Answered, Value: i}
		}
		if i > 300 { // wide facts first, so that statements of every size come
			f.Attributes, f.Scores = nil, nil
		}
		b.Facts = append(b.Facts, f)
	}
	if _, err := e.Append(t.Context(), "acme", 0, b); err != nil {
		t.Fatal(err)
	}
	a, err := e.Ask(t.Context(), "acme", analytics.Question{Measure: analytics.Measure{What: analytics.Sums, Metric: 100}})
	if err != nil || a.Rows[0].N != 301 || a.Rows[0].Sum != 300*301/2 {
		t.Fatalf("%+v, %v", a, err)
	}
}

// Two who project the same log meet at every batch: a rebuild asked for beside a running server does.
func TestTheSameBatchFromTwoSidesIsKeptOnce(t *testing.T) {
	e := New(dbtest.Open(t))
	const sides, batches = 4, 25
	errs := make(chan error, sides)
	for range sides {
		go func() {
			var err error
			for after := int64(0); after < batches && err == nil; {
				b := analytics.Batch{To: after + 1, Facts: []analytics.Fact{{Signal: after + 1}}}
				after, err = e.Append(t.Context(), "acme", after, b)
			}
			errs <- err
		}()
	}
	for range sides {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	answer, err := e.Ask(t.Context(), "acme", analytics.Question{Measure: analytics.Measure{What: analytics.Count}, To: 1})
	if err != nil || answer.Version != batches || len(answer.Rows) != 1 || answer.Rows[0].N != batches {
		t.Errorf("%+v %v", answer, err)
	}
}
