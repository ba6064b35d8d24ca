package casework_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

var live = []casework.State{casework.New, casework.Open, casework.Waiting}

// list returns the references that a caller sees for a filter.
func (o *office) list(who identity.Caller, f casework.Filter) (refs []string) {
	o.t.Helper()
	f.Limit = 200
	p, err := o.cases.List(o.as(who), o.org, f)
	o.must(err)
	for _, k := range p.Items {
		refs = append(refs, k.Ref)
	}
	return refs
}

func TestAMentionPutsACaseBeforeSomebodyUntilTheyAnswer(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	f := o.byHand("Refund twice") // of no unit: out of Ana's reach
	if got := o.list(o.ana, casework.Filter{}); len(got) != 0 {
		t.Fatal(got)
	}
	_, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, "@Ana please look", "", identity.UserID(o.ana.ID))
	o.must(err)
	if got := o.list(o.ana, casework.Filter{Mentioned: true}); !slices.Equal(got, []string{f.Ref}) {
		t.Error("mentioned:", got)
	}
	if n := o.told[len(o.told)-1]; n.Kind != casework.ToldMention || !slices.Equal(n.To, []identity.UserID{identity.UserID(o.ana.ID)}) || n.By != "Olga" {
		t.Errorf("%+v", n)
	}
	_, err = o.cases.AddNote(o.as(o.ana), o.org, f.ID, "It was a mistake of ours", "")
	o.must(err)
	if got := o.list(o.ana, casework.Filter{Mentioned: true}); len(got) != 0 {
		t.Error("after the answer:", got)
	}
	if got := o.list(o.ana, casework.Filter{}); len(got) != 1 {
		t.Error("the case is out of sight:", got)
	}
}

func TestAMentionOfNobodyIsRefusedAtItsPlaceAndNothingIsKept(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := o.byHand("Refund")
	gone := o.person("Gon", identity.Agent, "")
	o.leave(gone)
	for id, code := range map[string]string{"usr_0": "user_unknown", gone.ID: "user_inactive", o.viewer.ID: "user_not_reader"} {
		_, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, "@somebody", "", identity.UserID(o.ana.ID), identity.UserID(id))
		if e, _ := problem.As(err); problem.CodeOf(err) != code || len(e.Fields) == 0 || e.Fields[0].Location != "body.mentions[1]" {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, strings.Repeat("a", 1<<20), ""); problem.CodeOf(err) != "note_too_long" {
		t.Error("a note of a megabyte:", problem.CodeOf(err))
	}
	if n := len(o.file(f.ID).Story); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestWatchedCasesAreListedAndWatchersToldOfWhatOthersDo(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	f := o.byHand("Refund")
	for range 2 {
		_, err := o.cases.AddWatcher(o.as(o.owner), o.org, f.ID, identity.UserID(o.sam.ID), true)
		o.must(err)
	}
	if got := o.list(o.sam, casework.Filter{Watched: true}); len(got) != 1 || len(o.file(f.ID).Followers) != 1 {
		t.Error(got)
	}
	_, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, "Called", "")
	o.must(err)
	if got := o.kinds(f.ID); count(got, casework.ToldChange) != 1 {
		t.Error(got)
	}
	_, err = o.cases.Watch(o.as(o.sam), o.org, f.ID, false)
	o.must(err)
	if got := o.list(o.sam, casework.Filter{Watched: true}); len(got) != 0 {
		t.Error(got)
	}
}

