package mail

import (
	netmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Address is one mailbox. Name may be empty.
type Address struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// Limits of a message. Mail servers commonly refuse more than 25 MB on the wire, where files take a third more.
const (
	maxSubject = 250
	maxText    = 200_000
	maxFiles   = 15 << 20 // bytes of all files together
)

// ParseAddress reads one address, such as "Ada <ada@example.org>" or ada@example.org; field is where it stands in the input.
// It refuses line breaks (they would begin headers of their own), lists, and what isn't an address.
func ParseAddress(field, text string) (Address, error) {
	if strings.ContainsFunc(text, control) {
		return Address{}, problem.At(field, "email_line_break", "An e-mail address holds no line breaks or control characters.")
	}
	a, err := netmail.ParseAddress(text)
	if err != nil || len(a.Address) > 254 || !utf8.ValidString(text) || strings.ContainsFunc(a.Address, func(r rune) bool { return r > 126 || r == ' ' }) {
		return Address{}, problem.At(field, "email_invalid", "%.100q isn't an e-mail address.", text)
	}
	return Address{Name: a.Name, Email: a.Address}, nil
}

func control(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }

// File is an attachment.
type File struct {
	Name string `json:"name"`
	Type string `json:"type" doc:"A media type, such as application/pdf"`
	Data []byte `json:"data,omitempty"`
}

// Message is what is to be sent to one person.
type Message struct {
	To       Address
	FromName string  // shown before the configured sender's address; "" is the organisation's name
	ReplyTo  Address // where answers go; without Email to the sender
	Subject  string
	Text     string // the plain part; every message has one
	HTML     string // the same for eyes, or ""
	Files    []File
	Key      string // unique in the organisation: the same key is queued once. "" is never the same
	About    string // id of what it belongs to, such as a case's; for Of
	Thread   string // MessageID of the message that this one answers, or ""
	// Private keeps the texts sealed in the database and out of every list: they hold a key, such as a link that lets in.
	Private bool

	Unsubscribe string // address to which a POST stops such mail (RFC 8058), or ""
	Personal    bool   // a person wrote it: answering machines may answer
}

// Validate checks the rules that need no database. Places are below "body.".
func (m *Message) Validate() error {
	if _, err := ParseAddress("body.to", m.To.Email); err != nil {
		return err
	}
	if m.ReplyTo.Email != "" {
		if _, err := ParseAddress("body.reply_to", m.ReplyTo.Email); err != nil {
			return err
		}
	}
	for field, text := range map[string]string{"body.to": m.To.Name, "body.from_name": m.FromName, "body.reply_to": m.ReplyTo.Name,
		"body.subject": m.Subject, "body.thread": m.Thread, "body.unsubscribe": m.Unsubscribe} {
		if strings.ContainsFunc(text, control) || !utf8.ValidString(text) {
			return problem.At(field, "mail_line_break", "A subject or name holds no line breaks or control characters.")
		}
	}
	if n := utf8.RuneCountInString(m.Subject); n == 0 || n > maxSubject {
		return problem.At("body.subject", "mail_subject_length", "A subject has 1 to %d characters.", maxSubject)
	}
	if n := len(m.Text); strings.TrimSpace(m.Text) == "" || n > maxText || len(m.HTML) > 3*maxText {
		return problem.At("body.text", "mail_text_length", "A message has 1 to %d characters.", maxText)
	}
	if !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0) {
		return problem.At("body.text", "not_utf8", "The text isn't valid UTF-8.")
	}
	size := 0
	for _, f := range m.Files {
		if f.Name == "" || len(f.Name) > 200 || strings.ContainsFunc(f.Name, control) || strings.ContainsAny(f.Name, `/\"`) {
			return problem.At("body.files", "mail_file_name", "%.100q isn't the name of a file.", f.Name)
		}
		size += len(f.Data)
	}
	if size > maxFiles {
		return problem.At("body.files", "mail_files_too_large", "The files of a message have at most %d MB together.", maxFiles>>20)
	}
	return nil
}

// ID is a message's id.
type ID string

// State is what became of a message.
type State string

// The closed list of states.
const (
	Queued State = "queued" // on its way; an error says why it hasn't left yet
	Sent   State = "sent"   // the mail server took it, which is not yet the reader's eye
	Failed State = "failed"
	Held   State = "held" // no mail server is set up
)

// Mailed is a message as lists show it.
type Mailed struct {
	ID       ID         `json:"id"`
	About    string     `json:"about,omitempty"`
	To       Address    `json:"to"`
	Subject  string     `json:"subject"`
	Text     string     `json:"text,omitempty"`
	Files    []File     `json:"files,omitempty"`
	State    State      `json:"state" enum:"queued,sent,failed,held"`
	Error    string     `json:"error,omitempty" doc:"Why it failed, or hasn't left yet"`
	Tries    int        `json:"tries"`
	QueuedAt time.Time  `json:"queued_at"`
	SentAt   *time.Time `json:"sent_at,omitempty"`

	message Message
	org     db.Org
}
