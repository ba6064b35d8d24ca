package casework_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func TestABadAnswerOpensACaseWithAnOwnerAndADueDate(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.rule(o.lowNPS())
	o.put(`{"measures":{"nps":9}}`)
	f := o.one(`{"measures":{"nps":3},"unit":"cape-town","touch_point":"call","customer":{"external_id":"c-9","name":"Zoë"},
		"comments":[{"text":"I waited an hour\nand nobody called me back, although you had promised it twice before, on Monday and on Tuesday."}]}`)
	if n := len(o.all()); n != 1 {
		t.Fatalf("%d cases", n)
	}
	if f.Ref != "C-1001" || f.State != casework.New || f.Severity != casework.High || f.Owner.Name != "Sam" || f.Unit.Key != "cape-town" ||
		f.TouchPoint.Name != "Call" || f.Customer.Name != "Zoë" || f.Rule.ID != r.ID || f.Overdue || f.Version != 1 {
		t.Errorf("%s", jsonOf(f))
	}
	if f.Title != "I waited an hour and nobody called me back, although you had promised it twice…" {
		t.Errorf("title %q", f.Title)
	}
	if got := f.DueAt.Sub(f.OpenedAt); got != 24*time.Hour {
		t.Errorf("due after %s", got)
	}
	if len(f.Story) != 1 || f.Story[0].By != nil || f.Story[0].To != "Low NPS" || f.Story[0].Text != "NPS: 3 (6 or less)" {
		t.Errorf("story %s", jsonOf(f.Story))
	}
	if f.SignalDetail == nil || *f.SignalDetail.Measures[0].Score != 3 {
		t.Errorf("signal %s", jsonOf(f.SignalDetail))
	}
	if r, err := o.cases.Rule(o.as(o.owner), o.org, r.ID); err != nil || r.Opened != 1 || r.Version != 1 {
		t.Errorf("rule %s %v", jsonOf(r), err)
	}
	refs, err := o.cases.CasesOf(o.as(o.owner), o.org, f.Signal)
	if err != nil || len(refs) != 1 || refs[0].Ref != "C-1001" {
		t.Errorf("refs %v %v", refs, err)
	}
}

func TestWithoutWordsTheScoreIsTheTitleAndWithoutUnitTheFallbackOwns(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := o.lowNPS()
	in.FallbackOwner = identity.UserID(o.ari.ID)
	o.rule(in)
	f := o.one(`{"measures":{"nps":0},"comments":[{"text":"  "}]}`)
	if f.Title != "NPS: 0 (6 or less)" || f.Owner.Name != "Ari" || f.Customer != nil || f.Unit != nil {
		t.Errorf("%s", jsonOf(f))
	}
	o.leave(o.ari)
	o.leave(o.sam)
	if f := o.one(`{"measures":{"nps":1},"unit":"cape-town"}`); f.Owner.Name != "Olga" {
		t.Errorf("everybody has left, and the owner is %q", f.Owner.Name)
	}
}

func TestTwoRulesGiveOneCaseAndTheSecondIsNoted(t *testing.T) {
	t.Parallel()
	o := open(t)
	second := o.lowNPS()
	second.Name, second.Conditions = "Refunds", []casework.Condition{{Field: "comment", Op: "contains", Value: casework.Text("REFUND")}}
	first := o.rule(o.lowNPS())
	o.rule(second)
	f := o.one(`{"measures":{"nps":2},"comments":[{"text":"I want my refund"}]}`)
	if len(o.all()) != 1 || f.Rule.ID != first.ID {
		t.Fatalf("%s", jsonOf(o.all()))
	}
	if got := told(f); !slices.Equal(got, []string{"opened >Low NPS", "rule >Refunds"}) {
		t.Errorf("story %v", got)
	}
}

