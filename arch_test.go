package touchstone

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of our own packages; without it the test would check nothing, so the test checks that too.
const module = "github.com/touchstone-cx/touchstone"

// Words of the table that stand for several packages.
const (
	ground = "ground" // knows no business
	core   = "core"   // what every capability may use
	all    = "all"    // whatever may be imported at all
)

var groups = map[string][]string{
	ground: {
		"internal/problem", "internal/db", "internal/jobs", "internal/blob", "internal/analytics", "internal/sentiment", "internal/masking", "internal/web",
		"internal/mail", "internal/seal", "internal/calendar", "stats",
	},
	core: {
		"internal/codebook", "internal/identity", "internal/audit", "internal/touchpoint", "internal/employee", "internal/customer",
		"internal/metric", "internal/signal", "internal/notify",
	},
}

// allowed lists every import between our own packages, lowest first. A package that isn't here fails the test; a new
// arrow is a one-line change that a reviewer sees. Calls go down. What goes up is a job or a consumer of the log.
var allowed = map[string][]string{
	"stats":           {},
	"stats/agreement": {"stats"},
	"stats/chart":     {"stats"},
	"stats/drivers":   {"stats"},
	"stats/lifetime":  {"stats"},
	"stats/money":     {"stats"},
	"migrations":      {},
	"ui":              {},
	"scripts/gotest":  {},
	"e2e":             {}, // meets the program as people and machines do: from outside

	"internal/problem":                 {},
	"internal/db":                      {"internal/problem"},
	"internal/db/dbtest":               {"internal/db", "migrations"},
	"internal/jobs":                    {"internal/db", "internal/problem", "internal/web"},
	"internal/blob":                    {"internal/problem"},
	"internal/seal":                    {},
	"internal/analytics":               {"internal/db"},
	"internal/analytics/analyticstest": {"internal/analytics", "internal/db"},
	"internal/analytics/sqlengine":     {"internal/analytics", "internal/db"},
	"internal/analytics/duckdb":        {"internal/analytics", "internal/db"},
	"internal/sentiment":               {},
	"internal/masking":                 {},
	"internal/sentiment/vader":         {"internal/sentiment"},
	"internal/web":                     {"internal/db", "internal/problem"},
	"internal/calendar":                {"internal/problem"},

	"internal/mail":          {"internal/db", "internal/jobs", "internal/problem", "internal/seal", "internal/web"},
	"internal/mail/smtp":     {"internal/mail"},
	"internal/mail/mailtest": {"internal/mail", "internal/mail/smtp"},

	"internal/identity":   {ground},
	"internal/audit":      {ground, "internal/identity"},
	"internal/touchpoint": {ground, "internal/identity", "internal/audit"},
	"internal/employee":   {ground, "internal/identity", "internal/audit"},
	"internal/customer":   {ground, "internal/identity", "internal/audit"},
	"internal/codebook":   {"internal/analytics", "internal/db", "internal/problem"},
	"internal/metric": {
		ground, "internal/codebook", "internal/identity", "internal/audit", "internal/touchpoint", "internal/employee", "internal/customer",
	},
	"internal/signal": {
		ground, "internal/codebook", "internal/identity", "internal/audit", "internal/touchpoint", "internal/employee", "internal/customer",
		"internal/metric",
	},

	"internal/notify": {ground, "internal/identity", "internal/audit"},

	"internal/importing":          {ground, core, "internal/importing/workbook"},
	"internal/importing/workbook": {"internal/problem"},
	"internal/survey":             {ground, core},
	"internal/expectation":        {ground, core},
	"internal/promise":            {ground, core},
	"internal/value":              {ground, core, "stats/lifetime", "stats/money"},
	"internal/loyalty":            {ground, core, "internal/value", "stats/lifetime", "stats/money"},
	"internal/journey":            {ground, core, "internal/promise", "internal/journey/cjml", "internal/journey/drawing"},
	"internal/journey/cjml":       {},
	"internal/journey/drawing":    {},
	"internal/moment":             {ground, core, "internal/casework"},
	"internal/impact":             {ground, core, "internal/casework", "stats/money"},
	"internal/dashboard":          {ground, core},
	"internal/characteristic":     {ground, core},
	"internal/driver":             {ground, core, "stats/drivers"},
	"internal/casework":           {ground, core},
	"internal/operator":           {ground, core},
	"internal/search":             {ground, core},
	"internal/roster":             {ground, core, "internal/importing"},
	"internal/demo":               {ground, core, "internal/casework"},
	"internal/praise":             {ground, core},
	"internal/reply":              {ground, core, "internal/casework"},
	"internal/reporting":          {ground, core, "internal/dashboard", "internal/mail"},
	"internal/exporting":          {ground, core},
	"internal/setup":              {ground, core, "internal/survey", "internal/expectation", "internal/casework", "internal/promise"},

	"internal/app":         {all},
	"internal/app/apptest": {all},
	"cmd/touchstone":       {all, "internal/analytics/duckdb"},
	"bench":                {all, "internal/analytics/duckdb"},
}

