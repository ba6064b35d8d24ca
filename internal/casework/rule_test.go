package casework_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func cond(field, op string, value any) casework.Condition {
	c := casework.Condition{Field: field, Op: casework.Op(op)}
	switch v := value.(type) {
	case int:
		c.Value = casework.Number(float64(v))
	case float64:
		c.Value = casework.Number(v)
	case string:
		c.Value = casework.Text(v)
	}
	return c
}

func TestConditionsHoldOfWhatTheySay(t *testing.T) {
	t.Parallel()
	o := open(t)
	const bad = `{"kind":"feedback","measures":{"nps":6,"csat":null},"unit":"cape-town","touch_point":"call","channel":"Phone",
		"attributes":{"product":"Gold Card"},"comments":[{"text":"Terrible, awful, horrible service. I hate it."},{"text":"Give me a  REFUND"}]}`
	const bare = `{"kind":"survey"}`
	o.put(bad)
	o.put(bare)
	for _, c := range []struct {
		condition casework.Condition
		bad, bare bool
	}{
		{cond("metric.nps", "<=", 6), true, false},
		{cond("metric.nps", "<=", 5.5), false, false},
		{cond("metric.nps", ">=", 6), true, false},
		{cond("metric.nps", ">=", 7), false, false},
		{cond("metric.nps", "is", 6), true, false},
		{cond("metric.nps", "is", 0), false, false},
		{cond("metric.csat", "<=", 5), false, false}, // asked and not answered
		{cond("touch_point", "is", "call"), true, false},
		{cond("touch_point", "is_not", "call"), false, true},
		{cond("unit", "is", "cape-town"), true, false},
		{cond("unit", "is", "south"), true, false}, // above it
		{cond("unit", "is", "north"), false, false},
		{cond("unit", "is_not", "north"), true, true},
		{cond("kind", "is", "feedback"), true, false},
		{cond("kind", "is_not", "feedback"), false, true},
		{cond("channel", "is", "phone"), true, false},
		{cond("channel", "is_not", "phone"), false, true},
		{cond("attributes.product", "is", "gold card"), true, false},
		{cond("attributes.product", "is", "gold"), false, false},
		{cond("attributes.product", "contains", "gold"), true, false},
		{cond("attributes.product", "is_not", "gold card"), false, true},
		{cond("sentiment", "<=", "negative"), true, false},
		{cond("sentiment", ">=", "mixed"), false, false},
		{cond("sentiment", "is_not", "positive"), true, true},
		{cond("comment", "contains", "a refund"), true, false},
		{cond("comment", "contains", "service. give"), false, false}, // words of two comments
	} {
		rule := o.lowNPS()
		rule.Conditions = []casework.Condition{c.condition}
		want := 0
		for _, holds := range []bool{c.bad, c.bare} {
			if holds {
				want++
			}
		}
		got, err := o.cases.Try(o.as(o.owner), o.org, rule, 1)
		if err != nil || got.WouldOpen != want || got.Of != 2 || !got.Complete {
			t.Errorf("%s: %+v %v", jsonOf(c.condition), got, err)
		}
	}
	for match, want := range map[string]int{"all": 0, "any": 2} {
		rule := o.lowNPS()
		rule.Match, rule.Conditions = match, []casework.Condition{cond("touch_point", "is", "call"), cond("kind", "is", "survey")}
		if got, err := o.cases.Try(o.as(o.owner), o.org, rule, 1); err != nil || got.WouldOpen != want {
			t.Errorf("%s: %+v %v", match, got, err)
		}
	}
}

func TestARuleThatMakesNoSenseIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, c := range []struct {
		change func(*casework.RuleInput)
		at     string
	}{
		{func(r *casework.RuleInput) { r.Name = " " }, "body.name"},
		{func(r *casework.RuleInput) { r.Match = "most" }, "body.match"},
		{func(r *casework.RuleInput) { r.Conditions = nil }, "body.conditions"},
		{func(r *casework.RuleInput) { r.DueHours = 0 }, "body.due_hours"},
		{func(r *casework.RuleInput) { r.DueHours = 9000 }, "body.due_hours"},
		{func(r *casework.RuleInput) { r.Severity = "dire" }, "body.severity"},
		{func(r *casework.RuleInput) { r.FallbackOwner = "" }, "body.fallback_owner"},
		{func(r *casework.RuleInput) { r.FallbackOwner = "usr_none" }, "body.fallback_owner"},
		{func(r *casework.RuleInput) { r.FallbackOwner = identity.UserID(o.viewer.ID) }, "body.fallback_owner"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("metric.love", "<=", 6) }, "body.conditions[0].field"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("metric.nps", "<=", 11) }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("metric.nps", "<=", "six") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("metric.nps", "is_not", 6) }, "body.conditions[0].op"},
		{func(r *casework.RuleInput) { r.Conditions = append(r.Conditions, cond("weather", "is", "wet")) }, "body.conditions[1].field"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("touch_point", "is", "moon") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("unit", "is", "moon") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("unit", "<=", "south") }, "body.conditions[0].op"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("kind", "is", "rumour") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("sentiment", "is", "cross") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("sentiment", "contains", "negative") }, "body.conditions[0].op"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("attributes.A B", "is", "x") }, "body.conditions[0].field"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("comment", "is", "x") }, "body.conditions[0].op"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("comment", "contains", " ") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("comment", "contains", "\x00") }, "body.conditions[0].value"},
		{func(r *casework.RuleInput) { r.Conditions[0] = cond("comment", "contains", strings.Repeat("é", 201)) }, "body.conditions[0].value"},
	} {
		in := o.lowNPS()
		c.change(&in)
		_, err := o.cases.CreateRule(o.as(o.owner), o.org, in, "")
		if p, ok := problem.As(err); !ok || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Location != c.at {
			t.Errorf("%s: %v", c.at, err)
		}
	}
	o.leave(o.sam)
	in := o.lowNPS()
	in.FallbackOwner = identity.UserID(o.sam.ID)
	if _, err := o.cases.CreateRule(o.as(o.owner), o.org, in, ""); problem.CodeOf(err) != "user_inactive" {
		t.Errorf("a fallback who has left: %v", err)
	}
	if all, err := o.cases.Rules(o.as(o.owner), o.org); err != nil || len(all) != 0 {
		t.Errorf("refused rules were kept: %v %v", all, err)
	}
}

func TestTwoRulesOfOneNameAndAStaleEditAreRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	first, err := o.cases.CreateRule(ctx, o.org, o.lowNPS(), "k-1")
	o.must(err)
	if again, err := o.cases.CreateRule(ctx, o.org, o.lowNPS(), "k-1"); err != nil || again.ID != first.ID {
		t.Errorf("sent again: %v %v", again, err)
	}
	other := o.lowNPS()
	other.DueHours = 2
	if _, err := o.cases.CreateRule(ctx, o.org, other, "k-1"); problem.CodeOf(err) != "idempotency_key_taken" {
		t.Errorf("the key for another rule: %v", err)
	}
	other.Name = " low  nps"
	if _, err := o.cases.CreateRule(ctx, o.org, other, ""); problem.CodeOf(err) != "rule_taken" {
		t.Errorf("the same name: %v", err)
	}
	if _, err := o.cases.EditRule(ctx, o.org, first.ID, 1, other); err != nil {
		t.Fatal(err)
	}
	if _, err := o.cases.EditRule(ctx, o.org, first.ID, 1, o.lowNPS()); problem.KindOf(err) != problem.Stale {
		t.Errorf("a stale edit: %v", err)
	}
	now, err := o.cases.Rule(ctx, o.org, first.ID)
	if err != nil || now.DueHours != 2 || now.Version != 2 || now.OnSince.Compare(*first.OnSince) != 0 {
		t.Errorf("%s %v", jsonOf(now), err)
	}
}

func TestProposalsCanBeAddedAsTheyStand(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	for round, exists := range []bool{false, true} {
		list, err := o.cases.Proposals(ctx, o.org)
		if err != nil || len(list) != 3 {
			t.Fatalf("%v %v", list, err)
		}
		for _, p := range list {
			if p.Exists != exists || p.Rule.FallbackOwner != identity.UserID(o.owner.ID) {
				t.Errorf("round %d: %s", round, jsonOf(p))
			}
			if !exists {
				o.rule(p.Rule)
			}
		}
	}
}

