package importing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits of a file.
const (
	maxColumns = 1000
	maxRow     = 1 << 20 // bytes of a row, as UTF-8
	// maxScan is how far an open quote is followed. A quote that closes beyond it counts as broken.
	maxScan = 4 << 20
)

// Row is one row of a file: its fields, or the reason why it has none that can be trusted. Raw and Fields are good until the
// next row is read; the texts in Fields stay.
type Row struct {
	Number int    // as a spreadsheet counts: the header is 1; a quoted line break starts no row
	Raw    []byte // UTF-8 as it stands in the file, without the line break at its end
	Fields []string
	Reason string // why the row is refused; empty when Fields can be used
}

// Reader reads rows of a UTF-8 text in the CSV of RFC 4180 and its common dialects. A broken row is handed out with a reason
// and reading goes on at the next line, so that no row is lost in another's open quote. Memory stays within a few maxScan.
type Reader struct {
	src   io.Reader
	delim byte
	lone  bool // a carriage return alone ends a row
	made  bool // written out by a scribe: always whole, short rows end in blanks, and some say why they can't be read

	buf        []byte
	start, end int
	eof        bool
	number     int
	width      int // fields of the header, 0 until it is known
	spans      []span
	row        Row
}

const tooLong = "The row is longer than 1048576 bytes."

type span struct {
	from, to int
	escaped  bool // holds doubled quotes
}

// verdict is what scan found at the beginning of a text.
type verdict int

const (
	whole  verdict = iota
	more           // the end isn't in sight
	broken         // an open quote, or text after a closing one
)

const brokenQuotes = "The row's quotes are broken: a quoted field isn't closed, or text follows its closing quote."

func newReader(src io.Reader, f Format) *Reader {
	r := &Reader{src: src, delim: f.Delimiter[0], lone: f.LoneCR, made: f.Kind != "", buf: make([]byte, 256<<10)}
	if f.Kind == NDJSON {
		r.number = -1 // its first line is a row, and the header no line of it
	}
	return r
}

// Header reads the first row that isn't blank and returns the columns' names: outer blanks gone, made different where two
// are equal. Every later row must have as many fields.
func (r *Reader) Header() ([]string, error) {
	row, err := r.Next()
	if errors.Is(err, io.EOF) {
		return nil, errEmpty()
	}
	if err != nil {
		return nil, err
	}
	if !r.made && row.Number == 1 && len(row.Fields) <= 2 && strings.HasPrefix(strings.ToLower(string(row.Raw)), "sep=") {
		return r.Header() // a hint for spreadsheets; the separator was found by looking
	}
	if row.Reason != "" {
		return nil, errHeader(row.Reason)
	}
	if len(row.Fields) > maxColumns {
		return nil, errColumns(len(row.Fields))
	}
	r.width = len(row.Fields)
	return columnNames(row.Fields), nil
}

func columnNames(fields []string) []string {
	names, seen := make([]string, len(fields)), map[string]bool{}
	for i, f := range fields {
		base := strings.TrimSpace(f)
		if base == "" {
			base = fmt.Sprintf("Column %d", i+1)
		}
		name := base
		for n := 2; seen[name]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		names[i], seen[name] = name, true
	}
	return names
}

// Next returns the next row, or io.EOF. Blank lines are no rows, and are counted.
func (r *Reader) Next() (*Row, error) {
	for {
		if err := r.ensure(1); err != nil {
			return nil, err
		}
		if r.start == r.end {
			return nil, io.EOF
		}
		n := r.blank()
		if n == 0 {
			break
		}
		r.start += n
		r.number++
	}
	r.number++
	r.row = Row{Number: r.number, Fields: r.row.Fields[:0]}
	for {
		b := r.buf[r.start:r.end]
		eof := r.eof
		if len(b) > maxScan {
			b, eof = b[:maxScan], false
		}
		n, end, v := r.scan(b, eof)
		switch {
		case v == more && len(b) < maxScan:
			// Twice as much each time: a long field is looked at a few times, not once per piece read.
			if err := r.ensure(max(2*len(b), 64<<10)); err != nil {
				return nil, err
			}
		case v == whole && !r.swallowed(b[:n]):
			r.take(b[:n], n+end)
			return &r.row, nil
		default:
			return &r.row, r.refuseLine()
		}
	}
}

// blank returns the length of an empty line at the start, with its line break.
func (r *Reader) blank() int {
	switch {
	case r.buf[r.start] == '\n':
		return 1
	case r.buf[r.start] != '\r':
		return 0
	case r.lone:
		return 1
	}
	if r.ensure(2) == nil && r.end-r.start > 1 && r.buf[r.start+1] == '\n' {
		return 2
	}
	return 0
}

// scan finds the row at the beginning of b: its length n, its fields in r.spans, and the length of the line break after it.
func (r *Reader) scan(b []byte, eof bool) (n, end int, v verdict) {
	r.spans = r.spans[:0]
	for i := 0; ; {
		s, j, v := r.field(b, i, eof)
		if v != whole {
			return 0, 0, v
		}
		r.spans = append(r.spans, s)
		if j == len(b) {
			if !eof {
				return 0, 0, more
			}
			return j, 0, whole
		}
		if b[j] != r.delim {
			return j, r.lineBreak(b, j), whole
		}
		i = j + 1
	}
}

