package operator

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the operator's and the clients' sides, and the scorecard.
func (o *Operator) Routes(a *web.API) {
	o.operatorRoutes(a)
	o.grantRoutes(a)
	o.scorecardRoutes(a)
}

func (o *Operator) operatorRoutes(a *web.API) {
	type standing struct{ Body *Standing }
	type summary struct{ Body *Summary }
	web.Register(a, web.Op{ID: "operator-get", Method: http.MethodGet, Path: "/operator", Tag: "Operator", Verb: identity.GrantRead,
		Summary: "Who runs the installation"},
		func(ctx context.Context, _ *struct{}) (*standing, error) {
			s, err := o.Standing(ctx, identity.From(ctx).Org)
			return &standing{s}, err
		})
	web.Register(a, web.Op{ID: "operator-mark", Method: http.MethodPost, Path: "/operator", Tag: "Operator", Verb: identity.OperatorWrite,
		Summary: "Make the caller's organisation the operator", Doc: "For the installation's first organisation while there is no operator; else it is said on the machine."},
		func(ctx context.Context, _ *struct{}) (*standing, error) {
			org := identity.From(ctx).Org
			if err := o.Mark(ctx, org); err != nil {
				return nil, err
			}
			s, err := o.Standing(ctx, org)
			return &standing{s}, err
		})
	web.Register(a, web.Op{ID: "operator-client-list", Method: http.MethodGet, Path: "/operator/clients", Tag: "Operator", Verb: identity.OperatorRead,
		Summary: "The operator's clients: those it added, and those that grant it something"},
		func(ctx context.Context, _ *struct{}) (*web.List[Client], error) {
			all, err := o.Clients(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "operator-client-add", Method: http.MethodPost, Path: "/operator/clients", Tag: "Operator", Verb: identity.OperatorWrite,
		Status: 201, Secret: true, Summary: "Add an organisation", Doc: "The caller is its first owner. The link of the invited owner is in this answer and never again."},
		func(ctx context.Context, in *struct{ Body NewClient }) (*struct{ Body *Added }, error) {
			c, err := o.AddClient(ctx, identity.From(ctx).Org, in.Body)
			return &struct{ Body *Added }{c}, err
		})
	web.Register(a, web.Op{ID: "operator-summary", Method: http.MethodGet, Path: "/operator/summary", Tag: "Operator", Verb: identity.OperatorRead,
		Summary: "Clients by granted metrics, with intervals and trend"},
		func(ctx context.Context, in *struct {
			Days int `query:"days" default:"30" minimum:"1" maximum:"366"`
		}) (*summary, error) {
			s, err := o.Summary(ctx, identity.From(ctx).Org, in.Days)
			return &summary{s}, err
		})
	web.Register(a, web.Op{ID: "operator-figure", Method: http.MethodGet, Path: "/operator/clients/{id}/figure", Tag: "Operator",
		Verb: identity.OperatorRead, Summary: "One granted metric of one client's unit, by weeks"},
		func(ctx context.Context, in *struct {
			ID     db.Org          `path:"id"`
			Unit   identity.UnitID `query:"unit" doc:"As granted; empty is the whole organisation"`
			Metric string          `query:"metric" required:"true"`
			Days   int             `query:"days" default:"90" minimum:"1" maximum:"366"`
		}) (*struct{ Body *metric.Figure }, error) {
			f, err := o.Figure(ctx, identity.From(ctx).Org, in.ID, in.Unit, in.Metric, in.Days)
			return &struct{ Body *metric.Figure }{f}, err
		})
}

func (o *Operator) grantRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "operator-grant-list", Method: http.MethodGet, Path: "/operator-grants", Tag: "Operator", Verb: identity.GrantRead,
		Summary: "What the organisation lets the operator see, ended and revoked grants too"},
		func(ctx context.Context, _ *struct{}) (*web.List[Grant], error) {
			all, err := o.Grants(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "operator-grant-create", Method: http.MethodPost, Path: "/operator-grants", Tag: "Operator", Verb: identity.GrantWrite,
		Status: 201, Summary: "Let the operator see named metrics of named units"},
		func(ctx context.Context, in *struct {
			Body struct {
				Metrics []string          `json:"metrics" maxItems:"50" doc:"Keys, in the order they are shown"`
				Units   []identity.UnitID `json:"units,omitempty" maxItems:"200" doc:"Each with all below it; none is the whole organisation"`
				Until   string            `json:"until,omitempty" doc:"The last day, as 2027-12-31; without it, until it is revoked"`
			}
		}) (*struct{ Body *Grant }, error) {
			g, err := o.Grant(ctx, identity.From(ctx).Org, Granting{Named{in.Body.Metrics, in.Body.Units}, in.Body.Until})
			return &struct{ Body *Grant }{g}, err
		})
	web.Register(a, web.Op{ID: "operator-grant-revoke", Method: http.MethodDelete, Path: "/operator-grants/{id}", Tag: "Operator", Verb: identity.GrantWrite,
		Summary: "Take a grant back, at once"},
		func(ctx context.Context, in *struct {
			ID GrantID `path:"id"`
		}) (*struct{}, error) {
			return nil, o.Revoke(ctx, identity.From(ctx).Org, in.ID)
		})
}

// scorecardBody is the definition on the wire.
type scorecardBody struct {
	Metrics []string          `json:"metrics" maxItems:"50" doc:"Keys, in the order they are shown"`
	Units   []identity.UnitID `json:"units" maxItems:"200" doc:"Each with all below it; none is the whole organisation"`
	Days    int               `json:"days" minimum:"1" maximum:"366"`
}

type scorecardOut struct {
	ETag string `header:"ETag"`
	Body scorecardBody
}

func outOf(d *Definition, err error) (*scorecardOut, error) {
	if err != nil {
		return nil, err
	}
	units := d.Units
	if units == nil {
		units = []identity.UnitID{}
	}
	return &scorecardOut{web.ETag(d.version), scorecardBody{d.Metrics, units, d.Days}}, nil
}

func (o *Operator) scorecardRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "scorecard-get", Method: http.MethodGet, Path: "/scorecard", Tag: "Operator", Verb: identity.ScorecardRead,
		Summary: "The page that members with the role client see"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body *Summary }, error) {
			s, err := o.Scorecard(ctx, identity.From(ctx).Org)
			return &struct{ Body *Summary }{s}, err
		})
	web.Register(a, web.Op{ID: "scorecard-definition", Method: http.MethodGet, Path: "/scorecard/definition", Tag: "Operator", Verb: identity.ScorecardWrite,
		Summary: "What stands on the scorecard"},
		func(ctx context.Context, _ *struct{}) (*scorecardOut, error) {
			return outOf(o.Definition(ctx, identity.From(ctx).Org))
		})
	web.Register(a, web.Op{ID: "scorecard-define", Method: http.MethodPut, Path: "/scorecard/definition", Tag: "Operator", Verb: identity.ScorecardWrite,
		Summary: "Say what stands on the scorecard"},
		func(ctx context.Context, in *struct {
			Match string `header:"If-Match"`
			Body  scorecardBody
		}) (*scorecardOut, error) {
			saw, err := web.Match(in.Match)
			if err != nil {
				return nil, err
			}
			d := &Definition{Named: Named{in.Body.Metrics, in.Body.Units}, Days: in.Body.Days}
			return outOf(d, o.Define(ctx, identity.From(ctx).Org, d, saw))
		})
}
