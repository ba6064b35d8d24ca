package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/exporting"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/reporting"
	"github.com/touchstone-cx/touchstone/internal/roster"
)

// clerk is somebody who begins what ends without them, and who is told by e-mail of imports and in the product of the rest.
type clerk struct {
	*apptest.App
	t   *testing.T
	org *apptest.Org
	box *mailtest.Mailbox
	id  identity.UserID
	ctx context.Context
}

func newClerk(t *testing.T) *clerk {
	t.Helper()
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := a.Organisation(t, "Acme")
	m, err := a.Identity.AddMember(o.Context(), o.ID, identity.NewMember{Name: "Cleo", Email: "cleo@acme.example", Password: apptest.Password, Role: identity.Admin})
	if err != nil {
		t.Fatal(err)
	}
	c := &clerk{App: a, t: t, org: o, box: box, id: m.ID}
	c.ctx = identity.With(t.Context(), identity.Caller{Org: o.ID, Kind: identity.ByUser, ID: string(m.ID), Name: "Cleo", Role: identity.Admin})
	_, err = a.Notify.SetWishes(t.Context(), o.ID, m.ID, 0, notify.Wishes{Hour: 8, Ways: map[notify.Kind]notify.Way{notify.Imported: notify.AtOnce}})
	c.must(err)
	return c
}

func (c *clerk) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// told is what the clerk was told, the oldest first: kind, title, text, link.
func (c *clerk) told() string {
	c.t.Helper()
	p, err := c.Notify.List(c.t.Context(), c.org.ID, c.id, false, "", 0)
	c.must(err)
	lines := []string{}
	for i := len(p.Items) - 1; i >= 0; i-- {
		n := p.Items[i]
		lines = append(lines, fmt.Sprintf("%s: %s. %s", n.Kind, n.Title, n.Text))
		if !strings.HasPrefix(n.Link, "/imports/imp_") && n.Link != "/exports" && n.Link != "/reports" && n.Link != "/lists/units" {
			c.t.Errorf("%s leads to %q", n.Title, n.Link)
		}
	}
	return strings.Join(lines, "\n")
}

func (c *clerk) begun(rows int, name string) *importing.Import {
	c.t.Helper()
	var b strings.Builder
	b.WriteString("when,food,said\n")
	for i := range rows {
		fmt.Fprintf(&b, "2026-05-01,%d,%s %d\n", i%5+1, name, i)
	}
	up, err := c.Imports.Receive(c.ctx, c.org.ID, name, strings.NewReader(b.String()))
	c.must(err)
	im, err := c.Imports.Start(c.ctx, c.org.ID, importing.Wish{Upload: up.Hash, Mapping: importing.Mapping{Kind: "review",
		At: importing.Moment{Column: "when", Format: "2006-01-02"}, Comment: []string{"said"},
		Measures: map[string]importing.Measure{"food": {Column: "food", Scale: []float64{1, 5}, Scoring: "mean"}}}}, "")
	c.must(err)
	return im
}

func TestWhoBeganAnImportIsToldHowItEnded(t *testing.T) {
	c := newClerk(t)
	im := c.begun(12, "lounge.csv")
	c.RunJobs(t)
	want := "import: The import of “lounge.csv” is done. 12 accepted, 0 rejected, 0 there before."
	if got := c.told(); got != want {
		t.Errorf("told %q", got)
	}
	if mail := c.box.Wait(t, 1)[0]; !strings.Contains(mail.Text, "/imports/"+string(im.ID)) || !strings.Contains(mail.Subject, "lounge.csv") {
		t.Errorf("by e-mail: %s\n%s", mail.Subject, mail.Text)
	}
	// Stopped by oneself one knows; by somebody else one is told.
	own := c.begun(3, "own.csv")
	_, err := c.Imports.Cancel(c.ctx, c.org.ID, own.ID)
	c.must(err)
	other := c.begun(4, "other.csv")
	_, err = c.Imports.Cancel(identity.With(t.Context(), identity.Caller{Org: c.org.ID, Kind: identity.ByUser, ID: string(c.org.User), Name: "Olga", Role: identity.Owner}), c.org.ID, other.ID)
	c.must(err)
	want += "\nimport: The import of “other.csv” was stopped. By Olga, after 0 of 4 rows."
	if got := c.told(); got != want {
		t.Errorf("told %q, not %q", got, want)
	}
	_, err = c.Imports.Undo(c.ctx, c.org.ID, im.ID)
	c.must(err)
	c.RunJobs(t)
	want += "\nimport: The import of “lounge.csv” was undone. "
	if got := c.told(); got != want {
		t.Errorf("told %q, not %q", got, want)
	}
}

