package moment_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/moment"
)

func procedure(more object) object {
	p := object{"title": "Nobody called", "steps": []string{"Call within the hour", "Say sorry", " "}, "pass_mark": 50,
		"questions": []any{
			object{"text": "When do you call?", "options": []string{"Tomorrow", "Within the hour"}, "right": 1},
			object{"text": "Whose fault is it?", "options": []string{"Ours", "The customer's"}, "right": 0},
		}}
	for k, v := range more {
		p[k] = v
	}
	return p
}

// staff adds n employees, e1 to en.
func (b *bank) staff(n int) {
	b.t.Helper()
	for i := range n {
		b.must(201, "POST", "/employees", object{"external_id": fmt.Sprint("e", i+1), "name": fmt.Sprint("Employee ", i+1)})
	}
}

func results(passed, failed int) (out []any) {
	for i := range passed + failed {
		score := 2
		if i >= passed {
			score = 0
		}
		out = append(out, object{"employee": fmt.Sprint("e", i+1), "score": score})
	}
	return out
}

func TestACrisisProcedureIsAskedAboutInFives(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.staff(9)
	b.refused(404, "procedure_missing", "GET", b.at("/check"), nil)
	for code, p := range map[string]object{
		"step_needed": {"steps": []string{" "}}, "pass_mark": {"pass_mark": 0}, "right_needed": {"questions": []any{object{"text": "x", "options": []string{"a", "b"}, "right": 2}}},
		"option_twice": {"questions": []any{object{"text": "x", "options": []string{"a", "A"}, "right": 0}}},
		"unit_unknown": {"unit": "unt_gone"},
	} {
		b.refused(422, code, "PUT", b.at("/procedure"), procedure(p), `If-Match: "0"`)
	}
	b.must(200, "PUT", b.at("/procedure"), procedure(nil), `If-Match: "0"`)
	b.refused(412, "changed_meanwhile", "PUT", b.at("/procedure"), procedure(nil), `If-Match: "0"`)
	if p := b.must(200, "PUT", b.at("/procedure"), procedure(object{"title": "Nobody rang"}), `If-Match: "1"`); p["number"] != 1.0 {
		t.Errorf("a version that nobody was asked about became another: %v", p)
	}
	if s := b.must(200, "GET", b.at("/check"), nil); strings.Contains(fmt.Sprint(s), "right") || len(s["steps"].([]any)) != 2 {
		t.Errorf("the sheet tells too much: %v", s)
	}
	b.refused(403, "check_by_people", "POST", b.at("/check"), object{"number": 1, "answers": []int{1, 0}})
	b.refused(422, "employee_unknown", "POST", b.at("/check/results"), object{"number": 1, "results": append(results(1, 0), object{"employee": "e77", "score": 1})})
	b.refused(422, "employee_twice", "POST", b.at("/check/results"), object{"number": 1, "results": append(results(1, 0), results(1, 0)...)})
	b.refused(422, "score_range", "POST", b.at("/check/results"), object{"number": 1, "results": []any{object{"employee": "e1", "score": 3}}})
	b.refused(409, "procedure_changed", "POST", b.at("/check/results"), object{"number": 2, "results": results(1, 0)})
	asked := func() string {
		a := b.must(200, "GET", b.at("/check/people"), nil)
		if strings.Contains(fmt.Sprint(a["people"]), "passed") {
			t.Errorf("it is told who passed: %v", a["people"])
		}
		p := a["passed"].(object)
		return fmt.Sprintf("%v of %v, %v of %v, %v waiting", a["answered"], a["audience"], p["value"], p["n"], a["waiting"])
	}
	if got := asked(); got != "0 of 9, <nil> of 0, 0 waiting" {
		t.Error(got)
	}
	b.must(201, "POST", b.at("/check/results"), object{"number": 1, "results": results(3, 1)})
	if got := asked(); got != "4 of 9, <nil> of 0, 4 waiting" {
		t.Errorf("four are shown: %s", got)
	}
	b.must(201, "POST", b.at("/check/results"), object{"number": 1, "results": []any{object{"employee": "e5", "score": 1}, object{"employee": "e6", "score": 0}}})
	if got := asked(); got != "6 of 9, 80 of 5, 1 waiting" {
		t.Errorf("%s", got)
	}
	// Somebody was asked: what is written now is the next version, and everybody is asked anew.
	if p := b.must(200, "PUT", b.at("/procedure"), procedure(nil), `If-Match: "2"`); p["number"] != 2.0 {
		t.Errorf("%v", p)
	}
	if got := asked(); got != "0 of 9, <nil> of 0, 0 waiting" {
		t.Error(got)
	}
}

