package casework

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves rules and cases.
func (c *Cases) Routes(a *web.API) {
	c.ruleRoutes(a)
	c.caseRoutes(a)
	c.workRoutes(a)
	c.besideRoutes(a)
	c.commitmentRoutes(a)
	c.calendarRoutes(a)
	c.settingRoutes(a)
	c.reportRoutes(a)
}

type ruleOut struct {
	ETag string `header:"ETag"`
	Body *Rule
}

func ruleOf(r *Rule, err error) (*ruleOut, error) {
	if err != nil {
		return nil, err
	}
	return &ruleOut{ETag: web.ETag(r.Version), Body: r}, nil
}

type ruleByID struct {
	ID RuleID `path:"id" maxLength:"60"`
}

func (c *Cases) ruleRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "rule-list", Method: http.MethodGet, Path: "/rules", Tag: "Rules", Verb: identity.RuleRead,
		Summary: "Rules in the order they were made"},
		func(ctx context.Context, _ *struct{}) (*web.List[Rule], error) {
			all, err := c.Rules(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "rule-create", Method: http.MethodPost, Path: "/rules", Tag: "Rules", Verb: identity.RuleWrite, Status: 201,
		Summary: "Add a rule", Doc: "It opens cases for signals that arrive from now on, if it is on."},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body RuleInput
		}) (*ruleOut, error) {
			return ruleOf(c.CreateRule(ctx, identity.From(ctx).Org, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "rule-get", Method: http.MethodGet, Path: "/rules/{id}", Tag: "Rules", Verb: identity.RuleRead,
		Summary: "One rule"},
		func(ctx context.Context, in *ruleByID) (*ruleOut, error) {
			return ruleOf(c.Rule(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "rule-edit", Method: http.MethodPut, Path: "/rules/{id}", Tag: "Rules", Verb: identity.RuleWrite,
		Summary: "Replace what a rule says, or switch it", Doc: "Switched on, it counts for signals that arrive from then on."},
		func(ctx context.Context, in *struct {
			ID      RuleID `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    RuleInput
		}) (*ruleOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return ruleOf(c.EditRule(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "rule-delete", Method: http.MethodDelete, Path: "/rules/{id}", Tag: "Rules", Verb: identity.RuleWrite,
		Summary: "End a rule; its cases stay"},
		func(ctx context.Context, in *ruleByID) (*struct{}, error) {
			return nil, c.DeleteRule(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "rule-test", Method: http.MethodPost, Path: "/rules/test", Tag: "Rules", Verb: identity.RuleWrite,
		Summary: "How many cases a rule would have opened", Doc: "Looks at signals of the past days as the rule itself would, and opens nothing."},
		func(ctx context.Context, in *struct {
			Body struct {
				Rule RuleInput `json:"rule"`
				Days int       `json:"days,omitempty" default:"90" minimum:"1" maximum:"3660"`
				To   time.Time `json:"to,omitempty" doc:"The period ends here; now where it isn't said"`
			}
		}) (*struct{ Body *Trial }, error) {
			to := in.Body.To
			if to.IsZero() {
				to = c.DB.Now()
			}
			t, err := c.TryUntil(ctx, identity.From(ctx).Org, in.Body.Rule, in.Body.Days, to)
			return &struct{ Body *Trial }{t}, err
		})
	web.Register(a, web.Op{ID: "rule-record", Method: http.MethodGet, Path: "/rules/{id}/record", Tag: "Rules", Verb: identity.RuleRead,
		Summary: "What a rule has opened, and what became of it", Doc: "The cases themselves: GET /cases?rule=…"},
		func(ctx context.Context, in *ruleByID) (*struct{ Body *Record }, error) {
			rec, err := c.RuleRecord(ctx, identity.From(ctx).Org, in.ID)
			return &struct{ Body *Record }{rec}, err
		})
	web.Register(a, web.Op{ID: "rule-proposals", Method: http.MethodGet, Path: "/rules/proposals", Tag: "Rules", Verb: identity.RuleWrite,
		Summary: "Rules that fit most organisations, ready to be added"},
		func(ctx context.Context, _ *struct{}) (*web.List[Proposal], error) {
			all, err := c.Proposals(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
}

type fileOut struct {
	ETag string `header:"ETag"`
	Body *File
}

func fileOf(f *File, err error) (*fileOut, error) {
	if err != nil {
		return nil, err
	}
	return &fileOut{ETag: web.ETag(f.Version), Body: f}, nil
}

type caseByID struct {
	ID ID `path:"id" maxLength:"60"`
}

type caseListIn struct {
	State []string `query:"state,explode" doc:"Any of these; several times, or with commas"`
	facetIn
	Overdue   bool      `query:"overdue"`
	Broken    bool      `query:"broken" doc:"With a broken commitment that nobody has seen to"`
	Mentioned bool      `query:"mentioned" doc:"Where a note names the caller, who hasn't written since"`
	Watched   bool      `query:"watched" doc:"By the caller"`
	Search    string    `query:"search" maxLength:"100" doc:"In title, reference and customer"`
	Signal    signal.ID `query:"signal" maxLength:"60"`
	Order     Order     `query:"order" enum:"due,newest" doc:"By due date where only live states are asked for, else newest first"`
	Cursor    string    `query:"cursor" maxLength:"100"`
	Limit     int       `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (in *caseListIn) filter() Filter {
	f := Filter{Facet: in.facet(), Overdue: in.Overdue, Broken: in.Broken, Mentioned: in.Mentioned, Watched: in.Watched, Search: in.Search,
		Signal: in.Signal, Order: in.Order, Cursor: in.Cursor, Limit: in.Limit}
	for _, list := range in.State {
		for s := range strings.SplitSeq(list, ",") {
			if s != "" {
				f.States = append(f.States, State(s))
			}
		}
	}
	return f
}

func (c *Cases) caseRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "case-list", Method: http.MethodGet, Path: "/cases", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "Cases that the caller sees, and how many are open"},
		func(ctx context.Context, in *caseListIn) (*struct{ Body *Page }, error) {
			p, err := c.List(ctx, identity.From(ctx).Org, in.filter())
			return &struct{ Body *Page }{p}, err
		})
	web.Register(a, web.Op{ID: "case-create", Method: http.MethodPost, Path: "/cases", Tag: "Cases", Verb: identity.CaseWrite, Status: 201,
		Summary: "Open a case by hand"},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body CaseInput
		}) (*fileOut, error) {
			return fileOf(c.Create(ctx, identity.From(ctx).Org, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "case-get", Method: http.MethodGet, Path: "/cases/{id}", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "One case with its story and its signal"},
		func(ctx context.Context, in *caseByID) (*fileOut, error) {
			return fileOf(c.File(ctx, identity.From(ctx).Org, in.ID))
		})
	type options struct {
		Body struct {
			Causes   []Cause  `json:"causes" doc:"Retired ones too: cases of the past have them"`
			Outcomes []Option `json:"outcomes"`
		}
	}
	web.Register(a, web.Op{ID: "case-options", Method: http.MethodGet, Path: "/case-options", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "The lists of causes and outcomes"},
		func(ctx context.Context, _ *struct{}) (*options, error) {
			t, err := c.CauseTree(ctx, identity.From(ctx).Org)
			if err != nil {
				return nil, err
			}
			out := &options{}
			out.Body.Causes, out.Body.Outcomes = t.Causes, Outcomes
			return out, nil
		})
}

func (c *Cases) workRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "case-edit", Method: http.MethodPatch, Path: "/cases/{id}", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Hand a case over, or change its due date, title, severity or cause", Doc: "Taking a new case to oneself opens it."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    CaseEdit
		}) (*fileOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return fileOf(c.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "case-note", Method: http.MethodPost, Path: "/cases/{id}/notes", Tag: "Cases", Verb: identity.CaseWrite,
		Status: 201, Summary: "Add a note", Doc: "The owner's first note opens a new case."},
		func(ctx context.Context, in *struct {
			ID   ID     `path:"id" maxLength:"60"`
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body struct {
				Text     string            `json:"text" doc:"At most 10,000 characters"`
				Mentions []identity.UserID `json:"mentions,omitempty" maxItems:"20" doc:"Ids of people whom the note puts the case before"`
			}
		}) (*fileOut, error) {
			return fileOf(c.AddNote(ctx, identity.From(ctx).Org, in.ID, in.Body.Text, in.Key, in.Body.Mentions...))
		})
	web.Register(a, web.Op{ID: "case-move", Method: http.MethodPost, Path: "/cases/{id}/state", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Take a case to another state", Doc: "new → open → waiting ↔ open → resolved → closed; resolved or closed → open reopens it."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Move
		}) (*fileOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return fileOf(c.Move(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
}
