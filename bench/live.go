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
	"strings"
	"time"
)

const (
	mapSignals = 1_000_000
	mapTimes   = 10 // as often they lie in analytics for the second line
	mapPoints  = 150
)

// live asks for a map of 150 touch points with three metrics each, month against month, each time in a slice that nobody asked for
// before. A million signals go in through the API; for ten million the same facts are laid down ten times by hand.
func (s settings) live() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	if err := fillMap(srv); err != nil {
		return nil, err
	}
	if err := caughtUp(srv, mapSignals); err != nil {
		return nil, err
	}
	id, err := drawMap(srv)
	if err != nil {
		return nil, err
	}
	one, err := askMap(srv, id, 40)
	if err != nil {
		return nil, err
	}
	srv.halt()
	if err := multiply(srv); err != nil {
		return nil, err
	}
	if err := srv.serve(); err != nil {
		return nil, err
	}
	ten, err := askMap(srv, id, 20)
	if err != nil {
		return nil, err
	}
	a, b := p95(one), p95(ten)
	return []result{
		{"map of 150 touch points × 3 metrics over 1 M signals, p95", a.Round(time.Millisecond).String(), "1.5 s", "400 ms", a < 1500*time.Millisecond},
		{"  over 10 M signals", b.Round(time.Millisecond).String(), "1.5 s", "400 ms", b < 1500*time.Millisecond},
	}, nil
}

// fillMap sends signals of ten months about 150 touch points.
func fillMap(srv *server) error {
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a load needs no secrecy
	const batch = 50_000
	for at := 0; at < mapSignals; at += batch {
		var b bytes.Buffer
		for i := at; i < at+batch; i++ {
			fmt.Fprintf(&b, `{"key":"m-%d","at":"2026-%02d-%02dT%02d:00:00Z","kind":"survey","touch_point":"point-%d","unit":"team-%d","channel":"c%d",`+
				`"measures":{"nps":%d,"csat":%d,"ces":%d}}`+"\n", i, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24), r.IntN(mapPoints), r.IntN(40), r.IntN(5),
				r.IntN(11), 1+r.IntN(5), 1+r.IntN(7))
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
		if got := strings.Count(string(out), `"status":201`); got != batch {
			return fmt.Errorf("%d of %d lines recorded: %.200s", got, batch, out)
		}
	}
	return nil
}

// drawMap draws six stages with 25 touch points each.
func drawMap(srv *server) (string, error) {
	var made struct{ ID string }
	if err := srv.post("/api/v1/journeys", `{"name":"Bench"}`, &made); err != nil {
		return "", err
	}
	bindings := []any{}
	for key, role := range map[string]string{"nps": "outcome", "csat": "experience", "ces": "experience"} {
		bindings = append(bindings, map[string]any{"metric": key, "role": role})
	}
	edits := []any{}
	for i := range 6 {
		edits = append(edits, map[string]any{"op": "add_stage", "id": fmt.Sprint("s", i), "set": map[string]any{"name": fmt.Sprint("Stage ", i), "phase": "during",
			"feel": map[string]any{"text": "well", "metric": "csat"}}})
	}
	for i := range mapPoints {
		edits = append(edits, map[string]any{"op": "add_card", "id": fmt.Sprint("c", i), "stage": fmt.Sprint("s", i%6), "lane": "front_stage",
			"set": map[string]any{"task": fmt.Sprint("Event ", i), "touch_point": fmt.Sprint("point-", i), "bindings": bindings}})
	}
	text, err := json.Marshal(map[string]any{"edits": edits})
	if err != nil {
		return "", err
	}
	return made.ID, srv.post("/api/v1/journeys/"+made.ID+"/edits", string(text), &struct{}{})
}

// askMap asks so many times, with another end of the period each time: the same work, and never the same question.
func askMap(srv *server, id string, times int) (took []time.Duration, err error) {
	for i := range times {
		at := time.Now()
		var live struct {
			Cards []struct {
				Figures []struct{ N int64 }
			}
		}
		if err := srv.get(fmt.Sprintf("/api/v1/journeys/%s/live?from=2026-10-01&to=2026-11-02T%02d:%02d:00Z&against_from=2026-09-01&against_to=2026-10-01T00:%02d:00Z",
			id, i/60, i%60, i%60), &live); err != nil {
			return nil, err
		}
		took = append(took, time.Since(at))
		if len(live.Cards) != mapPoints || len(live.Cards[0].Figures) != 3 || live.Cards[0].Figures[0].N < 100 {
			return nil, fmt.Errorf("%d cards", len(live.Cards))
		}
	}
	return took, nil
}

// multiply lays the facts down ten times, with the server stopped.
func multiply(srv *server) error {
	d, err := sql.Open("duckdb", filepath.Join(srv.data, "analytics.duckdb"))
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // closed by the error of Exec or for good
	if _, err := d.Exec(fmt.Sprintf("insert into fact_1 select f.* replace (f.signal + i.range * %d as signal) from fact_1 f, range(1, %d) i", 100*mapSignals, mapTimes)); err != nil {
		return err
	}
	_, err = d.Exec("checkpoint")
	return err
}
