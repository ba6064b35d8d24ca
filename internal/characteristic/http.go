package characteristic

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct {
	ETag string `header:"ETag"`
	Body *Characteristic
}

func oneOf(c *Characteristic, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{web.ETag(c.Version), c}, nil
}

type oneSheet struct {
	ETag string `header:"ETag"`
	Body *Sheet
}

func sheetOf(s *Sheet, err error) (*oneSheet, error) {
	if err != nil {
		return nil, err
	}
	return &oneSheet{web.ETag(s.Version), s}, nil
}

// Routes describes and serves characteristics and assessment sheets.
func (c *Characteristics) Routes(a *web.API) {
	c.routes(a)
	c.sheetRoutes(a)
}

func (c *Characteristics) routes(a *web.API) {
	const tag = "Service characteristics"
	web.Register(a, web.Op{ID: "characteristic-list", Method: http.MethodGet, Path: "/characteristics", Tag: tag, Verb: identity.TraitRead,
		Summary: "The characteristics of service, the eight first, and what measures each"},
		func(ctx context.Context, _ *struct{}) (*web.List[Characteristic], error) {
			all, err := c.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "characteristic-add", Method: http.MethodPost, Path: "/characteristics", Tag: tag, Verb: identity.TraitWrite, Status: 201,
		Summary: "Add a characteristic of one's own"},
		func(ctx context.Context, in *struct{ Body Input }) (*one, error) {
			return oneOf(c.Add(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "characteristic-edit", Method: http.MethodPut, Path: "/characteristics/{key}", Tag: tag, Verb: identity.TraitWrite,
		Summary: "Say what measures one; the eight keep their name and meaning"},
		func(ctx context.Context, in *struct {
			Key     string `path:"key" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Input
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(c.Edit(ctx, identity.From(ctx).Org, in.Key, version, in.Body))
		})
	web.Register(a, web.Op{ID: "characteristic-drop", Method: http.MethodDelete, Path: "/characteristics/{key}", Tag: tag, Verb: identity.TraitWrite,
		Summary: "Remove one of one's own"},
		func(ctx context.Context, in *struct {
			Key string `path:"key" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, c.Drop(ctx, identity.From(ctx).Org, in.Key)
		})
	web.Register(a, web.Op{ID: "characteristic-scores", Method: http.MethodGet, Path: "/characteristic-scores", Tag: tag, Verb: identity.TraitRead,
		Summary: "Every group of a dimension in every characteristic, 0 to 100 with interval; not measured where there are no data"},
		func(ctx context.Context, in *struct {
			By    string   `query:"by" default:"unit.team" maxLength:"60" doc:"unit, unit.region, unit.site, unit.team, employee, touch_point, channel, month or quarter"`
			Where []string `query:"where,explode" maxItems:"50"`
			From  string   `query:"from" doc:"Date in the organisation's zone, inclusive"`
			To    string   `query:"to" doc:"Exclusive"`
		}) (*struct{ Body *Matrix }, error) {
			m, err := c.Matrix(ctx, identity.From(ctx).Org, Slice{By: in.By, Where: in.Where, From: in.From, To: in.To})
			return &struct{ Body *Matrix }{m}, err
		})
	web.Register(a, web.Op{ID: "characteristic-compare", Method: http.MethodGet, Path: "/characteristics/{key}/comparison", Tag: tag, Verb: identity.TraitRead,
		Summary: "Groups in one metric of a characteristic, allowing for chance: funnel, ICC(1), and units run by partners against our own at the same mix"},
		func(ctx context.Context, in *struct {
			Key     string   `path:"key" maxLength:"60"`
			Binding int      `query:"binding" minimum:"0" maximum:"20"`
			By      string   `query:"by" default:"unit.team" maxLength:"60"`
			Where   []string `query:"where,explode" maxItems:"50"`
			From    string   `query:"from"`
			To      string   `query:"to"`
		}) (*struct{ Body *Comparison }, error) {
			m, err := c.Compare(ctx, identity.From(ctx).Org, in.Key, in.Binding, Slice{By: in.By, Where: in.Where, From: in.From, To: in.To})
			return &struct{ Body *Comparison }{m}, err
		})
}

type sheetByID struct {
	ID ID `path:"id" maxLength:"60"`
}

func (c *Characteristics) sheetRoutes(a *web.API) {
	const tag = "Assessment sheets"
	web.Register(a, web.Op{ID: "sheet-list", Method: http.MethodGet, Path: "/assessment-sheets", Tag: tag, Verb: identity.TraitRead,
		Summary: "What people assessed, the newest first"},
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor"`
			Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Sheet], error) {
			return web.ListOf(c.Sheets(ctx, identity.From(ctx).Org, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "sheet-add", Method: http.MethodPost, Path: "/assessment-sheets", Tag: tag, Verb: identity.AssessmentWrite, Status: 201,
		Summary: "Assess a conversation, letter, case, premises or process against the characteristics"},
		func(ctx context.Context, in *struct {
			RetryKey string `header:"Idempotency-Key" doc:"Sending the same again answers with the same sheet"`
			Body     SheetInput
		}) (*oneSheet, error) {
			return sheetOf(c.Assess(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "sheet-get", Method: http.MethodGet, Path: "/assessment-sheets/{id}", Tag: tag, Verb: identity.TraitRead,
		Summary: "One assessment"},
		func(ctx context.Context, in *sheetByID) (*oneSheet, error) {
			return sheetOf(c.Sheet(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "sheet-past", Method: http.MethodGet, Path: "/assessment-sheets/{id}/past", Tag: tag, Verb: identity.TraitRead,
		Summary: "What it said before each change, the latest first"},
		func(ctx context.Context, in *sheetByID) (*web.List[Sheet], error) {
			list, err := c.Past(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "sheet-edit", Method: http.MethodPut, Path: "/assessment-sheets/{id}", Tag: tag, Verb: identity.AssessmentWrite,
		Summary: "Change an assessment; what it said is kept"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    SheetInput
		}) (*oneSheet, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return sheetOf(c.Reassess(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "sheet-drop", Method: http.MethodDelete, Path: "/assessment-sheets/{id}", Tag: tag, Verb: identity.AssessmentWrite,
		Summary: "Remove an assessment"},
		func(ctx context.Context, in *sheetByID) (*struct{}, error) {
			return nil, c.Discard(ctx, identity.From(ctx).Org, in.ID)
		})
}