func TestQuietSignalsAndThoseFromBeforeTheRuleOpenNone(t *testing.T) {
	t.Parallel()
	o := open(t)
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	o.db.Now = func() time.Time { return now } // everything below happens in one and the same moment
	o.put(`{"measures":{"nps":1}}`)
	r := o.rule(o.lowNPS())
	o.quiet(`{"measures":{"nps":1}}`)
	after := o.put(`{"measures":{"nps":2}}`)
	o.catchUp()
	if got := o.all(); len(got) != 1 || got[0].Signal != after {
		t.Fatalf("%s", jsonOf(got))
	}
	o.put(`{"measures":{"nps":3}}`) // heard while the rule was on, read when it is off
	in := r.RuleInput
	in.On = false
	off, err := o.cases.EditRule(o.as(o.owner), o.org, r.ID, 1, in)
	o.must(err)
	o.put(`{"measures":{"nps":4}}`)
	in.On = true
	on, err := o.cases.EditRule(o.as(o.owner), o.org, r.ID, off.Version, in)
	o.must(err)
	last := o.put(`{"measures":{"nps":5}}`)
	o.catchUp()
	if got := o.all(); len(got) != 2 || got[1].Signal != last {
		t.Fatalf("%s", jsonOf(got))
	}
	if off.OnSince != nil || on.OnSince == nil {
		t.Errorf("on since %v, %v", off.OnSince, on.OnSince)
	}
	o.must(o.cases.DeleteRule(o.as(o.owner), o.org, r.ID))
	o.put(`{"measures":{"nps":6}}`)
	o.catchUp()
	if got := o.all(); len(got) != 2 || got[0].Rule.Name != "Low NPS" {
		t.Errorf("after the rule's end: %s", jsonOf(got))
	}
}

func TestACorrectionThatNewlyMatchesOpensOneAndTheStoryTellsTheRest(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.rule(o.lowNPS())
	id := o.put(`{"measures":{"nps":9},"comments":[{"text":"Fine"}]}`)
	o.catchUp()
	if len(o.all()) != 0 {
		t.Fatal("a good score opened a case")
	}
	o.must(o.log.Correct(o.as(o.owner), o.org, id, o.input(`{"measures":{"nps":2},"comments":[{"text":"Awful"}]}`)))
	o.catchUp()
	o.must(o.log.Correct(o.as(o.owner), o.org, id, o.input(`{"measures":{"nps":1},"comments":[{"text":"Really awful"}]}`)))
	o.catchUp()
	got := o.all()
	if len(got) != 1 || got[0].Title != "Really awful" {
		t.Fatalf("%s", jsonOf(got))
	}
	if s := told(o.file(got[0].ID)); !slices.Equal(s, []string{"opened >Low NPS", "signal >corrected"}) {
		t.Errorf("story %v", s)
	}
}

func TestErasingASignalTakesItsWordsOutOfTheCaseAndLeavesTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.rule(o.lowNPS())
	f := o.one(`{"measures":{"nps":3},"comments":[{"text":"My neighbour Mrs Quill saw it"}]}`)
	mine, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Signal: f.Signal}, "")
	o.must(err)
	named, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Signal: f.Signal, Title: "Call back"}, "")
	o.must(err)
	if mine.Title != "My neighbour Mrs Quill saw it" {
		t.Fatalf("title %q", mine.Title)
	}
	o.must(o.log.Erase(o.as(o.owner), o.org, f.Signal))
	if now := o.file(f.ID); !now.SignalErased || now.SignalDetail != nil {
		t.Errorf("between erasing and reading on: %s", jsonOf(now))
	}
	o.catchUp()
	for id, title := range map[casework.ID]string{f.ID: "Low NPS", mine.ID: "Signal erased", named.ID: "Call back"} {
		now := o.file(id)
		if now.Title != title || !now.SignalErased || now.SignalDetail != nil || now.State != casework.New {
			t.Errorf("%s", jsonOf(now))
		}
		if s := jsonOf(now); strings.Contains(s, "Quill") || strings.Contains(s, "NPS: 3") {
			t.Errorf("words are left: %s", s)
		}
		if s := told(now); s[len(s)-1] != "signal >erased" {
			t.Errorf("story %v", s)
		}
	}
	found, err := o.cases.List(o.as(o.owner), o.org, casework.Filter{Search: "quill"})
	if err != nil || len(found.Items) != 0 {
		t.Errorf("found by its words: %v %v", found.Items, err)
	}
	if _, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Signal: f.Signal}, ""); err == nil {
		t.Error("a case was opened about an erased signal")
	}
}

