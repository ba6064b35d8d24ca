package setup_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/setup"
)

type object = map[string]any

func at(version int) string { return fmt.Sprintf(`If-Match: "%d"`, version) }

// answered is an organisation whose guided set-up has been answered.
func answered(t *testing.T, a *apptest.App, name string, answers any) *apptest.Org {
	t.Helper()
	o := a.Organisation(t, name)
	a.Must(t, 200, "PUT", "/setup/guide", o.Owner, answers, at(0))
	return o
}

func callCentre() object {
	return object{"industry": "contact_centre", "channels": []string{"phone", "email"},
		"promises": []object{{"text": "We call back when we say we will.", "about": "call_back"}},
		"size":     object{"sites": 2, "site_names": []string{"Leeds", "Porto"}, "teams": 4, "employees": 40, "customers_per_month": 2000}}
}

func propose(t *testing.T, a *apptest.App, o *apptest.Org) *setup.Proposal {
	t.Helper()
	p := &setup.Proposal{}
	read(t, a.Must(t, 200, "GET", "/setup/guide/proposal", o.Owner, nil), p)
	return p
}

func read(t *testing.T, from map[string]any, to any) {
	t.Helper()
	b, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		t.Fatal(err)
	}
}

// all takes every new line of a proposal.
func all(p *setup.Proposal) object {
	items := []object{}
	for _, i := range p.Items {
		if i.Standing == setup.New {
			items = append(items, object{"key": i.Key, "on": true})
		}
	}
	return object{"items": items}
}

func some(keys ...string) object {
	items := []object{}
	for _, k := range keys {
		items = append(items, object{"key": k})
	}
	return object{"items": items}
}

// rows counts what an organisation has of each noun.
func rows(t *testing.T, a *apptest.App, o *apptest.Org) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := a.DB.Read(context.Background(), o.ID, func(tx *db.Tx) error {
		for table, sql := range map[string]string{"touch_point": ``, "metric": ``, "metric_scoring": ``, "metric_target": ``, "unit": ``, "survey": ``, "promise": ``, "survey_version": ``,
			"alert_rule": ``, "expectation": ` and deleted_at is null`, "public_link": ``} {
			n := 0
			if err := tx.QueryRow(context.Background(), `select count(*) from `+table+` where org = $1`+sql, o.ID).Scan(&n); err != nil {
				return err
			}
			out[table] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEverythingProposedToEveryIndustryCanBeMadeAndTakenBack(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for _, industry := range setup.Industries {
		promises := []object{}
		topics := a.Must(t, 200, "GET", "/setup/guide", a.Organisation(t, "Topics "+string(industry)).Owner, nil)["topics"].([]any)
		for _, o := range topics[:7] {
			promises = append(promises, object{"text": o.(map[string]any)["text"], "about": o.(map[string]any)["about"]})
		}
		promises = append(promises, object{"text": "Wir halten Wort — immer."})
		o := answered(t, a, "The "+string(industry), object{"industry": industry, "channels": setup.Channels, "promises": promises,
			"size": object{"sites": 3, "teams": 5, "employees": 30, "customers_per_month": 900}})
		was := rows(t, a, o)
		p := propose(t, a, o)
		want := all(p)["items"].([]object)
		run := &setup.Setup{}
		read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, object{"items": want}, at(1)), run)
		if len(run.Made) != len(want) {
			t.Errorf("%s: %d made of %d", industry, len(run.Made), len(want))
		}
		for _, i := range propose(t, a, o).Items {
			if i.Standing != setup.Exists {
				t.Errorf("%s: %s is proposed again", industry, i.Key)
			}
		}
		read(t, a.Must(t, 200, "POST", "/setup/guide/runs/"+string(run.ID)+"/undo", o.Owner, nil), run)
		for _, m := range run.Made {
			if m.State != setup.TakenBack {
				t.Errorf("%s: %s is %s: %s", industry, m.Key, m.State, m.Why)
			}
		}
		if now := rows(t, a, o); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("%s: %v is left of %v", industry, now, was)
		}
	}
}

