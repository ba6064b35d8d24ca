package mail_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
	sender "github.com/touchstone-cx/touchstone/internal/mail/smtp"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const org db.Org = "org_a"

type fixture struct {
	*mail.Mail
	t   *testing.T
	box *mailtest.Mailbox
}

func open(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, box: mailtest.Server(t)}
	d, log := dbtest.Open(t), slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := sender.New(f.box.Settings())
	if err != nil {
		t.Fatal(err)
	}
	f.Mail = &mail.Mail{DB: d, Jobs: jobs.New(d, log), Sender: s, Host: "cx.example.org", Hub: web.NewHub(), Slog: log,
		NameOf: func(context.Context, db.Org) (string, error) { return "Alpenbahn", nil }}
	f.Handlers(f.Jobs)
	return f
}

func (f *fixture) queue(m mail.Message) (id mail.ID, err error) {
	err = f.DB.Write(f.t.Context(), org, func(tx *db.Tx) error { id, err = f.Queue(f.t.Context(), tx, org, m); return err })
	return id, err
}

// run does what is due. A delivery that will be tried again is no failure of the test: what became of the message tells.
func (f *fixture) run() {
	f.t.Helper()
	for ran := true; ran; {
		var err error
		if ran, err = f.Jobs.RunOne(f.t.Context()); err != nil {
			f.t.Log(err)
		}
	}
}

func (f *fixture) of(about string) (list []mail.Mailed) {
	f.t.Helper()
	err := f.DB.Read(f.t.Context(), org, func(tx *db.Tx) (err error) { list, err = f.Of(f.t.Context(), tx, org, about); return err })
	if err != nil {
		f.t.Fatal(err)
	}
	return list
}

func letter() mail.Message {
	return mail.Message{To: mail.Address{Name: "Zoë Ångström", Email: "zoe@customers.example"}, Subject: "Ihre Beschwerde – C-1042",
		Text: "Guten Tag,\n.\nwir melden uns bis Freitag.", HTML: "<p>Guten Tag</p>", ReplyTo: mail.Address{Email: "team@alpenbahn.example"},
		Files: []mail.File{{Name: "bill.pdf", Type: "application/pdf", Data: []byte("%PDF-1.4 \x00\xff")}}, Key: "case-1", About: "cas_1", Thread: "before@cx.example.org"}
}

func TestAMessageArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	f := open(t)
	id, err := f.queue(letter())
	if err != nil {
		t.Fatal(err)
	}
	f.run()
	got := f.box.Wait(t, 1)[0]
	if got.From != "cx@touchstone.example" || got.To != "zoe@customers.example" || got.Subject != letter().Subject ||
		strings.ReplaceAll(strings.TrimSpace(got.Text), "\r\n", "\n") != letter().Text || strings.TrimSpace(got.HTML) != letter().HTML {
		t.Errorf("%+v", got)
	}
	if len(got.Files) != 1 || string(got.Files[0].Data) != "%PDF-1.4 \x00\xff" || got.Files[0].Name != "bill.pdf" {
		t.Errorf("files: %+v", got.Files)
	}
	for name, want := range map[string]string{"Message-Id": "<" + string(id) + "@cx.example.org>", "In-Reply-To": "<before@cx.example.org>",
		"From": `"Alpenbahn" <cx@touchstone.example>`, "Reply-To": "<team@alpenbahn.example>", "Auto-Submitted": "auto-generated"} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q, not %q", name, got.Header.Get(name), want)
		}
	}
	if list := f.of("cas_1"); len(list) != 1 || list[0].State != mail.Sent || list[0].SentAt == nil || list[0].Files[0].Name != "bill.pdf" {
		t.Errorf("kept: %+v", list)
	}
}

func TestTheSameKeyLeavesOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	first, err := f.queue(letter())
	if err != nil {
		t.Fatal(err)
	}
	f.run()
	if again, err := f.queue(letter()); err != nil || again != first {
		t.Errorf("%s %v", again, err)
	}
	f.run()
	if n := len(f.box.All()); n != 1 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestWhatIsRolledBackDoesntLeave(t *testing.T) {
	t.Parallel()
	f := open(t)
	stop := errors.New("stop")
	err := f.DB.Write(t.Context(), org, func(tx *db.Tx) error {
		if _, err := f.Queue(t.Context(), tx, org, letter()); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	f.run()
	if len(f.box.All()) != 0 || len(f.of("cas_1")) != 0 {
		t.Error("it left, or is kept")
	}
}

func TestAServersNoIsFinalAndItsNotNowIsNot(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code int
		want mail.State
	}{"unknown mailbox": {550, mail.Failed}, "greylisted": {451, mail.Queued}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			f.box.Refuse = func(string) error { return &smtp.SMTPError{Code: c.code, Message: name} }
			if _, err := f.queue(letter()); err != nil {
				t.Fatal(err)
			}
			f.run()
			list := f.of("cas_1")
			if len(list) != 1 || list[0].State != c.want || !strings.Contains(list[0].Error, name) || list[0].Tries != 1 {
				t.Errorf("%+v", list)
			}
		})
	}
}

