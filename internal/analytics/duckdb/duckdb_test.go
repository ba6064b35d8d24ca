package duckdb

import (
	"path/filepath"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/analytics/analyticstest"
	"github.com/touchstone-cx/touchstone/internal/analytics/sqlengine"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

func TestAnswersAsTheReferenceDoes(t *testing.T) {
	e, err := Open(filepath.Join(t.TempDir(), "a.duckdb"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	analyticstest.Agree(t, sqlengine.New(dbtest.Open(t)), e, 1, 3000)
}
