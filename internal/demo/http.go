package demo

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the demo API.
func (d *Demos) Routes(a *web.API) {
	type one struct{ Body *State }
	web.Register(a, web.Op{ID: "demo-get", Method: http.MethodGet, Path: "/demo", Tag: "Demo", Verb: identity.DemoWrite,
		Summary: "Whether a demo can be made here, how far it is, and what is hidden in it"},
		func(ctx context.Context, _ *struct{}) (*one, error) {
			s, err := d.State(ctx, identity.From(ctx).Org)
			return &one{s}, err
		})
	web.Register(a, web.Op{ID: "demo-make", Method: http.MethodPost, Path: "/demo", Tag: "Demo", Verb: identity.DemoWrite, Status: 202,
		Summary: "Fill an organisation that has heard nothing yet with an invented contact centre, in the background",
		Doc:     "Sending it again while it is being made answers with the same demo. An organisation that has heard anything is refused (409)."},
		func(ctx context.Context, in *struct{ Body Wish }) (*one, error) {
			s, err := d.Start(ctx, identity.From(ctx).Org, in.Body)
			return &one{s}, err
		})
}
