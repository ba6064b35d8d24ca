package journey

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type answer struct {
	ETag string `header:"ETag"`
	Body *Journey
}

func answered(one *Journey, err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return &answer{web.ETag(one.Revision), one}, nil
}

type ofOne struct {
	ID ID `path:"id" maxLength:"60"`
}

// Routes describes and serves journeys.
func (j *Journeys) Routes(a *web.API) {
	j.mapRoutes(a)
	j.versionRoutes(a)
	j.commentRoutes(a)
	j.liveRoutes(a)
	j.exchangeRoutes(a)
	j.workshopRoutes(a)
	j.presenceRoutes(a)
	j.drawRoutes(a)
}

const tag = "Journeys"

func (j *Journeys) mapRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-list", Method: http.MethodGet, Path: "/journeys", Tag: tag, Verb: identity.JourneyRead, Summary: "Journeys, without their maps"},
		func(ctx context.Context, _ *struct{}) (*web.List[Journey], error) {
			all, err := j.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "journey-templates", Method: http.MethodGet, Path: "/journeys/templates", Tag: tag, Verb: identity.JourneyRead, Summary: "Maps to begin with"},
		func(context.Context, *struct{}) (*web.List[MapTemplate], error) {
			return web.ListOf(Templates(), "", nil)
		})
	web.Register(a, web.Op{ID: "journey-create", Method: http.MethodPost, Path: "/journeys", Tag: tag, Verb: identity.JourneyWrite, Summary: "Begin a journey", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				Input
				Template string `json:"template,omitempty" maxLength:"40"`
			}
		}) (*answer, error) {
			return answered(j.Create(ctx, identity.From(ctx).Org, in.Body.Input, in.Body.Template))
		})
	web.Register(a, web.Op{ID: "journey-get", Method: http.MethodGet, Path: "/journeys/{id}", Tag: tag, Verb: identity.JourneyRead,
		Summary: "A journey's draft, and which rules it breaks"},
		func(ctx context.Context, in *ofOne) (*answer, error) {
			return answered(j.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "journey-name", Method: http.MethodPut, Path: "/journeys/{id}", Tag: tag, Verb: identity.JourneyWrite, Summary: "Say what a journey is called and whose it is"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Input
		}) (*answer, error) {
			revision, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return answered(j.Name(ctx, identity.From(ctx).Org, in.ID, revision, in.Body))
		})
	web.Register(a, web.Op{ID: "journey-edit", Method: http.MethodPost, Path: "/journeys/{id}/edits", Tag: tag, Verb: identity.JourneyWrite,
		Summary: "Change the draft",
		Doc:     "Edits name what they change, so that those of several people add up. The answer holds the edits that take these back."},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Edits []Edit `json:"edits" minItems:"1" maxItems:"200"`
			}
		}) (*struct{ Body *Edited }, error) {
			out, err := j.Edit(ctx, identity.From(ctx).Org, in.ID, in.Body.Edits)
			return &struct{ Body *Edited }{out}, err
		})
	web.Register(a, web.Op{ID: "journey-log", Method: http.MethodGet, Path: "/journeys/{id}/edits", Tag: tag, Verb: identity.JourneyRead, Summary: "Who changed what, the latest first"},
		func(ctx context.Context, in *struct {
			ID     ID  `path:"id" maxLength:"60"`
			Before int `query:"before" minimum:"0" doc:"Only what was changed before this revision"`
			Limit  int `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Logged], error) {
			all, err := j.Log(ctx, identity.From(ctx).Org, in.ID, in.Before, in.Limit)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "journey-waive", Method: http.MethodPost, Path: "/journeys/{id}/exceptions", Tag: tag, Verb: identity.JourneyWrite,
		Summary: "Sign that a rule doesn't hold here, or take that back"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Rule   string `json:"rule" maxLength:"60"`
				On     string `json:"on,omitempty" maxLength:"60"`
				Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Empty takes the exception back"`
			}
		}) (*answer, error) {
			return answered(j.Waive(ctx, identity.From(ctx).Org, in.ID, in.Body.Rule, in.Body.On, in.Body.Reason))
		})
	web.Register(a, web.Op{ID: "journey-delete", Method: http.MethodDelete, Path: "/journeys/{id}", Tag: tag, Verb: identity.JourneyWrite, Summary: "Drop a journey that was never published"},
		func(ctx context.Context, in *ofOne) (*struct{}, error) {
			return nil, j.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
}

func (j *Journeys) versionRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-publish", Method: http.MethodPost, Path: "/journeys/{id}/versions", Tag: tag, Verb: identity.JourneyPublish,
		Summary: "Freeze the draft as the next version", Status: 201},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Note string `json:"note,omitempty" maxLength:"1000"`
			}
		}) (*struct{ Body *MapVersion }, error) {
			revision, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			v, err := j.Publish(ctx, identity.From(ctx).Org, in.ID, revision, in.Body.Note)
			return &struct{ Body *MapVersion }{v}, err
		})
	web.Register(a, web.Op{ID: "journey-versions", Method: http.MethodGet, Path: "/journeys/{id}/versions", Tag: tag, Verb: identity.JourneyRead, Summary: "What was published, the newest first"},
		func(ctx context.Context, in *ofOne) (*web.List[MapVersion], error) {
			all, err := j.Versions(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "journey-version", Method: http.MethodGet, Path: "/journeys/{id}/versions/{version}", Tag: tag, Verb: identity.JourneyRead, Summary: "One version, with its map"},
		func(ctx context.Context, in *struct {
			ID      ID  `path:"id" maxLength:"60"`
			Version int `path:"version" minimum:"1"`
		}) (*struct{ Body *MapVersion }, error) {
			v, err := j.Version(ctx, identity.From(ctx).Org, in.ID, in.Version)
			return &struct{ Body *MapVersion }{v}, err
		})
	web.Register(a, web.Op{ID: "journey-compare", Method: http.MethodGet, Path: "/journeys/{id}/differences", Tag: tag, Verb: identity.JourneyRead, Summary: "In what two versions differ"},
		func(ctx context.Context, in *struct {
			ID   ID  `path:"id" maxLength:"60"`
			From int `query:"from" minimum:"0" doc:"0 is the draft"`
			To   int `query:"to" minimum:"0"`
		}) (*web.List[Difference], error) {
			all, err := j.Compare(ctx, identity.From(ctx).Org, in.ID, in.From, in.To)
			return web.ListOf(all, "", err)
		})
}

