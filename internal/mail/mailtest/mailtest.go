// Package mailtest is a real SMTP server for tests: it listens on the loopback address and keeps what it was given.
package mailtest

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/mail/smtp"
)

// Received is one message as the server got it.
type Received struct {
	From, To   string // of the envelope
	Header     netmail.Header
	Subject    string // decoded
	Text, HTML string
	Files      []mail.File
	Raw        []byte
}

// Mailbox is the server. Refuse, if set before mail arrives, answers for a recipient: nil takes the message.
type Mailbox struct {
	Refuse func(to string) error

	addr string
	mu   sync.Mutex
	got  []Received
}

// Server starts one for the length of a test.
func Server(t testing.TB) *Mailbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &Mailbox{addr: l.Addr().String()}
	s := gosmtp.NewServer(m)
	s.Domain, s.ReadTimeout, s.WriteTimeout, s.MaxMessageBytes = "mail.test", 10*time.Second, 10*time.Second, 32<<20
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		<-done
	})
	return m
}

// Addr is host:port.
func (m *Mailbox) Addr() string { return m.addr }

// Settings lead to the server.
func (m *Mailbox) Settings() smtp.Settings {
	return smtp.Settings{Server: m.addr, TLS: "none", From: mail.Address{Name: "Touchstone", Email: "cx@touchstone.example"}}
}

// Wait returns what has arrived once that are n messages, and fails the test when they don't come within ten seconds.
func (m *Mailbox) Wait(t testing.TB, n int) []Received {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if all := m.All(); len(all) >= n {
			return all
		} else if time.Now().After(end) {
			t.Fatalf("%d messages arrived, not %d", len(all), n)
		}
	}
}

// All returns what has arrived so far.
func (m *Mailbox) All() []Received {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Received(nil), m.got...)
}

// NewSession begins a conversation with a client.
func (m *Mailbox) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &session{box: m}, nil }

type session struct {
	box      *Mailbox
	from, to string
}

func (s *session) Reset()        { s.from, s.to = "", "" }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *gosmtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.to = to
	if s.box.Refuse != nil {
		return s.box.Refuse(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	got, err := read(raw)
	if err != nil {
		return &gosmtp.SMTPError{Code: 554, Message: err.Error()}
	}
	got.From, got.To = s.from, s.to
	s.box.mu.Lock()
	s.box.got = append(s.box.got, *got)
	s.box.mu.Unlock()
	return nil
}

func read(raw []byte) (*Received, error) {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	got := &Received{Header: m.Header, Raw: raw}
	if got.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return nil, err
	}
	return got, got.part(m.Header.Get, m.Body)
}

// part reads one part, or those within.
func (r *Received) part(header func(string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			if err := r.part(p.Header.Get, p); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(header("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	_, file, _ := mime.ParseMediaType(header("Content-Disposition"))
	switch {
	case file["filename"] != "":
		r.Files = append(r.Files, mail.File{Name: file["filename"], Type: kind, Data: b})
	case kind == "text/html":
		r.HTML = string(b)
	default:
		r.Text = string(b)
	}
	return nil
}
