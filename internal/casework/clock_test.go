package casework_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"

	"context"
)

// timed is an office whose clock the test moves, with what people were told.
type timed struct {
	*office
	a    *apptest.App
	told []casework.Notice
}

func openTimed(t *testing.T) *timed {
	t.Helper()
	a := apptest.New(t)
	o := &timed{office: people(t, a.App, "Acme"), a: a}
	a.Cases.Notices = func(_ context.Context, tx *db.Tx, _ db.Org, n casework.Notice) error {
		tx.AfterCommit(func() { o.told = append(o.told, n) })
		return nil
	}
	return o
}

// pass lets time go by and the job of every minute run.
func (o *timed) pass(d time.Duration) {
	o.t.Helper()
	o.a.Advance(d)
	o.must(o.cases.Ring(o.t.Context()))
}

func (o *timed) clock(id casework.ID, kind casework.ClockKind) casework.Clock {
	o.t.Helper()
	for _, c := range o.file(id).Clocks {
		if c.Kind == kind {
			return c
		}
	}
	o.t.Fatalf("%s has no clock %s", id, kind)
	return casework.Clock{}
}

func (o *timed) kinds(of casework.ID) (out []casework.NoticeKind) {
	for _, n := range o.told {
		if n.Case == of {
			out = append(out, n.Kind)
		}
	}
	return out
}

func count[T comparable](list []T, of T) (n int) {
	for _, x := range list {
		if x == of {
			n++
		}
	}
	return n
}

func nineToFive(name string, units ...identity.UnitID) casework.CalendarInput {
	in := casework.CalendarInput{Name: name, Zone: "UTC", Week: make([][]casework.Hours, 7), Holidays: []casework.Holiday{}, Units: units}
	for d := range 5 {
		in.Week[d] = []casework.Hours{{From: "09:00", To: "12:00"}, {From: "13:00", To: "17:00"}}
	}
	return in
}

func (o *timed) inSouth(title string) *casework.File {
	o.t.Helper()
	f, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: title, Unit: "south", Severity: casework.High}, "")
	o.must(err)
	return f
}

func TestACaseIsDueOnTheCalendarOfItsUnitWhichThoseBelowInherit(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	in := nineToFive("South")
	in.Units = []identity.UnitID{o.south}
	_, err := o.cases.CreateCalendar(o.as(o.owner), o.org, in, "")
	o.must(err)
	for unit, hours := range map[string]time.Duration{"cape-town": 0, "north": 48 * time.Hour} {
		f, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: "In " + unit, Unit: unit}, "")
		o.must(err)
		span := f.DueAt.Sub(f.OpenedAt)
		if hours > 0 && span != hours || hours == 0 && span < 6*24*time.Hour { // 48 hours of 7 a day are almost seven working days
			t.Errorf("%s is due after %s", unit, span)
		}
		if c := o.clock(f.ID, casework.Resolve); c.Limit != 48*60 || !c.DueAt.Equal(f.DueAt) {
			t.Errorf("%s: %+v", unit, c)
		}
	}
	in.Name, in.Units, in.Standard = "Everywhere", nil, true
	_, err = o.cases.CreateCalendar(o.as(o.owner), o.org, in, "")
	o.must(err)
	if f := o.byHand("Without a unit"); f.DueAt.Sub(f.OpenedAt) < 6*24*time.Hour {
		t.Errorf("by the standard calendar due after %s", f.DueAt.Sub(f.OpenedAt))
	}
}

