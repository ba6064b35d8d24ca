package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/demo"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

func TestADemoHasTheShapeThatIsPromised(t *testing.T) {
	t.Parallel()
	c := made(t, demo.Wish{Signals: 2000})
	for what, want := range map[string]int{
		`select count(*) from signal where org = $1`:                                   2000,
		`select count(*) from touch_point where org = $1`:                              14,
		`select count(*) from unit where org = $1 and kind = 'site'`:                   6,
		`select count(*) from unit where org = $1 and kind = 'site' and partner`:       1,
		`select count(*) from unit where org = $1 and kind = 'team'`:                   40,
		`select count(*) from employee_stay where org = $1`:                            600,
		`select count(distinct customer) from purchase where org = $1`:                 600,
		`select count(*) from customer where org = $1 and email like '%@example.org'`:  600,
		`select count(*) from signal where org = $1 and customer is null`:              0,
		`select count(distinct kind) from signal where org = $1`:                       4,
		`select count(*) from signal where org = $1 and doc not like '%"unit":"unt_%'`: 0,
		`select count(*) from audit where org = $1 and verb = 'demo.make'`:             1,
	} {
		if got := c.count(t, what); got != want {
			t.Errorf("%s: %d, not %d", what, got, want)
		}
	}
	first, last := c.count(t, `select min(at) / 1000000 from signal where org = $1`), c.count(t, `select max(at) / 1000000 from signal where org = $1`)
	if days := (last - first) / 86400; days < 725 || days > 731 || int64(last) > present.Unix() {
		t.Errorf("the signals span %d days", days)
	}
}

func (c *centre) count(t testing.TB, query string) (n int) {
	t.Helper()
	err := c.DB.Read(context.Background(), c.ID, func(tx *db.Tx) error { return tx.QueryRow(context.Background(), query, c.ID).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnOrganisationThatHasHeardSomethingIsRefused(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	c := &centre{App: a, Org: a.Organisation(t, "Busy")}
	a.Run(t, []apptest.Scenario{
		{Name: "a demo may be made at first", Path: "/demo", As: c.Owner, Status: 200, Contains: []string{`"stage":"none"`, `"available":true`}},
		{Name: "too few signals are refused", Method: "POST", Path: "/demo", As: c.Owner, Body: `{"signals":10}`, Status: 422, Contains: []string{"signals_range", "body.signals"}},
		{Name: "an administrator can't make one", Method: "POST", Path: "/demo", As: c.Token(t, identity.Admin, ""), Body: `{}`, Status: 403},
		{Name: "nor see what is hidden", Path: "/demo", As: c.Token(t, identity.Admin, ""), Status: 403},
		{Name: "a signal comes", Method: "POST", Path: "/signals", As: c.Owner, Body: `{"at":"2026-11-18T10:00:00Z","kind":"survey","measures":{"nps":3}}`, Status: 201},
		{Name: "now a demo is refused", Method: "POST", Path: "/demo", As: c.Owner, Body: `{}`, Status: 409, Contains: []string{"organisation_in_use"}},
		{Name: "and isn't offered", Path: "/demo", As: c.Owner, Status: 200, Contains: []string{`"available":false`}},
	})
	if n := c.count(t, `select count(*) from job where org = $1`); n != 0 {
		t.Errorf("%d jobs", n)
	}
}

func TestASignalThatComesFirstStopsTheDemo(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	c := &centre{App: a, Org: a.Organisation(t, "Race")}
	a.Must(t, 202, "POST", "/demo", c.Owner, demo.Wish{Signals: 1000})
	a.Must(t, 201, "POST", "/signals", c.Owner, `{"at":"2026-11-18T10:00:00Z","kind":"survey","measures":{"nps":3}}`)
	if _, err := a.Jobs.RunOne(context.Background()); err == nil {
		t.Error("the demo was made")
	}
	c.look(t)
	if c.state.Stage != demo.Failed || !strings.Contains(c.state.Error, "heard something") {
		t.Errorf("%+v", c.state)
	}
	if n := c.count(t, `select count(*) from employee where org = $1`); n != 0 {
		t.Errorf("%d employees were made", n)
	}
}

func TestAnotherMetricOfTheSameKeyIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	o := a.Organisation(t, "Stars")
	a.Must(t, 201, "POST", "/metrics", o.Owner, `{"key":"stars","name":"Stars","min":0,"max":10,"scoring":{"method":"mean"}}`)
	a.Run(t, []apptest.Scenario{
		{Name: "with its place", Method: "POST", Path: "/demo", As: o.Owner, Body: `{}`, Status: 422, Contains: []string{"metric_differs"}},
	})
}

func TestASecondRequestWhileOneWaitsIsTheSameDemo(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	o := a.Organisation(t, "Twice")
	one := a.Must(t, 202, "POST", "/demo", o.Owner, demo.Wish{Signals: 1000})
	two := a.Must(t, 202, "POST", "/demo", o.Owner, demo.Wish{Signals: 1000, Seed: 7})
	if one["job"] != two["job"] || two["stage"] != "waiting" {
		t.Errorf("%v and %v", one, two)
	}
}

// TestADemoThatWasStoppedGoesOnAndIsTheSame: what was committed isn't made again, and what follows doesn't depend on the stop.
func TestADemoThatWasStoppedGoesOnAndIsTheSame(t *testing.T) {
	t.Parallel()
	wish := demo.Wish{Signals: 20_000}
	whole := made(t, wish)
	a := newApp(t)
	c := &centre{App: a, Org: a.Organisation(t, "Demo")}
	id := a.Must(t, 202, "POST", "/demo", c.Owner, wish)["job"].(string)
	ended := make(chan error)
	go func() {
		_, err := a.Jobs.RunOne(context.Background())
		ended <- err
	}()
	for c.count(t, `select count(*) from signal where org = $1`) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := a.Jobs.Cancel(c.Context(), c.ID, id); err != nil {
		t.Fatalf("the demo was made before it could be stopped: %v", err)
	}
	<-ended
	some := c.count(t, `select count(*) from signal where org = $1`)
	if c.look(t); c.state.Stage != demo.Cancelled || some == 0 || some == wish.Signals {
		t.Fatalf("%s after %d signals", c.state.Stage, some)
	}
	if err := a.Jobs.Retry(c.Context(), c.ID, id); err != nil {
		t.Fatal(err)
	}
	c.work(t)
	if one, two := whole.told(t), c.told(t); one != two {
		t.Errorf("the whole demo is %s, the stopped one %s", one, two)
	}
	for what, want := range map[string]int{"signal": wish.Signals, "employee": 600, "customer": wish.Signals * 3 / 10, "alert_rule": 1} {
		if got := c.count(t, `select count(*) from `+what+` where org = $1`); got != want {
			t.Errorf("%s: %d, not %d", what, got, want)
		}
	}
}

// told is a hash of what the signals say, in their order; ids differ.
func (c *centre) told(t testing.TB) string {
	t.Helper()
	h := sha256.New()
	err := c.DB.Read(context.Background(), c.ID, func(tx *db.Tx) error {
		rows, err := tx.Query(context.Background(), `select at, kind, doc from signal where org = $1 order by seq`, c.ID)
		_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
			var at int64
			var kind, doc string
			if err := r.Scan(&at, &kind, &doc); err != nil {
				return n, err
			}
			var s signal.Content
			if err := json.Unmarshal([]byte(doc), &s); err != nil {
				return n, err
			}
			_, err = fmt.Fprintln(h, at, kind, s.Channel, s.Measures, s.LeftOut, s.Comments, s.Attributes, s.Quiet)
			return n, err
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}
