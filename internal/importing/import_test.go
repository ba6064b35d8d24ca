package importing

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// trap is one generated review with the traps that real files hold.
type trap struct {
	day, text, group       string
	staff, overall, recomm string
}

const changed = "2015-06-09" // from this day on the site counted to ten

// traps makes reviews: zeros that mean "not rated", blanks, halves above the scale from one day on, and texts with line
// breaks, quotes, commas, HTML and formulas. One in twenty stands in the file twice.
func traps(n int) (list []trap) {
	r := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the same file every time
	texts := []string{"Plain words", "\nStarts on a new line", `She said "fine", twice`, "a, b; c\td", "<script>alert(1)</script>", "=SUM(A1:A9)", "Zoë – 10 €", "line\r\nbreak", ""}
	for i := range n {
		t := trap{day: time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(700)).Format(time.DateOnly),
			text: texts[r.IntN(len(texts))], group: []string{"First Class", "Business Class", ""}[r.IntN(3)],
			staff: []string{"", "0", "0.0", "1", "2.0", "3", "4.0", "5"}[r.IntN(8)], recomm: []string{"0", "1"}[r.IntN(2)]}
		if t.overall = []string{"", "1.0", "2.0", "3.0", "4.0", "5.0"}[r.IntN(6)]; t.day >= changed && r.IntN(2) == 0 {
			t.overall = []string{"5.5", "7.0", "10.0"}[r.IntN(3)]
		}
		if t.text != "" {
			t.text += fmt.Sprintf(" %d", i)
		}
		if list = append(list, t); i%20 == 0 {
			list = append(list, t)
		}
	}
	return list
}

func written(list []trap) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"date", "words", "group", "staff_rating", "overall_rating", "recommended"})
	for _, t := range list {
		_ = w.Write([]string{t.day, t.text, t.group, t.staff, t.overall, t.recomm})
	}
	w.Flush()
	return b.String()
}

const trapMapping = `{"at":{"column":"date","format":"2006-01-02"},"kind":"review","touch_point":{"value":"lounge"},"comment":["words"],
	"measures":{"staff":{"column":"staff_rating","scale":[1,5],"not_rated":[0],"scoring":"top_2_box"},
	"overall":{"column":"overall_rating","scale":[1,5],"out_of_scale":"drop","scoring":"mean"},
	"recommend":{"column":"recommended","scale":[0,1],"scoring":"rate"}},"attributes":{"group":"group"}}`

// tally is what a file comes to, however it is counted.
type tally struct {
	rows, staff, staffTop, unrated, overall, dropped, recommend int
	overallSum                                                  float64
	texts, groups                                               map[string]int
	firstDropped                                                string
}

// expected counts the traps by hand, without any of the code under test.
func expected(list []trap) tally {
	e := tally{rows: len(list), texts: map[string]int{}, groups: map[string]int{}}
	for _, t := range list {
		switch t.staff {
		case "":
		case "0", "0.0":
			e.unrated++
		case "4.0", "5":
			e.staffTop++
			fallthrough
		default:
			e.staff++
		}
		switch t.overall {
		case "":
		case "5.5", "7.0", "10.0":
			e.dropped++
			if e.firstDropped == "" || t.day < e.firstDropped {
				e.firstDropped = t.day
			}
		default:
			e.overall++
			e.overallSum += float64(t.overall[0] - '0')
		}
		if t.recomm == "1" {
			e.recommend++
		}
		if t.text != "" {
			e.texts[t.text]++
		}
		e.groups[t.group]++
	}
	return e
}

