package exporting

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func BenchmarkSheets(b *testing.B) {
	columns := []column{{"id", "Id", prose}, {"at", "Time", moment}}
	for i := range 14 {
		columns = append(columns, column{"t" + string(rune('a'+i)), "Text", text})
	}
	for i := range 8 {
		columns = append(columns, column{"n" + string(rune('a'+i)), "Number", number})
	}
	columns = append(columns, column{"comment", "Comment", prose})
	cells := make([]cell, len(columns))
	for i := range cells {
		switch columns[i].kind {
		case number:
			if i%3 == 0 {
				cells[i] = cell{set: true, f: float64(i) * 1.5}
			}
		case prose:
			cells[i] = words(strings.Repeat("some words said ", 8))
		default:
			if i%2 == 0 {
				cells[i] = words("a value")
			}
		}
	}
	for _, f := range []Format{CSV, XLSX, Parquet} {
		b.Run(string(f), func(b *testing.B) {
			s, err := open(f, b.TempDir(), io.Discard, "Signals", columns, nil)
			if err != nil {
				b.Fatal(err)
			}
			for range b.N {
				if err := s.row(cells); err != nil {
					b.Fatal(err)
				}
			}
			if err := s.close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func TestASheetThatIsFullGoesOnInTheNext(t *testing.T) {
	var b bytes.Buffer
	x, err := newXLSX(&b, t.TempDir(), "Signals", []column{{"a", "A", text}}, about{{"Organisation", "=Ours"}})
	if err != nil {
		t.Fatal(err)
	}
	x.most = 4
	for i := range 7 {
		if err := x.row([]cell{words(strings.Repeat("x", 40_000*(i%2)) + "v")}); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), ", "); got != "Signals, Signals 2, Signals 3, About" {
		t.Error(got)
	}
	total := 0
	for _, name := range f.GetSheetList()[:3] {
		rows, err := f.GetRows(name)
		if err != nil || rows[0][0] != "A" {
			t.Fatal(rows, err)
		}
		total += len(rows) - 1
		for _, r := range rows[1:] {
			if len(r[0]) > 32_767+10 || len(r[0]) > 1 && !strings.Contains(r[0], "[cut; 40001 characters in all]") {
				t.Errorf("a cell of %d bytes", len(r[0]))
			}
		}
	}
	if total != 7 {
		t.Errorf("%d rows", total)
	}
}
