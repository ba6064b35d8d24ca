package reply_test

import (
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/reply"
)

// desk is an organisation with a mail server, a customer and a case of theirs, worked on by its owner.
type desk struct {
	*apptest.App
	t    *testing.T
	org  *apptest.Org
	box  *mailtest.Mailbox
	me   identity.Caller
	who  customer.ID
	unit identity.UnitID
	kase casework.ID
}

func open(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	a, box := apptest.NewWithMail(t)
	o := a.Organisation(t, "Alpenbahn")
	d := &desk{App: a, t: t, org: o, box: box,
		me: identity.Caller{Org: o.ID, Kind: identity.ByUser, ID: string(o.User), Name: "Olivia Owner", Role: identity.Owner}}
	d.unit = o.Unit(t, "south", "")
	k, err := a.Customers.Create(d.ctx(), o.ID, customer.Ref{ExternalID: "K-1", Email: "ada@customer.example", Name: "Ada <b>Lovelace</b>"})
	d.must(err)
	d.who = k.ID
	d.kase = d.open("The train was late", d.who)
	return d
}

func (d *desk) ctx() context.Context { return identity.With(d.t.Context(), d.me) }

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) open(title string, who customer.ID) casework.ID {
	d.t.Helper()
	f, err := d.Cases.Create(d.ctx(), d.org.ID, casework.CaseInput{Title: title, Customer: who, Unit: "south"}, "")
	d.must(err)
	return f.ID
}

func (d *desk) send(in reply.Input) *reply.Reply {
	d.t.Helper()
	p, err := d.Replies.Send(d.ctx(), d.org.ID, d.kase, in, "")
	d.must(err)
	return p
}

// sent sends a reply and returns the mail that arrives.
func (d *desk) sent(in reply.Input) mailtest.Received {
	d.t.Helper()
	n := len(d.box.All())
	d.send(in)
	d.later()
	return d.box.Wait(d.t, n+1)[n]
}

// later lets the moment pass in which a reply can be taken back, and does what is due then.
func (d *desk) later() {
	d.t.Helper()
	d.Advance(13e9)
	d.RunJobs(d.t)
}

func (d *desk) file() *casework.File {
	d.t.Helper()
	f, err := d.Cases.File(d.ctx(), d.org.ID, d.kase)
	d.must(err)
	return f
}

// told lists the story's kinds in order.
func (d *desk) told() string {
	d.t.Helper()
	out := []string{}
	for _, e := range d.file().Story {
		out = append(out, string(e.Kind))
	}
	return strings.Join(out, " ")
}

func (d *desk) move(to casework.State) {
	d.t.Helper()
	m := casework.Move{State: to}
	if to == casework.Resolved || to == casework.Closed {
		m.Cause, m.Outcome = "timely", "apologised"
	}
	_, err := d.Cases.Move(d.ctx(), d.org.ID, d.kase, d.file().Version, m)
	d.must(err)
}

var letter = reply.Input{Subject: "About {{case.ref}}", Text: "Dear {{customer.name}},\n\nwe are sorry.\n\n{{agent.name}}, {{organisation}}"}

var codeForm = regexp.MustCompile(`[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}`)

// way is what a mail tells of the status page: its address within the program, the reference, the code.
func way(t *testing.T, m mailtest.Received) (path, ref, code string) {
	t.Helper()
	u, err := url.Parse(regexp.MustCompile(`https://cx\.example\.org/status/\S+`).FindString(m.Text))
	if err != nil || u.Path == "" {
		t.Fatalf("no link in %s", m.Text)
	}
	return u.Path, u.Query().Get("ref"), codeForm.FindString(m.Text)
}

func (d *desk) get(path string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.Send(apptest.Request(d.t, "GET", "~"+path, "", nil))
}

// post sends a form as a browser does, from a network.
func (d *desk) post(path string, form url.Values, network string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if network != "" {
		r.RemoteAddr = network + ":1234"
	}
	return d.App.Send(r)
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	p, ok := problem.As(err)
	if !ok || p.Code != code || len(p.Fields) == 0 || p.Fields[0].Location != field {
		t.Errorf("%v (%+v), not %s at %s", err, p, code, field)
	}
}
