package driver_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

type object = map[string]any

// desk is an organisation whose customers rate a contact and three parts of it. Care drives the outcome most, speed half as
// much, the form not at all; among business customers it is the other way round.
type desk struct {
	*apptest.App
	*apptest.Org
	t *testing.T
	r *rand.Rand
}

func newDesk(t *testing.T, n int) *desk {
	t.Helper()
	a := apptest.New(t)
	d := &desk{App: a, Org: a.Organisation(t, "Acme"), t: t, r: rand.New(rand.NewPCG(7, 8))} //nolint:gosec // repeatable
	for _, key := range []string{"whole", "care", "speed", "form", "twin", "same", "alone"} {
		a.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": key, "name": strings.ToUpper(key[:1]) + key[1:], "min": 1, "max": 5, "scoring": object{"method": "mean"}})
	}
	a.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": "wait", "name": "Wait", "min": 0, "max": 600, "direction": "down", "scale_unit": "minutes", "scoring": object{"method": "mean"}})
	d.hear(0, n)
	return d
}

// hear takes in contacts from number `from` on.
func (d *desk) hear(from, n int) {
	d.t.Helper()
	var lines strings.Builder
	for i := from; i < from+n; i++ {
		b, err := json.Marshal(d.contact(i))
		if err != nil {
			d.t.Fatal(err)
		}
		lines.Write(append(b, '\n'))
	}
	if status, text := d.Do("POST", "/signals:batch", d.Owner, lines.String()); status != 200 || strings.Contains(text, `"status":4`) {
		d.t.Fatal(status, text)
	}
	d.CatchUp(d.t, d.Org)
}

func (d *desk) contact(i int) object {
	score := func(f float64) float64 { return max(1, min(5, math.Round(f))) }
	care, speed, form := d.r.NormFloat64(), d.r.NormFloat64(), d.r.NormFloat64()
	kind, strong, weak := "private", care, speed
	if i%2 == 1 {
		kind, strong, weak = "business", speed, care
	}
	whole := 3 + 0.9*strong + 0.4*weak + 0.5*d.r.NormFloat64()
	wait := math.Round(10*math.Exp(1.5-0.4*speed)) / 10
	measures := object{"whole": score(whole), "care": score(3 + care), "speed": score(3 + speed), "form": score(3 + form), "twin": score(3 + care), "same": 3, "wait": wait}
	if i%10 == 0 {
		delete(measures, "form")
	}
	return object{"key": fmt.Sprint("c", i), "at": "2026-05-04T10:00:00Z", "kind": "survey", "customer": object{"external_id": fmt.Sprint("p", i/2)},
		"attributes": object{"kind": kind}, "measures": measures}
}

func (d *desk) ask(wish object) object {
	d.t.Helper()
	return d.Must(d.t, 200, "POST", "/driver-analyses", d.Owner, wish)
}

func side(a object, k int) object {
	return a["result"].(object)["sides"].([]any)[k].(object)
}

// drivers are a side's, by key, and their keys by rank.
func drivers(s object) (byKey map[string]object, ranked []string) {
	byKey = map[string]object{}
	for _, one := range s["drivers"].([]any) {
		d := one.(object)
		key := d["key"].(string)
		byKey[key], ranked = d, append(ranked, key)
	}
	return byKey, ranked
}

func TestTheStrongestMeasureHasTheLargestShareAndAllAddUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 800)
	a := d.ask(object{"outcome": "whole", "measures": []any{"form", "speed", "care"}, "where": []any{"attributes.kind:private"}})
	s := side(a, 0)
	by, ranked := drivers(s)
	if fmt.Sprint(ranked) != "[care speed form]" || by["care"]["rank_high"] != 1.0 || by["form"]["rank_low"] != 3.0 {
		t.Fatalf("ranked %v: %v", ranked, by)
	}
	sum := 0.0
	for _, one := range by {
		sum += one["share"].(object)["value"].(float64)
	}
	if math.Abs(sum-1) > 1e-9 || by["care"]["sign"] != "up" {
		t.Errorf("shares add up to %v, care goes %v", sum, by["care"]["sign"])
	}
	// One row is one contact; a tenth of them lack the form and are left out whole.
	if s["rows"] != 400.0 || s["n"] != 320.0 {
		t.Errorf("%v of %v rows count", s["n"], s["rows"])
	}
	// Everything that is drawn has its points; nothing is placed in a quadrant that its ellipse leaves.
	if len(by["care"]["ellipse"].([]any)) != 48 || by["care"]["performance"].(float64) < 40 || by["care"]["performance"].(float64) > 60 {
		t.Errorf("care is drawn at %v with %v", by["care"]["performance"], by["care"]["ellipse"])
	}
}

func TestPairwiseUsesEachPairsOwnRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 400)
	wish := object{"outcome": "whole", "measures": []any{"care", "form"}, "missing": "pairwise"}
	by, _ := drivers(side(d.ask(wish), 0))
	if by["care"]["heard"] != 400.0 || by["form"]["heard"] != 360.0 {
		t.Errorf("heard %v and %v", by["care"]["heard"], by["form"]["heard"])
	}
	s := side(d.ask(wish), 0)
	if s["n"] != 360.0 || s["refused"] != nil {
		t.Errorf("n %v, refused %v", s["n"], s["refused"])
	}
}

func TestTwoSegmentsAreComparedMeasureByMeasure(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1000)
	a := d.ask(object{"outcome": "whole", "measures": []any{"care", "speed"}, "sides": []any{"attributes.kind:private", "attributes.kind:business"}})
	_, one := drivers(side(a, 0))
	_, other := drivers(side(a, 1))
	if one[0] != "care" || other[0] != "speed" {
		t.Fatalf("first are %v and %v", one, other)
	}
	r := a["result"].(object)
	for _, raw := range r["differences"].([]any) {
		diff := raw.(object)
		want := map[string]string{"care": "higher", "speed": "lower"}[diff["key"].(string)]
		if diff["verdict"] != want {
			t.Errorf("%v is %v on the first side", diff["key"], diff["verdict"])
		}
	}
	if r["overlap"] != 0.0 {
		t.Errorf("%v rows are private and business", r["overlap"])
	}
	same := d.ask(object{"outcome": "whole", "measures": []any{"care"}, "sides": []any{"attributes.kind:private", "attributes.kind:private,business"}})
	if n := same["result"].(object)["overlap"]; n != 500.0 {
		t.Errorf("%v rows are in both, not 500", n)
	}
}

func TestPenaltiesAndRewardsAreMadeOfPoorAndGood(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 800)
	c := side(d.ask(object{"outcome": "whole", "measures": []any{"care", "wait"}}), 0)["contrast"].(object)
	for _, raw := range c["attributes"].([]any) {
		one := raw.(object)
		penalty, reward := one["penalty"].(object), one["reward"].(object)
		if penalty["high"].(float64) >= 0 || reward["low"].(float64) <= 0 {
			t.Errorf("%v: penalty %v, reward %v", one["key"], penalty, reward)
		}
		// A long wait is poor, a short one good.
		if poor, good := one["poor"].(float64), one["good"].(float64); (poor > good) != (one["key"] == "wait") {
			t.Errorf("%v is poor from %v and good from %v", one["key"], poor, good)
		}
	}
}