func TestAListThatIsTakenInTwiceAfterACrashIsToldOnce(t *testing.T) {
	c := newClerk(t)
	up, err := c.Imports.Receive(c.ctx, c.org.ID, "units.csv", strings.NewReader("key,name\nsouth,South\nnorth,North\n"))
	c.must(err)
	_, err = c.Rosters.Start(c.ctx, c.org.ID, roster.Units, roster.Wish{Upload: up.Hash})
	c.must(err)
	c.RunJobs(t)
	c.must(c.again("roster.take"))
	c.RunJobs(t)
	if got := c.told(); got != "import: The list “units.csv” is taken in. 2 rows, 0 refused." {
		t.Errorf("told %q", got)
	}
}

// again makes the last job of a kind wait once more, as one whose process died before it could say that it was done.
func (c *clerk) again(kind string) error {
	return c.DB.System(c.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(c.t.Context(), `update job set state = 'waiting', token = null, leased_until = null, finished_at = null, run_at = 0, attempt = 0 where kind = $1`, kind)
		return err
	})
}

func TestWhoOrdersAnExportInTheBackgroundIsToldOnce(t *testing.T) {
	c := newClerk(t)
	c.begun(5001, "large.csv")
	c.RunJobs(t)
	c.CatchUp(t, c.org)
	e, err := c.Exports.Order(c.ctx, c.org.ID, exporting.Wish{What: exporting.Signals, Format: exporting.CSV})
	c.must(err)
	c.RunJobs(t)
	c.must(c.again("exporting.make"))
	c.RunJobs(t)
	before := "import: The import of “large.csv” is done. 5,001 accepted, 0 rejected, 0 there before.\n"
	want := before + "export: The export “" + e.Name + "” is ready. 5,001 rows. The file is kept for 7 days."
	if got := c.told(); got != want {
		t.Errorf("told %q, not %q", got, want)
	}
	// A small one is made while its caller waits, who needs no telling.
	_, err = c.Exports.Order(c.ctx, c.org.ID, exporting.Wish{What: exporting.Signals, Format: exporting.CSV, To: "2026-01-01"})
	c.must(err)
	// One that can't be made says why: its orderer has lost the right to it.
	_, err = c.Exports.Order(c.ctx, c.org.ID, exporting.Wish{What: exporting.Signals, Format: exporting.Parquet})
	c.must(err)
	c.must(c.DB.System(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `update membership set role = 'agent' where user_id = $1`, string(c.id))
		return err
	}))
	c.RunJobs(t)
	if got := c.told(); !strings.HasPrefix(got, want+"\nexport: The export “signals-") || !strings.Contains(got, ".parquet” failed. ") {
		t.Errorf("told %q", got)
	}
}

func TestWhoMakesAReportIsToldThatItWasSentOrWhyNot(t *testing.T) {
	c := newClerk(t)
	v, err := c.Boards.CreateView(c.ctx, c.org.ID, dashboard.ViewInput{Name: "Service", Spec: dashboard.Spec{Metrics: []string{"nps"}, Shape: "table"}})
	c.must(err)
	_, err = c.Reports.Create(c.ctx, c.org.ID, reporting.Input{Name: "Weekly", What: "view", Item: string(v.ID), On: true,
		Schedule: reporting.Schedule{Every: "day", Hour: 8}, Recipients: []string{"cleo@acme.example"}})
	c.must(err)
	day := func() {
		c.Advance(24 * time.Hour)
		c.must(c.Jobs.Fire(t.Context()))
		c.RunJobs(t)
	}
	c.must(c.Jobs.Fire(t.Context())) // from here on schedules count
	day()
	c.must(c.again("reporting.send"))
	c.RunJobs(t)
	want := "report_ok: The report “Weekly” was sent. "
	if got := c.told(); got != want {
		t.Errorf("told %q, not %q", got, want)
	}
	c.must(c.DB.Write(c.org.Context(), c.org.ID, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `delete from kept where id = $1`, string(v.ID))
		return err
	}))
	day()
	if got := c.told(); !strings.HasPrefix(got, want+"\nreport: The report “Weekly” couldn't be sent. What this report shows was deleted") {
		t.Errorf("told %q", got)
	}
}
