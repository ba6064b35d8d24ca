package importing

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
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
}
