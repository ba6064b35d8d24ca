package moment

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const tag = "Moments of truth"

type document[T any] struct {
	ETag string `header:"ETag"`
	Body *T
}

func answered[T any](one *T, version func(*T) int, err error) (*document[T], error) {
	if err != nil {
		return nil, err
	}
	return &document[T]{web.ETag(version(one)), one}, nil
}

func momentOf(one *Moment, err error) (*document[Moment], error) {
	return answered(one, func(m *Moment) int { return m.Version }, err)
}

func criterionOf(one *Criterion, err error) (*document[Criterion], error) {
	return answered(one, func(c *Criterion) int { return c.Version }, err)
}

func incidentOf(one *Incident, err error) (*document[Incident], error) {
	return answered(one, func(i *Incident) int { return i.Version }, err)
}

type named struct {
	ID ID `path:"id" maxLength:"60"`
}

type period struct {
	From string `query:"from" maxLength:"40" doc:"A date or time"`
	To   string `query:"to" maxLength:"40" doc:"Exclusive"`
}

// Routes describes and serves moments of truth.
func (m *Moments) Routes(a *web.API) {
	m.momentRoutes(a)
	m.stateRoutes(a)
	m.criterionRoutes(a)
	m.incidentRoutes(a)
	m.procedureRoutes(a)
	m.characteristicRoutes(a)
}

func (m *Moments) momentRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-list", Method: http.MethodGet, Path: "/moments", Tag: tag, Verb: identity.MomentRead,
		Summary: "Moments of truth, confirmed ones first, with their first criterion and how well it is kept"},
		func(ctx context.Context, in *period) (*web.List[Short], error) {
			all, err := m.List(ctx, identity.From(ctx).Org, Span(*in))
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "moment-proposals", Method: http.MethodGet, Path: "/moments/proposals", Tag: tag, Verb: identity.FigureRead,
		Summary: "Touch points at which customers who write are let down more than elsewhere",
		Doc: "Of the customers who wrote a comment, those count as let down whose score is a detractor's (NPS) or in the worse two fifths of the " +
			"scale. Each touch point is compared with all the others together, allowing for how many are compared (Benjamini and Hochberg, 5 %)."},
		func(ctx context.Context, in *struct {
			Metric string `query:"metric" maxLength:"64" doc:"By which it is told; else the one that most who wrote answered"`
			From   string `query:"from" maxLength:"40"`
			To     string `query:"to" maxLength:"40"`
		}) (*struct{ Body *Weights }, error) {
			w, err := m.Weigh(ctx, identity.From(ctx).Org, in.Metric, Span{in.From, in.To})
			return &struct{ Body *Weights }{w}, err
		})
	web.Register(a, web.Op{ID: "moment-nominate", Method: http.MethodPost, Path: "/moments", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Nominate a touch point as a moment of truth", Status: 201},
		func(ctx context.Context, in *struct{ Body Input }) (*document[Moment], error) {
			return momentOf(m.Nominate(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-get", Method: http.MethodGet, Path: "/moments/{id}", Tag: tag, Verb: identity.MomentRead,
		Summary: "One moment with its criteria, incidents, importance, procedure and history"},
		func(ctx context.Context, in *struct {
			ID   ID     `path:"id" maxLength:"60"`
			From string `query:"from" maxLength:"40"`
			To   string `query:"to" maxLength:"40"`
		}) (*document[File], error) {
			one, err := m.File(ctx, identity.From(ctx).Org, in.ID, Span{in.From, in.To})
			return answered(one, func(f *File) int { return f.Version }, err)
		})
}

func (m *Moments) stateRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-edit", Method: http.MethodPut, Path: "/moments/{id}", Tag: tag, Verb: identity.MomentConfirm,
		Summary: "Edit why, for whom, who answers for it, and what the first person may give"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Edit
		}) (*document[Moment], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return momentOf(m.Change(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "moment-state", Method: http.MethodPost, Path: "/moments/{id}/state", Tag: tag, Verb: identity.MomentConfirm,
		Summary: "Confirm, retire, or nominate again",
		Doc:     "Confirming needs at least one criterion in a customer's words and one critical incident."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				State State  `json:"state" enum:"nominated,confirmed,retired"`
				Note  string `json:"note,omitempty" maxLength:"1000"`
			}
		}) (*document[Moment], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return momentOf(m.Move(ctx, identity.From(ctx).Org, in.ID, version, in.Body.State, in.Body.Note))
		})
	web.Register(a, web.Op{ID: "moment-importance", Method: http.MethodPost, Path: "/moments/{id}/importance", Tag: tag, Verb: identity.MomentWrite,
		Summary: "Say how important staff think it is, beside what customers say"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Value int    `json:"value" doc:"0 to 100"`
				Why   string `json:"why" maxLength:"1000"`
			}
		}) (*document[Moment], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return momentOf(m.Think(ctx, identity.From(ctx).Org, in.ID, version, in.Body.Value, in.Body.Why))
		})
}