// inTests are packages that every test may import beside what its package may.
var inTests = []string{
	"migrations", "internal/db/dbtest", "internal/analytics/analyticstest", "internal/app", "internal/app/apptest",
	"internal/mail/mailtest", "internal/mail/smtp",
	"internal/analytics/sqlengine", // the engine that needs no cgo, for figures in tests
}

// notInAll is what "all" leaves out: whoever links the embedded analytical database needs a C++ compiler.
var notInAll = []string{"internal/analytics/duckdb"}

// outside says which of our packages may import a library that is easily reached for by mistake.
var outside = map[string][]string{
	"github.com/duckdb/":              {"internal/analytics/duckdb", "bench"}, // bench asks it the same by hand, as the peer
	"modernc.org/sqlite":              {"internal/db", "e2e"},                 // e2e looks into the log behind the program's back
	"github.com/jackc/pgx":            {"internal/db"},
	"github.com/jonreiter/govader":    {"internal/sentiment/vader"},
	"github.com/alexedwards/argon2id": {"internal/identity"},
	"github.com/wneessen/go-mail":     {"internal/mail/smtp"},
	"github.com/emersion/go-smtp":     {"internal/mail", "internal/mail/mailtest"},
	"github.com/pquerna/otp":          {"internal/identity"},
}

// pure is all that stats and the packages below it may import: anything else might do I/O or keep state.
var pure = []string{"cmp", "errors", "fmt", "hash/fnv", "math", "slices", "sort", "strings", "sync", "gonum.org/v1/gonum", module + "/stats"}

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func TestImportsFollowTheTable(t *testing.T) {
	packages, err := list()
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 3 {
		t.Fatalf("only %d packages of %s: is that still the module?", len(packages), module)
	}
	for _, v := range violations(packages) {
		t.Error(v)
	}
}

