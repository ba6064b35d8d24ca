package drivers

import (
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// Block is one block's sums, taken elsewhere, such as in a database, of distances from an origin common to all blocks (see
// Summed). Listwise it has N, Sums and Products, pairwise Pairs.
type Block struct {
	N        float64
	Sums     []float64          // of the outcome, then of each driver
	Products []float64          // of columns i ≤ j: 00, 01, … 11, 12 …
	Pairs    [][perPair]float64 // of columns i ≤ j in the same order: n, Σx, Σy, Σx², Σy², Σxy
}

// Summed is what is known of rows that were added up elsewhere.
type Summed struct {
	Rows   int64     // that could have counted: those with an outcome, whatever else they lack
	Used   int64     // in which everything is known
	Origin []float64 // what was taken off the outcome and each driver before summing; near their means, sums keep their digits
	Blocks []Block   // each of rows that hang together, at least one row each
}

// FromBlocks makes the moments of rows that were added up elsewhere. Refusals are those of New, and "blocks" where a block has
// not as many sums as there are measures.
func FromBlocks(outcome string, names []string, missing Missing, s Summed) (*Moments, error) {
	m, err := New(outcome, names, missing)
	if err != nil {
		return nil, err
	}
	q := len(names) + 1
	if len(s.Origin) != q {
		return nil, blocksDiffer()
	}
	m.rows, m.used, m.origin = s.Rows, s.Used, slices.Clone(s.Origin)
	for k := range m.known {
		m.known[k] = true
	}
	m.block = make([][]float64, 0, len(s.Blocks))
	for _, b := range s.Blocks {
		sums, err := b.flat(q, missing)
		if err != nil {
			return nil, err
		}
		m.block = append(m.block, sums)
	}
	return m, nil
}

// ContrastFromBlocks makes a penalty–reward contrast of rows that were added up elsewhere: the columns are the outcome, and for
// each attribute whether it is low and whether it is high (1 or 0). Only the outcome may have an origin. Refusals are those of
// NewContrast, and "blocks".
func ContrastFromBlocks(outcome string, of []Attribute, s Summed) (*Contrast, error) {
	c, err := NewContrast(outcome, of)
	if err != nil {
		return nil, err
	}
	if len(s.Origin) != 1 {
		return nil, blocksDiffer()
	}
	c.rows, c.origin, c.moments.used = s.Rows, s.Origin[0], s.Used
	c.moments.block = make([][]float64, 0, len(s.Blocks))
	for _, b := range s.Blocks {
		sums, err := b.flat(len(c.z), Listwise)
		if err != nil {
			return nil, err
		}
		c.moments.block = append(c.moments.block, sums)
	}
	return c, nil
}

func blocksDiffer() error {
	return stats.Refuse("blocks", "The blocks were added up of other measures.")
}

// flat is the block as Moments keep it.
func (b Block) flat(q int, missing Missing) ([]float64, error) {
	if missing == Pairwise {
		if len(b.Pairs) != triangle(q) {
			return nil, blocksDiffer()
		}
		out := make([]float64, 0, perPair*triangle(q))
		for _, p := range b.Pairs {
			out = append(out, p[:]...)
		}
		return out, nil
	}
	if len(b.Sums) != q || len(b.Products) != triangle(q) {
		return nil, blocksDiffer()
	}
	return slices.Concat([]float64{b.N}, b.Sums, b.Products), nil
}
