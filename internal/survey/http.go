package survey

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the survey API. What respondents see is served by Pages.
func (s *Surveys) Routes(a *web.API) {
	s.draftRoutes(a)
	s.stateRoutes(a)
	s.viewRoutes(a)
}

// one is a survey with what an editor sends back as If-Match.
type one struct {
	ETag string `header:"ETag"`
	Body *Survey
}

func oneOf(sv *Survey, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{ETag: web.ETag(sv.edit), Body: sv}, nil
}

// content is what a person writes.
type content struct {
	Name       string      `json:"name" maxLength:"200"`
	Definition *Definition `json:"definition,omitempty"`
}

func (c *content) definition() *Definition {
	if c.Definition == nil {
		return &Definition{Language: "en"}
	}
	return c.Definition
}

func (s *Surveys) draftRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "survey-list", Method: http.MethodGet, Path: "/surveys", Tag: "Surveys", Verb: identity.SurveyRead,
		Summary: "Surveys, the newest first"},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor" maxLength:"60"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Survey], error) {
			return web.ListOf(s.List(ctx, identity.From(ctx).Org, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "survey-create", Method: http.MethodPost, Path: "/surveys", Tag: "Surveys", Verb: identity.SurveyWrite,
		Summary: "Begin a survey", Status: 201},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200" doc:"The same key again returns the survey that it made"`
			Body content
		}) (*one, error) {
			return oneOf(s.Create(ctx, identity.From(ctx).Org, in.Body.Name, in.Body.definition(), in.Key))
		})
	web.Register(a, web.Op{ID: "survey-duplicate", Method: http.MethodPost, Path: "/surveys/{id}/duplicate", Tag: "Surveys", Verb: identity.SurveyWrite,
		Summary: "Begin a survey as a copy of another's draft", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID     `path:"id"`
			Key  string `header:"Idempotency-Key" maxLength:"200" doc:"The same key again returns the survey that it made"`
			Body struct {
				Name string `json:"name,omitempty" maxLength:"200" doc:"Without it, the old one's, marked as a copy"`
			}
		}) (*one, error) {
			return oneOf(s.Duplicate(ctx, identity.From(ctx).Org, in.ID, in.Body.Name, in.Key))
		})
	web.Register(a, web.Op{ID: "survey-get", Method: http.MethodGet, Path: "/surveys/{id}", Tag: "Surveys", Verb: identity.SurveyRead,
		Summary: "One survey with its draft"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			return oneOf(s.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "survey-edit", Method: http.MethodPut, Path: "/surveys/{id}", Tag: "Surveys", Verb: identity.SurveyWrite,
		Summary: "Replace the name and the draft", Doc: "Respondents see the change once it is published."},
		func(ctx context.Context, in *struct {
			ID    ID     `path:"id"`
			Match string `header:"If-Match"`
			Body  content
		}) (*one, error) {
			seen, err := web.Match(in.Match)
			if err != nil {
				return nil, err
			}
			return oneOf(s.Edit(ctx, identity.From(ctx).Org, in.ID, seen, in.Body.Name, in.Body.definition()))
		})
}

func (s *Surveys) stateRoutes(a *web.API) {
	type byID struct {
		ID ID `path:"id"`
	}
	web.Register(a, web.Op{ID: "survey-publish", Method: http.MethodPost, Path: "/surveys/{id}/publish", Tag: "Surveys", Verb: identity.SurveyWrite,
		Summary: "Freeze the draft as the next version and take answers to it"},
		func(ctx context.Context, in *struct {
			ID    ID     `path:"id"`
			Match string `header:"If-Match" doc:"Publish only what was seen; without it, what is there"`
		}) (*one, error) {
			seen := 0
			if in.Match != "" {
				var err error
				if seen, err = web.Match(in.Match); err != nil {
					return nil, err
				}
			}
			return oneOf(s.Publish(ctx, identity.From(ctx).Org, in.ID, seen))
		})
	for _, v := range []struct {
		name, summary string
		do            func(context.Context, db.Org, ID) (*Survey, error)
	}{
		{"close", "Take no more answers", s.Close}, {"reopen", "Take answers again", s.Reopen},
	} {
		web.Register(a, web.Op{ID: "survey-" + v.name, Method: http.MethodPost, Path: "/surveys/{id}/" + v.name, Tag: "Surveys",
			Verb: identity.SurveyWrite, Summary: v.summary},
			func(ctx context.Context, in *byID) (*one, error) {
				return oneOf(v.do(ctx, identity.From(ctx).Org, in.ID))
			})
	}
	web.Register(a, web.Op{ID: "survey-results", Method: http.MethodGet, Path: "/surveys/{id}/results", Tag: "Surveys", Verb: identity.SurveyRead,
		Summary: "How often each answer was given"},
		func(ctx context.Context, in *byID) (*struct{ Body *Results }, error) {
			r, err := s.Results(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Results }{r}, err
		})
}

