package importing

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type savedOut struct {
	ETag string `header:"ETag"`
	Body *SavedMapping
}

func savedOf(s *SavedMapping, err error) (*savedOut, error) {
	if err != nil {
		return nil, err
	}
	return &savedOut{web.ETag(s.Version), s}, nil
}

// savedRoutes describes and serves saved mappings.
func (i *Imports) savedRoutes(a *web.API) {
	const tag = "Imports"
	web.Register(a, web.Op{ID: "import-mapping-list", Method: http.MethodGet, Path: "/import-mappings", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Saved mappings, one's own and shared ones, by name"},
		func(ctx context.Context, _ *struct{}) (*web.List[SavedMapping], error) {
			list, err := i.Mappings(ctx, identity.From(ctx).Org)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "import-mapping-save", Method: http.MethodPost, Path: "/import-mappings", Tag: tag, Verb: identity.ImportWrite,
		Status: 201, Summary: "Save a mapping under a name"},
		func(ctx context.Context, in *struct{ Body NewMapping }) (*savedOut, error) {
			return savedOf(i.SaveMapping(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "import-mapping-edit", Method: http.MethodPut, Path: "/import-mappings/{id}", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Replace a saved mapping", Doc: "Imports that used it keep the mapping they used."},
		func(ctx context.Context, in *struct {
			ID      SavedID `path:"id"`
			IfMatch string  `header:"If-Match"`
			Body    NewMapping
		}) (*savedOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return savedOf(i.EditMapping(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "import-mapping-delete", Method: http.MethodDelete, Path: "/import-mappings/{id}", Tag: tag,
		Verb: identity.ImportWrite, Status: 204, Summary: "Forget a saved mapping"},
		func(ctx context.Context, in *struct {
			ID SavedID `path:"id"`
		}) (*struct{}, error) {
			return nil, i.DropMapping(ctx, identity.From(ctx).Org, in.ID)
		})
}
