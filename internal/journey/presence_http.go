package journey

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func (j *Journeys) presenceRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-presence", Method: http.MethodGet, Path: "/journeys/{id}/presence", Tag: tag, Verb: identity.JourneyRead, Summary: "Who has the map open"},
		func(ctx context.Context, in *ofOne) (*web.List[Here], error) {
			all, err := j.WhoIsHere(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "journey-enter", Method: http.MethodPut, Path: "/journeys/{id}/presence", Tag: tag, Verb: identity.JourneyRead,
		Summary: "Say that one has the map open, and what one holds",
		Doc:     "Said again at least every 30 seconds: whoever isn't heard of for 45 counts as gone."},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Tab     string `json:"tab" maxLength:"60"`
				Holding string `json:"holding,omitempty" maxLength:"80"`
				Leave   bool   `json:"leave,omitempty" doc:"The map was closed"`
			}
		}) (*web.List[Here], error) {
			all, err := j.EnterMap(ctx, identity.From(ctx).Org, in.ID, in.Body.Tab, in.Body.Holding, in.Body.Leave)
			return web.ListOf(all, "", err)
		})
}
