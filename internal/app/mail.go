package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/mail/smtp"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// mailSender makes what the settings name; nil where no server is named.
func (c *Config) mailSender() (*smtp.Sender, error) {
	if c.MailServer == "" {
		return nil, nil
	}
	from, err := mail.ParseAddress("mail_from", c.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("mail_from: %q isn't an address such as Touchstone <cx@example.org>", c.MailFrom)
	}
	return smtp.New(smtp.Settings{Server: c.MailServer, User: c.MailUser, Password: c.MailPassword, TLS: c.MailTLS, From: from})
}

func (a *App) mail() error {
	a.Mail = &mail.Mail{DB: a.DB, Jobs: a.Jobs, Hub: a.Hub, Slog: a.Slog, Keys: a.Identity.Keys, NameOf: func(ctx context.Context, org db.Org) (string, error) {
		o, err := a.Identity.Organisation(ctx, org)
		if err != nil {
			return "", err
		}
		return o.Name, nil
	}}
	sender, err := a.Config.mailSender()
	if err != nil {
		return err
	}
	if sender != nil { // a nil *smtp.Sender in the interface would not be nil
		a.Mail.Sender = sender
	}
	if u, err := url.Parse(a.Config.PublicURL); err == nil {
		a.Mail.Host = u.Hostname()
	}
	a.Mail.Handlers(a.Jobs)
	return nil
}

func (a *App) mailRoutes() {
	type status struct {
		Body struct {
			Ready  bool   `json:"ready" doc:"A mail server is set up"`
			Server string `json:"server,omitempty"`
			From   string `json:"from,omitempty"`
		}
	}
	web.Register(a.API, web.Op{ID: "mail-status", Method: http.MethodGet, Path: "/mail/status", Tag: "Mail", Verb: identity.MailWrite,
		Summary: "Whether mail can be sent, and by which server"},
		func(context.Context, *struct{}) (*status, error) {
			out := &status{}
			out.Body.Ready, out.Body.Server, out.Body.From = a.Mail.Ready(), a.Config.MailServer, a.Config.MailFrom
			return out, nil
		})
	web.Register(a.API, web.Op{ID: "mail-list", Method: http.MethodGet, Path: "/mail", Tag: "Mail", Verb: identity.MailWrite,
		Summary: "Messages, newest first, without their texts"},
		func(ctx context.Context, in *struct {
			State  mail.State `query:"state" enum:"queued,sent,failed,held"`
			Cursor string     `query:"cursor"`
			Limit  int        `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[mail.Mailed], error) {
			return web.ListOf(a.Mail.List(ctx, identity.From(ctx).Org, in.State, in.Cursor, in.Limit))
		})
	web.Register(a.API, web.Op{ID: "mail-retry", Method: http.MethodPost, Path: "/mail/{id}/retry", Tag: "Mail", Verb: identity.MailWrite,
		Summary: "Send a failed or held message after all"},
		func(ctx context.Context, in *struct {
			ID mail.ID `path:"id"`
		}) (*struct{}, error) {
			return nil, a.Mail.Retry(ctx, identity.From(ctx).Org, in.ID)
		})
	type made struct {
		Body struct {
			ID mail.ID `json:"id"`
		}
	}
	web.Register(a.API, web.Op{ID: "mail-test", Method: http.MethodPost, Path: "/mail/test", Tag: "Mail", Verb: identity.MailWrite,
		Summary: "Send a message to oneself, to see that mail arrives", Status: http.StatusAccepted},
		func(ctx context.Context, in *struct {
			Body struct {
				To string `json:"to" maxLength:"254" doc:"Where the message goes"`
			}
		}) (*made, error) {
			out := &made{}
			return out, a.testMail(ctx, in.Body.To, &out.Body.ID)
		})
}

func (a *App) testMail(ctx context.Context, to string, id *mail.ID) error {
	if !a.Mail.Ready() {
		return problem.New(problem.Conflict, "mail_not_set_up", "No mail server is set up, so nothing can be sent.")
	}
	address, err := mail.ParseAddress("body.to", to)
	if err != nil {
		return err
	}
	page := mail.Page{Title: "Mail works", Lines: []string{"This message was asked for on the settings page of Touchstone. Nothing needs to be done."}}
	org := identity.From(ctx).Org
	return a.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		if *id, err = a.Mail.Queue(ctx, tx, org, mail.Message{To: address, Subject: page.Title, Text: page.Text(), HTML: page.HTML(), About: "test"}); err != nil {
			return err
		}
		return a.Audit.Record(ctx, tx, "mail.test", string(*id), map[string]any{"to": address.Email})
	})
}
