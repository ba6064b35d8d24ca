package exporting

import (
	"archive/zip"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	sheetRows = 1_048_576 // the most that a spreadsheet program reads
	cellText  = 32_767    // characters
)

// xlsxSheet streams one table, going on in another sheet where the first is full. Texts are stored as texts, which no program
// evaluates.
type xlsxSheet struct {
	file    *excelize.File
	stream  *excelize.StreamWriter
	columns []column
	title   string
	about   about
	most    int // rows of a sheet
	sheets  int
	n       int // rows of this sheet, its head included
	line    []any
}

func newXLSX(w io.Writer, dir, title string, columns []column, a about) (*xlsxSheet, error) {
	file := excelize.NewFile(excelize.Options{TmpDir: dir})
	// The library would make the whole archive in memory first.
	file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	x := &xlsxSheet{file: file, columns: columns, title: title, about: a, most: sheetRows, line: make([]any, len(columns))}
	return x, x.next()
}

// next begins another sheet.
func (x *xlsxSheet) next() (err error) {
	if x.stream != nil {
		if err := x.stream.Flush(); err != nil {
			return err
		}
	}
	x.sheets++
	name := x.title
	if x.sheets > 1 {
		name = fmt.Sprintf("%s %d", x.title, x.sheets)
	}
	if x.sheets == 1 {
		err = x.file.SetSheetName("Sheet1", name)
	} else {
		_, err = x.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if x.stream, err = x.file.NewStreamWriter(name); err != nil {
		return err
	}
	bold, err := x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, c := range x.columns {
		wide := 14.0
		switch c.kind {
		case prose:
			wide = 60
		case moment:
			wide = 26
		}
		if err := x.stream.SetColWidth(i+1, i+1, wide); err != nil {
			return err
		}
		x.line[i] = excelize.Cell{Value: c.title, StyleID: bold}
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	x.n = 1
	return x.stream.SetRow("A1", x.line)
}

func (x *xlsxSheet) row(cells []cell) error {
	if x.n == x.most {
		if err := x.next(); err != nil {
			return err
		}
	}
	for i, c := range cells {
		switch {
		case !c.set:
			x.line[i] = nil
		case x.columns[i].kind == number || x.columns[i].kind == count:
			x.line[i] = c.f
		case x.columns[i].kind == truth:
			x.line[i] = c.f != 0
		default:
			x.line[i] = fits(c.s)
		}
	}
	x.n++
	return x.stream.SetRow(fmt.Sprintf("A%d", x.n), x.line)
}

// fits cuts what is longer than a cell may be, and says so.
func fits(s string) string {
	if len(s) <= cellText || utf8.RuneCountInString(s) <= cellText {
		return s
	}
	note := fmt.Sprintf(" … [cut; %d characters in all]", utf8.RuneCountInString(s))
	return string([]rune(s)[:cellText-utf8.RuneCountInString(note)]) + note
}

func (x *xlsxSheet) close() error {
	if err := x.stream.Flush(); err != nil {
		return err
	}
	if _, err := x.file.NewSheet("About"); err != nil {
		return err
	}
	about, err := x.file.NewStreamWriter("About")
	if err != nil {
		return err
	}
	if err := about.SetColWidth(1, 1, 24); err != nil {
		return err
	}
	if err := about.SetColWidth(2, 2, 80); err != nil {
		return err
	}
	for i, kv := range x.about {
		if err := about.SetRow(fmt.Sprintf("A%d", i+1), []any{kv[0], kv[1]}); err != nil {
			return err
		}
	}
	if err := about.Flush(); err != nil {
		return err
	}
	if _, err := x.file.WriteTo(io.Discard); err != nil { // into the writer it was given above
		return err
	}
	return x.file.Close()
}

func (x *xlsxSheet) drop() { _ = x.file.Close() }