// A rule's trial and the rule itself must agree, whatever was sent, corrected and erased.
func TestWhatWouldHaveOpenedIsWhatOpens(t *testing.T) {
	t.Parallel()
	o := open(t)
	rnd := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a test's dice
	o.put(`{"touch_point":"call","kind":"review"}`)
	ctx := o.as(o.owner)
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	body := func() string {
		return fmt.Sprintf(`{"kind":%q,"measures":{"nps":%d,"csat":%s},"touch_point":%q,"unit":%q,"comments":[{"text":%q}]}`,
			pick("survey", "review"), rnd.IntN(11), pick("1", "2", "5", "null"), pick("call", "shop"), pick("cape-town", "north", ""),
			pick("", "Lovely!", "I hate it. Terrible.", "Refund please"))
	}
	conditions := []casework.Condition{cond("metric.nps", "<=", 6), cond("metric.csat", "<=", 2), cond("touch_point", "is", "call"),
		cond("unit", "is", "south"), cond("sentiment", "<=", "negative"), cond("comment", "contains", "refund"), cond("kind", "is_not", "review")}
	for round := range 12 {
		in := o.lowNPS()
		in.Name, in.Match = fmt.Sprint("Rule ", round), pick("all", "any")
		in.Conditions = nil
		for range 1 + rnd.IntN(2) {
			in.Conditions = append(in.Conditions, conditions[rnd.IntN(len(conditions))])
		}
		before, err := o.cases.Try(ctx, o.org, in, 30)
		o.must(err)
		r := o.rule(in)
		var ids []signal.ID
		for range 25 {
			ids = append(ids, o.put(body()))
			if rnd.IntN(4) == 0 {
				o.must(o.log.Correct(ctx, o.org, ids[rnd.IntN(len(ids))], o.input(body())))
			}
		}
		o.must(o.log.Erase(ctx, o.org, ids[0])) // before anybody has read it
		o.catchUp()
		after, err := o.cases.Try(ctx, o.org, in, 30)
		o.must(err)
		r, err = o.cases.Rule(ctx, o.org, r.ID)
		o.must(err)
		if int64(after.WouldOpen-before.WouldOpen) != r.Opened || after.Of-before.Of != 24 || len(after.Sample) != min(5, after.WouldOpen) {
			t.Errorf("%s %s: would open %d more, opened %d, of %d more", in.Match, jsonOf(in.Conditions), after.WouldOpen-before.WouldOpen,
				r.Opened, after.Of-before.Of)
		}
		off := r.RuleInput
		off.On = false
		_, err = o.cases.EditRule(ctx, o.org, r.ID, 1, off)
		o.must(err)
	}
}

func TestATrialCountsQuietSignalsApartAndKeepsToItsDays(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := o.as(o.owner)
	day := func(n int) string { return o.db.Now().AddDate(0, 0, -n).UTC().Format("2006-01-02T15:04:05Z") }
	o.quiet(`{"at":"` + day(10) + `","measures":{"nps":1}}`)
	o.put(`{"at":"` + day(40) + `","measures":{"nps":1}}`)
	o.put(`{"measures":{"nps":1}}`)
	o.put(`{"measures":{"nps":10}}`)
	for days, want := range map[int][3]int{5: {1, 2, 0}, 30: {2, 3, 1}, 3660: {3, 4, 1}} {
		got, err := o.cases.Try(ctx, o.org, o.lowNPS(), days)
		if err != nil || [3]int{got.WouldOpen, got.Of, got.Quiet} != want {
			t.Errorf("%d days: %+v %v", days, got, err)
		}
	}
	for _, days := range []int{0, 3661} {
		if _, err := o.cases.Try(ctx, o.org, o.lowNPS(), days); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%d days: %v", days, err)
		}
	}
	if len(o.all()) != 0 {
		t.Error("a trial opened a case")
	}
}
