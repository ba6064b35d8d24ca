package demo

import (
	"math"
	"testing"
	"time"
)

// Who meets a failure buys less afterwards, by about as much as was planted: compared over the half year after a date with those
// whose contacts in the half year before it went well.
func TestFailuresHaveConsequencesInPurchases(t *testing.T) {
	t.Parallel()
	w := newTestWorld(t, plan(1, 60_000))
	w.met = w.failures()
	landmark := w.plan.End.AddDate(0, -9, 0)
	from := landmark.AddDate(0, -6, 0).UnixMicro()
	contacts := map[int]bool{}
	for n := range w.moments {
		if w.moments[n] >= from && w.moments[n] < landmark.UnixMicro() {
			contacts[w.meet(n).client] = true
		}
	}
	var stayed, all [4]float64
	for n := range w.refs {
		group := 3
		for _, f := range w.met[n] {
			if f.at >= from && f.at < landmark.UnixMicro() {
				group = int(f.kind)
			}
		}
		before, after := false, false
		for _, p := range w.purchases(n) {
			before = before || p.At.After(landmark.AddDate(0, -9, 0)) && p.At.Before(time.UnixMicro(from))
			after = after || p.At.After(landmark)
		}
		if !before || group == 3 && !contacts[n] {
			continue
		}
		all[group]++
		if after {
			stayed[group]++
		}
	}
	share := func(g int) float64 { return stayed[g] / all[g] }
	t.Logf("%.3f of %.0f without a failure; silent %.3f of %.0f, unresolved %.3f of %.0f, resolved %.3f of %.0f", share(3), all[3], share(0), all[0], share(1), all[1], share(2), all[2])
	if !(share(1) < share(0) && share(0) < share(2) && share(2) < share(3)+0.05) {
		t.Error("who complained in vain leaves most, who was helped least")
	}
	if lost := 1 - share(1)/share(3); math.Abs(lost-0.30) > 0.12 {
		t.Errorf("%.2f of those who complained in vain are lost, 0.30 were planted", lost)
	}
	again := newTestWorld(t, w.plan)
	if again.met = again.failures(); len(again.met) != len(w.met) {
		t.Error("the same seed makes other failures")
	}
}