func TestExactlyWhatWasTakenIsMadeAsItWasChanged(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	was := rows(t, a, o)
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, object{"items": []object{
		{"key": "touch_point:call-back", "name": "Call-back by the team"}, {"key": "touch_point:agent-conversation"},
		{"key": "metric:kept_call_back"}, {"key": "target:kept_call_back", "value": 92.5},
		{"key": "unit:leeds"}, {"key": "unit:team-1", "name": "Blue"},
		{"key": "expectation:call-back", "name": "Our call-backs"}, {"key": "rule:missed-call-back", "on": false},
		{"key": "survey:first", "touch_point": "touch_point:call-back", "on": true},
	}}, at(1)), run)
	now := rows(t, a, o)
	for table, n := range map[string]int{"touch_point": 2, "metric": 1, "metric_target": 1, "unit": 2, "survey": 1, "survey_version": 1, "alert_rule": 1, "expectation": 1} {
		if now[table]-was[table] != n {
			t.Errorf("%d more of %s, not %d", now[table]-was[table], table, n)
		}
	}
	ids := map[string]setup.Made{}
	for _, m := range run.Made {
		ids[m.Noun] = m
	}
	rule := text(a.Must(t, 200, "GET", "/rules/"+ids["rule"].ID, o.Owner, nil))
	for _, want := range []string{`"on":false`, `"value":"Our call-backs"`, `"day_cap":80`, `"per_customer":true`} {
		if !strings.Contains(rule, want) {
			t.Errorf("the rule lacks %s: %s", want, rule)
		}
	}
	survey := text(a.Must(t, 200, "GET", "/surveys/"+ids["survey"].ID, o.Owner, nil))
	for _, want := range []string{`"touch_point":"call-back"`, `"state":"open"`, `with the call-back by the team?`, `"metric":"kept_call_back"`, `"name":"After the call-back by the team"`} {
		if !strings.Contains(survey, want) {
			t.Errorf("the survey lacks %s: %s", want, survey)
		}
	}
	targets := text(a.Must(t, 200, "GET", "/metrics/"+ids["target"].ID+"/targets", o.Owner, nil))
	if !strings.Contains(targets, `"value":92.5`) {
		t.Error(targets)
	}
	if waits := text(a.Must(t, 200, "GET", "/expectations", o.Owner, nil)); !strings.Contains(waits, `"answer_at":"call-back"`) {
		t.Error(waits)
	}
	if log := text(a.Must(t, 200, "GET", "/audit", o.Owner, nil)); !strings.Contains(log, `"setup.apply"`) || !strings.Contains(log, `"touch_point.create"`) {
		t.Error(log)
	}
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestAQuestionWhoseMetricIsLeftIsNotAsked(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, some("survey:first", "touch_point:agent-conversation"), at(1)), run)
	sv := text(a.Must(t, 200, "GET", "/surveys/"+run.Made[1].ID, o.Owner, nil))
	if strings.Contains(sv, "kept_call_back") || !strings.Contains(sv, `"csat"`) || !strings.Contains(sv, `"state":"draft"`) {
		t.Error(sv)
	}
}

