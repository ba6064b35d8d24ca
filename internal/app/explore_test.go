package app_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// fourTeams fills an organisation of two sites with two teams each. Team n has 100 answers, of which share[n] per cent are
// promoters and the rest detractors; ten answers name no unit.
func fourTeams(t *testing.T, share ...int) (*apptest.App, *apptest.Org, map[string]identity.UnitID) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "Sites")
	ids := map[string]identity.UnitID{}
	for _, site := range []string{"porto", "utrecht"} {
		top := a.Must(t, 200, "GET", "/units", o.Owner, nil)["items"].([]any)[0].(object)["id"]
		ids[site] = identity.UnitID(a.Must(t, 201, "POST", "/units", o.Owner, object{"key": site, "name": site, "kind": "site", "parent": top})["id"].(string))
		for _, n := range []string{"1", "2"} {
			ids[site+n] = identity.UnitID(a.Must(t, 201, "POST", "/units", o.Owner, object{"key": site + n, "name": site + " " + n, "kind": "team", "parent": ids[site]})["id"].(string))
		}
	}
	var list []object
	for n, team := range []string{"porto1", "porto2", "utrecht1", "utrecht2"} {
		for i := range 100 {
			score := 0
			if i < share[n] {
				score = 10
			}
			list = append(list, signal(object{"unit": team, "measures": object{"nps": score}, "at": fmt.Sprintf("2026-%02d-04T10:00:00Z", 4+i%2),
				"touch_point": []string{"card-block", "card-order", "chat"}[i%3], "attributes": object{"age": fmt.Sprint(20 + i%40)}}))
		}
	}
	for range 10 {
		list = append(list, signal(nil))
	}
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	return a, o, ids
}

func TestALevelOfTheTreeIsADimensionAndEachOfItsFiguresLeadsToItsSignals(t *testing.T) {
	t.Parallel()
	a, o, _ := fourTeams(t, 50, 70, 30, 90)
	f := figure(t, a, o.Owner, "metric", "nps", "by", "unit.site")
	got := map[string]string{}
	for _, r := range f.Rows {
		key := r.By["unit.site"]
		got[key] = fmt.Sprintf("%.1f of %d", *r.Value, r.N)
		if n := count(t, a, o.Owner, "where", "unit.site:"+key); n != r.N {
			t.Errorf("%q: %d signals behind a figure of %d", key, n, r.N)
		}
		if n := total(t, a, o.Owner, "?metric=nps&score=answered&where=unit.site:"+key); int64(n) != r.N {
			t.Errorf("%q: the list holds %d of %d", key, n, r.N)
		}
	}
	want := map[string]string{"": "100.0 of 10", "porto": "20.0 of 200", "utrecht": "20.0 of 200"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, not %v", got, want)
	}
	var kinds []string
	for _, d := range a.Must(t, 200, "GET", "/dimensions", o.Owner, nil)["items"].([]any) {
		kinds = append(kinds, d.(object)["key"].(string))
	}
	if s := strings.Join(kinds, " "); !strings.Contains(s, "unit.site unit.team") || strings.Contains(s, "unit.region") {
		t.Errorf("dimensions: %s", s)
	}
	values := a.Must(t, 200, "GET", "/dimensions/unit/values?search=porto", o.Owner, nil)["items"].([]any)
	if v := values[0].(object); v["value"] != "porto" || v["n"] != 200.0 {
		t.Errorf("a site whose teams alone are named can't be chosen: %v", values)
	}
}

