// Command touchstone is the whole program: the server, and commands that work whether or not it runs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	_ "time/tzdata" // zones of organisations, wherever this runs

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/duckdb"
	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/db"
)

var version = "development" // set by the build

const usage = `Touchstone, customer-experience management that you run yourself.

  touchstone serve              run the server
  touchstone setup              make an organisation and its owner, without a browser
  touchstone token create       make an API token
  touchstone operator           say which organisation runs the installation
  touchstone import             bring a file of signals in
  touchstone demo               make an invented contact centre to look around in
  touchstone analytics rebuild  project the log into analytics anew
  touchstone openapi            print the description of the API
  touchstone version            print the version

Each explains itself with --help.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go tendMemory(ctx)
	err := run(ctx, os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "touchstone:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

func run(ctx context.Context, args []string) error {
	name := strings.Join(args[:min(len(args), 2)], " ")
	switch {
	case len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h":
		fmt.Print(usage)
		return nil
	case args[0] == "serve":
		return serve(ctx, args[1:])
	case args[0] == "setup":
		return setup(ctx, args[1:])
	case name == "token create":
		return tokenCreate(ctx, args[2:])
	case args[0] == "operator":
		return appoint(ctx, args[1:])
	case args[0] == "import":
		return importFile(ctx, args[1:])
	case args[0] == "demo":
		return makeDemo(ctx, args[1:])
	case name == "analytics rebuild":
		return rebuild(ctx, args[2:])
	case args[0] == "openapi":
		return openapi(ctx, args[1:])
	case args[0] == "version":
		return printVersion(args[1:])
	}
	return fmt.Errorf("there is no command %q; touchstone --help lists them", name)
}

// flags makes a command's flags with its help: one line of what it does, and an example.
func flags(name, what, example string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(os.Stdout)
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "%s\n\nExample:\n  %s\n\nFlags:\n", what, example)
		f.PrintDefaults()
	}
	return f
}

// settings are the flags every command has.
type settings struct{ data, database *string }

func common(f *flag.FlagSet) settings {
	return settings{
		data:     f.String("data", "data", "the folder that holds everything"),
		database: f.String("database", "", "postgres://… as system of record (or set database in touchstone.toml)"),
	}
}

// load reads the configuration of the data folder, flags last.
func (s settings) load() (app.Config, error) {
	c, err := app.Load(*s.data, os.LookupEnv)
	if err != nil {
		return c, err
	}
	if *s.database != "" {
		c.Database = *s.database
	}
	return c, c.Validate()
}

func logger(c app.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // Validate has seen it
	l := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	slog.SetDefault(l)
	return l
}

// engines opens DuckDB in the data folder, anew where its file is damaged: it is a copy of the log.
func engines(log *slog.Logger) app.Engines {
	return func(c app.Config, _ *db.DB) (analytics.Engine, error) {
		e, reset, err := duckdb.OpenOrReset(filepath.Join(c.Data, "analytics.duckdb"), duckdb.Options{MemoryMB: c.AnalyticsMB})
		if err != nil {
			return nil, err
		}
		if reset {
			log.Warn("the analytical file was damaged and is being rebuilt from the log")
		}
		return analytics.Cached(e, analytics.CacheOptions{}), nil
	}
}

func open(c app.Config) func(context.Context) (*app.App, error) {
	return func(ctx context.Context) (*app.App, error) {
		log := logger(c)
		return app.New(ctx, c, version, engines(log), log)
	}
}

func serve(ctx context.Context, args []string) error {
	f := flags("serve", "Run the server. It prints \"listening on http://…\" when it is ready.",
		"touchstone serve --data /var/lib/touchstone --listen 0.0.0.0:8080 --public-url https://cx.example.org")
	s := common(f)
	listen := f.String("listen", "", "address to listen on (default 127.0.0.1:8080)")
	public := f.String("public-url", "", "the address people and phones reach the server by (default: the one it listens on)")
	if err := f.Parse(args); err != nil {
		return err
	}
	c, err := s.load()
	if err != nil {
		return err
	}
	if *listen != "" {
		c.Listen = *listen
	}
	if *public != "" {
		c.PublicURL = *public
	}
	unlock, err := app.Lock(c.Data)
	if err != nil {
		return err
	}
	defer unlock()
	a, err := open(c)(ctx)
	if err != nil {
		return err
	}
	needs, err := a.Identity.NeedsSetup(ctx)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	err = a.Serve(ctx, func(address string) {
		fmt.Println("listening on " + address)
		if needs {
			fmt.Println("Open it to set up your organisation. From another machine the set-up code is needed: " + a.Identity.SetupCode())
		}
	})
	return errors.Join(err, a.Close())
}

func printVersion(args []string) error {
	if err := flags("version", "Print the version.", "touchstone version").Parse(args); err != nil {
		return err
	}
	fmt.Println("touchstone", version)
	return nil
}

func openapi(ctx context.Context, args []string) error {
	if err := flags("openapi", "Print the description of the API.", "touchstone openapi > openapi.yaml").Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "touchstone")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	c := app.Defaults()
	c.Data = dir
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	a, err := app.New(ctx, c, "1", engines(quiet), quiet)
	if err != nil {
		return err
	}
	b, err := a.API.Huma.OpenAPI().YAML()
	if err != nil {
		return errors.Join(err, a.Close())
	}
	_, err = os.Stdout.Write(b)
	return errors.Join(err, a.Close())
}
