package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the peer: the same question, written by hand
)

const facts = 1_000_000

// figures asks NPS by touch point × month of a million signals over HTTP, each time with another filter so that no answer is a
// kept one, and then the same of the same table by hand.
func (s settings) figures() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	rate, err := fill(srv, facts)
	if err != nil {
		return nil, err
	}
	if err := caughtUp(srv, facts); err != nil {
		return nil, err
	}
	const asked = 180
	var ours []time.Duration
	for i := range asked {
		at := time.Now()
		var f struct{ Rows []any }
		// A different exclusive end each time, after the last signal: the same work, and never the same question.
		if err := srv.get(fmt.Sprintf("/api/v1/figures?metric=nps&by=touch_point&by=month&to=2026-11-02T%02d:%02d:00Z", i/60, i%60), &f); err != nil {
			return nil, err
		}
		ours = append(ours, time.Since(at))
		if len(f.Rows) < 100 {
			return nil, fmt.Errorf("only %d rows", len(f.Rows))
		}
	}
	hand, err := byHand(srv, asked)
	if err != nil {
		return nil, err
	}
	a := p95(ours)
	// Medians, since the 95th percentiles of two such series differ by half from run to run on a shared machine.
	x, y := median(ours), median(hand)
	ratio := float64(x) / float64(y)
	return []result{
		{"signals in batches (NDJSON), durable, 1 M", fmt.Sprintf("%.0f/s", rate), "", "", true},
		{"NPS by touch point × month of 1 M signals, p95", a.Round(time.Millisecond / 10).String(), "100 ms", "20 ms", a < 100*time.Millisecond},
		{"  against the same by hand in DuckDB, medians", fmt.Sprintf("%.2f (%s to %s)", ratio, x.Round(time.Millisecond/10), y.Round(time.Millisecond/10)), "1.5 ×", "", ratio <= 1.5},
	}, nil
}

func median(t []time.Duration) time.Duration {
	slices.Sort(t)
	return t[len(t)/2]
}

func p95(t []time.Duration) time.Duration {
	slices.Sort(t)
	return t[len(t)*95/100]
}

// fill sends n short signals in batches and returns how many went in a second.
func fill(srv *server, n int) (float64, error) {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a load needs no secrecy
	begun := time.Now()
	const batch = 50_000
	for at := 0; at < n; at += batch {
		var b bytes.Buffer
		for i := at; i < min(at+batch, n); i++ {
			fmt.Fprintf(&b, `{"key":"f-%d","at":"2026-%02d-%02dT%02d:00:00Z","kind":"survey","touch_point":"touch-%d","unit":"team-%d",`+
				`"measures":{"nps":%d,"csat":%d},"attributes":{"product":"p%d"}}`+"\n",
				i, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24), r.IntN(14), r.IntN(40), r.IntN(11), 1+r.IntN(5), r.IntN(8))
		}
		w, err := srv.do(http.MethodPost, "/api/v1/signals:batch", &b)
		if err != nil {
			return 0, err
		}
		out, err := io.ReadAll(w.Body)
		_ = w.Body.Close()
		if err != nil {
			return 0, err
		}
		if got := strings.Count(string(out), `"status":201`); got != min(batch, n-at) {
			return 0, fmt.Errorf("%d of %d lines recorded: %.200s", got, batch, out)
		}
	}
	return float64(n) / time.Since(begun).Seconds(), nil
}

// caughtUp waits until analytics has read the log to its end.
func caughtUp(srv *server, n int64) error {
	for range 600 {
		var f struct{ Rows []struct{ N int64 } }
		if err := srv.get("/api/v1/figures?metric=nps", &f); err != nil {
			return err
		}
		if f.Rows[0].N == n {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("analytics didn't catch up within five minutes")
}

// byHand asks DuckDB directly, with the server stopped.
func byHand(srv *server, times int) ([]time.Duration, error) {
	srv.halt()
	d, err := sql.Open("duckdb", filepath.Join(srv.data, "analytics.duckdb")+"?access_mode=read_only")
	if err != nil {
		return nil, err
	}
	defer d.Close() //nolint:errcheck // read only
	var out []time.Duration
	for range times {
		at := time.Now()
		rows, err := d.Query(`select touch, month, count(m1), count(*) filter (where m1 >= 9000), count(*) filter (where m1 <= 6000)
			from fact_1 where "at" < 1793577600000000 group by 1, 2 order by 1, 2`)
		if err != nil {
			return nil, err
		}
		n := 0
		for rows.Next() {
			var touch, month, asked, promoters, detractors int64
			if err := rows.Scan(&touch, &month, &asked, &promoters, &detractors); err != nil {
				return nil, err
			}
			n++
		}
		if err := rows.Err(); err != nil || n < 100 {
			return nil, fmt.Errorf("%d rows by hand: %w", n, err)
		}
		out = append(out, time.Since(at))
	}
	return out, nil
}

func (s *server) do(method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequest(method, "http://"+s.address+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	w, err := http.DefaultClient.Do(r)
	if err == nil && w.StatusCode >= 300 {
		b, _ := io.ReadAll(w.Body)
		return nil, fmt.Errorf("%s %s: %s: %.300s", method, path, w.Status, b)
	}
	return w, err
}

func (s *server) get(path string, out any) error {
	w, err := s.do(http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	defer w.Body.Close() //nolint:errcheck // read to its end
	return json.NewDecoder(w.Body).Decode(out)
}
