package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// refusal is a signal that must not be taken, with the status, the code and the place that the answer names.
type refusal struct {
	name   string
	body   any
	status int
	code   string
	place  string // of errors[].location; "" where the body can't be read at all
}

func many(n int, key func(int) string, value any) object {
	out := object{}
	for i := range n {
		out[key(i)] = value
	}
	return out
}

func refusals(now time.Time) []refusal {
	at := func(t time.Time) object { return signal(object{"at": t.Format(time.RFC3339)}) }
	comment := func(s string) object { return signal(object{"comments": []any{object{"text": s}}}) }
	attribute := func(k string, v any) object { return signal(object{"attributes": object{k: v}}) }
	list := []refusal{
		{"malformed JSON", `{"at":`, 400, "json_invalid", ""},
		{"nothing", ``, 400, "json_invalid", ""},
		{"trailing JSON", `{"at":"2026-05-04T10:00:00Z","kind":"survey"}{}`, 400, "json_trailing", ""},
		{"an array", `[]`, 422, "wrong_type", "body"},
		{"a number", `7`, 422, "wrong_type", "body"},
		{"invalid UTF-8", "{\"at\":\"2026-05-04T10:00:00Z\",\"kind\":\"survey\",\"comments\":[{\"text\":\"\xff\"}]}", 400, "not_utf8", ""},
		{"a raw U+0000", "{\"at\":\"2026-05-04T10:00:00Z\",\"kind\":\"survey\",\"channel\":\"a\x00b\"}", 400, "json_invalid", ""},
		{"NPS 11", signal(object{"measures": object{"nps": 11}}), 422, "out_of_scale", "body.measures.nps"},
		{"NPS -1", signal(object{"measures": object{"nps": -1}}), 422, "out_of_scale", "body.measures.nps"},
		{"four decimals", signal(object{"measures": object{"nps": 9.0001}}), 422, "not_a_number", "body.measures.nps"},
		{"a score in words", signal(object{"measures": object{"nps": "nine"}}), 422, "not_a_number", "body.measures.nps"},
		{"a score without end", `{"at":"2026-05-04T10:00:00Z","kind":"survey","measures":{"nps":1e400}}`, 422, "not_a_number", "body.measures.nps"},
		{"an unknown metric", signal(object{"measures": object{"npss": 9}}), 422, "metric_unknown", "body.measures.npss"},
		{"an unknown field", signal(object{"mesures": object{"nps": 9}}), 422, "field_unknown", "body.mesures"},
		{"measures as a list", signal(object{"measures": []any{9}}), 422, "wrong_type", "body.measures"},
		{"a time as a number", signal(object{"at": 5}), 422, "wrong_type", "body.at"},
		{"comments as texts", signal(object{"comments": []any{"hello"}}), 422, "wrong_type", "body.comments"},
		{"a kind that isn't one", signal(object{"kind": "rumour"}), 422, "kind_unknown", "body.kind"},
		{"no kind", signal(object{"kind": nil}), 422, "kind_unknown", "body.kind"},
		{"no time", signal(object{"at": nil}), 422, "time_invalid", "body.at"},
		{"30 February", signal(object{"at": "2026-02-30T10:00:00Z"}), 422, "time_invalid", "body.at"},
		{"a date alone", signal(object{"at": "2026-02-03"}), 422, "time_invalid", "body.at"},
		{"more than 24 hours ahead", at(now.Add(24*time.Hour + time.Minute)), 422, "time_ahead", "body.at"},
		{"before 1990", signal(object{"at": "1989-12-31T23:59:59Z"}), 422, "time_too_old", "body.at"},
		{"a comment of a megabyte", comment(strings.Repeat("a", 1<<20)), 413, "body_too_large", ""},
		{"more than 64 kB", signal(object{"channel": strings.Repeat("a", 64<<10)}), 413, "body_too_large", ""},
		{"a comment of 20,001 characters", comment(strings.Repeat("é", 20_001)), 422, "text_too_long", "body.comments[0].text"},
		{"51 comments", signal(object{"comments": make([]object, 51)}), 422, "too_many_comments", "body.comments"},
		{"101 attributes", signal(object{"attributes": many(101, func(i int) string { return fmt.Sprintf("a%d", i) }, "x")}), 422, "too_many_attributes", "body.attributes"},
		{"an attribute with capitals", attribute("Airline", "x"), 422, "key_form", "body.attributes.Airline"},
		{"an attribute with blanks", attribute("air line", "x"), 422, "key_form", "body.attributes.air line"},
		{"an attribute without a name", attribute("", "x"), 422, "key_form", "body.attributes."},
		{"an attribute that is a list", attribute("a", []any{1}), 422, "not_a_value", "body.attributes.a"},
		{"an attribute of 501 characters", attribute("a", strings.Repeat("x", 501)), 422, "text_too_long", "body.attributes.a"},
		{"a touch point that isn't a key", signal(object{"touch_point": "The Desk"}), 422, "key_form", "body.touch_point"},
		{"a unit that isn't a key", signal(object{"unit": "Cape Town"}), 422, "key_form", "body.unit"},
		{"a key of 201 characters", signal(object{"key": strings.Repeat("k", 201)}), 422, "text_too_long", "body.key"},
		{"an employee of 101 characters", signal(object{"employee": strings.Repeat("k", 101)}), 422, "text_too_long", "body.employee"},
		{"a customer nobody could be", signal(object{"customer": object{"name": "Ann"}}), 422, "customer_unnamed", "body.customer"},
		{"a customer with a broken address", signal(object{"customer": object{"email": "ann at home"}}), 422, "email_invalid", "body.customer.email"},
		{"a customer's id of 201 characters", signal(object{"customer": object{"external_id": strings.Repeat("k", 201)}}), 422, "name_too_long", "body.customer.external_id"},
	}
	for place, s := range map[string]object{
		"body.key": {"key": "a\x00b"}, "body.channel": {"channel": "a\x00b"}, "body.language": {"language": "a\x00b"},
		"body.employee": {"employee": "a\x00b"}, "body.comments[0].text": {"comments": []any{object{"text": "a\x00b"}}},
		"body.attributes.a": {"attributes": object{"a": "a\x00b"}}, "body.customer.external_id": {"customer": object{"external_id": "a\x00b"}},
		"body.customer.name": {"customer": object{"external_id": "a", "name": "a\x00b"}},
	} {
		list = append(list, refusal{"U+0000 in " + place, signal(s), 422, "control_character", place})
	}
	for place, s := range map[string]object{"body.touch_point": {"touch_point": "a\x00b"}, "body.unit": {"unit": "a\x00b"},
		"body.attributes.a\x00b": {"attributes": object{"a\x00b": "x"}}} {
		list = append(list, refusal{"U+0000 in the key " + place, signal(s), 422, "key_form", place})
	}
	return append(list, refusal{"U+0000 in the address", signal(object{"customer": object{"email": "a\x00b@example.org"}}), 422, "email_invalid", "body.customer.email"},
		refusal{"U+0000 in a metric's name", signal(object{"measures": object{"n\x00": 9}}), 422, "metric_unknown", "body.measures.n\x00"},
		refusal{"U+0000 in the kind", signal(object{"kind": "survey\x00"}), 422, "kind_unknown", "body.kind"})
}

