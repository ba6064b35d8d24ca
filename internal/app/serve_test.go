package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

// serve runs the program until the returned function, or the end of the test.
func serve(t *testing.T, a *apptest.App) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.Serve(ctx, func(address string) { ready <- address }) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// folder is a configuration of a data folder of the test's own.
func folder(t *testing.T) app.Config {
	c := app.Defaults()
	c.Listen, c.Data = "127.0.0.1:0", t.TempDir()
	if target := dbtest.Target(t); db.IsPostgres(target) {
		c.Database = target
	}
	return c
}

func TestAFolderIsServedByOneProcess(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "data")
	unlock, err := app.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Lock(dir); !errors.Is(err, app.ErrServing) {
		t.Errorf("a second lock: %v", err)
	}
	unlock()
	again, err := app.Lock(dir)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	again()
}

// commands are what the command line does, with and without a server on the folder.
func commands(t *testing.T, c app.Config, organisation string) {
	t.Helper()
	ctx := t.Context()
	cl, err := app.Connect(ctx, c, func(ctx context.Context) (*app.App, error) {
		return app.New(ctx, c, "1", apptest.Engine, quiet())
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := cl.Close(); err != nil {
			t.Error(err)
		}
	}()
	setup := map[string]string{"organisation": organisation, "email": "o@" + organisation + ".example", "zone": "UTC", "password": apptest.Password}
	var made struct{ ID string }
	if err := cl.Do(ctx, "POST", "/local/setup", "", app.JSON(setup), &made); err != nil || made.ID == "" {
		t.Fatalf("setup: %v", err)
	}
	var refused *app.Refused
	if err := cl.Do(ctx, "POST", "/local/setup", "", app.JSON(setup), &made); !errors.As(err, &refused) || refused.Code != "organisation_taken" {
		t.Errorf("the same name again: %v", err)
	}
	var token struct{ Token string }
	if err := cl.Do(ctx, "POST", "/local/token", "", app.JSON(map[string]string{"organisation": organisation, "name": "ci", "role": "admin"}), &token); err != nil || !strings.HasPrefix(token.Token, "ts_") {
		t.Errorf("token: %v", err)
	}
	for code, in := range map[string]map[string]string{"role_unknown": {"organisation": organisation, "name": "ci", "role": "emperor"},
		"organisation_unknown": {"organisation": "Nobody", "name": "ci", "role": "admin"}} {
		if err := cl.Do(ctx, "POST", "/local/token", "", app.JSON(in), &token); !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := cl.Do(ctx, "POST", "/api/v1/signals", organisation, app.JSON(signal(nil)), nil); err != nil {
		t.Errorf("a signal: %v", err)
	}
	if err := cl.Do(ctx, "POST", "/api/v1/signals", "Nobody", app.JSON(signal(nil)), nil); !errors.As(err, &refused) || refused.Code != "organisation_unknown" {
		t.Errorf("for an organisation that isn't there: %v", err)
	}
	done := map[string]int64{}
	if err := cl.Do(ctx, "POST", "/local/rebuild", "", app.JSON(map[string]string{"organisation": organisation}), &done); err != nil || done[organisation] == 0 {
		t.Errorf("rebuild: %v %v", done, err)
	}
	var f struct{ Rows []struct{ N int } }
	if err := cl.Do(ctx, "GET", "/api/v1/figures?metric=nps", organisation, nil, &f); err != nil || len(f.Rows) != 1 || f.Rows[0].N != 1 {
		t.Errorf("the figure: %+v %v", f, err)
	}
	var out strings.Builder
	if err := cl.Do(ctx, "GET", "/healthz-not", organisation, nil, io.Writer(&out)); err == nil {
		t.Error("an unknown path answers")
	}
}

func TestCommandsWorkWithoutAServerAndBesideOne(t *testing.T) {
	t.Parallel()
	c := folder(t)
	commands(t, c, "without")
	unlock, err := app.Lock(c.Data)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	serve(t, apptest.Open(t, c))
	commands(t, c, "beside")
}

func TestAServedProgramAnswersProjectsAndStops(t *testing.T) {
	t.Parallel()
	c := folder(t)
	a := apptest.Open(t, c)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.Serve(ctx, func(address string) { ready <- address }) }()
	address := <-ready
	o := a.Organisation(t, "Live")
	stream, err := http.NewRequestWithContext(t.Context(), "GET", address+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream.Header.Set("Authorization", "Bearer "+o.Owner)
	events, err := http.DefaultClient.Do(stream)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close() //nolint:errcheck // read to its end
	heard := make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(events.Body)
		heard <- string(b)
	}()
	put(t, a, o.Owner, signal(nil))
	for until := time.Now().Add(10 * time.Second); count(t, a, o.Owner) != 1; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the figure never followed")
		}
	}
	time.Sleep(50 * time.Millisecond) // the event is sent after the projection
	began := time.Now()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("stopping: %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("an open stream keeps the program for %s", took)
	}
	if text := <-heard; !strings.Contains(text, "event: figures") {
		t.Errorf("heard %q", text)
	}
	if status, text := a.Do("GET", "~/readyz", "", nil); status != 503 || !json.Valid([]byte(text)) {
		t.Errorf("readyz while stopping: %d %s", status, text)
	}
}
