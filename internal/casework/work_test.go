package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// byHand opens a case without a signal.
func (o *office) byHand(title string) *casework.File {
	o.t.Helper()
	f, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: title}, "")
	o.must(err)
	return f
}

// path is how a case gets to each state.
var path = map[casework.State][]casework.State{
	casework.New: {}, casework.Open: {casework.Open}, casework.Waiting: {casework.Open, casework.Waiting},
	casework.Resolved: {casework.Open, casework.Resolved}, casework.Closed: {casework.Open, casework.Resolved, casework.Closed},
}

// at opens a case and takes it to a state.
func (o *office) at(s casework.State) *casework.File {
	o.t.Helper()
	f := o.byHand("In " + string(s))
	for _, to := range path[s] {
		var err error
		m := casework.Move{State: to}
		if to == casework.Resolved {
			m.Cause, m.Outcome = "timely", "put_right"
		}
		f, err = o.cases.Move(o.as(o.owner), o.org, f.ID, f.Version, m)
		o.must(err)
	}
	return f
}

func TestEveryStepBetweenStatesIsAllowedOrRefusedAsTheTableSays(t *testing.T) {
	t.Parallel()
	o := open(t)
	allowed := []string{"new>open", "open>waiting", "open>resolved", "waiting>open", "resolved>closed", "resolved>open", "closed>open"}
	for _, from := range casework.States {
		for _, to := range casework.States {
			f := o.at(from)
			step := fmt.Sprintf("%s>%s", from, to)
			now, err := o.cases.Move(o.as(o.owner), o.org, f.ID, f.Version, casework.Move{State: to, Cause: "timely", Outcome: "put_right"})
			if slices.Contains(allowed, step) {
				if err != nil || now.State != to || now.Version != f.Version+1 || now.Story[len(now.Story)-1].Kind == casework.WasOpened {
					t.Errorf("%s: %v", step, err)
				}
				continue
			}
			after := o.file(f.ID)
			if problem.CodeOf(err) != "state_refused" || after.State != from || after.Version != f.Version || len(after.Story) != len(f.Story) {
				t.Errorf("%s: %v, and then %s", step, err, after.State)
			}
		}
	}
}

func TestACaseIsDoneOnlyWithACauseAndAnOutcome(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	f := o.at(casework.Open)
	for _, c := range []struct {
		move casework.Move
		code string
	}{
		{casework.Move{State: casework.Resolved, Outcome: "put_right"}, "cause_needed"},
		{casework.Move{State: casework.Resolved, Cause: "timely"}, "outcome_needed"},
		{casework.Move{State: casework.Resolved, Cause: "bad luck", Outcome: "put_right"}, "cause_unknown"},
		{casework.Move{State: casework.Resolved, Cause: "timely", Outcome: "whatever"}, "outcome_unknown"},
		{casework.Move{State: casework.Resolved, Cause: "timely", Outcome: "put_right", Note: strings.Repeat("x", 10_001)}, "note_too_long"},
	} {
		if _, err := o.cases.Move(ctx, o.org, f.ID, f.Version, c.move); problem.CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c.move, err)
		}
	}
	f, err := o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Resolved, Cause: "timely", Outcome: "redress", Note: "20 CHF back"})
	o.must(err)
	if f.Cause != "timely" || f.Outcome != "redress" || f.ResolvedAt == nil || f.Story[len(f.Story)-1].Text != "20 CHF back" {
		t.Errorf("%s", jsonOf(f))
	}
	f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Closed})
	if err != nil || f.ClosedAt == nil {
		t.Fatalf("closing what is resolved asks again: %v", err)
	}
	if _, err := o.cases.Edit(ctx, o.org, f.ID, f.Version, casework.CaseEdit{Severity: ptr(casework.Low)}); problem.CodeOf(err) != "case_closed" {
		t.Errorf("a closed case was edited: %v", err)
	}
	f, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Open})
	o.must(err)
	if f.ClosedAt != nil || f.ResolvedAt != nil || f.Cause != "timely" || f.Outcome != "" {
		t.Errorf("reopened: %s", jsonOf(f))
	}
	if _, err := o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Resolved}); problem.CodeOf(err) != "outcome_needed" {
		t.Errorf("resolved anew with the old outcome: %v", err)
	}
}

func ptr[T any](v T) *T { return &v }

