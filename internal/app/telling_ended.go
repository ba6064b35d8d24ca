package app

import (
	"context"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/exporting"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/reporting"
	"github.com/touchstone-cx/touchstone/internal/roster"
)

// What ends in the background is told once: each state is entered in the transaction that tells, whatever becomes of the job. An
// import that failed, was started again and failed again is told again.

func (a *App) tellOfEnds() {
	a.Imports.Ended, a.Rosters.Ended = a.tellOfImport, a.tellOfList
	a.Exports.Ended, a.Reports.Ended = a.tellOfExport, a.tellOfReport
}

func (a *App) tellOfImport(ctx context.Context, tx *db.Tx, org db.Org, im *importing.Import, to identity.UserID) error {
	rows := fmt.Sprintf("%s accepted, %s rejected, %s there before.", thousands(im.Accepted), thousands(im.Rejected), thousands(im.Duplicates))
	what, text := "", ""
	switch im.State {
	case importing.Done:
		what, text = "is done", rows
	case importing.Failed:
		what, text = "failed", im.Error
	case importing.Cancelled:
		what, text = "was stopped", fmt.Sprintf("By %s, after %s of %s rows.", identity.From(ctx).Name, thousands(im.Done), thousands(im.Rows))
	case importing.Undone:
		what = "was undone"
	default:
		return nil
	}
	return a.Notify.Tell(ctx, tx, org, notify.Notice{To: to, Kind: notify.Imported, Title: fmt.Sprintf("The import of “%s” %s", im.Name, what),
		Text: text, Link: "/imports/" + string(im.ID), Key: fmt.Sprintf("import/%s/%s/%d", im.ID, im.State, tx.Micros())})
}

// tellOfList tells of a list of units, people, employees, customers or purchases. Taking it in again after a crash tells nothing
// new.
func (a *App) tellOfList(ctx context.Context, tx *db.Tx, org db.Org, run *roster.Intake, to identity.UserID) error {
	what, text := "is taken in", fmt.Sprintf("%s rows, %s refused.", thousands(run.Rows), thousands(int64(run.Counts.Refused)))
	if run.State == roster.Failed {
		what, text = "couldn't be taken in", run.Error
	}
	return a.Notify.Tell(ctx, tx, org, notify.Notice{To: to, Kind: notify.Imported, Title: fmt.Sprintf("The list “%s” %s", run.Name, what),
		Text: text, Link: "/lists/" + string(run.List), Key: fmt.Sprintf("list/%s/%s", run.ID, run.State)})
}

func (a *App) tellOfExport(ctx context.Context, tx *db.Tx, org db.Org, e *exporting.Export, to identity.UserID) error {
	what, text := "is ready", thousands(e.Done)+" rows. The file is kept for 7 days."
	switch e.State {
	case exporting.Failed:
		what, text = "failed", e.Error
	case exporting.Cancelled:
		what, text = "was stopped", "By "+identity.From(ctx).Name+"."
	}
	return a.Notify.Tell(ctx, tx, org, notify.Notice{To: to, Kind: notify.Exported, Title: fmt.Sprintf("The export “%s” %s", e.Name, what),
		Text: text, Link: "/exports", Key: fmt.Sprintf("export/%s/%s", e.ID, e.State)})
}

func (a *App) tellOfReport(ctx context.Context, tx *db.Tx, org db.Org, p *reporting.Report, u *reporting.Run, to identity.UserID) error {
	n := notify.Notice{To: to, Kind: notify.Posted, Title: fmt.Sprintf("The report “%s” was sent", p.Name), Link: "/reports", Key: "report/" + string(u.ID)}
	if u.Error != "" {
		n.Kind, n.Title, n.Text = notify.Reported, fmt.Sprintf("The report “%s” couldn't be sent", p.Name), u.Error
	}
	return a.Notify.Tell(ctx, tx, org, n)
}

// thousands writes a number in groups: 1,204,000.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}
