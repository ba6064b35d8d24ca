// Command gotest reads `go test -json` on standard input, prints what a person wants to see of it, and appends how many
// tests passed and failed as one line to the file it is given.
//
// A skipped test counts as failed: what couldn't be checked wasn't. So does a package that didn't build or crashed. The
// exit code is 1 when anything failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of `go test -json` (see `go doc test2json`).
type event struct {
	Action      string
	Package     string
	ImportPath  string // instead of Package in lines about building
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// run is what has been seen so far.
type run struct {
	out            io.Writer
	passed, failed int
	output         map[[2]string]*strings.Builder // by package and test, until its outcome is known
	tests          map[string]int                 // by package
	broken         map[string]bool                // packages of which a test failed
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json … | gotest FILE")
		os.Exit(2)
	}
	r := &run{out: os.Stdout, output: map[[2]string]*strings.Builder{}, tests: map[string]int{}, broken: map[string]bool{}}
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
	if err := appendLine(os.Args[1], fmt.Sprintf("%d %d\n", r.passed, r.failed)); err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
	if r.failed > 0 {
		os.Exit(1)
	}
}

func appendLine(path, line string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the tally: %w", err)
	}
	if _, err := f.WriteString(line); err != nil {
		_ = f.Close()
		return fmt.Errorf("write the tally: %w", err)
	}
	return f.Close()
}

func (r *run) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, lines.Text()) // what the go command says beside the stream, such as a broken go.mod
			continue
		}
		r.see(e)
	}
	return lines.Err()
}

func (r *run) see(e event) {
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "output":
		if r.output[key] == nil {
			r.output[key] = &strings.Builder{}
		}
		r.output[key].WriteString(e.Output)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test != "" {
			r.test(e)
		} else {
			r.pkg(e)
		}
		delete(r.output, key)
	}
}

func (r *run) test(e event) {
	r.tests[e.Package]++
	if e.Action == "pass" {
		r.passed++
		return
	}
	r.failed++
	r.broken[e.Package] = true
	if e.Action == "skip" {
		fmt.Fprintf(r.out, "--- %s: %s skipped, which counts as failed\n", e.Package, e.Test)
	}
	r.print(e)
}

// pkg closes a package. One that failed without a failed test (it didn't build, timed out, or called os.Exit) counts as one.
func (r *run) pkg(e event) {
	switch {
	case e.Action == "fail":
		if !r.broken[e.Package] || e.FailedBuild != "" {
			r.failed++
		}
		r.print(e)
		r.leftovers(e.Package)
	case e.Action == "pass" && r.tests[e.Package] > 0:
		fmt.Fprintf(r.out, "ok   %s  %d tests  %.1fs\n", e.Package, r.tests[e.Package], e.Elapsed)
	}
}

// leftovers prints what tests said that never came to an outcome: the one that panicked or hung is among them.
func (r *run) leftovers(pkg string) {
	for key, said := range r.output {
		if key[0] == pkg && key[1] != "" {
			fmt.Fprint(r.out, said.String())
			delete(r.output, key)
		}
	}
}

func (r *run) print(e event) {
	if said := r.output[[2]string{e.Package, e.Test}]; said != nil {
		fmt.Fprint(r.out, said.String())
	}
}