func TestMeasuresThatCannotDriveAreNamedInASentence(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 300)
	for _, one := range []struct {
		measures []any
		where    string
		code     string
		says     string
	}{
		{[]any{"care", "same"}, "", "constant_driver", "“Same”"},
		{[]any{"care", "twin"}, "", "duplicate_drivers", "“Care” and “Twin” are one measure twice"},
		{[]any{"care", "alone"}, "", "never_together", "“Alone”"},
		{[]any{"care", "speed"}, "metric.whole=3..3", "constant_outcome", "“Whole” is the same in every row"},
		{[]any{"care", "speed"}, "customer:p1", "too_few_rows", "Only 2 of 2 rows"},
		{[]any{"care"}, "touch_point:", "", ""}, // everything
	} {
		wish := object{"outcome": "whole", "measures": one.measures}
		if one.where != "" {
			wish["where"] = []any{one.where}
		}
		refused, _ := side(d.ask(wish), 0)["refused"].(object)
		if code, _ := refused["code"].(string); code != one.code {
			t.Errorf("%v where %s: %v", one.measures, one.where, refused)
			continue
		}
		if text, _ := refused["message"].(string); !strings.Contains(text, one.says) {
			t.Errorf("%v: %q", one.measures, text)
		}
	}
	d.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": "unheard", "name": "Unheard", "min": 1, "max": 5, "scoring": object{"method": "mean"}})
	for code, wish := range map[string]object{
		"outcome_as_measure": {"outcome": "whole", "measures": []any{"whole"}},
		"measure_twice":      {"outcome": "whole", "measures": []any{"care", "care"}},
		"two_sides":          {"outcome": "whole", "measures": []any{"care"}, "sides": []any{"attributes.kind:private"}},
		"same_sides":         {"outcome": "whole", "measures": []any{"care"}, "sides": []any{"attributes.kind:private", "attributes.kind:private"}},
		"metric_unknown":     {"outcome": "nothing"},
		"outcome_unheard":    {"outcome": "unheard"},
		"dimension_unknown":  {"outcome": "whole", "where": []any{"nothing:here"}},
	} {
		if status, text := d.Do("POST", "/driver-analyses", d.Owner, wish); status != 422 || !strings.Contains(text, code) {
			t.Errorf("%v: %d %s", wish, status, text)
		}
	}
}

func TestWarningsNameWhatFollowsFromOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 25)
	text := fmt.Sprint(side(d.ask(object{"outcome": "whole", "measures": []any{"care", "speed", "form"}}), 0)["warnings"])
	if !strings.Contains(text, "few_rows") {
		t.Errorf("25 rows and three measures: %s", text)
	}
}

func TestCandidatesAreWhatIsHeardTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 100)
	c := d.Must(t, 200, "GET", "/driver-candidates?outcome=whole", d.Owner, nil)
	got := map[string]string{}
	for _, raw := range c["candidates"].([]any) {
		one := raw.(object)
		got[one["key"].(string)] = fmt.Sprint(one["together"], " ", one["why"], " ", one["proposed"])
	}
	for key, want := range map[string]string{"care": "100 heard_together true", "form": "90 heard_together true", "alone": "0 never_together false", "nps": "0 never_together false"} {
		if got[key] != want {
			t.Errorf("%s is %q, not %q", key, got[key], want)
		}
	}
}

func TestTheSameQuestionIsAnsweredOnceUntilDataCome(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 300)
	wish := object{"outcome": "whole", "measures": []any{"care", "speed"}}
	first := d.ask(wish)
	if again := d.ask(wish); again["id"] != first["id"] || again["outdated"] != false {
		t.Fatalf("%v was made anew as %v", first["id"], again["id"])
	}
	d.hear(300, 50)
	// A moment later the same is shown, and said to be outdated; asked for anew, or later, it is made again.
	if again := d.ask(wish); again["id"] != first["id"] || again["outdated"] != true {
		t.Fatalf("a moment later: %v, outdated %v", again["id"], again["outdated"])
	}
	second := d.Must(t, 200, "POST", "/driver-analyses?anew=true", d.Owner, wish)
	if second["id"] == first["id"] || side(second, 0)["n"] != 350.0 {
		t.Fatalf("anew: %v with n %v", second["id"], side(second, 0)["n"])
	}
	id, _ := first["id"].(string)
	history := d.Must(t, 200, "GET", "/driver-analyses/"+id+"/history", d.Owner, nil)["items"].([]any)
	if len(history) != 2 || history[0].(object)["id"] != second["id"] {
		t.Errorf("history %v", history)
	}
	if got := d.Must(t, 200, "GET", "/driver-analyses/"+id, d.Owner, nil); side(got, 0)["n"] != 300.0 {
		t.Errorf("the first changed to n %v", side(got, 0)["n"])
	}
}

