package importing

import (
	"strings"
	"time"
)

// layouts are the ways of writing a date that are recognised, in Go's notation; of two that fit a whole column equally well
// the earlier wins. Go reads one-digit days and months with "2" and "1", so 02 and 2 are one layout here.
var layouts = withClock([]string{
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102",
	"2.1.2006", "2/1/2006", "1/2/2006", "2-1-2006", "1-2-2006",
	"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "2-Jan-2006", "2-Jan-06",
	"2.1.06", "2/1/06", "1/2/06",
}, []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
	"2006-01-02T15:04:05-0700", "Mon, 2 Jan 2006 15:04:05 -0700",
})

// padded is how long each layout is with two digits for every day and month.
var padded = func() []int {
	out := make([]int, len(layouts))
	for i, l := range layouts {
		out[i] = len(canonical(l, true))
	}
	return out
}()

// withClock adds each date followed by a time of day.
func withClock(dates, more []string) []string {
	out := append([]string{}, dates...)
	for _, clock := range []string{" 15:04:05", " 15:04", "T15:04:05", "T15:04", " 3:04 PM", " 3:04:05 PM"} {
		for _, d := range dates {
			if strings.HasPrefix(clock, "T") && !strings.HasPrefix(d, "2006-") {
				continue
			}
			out = append(out, d+clock)
		}
	}
	return append(out, more...)
}

// canonical writes a layout with two digits where every day and month of the column has two: what a person would write.
func canonical(layout string, padded bool) string {
	if !padded {
		return layout
	}
	return strings.NewReplacer("2006-1-2", "2006-01-02", "2006/1/2", "2006/01/02", "2006.1.2", "2006.01.02",
		"2.1.2006", "02.01.2006", "2/1/2006", "02/01/2006", "1/2/2006", "01/02/2006", "2-1-2006", "02-01-2006",
		"1-2-2006", "01-02-2006", "2.1.06", "02.01.06", "2/1/06", "02/01/06", "1/2/06", "01/02/06").Replace(layout)
}

// swapped is the layout that reads the same digits with day and month exchanged; "" where nothing could be mistaken.
func swapped(layout string) string {
	for _, sep := range []string{"/", "-"} {
		if rest, ok := strings.CutPrefix(layout, "2"+sep+"1"+sep); ok {
			return "1" + sep + "2" + sep + rest
		}
		if rest, ok := strings.CutPrefix(layout, "1"+sep+"2"+sep); ok {
			return "2" + sep + "1" + sep + rest
		}
	}
	return ""
}

// couldBeDate is a cheap look before trying dozens of layouts.
func couldBeDate(s string) bool {
	if len(s) < 6 || len(s) > 40 {
		return false
	}
	digits := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			digits++
		}
	}
	return digits >= 3
}

// isLayout reports whether a layout names a whole date: a moment written with it and read again keeps its day.
func isLayout(layout string) bool {
	for _, want := range []time.Time{
		time.Date(2019, 11, 23, 17, 45, 36, 0, time.UTC), time.Date(2007, 2, 5, 3, 4, 9, 0, time.UTC),
	} {
		got, err := time.Parse(layout, want.Format(layout))
		if err != nil || got.UTC().Format(time.DateOnly) != want.Format(time.DateOnly) {
			return false
		}
	}
	return true
}

// hasZone reports whether times written with a layout say their offset from UTC.
func hasZone(layout string) bool {
	return strings.Contains(layout, "Z07") || strings.Contains(layout, "-07")
}

// local is the moment at which the clocks of a zone show what t shows, whatever t's own zone. Where clocks are put back and
// show it twice it is the first; where they are put forward past it, it is as long after the change as the clock says (the
// rule of RFC 5545, 3.3.5).
func local(t time.Time, zone *time.Location) time.Time {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	_, after := wall.Add(24 * time.Hour).In(zone).Zone()
	early := wall.Add(-time.Duration(before) * time.Second)
	if _, now := early.In(zone).Zone(); now == before {
		return early
	}
	late := wall.Add(-time.Duration(after) * time.Second)
	if _, now := late.In(zone).Zone(); now == after {
		return late
	}
	return early
}