func (m *Moments) procedureRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-procedure", Method: http.MethodPut, Path: "/moments/{id}/procedure", Tag: tag, Verb: identity.MomentConfirm,
		Summary: "Write the crisis procedure and the questions that ask whether it is understood",
		Doc:     "A version whose questions somebody has answered stays; what is written then is the next version. If-Match \"0\" where there is none yet."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    ProcedureInput
		}) (*document[Procedure], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			p, err := m.SetProcedure(ctx, identity.From(ctx).Org, in.ID, version, in.Body)
			return answered(p, func(p *Procedure) int { return p.Version }, err)
		})
	web.Register(a, web.Op{ID: "moment-check-sheet", Method: http.MethodGet, Path: "/moments/{id}/check", Tag: tag, Verb: identity.MomentRead,
		Summary: "The crisis procedure as staff read it, with its questions"},
		func(ctx context.Context, in *named) (*struct{ Body *Sheet }, error) {
			s, err := m.Sheet(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Sheet }{s}, err
		})
	web.Register(a, web.Op{ID: "moment-check-take", Method: http.MethodPost, Path: "/moments/{id}/check", Tag: tag, Verb: identity.MomentRead,
		Summary: "Answer the questions", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Number  int   `json:"number" doc:"Version of the procedure that was read"`
				Answers []int `json:"answers" maxItems:"30" doc:"Place of the chosen option, from 0, for each question"`
			}
		}) (*struct{ Body *Result }, error) {
			r, err := m.Take(ctx, identity.From(ctx).Org, in.ID, in.Body.Number, in.Body.Answers)
			return &struct{ Body *Result }{r}, err
		})
	web.Register(a, web.Op{ID: "moment-check-enter", Method: http.MethodPost, Path: "/moments/{id}/check/results", Tag: tag, Verb: identity.MomentConfirm,
		Summary: "Enter results from elsewhere: all of them, or none", Status: 201},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body struct {
				Number  int      `json:"number"`
				Results []Scored `json:"results" minItems:"1" maxItems:"1000"`
			}
		}) (*struct {
			Body struct {
				Entered int `json:"entered"`
			}
		}, error) {
			n, err := m.Enter(ctx, identity.From(ctx).Org, in.ID, in.Body.Number, in.Body.Results)
			out := &struct {
				Body struct {
					Entered int `json:"entered"`
				}
			}{}
			out.Body.Entered = n
			return out, err
		})
	web.Register(a, web.Op{ID: "moment-check-asked", Method: http.MethodGet, Path: "/moments/{id}/check/people", Tag: tag, Verb: identity.PeopleRead,
		Summary: "Who has answered, who hasn't, and how many of those who have understand it"},
		func(ctx context.Context, in *named) (*struct{ Body *Asked }, error) {
			s, err := m.Asked(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Asked }{s}, err
		})
}

func (m *Moments) characteristicRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "moment-characteristics", Method: http.MethodGet, Path: "/moments/characteristics", Tag: tag, Verb: identity.FigureRead,
		Summary: "The five characteristics of companies that handle moments of truth well",
		Doc:     "Computed from evidence where there is any, else as somebody assessed it. Without a period: the last 90 days."},
		func(ctx context.Context, in *period) (*document[Five], error) {
			f, err := m.Characteristics(ctx, identity.From(ctx).Org, Span(*in))
			return answered(f, func(f *Five) int { return f.Version }, err)
		})
	web.Register(a, web.Op{ID: "moment-characteristic-state", Method: http.MethodPost, Path: "/moments/characteristics", Tag: tag,
		Verb: identity.MomentConfirm, Summary: "Assess a characteristic for which there is no evidence", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				Key      Key    `json:"key" enum:"criteria,one_owner,procedures,authority,initiative"`
				Value    int    `json:"value" doc:"0 to 100"`
				Evidence string `json:"evidence" maxLength:"2000"`
			}
		}) (*struct{ Body *Statement }, error) {
			s, err := m.State(ctx, identity.From(ctx).Org, in.Body.Key, in.Body.Value, in.Body.Evidence)
			return &struct{ Body *Statement }{s}, err
		})
	web.Register(a, web.Op{ID: "moment-initiative", Method: http.MethodPut, Path: "/moments/characteristics/initiative", Tag: tag, Verb: identity.MomentConfirm,
		Summary: "Choose the metric with which employees are asked about initiative"},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Metric string `json:"metric" maxLength:"64" doc:"Key; empty is none"`
			}
		}) (*struct{}, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return nil, m.Bind(ctx, identity.From(ctx).Org, version, in.Body.Metric)
		})
}
