package lifetime_test

import (
	"fmt"

	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

// What a subscriber who has renewed twice still pays within three years, at 29 a month, ten per cent a year off for waiting.
func ExampleFitSBG() {
	m, err := lifetime.FitSBG(lifetime.Contracts{
		Lost: []int64{131, 126, 90, 60, 42, 34, 26},
		Kept: []int64{0, 0, 0, 0, 0, 0, 491},
	}, lifetime.Months(1), lifetime.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% renew the first time, %.0f %% the seventh\n", 100*m.Retention(1), 100*m.Retention(7))
	fmt.Printf("%.0f to come\n", 29*m.Residual(2, 0, lifetime.Years(3), 0.1))
	// Output:
	// 85 % renew the first time, 94 % the seventh
	// 405 to come
}
