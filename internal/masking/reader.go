package masking

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// Reader masks a file of rows (CSV with any delimiter, NDJSON) while it is read, cell by cell, so that no row changes its
// shape. A cell that holds a bare number and nothing else stays: it may be somebody's order number, by which rows are told
// apart; it is masked when it becomes a comment or an attribute. The text is UTF-8; a cell that isn't is read as windows-1252.
// Files in other forms (XLSX, UTF-16) are decoded before.
func (m *Masker) Reader(r io.Reader) io.Reader {
	return &rowReader{m: m, in: bufio.NewReaderSize(r, 64<<10)}
}

type rowReader struct {
	m    *Masker
	in   *bufio.Reader
	out  bytes.Buffer
	line []byte
	fail error
}

// longestLine is how much of a line is held at once; a longer one is masked in parts.
const longestLine = 1 << 20

func (r *rowReader) Read(p []byte) (int, error) {
	for r.out.Len() == 0 {
		if r.fail != nil {
			return 0, r.fail
		}
		r.line = r.line[:0]
		for {
			part, err := r.in.ReadSlice('\n')
			r.line = append(r.line, part...)
			if errors.Is(err, bufio.ErrBufferFull) && len(r.line) < longestLine {
				continue
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				r.fail = err
			}
			break
		}
		r.out.Reset()
		r.row(string(r.line))
	}
	return r.out.Read(p)
}

// row masks each cell of a line: what stands between quotes, or between delimiters outside of them.
func (r *rowReader) row(s string) {
	if l := suspicious(s); l.from < 0 && !l.words && len(r.m.own) == 0 && utf8.ValidString(s) {
		r.out.WriteString(s)
		return
	}
	from, quoted, object := 0, false, strings.HasPrefix(s, "{")
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', !quoted && (c == ',' || c == ';' || c == '\t' || c == '|'), c == '\n', c == '\r':
			r.cell(s[from:i], object && !quoted)
			r.out.WriteByte(c)
			from = i + 1
			quoted = quoted != (c == '"')
		}
	}
	r.cell(s[from:], object && !quoted)
}

// cell masks one. number says that a number may stand in it as JSON writes one: ": 4111111111111111}" is bare too.
func (r *rowReader) cell(s string, number bool) {
	switch {
	case BareWord(s), number && BareWord(strings.Trim(s, " \t:{}[]")):
	case strings.IndexByte(s, 0) >= 0: // a row that is refused; what stands between the zeros may be told all the same
		if text, found := r.m.Text(strings.ReplaceAll(s, "\x00", "")); found != nil {
			s = text
		}
	case utf8.ValidString(s):
		s, _ = r.m.Text(s)
	default:
		s = r.western(s)
	}
	r.out.WriteString(s)
}

// western masks text in windows-1252, and leaves it in that.
func (r *rowReader) western(s string) string {
	text, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return s
	}
	masked, found := r.m.Text(text)
	if found == nil {
		return s
	}
	back, err := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).String(masked)
	if err != nil {
		return "" // nothing of it rather than what was found
	}
	return back
}

// BareWord reports that a cell is one run of ASCII letters and digits.
func BareWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}