func TestAReopenedCaseHasTimeAndAnOwnerAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	o.db.Now = func() time.Time { return now }
	f, err := o.cases.Create(o.as(o.sam), o.org, casework.CaseInput{Title: "Lost parcel", DueAt: ptr(now.Add(6 * time.Hour))}, "")
	o.must(err)
	if f.Unit.Key != "south" || f.Owner.Name != "Sam" {
		t.Fatalf("%s", jsonOf(f))
	}
	for _, to := range path[casework.Closed] {
		f, err = o.cases.Move(o.as(o.owner), o.org, f.ID, f.Version, casework.Move{State: to, Cause: "other", Outcome: "no_reply"})
		o.must(err)
	}
	now = now.AddDate(0, 1, 0)
	o.leave(o.sam)
	if f = o.file(f.ID); f.Overdue {
		t.Error("a closed case is overdue")
	}
	f, err = o.cases.Move(o.as(o.owner), o.org, f.ID, f.Version, casework.Move{State: casework.Open})
	o.must(err)
	if f.Owner.Name != "Olga" || !f.DueAt.Equal(now.Add(6*time.Hour)) || f.Overdue {
		t.Errorf("%s", jsonOf(f))
	}
	now = now.Add(7 * time.Hour)
	if f = o.file(f.ID); !f.Overdue {
		t.Error("seven hours later it isn't overdue")
	}
}

func TestTheOwnersFirstStepOpensANewCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	rule := o.lowNPS()
	o.rule(rule)
	f := o.one(`{"measures":{"nps":3},"unit":"cape-town"}`)
	f, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, "Please look at this", "")
	o.must(err)
	if f.State != casework.New || f.Version != 1 {
		t.Errorf("somebody else's note opened it: %s", jsonOf(f))
	}
	f, err = o.cases.AddNote(o.as(o.sam), o.org, f.ID, "Called; line busy\n✓", "")
	o.must(err)
	if f.State != casework.Open || f.Story[2].By.Name != "Sam" || f.Story[2].Text != "Called; line busy\n✓" {
		t.Errorf("the owner's note: %s", jsonOf(f))
	}
	for range 2 {
		if f, err = o.cases.AddNote(o.as(o.sam), o.org, f.ID, "Reached her", "press-2"); err != nil || len(f.Story) != 5 {
			t.Errorf("the same note again: %v %v", told(f), err)
		}
	}
	if _, err := o.cases.AddNote(o.as(o.sam), o.org, f.ID, "Other words", "press-2"); problem.CodeOf(err) != "idempotency_key_taken" {
		t.Errorf("the key for another note: %v", err)
	}
	g := o.one(`{"measures":{"nps":3},"unit":"cape-town"}`)
	g, err = o.cases.Edit(o.as(o.ana), o.org, g.ID, g.Version, casework.CaseEdit{Owner: ptr(identity.UserID(o.ana.ID))})
	o.must(err)
	if g.State != casework.Open || g.Owner.Name != "Ana" {
		t.Errorf("taken: %s", jsonOf(g))
	}
	if got := told(g); !slices.Equal(got, []string{"opened >Low NPS", "owner Sam>Ana", "state new>open"}) {
		t.Errorf("story %v", got)
	}
	g, err = o.cases.Edit(o.as(o.ana), o.org, g.ID, g.Version, casework.CaseEdit{Owner: ptr(identity.UserID(o.ari.ID))})
	if err != nil || g.Owner.Name != "Ari" {
		t.Errorf("handed on: %v", err)
	}
}

