package workbook

import (
	"errors"
	"io"
	"strconv"
)

// Row is one row that isn't empty.
type Row struct {
	Number int      // from 1, as the spreadsheet shows it
	Cells  []string // as a person reads them; good until the next row
}

// Merge is a block of cells shown as one; its value stands in the first.
type Merge struct{ FirstRow, LastRow, FirstColumn, LastColumn int } // from 1

// Rows reads the rows of one sheet.
type Rows struct {
	b       *Book
	in      io.ReadCloser
	x       *scanner
	strings *table
	row     Row
	last    int
	done    bool

	pieces rich
	text   []byte // of an inline string
	value  []byte
}

// Rows begins reading a sheet by its place in Sheets. Close what it returns.
func (b *Book) Rows(sheet int) (*Rows, error) {
	t, err := b.sharedStrings()
	if err != nil {
		return nil, err
	}
	in, err := b.part(b.Sheets[sheet].part)
	if err != nil {
		return nil, err
	}
	return &Rows{b: b, in: in, x: newScanner(in), strings: t}, nil
}

// Close ends the reading.
func (r *Rows) Close() error { return r.in.Close() }

// Next returns the next row that has a cell with a value, or io.EOF.
func (r *Rows) Next() (*Row, error) {
	for !r.done {
		err := r.x.next()
		if errors.Is(err, io.EOF) {
			return nil, damaged("a sheet of it ends early")
		}
		if err != nil {
			return nil, r.b.failed(err)
		}
		switch {
		case string(r.x.name) == "sheetData" && r.x.end:
			r.done = true
		case string(r.x.name) == "row" && r.x.start:
			if err := r.begin(); err != nil {
				return nil, err
			}
			if r.x.end {
				continue
			}
			filled, err := r.cells()
			if err != nil {
				return nil, err
			}
			if filled {
				return &r.row, nil
			}
		}
	}
	return nil, io.EOF
}

// begin takes the number of a row; without one it follows the row before.
func (r *Rows) begin() error {
	n := r.last + 1
	if s := r.x.attr("r"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n <= r.last {
			return damaged("its rows are out of order")
		}
	}
	if n > MaxRows {
		return tooLarge("rows", n, MaxRows)
	}
	r.last = n
	r.row.Number, r.row.Cells = n, r.row.Cells[:0]
	return nil
}

func (r *Rows) cells() (filled bool, err error) {
	column := 0
	for {
		if err := r.x.next(); err != nil {
			return false, r.b.failed(broken(err))
		}
		switch name := string(r.x.name); {
		case name == "row" && r.x.end:
			return filled, nil
		case name == "c" && r.x.start:
			column++
			if ref := r.x.attr("r"); ref != "" {
				_, at, ok := place(ref)
				if !ok || at < column {
					return false, damaged("its cells are out of order")
				}
				column = at
			}
			if column > MaxColumns {
				return false, tooLarge("columns", column, MaxColumns)
			}
			v, err := r.cell()
			if err != nil {
				return false, err
			}
			if v == "" {
				continue
			}
			filled = true
			for len(r.row.Cells) < column-1 {
				r.row.Cells = append(r.row.Cells, "")
			}
			r.row.Cells = append(r.row.Cells, v)
		}
	}
}

// cell reads one cell; of a formula it takes the value that was stored with it.
func (r *Rows) cell() (string, error) {
	kind, s := r.x.attr("t"), style{}
	if n, err := strconv.Atoi(r.x.attr("s")); err == nil && n >= 0 && n < len(r.b.styles) {
		s = r.b.styles[n]
	}
	if r.x.end {
		return "", nil
	}
	r.value, r.text = r.value[:0], r.text[:0]
	r.pieces = rich{}
	inValue, inline := false, false
	for {
		if err := r.x.next(); err != nil {
			return "", r.b.failed(broken(err))
		}
		switch name := string(r.x.name); {
		case name == "c" && r.x.end:
			return r.made(kind, s)
		case name == "v":
			inValue = r.x.start && !r.x.end
		case name == "is":
			inline = r.x.start && !r.x.end
		case inline:
			r.text = r.pieces.take(r.x, r.text)
		case inValue && !r.x.start && !r.x.end:
			r.value = append(r.value, r.x.text...)
		}
		if len(r.text)+len(r.value) > maxText {
			return "", hostile("a cell is longer than any cell can be")
		}
	}
}

func (r *Rows) made(kind string, s style) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(string(r.value))
		if err != nil {
			return "", nil //nolint:nilerr // a cell without a text is an empty one
		}
		text, ok, err := r.strings.get(i)
		if err == nil && !ok {
			err = damaged("a cell names a text that isn't there")
		}
		return text, err
	case "inlineStr":
		return string(r.text), nil
	case "str":
		return string(unescape(r.value)), nil
	case "b":
		if string(r.value) == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e", "d":
		return string(r.value), nil
	}
	if len(r.value) == 0 {
		return string(r.text), nil
	}
	return r.b.number(string(r.value), s), nil
}

// Merges lists the merged blocks of a sheet that begin in its first rows. A sheet says so behind its last row: all of it is
// unpacked for that, which also shows a bomb before anything is made of it.
func (b *Book) Merges(sheet, rows int) (out []Merge, err error) {
	err = b.tail(b.Sheets[sheet].part, func(x *scanner) {
		if !x.start || string(x.name) != "mergeCell" || len(out) >= 10_000 {
			return
		}
		m, ok := block(x.attr("ref"))
		if ok && m.FirstRow <= rows {
			out = append(out, m)
		}
	})
	return out, err
}

func block(ref string) (m Merge, ok bool) {
	for i := range len(ref) {
		if ref[i] == ':' {
			r1, c1, ok1 := place(ref[:i])
			r2, c2, ok2 := place(ref[i+1:])
			return Merge{r1, r2, c1, c2}, ok1 && ok2 && r2 >= r1 && c2 >= c1
		}
	}
	return m, false
}

// place reads a reference such as AB12.
func place(ref string) (row, column int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		column = column*26 + int(c-'a') + 1
	}
	if i == 0 || i == len(ref) {
		return 0, 0, false
	}
	row, err := strconv.Atoi(ref[i:])
	return row, column, err == nil && row > 0
}
