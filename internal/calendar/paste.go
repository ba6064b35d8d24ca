package calendar

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ParseHolidays reads a list that somebody pastes: lines of a date and a name (comma, semicolon, tab or spaces between), or a
// calendar file (ICS) with an event per holiday. The order stays; a day that comes twice is taken once.
func ParseHolidays(text string) (list []Holiday, err error) {
	text = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(text), "\ufeff"), "\r\n", "\n")
	if strings.HasPrefix(text, "BEGIN:VCALENDAR") {
		list, err = parseICS(text)
	} else {
		list, err = parseLines(text)
	}
	if err == nil && len(list) == 0 {
		err = problem.At("body.text", "holidays_none", "There is no holiday in this text. Write a date and a name on each line.")
	}
	return once(list), err
}

func once(list []Holiday) (out []Holiday) {
	seen := map[string]bool{}
	for _, h := range list {
		if !seen[h.Date] {
			seen[h.Date] = true
			out = append(out, h)
		}
	}
	return out
}

var (
	line     = regexp.MustCompile(`^"?([0-9./-]+)"?\s*[,;\t ]\s*"?(.*?)"?$`)
	european = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
)

func parseLines(text string) (list []Holiday, err error) {
	n := 0
	for s := range strings.SplitSeq(text, "\n") {
		n++
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		m := line.FindStringSubmatch(s)
		if m == nil {
			return nil, problem.At("body.text", "holiday_line", "Line %d isn't a date and a name: %.60q.", n, s).With(problem.Args{"line": n})
		}
		h := Holiday{Date: m[1], Name: m[2]}
		if d := european.FindStringSubmatch(h.Date); d != nil {
			h.Date = fmt.Sprintf("%s-%02s-%02s", d[3], d[2], d[1])
		}
		if h.validate("body.text") != nil {
			return nil, problem.At("body.text", "holiday_line", "Line %d isn't a date and a name: %.60q.", n, s).With(problem.Args{"line": n})
		}
		list = append(list, h)
	}
	return list, nil
}

// parseICS reads whole-day events; one over several days is as many holidays, one that repeats yearly is a yearly one.
func parseICS(text string) (list []Holiday, err error) {
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text) // long lines are folded
	var name, from, to string
	var yearly bool
	for s := range strings.SplitSeq(text, "\n") {
		key, value, _ := strings.Cut(s, ":")
		key, _, _ = strings.Cut(key, ";")
		switch {
		case s == "BEGIN:VEVENT":
			name, from, to, yearly = "", "", "", false
		case key == "SUMMARY":
			name = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\\`, `\`).Replace(value)
		case key == "DTSTART":
			from = value
		case key == "DTEND":
			to = value
		case key == "RRULE":
			yearly = strings.Contains(value, "FREQ=YEARLY")
		case s == "END:VEVENT":
			more, err := event(name, from, to, yearly)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
	}
	return list, nil
}

func event(name, from, to string, yearly bool) (list []Holiday, err error) {
	form := time.DateOnly
	if yearly {
		form = "01-02"
	}
	first, err := time.Parse("20060102", from[:min(8, len(from))])
	if err != nil {
		return nil, problem.At("body.text", "holiday_line", "The event %.60q has no date.", name)
	}
	last, err := time.Parse("20060102", to[:min(8, len(to))])
	if err != nil || !last.After(first) || len(to) > 8 {
		last = first.AddDate(0, 0, 1)
	}
	for d := first; d.Before(last) && len(list) < 31; d = d.AddDate(0, 0, 1) {
		h := Holiday{Date: d.Format(form), Name: name}
		if err := h.validate("body.text"); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, nil
}
