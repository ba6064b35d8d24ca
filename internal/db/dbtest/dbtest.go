// Package dbtest gives each test its own migrated, real database.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/migrations"
)

var (
	n        atomic.Int64
	template struct {
		sync.Once
		name string
		err  error
	}
)

// Open returns a migrated SQLite database, or a PostgreSQL one when TEST_POSTGRES_URL is set (without a path, as an
// ordinary role that may create databases).
func Open(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(Target(t), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(context.Background(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	return d
}

// Target names a fresh database of the test's own, dropped when the test ends, for tests that open it themselves.
func Target(t testing.TB) string {
	t.Helper()
	base := os.Getenv("TEST_POSTGRES_URL")
	if base == "" {
		return filepath.Join(t.TempDir(), "touchstone.db")
	}
	admin, err := sql.Open("pgx", base+"/postgres")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	template.Do(func() { template.name, template.err = makeTemplate(base, admin) })
	if template.err != nil {
		t.Fatal(template.err)
	}
	name := fmt.Sprintf("t%d_%d", os.Getpid(), n.Add(1))
	if _, err := admin.Exec("create database " + name + " template " + template.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = admin.Exec("drop database if exists " + name + " with (force)") })
	return base + "/" + name
}

// makeTemplate migrates once per test binary; a clone takes a fraction of a migration's time.
func makeTemplate(base string, admin *sql.DB) (string, error) {
	name := fmt.Sprintf("template_%d", os.Getpid())
	if _, err := admin.Exec("drop database if exists " + name); err != nil {
		return "", err
	}
	if _, err := admin.Exec("create database " + name); err != nil {
		return "", err
	}
	d, err := db.Open(base+"/"+name, db.Options{})
	if err != nil {
		return "", err
	}
	if err := d.Migrate(context.Background(), migrations.Files); err != nil {
		return "", err
	}
	return name, d.Close()
}