// field reads the field at i and returns where its delimiter or line break stands.
func (r *Reader) field(b []byte, i int, eof bool) (s span, j int, v verdict) {
	if i >= len(b) || b[i] != '"' {
		for j = i; j < len(b); j++ {
			if b[j] == r.delim || b[j] == '\n' {
				break
			}
			if b[j] == '\r' {
				if j+1 == len(b) && !eof {
					return s, 0, more
				}
				if r.lineBreak(b, j) > 0 {
					break
				}
			}
		}
		return span{from: i, to: j}, j, whole
	}
	s.from = i + 1
	for j = i + 1; ; j += 2 {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 || j+k+1 == len(b) && !eof {
			if eof {
				return s, 0, broken
			}
			return s, 0, more
		}
		if j += k; j+1 == len(b) || b[j+1] != '"' {
			break
		}
		s.escaped = true
	}
	s.to = j
	for j++; j < len(b) && b[j] == ' '; j++ { // blanks after a closing quote are forgiven
	}
	switch {
	case j == len(b) || b[j] == r.delim:
		return s, j, whole
	case b[j] == '\r' && j+1 == len(b) && !eof:
		return s, 0, more
	case r.lineBreak(b, j) > 0:
		return s, j, whole
	}
	return s, 0, broken
}

// lineBreak returns the length of a line break at j, or 0.
func (r *Reader) lineBreak(b []byte, j int) int {
	switch {
	case b[j] == '\n':
		return 1
	case b[j] == '\r' && j+1 < len(b) && b[j+1] == '\n':
		return 2
	case b[j] == '\r' && (r.lone || j+1 == len(b)):
		return 1
	}
	return 0
}

// swallowed reports that the row in b, found whole, most likely isn't one: it runs over lines, hasn't the header's number of
// fields, and its second line alone has. Then its quote was never meant to close there.
func (r *Reader) swallowed(b []byte) bool {
	if r.made || r.width == 0 || len(r.spans) == r.width {
		return false
	}
	_, first := r.line(b)
	if first >= len(b) {
		return false
	}
	second, _ := r.line(b[first:])
	n, _, v := r.scan(second, true)
	fits := v == whole && n == len(second) && len(r.spans) == r.width
	r.scan(b, true) // r.spans belong to the row again
	return fits
}

// line returns the first line of b, and its length with the line break.
func (r *Reader) line(b []byte) ([]byte, int) {
	for j := range b {
		if b[j] == '\n' || b[j] == '\r' {
			if n := r.lineBreak(b, j); n > 0 {
				return b[:j], j + n
			}
		}
	}
	return b, len(b)
}

// take makes the row of b and steps behind it.
func (r *Reader) take(b []byte, step int) {
	r.row.Raw = b
	r.start += step
	switch {
	case r.made && bytes.HasPrefix(b, []byte(`"`+mark)):
		r.unread(b)
	case len(b) > maxRow:
		r.row.Raw, r.row.Reason = clip(b), tooLong
	case !utf8.Valid(b):
		r.row.Reason = "The row isn't valid UTF-8."
	case bytes.IndexByte(b, 0) >= 0:
		r.row.Reason = "The row holds the character U+0000, which no text needs."
	case r.width > 0 && (len(r.spans) > r.width || len(r.spans) < r.width && !r.made):
		r.row.Reason = fmt.Sprintf("The row has %d fields; the header has %d.", len(r.spans), r.width)
	default:
		text := string(b)
		for _, s := range r.spans {
			f := text[s.from:s.to]
			if s.escaped {
				f = strings.ReplaceAll(f, `""`, `"`)
			}
			r.row.Fields = append(r.row.Fields, f)
		}
		for len(r.row.Fields) < r.width {
			r.row.Fields = append(r.row.Fields, "")
		}
	}
}

// unread takes a row whose scribe could not read it.
func (r *Reader) unread(b []byte) {
	text := strings.ReplaceAll(string(b[1:len(b)-1]), `""`, `"`)
	why, raw, _ := strings.Cut(text[len(mark):], mark)
	r.row.Reason, r.row.Raw = why, []byte(quote(raw))
}

// refuseLine gives up on the line at the start alone: what follows is read as if its quote had not been opened.
func (r *Reader) refuseLine() error {
	r.row.Reason = brokenQuotes
	line, n := r.line(r.buf[r.start:r.end])
	for r.start+n == r.end && !r.eof && n < maxScan {
		if err := r.ensure(max(2*n, 64<<10)); err != nil {
			return err
		}
		line, n = r.line(r.buf[r.start:r.end])
	}
	if r.start+n < r.end || r.eof {
		r.row.Raw = line
		r.start += n
		if len(line) > maxRow {
			r.row.Raw, r.row.Reason = clip(line), tooLong
		}
		return nil
	}
	// A line without end: what can be shown of it is kept, the rest passes by.
	r.row.Raw = bytes.Clone(clip(line))
	r.row.Reason = tooLong
	for {
		if _, n := r.line(r.buf[r.start:r.end]); r.start+n < r.end || r.eof {
			r.start += n
			return nil
		}
		r.start = max(r.start, r.end-1) // a carriage return may wait for its line feed
		if err := r.ensure(r.end - r.start + 1); err != nil {
			return err
		}
	}
}

// clip shortens a row that is too long to one that isn't, at a whole character.
func clip(b []byte) []byte {
	b = b[:min(len(b), maxRow)]
	for len(b) > 0 && !utf8.RuneStart(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b[:max(0, len(b)-1)]
}

// ensure has at least n bytes behind start, or the end of the file.
func (r *Reader) ensure(n int) error {
	for r.end-r.start < n && !r.eof {
		if r.start > 0 && (r.start == r.end || r.end == len(r.buf)) {
			copy(r.buf, r.buf[r.start:r.end])
			r.start, r.end = 0, r.end-r.start
		}
		if r.end == len(r.buf) {
			r.buf = append(r.buf, make([]byte, len(r.buf))...)
		}
		got, err := r.src.Read(r.buf[r.end:])
		r.end += got
		if errors.Is(err, io.EOF) {
			r.eof = true
		} else if err != nil {
			return fmt.Errorf("read file: %w", err)
		}
	}
	return nil
}
