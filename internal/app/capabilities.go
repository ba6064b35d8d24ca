package app

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/characteristic"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/demo"
	"github.com/touchstone-cx/touchstone/internal/driver"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/impact"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/journey"
	"github.com/touchstone-cx/touchstone/internal/loyalty"
	"github.com/touchstone-cx/touchstone/internal/moment"
	"github.com/touchstone-cx/touchstone/internal/operator"
	"github.com/touchstone-cx/touchstone/internal/praise"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/reply"
	"github.com/touchstone-cx/touchstone/internal/roster"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
	"github.com/touchstone-cx/touchstone/internal/value"
)

// capabilities makes what hangs on the core, and plugs their reactions in.
func (a *App) capabilities(blobs, uploads *blob.Store) {
	a.Imports = &importing.Imports{DB: a.DB, Log: a.Log, Metrics: a.Metrics, People: a.Identity, Jobs: a.Jobs, Blobs: uploads, Shared: blobs,
		Audit: a.Audit, Hub: a.Hub, Slog: a.Slog, Root: a.Config.ImportRoot}
	a.Imports.Handlers(a.Jobs)

	a.Rosters = &roster.Rosters{DB: a.DB, Jobs: a.Jobs, Imports: a.Imports, People: a.Identity, Staff: a.Staff, Customers: a.Customers,
		Audit: a.Audit, Hub: a.Hub}
	a.Rosters.Handlers(a.Jobs)

	a.Surveys = &survey.Surveys{DB: a.DB, Log: a.Log, Metrics: a.Metrics, People: a.Identity, Blobs: blobs, Audit: a.Audit, Hub: a.Hub, Slog: a.Slog}
	a.Surveys.Handlers(a.Jobs)
	a.Log.Follow(a.Surveys.Consumer())

	a.Cases = &casework.Cases{DB: a.DB, Log: a.Log, Metrics: a.Metrics, People: a.Identity, Points: a.Points, Customers: a.Customers,
		Audit: a.Audit, Hub: a.Hub, Slog: a.Slog}
	a.Cases.Handlers(a.Jobs)
	a.Log.Follow(a.Cases.Consumer())
	a.Log.CasesOf = a.Cases.CasesOf
	a.Customers.Reach, a.Customers.Scores = a.Cases.Meets, a.Log.ScoresOf
	a.Customers.Timeline = append(append(a.Customers.Timeline, a.Log.Timeline()), a.Cases.Timeline()...)

	a.Expectations = &expectation.Expectations{DB: a.DB, Log: a.Log, Metrics: a.Metrics, People: a.Identity, Points: a.Points, Audit: a.Audit, Slog: a.Slog}
	a.Expectations.Handlers(a.Jobs)
	a.Promises = &promise.Promises{DB: a.DB, Metrics: a.Metrics, Points: a.Points, People: a.Identity, Audit: a.Audit}
	a.Values = &value.Values{DB: a.DB, People: a.Identity, Customers: a.Customers, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub}
	a.Values.Handlers(a.Jobs)
	a.Loyalty = &loyalty.Loyalty{DB: a.DB, People: a.Identity, Points: a.Points, Values: a.Values, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub}
	a.Loyalty.Handlers(a.Jobs)
	a.Journeys = &journey.Journeys{DB: a.DB, Metrics: a.Metrics, Points: a.Points, Promises: a.Promises, Audit: a.Audit, Hub: a.Hub, Presence: &journey.Presence{Hub: a.Hub, Now: a.DB.Now}}
	a.Journeys.Signals, a.Journeys.Cases = a.Log, a.openCases
	a.Moments = &moment.Moments{DB: a.DB, Log: a.Log, Metrics: a.Metrics, Points: a.Points, Staff: a.Staff, Cases: a.Cases, People: a.Identity,
		Audit: a.Audit, Hub: a.Hub}
	a.Journeys.Moments = a.momentsAt
	a.Log.Follow(a.Moments.Consumer())
	a.Log.Follow(a.Expectations.Consumer())
	a.Drivers = &driver.Drivers{DB: a.DB, Metrics: a.Metrics, Engine: a.Engine, People: a.Identity, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub, Slog: a.Slog}
	a.Drivers.Handlers(a.Jobs)
	a.Traits = &characteristic.Characteristics{DB: a.DB, Metrics: a.Metrics, People: a.Identity, Audit: a.Audit}
	a.Metrics.Mentions = append(a.Metrics.Mentions, a.Traits.MentionsMetric)

	a.Areas = &impact.Areas{DB: a.DB, Metrics: a.Metrics, Points: a.Points, People: a.Identity, Jobs: a.Jobs, Audit: a.Audit, Hub: a.Hub,
		Complained: a.Cases.Complained, Value: a.worth, Bound: a.bound, Effects: a.effects}
	a.Journeys.AtRisk = a.atRisk
	a.Areas.Handlers(a.Jobs)
	a.Metrics.Mentions = append(a.Metrics.Mentions, a.Areas.MentionsMetric)

	a.Boards = &dashboard.Dashboards{DB: a.DB, Metrics: a.Metrics, People: a.Identity, Audit: a.Audit, Hub: a.Hub}
	a.finding()

	a.Replies = &reply.Replies{DB: a.DB, Cases: a.Cases, Customers: a.Customers, People: a.Identity, Mail: a.Mail, Notify: a.Notify, Jobs: a.Jobs,
		Blobs: blobs, Audit: a.Audit, Hub: a.Hub, Public: a.Config.address(), Slog: a.Slog}
	a.Replies.MayContact, a.Replies.Promises = a.mayContact(customer.ForService), a.promised
	a.Replies.Log, a.Replies.Metrics, a.Replies.MaySurvey, a.Replies.Invite = a.Log, a.Metrics, a.mayContact(customer.ForSurvey), a.invite
	a.Surveys.Answered, a.Cases.Ended = a.Replies.Answered, a.Replies.Ended
	a.Log.Follow(a.Replies.Consumer())
	a.Praise = &praise.Praise{DB: a.DB, Log: a.Log, People: a.Identity, Notify: a.Notify, Audit: a.Audit, Hub: a.Hub, Slog: a.Slog}
	a.Cases.Praise = func(ctx context.Context, tx *db.Tx, org db.Org, rule casework.RuleRef, e *signal.Logged, why string) error {
		return a.Praise.Heard(ctx, tx, org, string(rule.ID), e, why)
	}
	a.Log.Follow(a.Praise.Consumer())
	a.Replies.Handlers(a.Jobs)
	a.Customers.Timeline = append(a.Customers.Timeline, a.Replies.Timeline()...)
	a.Cases.Notices = a.tellOfCase

	a.tellOfEnds()

	a.Operator = &operator.Operator{DB: a.DB, People: a.Identity, Metrics: a.Metrics, Jobs: a.Jobs, Audit: a.Audit}
	a.Operator.Handlers(a.Jobs)

	a.Demos = &demo.Demos{DB: a.DB, Log: a.Log, Metrics: a.Metrics, Engine: a.Engine, People: a.Identity, Points: a.Points, Staff: a.Staff,
		Customers: a.Customers, Cases: a.Cases, Jobs: a.Jobs, Audit: a.Audit, Slog: a.Slog}
	a.Demos.Handlers(a.Jobs)

	a.guide()

	a.Metrics.Mentions = append(a.Metrics.Mentions, a.Surveys.MentionsMetric, a.Cases.MentionsMetric, a.Boards.MentionsMetric, a.Promises.MentionsMetric,
		a.Moments.MentionsMetric)
}
