// Package drivers says which of several measures go along with an outcome, and how sure that is: shares of R² (LMG, Shapley)
// with their ranks, importance against performance, and penalties against rewards.
//
// All of it is association, not cause, and none of it is money: a measure that shares a cause with the outcome looks like a
// driver. Everything is computed from sums of cross-products in at most 1,000 blocks, taken in one pass over the rows; a
// million rows cost a second or so, and a thousand bootstrap draws don't touch the rows again.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone but stats. No function panics on data.
package drivers

import (
	"fmt"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// MostDrivers is for how many drivers shares are exact: 2¹⁵ models are a moment's work, and more measures than that are a list
// to shorten, not to rank.
const MostDrivers = 15

// BlockCount is into how many blocks rows are put, by their keys. The bootstrap draws blocks, not rows.
const BlockCount = 1000

// Missing says what becomes of a row in which not every measure is known.
type Missing string

// The closed list.
const (
	// Listwise uses rows in which the outcome and every driver are known. Shares then all speak of the same customers.
	Listwise Missing = "listwise"
	// Pairwise uses for each correlation the rows in which both measures are known. More rows count, but each correlation is
	// of other customers, and together they may contradict each other; then there are no shares.
	Pairwise Missing = "pairwise"
)

// Moments are the sums of squares and cross-products of an outcome and its drivers, by block. Make one with New, Add every
// row, then ask Analyse. It isn't safe for use by several goroutines at once; give each its own and Merge them.
type Moments struct {
	outcome string
	names   []string
	missing Missing
	rows    int64 // added
	used    int64 // with everything known
	origin  []float64
	known   []bool
	z       []float64 // scratch: the row, outcome first
	width   int       // of a block
	block   [][]float64
}

// New begins the moments of an outcome and 1 to 15 drivers. Refusals: "no_drivers", "too_many_drivers", "names" (an empty name,
// or one twice, or that of the outcome), "missing" (neither Listwise nor Pairwise).
func New(outcome string, names []string, missing Missing) (*Moments, error) {
	switch {
	case len(names) == 0:
		return nil, stats.Refuse("no_drivers", "Choose at least one measure that may drive %s.", outcome)
	case len(names) > MostDrivers:
		return nil, stats.Refuse("too_many_drivers", fmt.Sprintf("%d measures are too many to compare; choose at most %d.", len(names), MostDrivers))
	case missing != Listwise && missing != Pairwise:
		return nil, stats.Refuse("missing", "Rows with missing values are used either listwise or pairwise.")
	}
	seen := map[string]bool{"": true, outcome: true}
	for _, name := range names {
		if seen[name] {
			return nil, stats.Refuse("names", "%s is chosen twice, is the outcome itself, or has no name.", name)
		}
		seen[name] = true
	}
	q := len(names) + 1
	m := &Moments{outcome: outcome, names: slices.Clone(names), missing: missing, origin: make([]float64, q), known: make([]bool, q), z: make([]float64, q)}
	if m.width = 1 + q + triangle(q); missing == Pairwise {
		m.width = perPair * triangle(q)
	}
	m.block = make([][]float64, BlockCount)
	return m, nil
}

// triangle is the number of pairs i ≤ j of q.
func triangle(q int) int { return q * (q + 1) / 2 }

// perPair is how many sums a pair has where each pair has rows of its own: n, Σx, Σy, Σx², Σy², Σxy.
const perPair = 6

// Add puts a row into the block of its key. NaN and infinities are missing, as are values beyond the end of a short slice.
//
// The key should be evenly spread and the same whenever the row is added: a hash of the row's id or, where a customer can
// answer more than once, of the customer, because answers of one customer aren't independent and have to be drawn together.
// Then results don't depend on the order of rows.
func (m *Moments) Add(key uint64, outcome float64, values []float64) {
	m.rows++
	complete := true
	for k := range m.z {
		v := outcome
		if k > 0 {
			v = math.NaN()
			if k <= len(values) {
				v = values[k-1]
			}
		}
		if math.IsInf(v, 0) {
			v = math.NaN()
		}
		complete = complete && v == v
		m.z[k] = v
	}
	if complete {
		m.used++
	} else if m.missing == Listwise {
		return
	}
	// Sums are of distances from the first value seen, so that measures far from 0 (times, money) keep their digits.
	for k, v := range m.z {
		if !m.known[k] && v == v {
			m.origin[k], m.known[k] = v, true
		}
		m.z[k] = v - m.origin[k]
	}
	b := m.at(int(mix(key) % BlockCount))
	if m.missing == Listwise {
		addComplete(b, m.z)
	} else {
		addPairs(b, m.z)
	}
}

// at is a block, made when it is first needed.
func (m *Moments) at(k int) []float64 {
	if m.block[k] == nil {
		m.block[k] = make([]float64, m.width)
	}
	return m.block[k]
}

// mix spreads keys that aren't evenly spread themselves, such as numbers counted up (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// addComplete adds to n, the sums, and the upper triangle of products.
func addComplete(b, z []float64) {
	b[0]++
	b = b[1:]
	for i, v := range z {
		b[i] += v
	}
	b = b[len(z):]
	for i, v := range z {
		row := b[:len(z)-i]
		for j, u := range z[i:] {
			row[j] += v * u
		}
		b = b[len(row):]
	}
}

// addPairs adds to the six sums of each pair that is known.
func addPairs(b, z []float64) {
	at := 0
	for i, v := range z {
		for _, u := range z[i:] {
			if v == v && u == u {
				p := b[at : at+perPair : at+perPair]
				p[0]++
				p[1] += v
				p[2] += u
				p[3] += v * v
				p[4] += u * u
				p[5] += v * u
			}
			at += perPair
		}
	}
}

// Merge adds the rows of other, which must have the same outcome, drivers and way with missing values ("merge" otherwise), and
// leaves other as it is.
func (m *Moments) Merge(other *Moments) error {
	if m.outcome != other.outcome || m.missing != other.missing || !slices.Equal(m.names, other.names) {
		return stats.Refuse("merge", "Only moments of the same measures can be added up.")
	}
	for k := range m.origin {
		if !m.known[k] {
			m.origin[k], m.known[k] = other.origin[k], other.known[k]
		}
	}
	shift := make([]float64, len(m.origin))
	for k := range shift {
		if other.known[k] {
			shift[k] = other.origin[k] - m.origin[k]
		}
	}
	for k, b := range other.block {
		if b != nil {
			moved := slices.Clone(b)
			if m.missing == Listwise {
				moveComplete(moved, shift)
			} else {
				movePairs(moved, shift)
			}
			into := m.at(k)
			for i, v := range moved {
				into[i] += v
			}
		}
	}
	m.rows, m.used = m.rows+other.rows, m.used+other.used
	return nil
}

// moveComplete turns sums of z into sums of z + shift.
func moveComplete(b, shift []float64) {
	n, sums := b[0], b[1:1+len(shift)]
	at := 1 + len(shift)
	for i, d := range shift {
		for j := i; j < len(shift); j++ {
			b[at] += d*sums[j] + shift[j]*sums[i] + n*d*shift[j]
			at++
		}
	}
	for i, d := range shift {
		sums[i] += n * d
	}
}

func movePairs(b, shift []float64) {
	at := 0
	for i, d := range shift {
		for _, e := range shift[i:] {
			p := b[at : at+perPair]
			p[5] += d*p[2] + e*p[1] + p[0]*d*e
			p[3] += 2*d*p[1] + p[0]*d*d
			p[4] += 2*e*p[2] + p[0]*e*e
			p[1] += p[0] * d
			p[2] += p[0] * e
			at += perPair
		}
	}
}

// filled are the blocks that have rows.
func (m *Moments) filled() (blocks [][]float64) {
	for _, b := range m.block {
		if b != nil {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// summary is what sums of blocks say: correlations of all with all, outcome first, and the means.
type summary struct {
	r        []float64 // q × q
	mean     []float64
	variance []float64
	n        []float64 // of each measure
	least    float64   // the smallest n of a pair
	pair     [2]int    // which pair that is
}

// summarise fills s from the sums of one sample. Correlations with a constant are 0.
func (m *Moments) summarise(total []float64, s *summary) {
	q := len(m.origin)
	if s.r == nil {
		s.r, s.mean, s.variance, s.n = make([]float64, q*q), make([]float64, q), make([]float64, q), make([]float64, q)
	}
	s.least = math.Inf(1)
	if m.missing == Listwise {
		m.summariseComplete(total, s)
	} else {
		m.summarisePairs(total, s)
	}
	for i := range q {
		for j := range i {
			s.r[i*q+j] = s.r[j*q+i]
		}
	}
}

func (m *Moments) summariseComplete(total []float64, s *summary) {
	q, n := len(m.origin), total[0]
	sums, at := total[1:], 1+len(m.origin)
	s.least = n
	for i := range q {
		s.n[i], s.mean[i] = n, m.origin[i]+sums[i]/n
		for j := i; j < q; j++ {
			s.r[i*q+j] = total[at] - sums[i]*sums[j]/n
			at++
		}
		s.variance[i] = max(0, s.r[i*q+i]) / n
	}
	for i := range q {
		for j := i + 1; j < q; j++ {
			s.r[i*q+j] = ratio(s.r[i*q+j]/n, s.variance[i], s.variance[j])
		}
	}
	for i := range q {
		s.r[i*q+i] = 1
	}
}

func (m *Moments) summarisePairs(total []float64, s *summary) {
	q, at := len(m.origin), 0
	for i := range q {
		for j := i; j < q; j++ {
			p := total[at : at+perPair]
			n := p[0]
			if i == j {
				s.n[i], s.mean[i], s.variance[i] = n, m.origin[i]+p[1]/n, max(0, p[3]-p[1]*p[1]/n)/n
				s.r[i*q+i] = 1
			} else {
				s.r[i*q+j] = ratio((p[5]-p[1]*p[2]/n)/n, max(0, p[3]-p[1]*p[1]/n)/n, max(0, p[4]-p[2]*p[2]/n)/n)
			}
			if n < s.least {
				s.least, s.pair = n, [2]int{i, j}
			}
			at += perPair
		}
	}
}

// ratio is a correlation; 0 where one of the two is constant.
func ratio(covariance, a, b float64) float64 {
	if !(a > 0 && b > 0) {
		return 0
	}
	return max(-1, min(1, covariance/math.Sqrt(a)/math.Sqrt(b)))
}
