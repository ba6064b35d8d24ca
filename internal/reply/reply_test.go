package reply_test

import (
	"mime"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/reply"
)

func TestALetterArrivesWithItsFieldsFilledAndIsToldInTheStory(t *testing.T) {
	d := open(t)
	in := letter
	in.Files = []reply.FileInput{{Name: "Fahrplan – neu.pdf", Type: "application/pdf", Data: []byte("%PDF-1.7 …")}}
	got := d.sent(in)
	ref := d.file().Ref
	if got.To != "ada@customer.example" || got.Subject != "About "+ref || !strings.Contains(got.Header.Get("From"), "Alpenbahn") {
		t.Fatalf("%s %q %s", got.To, got.Subject, got.Header.Get("From"))
	}
	if !strings.Contains(strings.ReplaceAll(got.Text, "\r\n", "\n"), "Dear Ada <b>Lovelace</b>,\n\nwe are sorry.\n\nOlivia Owner, Alpenbahn") {
		t.Errorf("text: %s", got.Text)
	}
	if !strings.Contains(got.HTML, "Ada &lt;b&gt;Lovelace&lt;/b&gt;") || strings.Contains(got.HTML, "<b>Lovelace") {
		t.Errorf("HTML: %s", got.HTML)
	}
	if len(got.Files) != 1 || fileName(got.Files[0].Name) != "Fahrplan – neu.pdf" || string(got.Files[0].Data) != "%PDF-1.7 …" {
		t.Errorf("files: %+v", got.Files)
	}
	if got.Header.Get("Auto-Submitted") != "" {
		t.Error("a person's letter says that a machine wrote it")
	}
	if d.told() != "opened reply state" {
		t.Errorf("story: %s", d.told())
	}
	e := d.file().Story[1]
	if e.By == nil || e.By.Name != "Olivia Owner" || !strings.Contains(e.Text, "we are sorry") || !strings.Contains(string(e.Detail), "Fahrplan") {
		t.Errorf("%+v", e)
	}
	all, err := d.Replies.List(d.ctx(), d.org.ID, d.kase)
	d.must(err)
	if len(all) != 1 || all[0].State != reply.Sent {
		t.Errorf("%+v", all)
	}
}

func TestAnAnswerStandsInTheThreadOfTheOneBefore(t *testing.T) {
	d := open(t)
	first, second := d.sent(letter), d.sent(letter)
	if id := first.Header.Get("Message-ID"); id == "" || second.Header.Get("In-Reply-To") != id {
		t.Errorf("%q after %q", second.Header.Get("In-Reply-To"), id)
	}
}

func TestAReplyTakenBackNeverLeaves(t *testing.T) {
	d := open(t)
	p := d.send(letter)
	d.RunJobs(t)
	if _, err := d.Replies.Undo(d.ctx(), d.org.ID, d.kase, p.ID); err != nil {
		t.Fatal(err)
	}
	d.later()
	if n := len(d.box.All()); n != 0 || d.told() != "opened" {
		t.Errorf("%d mails, story %s", n, d.told())
	}
	q := d.send(letter)
	d.later()
	if _, err := d.Replies.Undo(d.ctx(), d.org.ID, d.kase, q.ID); problem.CodeOf(err) != "reply_gone" {
		t.Errorf("taken back after it had left: %v", err)
	}
}