func TestCalendarsOfNoUseAreRefusedAtTheirPlace(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, c := range map[string]struct {
		change func(*casework.CalendarInput)
		code   string
	}{
		"no working time":  {func(in *casework.CalendarInput) { in.Week = make([][]casework.Hours, 7) }, "calendar_empty"},
		"six days":         {func(in *casework.CalendarInput) { in.Week = in.Week[:6] }, "week_days"},
		"no such zone":     {func(in *casework.CalendarInput) { in.Zone = "Mars/Olympus" }, "zone_unknown"},
		"a word for hours": {func(in *casework.CalendarInput) { in.Week[0][0].From = "nine" }, "time_form"},
		"backwards":        {func(in *casework.CalendarInput) { in.Week[0][0].From = "23:00" }, "period_order"},
		"no such day": {func(in *casework.CalendarInput) {
			in.Holidays = []casework.Holiday{{Date: "2026-02-29", Name: "X"}}
		}, "date_form"},
		"no name":      {func(in *casework.CalendarInput) { in.Name = " " }, ""},
		"unknown unit": {func(in *casework.CalendarInput) { in.Units = []identity.UnitID{"unt_0"} }, "unit_unknown"},
	} {
		in := nineToFive("Office")
		c.change(&in)
		_, err := o.cases.CreateCalendar(o.as(o.owner), o.org, in, "")
		if problem.KindOf(err) != problem.Invalid || c.code != "" && problem.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	b, err := o.cases.CreateCalendar(o.as(o.owner), o.org, nineToFive("Office"), "")
	o.must(err)
	if _, err := o.cases.CreateCalendar(o.as(o.owner), o.org, nineToFive("OFFICE"), ""); problem.CodeOf(err) != "calendar_taken" {
		t.Error(err)
	}
	if _, err := o.cases.EditCalendar(o.as(o.owner), o.org, b.ID, b.Version+1, nineToFive("Office")); problem.CodeOf(err) != "changed_meanwhile" {
		t.Error(err)
	}
	o.must(o.cases.DeleteCalendar(o.as(o.owner), o.org, b.ID))
	if all, err := o.cases.Calendars(o.as(o.owner), o.org); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

func TestWaitingPausesTheClocksAndWhatWasLeftRunsOn(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	f := o.byHand("Late parcel")
	o.pass(10 * time.Hour)
	f = o.file(f.ID)
	f, err := o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Open})
	o.must(err)
	if c := o.clock(f.ID, casework.Acknowledge); c.State != casework.Fulfilled || *c.Took != 600 || c.Limit != 240 || c.BreachedAt == nil {
		t.Errorf("acknowledged after 10 of 4 hours: %+v", c)
	}
	f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Waiting})
	o.must(err)
	paused := f.DueAt
	o.pass(100 * time.Hour)
	if f = o.file(f.ID); f.Overdue || *o.clock(f.ID, casework.Resolve).Left != 38*60 {
		t.Errorf("overdue while it waits: %v, %+v", f.Overdue, f.Clocks)
	}
	list, err := o.cases.List(ctx, o.org, casework.Filter{Overdue: true})
	o.must(err)
	if len(list.Items) != 0 || list.Counts.Overdue != 0 {
		t.Errorf("overdue: %d, counted %d", len(list.Items), list.Counts.Overdue)
	}
	f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Open})
	o.must(err)
	if d := f.DueAt.Sub(paused); d < 100*time.Hour || d > 100*time.Hour+time.Minute {
		t.Errorf("due %s later after a pause of 100 hours", d)
	}
	o.pass(37 * time.Hour)
	f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Resolved, Cause: "timely", Outcome: "put_right"})
	o.must(err)
	if c := o.clock(f.ID, casework.Resolve); c.State != casework.Fulfilled || c.BreachedAt != nil || *c.Took != 47*60 {
		t.Errorf("%+v took %d", c, *c.Took)
	}
	if c := o.clock(f.ID, casework.FirstResponse); c.State != casework.Ended {
		t.Errorf("nobody waits for a first response any more: %+v", c)
	}
}

