package analytics

import "math/big"

// Big is the sum as one number.
func (w Wide) Big() *big.Int {
	b := new(big.Int).Lsh(big.NewInt(w.Hi), 32)
	return b.Add(b, big.NewInt(w.Lo))
}

// Float is the nearest double, for formulas that end in one.
func (w Wide) Float() float64 {
	f, _ := new(big.Float).SetInt(w.Big()).Float64()
	return f
}

// Add is the sum of both, normal again.
func (w Wide) Add(v Wide) Wide { return normal(w.Hi+v.Hi, w.Lo+v.Lo) }

// Square returns v² for |v| ≤ MaxScore.
func Square(v int64) Wide { return Product(v, v) }

// Product returns x·y for |x|, |y| ≤ MaxScore.
func Product(x, y int64) Wide { return normal(0, x*y) }

// normal carries what Lo has above 32 bits into Hi, so that equal sums are equal values. The shift rounds down, so it holds
// for negative sums too.
func normal(hi, lo int64) Wide { return Wide{Hi: hi + lo>>32, Lo: lo & (1<<32 - 1)} }
