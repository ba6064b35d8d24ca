package reporting

import (
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Schedule is when a report goes out, by the clock of the organisation's zone.
type Schedule struct {
	Every  string `json:"every" enum:"day,week,month"`
	Day    int    `json:"day,omitempty" minimum:"0" maximum:"31" doc:"week: 1 Monday to 7 Sunday; month: the date, or the last day where the month is shorter"`
	Hour   int    `json:"hour" minimum:"0" maximum:"23"`
	Minute int    `json:"minute" minimum:"0" maximum:"59"`
}

func (s *Schedule) validate() error {
	const at = "body.schedule"
	if s.Hour < 0 || s.Hour > 23 || s.Minute < 0 || s.Minute > 59 {
		return problem.At(at+".hour", "time_of_day_invalid", "A time of day is between 0:00 and 23:59.")
	}
	switch s.Every {
	case "day":
		s.Day = 0
	case "week":
		if s.Day < 1 || s.Day > 7 {
			return problem.At(at+".day", "weekday_invalid", "A weekday is 1 (Monday) to 7 (Sunday).")
		}
	case "month":
		if s.Day < 1 || s.Day > 31 {
			return problem.At(at+".day", "date_of_month_invalid", "A date of the month is 1 to 31.")
		}
	default:
		return problem.At(at+".every", "schedule_unknown", "A report goes out every day, week or month.")
	}
	return nil
}

// Next is the first time after a moment. Each local date has at most one, also where a clock is put forward over it (then it
// moves by that hour) or back (then the time that comes twice counts once).
func (s Schedule) Next(after time.Time, zone *time.Location) time.Time {
	l := after.In(zone)
	for i := 0; ; i++ {
		day := time.Date(l.Year(), l.Month(), l.Day()+i, 12, 0, 0, 0, zone)
		if !s.on(day) {
			continue
		}
		if at := time.Date(day.Year(), day.Month(), day.Day(), s.Hour, s.Minute, 0, 0, zone); at.After(after) {
			return at.UTC()
		}
	}
}

func (s Schedule) on(day time.Time) bool {
	switch s.Every {
	case "week":
		return (int(day.Weekday())+6)%7+1 == s.Day
	case "month":
		last := time.Date(day.Year(), day.Month()+1, 0, 12, 0, 0, 0, day.Location()).Day()
		return day.Day() == min(s.Day, last)
	}
	return true
}