func TestARefusalNamesTheLineAndNothingIsMade(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	was := rows(t, a, o)
	for name, c := range map[string]struct {
		body   object
		status int
		says   []string
	}{
		"nothing":                     {object{"items": []object{}}, 422, []string{"items"}},
		"what isn't proposed":         {some("touch_point:moon-landing"), 422, []string{"item_unknown", "body.items[0].key"}},
		"the same twice":              {some("touch_point:queue", "touch_point:queue"), 422, []string{"item_twice", "body.items[1].key"}},
		"a target without its metric": {some("touch_point:queue", "target:kept_call_back"), 422, []string{"item_needs", "body.items[1]", "metric:kept_call_back"}},
		"a rule without its wait":     {some("rule:missed-call-back"), 422, []string{"item_needs", "expectation:call-back"}},
		"a team without its site":     {some("unit:team-1"), 422, []string{"item_needs", "Leeds"}},
		"a target off the scale": {object{"items": []object{{"key": "touch_point:queue"}, {"key": "metric:kept_call_back"}, {"key": "target:kept_call_back", "value": 140}}}, 422,
			[]string{"target_off_scale", "body.items[2].value"}},
		"a name that is too long": {object{"items": []object{{"key": "touch_point:queue"}, {"key": "touch_point:call-back", "name": strings.Repeat("x", 101)}}}, 422,
			[]string{"name_too_long", "body.items[1].name"}},
		"a name with a control character": {object{"items": []object{{"key": "touch_point:queue", "name": "a\x01b"}}}, 422, []string{"body.items[0].name"}},
		"a survey about a metric": {object{"items": []object{{"key": "survey:first", "touch_point": "metric:nps"}}}, 422,
			[]string{"item_unknown", "body.items[0].touch_point"}},
		"two rules of one name": {object{"items": []object{{"key": "rule:low-nps", "name": "Same"}, {"key": "rule:low-csat", "name": "same"}}}, 409, []string{"body.items[1].name"}},
	} {
		status, body := a.Do("POST", "/setup/guide/runs", o.Owner, c.body, at(1))
		if status != c.status {
			t.Errorf("%s: %d %s", name, status, body)
		}
		for _, want := range c.says {
			if !strings.Contains(body, want) {
				t.Errorf("%s doesn't say %s: %s", name, want, body)
			}
		}
		if now := rows(t, a, o); fmt.Sprint(now) != fmt.Sprint(was) {
			t.Fatalf("%s left %v of %v", name, now, was)
		}
	}
}

func TestAnswersAreKeptAsGivenAndBadOnesAreRefused(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	for name, c := range map[string]struct {
		body object
		says string
	}{
		"an unknown industry":  {object{"industry": "piracy", "promises": []any{}, "channels": []any{}, "size": object{}}, "body.industry"},
		"an unknown channel":   {object{"promises": []any{}, "channels": []any{"phone", "pigeon"}, "size": object{}}, "body.channels[1]"},
		"an empty promise":     {object{"promises": []any{object{"text": "  "}}, "channels": []any{}, "size": object{}}, "body.promises[0].text"},
		"a promise of lines":   {object{"promises": []any{object{"text": "a\nb"}}, "channels": []any{}, "size": object{}}, "promise_lines"},
		"an unknown topic":     {object{"promises": []any{object{"text": "a", "about": "love"}}, "channels": []any{}, "size": object{}}, "body.promises[0].about"},
		"a topic twice":        {object{"promises": []any{object{"text": "a", "about": "care"}, object{"text": "b", "about": "care"}}, "channels": []any{}, "size": object{}}, "promise_twice"},
		"an answer in a year":  {object{"promises": []any{object{"text": "a", "about": "answer_fast", "within": 2000}}, "channels": []any{}, "size": object{}}, "within_range"},
		"a site twice":         {object{"promises": []any{}, "channels": []any{}, "size": object{"site_names": []string{"Leeds", " leeds "}}}, "body.size.site_names[1]"},
		"fewer than no people": {object{"promises": []any{}, "channels": []any{}, "size": object{"employees": -1}}, "employees"},
	} {
		if status, body := a.Do("PUT", "/setup/guide", o.Owner, c.body, at(0)); status != 422 || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	half := object{"promises": []any{object{"text": " We care. "}}, "channels": []any{}, "size": object{}}
	got := a.Must(t, 200, "PUT", "/setup/guide", o.Owner, half, at(0))
	if s := text(got); !strings.Contains(s, `"text":"We care."`) || got["version"] != 1.0 {
		t.Error(s)
	}
	a.Must(t, 200, "PUT", "/setup/guide", o.Owner, half, at(0)) // an autosave whose answer was lost
	a.Must(t, http.StatusPreconditionFailed, "PUT", "/setup/guide", o.Owner, callCentre(), at(0))
	if p := propose(t, a, o); len(p.Missing) != 2 || len(p.Items) != 0 {
		t.Errorf("%+v", p)
	}
	if s := text(a.Must(t, 200, "GET", "/setup/guide", o.Owner, nil)); !strings.Contains(s, `"We care."`) {
		t.Error(s)
	}
}

func TestTwoTabsMakeThingsOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	want := all(propose(t, a, o))
	var wait sync.WaitGroup
	status := make([]int, 6)
	for n := range status {
		wait.Go(func() { status[n], _ = a.Do("POST", "/setup/guide/runs", o.Owner, want, at(1)) })
	}
	wait.Wait()
	made := 0
	for _, s := range status {
		if s == 201 {
			made++
		} else if s != http.StatusPreconditionFailed {
			t.Errorf("%d", s)
		}
	}
	if made != 1 {
		t.Errorf("made %d times: %v", made, status)
	}
	if n := len(a.Must(t, 200, "GET", "/setup/guide/runs", o.Owner, nil)["items"].([]any)); n != 1 {
		t.Errorf("%d runs", n)
	}
}

