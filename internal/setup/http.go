package setup

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type state struct {
	ETag string `header:"ETag"`
	Body *State
}

func stateOf(s *State, err error) (*state, error) {
	if err != nil {
		return nil, err
	}
	return &state{web.ETag(s.Version), s}, nil
}

type run struct{ Body *Setup }

func runOf(r *Setup, err error) (*run, error) {
	if err != nil {
		return nil, err
	}
	return &run{r}, nil
}

// Routes describes and serves the guided set-up.
func (g *Guide) Routes(a *web.API) {
	const tag = "Guided set-up"
	web.Register(a, web.Op{ID: "setup-guide-get", Method: http.MethodGet, Path: "/setup/guide", Tag: tag, Verb: identity.SetupWrite,
		Summary: "What was answered so far, and what a promise may be about"},
		func(ctx context.Context, _ *struct{}) (*state, error) {
			return stateOf(g.Answers(ctx, identity.From(ctx).Org))
		})
	web.Register(a, web.Op{ID: "setup-guide-save", Method: http.MethodPut, Path: "/setup/guide", Tag: tag, Verb: identity.SetupWrite,
		Summary: "Keep answers, half-given ones too", Doc: "Nothing is made by it."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    Answers
		}) (*state, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return stateOf(g.Save(ctx, identity.From(ctx).Org, version, in.Body))
		})
	web.Register(a, web.Op{ID: "setup-guide-proposal", Method: http.MethodGet, Path: "/setup/guide/proposal", Tag: tag, Verb: identity.SetupWrite,
		Summary: "What follows from the answers",
		Doc:     "The same answers always give the same lines. What is there already is marked, and isn't made again. Each rule says how many cases it would have opened in the past 30 days."},
		func(ctx context.Context, _ *struct{}) (*struct{ Body *Proposal }, error) {
			p, err := g.Propose(ctx, identity.From(ctx).Org)
			if err != nil {
				return nil, err
			}
			return &struct{ Body *Proposal }{p}, nil
		})
	web.Register(a, web.Op{ID: "setup-guide-apply", Method: http.MethodPost, Path: "/setup/guide/runs", Tag: tag, Verb: identity.SetupWrite, Status: 201,
		Summary: "Make what was taken, all of it or nothing",
		Doc:     "If-Match is the version that the proposal followed from. Making something counts it on: a second tab that sends the same is told, and makes nothing twice."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Items []Choice `json:"items" minItems:"1" maxItems:"500" nullable:"false"`
			}
		}) (*run, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return runOf(g.Apply(ctx, identity.From(ctx).Org, version, in.Body.Items))
		})
	web.Register(a, web.Op{ID: "setup-guide-runs", Method: http.MethodGet, Path: "/setup/guide/runs", Tag: tag, Verb: identity.SetupWrite,
		Summary: "What was made by the guided set-up, the latest first"},
		func(ctx context.Context, _ *struct{}) (*web.List[Setup], error) {
			all, err := g.Runs(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "setup-guide-run", Method: http.MethodGet, Path: "/setup/guide/runs/{id}", Tag: tag, Verb: identity.SetupWrite,
		Summary: "What was made at one go, and what became of it"},
		func(ctx context.Context, in *struct {
			ID RunID `path:"id" maxLength:"60"`
		}) (*run, error) {
			return runOf(g.Run(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "setup-guide-undo", Method: http.MethodPost, Path: "/setup/guide/runs/{id}/undo", Tag: tag, Verb: identity.SetupWrite,
		Summary: "Take back what was made and isn't used", Doc: "What signals speak of, what was changed or answered since and what else uses is kept, and says why. Doing it again tries the rest again."},
		func(ctx context.Context, in *struct {
			ID RunID `path:"id" maxLength:"60"`
		}) (*run, error) {
			return runOf(g.Undo(ctx, identity.From(ctx).Org, in.ID))
		})
}
