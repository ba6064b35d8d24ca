package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// NormalQuantile is the value that a standard normal variable stays below with probability p.
//
// p in [0, 1]; −Inf at 0, +Inf at 1, NaN outside. Formula: −√2·erfc⁻¹(2p), which keeps its digits in the lower tail.
// Source: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.2 and 7.1.
func NormalQuantile(p float64) float64 {
	if p == 0.5 {
		return 0 // without the sign that −√2·0 would have
	}
	return -math.Sqrt2 * math.Erfcinv(2*p)
}

// manyDegrees is where StudentQuantile goes over to the expansion around the normal quantile. Its first left-out term is
// below 1e-13 there, and the inversion of the incomplete beta function gets slower and less exact as degrees grow.
const manyDegrees = 2000

// StudentQuantile is the value that a Student t variable with df degrees of freedom stays below with probability p.
//
// p in [0, 1], df > 0 and not necessarily whole; NaN outside. Up to 2,000 degrees it inverts the regularised incomplete
// beta function; above, it is the expansion of Fisher and Cornish around the normal quantile.
// Source: Abramowitz & Stegun (1964), 26.7.1 and 26.7.5.
func StudentQuantile(p, df float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || !(df > 0):
		return math.NaN()
	case p == 0 || p == 1 || p == 0.5 || math.IsInf(df, 1):
		return NormalQuantile(p)
	case df <= manyDegrees:
		return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
	}
	x := NormalQuantile(p)
	x2 := x * x
	g1 := x * (x2 + 1) / 4
	g2 := x * ((5*x2+16)*x2 + 3) / 96
	g3 := x * (((3*x2+19)*x2+17)*x2 - 15) / 384
	return x + (g1+(g2+g3/df)/df)/df
}

// twoSided is the probability below the upper limit of a symmetric interval at a confidence level.
func twoSided(level float64) float64 { return (1 + level) / 2 }
