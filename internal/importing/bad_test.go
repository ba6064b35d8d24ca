package importing

import (
	"fmt"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func TestAFileThatIsNoUseIsRefusedWithTheReason(t *testing.T) {
	w := newWorld(t)
	wide := strings.TrimSuffix(strings.Repeat("c,", maxColumns+1), ",")
	for _, c := range []struct{ name, text, code string }{
		{"empty", "", "file_empty"},
		{"only a mark", "\uFEFF", "file_empty"},
		{"blank lines", "\n\r\n \n", "file_empty"},
		{"header only", "date,score\n", "file_without_rows"},
		{"1,001 columns", wide + "\n" + wide + "\n", "too_many_columns"},
		{"broken header", "date,\"score\n2015-01-01,5\n", "header_broken"},
		{"half a workbook", "PK\x03\x04rest", "workbook_damaged"},
		{"a picture", "\x89PNG" + strings.Repeat("\x00\x00\x01\x00", 500), "file_not_text"},
	} {
		_, err := w.Receive(w.ctx, w.org, "x.csv", strings.NewReader(c.text))
		if p, ok := problem.As(err); !ok || p.Kind != problem.Invalid || p.Code != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := w.count(`select count(*) from upload where org = $1`, w.org); n != 0 {
		t.Errorf("%d refused files are kept", n)
	}
	ok := strings.TrimSuffix(strings.Repeat("c,", maxColumns), ",")
	if u := w.send("x.csv", ok+"\n"+ok+"\n"); len(u.Columns) != maxColumns {
		t.Errorf("%d columns", len(u.Columns))
	}
}

const scoreMapping = `{"at":{"column":"date","format":"2006-01-02"},"kind":"survey","touch_point":{"value":"call"},"comment":["words"],
	"measures":{"nps":{"column":"score","scale":[0,10],"scoring":"nps"}}}`

func TestARowThatIsNoUseIsRefusedAloneAndHandedBackAsItWas(t *testing.T) {
	for _, c := range []struct{ name, row, reason string }{
		{"NPS 11", "2026-01-02,fine,11", `Column "score": 11 is out of the scale from 0 to 10.`},
		{"below the scale", "2026-01-02,fine,-1", `Column "score": -1 is out of the scale`},
		{"no number", "2026-01-02,fine,nine", `Column "score": "nine" isn't a number.`},
		{"too exact", "2026-01-02,fine,1.2345", "more than three decimals"},
		{"thousands", `2026-01-02,fine,"1,000"`, `Column "score": "1,000" isn't a number.`},
		{"not a number", "2026-01-02,fine,NaN", "isn't a number"},
		{"no date", ",fine,9", `Column "date": the date is missing.`},
		{"another date", "02.01.2026,fine,9", `Column "date": "02.01.2026" isn't a date as in 2006-01-02.`},
		{"no such day", "2026-02-30,fine,9", "isn't a date"},
		{"ahead", "2026-05-06,fine,9", "more than 24 hours ahead"},
		{"long ago", "1989-12-31,fine,9", "before 1990"},
		{"U+0000", "2026-01-02,fi\x00ne,9", "U+0000"},
		{"a control character", "2026-01-02,fi\x07ne,9", `Column "words": The text holds a control character (U+0007).`},
		{"invalid UTF-8", "2026-01-02,fi\xffne – é ü ö,9", "UTF-8"},
		{"a comment too long", "2026-01-02," + strings.Repeat("é", signal.MaxComment+1) + ",9", `Column "words": a comment has at most 20000 characters; this has 20001.`},
		{"a comment of a megabyte", "2026-01-02," + strings.Repeat("x", 1_000_000) + ",9", "at most 20000 characters"},
		{"a row too long", "2026-01-02," + strings.Repeat("x", maxRow) + ",9", "longer than"},
		{"an open quote", `2026-01-02,"fine,9`, "quotes are broken"},
		{"ragged", "2026-01-02,fine", "2 fields; the header has 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			u := w.send("x.csv", "date,words,score\n2026-01-01,good – é ü ö,10\n"+c.row+"\n2026-01-03,\"also\ngood\",0\n")
			p, err := w.Preview(w.ctx, w.org, u.Hash, mapped(t, scoreMapping))
			if err != nil || p.Counts != (Counts{Accepted: 2, Rejected: 1}) || p.Rows[1].Row != 3 || !strings.Contains(p.Rows[1].Reason, c.reason) {
				t.Fatalf("preview %v %+v", err, p)
			}
			im := w.imported(u, mapped(t, scoreMapping))
			if im.State != Done || im.Accepted != 2 || im.Rejected != 1 || len(w.logged()) != 2 {
				t.Fatalf("%+v", im)
			}
			file := w.rejectedFile(im)
			as := c.row[:min(len(c.row), 2000)]
			if !strings.HasPrefix(file, "\uFEFFrow,reason,date,words,score\r\n3,\"") || !strings.Contains(file, as) ||
				!strings.Contains(strings.ReplaceAll(file, `""`, `"`), c.reason) {
				t.Errorf("handed back: %.300q", file)
			}
		})
	}
}

