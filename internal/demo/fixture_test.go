package demo_test

import (
	"context"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/demo"
)

// present is the moment at which the demos of tests end. It is fixed, so that they are the same on every day.
var present = time.Date(2026, 11, 18, 15, 20, 0, 0, time.UTC)

// centre is an organisation with a demo in it, its figures ready.
type centre struct {
	*apptest.App
	*apptest.Org
	state *demo.State
}

// newApp is the program at present.
func newApp(t testing.TB) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	a.DB.Now = func() time.Time { return present }
	return a
}

// made makes a demo and waits for it.
func made(t testing.TB, w demo.Wish) *centre {
	t.Helper()
	a := newApp(t)
	c := &centre{App: a, Org: a.Organisation(t, "Demo")}
	a.Must(t, 202, "POST", "/demo", c.Owner, w)
	c.work(t)
	a.CatchUp(t, c.Org)
	c.look(t)
	if c.state.Stage != demo.Ready {
		t.Fatalf("the demo is %s: %s", c.state.Stage, c.state.Error)
	}
	return c
}

// work runs the demo's job where it is due.
func (c *centre) work(t testing.TB) {
	t.Helper()
	for {
		ran, err := c.Jobs.RunOne(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !ran {
			return
		}
	}
}

func (c *centre) look(t testing.TB) {
	t.Helper()
	var err error
	if c.state, err = c.Demos.State(c.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
}
