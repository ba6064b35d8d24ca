package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	driver "github.com/duckdb/duckdb-go/v2"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// layout is the version of the tables in the file. A file with another one is projected anew.
const layout = 1

// ErrDamaged is in the chain of errors that say that the file can't be read, or is of another version: delete it and project
// anew.
var ErrDamaged = errors.New("duckdb: the analytics file is damaged")

// Options tune the engine; zero values are sensible defaults.
type Options struct {
	MemoryMB int // 0 is 1024. Beyond it DuckDB spills to a folder beside the file
	Threads  int // 0 is one per processor
}

// Open opens the file, creating it where it is missing. The error is ErrDamaged if the file can't be used any more, and another
// if it can't be reached (no permission, held by another process, no room).
func Open(path string, o Options) (*Engine, error) {
	dsn, err := source(path, o)
	if err != nil {
		return nil, err
	}
	if err := reachable(path); err != nil {
		return nil, err
	}
	full, err := files.take(path)
	if err != nil {
		return nil, err
	}
	connector, err := driver.NewConnector(dsn, nil)
	if err != nil {
		files.free(full)
		return nil, opening(path, err)
	}
	e := &Engine{sql: sql.OpenDB(connector), path: full, compile: analytics.Compile, held: map[db.Org]*tenant{}}
	if err := e.load(context.Background()); err != nil {
		return nil, opening(path, errors.Join(err, e.Close()))
	}
	return e, nil
}

// files are those that this process has open. DuckDB would share one between two engines, each with its own idea of the
// watermarks; its lock keeps out other processes only.
var files registry

type registry struct {
	mu   sync.Mutex
	open map[string]bool
}

func (r *registry) take(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("open analytics file: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open[full] {
		return "", fmt.Errorf("open analytics file %s: this process has it open already", path)
	}
	if r.open == nil {
		r.open = map[string]bool{}
	}
	r.open[full] = true
	return full, nil
}

func (r *registry) free(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, path)
}

// OpenOrReset is Open, but a damaged file is deleted and begun anew. reset says that this happened: every watermark is 0 then.
func OpenOrReset(path string, o Options) (e *Engine, reset bool, err error) {
	e, err = Open(path, o)
	if !errors.Is(err, ErrDamaged) {
		return e, false, err
	}
	if err := Remove(path); err != nil {
		return nil, false, err
	}
	e, err = Open(path, o)
	return e, true, err
}

// Remove deletes the file and what DuckDB keeps beside it. No engine may have it open.
func Remove(path string) error {
	for _, p := range []string{path, path + ".wal"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove analytics file: %w", err)
		}
	}
	return os.RemoveAll(path + ".tmp")
}

// source is the DSN: no extension is loaded, and what doesn't fit into memory spills beside the file.
func source(path string, o Options) (string, error) {
	if path == "" || strings.ContainsAny(path, "?#%") {
		return "", fmt.Errorf("duckdb: the path %q of the analytics file is empty or has a ?, # or %%", path)
	}
	if o.MemoryMB == 0 {
		o.MemoryMB = 1024
	}
	settings := url.Values{
		"access_mode":                  {"read_write"},
		"memory_limit":                 {strconv.Itoa(o.MemoryMB) + "MiB"},
		"temp_directory":               {path + ".tmp"},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"preserve_insertion_order":     {"false"}, // every question says its order
	}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	return path + "?" + settings.Encode(), nil
}

// reachable tells a file that we may not open from one that is damaged.
func reachable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the operator's own path
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open analytics file: %w", err)
	}
	return f.Close()
}

// opening sorts the reasons why a file that we can reach doesn't open.
func opening(path string, err error) error {
	if _, missing := os.Stat(path); missing != nil { // it couldn't even be created
		return fmt.Errorf("create analytics file: %w", err)
	}
	var e *driver.Error
	if errors.As(err, &e) && e.Type == driver.ErrorTypeIO && !outside(e.Msg) {
		err = errors.Join(ErrDamaged, err)
	}
	return fmt.Errorf("open analytics file %s: %w", path, damage(err))
}

// outside reports errors of the file system that say nothing about the file's content.
func outside(text string) bool {
	for _, s := range []string{"Could not set lock", "No space left", "Permission denied", "Too many open files", "Read-only file system"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// damage marks errors after which the file, or DuckDB's grip on it, isn't to be trusted.
func damage(err error) error {
	var e *driver.Error
	if errors.Is(err, ErrDamaged) || !errors.As(err, &e) {
		return err
	}
	switch e.Type { //nolint:exhaustive // the others are about a statement
	case driver.ErrorTypeFatal, driver.ErrorTypeSerialization, driver.ErrorTypeInternal:
		return errors.Join(ErrDamaged, err)
	case driver.ErrorTypeIO:
		if strings.Contains(e.Msg, "orrupt") || strings.Contains(e.Msg, "checksum") {
			return errors.Join(ErrDamaged, err)
		}
	}
	return err
}