func TestABadSignalIsRefusedByFieldAndNothingIsStored(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Strict")
	id := put(t, a, o.Owner, signal(object{"key": "good", "touch_point": "desk"}))
	a.CatchUp(t, o)
	before := stored(t, a, o)
	for _, r := range refusals(a.DB.Now()) {
		t.Run(r.name, func(t *testing.T) {
			for _, way := range [][2]string{{"POST", "/signals"}, {"PUT", "/signals/" + id}} {
				status, text := a.Do(way[0], way[1], o.Owner, r.body)
				r.check(t, way[0], status, text)
			}
		})
	}
	a.CatchUp(t, o)
	if after := stored(t, a, o); after != before {
		t.Errorf("something was stored: %s, before %s", after, before)
	}
	if n := count(t, a, o.Owner); n != 1 {
		t.Errorf("%d answers", n)
	}
}

func (r refusal) check(t *testing.T, how string, status int, text string) {
	t.Helper()
	var p struct {
		Status int
		Code   string
		Detail string
		Errors []struct{ Location, Message string }
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatalf("%s: %d: %v: %.300s", how, status, err, text)
	}
	place := ""
	if len(p.Errors) > 0 {
		place = p.Errors[0].Location
	}
	if status != r.status || p.Code != r.code || place != r.place || p.Detail == "" || len(text) > 1000 {
		t.Errorf("%s: %d %s at %q, not %d %s at %q: %.300s", how, status, p.Code, place, r.status, r.code, r.place, text)
	}
}

