package app_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

func TestABatchOfAHundredThousandLinesIsAnsweredInOrder(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Big")
	const lines = 100_500
	pr, pw := io.Pipe()
	go func() {
		w := bufio.NewWriter(pw)
		for i := range lines {
			switch {
			case i%1000 == 7:
				_, _ = w.WriteString("{\"at\":1}\n")
			case i%1000 == 8:
				_, _ = w.WriteString("\n") // empty: no signal, no answer, and still a line
			case i%20_000 == 9:
				_, _ = w.WriteString(`{"kind":"survey","channel":"` + strings.Repeat("x", 70_000) + "\"}\n")
			default:
				_, _ = fmt.Fprintf(w, `{"key":"k%d","at":"2026-05-04T10:00:00Z","kind":"survey","measures":{"nps":%d}}`+"\n", i, i%11)
			}
		}
		_ = w.Flush()
		_ = pw.Close()
	}()
	server := httptest.NewServer(a.Handler())
	defer server.Close()
	r := apptest.Request(t, "POST", "/signals:batch", o.Owner, io.Reader(pr))
	r.URL.Host, r.URL.Scheme, r.RequestURI = server.Listener.Addr().String(), "http", ""
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	next := 0
	got := map[int]int{}
	scan := bufio.NewScanner(answer.Body)
	for scan.Scan() {
		var l struct{ Line, Status int }
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if next++; next%1000 == 9 {
			next++ // the empty line
		}
		want := 201
		switch i := next - 1; {
		case i%1000 == 7:
			want = 422
		case i%20_000 == 9:
			want = 413
		}
		if l.Line != next || l.Status != want {
			t.Fatalf("%s, where line %d has %d", scan.Text(), next, want)
		}
		got[l.Status]++
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	if got[413] != 6 || got[422] != 101 || got[201] != lines-6-101-101 {
		t.Errorf("%v", got)
	}
	if n := rows(t, a, o, "signal", "op = 'put'"); n != got[201] {
		t.Errorf("%d stored, %d acknowledged", n, got[201])
	}
}

func TestABatchWithoutSignalsIsAnsweredWithNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Empty")
	for _, b := range []string{"", "\n\n\n", "  \r\n"} {
		if status, text := a.Do("POST", "/signals:batch", o.Owner, b); status != 200 || text != "" {
			t.Errorf("%q: %d %q", b, status, text)
		}
	}
}
