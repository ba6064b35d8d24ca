package stats_test

import (
	"fmt"

	"github.com/touchstone-cx/touchstone/stats"
)

// Two of eight answers come from the young, who are half of all customers: each of theirs counts double.
func ExampleRake() {
	raked, err := stats.Rake(nil, []stats.Margin{{
		Name: "age", Categories: []string{"young", "old"}, Targets: []float64{50, 50},
		Of: []int{0, 0, 1, 1, 1, 1, 1, 1},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("young %.2f, old %.2f, effective n %.0f\n", raked.Weights[0], raked.Weights[7], raked.Effective)
	// Output: young 2.00, old 0.67, effective n 6
}

func ExamplePareto() {
	bars, err := stats.Pareto([]string{"billing", "delivery", "tone"}, []int64{40, 400, 35}, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range bars {
		fmt.Printf("%-8s %.0f to %.0f %%, rank %d to %d\n", b.Category, 100*b.Share.Low, 100*b.Share.High, b.RankLow, b.RankHigh)
	}
	// Output:
	// delivery 80 to 88 %, rank 1 to 1
	// billing  6 to 12 %, rank 2 to 3
	// tone     5 to 11 %, rank 2 to 3
}
