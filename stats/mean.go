package stats

import (
	"math"
	"math/big"
)

// Sums are the exact sufficient statistics of n whole numbers: their sum and the sum of their squares.
//
// Sums are integers because sums of floating-point numbers depend on the order they are added in, and a figure must be the
// same to the digit wherever it is shown. A nil Sum or Squares is 0.
type Sums struct {
	N       int64
	Sum     *big.Int
	Squares *big.Int
}

// NewSums takes the sum of squares in two halves, squaresHi·2³² + squaresLo, as engines add it up when it is too large for
// 63 bits. The low half may be larger than 2³², and either may be negative.
func NewSums(n, sum, squaresHi, squaresLo int64) Sums {
	squares := big.NewInt(squaresHi)
	squares.Lsh(squares, 32)
	return Sums{N: n, Sum: big.NewInt(sum), Squares: squares.Add(squares, big.NewInt(squaresLo))}
}

// Mean is the arithmetic mean with Student's t interval, in units of scale: sums of thousandths with scale 1000 give a
// mean in whole points.
//
//	x̄ = Σx/n      x̄ ± t·s/√n      s² = (Σx² − (Σx)²/n)/(n−1)
//
// with t the quantile of (1+level)/2 at n−1 degrees of freedom. Estimate and s² are exact fractions, each rounded once, so
// that no digit is lost however large the sums or small the spread.
//
// The interval supposes that means of samples of this size are about normal. It isn't held inside the scale the answers
// came from (see Clamp), and it has no width when all answers are alike, which for few answers says too much: show figures
// under Enough as too few.
//
// All NaN for N ≤ 0 or scale ≤ 0, and for sums that no numbers have (n·Σx² < (Σx)²); the limits alone for N = 1 and for a
// level outside (0, 1).
//
// Source: Student, Biometrika 6 (1908) 1–25; any textbook since.
func Mean(s Sums, scale int64, level float64) Interval {
	variance, ok := s.spread()
	if !ok || scale <= 0 {
		return unknown(level)
	}
	i := Interval{math.NaN(), math.NaN(), math.NaN(), level}
	n, by := big.NewInt(s.N), big.NewInt(scale)
	i.Estimate, _ = new(big.Rat).SetFrac(orZero(s.Sum), new(big.Int).Mul(n, by)).Float64()
	if s.N == 1 || !usable(level) {
		return i
	}
	// SE² = (n·Σx² − (Σx)²) / (n²·(n−1)·scale²)
	below := new(big.Int).Mul(n, n)
	below.Mul(below, big.NewInt(s.N-1)).Mul(below, by).Mul(below, by)
	squaredError, _ := new(big.Rat).SetFrac(variance, below).Float64()
	half := StudentQuantile(twoSided(level), float64(s.N-1)) * math.Sqrt(squaredError)
	i.Low, i.High = i.Estimate-half, i.Estimate+half
	return i
}

// spread is n·Σx² − (Σx)², and whether any n whole numbers can have these sums.
func (s Sums) spread() (*big.Int, bool) {
	if s.N <= 0 {
		return nil, false
	}
	sum := orZero(s.Sum)
	d := new(big.Int).Mul(big.NewInt(s.N), orZero(s.Squares))
	d.Sub(d, new(big.Int).Mul(sum, sum))
	return d, d.Sign() >= 0
}

func orZero(x *big.Int) *big.Int {
	if x == nil {
		return new(big.Int)
	}
	return x
}
