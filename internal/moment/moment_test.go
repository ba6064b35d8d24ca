package moment_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/moment"
)

type object = map[string]any

// bank is an organisation whose customers wait for calls that don't come.
type bank struct {
	*apptest.App
	*apptest.Org
	t    *testing.T
	said string // the signal with the words
	id   string // the moment
}

const words = "I was promised a call by Monday noon. They  call when\nthey say they will, you told me. Nobody did."

func open(t *testing.T) *bank {
	t.Helper()
	a := apptest.New(t)
	b := &bank{App: a, Org: a.Organisation(t, "Alderwick"), t: t}
	b.said = b.hear("call-back", 1, words, nil)
	b.CatchUp(t, b.Org)
	b.id = b.must(201, "POST", "/moments", object{"touch_point": "call-back", "why": "They wait by the phone"})["id"].(string)
	return b
}

func (b *bank) must(status int, method, path string, body any, headers ...string) object {
	b.t.Helper()
	return b.Must(b.t, status, method, path, b.Owner, body, headers...)
}

// refused asks for something that must be refused with a status and a code.
func (b *bank) refused(status int, code, method, path string, body any, headers ...string) {
	b.t.Helper()
	if got, text := b.Do(method, path, b.Owner, body, headers...); got != status || !strings.Contains(text, code) {
		b.t.Errorf("%s %s: %d %s, not %d %s", method, path, got, text, status, code)
	}
}

func (b *bank) hear(point string, csat int, text string, more object) string {
	b.t.Helper()

	in := object{"kind": "survey", "key": db.NewID("k", time.Now()), "at": b.DB.Now().Add(-time.Hour).UTC().Format(time.RFC3339), "touch_point": point,
		"measures": object{"csat": csat}}
	if text != "" {
		in["comments"] = []any{object{"text": text}}
	}
	for k, v := range more {
		in[k] = v
	}
	return b.must(201, "POST", "/signals", in)["id"].(string)
}

func (b *bank) pick(more object) object {
	in := object{"signal": b.said, "wording": "They call when they say they will", "quality": "care", "threshold": 85}
	for k, v := range more {
		in[k] = v
	}
	return in
}

func (b *bank) at(path string, args ...any) string {
	return "/moments/" + b.id + fmt.Sprintf(path, args...)
}

func (b *bank) file() object { return b.must(200, "GET", b.at(""), nil) }

func first(list any) object { return list.([]any)[0].(object) }

