package casework

import (
	"context"
	"net/http"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// facetIn is Facet as an address says it.
type facetIn struct {
	Owner        string          `query:"owner" maxLength:"60" doc:"me, none, or a user's id"`
	Unit         identity.UnitID `query:"unit" maxLength:"60" doc:"Id, and all below; or none"`
	Rule         string          `query:"rule" maxLength:"60" doc:"Id; or none: opened by hand"`
	Cause        string          `query:"cause" maxLength:"64" doc:"Key, and those below; or none"`
	Severity     Severity        `query:"severity" enum:"high,medium,low"`
	TouchPoint   string          `query:"touch_point" maxLength:"64" doc:"Key"`
	Customer     customer.ID     `query:"customer" maxLength:"60"`
	Parent       ID              `query:"parent" maxLength:"60" doc:"Cases right below this one"`
	OpenedFrom   time.Time       `query:"opened_from"`
	OpenedTo     time.Time       `query:"opened_to" doc:"Exclusive, as every end here"`
	ResolvedFrom time.Time       `query:"resolved_from"`
	ResolvedTo   time.Time       `query:"resolved_to"`
	ClosedFrom   time.Time       `query:"closed_from"`
	ClosedTo     time.Time       `query:"closed_to"`
	ReopenedFrom time.Time       `query:"reopened_from"`
	ReopenedTo   time.Time       `query:"reopened_to"`
	InTime       string          `query:"in_time" enum:"yes,no" doc:"Whether it was resolved by its due time"`
}

func (in *facetIn) facet() Facet {
	return Facet{Unit: in.Unit, Rule: in.Rule, Cause: in.Cause, Owner: in.Owner, Severity: in.Severity, Point: in.TouchPoint, Customer: in.Customer,
		Parent: in.Parent, Opened: Span{in.OpenedFrom, in.OpenedTo}, Resolved: Span{in.ResolvedFrom, in.ResolvedTo},
		Closed: Span{in.ClosedFrom, in.ClosedTo}, Reopened: Span{in.ReopenedFrom, in.ReopenedTo}, InTime: in.InTime}
}

type watcherIn struct {
	ID   ID              `path:"id" maxLength:"60"`
	User identity.UserID `path:"user" maxLength:"60" doc:"Id, or me"`
}

func (c *Cases) setWatcher(ctx context.Context, in *watcherIn, on bool) (*fileOut, error) {
	caller := identity.From(ctx)
	if in.User == "me" || string(in.User) == caller.ID {
		return fileOf(c.Watch(ctx, caller.Org, in.ID, on))
	}
	return fileOf(c.AddWatcher(ctx, caller.Org, in.ID, in.User, on))
}

type linkIn struct {
	ID    ID `path:"id" maxLength:"60"`
	Other ID `path:"other" maxLength:"60"`
}

// besideRoutes serves what puts people and other cases beside a case.
func (c *Cases) besideRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "case-watch", Method: http.MethodPut, Path: "/cases/{id}/watchers/{user}", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "Let somebody follow a case"},
		func(ctx context.Context, in *watcherIn) (*fileOut, error) { return c.setWatcher(ctx, in, true) })
	web.Register(a, web.Op{ID: "case-unwatch", Method: http.MethodDelete, Path: "/cases/{id}/watchers/{user}", Tag: "Cases", Verb: identity.CaseRead,
		Status: 200, Summary: "Let somebody no longer follow a case"},
		func(ctx context.Context, in *watcherIn) (*fileOut, error) { return c.setWatcher(ctx, in, false) })
	web.Register(a, web.Op{ID: "case-link", Method: http.MethodPut, Path: "/cases/{id}/links/{other}", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Say that two cases have to do with each other"},
		func(ctx context.Context, in *linkIn) (*fileOut, error) {
			return fileOf(c.Connect(ctx, identity.From(ctx).Org, in.ID, in.Other, true))
		})
	web.Register(a, web.Op{ID: "case-unlink", Method: http.MethodDelete, Path: "/cases/{id}/links/{other}", Tag: "Cases", Verb: identity.CaseWrite,
		Status: 200, Summary: "Take a link of two cases away"},
		func(ctx context.Context, in *linkIn) (*fileOut, error) {
			return fileOf(c.Connect(ctx, identity.From(ctx).Org, in.ID, in.Other, false))
		})
	web.Register(a, web.Op{ID: "case-parent", Method: http.MethodPut, Path: "/cases/{id}/parent", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Put a case below another, or below none"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Parent ID `json:"parent" maxLength:"60" doc:"Id; empty: below none"`
			}
		}) (*fileOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return fileOf(c.SetParent(ctx, identity.From(ctx).Org, in.ID, version, in.Body.Parent))
		})
	web.Register(a, web.Op{ID: "case-merge", Method: http.MethodPost, Path: "/cases/{id}/merge", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Put a case into another, which goes on with the story of both", Doc: "Answers with the other case. case-unmerge takes it back."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    struct {
				Into ID `json:"into" maxLength:"60"`
			}
		}) (*fileOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return fileOf(c.Merge(ctx, identity.From(ctx).Org, in.ID, version, in.Body.Into))
		})
	web.Register(a, web.Op{ID: "case-unmerge", Method: http.MethodPost, Path: "/cases/{id}/unmerge", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Take a merge back: the case stands as it did before"},
		func(ctx context.Context, in *caseByID) (*fileOut, error) {
			return fileOf(c.Unmerge(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "case-split", Method: http.MethodPost, Path: "/cases/{id}/split", Tag: "Cases", Verb: identity.CaseWrite, Status: 201,
		Summary: "Make a second case of a part of one", Doc: "About the same customer and signal. Merging it back undoes it."},
		func(ctx context.Context, in *struct {
			ID   ID     `path:"id" maxLength:"60"`
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body SplitInput
		}) (*fileOut, error) {
			return fileOf(c.Split(ctx, identity.From(ctx).Org, in.ID, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "case-bulk", Method: http.MethodPost, Path: "/cases/bulk", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Change up to 1,000 cases at once", Doc: "What can't be changed is listed; the others are. case-bulk-undo takes it back."},
		func(ctx context.Context, in *struct{ Body Bulk }) (*struct{ Body *Batch }, error) {
			out, err := c.Change(ctx, identity.From(ctx).Org, in.Body)
			return &struct{ Body *Batch }{out}, err
		})
	web.Register(a, web.Op{ID: "case-bulk-undo", Method: http.MethodPost, Path: "/cases/bulk/{batch}/undo", Tag: "Cases", Verb: identity.CaseWrite,
		Summary: "Take back what one request changed", Doc: "Cases that changed since stay as they are and are listed."},
		func(ctx context.Context, in *struct {
			Batch BatchID `path:"batch" maxLength:"60"`
		}) (*struct{ Body *Batch }, error) {
			out, err := c.UndoChange(ctx, identity.From(ctx).Org, in.Batch)
			return &struct{ Body *Batch }{out}, err
		})
	web.Register(a, web.Op{ID: "case-people", Method: http.MethodGet, Path: "/case-people", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "Who may see cases: whom a note can mention"},
		func(ctx context.Context, _ *struct{}) (*web.List[Colleague], error) {
			all, err := c.Colleagues(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	type history struct {
		Body struct {
			Entries []ClockEntry `json:"entries" doc:"Everything that happened to the clocks, in order"`
			Clocks  []Clock      `json:"clocks" doc:"As they stood at the moment asked for"`
		}
	}
	web.Register(a, web.Op{ID: "case-clocks", Method: http.MethodGet, Path: "/cases/{id}/clocks", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "What happened to a case's clocks, and how they stood at a moment"},
		func(ctx context.Context, in *struct {
			ID ID        `path:"id" maxLength:"60"`
			At time.Time `query:"at" doc:"Now where it isn't said"`
		}) (*history, error) {
			out, err := &history{}, error(nil)
			out.Body.Entries, out.Body.Clocks, err = c.ClocksAt(ctx, identity.From(ctx).Org, in.ID, in.At)
			return out, err
		})
}

type commitmentOut struct {
	ETag string `header:"ETag"`
	Body *Commitment
}

func commitmentOf(p *Commitment, err error) (*commitmentOut, error) {
	if err != nil {
		return nil, err
	}
	return &commitmentOut{ETag: web.ETag(p.Version), Body: p}, nil
}

func (c *Cases) commitmentRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "commitment-list", Method: http.MethodGet, Path: "/commitments", Tag: "Commitments", Verb: identity.CaseRead,
		Summary: "What was promised to customers, the most urgent first"},
		func(ctx context.Context, in *struct {
			State    []CommitmentState `query:"state" doc:"Any of these, with commas"`
			Owner    string            `query:"owner" maxLength:"60" doc:"me, or a user's id"`
			Case     ID                `query:"case" maxLength:"60"`
			Customer customer.ID       `query:"customer" maxLength:"60"`
			Shouting bool              `query:"shouting" doc:"Broken, and nobody has seen to it"`
			Live     bool              `query:"live" doc:"Open, or shouting"`
			Soon     bool              `query:"soon" doc:"Open and due within a day, or late"`
			Order    string            `query:"order" enum:"urgent,latest" doc:"By due time: the most urgent first, or the latest"`
			Cursor   string            `query:"cursor" maxLength:"100"`
			Limit    int               `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*struct{ Body *CommitmentPage }, error) {
			p, err := c.Commitments(ctx, identity.From(ctx).Org, CommitmentFilter{State: in.State, Owner: in.Owner, Case: in.Case,
				Customer: in.Customer, Shouting: in.Shouting, Live: in.Live, Soon: in.Soon, Latest: in.Order == "latest",
				Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			return &struct{ Body *CommitmentPage }{p}, nil
		})
	web.Register(a, web.Op{ID: "commitment-get", Method: http.MethodGet, Path: "/commitments/{id}", Tag: "Commitments", Verb: identity.CaseRead,
		Summary: "One commitment"},
		func(ctx context.Context, in *struct {
			ID CommitmentID `path:"id" maxLength:"60"`
		}) (*commitmentOut, error) {
			return commitmentOf(c.Commitment(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "commitment-make", Method: http.MethodPost, Path: "/commitments", Tag: "Commitments", Verb: identity.CaseWrite,
		Status: 201, Summary: "Promise something to a customer by a time"},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body CommitmentInput
		}) (*commitmentOut, error) {
			return commitmentOf(c.Promise(ctx, identity.From(ctx).Org, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "commitment-move", Method: http.MethodPatch, Path: "/commitments/{id}", Tag: "Commitments", Verb: identity.CaseWrite,
		Summary: "Say that a commitment was kept, broken or withdrawn, agree a new time, or settle a broken one", Doc: "State open takes it back."},
		func(ctx context.Context, in *struct {
			ID      CommitmentID `path:"id" maxLength:"60"`
			IfMatch string       `header:"If-Match"`
			Body    CommitmentMove
		}) (*commitmentOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return commitmentOf(c.MoveCommitment(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
}
