package app

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzhttp"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/ui"
)

// routes builds the one handler: API, respondents' pages, health, screens.
func (a *App) routes(version string) {
	a.API = web.New(version, a.Identity.Guard)
	a.API.Once = &once{a.DB}
	for _, r := range []web.Routes{
		a.Identity, a.Audit, a.Points, a.Staff, a.Customers, a.Metrics, a.Log, a.Imports, a.Surveys, a.Cases, a.Demos, a.Operator,
		a.Notify,
		a.Rosters,
		a.Replies,
		a.Praise,
		a.Boards,
		a.Expectations,
		a.Guide,
		a.Promises, a.Journeys,
		a.Values, a.Loyalty,
		a.Moments,
		a.Areas,
		a.Search, a.Exports, a.Reports,
		a.Drivers, a.Traits,
	} {
		r.Routes(a.API)
	}
	a.liveRoutes()
	a.jobRoutes()
	a.mailRoutes()

	mux := http.NewServeMux()
	mux.Handle("/api/", compressed(a.sessions(a.API.Mux)))
	a.Surveys.Pages(mux)
	a.Notify.Pages(mux)
	a.Replies.Pages(mux)
	mux.HandleFunc("GET /healthz", a.healthy)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("/", ui.Handler())
	protect := http.NewCrossOriginProtection()
	protect.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		web.WriteProblem(w, r, problem.New(problem.Forbidden, "cross_origin", "This request came from another site's page."))
	}))
	a.handler = a.Config.behindProxies(headers(protect.Handler(mux)))
}

// Handler is the program as one HTTP handler.
func (a *App) Handler() http.Handler { return a.handler }

// sessions loads and saves a browser's session; no answer of the API is kept on the way.
func (a *App) sessions(next http.Handler) http.Handler {
	with := a.Identity.Browsing(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		with.ServeHTTP(w, r)
	})
}

// compressed makes answers smaller for those who take that. Writing is answered in a few words, streams and files of exports
// leave as they are.
func compressed(next http.Handler) http.Handler {
	// Of a page with something secret in it, the length must not tell what else it holds: hence the jitter.
	wrap, err := gzhttp.NewWrapper(gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/yaml"}),
		gzhttp.MinSize(1400), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		panic(err) // the options are fixed
	}
	small := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			small.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// headers every answer carries. Pages that need another policy (respondents') set their own over it.
func headers(next http.Handler) http.Handler {
	const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
		"frame-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		next.ServeHTTP(w, r)
	})
}

