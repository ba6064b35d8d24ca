// Package smtp hands messages to a mail server.
package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/touchstone-cx/touchstone/internal/mail"
)

// Settings say which server, and as whom.
type Settings struct {
	Server   string // host:port
	User     string // "" sends without signing in
	Password string
	TLS      string // starttls, tls (from the first byte), or none
	From     mail.Address
}

// timeout of one delivery, from dialling on.
const timeout = 60 * time.Second

// Sender is a mail.Sender.
type Sender struct {
	settings Settings
	host     string
	options  []gomail.Option
}

// New checks the settings without asking the server.
func New(s Settings) (*Sender, error) {
	host, text, err := net.SplitHostPort(s.Server)
	port, bad := strconv.Atoi(text)
	if err != nil || bad != nil || host == "" || port < 1 || port > 65535 {
		return nil, fmt.Errorf("mail_server: %q isn't an address such as smtp.example.org:587", s.Server)
	}
	o := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(timeout)}
	switch s.TLS {
	case "starttls":
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "tls":
		o = append(o, gomail.WithSSL())
	case "none":
		o = append(o, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("mail_tls: %q isn't starttls, tls or none", s.TLS)
	}
	if s.User != "" {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if _, err := gomail.NewClient(host, o...); err != nil {
		return nil, fmt.Errorf("mail_server: %w", err)
	}
	return &Sender{settings: s, host: host, options: o}, nil
}

// Send delivers one message. A connection of its own each: deliveries are few, and servers close idle ones.
func (s *Sender) Send(ctx context.Context, m *mail.Outgoing) error {
	msg, err := s.compose(m)
	if err != nil {
		return mail.Refused{Err: err}
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	var sending *gomail.SendError
	// Only a server's word about this message is final; a refused sign-in or connection is the installation's, and passes.
	if errors.As(err, &sending) && !sending.IsTemp() && sending.ErrorCode() >= 500 {
		return mail.Refused{Err: err}
	}
	return err
}

func (s *Sender) compose(m *mail.Outgoing) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	name := m.FromName
	if name == "" {
		name = s.settings.From.Name
	}
	err := errors.Join(msg.FromFormat(name, s.settings.From.Email), msg.EnvelopeFrom(s.settings.From.Email),
		msg.AddToFormat(m.To.Name, m.To.Email))
	if m.ReplyTo.Email != "" {
		err = errors.Join(err, msg.ReplyToFormat(m.ReplyTo.Name, m.ReplyTo.Email))
	}
	if err != nil {
		return nil, err
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.MessageID)
	if !m.Personal { // robots don't answer what says it comes from one (RFC 3834)
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	if m.Unsubscribe != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	if m.Thread != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.Thread+">")
		msg.SetGenHeader(gomail.HeaderReferences, "<"+m.Thread+">")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, attach(msg, m.Files)
}

func attach(msg *gomail.Msg, files []mail.File) error {
	for _, f := range files {
		kind := f.Type
		if kind == "" {
			kind = "application/octet-stream"
		}
		if err := msg.AttachReader(f.Name, bytes.NewReader(f.Data), gomail.WithFileContentType(gomail.ContentType(kind))); err != nil {
			return err
		}
	}
	return nil
}
