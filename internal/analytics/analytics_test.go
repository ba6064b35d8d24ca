package analytics_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

func TestEqualQuestionsHaveOneKeyAndOthersAnother(t *testing.T) {
	ask := func(change func(*analytics.Question)) string {
		q := analytics.Question{
			Measure: analytics.Measure{What: analytics.Sums, Metric: 1, Above: 9000},
			By:      []analytics.By{{Dim: analytics.Unit, Roll: map[int32]int32{}}},
			Where:   []analytics.Cond{{Dim: analytics.Touch, Op: analytics.In, Codes: []int64{3, 1, 2}}},
			Scope:   []int32{5, 4},
		}
		for i := range int32(50) {
			q.By[0].Roll[i] = i / 2
		}
		change(&q)
		return q.Key()
	}
	same := ask(func(*analytics.Question) {})
	for range 20 { // maps come in another order each time
		if ask(func(*analytics.Question) {}) != same {
			t.Fatal("the key changes by itself")
		}
	}
	for name, change := range map[string]func(*analytics.Question){
		"the order of a scope":      func(q *analytics.Question) { q.Scope = []int32{4, 5, 4} },
		"the order of codes":        func(q *analytics.Question) { q.Where[0].Codes = []int64{1, 2, 3} },
		"the engine's cap, spelled": func(q *analytics.Question) { q.Limit = analytics.MaxRows },
	} {
		if ask(change) != same {
			t.Errorf("%s makes another key", name)
		}
	}
	seen := map[string]string{same: "the question itself"}
	for name, change := range map[string]func(*analytics.Question){
		"threshold":            func(q *analytics.Question) { q.Measure.Above = 9001 },
		"metric":               func(q *analytics.Question) { q.Measure.Metric = 2 },
		"scope":                func(q *analytics.Question) { q.Scope = []int32{5} },
		"no scope":             func(q *analytics.Question) { q.Scope = nil },
		"empty scope":          func(q *analytics.Question) { q.Scope = []int32{} },
		"roll":                 func(q *analytics.Question) { q.By[0].Roll[7] = 9 },
		"empty roll":           func(q *analytics.Question) { q.By[0].Roll = map[int32]int32{} },
		"no roll":              func(q *analytics.Question) { q.By[0].Roll = nil },
		"codes":                func(q *analytics.Question) { q.Where[0].Codes = []int64{1, 2} },
		"comparison":           func(q *analytics.Question) { q.Where[0].Op = analytics.NotIn },
		"states":               func(q *analytics.Question) { q.Where = []analytics.Cond{{Metric: 1, States: []analytics.State{2}}} },
		"other states":         func(q *analytics.Question) { q.Where = []analytics.Cond{{Metric: 1, States: []analytics.State{3}}} },
		"from":                 func(q *analytics.Question) { q.From = 1 },
		"to":                   func(q *analytics.Question) { q.To = 1 },
		"limit":                func(q *analytics.Question) { q.Limit = 1 },
		"between, turned":      func(q *analytics.Question) { q.Where[0].Op, q.Where[0].Codes = analytics.Between, []int64{2, 1} },
		"between":              func(q *analytics.Question) { q.Where[0].Op, q.Where[0].Codes = analytics.Between, []int64{1, 2} },
		"a position in a list": func(q *analytics.Question) { q.Before = &analytics.Position{At: 1} },
	} {
		key := ask(change)
		if before, ok := seen[key]; ok {
			t.Errorf("%s has the key of %s", name, before)
		}
		seen[key] = name
	}
}

