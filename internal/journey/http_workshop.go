package journey

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type ofWorkshop struct {
	ID       ID     `path:"id" maxLength:"60"`
	Workshop string `path:"workshop" maxLength:"60"`
}

type workshopAnswer struct{ Body *Workshop }

func (j *Journeys) workshopRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "workshop-list", Method: http.MethodGet, Path: "/journeys/{id}/workshops", Tag: tag, Verb: identity.JourneyRead, Summary: "A journey's workshops, the latest first"},
		func(ctx context.Context, in *ofOne) (*web.List[Workshop], error) {
			all, err := j.Workshops(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "workshop-plan", Method: http.MethodPost, Path: "/journeys/{id}/workshops", Tag: tag, Verb: identity.JourneyWrite, Status: 201,
		Summary: "Plan a workshop with the agenda that the map asks for"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Title  string `json:"title" maxLength:"120"`
				HeldOn string `json:"held_on,omitempty" maxLength:"10"`
			}
		}) (*workshopAnswer, error) {
			w, err := j.PlanWorkshop(ctx, identity.From(ctx).Org, in.ID, in.Body.Title, in.Body.HeldOn)
			return &workshopAnswer{w}, err
		})
	web.Register(a, web.Op{ID: "workshop-get", Method: http.MethodGet, Path: "/journeys/{id}/workshops/{workshop}", Tag: tag, Verb: identity.JourneyRead,
		Summary: "One workshop: agenda with prompts, notes, who is missing, decisions"},
		func(ctx context.Context, in *ofWorkshop) (*workshopAnswer, error) {
			w, err := j.Workshop(ctx, identity.From(ctx).Org, in.ID, in.Workshop)
			return &workshopAnswer{w}, err
		})
	web.Register(a, web.Op{ID: "workshop-edit", Method: http.MethodPost, Path: "/journeys/{id}/workshops/{workshop}/edits", Tag: tag, Verb: identity.JourneyWrite,
		Summary: "Change a workshop", Doc: "Edits name what they change, so that those of several people add up."},
		func(ctx context.Context, in *struct {
			ID       ID     `path:"id" maxLength:"60"`
			Workshop string `path:"workshop" maxLength:"60"`
			Body     struct {
				Edits []WorkshopEdit `json:"edits" minItems:"1" maxItems:"200"`
			}
		}) (*workshopAnswer, error) {
			w, err := j.EditWorkshop(ctx, identity.From(ctx).Org, in.ID, in.Workshop, in.Body.Edits)
			return &workshopAnswer{w}, err
		})
	web.Register(a, web.Op{ID: "workshop-contribute", Method: http.MethodPost, Path: "/journeys/{id}/workshops/{workshop}/contributors", Tag: tag, Verb: identity.JourneyWrite,
		Summary: "Note everybody in the room as a contributor of the map"},
		func(ctx context.Context, in *ofWorkshop) (*struct{ Body *Edited }, error) {
			out, err := j.Contribute(ctx, identity.From(ctx).Org, in.ID, in.Workshop)
			return &struct{ Body *Edited }{out}, err
		})
	web.Register(a, web.Op{ID: "workshop-drop", Method: http.MethodDelete, Path: "/journeys/{id}/workshops/{workshop}", Tag: tag, Verb: identity.JourneyWrite,
		Summary: "Drop a workshop in which nothing was noted or decided"},
		func(ctx context.Context, in *ofWorkshop) (*struct{}, error) {
			return nil, j.DropWorkshop(ctx, identity.From(ctx).Org, in.ID, in.Workshop)
		})
}