func TestAReplySentTwiceUnderOneKeyLeavesOnce(t *testing.T) {
	d := open(t)
	for range 2 {
		if _, err := d.Replies.Send(d.ctx(), d.org.ID, d.kase, letter, "key"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Replies.Send(d.ctx(), d.org.ID, d.kase, reply.Input{Subject: "x", Text: "other"}, "key"); problem.CodeOf(err) != "idempotency_key_taken" {
		t.Errorf("another letter under the same key: %v", err)
	}
	d.later()
	d.box.Wait(t, 1)
	d.RunJobs(t)
	if n := len(d.box.All()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestWhatCantBeALetterIsRefusedAtItsPlace(t *testing.T) {
	d := open(t)
	nobody := d.open("Nobody known", "")
	for name, c := range map[string]struct {
		in          reply.Input
		of          casework.ID
		code, field string
	}{
		"an unknown field":            {reply.Input{Subject: "x", Text: "Dear\n{{customer.shoe_size}}"}, d.kase, "field_unknown", "body.text"},
		"an unknown field on top":     {reply.Input{Subject: "{{x}}", Text: "x"}, d.kase, "field_unknown", "body.subject"},
		"a field that never ends":     {reply.Input{Subject: "x", Text: "Dear {{customer.name"}, d.kase, "field_unfinished", "body.text"},
		"a field within a field":      {reply.Input{Subject: "x", Text: "{{ {{customer.name}} }}"}, d.kase, "field_unfinished", "body.text"},
		"a field without a value":     {reply.Input{To: "a@example.org", Subject: "x", Text: "Dear {{customer.name}}"}, nobody, "field_empty", "body.text"},
		"nobody to write to":          {reply.Input{Subject: "x", Text: "x"}, nobody, "customer_no_email", "body.to"},
		"a header in the address":     {reply.Input{To: "a@example.org\r\nBcc: all@example.org", Subject: "x", Text: "x"}, d.kase, "email_line_break", "body.to"},
		"a header in the subject":     {reply.Input{Subject: "x\r\nBcc: all@example.org", Text: "x"}, d.kase, "mail_line_break", "body.subject"},
		"several addresses":           {reply.Input{To: "a@example.org, b@example.org", Subject: "x", Text: "x"}, d.kase, "email_invalid", "body.to"},
		"no subject":                  {reply.Input{Text: "x"}, d.kase, "mail_subject_length", "body.subject"},
		"no words":                    {reply.Input{Subject: "x", Text: " \n"}, d.kase, "mail_text_length", "body.text"},
		"an empty file":               {reply.Input{Subject: "x", Text: "x", Files: []reply.FileInput{{Name: "a.txt"}}}, d.kase, "file_empty", "body.files[0]"},
		"a file that is a path":       {reply.Input{Subject: "x", Text: "x", Files: []reply.FileInput{{Name: "../a", Data: []byte("x")}}}, d.kase, "file_name", "body.files[0].name"},
		"files too large together":    {reply.Input{Subject: "x", Text: "x", Files: []reply.FileInput{{Name: "a", Data: make([]byte, 11<<20)}}}, d.kase, "files_too_large", "body.files[0]"},
		"a header in a file's name":   {reply.Input{Subject: "x", Text: "x", Files: []reply.FileInput{{Name: "a\r\nX: y", Data: []byte("x")}}}, d.kase, "file_name", "body.files[0].name"},
		"too many files, one too far": {reply.Input{Subject: "x", Text: "x", Files: make([]reply.FileInput, 11)}, d.kase, "too_many_files", "body.files"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.Replies.Send(d.ctx(), d.org.ID, c.of, c.in, "")
			refused(t, err, c.code, c.field)
		})
	}
	d.later()
	if n := len(d.box.All()); n != 0 {
		t.Errorf("%d mails left", n)
	}
}

func TestACustomersNameCantBecomeAFieldOrAHeader(t *testing.T) {
	d := open(t)
	p, err := d.Replies.Preview(d.ctx(), d.org.ID, d.kase, "{{customer.name}}", "{{customer.name}} {{case.ref}}")
	d.must(err)
	if strings.ContainsAny(p.Subject, "\r\n") || !strings.Contains(p.Text, "Ada <b>Lovelace</b> C-") || strings.Contains(p.HTML, "<b>Love") {
		t.Errorf("%+v", p)
	}
}

func TestAPreviewListsWhatMustBeFilledInByHand(t *testing.T) {
	d := open(t)
	p, err := d.Replies.Preview(d.ctx(), d.org.ID, d.kase, "About {{case.ref}}", "At {{touch_point}} for {{customer.first_name}} and {{touch_point}}")
	d.must(err)
	if len(p.Missing) != 1 || p.Missing[0] != "touch_point" || p.Text != "At {{touch_point}} for Ada and {{touch_point}}" || p.To.Email != "ada@customer.example" {
		t.Errorf("%+v", p)
	}
}

func TestAUnitWritesUnderItsNameAndTheOneAboveWhereItSaysNothing(t *testing.T) {
	d := open(t)
	d.must(d.Replies.SetSender(d.ctx(), d.org.ID, reply.Sender{FromName: "Alpenbahn Care", ReplyTo: "care@alpenbahn.example"}))
	d.must(d.Replies.SetSender(d.ctx(), d.org.ID, reply.Sender{Unit: d.unit, FromName: "Alpenbahn South"}))
	got := d.sent(letter)
	if !strings.Contains(got.Header.Get("From"), "Alpenbahn South") || !strings.Contains(got.Header.Get("Reply-To"), "care@alpenbahn.example") {
		t.Errorf("%s, %s", got.Header.Get("From"), got.Header.Get("Reply-To"))
	}
	refused(t, d.Replies.SetSender(d.ctx(), d.org.ID, reply.Sender{FromName: "x\r\nBcc: y@example.org"}), "mail_line_break", "body.from_name")
	refused(t, d.Replies.SetSender(d.ctx(), d.org.ID, reply.Sender{ReplyTo: "a@example.org\nBcc: b@example.org"}), "email_line_break", "body.reply_to")
	refused(t, d.Replies.SetSender(d.ctx(), d.org.ID, reply.Sender{Unit: "unt_none", FromName: "x"}), "unit_unknown", "body.unit")
}

func TestWhatTheCustomerAnswersLetsTheCaseGoOnAndTellsItsOwner(t *testing.T) {
	d := open(t)
	d.move(casework.Open)
	d.move(casework.Waiting)
	other := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: "usr_other", Name: "Other", Role: identity.Manager})
	for range 2 { // the same once more, as after a lost answer
		d.must(d.Replies.Received(other, d.org.ID, d.kase, reply.ReceivedInput{Text: "It was the 10:05"}, "k1"))
	}
	if f := d.file(); f.State != casework.Open || !strings.HasSuffix(d.told(), "received state") {
		t.Errorf("%s: %s", f.State, d.told())
	}
	p, err := d.Notify.List(t.Context(), d.org.ID, d.org.User, false, "", 10)
	d.must(err)
	if len(p.Items) == 0 || p.Items[0].Kind != notify.Answered {
		t.Errorf("%+v", p.Items)
	}
	d.move(casework.Resolved)
	d.must(d.Replies.Received(other, d.org.ID, d.kase, reply.ReceivedInput{Text: "Thanks"}, ""))
	if f := d.file(); f.State != casework.Resolved {
		t.Errorf("thanks opened it again: %s", f.State)
	}
	d.must(d.Replies.Received(other, d.org.ID, d.kase, reply.ReceivedInput{Text: "Again!", Reopen: true}, ""))
	if f := d.file(); f.State != casework.Open {
		t.Errorf("not opened again: %s", f.State)
	}
	refused(t, d.Replies.Received(other, d.org.ID, d.kase, reply.ReceivedInput{Text: " "}, ""), "note_empty", "body.text")
}

func TestTemplatesAreOnesOwnOrEverybodys(t *testing.T) {
	d := open(t)
	agent := identity.With(t.Context(), identity.Caller{Org: d.org.ID, Kind: identity.ByUser, ID: "usr_agent", Name: "Ana", Role: identity.Agent})
	in := reply.TemplateInput{Name: "Sorry", Language: "en", Subject: "About {{case.ref}}", Body: "Dear {{customer.name}}"}
	own, err := d.Replies.AddTemplate(agent, d.org.ID, in, "")
	d.must(err)
	if _, err := d.Replies.Template(d.ctx(), d.org.ID, own.ID); problem.KindOf(err) != problem.NotFound {
		t.Errorf("somebody else's own template: %v", err)
	}
	in.Shared = true
	if _, err := d.Replies.AddTemplate(agent, d.org.ID, in, ""); problem.CodeOf(err) != "template_not_yours" {
		t.Errorf("an agent shares: %v", err)
	}
	shared, err := d.Replies.AddTemplate(d.ctx(), d.org.ID, in, "")
	d.must(err)
	all, err := d.Replies.Templates(agent, d.org.ID)
	d.must(err)
	if len(all) != 2 {
		t.Errorf("%+v", all)
	}
	if _, err := d.Replies.EditTemplate(agent, d.org.ID, shared.ID, 1, in); problem.CodeOf(err) != "template_not_yours" {
		t.Errorf("an agent changes what everybody sends: %v", err)
	}
	if err := d.Replies.DropTemplate(agent, d.org.ID, shared.ID); problem.CodeOf(err) != "template_not_yours" {
		t.Errorf("an agent ends what everybody sends: %v", err)
	}
	if _, err := d.Replies.EditTemplate(d.ctx(), d.org.ID, shared.ID, 7, in); problem.KindOf(err) != problem.Stale {
		t.Errorf("an edit of an old version: %v", err)
	}
	in.Body = "Dear {{customer.shoe}}"
	_, err = d.Replies.EditTemplate(d.ctx(), d.org.ID, shared.ID, 1, in)
	refused(t, err, "field_unknown", "body.body")
	in.Body, in.Subject = "x", "a\nb"
	_, err = d.Replies.AddTemplate(d.ctx(), d.org.ID, in, "")
	refused(t, err, "mail_line_break", "body.subject")
}

func fileName(s string) string {
	s, _ = new(mime.WordDecoder).DecodeHeader(s)
	return s
}
