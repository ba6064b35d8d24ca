package importing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// sheetOfTraps writes the traps as a spreadsheet program would: days as numbers with a style, scores as numbers.
func sheetOfTraps(t testing.TB, list []trap) string {
	t.Helper()
	return workbookOf(t, func(f *excelize.File) {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		head := []any{"date", "words", "group", "staff_rating", "overall_rating", "recommended"}
		put(t, f, "A1", head)
		for i, x := range list {
			at, err := time.Parse(time.DateOnly, x.day)
			if err != nil {
				t.Fatal(err)
			}
			row := []any{at, x.text, x.group, number(x.staff), number(x.overall), number(x.recomm)}
			cell := "A" + strconv.Itoa(i+2)
			put(t, f, cell, row)
			if err := f.SetCellStyle("Sheet1", cell, cell, day); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func number(s string) any {
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return v
	}
	return nil
}

func put(t testing.TB, f *excelize.File, cell string, row []any) {
	t.Helper()
	if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
		t.Fatal(err)
	}
}

func workbookOf(t testing.TB, fill func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func linesOfTraps(list []trap) string {
	var b strings.Builder
	for _, x := range list {
		line, _ := json.Marshal(map[string]any{"date": x.day, "words": x.text, "group": x.group,
			"rating": map[string]any{"staff": number(x.staff), "overall": number(x.overall)}, "recommended": x.recomm == "1"})
		b.Write(line)
		b.WriteString("\n")
	}
	return b.String()
}

func TestAWorkbookAndLinesOfJSONBringInWhatTheSameCSVDoes(t *testing.T) {
	list := traps(400)
	for i := range list {
		list[i].text = strings.ReplaceAll(list[i].text, "\r\n", "\n") // a cell's line break is one character
	}
	for _, c := range []struct{ name, file, text, mapping string }{
		{"a workbook", "lounge.xlsx", sheetOfTraps(t, list), trapMapping},
		{"lines of JSON", "lounge.ndjson", linesOfTraps(list),
			strings.NewReplacer(`"staff_rating"`, `"rating.staff"`, `"overall_rating"`, `"rating.overall"`).Replace(trapMapping)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			u := w.send(c.file, c.text)
			if u.Rows != int64(len(list)) || u.Mapping.At.Column != "date" || u.Mapping.At.Format != "2006-01-02" {
				t.Fatalf("%d rows, %+v", u.Rows, u.Mapping)
			}
			p, err := w.Preview(w.ctx, w.org, u.Hash, mapped(t, c.mapping))
			if err != nil || p.Counts.Accepted != int64(len(list)) {
				t.Fatalf("%v %+v", err, p)
			}
			if im := w.imported(u, mapped(t, c.mapping)); im.State != Done || im.Accepted != int64(len(list)) {
				t.Fatalf("%+v", im)
			}
			w.compare(expected(list))
			if again := w.imported(w.send(c.file, c.text), mapped(t, c.mapping)); again.Accepted != 0 || again.Duplicates != int64(len(list)) {
				t.Errorf("again: %+v", again)
			}
		})
	}
}

func TestTheHeaderOfASheetIsFoundUnderItsTitleAndAcrossMergedCells(t *testing.T) {
	w := newWorld(t)
	u := w.send("report.xlsx", workbookOf(t, func(f *excelize.File) {
		put(t, f, "A1", []any{"Lounge report, 2026"})
		put(t, f, "A3", []any{"When", "Rating", nil, "Words"})
		put(t, f, "A4", []any{nil, "Staff", "Food"})
		put(t, f, "A5", []any{"2026-01-01", 4, 5, "fine"})
		put(t, f, "A8", []any{"2026-01-02", 3, 2, "so so", "beside the table"})
		for _, m := range [][2]string{{"A1", "D1"}, {"A3", "A4"}, {"B3", "C3"}, {"D3", "D4"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	}))
	if got := fmt.Sprintf("%q", u.names()); got != `["When" "Rating Staff" "Rating Food" "Words"]` || u.Rows != 2 {
		t.Fatalf("%s, %d rows", got, u.Rows)
	}
	m := mapped(t, `{"at":{"column":"When","format":"2006-01-02"},"kind":"review","measures":{"food":{"column":"Rating Food","scale":[1,5],"scoring":"mean"}}}`)
	im := w.imported(u, m)
	if im.Accepted != 1 || im.Rejected != 1 {
		t.Fatalf("%+v", im)
	}
	if f := w.rejectedFile(im); !strings.Contains(f, `8,"The row has 5 fields; the header has 4."`) {
		t.Errorf("%s", f)
	}
}

func TestEverySheetOfAWorkbookCanBeChosenAndIsImportedForItself(t *testing.T) {
	w := newWorld(t)
	u := w.send("two.xlsx", workbookOf(t, func(f *excelize.File) {
		for name, score := range map[string]int{"Autumn": 5, "Winter": 3} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			head, row := []any{"date", "words", "score"}, []any{"2026-01-01", name, score}
			if err := f.SetSheetRow(name, "A1", &head); err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(name, "A2", &row); err != nil {
				t.Fatal(err)
			}
		}
	}))
	if u.Kind != XLSX || len(u.Sheets) != 3 || u.Sheet == "Sheet1" {
		t.Fatalf("%+v", u)
	}
	for _, s := range u.Sheets {
		if s.Name == "Sheet1" {
			if s.Upload != "" {
				t.Errorf("an empty sheet can be imported: %+v", s)
			}
			continue
		}
		one, err := w.Uploaded(w.ctx, w.org, s.Upload)
		if err != nil || one.Sheet != s.Name || one.Hash != s.Upload {
			t.Fatalf("%v %+v", err, one)
		}
		if im := w.imported(one, mapped(t, scoreMapping)); im.Accepted != 1 {
			t.Errorf("%+v", im)
		}
	}
	if got := w.logged(); len(got) != 2 || got[0].Comments[0].Text == got[1].Comments[0].Text {
		t.Errorf("%+v", got)
	}
	if _, err := w.Uploaded(w.ctx, w.org, u.Hash+"9"); problemCode(err) != "upload_unknown" {
		t.Errorf("%v", err)
	}
}

func TestALineThatIsNoObjectIsRefusedAloneWithItsNumber(t *testing.T) {
	w := newWorld(t)
	u := w.send("x.ndjson", strings.Join([]string{
		`{"date":"2026-01-01","words":["a","b"],"score":9,"who":{"id":7}}`,
		``,
		`{"date":"2026-01-02","score":}`,
		`[1]`,
		`{"date":"2026-01-03","date":"2026-01-04"}`,
		`{"date":"2026-01-05","score":8,"list":[{"a":1},[2]],"yes":true,"none":null}`,
		`{"date":"2026-01-06","score":7} x`,
		`{"date":"2026-01-07","words":"last","score":10}`,
	}, "\n"))
	if got := fmt.Sprintf("%q %d", u.names(), u.Rows); got != `["date" "words" "score" "who.id" "list" "yes" "none"] 7` {
		t.Fatal(got)
	}
	im := w.imported(u, mapped(t, scoreMapping))
	if im.Accepted != 3 || im.Rejected != 4 {
		t.Fatalf("%+v", im)
	}
	if got := w.logged()[0].Comments[0].Text; got != "a; b" {
		t.Errorf("%q", got)
	}
	file := w.rejectedFile(im)
	for _, want := range []string{
		`3,"The line isn't a JSON object: invalid character '}' looking for beginning of value.","{""date"":""2026-01-02"",""score"":}"`,
		`4,"The line isn't a JSON object: it begins with ""["".",[1]`,
		`5,"The line names ""date"" twice."`,
		`7,"The line isn't one JSON object: more text follows it."`,
	} {
		if !strings.Contains(file, want) && !strings.Contains(file, strings.Replace(want, ",[1]", `,"[1]"`, 1)) {
			t.Errorf("lacks %s in\n%s", want, file)
		}
	}
}

func TestFilesThatAreNoTableAreRefusedWithWhatToDo(t *testing.T) {
	w := newWorld(t)
	wide := make([]any, 10_000)
	for i := range wide {
		wide[i] = "c" + strconv.Itoa(i)
	}
	manyKeys := map[string]int{}
	for i := range 10_000 {
		manyKeys["k"+strconv.Itoa(i)] = i
	}
	keys, _ := json.Marshal(manyKeys)
	for _, c := range []struct{ name, text, code string }{
		{"x.json", "[\n{\"date\":\"2026-01-01\"}\n]", "json_in_one_piece"},
		{"x.json", "{\n  \"date\": \"2026-01-01\"\n}", "json_in_one_piece"},
		{"x.ndjson", "{}\n{}\n", "file_without_rows"},
		{"x.ndjson", string(keys) + "\n", "too_many_columns"},
		{"x.xlsx", workbookOf(t, func(*excelize.File) {}), "file_empty"},
		{"x.xlsx", workbookOf(t, func(f *excelize.File) { put(t, f, "A1", []any{"date", "score"}) }), "file_without_rows"},
		{"x.xlsx", workbookOf(t, func(f *excelize.File) { put(t, f, "A1", wide); put(t, f, "A2", wide) }), "too_many_columns"},
		{"x.csv", strings.Repeat("c,", 9_999) + "c\n" + strings.Repeat("1,", 9_999) + "1\n", "too_many_columns"},
	} {
		_, err := w.Receive(w.ctx, w.org, c.name, strings.NewReader(c.text))
		if p, ok := problem.As(err); !ok || p.Kind != problem.Invalid || p.Code != c.code {
			t.Errorf("%s %.30q: %v", c.name, c.text, err)
		}
	}
}

func TestACardNumberInAWorkbookIsMaskedBeforeItIsKept(t *testing.T) {
	w := newWorld(t)
	u := w.send("x.xlsx", workbookOf(t, func(f *excelize.File) {
		put(t, f, "A1", []any{"date", "words", "score"})
		put(t, f, "A2", []any{"2026-01-01", "my card is 4111 1111 1111 1111 thanks", 4})
	}))
	f, err := w.Blobs.Get(u.content)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(f)
	if err != nil || strings.Contains(string(text), "1111") || !strings.Contains(string(text), "[card number]") {
		t.Errorf("%v %s", err, text)
	}
}

func problemCode(err error) string {
	p, ok := problem.As(err)
	if !ok {
		return ""
	}
	return p.Code
}
