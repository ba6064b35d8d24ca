package journey

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func (j *Journeys) drawRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-drawing", Method: http.MethodGet, Path: "/journeys/{id}/drawing", Tag: tag, Verb: identity.JourneyRead,
		Summary: "The whole map as a picture: SVG, or a PDF of one page"},
		func(ctx context.Context, in *struct {
			ID      ID       `path:"id" maxLength:"60"`
			Version int      `query:"version" minimum:"0" doc:"0 is the draft"`
			Format  Picture  `query:"format" enum:"svg,pdf" default:"svg"`
			Where   []string `query:"where,explode" maxItems:"50" doc:"Conditions of what is measured, as figures take them"`
			From    string   `query:"from" doc:"Date in the organisation's zone, inclusive"`
			To      string   `query:"to" doc:"Exclusive"`
		}) (*huma.StreamResponse, error) {
			f, err := j.Draw(ctx, identity.From(ctx).Org, in.ID, Slice{Version: in.Version, Where: in.Where, From: in.From, To: in.To}, in.Format)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(h huma.Context) {
				h.SetHeader("Content-Type", f.Type)
				h.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, f.Name))
				_, _ = h.BodyWriter().Write(f.Body) // the reader went away
			}}, nil
		})
}
