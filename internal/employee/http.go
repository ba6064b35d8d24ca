package employee

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct {
	ETag string `header:"ETag"`
	Body *Detail
}

func oneOf(e *Detail, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{ETag: web.ETag(e.Version), Body: e}, nil
}

// Routes describes and serves the employee API.
func (s *Staff) Routes(a *web.API) {
	web.Register(a, web.Op{ID: "employee-list", Method: http.MethodGet, Path: "/employees", Tag: "Employees", Verb: identity.PeopleRead,
		Summary: "Employees by name, as they are today or were on another day"},
		func(ctx context.Context, in *struct {
			Search string          `query:"search" maxLength:"100" doc:"In the name and in every external id"`
			Unit   identity.UnitID `query:"unit" maxLength:"60" doc:"Id: those of this unit and below"`
			Active string          `query:"active" enum:"yes,no" doc:"Still there, or left; everybody where it isn't given"`
			AsOf   string          `query:"as_of" maxLength:"10" doc:"The day asked about" example:"2026-01-31"`
			Cursor string          `query:"cursor"`
			Limit  int             `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Employee], error) {
			return web.ListOf(s.List(ctx, identity.From(ctx).Org, Query{in.Search, in.Unit, in.Active, in.AsOf, in.Cursor, in.Limit}))
		})
	web.Register(a, web.Op{ID: "employee-create", Method: http.MethodPost, Path: "/employees", Tag: "Employees", Verb: identity.PeopleWrite,
		Summary: "Add an employee", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				ExternalID string          `json:"external_id" maxLength:"100"`
				Name       string          `json:"name,omitempty" maxLength:"100"`
				Unit       identity.UnitID `json:"unit,omitempty" doc:"Id of a unit"`
			}
		}) (*struct{ Body *Employee }, error) {
			e := &Employee{ExternalID: in.Body.ExternalID, Name: in.Body.Name, Unit: in.Body.Unit}
			return &struct{ Body *Employee }{e}, s.Create(ctx, identity.From(ctx).Org, e)
		})
	web.Register(a, web.Op{ID: "employee-get", Method: http.MethodGet, Path: "/employees/{id}", Tag: "Employees", Verb: identity.PeopleRead,
		Summary: "One employee with their history"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id" maxLength:"60"`
		}) (*one, error) {
			return oneOf(s.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "employee-edit", Method: http.MethodPatch, Path: "/employees/{id}", Tag: "Employees", Verb: identity.PeopleWrite,
		Summary: "Change an employee; say that they left or came back"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Edit
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(s.Change(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "employee-stays", Method: http.MethodPut, Path: "/employees/{id}/stays", Tag: "Employees", Verb: identity.PeopleWrite,
		Summary: "Set where an employee belonged and when", Doc: "Nobody is in two places at once: stays that overlap are refused. Figures by unit count signals where they were heard, whoever moved since."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Items []Stay `json:"items" maxItems:"200"`
			}
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(s.SetStays(ctx, identity.From(ctx).Org, in.ID, version, in.Body.Items))
		})
}
