package characteristic_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

type object = map[string]any

// desk is an organisation with two sites and a team of a partner's.
type desk struct {
	*apptest.App
	*apptest.Org
	t     *testing.T
	r     *rand.Rand
	lines strings.Builder
	n     int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	a := apptest.New(t)
	d := &desk{App: a, Org: a.Organisation(t, "Acme"), t: t, r: rand.New(rand.NewPCG(9, 1))} //nolint:gosec // repeatable
	for _, key := range []string{"listened", "facts"} {
		a.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": key, "name": key, "min": 1, "max": 5, "scoring": object{"method": "mean"}})
	}
	a.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": "bounced", "name": "Bounced", "min": 0, "max": 1, "direction": "down", "scoring": object{"method": "rate"}})
	a.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": "wait", "name": "Wait", "min": 0, "max": 600, "direction": "down", "scale_unit": "minutes", "scoring": object{"method": "mean"}})
	return d
}

func (d *desk) team(key string, partner bool) {
	d.t.Helper()
	d.Must(d.t, 201, "POST", "/units", d.Owner, object{"key": key, "name": strings.ToUpper(key), "kind": "team", "partner": partner})
}

// heard notes signals of a unit; score tells each one's measures.
func (d *desk) heard(unit, point string, n int, score func() object) {
	d.t.Helper()
	for range n {
		d.n++
		b, err := json.Marshal(object{"key": fmt.Sprint("s", d.n), "at": "2026-05-04T10:00:00Z", "kind": "survey", "unit": unit, "touch_point": point, "channel": "phone",
			"employee": "e-" + unit, "measures": score()})
		if err != nil {
			d.t.Fatal(err)
		}
		d.lines.Write(append(b, '\n'))
	}
}

func (d *desk) send() {
	d.t.Helper()
	if status, text := d.Do("POST", "/signals:batch", d.Owner, d.lines.String()); status != 200 || strings.Contains(text, `"status":4`) {
		d.t.Fatal(status, text)
	}
	d.CatchUp(d.t, d.Org)
}

func (d *desk) bind(key string, bindings ...any) object {
	d.t.Helper()
	return d.Must(d.t, 200, "PUT", "/characteristics/"+key, d.Owner, object{"name": key, "bindings": bindings}, `If-Match: "0"`)
}

// around draws a rating from 1 to 5 around a mean.
func (d *desk) around(mean float64) float64 {
	return max(1, min(5, math.Round(mean+d.r.NormFloat64())))
}

// cells are a matrix's, by row and characteristic.
func cells(m object) map[string]map[string]object {
	out := map[string]map[string]object{}
	for _, raw := range m["rows"].([]any) {
		row := raw.(object)
		by := map[string]object{}
		for k, c := range row["cells"].([]any) {
			by[m["characteristics"].([]any)[k].(object)["key"].(string)] = c.(object)
		}
		out[row["key"].(string)] = by
	}
	return out
}

func TestTheEightAreThereAndNothingIsMeasuredBeforeItIsBound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.team("north", false)
	d.heard("north", "desk", 40, func() object { return object{"listened": d.around(4)} })
	d.send()
	list := d.Must(t, 200, "GET", "/characteristics", d.Owner, nil)["items"].([]any)
	var keys []string
	for _, one := range list {
		keys = append(keys, one.(object)["key"].(string))
	}
	if got := strings.Join(keys, " "); got != "listening asking responsible responsive knowledgeable complete timely accurate" {
		t.Fatalf("the eight are %s", got)
	}
	if list[7].(object)["target"] != 100.0 || fmt.Sprint(list[0].(object)["proposed"]) != "[listened]" {
		t.Errorf("accurate aims at %v, proposed for listening is %v", list[7].(object)["target"], list[0].(object)["proposed"])
	}
	m := d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team", d.Owner, nil)
	for k, c := range m["whole"].([]any) {
		if c.(object)["state"] != "not_measured" || c.(object)["score"] != nil {
			t.Errorf("%s is %v without a measure", keys[k], c)
		}
	}
}

