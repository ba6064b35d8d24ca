package notify

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type settingsOut struct {
	ETag string `header:"ETag"`
	Body *Settings
}

func settingsOf(s *Settings, err error) (*settingsOut, error) {
	if err != nil {
		return nil, err
	}
	return &settingsOut{ETag: web.ETag(s.Version), Body: s}, nil
}

// me is the person who asks. A token is nobody who could be told anything.
func me(ctx context.Context) (identity.UserID, error) {
	c := identity.From(ctx)
	if c.Kind != identity.ByUser {
		return "", problem.New(problem.Forbidden, "people_only", "Notices are for people who sign in.")
	}
	return identity.UserID(c.ID), nil
}

// Routes describes and serves a person's own notices and settings.
func (n *Notify) Routes(a *web.API) {
	web.Register(a, web.Op{ID: "notice-list", Method: http.MethodGet, Path: "/notices", Tag: "Notices", Verb: web.SignedIn,
		Summary: "What you were told, newest first, and how much of it is unread"},
		func(ctx context.Context, in *struct {
			Unread bool   `query:"unread" doc:"Only what is unread"`
			Cursor string `query:"cursor" maxLength:"60"`
			Limit  int    `query:"limit" default:"30" minimum:"1" maximum:"100"`
		}) (*struct{ Body *Page }, error) {
			c := identity.From(ctx) // a token was never told anything
			p, err := n.List(ctx, c.Org, identity.UserID(c.ID), in.Unread, in.Cursor, in.Limit)
			return &struct{ Body *Page }{p}, err
		})
	web.Register(a, web.Op{ID: "notice-mark", Method: http.MethodPost, Path: "/notices/mark", Tag: "Notices", Verb: web.SignedIn,
		Summary: "Mark notices as read, or as unread", Doc: "Without ids it means all of them."},
		func(ctx context.Context, in *struct {
			Body struct {
				IDs  []ID `json:"ids,omitempty" maxItems:"100"`
				Read bool `json:"read"`
			}
		}) (*struct{}, error) {
			who, err := me(ctx)
			if err != nil {
				return nil, err
			}
			if len(in.Body.IDs) == 0 && !in.Body.Read {
				return nil, problem.At("body.ids", "notices_needed", "Say which notices are unread after all.")
			}
			return nil, n.Mark(ctx, identity.From(ctx).Org, who, in.Body.IDs, in.Body.Read)
		})
	web.Register(a, web.Op{ID: "notice-settings-get", Method: http.MethodGet, Path: "/notices/settings", Tag: "Notices", Verb: web.SignedIn,
		Summary: "How you are told of each kind"},
		func(ctx context.Context, _ *struct{}) (*settingsOut, error) {
			c := identity.From(ctx)
			return settingsOf(n.Settings(ctx, c.Org, identity.UserID(c.ID)))
		})
	web.Register(a, web.Op{ID: "notice-settings-edit", Method: http.MethodPut, Path: "/notices/settings", Tag: "Notices", Verb: web.SignedIn,
		Summary: "Choose how you are told of each kind"},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    Wishes
		}) (*settingsOut, error) {
			who, err := me(ctx)
			if err != nil {
				return nil, err
			}
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return settingsOf(n.SetWishes(ctx, identity.From(ctx).Org, who, version, in.Body))
		})
}
