package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const org = db.Org("org_a")

func newQueue(d *db.DB) *Queue { return New(d, slog.New(slog.NewTextHandler(io.Discard, nil))) }

// clock is a hand-set clock; the database handle reads it from several goroutines.
type clock struct{ us atomic.Int64 }

func setClock(d *db.DB, at time.Time) *clock {
	c := &clock{}
	c.us.Store(at.UnixMicro())
	d.Now = func() time.Time { return db.Micros(c.us.Load()) }
	return c
}

func (c *clock) move(by time.Duration) { c.us.Add(by.Microseconds()) }

func enqueue(t *testing.T, q *Queue, kind string, args any, opts ...Option) (id string) {
	t.Helper()
	err := q.db.Write(t.Context(), org, func(tx *db.Tx) (err error) {
		id, err = q.Enqueue(t.Context(), tx, kind, args, opts...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func state(t *testing.T, q *Queue, id string) Info {
	t.Helper()
	in, err := q.Get(t.Context(), org, id)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func wantState(t *testing.T, q *Queue, id string, want State) Info {
	t.Helper()
	in := state(t, q, id)
	if in.State != want {
		t.Fatalf("job is %s (attempt %d, error %q), want %s", in.State, in.Attempt, in.Error, want)
	}
	return in
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never: " + what)
}

func runOne(t *testing.T, q *Queue) (bool, error) {
	t.Helper()
	return q.RunOne(t.Context())
}

func TestAJobExistsOnlyIfItsTransactionCommits(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.Handle("k", func(context.Context, *Job) error { return nil })
	no := errors.New("no")
	err := q.db.Write(t.Context(), org, func(tx *db.Tx) error {
		if _, err := q.Enqueue(t.Context(), tx, "k", nil); err != nil {
			return err
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Fatal(err)
	}
	if ran, err := runOne(t, q); ran || err != nil {
		t.Fatal("a job of an undone transaction ran", err)
	}
}

func TestArgumentsAndResultSurvive(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.Handle("k", func(ctx context.Context, j *Job) error {
		var v map[string]int
		if err := j.Decode(&v); err != nil {
			return err
		}
		j.Progress(ctx, 1, 2, "half")
		return j.Result(v["n"] + 1)
	})
	id := enqueue(t, q, "k", map[string]int{"n": 41})
	if ran, err := runOne(t, q); !ran || err != nil {
		t.Fatal(ran, err)
	}
	in := wantState(t, q, id, Done)
	if string(in.Result) != "42" || in.FinishedAt == nil || in.Progress == nil || *in.Progress != (Progress{1, 2, "half"}) {
		t.Fatalf("%+v", in)
	}
	if in = wantState(t, q, id, Done); string(in.Args) != `{"n":41}` {
		t.Fatal(string(in.Args))
	}
}

func TestAUniqueKeyGivesOneUnfinishedJob(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.Handle("k", func(context.Context, *Job) error { return nil })
	first := enqueue(t, q, "k", 1, Unique("x"))
	if again := enqueue(t, q, "k", 2, Unique("x")); again != first {
		t.Fatal("a second job for the same key")
	}
	if other := enqueue(t, q, "l", 2, Unique("x")); other == first {
		t.Fatal("the key of another kind was taken for the same")
	}
	if _, err := runOne(t, q); err != nil {
		t.Fatal(err)
	}
	if next := enqueue(t, q, "k", 3, Unique("x")); next == first {
		t.Fatal("a finished job still holds its key")
	}
}

func TestUniqueHoldsAmongManyAtOnce(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	var all sync.WaitGroup
	var ids sync.Map
	for range 20 {
		all.Go(func() {
			err := q.db.Write(t.Context(), org, func(tx *db.Tx) error {
				id, err := q.Enqueue(t.Context(), tx, "k", 1, Unique("x"))
				tx.AfterCommit(func() { ids.Store(id, true) })
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n := 0
	ids.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Fatalf("%d jobs for one key", n)
	}
}

func TestTwoQueuesOnOneDatabaseNeverRunAJobTwice(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	var mu sync.Mutex
	ran := map[string]int{}
	queues := []*Queue{newQueue(d), newQueue(d)}
	for _, q := range queues {
		q.poll = 20 * time.Millisecond
		q.Handle("k", func(_ context.Context, j *Job) error {
			mu.Lock()
			defer mu.Unlock()
			ran[j.ID]++
			return nil
		})
	}
	const n = 200
	for range n {
		enqueue(t, queues[0], "k", nil)
	}
	for _, q := range queues {
		q.Start(t.Context(), 4)
	}
	eventually(t, "all jobs done", func() bool {
		list, err := queues[0].List(t.Context(), org, Filter{States: []State{Done}, Limit: 500})
		return err == nil && len(list) == n
	})
	for _, q := range queues {
		if err := q.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for id, times := range ran {
		if times != 1 {
			t.Errorf("%s ran %d times", id, times)
		}
	}
}

func TestAFailureIsTriedAgainLaterAndThenGivenUp(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	q := newQueue(d)
	fail := errors.New("no luck\x00\xff")
	q.Handle("k", func(context.Context, *Job) error { return fail })
	id := enqueue(t, q, "k", nil, MaxAttempts(3))
	for attempt := 1; attempt <= 3; attempt++ {
		if ran, err := runOne(t, q); !ran || !errors.Is(err, fail) {
			t.Fatal(attempt, ran, err)
		}
		in := state(t, q, id)
		if in.Attempt != attempt || in.Error != "no luck\uFFFD\uFFFD" {
			t.Fatalf("%+v", in)
		}
		if attempt == 3 {
			break
		}
		wait := in.RunAt.Sub(d.Now())
		if least := time.Duration(attempt*attempt*attempt) * time.Second; wait < least || wait > least*11/10+time.Microsecond {
			t.Fatalf("waits %v after attempt %d", wait, attempt)
		}
		if ran, _ := runOne(t, q); ran {
			t.Fatal("ran before its time")
		}
		now.move(wait)
	}
	wantState(t, q, id, Failed)
	if err := q.Retry(t.Context(), org, id); err != nil {
		t.Fatal(err)
	}
	if in := wantState(t, q, id, Waiting); in.Attempt != 0 || in.Error != "" || in.FinishedAt != nil {
		t.Fatalf("%+v", in)
	}
}

func TestHopelessFailuresAreNotTriedAgain(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	for i, err := range []error{
		Fatal(errors.New("no")),
		fmt.Errorf("wrapped: %w", Fatal(errors.New("no"))),
		problem.New(problem.Invalid, "x", "X."),
		fmt.Errorf("wrapped: %w", problem.New(problem.NotFound, "x", "X.")),
		problem.New(problem.Conflict, "x", "X."),
	} {
		kind := fmt.Sprint("k", i)
		q.Handle(kind, func(context.Context, *Job) error { return err })
		id := enqueue(t, q, kind, nil)
		if ran, _ := runOne(t, q); !ran {
			t.Fatal("didn't run")
		}
		if in := wantState(t, q, id, Failed); in.Attempt != 1 {
			t.Fatal(in.Attempt)
		}
	}
	for _, kind := range []problem.Kind{problem.Unavailable, problem.NoSpace, problem.TooMany} {
		if hopeless(problem.New(kind, "x", "X.")) {
			t.Errorf("%s is worth another try", kind)
		}
	}
}

func TestAPanicIsAnErrorAndAnUnknownKindTriedAgain(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.Handle("k", func(context.Context, *Job) error { panic("oh") })
	id, other := enqueue(t, q, "k", nil), enqueue(t, q, "nobody", nil)
	for range 2 {
		if ran, err := runOne(t, q); !ran || err == nil {
			t.Fatal(ran, err)
		}
	}
	if in := wantState(t, q, id, Waiting); in.Error != "panic: oh" {
		t.Fatal(in.Error)
	}
	wantState(t, q, other, Waiting)
}

func TestAQueueAtItsLimitLeavesWorkersToOthers(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	q.Limit("mail", 1)
	release := make(chan struct{})
	var mails, most atomic.Int64
	q.Handle("mail", func(context.Context, *Job) error {
		most.Store(max(most.Load(), mails.Add(1)))
		defer mails.Add(-1)
		<-release
		return nil
	})
	q.Handle("k", func(context.Context, *Job) error { return nil })
	var last string
	for range 5 {
		last = enqueue(t, q, "mail", nil, InQueue("mail"))
	}
	id := enqueue(t, q, "k", nil)
	q.Start(t.Context(), 3)
	eventually(t, "the other queue's job is done", func() bool { return state(t, q, id).State == Done })
	close(release)
	eventually(t, "all mails are sent", func() bool { return state(t, q, last).State == Done })
	if most.Load() != 1 {
		t.Fatalf("%d mails at once", most.Load())
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAnotherOrganisationSeesNothing(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	id := enqueue(t, q, "k", nil)
	_, err := q.Get(t.Context(), "org_b", id)
	for _, err := range []error{err, q.Cancel(t.Context(), "org_b", id), q.Retry(t.Context(), "org_b", id)} {
		if problem.KindOf(err) != problem.NotFound {
			t.Errorf("%v", err)
		}
	}
	if l, err := q.List(t.Context(), "org_b", Filter{}); err != nil || len(l) != 0 {
		t.Fatal(l, err)
	}
	wantState(t, q, id, Waiting)
}

func TestAListGoesBackPageByPage(t *testing.T) {
	t.Parallel()
	q := newQueue(dbtest.Open(t))
	var ids []string
	for range 5 {
		ids = append(ids, enqueue(t, q, "k", nil))
	}
	enqueue(t, q, "l", nil)
	page, err := q.List(t.Context(), org, Filter{Kind: "k", States: []State{Waiting, Running}, Limit: 2, Before: ids[4]})
	if err != nil || len(page) != 2 || page[0].ID != ids[3] || page[1].ID != ids[2] {
		t.Fatalf("%+v %v", page, err)
	}
	if none, err := q.List(t.Context(), org, Filter{States: []State{Failed}}); err != nil || len(none) != 0 {
		t.Fatal(none, err)
	}
}
