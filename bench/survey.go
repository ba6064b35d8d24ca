package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// survey serves the page of a published survey as fast as 64 connections ask for it.
func (s settings) survey() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	link, err := publish(srv)
	if err != nil {
		return nil, err
	}
	ask := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", link, srv.address)
	load := hammer(srv.address, 64, time.Duration(s.seconds)*time.Second, func(b []byte, _ *rand.Rand) []byte { return append(b, ask...) })
	if load.failed > 0 {
		return nil, fmt.Errorf("%d of %d pages failed: %s", load.failed, load.done, load.sample)
	}
	rate := float64(load.done) / load.took.Seconds()
	return []result{{"survey page served", fmt.Sprintf("%.0f/s", rate), "10,000/s", "20,000/s per core", rate >= 10_000}}, nil
}

// publish makes a three-question NPS survey and returns the path of its page.
func publish(srv *server) (string, error) {
	var sv struct{ ID, URL string }
	ask := func(path, body string) error {
		w, err := srv.do(http.MethodPost, path, strings.NewReader(body))
		if err != nil {
			return err
		}
		defer w.Body.Close() //nolint:errcheck // read to its end
		return json.NewDecoder(w.Body).Decode(&sv)
	}
	err := ask("/api/v1/surveys", `{"name":"After a call","definition":{"language":"en","touch_point":"call","questions":[
		{"key":"q1","kind":"nps","text":"How likely are you to recommend us?","required":true},
		{"key":"q2","kind":"csat","text":"How was your call?"},
		{"key":"q3","kind":"long_text","text":"What is the main reason?"}],"thanks":"Thank you."}}`)
	if err != nil {
		return "", err
	}
	if err := ask("/api/v1/surveys/"+sv.ID+"/publish", ""); err != nil {
		return "", err
	}
	u, err := url.Parse(sv.URL)
	if err != nil {
		return "", err
	}
	return u.Path, nil
}
