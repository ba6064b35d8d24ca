package casework_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func on(field string, op casework.Op, value string) casework.Condition {
	return casework.Condition{Field: field, Op: op, Value: casework.Text(value)}
}

func TestARuleMatchesAnyOfSeveralWordsPlacesAndSegments(t *testing.T) {
	o := open(t)
	if w := o.ask("PUT", "/customer-fields", o.token("owner", ""), `{"segments":[{"key":"vip","name":"VIP"},{"key":"new","name":"New"}],"attributes":[]}`, "If-Match", `"0"`); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	if w := o.ask("POST", "/customers", o.token("owner", ""), `{"external_id":"k-vip","name":"Ada","segments":["vip"]}`); w.Code != 201 {
		t.Fatal(w.Code, w.Body)
	}
	for name, c := range map[string]struct {
		when    casework.Condition
		yes, no string
	}{
		"any of several words":   {on("comment", casework.AnyOf, "refund, LAWYER ,cancel"), `{"comments":[{"text":"I will ask my lawyer"}]}`, `{"comments":[{"text":"All fine"}]}`},
		"none of several words":  {on("comment", casework.NoneOf, "thanks,great"), `{"comments":[{"text":"Bad"}]}`, `{"comments":[{"text":"GREAT stuff"}]}`},
		"any of several units":   {on("unit", casework.AnyOf, "north,south"), `{"unit":"cape-town"}`, `{}`},
		"any of several kinds":   {on("kind", casework.AnyOf, "silence,review"), `{"kind":"silence"}`, `{"kind":"survey"}`},
		"none of an attribute":   {on("attributes.plan", casework.NoneOf, "gold,silver"), `{"attributes":{"plan":"basic"}}`, `{"attributes":{"plan":"Gold"}}`},
		"a segment":              {on("segment", casework.Is, "vip"), `{"customer":{"external_id":"k-vip"}}`, `{"customer":{"external_id":"k-2"}}`},
		"any of several, VIP":    {on("segment", casework.AnyOf, "new,vip"), `{"customer":{"external_id":"k-vip"}}`, `{}`},
		"not in a segment":       {on("segment", casework.IsNot, "vip"), `{"customer":{"external_id":"k-2"}}`, `{"customer":{"external_id":"k-vip"}}`},
		"a channel out of a few": {on("channel", casework.AnyOf, "phone,chat"), `{"channel":"Chat"}`, `{"channel":"post"}`},
	} {
		t.Run(name, func(t *testing.T) {
			in := o.lowNPS()
			in.Name, in.Conditions = name, []casework.Condition{c.when}
			r := o.rule(in)
			yes, no := o.put(c.yes), o.put(c.no)
			o.catchUp()
			has := map[signal.ID]bool{}
			for _, k := range o.all() {
				has[k.Signal] = true
			}
			if !has[yes] || has[no] {
				t.Errorf("matched %v, and what it shouldn't %v", has[yes], has[no])
			}
			trial, err := o.cases.Try(o.as(o.owner), o.org, in, 1)
			o.must(err)
			if trial.WouldOpen == 0 || len(trial.Days) == 0 || trial.PerDay != float64(trial.WouldOpen) {
				t.Errorf("the trial says otherwise: %+v", trial)
			}
			o.must(o.cases.DeleteRule(o.as(o.owner), o.org, r.ID))
		})
	}
}

func TestAListOfValuesThatMakesNoSenseIsRefusedAtItsPlace(t *testing.T) {
	o := open(t)
	for code, c := range map[string]casework.Condition{
		"unit_unknown":    on("unit", casework.AnyOf, "south,atlantis"),
		"value_needed":    on("comment", casework.AnyOf, " , ;"),
		"op_unknown":      on("metric.nps", casework.AnyOf, "1,2"),
		"segment_unknown": on("segment", casework.AnyOf, "gold"),
		"text_too_long":   on("comment", casework.NoneOf, strings.Repeat("word,", 500)),
	} {
		in := o.lowNPS()
		in.Conditions = append(in.Conditions, c)
		_, err := o.cases.CreateRule(o.as(o.owner), o.org, in, "")
		if p, ok := problem.As(err); !ok || p.Code != code || !strings.HasPrefix(p.Fields[0].Location, "body.conditions[1]") {
			t.Errorf("%v, not %s", err, code)
		}
	}
}