// held counts what the log holds.
func (w *world) held() tally {
	e := tally{texts: map[string]int{}, groups: map[string]int{}}
	for _, c := range w.logged() {
		e.rows++
		if v, ok := c.Measures["staff"]; ok {
			e.staff++
			if v >= 4000 {
				e.staffTop++
			}
		}
		if c.LeftOut["staff"] == 3 {
			e.unrated++
		}
		if v, ok := c.Measures["overall"]; ok {
			e.overall++
			e.overallSum += float64(v) / 1000
		}
		if c.LeftOut["overall"] == 4 {
			e.dropped++
		}
		if c.Measures["recommend"] == 1000 {
			e.recommend++
		}
		for _, t := range c.Comments {
			e.texts[t.Text]++
		}
		e.groups[c.Attributes["group"]]++
		if !c.Quiet {
			e.groups["opens cases"]++
		}
	}
	return e
}

func (w *world) compare(want tally) {
	w.t.Helper()
	got := w.held()
	want.firstDropped = ""
	if fmt.Sprint(got) != fmt.Sprint(want) || math.Abs(got.overallSum-want.overallSum) > 1e-9 {
		w.t.Errorf("the log holds\n%.400v\nnot\n%.400v", got, want)
	}
}

func TestAFileOfTrapsComesToWhatCountingByHandComesTo(t *testing.T) {
	w, list := newWorld(t), traps(2500)
	u := w.send("lounge.csv", "\uFEFF"+written(list))
	m, want := mapped(t, trapMapping), expected(list)
	p, err := w.Preview(w.ctx, w.org, u.Hash, m)
	if err != nil {
		t.Fatal(err)
	}
	if p.Counts.Accepted != int64(want.rows) || p.Counts.Rejected != 0 || p.Measures["staff"]["answered"] != int64(want.staff) ||
		p.Measures["staff"]["not_rated"] != int64(want.unrated) || p.Measures["overall"]["out_of_scale"] != int64(want.dropped) || len(p.Rows) != 20 {
		t.Errorf("preview: %+v", p)
	}
	if w.count(`select count(*) from signal where org = $1`, w.org) != 0 {
		t.Fatal("a preview recorded signals")
	}
	im := w.imported(u, m)
	if im.State != Done || im.Accepted != int64(want.rows) || im.Done != im.Rows || im.Rejected+im.Duplicates != 0 ||
		im.LeftOut["overall"]["out_of_scale"] != int64(want.dropped) || !slices.Equal(im.NewMetrics, []string{"overall", "recommend", "staff"}) {
		t.Errorf("%+v", im)
	}
	w.compare(want)
	if b := w.breakOf("overall"); b == nil || b.At != want.firstDropped || b.Dropped != int64(want.dropped) || !strings.Contains(b.Note, "above 5 since "+want.firstDropped) {
		t.Errorf("break %+v, first dropped %s, %d in all", b, want.firstDropped, want.dropped)
	}
	if b := w.breakOf("staff"); b != nil {
		t.Errorf("staff changed too: %+v", b)
	}

	again := w.imported(u, m)
	if again.State != Done || again.Duplicates != int64(want.rows) || again.Accepted != 0 {
		t.Errorf("the second time: %+v", again)
	}
	w.compare(want)
	if b := w.breakOf("overall"); b == nil || b.Dropped != int64(want.dropped) {
		t.Errorf("break after the second time: %+v", b)
	}
}

func TestMidnightIsTheOrganisationsAndANewRowOfALaterFileIsTheOnlyOneAdded(t *testing.T) {
	w := newWorld(t)
	list := traps(30)
	m := mapped(t, trapMapping)
	w.imported(w.send("may.csv", written(list)), m)
	longer := append(slices.Clone(list), trap{day: "2015-07-01", text: "one more", staff: "4.0", recomm: "1"})
	im := w.imported(w.send("june.csv", written(longer)), m)
	if im.Accepted != 1 || im.Duplicates != int64(len(list)) {
		t.Errorf("%+v", im)
	}
	midnight := time.Date(2015, 6, 30, 22, 0, 0, 0, time.UTC) // in Zurich it is the first of July
	if n := w.count(`select count(*) from signal where org = $1 and import_id = $2 and at = $3`, w.org, string(im.ID), midnight.UnixMicro()); n != 1 {
		t.Error("the new row isn't at midnight in Zurich")
	}
}

