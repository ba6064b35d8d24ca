package impact

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const tag = "Impact areas"

type areaOut struct {
	ETag string `header:"ETag"`
	Body *Area
}

func answered(one *Area, err error) (*areaOut, error) {
	if err != nil {
		return nil, err
	}
	return &areaOut{web.ETag(one.Version), one}, nil
}

type detailOut struct {
	ETag string `header:"ETag"`
	Body *Detail
}

// body wraps an answer.
type body[T any] struct{ Body *T }

func of[T any](one *T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{one}, nil
}

type byID struct {
	ID ID `path:"id" maxLength:"60"`
}

// Routes describes and serves impact areas and what they cost.
func (a *Areas) Routes(api *web.API) {
	a.areaRoutes(api)
	a.moneyRoutes(api)
	a.inputRoutes(api)
	a.proposalRoutes(api)
	a.fileRoutes(api)
}

func read(id, path, summary string) web.Op {
	return web.Op{ID: id, Method: http.MethodGet, Path: path, Tag: tag, Verb: identity.ImpactRead, Summary: summary}
}

func write(id, method, path, summary string) web.Op {
	return web.Op{ID: id, Method: method, Path: path, Tag: tag, Verb: identity.ImpactWrite, Summary: summary}
}

func made(op web.Op) web.Op { op.Status = http.StatusCreated; return op }

func (a *Areas) areaRoutes(api *web.API) {
	web.Register(api, read("impact-area-list", "/impact/areas", "Every impact area by name, closed ones included"),
		func(ctx context.Context, _ *struct{}) (*web.List[Area], error) {
			all, err := a.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(api, made(write("impact-area-create", http.MethodPost, "/impact/areas", "Add an impact area over one or more touch points")),
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key" doc:"Sending the same again answers with the same area"`
			Body     AreaInput
		}) (*areaOut, error) {
			all, err := a.Create(ctx, identity.From(ctx).Org, in.Body)
			if err != nil {
				return nil, err
			}
			return answered(&all[0], nil)
		})
	web.Register(api, read("impact-area-get", "/impact/areas/{id}", "One area with its newest measurement, what it rests on, and those before"),
		func(ctx context.Context, in *byID) (*detailOut, error) {
			d, err := a.Find(ctx, identity.From(ctx).Org, in.ID)
			if err != nil {
				return nil, err
			}
			return &detailOut{web.ETag(d.Version), d}, nil
		})
	web.Register(api, write("impact-area-edit", http.MethodPut, "/impact/areas/{id}", "Replace what is said of an area"),
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    AreaInput
		}) (*areaOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return answered(a.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(api, write("impact-area-state", http.MethodPut, "/impact/areas/{id}/state", "Move an area along: open, planned, changing, holding, closed"),
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				State State `json:"state" enum:"open,planned,changing,holding,closed"`
			}
		}) (*areaOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return answered(a.SetState(ctx, identity.From(ctx).Org, in.ID, version, in.Body.State))
		})
	web.Register(api, write("impact-area-delete", http.MethodDelete, "/impact/areas/{id}", "Drop an area; measurements keep what they found of it"),
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, a.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
}