func TestConditionsOnWordsAndNumbersNarrowAFigure(t *testing.T) {
	t.Parallel()
	a, o, _ := fourTeams(t, 50, 70, 30, 90)
	for where, n := range map[string]int64{
		"touch_point~card":          268, // 34 + 33 of each hundred
		"touch_point~CARD,chat":     400,
		"touch_point~nothing":       0,
		"touch_point!~card":         142,
		"touch_point!~nothing":      410,
		"unit~porto 1":              100,
		"unit~utrecht":              200,
		"unit.site~porto":           200,
		"kind~surv":                 410,
		"attributes.age~5":          4 * (2 + 2*10 + 3), // 25, 35, 45 (of 20 to 59 in hundreds of i%40) and 50 to 59
		"attributes.age=20..29":     4 * 30,
		"attributes.age=..29":       4 * 30,
		"attributes.age=58..":       4 * 4,
		"attributes.age!=20..29":    410 - 4*30,
		"metric.nps=3..10":          240 + 10,
		"metric.nps=..3":            160,
		"metric.nps=9..9":           10,
		"unit.site:":                10,
		"unit.site!:porto":          210,
		"unit.team:porto1,utrecht2": 200,
		"unit.site:never-heard-of":  0,
	} {
		if where == "attributes.age~5" {
			n = 0
			for i := range 100 {
				if strings.Contains(fmt.Sprint(20+i%40), "5") {
					n += 4
				}
			}
		}
		if got := count(t, a, o.Owner, "where", where); got != n {
			t.Errorf("%s: %d, not %d", where, got, n)
		}
	}
	for _, where := range []string{"~card", "touch_point~", "touch_point~,", "attributes.age=", "attributes.age=..", "attributes.age=9..1", "attributes.age=a..b",
		"metric.nps=..", "metric.nps=9..1", "metric.nps=a..9", "day~2026", "attributes.never=1..2"} {
		status, text := a.Do("GET", "/figures?"+encode([]string{"metric", "nps", "where", where}), o.Owner, nil)
		if status != 422 || !strings.Contains(text, "query.where") {
			t.Errorf("%s: %d %s", where, status, text)
		}
	}
}

func TestAGroupIsComparedWithAllTheOthersAndWithNoneOfItsOwnAnswers(t *testing.T) {
	t.Parallel()
	a, o, _ := fourTeams(t, 50, 50, 50, 95)
	f := figure(t, a, o.Owner, "metric", "nps", "by", "unit.team", "rest", "true", "where", "unit!:")
	for _, r := range f.Rows {
		others := figure(t, a, o.Owner, "metric", "nps", "where", "unit!:", "where", "unit.team!:"+r.By["unit.team"]).Rows[0]
		if r.Rest == nil || r.Rest.N != others.N || math.Abs(*r.Rest.Value-*others.Value) > 1e-9 || math.Abs(*r.Rest.Low-*others.Low) > 1e-9 {
			t.Errorf("%v: the rest is %+v, asked for it is %+v", r.By, r.Rest, others.Number)
		}
		if want := map[bool]string{true: "higher", false: "lower"}[r.By["unit.team"] == "utrecht2"]; r.Change.Verdict != want {
			t.Errorf("%v: %s", r.By, r.Change.Verdict)
		}
	}
	if c := f.Compared; c == nil || c.With != "rest" || c.Count != 4 || c.Clear != 4 {
		t.Errorf("compared: %+v", f.Compared)
	}
	// A slice against what its conditions leave out.
	one := figure(t, a, o.Owner, "metric", "nps", "where", "unit:utrecht", "rest", "true").Rows[0]
	if one.N != 200 || one.Rest == nil || one.Rest.N != 210 || one.Change.Verdict != "higher" {
		t.Errorf("Utrecht against the rest: %+v %+v", one.Rest, one.Change)
	}
	if all := figure(t, a, o.Owner, "metric", "nps", "rest", "true").Rows[0]; all.Rest != nil || all.Change != nil {
		t.Error("everything has no rest")
	}
}

// Forty groups that differ by chance alone: one by one some are called, together none.
func TestManyComparisonsAtOnceCallNoChance(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Many")
	var list []object
	for g := range 20 {
		yes := 50
		if g == 3 {
			yes = 64 // alone at 5 %, not among twenty
		}
		for i := range 100 {
			list = append(list, signal(object{"touch_point": fmt.Sprintf("p%02d", g), "measures": object{"nps": map[bool]int{true: 10, false: 0}[i < yes]}}))
		}
	}
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	f := figure(t, a, o.Owner, "metric", "nps", "by", "touch_point", "rest", "true")
	if c := f.Compared; c.Count != 20 || c.Alone != 1 || c.Clear != 0 {
		t.Errorf("compared: %+v", c)
	}
	for _, r := range f.Rows {
		if r.Change.Verdict != "unclear" || r.Change.Alone != (r.By["touch_point"] == "p03") {
			t.Errorf("%v: %+v", r.By, r.Change)
		}
	}
}

