package driver

import (
	"math"
	"math/big"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// summed turns an engine's exact sums of thousandths into sums of distances from an origin in scale points. The origin is taken
// off while numbers are still whole, so that no digit is lost where means are far from 0. scale[i] is what one point of column i
// is in its stored unit: 1000 for scores, 1 for what is 0 or 1, negative where the column is to be turned round.
func summed(rows []analytics.Row, scale []float64, pairwise bool) drivers.Summed {
	q := len(scale)
	origin := origins(rows, q, pairwise)
	for i, s := range scale {
		if math.Abs(s) == 1 {
			origin[i] = 0
		}
	}
	out := drivers.Summed{Origin: make([]float64, q)}
	for i := range origin {
		out.Origin[i] = float64(origin[i]) / scale[i]
	}
	for _, r := range rows {
		if pairwise {
			out.Blocks = append(out.Blocks, drivers.Block{Pairs: centredPairs(r.Pairs, origin, scale)})
		} else {
			out.Used += r.N
			out.Blocks = append(out.Blocks, centred(r, origin, scale))
		}
	}
	return out
}

// origins are the columns' means in whole stored units.
func origins(rows []analytics.Row, q int, pairwise bool) []int64 {
	n, sum := make([]float64, q), make([]float64, q)
	for _, r := range rows {
		at := 0
		for i := range q {
			if pairwise {
				n[i] += float64(r.Pairs[at].N)
				sum[i] += float64(r.Pairs[at].X)
			} else {
				n[i] += float64(r.N)
				sum[i] += float64(r.Totals[i])
			}
			at += q - i
		}
	}
	out := make([]int64, q)
	for i := range out {
		if n[i] > 0 {
			out[i] = int64(math.Round(sum[i] / n[i]))
		}
	}
	return out
}

func centred(r analytics.Row, origin []int64, scale []float64) drivers.Block {
	b := drivers.Block{N: float64(r.N)}
	for i, s := range r.Totals {
		b.Sums = append(b.Sums, float64(s-r.N*origin[i])/scale[i])
	}
	at := 0
	for i := range scale {
		for j := i; j < len(scale); j++ {
			v := apart(r.Crosses[at], r.Totals[i], r.Totals[j], r.N, origin[i], origin[j])
			b.Products = append(b.Products, v/scale[i]/scale[j])
			at++
		}
	}
	return b
}

func centredPairs(pairs []analytics.Pair, origin []int64, scale []float64) [][6]float64 {
	out, at := make([][6]float64, 0, len(pairs)), 0
	for i := range scale {
		for j := i; j < len(scale); j++ {
			p := pairs[at]
			at++
			out = append(out, [6]float64{
				float64(p.N), float64(p.X-p.N*origin[i]) / scale[i], float64(p.Y-p.N*origin[j]) / scale[j],
				apart(p.XX, p.X, p.X, p.N, origin[i], origin[i]) / scale[i] / scale[i],
				apart(p.YY, p.Y, p.Y, p.N, origin[j], origin[j]) / scale[j] / scale[j],
				apart(p.XY, p.X, p.Y, p.N, origin[i], origin[j]) / scale[i] / scale[j],
			})
		}
	}
	return out
}

// apart is Σ(x−a)(y−b) = Σxy − aΣy − bΣx + nab, exactly.
func apart(xy analytics.Wide, x, y, n, a, b int64) float64 {
	if a == 0 && b == 0 {
		return xy.Float()
	}
	// Where every term is below 2⁶⁰, so is each sum of the four: 63 bits hold it.
	const safe = 1 << 60
	big1, big2, big3 := math.Abs(float64(a)*float64(y)), math.Abs(float64(b)*float64(x)), math.Abs(float64(n)*float64(a)*float64(b))
	if big1 < safe && big2 < safe && big3 < safe && xy.Hi < 1<<28 && xy.Hi > -(1<<28) {
		return float64(xy.Hi<<32 + xy.Lo - a*y - b*x + n*a*b)
	}
	whole := xy.Big()
	take := func(p, q int64) { whole.Sub(whole, new(big.Int).Mul(big.NewInt(p), big.NewInt(q))) }
	take(a, y)
	take(b, x)
	whole.Add(whole, new(big.Int).Mul(big.NewInt(n), new(big.Int).Mul(big.NewInt(a), big.NewInt(b))))
	f, _ := new(big.Float).SetInt(whole).Float64()
	return f
}