func TestRefusedRowsCanBeMendedAndSentAgain(t *testing.T) {
	w := newWorld(t)
	u := w.send("x.csv", "date;words;score\r\n2026-01-01;\"a; b\r\nc\";12\r\n2026-01-02;fine;7\r\n")
	im := w.imported(u, mapped(t, scoreMapping))
	file := w.rejectedFile(im)
	if want := "\uFEFFrow;reason;date;words;score\r\n2;\"Column \"\"score\"\": 12 is out of the scale from 0 to 10.\";2026-01-01;\"a; b\r\nc\";12\r\n"; file != want {
		t.Fatalf("%q", file)
	}
	mended := w.imported(w.send("mended.csv", strings.Replace(file, ";12\r\n", ";10\r\n", 1)), mapped(t, scoreMapping))
	if mended.Accepted != 1 || len(w.logged()) != 2 || w.logged()[1].Comments[0].Text != "a; b\r\nc" {
		t.Errorf("%+v %+v", mended, w.logged())
	}
}

func TestWordsAreKeptToTheLetter(t *testing.T) {
	w := newWorld(t)
	words := []string{"<script>alert('x')</script>", "=HYPERLINK(\"http://x\")", "  two blanks before", "+49 30 1", "-", "@sum", "a\tb", "Zoë 😀"}
	var b strings.Builder
	b.WriteString("date,words,score\n")
	for _, s := range words {
		fmt.Fprintf(&b, "2026-01-01,%s,5\n", quote(s))
	}
	w.imported(w.send("x.csv", b.String()), mapped(t, scoreMapping))
	for i, c := range w.logged() {
		if c.Comments[0].Text != words[i] {
			t.Errorf("%q became %q", words[i], c.Comments[0].Text)
		}
	}
}

func TestAKeyColumnMakesRowsUnique(t *testing.T) {
	w := newWorld(t)
	m := mapped(t, strings.Replace(scoreMapping, `"kind"`, `"key":{"column":"id"},"kind"`, 1))
	if _, err := w.Log.Put(w.ctx, w.org, &signal.Input{Key: "1", At: "2026-01-01T00:00:00Z", Kind: "survey", TouchPoint: "call"}); err != nil {
		t.Fatal(err)
	}
	im := w.imported(w.send("a.csv", "id,date,words,score\n1,2026-01-01,x,5\n2,2026-01-01,y,6\n2,2026-01-01,y,6\n2,2026-01-01,z,7\n,2026-01-01,y,6\n"), m)
	if im.Accepted != 2 || im.Duplicates != 1 || im.Rejected != 2 {
		t.Errorf("%+v %s", im, w.rejectedFile(im))
	}
	if f := w.rejectedFile(im); !strings.Contains(f, "recorded before with other content") || !strings.Contains(f, "the key is missing") {
		t.Errorf("%s", f)
	}
}

func TestAMeasureOnAnotherScaleThanItsMetricIsRefused(t *testing.T) {
	w := newWorld(t)
	u := w.send("x.csv", "date,words,score\n2026-01-01,x,5\n")
	m := mapped(t, strings.Replace(scoreMapping, `[0,10],"scoring":"nps"`, `[1,5],"scoring":"mean"`, 1))
	_, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: m}, "")
	if p, ok := problem.As(err); !ok || p.Code != "metric_differs" || p.Fields[0].Location != "body.mapping.measures.nps" ||
		!strings.Contains(p.Message, "0 to 10") || !strings.Contains(p.Message, "1 to 5") {
		t.Errorf("%v", err)
	}
	if n := w.count(`select count(*) from import where org = $1`, w.org); n != 0 {
		t.Error("an import was begun all the same")
	}
}
