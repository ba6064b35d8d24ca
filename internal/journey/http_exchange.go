package journey

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// maxImport is the largest request: five megabytes of text, and what JSON adds to write them.
const maxImport = 12 << 20

func (j *Journeys) exchangeRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "journey-export", Method: http.MethodGet, Path: "/journeys/{id}/export", Tag: tag, Verb: identity.JourneyRead,
		Summary: "A map as a file: JSON with everything, CJML 2.0, or CSV with one row a touch point"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			Version int    `query:"version" minimum:"0" doc:"0 is the draft"`
			Format  Format `query:"format" enum:"json,cjml,csv" default:"json"`
		}) (*huma.StreamResponse, error) {
			f, err := j.Export(ctx, identity.From(ctx).Org, in.ID, in.Version, in.Format)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(h huma.Context) {
				h.SetHeader("Content-Type", f.Type)
				h.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, f.Name))
				_, _ = h.BodyWriter().Write(f.Body) // the reader went away
			}}, nil
		})
	web.Register(a, web.Op{ID: "journey-import-preview", Method: http.MethodPost, Path: "/journey-imports/preview", Tag: tag, Verb: identity.JourneyWrite, MaxBody: maxImport,
		Summary: "What would become of a file; nothing is written"},
		func(ctx context.Context, in *struct{ Body Incoming }) (*struct{ Body *Preview }, error) {
			p, err := j.Preview(ctx, identity.From(ctx).Org, in.Body)
			return &struct{ Body *Preview }{p}, err
		})
	web.Register(a, web.Op{ID: "journey-import", Method: http.MethodPost, Path: "/journey-imports", Tag: tag, Verb: identity.JourneyWrite, MaxBody: maxImport, Status: 201,
		Summary: "Make a journey of a file"},
		func(ctx context.Context, in *struct{ Body Incoming }) (*answer, error) {
			return answered(j.Import(ctx, identity.From(ctx).Org, in.Body))
		})
}
