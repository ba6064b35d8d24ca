package analyticstest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// Golden holds the SQL of one question of each kind against a file, or writes the file anew.
func Golden(t *testing.T, file string, d analytics.Dialect, update bool) {
	t.Helper()
	var b strings.Builder
	for _, q := range golden() {
		p, err := analytics.Compile(q, d)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "-- %s\n%s\n-- %v\n\n", q.Canonical(), p.Text, p.Args)
	}
	if update {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s has changed; if it should, run with -update (-file +now)\n%s", file, diff)
	}
}

// golden is one question of each kind, with every sort of condition.
func golden() []analytics.Question {
	roll := map[int32]int32{4: 2, 5: 2, 2: 2}
	touchMonth := []analytics.By{{Dim: analytics.Touch}, {Dim: analytics.Month}}
	return []analytics.Question{
		{Measure: analytics.Measure{What: analytics.Count}},
		{Measure: analytics.Measure{What: analytics.Sums, Metric: 1, Above: 9000, Below: 6000}, By: touchMonth},
		{Measure: analytics.Measure{What: analytics.Shares, Metric: 1, Above: 9000, Below: 6000}, By: touchMonth},
		{Measure: analytics.Measure{What: analytics.Sums, Metric: 2}, By: []analytics.By{{Dim: analytics.Unit, Roll: roll}, {Dim: analytics.Quarter}},
			Scope: []int32{2, 4, 5}, From: 1_000_000, To: 2_000_000, Where: []analytics.Cond{
				{Dim: analytics.Attrib, Slot: 3, Op: analytics.In, Codes: []int64{7, 8}},
				{Dim: analytics.Channel, Op: analytics.NotIn, Codes: []int64{1}},
				{Dim: analytics.Year, Op: analytics.Between, Codes: []int64{2025, 2026}},
				{Metric: 1, Low: 0, High: 6000},
				{Metric: 4, States: []analytics.State{analytics.NotAnswered, analytics.Absent}},
			}},
		{Measure: analytics.Measure{What: analytics.Distribution, Metric: 1}, By: []analytics.By{{Dim: analytics.Week}}},
		{Measure: analytics.Measure{What: analytics.Percentiles, Metric: 1, Percents: []int{500, 900}}, By: touchMonth, Limit: 10},
		{Measure: analytics.Measure{What: analytics.Percentiles, Metric: 1, Percents: []int{500}}},
		{Measure: analytics.Measure{What: analytics.Medians, Metric: 1, Spread: 3842}, By: touchMonth},
		{Measure: analytics.Measure{What: analytics.Medians, Metric: 1, Spread: 3842}},
		{Measure: analytics.Measure{What: analytics.Correlation, Metric: 1, Other: 2}, By: []analytics.By{{Dim: analytics.Attrib, Slot: 1}}},
		{Measure: analytics.Measure{What: analytics.Crosses, Columns: []analytics.Column{{Metric: 1}, {Metric: 2}, {Metric: 2, Part: analytics.Low, Limit: 2000}}},
			By: []analytics.By{{Dim: analytics.Block}}},
		{Measure: analytics.Measure{What: analytics.Crosses, Columns: []analytics.Column{{Metric: 1}, {Metric: 2}}, Pairwise: true}},
		{Measure: analytics.Measure{What: analytics.Together, Metric: 1, Columns: []analytics.Column{{Metric: 2}, {Metric: 3}}}},
		{Measure: analytics.Measure{What: analytics.Distinct, Of: analytics.By{Dim: analytics.Unit, Roll: roll}}, By: []analytics.By{{Dim: analytics.Comment}}},
		{Measure: analytics.Measure{What: analytics.Signals}, Limit: 50, Before: &analytics.Position{At: 1_700_000_000_000_000, Signal: 42}},
	}
}
