package reply

import (
	"context"
	"net/http"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves replies, templates and senders.
func (r *Replies) Routes(a *web.API) {
	r.replyRoutes(a)
	r.templateRoutes(a)
	r.senderRoutes(a)
	r.followRoutes(a)
}

type byCase struct {
	ID casework.ID `path:"id" maxLength:"60"`
}

type replyOut struct{ Body *Reply }

func replyOf(p *Reply, err error) (*replyOut, error) {
	if err != nil {
		return nil, err
	}
	return &replyOut{p}, nil
}

// sent is large enough for the files of a reply as base64.
const sentSize = maxBytes*4/3 + 1<<20

func (r *Replies) replyRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "reply-list", Method: http.MethodGet, Path: "/cases/{id}/replies", Tag: "Replies", Verb: identity.CaseRead,
		Summary: "What was written to the customer, and what became of it"},
		func(ctx context.Context, in *byCase) (*web.List[Reply], error) {
			all, err := r.List(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "reply-send", Method: http.MethodPost, Path: "/cases/{id}/replies", Tag: "Replies", Verb: identity.CaseWrite, Status: 201,
		MaxBody: sentSize, Summary: "Write to the customer by e-mail", Doc: "It leaves after ten seconds, in which it can be taken back."},
		func(ctx context.Context, in *struct {
			ID   casework.ID `path:"id" maxLength:"60"`
			Key  string      `header:"Idempotency-Key" maxLength:"200"`
			Body Input
		}) (*replyOut, error) {
			return replyOf(r.Send(ctx, identity.From(ctx).Org, in.ID, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "reply-undo", Method: http.MethodDelete, Path: "/cases/{id}/replies/{reply}", Tag: "Replies", Verb: identity.CaseWrite,
		Status: 200, Summary: "Take a reply back before it leaves"},
		func(ctx context.Context, in *struct {
			ID    casework.ID `path:"id" maxLength:"60"`
			Reply ID          `path:"reply" maxLength:"60"`
		}) (*replyOut, error) {
			return replyOf(r.Undo(ctx, identity.From(ctx).Org, in.ID, in.Reply))
		})
	web.Register(a, web.Op{ID: "reply-preview", Method: http.MethodPost, Path: "/cases/{id}/replies/preview", Tag: "Replies", Verb: identity.CaseWrite,
		Status: 200, Summary: "A letter with its fields filled in", Doc: "Fields without a value stay, and are listed: they must be filled in by hand."},
		func(ctx context.Context, in *struct {
			ID   casework.ID `path:"id" maxLength:"60"`
			Body struct {
				Subject string `json:"subject" maxLength:"200"`
				Text    string `json:"text" maxLength:"20000"`
			}
		}) (*struct{ Body *Preview }, error) {
			p, err := r.Preview(ctx, identity.From(ctx).Org, in.ID, in.Body.Subject, in.Body.Text)
			return &struct{ Body *Preview }{p}, err
		})
	web.Register(a, web.Op{ID: "case-received", Method: http.MethodPost, Path: "/cases/{id}/received", Tag: "Replies", Verb: identity.CaseWrite,
		Summary: "Note what the customer answered", Doc: "A case that waited for it goes on."},
		func(ctx context.Context, in *struct {
			ID   casework.ID `path:"id" maxLength:"60"`
			Key  string      `header:"Idempotency-Key" maxLength:"200"`
			Body ReceivedInput
		}) (*struct{}, error) {
			return nil, r.Received(ctx, identity.From(ctx).Org, in.ID, in.Body, in.Key)
		})
}

// Preview is a letter as it would go out.
type Preview struct {
	To      *mail.Address `json:"to,omitempty" doc:"The customer's address, if there is one"`
	Subject string        `json:"subject"`
	Text    string        `json:"text"`
	HTML    string        `json:"html"`
	Missing []string      `json:"missing" doc:"Fields that have no value in this case"`
	From    string        `json:"from" doc:"The name it is sent under"`
	ReplyTo string        `json:"reply_to,omitempty"`
}

// Preview fills in a letter for a case without sending it.
func (r *Replies) Preview(ctx context.Context, org db.Org, id casework.ID, subject, text string) (*Preview, error) {
	p := &Preview{Missing: []string{}}
	err := r.DB.Read(ctx, org, func(tx *db.Tx) error {
		k, err := r.Cases.Seen(ctx, tx, org, id)
		if err != nil {
			return err
		}
		values, err := r.values(ctx, tx, org, k)
		if err != nil {
			return err
		}
		var in, more []string
		if p.Subject, in, err = fillKnown(subject, values, "body.subject"); err != nil {
			return err
		}
		if p.Text, more, err = fillKnown(text, values, "body.text"); err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, f := range append(in, more...) {
			if !seen[f] {
				seen[f] = true
				p.Missing = append(p.Missing, f)
			}
		}
		if k.Customer != nil && k.Customer.Email != "" {
			p.To = &mail.Address{Name: oneLine(k.Customer.Name), Email: k.Customer.Email}
		}
		from, err := r.senderOf(ctx, tx, org, k.UnitID())
		if err != nil {
			return err
		}
		p.From, p.ReplyTo = from.Name, from.ReplyTo.Email
		if p.From == "" {
			p.From = values["organisation"]
		}
		p.HTML = letter(p.Text, foot{words: wordsFor("en").Foot, link: r.Public + "/status/…", ref: k.Ref, code: "····-····-····"})
		return nil
	})
	return p, err
}

type templateOut struct {
	ETag string `header:"ETag"`
	Body *Template
}

func templateOf(t *Template, err error) (*templateOut, error) {
	if err != nil {
		return nil, err
	}
	return &templateOut{ETag: web.ETag(t.Version), Body: t}, nil
}

type byTemplate struct {
	ID TemplateID `path:"id" maxLength:"60"`
}

// templatesOut is the list with the fields that a text may hold.
type templatesOut struct {
	Body struct {
		Items  []Template `json:"items"`
		Fields []string   `json:"fields" doc:"What a text can have filled in"`
	}
}

func (r *Replies) templateRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "template-list", Method: http.MethodGet, Path: "/reply-templates", Tag: "Replies", Verb: identity.CaseRead,
		Summary: "Letters to begin with: your own and everybody's"},
		func(ctx context.Context, _ *struct{}) (*templatesOut, error) {
			all, err := r.Templates(ctx, identity.From(ctx).Org)
			out := &templatesOut{}
			out.Body.Items, out.Body.Fields = all, Fields
			return out, err
		})
	web.Register(a, web.Op{ID: "template-create", Method: http.MethodPost, Path: "/reply-templates", Tag: "Replies", Verb: identity.CaseWrite, Status: 201,
		Summary: "Add a template"},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body TemplateInput
		}) (*templateOut, error) {
			return templateOf(r.AddTemplate(ctx, identity.From(ctx).Org, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "template-get", Method: http.MethodGet, Path: "/reply-templates/{id}", Tag: "Replies", Verb: identity.CaseRead,
		Summary: "One template"},
		func(ctx context.Context, in *byTemplate) (*templateOut, error) {
			return templateOf(r.Template(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "template-edit", Method: http.MethodPut, Path: "/reply-templates/{id}", Tag: "Replies", Verb: identity.CaseWrite,
		Summary: "Replace what a template says"},
		func(ctx context.Context, in *struct {
			ID      TemplateID `path:"id" maxLength:"60"`
			IfMatch string     `header:"If-Match"`
			Body    TemplateInput
		}) (*templateOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return templateOf(r.EditTemplate(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "template-delete", Method: http.MethodDelete, Path: "/reply-templates/{id}", Tag: "Replies", Verb: identity.CaseWrite,
		Summary: "End a template; what was sent with it stays"},
		func(ctx context.Context, in *byTemplate) (*struct{}, error) {
			return nil, r.DropTemplate(ctx, identity.From(ctx).Org, in.ID)
		})
}

func (r *Replies) senderRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "sender-list", Method: http.MethodGet, Path: "/reply-senders", Tag: "Replies", Verb: identity.SenderWrite,
		Summary: "As whom units write to customers"},
		func(ctx context.Context, _ *struct{}) (*web.List[Sender], error) {
			all, err := r.Senders(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "sender-set", Method: http.MethodPut, Path: "/reply-senders", Tag: "Replies", Verb: identity.SenderWrite,
		Summary: "Say as whom a unit writes", Doc: "Both empty: as the unit above it does."},
		func(ctx context.Context, in *struct{ Body Sender }) (*struct{}, error) {
			return nil, r.SetSender(ctx, identity.From(ctx).Org, in.Body)
		})
}

type followOut struct {
	ETag string `header:"ETag"`
	Body *FollowUp
}

func followOf(f *FollowUp, err error) (*followOut, error) {
	if err != nil {
		return nil, err
	}
	return &followOut{ETag: web.ETag(f.Version), Body: f}, nil
}

func (r *Replies) followRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "follow-up-get", Method: http.MethodGet, Path: "/follow-up", Tag: "Follow-up", Verb: identity.RuleRead,
		Summary: "Whether and how customers are asked again after their case is closed"},
		func(ctx context.Context, _ *struct{}) (*followOut, error) {
			return followOf(r.FollowUp(ctx, identity.From(ctx).Org))
		})
	web.Register(a, web.Op{ID: "follow-up-edit", Method: http.MethodPut, Path: "/follow-up", Tag: "Follow-up", Verb: identity.RuleWrite,
		Summary: "Say whether and how customers are asked again", Doc: "It holds for cases closed from now on. The version is that of If-Match."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				On      bool   `json:"on"`
				Days    int    `json:"days"`
				Survey  string `json:"survey" maxLength:"60"`
				Subject string `json:"subject" maxLength:"200"`
				Text    string `json:"text" maxLength:"20000"`
			}
		}) (*followOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			b := in.Body
			return followOf(r.SetFollowUp(ctx, identity.From(ctx).Org, version, FollowUp{On: b.On, Days: b.Days, Survey: b.Survey, Subject: b.Subject, Text: b.Text}))
		})
	web.Register(a, web.Op{ID: "follow-up-of-case", Method: http.MethodGet, Path: "/cases/{id}/follow-up", Tag: "Follow-up", Verb: identity.CaseRead,
		Summary: "Whether the customer was asked again, and the scores before and after"},
		func(ctx context.Context, in *byCase) (*struct{ Body *Asked }, error) {
			f, err := r.AskedOf(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Asked }{f}, err
		})
	web.Register(a, web.Op{ID: "follow-up-results", Method: http.MethodGet, Path: "/follow-up/results", Tag: "Follow-up", Verb: identity.FigureRead,
		Summary: "Before and after, added up by rule, unit or cause"},
		func(ctx context.Context, in *struct {
			Metric string    `query:"metric" required:"true" maxLength:"64" doc:"Key"`
			By     string    `query:"by" enum:"rule,unit,cause" default:"rule"`
			From   time.Time `query:"from"`
			To     time.Time `query:"to"`
		}) (*struct{ Body *Recovered }, error) {
			out, err := r.Recovered(ctx, identity.From(ctx).Org, in.Metric, in.By, in.From, in.To)
			return &struct{ Body *Recovered }{out}, err
		})
}