func TestEditsAreToldAndRefusedWhereTheyMakeNoSense(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	f := o.byHand("Broken chair")
	due := f.DueAt.Add(24 * time.Hour)
	g, err := o.cases.Edit(ctx, o.org, f.ID, 1, casework.CaseEdit{Title: ptr(" Broken  bench "), Severity: ptr(casework.Low), DueAt: &due})
	o.must(err)
	if g.Title != "Broken bench" || g.Severity != casework.Low || !g.DueAt.Equal(due) || g.Version != 2 {
		t.Errorf("%s", jsonOf(g))
	}
	want := []string{"opened", "title >Broken bench", "severity medium>low",
		"due " + f.DueAt.Format(time.RFC3339) + ">" + due.Format(time.RFC3339)}
	if got := told(g); !slices.Equal(got, want) {
		t.Errorf("story %v", got)
	}
	if _, err := o.cases.Edit(ctx, o.org, f.ID, 1, casework.CaseEdit{Severity: ptr(casework.High)}); problem.KindOf(err) != problem.Stale {
		t.Errorf("stale: %v", err)
	}
	if _, err := o.cases.Move(ctx, o.org, f.ID, 1, casework.Move{State: casework.Open}); problem.KindOf(err) != problem.Stale {
		t.Errorf("stale move: %v", err)
	}
	for at, e := range map[string]casework.CaseEdit{
		"body.owner":    {Owner: ptr(identity.UserID(""))},
		"body.owner ":   {Owner: ptr(identity.UserID(o.viewer.ID))},
		"body.owner  ":  {Owner: ptr(identity.UserID("usr_none"))},
		"body.title":    {Title: ptr(" ")},
		"body.severity": {Severity: ptr(casework.Severity("dire"))},
		"body.due_at":   {DueAt: ptr(f.OpenedAt.Add(-time.Second))},
		"body.due_at ":  {DueAt: ptr(f.OpenedAt.AddDate(6, 0, 0))},
	} {
		_, err := o.cases.Edit(ctx, o.org, f.ID, 2, e)
		if p, ok := problem.As(err); !ok || len(p.Fields) != 1 || p.Fields[0].Location != strings.TrimSpace(at) {
			t.Errorf("%s: %v", at, err)
		}
	}
	for code, text := range map[string]string{"note_empty": " \n", "note_too_long": strings.Repeat("é", 10_001), "control_character": "a\x00b", "not_utf8": "a\xff"} {
		if _, err := o.cases.AddNote(ctx, o.org, f.ID, text, ""); problem.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := o.cases.AddNote(ctx, o.org, f.ID, strings.Repeat("é", 10_000), ""); err != nil {
		t.Errorf("the longest note: %v", err)
	}
	if now := o.file(f.ID); now.Version != 3 || len(now.Story) != 6 { // the owner's first note has opened it
		t.Errorf("refusals left something: %v", told(now))
	}
}

func TestEachSeesWhatIsTheirsOrTheirUnits(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.rule(o.lowNPS())
	south := o.one(`{"measures":{"nps":1},"unit":"cape-town"}`)
	north := o.one(`{"measures":{"nps":1},"unit":"north"}`)
	nowhere := o.one(`{"measures":{"nps":1}}`)
	given, err := o.cases.Edit(o.as(o.owner), o.org, north.ID, 1, casework.CaseEdit{Owner: ptr(identity.UserID(o.ari.ID))})
	o.must(err)
	for _, c := range []struct {
		who  identity.Caller
		sees []casework.ID
	}{
		{o.owner, []casework.ID{south.ID, north.ID, nowhere.ID}},
		{o.sam, []casework.ID{south.ID}},
		{o.ana, []casework.ID{south.ID}},
		{o.ari, []casework.ID{north.ID}},
	} {
		p, err := o.cases.List(o.as(c.who), o.org, casework.Filter{})
		o.must(err)
		var got []casework.ID
		for _, k := range slices.Backward(p.Items) {
			got = append(got, k.ID)
		}
		if !slices.Equal(got, c.sees) || p.Counts.Open != int64(len(c.sees)) {
			t.Errorf("%s sees %v, %+v", c.who.Name, got, p.Counts)
		}
		for _, k := range []*casework.File{south, given, nowhere} {
			_, readErr := o.cases.File(o.as(c.who), o.org, k.ID)
			_, noteErr := o.cases.AddNote(o.as(c.who), o.org, k.ID, "Hello", "")
			refs, err := o.cases.CasesOf(o.as(c.who), o.org, k.Signal)
			if slices.Contains(c.sees, k.ID) {
				if readErr != nil || noteErr != nil || err != nil || len(refs) != 1 {
					t.Errorf("%s and %s: %v, %v, %v %v", c.who.Name, k.Ref, readErr, noteErr, refs, err)
				}
			} else if problem.KindOf(readErr) != problem.NotFound || problem.KindOf(noteErr) != problem.NotFound || len(refs) != 0 {
				t.Errorf("%s may not see %s: %v, %v, %v", c.who.Name, k.Ref, readErr, noteErr, refs)
			}
		}
	}
	if f, err := o.cases.File(o.as(o.ari), o.org, given.ID); err != nil || f.SignalDetail == nil {
		t.Errorf("the owner doesn't see what the case is about: %v", err)
	}
	if _, err := o.cases.Create(o.as(o.sam), o.org, casework.CaseInput{Title: "Elsewhere", Unit: "north"}, ""); problem.KindOf(err) != problem.Forbidden {
		t.Errorf("a case of another unit: %v", err)
	}
	if _, err := o.cases.Create(o.as(o.sam), o.org, casework.CaseInput{Signal: given.Signal}, ""); problem.CodeOf(err) != "signal_unknown" {
		t.Errorf("about another unit's signal: %v", err)
	}
	if _, err := o.cases.Create(o.as(o.ana), o.org, casework.CaseInput{Signal: south.Signal}, ""); problem.CodeOf(err) != "signal_unknown" {
		t.Errorf("an agent, who may not read signals: %v", err)
	}
}

func TestACaseByHandTakesWhatTheSignalTellsAndIsMadeOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.quiet(`{"measures":{"nps":9},"unit":"cape-town","touch_point":"call","customer":{"external_id":"c-1","name":"Ann"},"comments":[{"text":"Old story"}]}`)
	in := casework.CaseInput{Signal: id, Note: "Look", Severity: casework.Low}
	var all sync.WaitGroup
	ids := make([]casework.ID, 6)
	for i := range ids {
		all.Go(func() {
			f, err := o.cases.Create(o.as(o.owner), o.org, in, "press-1")
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = f.ID
		})
	}
	all.Wait()
	if slices.Sort(ids); ids[0] != ids[len(ids)-1] || len(o.all()) != 1 {
		t.Fatalf("%v", ids)
	}
	f := o.file(ids[0])
	if f.Title != "Old story" || f.Owner.Name != "Sam" || f.Unit.Key != "cape-town" || f.TouchPoint.Key != "call" || f.Customer.Name != "Ann" ||
		f.Rule != nil || f.Severity != casework.Low || f.DueAt.Sub(f.OpenedAt) != 48*time.Hour {
		t.Errorf("%s", jsonOf(f))
	}
	if got := told(f); !slices.Equal(got, []string{"opened", "note"}) || f.Story[0].By.Name != "Olga" {
		t.Errorf("story %v", got)
	}
	in.Note = "Other"
	if _, err := o.cases.Create(o.as(o.owner), o.org, in, "press-1"); problem.CodeOf(err) != "idempotency_key_taken" {
		t.Errorf("the key for another case: %v", err)
	}
	for at, in := range map[string]casework.CaseInput{
		"body.title":       {},
		"body.severity":    {Title: "x", Severity: "dire"},
		"body.owner":       {Title: "x", Owner: identity.UserID(o.viewer.ID)},
		"body.unit":        {Title: "x", Unit: "moon"},
		"body.touch_point": {Title: "x", TouchPoint: "moon"},
		"body.customer":    {Title: "x", Customer: "cus_none"},
		"body.signal":      {Title: "x", Signal: "sig_none"},
		"body.note":        {Title: "x", Note: " "},
		"body.due_at":      {Title: "x", DueAt: ptr(o.db.Now().AddDate(0, 0, -1))},
	} {
		_, err := o.cases.Create(o.as(o.owner), o.org, in, "")
		if p, ok := problem.As(err); !ok || len(p.Fields) != 1 || p.Fields[0].Location != at {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestReferencesAreUniqueUnderARace(t *testing.T) {
	t.Parallel()
	o := open(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 5 {
				if _, err := o.cases.Create(o.as(o.owner), o.org, casework.CaseInput{Title: fmt.Sprint(i, n)}, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, k := range o.all() {
		seen[k.Ref] = true
	}
	if len(seen) != 40 || !seen["C-1001"] || !seen["C-1040"] {
		t.Errorf("%v", seen)
	}
}

func TestVerbsAreAudited(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.rule(o.lowNPS())
	in := r.RuleInput
	in.On = false
	f := o.one(`{"measures":{"nps":3},"comments":[{"text":"Secret words"}]}`)
	_, err := o.cases.EditRule(o.as(o.owner), o.org, r.ID, 1, in)
	o.must(err)
	_, err = o.cases.AddNote(o.as(o.owner), o.org, f.ID, "Hello", "")
	o.must(err)
	o.must(o.cases.DeleteRule(o.as(o.owner), o.org, r.ID))
	list, _, err := o.app.Audit.List(o.as(o.owner), o.org, "", 100)
	o.must(err)
	var verbs []string
	for _, e := range slices.Backward(list) {
		if strings.HasPrefix(e.Verb, "rule.") || strings.HasPrefix(e.Verb, "case.") {
			verbs = append(verbs, e.Verb+" by "+e.Actor.Name)
		}
		if strings.Contains(jsonOf(e), "Secret") {
			t.Errorf("a customer's words in the audit: %s", jsonOf(e))
		}
	}
	want := []string{"rule.create by Olga", "case.open by rules", "rule.switch by Olga", "rule.edit by Olga", "case.note by Olga", "rule.delete by Olga"}
	if !slices.Equal(verbs, want) {
		t.Errorf("%v", verbs)
	}
}