func TestScoresRunFromTheWorseEndToTheBetterWithTheirInterval(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.team("north", false)
	d.team("small", false)
	three := 3
	d.heard("north", "desk", 40, func() object { three = 8 - three; return object{"listened": three, "bounced": 0, "wait": 15} }) // 5 and 3 in turn: a mean of 4
	d.heard("small", "desk", 5, func() object { return object{"listened": 1} })
	d.send()
	d.bind("listening", object{"metric": "listened"})
	d.bind("complete", object{"metric": "bounced"})
	timely := d.bind("timely", object{"metric": "wait", "zero": 60, "hundred": 0})
	if !strings.Contains(fmt.Sprint(timely["remarks"]), "isn’t merely fast") {
		t.Errorf("speed alone passes for timely: %v", timely["remarks"])
	}
	got := cells(d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team", d.Owner, nil))
	// (4−1)/(5−1) = 75; nobody bounced is 100; 15 minutes of 60 to 0 are 75.
	for key, want := range map[string]float64{"listening": 75, "complete": 100, "timely": 75} {
		c := got["north"][key]
		if c["score"] == nil || math.Abs(c["score"].(float64)-want) > 1e-9 || c["n"] != 40.0 {
			t.Errorf("%s of the north is %v, not %v", key, c, want)
		}
	}
	l := got["north"]["listening"]
	if low, high := l["low"].(float64), l["high"].(float64); !(low < 75 && low > 60 && high > 75 && high < 90) {
		t.Errorf("its interval runs from %v to %v", low, high)
	}
	if c := got["small"]["listening"]; c["state"] != "too_few" || c["score"] != nil || c["n"] != 5.0 {
		t.Errorf("five answers are scored: %v", c)
	}
	if c := got["small"]["complete"]; c["state"] != "not_measured" {
		t.Errorf("nothing heard is %v", c)
	}
}

// TestResponsiveCountsEveryNeed has contacts of one need, answered, and of three, of which one is: 40 of 80 needs, not 20 of 40 contacts.
func TestResponsiveCountsEveryNeed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, key := range []string{"needs", "needs_met"} {
		d.Must(t, 201, "POST", "/metrics", d.Owner, object{"key": key, "name": key, "min": 0, "max": 20, "scale_unit": "count", "scoring": object{"method": "mean"}})
	}
	d.team("north", false)
	three := false
	d.heard("north", "desk", 40, func() object {
		if three = !three; three {
			return object{"needs": 3, "needs_met": 1}
		}
		return object{"needs": 1, "needs_met": 1}
	})
	d.send()
	d.bind("responsive", object{"metric": "needs_met", "way": "of_all", "of": "needs"})
	c := cells(d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team", d.Owner, nil))["north"]["responsive"]
	if c["score"] == nil || math.Abs(c["score"].(float64)-50) > 0.01 || c["n"] != 40.0 {
		t.Fatalf("40 of 80 needs are %v", c)
	}
	// Residuals are −½ and +½: SE = √(40/39·40·¼)/80 = 4.0 points.
	if half := c["high"].(float64) - 50; half < 7.5 || half > 8.6 {
		t.Errorf("give or take %v", half)
	}
	if status, text := d.Do("PUT", "/characteristics/responsive", d.Owner, object{"name": "Responsive", "bindings": []any{object{"metric": "needs_met", "way": "of_all"}}}, `If-Match: "1"`); status != 422 || !strings.Contains(text, "of_missing") {
		t.Errorf("a part of nothing: %d %s", status, text)
	}
}

func TestASmallTeamIsNotCalledBadByChanceAndALargeOneThatIsIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for k := range 12 {
		team := fmt.Sprint("t", k)
		d.team(team, false)
		n, mean := 40, 3.5
		if k == 0 {
			n, mean = 400, 2.4
		}
		d.heard(team, "desk", n, func() object { return object{"listened": d.around(mean)} })
	}
	d.send()
	d.bind("listening", object{"metric": "listened"})
	c := d.Must(t, 200, "GET", "/characteristics/listening/comparison?by=unit.team", d.Owner, nil)
	points := c["points"].([]any)
	if len(points) != 12 || c["dispersion"] != "added" {
		t.Fatalf("%d points, dispersion %v", len(points), c["dispersion"])
	}
	got := cells(d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team", d.Owner, nil))
	for k := range 12 {
		want := "unclear"
		if k == 0 {
			want = "lower"
		}
		// The large team pulls the whole down, so that others may well stand above it; none of them is called low.
		if v := got[fmt.Sprint("t", k)]["listening"]["verdict"]; v != want && !(k > 0 && v == "higher") {
			t.Errorf("team %d is %v", k, v)
		}
	}
	if alike := c["alike"].(object); alike["single"].(float64) < 0.02 || alike["low"] == nil {
		t.Errorf("ICC %v", alike)
	}
}

// TestAPartnerIsComparedAtTheSameMix gives the partner the hard work: at each touch point both are alike.
func TestAPartnerIsComparedAtTheSameMix(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.team("ours", false)
	d.team("theirs", true)
	easy, hard := func() object { return object{"listened": d.around(4)} }, func() object { return object{"listened": d.around(2.2)} }
	d.heard("ours", "easy", 600, easy)
	d.heard("ours", "hard", 150, hard)
	d.heard("theirs", "easy", 150, easy)
	d.heard("theirs", "hard", 600, hard)
	d.send()
	d.bind("listening", object{"metric": "listened"})
	fair := d.Must(t, 200, "GET", "/characteristics/listening/comparison?by=unit.team", d.Owner, nil)["fair"].(object)
	if raw := fair["raw_partner"].(float64) - fair["raw_own"].(float64); raw > -15 {
		t.Errorf("as it is the partner stands only %.1f apart", raw)
	}
	diff := fair["difference"].(object)
	if fair["verdict"] != "unclear" || math.Abs(diff["score"].(float64)) > 5 || fair["strata"] != 2.0 || fair["covered"] != 1.0 {
		t.Errorf("at the same mix: %v", fair)
	}
	m := d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team", d.Owner, nil)
	for _, raw := range m["rows"].([]any) {
		if row := raw.(object); (row["partner"] == true) != (row["key"] == "theirs") {
			t.Errorf("%v is run by a partner: %v", row["key"], row["partner"])
		}
	}
}

func TestSheetsStandBesideWhatIsMeasuredAndKeepTheirPast(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.team("north", false)
	d.heard("north", "desk", 40, func() object { return object{"listened": d.around(4)} })
	d.send()
	d.bind("listening", object{"metric": "listened"})
	sheet := func(listening any, complete any) object {
		return object{"kind": "letter", "subject": "Letter 7", "date": "2026-05-05", "unit": "north", "link": "/signals/sig_1",
			"marks": []any{object{"characteristic": "listening", "score": listening, "evidence": "“As you wrote …”"}, object{"characteristic": "complete", "score": complete}}}
	}
	first := d.Must(t, 201, "POST", "/assessment-sheets", d.Owner, sheet(4, nil))
	d.Must(t, 201, "POST", "/assessment-sheets", d.Owner, sheet(2, nil))
	id, _ := first["id"].(string)
	got := cells(d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team&from=2026-05-01&to=2026-06-01", d.Owner, nil))["north"]
	if a := got["listening"]["assessed"].(object); a["score"] != 75.0 || a["n"] != 2.0 || got["listening"]["n"] != 40.0 {
		t.Errorf("assessed %v beside %v answers", a, got["listening"]["n"])
	}
	if got["complete"]["assessed"] != nil {
		t.Errorf("what doesn't apply is counted: %v", got["complete"])
	}
	if c := d.Must(t, 200, "PUT", "/assessment-sheets/"+id, d.Owner, sheet(0, 4), `If-Match: "1"`); c["version"] != 2.0 {
		t.Errorf("changed: %v", c)
	}
	if status, text := d.Do("PUT", "/assessment-sheets/"+id, d.Owner, sheet(1, 1), `If-Match: "1"`); status != 412 {
		t.Errorf("somebody else's change was overwritten: %d %s", status, text)
	}
	past := d.Must(t, 200, "GET", "/assessment-sheets/"+id+"/past", d.Owner, nil)["items"].([]any)
	if len(past) != 1 || past[0].(object)["marks"].([]any)[0].(object)["score"] != 4.0 {
		t.Errorf("its past: %v", past)
	}
	// A filter narrows what was measured, and sheets have no such attributes: they aren't mixed in.
	if c := cells(d.Must(t, 200, "GET", "/characteristic-scores?by=unit.team&where=channel:phone", d.Owner, nil))["north"]["listening"]; c["assessed"] != nil {
		t.Errorf("with a filter: %v", c)
	}
}

func TestWhatCannotBeAssessedOrBoundIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.team("north", false)
	marks := []any{object{"characteristic": "complete", "score": 2}}
	for code, sheet := range map[string]object{
		"subject_missing":        {"kind": "letter", "subject": " ", "marks": marks},
		"nothing_marked":         {"kind": "letter", "subject": "A letter", "marks": []any{object{"characteristic": "complete"}}},
		"characteristic_unknown": {"kind": "letter", "subject": "A letter", "marks": []any{object{"characteristic": "charm", "score": 1}}},
		"marked_twice":           {"kind": "letter", "subject": "A letter", "marks": append([]any{object{"characteristic": "complete", "score": 1}}, marks...)},
		"link_invalid":           {"kind": "letter", "subject": "A letter", "link": "javascript:alert(1)", "marks": marks},
		"date_ahead":             {"kind": "letter", "subject": "A letter", "date": "2999-01-01", "marks": marks},
		"unit_unknown":           {"kind": "letter", "subject": "A letter", "unit": "nowhere", "marks": marks},
	} {
		if status, text := d.Do("POST", "/assessment-sheets", d.Owner, sheet); status != 422 || !strings.Contains(text, code) {
			t.Errorf("%s: %d %s", code, status, text)
		}
	}
	for code, b := range map[string]object{
		"metric_unknown": {"metric": "nothing"},
		"not_a_share":    {"metric": "listened", "way": "share"},
		"same_ends":      {"metric": "wait", "zero": 5, "hundred": 5},
		"wrong_way":      {"metric": "wait", "zero": 0, "hundred": 60},
	} {
		if status, text := d.Do("PUT", "/characteristics/timely", d.Owner, object{"name": "Timely", "bindings": []any{b}}, `If-Match: "0"`); status != 422 || !strings.Contains(text, code) {
			t.Errorf("%s: %d %s", code, status, text)
		}
	}
	if status, _ := d.Do("DELETE", "/characteristics/timely", d.Owner, nil); status != 409 {
		t.Errorf("one of the eight was dropped: %d", status)
	}
	d.Must(t, 201, "POST", "/characteristics", d.Owner, object{"name": "Warmth", "definition": "Kind in word and tone"})
	if status, text := d.Do("POST", "/characteristics", d.Owner, object{"name": "WARMTH"}); status != 422 || !strings.Contains(text, "characteristic_there") {
		t.Errorf("the same twice: %d %s", status, text)
	}
}

func TestMembersOfAUnitAssessAndSeeTheirOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	unit := d.Unit(t, "north", "")
	d.Unit(t, "south", "")
	narrow := d.Token(t, identity.Evaluator, unit)
	sheet := func(unit string) object {
		return object{"kind": "conversation", "subject": "A call", "unit": unit, "marks": []any{object{"characteristic": "asking", "score": 3}}}
	}
	d.Must(t, 201, "POST", "/assessment-sheets", narrow, sheet("north"))
	other, _ := d.Must(t, 201, "POST", "/assessment-sheets", d.Owner, sheet("south"))["id"].(string)
	if status, text := d.Do("POST", "/assessment-sheets", narrow, sheet("south")); status != 422 || !strings.Contains(text, "unit_outside") {
		t.Errorf("assessed elsewhere: %d %s", status, text)
	}
	if list := d.Must(t, 200, "GET", "/assessment-sheets", narrow, nil)["items"].([]any); len(list) != 1 {
		t.Errorf("sees %d sheets", len(list))
	}
	if status, _ := d.Do("GET", "/assessment-sheets/"+other, narrow, nil); status != 404 {
		t.Errorf("reads another unit's: %d", status)
	}
}