func TestWhatIsUsedOrChangedIsKeptAndSaysWhy(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, all(propose(t, a, o)), at(1)), run)
	id := map[string]string{}
	for _, m := range run.Made {
		id[m.Key] = m.ID
	}
	// Signals: one that analytics has read, one that it hasn't.
	put := func(s object) { a.Must(t, 201, "POST", "/signals", o.Owner, s) }
	put(object{"at": "2026-05-04T10:00:00Z", "kind": "operational", "touch_point": "queue", "measures": object{"abandoned": 1}})
	a.CatchUp(t, o)
	put(object{"at": "2026-05-04T11:00:00Z", "kind": "operational", "touch_point": "on-hold", "unit": "porto", "measures": object{"hold_seconds": 30}})
	// Work: a renamed touch point, a view by another, a rule that was edited, an employee in a team, another target.
	a.Must(t, 200, "PATCH", "/touch-points/"+id["touch_point:transfer"], o.Owner, object{"name": "Hand-over"})
	a.Must(t, 201, "POST", "/rules", o.Owner, object{"name": "Theirs", "on": true, "match": "all", "due_hours": 24, "severity": "low", "fallback_owner": string(o.User),
		"conditions": []any{object{"field": "touch_point", "op": "is", "value": "ivr-menu"}}})
	a.Must(t, 201, "POST", "/employees", o.Owner, object{"external_id": "7", "name": "Ann", "unit": id["unit:team-3"]})
	a.Must(t, 200, "PUT", "/metrics/"+id["target:csat"]+"/targets", o.Owner, object{"items": []any{object{"unit": "", "from": "2026-01-01", "value": 70}}}, at(1))
	rule := a.Must(t, 200, "GET", "/rules/"+id["rule:low-nps"], o.Owner, nil)
	delete(rule, "$schema")
	for _, k := range []string{"id", "opened", "on_since", "created_at", "version"} {
		delete(rule, k)
	}
	rule["due_hours"] = 12
	a.Must(t, 200, "PUT", "/rules/"+id["rule:low-nps"], o.Owner, rule, at(1))

	read(t, a.Must(t, 200, "POST", "/setup/guide/runs/"+string(run.ID)+"/undo", o.Owner, nil), run)
	kept := map[string]bool{"touch_point:queue": true, "touch_point:on-hold": true, "touch_point:transfer": true, "touch_point:ivr-menu": true, "metric:abandoned": true,
		"metric:hold_seconds": true, "unit:porto": true, "unit:team-3": true, "target:csat": true, "rule:low-nps": true}
	for _, m := range run.Made {
		if (m.State == setup.Kept) != kept[m.Key] || kept[m.Key] != (m.Why != "") {
			t.Errorf("%s is %s: %q", m.Key, m.State, m.Why)
		}
	}
	if run.UndoneAt == nil {
		t.Error("it isn't said to be undone")
	}
	// Again: what kept something is gone, and so is it; the rest stays as it was.
	a.Must(t, 200, "PATCH", "/touch-points/"+id["touch_point:transfer"], o.Owner, object{"name": "Transfer to another team"})
	read(t, a.Must(t, 200, "POST", "/setup/guide/runs/"+string(run.ID)+"/undo", o.Owner, nil), run)
	for _, m := range run.Made {
		if m.Key == "touch_point:transfer" && m.State != setup.TakenBack {
			t.Errorf("%+v", m)
		}
	}
}

