package app_test

import (
	"fmt"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// TestAFileOfReviewsThatNamesNobodyIsRankedToo counts each review as a customer, since few signals name one.
func TestAFileOfReviewsThatNamesNobodyIsRankedToo(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Acme")
	for i := range 120 {
		point, stars := "lounge", 5
		if i%2 == 0 {
			point = "desk"
		}
		if i%10 == 0 || point == "desk" && i%3 == 0 {
			stars = 1
		}
		a.Must(t, 201, "POST", "/signals", o.Owner, object{"kind": "review", "at": clock(a, -i-1), "key": fmt.Sprint(i), "touch_point": point, "measures": object{"csat": stars}})
	}
	a.CatchUp(t, o)
	p := a.Must(t, 200, "GET", "/impact/proposals", o.Owner, nil)
	if p["people"] != false || len(p["items"].([]any)) == 0 {
		t.Fatalf("nothing is proposed: %v", p)
	}
	a.Must(t, 201, "POST", "/impact/proposals", o.Owner, object{"touch_points": []string{"lounge", "desk"}})
	worthOfOne(t, a, o)
	a.RunJobs(t)
	_, areas := ranked(t, a, o, "")
	if areas[0]["name"] != "Desk" || areas[0]["missing"] != nil || amount(areas[0], "total", "p50") <= 0 {
		t.Errorf("areas are %v", areas)
	}
}
