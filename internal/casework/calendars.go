package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// CalendarID is a business calendar's id.
type CalendarID string

// Hours is one period of a day, by the clock on the wall.
type Hours struct {
	From string `json:"from" example:"09:00"`
	To   string `json:"to" example:"17:30" doc:"24:00 is the end of the day"`
}

// Holiday is a day that isn't worked, or in part.
type Holiday struct {
	Date string  `json:"date" example:"2026-12-24" doc:"Or 12-24 for every year"`
	Name string  `json:"name" maxLength:"100"`
	Open []Hours `json:"open,omitempty" maxItems:"6" doc:"A half day is worked within these hours; absent: not at all"`
}

// CalendarInput is what a person says of a business calendar.
type CalendarInput struct {
	Name     string            `json:"name" maxLength:"100"`
	Zone     string            `json:"zone" maxLength:"60" doc:"IANA time zone" example:"Europe/Zurich"`
	Week     [][]Hours         `json:"week" minItems:"7" maxItems:"7" nullable:"false" doc:"Monday first; several periods a day, or none"`
	Holidays []Holiday         `json:"holidays" maxItems:"500" nullable:"false"`
	Standard bool              `json:"standard" doc:"Holds wherever no unit up the tree has another; one calendar at most"`
	Units    []identity.UnitID `json:"units" nullable:"false" doc:"Units whose own it is; those below inherit it"`
}

// BusinessCalendar says when units work. Due times are counted on it.
type BusinessCalendar struct {
	ID CalendarID `json:"id"`
	CalendarInput
	WeekMinutes int64 `json:"week_minutes" doc:"Working time of a week without holidays"`
	Version     int   `json:"version"`
}

// build makes the calendar that counts, refusing what makes no sense.
func (in *CalendarInput) build(at string) (*calendar.Calendar, error) {
	zone, err := time.LoadLocation(in.Zone)
	if err != nil || in.Zone == "" || in.Zone == "Local" {
		return nil, problem.At(at+".zone", "zone_unknown", "There is no time zone %q. Use an IANA name such as Europe/Zurich.", brief(in.Zone))
	}
	if len(in.Week) != 7 {
		return nil, problem.At(at+".week", "week_days", "A week has seven days, Monday first.")
	}
	k := &calendar.Calendar{Zone: zone}
	for d, list := range in.Week {
		if k.Week[d], err = periods(list, fmt.Sprintf("%s.week[%d]", at, d)); err != nil {
			return nil, err
		}
	}
	for i, h := range in.Holidays {
		open, err := periods(h.Open, fmt.Sprintf("%s.holidays[%d].open", at, i))
		if err != nil {
			return nil, err
		}
		k.Holidays = append(k.Holidays, calendar.Holiday{Date: strings.TrimSpace(h.Date), Name: h.Name, Open: open})
	}
	return k, k.Validate(at)
}

func periods(list []Hours, at string) (out []calendar.Period, err error) {
	for i, h := range list {
		p := calendar.Period{}
		if p.From, err = calendar.ParseMinute(h.From); err == nil {
			p.To, err = calendar.ParseMinute(h.To)
		}
		if e, ok := problem.As(err); ok {
			return nil, e.On(fmt.Sprintf("%s[%d]", at, i))
		}
		out = append(out, p)
	}
	return out, nil
}

// tidy writes the calendar back in order, as it was understood.
func (in *CalendarInput) tidy(k *calendar.Calendar) (weekMinutes int64) {
	text := func(list []calendar.Period) []Hours {
		out := []Hours{}
		for _, p := range list {
			out = append(out, Hours{p.From.String(), p.To.String()})
		}
		return out
	}
	in.Week = make([][]Hours, 7)
	for d := range k.Week {
		in.Week[d] = text(k.Week[d])
		for _, p := range k.Week[d] {
			weekMinutes += int64(p.To - p.From)
		}
	}
	in.Holidays = make([]Holiday, len(k.Holidays))
	for i, h := range k.Holidays {
		in.Holidays[i] = Holiday{Date: h.Date, Name: h.Name}
		if len(h.Open) > 0 {
			in.Holidays[i].Open = text(h.Open)
		}
	}
	slices.SortStableFunc(in.Holidays, func(a, b Holiday) int { return strings.Compare(a.Date, b.Date) })
	if in.Units == nil {
		in.Units = []identity.UnitID{}
	}
	return weekMinutes
}

// check applies every rule about a calendar, with the organisation as it is.
func (in *CalendarInput) check(w *world) (*calendar.Calendar, error) {
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	if err := identity.Name(in.Name, "body.name", 100); err != nil {
		return nil, err
	}
	k, err := in.build("body")
	if err != nil {
		return nil, err
	}
	for i, u := range in.Units {
		if !identity.Known(w.units, u) {
			return nil, problem.At(fmt.Sprintf("body.units[%d]", i), "unit_unknown", "There is no unit %q.", brief(string(u)))
		}
	}
	return k, nil
}

