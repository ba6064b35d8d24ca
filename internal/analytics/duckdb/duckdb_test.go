package duckdb

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/analyticstest"
	"github.com/touchstone-cx/touchstone/internal/analytics/sqlengine"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func open(t *testing.T, path string) *Engine {
	t.Helper()
	e, err := Open(path, Options{MemoryMB: 256, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func fresh(t *testing.T) *Engine {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "analytics.duckdb"))
}

func TestConformance(t *testing.T) {
	paths := map[*testing.T]string{}
	analyticstest.Conformance(t, func(t *testing.T) analytics.Engine {
		if paths[t] == "" {
			paths[t] = filepath.Join(t.TempDir(), "analytics.duckdb")
		}
		return open(t, paths[t])
	})
}

func TestAnswersAsTheReferenceDoes(t *testing.T) {
	analyticstest.Agree(t, sqlengine.New(dbtest.Open(t)), fresh(t), 1, questions)
}

func TestABrokenFragmentDisagrees(t *testing.T) {
	for name, sabotage := range analyticstest.Sabotages() {
		t.Run(name, func(t *testing.T) {
			broken := fresh(t)
			broken.compile = sabotage
			err := analyticstest.Compare(t.Context(), sqlengine.New(dbtest.Open(t)), broken, 1, questions)
			if !errors.Is(err, analyticstest.ErrDisagree) {
				t.Errorf("nobody noticed: %v", err)
			}
		})
	}
}

func TestCompiledSQL(t *testing.T) {
	some := &tenant{table: "fact_7", columns: map[string]bool{}}
	for _, name := range []string{"a1", "a3", "m1", "x1", "m2", "x2"} {
		some.columns[name] = true
	}
	analyticstest.Golden(t, "testdata/duckdb.sql", dialect(some), *update)
}

// TestABatchThatFailsMidwayLeavesNothing breaks the step after the appender has written: neither the appended nor the removed
// facts may show, nor the watermark move.
func TestABatchThatFailsMidwayLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "analytics.duckdb")
	e := open(t, path)
	facts := func(from, n int64) (out []analytics.Fact) {
		for i := range n {
			out = append(out, analytics.Fact{Signal: from + i})
		}
		return out
	}
	if _, err := e.Append(t.Context(), "acme", 0, analytics.Batch{To: 10, Facts: facts(1, 10)}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.sql.Exec(`alter table organisation rename to elsewhere`); err != nil {
		t.Fatal(err)
	}
	const many = 300_000 // more than the appender holds back before it writes
	_, err := e.Append(t.Context(), "acme", 10, analytics.Batch{To: many + 10, Gone: []int64{1, 2}, Facts: facts(11, many)})
	if err == nil {
		t.Fatal("the batch was taken in without a watermark")
	}
	if _, err := e.sql.Exec(`alter table elsewhere rename to organisation`); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it is, and opened again
		a, err := e.Ask(t.Context(), "acme", analytics.Question{Measure: analytics.Measure{What: analytics.Count}})
		if err != nil || a.Rows[0].N != 10 || a.Version != 10 {
			t.Fatalf("%+v, %v", a, err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		e = open(t, path)
	}
}

func TestReadsNoFileButItsOwn(t *testing.T) {
	e := fresh(t)
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`select * from '` + secret + `'`, `copy fact_none to '` + secret + `'`, `attach '` + secret + `.db'`, `install httpfs`,
		`set enable_external_access = true`, `set memory_limit = '64GB'`,
	} {
		if _, err := e.sql.Exec(text); err == nil {
			t.Errorf("%s: not refused", text)
		}
	}
}
