package metric

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct {
	ETag string `header:"ETag"`
	Body *Metric
}

func oneOf(n *Metric, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{web.ETag(n.Revision), n}, nil
}

// scoringIn is a scoring as it is sent: its version is ours.
type scoringIn struct {
	Method Method  `json:"method" enum:"nps,top_box,mean,rate,median,within"`
	From   float64 `json:"from,omitempty" doc:"top_box: the lowest score that counts"`
	To     float64 `json:"to,omitempty" doc:"within: the highest score that counts"`
}

func (s scoringIn) scoring() Scoring { return Scoring{Method: s.Method, From: s.From, To: s.To} }

type metricByID struct {
	ID ID `path:"id" maxLength:"60"`
}

// Routes describes and serves metrics and figures.
func (m *Metrics) Routes(a *web.API) {
	web.Register(a, web.Op{ID: "metric-list", Method: http.MethodGet, Path: "/metrics", Tag: "Metrics", Verb: identity.MetricRead,
		Summary: "All metrics, the standard ones first"},
		func(ctx context.Context, in *struct {
			Archived bool `query:"archived" doc:"Those that are put away, too"`
		}) (*web.List[Metric], error) {
			all, err := m.All(ctx, identity.From(ctx).Org)
			list := make([]Metric, 0, len(all))
			for _, n := range all {
				if in.Archived || !n.Archived {
					list = append(list, n)
				}
			}
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "metric-create", Method: http.MethodPost, Path: "/metrics", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "Define a metric", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				Key       string    `json:"key"`
				Name      string    `json:"name" maxLength:"100"`
				Min       float64   `json:"min"`
				Max       float64   `json:"max"`
				Direction Direction `json:"direction,omitempty" enum:"up,down"`
				ScaleUnit string    `json:"scale_unit,omitempty" maxLength:"20" doc:"What scores are measured in; score where it is left out"`
				Scoring   scoringIn `json:"scoring"`
			}
		}) (*struct{ Body *Metric }, error) {
			b := in.Body
			n := &Metric{Key: b.Key, Name: b.Name, Min: b.Min, Max: b.Max, Direction: b.Direction, ScaleUnit: b.ScaleUnit, Scoring: b.Scoring.scoring()}
			return &struct{ Body *Metric }{n}, m.Create(ctx, identity.From(ctx).Org, n)
		})
	web.Register(a, web.Op{ID: "metric-get", Method: http.MethodGet, Path: "/metrics/{id}", Tag: "Metrics", Verb: identity.MetricRead,
		Summary: "One metric"},
		func(ctx context.Context, in *metricByID) (*one, error) {
			return oneOf(m.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "metric-edit", Method: http.MethodPatch, Path: "/metrics/{id}", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "Rename a metric, or put it away", Doc: "Scale and direction never change: define another metric for that."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Edit
		}) (*one, error) {
			revision, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(m.Edit(ctx, identity.From(ctx).Org, in.ID, revision, in.Body))
		})
	m.versionRoutes(a)
	m.targetRoutes(a)
	m.operationalRoutes(a)
	m.figureRoutes(a)
}

func (m *Metrics) versionRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "metric-versions", Method: http.MethodGet, Path: "/metrics/{id}/versions", Tag: "Metrics", Verb: identity.MetricRead,
		Summary: "How a metric was scored: who changed it, when and why"},
		func(ctx context.Context, in *metricByID) (*web.List[Version], error) {
			all, err := m.Versions(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "metric-rescore", Method: http.MethodPut, Path: "/metrics/{id}/scoring", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "Change how a metric is scored: a new version, which figures of the past follow too", Doc: "Look at its effect first."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Scoring scoringIn `json:"scoring"`
				Why     string    `json:"why" maxLength:"500"`
			}
		}) (*one, error) {
			revision, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(m.SetScoring(ctx, identity.From(ctx).Org, in.ID, revision, in.Body.Scoring.scoring(), in.Body.Why))
		})
	web.Register(a, web.Op{ID: "metric-effect", Method: http.MethodPost, Path: "/metrics/{id}/effect", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "What another scoring would do to past figures; nothing changes"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Scoring scoringIn `json:"scoring"`
			}
		}) (*struct{ Body *Effect }, error) {
			e, err := m.Effect(ctx, identity.From(ctx).Org, in.ID, in.Body.Scoring.scoring())
			return &struct{ Body *Effect }{e}, err
		})
}

type targetsOut struct {
	ETag string `header:"ETag"`
	Body *Targets
}

func targetsIn(t *Targets, err error) (*targetsOut, error) {
	if err != nil {
		return nil, err
	}
	return &targetsOut{web.ETag(t.Version), t}, nil
}

func (m *Metrics) targetRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "metric-targets", Method: http.MethodGet, Path: "/metrics/{id}/targets", Tag: "Metrics", Verb: identity.MetricRead,
		Summary: "What a metric should reach, by unit and period"},
		func(ctx context.Context, in *metricByID) (*targetsOut, error) {
			return targetsIn(m.Targets(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "metric-set-targets", Method: http.MethodPut, Path: "/metrics/{id}/targets", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "Replace all targets of a metric", Doc: "A unit without a target of its own has the one of the nearest unit above."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Items []Target `json:"items" maxItems:"5000"`
			}
		}) (*targetsOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return targetsIn(m.SetTargets(ctx, identity.From(ctx).Org, in.ID, version, in.Body.Items))
		})
}