func TestAFailedMessageCanBeSentAfterAll(t *testing.T) {
	t.Parallel()
	f := open(t)
	full := true
	f.box.Refuse = func(string) error {
		if full {
			return &smtp.SMTPError{Code: 552, Message: "mailbox full"}
		}
		return nil
	}
	id, err := f.queue(letter())
	if err != nil {
		t.Fatal(err)
	}
	f.run()
	full = false
	if err := f.Retry(t.Context(), org, id); err != nil {
		t.Fatal(err)
	}
	f.run()
	if got := f.box.All(); len(got) != 1 || len(got[0].Files) != 1 {
		t.Errorf("%+v", got)
	}
	if err := f.Retry(t.Context(), org, id); problem.CodeOf(err) != "mail_not_waiting" {
		t.Errorf("a sent one again: %v", err)
	}
}

func TestAServerThatIsAwayLeavesTheMessageQueued(t *testing.T) {
	t.Parallel()
	f := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	away := f.box.Settings()
	away.Server = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if f.Sender, err = sender.New(away); err != nil {
		t.Fatal(err)
	}
	if _, err := f.queue(letter()); err != nil {
		t.Fatal(err)
	}
	f.run()
	if list := f.of("cas_1"); list[0].State != mail.Queued || list[0].Error == "" {
		t.Errorf("%+v", list)
	}
}

func TestWithoutAServerMessagesAreHeld(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.Sender = nil
	id, err := f.queue(letter())
	if err != nil {
		t.Fatal(err)
	}
	f.run()
	if list, _, err := f.List(t.Context(), org, mail.Held, "", 10); err != nil || len(list) != 1 || list[0].Text != "" {
		t.Errorf("%+v %v", list, err)
	}
	if err := f.Retry(t.Context(), org, id); problem.CodeOf(err) != "mail_not_set_up" {
		t.Error(err)
	}
}

func TestWhatWouldBeAHeaderOfItsOwnIsRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	cases := map[string]func(m *mail.Message){
		"body.to":        func(m *mail.Message) { m.To.Email = "a@b.example\r\nBcc: all@customers.example" },
		"body.reply_to":  func(m *mail.Message) { m.ReplyTo.Name = "x\nBcc: y@z.example" },
		"body.from_name": func(m *mail.Message) { m.FromName = "x\r\nSubject: other" },
		"body.subject":   func(m *mail.Message) { m.Subject = "x\r\n\r\n<script>" },
		"body.thread":    func(m *mail.Message) { m.Thread = "x>\r\nBcc: y@z.example" },
		"body.files":     func(m *mail.Message) { m.Files[0].Name = "a\r\nb.pdf" },
		"body.text":      func(m *mail.Message) { m.Text = " \n " },
	}
	for field, spoil := range cases {
		m := letter()
		spoil(&m)
		_, err := f.queue(m)
		if p, ok := problem.As(err); !ok || len(p.Fields) != 1 || p.Fields[0].Location != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, bad := range []string{"", "ada", "a@b.example, c@d.example", "a@b.example\n", "a b@c.example", "ä@b.example", strings.Repeat("a", 260) + "@b.example"} {
		if _, err := mail.ParseAddress("body.to", bad); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	f.run()
	if n := len(f.box.All()); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestAPageHoldsWhateverPeopleWrite(t *testing.T) {
	t.Parallel()
	p := mail.Page{Title: `<b>"T"</b>`, Lines: []string{"one\ntwo <script>alert(1)</script>"}, Action: "Open", Link: `https://x.example/?a=1&b="`}
	h := p.HTML()
	if strings.Contains(h, "<script") || strings.Contains(h, "<b>") || !strings.Contains(h, "one<br>two") || !strings.Contains(h, `a=1&amp;b=&#34;`) {
		t.Error(h)
	}
	if !strings.Contains(p.Text(), p.Link) {
		t.Error(p.Text())
	}
}

func TestAnotherOrganisationSeesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	id, err := f.queue(letter())
	if err != nil {
		t.Fatal(err)
	}
	if list, _, err := f.List(t.Context(), "org_b", "", "", 10); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if err := f.Retry(t.Context(), "org_b", id); problem.KindOf(err) != problem.NotFound {
		t.Error(err)
	}
}

func TestSettingsAreRefusedByName(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]sender.Settings{"mail_server": {Server: "smtp.example.org", TLS: "none"}, "mail_tls": {Server: "a:25", TLS: "maybe"}} {
		if _, err := sender.New(s); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
