package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// promise makes a commitment without a case, that somebody keeps.
func (o *office) promise(text string, by identity.Caller, after time.Duration) *casework.Commitment {
	o.t.Helper()
	k, err := o.app.Customers.Create(o.as(o.owner), o.org, customer.Ref{Name: "To whom " + text})
	o.must(err)
	p, err := o.cases.Promise(o.as(o.owner), o.org, casework.CommitmentInput{Customer: k.ID, Text: text, Owner: identity.UserID(by.ID), DueAt: o.db.Now().Add(after)}, "")
	o.must(err)
	return p
}

func (o *office) promised(who identity.Caller, f casework.CommitmentFilter) (texts string, n casework.CommitmentCounts) {
	o.t.Helper()
	p, err := o.cases.Commitments(o.as(who), o.org, f)
	o.must(err)
	list := []string{}
	for _, c := range p.Items {
		list = append(list, c.Text)
	}
	return strings.Join(list, ", "), p.Counts
}

func (o *office) moved(p *casework.Commitment, m casework.CommitmentMove) *casework.Commitment {
	o.t.Helper()
	p, err := o.cases.MoveCommitment(o.as(o.owner), o.org, p.ID, p.Version, m)
	o.must(err)
	return p
}

func TestWhatEndsACommitmentCanBeTakenBack(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	p := o.promise("Call", o.ana, 2*time.Hour)
	for _, to := range []casework.CommitmentState{casework.Kept, casework.Withdrawn, casework.Broken} {
		p = o.moved(p, casework.CommitmentMove{State: to})
		if p.State != to || p.EndedAt == nil {
			t.Errorf("%+v", p)
		}
		p = o.moved(p, casework.CommitmentMove{State: casework.Promise})
		if p.State != casework.Promise || p.EndedAt != nil {
			t.Errorf("taken back from %s: %+v", to, p)
		}
	}
	o.pass(time.Minute)
	if n := count(o.kinds(""), casework.ToldBroken); n != 0 {
		t.Errorf("%d were told of what was taken back", n)
	}
	o.pass(3 * time.Hour)
	p, err := o.cases.Commitment(o.as(o.owner), o.org, p.ID)
	o.must(err)
	if p.State != casework.Broken || count(o.kinds(""), casework.ToldBroken) != 1 {
		t.Errorf("one that was taken up again doesn't break: %+v, %v", p, o.told)
	}
	if _, err := o.cases.MoveCommitment(o.as(o.owner), o.org, p.ID, p.Version, casework.CommitmentMove{State: casework.Promise}); problem.CodeOf(err) != "commitment_past" {
		t.Errorf("one whose time has passed is open again: %v", err)
	}
	p = o.moved(o.moved(p, casework.CommitmentMove{Settled: true}), casework.CommitmentMove{State: casework.Broken})
	if p.SettledAt != nil {
		t.Error("settling can't be taken back")
	}
}

func TestACommitmentBrokenByHandIsToldOnce(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	f := o.byHand("Promised")
	p, err := o.cases.Promise(o.as(o.owner), o.org, casework.CommitmentInput{Case: f.ID, Text: "Call", Owner: identity.UserID(o.ari.ID), DueAt: o.db.Now().Add(5 * time.Hour)}, "")
	o.must(err)
	o.moved(p, casework.CommitmentMove{State: casework.Broken})
	if f = o.file(f.ID); f.Broken != 1 {
		t.Error("its case doesn't shout at once")
	}
	for range 3 {
		o.pass(3 * time.Hour)
	}
	if n := count(o.kinds(f.ID), casework.ToldBroken); n != 1 || o.file(f.ID).Severity != casework.High {
		t.Errorf("told %d times; %s", n, o.file(f.ID).Severity)
	}
}

func TestCommitmentsAreListedByWhatTheyAskFor(t *testing.T) {
	t.Parallel()
	o := openTimed(t)
	o.promise("late", o.ana, time.Hour)
	o.promise("today", o.ana, 20*time.Hour)
	o.promise("next week", o.ari, 150*time.Hour)
	o.moved(o.promise("kept first", o.ana, 3*time.Hour), casework.CommitmentMove{State: casework.Kept})
	o.moved(o.promise("kept last", o.ana, 30*time.Hour), casework.CommitmentMove{State: casework.Kept})
	o.pass(2 * time.Hour) // breaks the first
	mine := casework.CommitmentFilter{Owner: "me", Live: true}
	for _, c := range []struct {
		name string
		who  identity.Caller
		f    casework.CommitmentFilter
		want string
	}{
		{"an agent's own", o.ana, mine, "late, today"},
		{"another's own", o.ari, mine, "next week"},
		{"a supervisor's team", o.sam, casework.CommitmentFilter{Live: true}, "late, today"},
		{"everybody's", o.owner, casework.CommitmentFilter{Live: true}, "late, today, next week"},
		{"due soon", o.owner, casework.CommitmentFilter{Soon: true}, "today"},
		{"broken", o.owner, casework.CommitmentFilter{Shouting: true}, "late"},
		{"kept, the latest first", o.owner, casework.CommitmentFilter{State: []casework.CommitmentState{casework.Kept}, Latest: true}, "kept last, kept first"},
	} {
		if got, _ := o.promised(c.who, c.f); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
	if _, n := o.promised(o.sam, mine); n != (casework.CommitmentCounts{Mine: 0, Team: 2, Soon: 1, Broken: 1}) {
		t.Errorf("a supervisor's counts: %+v", n)
	}
	all, cursor := []string{}, ""
	for {
		p, err := o.cases.Commitments(o.as(o.owner), o.org, casework.CommitmentFilter{Latest: true, Limit: 2, Cursor: cursor})
		o.must(err)
		for _, c := range p.Items {
			all = append(all, c.Text)
		}
		if cursor = p.Next; cursor == "" {
			break
		}
	}
	if got := strings.Join(all, ", "); got != "next week, kept last, today, kept first, late" {
		t.Errorf("in pages: %s", got)
	}
}