func TestAMergeCanBeTakenBackAndLeavesTheCaseAsItWas(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	a, b, c := o.at(casework.Open), o.byHand("B"), o.byHand("C")
	_, err := o.cases.AddNote(ctx, o.org, a.ID, "Said in A", "")
	o.must(err)
	due := o.db.Now().Add(time.Hour)
	_, err = o.cases.Promise(ctx, o.org, casework.CommitmentInput{Case: a.ID, Text: "Call", DueAt: due, Owner: identity.UserID(o.ari.ID)}, "")
	o.must(err)
	a = o.file(a.ID)
	merged, err := o.cases.Merge(ctx, o.org, a.ID, a.Version, b.ID)
	o.must(err)
	if merged.ID != b.ID || !strings.Contains(jsonOf(merged.Story), "Said in A") || len(merged.Commitments) != 1 {
		t.Error("the story of both:", told(merged))
	}
	if got := o.list(o.owner, casework.Filter{States: live}); !slices.Equal(got, []string{b.Ref, c.Ref}) {
		t.Error(got)
	}
	gone := o.file(a.ID)
	if gone.State != casework.Closed || gone.MergedInto == nil || gone.MergedInto.Ref != b.Ref {
		t.Errorf("%+v", gone.Case)
	}
	if _, err := o.cases.AddNote(ctx, o.org, a.ID, "Too late", ""); problem.CodeOf(err) != "case_merged" {
		t.Error(err)
	}
	o.pass(2 * time.Hour)
	if f := o.file(b.ID); f.Broken != 1 {
		t.Error("the broken promise of a merged case doesn't shout where the story goes on")
	}
	back, err := o.cases.Unmerge(ctx, o.org, a.ID)
	o.must(err)
	if back.State != casework.Open || back.MergedInto != nil || back.Outcome != "" || !back.DueAt.Equal(a.DueAt) || back.ClosedAt != nil {
		t.Errorf("%+v, was %+v", back.Case, a.Case)
	}
	if f := o.file(b.ID); strings.Contains(jsonOf(f.Story), "Said in A") || f.Broken != 0 {
		t.Error("B still tells A's story")
	}
	if back.Broken != 1 {
		t.Error("the promise that was broken meanwhile doesn't shout")
	}
}

func TestMergesThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	a, b, c := o.byHand("A"), o.byHand("B"), o.byHand("C")
	into := func(x, y *casework.File) string {
		_, err := o.cases.Merge(ctx, o.org, x.ID, o.file(x.ID).Version, y.ID)
		return problem.CodeOf(err)
	}
	if code := into(a, a); code != "merge_self" {
		t.Error(code)
	}
	if code := into(a, b); code != "" {
		t.Error(code)
	}
	if code := into(b, a); code != "merge_chain" {
		t.Error("a circle:", code)
	}
	if code := into(a, c); code != "case_merged" {
		t.Error("merged twice:", code)
	}
	if code := into(b, c); code != "" { // A goes along
		t.Error(code)
	}
	if f := o.file(a.ID); f.MergedInto.Ref != c.Ref {
		t.Errorf("A lies in %s", f.MergedInto.Ref)
	}
	if code := into(c, a); code != "merge_chain" {
		t.Error("a circle of three:", code)
	}
	_, err := o.cases.Unmerge(ctx, o.org, b.ID)
	o.must(err)
	if f := o.file(a.ID); f.MergedInto.Ref != b.Ref {
		t.Errorf("A lies in %s after B came back", f.MergedInto.Ref)
	}
	if _, err := o.cases.Unmerge(ctx, o.org, c.ID); problem.CodeOf(err) != "case_not_merged" {
		t.Error(err)
	}
	if _, err := o.cases.Merge(ctx, o.org, c.ID, 99, b.ID); problem.CodeOf(err) != "changed_meanwhile" {
		t.Error(err)
	}
}

func TestASplitMakesASecondCaseThatMergingBackUndoes(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.rule(o.lowNPS())
	f := o.one(`{"measures":{"nps":2},"unit":"south","customer":{"external_id":"c1"},"comments":[{"text":"Late and rude"}]}`)
	f, err := o.cases.AddNote(o.as(o.owner), o.org, f.ID, "The courier was rude", "")
	o.must(err)
	note := f.Story[len(f.Story)-1].ID
	part, err := o.cases.Split(o.as(o.owner), o.org, f.ID, casework.SplitInput{Title: "Rude courier", Notes: []string{note}}, "k")
	o.must(err)
	again, err := o.cases.Split(o.as(o.owner), o.org, f.ID, casework.SplitInput{Title: "Rude courier", Notes: []string{note}}, "k")
	o.must(err)
	if again.ID != part.ID || part.Customer == nil || part.Customer.ID != f.Customer.ID || part.Unit.Key != "south" || !strings.Contains(jsonOf(part.Story), "courier was rude") {
		t.Errorf("%+v", part.Case)
	}
	if l := o.file(f.ID).Links; len(l) != 1 || l[0].Kind != "split" || l[0].Ref != part.Ref {
		t.Errorf("%+v", l)
	}
	_, err = o.cases.Merge(o.as(o.owner), o.org, part.ID, part.Version, f.ID)
	o.must(err)
}

