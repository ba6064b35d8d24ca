package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// workbookOf writes rows as a spreadsheet program does: shared strings, one sheet hidden, a formula with its value.
func workbookOf(t *testing.T, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	for _, sheet := range []string{"Sheet1", "More"} {
		if sheet != "Sheet1" {
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
		}
		for r, row := range rows {
			for c, v := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil {
					err = f.SetCellValue(sheet, cell, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.SetCellRichText("Sheet1", "B3", []excelize.RichTextRun{{Text: "My card is 4111 1111 "}, {Text: "1111 1111."}}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// inlined writes rows as programs do that know no shared strings.
func inlined(t *testing.T, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	for r := 0; err == nil && r < len(rows); r++ {
		cells := make([]any, len(rows[r]))
		for c, v := range rows[r] {
			cells[c] = v
		}
		err = w.SetRow(fmt.Sprint("A", r+1), cells)
	}
	if err == nil {
		err = w.Flush()
	}
	var b bytes.Buffer
	if err == nil {
		err = f.Write(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSecretsInFilesOfAnyFormReachTheDataFolderNeitherBeforeNorAfterTheImport(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"when", "said", "score"}, {"2026-05-01", telling, "4"}, {telling, "fine", "3"}, {"2026-05-02", telling, "4 4111 1111 1111 1111"},
		{"2026-05-03", "4111111111111111", "5"}}
	text, lines := "", ""
	for i, r := range rows {
		text += `"` + strings.Join(r, `","`) + `"` + "\r\n"
		if i > 0 {
			lines += fmt.Sprintf(`{"when":%q,"said":%q,"score":%q}`+"\n", r[0], r[1], r[2])
		}
	}
	wide := func(order unicode.Endianness, mark unicode.BOMPolicy, s string) string {
		out, err := unicode.UTF16(order, mark).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, sent := range map[string]string{
		"utf-8.csv": text, "bom.csv": "\xEF\xBB\xBF" + text, "western.csv": strings.ReplaceAll(text, "fine", "caf\xe9"), "pk.csv": "PK" + text,
		"utf-16le.csv": wide(unicode.LittleEndian, unicode.UseBOM, text), "utf-16be.csv": wide(unicode.BigEndian, unicode.UseBOM, text),
		"unmarked.csv": wide(unicode.LittleEndian, unicode.IgnoreBOM, text), "lines.ndjson": lines,
		"wide.ndjson": wide(unicode.BigEndian, unicode.UseBOM, lines), "shared.xlsx": workbookOf(t, rows), "inline.xlsx": inlined(t, rows),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			o := a.Organisation(t, "Acme")
			up := a.Must(t, 201, "POST", "/imports/uploads?name="+name, o.Owner, sent)
			holdNothing(t, "before the import", everythingKept(t, a, o))
			when := "when"
			if name == "pk.csv" {
				when = `PK"when"`
			}
			im := a.Must(t, 202, "POST", "/imports", o.Owner, object{"upload": up["upload"], "mapping": object{"at": object{"column": when, "format": "2006-01-02"},
				"kind": "review", "comment": []any{"said"}, "measures": object{"stars": object{"column": "score", "scale": []any{1, 5}, "scoring": "mean"}}}})
			runJobs(t, a, o, "import.run")
			a.CatchUp(t, o)
			im = a.Must(t, 200, "GET", "/imports/"+im["id"].(string), o.Owner, nil)
			if im["state"] != "done" || im["accepted"] != 2.0 || im["rejected"] != 2.0 {
				t.Errorf("%v", im)
			}
			_, csv := a.Do("GET", "/imports/"+im["id"].(string)+"/rejected", o.Owner, nil)
			_, list := a.Do("GET", "/signals", o.Owner, nil)
			if !strings.Contains(csv, "[card number]") || !strings.Contains(list, "[card number]") {
				t.Errorf("nothing stands in its place: %s\n%s", csv, list)
			}
			held := everythingKept(t, a, o)
			held["the rejected rows"], held["the signals"] = []byte(csv), []byte(list)
			holdNothing(t, "after the import", held)
		})
	}
}

func TestAFileThatIsNoTextLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	var utf32 strings.Builder
	utf32.WriteString("\xFF\xFE\x00\x00")
	for _, c := range telling {
		utf32.WriteString(string([]byte{byte(c), 0, 0, 0}))
	}
	for name, sent := range map[string]string{"utf-32.csv": utf32.String(), "no-workbook.xlsx": "PK\x03\x04" + telling, "binary.csv": strings.Repeat("\x00\x01\x02", 200) + telling} {
		a.Must(t, 422, "POST", "/imports/uploads?name="+name, o.Owner, sent)
	}
	holdNothing(t, "after the refusals", everythingKept(t, a, o))
}

// holdNothing looks for the secrets as they were written, and as UTF-16 and UTF-32 write them.
func holdNothing(t *testing.T, when string, kept map[string][]byte) {
	t.Helper()
	for name, held := range kept {
		for _, s := range secrets {
			for n, apart := range []string{"", "\x00", "\x00\x00\x00"} {
				if written := strings.Join(strings.Split(s, ""), apart); bytes.Contains(held, []byte(written)) {
					t.Errorf("%s: %s holds %q (with %d zeros between)", when, name, s, n)
				}
			}
		}
	}
}
