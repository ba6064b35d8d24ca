package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// staff makes the demo from nothing, and works in the interface on it as a person does, in a real browser.
func (s settings) staff() ([]result, error) {
	const password = "a password for the bench"
	srv, err := prepared()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	demo := exec.Command(binary, "demo", "--data", srv.data, "--signals", "200000", "--organisation", "Demo", "--password-stdin")
	demo.Stdin = strings.NewReader(password + "\n")
	if out, err := demo.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("demo: %w: %s", err, out)
	}
	took := time.Since(begun)
	if err := srv.serve(); err != nil {
		return nil, err
	}
	defer srv.stop()
	out, err := exec.Command("node", "e2e/staff-speed.mjs", "http://"+srv.address, "demo@example.org", password).Output()
	if err != nil {
		return nil, fmt.Errorf("in the browser: %w: %s", err, stderr(err))
	}
	var seen struct {
		Files, Data, Ready float64
		Actions            []struct {
			Name string
			MS   float64
		}
	}
	if err := json.Unmarshal(out, &seen); err != nil {
		return nil, err
	}
	slow := make([]time.Duration, len(seen.Actions))
	for i, a := range seen.Actions {
		slow[i] = time.Duration(a.MS * float64(time.Millisecond))
	}
	slices.Sort(slow)
	p := p95(slow)
	drawn, err := s.journeyMap(srv.address, password)
	if err != nil {
		return nil, err
	}
	return append([]result{
		{"demo of 200,000 signals, from nothing to ready", took.Round(time.Second / 10).String(), "1m0s", "20s", took < time.Minute},
		{"staff interface, first load over the wire, gzip", fmt.Sprintf("%.0f kB, ready in %.1f s", seen.Files/1000, seen.Ready/1000), "350 kB", "250 kB", seen.Files < 350_000},
		{fmt.Sprintf("  %d interactions of a day's work, p95 (median)", len(slow)), fmt.Sprintf("%d ms (%d ms)", p.Milliseconds(), median(slow).Milliseconds()),
			"100 ms", "50 ms", p < 100*time.Millisecond},
	}, drawn...), nil
}

// journeyMap works on a map of 150 touch points: keys, typing, zoom, and a card dragged across.
func (s settings) journeyMap(address, password string) ([]result, error) {
	out, err := exec.Command("node", "e2e/map-speed.mjs", "http://"+address, "demo@example.org", password).Output()
	if err != nil {
		return nil, fmt.Errorf("the map in the browser: %w: %s", err, stderr(err))
	}
	var seen struct {
		Actions []struct{ MS float64 }
		Frames  []float64
	}
	if err := json.Unmarshal(out, &seen); err != nil {
		return nil, err
	}
	slow, frames := make([]time.Duration, len(seen.Actions)), make([]time.Duration, len(seen.Frames))
	for i, a := range seen.Actions {
		slow[i] = time.Duration(a.MS * float64(time.Millisecond))
	}
	for i, f := range seen.Frames {
		frames[i] = time.Duration(f * float64(time.Millisecond))
	}
	slices.Sort(slow)
	slices.Sort(frames)
	p, f := p95(slow), p95(frames)
	return []result{
		{fmt.Sprintf("  map of 150 cards: %d keys, letters and zooms, p95 (median)", len(slow)), fmt.Sprintf("%d ms (%d ms)", p.Milliseconds(), median(slow).Milliseconds()),
			"100 ms", "50 ms", p < 100*time.Millisecond},
		{"  map of 150 cards: from frame to frame while a card is dragged, p95", f.Round(time.Millisecond / 10).String(), "100ms", "16.7ms", f < 100*time.Millisecond},
	}, nil
}

func stderr(err error) []byte {
	if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // as exec returns it
		return e.Stderr
	}
	return nil
}
