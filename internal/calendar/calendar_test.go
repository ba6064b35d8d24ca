package calendar_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/touchstone-cx/touchstone/internal/calendar"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

type (
	cal     = calendar.Calendar
	period  = calendar.Period
	holiday = calendar.Holiday
)

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// oracle asks of every minute by itself whether the clock on the wall shows working time: slow, and too simple to be wrong.
// Every offset of the zones here is of whole minutes since 1970.
func oracle(c *cal, from, to time.Time) (minutes int) {
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		if works(c, at) {
			minutes++
		}
	}
	return minutes
}

func works(c *cal, at time.Time) bool {
	l := at.In(c.Zone)
	now := calendar.Minute(l.Hour()*60 + l.Minute())
	in := func(list []period) bool {
		return slices.ContainsFunc(list, func(p period) bool { return p.From <= now && now < p.To })
	}
	if !in(c.Week[(int(l.Weekday())+6)%7]) {
		return false
	}
	for _, form := range []string{"2006-01-02", "01-02"} {
		for _, h := range c.Holidays {
			if h.Date == l.Format(form) {
				return in(h.Open)
			}
		}
	}
	return true
}

// zones have changes of an hour, of thirty minutes (Lord Howe), at midnight (Cairo, Santiago), of a whole day (Apia), south
// of the equator, and none.
var zones = []string{"UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago",
	"Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca"}

func periods(t *rapid.T, label string, least int) (out []period) {
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 1440), 0, 8, rapid.ID[int]).Draw(t, label)
	slices.Sort(cuts)
	for i := 0; i+1 < len(cuts); i += 2 {
		out = append(out, period{From: calendar.Minute(cuts[i]), To: calendar.Minute(cuts[i+1])})
	}
	if len(out) < least {
		out = []period{{From: 540, To: 1020}}
	}
	return out
}

// near draws a moment in the days around a change of the zone's offset, or any.
func near(t *rapid.T, z *time.Location) time.Time {
	at := time.Date(rapid.IntRange(2010, 2028).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, time.UTC)
	if _, change := at.In(z).ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, "at a change") {
		at = change.UTC().Truncate(time.Minute).Add(-48 * time.Hour)
	}
	return at.Add(time.Duration(rapid.IntRange(0, 4*1440).Draw(t, "minute")) * time.Minute)
}

func drawn(t *rapid.T) (c *cal, start time.Time) {
	c = &cal{Zone: zone(rapid.SampledFrom(zones).Draw(t, "zone"))}
	for d := range c.Week {
		c.Week[d] = periods(t, fmt.Sprint("day ", d), 0)
	}
	c.Week[rapid.IntRange(0, 6).Draw(t, "a day that is worked")] = periods(t, "its periods", 1)
	start = near(t, c.Zone)
	for i := range rapid.IntRange(0, 4).Draw(t, "holidays") {
		on := start.In(c.Zone).AddDate(0, 0, rapid.IntRange(-1, 9).Draw(t, "holiday"))
		h := holiday{Date: on.Format("2006-01-02"), Name: fmt.Sprint("Holiday ", i)}
		if rapid.Bool().Draw(t, "yearly") {
			h.Date = on.Format("01-02")
		}
		if rapid.Bool().Draw(t, "half") {
			h.Open = periods(t, "open", 1)
		}
		if !slices.ContainsFunc(c.Holidays, func(o holiday) bool { return o.Date == h.Date }) {
			c.Holidays = append(c.Holidays, h)
		}
	}
	if err := c.Validate("body"); err != nil {
		t.Fatal(err)
	}
	return c, start
}

func TestWorkingTimeBetweenTwoMomentsIsWhatCountingMinutesGives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := drawn(t)
		b := a.Add(time.Duration(rapid.IntRange(0, 9*1440).Draw(t, "minutes")) * time.Minute)
		want := time.Duration(oracle(c, a, b)) * time.Minute
		if got := c.Between(a, b); got != want {
			t.Fatalf("%s to %s in %s: %s, by the minute %s", a, b, c.Zone, got, want)
		}
		if got := c.Between(b, a); got != -want {
			t.Fatalf("backwards: %s, want %s", got, -want)
		}
	})
}

