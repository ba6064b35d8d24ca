package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

func TestASlotFiresOnceWhateverTheClockDoes(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 10, 0, 0, time.UTC))
	var slots []time.Time
	begin := func() *Queue {
		q := newQueue(d)
		q.Handle("k", func(_ context.Context, j *Job) error {
			var s Slot
			err := j.Decode(&s)
			slots = append(slots, s.At)
			return err
		})
		q.Every("hourly", Interval(time.Hour), "k")
		return q
	}
	queues := []*Queue{begin(), begin()}
	for _, step := range []struct {
		what  string
		by    time.Duration
		fires int
	}{
		{"seen for the first time", 0, 0},
		{"same hour", 40 * time.Minute, 0},
		{"next hour", 10 * time.Minute, 1},
		{"same hour again", 20 * time.Minute, 0},
		{"off for two days", 48 * time.Hour, 1},
		{"set back by three hours", -3 * time.Hour, 0},
		{"in an hour that has fired", 2 * time.Hour, 0},
		{"in the hour after that", 2 * time.Hour, 1},
		{"years ahead by mistake", 20 * 365 * 24 * time.Hour, 1},
		{"put right", -20 * 365 * 24 * time.Hour, 0},
		{"an hour later", time.Hour, 1},
	} {
		now.move(step.by)
		before := len(slots)
		for _, q := range append(queues, begin()) { // the third has just restarted
			if err := q.Fire(t.Context()); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := q.RunOne(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := len(slots) - before; got != step.fires {
			t.Errorf("%s: fired %d times, want %d", step.what, got, step.fires)
		}
		if step.fires > 0 && slots[len(slots)-1] != d.Now().Truncate(time.Hour) {
			t.Errorf("%s: slot %v at %v", step.what, slots[len(slots)-1], d.Now())
		}
	}
}

func TestTwoProcessesAtOnceFireASlotOnce(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 10, 0, 0, time.UTC))
	ran := make(chan struct{}, 100)
	var queues []*Queue
	for range 2 {
		q := newQueue(d)
		q.poll = 5 * time.Millisecond
		q.Handle("k", func(context.Context, *Job) error { ran <- struct{}{}; return nil })
		q.Every("hourly", Interval(time.Hour), "k")
		queues = append(queues, q)
		if err := q.Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		q.Start(t.Context(), 2)
	}
	for range 20 {
		now.move(time.Hour)
		<-ran
		unfinished := 1
		for unfinished > 0 { // a slot that falls due while its job still runs is rightly dropped
			list, err := queues[0].List(t.Context(), "", Filter{Kind: "k", States: []State{Waiting, Running}})
			if err != nil {
				t.Fatal(err)
			}
			unfinished = len(list)
		}
		time.Sleep(20 * time.Millisecond) // time for the other to fire as well, if it would
	}
	for _, q := range queues {
		if err := q.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(ran); n != 0 {
		t.Fatalf("%d too many", n)
	}
}

func TestASlowJobIsNotStackedUpByItsSchedule(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 10, 0, 0, time.UTC))
	q := newQueue(d)
	q.Every("hourly", Interval(time.Hour), "k")
	for range 5 {
		if err := q.Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		now.move(time.Hour)
	}
	list, err := q.List(t.Context(), "", Filter{Kind: "k"})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
}

func TestDailySlotsFollowTheZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	s := Daily(3, 30, zone)
	for now, want := range map[string]string{
		"2026-01-10T02:29:59Z": "2026-01-09T02:30:00Z", // winter: one hour ahead of UTC
		"2026-01-10T02:30:00Z": "2026-01-10T02:30:00Z",
		"2026-07-10T01:30:00Z": "2026-07-10T01:30:00Z", // summer: two
		"2026-07-10T23:00:00Z": "2026-07-10T01:30:00Z",
		"2026-03-29T01:30:00Z": "2026-03-29T01:30:00Z", // the day the clock goes forward at 02:00
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.slot(at).Format(time.RFC3339); got != want {
			t.Errorf("at %s: %s, want %s", now, got, want)
		}
	}
}

func TestFinishedJobsAreDeletedAfterAWeek(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	now := setClock(d, time.Date(2026, 5, 1, 12, 10, 0, 0, time.UTC))
	q := newQueue(d)
	q.Handle("k", func(context.Context, *Job) error { return nil })
	later := enqueue(t, q, "k", nil, RunAt(d.Now().Add(30*24*time.Hour)))
	enqueue(t, q, "k", nil)
	day := func() (names []string) {
		if err := q.Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		for {
			ran, err := q.RunOne(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !ran {
				break
			}
		}
		list, err := q.List(t.Context(), org, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range list {
			names = append(names, in.ID)
		}
		return names
	}
	day()
	now.move(6*24*time.Hour + 23*time.Hour)
	if left := day(); len(left) != 2 {
		t.Fatal("deleted too early", left)
	}
	now.move(2 * time.Hour)
	if left := day(); len(left) != 1 || left[0] != later {
		t.Fatal(left)
	}
	own, err := q.List(t.Context(), db.Org(""), Filter{Kind: "jobs.tidy"})
	if err != nil || len(own) == 0 || own[0].State != Done {
		t.Fatal(own, err)
	}
}
