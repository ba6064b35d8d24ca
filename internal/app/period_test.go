package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/jobs"
)

// moments fills an organisation in Zurich with one answer at each moment.
func moments(t *testing.T, at ...string) (*apptest.App, *apptest.Org) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "Zurich")
	for _, s := range at {
		put(t, a, o.Owner, signal(object{"at": s}))
	}
	a.CatchUp(t, o)
	return a, o
}

func TestAPeriodBeginsInclusiveAndEndsExclusiveInTheOrganisationsZone(t *testing.T) {
	t.Parallel()
	// Midnight of 1 May in Zurich is 22:00 UTC of the day before; of 1 January, 23:00.
	a, o := moments(t, "2026-04-30T21:59:59.999999Z", "2026-04-30T22:00:00Z", "2026-04-30T22:30:00Z", "2026-05-31T21:59:59Z", "2026-05-31T22:00:00Z")
	if n := count(t, a, o.Owner, "from", "2026-05-01", "to", "2026-06-01"); n != 3 {
		t.Errorf("May has %d", n)
	}
	if n := count(t, a, o.Owner, "from", "2026-04-30T22:00:00Z", "to", "2026-05-31T22:00:00Z"); n != 3 {
		t.Errorf("May by exact times has %d", n)
	}
	if n := count(t, a, o.Owner, "to", "1970-01-01"); n != 0 {
		t.Errorf("before 1970: %d", n)
	}
	if got := said(figure(t, a, o.Owner, "metric", "nps", "by", "month")); got != "2026-04=100.0(1) 2026-05=100.0(3) 2026-06=100.0(1)" {
		t.Errorf("%s", got)
	}
	if n := total(t, a, o.Owner, "?from=2026-05-01&to=2026-06-01"); n != 3 {
		t.Errorf("%d signals behind May", n)
	}
}

func TestDaysOfTwentyThreeAndTwentyFiveHoursAreWhole(t *testing.T) {
	t.Parallel()
	a, o := moments(t,
		"2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-28T23:30:00Z", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z",
		"2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-24T22:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")
	got := said(figure(t, a, o.Owner, "metric", "nps", "by", "day"))
	if want := "2026-03-28=100.0(1) 2026-03-29=100.0(5) 2026-03-30=100.0(1) 2026-10-24=100.0(1) 2026-10-25=100.0(5) 2026-10-26=100.0(1)"; got != want {
		t.Errorf("%s", got)
	}
	if n := count(t, a, o.Owner, "from", "2026-03-29", "to", "2026-03-30"); n != 5 {
		t.Errorf("the short day has %d", n)
	}
	if n := count(t, a, o.Owner, "from", "2026-10-25", "to", "2026-10-26"); n != 5 {
		t.Errorf("the long day has %d", n)
	}
}

func TestWeeksQuartersAndYearsOverNewYear(t *testing.T) {
	t.Parallel()
	// 2024-12-30 is the Monday of 2025-W01; 2021-01-03 the Sunday of 2020-W53. All at noon UTC, but the last: New Year in Zurich.
	a, o := moments(t, "2024-12-29T12:00:00Z", "2024-12-30T12:00:00Z", "2025-01-05T12:00:00Z", "2025-01-06T12:00:00Z", "2021-01-03T12:00:00Z", "2020-12-31T23:30:00Z")
	for by, want := range map[string]string{
		"week":    "2020-W53=100.0(2) 2024-W52=100.0(1) 2025-W01=100.0(2) 2025-W02=100.0(1)",
		"quarter": "2021-Q1=100.0(2) 2024-Q4=100.0(2) 2025-Q1=100.0(2)",
		"year":    "2021=100.0(2) 2024=100.0(2) 2025=100.0(2)",
	} {
		if got := said(figure(t, a, o.Owner, "metric", "nps", "by", by)); got != want {
			t.Errorf("by %s: %s", by, got)
		}
	}
}

func TestAChangedZoneCutsEveryDayAnew(t *testing.T) {
	t.Parallel()
	a, o := moments(t, "2026-05-04T21:59:00Z", "2026-05-04T22:01:00Z")
	before := figure(t, a, o.Owner, "metric", "nps", "by", "day")
	if got := said(before); got != "2026-05-04=100.0(1) 2026-05-05=100.0(1)" {
		t.Fatalf("in Zurich: %s", got)
	}
	a.Must(t, 200, "PATCH", "/organisation", o.Owner, object{"zone": "America/New_York"})
	runJobs(t, a, o, "analytics.rebuild")
	after := figure(t, a, o.Owner, "metric", "nps", "by", "day")
	if got := said(after); got != "2026-05-04=100.0(2)" {
		t.Errorf("in New York: %s", got)
	}
	if before.Receipt == after.Receipt {
		t.Error("other days have the same receipt")
	}
	a.Run(t, []apptest.Scenario{
		{Name: "a zone that isn't one is refused", Method: "PATCH", Path: "/organisation", As: o.Owner, Body: object{"zone": "Europe/Atlantis"}, Status: 422, Contains: []string{"body.zone"}},
		{Name: "nor the machine's own", Method: "PATCH", Path: "/organisation", As: o.Owner, Body: object{"zone": "Local"}, Status: 422},
		{Name: "nor a language that isn't one", Method: "PATCH", Path: "/organisation", As: o.Owner, Body: object{"language": "d\x00e"}, Status: 422, Contains: []string{"body.language"}},
	})
}

// runJobs works until no job of a kind is left, and fails the test if one fails.
func runJobs(t *testing.T, a *apptest.App, o *apptest.Org, kind string) {
	t.Helper()
	a.Jobs.Start(t.Context(), 1)
	defer func() { _ = a.Jobs.Stop(context.Background()) }()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		list, err := a.Jobs.List(t.Context(), o.ID, jobs.Filter{Kind: kind})
		if err != nil || len(list) == 0 {
			t.Fatalf("%d jobs of kind %s: %v", len(list), kind, err)
		}
		open := 0
		for _, j := range list {
			if j.State == jobs.Failed || strings.TrimSpace(j.Error) != "" {
				t.Fatalf("%s: %s %s", j.Kind, j.State, j.Error)
			}
			if j.State != jobs.Done {
				open++
			}
		}
		if open == 0 {
			return
		}
	}
	t.Fatalf("jobs of kind %s take too long", kind)
}
