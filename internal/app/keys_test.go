package app_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

const keyed = `{"key":"r-1","at":"2026-05-04T10:00:00Z","kind":"survey","touch_point":"call","customer":{"external_id":"c-9"},` +
	`"measures":{"nps":9,"csat":null},"comments":[{"text":"Fine"}],"attributes":{"product":"gold","region":"west"}}`

func TestTheSameSignalAgainChangesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Again")
	first := a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, keyed)["id"]
	for name, again := range map[string]string{
		"the same":          keyed,
		"written otherwise": strings.ReplaceAll(keyed, `"nps":9`, `"nps": 9.0`),
		"in another order": `{"attributes":{"region":"west","product":"gold"},"measures":{"csat":null,"nps":9e0},"kind":"survey","comments":[{"text":"Fine"}],` +
			`"customer":{"external_id":"c-9"},"touch_point":"call","at":"2026-05-04T12:00:00+02:00","key":"r-1"}`,
		"with empty extras": strings.ReplaceAll(keyed, `"comments":[`, `"unit":"","comments":[{"text":" "},`),
	} {
		if got := a.Must(t, http.StatusOK, "POST", "/signals", o.Owner, again)["id"]; got != first {
			t.Errorf("%s: %v, not %v", name, got, first)
		}
	}
	for name, other := range map[string]string{
		"another score":       strings.ReplaceAll(keyed, `"nps":9`, `"nps":8`),
		"an answer more":      strings.ReplaceAll(keyed, `"csat":null`, `"csat":3`),
		"another touch point": strings.ReplaceAll(keyed, `"call"`, `"a-new-desk"`),
		"another customer":    strings.ReplaceAll(keyed, `"c-9"`, `"c-brand-new"`),
		"another moment":      strings.ReplaceAll(keyed, `10:00:00Z`, `10:00:01Z`),
		"another attribute":   strings.ReplaceAll(keyed, `"region"`, `"region-new"`),
	} {
		status, text := a.Do("POST", "/signals", o.Owner, other)
		if status != http.StatusConflict || !strings.Contains(text, `"key_taken"`) {
			t.Errorf("%s: %d %s", name, status, text)
		}
		_, text = a.Do("POST", "/signals:batch", o.Owner, other+"\n"+keyed+"\n")
		if !strings.Contains(text, `"line":1,"status":409`) || !strings.Contains(text, `"line":2,"status":200`) {
			t.Errorf("%s in a batch: %s", name, text)
		}
	}
	if n := rows(t, a, o, "signal", "1 = 1"); n != 1 {
		t.Errorf("%d entries in the log", n)
	}
	if n := rows(t, a, o, "touch_point", "key = 'a-new-desk'") + rows(t, a, o, "customer", "external_id = 'c-brand-new'") +
		rows(t, a, o, "attribute", "key = 'region-new'"); n != 0 {
		t.Errorf("refused signals made %d names", n)
	}
	a.Must(t, http.StatusCreated, "POST", "/signals", a.Organisation(t, "Elsewhere").Owner, keyed) // keys are an organisation's own
}

func TestOfSixteenSendersOfOneKeyOneMakesTheSignal(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Race")
	for range 5 {
		key := "k" + strings.Repeat("x", rows(t, a, o, "signal", "1 = 1"))
		var all sync.WaitGroup
		answers := make([]string, 16)
		statuses := make([]int, 16)
		for i := range 16 {
			all.Go(func() {
				path := "/signals"
				if i%4 == 3 {
					path = "/signals:batch"
				}
				statuses[i], answers[i] = a.Do("POST", path, o.Owner, strings.ReplaceAll(keyed, "r-1", key))
			})
		}
		all.Wait()
		made := 0
		ids := map[string]bool{}
		for i, text := range answers {
			if statuses[i] == http.StatusCreated || strings.Contains(text, `"status":201`) {
				made++
			}
			_, id, _ := strings.Cut(text, `"id":"`)
			id, _, _ = strings.Cut(id, `"`)
			ids[id] = true
		}
		if n := rows(t, a, o, "signal", "key = $2", key); made != 1 || n != 1 || len(ids) != 1 {
			t.Fatalf("%d made, %d stored, ids %v: %v", made, n, ids, answers)
		}
	}
}

func TestAKeyIsFreeAgainAfterErasure(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Free")
	first, _ := a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, keyed)["id"].(string)
	a.Must(t, http.StatusNoContent, "DELETE", "/signals/"+first, o.Owner, nil)
	other := strings.ReplaceAll(keyed, `"nps":9`, `"nps":2`)
	second, _ := a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, other)["id"].(string)
	if second == first {
		t.Fatal("the erased signal came back")
	}
	a.Must(t, http.StatusOK, "POST", "/signals", o.Owner, other)
	a.Must(t, http.StatusNotFound, "DELETE", "/signals/"+first, o.Owner, nil)
	a.CatchUp(t, o)
	if got := said(figure(t, a, o.Owner, "metric", "nps")); got != "=-100.0(1)" {
		t.Errorf("%s", got)
	}
}
