package impact

import (
	"fmt"
	"testing"
)

// forty are areas of which every input is known only roughly.
func forty(n int) []Assessed {
	areas := make([]Assessed, n)
	for i := range areas {
		a := Assessed{Area: ID(fmt.Sprint("imp_", i)), Name: fmt.Sprint("Area ", i)}
		add := func(name Name, key string, s Spec) {
			in := Input{Name: name, Key: key, Spec: s, Source: Data, Grade: "B"}
			if err := in.fill(); err != nil {
				panic(err)
			}
			a.Inputs = append(a.Inputs, in)
		}
		id := string(a.Area) + ": "
		add(Exposed, id+"exposed", Spec{Kind: "beta_between", A: 2000 + 50*float64(i), B: 60, High: 100_000})
		add(Failure, id+"failure", Spec{Kind: "beta_counts", A: 60, B: 400})
		add(Complaint, id+"complaint", Spec{Kind: "beta_counts", A: 20, B: 60})
		add(Resolved, id+"resolved", Spec{Kind: "beta_counts", A: 9, B: 20})
		for _, name := range []Name{LeaveSilent, LeaveUnresolved, LeaveResolved, SpendSilent, SpendUnresolved, SpendResolved, Tell, LostPerTold, TellResolved, WonPerTold} {
			in, _ := assumed(name)
			add(name, string(name), in.Spec)
		}
		add(Value, "value", Spec{Kind: "lognormal_quantiles", A: 20_000, B: 60_000})
		add(Margin, "value", Spec{Kind: "lognormal_quantiles", A: 20_000, B: 60_000})
		areas[i] = a
	}
	return areas
}

func BenchmarkFortyAreas(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		areas := forty(40)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := assess(nil, clonesAll(areas), n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