// calendars finds the one of a unit.
type calendars struct {
	standard *BusinessCalendar
	byUnit   map[identity.UnitID]*BusinessCalendar
	built    map[CalendarID]*calendar.Calendar
}

func indexed(all []BusinessCalendar) *calendars {
	k := &calendars{byUnit: map[identity.UnitID]*BusinessCalendar{}, built: map[CalendarID]*calendar.Calendar{}}
	for i := range all {
		if all[i].Standard {
			k.standard = &all[i]
		}
		for _, u := range all[i].Units {
			k.byUnit[u] = &all[i]
		}
	}
	return k
}

func (k *calendars) none() bool { return k.standard == nil && len(k.byUnit) == 0 }

func (k *calendars) of(units []identity.Unit, unit identity.UnitID) (*calendar.Calendar, error) {
	found := k.standard
	for _, u := range above(units, unit) {
		if own := k.byUnit[u]; own != nil {
			found = own
			break
		}
	}
	if found == nil {
		return calendar.Always(), nil
	}
	if k.built[found.ID] == nil {
		b, err := found.build("calendar")
		if err != nil {
			return nil, fmt.Errorf("calendar %s: %w", found.ID, err)
		}
		k.built[found.ID] = b
	}
	return k.built[found.ID], nil
}

// Calendars lists the business calendars by name.
func (c *Cases) Calendars(ctx context.Context, org db.Org) (all []BusinessCalendar, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listCalendars(ctx, tx, org); return err })
	return all, err
}

// CreateCalendar adds one. The same request key and content again returns the calendar that the first time made.
func (c *Cases) CreateCalendar(ctx context.Context, org db.Org, in CalendarInput, key string) (b *BusinessCalendar, err error) {
	once := newRequest(key, in)
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if b, err = calendarMadeBy(ctx, tx, org, once); err != nil || b != nil {
				return err
			}
			b = &BusinessCalendar{ID: CalendarID(tx.ID("bcl")), CalendarInput: in, Version: 1}
			return c.keepCalendar(ctx, tx, org, b, once, "calendar.create")
		})
	})
	return b, err
}

// EditCalendar replaces what a calendar says. Due times that were given out stay; new ones are counted on it.
func (c *Cases) EditCalendar(ctx context.Context, org db.Org, id CalendarID, version int, in CalendarInput) (b *BusinessCalendar, err error) {
	err = twice(func() error {
		return c.DB.Write(ctx, org, func(tx *db.Tx) error {
			if b, err = findCalendar(ctx, tx, org, id); err != nil {
				return err
			}
			if b.Version != version {
				return web.Stale()
			}
			b = &BusinessCalendar{ID: id, CalendarInput: in, Version: version + 1}
			return c.keepCalendar(ctx, tx, org, b, request{}, "calendar.edit")
		})
	})
	return b, err
}

func (c *Cases) keepCalendar(ctx context.Context, tx *db.Tx, org db.Org, b *BusinessCalendar, once request, verb string) error {
	w, err := c.world(ctx, tx, org)
	if err != nil {
		return err
	}
	k, err := b.check(w)
	if err != nil {
		return err
	}
	b.WeekMinutes = b.tidy(k)
	if err := saveCalendar(ctx, tx, org, b, once); err != nil {
		return err
	}
	return c.Audit.Record(ctx, tx, verb, string(b.ID), map[string]any{"name": b.Name})
}

// DeleteCalendar takes one away; its units go by the next calendar above them.
func (c *Cases) DeleteCalendar(ctx context.Context, org db.Org, id CalendarID) error {
	return c.DB.Write(ctx, org, func(tx *db.Tx) error {
		b, err := findCalendar(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := dropCalendar(ctx, tx, org, id); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "calendar.delete", string(id), map[string]any{"name": b.Name})
	})
}

// DuePreview says when something would fall due, so that a calendar can be tried before it counts.
type DuePreview struct {
	DueAt     time.Time `json:"due_at"`
	OpenNow   bool      `json:"open_now" doc:"Whether the moment asked about is worked"`
	DayLength int       `json:"day_minutes" doc:"Working minutes on that day"`
}

// TryCalendar counts minutes of working time from a moment on a calendar that needn't be saved.
func TryCalendar(in CalendarInput, from time.Time, minutes int) (*DuePreview, error) {
	k, err := in.build("body.calendar")
	if err != nil {
		return nil, err
	}
	l := from.In(k.Zone)
	day := time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, k.Zone)
	return &DuePreview{DueAt: k.Add(from, time.Duration(minutes)*time.Minute), OpenNow: k.Open(from),
		DayLength: int(k.Between(day, day.AddDate(0, 0, 1)).Minutes())}, nil
}

func noCalendar(id CalendarID) error {
	return problem.New(problem.NotFound, "calendar_unknown", "There is no calendar %s.", brief(string(id)))
}
