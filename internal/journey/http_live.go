package journey

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// liveIn is which figures are asked for. Fields are spelled out: huma reads no embedded inputs.
type liveIn struct {
	ID          ID       `path:"id" maxLength:"60"`
	Version     int      `query:"version" minimum:"0" doc:"Of the map; 0 is the draft"`
	Where       []string `query:"where,explode" maxItems:"50" doc:"Conditions, as figures take them"`
	From        string   `query:"from" doc:"Date in the organisation's zone, inclusive"`
	To          string   `query:"to" doc:"Exclusive"`
	AgainstFrom string   `query:"against_from" doc:"Compare with another period"`
	AgainstTo   string   `query:"against_to"`
}

func (in *liveIn) slice() Slice {
	return Slice{Version: in.Version, Where: in.Where, From: in.From, To: in.To, AgainstFrom: in.AgainstFrom, AgainstTo: in.AgainstTo}
}

func (j *Journeys) liveRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-live", Method: http.MethodGet, Path: "/journeys/{id}/live", Tag: tag, Verb: identity.FigureRead,
		Summary: "What is heard on a map: figures, trends, volume, cases and money of its touch points, intended against actual of its stages"},
		func(ctx context.Context, in *liveIn) (*struct{ Body *LiveMap }, error) {
			out, err := j.Live(ctx, identity.From(ctx).Org, in.ID, in.slice())
			return &struct{ Body *LiveMap }{out}, err
		})
	web.Register(a, web.Op{ID: "journey-heard", Method: http.MethodGet, Path: "/journeys/{id}/heard", Tag: tag, Verb: identity.SignalRead,
		Summary: "Touch points that signals speak of and that aren't on the map, and cards at which nothing is heard"},
		func(ctx context.Context, in *liveIn) (*struct{ Body *Heard }, error) {
			out, err := j.Heard(ctx, identity.From(ctx).Org, in.ID, in.slice())
			return &struct{ Body *Heard }{out}, err
		})
}
