package roster

import (
	"context"
	"net/http"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the API of lists. Each list has its own operations, since each has its own permission.
func (r *Rosters) Routes(a *web.API) {
	for _, list := range []List{Units, People, Employees, Clients, Purchases, Contracts} {
		r.listRoutes(a, list)
	}
	type one struct{ Body *Intake }
	web.Register(a, web.Op{ID: "roster-get", Method: http.MethodGet, Path: "/roster/{id}", Tag: "Lists", Verb: identity.ImportWrite,
		Summary: "A list that was taken in, and how far it is"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			run, err := r.Find(ctx, identity.From(ctx).Org, in.ID)
			if err == nil && !identity.From(ctx).May(Lists[run.List]) {
				err = problem.New(problem.Forbidden, "not_allowed", "Your role (%s) doesn't allow this.", identity.From(ctx).Role)
			}
			return &one{run}, err
		})
	web.Register(a, web.Op{ID: "roster-undo", Method: http.MethodPost, Path: "/roster/{id}/undo", Tag: "Lists", Verb: identity.ImportWrite,
		Status: http.StatusAccepted, Summary: "Take back what a list of purchases or subscriptions brought, in the background",
		Doc: "What it changed of rows known before is put back, unless a later list changed it again. Customers whom it made stay."},
		func(ctx context.Context, in *struct {
			ID ID `path:"id"`
		}) (*one, error) {
			run, err := r.Undo(ctx, identity.From(ctx), in.ID)
			return &one{run}, err
		})
	web.Register(a, web.Op{ID: "roster-list", Method: http.MethodGet, Path: "/roster", Tag: "Lists", Verb: identity.ImportWrite,
		Summary: "Lists that were taken in, newest first"},
		func(ctx context.Context, in *struct {
			List List `query:"list" enum:"units,people,employees,customers,purchases,subscriptions"`
		}) (*web.List[Intake], error) {
			c := identity.From(ctx)
			all, err := r.List(ctx, c.Org, in.List, 100)
			return web.ListOf(slices.DeleteFunc(all, func(x Intake) bool { return !c.May(Lists[x.List]) }), "", err)
		})
}

func (r *Rosters) listRoutes(a *web.API, list List) {
	web.Register(a, web.Op{ID: "roster-look-" + string(list), Method: http.MethodPost, Path: "/roster/" + string(list) + "/look", Tag: "Lists",
		Verb: Lists[list], Summary: "What taking in a list of " + string(list) + " would do",
		Doc: "The file is sent in beforehand as for an import. Nothing is written."},
		func(ctx context.Context, in *struct{ Body Wish }) (*struct{ Body *Look }, error) {
			look, err := r.Look(ctx, caller(ctx), list, in.Body)
			return &struct{ Body *Look }{look}, err
		})
	web.Register(a, web.Op{ID: "roster-take-" + string(list), Method: http.MethodPost, Path: "/roster/" + string(list), Tag: "Lists",
		Verb: Lists[list], Status: http.StatusAccepted, Summary: "Take in a list of " + string(list) + ", in the background",
		Doc: "Rows that are refused are left out and told; taking the same file in again changes nothing."},
		func(ctx context.Context, in *struct{ Body Wish }) (*struct{ Body *Intake }, error) {
			run, err := r.Start(ctx, caller(ctx), list, in.Body)
			return &struct{ Body *Intake }{run}, err
		})
}

func caller(ctx context.Context) db.Org { return identity.From(ctx).Org }
