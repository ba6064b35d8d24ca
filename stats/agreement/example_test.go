package agreement_test

import (
	"fmt"
	"math"

	"github.com/touchstone-cx/touchstone/stats/agreement"
)

// Three evaluators rate five conversations from 1 to 3; one rating is missing.
func ExampleKrippendorff() {
	ratings := agreement.Ratings{{1, 1, 2}, {3, 3, 3}, {2, 2, math.NaN()}, {1, 1, 1}, {3, 2, 3}}
	alpha, err := agreement.Krippendorff(ratings, agreement.Ordinal, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("α = %.2f of %d ratings\n", alpha.Estimate, alpha.Ratings)
	// Output: α = 0.81 of 14 ratings
}
