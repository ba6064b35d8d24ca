package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const comments = 1_000_000

// search fills a log with a million comments and looks for words in them over HTTP, each time with other conditions, so that
// neither the engine nor the index answers from memory.
func (s settings) search() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	if err := fillComments(srv, comments); err != nil {
		return nil, err
	}
	if err := caughtUp(srv, comments); err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := indexed(srv); err != nil {
		return nil, err
	}
	lag := time.Since(begun)
	time.Sleep(5 * time.Second) // what was appended is merged
	out := []result{{"index of the words of 1 M comments, done after the figures", lag.Round(time.Second).String(), "", "", true}}
	for _, kind := range []struct{ name, sort string }{{"search of 1 M comments with filters, p95", "newest"}, {"  the same, the best fit first", "relevance"}} {
		took, least, most, err := searches(srv, kind.sort)
		if err != nil {
			return nil, err
		}
		p := p95(took)
		out = append(out, result{kind.name, fmt.Sprintf("%s (median %s; %d to %d found)", p.Round(time.Millisecond), median(took).Round(time.Millisecond), least, most),
			"500 ms", "150 ms", p < 500*time.Millisecond})
	}
	srv.halt() // so that what was needed to fill it isn't counted
	if err := srv.serve(); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		format     string
		limit, aim time.Duration
	}{{"parquet", 20 * time.Second, 5 * time.Second}, {"xlsx", 120 * time.Second, 60 * time.Second}} {
		took, bytes, err := exported(srv, f.format)
		if err != nil {
			return nil, err
		}
		out = append(out, result{"export of 1 M signals to " + f.format, fmt.Sprintf("%s, %d MB", took.Round(time.Second/10), bytes>>20), f.limit.String(), f.aim.String(), took < f.limit})
	}
	peak := srv.peak()
	return append(out, result{"  most memory of the server while exporting", fmt.Sprintf("%d MB", peak>>20), "500 MB", "", peak < 500<<20}), nil
}

// exported orders everything in one format and waits for the file.
func exported(srv *server, format string) (time.Duration, int64, error) {
	begun := time.Now()
	w, err := srv.do(http.MethodPost, "/api/v1/exports", strings.NewReader(`{"what":"signals","format":"`+format+`"}`))
	if err != nil {
		return 0, 0, err
	}
	var e struct {
		ID, State, Error string
		Done, Bytes      int64
	}
	err = json.NewDecoder(w.Body).Decode(&e)
	_ = w.Body.Close()
	for err == nil && (e.State == "waiting" || e.State == "running") {
		time.Sleep(100 * time.Millisecond)
		err = srv.get("/api/v1/exports/"+e.ID, &e)
	}
	if err == nil && (e.State != "done" || e.Done != comments) {
		err = fmt.Errorf("%s with %d rows: %s", e.State, e.Done, e.Error)
	}
	return time.Since(begun), e.Bytes, err
}

// searches asks sixty different questions: rare and common words, phrases, beginnings, with a touch point, a score, a period.
func searches(srv *server, sort string) (took []time.Duration, least, most int64, err error) {
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a load needs no secrecy
	least = comments
	for i := range 60 {
		q := word(20 + r.IntN(1000))
		switch i % 4 {
		case 1:
			q = word(5+r.IntN(20)) + " " + word(r.IntN(200))
		case 2:
			q = `"` + word(r.IntN(10)) + " " + word(r.IntN(10)) + `" -` + word(300+i)
		case 3:
			q = word(30 + i)[:3] + "* OR " + word(40+r.IntN(100))
		}
		v := url.Values{"q": {q}, "sort": {sort}, "from": {fmt.Sprintf("2026-%02d-01", 1+i%4)}, "to": {fmt.Sprintf("2026-10-%02d", 1+i%28)},
			"where": {fmt.Sprintf("touch_point:touch-%d,touch-%d,touch-%d", i%14, (i+3)%14, (i+7)%14), "metric.nps<=8"}}
		at := time.Now()
		var p struct {
			Total    int64
			Items    []struct{ Excerpts []any }
			Progress any
		}
		if err := srv.get("/api/v1/search?"+v.Encode(), &p); err != nil {
			return nil, 0, 0, err
		}
		took = append(took, time.Since(at))
		least, most = min(least, p.Total), max(most, p.Total)
		if p.Total > 0 && (len(p.Items) == 0 || len(p.Items[0].Excerpts) == 0) {
			return nil, 0, 0, fmt.Errorf("%s: %d found and none shown", q, p.Total)
		}
	}
	return took, least, most, nil
}

// indexed waits until the index of words has read the log to its end.
func indexed(srv *server) error {
	for range 1200 {
		var p struct{ Progress any }
		if err := srv.get("/api/v1/search?q=anything&limit=1", &p); err != nil {
			return err
		}
		if p.Progress == nil {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("the index of words didn't catch up within ten minutes")
}

// word is the n-th most frequent word of the load's language.
func word(n int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for n += 70; n > 0; n /= 70 {
		b.WriteByte(consonants[n%14])
		b.WriteByte(vowels[n/14%5])
	}
	return b.String()
}

// fillComments sends n signals with a comment of 8 to 40 words each, frequent ones more often, as in any language.
func fillComments(srv *server, n int) error {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a load needs no secrecy
	zipf := rand.NewZipf(r, 1.3, 8, 20_000)
	const batch = 50_000
	for at := 0; at < n; at += batch {
		var b bytes.Buffer
		for i := at; i < min(at+batch, n); i++ {
			fmt.Fprintf(&b, `{"key":"c-%d","at":"2026-%02d-%02dT%02d:00:00Z","kind":"survey","touch_point":"touch-%d","unit":"team-%d",`+
				`"employee":"e-%d","customer":{"external_id":"k-%d"},"channel":"phone","language":"en",`+
				`"measures":{"nps":%d,"csat":%d},"attributes":{"product":"p%d"},"comments":[{"text":"`,
				i, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24), r.IntN(14), r.IntN(40), r.IntN(600), r.IntN(60_000), r.IntN(11), 1+r.IntN(5), r.IntN(8))
			for range 8 + r.IntN(32) {
				b.WriteString(word(int(zipf.Uint64())))
				b.WriteByte(' ')
			}
			b.WriteString("\"}]}\n")
		}
		w, err := srv.do(http.MethodPost, "/api/v1/signals:batch", &b)
		if err != nil {
			return err
		}
		out, err := io.ReadAll(w.Body)
		_ = w.Body.Close()
		if err != nil {
			return err
		}
		if got := strings.Count(string(out), `"status":201`); got != min(batch, n-at) {
			return fmt.Errorf("%d of %d lines recorded: %.200s", got, batch, out)
		}
	}
	return nil
}
