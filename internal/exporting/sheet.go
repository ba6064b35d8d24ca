package exporting

import (
	"io"
	"math"
)

// kind says what a column holds.
type kind uint8

const (
	text   kind = iota // often the same: worth a dictionary
	prose              // words of people, never twice the same
	number             // any number
	count              // a whole number
	moment             // a time, as text with its offset
	truth
)

// column is one of a table's.
type column struct {
	name  string // the key, as the API has it
	title string // for people
	kind  kind
}

// cell is one value; the zero cell is empty.
type cell struct {
	set bool
	s   string  // text, prose, moment
	f   float64 // number, count, truth (0 or 1)
}

func words(s string) cell { return cell{set: s != "", s: s} }

func figure(f *float64) cell {
	if f == nil || math.IsNaN(*f) || math.IsInf(*f, 0) {
		return cell{}
	}
	return cell{set: true, f: *f}
}

func whole(n int64) cell { return cell{set: true, f: float64(n)} }

func yes(b bool) cell {
	if b {
		return cell{set: true, f: 1}
	}
	return cell{set: true}
}

// about is what a file says of itself, in order: what was asked, by whom, when.
type about [][2]string

// sheet writes one table. Rows have a cell for each column.
type sheet interface {
	row([]cell) error
	// close ends the file, which is incomplete before.
	close() error
	// drop lets go of what an unfinished file holds; after close it does nothing.
	drop()
}

// open begins a file of some format. What doesn't fit into memory meanwhile lies in dir.
func open(f Format, dir string, w io.Writer, title string, columns []column, a about) (sheet, error) {
	switch f {
	case XLSX:
		return newXLSX(w, dir, title, columns, a)
	case Parquet:
		return newParquet(w, columns, a)
	default:
		return newCSV(w, columns)
	}
}
