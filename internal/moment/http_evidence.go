package moment

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type criterionAt struct {
	ID        ID          `path:"id" maxLength:"60"`
	Criterion CriterionID `path:"criterion" maxLength:"60"`
}

type incidentAt struct {
	ID       ID         `path:"id" maxLength:"60"`
	Incident IncidentID `path:"incident" maxLength:"60"`
}

func (m *Moments) criterionRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-criterion-pick", Method: http.MethodPost, Path: "/moments/{id}/criteria", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Pick a criterion from a customer's comment, word for word", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body Picked
		}) (*document[Criterion], error) {
			return criterionOf(m.Pick(ctx, identity.From(ctx).Org, in.ID, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-criterion-edit", Method: http.MethodPut, Path: "/moments/{id}/criteria/{criterion}", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Change how it is told whether a criterion is kept; its words stay"},
		func(ctx context.Context, in *struct {
			ID        ID          `path:"id" maxLength:"60"`
			Criterion CriterionID `path:"criterion" maxLength:"60"`
			IfMatch   string      `header:"If-Match"`
			Body      Judged
		}) (*document[Criterion], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return criterionOf(m.Judge(ctx, identity.From(ctx).Org, in.ID, in.Criterion, version, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-criterion-remove", Method: http.MethodDelete, Path: "/moments/{id}/criteria/{criterion}", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Take a criterion away"},
		func(ctx context.Context, in *criterionAt) (*struct{}, error) {
			return nil, m.Drop(ctx, identity.From(ctx).Org, in.ID, in.Criterion, false)
		})
	web.Register(a, web.Op{ID: "moment-criterion-restore", Method: http.MethodPost, Path: "/moments/{id}/criteria/{criterion}/restored", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Bring a criterion back"},
		func(ctx context.Context, in *criterionAt) (*struct{}, error) {
			return nil, m.Drop(ctx, identity.From(ctx).Org, in.ID, in.Criterion, true)
		})
	web.Register(a, web.Op{ID: "moment-assess", Method: http.MethodPost, Path: "/moments/{id}/criteria/{criterion}/assessments", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Enter what an evaluation, an observation or mystery shopping found; or what staff think", Status: 201},
		func(ctx context.Context, in *struct {
			ID        ID          `path:"id" maxLength:"60"`
			Criterion CriterionID `path:"criterion" maxLength:"60"`
			Body      Found
		}) (*struct{ Body *Assessment }, error) {
			one, err := m.Assess(ctx, identity.From(ctx).Org, in.ID, in.Criterion, in.Body)
			return &struct{ Body *Assessment }{one}, err
		})
	web.Register(a, web.Op{ID: "moment-assessment-withdraw", Method: http.MethodPost, Path: "/moments/{id}/assessments/{assessment}/withdrawn", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Say that an assessment doesn't hold; it stays to be seen", Status: 204},
		func(ctx context.Context, in *struct {
			ID         ID           `path:"id" maxLength:"60"`
			Assessment AssessmentID `path:"assessment" maxLength:"60"`
			Body       struct {
				Why string `json:"why" maxLength:"500"`
			}
		}) (*struct{}, error) {
			return nil, m.Withdraw(ctx, identity.From(ctx).Org, in.ID, in.Assessment, in.Body.Why)
		})
}

func (m *Moments) incidentRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-incident-link", Method: http.MethodPost, Path: "/moments/{id}/incidents", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Link a critical incident: a signal or a case", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body Linked
		}) (*document[Incident], error) {
			return incidentOf(m.Link(ctx, identity.From(ctx).Org, in.ID, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-incident-code", Method: http.MethodPut, Path: "/moments/{id}/incidents/{incident}", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Say how an incident was handled"},
		func(ctx context.Context, in *struct {
			ID       ID         `path:"id" maxLength:"60"`
			Incident IncidentID `path:"incident" maxLength:"60"`
			IfMatch  string     `header:"If-Match"`
			Body     Coding
		}) (*document[Incident], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return incidentOf(m.Code(ctx, identity.From(ctx).Org, in.ID, in.Incident, version, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-incident-remove", Method: http.MethodDelete, Path: "/moments/{id}/incidents/{incident}", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Take an incident away"},
		func(ctx context.Context, in *incidentAt) (*struct{}, error) {
			return nil, m.Unlink(ctx, identity.From(ctx).Org, in.ID, in.Incident, false)
		})
	web.Register(a, web.Op{ID: "moment-incident-restore", Method: http.MethodPost, Path: "/moments/{id}/incidents/{incident}/restored", Tag: tag,
		Verb: identity.MomentWrite, Summary: "Bring an incident back"},
		func(ctx context.Context, in *incidentAt) (*struct{}, error) {
			return nil, m.Unlink(ctx, identity.From(ctx).Org, in.ID, in.Incident, true)
		})
}
