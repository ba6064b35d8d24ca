package importing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func TestAnImportThatCannotGoOnSaysWhyAndGoesOnWhenItsJobIsStartedAgain(t *testing.T) {
	w, list := newWorld(t), traps(100)
	text := written(list)
	u := w.send("lounge.csv", text)
	im := w.started(u, mapped(t, trapMapping))
	if err := w.Blobs.Remove(u.Hash); err != nil {
		t.Fatal(err)
	}
	if ran, err := w.Jobs.RunOne(t.Context()); !ran || err == nil {
		t.Fatal("an import ran without its file")
	}
	if im = w.now(im.ID); im.State != Failed || im.Error != "There is no such file." || im.FinishedAt == nil {
		t.Errorf("%+v", im)
	}
	other := mapped(t, strings.Replace(trapMapping, `"lounge"`, `"desk"`, 1))
	w.send("lounge.csv", text)
	if p, err := w.Preview(w.ctx, w.org, u.Hash, other); err != nil || p.Previous != nil {
		t.Errorf("an import without effect stands in the way: %+v %v", p, err)
	}
	w.job(`update job set state = 'waiting', run_at = 0 where state = 'failed'`)
	w.work()
	if im = w.now(im.ID); im.State != Done || im.Accepted != int64(len(list)) || im.Error != "" {
		t.Errorf("%+v", im)
	}
}

func TestNothingIsSeenOfAnotherOrganisationsImports(t *testing.T) {
	w := newWorld(t)
	text := written(traps(100))
	im := w.imported(w.send("lounge.csv", text), mapped(t, trapMapping))
	mine := w.org
	w.org = w.found("Brightwater Energy", "UTC")
	if list, _, err := w.List(w.ctx, w.org, "", 10); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	if _, err := w.Find(w.ctx, w.org, im.ID); problem.KindOf(err) != problem.NotFound {
		t.Errorf("%v", err)
	}
	theirs := w.imported(w.send("lounge.csv", text), mapped(t, strings.Replace(trapMapping, `"lounge"`, `"desk"`, 1)))
	if theirs.State != Done || theirs.Accepted != im.Accepted || theirs.Duplicates != 0 {
		t.Errorf("the same file of another organisation: %+v", theirs)
	}
	w.org = mine
	if n := len(w.logged()); n != int(im.Accepted) {
		t.Errorf("%d signals of the first, not %d", n, im.Accepted)
	}
}

// job changes the table of jobs from outside, as a crash or another process would.
func (w *world) job(statement string) {
	w.t.Helper()
	if err := w.DB.System(w.t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(w.t.Context(), statement); return err }); err != nil {
		w.t.Fatal(err)
	}
}

func TestFilesThatNoImportUsesGoAfterADay(t *testing.T) {
	w := newWorld(t)
	used := w.send("used.csv", "date,words,score\n2026-01-01,kept,10\n")
	im := w.imported(used, mapped(t, scoreMapping))
	unusedFile := w.send("unused.ndjson", `{"date":"2026-01-01","score":1}`)
	tidy := func(later time.Duration) {
		t.Helper()
		w.DB.Now = func() time.Time { return time.Now().Add(later) }
		if err := w.DB.Write(w.ctx, w.org, func(tx *db.Tx) error { _, err := w.Jobs.Enqueue(w.ctx, tx, tidyJob, struct{}{}); return err }); err != nil {
			t.Fatal(err)
		}
		w.work()
	}
	sent := func(at time.Duration) { // the clock of these tests stands still: the uploads came today by the machine's
		t.Helper()
		if err := w.DB.Write(w.ctx, w.org, func(tx *db.Tx) error {
			_, err := tx.Exec(w.ctx, `update upload set created_at = $1 where org = $2`, time.Now().Add(at).UnixMicro(), w.org)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	sent(0)
	tidy(23 * time.Hour)
	if _, err := w.Uploaded(w.ctx, w.org, unusedFile.Hash); err != nil {
		t.Fatalf("gone within a day: %v", err)
	}
	tidy(25 * time.Hour)
	if _, err := w.Uploaded(w.ctx, w.org, unusedFile.Hash); problemCode(err) != "upload_unknown" {
		t.Errorf("%v", err)
	}
	for _, hash := range []string{unusedFile.Hash, unusedFile.content} {
		if _, err := w.Blobs.Get(hash); problem.KindOf(err) != problem.NotFound {
			t.Errorf("its blob %s is still there: %v", hash, err)
		}
	}
	if f := w.rejectedFile(im); !strings.Contains(f, "date,words,score") {
		t.Errorf("the file of an import is gone: %s", f)
	}
}

func TestAPreviewTellsWhatLiesOffTheScaleAndTheBreakItWouldNote(t *testing.T) {
	w := newWorld(t)
	u := w.send("x.csv", "date,words,score\n2026-01-05,a,4\n2026-01-03,b,7\n2026-01-04,c,9\n2026-01-06,d,0\n2026-01-02,e,5\n")
	for _, policy := range []string{"drop", "reject"} {
		p, err := w.Preview(w.ctx, w.org, u.Hash, mapped(t, `{"at":{"column":"date","format":"2006-01-02"},"kind":"review",
			"measures":{"score":{"column":"score","scale":[1,5],"scoring":"mean","out_of_scale":"`+policy+`"}}}`))
		if err != nil || p.Beside["score"] != (Beside{Above: 2, Below: 1, First: "2026-01-03"}) {
			t.Fatalf("%s: %v %+v", policy, err, p)
		}
		want := []PreviewBreak{}
		if policy == "drop" {
			want = []PreviewBreak{{"score", "2026-01-03", "3 values outside 1 to 5 since 2026-01-03: the scale seems to have changed; not comparable from then on", 3}}
		}
		if !slices.Equal(p.Breaks, want) {
			t.Errorf("%s: %+v", policy, p.Breaks)
		}
	}
}
