package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	log "github.com/touchstone-cx/touchstone/internal/signal"
)

// noting is a consumer whose effect is a touch point for each entry. Nothing keeps it from making two: whether an entry was
// applied once shows in their number.
func noting(name string, also func(entries []*log.Logged) error) log.Consumer {
	return log.Consumer{Name: name, Batch: 7, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*log.Logged) error {
		for _, e := range entries {
			id := tx.ID("tpt")
			if _, err := tx.Exec(ctx, `insert into touch_point (org, id, key, name, name_folded, created_at) values ($1, $2, $3, '', '', 0)`,
				org, id, fmt.Sprintf("%s-%d-%s", name, e.Seq, id)); err != nil {
				return err
			}
		}
		if also != nil {
			return also(entries)
		}
		return nil
	}}
}

func effects(t *testing.T, a *apptest.App, o *apptest.Org, name string) int {
	t.Helper()
	return rows(t, a, o, "touch_point", "key like $2", name+"-%")
}

// follow runs the consumers until the test ends.
func follow(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	wait := a.Log.Start(ctx)
	t.Cleanup(func() { cancel(); wait() })
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("never: %s", what)
		}
	}
}

func TestAFailingConsumerTriesAgainWithNothingHalfDone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Retry")
	tries := 0
	a.Log.Follow(noting("flaky", func([]*log.Logged) error {
		if tries++; tries%3 != 0 {
			return errors.New("not today")
		}
		return nil
	}))
	for range 20 {
		put(t, a, o.Owner, signal(nil))
	}
	for n := 0; n < 20; {
		err := a.Log.CatchUp(context.Background(), o.ID)
		now := effects(t, a, o, "flaky")
		if now%7 != 0 && now != 20 || now < n {
			t.Fatalf("%d effects: half a batch stands", now)
		}
		if n = now; err == nil && n != 20 {
			t.Fatalf("caught up with %d effects", n)
		}
		if tries > 30 {
			t.Fatal("never done")
		}
	}
	if tries < 9 {
		t.Errorf("only %d tries", tries)
	}
	a.CatchUp(t, o) // there is nothing left
	if n := effects(t, a, o, "flaky"); n != 20 {
		t.Errorf("%d effects", n)
	}
}

func TestAPoisonedConsumerStopsNoOther(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o, other := a.Organisation(t, "Poison"), a.Organisation(t, "Spared")
	a.Log.Follow(noting("poisoned", func(entries []*log.Logged) error {
		if entries[0].Content.Channel == "poison" {
			panic("this entry kills")
		}
		return nil
	}))
	a.Log.Follow(noting("healthy", nil))
	follow(t, a)
	put(t, a, o.Owner, signal(object{"channel": "poison"}))
	put(t, a, other.Owner, signal(nil))
	eventually(t, "the healthy consumer and the figures go on", func() bool {
		return effects(t, a, o, "healthy") == 1 && count(t, a, o.Owner) == 1
	})
	eventually(t, "the poisoned one goes on elsewhere", func() bool { return effects(t, a, other, "poisoned") == 1 })
	if n := effects(t, a, o, "poisoned"); n != 0 {
		t.Errorf("the poisoned consumer left %d effects", n)
	}
}

// TestTwoProcessesApplyEachEntryOnce: both read the same log at the same time, and signals pour into both.
func TestTwoProcessesApplyEachEntryOnce(t *testing.T) {
	t.Parallel()
	c := folder(t)
	one := apptest.Open(t, c)
	two := apptest.Open(t, c)
	o := one.Organisation(t, "Two")
	for _, a := range []*apptest.App{one, two} {
		a.Log.Follow(noting("both", nil))
		follow(t, a)
	}
	var all sync.WaitGroup
	var sent atomic.Int64
	for i, a := range []*apptest.App{one, two, one, two} {
		all.Go(func() {
			for n := range 40 {
				if status, text := a.Do("POST", "/signals", o.Owner, signal(object{"key": fmt.Sprintf("%d-%d", i, n), "touch_point": "desk", "unit": fmt.Sprintf("u%d", n%3)})); status != 201 {
					t.Errorf("%d %s", status, text)
					return
				}
				sent.Add(1)
			}
		})
	}
	all.Wait()
	eventually(t, "both have read to the end", func() bool {
		return effects(t, one, o, "both") == int(sent.Load()) && count(t, one, o.Owner) == sent.Load()
	})
	time.Sleep(100 * time.Millisecond)
	if n := effects(t, two, o, "both"); n != 160 {
		t.Errorf("%d effects of 160 entries", n)
	}
}

