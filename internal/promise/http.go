package promise

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// answer is one record with its version as ETag.
type answer[T any] struct {
	ETag string `header:"ETag"`
	Body *T
}

func answered[T any](one *T, version func(*T) int, err error) (*answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &answer[T]{web.ETag(version(one)), one}, nil
}

func promised(one *Promise, err error) (*answer[Promise], error) {
	return answered(one, func(p *Promise) int { return p.Version }, err)
}

func processed(one *Process, err error) (*answer[Process], error) {
	return answered(one, func(p *Process) int { return p.Version }, err)
}

func ranked(one *Priority, err error) (*answer[Priority], error) {
	return answered(one, func(p *Priority) int { return p.Version }, err)
}

type named struct {
	ID ID `path:"id" maxLength:"60"`
}

// Routes describes and serves promises, processes and priorities.
func (p *Promises) Routes(a *web.API) {
	p.promiseRoutes(a)
	p.processRoutes(a)
	p.priorityRoutes(a)
}

func (p *Promises) promiseRoutes(a *web.API) {
	const tag = "Brand promise"
	web.Register(a, web.Op{ID: "promise-list", Method: http.MethodGet, Path: "/promises", Tag: tag, Verb: identity.PromiseRead,
		Summary: "What is promised, in force, drafted and past, by brand and segment"},
		func(ctx context.Context, _ *struct{}) (*web.List[Promise], error) {
			all, err := p.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "promise-create", Method: http.MethodPost, Path: "/promises", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Draft a promise", Status: 201},
		func(ctx context.Context, in *struct{ Body Input }) (*answer[Promise], error) {
			return promised(p.Create(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "promise-get", Method: http.MethodGet, Path: "/promises/{id}", Tag: tag, Verb: identity.PromiseRead, Summary: "One promise"},
		func(ctx context.Context, in *named) (*answer[Promise], error) {
			return promised(p.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "promise-kept", Method: http.MethodGet, Path: "/promises/{id}/kept", Tag: tag, Verb: identity.FigureRead,
		Summary: "How well each tenet is kept, with its interval",
		Doc:     "The figure of a tenet counts what was heard at the touch points that carry it, its own and those of its processes."},
		func(ctx context.Context, in *struct {
			ID   ID     `path:"id" maxLength:"60"`
			From string `query:"from" maxLength:"40" doc:"A date or time; exclusive end in to"`
			To   string `query:"to" maxLength:"40"`
		}) (*web.List[Kept], error) {
			all, err := p.Kept(ctx, identity.From(ctx).Org, in.ID, in.From, in.To)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "promise-edit", Method: http.MethodPut, Path: "/promises/{id}", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Replace what a draft says"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Input
		}) (*answer[Promise], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return promised(p.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "promise-delete", Method: http.MethodDelete, Path: "/promises/{id}", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Drop a draft"},
		func(ctx context.Context, in *named) (*struct{}, error) {
			return nil, p.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "promise-in-force", Method: http.MethodPost, Path: "/promises/{id}/in-force", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Put a draft in force; the promise it takes the place of is retired"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
		}) (*answer[Promise], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return promised(p.PutInForce(ctx, identity.From(ctx).Org, in.ID, version))
		})
	web.Register(a, web.Op{ID: "promise-revise", Method: http.MethodPost, Path: "/promises/{id}/revision", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Begin a revision, which is a draft until it is put in force", Status: 201},
		func(ctx context.Context, in *named) (*answer[Promise], error) {
			return promised(p.Revise(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "promise-retire", Method: http.MethodPost, Path: "/promises/{id}/retired", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Stop promising it"},
		func(ctx context.Context, in *named) (*answer[Promise], error) {
			return promised(p.Retire(ctx, identity.From(ctx).Org, in.ID))
		})
}

func (p *Promises) processRoutes(a *web.API) {
	const tag = "Processes"
	web.Register(a, web.Op{ID: "process-list", Method: http.MethodGet, Path: "/processes", Tag: tag, Verb: identity.PromiseRead,
		Summary: "Through which processes promises become experiences"},
		func(ctx context.Context, _ *struct{}) (*web.List[Process], error) {
			all, err := p.Processes(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "process-create", Method: http.MethodPost, Path: "/processes", Tag: tag, Verb: identity.PromiseWrite, Summary: "Add a process", Status: 201},
		func(ctx context.Context, in *struct{ Body ProcessInput }) (*answer[Process], error) {
			return processed(p.CreateProcess(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "process-edit", Method: http.MethodPut, Path: "/processes/{id}", Tag: tag, Verb: identity.PromiseWrite, Summary: "Replace what a process says"},
		func(ctx context.Context, in *struct {
			ID      ProcessID `path:"id" maxLength:"60"`
			IfMatch string    `header:"If-Match"`
			Body    ProcessInput
		}) (*answer[Process], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return processed(p.EditProcess(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "process-delete", Method: http.MethodDelete, Path: "/processes/{id}", Tag: tag, Verb: identity.PromiseWrite,
		Summary: "Drop a process that carries nothing"},
		func(ctx context.Context, in *struct {
			ID ProcessID `path:"id" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, p.DeleteProcess(ctx, identity.From(ctx).Org, in.ID)
		})
}

func (p *Promises) priorityRoutes(a *web.API) {
	const tag = "Priorities"
	web.Register(a, web.Op{ID: "priority-list", Method: http.MethodGet, Path: "/priorities", Tag: tag, Verb: identity.PromiseRead,
		Summary: "What the organisation wants most, by rank"},
		func(ctx context.Context, _ *struct{}) (*web.List[Priority], error) {
			all, err := p.Priorities(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "priority-create", Method: http.MethodPost, Path: "/priorities", Tag: tag, Verb: identity.PromiseWrite, Summary: "Add a priority", Status: 201},
		func(ctx context.Context, in *struct{ Body PriorityInput }) (*answer[Priority], error) {
			return ranked(p.CreatePriority(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "priority-edit", Method: http.MethodPut, Path: "/priorities/{id}", Tag: tag, Verb: identity.PromiseWrite, Summary: "Replace what a priority says"},
		func(ctx context.Context, in *struct {
			ID      PriorityID `path:"id" maxLength:"60"`
			IfMatch string     `header:"If-Match"`
			Body    PriorityInput
		}) (*answer[Priority], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return ranked(p.EditPriority(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "priority-order", Method: http.MethodPut, Path: "/priorities", Tag: tag, Verb: identity.PromiseWrite, Summary: "Rank the priorities"},
		func(ctx context.Context, in *struct {
			Body struct {
				IDs []PriorityID `json:"ids" minItems:"1" maxItems:"30" doc:"Every priority's id, the first first"`
			}
		}) (*web.List[Priority], error) {
			all, err := p.Order(ctx, identity.From(ctx).Org, in.Body.IDs)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "priority-delete", Method: http.MethodDelete, Path: "/priorities/{id}", Tag: tag, Verb: identity.PromiseWrite, Summary: "Drop a priority"},
		func(ctx context.Context, in *struct {
			ID PriorityID `path:"id" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, p.DeletePriority(ctx, identity.From(ctx).Org, in.ID)
		})
}
