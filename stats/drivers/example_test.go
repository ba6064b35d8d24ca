package drivers_test

import (
	"fmt"

	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// Satisfaction is twice as much about the solution as about the tone here, and not about the weekday. Twenty-seven answers are few, and the
// result says so.
func ExampleMoments_Analyse() {
	m, err := drivers.New("satisfaction", []string{"solved", "tone", "weekday"}, drivers.Listwise)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 27 {
		solved, tone, weekday := float64(i%3), float64(i/3%3), float64(i/9)
		noise := float64(i*7%5) - 2
		m.Add(uint64(i), 2*solved+tone+noise, []float64{solved, tone, weekday})
	}
	found, err := m.Analyse(drivers.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("n = %d, R² = %.2f\n", found.N, found.R2.Estimate)
	for _, d := range found.Drivers {
		fmt.Printf("%-8s %.0f %% of R², rank %d\n", d.Name, 100*d.Share.Estimate, d.Rank)
	}
	for _, w := range found.Warnings {
		fmt.Println(w.Code)
	}
	// Output:
	// n = 27, R² = 0.65
	// solved   76 % of R², rank 1
	// tone     24 % of R², rank 2
	// weekday  0 % of R², rank 3
	// few_rows
	// few_blocks
}