func TestAPersonTakesTheCheckInTheBrowser(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.staff(1)
	b.must(200, "PUT", b.at("/procedure"), procedure(object{"pass_mark": 100}), `If-Match: "0"`)
	ctx := identity.With(t.Context(), identity.Caller{Org: b.ID, Kind: identity.ByUser, ID: string(b.User), Name: "Olivia", Role: identity.Owner})
	m := moment.ID(b.id)
	if _, err := b.Moments.Take(ctx, b.ID, m, 1, []int{1}); err == nil {
		t.Error("half of the answers were taken")
	}
	r, err := b.Moments.Take(ctx, b.ID, m, 1, []int{1, 1})
	if err != nil || r.Passed || fmt.Sprint(r.Wrong) != "[1]" || r.Score != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if r, err = b.Moments.Take(ctx, b.ID, m, 1, []int{1, 0}); err != nil || !r.Passed {
		t.Fatalf("%+v %v", r, err)
	}
	s, err := b.Moments.Sheet(ctx, b.ID, m)
	if err != nil || s.Mine == nil || !s.Mine.Passed {
		t.Errorf("%+v %v", s, err)
	}
	a, err := b.Moments.Asked(ctx, b.ID, m)
	if err != nil || len(a.People) != 2 || !a.People[1].Outside || a.Waiting != 1 || a.Answered != 0 {
		t.Errorf("%+v %v", a, err)
	}
}

func (b *bank) five() map[any]object {
	b.t.Helper()
	out := map[any]object{}
	for _, c := range b.must(200, "GET", "/moments/characteristics", nil)["items"].([]any) {
		out[c.(object)["key"]] = c.(object)
	}
	return out
}

func said(c object) string {
	f := c["figure"].(object)
	return fmt.Sprint(c["mark"], " ", c["hits"], "/", f["n"], " ", f["value"])
}

