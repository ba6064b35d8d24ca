package masking

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// Bare reports whether a cell is one run of letters and digits that would be masked in a text: what Reader lets stand.
func (m *Masker) Bare(cell string) bool {
	if len(cell) < shortestBare || !BareWord(cell) {
		return false
	}
	_, found := m.Text(cell)
	return found != nil
}

// shortestBare is how long a bare number is at least that is masked: a national id without its signs.
const shortestBare = 9

// longestBare bounds what is held of a cell.
const longestBare = 64

// Cells masks bare numbers in some columns of a file of rows, counted from 0, and changes nothing else: the bytes of every other
// cell stay. lone says that rows end with a carriage return alone. It expects quotes that are in order.
func (m *Masker) Cells(r io.Reader, delimiter byte, lone bool, columns map[int]bool) io.Reader {
	return &cellReader{m: m, in: bufio.NewReaderSize(r, 64<<10), delimiter: delimiter, lone: lone, columns: columns}
}

type cellReader struct {
	m         *Masker
	in        *bufio.Reader
	out       bytes.Buffer
	delimiter byte
	lone      bool
	columns   map[int]bool

	cell   []byte // what was read of the cell, while it may be bare
	column int
	quoted bool
	more   bool // the cell is more than one bare word
	fail   error
}

func (r *cellReader) Read(p []byte) (int, error) {
	for r.out.Len() == 0 {
		if r.fail != nil {
			return 0, r.fail
		}
		r.out.Reset()
		for r.out.Len() < 32<<10 && r.fail == nil {
			c, err := r.in.ReadByte()
			if err != nil {
				r.fail = err
				r.end()
				if !errors.Is(err, io.EOF) {
					return 0, err
				}
				break
			}
			r.next(c)
		}
	}
	return r.out.Read(p)
}

func (r *cellReader) next(c byte) {
	switch {
	case c == '"':
		opens := len(r.cell) == 0
		r.end()
		r.more = r.more || !opens && !r.quoted // a quote within a cell that isn't quoted
		r.quoted = !r.quoted
		r.out.WriteByte(c)
	case !r.quoted && c == r.delimiter:
		r.end()
		r.out.WriteByte(c)
		r.column, r.more = r.column+1, false
	case !r.quoted && (c == '\n' || c == '\r' && r.lone):
		r.end()
		r.out.WriteByte(c)
		r.column, r.more = 0, false
	default:
		if r.cell = append(r.cell, c); len(r.cell) > longestBare {
			r.more = true
			r.end()
		}
	}
}

// end writes what is held of a cell.
func (r *cellReader) end() {
	if len(r.cell) == 0 {
		return
	}
	text := string(r.cell)
	r.cell = r.cell[:0]
	bare := strings.TrimSpace(text)
	if !r.more && r.columns[r.column] && r.m.Bare(bare) {
		masked, _ := r.m.Text(bare)
		text = strings.Replace(text, bare, masked, 1)
	} else if bare != "" {
		r.more = true
	}
	r.out.WriteString(text)
}
