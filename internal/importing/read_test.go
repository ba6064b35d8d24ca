package importing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// parsed is a row with its fields kept.
type parsed struct {
	number int
	raw    string
	fields []string
	reason string
}

// parse reads everything below the header.
func parse(t testing.TB, text string) (names []string, rows []parsed) {
	t.Helper()
	f, err := Sniff(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r := f.Open(strings.NewReader(text))
	if names, err = r.Header(); err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, parsed{row.Number, string(row.Raw), append([]string(nil), row.Fields...), row.Reason})
	}
}

func TestRowsAreReadAsSpreadsheetsWriteThem(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want [][]string
	}{
		"plain":                      {"a,b\n1,2\n3,4\n", [][]string{{"1", "2"}, {"3", "4"}}},
		"no line break at the end":   {"a,b\n1,2", [][]string{{"1", "2"}}},
		"carriage returns":           {"a,b\r\n1,2\r\n\r\n3,\r\n", [][]string{{"1", "2"}, {"3", ""}}},
		"carriage returns alone":     {"a,b\r1,2\r3,4\r", [][]string{{"1", "2"}, {"3", "4"}}},
		"quoted line breaks":         {"a,b\n\"x\r\ny\",\"p,q\"\n", [][]string{{"x\r\ny", "p,q"}}},
		"doubled quotes":             {"a,b\n\"say \"\"hi\"\"\",\"\"\n", [][]string{{`say "hi"`, ""}}},
		"a quote inside plain text":  {"a,b\na 5\" disk,2\n", [][]string{{`a 5" disk`, "2"}}},
		"blanks after a quote":       {"a,b\n\"x\"  ,2\n", [][]string{{"x", "2"}}},
		"semicolons":                 {"a;b\n1,5;2\n", [][]string{{"1,5", "2"}}},
		"tabs":                       {"a\tb\n1\t2\n", [][]string{{"1", "2"}}},
		"bars":                       {"a|b\n1|2\n", [][]string{{"1", "2"}}},
		"a hint for spreadsheets":    {"sep=;\na;b\n1;2\n", [][]string{{"1", "2"}}},
		"byte order mark":            {"\uFEFFa,b\n1,2\n", [][]string{{"1", "2"}}},
		"commas in words, and tabs":  {"a\tb\nx, y, z\t2\nq, r\t3\n", [][]string{{"x, y, z", "2"}, {"q, r", "3"}}},
		"one column":                 {"a\n1\n2\n", [][]string{{"1"}, {"2"}}},
		"a delimiter at the end":     {"a,b\n1,", [][]string{{"1", ""}}},
		"formulas and HTML verbatim": {"a,b\n=1+1,<b>x</b>\n", [][]string{{"=1+1", "<b>x</b>"}}},
	} {
		names, rows := parse(t, c.text)
		if names[0] != "a" {
			t.Errorf("%s: header %q", name, names)
		}
		var got [][]string
		for _, r := range rows {
			if r.reason != "" {
				t.Errorf("%s: row %d refused: %s", name, r.number, r.reason)
			}
			got = append(got, r.fields)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestABrokenRowIsRefusedAloneAndKeptAsItWas(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		good   []string // first fields of rows that are fine
		broken []string // raw rows that are refused
		says   string
	}{
		"quote never closed": {"id,b,c\n1,\"x,5\n2,plain,4\n3,more,3\n", []string{"2", "3"}, []string{`1,"x,5`}, "quotes"},
		"quote closed by a later row's": {
			"id,b,c\n1,\"x,5\n2,plain,4\n3,\"fine\",3\n4,\"a\nb\",3\n", []string{"2", "3", "4"}, []string{`1,"x,5`}, "quotes",
		},
		"quote closed at the end of a later field": {
			"id,b,c\n1,\"x,5\n2,plain,say \"so\"\n3,y,\"z\"\n", []string{"2", "3"}, []string{`1,"x,5`}, "quotes",
		},
		"quote closed by an inch in a later row": {
			"id,b,c\n1,\"x,5\n2,y,4\"\n3,z,3\n", []string{"2", "3"}, []string{`1,"x,5`}, "quotes",
		},
		"text after a closing quote": {"id,b,c\n1,\"x\"y,5\n2,z,4\n", []string{"2"}, []string{`1,"x"y,5`}, "quotes"},
		"open in the last row":       {"id,b,c\n1,x,5\n2,\"z,4", []string{"1"}, []string{`2,"z,4`}, "quotes"},
		"too few fields":             {"id,b,c\n1,x\n2,y,4\n", []string{"2"}, []string{"1,x"}, "2 fields; the header has 3"},
		"too many fields":            {"id,b,c\n1,x,y,z\n2,y,4\n", []string{"2"}, []string{"1,x,y,z"}, "4 fields; the header has 3"},
		"ragged over two lines":      {"id,b,c\n1,\"x\nq\"\n2,y,4\n", []string{"2"}, []string{"1,\"x\nq\""}, "2 fields"},
		"U+0000":                     {"id,b,c\n1,x\x00,y\n2,y,4\n", []string{"2"}, []string{"1,x\x00,y"}, "U+0000"},
		"invalid UTF-8":              {"id,b,c\n1,x\xff,y\n2,é,€\n3,ü,ö\n", []string{"2", "3"}, []string{"1,x\xff,y"}, "UTF-8"},
		"longer than a row may be": {
			"id,b,c\n1," + strings.Repeat("x", maxRow) + ",y\n2,y,4\n", []string{"2"}, nil, "longer than",
		},
		"a line without end": {
			"id,b,c\n1," + strings.Repeat("x", maxScan+maxRow) + ",y\n2,y,4\n", []string{"2"}, nil, "longer than",
		},
		"an open quote and megabytes behind it": {
			"id,b,c\n1,\"x,5\n" + strings.Repeat("2,y,4\n", 900_000), []string{"2"}, []string{`1,"x,5`}, "quotes",
		},
	} {
		_, rows := parse(t, c.text)
		var good, broken []string
		for _, r := range rows {
			switch {
			case r.reason == "":
				good = append(good, r.fields[0])
			case !strings.Contains(r.reason, c.says):
				t.Errorf("%s: reason %q", name, r.reason)
			default:
				broken = append(broken, r.raw)
			}
		}
		if len(good) > 10 {
			if len(good) != 900_000 {
				t.Errorf("%s: %d rows", name, len(good))
			}
			good = good[:1]
		}
		if !reflect.DeepEqual(good, c.good) || c.broken != nil && !reflect.DeepEqual(broken, c.broken) || len(broken) != 1 {
			t.Errorf("%s: good %q, broken %.200q", name, good, broken)
		}
	}
}

func TestEncodingsAreFound(t *testing.T) {
	const text = "name,comment\nZoë,\"très bien — 10 €\"\nJosé,señor\n"
	encode := func(b []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for name, c := range map[string]struct{ text, encoding string }{
		"UTF-8":                {text, UTF8},
		"UTF-8 with mark":      {"\uFEFF" + text, UTF8},
		"UTF-16LE":             {encode(le.NewEncoder().Bytes([]byte(text))), UTF16LE},
		"UTF-16BE":             {encode(be.NewEncoder().Bytes([]byte(text))), UTF16BE},
		"UTF-16LE, no mark":    {encode(le.NewEncoder().Bytes([]byte(text)))[2:], UTF16LE},
		"UTF-16BE, no mark":    {encode(be.NewEncoder().Bytes([]byte(text)))[2:], UTF16BE},
		"windows-1252":         {encode(charmap.Windows1252.NewEncoder().Bytes([]byte(text))), Windows1252},
		"UTF-8, one bad byte":  {text + "x\xffy,z\n", UTF8},
		"windows-1252, at end": {strings.Repeat("plain,ascii\n", 20_000) + "caf\xe9,x\n", Windows1252},
	} {
		f, err := Sniff(strings.NewReader(c.text))
		if err != nil || f.Encoding != c.encoding {
			t.Errorf("%s: %q %v", name, f.Encoding, err)
			continue
		}
		_, rows := parse(t, c.text)
		if !strings.Contains(name, "at end") && (rows[0].fields[0] != "Zoë" || rows[0].fields[1] != "très bien — 10 €") {
			t.Errorf("%s: %q", name, rows[0].fields)
		}
		if strings.Contains(name, "at end") && rows[len(rows)-1].fields[0] != "café" {
			t.Errorf("%s: %q", name, rows[len(rows)-1].fields)
		}
	}
}

func TestColumnsWithoutNamesAndWithEqualOnesCanBeTold(t *testing.T) {
	names, _ := parse(t, " a ,,a,\n1,2,3,4\n")
	if want := []string{"a", "Column 2", "a (2)", "Column 4"}; !reflect.DeepEqual(names, want) {
		t.Errorf("%q", names)
	}
}

// slow hands out one byte at a time, so that every boundary of the buffer is met.
type slow struct{ r io.Reader }

func (s slow) Read(p []byte) (int, error) { return s.r.Read(p[:1]) }

// FuzzParse checks what must hold for any bytes: every byte belongs to one row, to a line break or to blank lines; how the
// bytes arrive changes nothing; and what the standard library reads without complaint is read the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a,b\r\n\"x\r\ny\",2\r\n", "a;b\n\"1;2\n3;4\n", "\"", "a,b\n\"x\"y,2\n\n\n1", "a\rb\rc", "a,b\n1,\"\"\"\n2,3\n", "sep=;\na;b\n", "\uFEFFa\n\x00\n",
	} {
		f.Add([]byte(s), byte(','))
	}
	f.Fuzz(func(t *testing.T, b []byte, delim byte) {
		if delim == '"' || delim == '\n' || delim == '\r' || delim >= 0x80 || delim == 0 || delim == ' ' || len(b) > 1<<16 {
			return
		}
		fm := Format{Encoding: UTF8, Delimiter: string(delim), LoneCR: bytes.IndexByte(b, '\n') < 0}
		rows, reasons := drain(t, newReader(bytes.NewReader(b), fm))
		again, _ := drain(t, newReader(slow{bytes.NewReader(b)}, fm))
		if !reflect.DeepEqual(rows, again) {
			t.Fatalf("read in pieces: %+v, whole: %+v", again, rows)
		}
		at := 0
		for _, r := range rows {
			for at < len(b) && !bytes.HasPrefix(b[at:], []byte(r.raw)) {
				if b[at] != '\n' && b[at] != '\r' {
					t.Fatalf("byte %d belongs to no row: %+v in %q", at, rows, b)
				}
				at++
			}
			if at >= len(b) {
				t.Fatalf("%q isn't in %q", r.raw, b)
			}
			at += len(r.raw)
		}
		if rest := strings.Trim(string(b[min(at, len(b)):]), "\r\n"); rest != "" {
			t.Fatalf("%q belongs to no row of %q", rest, b)
		}
		if reasons > 0 || bytes.IndexByte(b, '\r') >= 0 {
			return
		}
		std := csv.NewReader(bytes.NewReader(b))
		std.Comma, std.FieldsPerRecord = rune(delim), -1
		want, err := std.ReadAll()
		if err != nil {
			return
		}
		for i, r := range rows {
			if i >= len(want) || !reflect.DeepEqual(r.fields, want[i]) {
				t.Fatalf("%+v, the standard library %q", rows, want)
			}
		}
		if len(rows) != len(want) {
			t.Fatalf("%d rows, the standard library %d", len(rows), len(want))
		}
	})
}

func drain(t *testing.T, r *Reader) (rows []parsed, reasons int) {
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, reasons
		}
		if err != nil {
			t.Fatal(err)
		}
		if row.Reason != "" {
			reasons++
		}
		rows = append(rows, parsed{row.Number, string(row.Raw), append([]string{}, row.Fields...), row.Reason})
	}
}
