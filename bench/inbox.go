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

const (
	openCases   = 100_000
	touchPoints = 64
)

// inbox opens a hundred thousand cases by a rule and does what a day's work does: opens the list, narrows it, turns the page,
// opens a case. Each over HTTP, each question another.
func (s settings) inbox() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	begun := time.Now()
	if err := fillInbox(srv, openCases); err != nil {
		return nil, err
	}
	filled := time.Since(begun)
	out := []result{{"100,000 cases opened by a rule", fmt.Sprintf("%.0f/s", openCases/filled.Seconds()), "", "", true}}
	for _, kind := range []struct {
		name string
		ask  func(*server, int) ([]time.Duration, error)
	}{
		{"inbox of 100,000 open cases: open, p95", opens}, {"  filter, p95", filters}, {"  search in titles and customers, p95", lookups},
		{"  next page, p95", pages}, {"  one case, p95", cases}, {"  report of 30 days, p95", reports},
	} {
		took, err := kind.ask(srv, 40)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind.name, err)
		}
		p := p95(took)
		limit, aim, ok := "200 ms", "80 ms", p < 200*time.Millisecond
		if strings.Contains(kind.name, "report") {
			limit, aim, ok = "", "", true
		}
		out = append(out, result{kind.name, fmt.Sprintf("%s (median %s)", p.Round(time.Millisecond), median(took).Round(time.Millisecond)), limit, aim, ok})
	}
	return out, nil
}

type casePage struct {
	Items []struct {
		ID string
	}
	Next   string
	Counts struct{ Open int64 }
}

const liveCases = "/api/v1/cases?state=new,open,waiting"

func (s *server) cases(path string) (p casePage, took time.Duration, err error) {
	at := time.Now()
	err = s.get(path, &p)
	return p, time.Since(at), err
}

// repeat asks n questions; each must find something.
func repeat(srv *server, n int, path func(i int) string) (took []time.Duration, err error) {
	for i := range n {
		p, d, err := srv.cases(path(i))
		if err != nil {
			return nil, err
		}
		if len(p.Items) == 0 {
			return nil, fmt.Errorf("%s found nothing", path(i))
		}
		took = append(took, d)
	}
	return took, nil
}

func opens(srv *server, n int) ([]time.Duration, error) {
	tabs := []string{"", "&owner=me", "&overdue=false", "&order=newest"}
	return repeat(srv, n, func(i int) string {
		if i%4 == 1 {
			i = 0 // a token owns no case
		}
		return liveCases + tabs[i%4]
	})
}

func filters(srv *server, n int) ([]time.Duration, error) {
	var units struct{ Items []struct{ ID, Key string } }
	if err := srv.get("/api/v1/units", &units); err != nil {
		return nil, err
	}
	return repeat(srv, n, func(i int) string {
		unit := units.Items[1+i%(len(units.Items)-1)].ID
		switch i % 4 {
		case 0:
			return liveCases + "&unit=" + unit
		case 1:
			return liveCases + fmt.Sprintf("&touch_point=touch-%d", i%touchPoints)
		case 2:
			return liveCases + fmt.Sprintf("&touch_point=touch-%d&unit=%s", i%touchPoints, unit)
		default:
			return liveCases + "&severity=high&opened_from=2020-01-01T00:00:00Z&unit=" + unit
		}
	})
}

func lookups(srv *server, n int) ([]time.Duration, error) {
	return repeat(srv, n, func(i int) string { return liveCases + "&search=" + url.QueryEscape(word(30+i)) })
}

func pages(srv *server, n int) (took []time.Duration, err error) {
	next := ""
	for range n {
		p, d, err := srv.cases(liveCases + "&cursor=" + url.QueryEscape(next))
		if err != nil {
			return nil, err
		}
		if next = p.Next; next == "" {
			return nil, fmt.Errorf("the pages ended")
		}
		took = append(took, d)
	}
	return took, nil
}

func cases(srv *server, n int) (took []time.Duration, err error) {
	p, _, err := srv.cases(liveCases)
	if err != nil {
		return nil, err
	}
	for i := range n {
		at := time.Now()
		var one struct{ ID string }
		if err := srv.get("/api/v1/cases/"+p.Items[i%len(p.Items)].ID, &one); err != nil {
			return nil, err
		}
		took = append(took, time.Since(at))
	}
	return took, nil
}

func reports(srv *server, n int) (took []time.Duration, err error) {
	by := []string{"cause", "unit", "rule", "owner"}
	for i := range min(n, 8) {
		at := time.Now()
		var r struct{ Total struct{ Opened int64 } }
		if err := srv.get("/api/v1/case-reports?by="+by[i%len(by)], &r); err != nil {
			return nil, err
		}
		if r.Total.Opened != openCases {
			return nil, fmt.Errorf("the report says %d", r.Total.Opened)
		}
		took = append(took, time.Since(at))
	}
	return took, nil
}

// fillInbox makes a rule and sends n signals that break it.
func fillInbox(srv *server, n int) error {
	var p struct {
		Items []struct{ Rule json.RawMessage }
	}
	if err := srv.get("/api/v1/rules/proposals", &p); err != nil {
		return err
	}
	rule := map[string]any{}
	if err := json.Unmarshal(p.Items[0].Rule, &rule); err != nil {
		return err
	}
	// One rule may open 2,000 cases a day before it switches itself off: each touch point gets one of its own.
	for i := range touchPoints {
		point := fmt.Sprintf(`{"key":"touch-%d","name":"Touch point %d"}`, i, i)
		if err := send(srv, "/api/v1/touch-points", strings.NewReader(point)); err != nil {
			return err
		}
		rule["name"] = fmt.Sprintf("Touch point %d", i)
		rule["conditions"] = []any{map[string]any{"field": "metric.nps", "op": "<=", "value": 10},
			map[string]any{"field": "touch_point", "op": "is", "value": fmt.Sprintf("touch-%d", i)}}
		b, err := json.Marshal(rule)
		if err != nil {
			return err
		}
		if err := send(srv, "/api/v1/rules", bytes.NewReader(b)); err != nil {
			return err
		}
	}
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // a load needs no secrecy
	const batch = 20_000
	for at := 0; at < n; at += batch {
		var b bytes.Buffer
		for i := at; i < min(at+batch, n); i++ {
			fmt.Fprintf(&b, `{"key":"o-%d","at":"2026-%02d-%02dT%02d:00:00Z","kind":"survey","touch_point":"touch-%d","unit":"team-%d",`+
				`"customer":{"external_id":"k-%d"},"measures":{"nps":%d},"comments":[{"text":"%s %s %s"}]}`+"\n",
				i, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24), i%touchPoints, r.IntN(40), r.IntN(30_000), r.IntN(11), word(r.IntN(80)), word(r.IntN(200)), word(r.IntN(2000)))
		}
		if err := send(srv, "/api/v1/signals:batch", &b); err != nil {
			return err
		}
	}
	for range 1200 {
		p, _, err := srv.cases(liveCases + "&limit=1")
		if err != nil {
			return err
		}
		if p.Counts.Open == int64(n) {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("not all cases were opened within ten minutes")
}

func send(srv *server, path string, body io.Reader) error {
	a, err := srv.do(http.MethodPost, path, body)
	if err != nil {
		return err
	}
	defer func() { _ = a.Body.Close() }() // read to its end
	_, err = io.Copy(io.Discard, a.Body)
	return err
}
