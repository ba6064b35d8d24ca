//go:build long

package casework_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const manyCases = 100_000

// fill stores many open cases without their stories, as years of neglect would.
func (o *office) fill() {
	o.t.Helper()
	now := o.db.Now().UnixMicro()
	for from := 0; from < manyCases; from += 5000 {
		o.must(o.db.Write(o.as(o.owner), o.org, func(tx *db.Tx) error {
			for i := from; i < from+5000; i++ {
				owner, unit := o.owner.ID, o.north
				if i%100 == 0 {
					owner, unit = o.ana.ID, o.capeTown
				}
				title := fmt.Sprint("Parcel ", i)
				if _, err := tx.Exec(o.t.Context(), `insert into case_file (org, id, number, title, title_folded, title_quotes, state, live, severity,
					owner, unit, signal_erased, due_at, rank, span, opened_at, cause, outcome, version, created_by)
					values ($1, $2, $3, $4, lower($4), $5, 'new', 1, 'low', $6, $7, $5, $8, $8, 0, $9, '', '', 1, '')`,
					o.org, tx.ID("cas"), 2000+i, title, false, owner, unit, now+int64(i*7919%manyCases)*1000, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func TestAHundredThousandOpenCasesListWithinEightyMilliseconds(t *testing.T) {
	o := open(t)
	o.fill()
	live := []casework.State{casework.New, casework.Open, casework.Waiting}
	for _, c := range []struct {
		name string
		who  identity.Caller
		f    casework.Filter
		most time.Duration
	}{
		{"newest", o.owner, casework.Filter{}, 80 * time.Millisecond},
		{"live by due date", o.owner, casework.Filter{States: live}, 80 * time.Millisecond},
		{"overdue", o.owner, casework.Filter{Overdue: true}, 80 * time.Millisecond},
		{"waiting, of which there are none", o.owner, casework.Filter{States: live[2:]}, 80 * time.Millisecond},
		{"mine", o.owner, casework.Filter{States: live, Facet: casework.Facet{Owner: "me"}}, 80 * time.Millisecond},
		{"a unit of one percent", o.sam, casework.Filter{States: live}, 80 * time.Millisecond},
		{"a unit of one percent, newest", o.sam, casework.Filter{}, 80 * time.Millisecond},
		{"one unit of many", o.owner, casework.Filter{States: live, Facet: casework.Facet{Unit: o.capeTown}}, 80 * time.Millisecond},
		{"a severity that none has", o.owner, casework.Filter{States: live, Facet: casework.Facet{Severity: casework.High, Opened: casework.Span{From: o.db.Now().AddDate(-1, 0, 0)}}}, 200 * time.Millisecond},
		{"broken commitments, of which there are none", o.owner, casework.Filter{Broken: true}, 80 * time.Millisecond},
		{"mentioned", o.sam, casework.Filter{States: live, Mentioned: true}, 80 * time.Millisecond},
		{"by reference", o.owner, casework.Filter{Search: "C-51234"}, 400 * time.Millisecond},
		{"words that nobody said", o.owner, casework.Filter{Search: "umbrella"}, 400 * time.Millisecond},
	} {
		var took []time.Duration
		for range 9 {
			begin := time.Now()
			p, err := o.cases.List(o.as(c.who), o.org, c.f)
			took = append(took, time.Since(begin))
			if err != nil || len(p.Items) == 0 && c.f.Search != "umbrella" && len(c.f.States) != 1 && !c.f.Overdue && !c.f.Broken && !c.f.Mentioned && c.f.Severity == "" {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		slices.Sort(took)
		t.Logf("%-35s %s (slowest %s)", c.name, took[4], took[8])
		if took[4] > c.most {
			t.Errorf("%s took %s", c.name, took[4])
		}
	}
	deep := casework.Filter{States: live, Limit: 200}
	for page := range 50 {
		p, err := o.cases.List(o.as(o.owner), o.org, deep)
		o.must(err)
		if deep.Cursor = p.Next; deep.Cursor == "" {
			t.Fatalf("no page after %d", page)
		}
	}
	begin := time.Now()
	_, err := o.cases.List(o.as(o.owner), o.org, deep)
	if took := time.Since(begin); err != nil || took > 80*time.Millisecond {
		t.Errorf("page 51 took %s: %v", took, err)
	}
}

func TestATrialOverALongLogEndsInTimeAndSaysIfItDidntSeeAll(t *testing.T) {
	o := open(t)
	const n = 100_000
	for from := 0; from < n; from += 5000 {
		entries := make([]*signal.Entry, 5000)
		for i := range entries {
			e, err := o.log.Check(o.as(o.owner), o.org, o.input(fmt.Sprintf(`{"measures":{"nps":%d},"comments":[{"text":"The queue was long. Staff were %d times rude, and I hated the coffee."}]}`, i%11, i)))
			o.must(err)
			entries[i] = e
		}
		o.must(o.db.Write(o.as(o.owner), o.org, func(tx *db.Tx) error {
			_, err := o.log.Record(context.WithoutCancel(o.as(o.owner)), tx, o.org, entries)
			return err
		}))
	}
	words := o.lowNPS()
	words.Conditions = []casework.Condition{cond("sentiment", "<=", "negative")}
	for name, in := range map[string]casework.RuleInput{"a score": o.lowNPS(), "a feeling": words} {
		begin := time.Now()
		got, err := o.cases.Try(o.as(o.owner), o.org, in, 90)
		took := time.Since(begin)
		if err != nil || took > 5*time.Second || got.Complete != (got.Of == n) {
			t.Errorf("%s: %s, %v", name, took, err)
		}
		t.Logf("%s: %d of %d in %s, complete: %v", name, got.WouldOpen, got.Of, took, got.Complete)
	}
}