func TestTwoProcessesThatReadTheSameSignalsOpenEachCaseOnce(t *testing.T) {
	t.Parallel()
	first := apptest.New(t)
	o, other := people(t, first.App, "Acme"), apptest.Open(t, first.Config)
	o.rule(o.lowNPS())
	const n = 60
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range n / 4 {
				o.put(`{"measures":{"nps":1},"unit":"cape-town"}`)
			}
		})
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for _, l := range []*signal.Log{o.log, other.Log, o.log, other.Log} {
		readers.Go(func() {
			for {
				// Who loses against the other process tries again later, as the log's own loop does.
				if err := l.CatchUp(context.WithoutCancel(t.Context()), o.org); err != nil && !db.IsConflict(err) {
					t.Errorf("catch up: %v", err)
				}
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
				}
			}
		})
	}
	all.Wait()
	close(stop)
	readers.Wait()
	o.catchUp()
	signals, refs := map[signal.ID]bool{}, map[string]bool{}
	for _, k := range o.all() {
		signals[k.Signal], refs[k.Ref] = true, true
	}
	if len(o.all()) != n || len(signals) != n || len(refs) != n {
		t.Fatalf("%d cases of %d signals under %d references", len(o.all()), len(signals), len(refs))
	}
}

func TestReadingTheSameEntriesAgainOpensNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	again := o.lowNPS()
	again.Name = "Also low"
	o.log.Follow(signal.Consumer{Name: "a watermark of its own", Apply: o.cases.Consumer().Apply})
	o.rule(o.lowNPS())
	o.rule(again)
	f := o.one(`{"measures":{"nps":1}}`)
	o.must(o.log.Correct(o.as(o.owner), o.org, f.Signal, o.input(`{"measures":{"nps":2}}`)))
	o.catchUp()
	f = o.file(f.ID)
	if n := len(o.all()); n != 1 {
		t.Fatalf("%d cases", n)
	}
	if got := told(f); !slices.Equal(got[:2], []string{"opened >Low NPS", "rule >Also low"}) || slices.Contains(got[2:], "rule >Also low") {
		t.Errorf("story %v", got)
	}
	rules, err := o.cases.Rules(o.as(o.owner), o.org)
	if err != nil || rules[0].Opened != 1 || rules[1].Opened != 0 {
		t.Errorf("%s %v", jsonOf(rules), err)
	}
}

func TestAnOpeningThatFailsHalfwayHappensOnceAfterwards(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.rule(o.lowNPS())
	failing := signal.Log{DB: o.log.DB, Metrics: o.log.Metrics, Points: o.log.Points, People: o.log.People, Engine: o.log.Engine, Book: o.log.Book,
		Sentiment: o.log.Sentiment, Hub: o.log.Hub, Slog: o.log.Slog, Staff: o.log.Staff, Customers: o.log.Customers, Audit: o.log.Audit}
	broken, tries := errors.New("the disk had a moment"), 0
	failing.Follow(signal.Consumer{Name: o.cases.Consumer().Name, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
		if err := o.cases.Consumer().Apply(ctx, tx, org, entries); err != nil {
			return err
		}
		if tries++; tries < 3 {
			return broken
		}
		return nil
	}})
	o.put(`{"measures":{"nps":1}}`)
	o.put(`{"measures":{"nps":2}}`)
	for range 2 {
		if err := failing.CatchUp(t.Context(), o.org); !errors.Is(err, broken) {
			t.Fatalf("err %v", err)
		}
		if len(o.all()) != 0 {
			t.Fatal("a failed step left cases")
		}
	}
	o.must(failing.CatchUp(t.Context(), o.org))
	o.catchUp()
	if got := o.all(); len(got) != 2 || got[0].Ref != "C-1001" || got[1].Ref != "C-1002" {
		t.Fatalf("%s", jsonOf(got))
	}
}
