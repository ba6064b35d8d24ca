package analytics_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/analyticstest"
	"github.com/touchstone-cx/touchstone/internal/analytics/sqlengine"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

var everything = analytics.Question{Measure: analytics.Measure{What: analytics.Count}}

func facts(n int) []analytics.Fact {
	var out []analytics.Fact
	for i := range n {
		out = append(out, analytics.Fact{Signal: int64(i + 1), Unit: int32(i)})
	}
	return out
}

func expect(t *testing.T, e analytics.Engine, q analytics.Question, n int64) {
	t.Helper()
	a, err := e.Ask(t.Context(), "acme", q)
	if err != nil || len(a.Rows) != 1 || a.Rows[0].N != n {
		t.Fatalf("%+v, %v; want %d", a, err, n)
	}
}

func TestTheSameQuestionOfTheSameFactsIsAskedOnce(t *testing.T) {
	c := analytics.Cached(sqlengine.New(dbtest.Open(t)), analytics.CacheOptions{})
	if _, err := c.Append(t.Context(), "acme", 0, analytics.Batch{To: 1, Facts: facts(3)}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		expect(t, c, everything, 3)
	}
	if s := c.Stats(); s.Hits != 4 || s.Misses != 1 {
		t.Fatalf("%+v", s)
	}
	mine := everything
	mine.Scope = []int32{0, 1}
	expect(t, c, mine, 2) // another scope, another answer
	mine.Scope = []int32{}
	expect(t, c, mine, 0) // no unit at all isn't every unit
	if a, err := c.Ask(t.Context(), "other", everything); err != nil || a.Rows[0].N != 0 {
		t.Fatal(a, err) // another organisation too
	}
	if _, err := c.Append(t.Context(), "acme", 1, analytics.Batch{To: 2, Gone: []int64{1}}); err != nil {
		t.Fatal(err)
	}
	expect(t, c, everything, 2)
}

func TestForgettingDropsWhatWasKept(t *testing.T) {
	c := analytics.Cached(sqlengine.New(dbtest.Open(t)), analytics.CacheOptions{})
	for n := 1; n < 4; n++ { // each time other facts at the same watermark
		if _, err := c.Append(t.Context(), "acme", 0, analytics.Batch{To: 9, Facts: facts(n)}); err != nil {
			t.Fatal(err)
		}
		expect(t, c, everything, int64(n))
		if err := c.Forget(t.Context(), "acme"); err != nil {
			t.Fatal(err)
		}
		expect(t, c, everything, 0)
	}
}

func TestTheLeastRecentlyUsedAnswerGoesFirst(t *testing.T) {
	c := analytics.Cached(sqlengine.New(dbtest.Open(t)), analytics.CacheOptions{Rows: 4}) // an answer of one row weighs two
	limited := func(n int) analytics.Question {
		q := everything
		q.Limit = n
		return q
	}
	for _, n := range []int{1, 2, 1, 3, 1} { // 3 displaces 2, not 1
		expect(t, c, limited(n), 0)
	}
	if s := c.Stats(); s.Hits != 2 || s.Misses != 3 || s.Rows != 4 {
		t.Fatalf("%+v", s)
	}
	expect(t, c, limited(2), 0)
	if s := c.Stats(); s.Misses != 4 {
		t.Fatalf("%+v", s)
	}
}

// slow is an engine outside the tests' reach: each question takes a second.
type slow struct {
	analytics.Engine
	mu               sync.Mutex
	now, most, asked int
}

func (s *slow) Ask(ctx context.Context, org db.Org, q analytics.Question) (analytics.Answer, error) {
	s.mu.Lock()
	s.asked++
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	}()
	select {
	case <-time.After(time.Second):
		return s.Engine.Ask(ctx, org, q)
	case <-ctx.Done():
		return analytics.Answer{}, ctx.Err()
	}
}

func TestWhoAskTheSameAtOnceShareOneQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{Engine: analyticstest.NewOracle()}
		c := analytics.Cached(s, analytics.CacheOptions{})
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() { expect(t, c, everything, 0) })
		}
		hasty, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := c.Ask(hasty, "acme", everything); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		wg.Wait() // one who gives up doesn't take the others' answer away
		if s.asked != 1 {
			t.Errorf("asked %d times", s.asked)
		}
	})
}

func TestAQuestionThatNobodyWaitsForIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{Engine: analyticstest.NewOracle()}
		c := analytics.Cached(s, analytics.CacheOptions{})
		hasty, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := c.Ask(hasty, "acme", everything); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		synctest.Wait()
		if s.now != 0 {
			t.Error("it still runs")
		}
		expect(t, c, everything, 0)
	})
}

func TestOnlySoManyQuestionsReachTheEngineAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{Engine: analyticstest.NewOracle()}
		c := analytics.Cached(s, analytics.CacheOptions{Concurrent: 3})
		var wg sync.WaitGroup
		for i := range 12 {
			q := everything
			q.Limit = i + 1
			wg.Go(func() { expect(t, c, q, 0) })
		}
		wg.Wait()
		if s.most != 3 || s.asked != 12 {
			t.Errorf("%d at once, %d in all", s.most, s.asked)
		}
	})
}
