package masking

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Reader masks a file of rows (CSV with any delimiter, NDJSON) while it is read, cell by cell, so that no row changes its
// shape. A cell that holds a bare number and nothing else stays: it may be somebody's order number, by which rows are told
// apart; it is masked when it becomes a comment or an attribute. Files that aren't text in an ASCII-like encoding (XLSX,
// UTF-16) pass as they are.
func (m *Masker) Reader(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(512)
	if len(head) < 2 || bytes.HasPrefix(head, []byte("PK")) || bytes.HasPrefix(head, []byte{0xFF, 0xFE}) ||
		bytes.HasPrefix(head, []byte{0xFE, 0xFF}) || bytes.IndexByte(head, 0) >= 0 {
		return in
	}
	return &rowReader{m: m, in: in}
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
	if l := suspicious(s); l.from < 0 && !l.words && len(r.m.own) == 0 {
		r.out.WriteString(s)
		return
	}
	from, quoted := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', !quoted && (c == ',' || c == ';' || c == '\t' || c == '|'), c == '\n', c == '\r':
			r.cell(s[from:i])
			r.out.WriteByte(c)
			from = i + 1
			quoted = quoted != (c == '"')
		}
	}
	r.cell(s[from:])
}

func (r *rowReader) cell(s string) {
	if !bareWord(s) {
		s, _ = r.m.Text(s)
	}
	r.out.WriteString(s)
}

// bareWord reports that a cell is one run of ASCII letters and digits.
func bareWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}
