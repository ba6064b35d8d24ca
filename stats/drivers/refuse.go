package drivers

import (
	"fmt"
	"math"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mat"
)

// same is how near to 1 a correlation is that means two measures are one, but for rounding.
const same = 1 - 1e-9

// refuse says why there can be no shares.
func (m *Moments) refuse(s *summary) error {
	p := len(m.names)
	name := func(k int) string {
		if k == 0 {
			return m.outcome
		}
		return m.names[k-1]
	}
	if n := max(0, s.least); !(n > float64(p+1)) {
		if m.missing == Pairwise && n == 0 && m.used < m.rows {
			return stats.Refuse("never_together", "No row has both %s and %s, so how they go together can't be known. Leave one out.", name(s.pair[0]), name(s.pair[1]))
		}
		if math.IsInf(n, 0) || math.IsNaN(n) {
			n = 0
		}
		return stats.Refuse("too_few_rows", fmt.Sprintf("Only %d of %d rows have all values that are needed; %d drivers need at least %d.", int64(n), m.rows, p, p+2))
	}
	if m.constant(s, 0) {
		return stats.Refuse("constant_outcome", "%s is the same in every row, so nothing can go along with it.", m.outcome)
	}
	var constant []string
	for k := 1; k <= p; k++ {
		if m.constant(s, k) {
			constant = append(constant, name(k))
		}
	}
	if constant != nil {
		return stats.Refuse("constant_driver", "The same in every row, so to be left out: %all.", constant...)
	}
	q := p + 1
	for i := range q {
		for j := i + 1; j < q; j++ {
			switch {
			case math.Abs(s.r[i*q+j]) < same:
			case i == 0:
				return stats.Refuse("same_as_outcome", "%s is the outcome %s itself in another form. Leave it out.", name(j), m.outcome)
			default:
				return stats.Refuse("duplicate_drivers", "%s and %s are one measure twice. Leave one out.", name(i), name(j))
			}
		}
	}
	return m.collinear(s)
}

// constant reports whether a measure has no spread but rounding.
func (m *Moments) constant(s *summary, k int) bool {
	far := math.Abs(s.mean[k] - m.origin[k])
	return !(s.variance[k] > 1e-14*far*far)
}

// collinear names a driver that follows exactly from others, and which. Pairwise correlations may contradict each other.
func (m *Moments) collinear(s *summary) error {
	p := len(m.names)
	q := p + 1
	if m.missing == Pairwise {
		all := mat.NewSymDense(q, nil)
		for i := range q {
			for j := i; j < q; j++ {
				all.SetSym(i, j, s.r[i*q+j])
			}
		}
		var eigen mat.EigenSym
		if !eigen.Factorize(all, false) || eigen.Values(nil)[0] < -1e-8 {
			return m.contradiction()
		}
	}
	for k := 1; k < p; k++ {
		before := mat.NewSymDense(k, nil)
		with := mat.NewVecDense(k, nil)
		for i := range k {
			with.SetVec(i, s.r[(i+1)*q+k+1])
			for j := i; j < k; j++ {
				before.SetSym(i, j, s.r[(i+1)*q+j+1])
			}
		}
		var chol mat.Cholesky
		var by mat.VecDense
		if !chol.Factorize(before) || chol.SolveVecTo(&by, with) != nil {
			continue // said of an earlier driver
		}
		if 1-mat.Dot(&by, with) > 1e-8 {
			continue
		}
		about := []string{m.names[k]}
		for i := range k {
			if math.Abs(by.AtVec(i)) > 1e-5 {
				about = append(about, m.names[i])
			}
		}
		return stats.Refuse("collinear", "One of these follows exactly from the others, so that their shares can't be told apart; leave one out: %all.", about...)
	}
	return nil
}
