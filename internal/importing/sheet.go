package importing

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/importing/workbook"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Sheet is one table of a workbook.
type Sheet struct {
	Upload string `json:"upload" doc:"Names this sheet from now on, as an upload of its own"`
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
}

// headRows is how far down a sheet its header is looked for.
const headRows = 25

// writeSheet writes one sheet out. wanted is its place from 1; 0 is the first that can be seen and has rows.
func writeSheet(ctx context.Context, file *os.File, size int64, wanted int) (s *scribe, sheets []Sheet, chosen int, err error) {
	book, err := workbook.Open(ctx, file, size)
	if err != nil {
		return nil, nil, 0, err
	}
	defer book.Close() //nolint:errcheck // only read
	for _, x := range book.Sheets {
		sheets = append(sheets, Sheet{Name: x.Name, Hidden: x.Hidden})
	}
	if wanted > len(sheets) {
		return nil, nil, 0, problem.At("path.sheet", "sheet_unknown", "The workbook has %d sheets.", len(sheets))
	}
	if wanted > 0 {
		s, err = writeOut(book, wanted-1)
		return s, sheets, wanted, err
	}
	err = errNoRows()
	for _, hidden := range []bool{false, true} {
		for i, x := range sheets {
			if x.Hidden != hidden {
				continue
			}
			if s, err = writeOut(book, i); err == nil || !isEmpty(err) {
				return s, sheets, i + 1, err
			}
		}
	}
	return nil, nil, 0, err
}

func isEmpty(err error) bool {
	p, ok := problem.As(err)
	return ok && (p.Code == "file_empty" || p.Code == "file_without_rows")
}

func writeOut(book *workbook.Book, sheet int) (s *scribe, err error) {
	merges, err := book.Merges(sheet, headRows)
	if err != nil {
		return nil, err
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // only read
	var first []workbook.Row
	for len(first) < headRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		first = append(first, workbook.Row{Number: row.Number, Cells: slices.Clone(row.Cells)})
	}
	names, body := header(first, merges)
	switch {
	case len(first) == 0:
		return nil, errEmpty()
	case body == len(first):
		return nil, errNoRows()
	case len(names) > maxColumns:
		return nil, errColumns(len(names))
	}
	head := first[body-1].Number
	if s, err = newScribe(head + 1); err != nil {
		return nil, err
	}
	s.names, s.before = names, head-1
	if err := s.sheet(first[body:], rows); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *scribe) sheet(first []workbook.Row, rows *workbook.Rows) error {
	for _, row := range first {
		if err := s.row(row.Number, row.Cells); err != nil {
			return err
		}
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = s.row(row.Number, row.Cells)
		}
		if err != nil {
			return err
		}
	}
}

// header finds the columns' names in the first rows of a sheet, and where the rows below begin. A title above the table is
// passed over. Where cells of the header are merged, it is as deep as they say, and a column's name is all that stands above it:
// "Rating" over "Staff" and "Food" makes "Rating Staff" and "Rating Food".
func header(first []workbook.Row, merges []workbook.Merge) (names []string, body int) {
	widest := 0
	for _, row := range first {
		widest = max(widest, filled(row.Cells))
	}
	top := 0
	for top < len(first)-1 && filled(first[top].Cells) == 1 && widest > 1 {
		top++
	}
	if len(first) == 0 {
		return nil, 0
	}
	number := first[top].Number
	last := number
	for _, m := range merges {
		switch {
		case m.FirstRow != number:
		case m.LastRow > m.FirstRow:
			last = max(last, m.LastRow)
		case m.LastColumn > m.FirstColumn:
			last = max(last, number+1)
		}
	}
	last = min(last, number+3)
	for body = top; body < len(first) && first[body].Number <= last; body++ {
		for column, v := range spread(first[body], merges) {
			for len(names) <= column {
				names = append(names, "")
			}
			if v = strings.TrimSpace(v); v != "" && !strings.HasSuffix(names[column], v) {
				names[column] = strings.TrimSpace(names[column] + " " + v)
			}
		}
	}
	return names, body
}

// spread fills the cells that are merged with one to their left in the same row.
func spread(row workbook.Row, merges []workbook.Merge) []string {
	cells := slices.Clone(row.Cells)
	for _, m := range merges {
		if m.FirstRow != row.Number || m.LastColumn == m.FirstColumn || m.FirstColumn > len(cells) {
			continue
		}
		for c := m.FirstColumn; c < min(m.LastColumn, maxColumns+1); c++ {
			for len(cells) <= c {
				cells = append(cells, "")
			}
			cells[c] = cells[m.FirstColumn-1]
		}
	}
	return cells
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}