func TestLinksAndParentsRefuseThemselvesAndLoops(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	a, b, c := o.byHand("A"), o.byHand("B"), o.byHand("C")
	if _, err := o.cases.Connect(ctx, o.org, a.ID, a.ID, true); problem.CodeOf(err) != "link_self" {
		t.Error(err)
	}
	for range 2 {
		_, err := o.cases.Connect(ctx, o.org, b.ID, a.ID, true)
		o.must(err)
	}
	if l := o.file(a.ID).Links; len(l) != 1 {
		t.Error(l)
	}
	below := func(x, y *casework.File) string {
		_, err := o.cases.SetParent(ctx, o.org, x.ID, o.file(x.ID).Version, y.ID)
		return problem.CodeOf(err)
	}
	for _, k := range []struct {
		x, y *casework.File
		code string
	}{{a, a, "parent_self"}, {b, a, ""}, {c, b, ""}, {a, c, "parent_loop"}, {a, b, "parent_loop"}} {
		if code := below(k.x, k.y); code != k.code {
			t.Errorf("%s below %s: %s", k.x.Title, k.y.Title, code)
		}
	}
}

func TestClosingAParentAsksAboutItsChildren(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	f, child := o.at(casework.Open), o.byHand("Child")
	_, err := o.cases.SetParent(ctx, o.org, child.ID, child.Version, f.ID)
	o.must(err)
	done := casework.Move{State: casework.Resolved, Cause: "timely", Outcome: "put_right"}
	_, err = o.cases.Move(ctx, o.org, f.ID, f.Version, done)
	if e, _ := problem.As(err); problem.CodeOf(err) != "children_open" || e.Args["count"] != 1 {
		t.Fatal(err)
	}
	done.Children = "close"
	_, err = o.cases.Move(ctx, o.org, f.ID, f.Version, done)
	o.must(err)
	if c := o.file(child.ID); c.State != casework.Resolved || c.Cause != "timely" {
		t.Errorf("%+v", c.Case)
	}
}

