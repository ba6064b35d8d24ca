package casework

import (
	"context"
	"net/http"
	"time"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type calendarOut struct {
	ETag string `header:"ETag"`
	Body *BusinessCalendar
}

func calendarOf(b *BusinessCalendar, err error) (*calendarOut, error) {
	if err != nil {
		return nil, err
	}
	return &calendarOut{ETag: web.ETag(b.Version), Body: b}, nil
}

func (c *Cases) calendarRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "calendar-list", Method: http.MethodGet, Path: "/calendars", Tag: "Calendars", Verb: identity.CaseRead,
		Summary: "Business calendars by name", Doc: "A unit goes by its own, else the nearest above it, else the standard one, else around the clock."},
		func(ctx context.Context, _ *struct{}) (*web.List[BusinessCalendar], error) {
			all, err := c.Calendars(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "calendar-create", Method: http.MethodPost, Path: "/calendars", Tag: "Calendars", Verb: identity.RuleWrite, Status: 201,
		Summary: "Add a business calendar"},
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"200"`
			Body CalendarInput
		}) (*calendarOut, error) {
			return calendarOf(c.CreateCalendar(ctx, identity.From(ctx).Org, in.Body, in.Key))
		})
	web.Register(a, web.Op{ID: "calendar-edit", Method: http.MethodPut, Path: "/calendars/{id}", Tag: "Calendars", Verb: identity.RuleWrite,
		Summary: "Replace what a calendar says", Doc: "Due times that were given out stay."},
		func(ctx context.Context, in *struct {
			ID      CalendarID `path:"id" maxLength:"60"`
			IfMatch string     `header:"If-Match"`
			Body    CalendarInput
		}) (*calendarOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return calendarOf(c.EditCalendar(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "calendar-delete", Method: http.MethodDelete, Path: "/calendars/{id}", Tag: "Calendars", Verb: identity.RuleWrite,
		Summary: "Take a calendar away"},
		func(ctx context.Context, in *struct {
			ID CalendarID `path:"id" maxLength:"60"`
		}) (*struct{}, error) {
			return nil, c.DeleteCalendar(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "calendar-try", Method: http.MethodPost, Path: "/calendars/try", Tag: "Calendars", Verb: identity.CaseRead,
		Summary: "When something would fall due on a calendar that needn't be saved"},
		func(ctx context.Context, in *struct {
			Body struct {
				Calendar CalendarInput `json:"calendar"`
				From     *time.Time    `json:"from,omitempty" doc:"Now where it isn't said"`
				Minutes  int           `json:"minutes" minimum:"0" maximum:"527040" doc:"Of working time"`
			}
		}) (*struct{ Body *DuePreview }, error) {
			from := c.DB.Now()
			if in.Body.From != nil {
				from = *in.Body.From
			}
			out, err := TryCalendar(in.Body.Calendar, from, in.Body.Minutes)
			return &struct{ Body *DuePreview }{out}, err
		})
	type pasted struct {
		Body struct {
			Holidays []Holiday `json:"holidays"`
		}
	}
	web.Register(a, web.Op{ID: "calendar-holidays", Method: http.MethodPost, Path: "/calendars/holidays", Tag: "Calendars", Verb: identity.CaseRead,
		Summary: "Read holidays out of pasted lines or a calendar file", Doc: "Saves nothing."},
		func(_ context.Context, in *struct {
			Body struct {
				Text string `json:"text" maxLength:"200000" doc:"A date and a name on each line, or ICS"`
			}
		}) (*pasted, error) {
			list, err := calendar.ParseHolidays(in.Body.Text)
			out := &pasted{}
			out.Body.Holidays = []Holiday{}
			for _, h := range list {
				out.Body.Holidays = append(out.Body.Holidays, Holiday{Date: h.Date, Name: h.Name})
			}
			return out, err
		})
}

// document is a setting that is read and replaced as a whole.
type document[T any] struct {
	ETag string `header:"ETag"`
	Body *T
}

func documentOf[T any](doc *T, version func() int, err error) (*document[T], error) {
	if err != nil {
		return nil, err
	}
	return &document[T]{ETag: web.ETag(version()), Body: doc}, nil
}

func (c *Cases) settingRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "target-get", Method: http.MethodGet, Path: "/case-targets", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "How much time each clock has"},
		func(ctx context.Context, _ *struct{}) (*document[Targets], error) {
			t, err := c.Targets(ctx, identity.From(ctx).Org)
			return documentOf(t, func() int { return t.Version }, err)
		})
	web.Register(a, web.Op{ID: "target-set", Method: http.MethodPut, Path: "/case-targets", Tag: "Cases", Verb: identity.RuleWrite,
		Summary: "Replace how much time each clock has", Doc: "Clocks that run keep their times."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Rows []Target `json:"rows" maxItems:"200" nullable:"false"`
			}
		}) (*document[Targets], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			t, err := c.SetTargets(ctx, identity.From(ctx).Org, version, in.Body.Rows)
			return documentOf(t, func() int { return t.Version }, err)
		})
	web.Register(a, web.Op{ID: "escalation-get", Method: http.MethodGet, Path: "/case-escalation", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "When owners are reminded, and who is told after a clock ran out"},
		func(ctx context.Context, _ *struct{}) (*document[Escalation], error) {
			e, err := c.Escalation(ctx, identity.From(ctx).Org)
			return documentOf(e, func() int { return e.Version }, err)
		})
	web.Register(a, web.Op{ID: "escalation-set", Method: http.MethodPut, Path: "/case-escalation", Tag: "Cases", Verb: identity.RuleWrite,
		Summary: "Replace reminders and escalation"},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    EscalationInput
		}) (*document[Escalation], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			e, err := c.SetEscalation(ctx, identity.From(ctx).Org, version, in.Body)
			return documentOf(e, func() int { return e.Version }, err)
		})
	web.Register(a, web.Op{ID: "cause-list", Method: http.MethodGet, Path: "/case-causes", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "The tree of causes"},
		func(ctx context.Context, _ *struct{}) (*document[CauseTree], error) {
			t, err := c.CauseTree(ctx, identity.From(ctx).Org)
			return documentOf(t, func() int { return t.Version }, err)
		})
	web.Register(a, web.Op{ID: "cause-set", Method: http.MethodPut, Path: "/case-causes", Tag: "Cases", Verb: identity.RuleWrite,
		Summary: "Replace the tree of causes", Doc: "A cause that cases have can be retired, not taken away."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Causes []Cause `json:"causes" maxItems:"300" nullable:"false"`
			}
		}) (*document[CauseTree], error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			t, err := c.SetCauses(ctx, identity.From(ctx).Org, version, in.Body.Causes)
			return documentOf(t, func() int { return t.Version }, err)
		})
}