func (a *Areas) moneyRoutes(api *web.API) {
	ranking := read("impact-ranking", "/impact", "Where to look first: what the areas cost, the costliest first, and how far that order can be relied on")
	ranking.Doc = "Without a filter this is the newest measurement. Within one it is reckoned at once, of fewer draws, and not kept."
	web.Register(api, ranking, func(ctx context.Context, in *struct {
		Where []string `query:"where,explode" maxItems:"20" doc:"Conditions as figures take them"`
	}) (*body[Ranking], error) {
		return of(a.Ranking(ctx, identity.From(ctx).Org, in.Where))
	})
	web.Register(api, read("impact-split", "/impact/split", "What the areas cost by unit, segment or another dimension"),
		func(ctx context.Context, in *struct {
			By    string   `query:"by" required:"true" maxLength:"80" example:"unit.site" doc:"A dimension of figures, or segment"`
			Where []string `query:"where,explode" maxItems:"20"`
		}) (*body[Split], error) {
			return of(a.Split(ctx, identity.From(ctx).Org, in.By, in.Where))
		})
	whatIf := read("impact-what-if", "/impact/what-if", "What all would cost if inputs were otherwise; nothing is kept")
	whatIf.Method = http.MethodPost
	web.Register(api, whatIf, func(ctx context.Context, in *struct {
		Body struct {
			Changes []Change `json:"changes" maxItems:"20"`
		}
	}) (*body[WhatIf], error) {
		return of(a.WhatIf(ctx, identity.From(ctx).Org, in.Body.Changes))
	})
	run := write("impact-run", http.MethodPost, "/impact/runs", "Reckon anew, in the background")
	run.Status = http.StatusAccepted
	web.Register(api, run, func(ctx context.Context, _ *struct{}) (*body[Standing], error) {
		org := identity.From(ctx).Org
		if err := a.Recompute(ctx, org); err != nil {
			return nil, err
		}
		return &body[Standing]{&Standing{Running: true}}, nil
	})
	web.Register(api, read("impact-run-list", "/impact/runs", "Measurements, the newest first"),
		func(ctx context.Context, _ *struct{}) (*web.List[RunInShort], error) {
			all, err := a.Runs(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(api, read("impact-run-get", "/impact/runs/{id}", "One measurement whole: every input, its source, what came out"),
		func(ctx context.Context, in *struct {
			ID string `path:"id" maxLength:"60"`
		}) (*body[Measurement], error) {
			return of(a.RunOf(ctx, identity.From(ctx).Org, in.ID))
		})
}

// CommonInputs are the inputs that areas share.
type CommonInputs struct {
	Items []Input `json:"items"`
}

type settingOut struct {
	ETag string `header:"ETag"`
	Body *Setting
}

func set(s Setting, err error) (*settingOut, error) {
	if err != nil {
		return nil, err
	}
	return &settingOut{web.ETag(s.Version), &s}, nil
}

func (a *Areas) inputRoutes(api *web.API) {
	web.Register(api, read("impact-input-list", "/impact/inputs", "The inputs that areas share: what a customer is worth, what failures do"),
		func(ctx context.Context, _ *struct{}) (*body[CommonInputs], error) {
			all, err := a.Common(ctx, identity.From(ctx).Org)
			return of(&CommonInputs{all}, err)
		})
	web.Register(api, write("impact-input-say", http.MethodPut, "/impact/inputs", "Say what an input is, with a range and a reason"),
		func(ctx context.Context, in *struct {
			Input Name `query:"input" required:"true" maxLength:"40" doc:"Name of the input"`
			Area  ID   `query:"area" maxLength:"60" doc:"Of one area; left out, of all"`
			Body  StatementInput
		}) (*body[Statement], error) {
			return of(a.Say(ctx, identity.From(ctx).Org, in.Area, in.Input, in.Body))
		})
	web.Register(api, write("impact-input-take-back", http.MethodDelete, "/impact/inputs", "Take a statement back, so that the data hold again"),
		func(ctx context.Context, in *struct {
			Input Name `query:"input" required:"true" maxLength:"40" doc:"Name of the input"`
			Area  ID   `query:"area" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, a.TakeBack(ctx, identity.From(ctx).Org, in.Area, in.Input)
		})
	web.Register(api, read("impact-setting-get", "/impact/setting", "In what money is counted"),
		func(ctx context.Context, _ *struct{}) (*settingOut, error) {
			return set(a.Setting(ctx, identity.From(ctx).Org))
		})
	web.Register(api, write("impact-setting-edit", http.MethodPut, "/impact/setting", "Count money in another currency"),
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Currency string `json:"currency" maxLength:"3" example:"EUR"`
			}
		}) (*settingOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return set(a.SetCurrency(ctx, identity.From(ctx).Org, version, in.Body.Currency))
		})
}

func (a *Areas) proposalRoutes(api *web.API) {
	web.Register(api, read("impact-proposal-list", "/impact/proposals", "Touch points at which much fails and that no area has yet"),
		func(ctx context.Context, _ *struct{}) (*body[Proposals], error) {
			return of(a.Propose(ctx, identity.From(ctx).Org))
		})
	web.Register(api, made(write("impact-proposal-accept", http.MethodPost, "/impact/proposals", "Make an area of each touch point")),
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key"`
			Body     struct {
				TouchPoints []string `json:"touch_points" minItems:"1" maxItems:"100"`
			}
		}) (*web.List[Area], error) {
			all, err := a.Accept(ctx, identity.From(ctx).Org, in.Body.TouchPoints)
			return web.ListOf(all, "", err)
		})
	try := read("impact-worksheet-try", "/impact/worksheet/try", "What a worksheet comes to; nothing is kept")
	try.Method = http.MethodPost
	web.Register(api, try, func(ctx context.Context, in *struct{ Body Worksheet }) (*body[Result], error) {
		return of(a.Try(ctx, identity.From(ctx).Org, in.Body))
	})
	web.Register(api, made(write("impact-worksheet-keep", http.MethodPost, "/impact/worksheet", "Make an area of a worksheet")),
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key"`
			Body     Worksheet
		}) (*areaOut, error) {
			return answered(a.Keep(ctx, identity.From(ctx).Org, in.Body))
		})
}