func TestTheFiveAreComputedWhereThereIsEvidenceAndAssessedWhereThereIsnt(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.staff(6)
	b.hear("letter", 4, "Fine", nil)
	b.CatchUp(t, b.Org)
	c := b.five()
	for key, want := range map[string]string{"criteria": "computed 0/2 0", "one_owner": "none 0/0 <nil>", "procedures": "none 0/0 <nil>",
		"authority": "none 0/0 <nil>", "initiative": "none 0/0 <nil>"} {
		if got := said(c[key]); got != want {
			t.Errorf("%s of nothing: %s", key, got)
		}
	}
	b.must(201, "POST", b.at("/criteria"), b.pick(nil))
	b.refused(409, "evidence_there", "POST", "/moments/characteristics", object{"key": "criteria", "value": 100, "evidence": "I think so"})
	b.refused(422, "key", "POST", "/moments/characteristics", object{"key": "charm", "value": 100, "evidence": "x"})
	b.refused(422, "evidence_needed", "POST", "/moments/characteristics", object{"key": "one_owner", "value": 100, "evidence": " "})
	b.refused(422, "value_range", "POST", "/moments/characteristics", object{"key": "one_owner", "value": 101, "evidence": "x"})
	b.must(201, "POST", "/moments/characteristics", object{"key": "one_owner", "value": 40, "evidence": "Ten cases read"})
	b.must(201, "POST", "/moments/characteristics", object{"key": "one_owner", "value": 60, "evidence": "Twenty cases read"})
	c = b.five()
	if got := said(c["criteria"]); got != "computed 1/2 50" || c["criteria"]["full"] != true || fmt.Sprint(c["criteria"]["without"]) != "[letter]" {
		t.Errorf("%s %v", got, c["criteria"])
	}
	if got := said(c["one_owner"]); got != "assessed 0/0 60" || len(c["one_owner"]["statements"].([]any)) != 2 {
		t.Errorf("%s", got)
	}

	ana := b.person("ana")
	solve := func(title string, hand bool) {
		k := b.must(201, "POST", "/cases", object{"title": title, "note": "x"})
		at := func() string {
			return fmt.Sprintf(`If-Match: "%v"`, b.must(200, "GET", "/cases/"+k["id"].(string), nil)["version"])
		}
		b.must(200, "POST", "/cases/"+k["id"].(string)+"/state", object{"state": "open"}, at())
		b.Advance(time.Minute)
		if hand {
			b.must(200, "PATCH", "/cases/"+k["id"].(string), object{"owner": ana}, at())
		}
		b.must(200, "POST", "/cases/"+k["id"].(string)+"/state", object{"state": "resolved", "cause": "timely", "outcome": "put_right"}, at())
	}
	solve("One", false)
	solve("Two", false)
	solve("Three", true)
	c = b.five()
	if got := said(c["one_owner"]); !strings.HasPrefix(got, "computed 2/3 66.") {
		t.Errorf("one owner: %s", got)
	}
	if got := first(c["one_owner"]["cases"])["title"]; got != "Three" {
		t.Errorf("the one that changed hands is %v", got)
	}
	if got := said(c["authority"]); !strings.HasPrefix(got, "computed 2/3 66.") {
		t.Errorf("authority: %s", got)
	}

	b.must(200, "PUT", b.at("/procedure"), procedure(nil), `If-Match: "0"`)
	b.must(201, "POST", b.at("/check/results"), object{"number": 1, "results": results(3, 1)})
	if c = b.five(); c["procedures"]["mark"] != "none" || c["procedures"]["withheld"] != true {
		t.Errorf("four employees are shown: %v", c["procedures"])
	}
	b.must(201, "POST", b.at("/check/results"), object{"number": 1, "results": []any{object{"employee": "e5", "score": 2}}})
	if got := said(b.five()["procedures"]); got != "computed 4/5 80" {
		t.Errorf("procedures: %s", got)
	}
}

// person adds somebody who works on cases.
func (b *bank) person(name string) string {
	b.t.Helper()
	return b.must(201, "POST", "/users", object{"name": name, "email": name + "@alderwick.example", "password": apptest.Password, "role": "manager"})["id"].(string)
}

func TestEmployeesAnswersOnInitiativeAreTurnedToAHundredAndWithheldWhereFew(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.must(201, "POST", "/metrics", object{"key": "initiative", "name": "My manager wants initiative", "min": 1, "max": 5, "scoring": object{"method": "mean"}})
	b.refused(422, "metric_unknown", "PUT", "/moments/characteristics/initiative", object{"metric": "gone"}, `If-Match: "0"`)
	b.must(204, "PUT", "/moments/characteristics/initiative", object{"metric": "initiative"}, `If-Match: "0"`)
	b.refused(412, "changed_meanwhile", "PUT", "/moments/characteristics/initiative", object{"metric": ""}, `If-Match: "0"`)
	tell := func(kind string, score, times int) {
		for range times {
			b.hear("call-back", 5, "", object{"kind": kind, "measures": object{"initiative": score}})
		}
		b.CatchUp(t, b.Org)
	}
	tell("survey", 1, 20) // customers weren't asked this
	tell("employee", 3, 4)
	if c := b.five()["initiative"]; c["withheld"] != true || c["mark"] != "none" || c["figure"].(object)["value"] != nil {
		t.Errorf("four employees are shown: %v", c)
	}
	tell("employee", 4, 4)
	// The mean of 3.5 on 1 to 5 is 62.5 on 0 to 100.
	if c := b.five()["initiative"]; said(c) != "computed 0/8 62.5" || len(c["history"].([]any)) != 1 {
		t.Errorf("%s %v", said(c), c["history"])
	}
}