func describeLogo(a *web.API) func(*huma.Operation) {
	return func(o *huma.Operation) {
		picture := &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
		o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"image/png": picture, "image/jpeg": picture, "image/gif": picture}}
		o.Responses = map[string]*huma.Response{"201": {Description: "The image", Content: map[string]*huma.MediaType{
			"application/json": {Schema: a.Huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Logo](), true, "Logo")},
		}}}
	}
}

// file is an answer that isn't JSON.
type file struct {
	Type   string `header:"Content-Type"`
	Policy string `header:"Content-Security-Policy"`
	Body   []byte
}

func (s *Surveys) viewRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "survey-preview", Method: http.MethodPost, Path: "/surveys/preview", Tag: "Surveys", Verb: identity.SurveyRead,
		Summary: "A draft as respondents will see it", Doc: "An HTML page of the real renderer, with nothing in it that could be sent."},
		func(ctx context.Context, in *struct {
			Language string `query:"language" maxLength:"40" doc:"One of the draft's; its own without it"`
			Body     content
		}) (*file, error) {
			d := in.Body.definition()
			if err := d.Validate(); err != nil {
				return nil, err
			}
			o, err := s.People.Organisation(ctx, identity.From(ctx).Org)
			if err != nil {
				return nil, err
			}
			logo, err := s.inline(ctx, o.ID, d.Theme)
			if err != nil {
				return nil, err
			}
			b, err := previewPage(d, choose(d.languages(), in.Language, ""), o.Name, logo)
			return &file{Type: contentType[0], Policy: policy("'self'", "'none'", d.Theme), Body: b}, err
		})
	a.Raw(web.Op{ID: "survey-logo", Method: http.MethodPost, Path: "/surveys/logos", Tag: "Surveys", Verb: identity.SurveyWrite, Status: 201,
		Summary: "Send a logo in", Doc: "A PNG, JPEG or GIF of at most 200 kB. The answer names it for a theme."},
		describeLogo(a),
		func(w http.ResponseWriter, r *http.Request) { s.receiveLogo(identity.From(r.Context()).Org, w, r) })
	web.Register(a, web.Op{ID: "survey-shades", Method: http.MethodGet, Path: "/surveys/shades", Tag: "Surveys", Verb: identity.SurveyRead,
		Summary: "What a colour becomes on light and dark pages", Doc: "Every contrast is that of WCAG 2.2."},
		func(_ context.Context, in *struct {
			Color string `query:"color" required:"true" maxLength:"20" example:"#0b6e4f"`
		}) (*struct{ Body Shades }, error) {
			out, err := ShadesOf(in.Color)
			return &struct{ Body Shades }{out}, err
		})
	for _, v := range []struct {
		ending, mime string
		draw         func(link string, size int) ([]byte, error)
	}{
		{"svg", "image/svg+xml", qrSVG}, {"png", "image/png", qrPNG},
	} {
		web.Register(a, web.Op{ID: "survey-qr-" + v.ending, Method: http.MethodGet, Path: "/surveys/{id}/qr." + v.ending, Tag: "Surveys",
			Verb: identity.SurveyRead, Summary: "The survey's link as a QR code"},
			func(ctx context.Context, in *struct {
				ID   ID  `path:"id"`
				Size int `query:"size" default:"320" minimum:"64" maximum:"2000" doc:"Pixels"`
			}) (*file, error) {
				sv, err := s.Find(ctx, identity.From(ctx).Org, in.ID)
				if err != nil {
					return nil, err
				}
				b, err := v.draw(sv.URL, in.Size)
				return &file{Type: v.mime, Policy: "default-src 'none'", Body: b}, err
			})
	}
}
