package jobs

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/migrations"
)

const childTarget = "TOUCHSTONE_JOBS_TEST_TARGET"

// TestMain is either the tests or the process that they kill.
func TestMain(m *testing.M) {
	if target := os.Getenv(childTarget); target != "" {
		if err := child(target); err != nil {
			slog.Error("child", "error", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child works until it is killed.
func child(target string) error {
	ctx := context.Background()
	d, err := db.Open(target, db.Options{})
	if err != nil {
		return err
	}
	q := worker(d)
	q.Start(ctx, 4)
	time.Sleep(time.Minute)
	return errors.New("nobody killed me")
}

// worker handles jobs of one effect, and jobs of five effects with a checkpoint each.
func worker(d *db.DB) *Queue {
	q := newQueue(d)
	q.lease, q.poll = 150*time.Millisecond, 10*time.Millisecond
	q.Handle("once", func(ctx context.Context, j *Job) error {
		return d.Write(ctx, j.Org, func(tx *db.Tx) error {
			if err := effect(ctx, tx, j); err != nil {
				return err
			}
			return j.Complete(ctx, tx)
		})
	})
	q.Handle("steps", func(ctx context.Context, j *Job) error {
		var step int
		if _, err := j.Load(&step); err != nil {
			return err
		}
		for ; step < 5; step++ {
			err := d.Write(ctx, j.Org, func(tx *db.Tx) error {
				if err := effect(ctx, tx, j); err != nil {
					return err
				}
				return j.CheckpointIn(ctx, tx, step+1)
			})
			if err != nil {
				return err
			}
			time.Sleep(rand.N(10 * time.Millisecond))
		}
		return nil
	})
	return q
}

func TestKilledProcessesLoseNoJobAndDoNothingTwice(t *testing.T) {
	t.Parallel()
	target := dbtest.Target(t)
	d, err := db.Open(target, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(t.Context(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	makeEffects(t, d)
	q := worker(d)
	want := map[string]int{}
	interrupted := 0
	for range 10 {
		for range 40 {
			want[enqueue(t, q, "once", nil, MaxAttempts(100))] = 1
			want[enqueue(t, q, "steps", nil, MaxAttempts(100))] = 5
		}
		kill(t, target, func() bool { return len(effects(t, d)) > 0 })
		running, err := q.List(t.Context(), org, Filter{States: []State{Running}, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		interrupted += len(running)
	}
	if interrupted == 0 {
		t.Fatal("no kill hit a running job: the test proves nothing")
	}
	var list []Info
	drain(t, q)
	for len(list) < len(want) {
		page := Filter{States: []State{Done}, Limit: 500}
		if len(list) > 0 {
			page.Before = list[len(list)-1].ID
		}
		more, err := q.List(t.Context(), org, page)
		if err != nil || len(more) == 0 {
			t.Fatalf("%d of %d jobs are done: %v", len(list), len(want), err)
		}
		list = append(list, more...)
	}
	got := effects(t, d)
	for id, n := range want {
		if got[id] != n {
			t.Errorf("%s had %d effects, want %d", id, got[id], n)
		}
	}
	t.Logf("%d jobs, %d interrupted by 10 kills", len(want), interrupted)
}

// kill starts a process that works and ends it with SIGKILL some time after working.
func kill(t *testing.T, target string, working func() bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this test binary itself
	c.Env = append(os.Environ(), childTarget+"="+target)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the child works", working)
	time.Sleep(rand.N(300 * time.Millisecond))
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
}

// drain runs what is left here, letting backed-off jobs return at once.
func drain(t *testing.T, q *Queue) {
	t.Helper()
	q.Start(t.Context(), 4)
	eventually(t, "nothing is left to do", func() bool {
		err := q.db.System(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `update job set run_at = $1 where state = 'waiting' and attempt > 0 and run_at > $1`, tx.Micros())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		left, err := q.List(t.Context(), org, Filter{States: []State{Waiting, Running}, Limit: 1})
		return err == nil && len(left) == 0
	})
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}
