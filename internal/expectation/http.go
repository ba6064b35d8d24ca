package expectation

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct {
	ETag string `header:"ETag"`
	Body *Expectation
}

func oneOf(e *Expectation, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{web.ETag(e.Version), e}, nil
}

// Routes describes and serves expectations.
func (x *Expectations) Routes(a *web.API) {
	const tag = "Expectations"
	web.Register(a, web.Op{ID: "expectation-list", Method: http.MethodGet, Path: "/expectations", Tag: tag, Verb: identity.RuleRead,
		Summary: "What is expected, and what each expectation has found"},
		func(ctx context.Context, _ *struct{}) (*web.List[Expectation], error) {
			all, err := x.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "expectation-create", Method: http.MethodPost, Path: "/expectations", Tag: tag, Verb: identity.RuleWrite,
		Summary: "Expect something", Doc: "What is missed becomes a signal of kind silence; repeated contacts become operational signals.", Status: 201},
		func(ctx context.Context, in *struct{ Body Input }) (*one, error) {
			return oneOf(x.Create(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "expectation-edit", Method: http.MethodPut, Path: "/expectations/{id}", Tag: tag, Verb: identity.RuleWrite,
		Summary: "Replace what an expectation says, or switch it"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Input
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(x.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "expectation-delete", Method: http.MethodDelete, Path: "/expectations/{id}", Tag: tag, Verb: identity.RuleWrite,
		Summary: "End an expectation; the signals it made stay"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, x.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
}
