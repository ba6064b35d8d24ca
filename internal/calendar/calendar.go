// Package calendar counts working time: which hours of which days somebody works, in which time zone, and on which days not.
package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Minute is a time of the clock: minutes since midnight, 0 to 1440 (24:00, only as an end).
type Minute int

// day is how many minutes a day's clock counts. A day of a daylight-saving change shows some of them twice or not at all.
const day Minute = 24 * 60

func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", int(m)/60, int(m)%60) }

// ParseMinute reads "09:30"; "24:00" is the end of a day.
func ParseMinute(s string) (Minute, error) {
	h, m, ok := strings.Cut(s, ":")
	hours, err := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	at := Minute(hours*60 + minutes)
	if !ok || err != nil || err2 != nil || len(m) != 2 || len(h) > 2 || hours < 0 || minutes < 0 || minutes > 59 || at > day {
		return 0, problem.New(problem.Invalid, "time_form", "%.20q isn't a time of the clock such as 09:30.", s)
	}
	return at, nil
}

// MarshalText writes "09:30".
func (m Minute) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (m *Minute) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMinute(string(b))
	return err
}

// Period is worked from From up to, and not including, To, by the clock on the wall.
type Period struct{ From, To Minute }

// Holiday is a day that isn't worked, or only within some hours.
type Holiday struct {
	Date string   // 2026-12-24, or 12-24 for every year; of both the dated one holds
	Name string   // what people call it
	Open []Period // a half day is worked within these; empty: not at all
}

// Calendar says when somebody works. The zero value works always.
type Calendar struct {
	Zone     *time.Location // nil: UTC
	Week     [7][]Period    // Monday first
	Holidays []Holiday
	always   bool
}

// Always works around the clock.
func Always() *Calendar { return &Calendar{Zone: time.UTC, always: true} }

// Limits of what people write.
const (
	maxPeriods  = 6   // a day
	maxHolidays = 500 // a calendar
)

// horizon bounds how far Add looks: whoever works one minute a week would else be waited for over centuries.
const horizon = 20 * 366 * 24 * time.Hour

// Validate puts periods in order and refuses those that overlap, unknown dates, and a calendar without working time.
// at is where in the input the calendar stands.
func (c *Calendar) Validate(at string) error {
	works := false
	for d := range c.Week {
		if err := validate(c.Week[d], fmt.Sprintf("%s.week[%d]", at, d)); err != nil {
			return err
		}
		works = works || len(c.Week[d]) > 0
	}
	if !works {
		return problem.At(at+".week", "calendar_empty", "A calendar without working time would never let anything fall due.")
	}
	if len(c.Holidays) > maxHolidays {
		return problem.At(at+".holidays", "too_many_holidays", "A calendar has at most %d holidays.", maxHolidays)
	}
	seen, closed := map[string]bool{}, 0
	for i := range c.Holidays {
		h, where := &c.Holidays[i], fmt.Sprintf("%s.holidays[%d]", at, i)
		if err := h.validate(where); err != nil {
			return err
		}
		if seen[h.Date] {
			return problem.At(where+".date", "holiday_twice", "%s is in the list twice.", h.Date)
		}
		seen[h.Date] = true
		if len(h.Date) == len("12-24") && h.Date != "02-29" && len(h.Open) == 0 {
			closed++
		}
	}
	// A day of the year that isn't closed falls on every weekday sooner or later, so some work gets done.
	if closed >= 365 {
		return problem.At(at+".holidays", "calendar_empty", "A calendar without working time would never let anything fall due.")
	}
	return nil
}

func (h *Holiday) validate(at string) error {
	full := h.Date
	if len(full) == len("12-24") {
		full = "2000-" + full // a leap year, so that 29 February can be a yearly one
	}
	if d, err := time.Parse(time.DateOnly, full); err != nil || d.Year() < 1970 || d.Year() > 2200 {
		return problem.At(at+".date", "date_form", "%.20q isn't a date such as 2026-12-24, or 12-24 for every year.", h.Date)
	}
	h.Name = strings.Join(strings.Fields(h.Name), " ")
	if h.Name == "" || len(h.Name) > 100 {
		return problem.At(at+".name", "holiday_name", "A holiday has a name of at most 100 characters.")
	}
	return validate(h.Open, at+".open")
}

