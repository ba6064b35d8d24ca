package dashboard

import (
	"context"
	"net"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// openIn learns where the request comes from beside its body.
type openIn struct {
	Body struct {
		Token    string `json:"token" maxLength:"100"`
		Password string `json:"password,omitempty" maxLength:"200"`
	}
	network string
}

// Resolve notes the network that asks.
func (in *openIn) Resolve(ctx huma.Context) []error {
	in.network = ctx.RemoteAddr()
	if host, _, err := net.SplitHostPort(in.network); err == nil {
		in.network = host
	}
	return nil
}

func (d *Dashboards) linkRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "link-list", Method: http.MethodGet, Path: "/links", Tag: "Links", Verb: identity.LinkWrite,
		Summary: "Read-only links, newest first, with when they were last opened"},
		func(ctx context.Context, in *struct {
			Item string `query:"item" maxLength:"60" doc:"Of one view or dashboard"`
		}) (*web.List[Link], error) {
			all, err := d.Links(ctx, identity.From(ctx).Org, in.Item)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "link-create", Method: http.MethodPost, Path: "/links", Tag: "Links", Verb: identity.LinkWrite, Status: 201, Secret: true,
		Summary: "Make a read-only link that expires", Doc: "Whoever has it sees figures within what its maker may see, never signals or comments."},
		func(ctx context.Context, in *struct{ Body LinkInput }) (*struct{ Body *Link }, error) {
			l, err := d.CreateLink(ctx, identity.From(ctx).Org, in.Body)
			return &struct{ Body *Link }{l}, err
		})
	web.Register(a, web.Op{ID: "link-revoke", Method: http.MethodDelete, Path: "/links/{id}", Tag: "Links", Verb: identity.LinkWrite,
		Summary: "End a link at once"},
		func(ctx context.Context, in *struct {
			ID LinkID `path:"id" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, d.RevokeLink(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "link-open", Method: http.MethodPost, Path: "/links/open", Tag: "Links", Verb: web.Public,
		Summary: "What a read-only link shows", Doc: "Needs no login. 410 once it has expired or was revoked; at most 60 a minute from one network."},
		func(ctx context.Context, in *openIn) (*struct{ Body *Opened }, error) {
			o, err := d.OpenLink(ctx, in.Body.Token, in.Body.Password, in.network)
			return &struct{ Body *Opened }{o}, err
		})
}
