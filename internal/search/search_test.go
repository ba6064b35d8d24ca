package search_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// office is an organisation with two teams and a few things said.
func office(t *testing.T) (*apptest.App, *apptest.Org, identity.UnitID) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "The office")
	north := o.Unit(t, "north", "")
	o.Unit(t, "south", "")
	for i, s := range []struct{ unit, text string }{
		{"north", "The refund came late."}, {"south", "No refund at all, and nobody called back"}, {"north", "They did call me back quickly"},
		{"south", "Crème brûlée was great"}, {"north", "Refunded within a day"},
	} {
		a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, map[string]any{"key": fmt.Sprint("s", i), "kind": "survey", "unit": s.unit,
			"at": fmt.Sprintf("2026-05-%02dT10:00:00Z", i+1), "measures": map[string]any{"nps": i}, "comments": []any{map[string]any{"text": s.text}}})
	}
	a.CatchUp(t, o)
	return a, o, north
}

func keys(m map[string]any) string {
	var out []string
	for _, i := range m["items"].([]any) {
		out = append(out, i.(map[string]any)["key"].(string))
	}
	return strings.Join(out, " ")
}

func TestASearchFindsWhatIsMeantAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	a, o, north := office(t)
	one := o.Token(t, identity.Viewer, north)
	other := a.Organisation(t, "Another")
	for _, c := range []struct{ as, query, want string }{
		{o.Owner, "q=refund", "s1 s0"},
		{o.Owner, "q=refund*", "s4 s1 s0"},
		{o.Owner, "q=refund+-late", "s1"},
		{o.Owner, "q=" + url.QueryEscape(`"called back"`), "s1"},
		{o.Owner, "q=late+OR+creme", "s3 s0"},
		{o.Owner, "q=refund*&where=unit:north", "s4 s0"},
		{o.Owner, "q=refund*&where=metric.nps>=1&to=2026-05-04", "s1"},
		{one, "q=refund*", "s4 s0"},
		{other.Owner, "q=refund*", ""},
	} {
		got := a.Must(t, http.StatusOK, "GET", "/search?"+c.query, c.as, nil)
		if keys(got) != c.want {
			t.Errorf("%s: %q, not %q", c.query, keys(got), c.want)
		}
		if n := int(got["total"].(float64)); n != len(strings.Fields(c.want)) {
			t.Errorf("%s: total %d", c.query, n)
		}
		if got["progress"] != nil {
			t.Errorf("%s: still being filled: %v", c.query, got["progress"])
		}
	}
	text := fmt.Sprint(a.Must(t, http.StatusOK, "GET", "/search?q=refund+late", o.Owner, nil)["items"].([]any)[0].(map[string]any)["excerpts"])
	if text != "[[map[text:The ] map[hit:true text:refund] map[text: came ] map[hit:true text:late] map[text:.]]]" {
		t.Error(text)
	}
}

func TestPagesFollowEachOtherInBothOrders(t *testing.T) {
	t.Parallel()
	a, o, _ := office(t)
	for _, sort := range []string{"newest", "relevance"} {
		var all []string
		cursor := ""
		for range 5 {
			got := a.Must(t, http.StatusOK, "GET", "/search?q=refund*&limit=1&sort="+sort+"&cursor="+cursor, o.Owner, nil)
			all = append(all, keys(got))
			if cursor, _ = got["next"].(string); cursor == "" {
				break
			}
		}
		found := map[string]bool{}
		for _, k := range all {
			found[k] = true
		}
		if !found["s0"] || !found["s1"] || !found["s4"] || len(all) > 4 {
			t.Errorf("%s: %q", sort, all)
		}
	}
}

func TestCorrectionsAndErasuresReachTheIndex(t *testing.T) {
	t.Parallel()
	a, o, _ := office(t)
	list := a.Must(t, http.StatusOK, "GET", "/search?q=creme", o.Owner, nil)["items"].([]any)
	id := list[0].(map[string]any)["id"].(string)
	a.Must(t, http.StatusOK, "PUT", "/signals/"+id, o.Owner, map[string]any{"kind": "survey", "at": "2026-05-04T10:00:00Z",
		"comments": []any{map[string]any{"text": "Soup was cold"}}})
	a.CatchUp(t, o)
	if got := keys(a.Must(t, http.StatusOK, "GET", "/search?q=creme", o.Owner, nil)); got != "" {
		t.Errorf("the old words still find %q", got)
	}
	if got := keys(a.Must(t, http.StatusOK, "GET", "/search?q=soup", o.Owner, nil)); got != "s3" {
		t.Errorf("the new words find %q", got)
	}
	a.Must(t, http.StatusNoContent, "DELETE", "/signals/"+id, o.Owner, nil)
	a.CatchUp(t, o)
	if got := keys(a.Must(t, http.StatusOK, "GET", "/search?q=soup", o.Owner, nil)); got != "" {
		t.Errorf("the erased words find %q", got)
	}
}

func TestWordsNarrowFiguresAndListsToo(t *testing.T) {
	t.Parallel()
	a, o, _ := office(t)
	where := url.QueryEscape(`words:refund* -"at all"`)
	f := a.Must(t, http.StatusOK, "GET", "/figures?metric=nps&where="+where, o.Owner, nil)["rows"].([]any)[0].(map[string]any)
	if f["n"] != 2.0 {
		t.Errorf("n is %v", f["n"])
	}
	if got := keys(a.Must(t, http.StatusOK, "GET", "/signals?where="+where, o.Owner, nil)); got != "s4 s0" {
		t.Errorf("the list has %q", got)
	}
	a.Run(t, []apptest.Scenario{
		{Name: "words that mean nothing are refused at the condition", Path: "/figures?metric=nps&where=words:", As: o.Owner, Status: 422,
			Contains: []string{"no_words", "query.where"}},
		{Name: "nothing found is nothing, not everything", Path: "/signals?where=words:zebra", As: o.Owner, Status: 200, Contains: []string{`"total":0`}},
		{Name: "a search without words is refused", Path: "/search?q=-x", As: o.Owner, Status: 422, Contains: []string{"only_without", "query.q"}},
		{Name: "a strange cursor is refused", Path: "/search?q=late&sort=relevance&cursor=x", As: o.Owner, Status: 422, Contains: []string{"cursor_invalid"}},
		{Name: "an agent may not search", Path: "/search?q=late", As: o.Token(t, identity.Agent, ""), Status: 403},
		{Name: "nobody may not search", Path: "/search?q=late", Status: 401},
	})
}

func TestAnIndexThatIsStillBeingFilledSaysSo(t *testing.T) {
	t.Parallel()
	a, o, _ := office(t)
	for i := range 3 {
		a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, map[string]any{"key": fmt.Sprint("later", i), "kind": "survey",
			"at": "2026-05-20T10:00:00Z", "comments": []any{map[string]any{"text": "refund"}}})
	}
	got := a.Must(t, http.StatusOK, "GET", "/search?q=refund", o.Owner, nil)
	if p := fmt.Sprint(got["progress"]); p != "map[done:5 percent:62 total:8]" {
		t.Errorf("progress is %s", p)
	}
}