func validate(list []Period, at string) error {
	if len(list) > maxPeriods {
		return problem.At(at, "too_many_periods", "A day has at most %d periods.", maxPeriods)
	}
	slices.SortFunc(list, func(a, b Period) int { return int(a.From - b.From) })
	for i, p := range list {
		if p.From < 0 || p.To > day || p.From >= p.To {
			return problem.At(at, "period_order", "A period ends after it begins, on the same day: %s to %s doesn't. Work over midnight is two periods.", p.From, p.To)
		}
		if i > 0 && p.From < list[i-1].To {
			return problem.At(at, "periods_overlap", "%s to %s overlaps %s to %s.", p.From, p.To, list[i-1].From, list[i-1].To)
		}
	}
	return nil
}

// Add returns the first moment at which d of working time has passed since start; start itself where d isn't positive. It is
// never later than twenty years on.
func (c *Calendar) Add(start time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return start
	}
	if c.always {
		return start.Add(d)
	}
	last := start.Add(horizon)
	end := last
	c.walk(start, last, func(from, to time.Time) bool {
		if n := to.Sub(from); n < d {
			d -= n
			return true
		}
		end = from.Add(d)
		return false
	})
	return end.UTC()
}

// Between returns the working time from a to b; negative where b comes before a.
func (c *Calendar) Between(a, b time.Time) (sum time.Duration) {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	if c.always {
		return b.Sub(a)
	}
	c.walk(a, b, func(from, to time.Time) bool { sum += to.Sub(from); return true })
	return sum
}

// Open reports whether a moment is worked.
func (c *Calendar) Open(at time.Time) bool { return c.Between(at, at.Add(time.Microsecond)) > 0 }

// walk calls fn with the stretches of working time between two moments, in order, until it returns false. It goes by pieces
// in which the clock on the wall runs evenly: to the next midnight or the next change of the zone's offset, whichever comes
// first. So an hour that the clock shows twice is worked twice, and one that it leaves out isn't.
func (c *Calendar) walk(from, to time.Time, fn func(from, to time.Time) bool) {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	hours := c.lookup()
	for at := from; at.Before(to); {
		local := at.In(zone)
		y, m, d := local.Date()
		h, min, s := local.Clock()
		midnight := at.Add(-time.Duration(h)*time.Hour - time.Duration(min)*time.Minute - time.Duration(s)*time.Second - time.Duration(local.Nanosecond()))
		end := midnight.Add(24 * time.Hour)
		if _, change := local.ZoneBounds(); !change.IsZero() && change.Before(end) {
			end = change
		}
		if to.Before(end) {
			end = to
		}
		for _, p := range hours(y, m, d, local.Weekday()) {
			a, b := midnight.Add(time.Duration(p.From)*time.Minute), midnight.Add(time.Duration(p.To)*time.Minute)
			if a.Before(at) {
				a = at
			}
			if end.Before(b) {
				b = end
			}
			if a.Before(b) && !fn(a, b) {
				return
			}
		}
		at = end
	}
}

// lookup returns the periods that are worked on a day.
func (c *Calendar) lookup() func(y int, m time.Month, d int, w time.Weekday) []Period {
	days := make(map[string]*Holiday, len(c.Holidays))
	for i := range c.Holidays {
		days[c.Holidays[i].Date] = &c.Holidays[i]
	}
	return func(y int, m time.Month, d int, w time.Weekday) []Period {
		week := c.Week[(int(w)+6)%7]
		if len(days) == 0 || len(week) == 0 {
			return week
		}
		yearly := fmt.Sprintf("%02d-%02d", int(m), d)
		h := days[fmt.Sprintf("%04d-%s", y, yearly)]
		if h == nil {
			h = days[yearly]
		}
		if h == nil {
			return week
		}
		return within(week, h.Open)
	}
}

// within returns what two lists of periods have in common: a half day on a Sunday that nobody works stays free.
func within(a, b []Period) (out []Period) {
	for _, p := range a {
		for _, q := range b {
			if both := (Period{max(p.From, q.From), min(p.To, q.To)}); both.From < both.To {
				out = append(out, both)
			}
		}
	}
	return out
}
