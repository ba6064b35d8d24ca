package demo_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/demo"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// TestTheFiguresFindWhatIsHidden asks for figures as a screen does, and finds every truth of two demos, which differ.
func TestTheFiguresFindWhatIsHidden(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, seed := range []uint64{1, 2} {
		c := made(t, demo.Wish{Signals: 8000, Seed: seed})
		h := c.state.Truths
		c.findsTheWeak(t, h)
		c.findsTheBetterTeam(t, h)
		c.findsTheDrivers(t, h)
		c.findsTheChange(t, h)
		for _, what := range []string{h.Weak[0].TouchPoint + h.Weak[1].TouchPoint, h.Better.Unit, h.Change.TouchPoint + h.Change.On} {
			if seen[what] {
				t.Errorf("seed %d hides what seed 1 does: %s", seed, what)
			}
			seen[what] = true
		}
	}
}

func (c *centre) figure(t *testing.T, a metric.Ask) []metric.FigureRow {
	t.Helper()
	f, err := c.Metrics.Figure(c.Context(), c.ID, a)
	if err != nil {
		t.Fatal(err)
	}
	return f.Rows
}

// ranked are the values of a dimension by their CSAT, the lowest first.
func (c *centre) ranked(t *testing.T, by string, where ...string) []metric.FigureRow {
	t.Helper()
	rows := c.figure(t, metric.Ask{Metric: "csat", By: []string{by}, Where: where})
	slices.SortFunc(rows, func(a, b metric.FigureRow) int { return cmp.Compare(*a.Value, *b.Value) })
	return rows
}

func (c *centre) findsTheWeak(t *testing.T, h *demo.Truths) {
	t.Helper()
	rows := c.ranked(t, "touch_point")
	if len(rows) != 14 {
		t.Fatalf("%d touch points, not 14", len(rows))
	}
	got := []string{rows[0].By["touch_point"], rows[1].By["touch_point"]}
	want := []string{h.Weak[0].TouchPoint, h.Weak[1].TouchPoint}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the two lowest are %v, hidden were %v", got, want)
	}
	if *rows[1].High >= *rows[2].Value {
		t.Errorf("the second lowest, %.1f up to %.1f, isn't clearly below the third, %.1f", *rows[1].Value, *rows[1].High, *rows[2].Value)
	}
}

func (c *centre) findsTheBetterTeam(t *testing.T, h *demo.Truths) {
	t.Helper()
	units, err := c.Identity.Units(c.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.Key == h.Better.Unit })
	site := units[slices.IndexFunc(units, func(u identity.Unit) bool { return u.ID == units[at].Parent })]
	rows := c.ranked(t, "unit", "unit:"+site.Key)
	if len(rows) < 6 {
		t.Fatalf("%d teams in %s", len(rows), site.Name)
	}
	best, next := rows[len(rows)-1], rows[len(rows)-2]
	if best.By["unit"] != h.Better.Unit || *best.Value < *next.Value+5 {
		t.Errorf("the best team of %s is %s with %.1f before %s with %.1f; hidden was %s", site.Name, best.By["unit"], *best.Value,
			next.By["unit"], *next.Value, h.Better.Unit)
	}
}

// findsTheDrivers compares what was settled at once or waited little with the rest; handling time does nothing.
func (c *centre) findsTheDrivers(t *testing.T, h *demo.Truths) {
	t.Helper()
	csat := func(where ...string) *metric.FigureRow {
		return &c.figure(t, metric.Ask{Metric: "csat", Where: where})[0]
	}
	once, later := csat("attributes.settled:at once"), csat("attributes.settled:later")
	if d := *once.Value - *later.Value; math.Abs(d-h.Drivers[1].Points) > 7 {
		t.Errorf("settled at once or later: %.1f points, hidden were %.1f", d, h.Drivers[1].Points)
	}
	quick, slow := csat("attributes.wait:under 2 min"), csat("attributes.wait:over 10 min")
	if *quick.Low <= *slow.High {
		t.Errorf("waiting doesn't show: %.1f against %.1f", *quick.Value, *slow.Value)
	}
	short, long := csat("metric.handling_minutes<7"), csat("metric.handling_minutes>=7")
	if math.Abs(*short.Value-*long.Value) > 5 {
		t.Errorf("handling time seems to act: %.1f against %.1f", *short.Value, *long.Value)
	}
}

func (c *centre) findsTheChange(t *testing.T, h *demo.Truths) {
	t.Helper()
	from := present.AddDate(0, -24, 0).Format(time.DateOnly)
	for _, e := range []demo.Effect{h.Change, h.Placebo} {
		rows := c.figure(t, metric.Ask{Metric: "csat", Where: []string{"touch_point:" + e.TouchPoint}, From: e.On, AgainstFrom: from, AgainstTo: e.On})
		ch := rows[0].Change
		want := map[bool]string{true: "higher", false: "unclear"}[e.Size > 0]
		if ch.Verdict != want || math.Abs(*ch.Value-e.Points) > 9 {
			t.Errorf("%s since %s: %s by %.1f; hidden were %.1f", e.TouchPoint, e.On, ch.Verdict, *ch.Value, e.Points)
		}
	}
}

// TestCommentsFeelAsTheScoresSay reads the comments as the program does.
func TestCommentsFeelAsTheScoresSay(t *testing.T) {
	t.Parallel()
	c := made(t, demo.Wish{Signals: 8000, Seed: 3})
	moods := func(where string) (mean float64) {
		n := 0.0
		for _, r := range c.figure(t, metric.Ask{Metric: "csat", By: []string{"sentiment"}, Where: []string{"comment:yes", "language:en", where}}) {
			code := float64(slices.Index([]string{"very_negative", "negative", "mixed", "positive", "very_positive"}, r.By["sentiment"]))
			asked := float64(r.N + r.LeftOut.NotAnswered)
			mean, n = mean+code*asked, n+asked
		}
		if n < 100 {
			t.Fatalf("only %v comments with %s", n, where)
		}
		return mean / n
	}
	low, middle, high := moods("metric.nps<=6"), moods("metric.nps:answered"), moods("metric.nps>=9")
	if low+0.7 > middle || middle+0.4 > high {
		t.Errorf("mean mood from 0 to 4: detractors %.2f, all %.2f, promoters %.2f", low, middle, high)
	}
	worst, best := moods("metric.csat<=2"), moods("metric.csat=5")
	if worst > 1.5 || best < 3 {
		t.Errorf("mean mood from 0 to 4: CSAT 1 and 2 %.2f, 5 %.2f", worst, best)
	}
}

func TestTheDemosRuleOpensAHandfulOfCases(t *testing.T) {
	t.Parallel()
	c := made(t, demo.Wish{Signals: 8000})
	_, text := c.Do("GET", "/cases?limit=200", c.Owner, nil)
	if n := strings.Count(text, `"ref":"C-`); n < 3 || n > 40 {
		t.Errorf("%d cases: %.300s", n, text)
	}
}
