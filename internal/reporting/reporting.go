// Package reporting sends saved views and dashboards by e-mail at their times, as a PDF and a link.
package reporting

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Ids of the nouns.
type (
	ID    string
	RunID string
)

// Input is what a person says of a report.
type Input struct {
	Name       string   `json:"name" maxLength:"100"`
	What       string   `json:"what" enum:"dashboard,view"`
	Item       string   `json:"item" maxLength:"60" doc:"Id of the dashboard or saved view"`
	Schedule   Schedule `json:"schedule"`
	Recipients []string `json:"recipients" maxItems:"50" nullable:"false" doc:"E-mail addresses. Those of people who can't sign in here need an administrator"`
	On         bool     `json:"on"`
}

// Report is a view or dashboard that goes out at its times, with the figures that its maker may see.
type Report struct {
	ID ID `json:"id"`
	Input
	ItemName string     `json:"item_name,omitempty" doc:"Absent where what it shows is gone"`
	Stopped  []string   `json:"stopped" nullable:"false" doc:"Recipients who don't want it any more"`
	By       string     `json:"by"`
	Mine     bool       `json:"mine"`
	NextAt   *time.Time `json:"next_at,omitempty"`
	Last     *Run       `json:"last,omitempty"`
	Version  int        `json:"version"`

	caller identity.Caller
}

// Run is one time that a report was made.
type Run struct {
	ID     RunID     `json:"id"`
	At     time.Time `json:"at"`
	Asked  string    `json:"asked,omitempty" doc:"Who asked for it; absent where it was due"`
	Error  string    `json:"error,omitempty" doc:"Why it wasn't made"`
	Bytes  int64     `json:"bytes"`
	Mails  []Sent    `json:"mails" nullable:"false"`
	report ID
	mails  int64
}

// Sent is one recipient's mail.
type Sent struct {
	Email string     `json:"email"`
	State mail.State `json:"state"`
	Error string     `json:"error,omitempty"`
}

const maxRecipients = 50

// Reports is the capability. Its fields are set by app.
type Reports struct {
	DB     *db.DB
	Boards *dashboard.Dashboards
	People *identity.Identity
	Mail   *mail.Mail
	Jobs   *jobs.Queue
	Audit  identity.Auditor
	Hub    *web.Hub
	Slog   *slog.Logger
	Public string // the address that links begin with
	// Ended tells a report's maker that it was sent or why it wasn't, in the transaction in which that is stored; nil where nobody
	// is told.
	Ended func(ctx context.Context, tx *db.Tx, org db.Org, p *Report, u *Run, to identity.UserID) error
}

// Validate checks the rules that need no database, and tidies the addresses.
func (in *Input) Validate() error {
	if err := identity.Name(in.Name, "body.name", 100); err != nil {
		return err
	}
	if in.What != "dashboard" && in.What != "view" {
		return problem.At("body.what", "what_unknown", "A dashboard or a saved view can be sent, not %.40q.", in.What)
	}
	if err := in.Schedule.validate(); err != nil {
		return err
	}
	if len(in.Recipients) == 0 {
		return problem.At("body.recipients", "recipients_needed", "Name at least one recipient.")
	}
	if len(in.Recipients) > maxRecipients {
		return problem.At("body.recipients", "too_many_recipients", "A report has at most %d recipients.", maxRecipients).
			With(problem.Args{"max": maxRecipients})
	}
	for i, text := range in.Recipients {
		a, err := mail.ParseAddress("body.recipients", text)
		if err != nil {
			return err
		}
		in.Recipients[i] = strings.ToLower(a.Email)
	}
	slices.Sort(in.Recipients)
	in.Recipients = slices.Compact(in.Recipients)
	return nil
}

// check refuses an item that the caller can't see, and outsiders who only an administrator may let in.
func (r *Reports) check(ctx context.Context, org db.Org, in *Input, was []string) error {
	if err := in.Validate(); err != nil {
		return err
	}
	if name, err := r.itemName(ctx, org, in.What, in.Item); err != nil || name == "" {
		if err == nil || problem.KindOf(err) == problem.NotFound {
			return problem.At("body.item", "item_unknown", "There is no such %s, or you can't see it.", in.What)
		}
		return err
	}
	if identity.From(ctx).May(identity.UserWrite) {
		return nil
	}
	members, err := r.People.Members(ctx, org)
	if err != nil {
		return err
	}
	for _, email := range in.Recipients {
		inside := slices.ContainsFunc(members, func(m identity.Member) bool { return m.Active && strings.EqualFold(m.Email, email) })
		if !inside && !slices.Contains(was, email) {
			return problem.At("body.recipients", "outside_recipient", "%s can't sign in here. Only an administrator may send reports outside.", email).
				With(problem.Args{"email": email})
		}
	}
	return nil
}

func (r *Reports) itemName(ctx context.Context, org db.Org, what, item string) (string, error) {
	if what == "view" {
		v, err := r.Boards.View(ctx, org, dashboard.ViewID(item))
		if err != nil {
			return "", err
		}
		return v.Name, nil
	}
	b, err := r.Boards.Dashboard(ctx, org, dashboard.ID(item))
	if err != nil {
		return "", err
	}
	return b.Name, nil
}

func (r *Reports) zone(ctx context.Context, org db.Org) (*time.Location, error) {
	o, err := r.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	return o.Location(), nil
}