func TestAnotherMappingOfTheSameFileNeedsTheFirstUndone(t *testing.T) {
	w, list := newWorld(t), traps(1200)
	u, m := w.send("lounge.csv", written(list)), mapped(t, trapMapping)
	first := w.imported(u, m)
	other := mapped(t, strings.Replace(trapMapping, `"lounge"`, `"desk"`, 1))
	_, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: other}, "")
	if p, ok := problem.As(err); !ok || p.Kind != problem.Conflict || p.Code != "imported_with_another_mapping" || p.Args["import"] != first.ID {
		t.Fatalf("another mapping: %v", err)
	}
	if p, err := w.Preview(w.ctx, w.org, u.Hash, other); err != nil || p.Previous == nil || p.Previous.Import != first.ID || p.Previous.SameMapping ||
		p.Counts.Duplicates != first.Rows {
		t.Errorf("preview %+v %v", p, err)
	}
	second, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: other, Replace: first.ID}, "")
	if err != nil {
		t.Fatal(err)
	}
	if w.now(first.ID).State != Undoing {
		t.Error("the first isn't being undone")
	}
	w.work()
	if a, b := w.now(first.ID), w.now(second.ID); a.State != Undone || a.Erased != a.Accepted || b.State != Done || b.Accepted != int64(len(list)) {
		t.Errorf("first %+v\nsecond %+v", a, b)
	}
	w.compare(expected(list))
	if b := w.breakOf("overall"); b == nil || b.Dropped != int64(expected(list).dropped) {
		t.Errorf("break %+v", b)
	}
	if p, err := w.Preview(w.ctx, w.org, u.Hash, m); err != nil || p.Previous.Import != second.ID {
		t.Errorf("preview %+v %v", p, err)
	}
}

func TestUndoingFreesKeysAndTakesTheBreakBack(t *testing.T) {
	w, list := newWorld(t), traps(1200)
	u, m := w.send("lounge.csv", written(list)), mapped(t, trapMapping)
	im := w.imported(u, m)
	if _, err := w.Undo(w.ctx, w.org, im.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Undo(w.ctx, w.org, im.ID); problem.CodeOf(err) != "import_undone" {
		t.Errorf("undone twice: %v", err)
	}
	w.work()
	if im = w.now(im.ID); im.State != Undone || im.Erased != int64(len(list)) {
		t.Errorf("%+v", im)
	}
	if len(w.logged()) != 0 || w.count(`select count(*) from signal_key where org = $1`, w.org) != 0 || w.breakOf("overall") != nil {
		t.Error("undoing left something behind")
	}
	if im = w.imported(u, m); im.Accepted != int64(len(list)) || im.Duplicates != 0 {
		t.Errorf("again: %+v", im)
	}
	w.compare(expected(list))
}

func TestAFileWhoseImportIsBeingUndoneWaitsForThat(t *testing.T) {
	w, list := newWorld(t), traps(1200)
	u, m := w.send("lounge.csv", written(list)), mapped(t, trapMapping)
	first := w.imported(u, m)
	if _, err := w.Undo(w.ctx, w.org, first.ID); err != nil {
		t.Fatal(err)
	}
	second := w.started(u, mapped(t, strings.Replace(trapMapping, `"lounge"`, `"desk"`, 1)))
	if n := w.count(`select count(*) from job where kind = 'import.run' and state = 'waiting'`); n != 0 || second.Replaces != first.ID {
		t.Errorf("%d imports run beside the undoing, replaces %q", n, second.Replaces)
	}
	w.work()
	if second = w.now(second.ID); second.State != Done || second.Accepted != int64(len(list)) {
		t.Errorf("%+v", second)
	}
	third, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: second.Mapping, Replace: first.ID}, "")
	if err != nil {
		t.Fatal(err)
	}
	w.work()
	if third = w.now(third.ID); third.State != Done || third.Duplicates != int64(len(list)) {
		t.Errorf("replacing what is undone already: %+v", third)
	}
}