func TestAnAnsweredSurveyIsKeptWithWhatItRestsOn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, object{"items": []object{{"key": "touch_point:agent-conversation"}, {"key": "metric:kept_call_back"},
		{"key": "survey:first", "on": true}}}, at(1)), run)
	url := run.Made[2].URL
	path := url[strings.Index(url, "/s/"):]
	page := a.Send(httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
	if page.Code != 200 || !strings.Contains(page.Body.String(), "We call back when we say we will.") {
		t.Fatalf("%d %s", page.Code, page.Body)
	}
	nonce := after(page.Body.String(), `name="nonce" value="`)
	if nonce == "" {
		t.Fatalf("no nonce: %s", page.Body)
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader("nonce="+nonce+"&version=1&lang=en&q-csat=2&q-promise-1=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := a.Send(r); w.Code >= 400 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	a.CatchUp(t, o)
	read(t, a.Must(t, 200, "POST", "/setup/guide/runs/"+string(run.ID)+"/undo", o.Owner, nil), run)
	for _, m := range run.Made {
		if m.State != setup.Kept {
			t.Errorf("%+v", m)
		}
	}
}

func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	out, _, _ := strings.Cut(rest, `"`)
	return out
}

func TestOnlyOwnersAndAdminsOfTheWholeOrganisationSetUp(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	for role, want := range map[identity.Role]int{identity.Admin: 200, identity.Manager: 403, identity.Analyst: 403, identity.Viewer: 403} {
		if status, _ := a.Do("GET", "/setup/guide/proposal", o.Token(t, role, ""), nil); status != want {
			t.Errorf("%s: %d", role, status)
		}
	}
	if status, _ := a.Do("GET", "/setup/guide", o.Token(t, identity.Admin, o.Unit(t, "north", "")), nil); status != 403 {
		t.Errorf("an admin of one unit: %d", status)
	}
}

func TestARuleThatWouldHaveOpenedManyCasesIsProposedSwitchedOff(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	list, now := "", a.DB.Now().UTC().Format("2006-01-02T15:04:05Z")
	for n := range 250 {
		list += fmt.Sprintf(`{"key":"s%d","at":%q,"kind":"survey","measures":{"nps":2}}`+"\n", n, now)
	}
	if w := a.Send(apptest.Request(t, "POST", "/signals:batch", o.Owner, strings.NewReader(list))); w.Code != 200 {
		t.Fatal(w.Body)
	}
	a.CatchUp(t, o)
	for _, i := range propose(t, a, o).Items {
		if i.Key == "rule:low-nps" && (i.Rule.On || i.Rule.WouldOpen != 250) {
			t.Errorf("%+v", i.Rule)
		}
		if i.Key == "rule:low-csat" && (!i.Rule.On || i.Rule.WouldOpen != 0) {
			t.Errorf("%+v", i.Rule)
		}
	}
}

func TestARuleThatWouldFloodPeopleAsksFirstAndMakesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	var list strings.Builder
	now := a.DB.Now().UTC().Format("2006-01-02T15:04:05Z")
	for n := range 2100 {
		fmt.Fprintf(&list, `{"key":"s%d","at":%q,"kind":"survey","measures":{"nps":2}}`+"\n", n, now)
	}
	if w := a.Send(apptest.Request(t, "POST", "/signals:batch", o.Owner, strings.NewReader(list.String()))); w.Code != 200 {
		t.Fatal(w.Body)
	}
	take := func(rule object) object {
		rule["key"], rule["on"] = "rule:low-nps", true
		return object{"items": []object{{"key": "touch_point:queue"}, rule}}
	}
	status, body := a.Do("POST", "/setup/guide/runs", o.Owner, take(object{}), at(1))
	if status != 409 || !strings.Contains(body, "rule_would_flood") || !strings.Contains(body, `"body.items[1].agreed"`) || !strings.Contains(body, "2,100") {
		t.Errorf("%d %s", status, body)
	}
	if n := rows(t, a, o)["touch_point"]; n != 0 {
		t.Errorf("%d touch points were made", n)
	}
	a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, take(object{"agreed": 2400}), at(1))
}