// Create adds a report.
func (r *Reports) Create(ctx context.Context, org db.Org, in Input) (*Report, error) {
	if err := r.check(ctx, org, &in, nil); err != nil {
		return nil, err
	}
	zone, err := r.zone(ctx, org)
	if err != nil {
		return nil, err
	}
	p := &Report{Input: in, Version: 1, caller: identity.From(ctx)}
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		p.ID = ID(tx.ID("rep"))
		p.plan(tx.Now, zone)
		if err := insert(ctx, tx, org, p); err != nil {
			return err
		}
		if err := setRecipients(ctx, tx, org, p.ID, in.Recipients); err != nil {
			return err
		}
		r.tell(tx, org)
		return r.Audit.Record(ctx, tx, "report.create", string(p.ID), map[string]any{"name": in.Name, "item": in.Item, "recipients": in.Recipients})
	})
	if err != nil {
		return nil, err
	}
	return r.Find(ctx, org, p.ID)
}

// plan sets the next time.
func (p *Report) plan(now time.Time, zone *time.Location) {
	p.NextAt = nil
	if p.On {
		at := p.Schedule.Next(now, zone)
		p.NextAt = &at
	}
}

// Edit changes a report of the caller's; version is what they have seen.
func (r *Reports) Edit(ctx context.Context, org db.Org, id ID, version int, in Input) (*Report, error) {
	was, err := r.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if err := r.check(ctx, org, &in, was.Recipients); err != nil {
		return nil, err
	}
	zone, err := r.zone(ctx, org)
	if err != nil {
		return nil, err
	}
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if now.Version != version {
			return web.Stale()
		}
		now.Input, now.Version = in, version+1
		now.plan(tx.Now, zone)
		if err := update(ctx, tx, org, now); err != nil {
			return err
		}
		if err := setRecipients(ctx, tx, org, id, in.Recipients); err != nil {
			return err
		}
		r.tell(tx, org)
		return r.Audit.Record(ctx, tx, "report.edit", string(id), map[string]any{"name": in.Name, "recipients": in.Recipients, "on": in.On})
	})
	if err != nil {
		return nil, err
	}
	return r.Find(ctx, org, id)
}

// Delete removes a report and its history.
func (r *Reports) Delete(ctx context.Context, org db.Org, id ID) error {
	if _, err := r.Find(ctx, org, id); err != nil {
		return err
	}
	return r.DB.Write(ctx, org, func(tx *db.Tx) error {
		r.tell(tx, org)
		if err := remove(ctx, tx, org, id); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "report.delete", string(id), nil)
	})
}

// List returns the caller's reports by name; administrators see everybody's.
func (r *Reports) List(ctx context.Context, org db.Org) (all []Report, err error) {
	c := identity.From(ctx)
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
		all, err = list(ctx, tx, org)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(p Report) bool { return p.caller.ID != c.ID && !c.May(identity.UserWrite) })
		for i := range all {
			if err := r.fill(ctx, tx, org, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range all {
		r.name(ctx, org, &all[i])
	}
	return all, err
}

// Find returns one report of the caller's.
func (r *Reports) Find(ctx context.Context, org db.Org, id ID) (p *Report, err error) {
	c := identity.From(ctx)
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
		if p, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if p.caller.ID != c.ID && !c.May(identity.UserWrite) {
			return unknown()
		}
		return r.fill(ctx, tx, org, p)
	})
	if err != nil {
		return nil, err
	}
	r.name(ctx, org, p)
	return p, nil
}

func (r *Reports) fill(ctx context.Context, tx *db.Tx, org db.Org, p *Report) error {
	p.By, p.Mine = p.caller.Name, p.caller.ID == identity.From(ctx).ID
	runs, err := r.runs(ctx, tx, org, p.ID, 1)
	if err == nil && len(runs) > 0 {
		p.Last = &runs[0]
	}
	return err
}

// name says what a report shows; nothing where the caller can't see it.
func (r *Reports) name(ctx context.Context, org db.Org, p *Report) {
	p.ItemName, _ = r.itemName(ctx, org, p.What, p.Item) // gone or not theirs: then it has no name for them
}

// Runs lists when a report was made, newest first.
func (r *Reports) Runs(ctx context.Context, org db.Org, id ID) (all []Run, err error) {
	if _, err := r.Find(ctx, org, id); err != nil {
		return nil, err
	}
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = r.runs(ctx, tx, org, id, 50); return err })
	return all, err
}

func (r *Reports) runs(ctx context.Context, tx *db.Tx, org db.Org, id ID, limit int) ([]Run, error) {
	all, err := listRuns(ctx, tx, org, id, limit)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Mails = []Sent{}
		mails, err := r.Mail.Of(ctx, tx, org, string(all[i].ID))
		if err != nil {
			return nil, err
		}
		for _, m := range mails {
			all[i].Mails = append(all[i].Mails, Sent{Email: m.To.Email, State: m.State, Error: m.Error})
		}
	}
	return all, nil
}

// Stop takes whoever holds a token off a report's recipients. It tells nothing about who they are.
func (r *Reports) Stop(ctx context.Context, token string) error {
	org, secret, ok := strings.Cut(token, "~")
	if !ok || org == "" || len(token) > 200 {
		return ended()
	}
	return r.DB.Write(ctx, db.Org(org), func(tx *db.Tx) error {
		r.tell(tx, db.Org(org))
		n, err := stop(ctx, tx, db.Org(org), secret)
		if err == nil && n == 0 {
			err = ended()
		}
		return err
	})
}

func ended() error {
	return problem.New(problem.NotFound, "subscription_unknown", "This report isn't sent to you any more.")
}

func unknown() error {
	return problem.New(problem.NotFound, "report_unknown", "There is no such report.")
}

func (r *Reports) tell(tx *db.Tx, org db.Org) {
	tx.AfterCommit(func() { r.Hub.Publish(string(org), "reports", struct{}{}) })
}
