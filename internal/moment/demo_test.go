package moment_test

import (
	"fmt"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
)

// The demo plants two weak touch points: who follows the proposals finds them.
func TestTheDemosWeakTouchPointsAreProposedFirst(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := &bank{App: a, Org: a.Organisation(t, "Demo"), t: t}
	b.must(202, "POST", "/demo", object{"signals": 6000})
	a.RunJobs(t)
	a.CatchUp(t, b.Org)
	planted := map[any]bool{}
	for _, w := range b.must(200, "GET", "/demo", nil)["truths"].(object)["weak"].([]any) {
		planted[w.(object)["touch_point"]] = true
	}
	items := b.must(200, "GET", "/moments/proposals", nil)["items"].([]any)
	for i, it := range items[:3] {
		w := it.(object)
		if got := fmt.Sprint(planted[w["touch_point"]], w["verdict"] == "higher"); got != fmt.Sprint(i < 2, i < 2) {
			t.Errorf("proposal %d is %v, %v", i+1, w["touch_point"], w["verdict"])
		}
	}
}