func TestCancellingKeepsWhatWasRecordedAndItCanBeUndone(t *testing.T) {
	w := newWorld(t)
	u, m := w.send("lounge.csv", written(traps(50))), mapped(t, trapMapping)
	waiting := w.started(u, m)
	if _, err := w.Undo(w.ctx, w.org, waiting.ID); problem.CodeOf(err) != "import_running" {
		t.Errorf("undo while waiting: %v", err)
	}
	im, err := w.Cancel(w.ctx, w.org, waiting.ID)
	if err != nil || im.State != Cancelled {
		t.Fatalf("%+v %v", im, err)
	}
	w.work()
	if len(w.logged()) != 0 || w.now(im.ID).State != Cancelled {
		t.Error("a cancelled import ran")
	}
	if _, err := w.Cancel(w.ctx, w.org, im.ID); problem.CodeOf(err) != "import_finished" {
		t.Errorf("cancelled twice: %v", err)
	}

	list := traps(9000)
	im = w.started(w.send("long.csv", written(list)), m)
	ended := make(chan error, 1)
	go func() { _, err := w.Jobs.RunOne(w.t.Context()); ended <- err }()
	for w.now(im.ID).Done == 0 {
		time.Sleep(time.Millisecond)
	}
	if im, err = w.Cancel(w.ctx, w.org, im.ID); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	im = w.now(im.ID)
	if im.State != Cancelled || im.Accepted == 0 || im.Accepted == im.Rows || len(w.logged()) != int(im.Accepted) {
		t.Errorf("%d recorded of %d, %d signals, %s", im.Accepted, im.Rows, len(w.logged()), im.State)
	}
	if im.LeftOut["overall"]["out_of_scale"] > 0 && w.breakOf("overall") == nil {
		t.Error("a cancelled import's break is missing")
	}
	if _, err := w.Undo(w.ctx, w.org, im.ID); err != nil {
		t.Fatal(err)
	}
	w.work()
	if len(w.logged()) != 0 {
		t.Error("undoing a cancelled import left signals")
	}
}

func TestAnImportThatLosesItsLeaseInTheMiddleOfABatchGoesOnWithoutDoubling(t *testing.T) {
	w, list := newWorld(t), traps(6000)
	im := w.started(w.send("lounge.csv", written(list)), mapped(t, trapMapping))
	here := w.Imports
	for range 3 {
		before := w.now(im.ID).Done
		ended := make(chan error, 1)
		go func() { _, err := here.Jobs.RunOne(w.t.Context()); ended <- err }()
		for now := w.now(im.ID); now.Done == before && now.State != Done; now = w.now(im.ID) {
			time.Sleep(time.Millisecond)
		}
		// Another worker takes the job: whatever batch is under way can't commit any more.
		w.job(`update job set token = 'another' where state = 'running'`)
		lost := w.now(im.ID)
		<-ended
		now := w.now(im.ID)
		if now.Done != lost.Done || now.State != lost.State {
			t.Fatalf("a worker without its lease went on from row %d to row %d", lost.Done, now.Done)
		}
		if got := len(w.logged()); got != int(now.Accepted) || now.Accepted != now.Done {
			t.Fatalf("%d signals, %d accepted, %d done", got, now.Accepted, now.Done)
		}
		w.job(`update job set state = 'waiting', token = null, leased_until = null, run_at = 0 where state = 'running'`)
		var err error
		if here, err = wired(w.DB, w.Blobs); err != nil { // as after a restart
			t.Fatal(err)
		}
	}
	w.work()
	if got := w.now(im.ID); got.State != Done || got.Accepted != int64(len(list)) || got.Duplicates != 0 {
		t.Errorf("%+v", got)
	}
	w.compare(expected(list))
}
