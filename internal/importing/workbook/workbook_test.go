package workbook_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/touchstone-cx/touchstone/internal/importing/workbook"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// made writes a workbook with the program that most people's tools are checked against.
func made(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opened(t *testing.T, b []byte) *workbook.Book {
	t.Helper()
	w, err := workbook.Open(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func rowsOf(t *testing.T, w *workbook.Book, sheet int) (out []string) {
	t.Helper()
	r, err := w.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // only read
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(row.Number, " ", strings.Join(row.Cells, "|")))
	}
}

func set(f *excelize.File, cell string, v any) {
	if err := f.SetCellValue("Sheet1", cell, v); err != nil {
		panic(err)
	}
}

func styled(f *excelize.File, cell string, v any, s *excelize.Style) {
	set(f, cell, v)
	id, err := f.NewStyle(s)
	if err == nil {
		err = f.SetCellStyle("Sheet1", cell, cell, id)
	}
	if err != nil {
		panic(err)
	}
}

func TestCellsReadAsAPersonSeesThem(t *testing.T) {
	own := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	b := made(t, func(f *excelize.File) {
		set(f, "A1", "when")
		set(f, "C1", "Ärger & <Freude>\n\"zitiert\"")
		styled(f, "A3", 46023.75, &excelize.Style{NumFmt: 14})
		styled(f, "B3", 46023.75, &excelize.Style{NumFmt: 22})
		styled(f, "C3", 46023.75, own("dd.mm.yyyy"))
		styled(f, "D3", 46023.75, own(`[$-407]d. mmmm yyyy h:mm "Uhr"`))
		styled(f, "E3", 0.75, own("h:mm"))
		styled(f, "F3", 1.5, own("[h]:mm"))
		styled(f, "G3", 60, &excelize.Style{NumFmt: 14})
		styled(f, "H3", 59, &excelize.Style{NumFmt: 14})
		set(f, "A4", 0.1+0.2)
		set(f, "B4", 1e-7)
		set(f, "C4", 4.0)
		set(f, "D4", true)
		styled(f, "E4", 123, own("00000"))
		styled(f, "F4", 7, own(`0 "days"`))
		styled(f, "G4", 3.5, own("General"))
		set(f, "H4", 123456789012)
		set(f, "A6", "a_x000D_b")
		if err := f.SetCellFormula("Sheet1", "B6", "=1+1"); err != nil {
			panic(err)
		}
	})
	want := []string{
		"1 when||Ärger & <Freude>\n\"zitiert\"",
		"3 2026-01-01|2026-01-01 18:00:00|2026-01-01|2026-01-01 18:00:00|18:00:00|36:00:00|1900-02-28|1900-02-28",
		"4 0.3|0.0000001|4|TRUE|00123|7|3.5|123456789012",
		"6 a\rb",
	}
	got := rowsOf(t, opened(t, b), 0)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDaysFrom1904AreReadAsSuch(t *testing.T) {
	yes := true
	b := made(t, func(f *excelize.File) {
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			panic(err)
		}
		set(f, "A1", time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC))
	})
	if got := rowsOf(t, opened(t, b), 0); len(got) != 1 || !strings.HasPrefix(got[0], "1 2026-05-04") {
		t.Errorf("%q", got)
	}
}

func TestSheetsAndMergesAreListed(t *testing.T) {
	b := made(t, func(f *excelize.File) {
		set(f, "A1", "Report")
		_, _ = f.NewSheet("Zweites & Blatt")
		_, _ = f.NewSheet("Away")
		_ = f.SetSheetVisible("Away", false)
		if err := errors.Join(f.MergeCell("Sheet1", "A1", "C1"), f.MergeCell("Sheet1", "B2", "B3"), f.MergeCell("Sheet1", "A90", "B90")); err != nil {
			panic(err)
		}
	})
	w := opened(t, b)
	names := []string{}
	for _, s := range w.Sheets {
		names = append(names, fmt.Sprint(s.Name, s.Hidden))
	}
	if !slices.Equal(names, []string{"Sheet1false", "Zweites & Blattfalse", "Awaytrue"}) {
		t.Error(names)
	}
	got, err := w.Merges(0, 25)
	if err != nil || !slices.Equal(got, []workbook.Merge{{1, 1, 1, 3}, {2, 3, 2, 2}}) {
		t.Errorf("%v %v", got, err)
	}
}

