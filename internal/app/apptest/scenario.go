package apptest

import (
	"strings"
	"testing"
)

// Scenario is one request and what must come of it.
type Scenario struct {
	Name     string // states the outcome
	Method   string // "" is GET
	Path     string // see Request
	As       string // a token; "" is nobody
	Body     any
	Headers  []string // "Name: value"
	Status   int
	Contains []string // texts that the answer must hold
	Lacks    []string // and must not
}

// Run tries scenarios in their order, each as a test of its own.
func (a *App) Run(t *testing.T, list []Scenario) {
	t.Helper()
	for _, s := range list {
		t.Run(s.Name, func(t *testing.T) {
			t.Helper()
			if s.Method == "" {
				s.Method = "GET"
			}
			status, body := a.Do(s.Method, s.Path, s.As, s.Body, s.Headers...)
			if status != s.Status {
				t.Fatalf("%s %s: %d, not %d: %s", s.Method, s.Path, status, s.Status, body)
			}
			for _, want := range s.Contains {
				if !strings.Contains(body, want) {
					t.Errorf("%s %s lacks %q: %s", s.Method, s.Path, want, body)
				}
			}
			for _, no := range s.Lacks {
				if strings.Contains(body, no) {
					t.Errorf("%s %s holds %q: %s", s.Method, s.Path, no, body)
				}
			}
		})
	}
}
