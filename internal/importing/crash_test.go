package importing

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/migrations"
)

const (
	childTarget = "TOUCHSTONE_IMPORTING_TEST_TARGET"
	childBlobs  = "TOUCHSTONE_IMPORTING_TEST_BLOBS"
	childDies   = "TOUCHSTONE_IMPORTING_TEST_DIES" // "point/n": at the nth time it passes there
	died        = 137
)

// TestMain is either the tests or the process that they kill.
func TestMain(m *testing.M) {
	if target := os.Getenv(childTarget); target != "" {
		if err := child(target, os.Getenv(childBlobs)); err != nil {
			_, _ = os.Stderr.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child does one job, unless it is killed before.
func child(target, folder string) error {
	d, err := db.Open(target, db.Options{})
	if err != nil {
		return err
	}
	blobs, err := blob.Open(folder)
	if err != nil {
		return err
	}
	i, err := wired(d, blobs)
	if err != nil {
		return err
	}
	point, nth, _ := strings.Cut(os.Getenv(childDies), "/")
	left, _ := strconv.Atoi(nth)
	i.passed = func(at string) {
		if at == point {
			if left--; left == 0 {
				os.Exit(died) // nothing is closed, nothing finished, as when the process is killed
			}
		}
	}
	ran, err := i.Jobs.RunOne(context.Background())
	if err == nil && !ran {
		err = errors.New("there was no job to do")
	}
	return errors.Join(err, d.Close())
}

func TestAnImportKilledAtAnyMomentEndsAsIfNothingHadHappened(t *testing.T) {
	target, folder := dbtest.Target(t), filepath.Join(t.TempDir(), "blobs")
	d, err := db.Open(target, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(t.Context(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	w, list := worldOn(t, d, folder), traps(12_000)
	im := w.started(w.send("lounge.csv", written(list)), mapped(t, trapMapping))
	kills := 0
	for w.now(im.ID).State != Done {
		before := w.now(im.ID).Done
		c := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this very test
		c.Env, c.Stderr = append(os.Environ(), childTarget+"="+target, childBlobs+"="+folder), os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		// Once it has written something, it dies at any moment; the last is left to finish.
		for now := w.now(im.ID); kills < 5 && now.Done == before && now.State != Done; now = w.now(im.ID) {
			time.Sleep(time.Millisecond)
		}
		if kills < 5 {
			time.Sleep(rand.N(60 * time.Millisecond)) //nolint:gosec // any moment will do
			_ = c.Process.Kill()                      // it may have ended
			kills++
		}
		if err := <-ended; err != nil && kills < 5 && c.ProcessState.ExitCode() > 0 {
			t.Fatal(err)
		}
		if more := w.count(`select (select count(*) from signal where org = $1) - accepted from import where org = $1`, w.org); more != 0 {
			t.Fatalf("%d more signals than were counted", more)
		}
		w.job(`update job set state = 'waiting', token = null, leased_until = null, run_at = 0 where state = 'running'`)
	}
	if now := w.now(im.ID); now.Accepted != int64(len(list)) || now.Duplicates+now.Rejected != 0 || kills < 2 {
		t.Errorf("after %d kills: %+v", kills, now)
	}
	w.compare(expected(list))
	w.toldOnce(im.ID, Done)
}

// toldOnce checks that the end of an import was told once, to whoever began it, and nothing else was.
func (w *world) toldOnce(id ID, states ...State) {
	w.t.Helper()
	for _, s := range states {
		if n := w.count(`select count(*) from audit where org = $1 and verb = 'test.told' and subject = $2 and detail like $3`,
			w.org, id, `%"state":"`+string(s)+`"%`); n != 1 {
			w.t.Errorf("told %d times that it is %s", n, s)
		}
	}
	if n := w.count(`select count(*) from audit where org = $1 and verb = 'test.told' and subject = $2`, w.org, id); n != int64(len(states)) {
		w.t.Errorf("told %d times, not %d", n, len(states))
	}
}

// dying is a world on a database that a second process works on, and dies.
type dying struct {
	*world
	target, folder string
}

func newDying(t *testing.T) *dying {
	t.Helper()
	target, folder := dbtest.Target(t), filepath.Join(t.TempDir(), "blobs")
	d, err := db.Open(target, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(t.Context(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	return &dying{worldOn(t, d, folder), target, folder}
}

// dies lets another process do one job until it dies at a point, and reports whether it did. Its lease is taken from it.
func (w *dying) dies(point string, nth int) bool {
	w.t.Helper()
	c := exec.CommandContext(w.t.Context(), os.Args[0]) //nolint:gosec // this very test
	c.Env = append(os.Environ(), childTarget+"="+w.target, childBlobs+"="+w.folder, childDies+"="+point+"/"+strconv.Itoa(nth))
	out, err := c.CombinedOutput()
	if err != nil && c.ProcessState.ExitCode() != died {
		w.t.Fatalf("%v: %s", err, out)
	}
	w.job(`update job set state = 'waiting', token = null, leased_until = null, run_at = 0 where state = 'running'`)
	return err != nil
}

func TestAnImportThatDiesAtAnyEdgeOfAnyBatchEndsAsOneThatDidNot(t *testing.T) {
	list := traps(3 * batchRows) // and every twentieth twice: four batches
	batches := (len(list) + batchRows - 1) / batchRows
	w := newDying(t)
	im := w.started(w.send("lounge.csv", written(list)), mapped(t, trapMapping))
	deaths := 0
	for n := 1; n <= batches; n++ {
		// Each process brings one batch further than the one before, and dies around it.
		for _, point := range []string{"before a batch", "within a batch", "after a batch"} {
			if w.dies(point, 1) {
				deaths++
			}
			want := int64(min(len(list), (n-1)*batchRows))
			if point == "after a batch" {
				want = int64(min(len(list), n*batchRows))
			}
			signals := w.count(`select count(*) from signal where org = $1`, w.org)
			if now := w.now(im.ID); now.State != Running || now.Done != want || signals != want {
				t.Fatalf("%s %d: %s, %d rows done and %d signals, not %d", point, n, now.State, now.Done, signals, want)
			}
		}
	}
	if !w.dies("before the end", 1) || deaths != 3*batches || w.now(im.ID).State != Running {
		t.Fatalf("%d deaths", deaths)
	}
	if w.dies("nowhere", 1); w.now(im.ID).State != Done {
		t.Fatalf("%+v", w.now(im.ID))
	}
	if now := w.now(im.ID); now.Accepted != int64(len(list)) || now.Duplicates+now.Rejected != 0 {
		t.Fatalf("%+v", now)
	}
	w.compare(expected(list))

	// Taken back under the same deaths, its keys are free: the same file comes in again whole.
	if _, err := w.Undo(w.ctx, w.org, im.ID); err != nil {
		t.Fatal(err)
	}
	for n := 1; w.now(im.ID).State != Undone; n++ {
		if w.dies("after erasing", 1); n > batches+3 {
			t.Fatalf("not undone after %d deaths: %+v", n, w.now(im.ID))
		}
	}
	if n := w.count(`select count(*) from signal_key where org = $1`, w.org); n != 0 || len(w.logged()) != 0 {
		t.Fatalf("%d keys and %d signals are left", n, len(w.logged()))
	}
	w.toldOnce(im.ID, Done, Undone)
	w.job(`delete from job`)
	again := w.imported(w.send("lounge.csv", written(list)), mapped(t, trapMapping))
	if again.Accepted != int64(len(list)) {
		t.Fatalf("%+v", again)
	}
	w.compare(expected(list))
}

func TestAProcessThatHasLostItsImportRecordsNothingMore(t *testing.T) {
	list := traps(2 * batchRows)
	w := newWorld(t)
	im := w.started(w.send("lounge.csv", written(list)), mapped(t, trapMapping))
	batch := 0
	w.passed = func(point string) {
		if point == "before a batch" {
			if batch++; batch == 2 {
				w.job(`update job set token = 'another has it' where state = 'running'`)
			}
		}
	}
	_, _ = w.Jobs.RunOne(t.Context()) // it says that it has lost the job
	w.passed = nil
	if now, n := w.now(im.ID), len(w.logged()); now.Done != batchRows || n != batchRows {
		t.Fatalf("%d rows done, %d signals", now.Done, n)
	}
	w.job(`update job set state = 'waiting', token = null, leased_until = null, run_at = 0 where state = 'running'`)
	w.work()
	w.compare(expected(list))
	w.toldOnce(im.ID, Done)
}