func TestManyTextsAreKeptInATemporaryFile(t *testing.T) {
	const n = 300
	long := strings.Repeat("x", 100_000) // together more than is kept in memory
	b := zipped(t, map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns:r="x"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="/xl/s.xml"/>` +
			`<Relationship Id="r2" Type="http://x/sharedStrings" Target="t.xml"/></Relationships>`,
		"xl/t.xml": "<sst>" + repeated(n, func(i int) string {
			return fmt.Sprintf("<si><t>%d:%s%d</t><rPh><t>no</t></rPh></si>", i, long[:i*300], i)
		}) + "</sst>",
		"xl/s.xml": `<x:worksheet xmlns:x="y"><x:sheetData>` + repeated(n, func(i int) string {
			return fmt.Sprintf(`<x:row><x:c t="s"><x:v>%d</x:v></x:c><x:c t="s"><x:v>%d</x:v></x:c></x:row>`, n-1-i, i)
		}) + `</x:sheetData></x:worksheet>`,
	})
	got := rowsOf(t, opened(t, b), 0)
	if len(got) != n {
		t.Fatalf("%d rows", len(got))
	}
	for i, row := range got {
		j := n - 1 - i
		if want := fmt.Sprintf("%d %d:%s%d|%d:%s%d", i+1, j, long[:j*300], j, i, long[:i*300], i); row != want {
			t.Fatalf("row %d is wrong: %.60s", i, row)
		}
	}
}

func repeated(n int, fn func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(fn(i))
	}
	return b.String()
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// simple is a workbook of one sheet with these rows.
func simple(rows string, more map[string]string) map[string]string {
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>`,
		"xl/s.xml":                   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for k, v := range more {
		parts[k] = v
	}
	return parts
}

const one = `<row r="1"><c r="A1"><v>1</v></c></row>`

func TestAHostileOrBrokenWorkbookIsRefusedInAWordAboutWhy(t *testing.T) {
	long := strings.Repeat("a", 2<<20)
	whole := zipped(t, simple(one, nil))
	damagedInside := bytes.Clone(whole)
	for i := range 40 {
		damagedInside[len(damagedInside)/3+i] ^= 0x5a
	}
	tests := []struct {
		name, code string
		file       []byte
	}{
		{"a cell of endless text", "workbook_refused", zipped(t, simple(`<row><c t="inlineStr"><is><t>`+long+`</t></is></c></row>`, nil))},
		{"a tag of endless attributes", "workbook_refused", zipped(t, simple(`<row x="`+long+`"></row>`, nil))},
		{"entities of its own", "workbook_refused", zipped(t, simple("", map[string]string{
			"xl/s.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>`}))},
		{"a row beyond the last", "workbook_too_large", zipped(t, simple(`<row r="1048577"><c><v>1</v></c></row>`, nil))},
		{"a column beyond the last", "workbook_too_large", zipped(t, simple(`<row r="1"><c r="XFE1"><v>1</v></c></row>`, nil))},
		{"rows out of order", "workbook_damaged", zipped(t, simple(`<row r="2"/><row r="1"/>`, nil))},
		{"a text that isn't there", "workbook_damaged", zipped(t, simple(`<row><c t="s"><v>7</v></c></row>`, nil))},
		{"a sheet cut off", "workbook_damaged", zipped(t, simple("", map[string]string{"xl/s.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1`}))},
		{"no sheets", "workbook_without_sheets", zipped(t, simple("", map[string]string{"xl/workbook.xml": `<workbook/>`}))},
		{"another archive", "not_a_workbook", zipped(t, map[string]string{"photo.jpg": "x"})},
		{"an archive cut off", "workbook_damaged", whole[:len(whole)/2]},
		{"bytes changed", "workbook_damaged", damagedInside},
		{"a binary workbook", "workbook_binary", zipped(t, map[string]string{
			"_rels/.rels": `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`, "xl/workbook.bin": "x"})},
		{"OpenDocument", "workbook_other", zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})},
		{"before 2007", "workbook_old", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...)},
		{"a password", "workbook_locked", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
			[]byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...)},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			if p, ok := problem.As(readAll(t.Context(), x.file)); !ok || p.Code != x.code {
				t.Errorf("%v", readAll(t.Context(), x.file))
			}
		})
	}
}

func TestABombIsRefusedBeforeItUnpacks(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range simple("", nil) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "xl/s.xml" {
			_, _ = io.WriteString(w, text)
			continue
		}
		_, _ = io.WriteString(w, `<worksheet><sheetData>`)
		blank := bytes.Repeat([]byte(" "), 1<<20)
		for range 300 {
			_, _ = w.Write(blank)
		}
	}
	_ = z.Close()
	if b.Len() > 1<<20 {
		t.Fatalf("the bomb has %d bytes", b.Len())
	}
	w := opened(t, b.Bytes())
	if _, err := w.Merges(0, 25); refusal(err) != "workbook_refused" {
		t.Errorf("%v", err)
	}
	if err := readAll(t.Context(), b.Bytes()); refusal(err) != "workbook_refused" {
		t.Errorf("%v", err)
	}
}

func TestAListOfAHundredThousandFilesIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 100_000 {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/a-name-that-is-long-enough-to-count-%d.xml", i)}); err != nil {
			t.Fatal(err)
		}
	}
	_ = z.Close()
	if err := readAll(t.Context(), b.Bytes()); refusal(err) != "workbook_refused" {
		t.Errorf("%v", err)
	}
}

func TestOddPathsAndExternalLinksLeadNowhere(t *testing.T) {
	b := zipped(t, simple(one, map[string]string{
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r0" Type="x/worksheet" Target="http://127.0.0.1:9/x" TargetMode="External"/>` +
			`<Relationship Id="r1" Type="x/worksheet" Target="..\..\..\xl\S.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook><sheets><sheet name="Out" id="r0"/><sheet name="S" id="r1"/></sheets></workbook>`,
		"../../../etc/passwd": "root",
	}))
	w := opened(t, b)
	if len(w.Sheets) != 1 || w.Sheets[0].Name != "S" {
		t.Fatalf("%+v", w.Sheets)
	}
	if got := rowsOf(t, w, 0); !slices.Equal(got, []string{"1 1"}) {
		t.Error(got)
	}
}

func FuzzAnythingIsReadOrRefused(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="str"><v>a&amp;b&#x41;</v></c></row>`)
	f.Add(`<row><c><f>A1</f><v>1</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c><![CDATA[x]]><!-- > --></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		err := readAll(t.Context(), zipped(t, simple(rows, nil)))
		if err != nil && problem.KindOf(err) == "" {
			t.Errorf("not a refusal: %v", err)
		}
	})
}

func refusal(err error) string {
	p, ok := problem.As(err)
	if !ok {
		return ""
	}
	return p.Code
}

func readAll(ctx context.Context, file []byte) error {
	w, err := workbook.Open(ctx, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	defer w.Close() //nolint:errcheck // only read
	r, err := w.Rows(0)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read
	for {
		if _, err := r.Next(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}