func TestAMomentIsConfirmedByWhatCustomersSayAndKeepsItsHistory(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.refused(409, "moment_there", "POST", "/moments", object{"touch_point": "call-back", "why": "Again"})
	b.refused(409, "criterion_needed", "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "1"`)
	c := b.must(201, "POST", b.at("/criteria"), b.pick(nil))
	b.refused(409, "incident_needed", "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "1"`)
	b.must(201, "POST", b.at("/incidents"), object{"signal": b.said, "kind": "failure"})
	b.refused(412, "changed_meanwhile", "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "7"`)
	if m := b.must(200, "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "1"`); m["state"] != "confirmed" || m["name"] != "Call back" {
		t.Fatalf("%v", m)
	}
	b.refused(409, "last_criterion", "DELETE", b.at("/criteria/%s", c["id"]), nil)
	b.must(200, "POST", b.at("/state"), object{"state": "retired", "note": "Calls are kept now"}, `If-Match: "2"`)
	b.refused(409, "moment_retired", "POST", b.at("/incidents"), object{"signal": b.said, "kind": "failure"})
	b.refused(409, "moment_retired", "PUT", b.at(""), object{"why": "x"}, `If-Match: "3"`)
	// The place is free for another, and then taken.
	other := b.must(201, "POST", "/moments", object{"touch_point": "call-back", "why": "Anew"})
	b.refused(409, "moment_there", "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "3"`)
	b.must(200, "POST", "/moments/"+other["id"].(string)+"/state", object{"state": "retired"}, `If-Match: "1"`)
	b.must(200, "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "3"`)
	told := ""
	for _, e := range b.file()["history"].([]any) {
		told += e.(object)["kind"].(string) + " " + e.(object)["by"].(string) + "\n"
	}
	if want := "confirmed owner token\nretired owner token\nconfirmed owner token\nincident owner token\ncriterion owner token\nnominated owner token\n"; told != want {
		t.Errorf("the history is\n%s, not\n%s", told, want)
	}
}

func TestACriterionIsWordForWordWhatACustomerSaidThere(t *testing.T) {
	t.Parallel()
	b := open(t)
	elsewhere := b.hear("letter", 1, words, nil)
	staff := b.hear("call-back", 1, words, object{"kind": "employee"})
	silent := b.hear("call-back", 1, "", nil)
	b.CatchUp(t, b.Org)
	for name, c := range map[string]struct {
		in     object
		status int
		code   string
	}{
		"other words":        {object{"wording": "They always call"}, 422, "wording_not_said"},
		"nothing":            {object{"wording": " "}, 422, "wording_length"},
		"no statement":       {object{"signal": "sig_gone"}, 404, "signal_unknown"},
		"said elsewhere":     {object{"signal": elsewhere}, 422, "said_elsewhere"},
		"said by staff":      {object{"signal": staff}, 422, "not_a_customer"},
		"said without words": {object{"signal": silent}, 422, "no_words"},
		"no quality":         {object{"quality": "politeness"}, 422, "quality"},
		"off the scale":      {object{"threshold": 101}, 422, "threshold_off_scale"},
		"a scale of nothing": {object{"scale": "mean", "low": 5, "high": 5, "threshold": 5}, 422, "scale_invalid"},
		"no such metric":     {object{"metric": "gone"}, 422, "metric_unknown"},
		"off the metric":     {object{"metric": "nps", "threshold": 101}, 422, "target_off_scale"},
		"no such incident":   {object{"incident": "drama"}, 422, "incident"},
	} {
		if got, text := b.Do("POST", b.at("/criteria"), b.Owner, b.pick(c.in)); got != c.status || !strings.Contains(text, c.code) {
			t.Errorf("%s: %d %s", name, got, text)
		}
	}
	if f := b.file(); len(f["criteria"].([]any)) != 0 || len(f["incidents"].([]any)) != 0 {
		t.Fatalf("a refusal left something: %v", f)
	}
	c := b.must(201, "POST", b.at("/criteria"), b.pick(object{"incident": "failure"}))
	if c["wording"] != "They call when they say they will" || c["signal"] != b.said {
		t.Errorf("%v", c)
	}
	b.refused(409, "criterion_twice", "POST", b.at("/criteria"), b.pick(nil))
	b.must(204, "DELETE", b.at("/criteria/%s", c["id"]), nil)
	b.must(204, "POST", b.at("/criteria/%s/restored", c["id"]), nil)
	b.must(200, "PUT", b.at("/criteria/%s", c["id"]), object{"quality": "recovery", "threshold": 90}, `If-Match: "1"`)
	if c := first(b.file()["criteria"]); c["wording"] != "They call when they say they will" || c["threshold"] != 90.0 || c["quality"] != "recovery" {
		t.Errorf("%v", c)
	}
	b.refused(412, "changed_meanwhile", "PUT", b.at("/criteria/%s", c["id"]), object{"quality": "care", "threshold": 80}, `If-Match: "1"`)
}

func TestWhatACustomerSaidMayBeErasedAndTheCriterionSaysSo(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.must(201, "POST", b.at("/criteria"), b.pick(object{"incident": "failure"}))
	erased := func() (any, any) {
		f := b.file()
		return first(f["criteria"])["erased"], first(f["incidents"])["words"]
	}
	if e, w := erased(); e != nil || w == nil {
		t.Fatalf("erased before: %v %v", e, w)
	}
	b.must(204, "DELETE", "/signals/"+b.said, nil)
	b.CatchUp(t, b.Org)
	if e, w := erased(); e != true || w != nil {
		t.Errorf("the criterion doesn't say it: %v %v", e, w)
	}
	if c := first(b.file()["criteria"]); c["wording"] != "They call when they say they will" {
		t.Errorf("the criterion went: %v", c)
	}
	b.refused(404, "signal_unknown", "POST", b.at("/criteria"), b.pick(object{"wording": "Nobody did"}))
	// Whoever may not read signals is told, too.
	if f := b.Must(t, 200, "GET", b.at(""), b.Token(t, identity.Agent, ""), nil); first(f["incidents"])["erased"] != true {
		t.Errorf("the incident doesn't say it: %v", f["incidents"])
	}
}

func TestCustomersJudgeAndStaffStandApart(t *testing.T) {
	t.Parallel()
	b := open(t)
	for i := range 39 {
		b.hear("call-back", 1+4*(i%2), "", nil) // half of them kept
	}
	staff := func(n int) {
		for range n {
			b.hear("call-back", 5, "", object{"kind": "employee"})
		}
		b.CatchUp(t, b.Org)
	}
	staff(4)
	c := b.must(201, "POST", b.at("/criteria"), b.pick(object{"metric": "csat", "incident": "failure"}))
	if r := first(b.file()["criteria"])["readings"].([]any)[1].(object); r["withheld"] != true || r["figure"].(object)["value"] != nil || r["figure"].(object)["n"] != 0.0 {
		t.Errorf("four employees are shown: %v", r)
	}
	staff(2)
	assess := func(more object) object {
		in := object{"method": "mystery_shopping", "from": "2026-01-01", "to": "2026-01-31", "n": 20, "kept": 20, "assessor": "Shop & Co"}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	one := b.must(201, "POST", b.at("/criteria/%s/assessments", c["id"]), assess(nil))
	b.must(201, "POST", b.at("/criteria/%s/assessments", c["id"]), assess(object{"method": "staff", "n": 12, "kept": 12}))
	read := func() (out []string, verdict any) {
		f := first(b.file()["criteria"])
		for _, r := range f["readings"].([]any) {
			r := r.(object)
			out = append(out, fmt.Sprint(r["voice"], " ", r["method"], " ", r["figure"].(object)["n"], " ", r["verdict"]))
		}
		return out, f["verdict"]
	}
	got, verdict := read()
	want := "[customers survey 40 not_kept assessors mystery_shopping 20 unclear employees staff 6 too_few employees staff 12 unclear]"
	if fmt.Sprint(got) != want || verdict != "not_kept" {
		t.Errorf("read %v (%v), not %s", got, verdict, want)
	}
	for name, r := range map[string]struct {
		in   object
		code string
	}{
		"more kept than seen": {object{"kept": 21}, "kept_range"},
		"nobody":              {object{"n": 0}, "n_needed"},
		"tomorrow":            {object{"to": "2099-01-01"}, "period_ahead"},
		"backwards":           {object{"to": "2025-01-01"}, "period_wrong"},
		"no date":             {object{"from": "soon"}, "date_invalid"},
		"by nobody":           {object{"assessor": " "}, "name"},
		"three of the staff":  {object{"method": "staff", "n": 3, "kept": 3}, "few_employees"},
		"a survey":            {object{"method": "survey"}, "method"},
	} {
		if status, text := b.Do("POST", b.at("/criteria/%s/assessments", c["id"]), b.Owner, assess(r.in)); status != 422 || !strings.Contains(text, r.code) {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	b.refused(422, "scale_assessed", "PUT", b.at("/criteria/%s", c["id"]), object{"quality": "care", "scale": "mean", "low": 1, "high": 5, "threshold": 4}, `If-Match: "1"`)
	next := b.must(201, "POST", b.at("/criteria/%s/assessments", c["id"]), assess(object{"kept": 5, "supersedes": one["id"]}))
	b.refused(422, "supersedes_other", "POST", b.at("/criteria/%s/assessments", c["id"]), assess(object{"supersedes": one["id"]}))
	if got, _ := read(); got[1] != "assessors mystery_shopping 20 not_kept" {
		t.Errorf("superseded: %v", got)
	}
	b.must(204, "POST", b.at("/assessments/%s/withdrawn", next["id"]), object{"why": "The wrong branch"})
	b.refused(409, "assessment_past", "POST", b.at("/assessments/%s/withdrawn", next["id"]), object{"why": "Again"})
	past := first(b.file()["criteria"])["past"].([]any)
	if len(past) != 2 || !strings.Contains(fmt.Sprint(past), "owner token: The wrong branch") {
		t.Errorf("what doesn't stand any more: %v", past)
	}
}

func TestAMeanIsJudgedByItsInterval(t *testing.T) {
	t.Parallel()
	b := open(t)
	c := b.must(201, "POST", b.at("/criteria"), b.pick(object{"scale": "mean", "low": 1, "high": 5, "threshold": 4}))
	assess := func(mean, sd float64, n int) (int, string) {
		return b.Do("POST", b.at("/criteria/%s/assessments", c["id"]), b.Owner, object{"method": "evaluation", "from": "2026-01-01", "to": "2026-01-31", "n": n,
			"mean": mean, "sd": sd, "assessor": "Quality"})
	}
	for _, bad := range [][3]float64{{5.1, 0, 10}, {3, 9, 10}, {3, -1, 10}, {3, 1, 1}, {3.00001, 1, 10}} {
		if status, text := assess(bad[0], bad[1], int(bad[2])); status != 422 {
			t.Errorf("%v was taken: %s", bad, text)
		}
	}
	if status, text := assess(3.2, 0.8, 25); status != 201 {
		t.Fatal(status, text)
	}
	r := first(first(b.file()["criteria"])["readings"])
	f := r["figure"].(object)
	// 3.2 ± 2.0639·0.8/5
	if low, high := f["low"].(float64), f["high"].(float64); r["verdict"] != "not_kept" || low < 2.869 || low > 2.871 || high < 3.529 || high > 3.531 {
		t.Errorf("%v", r)
	}
}

func TestHowFailuresWereHandledIsCodedByPeople(t *testing.T) {
	t.Parallel()
	b := open(t)
	other := b.hear("call-back", 1, "Not my department, they said.", nil)
	glad := b.hear("call-back", 5, "Rang on the dot!", nil)
	b.CatchUp(t, b.Org)
	link := func(in object) string { return b.must(201, "POST", b.at("/incidents"), in)["id"].(string) }
	one, two := link(object{"signal": b.said, "kind": "failure"}), link(object{"signal": other, "kind": "failure"})
	if again := link(object{"signal": b.said, "kind": "failure"}); again != one {
		t.Error("the same incident twice")
	}
	link(object{"signal": glad, "kind": "delight"})
	file := b.must(201, "POST", "/cases", object{"title": "No call", "note": "x", "touch_point": "call-back"})
	third := link(object{"case": file["id"], "kind": "failure"})
	b.refused(422, "incident_of_one", "POST", b.at("/incidents"), object{"kind": "failure"})
	b.refused(422, "kind", "POST", b.at("/incidents"), object{"signal": other, "kind": "drama"})
	b.refused(404, "case_unknown", "POST", b.at("/incidents"), object{"case": "cas_gone", "kind": "failure"})
	code := func(id string, version int, codes ...string) {
		b.must(200, "PUT", b.at("/incidents/%s", id), object{"kind": "failure", "codes": codes}, fmt.Sprintf(`If-Match: "%d"`, version))
	}
	code(one, 1, "not_authorised", "ignored", "ignored")
	code(two, 1, "passed_on", "not_authorised")
	b.refused(412, "changed_meanwhile", "PUT", b.at("/incidents/%s", one), object{"kind": "failure", "codes": []string{}}, `If-Match: "1"`)
	b.refused(422, "codes_contradict", "PUT", b.at("/incidents/%s", third), object{"kind": "failure", "codes": []string{"ignored", "taken_on"}}, `If-Match: "1"`)
	b.refused(422, "delight_coded", "PUT", b.at("/incidents/%s", third), object{"kind": "delight", "codes": []string{"ignored"}}, `If-Match: "1"`)
	f := b.file()
	shares := map[any]string{}
	for _, h := range f["handled"].([]any) {
		h := h.(object)
		shares[h["code"]] = fmt.Sprintf("%v/%v %.1f", h["count"], h["n"], h["low"])
	}
	// Wilson of 2 of 2 and of 1 of 2.
	if shares["not_authorised"] != "2/2 34.2" || shares["ignored"] != "1/2 9.5" || shares["blamed"] != "0/2 0.0" {
		t.Errorf("%v", shares)
	}
	said := map[any]any{}
	for _, i := range f["incidents"].([]any) {
		i := i.(object)
		said[i["id"]] = fmt.Sprint(i["codes"], i["coded_by"], i["words"])
	}
	if s := said[one].(string); !strings.Contains(s, "[ignored not_authorised]owner token") || !strings.Contains(s, "Nobody did") {
		t.Errorf("%v", s)
	}
	if s := said[third].(string); !strings.Contains(s, "No call") {
		t.Errorf("the case: %v", s)
	}
	b.must(204, "DELETE", b.at("/incidents/%s", two), nil)
	b.must(204, "POST", b.at("/incidents/%s/restored", two), nil)
	if n := len(b.file()["incidents"].([]any)); n != 4 {
		t.Errorf("%d incidents", n)
	}
}

func TestWeakTouchPointsAreProposedAndStaffsViewStandsBesideCustomers(t *testing.T) {
	t.Parallel()
	b := open(t)
	for i := range 120 {
		b.hear("call-back", 1+i%2, "Nobody called", nil)
		b.hear("letter", 4+i%2, "Plain words", nil)
		b.hear("shop", 1+4*(i%2), "So and so", nil)
	}
	for range 40 {
		b.hear("call-back", 5, "I am the hero of calls", object{"kind": "employee"})
	}
	b.CatchUp(t, b.Org)
	items := b.must(200, "GET", "/moments/proposals", nil)["items"].([]any)
	got := ""
	for _, i := range items {
		i := i.(object)
		got += fmt.Sprint(i["touch_point"], " ", i["verdict"], " ", i["let_down"], "/", i["rate"].(object)["n"], "; ")
	}
	// 121 with the first one; of the 60 that are let down in the shop it is as many as elsewhere together.
	if !strings.HasPrefix(got, "call-back higher 121/121; ") || !strings.Contains(got, "letter lower 0/120") {
		t.Errorf("%s", got)
	}
	if items[0].(object)["moment"] != b.id {
		t.Errorf("the moment there isn't named: %v", items[0])
	}
	b.must(200, "PUT", b.at(""), object{"why": "Because", "importance_metric": "csat"}, `If-Match: "1"`)
	b.must(200, "POST", b.at("/importance"), object{"value": 10, "why": "We think it hardly matters"}, `If-Match: "2"`)
	f := b.file()
	imp := f["importance"].(object)
	if imp["stated"].(object)["n"] != 121.0 || imp["proposed"].(object)["share"].(object)["n"] != 181.0 || first(f["views"])["value"] != 10.0 {
		t.Errorf("%v %v", imp, f["views"])
	}
	b.refused(422, "importance_range", "POST", b.at("/importance"), object{"value": 101, "why": "x"}, `If-Match: "3"`)
	b.refused(422, "why_needed", "POST", b.at("/importance"), object{"value": 1, "why": " "}, `If-Match: "3"`)
	b.refused(422, "metric_unknown", "PUT", b.at(""), object{"why": "x", "importance_metric": "gone"}, `If-Match: "3"`)
}

func TestWhatTheFirstPersonMayGiveIsBounded(t *testing.T) {
	t.Parallel()
	b := open(t)
	give := func(a object) (int, string) {
		in := object{"kind": "refund", "per_case": 5000, "per_period": 50000, "period": "month", "currency": "EUR"}
		for k, v := range a {
			in[k] = v
		}
		return b.Do("PUT", b.at(""), b.Owner, object{"why": "x", "authority": []any{in}}, `If-Match: "1"`)
	}
	for code, a := range map[string]object{"currency": {"currency": "XXX"}, "limit_needed": {"per_case": 0}, "period_below_case": {"per_period": 10},
		"period": {"period": ""}, "kind": {"kind": "hug"}} {
		if status, text := give(a); status != 422 || !strings.Contains(text, code) {
			t.Errorf("%s: %d %s", code, status, text)
		}
	}
	if status, text := give(nil); status != 200 || !strings.Contains(text, `"per_case":5000`) {
		t.Errorf("%d %s", status, text)
	}
	if status, text := b.Do("PUT", b.at(""), b.Token(t, identity.Supervisor, ""), object{"why": "x"}, `If-Match: "2"`); status != 403 {
		t.Errorf("a supervisor gave authority: %d %s", status, text)
	}
}

func TestByTouchPointShowsConfirmedMomentsAlone(t *testing.T) {
	t.Parallel()
	b := open(t)
	for range 40 {
		b.hear("call-back", 1, "", nil)
	}
	b.CatchUp(t, b.Org)
	b.must(201, "POST", b.at("/criteria"), b.pick(object{"metric": "csat", "incident": "failure"}))
	by := func() map[string][]moment.AtPoint {
		out, err := b.Moments.ByTouchPoint(b.Context(), b.ID)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if len(by()) != 0 {
		t.Error("a nominated moment is shown")
	}
	b.must(200, "POST", b.at("/state"), object{"state": "confirmed"}, `If-Match: "1"`)
	at := by()["call-back"]
	if len(at) != 1 || at[0].Verdict != "not_kept" || at[0].Figure == nil || at[0].Figure.N != 41 || at[0].Unit != "%" || at[0].Threshold != 85 {
		t.Errorf("%+v", at)
	}
	list := first(b.must(200, "GET", "/moments", nil)["items"])
	if list["criteria"] != 1.0 || list["incidents"] != 1.0 || list["first"].(object)["verdict"] != "not_kept" {
		t.Errorf("%v", list)
	}
	if status, text := b.Do("GET", "/moments", b.Token(t, identity.Agent, ""), nil); status != 200 || !strings.Contains(text, "They call when") || strings.Contains(text, `"n":41`) {
		t.Errorf("an agent reads %d %s", status, text)
	}
	if used, err := mentions(b); err != nil || !used {
		t.Errorf("the metric isn't known to be used: %v", err)
	}
}

func mentions(b *bank) (used bool, err error) {
	err = b.DB.Read(b.Context(), b.ID, func(tx *db.Tx) error {
		used, err = b.Moments.MentionsMetric(b.Context(), tx, b.ID, "csat")
		return err
	})
	return used, err
}
