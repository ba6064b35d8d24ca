package reply_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/reply"
)

// history reads a customer's whole timeline in pages, each entry as "kind state source title|text".
func (d *desk) history(ctx context.Context, id customer.ID, limit int, kinds ...customer.EntryKind) (out []customer.Entry) {
	d.t.Helper()
	for cursor := ""; ; {
		list, next, err := d.Customers.History(ctx, d.org.ID, id, kinds, cursor, limit)
		d.must(err)
		out = append(out, list...)
		if cursor = next; next == "" {
			return out
		}
	}
}

func lines(list []customer.Entry) string {
	out := []string{}
	for i := len(list) - 1; i >= 0; i-- { // the oldest first reads better
		e := list[i]
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s|%s", e.Kind, e.State, e.Source, e.Title, e.Text)))
	}
	return strings.Join(out, "\n")
}

// promise makes a commitment; on no case where id is empty.
func (d *desk) promise(id casework.ID, to customer.ID, text string) *casework.Commitment {
	d.t.Helper()
	p, err := d.Cases.Promise(d.ctx(), d.org.ID, casework.CommitmentInput{Case: id, Customer: to, Text: text, DueAt: d.DB.Now().Add(48 * time.Hour)}, "")
	d.must(err)
	return p
}

func TestLettersAnswersAndPromisesStandInTheTimeline(t *testing.T) {
	d := open(t)
	d.sent(reply.Input{Subject: "About {{case.ref}}", Text: "We are sorry."})
	d.must(d.Replies.Received(d.ctx(), d.org.ID, d.kase, reply.ReceivedInput{Text: "She wants her money back."}, ""))
	kept := d.promise(d.kase, "", "Pay it back")
	_, err := d.Cases.MoveCommitment(d.ctx(), d.org.ID, kept.ID, kept.Version, casework.CommitmentMove{State: casework.Kept})
	d.must(err)
	d.promise("", d.who, "Call her in May")
	gone := d.send(reply.Input{Subject: "Too early", Text: "x"})
	_, err = d.Replies.Undo(d.ctx(), d.org.ID, d.kase, gone.ID)
	d.must(err)
	d.send(reply.Input{Subject: "Leaves soon", Text: strings.Repeat("long ", 100)})

	ref := d.file().Ref
	got := d.history(d.ctx(), d.who, 50)
	want := `case open  The train was late|
message sent letter About ` + ref + `|We are sorry.
message received hand The train was late|She wants her money back.
commitment kept  Pay it back|
commitment open  Call her in May|
message waiting letter Leaves soon|` + strings.Repeat("long ", 56) + "…"
	if lines(got) != want {
		t.Errorf("told:\n%s\nnot:\n%s", lines(got), want)
	}
	for _, e := range got {
		alone := e.Title == "Call her in May"
		if e.Ref == ref == alone || e.Link == string(d.kase) == alone {
			t.Errorf("%s %q leads to %q (%q)", e.Kind, e.Title, e.Link, e.Ref)
		}
	}
	some := d.history(d.ctx(), d.who, 50, customer.CommitmentEntry)
	if len(some) != 2 || some[0].Kind != customer.CommitmentEntry || some[0].Due.IsZero() || some[0].By == "" {
		t.Errorf("promises alone: %+v", some)
	}
}

func TestPagesHoldEntriesOfOneInstantOnceEach(t *testing.T) {
	d := open(t)
	for i := range 4 {
		d.send(reply.Input{Subject: fmt.Sprint("Letter ", i), Text: "x"})
		d.must(d.Replies.Received(d.ctx(), d.org.ID, d.kase, reply.ReceivedInput{Text: fmt.Sprint("Answer ", i)}, ""))
		d.promise("", d.who, fmt.Sprint("Promise ", i))
		d.open(fmt.Sprint("Case ", i), d.who)
	}
	at := d.DB.Now().Add(-time.Hour).UnixMicro()
	d.must(d.DB.Write(d.ctx(), d.org.ID, func(tx *db.Tx) error {
		for _, sql := range []string{"update reply set created_at = $1 where org = $2", "update commitment set made_at = $1 where org = $2",
			"update case_event set at = $1 where org = $2", "update case_file set opened_at = $1 where org = $2"} {
			if _, err := tx.Exec(d.ctx(), sql, at, d.org.ID); err != nil {
				return err
			}
		}
		for _, id := range []string{string(d.kase)} {
			if _, err := tx.Exec(d.ctx(), `insert into follow_up (org, case_id, state, reason, asked_at) values ($1, $2, 'asked', '', $3)`, d.org.ID, id, at); err != nil {
				return err
			}
		}
		return nil
	}))
	whole := d.history(d.ctx(), d.who, 200)
	if len(whole) != 18 { // 5 cases, 4 letters, 4 answers, 4 promises, asked again
		t.Fatalf("%d entries:\n%s", len(whole), lines(whole))
	}
	for _, limit := range []int{1, 2, 3, 7} {
		if got := d.history(d.ctx(), d.who, limit); lines(got) != lines(whole) {
			t.Errorf("in pages of %d:\n%s\nnot:\n%s", limit, lines(got), lines(whole))
		}
	}
}