func TestTheRollUpHoldsEveryUnitWithAllBelowItAndTheSpreadInside(t *testing.T) {
	t.Parallel()
	a, o, ids := fourTeams(t, 50, 70, 30, 90)
	r := rollup(t, a, o.Owner)
	var got []string
	for _, u := range r.Units {
		got = append(got, fmt.Sprintf("%d %s %.0f(%d)", u.Depth, u.Key, *u.Figure.Value, u.Figure.N))
	}
	top := r.Units[0].Key
	want := "0 " + top + " 20(400), 1 porto 20(200), 2 porto1 0(100), 2 porto2 40(100), 1 utrecht 20(200), 2 utrecht1 -40(100), 2 utrecht2 80(100)"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nnot %s", s, want)
	}
	if r.Unplaced != 10 {
		t.Errorf("%d without a unit", r.Unplaced)
	}
	s := r.Units[4].Spread
	if s == nil || *s.Low != -40 || *s.High != 80 || s.Lowest != "utrecht1" || s.Top != "utrecht2" || s.Scored != 2 || s.Clear != 2 {
		t.Errorf("the spread inside Utrecht: %+v", s)
	}
	if u := r.Units[6]; u.Rest.N != 300 || u.Apart.Verdict != "higher" || r.Units[1].Apart.Verdict != "unclear" || r.Units[0].Apart != nil {
		t.Errorf("against the rest: %+v", u.Apart)
	}
	// A member of one site sees that site alone, as the top.
	own := rollup(t, a, o.Token(t, identity.Viewer, ids["porto"]))
	if len(own.Units) != 3 || own.Units[0].Key != "porto" || own.Units[0].Figure.N != 200 || own.Units[0].Parent != "" || own.Unplaced != 0 {
		t.Errorf("a site's own roll-up: %+v", own.Units)
	}
}

func rollup(t *testing.T, a *apptest.App, token string) *metric.Rollup {
	t.Helper()
	status, text := a.Do("GET", "/figures/rollup?metric=nps", token, nil)
	r := &metric.Rollup{}
	if err := json.Unmarshal([]byte(text), r); status != 200 || err != nil {
		t.Fatal(status, text, err)
	}
	return r
}

func answer(t *testing.T, a *apptest.App, token string, specs ...object) []dashboard.Answer {
	t.Helper()
	status, text := a.Do("POST", "/views/answer", token, object{"specs": specs})
	var list struct{ Items []dashboard.Answer }
	if err := json.Unmarshal([]byte(text), &list); status != 200 || err != nil {
		t.Fatal(status, text, err)
	}
	return list.Items
}

func spec(changes object) object {
	s := object{"metrics": []string{"nps"}, "period": object{"preset": "all"}, "against": object{"kind": "none"}, "shape": "bars"}
	for k, v := range changes {
		s[k] = v
	}
	return s
}