func TestARuleOpensOneCaseForACustomerAtATimeAndNoMoreThanItsCap(t *testing.T) {
	o := open(t)
	in := o.lowNPS()
	in.PerCustomer, in.DayCap = true, 3
	r := o.rule(in)
	for i := range 10 {
		o.put(fmt.Sprintf(`{"measures":{"nps":1},"customer":{"external_id":"k-%d"}}`, i/2))
	}
	o.catchUp()
	if n := len(o.all()); n != 3 {
		t.Fatalf("%d cases: two of each customer, five customers, a cap of three", n)
	}
	rec, err := o.cases.RuleRecord(o.as(o.owner), o.org, r.ID)
	o.must(err)
	if rec.Opened != 3 || rec.Live != 3 || rec.HeldBack != 7 || len(rec.Days) != 1 || rec.Days[0].N != 3 {
		t.Errorf("%+v", rec)
	}
}

func TestARuleThatWouldOpenVeryManyAsksFirst(t *testing.T) {
	o := open(t)
	o.flood(2100)
	in := o.lowNPS()
	_, err := o.cases.CreateRule(o.as(o.owner), o.org, in, "")
	p, _ := problem.As(err)
	if p == nil || p.Code != "rule_would_flood" || p.Args["would_open"] != 2100 || !strings.Contains(p.Message, "2,100") {
		t.Fatalf("%v", err)
	}
	if all, _ := o.cases.Rules(o.as(o.owner), o.org); len(all) != 0 {
		t.Fatal("it was made all the same")
	}
	in.Agreed = 500
	if _, err := o.cases.CreateRule(o.as(o.owner), o.org, in, ""); problem.CodeOf(err) != "rule_would_flood" {
		t.Errorf("agreeing to fewer is enough: %v", err)
	}
	capped := in
	capped.Name, capped.DayCap = "Capped", 10
	o.rule(capped)
	in.Agreed = 2100
	r := o.rule(in)
	// Switched off, and on again without agreeing anew.
	in.On = false
	r, err = o.cases.EditRule(o.as(o.owner), o.org, r.ID, r.Version, in)
	o.must(err)
	in.On, in.Agreed = true, 0
	if _, err := o.cases.EditRule(o.as(o.owner), o.org, r.ID, r.Version, in); problem.CodeOf(err) != "rule_would_flood" {
		t.Errorf("switched on without a question: %v", err)
	}
}

func TestARuleThatRunsAwayStopsItselfAndSaysSo(t *testing.T) {
	o := open(t)
	r := o.rule(o.lowNPS())
	o.flood(2100)
	o.catchUp()
	got, err := o.cases.Rule(o.as(o.owner), o.org, r.ID)
	o.must(err)
	if got.On || !strings.Contains(got.Paused, "2,000 cases in one day") || got.Opened != 2000 {
		t.Fatalf("on %v, opened %d: %q", got.On, got.Opened, got.Paused)
	}
	mine, err := o.app.Notify.List(t.Context(), o.org, got.FallbackOwner, true, "", 100)
	o.must(err)
	told := false
	for _, n := range mine.Items {
		told = told || n.Kind == "rule"
	}
	if !told {
		t.Error("nobody was told")
	}
	in := o.lowNPS()
	in.Agreed = 100_000
	again, err := o.cases.EditRule(o.as(o.owner), o.org, r.ID, got.Version, in)
	o.must(err)
	if !again.On || again.Paused != "" {
		t.Errorf("%+v", again)
	}
}

// flood records many bad scores at once.
func (o *office) flood(n int) {
	o.t.Helper()
	for n > 0 {
		k := min(n, 500)
		entries := make([]*signal.Entry, k)
		for i := range entries {
			e, err := o.log.Check(o.as(o.owner), o.org, o.input(`{"measures":{"nps":1}}`))
			o.must(err)
			entries[i] = e
		}
		o.must(o.db.Write(o.as(o.owner), o.org, func(tx *db.Tx) error {
			_, err := o.log.Record(o.as(o.owner), tx, o.org, entries)
			return err
		}))
		n -= k
	}
}

func TestATrialCanEndInThePast(t *testing.T) {
	o := open(t)
	o.put(`{"measures":{"nps":1}}`)
	past, err := o.cases.TryUntil(o.as(o.owner), o.org, o.lowNPS(), 30, time.Now().Add(-48*time.Hour))
	o.must(err)
	now, err := o.cases.Try(o.as(o.owner), o.org, o.lowNPS(), 30)
	o.must(err)
	if past.WouldOpen != 0 || now.WouldOpen != 1 {
		t.Errorf("%d until two days ago, %d until now", past.WouldOpen, now.WouldOpen)
	}
}