func TestAddStopsAtTheVeryMomentTheMinutesAreFull(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := drawn(t)
		d := rapid.IntRange(1, 3000).Draw(t, "working minutes")
		end, left := a, d
		for ; left > 0; end = end.Add(time.Minute) {
			if works(c, end) {
				left--
			}
			if end.Sub(a) > 40*7*24*time.Hour {
				return // a calendar of a few minutes a week
			}
		}
		if got := c.Add(a, time.Duration(d)*time.Minute); !got.Equal(end) {
			t.Fatalf("%s + %d min in %s: %s, by the minute %s", a, d, c.Zone, got, end)
		}
	})
}

func TestWhatIsAddedIsWhatLiesBetween(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := drawn(t)
		a = a.Add(time.Duration(rapid.IntRange(0, 59_999_999).Draw(t, "µs")) * time.Microsecond)
		d := time.Duration(rapid.Int64Range(1, 6*3600_000_000).Draw(t, "working µs")) * time.Microsecond
		end := c.Add(a, d)
		if got := c.Between(a, end); got != d {
			t.Fatalf("%s + %s is %s, which is %s of work", a, d, end, got)
		}
		if c.Between(a, end.Add(-time.Microsecond)) == d {
			t.Fatalf("%s + %s is over before %s", a, d, end)
		}
	})
}

func nineToFive(z string) *cal {
	c := &cal{Zone: zone(z)}
	for d := range 5 {
		c.Week[d] = []period{{540, 720}, {780, 1020}} // 9–12, 13–17
	}
	return c
}

func at(z, s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone(z))
	if err != nil {
		panic(err)
	}
	return t
}

func TestDueTimesOfAWorkingWeek(t *testing.T) {
	t.Parallel()
	c := nineToFive("Europe/Zurich")
	c.Holidays = []holiday{{Date: "12-25", Name: "Christmas"}, {Date: "2026-12-24", Name: "Christmas Eve", Open: []period{{540, 720}}},
		{Date: "2026-12-28", Name: "Bridge"}}
	for _, k := range []struct {
		from  string
		hours int
		to    string
	}{
		{"2026-11-20 16:00", 2, "2026-11-23 10:00"},  // over a weekend
		{"2026-11-23 11:30", 1, "2026-11-23 13:30"},  // over lunch
		{"2026-11-21 03:00", 7, "2026-11-23 17:00"},  // ends with the day, not on the next morning
		{"2026-12-23 16:00", 5, "2026-12-29 10:00"},  // a half day, a yearly holiday, a weekend, a dated one
		{"2026-03-27 16:00", 2, "2026-03-30 10:00"},  // the night of the spring change lies between
		{"2026-11-23 10:00", 0, "2026-11-23 10:00"},  // nothing
		{"2027-12-24 16:00", 7, "2027-12-27 16:00"},  // the half day was of another year
		{"2026-11-23 09:00", 35, "2026-11-27 17:00"}, // a whole week
	} {
		if got := c.Add(at("Europe/Zurich", k.from), time.Duration(k.hours)*time.Hour); !got.Equal(at("Europe/Zurich", k.to)) {
			t.Errorf("%s + %d h is %s, want %s", k.from, k.hours, got.In(c.Zone), k.to)
		}
	}
}

func TestANightOfDaylightSavingIsAsLongAsItIs(t *testing.T) {
	t.Parallel()
	for _, k := range []struct {
		zone, day string
		hours     float64
	}{
		{"Europe/Zurich", "2026-03-29", 23}, {"Europe/Zurich", "2026-10-25", 25}, {"Europe/Zurich", "2026-10-26", 24},
		{"Australia/Lord_Howe", "2026-10-04", 23.5}, {"Australia/Lord_Howe", "2026-04-05", 24.5},
		{"Pacific/Apia", "2011-12-31", 24}, // the 30th was left out altogether
	} {
		c := &cal{Zone: zone(k.zone)}
		for d := range c.Week {
			c.Week[d] = []period{{0, 1440}}
		}
		from := at(k.zone, k.day+" 00:00")
		to := at(k.zone, from.AddDate(0, 0, 1).Format("2006-01-02")+" 00:00")
		if got := c.Between(from, to).Hours(); got != k.hours {
			t.Errorf("%s in %s has %v hours, want %v", k.day, k.zone, got, k.hours)
		}
	}
}

func TestCalendarsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	full := func(h ...holiday) *cal { c := nineToFive("UTC"); c.Holidays = h; return c }
	every := []holiday{}
	for d := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == 2000; d = d.AddDate(0, 0, 1) {
		every = append(every, holiday{Date: d.Format("01-02"), Name: "Closed"})
	}
	for _, k := range []struct {
		name string
		c    *cal
		code string
	}{
		{"no working time", &cal{Zone: time.UTC}, "calendar_empty"},
		{"closed on every day of the year", full(every...), "calendar_empty"},
		{"over midnight", &cal{Week: [7][]period{{{1320, 360}}}}, "period_order"},
		{"empty period", &cal{Week: [7][]period{{{540, 540}}}}, "period_order"},
		{"past the end of the day", &cal{Week: [7][]period{{{540, 1500}}}}, "period_order"},
		{"overlap", &cal{Week: [7][]period{{{540, 720}, {700, 800}}}}, "periods_overlap"},
		{"a thirtieth of February", full(holiday{Date: "02-30", Name: "Never"}), "date_form"},
		{"a word for a date", full(holiday{Date: "Easter", Name: "Easter"}), "date_form"},
		{"no name", full(holiday{Date: "12-25", Name: "  "}), "holiday_name"},
		{"twice", full(holiday{Date: "12-25", Name: "A"}, holiday{Date: "12-25", Name: "B"}), "holiday_twice"},
		{"half day backwards", full(holiday{Date: "12-25", Name: "A", Open: []period{{600, 500}}}), "period_order"},
	} {
		if code := problem.CodeOf(k.c.Validate("body")); code != k.code {
			t.Errorf("%s: %q, want %q", k.name, code, k.code)
		}
	}
	if err := full(every[1:]...).Validate("body"); err != nil { // worked on New Year's Day alone
		t.Error(err)
	}
}

func TestAMinuteAWeekEndsTheSearchWithinTwentyYears(t *testing.T) {
	t.Parallel()
	c := &cal{Zone: time.UTC, Week: [7][]period{{{540, 541}}}}
	from := at("UTC", "2026-01-01 00:00")
	if got := c.Add(from, 1e6*time.Minute); got.Sub(from) > 21*366*24*time.Hour {
		t.Errorf("due %s", got)
	}
}

func TestHolidaysArePastedAsLinesOrAsACalendarFile(t *testing.T) {
	t.Parallel()
	list, err := calendar.ParseHolidays("2026-12-25,Christmas Day\n26.12.2026; Boxing Day\n\n01-01\tNew Year\n\"2026-08-01\",\"National day, observed\"\n")
	if err != nil || fmt.Sprint(list) != "[{2026-12-25 Christmas Day []} {2026-12-26 Boxing Day []} {01-01 New Year []} {2026-08-01 National day, observed []}]" {
		t.Errorf("%v %v", list, err)
	}
	list, err = calendar.ParseHolidays("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, both\r\n  days\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nSUMMARY:New Year\r\nDTSTART:20260101T000000Z\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	if err != nil || fmt.Sprint(list) != "[{2026-12-25 Christmas, both days []} {2026-12-26 Christmas, both days []} {01-01 New Year []}]" {
		t.Errorf("%v %v", list, err)
	}
	for _, s := range []string{"", "Christmas", "2026-13-01,X", "2026-12-25,", "BEGIN:VCALENDAR\nEND:VCALENDAR"} {
		if _, err := calendar.ParseHolidays(s); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%q: %v", s, err)
		}
	}
}