func TestCausesHaveTwoLevelsAndRetiredOnesStayReadable(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	used := o.at(casework.Resolved) // with the cause "timely"
	tree, err := o.cases.CauseTree(ctx, o.org)
	o.must(err)
	list := append(slices.Clone(tree.Causes), casework.Cause{Key: "courier", Name: "The courier's", Parent: "timely"})
	tree, err = o.cases.SetCauses(ctx, o.org, tree.Version, list)
	o.must(err)
	for name, k := range map[string]struct {
		list []casework.Cause
		code string
	}{
		"three levels":      {append(slices.Clone(list), casework.Cause{Key: "x", Name: "X", Parent: "courier"}), "cause_depth"},
		"below itself":      {append(slices.Clone(list), casework.Cause{Key: "x", Name: "X", Parent: "x"}), "cause_depth"},
		"no such parent":    {append(slices.Clone(list), casework.Cause{Key: "x", Name: "X", Parent: "y"}), "cause_unknown"},
		"one key twice":     {append(slices.Clone(list), casework.Cause{Key: "price", Name: "X"}), "cause_twice"},
		"one that is used":  {[]casework.Cause{{Key: "price", Name: "Price"}}, "cause_in_use"},
		"none left in use":  {[]casework.Cause{{Key: "timely", Name: "T", Retired: true}}, "causes_none"},
		"a key with spaces": {[]casework.Cause{{Key: "too late", Name: "T"}}, "key_form"},
	} {
		if _, err := o.cases.SetCauses(ctx, o.org, tree.Version, k.list); problem.CodeOf(err) != k.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range list {
		list[i].Retired = list[i].Key == "timely"
	}
	_, err = o.cases.SetCauses(ctx, o.org, tree.Version, list)
	o.must(err)
	if f := o.file(used.ID); f.Cause != "timely" {
		t.Error("a retired cause can't be read any more")
	}
	for _, key := range []string{"timely", "courier"} { // retired itself, or below a retired one
		f := o.at(casework.Open)
		if _, err := o.cases.Edit(ctx, o.org, f.ID, f.Version, casework.CaseEdit{Cause: &key}); problem.CodeOf(err) != "cause_retired" {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestManyCasesChangeAtOnceAndComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	ids, before := []casework.ID{}, map[casework.ID]string{}
	for _, s := range casework.States {
		for range 2 {
			f := o.at(s)
			ids = append(ids, f.ID)
		}
	}
	stand := func(id casework.ID) string {
		f := o.file(id)
		return fmt.Sprint(f.State, f.Severity, f.Owner.ID, f.Cause, f.Outcome, f.ResolvedAt, f.ClosedAt, f.Reopened)
	}
	for _, id := range ids {
		before[id] = stand(id)
	}
	cause := "price"
	b, err := o.cases.Change(ctx, o.org, casework.Bulk{Cases: append(slices.Clone(ids), "cas_0", ids[0]), State: casework.Closed, Cause: &cause, Outcome: "explained"})
	o.must(err)
	if b.Done != 8 || len(b.Refused) != 3 { // those that were closed already, and the one that isn't there
		t.Errorf("%d done, refused %+v", b.Done, b.Refused)
	}
	if f := o.file(ids[0]); f.State != casework.Closed || f.Cause != "price" || f.ResolvedAt == nil {
		t.Errorf("%+v", f.Case)
	}
	f := o.file(ids[2]) // somebody goes on with one of them
	_, err = o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Open})
	o.must(err)
	if _, err := o.cases.UndoChange(o.as(o.sam), o.org, b.ID); problem.CodeOf(err) != "batch_unknown" {
		t.Error("somebody else's change:", err)
	}
	u, err := o.cases.UndoChange(ctx, o.org, b.ID)
	o.must(err)
	if u.Done != 7 || len(u.Refused) != 1 || u.Refused[0].ID != f.ID || u.Refused[0].Code != "changed_meanwhile" {
		t.Errorf("%+v", u)
	}
	for _, id := range ids {
		if now := stand(id); now != before[id] && id != f.ID {
			t.Errorf("%s\nwas %s", now, before[id])
		}
	}
	if _, err := o.cases.UndoChange(ctx, o.org, b.ID); problem.CodeOf(err) != "batch_unknown" {
		t.Error("undone twice:", err)
	}
	if _, err := o.cases.Change(ctx, o.org, casework.Bulk{Cases: make([]casework.ID, 1001), State: casework.Open}); problem.CodeOf(err) != "bulk_count" {
		t.Error(err)
	}
}

func TestEveryNumberOfAReportIsThatOfTheListItLeadsTo(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	ctx := o.as(o.owner)
	o.rule(o.lowNPS())
	for i, s := range append(slices.Clone(casework.States), casework.States...) {
		f := o.at(s)
		if i == 4 {
			_, err := o.cases.Move(ctx, o.org, f.ID, f.Version, casework.Move{State: casework.Open})
			o.must(err)
		}
		o.pass(17 * time.Hour)
	}
	late := o.at(casework.Open)
	o.pass(100 * time.Hour)
	late = o.file(late.ID)
	_, err := o.cases.Move(ctx, o.org, late.ID, late.Version, casework.Move{State: casework.Resolved, Cause: "price", Outcome: "explained"})
	o.must(err)
	o.one(`{"measures":{"nps":1},"unit":"south"}`)
	a, b := o.byHand("Twin"), o.byHand("Other twin")
	_, err = o.cases.Merge(ctx, o.org, a.ID, a.Version, b.ID)
	o.must(err)

	for _, by := range []string{"cause", "unit", "rule", "owner", "severity"} {
		r, err := o.cases.Report(ctx, o.org, casework.ReportQuestion{By: by, Grain: "day"})
		o.must(err)
		span := casework.Span{From: r.From, To: r.To}
		sum := casework.Row{}
		for _, row := range r.Rows {
			in := casework.Facet{}
			switch by {
			case "cause":
				in.Cause = row.Key
			case "unit":
				in.Unit = identity.UnitID(row.Key)
			case "rule":
				in.Rule = row.Key
			case "owner":
				in.Owner = row.Key
			case "severity":
				in.Severity = casework.Severity(row.Key)
			}
			check := func(what string, n int64, change func(*casework.Filter)) {
				f := casework.Filter{Facet: in}
				change(&f)
				if got := int64(len(o.list(o.owner, f))); got != n {
					t.Errorf("by %s, %s %q: the report says %d, the list %d", by, what, row.Name, n, got)
				}
			}
			check("opened", row.Opened, func(f *casework.Filter) { f.Opened = span })
			check("resolved", row.Resolved, func(f *casework.Filter) { f.Resolved = span })
			check("in time", row.InTime, func(f *casework.Filter) { f.Resolved, f.InTime = span, "yes" })
			check("late", row.Resolved-row.InTime, func(f *casework.Filter) { f.Resolved, f.InTime = span, "no" })
			check("closed", row.Closed, func(f *casework.Filter) { f.Closed = span })
			check("reopened", row.Reopened, func(f *casework.Filter) { f.Reopened = span })
			check("open", row.Open, func(f *casework.Filter) { f.States = live })
			check("overdue", row.Overdue, func(f *casework.Filter) { f.Overdue = true })
			sum.Opened += row.Opened
			sum.Reopened += row.Reopened
		}
		if r.Total.Opened != sum.Opened || r.Total.Opened != 13 || r.Total.Reopened != 1 || r.Total.Resolved != 4 || r.Total.InTime != 3 {
			t.Errorf("by %s: %+v", by, r.Total)
		}
		opened, aged := int64(0), int64(0)
		for _, p := range r.Points {
			opened += p.Opened
			if got := int64(len(o.list(o.owner, casework.Filter{Facet: casework.Facet{Opened: casework.Span{From: p.From, To: p.To}}}))); got != p.Opened {
				t.Errorf("%s: %d, the list %d", p.From, p.Opened, got)
			}
		}
		for _, a := range r.Ages {
			aged += a.Count
			if got := int64(len(o.list(o.owner, casework.Filter{States: live, Facet: casework.Facet{Opened: casework.Span{From: a.From, To: a.To}}}))); got != a.Count {
				t.Errorf("%s days: %d, the list %d", a.Days, a.Count, got)
			}
		}
		if opened != r.Total.Opened || aged != r.Total.Open {
			t.Errorf("steps add up to %d of %d, ages to %d of %d", opened, r.Total.Opened, aged, r.Total.Open)
		}
		var out strings.Builder
		o.must(r.CSV(&out))
		if lines, err := csv.NewReader(strings.NewReader(out.String())).ReadAll(); err != nil || len(lines) != len(r.Rows)+2 {
			t.Error(len(lines), err)
		}
	}
	if r, err := o.cases.Report(o.as(o.sam), o.org, casework.ReportQuestion{}); err != nil || r.Total.Opened != 1 {
		t.Errorf("a supervisor of one region: %+v %v", r.Total, err)
	}
	for code, q := range map[string]casework.ReportQuestion{
		"group_unknown": {By: "weather"}, "grain_unknown": {Grain: "hour"},
		"period_wrong":   {From: o.db.Now(), To: o.db.Now().Add(-time.Hour)},
		"too_many_steps": {From: o.db.Now().AddDate(-4, 0, 0), To: o.db.Now(), Grain: "day"},
	} {
		if _, err := o.cases.Report(ctx, o.org, q); problem.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
