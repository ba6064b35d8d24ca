package drivers

import (
	"math/bits"
)

// nothing is the share of a driver's variance below which what the other drivers leave of it is rounding.
const nothing = 1e-10

// shapley computes LMG shares from correlations; it keeps its memory from one sample to the next.
type shapley struct {
	p      int
	r2     []float64   // of each subset of drivers, by its bits
	left   [][]float64 // by level: what is left of the later drivers' correlations
	weight []float64   // by size of subset: s!(p−s−1)!/p!
}

func newShapley(p int) *shapley {
	s := &shapley{p: p, r2: make([]float64, 1<<p), left: make([][]float64, p+1), weight: make([]float64, p+1)}
	for level := range s.left {
		d := p - level + 1
		s.left[level] = make([]float64, d*d)
	}
	s.weight[0] = 1 / float64(p)
	for k := 1; k < p; k++ {
		s.weight[k] = s.weight[k-1] * float64(k) / float64(p-k)
	}
	return s
}

// shares fills into with each driver's share of R², from the q × q correlations with the outcome first, and returns R².
//
//	φ_k = Σ_S |S|!(p−|S|−1)!/p!·[R²(S∪k) − R²(S)]        over all subsets S of the other drivers
//
// The R² of all 2ᵖ subsets come from one walk over a tree: at each driver what is left is the outcome's and the later drivers'
// correlations given those taken so far, and taking one more is one step of Gaussian elimination. That is about three
// multiplications a subset. Then with g(T) = R²(T)·(w(|T|−1) + w(|T|)), φ_k is the sum of g over the subsets that hold k, less
// one sum that is the same for all.
func (s *shapley) shares(r []float64, into []float64) float64 {
	q := s.p + 1
	for i := range q {
		for j := i; j < q; j++ {
			s.left[0][i*q+j] = r[(i+1)%q*q+(j+1)%q] // the outcome goes last
		}
	}
	s.walk(0, 0)
	full := s.r2[len(s.r2)-1]
	same := 0.0
	for t, r2 := range s.r2 {
		size := bits.OnesCount(uint(t))
		w := s.weight[size] // 0 for all drivers together, which no driver can join
		same += w * r2
		if size > 0 {
			w += s.weight[size-1]
		}
		s.r2[t] = w * r2
	}
	// Fold one driver after the other away: first those that hold it are added up, then both halves become one.
	g := s.r2
	for k := range into {
		held := 0.0
		half := g[:len(g)/2]
		for t := range half {
			held += g[2*t+1]
			half[t] = g[2*t] + g[2*t+1]
		}
		into[k] = held - same
		g = half
	}
	return full
}

// walk fills r2 for every subset that agrees with taken on the drivers before level.
func (s *shapley) walk(level, taken int) {
	d := s.p - level + 1
	a := s.left[level]
	if level == s.p-1 {
		y := a[3]
		s.r2[taken] = 1 - y
		if a[0] > nothing {
			y -= a[1] * a[1] / a[0]
		}
		s.r2[taken|1<<level] = 1 - y
		return
	}
	next := s.left[level+1]
	for i := 1; i < d; i++ {
		copy(next[(i-1)*(d-1)+i-1:i*(d-1)], a[i*d+i:i*d+d])
	}
	s.walk(level+1, taken)
	pivot := a[0]
	for i := 1; i < d; i++ {
		to, from := next[(i-1)*(d-1):i*(d-1)], a[i*d:i*d+d]
		factor := 0.0
		if pivot > nothing {
			factor = a[i] / pivot
		}
		for j := i; j < d; j++ {
			to[j-1] = from[j] - factor*a[j]
		}
	}
	s.walk(level+1, taken|1<<level)
}