func TestDefinitionsAreAnsweredTogetherInOrderAndCutToTheirRows(t *testing.T) {
	t.Parallel()
	a, o, ids := fourTeams(t, 50, 70, 30, 90)
	list := answer(t, a, o.Owner,
		spec(object{"by": []string{"unit.team"}, "order": "highest", "top": 2}),
		spec(object{"metrics": []string{"never"}}),
		spec(object{"by": []string{"unit.team", "time"}, "shape": "heat", "order": "lowest", "period": object{"from": "2026-04-01", "to": "2026-06-01"}, "against": object{"kind": "previous"}}),
		spec(object{"by": []string{"nonsense"}}),
		spec(object{"shape": "figure", "by": []string{}}),
	)
	f := list[0].Figures[0]
	if f.Rows[0].By["unit.team"] != "" && f.Rows[0].By["unit.team"] != "utrecht2" || len(f.Rows) != 2 || f.Groups != 5 || f.Others == nil || f.Whole.N != 410 {
		t.Errorf("the two highest: %+v others %+v", f.Rows, f.Others)
	}
	if n := f.Rows[0].N + f.Rows[1].N + f.Others.N; n != 410 {
		t.Errorf("rows and others are %d of 410", n)
	}
	if list[1].Problem == nil || list[1].Problem.Code != "metric_unknown" || list[3].Problem == nil || list[3].Problem.Code != "dimension_unknown" {
		t.Errorf("what can't be asked: %+v %+v", list[1].Problem, list[3].Problem)
	}
	heat := list[2]
	if heat.By[1] != "week" || heat.Before == nil || heat.Before.From != "2026-02-01" || heat.Before.To != "2026-04-01" {
		t.Errorf("grain and comparison: %v %+v", heat.By, heat.Before)
	}
	if h := heat.Figures[0]; len(h.Margin) != 5 || h.Margin[0].By["unit.team"] != "utrecht1" || h.Rows[0].By["unit.team"] != "utrecht1" || h.Columns != 2 {
		t.Errorf("rows from the lowest: %+v, %d columns", h.Margin, h.Columns)
	}
	if n := list[4].Figures[0].Rows[0].N; n != 410 {
		t.Errorf("the whole: %d", n)
	}
	scoped := answer(t, a, o.Token(t, identity.Viewer, ids["porto"]), spec(object{"by": []string{"unit.team"}}))[0].Figures[0]
	if scoped.Whole.N != 200 || len(scoped.Rows) != 2 {
		t.Errorf("a member of one site sees %d answers in %d rows", scoped.Whole.N, len(scoped.Rows))
	}
}

func TestTheTargetOfASiteStandsBesideItsFigureInEveryBreakdown(t *testing.T) {
	t.Parallel()
	a, o, _ := fourTeams(t, 50, 70, 30, 90)
	id := ""
	for _, m := range a.Must(t, 200, "GET", "/metrics", o.Owner, nil)["items"].([]any) {
		if m.(object)["key"] == "nps" {
			id = m.(object)["id"].(string)
		}
	}
	a.Must(t, 200, "PUT", "/metrics/"+id+"/targets", o.Owner, object{"items": []any{object{"unit": "porto", "value": 60, "from": "2026-01-01"}}}, `If-Match: "0"`)
	for _, r := range figure(t, a, o.Owner, "metric", "nps", "by", "unit.site").Rows {
		if (r.Target != nil) != (r.By["unit.site"] == "porto") {
			t.Errorf("%v: %+v", r.By, r.Target)
		}
	}
	for _, u := range rollup(t, a, o.Owner).Units {
		if (u.Target != nil) != strings.HasPrefix(u.Key, "porto") || u.Target != nil && u.Target.Verdict != "not_met" {
			t.Errorf("%s: %+v", u.Key, u.Target)
		}
	}
}

func TestMediansAreComparedWithTheRestToo(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Medians")
	a.Must(t, 201, "POST", "/metrics", o.Owner, object{"key": "minutes", "name": "Minutes", "min": 0, "max": 1000, "direction": "down", "scoring": object{"method": "median"}})
	var list []object
	for i := range 120 {
		desk := []string{"slow", "quick", "swift"}[i%3]
		list = append(list, signal(object{"touch_point": desk, "measures": object{"minutes": map[string]int{"slow": 100, "quick": 10, "swift": 12}[desk] + i/3%5}}))
	}
	batch(t, a, o.Owner, list)
	a.CatchUp(t, o)
	f := figure(t, a, o.Owner, "metric", "minutes", "by", "touch_point", "rest", "true")
	for _, r := range f.Rows {
		others := figure(t, a, o.Owner, "metric", "minutes", "where", "touch_point!:"+r.By["touch_point"]).Rows[0]
		if r.Rest == nil || *r.Rest.Value != *others.Value || r.Rest.N != others.N {
			t.Errorf("%v: %+v, asked for it is %+v", r.By, r.Rest, others.Number)
		}
		if slow := r.By["touch_point"] == "slow"; slow && r.Change.Judgement != "worse" {
			t.Errorf("%v: %+v", r.By, r.Change)
		}
	}
}
