package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// style is how a cell's number is to be read.
type style struct {
	date, clock bool
	elapsed     bool // hours that go beyond 24
	digits      int  // a number filled up with zeros at the left, such as a postal code
}

// readStyles reads the number formats that cells refer to by position.
func (b *Book) readStyles(part string) ([]style, error) {
	if b.parts[part] == nil {
		return nil, nil
	}
	custom := map[string]string{}
	var out []style
	inCells := false
	err := b.each(part, func(x *scanner) error {
		switch string(x.name) {
		case "numFmt":
			if x.start && len(custom) < 10_000 {
				custom[x.attr("numFmtId")] = x.attr("formatCode")
			}
		case "cellXfs":
			inCells = x.start && !x.end
		case "xf":
			if x.start && inCells {
				if len(out) >= 1<<16 {
					return hostile("it has too many styles")
				}
				id := x.attr("numFmtId")
				code, own := custom[id]
				if !own {
					code = builtin(id)
				}
				out = append(out, parseStyle(code))
			}
		}
		return nil
	})
	return out, err
}

// builtin is the code of a number format that every program knows by number (ECMA-376 part 1, 18.8.30). Those from 27 to 36 and
// from 50 to 58 are dates of East Asia.
func builtin(id string) string {
	n, _ := strconv.Atoi(id)
	switch {
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n == 57, n == 58:
		return "yyyy-mm-dd"
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n == 45, n == 47, n == 55, n == 56:
		return "hh:mm:ss"
	case n == 22:
		return "yyyy-mm-dd hh:mm:ss"
	case n == 46:
		return "[h]:mm:ss"
	}
	return ""
}

// parseStyle finds out whether a format code shows a date or a time: by its letters, those in quotes, behind a backslash and in
// brackets left aside.
func parseStyle(code string) (s style) {
	if at := strings.IndexByte(code, ';'); at >= 0 {
		code = code[:at] // the part for positive numbers
	}
	if n := len(code); n > 1 && strings.Trim(code, "0") == "" {
		s.digits = min(n, 30)
		return s
	}
	minutes := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return s
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return s
			}
			s.elapsed = s.elapsed || counts(code[i+1:i+end])
			i += end
		case 'y', 'Y', 'd', 'D':
			s.date = true
		case 'h', 'H', 's', 'S':
			s.clock = true
		case 'm', 'M':
			minutes = true
		case 'G', 'g':
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				i += len("general") - 1
			}
		}
	}
	if minutes && !s.clock && !s.elapsed {
		s.date = true // months alone
	}
	return s
}

// counts reports whether what stands in brackets is hours, minutes or seconds that count on, such as [hh].
func counts(in string) bool {
	in = strings.ToLower(in)
	return in != "" && strings.Contains("hms", in[:1]) && strings.Trim(in, in[:1]) == ""
}

// number writes a cell's number as its style means it.
func (b *Book) number(text string, s style) string {
	if !s.date && !s.clock && !s.elapsed {
		return padded(plain(text), s.digits)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v < 0 || v >= 2958466 { // 31 December 9999 and what comes after
		return plain(text)
	}
	if s.elapsed {
		n := int64(math.Round(v * 86400))
		return pair(n/3600) + ":" + pair(n/60%60) + ":" + pair(n%60)
	}
	t := b.day(v)
	switch {
	case s.clock && (!s.date || v < 1):
		return t.Format("15:04:05")
	case s.clock:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02")
}

// day is the moment of a serial number, to the second. Day 60 of the common system is a 29 February 1900 that never was.
func (b *Book) day(v float64) time.Time {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.from904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		base = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	whole, part := math.Modf(v)
	return base.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second)
}

// plain writes a number as a person would: what a program stores as 0.30000000000000004 is 0.3, since fifteen digits are all
// that spreadsheets keep.
func plain(text string) string {
	if len(text) <= 15 && !strings.ContainsAny(text, "eE") {
		return text
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if v, err = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err != nil || math.Abs(v) >= 1e21 {
		return text
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func padded(s string, digits int) string {
	if len(s) >= digits || strings.ContainsAny(s, ".-") {
		return s
	}
	return strings.Repeat("0", digits-len(s)) + s
}

func pair(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}