func (a *App) healthy(w http.ResponseWriter, _ *http.Request) {
	web.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether the database answers and nothing is stopping.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if a.stopping.Load() {
		web.WriteProblem(w, r, problem.New(problem.Unavailable, "stopping", "The server is stopping."))
		return
	}
	if err := a.DB.Ping(ctx); err != nil {
		a.Slog.Warn("not ready", "error", err)
		web.WriteProblem(w, r, problem.New(problem.Unavailable, "database_unreachable", "The database doesn't answer."))
		return
	}
	web.WriteJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

func (a *App) liveRoutes() {
	a.API.Raw(web.Op{ID: "events", Method: http.MethodGet, Path: "/events", Tag: "Live", Verb: web.SignedIn,
		Summary: "Server-sent events: what may have changed",
		Doc:     "Events: figures, cases, imports, surveys, views. They carry no data to rely on: ask again."},
		func(op *huma.Operation) {
			op.Responses = map[string]*huma.Response{"200": {Description: "A stream", Content: map[string]*huma.MediaType{"text/event-stream": {}}}}
		},
		func(w http.ResponseWriter, r *http.Request) {
			c := identity.From(r.Context())
			a.Hub.Serve(w, r, string(c.Org), func() bool { return a.Identity.Still(r, web.SignedIn) })
		})
}

func (a *App) jobRoutes() {
	web.Register(a.API, web.Op{ID: "job-list", Method: http.MethodGet, Path: "/jobs", Tag: "Jobs", Verb: identity.JobWrite,
		Summary: "Background work, newest first"},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[jobs.Info], error) {
			list, err := a.Jobs.List(ctx, identity.From(ctx).Org, jobs.Filter{Before: in.Cursor, Limit: in.Limit})
			next := ""
			if len(list) == in.Limit {
				next = list[len(list)-1].ID
			}
			return web.ListOf(list, next, err)
		})
	type byID struct {
		ID string `path:"id"`
	}
	web.Register(a.API, web.Op{ID: "job-cancel", Method: http.MethodPost, Path: "/jobs/{id}/cancel", Tag: "Jobs", Verb: identity.JobWrite,
		Summary: "Stop a job"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, a.Jobs.Cancel(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a.API, web.Op{ID: "job-retry", Method: http.MethodPost, Path: "/jobs/{id}/retry", Tag: "Jobs", Verb: identity.JobWrite,
		Summary: "Try a failed job again"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, a.Jobs.Retry(ctx, identity.From(ctx).Org, in.ID)
		})
}

const rebuildJob = "analytics.rebuild"

func (a *App) handleRebuild() {
	a.Jobs.Handle(rebuildJob, func(ctx context.Context, j *jobs.Job) error {
		return a.Log.Rebuild(ctx, j.Org, func(at, of int64) { j.Progress(ctx, at, of, "projecting") })
	})
}

// zoneChanged cuts every day anew, in the background.
func (a *App) zoneChanged(org db.Org) {
	ctx := context.Background()
	err := a.DB.Write(ctx, org, func(tx *db.Tx) error {
		_, err := a.Jobs.Enqueue(ctx, tx, rebuildJob, struct{}{})
		return err
	})
	if err != nil {
		a.Slog.Error("could not start the rebuild after a change of zone", "organisation", org, "error", err)
	}
}

// localHeader names the organisation on the local transport, where being on the machine is the permission.
const localHeader = "Touchstone-Organisation"

// Local is the handler of the socket in the data folder: the API as the program itself, and what only the command line does.
func (a *App) Local() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /local/setup", local(func(ctx context.Context, f identity.Founding) (any, error) {
		o, _, err := a.Identity.Found(ctx, f, false)
		return o, err
	}))
	mux.HandleFunc("POST /local/token", local(func(ctx context.Context, in struct {
		Organisation string
		Name         string
		Role         identity.Role
	}) (any, error) {
		o, err := a.Identity.OrganisationNamed(ctx, in.Organisation)
		if err != nil {
			return nil, err
		}
		t := &identity.Token{Name: in.Name, Role: in.Role}
		return t, a.Identity.NewToken(identity.System(ctx, o.ID, "command line"), o.ID, t)
	}))
	mux.HandleFunc("POST /local/operator", local(func(ctx context.Context, in struct{ Organisation string }) (any, error) {
		if in.Organisation == "" {
			return struct{}{}, a.Operator.Appoint(ctx, "")
		}
		o, err := a.Identity.OrganisationNamed(ctx, in.Organisation)
		if err != nil {
			return nil, err
		}
		return o, a.Operator.Appoint(ctx, o.ID)
	}))
	mux.HandleFunc("POST /local/rebuild", local(func(ctx context.Context, in struct{ Organisation string }) (any, error) {
		return a.rebuildNow(ctx, in.Organisation)
	}))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		o, err := a.Identity.OrganisationNamed(r.Context(), r.Header.Get(localHeader))
		if err != nil {
			web.WriteProblem(w, r, err)
			return
		}
		a.API.Mux.ServeHTTP(w, r.WithContext(identity.System(r.Context(), o.ID, "command line")))
	})
	return mux
}

// rebuildNow projects one organisation's log anew, or all of them, and reports how many signals' entries each had.
func (a *App) rebuildNow(ctx context.Context, name string) (any, error) {
	all, err := a.Identity.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	done := map[string]int64{}
	for _, o := range all {
		if name != "" && identity.Fold(o.Name) != identity.Fold(name) {
			continue
		}
		if err := a.Log.Rebuild(ctx, o.ID, func(at, _ int64) { done[o.Name] = at }); err != nil {
			return nil, err
		}
	}
	if name != "" && len(done) == 0 {
		return nil, problem.New(problem.NotFound, "organisation_unknown", "There is no organisation named %q.", name)
	}
	return done, nil
}

func local[T any](fn func(context.Context, T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in T
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
			web.WriteProblem(w, r, errors.Join(problem.New(problem.Malformed, "json_invalid", "The body isn't valid JSON."), err))
			return
		}
		out, err := fn(r.Context(), in)
		if err != nil {
			web.WriteProblem(w, r, err)
			return
		}
		web.WriteJSON(w, http.StatusOK, out)
	}
}

// behindProxies believes X-Forwarded-For of the proxies named in the configuration, and of nobody else.
func (c *Config) behindProxies(next http.Handler) http.Handler {
	if len(c.proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.trusts(r.RemoteAddr) {
			list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",") // a proxy may add a line of its own
			for i := len(list) - 1; i >= 0; i-- {                                             // the last address that isn't a proxy of ours is the caller's
				if ip := strings.TrimSpace(list[i]); ip != "" {
					r.RemoteAddr = net.JoinHostPort(strings.Trim(ip, "[]"), "0")
					if !c.trusts(r.RemoteAddr) {
						break
					}
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}
