// Command bench measures what the product promises, each beside its limit or a peer in the same run, and prints one table.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// result is one line of the table.
type result struct {
	what, measured, limit, aim string
	ok                         bool
}

type bench struct {
	name string
	run  func() ([]result, error)
}

func main() {
	only := flag.String("only", "", "run only the benchmarks whose name contains this")
	seconds := flag.Int("seconds", 10, "how long each load lasts")
	flag.Parse()
	s := settings{seconds: *seconds}
	all := []bench{
		{"ingest", s.ingest},
		{"figures", s.figures},
		{"live", s.live},
		{"importing", s.importing},
		{"survey", s.survey},
		{"search", s.search},
		{"inbox", s.inbox},
		{"staff", s.staff},
		{"statistics", s.statistics},
	}
	var lines []result
	failed := false
	for _, b := range all {
		if !strings.Contains(b.name, *only) {
			continue
		}
		fmt.Fprintln(os.Stderr, "running", b.name)
		rs, err := b.run()
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", b.name, err)
			os.Exit(1)
		}
		lines = append(lines, rs...)
	}
	fmt.Printf("On %d cores, the load beside the server:\n\n", runtime.NumCPU())
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\tat least\taim\t")
	for _, r := range lines {
		verdict := "met"
		if !r.ok {
			verdict, failed = "MISSED", true
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.what, r.measured, r.limit, r.aim, verdict)
	}
	_ = w.Flush() // standard output
	if failed {
		os.Exit(2)
	}
}
