package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func plan(seed uint64, n int) Plan {
	return Plan{Seed: seed, Signals: n, End: time.Date(2026, 11, 18, 15, 0, 0, 0, time.UTC), Zone: "Europe/Zurich"}
}

// hash is of everything a plan makes.
func hash(t testing.TB, p Plan) string {
	t.Helper()
	w := newTestWorld(t, p)
	h := sha256.New()
	e := json.NewEncoder(h)
	for _, v := range []any{w.truths, w.refs} {
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range w.staff {
		h.Write([]byte(s.external + s.name + w.teams[s.team].key))
	}
	for n := range p.Signals {
		if err := e.Encode(w.contact(n)); err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func newTestWorld(t testing.TB, p Plan) *world {
	t.Helper()
	w, err := newWorld(p)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheSamePlanMakesTheSameDemo(t *testing.T) {
	t.Parallel()
	one := hash(t, plan(1, 3000))
	if one != hash(t, plan(1, 3000)) {
		t.Error("the same plan twice differs")
	}
	later := plan(1, 3000)
	later.End = later.End.Add(time.Hour)
	for name, p := range map[string]Plan{"seed": plan(2, 3000), "end": later} {
		if one == hash(t, p) {
			t.Errorf("another %s makes the same demo", name)
		}
	}
}

func TestAnotherSeedMovesTheTruths(t *testing.T) {
	t.Parallel()
	weak, better, change := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for seed := range uint64(40) {
		h, err := planned(plan(seed+1, 1000))
		if err != nil {
			t.Fatal(err)
		}
		weak[h.Weak[0].TouchPoint], better[h.Better.Unit], change[h.Change.On] = true, true, true
		places := map[string]bool{h.Weak[0].TouchPoint: true, h.Weak[1].TouchPoint: true, h.Change.TouchPoint: true, h.Placebo.TouchPoint: true}
		if len(places) != 4 {
			t.Errorf("seed %d: two truths at one touch point: %+v", seed+1, h)
		}
		if got := newTestWorld(t, plan(seed+1, 1000)).truths; got.Better != h.Better || got.Change != h.Change {
			t.Errorf("seed %d tells other truths than it hides", seed+1)
		}
	}
	if len(weak) < 8 || len(better) < 15 || len(change) < 25 {
		t.Errorf("of 40 seeds only %d weak touch points, %d better teams, %d dates", len(weak), len(better), len(change))
	}
}

func TestCommentsHardlyRepeatAndHaveNoHoles(t *testing.T) {
	t.Parallel()
	w := newTestWorld(t, plan(1, 40_000))
	seen, n, foreign := map[string]int{}, 0, 0
	for i := range w.plan.Signals {
		in := w.contact(i)
		for _, c := range in.Comments {
			n++
			seen[c.Text]++
			if in.Language != "en" {
				foreign++
			}
			if strings.ContainsAny(c.Text, "{}|$[]") || strings.Contains(c.Text, "  ") || strings.Contains(c.Text, " ,") || strings.TrimSpace(c.Text) != c.Text {
				t.Errorf("%q", c.Text)
			}
		}
	}
	most := 0
	for _, k := range seen {
		most = max(most, k)
	}
	if n < 15_000 || float64(len(seen)) < 0.95*float64(n) || most > 12 {
		t.Errorf("%d comments, %d of them different, one %d times", n, len(seen), most)
	}
	if share := float64(foreign) / float64(n); share < 0.05 || share > 0.13 {
		t.Errorf("%.0f %% in another language", 100*share)
	}
}

func TestCommentsSpeakOfTheirOwnContact(t *testing.T) {
	t.Parallel()
	g, err := newGrammar()
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for n := range uint64(300) {
		for _, feeling := range []tone{furious, unhappy, torn, content, delighted} {
			all += g.comment(source(1, streamContacts, n), said{touch: "billing", language: "en", tone: feeling, wait: -1, solved: -1}) + "\n"
		}
	}
	for _, no := range []string{" in the queue", "on hold", "the third time I called", "first time"} {
		if strings.Contains(all, no) {
			t.Errorf("somebody who never queued says %q", no)
		}
	}
	waited := ""
	for n := range uint64(300) {
		waited += g.comment(source(1, streamContacts, n), said{touch: "billing", language: "en", tone: furious, wait: 23.4, solved: 0, agent: "Priya"}) + "\n"
	}
	for _, want := range []string{"23 minutes", "Priya"} {
		if !strings.Contains(waited, want) {
			t.Errorf("nobody says %q", want)
		}
	}
}

func TestEveryTouchPointHasItsOwnWords(t *testing.T) {
	t.Parallel()
	g, err := newGrammar()
	if err != nil {
		t.Fatal(err)
	}
	of := 0
	for _, p := range touches {
		of += p.of
		for _, section := range []string{p.key + ".good", p.key + ".bad"} {
			if len(g[section]) < 3 {
				t.Errorf("[%s] has %d lines", section, len(g[section]))
			}
		}
	}
	if len(touches) != 14 || len(sites) != 6 || len(teamNames) != 40 || of < 90 {
		t.Errorf("%d touch points, %d sites, %d teams", len(touches), len(sites), len(teamNames))
	}
}

func TestAMistakeInTheTextsIsFound(t *testing.T) {
	t.Parallel()
	p, _ := parse("a $nosuch {b|c}")
	if err := (grammar{"x": {p}}).check(); err == nil {
		t.Error("an unknown section passes")
	}
	if _, rest := parse("a } b"); rest == "" {
		t.Error("a brace too many passes")
	}
}

func TestScoresComeInTheirShares(t *testing.T) {
	t.Parallel()
	w := newTestWorld(t, plan(5, 30_000))
	n, top := 0.0, 0.0
	for i := range w.plan.Signals {
		in := w.contact(i)
		if m, ok := in.Measures["csat"]; ok && m.Milli > 0 {
			n++
			if m.Milli >= 4000 {
				top++
			}
		}
		if m, ok := in.Measures["nps"]; ok && (m.Milli < 0 || m.Milli > 10_000) {
			t.Fatalf("NPS of %d", m.Milli)
		}
	}
	if share := top / n; share < 0.6 || share > 0.75 {
		t.Errorf("%.1f %% are satisfied", 100*share)
	}
}

// TestTheGuideSaysWhatSeedOneHides keeps docs/demo.md true.
func TestTheGuideSaysWhatSeedOneHides(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/demo.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(b), "−", "-")
	h, err := planned(plan(1, Default))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []Effect{h.Weak[0], h.Weak[1], h.Better, h.Drivers[0], h.Drivers[1], h.Change} {
		want := fmt.Sprintf("%+.1f", e.Points)
		if name := e.TouchPoint + e.Unit; name != "" {
			want = "`" + name + "`"
		}
		if !strings.Contains(text, want) || !strings.Contains(text, fmt.Sprintf("%+.1f", e.Points)) {
			t.Errorf("docs/demo.md doesn't tell of %+v", e)
		}
	}
	if !strings.Contains(text, "`"+h.Placebo.TouchPoint+"`") {
		t.Errorf("docs/demo.md doesn't tell of %+v", h.Placebo)
	}
}

func TestCustomersBuyWhatTheyHave(t *testing.T) {
	t.Parallel()
	w := newTestWorld(t, plan(1, 10_000))
	undone, all, keys := 0, 0, map[string]bool{}
	for n := range w.refs {
		list := w.purchases(n)
		if len(list) == 0 || len(list) > mostPurchases {
			t.Fatalf("customer %d bought %d things", n, len(list))
		}
		for _, p := range list {
			if err := p.Validate("p", w.plan.End); err != nil || keys[p.Key] || !strings.HasPrefix(p.Product, products[w.people[n].product].value) {
				t.Fatalf("%+v: %v", p, err)
			}
			keys[p.Key] = true
			all++
			if p.State != "bought" {
				undone++
			}
		}
	}
	if share := float64(undone) / float64(all); share < 0.02 || share > 0.06 {
		t.Errorf("%.3f of %d were cancelled or returned", share, all)
	}
	if again := newTestWorld(t, w.plan); fmt.Sprint(again.purchases(7)[0].Amount, again.purchases(7)[0].At) != fmt.Sprint(w.purchases(7)[0].Amount, w.purchases(7)[0].At) {
		t.Error("the same seed makes other purchases")
	}
}
