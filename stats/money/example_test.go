package money_test

import (
	"fmt"

	"github.com/touchstone-cx/touchstone/stats/money"
)

// What late deliveries cost in a year: of 800 customers asked 64 had one, and of those between 5 and 40 % are believed to leave because
// of it.
func ExampleAssess() {
	customers, _ := money.Constant(50_000)
	value, _ := money.LogNormalFromQuantiles(200, 420)
	exposed, _ := money.Constant(20_000)
	late, _ := money.BetaFromCounts(64, 800)
	leave, _ := money.PERT(0.05, 0.2, 0.4)
	v, err := money.Assess(
		money.Base{Customers: money.Quantity{Distribution: customers}, Value: money.Quantity{Distribution: value}},
		[]money.Area{{Name: "delivery", Exposed: money.Quantity{Distribution: exposed}, Failure: money.Quantity{Distribution: late}, LeaveSilent: money.Quantity{Distribution: leave}}},
		money.Options{Seed: 1},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("between %.0f and %.0f thousand a year\n", v.Total.P10/1000, v.Total.P90/1000)
	fmt.Println("mostly uncertain for", v.Influences[0].Key)
	// Output:
	// between 49 and 165 thousand a year
	// mostly uncertain for delivery: leave, silent
}