func (j *Journeys) commentRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-comments", Method: http.MethodGet, Path: "/journeys/{id}/comments", Tag: tag, Verb: identity.JourneyRead, Summary: "What was said about the map"},
		func(ctx context.Context, in *ofOne) (*web.List[MapComment], error) {
			all, err := j.Comments(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "journey-comment", Method: http.MethodPost, Path: "/journeys/{id}/comments", Tag: tag, Verb: identity.JourneyWrite, Summary: "Say something about a part", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Part string `json:"part,omitempty" maxLength:"60"`
				Text string `json:"text" maxLength:"4000"`
			}
		}) (*struct{ Body *MapComment }, error) {
			c, err := j.Comment(ctx, identity.From(ctx).Org, in.ID, in.Body.Part, in.Body.Text)
			return &struct{ Body *MapComment }{c}, err
		})
	web.Register(a, web.Op{ID: "journey-comment-settle", Method: http.MethodPut, Path: "/journeys/{id}/comments/{comment}", Tag: tag, Verb: identity.JourneyWrite, Summary: "Settle a comment, or open it again"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			Comment string `path:"comment" maxLength:"60"`
			Body    struct {
				Settled bool `json:"settled"`
			}
		}) (*struct{ Body *MapComment }, error) {
			c, err := j.Settle(ctx, identity.From(ctx).Org, in.ID, in.Comment, in.Body.Settled)
			return &struct{ Body *MapComment }{c}, err
		})
}