func TestTheTableRefuses(t *testing.T) {
	own := func(path string) string { return module + "/" + path }
	for want, p := range map[string]listed{
		"internal/surprise isn't in the table":                        {ImportPath: own("internal/surprise")},
		"internal/survey must not import internal/casework":           {ImportPath: own("internal/survey"), Imports: []string{own("internal/casework")}},
		"internal/db must not import internal/identity":               {ImportPath: own("internal/db"), Imports: []string{own("internal/identity")}},
		"stats must not import internal/problem":                      {ImportPath: own("stats"), Imports: []string{own("internal/problem")}},
		"stats must not import os":                                    {ImportPath: own("stats"), Imports: []string{"os"}},
		"stats/money must not import time":                            {ImportPath: own("stats/money"), Imports: []string{"time"}},
		"internal/app must not import internal/analytics/duckdb":      {ImportPath: own("internal/app"), Imports: []string{own("internal/analytics/duckdb")}},
		"internal/web must not import github.com/duckdb/duckdb-go/v2": {ImportPath: own("internal/web"), Imports: []string{"github.com/duckdb/duckdb-go/v2"}},
		"tests of internal/survey must not import internal/casework":  {ImportPath: own("internal/survey"), XTestImports: []string{own("internal/casework")}},
		"internal/survey must not import internal/db/dbtest":          {ImportPath: own("internal/survey"), Imports: []string{own("internal/db/dbtest")}},
	} {
		if got := violations([]listed{p}); !slices.Equal(got, []string{want}) {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestTheTableAllows(t *testing.T) {
	own := func(path string) string { return module + "/" + path }
	for _, p := range []listed{
		{ImportPath: own("internal/survey"), Imports: []string{"net/http", own("internal/signal"), own("internal/db"), own("stats")}},
		{ImportPath: own("internal/survey"), XTestImports: []string{own("internal/survey"), own("internal/db/dbtest"), own("internal/app/apptest")}},
		{ImportPath: own("internal/analytics/duckdb"), Imports: []string{"github.com/duckdb/duckdb-go/v2"}, TestImports: []string{own("internal/analytics/sqlengine")}},
		{ImportPath: own("cmd/touchstone"), Imports: []string{own("internal/app"), own("internal/analytics/duckdb"), own("ui")}},
		{ImportPath: own("stats"), Imports: []string{"math", "math/big", "gonum.org/v1/gonum/stat/distuv"}, XTestImports: []string{"pgregory.net/rapid", own("stats")}},
	} {
		if got := violations([]listed{p}); got != nil {
			t.Errorf("%s: %q", p.ImportPath, got)
		}
	}
}

// list asks the go command for every package of the module, long tests included.
func list() ([]listed, error) {
	if err := look(); err != nil {
		return nil, err
	}
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-tags", "long", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.Bytes())
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		if strings.HasPrefix(p.ImportPath, module+"/") { // the root holds this test alone
			packages = append(packages, p)
		}
	}
}

// look reads every folder of Go code and does nothing with it. The go command keeps the result of a test until a file or
// folder that the test itself opened has changed; what a program started by the test reads doesn't count, so that without
// this a forbidden import would go unseen until something else ran the test again.
func look() error {
	elsewhere := []string{"bin", "data", "docs", "ui", "node_modules"}
	return filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains(elsewhere, d.Name())) {
			return fs.SkipDir
		}
		return err
	})
}

// violations says in a sentence each what the table doesn't allow.
func violations(packages []listed) (found []string) {
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		may, declared := allowed[name]
		if !declared {
			found = append(found, name+" isn't in the table")
			continue
		}
		mayTest := slices.Concat(may, inTests, []string{name})
		for _, imp := range p.Imports {
			if !permitted(name, imp, may) || within(name, []string{"stats"}) && !within(imp, pure) {
				found = append(found, name+" must not import "+strings.TrimPrefix(imp, module+"/"))
			}
		}
		for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
			if !permitted(name, imp, mayTest) {
				found = append(found, "tests of "+name+" must not import "+strings.TrimPrefix(imp, module+"/"))
			}
		}
	}
	return found
}

// permitted reports whether package name may import imp, given the words and packages of its row.
func permitted(name, imp string, may []string) bool {
	path, own := strings.CutPrefix(imp, module+"/")
	if !own {
		for library, users := range outside {
			if strings.HasPrefix(imp, library) && !slices.Contains(users, name) {
				return false
			}
		}
		return true
	}
	for _, word := range may {
		switch {
		case word == path, slices.Contains(groups[word], path):
			return true
		case word == all && !slices.Contains(notInAll, path):
			return true
		}
	}
	return false
}

// within reports whether an import is one of these paths or below one.
func within(imp string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return imp == p || strings.HasPrefix(imp, p+"/") })
}