func TestASavedAnalysisIsListedAndTheRestIsTidiedAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 100)
	kept, _ := d.ask(object{"outcome": "whole", "measures": []any{"care"}})["id"].(string)
	other, _ := d.ask(object{"outcome": "whole", "measures": []any{"speed"}})["id"].(string)
	d.Must(t, 200, "PATCH", "/driver-analyses/"+kept, d.Owner, object{"name": "Care for the board"})
	list := d.Must(t, 200, "GET", "/driver-analyses", d.Owner, nil)["items"].([]any)
	if len(list) != 1 || list[0].(object)["name"] != "Care for the board" || list[0].(object)["result"] != nil {
		t.Fatalf("saved are %v", list)
	}
	for range 2 { // the first only begins the schedule
		if err := d.Jobs.Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.Advance(8 * 24 * time.Hour)
	}
	if err := d.Jobs.Fire(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.RunJobs(t)
	if status, _ := d.Do("GET", "/driver-analyses/"+other, d.Owner, nil); status != 404 {
		t.Errorf("a week later what nobody saved is still there: %d", status)
	}
	d.Must(t, 200, "GET", "/driver-analyses/"+kept, d.Owner, nil)
	d.Must(t, 204, "DELETE", "/driver-analyses/"+kept, d.Owner, nil)
	if status, _ := d.Do("GET", "/driver-analyses/"+kept, d.Owner, nil); status != 404 {
		t.Errorf("deleted, and still there: %d", status)
	}
}

func TestALargeAnalysisIsMadeInTheBackgroundAndCanBeStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 200)
	d.Drivers.AtOnce = 10
	a := d.ask(object{"outcome": "whole", "measures": []any{"care", "speed"}})
	if a["state"] != "waiting" || a["result"] != nil {
		t.Fatalf("%v", a)
	}
	id, _ := a["id"].(string)
	if again := d.ask(object{"outcome": "whole", "measures": []any{"care", "speed"}}); again["id"] != id {
		t.Errorf("asked twice while it waits, it is made twice")
	}
	d.RunJobs(t)
	if done := d.Must(t, 200, "GET", "/driver-analyses/"+id, d.Owner, nil); done["state"] != "done" || side(done, 0)["n"] != 200.0 {
		t.Fatalf("%v", done)
	}
	b, _ := d.ask(object{"outcome": "whole", "measures": []any{"form", "speed"}})["id"].(string)
	if stopped := d.Must(t, 200, "POST", "/driver-analyses/"+b+"/cancel", d.Owner, nil); stopped["state"] != "cancelled" {
		t.Fatalf("%v", stopped)
	}
	d.RunJobs(t)
	if still := d.Must(t, 200, "GET", "/driver-analyses/"+b, d.Owner, nil); still["state"] != "cancelled" || still["result"] != nil {
		t.Errorf("%v", still)
	}
	if status, text := d.Do("POST", "/driver-analyses/"+b+"/cancel", d.Owner, nil); status != 409 || !strings.Contains(text, "analysis_finished") {
		t.Errorf("stopped twice: %d %s", status, text)
	}
}

func TestMembersOfAUnitSeeTheirOwnAnalysesOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 100)
	id, _ := d.ask(object{"outcome": "whole", "measures": []any{"care"}})["id"].(string)
	d.Must(t, 200, "PATCH", "/driver-analyses/"+id, d.Owner, object{"name": "All"})
	narrow := d.Token(t, identity.Manager, d.Unit(t, "north", ""))
	if status, _ := d.Do("GET", "/driver-analyses/"+id, narrow, nil); status != 404 {
		t.Errorf("a member of a unit reads the whole organisation's: %d", status)
	}
	if list := d.Must(t, 200, "GET", "/driver-analyses", narrow, nil)["items"].([]any); len(list) != 0 {
		t.Errorf("and lists %v", list)
	}
	// The same question of someone who sees less is another one: nothing was heard in the unit.
	own := d.Must(t, 200, "POST", "/driver-analyses", narrow, object{"outcome": "whole", "measures": []any{"care"}})
	if refused, _ := side(own, 0)["refused"].(object); refused["code"] != "outcome_unheard" {
		t.Errorf("%v", own)
	}
}
