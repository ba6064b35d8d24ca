package dashboard

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves views, dashboards, their figures and links.
func (d *Dashboards) Routes(a *web.API) {
	d.viewRoutes(a)
	d.dashboardRoutes(a)
	d.linkRoutes(a)
}

type viewOut struct {
	ETag string `header:"ETag"`
	Body *View
}

func viewOf(v *View, err error) (*viewOut, error) {
	if err != nil {
		return nil, err
	}
	return &viewOut{ETag: web.ETag(v.Version), Body: v}, nil
}

type viewByID struct {
	ID ViewID `path:"id" maxLength:"60"`
}

func (d *Dashboards) viewRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "view-answer", Method: http.MethodPost, Path: "/views/answer", Tag: "Views", Verb: identity.FigureRead,
		Summary: "The figures of several definitions at once", Doc: "Saved or not. One that can't be answered carries a problem and spoils no other. " +
			"Changes nothing."},
		func(ctx context.Context, in *struct {
			Body struct {
				Specs []Spec `json:"specs" minItems:"1" maxItems:"40" nullable:"false"`
			}
		}) (*web.List[Answer], error) {
			all, err := d.Ask(ctx, identity.From(ctx).Org, in.Body.Specs)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "view-list", Method: http.MethodGet, Path: "/views", Tag: "Views", Verb: identity.FigureRead,
		Summary: "Saved views: one's own and those that others share, by name"},
		func(ctx context.Context, _ *struct{}) (*web.List[View], error) {
			all, err := d.Views(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "view-create", Method: http.MethodPost, Path: "/views", Tag: "Views", Verb: identity.ViewWrite, Status: 201,
		Summary: "Save a view", Doc: "It holds a definition, never figures: whoever opens it sees what their own scope allows."},
		func(ctx context.Context, in *struct{ Body ViewInput }) (*viewOut, error) {
			return viewOf(d.CreateView(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "view-get", Method: http.MethodGet, Path: "/views/{id}", Tag: "Views", Verb: identity.FigureRead,
		Summary: "One saved view"},
		func(ctx context.Context, in *viewByID) (*viewOut, error) {
			return viewOf(d.View(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "view-edit", Method: http.MethodPut, Path: "/views/{id}", Tag: "Views", Verb: identity.ViewWrite,
		Summary: "Replace what a view says", Doc: "Its owner may, and for a shared one whoever may edit shared views."},
		func(ctx context.Context, in *struct {
			ID      ViewID `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    ViewInput
		}) (*viewOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return viewOf(d.EditView(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "view-delete", Method: http.MethodDelete, Path: "/views/{id}", Tag: "Views", Verb: identity.ViewWrite,
		Summary: "Delete a view", Doc: "It can be restored."},
		func(ctx context.Context, in *viewByID) (*struct{}, error) {
			return nil, d.delete(ctx, identity.From(ctx).Org, aView, string(in.ID), false)
		})
	web.Register(a, web.Op{ID: "view-restore", Method: http.MethodPost, Path: "/views/{id}/restore", Tag: "Views", Verb: identity.ViewWrite,
		Summary: "Bring a deleted view back"},
		func(ctx context.Context, in *viewByID) (*struct{}, error) {
			return nil, d.delete(ctx, identity.From(ctx).Org, aView, string(in.ID), true)
		})
	web.Register(a, web.Op{ID: "view-pin", Method: http.MethodPut, Path: "/views/{id}/pin", Tag: "Views", Verb: identity.FigureRead,
		Summary: "Put a view into one's side bar"},
		func(ctx context.Context, in *viewByID) (*struct{}, error) {
			return nil, d.pin(ctx, identity.From(ctx).Org, aView, string(in.ID), true)
		})
	web.Register(a, web.Op{ID: "view-unpin", Method: http.MethodDelete, Path: "/views/{id}/pin", Tag: "Views", Verb: identity.FigureRead,
		Summary: "Take a view out of one's side bar"},
		func(ctx context.Context, in *viewByID) (*struct{}, error) {
			return nil, d.pin(ctx, identity.From(ctx).Org, aView, string(in.ID), false)
		})
	web.Register(a, web.Op{ID: "pin-list", Method: http.MethodGet, Path: "/pins", Tag: "Views", Verb: identity.FigureRead,
		Summary: "One's side bar: pinned views and dashboards"},
		func(ctx context.Context, _ *struct{}) (*web.List[Pin], error) {
			all, err := d.Pins(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
}

type boardOut struct {
	ETag string `header:"ETag"`
	Body *Dashboard
}

func boardOf(b *Dashboard, err error) (*boardOut, error) {
	if err != nil {
		return nil, err
	}
	return &boardOut{ETag: web.ETag(b.Version), Body: b}, nil
}

type boardByID struct {
	ID ID `path:"id" maxLength:"60"`
}

func (d *Dashboards) dashboardRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "dashboard-list", Method: http.MethodGet, Path: "/dashboards", Tag: "Dashboards", Verb: identity.FigureRead,
		Summary: "Dashboards: one's own and those that others share, by name"},
		func(ctx context.Context, _ *struct{}) (*web.List[Dashboard], error) {
			all, err := d.All(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "dashboard-create", Method: http.MethodPost, Path: "/dashboards", Tag: "Dashboards", Verb: identity.ViewWrite,
		Status: 201, Summary: "Make a dashboard"},
		func(ctx context.Context, in *struct{ Body Input }) (*boardOut, error) {
			return boardOf(d.Create(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "dashboard-get", Method: http.MethodGet, Path: "/dashboards/{id}", Tag: "Dashboards", Verb: identity.FigureRead,
		Summary: "One dashboard with the definitions of the views it follows"},
		func(ctx context.Context, in *boardByID) (*boardOut, error) {
			return boardOf(d.Dashboard(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "dashboard-edit", Method: http.MethodPut, Path: "/dashboards/{id}", Tag: "Dashboards", Verb: identity.ViewWrite,
		Summary: "Replace what a dashboard says", Doc: "Its owner may, and for a shared one whoever may edit shared views."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Input
		}) (*boardOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return boardOf(d.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "dashboard-delete", Method: http.MethodDelete, Path: "/dashboards/{id}", Tag: "Dashboards", Verb: identity.ViewWrite,
		Summary: "Delete a dashboard", Doc: "It can be restored."},
		func(ctx context.Context, in *boardByID) (*struct{}, error) {
			return nil, d.delete(ctx, identity.From(ctx).Org, aDashboard, string(in.ID), false)
		})
	web.Register(a, web.Op{ID: "dashboard-restore", Method: http.MethodPost, Path: "/dashboards/{id}/restore", Tag: "Dashboards",
		Verb: identity.ViewWrite, Summary: "Bring a deleted dashboard back"},
		func(ctx context.Context, in *boardByID) (*struct{}, error) {
			return nil, d.delete(ctx, identity.From(ctx).Org, aDashboard, string(in.ID), true)
		})
	web.Register(a, web.Op{ID: "dashboard-pin", Method: http.MethodPut, Path: "/dashboards/{id}/pin", Tag: "Dashboards", Verb: identity.FigureRead,
		Summary: "Put a dashboard into one's side bar"},
		func(ctx context.Context, in *boardByID) (*struct{}, error) {
			return nil, d.pin(ctx, identity.From(ctx).Org, aDashboard, string(in.ID), true)
		})
	web.Register(a, web.Op{ID: "dashboard-unpin", Method: http.MethodDelete, Path: "/dashboards/{id}/pin", Tag: "Dashboards",
		Verb: identity.FigureRead, Summary: "Take a dashboard out of one's side bar"},
		func(ctx context.Context, in *boardByID) (*struct{}, error) {
			return nil, d.pin(ctx, identity.From(ctx).Org, aDashboard, string(in.ID), false)
		})
}