func TestQuestionsOutsideTheVocabularyAreRefused(t *testing.T) {
	count := analytics.Measure{What: analytics.Count}
	unit := analytics.By{Dim: analytics.Unit}
	where := func(c analytics.Cond) analytics.Question {
		return analytics.Question{Measure: count, Where: []analytics.Cond{c}}
	}
	for name, q := range map[string]analytics.Question{
		"nothing":                   {},
		"unknown measure":           {Measure: analytics.Measure{What: "average"}},
		"three dimensions":          {Measure: count, By: []analytics.By{unit, unit, unit}},
		"unknown dimension":         {Measure: count, By: []analytics.By{{Dim: "touch; drop table fact"}}},
		"attribute without slot":    {Measure: count, By: []analytics.By{{Dim: analytics.Attrib}}},
		"attribute slot too high":   {Measure: count, By: []analytics.By{{Dim: analytics.Attrib, Slot: analytics.MaxAttributes + 1}}},
		"slot of a unit":            {Measure: count, By: []analytics.By{{Dim: analytics.Unit, Slot: 1}}},
		"roll of touch points":      {Measure: count, By: []analytics.By{{Dim: analytics.Touch, Roll: map[int32]int32{}}}},
		"sums without metric":       {Measure: analytics.Measure{What: analytics.Sums}},
		"metric slot too high":      {Measure: analytics.Measure{What: analytics.Sums, Metric: analytics.MaxMetrics + 1}},
		"count of a metric":         {Measure: analytics.Measure{What: analytics.Count, Metric: 1}},
		"correlation with nothing":  {Measure: analytics.Measure{What: analytics.Correlation, Metric: 1}},
		"medians without a spread":  {Measure: analytics.Measure{What: analytics.Medians, Metric: 1}},
		"no percentiles":            {Measure: analytics.Measure{What: analytics.Percentiles, Metric: 1}},
		"percentile above all":      {Measure: analytics.Measure{What: analytics.Percentiles, Metric: 1, Percents: []int{1001}}},
		"distinct nothing":          {Measure: analytics.Measure{What: analytics.Distinct}},
		"signals by unit":           {Measure: analytics.Measure{What: analytics.Signals}, By: []analytics.By{unit}},
		"position in no list":       {Measure: count, Before: &analytics.Position{}},
		"negative limit":            {Measure: count, Limit: -1},
		"limit above the cap":       {Measure: count, Limit: analytics.MaxRows + 1},
		"condition on nothing":      where(analytics.Cond{}),
		"no comparison":             where(analytics.Cond{Dim: analytics.Unit, Codes: []int64{1}}),
		"between one":               where(analytics.Cond{Dim: analytics.Unit, Op: analytics.Between, Codes: []int64{1}}),
		"states of a unit":          where(analytics.Cond{Dim: analytics.Unit, Op: analytics.In, States: []analytics.State{1}}),
		"score and unit":            where(analytics.Cond{Metric: 1, Dim: analytics.Unit, Op: analytics.In}),
		"range and states":          where(analytics.Cond{Metric: 1, High: 1, States: []analytics.State{1}}),
		"unknown state":             where(analytics.Cond{Metric: 1, States: []analytics.State{9}}),
		"metric slot below nothing": where(analytics.Cond{Metric: -1}),
	} {
		if err := analytics.Validate(q); !errors.Is(err, analytics.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCalendarFollowsISOWeeksAndTheZone(t *testing.T) {
	cape, err := time.LoadLocation("Africa/Johannesburg")
	if err != nil {
		t.Fatal(err)
	}
	day := func(y int, m time.Month, d int) int32 {
		return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400) //nolint:gosec // small
	}
	for _, c := range []struct {
		at               time.Time
		zone             *time.Location
		day, week, month int32
	}{
		{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, 0, -3, 0}, // a Thursday
		{time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), time.UTC, -1, -3, -1},
		{time.Date(2021, 1, 3, 12, 0, 0, 0, time.UTC), time.UTC, day(2021, 1, 3), day(2020, 12, 28), 51 * 12}, // week 53 of 2020
		{time.Date(2021, 1, 3, 21, 59, 59, 0, time.UTC), cape, day(2021, 1, 3), day(2020, 12, 28), 51 * 12},
		{time.Date(2021, 1, 3, 22, 0, 0, 0, time.UTC), cape, day(2021, 1, 4), day(2021, 1, 4), 51 * 12}, // Monday there
		{time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC), cape, day(2026, 1, 1), day(2025, 12, 29), 56 * 12},
	} {
		d, w, m := analytics.Calendar(c.at.UnixMicro(), c.zone)
		if d != c.day || w != c.week || m != c.month {
			t.Errorf("%v in %v: day %d, week %d, month %d; want %d, %d, %d", c.at, c.zone, d, w, m, c.day, c.week, c.month)
		}
	}
}

func TestWideSumsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable
	var sum analytics.Wide
	want := new(big.Int)
	for range 10_000 {
		x, y := r.Int64N(2*analytics.MaxScore+1)-analytics.MaxScore, r.Int64N(2*analytics.MaxScore+1)-analytics.MaxScore
		sum = sum.Add(analytics.Product(x, y))
		want.Add(want, new(big.Int).Mul(big.NewInt(x), big.NewInt(y)))
		if sum.Big().Cmp(want) != 0 || sum.Lo < 0 || sum.Lo >= 1<<32 {
			t.Fatalf("%+v is %s, not %s", sum, sum.Big(), want)
		}
	}
	if f, _ := new(big.Float).SetInt(want).Float64(); sum.Float() != f {
		t.Fatal(sum.Float(), f)
	}
}