func TestWhatWasMissedIsRecordedAtItsMomentRemindedBeforeAndEscalatedAfterOnceEach(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	o.unitOwner(o.capeTown, o.ana.ID)
	f, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: "Nobody called", Unit: "cape-town", Severity: casework.Low, Owner: identity.UserID(o.ari.ID)}, "")
	o.must(err)
	_, err = o.cases.SetTargets(o.as(o.owner), o.org, 1, []casework.Target{{Resolve: 600}})
	o.must(err)
	f, err = o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: "Nobody called", Unit: "cape-town", Severity: casework.Low, Owner: identity.UserID(o.ari.ID)}, "")
	o.must(err)
	due := f.OpenedAt.Add(10 * time.Hour)
	if len(f.Clocks) != 1 || !f.DueAt.Equal(due) {
		t.Fatalf("%+v", f.Clocks)
	}
	for range 60 { // every quarter of an hour, far past the last step
		o.pass(15 * time.Minute)
	}
	now := o.file(f.ID)
	if got := told(now); fmt.Sprint(kindsOf(now)) != "[opened reminder clock escalated escalated severity]" {
		t.Errorf("%q", got)
	}
	if c := o.clock(f.ID, casework.Resolve); c.BreachedAt == nil || !c.BreachedAt.Equal(due) {
		t.Errorf("%+v", c)
	}
	if now.Severity != casework.High {
		t.Error(now.Severity)
	}
	told := o.kinds(f.ID)
	for kind, n := range map[casework.NoticeKind]int{casework.ToldReminder: 1, casework.ToldBreach: 1, casework.ToldEscalated: 2} {
		if count(told, kind) != n {
			t.Errorf("told %s %d times, want %d", kind, count(told, kind), n)
		}
	}
	up := []identity.UserID{}
	for _, n := range o.told {
		if n.Kind == casework.ToldEscalated && n.Case == f.ID {
			up = append(up, n.To...)
		}
	}
	if !slices.Equal(up, []identity.UserID{identity.UserID(o.ana.ID), identity.UserID(o.sam.ID)}) {
		t.Errorf("up the tree: %v, want Ana of the team, then Sam of the region", up)
	}
	if f, err := o.cases.File(o.as(o.sam), o.org, f.ID); err != nil || len(f.Followers) == 0 {
		t.Error("whom it was put to must see it", err)
	}
}

func kindsOf(f *casework.File) (out []casework.EventKind) {
	for _, e := range f.Story {
		out = append(out, e.Kind)
	}
	return out
}

func TestAnyPastStateOfTheClocksCanBeMadeAgain(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	f := o.byHand("Late parcel")
	type seen struct {
		at     time.Time
		clocks string
	}
	var past []seen
	look := func() {
		f = o.file(f.ID)
		past = append(past, seen{o.db.Now(), jsonOf(f.Clocks)})
	}
	for _, to := range []casework.State{casework.Open, casework.Waiting, casework.Open, casework.Resolved, casework.Open, casework.Waiting, casework.Open} {
		look()
		o.pass(9 * time.Hour)
		look()
		o.pass(time.Second)
		var err error
		f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: to, Cause: "timely", Outcome: "put_right"})
		o.must(err)
		if to == casework.Waiting {
			due := o.db.Now().Add(30 * time.Hour)
			f, err = o.cases.Edit(ctx, o.org, f.ID, f.Version, casework.CaseEdit{DueAt: &due})
			o.must(err)
		}
		o.a.Advance(time.Second)
	}
	look()
	for i, s := range past {
		_, clocks, err := o.cases.ClocksAt(ctx, o.org, f.ID, s.at)
		o.must(err)
		if got := jsonOf(clocks); got != s.clocks {
			t.Errorf("moment %d:\n%s\nwas\n%s", i, got, s.clocks)
		}
	}
}

func TestADueTimeThatHasPassedIsRefused(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	f := o.byHand("Late")
	o.pass(3 * time.Hour)
	past := o.db.Now().Add(-time.Hour)
	if _, err := o.cases.Edit(o.as(o.owner), o.org, f.ID, f.Version, casework.CaseEdit{DueAt: &past}); problem.CodeOf(err) != "due_past" {
		t.Error(err)
	}
}

