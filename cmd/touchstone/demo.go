package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/demo"
)

func makeDemo(ctx context.Context, args []string) error {
	f := flags("demo", "Make an invented contact centre of two years to look around in, with some truths hidden in it (docs/demo.md).",
		`touchstone demo --data ./data --signals 200000 --seed 1`)
	s := common(f)
	organisation := f.String("organisation", "Demo", "made if it isn't there; it must not have heard anything yet")
	signals := f.Int("signals", demo.Default, "how many")
	seed := f.Uint64("seed", 1, "another seed hides the truths elsewhere")
	email := f.String("email", "demo@example.org", "the owner's e-mail address, where the organisation is made")
	zone := f.String("zone", "UTC", "IANA time zone, where the organisation is made")
	stdin := f.Bool("password-stdin", false, "read the owner's password from standard input (default: one is made and printed)")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *seed == 0 || *signals == 0 {
		return errors.New("--signals and --seed are numbers above 0")
	}
	password, told := rand.Text(), true
	if *stdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read password: %w", err)
		}
		password, told = strings.TrimRight(line, "\r\n"), false
	}
	began := time.Now()
	return s.with(ctx, func(c *app.Client) error {
		var now demo.State
		err := c.Do(ctx, http.MethodGet, "/api/v1/demo", *organisation, nil, &now)
		if r, ok := errors.AsType[*app.Refused](err); ok && r.Code == "organisation_unknown" {
			err = c.Do(ctx, http.MethodPost, "/local/setup", "", app.JSON(map[string]string{"organisation": *organisation, "email": *email,
				"name": "Dana Demo", "zone": *zone, "password": password}), nil)
			if err == nil && told {
				fmt.Printf("organisation %s: sign in as %s with the password %s\n", *organisation, *email, password)
			}
		}
		if err != nil {
			return err
		}
		err = c.Do(ctx, http.MethodPost, "/api/v1/demo", *organisation, app.JSON(demo.Wish{Signals: *signals, Seed: *seed}), &now)
		if r, ok := errors.AsType[*app.Refused](err); ok && r.Code == "organisation_in_use" {
			return fmt.Errorf("%w Name a new one with --organisation and its owner with --email", err)
		}
		if err != nil {
			return err
		}
		if err := watch(ctx, c, *organisation, &now); err != nil {
			return err
		}
		fmt.Printf("%d signals, figures ready after %.1f s\n", now.Total, time.Since(began).Seconds())
		tell(&now)
		return nil
	})
}

// watch waits until the figures are ready and shows on standard error how far they are.
func watch(ctx context.Context, c *app.Client, organisation string, s *demo.State) error {
	for s.Stage == demo.Waiting || s.Stage == demo.Recording || s.Stage == demo.Projecting {
		select {
		case <-ctx.Done():
			return errors.New("stopped watching; the demo goes on when a server runs on this folder")
		case <-time.After(100 * time.Millisecond):
		}
		if err := c.Do(ctx, http.MethodGet, "/api/v1/demo", organisation, nil, s); err != nil {
			return err
		}
		if isTerminal(os.Stderr) {
			fmt.Fprintf(os.Stderr, "\r%-10s %d of %d signals", s.Stage, s.Done, s.Total)
		}
	}
	if isTerminal(os.Stderr) {
		fmt.Fprint(os.Stderr, "\r\033[K")
	}
	if s.Stage != demo.Ready {
		return fmt.Errorf("the demo ended as %s: %s", s.Stage, s.Error)
	}
	return nil
}

// tell prints what is hidden.
func tell(s *demo.State) {
	if s.Truths == nil || s.Plan == nil {
		return
	}
	fmt.Printf("hidden in it (seed %d):\n", s.Plan.Seed)
	for _, e := range s.Truths.Weak {
		fmt.Printf("  weak touch point  %s: %+.1f points of CSAT\n", e.TouchPoint, e.Points)
	}
	fmt.Printf("  better team       %s: %+.1f points\n", s.Truths.Better.Unit, s.Truths.Better.Points)
	for _, e := range s.Truths.Drivers {
		fmt.Printf("  driver            %s: %+.1f points a %s\n", e.Metric, e.Points, e.Per)
	}
	fmt.Printf("  change            %s from %s: %+.1f points\n", s.Truths.Change.TouchPoint, s.Truths.Change.On, s.Truths.Change.Points)
	fmt.Printf("  change in vain    %s from %s: nothing\n", s.Truths.Placebo.TouchPoint, s.Truths.Placebo.On)
}