func TestARefusedLineOfABatchHarmsNoOther(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Strict")
	list := refusals(a.DB.Now())
	var b strings.Builder
	var want []refusal // by line; the zero refusal is a good line
	for _, r := range list {
		line, isText := r.body.(string)
		if !isText {
			j, err := json.Marshal(r.body)
			if err != nil {
				t.Fatal(err)
			}
			line = string(j)
		}
		good, err := json.Marshal(signal(nil))
		if err != nil {
			t.Fatal(err)
		}
		if line == "" {
			continue // an empty line isn't a signal
		}
		b.WriteString(line + "\n" + string(good) + "\n")
		want = append(want, r, refusal{})
	}
	status, text := a.Do("POST", "/signals:batch", o.Owner, b.String())
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if status != 200 || len(lines) != len(want) {
		t.Fatalf("%d: %d lines, not %d", status, len(lines), len(want))
	}
	good := int64(0)
	for i, line := range lines {
		var answer struct {
			Line, Status int
			ID           string
			Error        json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatal(err)
		}
		switch {
		case answer.Line != i+1:
			t.Fatalf("answer %d is for line %d", i+1, answer.Line)
		case want[i].status == 0 && (answer.Status != 201 || answer.ID == ""):
			t.Errorf("good line %d: %s", i+1, line)
		case want[i].status == 0:
			good++
		default:
			want[i].check(t, want[i].name, answer.Status, string(answer.Error))
		}
	}
	a.CatchUp(t, o)
	if n := count(t, a, o.Owner); n != good || good == 0 {
		t.Errorf("%d answers count, %d lines were accepted", n, good)
	}
}

func TestTheAttributeAfterTheTwoHundredthIsRefused(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Many words")
	for _, from := range []int{0, 100} {
		put(t, a, o.Owner, signal(object{"attributes": many(100, func(i int) string { return fmt.Sprintf("a%d", from+i) }, "x")}))
	}
	refusal{"", nil, 422, "too_many_attributes", "body.attributes.one-more"}.check(t, "attribute 201", 422, func() string {
		_, text := a.Do("POST", "/signals", o.Owner, signal(object{"attributes": object{"one-more": "x", "a1": "y"}, "touch_point": "never"}))
		return text
	}())
	put(t, a, o.Owner, signal(object{"attributes": object{"a1": "y", "a199": "y"}}))
	a.CatchUp(t, o)
	if n := count(t, a, o.Owner, "where", "attributes.a1:y"); n != 1 {
		t.Errorf("%d signals with a1 = y", n)
	}
	a.Run(t, []apptest.Scenario{{Name: "the refused signal made no touch point", Path: "/touch-points", As: o.Owner, Status: 200, Lacks: []string{"never"}}})
}

func TestWhatPeopleSayIsKeptToTheLetter(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Verbatim")
	for _, s := range []string{"<script>alert(1)</script><b>bold</b>", "=HYPERLINK(\"http://evil.example\",\"x\")", "+1-1", "@SUM(A1)", "-2+3\tcmd|' /C calc'!A0",
		"Zeile 1\r\nZeile 2", "'; drop table signal; --", "𝕌𝕟𝕚 👩‍👩‍👧 \u202eRTL \ufeff", strings.Repeat("語", 20_000), `\u0041 {{.}} ${x}`} {
		id := put(t, a, o.Owner, signal(object{"comments": []any{object{"text": s}}, "attributes": object{"said": clip(s, 500)}}))
		got := a.Must(t, 200, "GET", "/signals/"+id, o.Owner, nil)
		if text := got["comments"].([]any)[0].(map[string]any)["text"]; text != s {
			t.Errorf("%.60q came back as %.60q", s, text)
		}
		if v := got["attributes"].(map[string]any)["said"]; v != clip(s, 500) {
			t.Errorf("attribute %.60q came back as %.60q", s, v)
		}
	}
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// stored counts the rows a signal could leave behind.
func stored(t *testing.T, a *apptest.App, o *apptest.Org) string {
	t.Helper()
	var out []string
	for _, table := range []string{"signal", "signal_key", "touch_point", "unit", "employee", "customer", "attribute", "code"} {
		out = append(out, fmt.Sprintf("%s %d", table, rows(t, a, o, table, "1 = 1")))
	}
	return strings.Join(out, ", ")
}
