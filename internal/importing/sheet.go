package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/importing/workbook"
	"github.com/touchstone-cx/touchstone/internal/masking"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Sheet is one table of a workbook.
type Sheet struct {
	Upload string `json:"upload,omitempty" doc:"Names this sheet, as an upload of its own; empty where it has no rows"`
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
}

const (
	headRows  = 25  // how far down a sheet its header is looked for
	maxSheets = 100 // of a workbook that are read
)

// sheets writes out every sheet of a workbook that has rows. The workbook itself isn't kept. Each sheet is an upload of its own:
// it has columns, and imports, of its own. The first of the list is the one to begin with.
func (i *Imports) sheets(ctx context.Context, name string, r io.Reader, masker *masking.Masker) ([]*Upload, error) {
	file, hash, size, err := spooled(ctx, r)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // thrown away
	book, err := workbook.Open(ctx, file, size)
	if err != nil {
		return nil, err
	}
	defer book.Close() //nolint:errcheck // only read
	all := make([]Sheet, min(len(book.Sheets), maxSheets))
	var list []*Upload
	empty := errEmpty()
	for k := range all {
		all[k] = Sheet{Name: book.Sheets[k].Name, Hidden: book.Sheets[k].Hidden}
		u := &Upload{Hash: hash + "." + strconv.Itoa(k+1), Name: name, Bytes: size,
			format: Format{Kind: XLSX, Encoding: UTF8, Delimiter: ",", Sheet: all[k].Name, Sheets: all}}
		if err := i.sheet(ctx, u, book, k, masker); isEmpty(err) {
			empty = err
			continue
		} else if err != nil {
			return nil, err
		}
		all[k].Upload = u.Hash
		list = append(list, u)
	}
	if len(list) == 0 {
		return nil, empty
	}
	for k, u := range list { // one that can be seen comes first
		if !book.Sheets[slices.IndexFunc(all, func(s Sheet) bool { return s.Upload == u.Hash })].Hidden {
			list[0], list[k] = list[k], list[0]
			break
		}
	}
	return list, nil
}

func (i *Imports) sheet(ctx context.Context, u *Upload, book *workbook.Book, k int, masker *masking.Masker) error {
	s, err := writeOut(book, k)
	if err != nil {
		return err
	}
	defer s.close()
	return i.written(ctx, u, s, masker)
}

// spooled puts a workbook into a temporary file, which lives as long as it is open: it is read from its end.
func spooled(ctx context.Context, r io.Reader) (f *os.File, hash string, size int64, err error) {
	if f, err = os.CreateTemp("", "touchstone-workbook-"); err != nil {
		return nil, "", 0, fmt.Errorf("keep workbook: %w", err)
	}
	_ = os.Remove(f.Name())
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, h), io.LimitReader(&stoppable{ctx, r}, MaxUpload+1))
	switch {
	case err != nil:
		err = fmt.Errorf("keep workbook: %w", err)
	case size > MaxUpload:
		err = problem.New(problem.TooLarge, "file_too_large", "The file is larger than %d bytes.", int64(MaxUpload)).With(problem.Args{"max": int64(MaxUpload)})
	}
	if err != nil {
		return nil, "", 0, errors.Join(err, f.Close())
	}
	return f, hex.EncodeToString(h.Sum(nil)), size, nil
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
