package workbook

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// table holds a workbook's shared strings: in memory while they are few, else in a temporary file, of which a window is kept.
type table struct {
	ends []int64 // where each string ends
	mem  []byte
	file *os.File

	window []byte // of the file
	at     int64
}

const (
	inMemory   = 16 << 20
	maxStrings = 20_000_000
	windowSize = 256 << 10
)

// sharedStrings reads the table once; a workbook without one has no strings.
func (b *Book) sharedStrings() (*table, error) {
	if b.strings != nil {
		return b.strings, nil
	}
	t := &table{}
	if b.shared == "" || b.parts[b.shared] == nil {
		b.strings = t
		return t, nil
	}
	w := &tableWriter{t: t}
	err := b.each(b.shared, func(x *scanner) error { return w.take(x) })
	if err == nil {
		err = w.flush()
	}
	if err != nil {
		return nil, errors.Join(err, t.close())
	}
	b.strings = t
	return t, nil
}

// tableWriter gathers the pieces of each string.
type tableWriter struct {
	t      *table
	out    *bufio.Writer
	n      int64
	pieces rich
	text   []byte
}

func (w *tableWriter) take(x *scanner) error {
	if string(x.name) == "si" && x.start {
		w.text = w.text[:0]
	}
	w.text = w.pieces.take(x, w.text)
	if len(w.text) > maxText {
		return hostile("a cell is longer than any cell can be")
	}
	if string(x.name) != "si" || !x.end {
		return nil
	}
	if len(w.t.ends) >= maxStrings {
		return hostile("it has too many texts")
	}
	w.n += int64(len(w.text))
	w.t.ends = append(w.t.ends, w.n)
	if w.out == nil && w.n <= inMemory {
		w.t.mem = append(w.t.mem, w.text...)
		return nil
	}
	if w.out == nil {
		if err := w.spill(); err != nil {
			return err
		}
	}
	_, err := w.out.Write(w.text)
	return err
}

// spill moves the table to a temporary file, which lives as long as it is open.
func (w *tableWriter) spill() error {
	f, err := os.CreateTemp("", "touchstone-strings-")
	if err != nil {
		return wrap(err)
	}
	_ = os.Remove(f.Name())
	w.t.file, w.out = f, bufio.NewWriterSize(f, 256<<10)
	_, err = w.out.Write(w.t.mem)
	w.t.mem = nil
	return err
}

func (w *tableWriter) flush() error {
	if w.out == nil {
		return nil
	}
	return w.out.Flush()
}

// get returns a string by its place; ok is false where there is none.
func (t *table) get(i int) (s string, ok bool, err error) {
	if i < 0 || i >= len(t.ends) {
		return "", false, nil
	}
	from := int64(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	to := t.ends[i]
	if t.file == nil {
		return string(t.mem[from:to]), true, nil
	}
	if from < t.at || to > t.at+int64(len(t.window)) {
		if err := t.move(from, to); err != nil {
			return "", false, err
		}
	}
	return string(t.window[from-t.at : to-t.at]), true, nil
}

// move reads the window around a string: most programs write strings in the order of their cells.
func (t *table) move(from, to int64) error {
	size := max(int64(windowSize), to-from)
	if int64(cap(t.window)) < size {
		t.window = make([]byte, size)
	}
	t.window = t.window[:size]
	n, err := t.file.ReadAt(t.window, from)
	t.window, t.at = t.window[:n], from
	if err != nil && !errors.Is(err, io.EOF) || int64(n) < to-from {
		return wrap(errors.Join(err, io.ErrUnexpectedEOF))
	}
	return nil
}

func (t *table) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// rich gathers the text of a string that may be made of several runs; how East Asian words are pronounced is left out.
type rich struct{ inText, spoken bool }

func (p *rich) take(x *scanner, text []byte) []byte {
	switch {
	case !x.start && !x.end:
		if p.inText && !p.spoken {
			text = append(text, unescape(x.text)...)
		}
	case string(x.name) == "t":
		p.inText = x.start && !x.end
	case string(x.name) == "rPh":
		p.spoken = x.start && !x.end
	}
	return text
}

// unescape resolves _x000D_ and the like, by which workbooks write characters that XML has no place for.
func unescape(b []byte) []byte {
	if !strings.Contains(string(b), "_x") {
		return b
	}
	out := make([]byte, 0, len(b))
	var pending rune // the first half of a pair
	for i := 0; i < len(b); {
		if c, ok := escaped(b[i:]); ok {
			i += 7
			switch {
			case utf16.IsSurrogate(c) && pending == 0:
				pending = c
				continue
			case pending != 0:
				c = utf16.DecodeRune(pending, c)
				pending = 0
			}
			if c != 0 {
				out = utf8.AppendRune(out, c)
			}
			continue
		}
		pending = 0
		out = append(out, b[i])
		i++
	}
	return out
}

func escaped(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	var c rune
	for _, d := range b[2:6] {
		switch {
		case d >= '0' && d <= '9':
			c = c<<4 | rune(d-'0')
		case d >= 'A' && d <= 'F':
			c = c<<4 | rune(d-'A'+10)
		case d >= 'a' && d <= 'f':
			c = c<<4 | rune(d-'a'+10)
		default:
			return 0, false
		}
	}
	return c, true
}