func TestWhoDoesNotSeeACaseDoesNotSeeItsMessages(t *testing.T) {
	d := open(t)
	d.sent(reply.Input{Subject: "Private matter", Text: "Not for everybody."})
	d.promise(d.kase, "", "Write again")
	m, err := d.Identity.AddMember(d.ctx(), d.org.ID, identity.NewMember{Name: "Ann", Email: "ann@people.example", Password: "correct horse battery", Role: identity.Agent})
	d.must(err)
	ann := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: string(m.ID), Name: m.Name, Role: identity.Agent})
	if _, _, err := d.Customers.History(ann, d.org.ID, d.who, nil, "", 10); err == nil {
		t.Error("an agent reads the timeline of somebody else's customer")
	}
	if _, err := d.Cases.Promise(ann, d.org.ID, casework.CommitmentInput{Customer: d.who, Text: "Peek", DueAt: d.DB.Now().Add(time.Hour)}, ""); err == nil {
		t.Error("an agent learns who a customer is by promising them something")
	}
	_, err = d.Cases.Create(d.ctx(), d.org.ID, casework.CaseInput{Title: "Another matter", Customer: d.who, Owner: m.ID}, "")
	d.must(err)
	if got := lines(d.history(ann, d.who, 10)); got != "case new  Another matter|" {
		t.Errorf("an agent sees beside their case:\n%s", got)
	}
	_, err = d.Cases.Promise(d.ctx(), d.org.ID, casework.CommitmentInput{Customer: d.who, Text: "Ann calls", DueAt: d.DB.Now().Add(time.Hour), Owner: m.ID}, "")
	d.must(err)
	if got := lines(d.history(ann, d.who, 10)); got != "case new  Another matter|\ncommitment open  Ann calls|" {
		t.Errorf("an agent sees of what they keep:\n%s", got)
	}
	north := d.org.Unit(t, "north", "")
	boss := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: "usr_other", Role: identity.Supervisor, Unit: north})
	if got := lines(d.history(boss, d.who, 10)); got != "" {
		t.Errorf("a supervisor of another unit sees:\n%s", got)
	}
}

func TestWhoKeepsAPromiseSeesItsCustomer(t *testing.T) {
	d := open(t)
	m, err := d.Identity.AddMember(d.ctx(), d.org.ID, identity.NewMember{Name: "Ann", Email: "ann@people.example", Password: "correct horse battery", Role: identity.Agent})
	d.must(err)
	ann := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: string(m.ID), Name: m.Name, Role: identity.Agent})
	_, err = d.Cases.Promise(d.ctx(), d.org.ID, casework.CommitmentInput{Customer: d.who, Text: "Ann calls", DueAt: d.DB.Now().Add(time.Hour), Owner: m.ID}, "")
	d.must(err)
	if k, err := d.Customers.Find(ann, d.org.ID, d.who); err != nil || k.ID != d.who {
		t.Errorf("%v, %v", k, err)
	}
}

func TestMessagesOfAMergedCustomerComeAlong(t *testing.T) {
	d := open(t)
	survivor, err := d.Customers.Create(d.ctx(), d.org.ID, customer.Ref{ExternalID: "K-2", Email: "ada@work.example"})
	d.must(err)
	d.sent(reply.Input{Subject: "To the first", Text: "x"})
	d.promise("", d.who, "To the first")
	k, err := d.Customers.Find(d.ctx(), d.org.ID, survivor.ID)
	d.must(err)
	o, err := d.Customers.Find(d.ctx(), d.org.ID, d.who)
	d.must(err)
	_, err = d.Customers.Merge(d.ctx(), d.org.ID, k.ID, k.Version, customer.MergeInput{Other: o.ID, OtherVersion: o.Version})
	d.must(err)
	got := lines(d.history(d.ctx(), survivor.ID, 2))
	if !strings.Contains(got, "message sent letter To the first|x\ncommitment open  To the first|") {
		t.Errorf("under the survivor:\n%s", got)
	}
}
