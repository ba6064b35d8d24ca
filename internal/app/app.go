// Package app is the only place that knows every capability: it opens, wires, runs and closes them.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync/atomic"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/audit"
	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/characteristic"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/demo"
	"github.com/touchstone-cx/touchstone/internal/driver"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/exporting"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/impact"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/journey"
	"github.com/touchstone-cx/touchstone/internal/loyalty"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/moment"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/operator"
	"github.com/touchstone-cx/touchstone/internal/praise"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/reply"
	"github.com/touchstone-cx/touchstone/internal/reporting"
	"github.com/touchstone-cx/touchstone/internal/roster"
	"github.com/touchstone-cx/touchstone/internal/seal"
	"github.com/touchstone-cx/touchstone/internal/search"
	"github.com/touchstone-cx/touchstone/internal/sentiment/vader"
	"github.com/touchstone-cx/touchstone/internal/setup"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/value"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/migrations"
)

// App is the program, wired. Tests use its fields as the capabilities they are.
type App struct {
	Config       Config
	DB           *db.DB
	Engine       analytics.Engine
	Jobs         *jobs.Queue
	Mail         *mail.Mail
	Notify       *notify.Notify
	Hub          *web.Hub
	API          *web.API
	Audit        *audit.Trail
	Identity     *identity.Identity
	Points       *touchpoint.Points
	Staff        *employee.Staff
	Customers    *customer.Customers
	Metrics      *metric.Metrics
	Log          *signal.Log
	Imports      *importing.Imports
	Surveys      *survey.Surveys
	Rosters      *roster.Rosters
	Cases        *casework.Cases
	Expectations *expectation.Expectations
	Promises     *promise.Promises
	Values       *value.Values
	Loyalty      *loyalty.Loyalty
	Journeys     *journey.Journeys
	Moments      *moment.Moments
	Drivers      *driver.Drivers
	Areas        *impact.Areas
	Traits       *characteristic.Characteristics
	Search       *search.Search
	Replies      *reply.Replies
	Exports      *exporting.Exports
	Reports      *reporting.Reports
	Demos        *demo.Demos
	Operator     *operator.Operator
	Boards       *dashboard.Dashboards
	Slog         *slog.Logger
	Praise       *praise.Praise
	Guide        *setup.Guide

	handler  http.Handler
	stopping atomic.Bool
	stop     []func(context.Context) error
}

// Engines makes the analytical engine: DuckDB in the program, the reference engine where cgo isn't wanted.
type Engines func(c Config, d *db.DB) (analytics.Engine, error)

// New opens the database, migrates it and wires every capability. Nothing runs yet.
func New(ctx context.Context, c Config, version string, engines Engines, log *slog.Logger) (a *App, err error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	a = &App{Config: c, Slog: log, Hub: web.NewHub()}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.DB, err = db.Open(c.target(), db.Options{}); err != nil {
		return a, err
	}
	if err = a.DB.RefuseSuperuser(ctx); err != nil {
		return a, err
	}
	if err = a.DB.Migrate(ctx, migrations.Files); err != nil {
		return a, fmt.Errorf("migrate: %w", err)
	}
	if a.Engine, err = engines(c, a.DB); err != nil {
		return a, fmt.Errorf("open analytics: %w", err)
	}
	blobs, err := blob.Open(filepath.Join(c.Data, "blobs"))
	if err != nil {
		return a, err
	}
	uploads, err := blob.Open(filepath.Join(c.Data, "uploads"))
	if err != nil {
		return a, err
	}
	if err = a.core(version); err != nil {
		return a, err
	}
	a.capabilities(blobs, uploads)
	a.routes(version)
	return a, a.Identity.Repair(ctx)
}

// core makes what every capability may use.
func (a *App) core(version string) (err error) {
	a.Jobs = jobs.New(a.DB, a.Slog)
	a.Audit = &audit.Trail{DB: a.DB}
	if a.Identity, err = identity.New(a.DB, a.Audit, a.Slog); err != nil {
		return err
	}
	a.Identity.Version, a.Identity.Public = version, a.Config.PublicURL
	if a.Identity.Keys, err = seal.Open(filepath.Join(a.Config.Data, "secret.key")); err != nil {
		return err
	}
	if err := a.mail(); err != nil {
		return err
	}
	a.Notify = &notify.Notify{DB: a.DB, Mail: a.Mail, People: a.Identity, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub,
		Public: a.Config.address(), Slog: a.Slog}
	a.Notify.Handlers(a.Jobs)
	a.Identity.Mail, a.Identity.Jobs = a.Mail, a.Jobs
	a.Identity.Handlers(a.Jobs)
	a.Points = &touchpoint.Points{DB: a.DB, Audit: a.Audit}
	a.Staff = &employee.Staff{DB: a.DB, Audit: a.Audit}
	a.Customers = &customer.Customers{DB: a.DB, Audit: a.Audit}
	book := &codebook.Book{DB: a.DB}
	a.Metrics = &metric.Metrics{DB: a.DB, Audit: a.Audit, Engine: a.Engine, Book: book, People: a.Identity,
		Names: &naming{points: a.Points, staff: a.Staff}}
	a.Log = &signal.Log{DB: a.DB, Metrics: a.Metrics, Points: a.Points, Staff: a.Staff, Customers: a.Customers, People: a.Identity,
		Book: book, Engine: a.Engine, Sentiment: vader.New(), Audit: a.Audit, Hub: a.Hub, Slog: a.Slog}
	a.Identity.OnCreate = append(a.Identity.OnCreate, a.Metrics.AddStandard)
	a.Identity.ZoneChanged = a.zoneChanged
	a.handleRebuild()
	a.tidyOnce()
	return nil
}

// background starts what runs beside requests: the consumers of the log and the jobs.
func (a *App) background(ctx context.Context) {
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	wait := a.Log.Start(inner)
	flushed := a.Surveys.Start(inner)
	a.Jobs.Start(inner, a.Config.Workers)
	a.stop = append(a.stop, func(stopCtx context.Context) error {
		err := a.Jobs.Stop(stopCtx)
		cancel()
		wait()
		flushed()
		return err
	})
}

// Close releases everything; it is safe on a half-made App.
func (a *App) Close() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	a.Hub.Close()
	for i := len(a.stop) - 1; i >= 0; i-- {
		err = errors.Join(err, a.stop[i](ctx))
	}
	a.stop = nil
	if a.Engine != nil {
		err = errors.Join(err, a.Engine.Close())
		a.Engine = nil
	}
	if a.DB != nil {
		err = errors.Join(err, a.DB.Close())
	}
	return err
}
