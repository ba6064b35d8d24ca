package duckdb

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

func TestADamagedFileIsTypedAndBegunAnew(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"no DuckDB file at all": func(t *testing.T, path string) { write(t, path, []byte(strings.Repeat("no database. ", 2000))) },
		"cut off":               func(t *testing.T, path string) { write(t, path, read(t, path)[:5000]) },
		"headers overwritten":   func(t *testing.T, path string) { flip(t, path, 4096, 8192) },
		"another layout": func(t *testing.T, path string) {
			e := open(t, path)
			if _, err := e.sql.Exec(`update layout set version = 99`); err != nil {
				t.Fatal(err)
			}
			_ = e.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "analytics.duckdb")
			e := open(t, path)
			if _, err := e.Append(t.Context(), "acme", 0, analytics.Batch{To: 1, Facts: []analytics.Fact{{Signal: 1}}}); err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, path)
			if _, err := Open(path, Options{}); !errors.Is(err, ErrDamaged) {
				t.Fatalf("not called damaged: %v", err)
			}
			reopen(t, path, true)
			reopen(t, path, false)
		})
	}
}

// reopen opens a file that must be begun anew, or must not.
func reopen(t *testing.T, path string, anew bool) {
	t.Helper()
	e, reset, err := OpenOrReset(path, Options{})
	if err != nil || reset != anew {
		t.Fatal(reset, err)
	}
	if held, err := e.Append(t.Context(), "acme", 0, analytics.Batch{}); held != 0 || err != nil {
		t.Fatal(held, err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestDamageFoundWhileAskingIsTyped spoils blocks of facts, which DuckDB reads only when somebody asks for them.
func TestDamageFoundWhileAskingIsTyped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "analytics.duckdb")
	e := open(t, path)
	s := &sample{r: rand.New(rand.NewPCG(1, 2))} //nolint:gosec // repeatable
	if _, err := e.Append(t.Context(), "acme", 0, s.batch(20_000)); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for at := int64(4 * 4096); at < int64(len(read(t, path))); at += 100_000 {
		flip(t, path, at, 50)
	}
	e, err := Open(path, Options{})
	if err == nil {
		defer e.Close() //nolint:errcheck // it is damaged
	}
	for slot := 1; err == nil && slot <= 8; slot++ {
		_, err = e.Ask(t.Context(), "acme", analytics.Question{Measure: analytics.Measure{What: analytics.Sums, Metric: slot}})
	}
	if !errors.Is(err, ErrDamaged) {
		t.Fatalf("not called damaged: %v", err)
	}
}

func TestAFileThatCannotBeReachedIsNotCalledDamaged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(folder, "missing", "a.duckdb"), "", "a?b.duckdb"} {
		if _, _, err := OpenOrReset(path, Options{}); err == nil || errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestOneProcessOpensAFileOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "analytics.duckdb")
	first := open(t, path)
	refused := func() {
		t.Helper()
		if _, _, err := OpenOrReset(path, Options{}); err == nil || errors.Is(err, ErrDamaged) {
			t.Fatalf("opened twice: %v", err)
		}
	}
	refused()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	_ = first.Close() // the second time does nothing
	refused()
}

func flip(t *testing.T, path string, from, n int64) {
	t.Helper()
	b := read(t, path)
	for i := from; i < from+n && i < int64(len(b)); i++ {
		b[i] ^= 0xa5
	}
	write(t, path, b)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
