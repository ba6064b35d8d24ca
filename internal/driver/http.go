package driver

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct{ Body *Analysis }

type byID struct {
	ID ID `path:"id" maxLength:"60"`
}

func oneOf(a *Analysis, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{a}, nil
}

// Routes describes and serves drivers.
func (d *Drivers) Routes(a *web.API) {
	const tag = "Drivers"
	web.Register(a, web.Op{ID: "driver-candidates", Method: http.MethodGet, Path: "/driver-candidates", Tag: tag, Verb: identity.FigureRead,
		Summary: "What may drive an outcome: the measures heard in the same responses and contacts, and which are proposed"},
		func(ctx context.Context, in *struct {
			Outcome string   `query:"outcome" required:"true" maxLength:"60"`
			Where   []string `query:"where,explode" maxItems:"50"`
			From    string   `query:"from"`
			To      string   `query:"to" doc:"Exclusive"`
		}) (*struct{ Body *Candidates }, error) {
			c, err := d.Candidates(ctx, identity.From(ctx).Org, in.Outcome, in.Where, in.From, in.To)
			return &struct{ Body *Candidates }{c}, err
		})
	web.Register(a, web.Op{ID: "driver-ask", Method: http.MethodPost, Path: "/driver-analyses", Tag: tag, Verb: identity.FigureRead,
		Summary: "Which measures go along with an outcome: shares of R² (LMG) with intervals, importance and performance, penalties and rewards",
		Doc: "The same question on the same data answers with the same analysis. One row is one response or contact. Small analyses come with the answer; " +
			"large ones are made in the background (state waiting or running). What the data don't allow is said in `refused`, not an error. " +
			"It is association, not cause."},
		func(ctx context.Context, in *struct {
			Anew bool `query:"anew" doc:"Analyse again although only a few signals have come since the last time"`
			Body Wish
		}) (*one, error) {
			return oneOf(d.Ask(ctx, identity.From(ctx).Org, in.Body, in.Anew))
		})
	web.Register(a, web.Op{ID: "driver-list", Method: http.MethodGet, Path: "/driver-analyses", Tag: tag, Verb: identity.FigureRead,
		Summary: "Saved analyses, the newest first, without their results"},
		func(ctx context.Context, _ *struct{}) (*web.List[Analysis], error) {
			list, err := d.List(ctx, identity.From(ctx).Org)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "driver-get", Method: http.MethodGet, Path: "/driver-analyses/{id}", Tag: tag, Verb: identity.FigureRead,
		Summary: "One analysis, or how far it has come"},
		func(ctx context.Context, in *byID) (*one, error) {
			return oneOf(d.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "driver-history", Method: http.MethodGet, Path: "/driver-analyses/{id}/history", Tag: tag, Verb: identity.FigureRead,
		Summary: "Every time the same was asked, the newest first"},
		func(ctx context.Context, in *byID) (*web.List[Analysis], error) {
			list, err := d.History(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "driver-save", Method: http.MethodPatch, Path: "/driver-analyses/{id}", Tag: tag, Verb: identity.DriverWrite,
		Summary: "Keep an analysis under a name; an empty name gives it up"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Name string `json:"name" maxLength:"100"`
			}
		}) (*one, error) {
			return oneOf(d.Save(ctx, identity.From(ctx).Org, in.ID, in.Body.Name))
		})
	web.Register(a, web.Op{ID: "driver-cancel", Method: http.MethodPost, Path: "/driver-analyses/{id}/cancel", Tag: tag, Verb: identity.FigureRead,
		Summary: "Stop an analysis that isn't ready"},
		func(ctx context.Context, in *byID) (*one, error) {
			return oneOf(d.Cancel(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "driver-delete", Method: http.MethodDelete, Path: "/driver-analyses/{id}", Tag: tag, Verb: identity.DriverWrite,
		Summary: "Remove an analysis"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, d.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
}
