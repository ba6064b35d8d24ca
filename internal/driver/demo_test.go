package driver_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// TestTheDemosPlantedDriversComeOut asks a demo which measures drive satisfaction: those that were planted come out with the right
// sign, the stronger one not below the weaker, and the one that does nothing last.
func TestTheDemosPlantedDriversComeOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.DB.Now = func() time.Time { return time.Date(2026, 11, 18, 15, 20, 0, 0, time.UTC) }
	o := a.Organisation(t, "Demo")
	a.Must(t, 202, "POST", "/demo", o.Owner, object{"signals": 5000, "seed": 1})
	a.RunJobs(t)
	a.CatchUp(t, o)
	planted := a.Must(t, 200, "GET", "/demo", o.Owner, nil)["truths"].(object)["drivers"].([]any)
	key := func(k int) string { return planted[k].(object)["metric"].(string) }
	size := func(k int) float64 { return math.Abs(planted[k].(object)["size"].(float64)) }
	wait, once, idle := 0, 1, 2

	// No measures named: those that are proposed.
	s := side(a.Must(t, 200, "POST", "/driver-analyses", o.Owner, object{"outcome": "csat"}), 0)
	by, ranked := drivers(s)
	if len(ranked) != 3 || ranked[2] != key(idle) || by[key(idle)]["rank_low"] != 3.0 {
		t.Fatalf("ranked %v: %v", ranked, by[key(idle)])
	}
	if by[key(wait)]["sign"] != "down" || by[key(once)]["sign"] != "up" {
		t.Errorf("signs are %v and %v", by[key(wait)]["sign"], by[key(once)]["sign"])
	}
	// What a driver does is its size times how far it spreads: waits by about their mean of 4 minutes, a share p by √p(1−p).
	want := fmt.Sprint([]string{key(wait), key(once), key(idle)})
	if size(once)*math.Sqrt(0.76*0.24) > size(wait)*4 {
		want = fmt.Sprint([]string{key(once), key(wait), key(idle)})
	}
	if fmt.Sprint(ranked) != want {
		t.Errorf("ranked %v, planted %s", ranked, want)
	}
}