// TestTheProjectionEqualsTheLog puts, corrects and erases at random, with the projection taken at random moments, and counts
// by hand.
func TestTheProjectionEqualsTheLog(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Random")
	r := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // a test's dice
	type fact struct {
		point string
		month int
		score int // −1: not answered
	}
	facts := map[string]fact{}
	var ids []string
	roll := func() (fact, object) {
		f := fact{[]string{"", "call", "chat", "desk"}[r.IntN(4)], 1 + r.IntN(6), r.IntN(12) - 1}
		var score any = f.score
		if f.score < 0 {
			score = nil
		}
		s := signal(object{"at": fmt.Sprintf("2026-%02d-%02dT12:00:00Z", f.month, 1+r.IntN(28)), "touch_point": f.point, "measures": object{"nps": score},
			"attributes": object{"product": []string{"gold", "silver"}[r.IntN(2)]}})
		if r.IntN(3) == 0 {
			s["unit"] = fmt.Sprintf("u%d", r.IntN(4))
		}
		return f, s
	}
	for range 400 {
		f, s := roll()
		switch dice := r.IntN(10); {
		case dice < 6 || len(ids) == 0:
			id := put(t, a, o.Owner, s)
			ids, facts[id] = append(ids, id), f
		case dice < 8:
			id := ids[r.IntN(len(ids))]
			a.Must(t, 200, "PUT", "/signals/"+id, o.Owner, s)
			facts[id] = f
		default:
			i := r.IntN(len(ids))
			a.Must(t, 204, "DELETE", "/signals/"+ids[i], o.Owner, nil)
			delete(facts, ids[i])
			ids = append(ids[:i], ids[i+1:]...)
		}
		if r.IntN(25) == 0 {
			a.CatchUp(t, o)
		}
	}
	a.CatchUp(t, o)
	check := func(when string) string {
		t.Helper()
		want := map[string][3]int64{} // answers, promoters less detractors, not answered
		for _, f := range facts {
			k := fmt.Sprintf("%s/2026-%02d", f.point, f.month)
			w := want[k]
			switch {
			case f.score < 0:
				w[2]++
			default:
				w[0]++
				if f.score >= 9 {
					w[1]++
				} else if f.score <= 6 {
					w[1]--
				}
			}
			want[k] = w
		}
		fig := figure(t, a, o.Owner, "metric", "nps", "by", "touch_point", "by", "month")
		for _, row := range fig.Rows {
			k := row.By["touch_point"] + "/" + row.By["month"]
			w := want[k]
			if row.N != w[0] || row.LeftOut.NotAnswered != w[2] || w[0] > 0 && *row.Value != 100*float64(w[1])/float64(w[0]) {
				t.Errorf("%s, %s: %+v, counted %v", when, k, row, w)
			}
			delete(want, k)
		}
		if len(want) != 0 {
			t.Errorf("%s: missing %v", when, want)
		}
		if n := total(t, a, o.Owner, ""); n != len(facts) {
			t.Errorf("%s: %d signals, counted %d", when, n, len(facts))
		}
		return fig.Receipt + said(fig) + said(figure(t, a, o.Owner, "metric", "nps", "by", "unit", "by", "attributes.product"))
	}
	before := check("projected as they came")
	if err := a.Log.Rebuild(context.Background(), o.ID, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if after := check("rebuilt"); after != before {
		t.Errorf("rebuilt:\n%s\nbefore:\n%s", after, before)
	}
}