func TestABrokenCommitmentShoutsUntilSomebodySeesToIt(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	soon, first := o.byHand("Due soon"), o.byHand("Promised")
	due := o.db.Now().Add(2 * time.Hour)
	near := o.db.Now().Add(time.Hour)
	_, err := o.cases.Edit(ctx, o.org, soon.ID, soon.Version, casework.CaseEdit{DueAt: &near})
	o.must(err)
	p, err := o.cases.Promise(ctx, o.org, casework.CommitmentInput{Case: first.ID, Text: "Call back by noon", DueAt: due, Owner: identity.UserID(o.ari.ID)}, "k1")
	o.must(err)
	again, err := o.cases.Promise(ctx, o.org, casework.CommitmentInput{Case: first.ID, Text: "Call back by noon", DueAt: due, Owner: identity.UserID(o.ari.ID)}, "k1")
	o.must(err)
	if again.ID != p.ID {
		t.Error("the same request made a second commitment")
	}
	o.pass(91 * time.Minute)
	if count(o.kinds(first.ID), casework.ToldPromise) != 1 {
		t.Error("nobody was reminded", o.told)
	}
	o.pass(time.Hour)
	o.pass(time.Hour)
	f := o.file(first.ID)
	if f.Severity != casework.High || f.Broken != 1 || f.Commitments[0].State != casework.Broken || !f.Commitments[0].EndedAt.Equal(p.DueAt) ||
		count(o.kinds(first.ID), casework.ToldBroken) != 1 {
		t.Errorf("%+v %v", f.Commitments, o.kinds(first.ID))
	}
	live := []casework.State{casework.New, casework.Open, casework.Waiting}
	list, err := o.cases.List(ctx, o.org, casework.Filter{States: live})
	o.must(err)
	if list.Items[0].ID != first.ID || list.Counts.Broken != 1 {
		t.Error("it isn't at the top")
	}
	if only, err := o.cases.List(ctx, o.org, casework.Filter{Broken: true}); err != nil || len(only.Items) != 1 {
		t.Error(only, err)
	}
	if _, err := o.cases.MoveCommitment(ctx, o.org, p.ID, f.Commitments[0].Version, casework.CommitmentMove{State: casework.Kept}); problem.CodeOf(err) != "commitment_ended" {
		t.Error(err)
	}
	p, err = o.cases.MoveCommitment(ctx, o.org, p.ID, f.Commitments[0].Version, casework.CommitmentMove{Settled: true})
	o.must(err)
	if list, err = o.cases.List(ctx, o.org, casework.Filter{States: live}); err != nil || list.Counts.Broken != 0 || list.Items[0].ID != soon.ID {
		t.Error("it still shouts", err)
	}
}

func TestCommitmentsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	f, closed := o.byHand("One"), o.at(casework.Closed)
	later := o.db.Now().Add(time.Hour)
	for name, c := range map[string]struct {
		in   casework.CommitmentInput
		code string
	}{
		"to nobody":       {casework.CommitmentInput{Text: "Call", DueAt: later}, "promise_to_nobody"},
		"in the past":     {casework.CommitmentInput{Case: f.ID, Text: "Call", DueAt: o.db.Now()}, "promise_past"},
		"in ten years":    {casework.CommitmentInput{Case: f.ID, Text: "Call", DueAt: later.AddDate(10, 0, 0)}, "promise_too_late"},
		"on a closed one": {casework.CommitmentInput{Case: closed.ID, Text: "Call", DueAt: later}, "case_done"},
		"by a viewer":     {casework.CommitmentInput{Case: f.ID, Text: "Call", DueAt: later, Owner: identity.UserID(o.viewer.ID)}, "user_not_worker"},
		"to a stranger":   {casework.CommitmentInput{Customer: "cus_0", Text: "Call", DueAt: later}, "customer_unknown"},
		"without a word":  {casework.CommitmentInput{Case: f.ID, Text: "  ", DueAt: later}, "name_empty"},
	} {
		_, err := o.cases.Promise(ctx, o.org, c.in, "")
		if problem.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
