package drivers

import (
	"fmt"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mat"
)

// MostAttributes is how many attributes a penalty–reward contrast takes; each needs two coefficients.
const MostAttributes = 30

// Attribute is one measure of service with the limits of low and high on its own scale: low is at most Low, high is at least
// High, and what lies between is the middle that both are compared with. On 1 to 5, 2 and 5 make 3 and 4 the middle.
type Attribute struct {
	Name      string
	Low, High float64
}

// Kind is what an attribute's penalty and reward say about it, in Kano's sense.
type Kind string

// The closed list.
const (
	MustHave  Kind = "must_have" // being low costs clearly more than being high gains
	Delighter Kind = "delighter" // being high gains clearly more than being low costs
	Both      Kind = "both"      // it costs and it gains, neither clearly more
	Unsure    Kind = "unsure"    // the rows don't tell
)

// Contrast is the regression of satisfaction on being low and being high. Make one with NewContrast and Add every row.
type Contrast struct {
	outcome string
	of      []Attribute
	rows    int64
	origin  float64
	moments *Moments // of the outcome and two columns of 0 and 1 for each attribute
	z       []float64
}

// Contrasted is what Analyse found.
type Contrasted struct {
	Outcome    string
	Rows, N    int64
	Middle     stats.Interval // the outcome where every attribute is in its middle
	R2         float64
	Attributes []PenaltyReward
	Warnings   []*stats.Refusal
}

// PenaltyReward is one attribute's part, in units of the outcome.
type PenaltyReward struct {
	Name          string
	LowN, HighN   int64          // rows that are low, that are high
	Penalty       stats.Interval // the outcome where it is low less where it is in the middle, the others held; mostly negative
	Reward        stats.Interval // the same where it is high; mostly positive
	Asymmetry     stats.Interval // reward + penalty: below 0 the loss is larger, above 0 the gain
	Kind          Kind
	PenaltyCalled stats.Verdict // what may be said of the sign of each
	RewardCalled  stats.Verdict
}

// NewContrast begins a penalty–reward contrast. Refusals: "no_attributes", "too_many_attributes", "names", "limits" (Low isn't
// below High, or a limit is no number).
func NewContrast(outcome string, of []Attribute) (*Contrast, error) {
	if len(of) == 0 {
		return nil, stats.Refuse("no_attributes", "Choose at least one attribute to contrast with %s.", outcome)
	}
	if len(of) > MostAttributes {
		return nil, stats.Refuse("too_many_attributes", fmt.Sprintf("%d attributes are too many; choose at most %d.", len(of), MostAttributes))
	}
	seen := map[string]bool{"": true, outcome: true}
	for _, a := range of {
		if seen[a.Name] {
			return nil, stats.Refuse("names", "%s is chosen twice, is the outcome itself, or has no name.", a.Name)
		}
		if !(a.Low < a.High) {
			return nil, stats.Refuse("limits", "The limit of low must be below the limit of high for %s.", a.Name)
		}
		seen[a.Name] = true
	}
	q := 2*len(of) + 1
	m := &Moments{missing: Listwise, origin: make([]float64, q), width: 1 + q + triangle(q), block: make([][]float64, BlockCount)}
	return &Contrast{outcome: outcome, of: slices.Clone(of), moments: m, z: make([]float64, q)}, nil
}

// Add puts a row into the block of its key (see Moments.Add). Rows in which anything is missing are left out.
func (c *Contrast) Add(key uint64, outcome float64, values []float64) {
	c.rows++
	if math.IsNaN(outcome) || math.IsInf(outcome, 0) || len(values) < len(c.of) {
		return
	}
	for k, a := range c.of {
		v := values[k]
		if v != v || math.IsInf(v, 0) {
			return
		}
		c.z[1+2*k], c.z[2+2*k] = 0, 0
		switch {
		case v <= a.Low:
			c.z[1+2*k] = 1
		case v >= a.High:
			c.z[2+2*k] = 1
		}
	}
	m := c.moments
	if m.used == 0 {
		c.origin = outcome
	}
	m.used++
	c.z[0] = outcome - c.origin
	addComplete(m.at(int(mix(key)%BlockCount)), c.z)
}

// Analyse fits
//
//	outcome = b₀ + Σ (penalty_i·1[attribute i low] + reward_i·1[attribute i high])
//
// by least squares, with Student's t intervals around errors that hold where rows of one key hang together and where answers
// scatter differently at either end of a scale (the sandwich estimator, clustered by block).
//
// An attribute that nobody found low has no penalty, one that nobody found high no reward: NaN, with the warning "nobody_low"
// or "nobody_high". A Kind is named only where the intervals carry it. It is association, not cause.
//
// Refusals: "level", "too_few_rows", "constant_outcome", "collinear" (two attributes are low or high in exactly the same rows,
// or nobody is in the middle). Warnings, beside the two: "few" (under 30 rows low or high), "left_out" (more than a fifth).
//
// Source: D. R. Brandt, Journal of Services Marketing 2 (1988) 1, 35–41; K. Matzler et al., Tourism Management 24 (2003)
// 1–18 for its use beside Kano's classes; the errors K.-Y. Liang & S. L. Zeger, Biometrika 73 (1986) 13–22.
func (c *Contrast) Analyse(level float64) (Contrasted, error) {
	result := Contrasted{Outcome: c.outcome, Rows: c.rows, N: c.moments.used}
	if !(level > 0 && level < 1) {
		return result, stats.Refuse("level", "The confidence level must lie between 0 and 1.")
	}
	blocks := c.moments.filled()
	total := make([]float64, c.moments.width)
	for _, b := range blocks {
		add(total, b)
	}
	q := len(c.z)
	var columns []int // that anybody is in
	for k := 1; k < q; k++ {
		if total[1+k] > 0 {
			columns = append(columns, k)
		}
	}
	n, width := c.moments.used, int64(len(columns)+1)
	if n < width+2 || len(blocks) < 3 {
		return result, stats.Refuse("too_few_rows", fmt.Sprintf("Only %d of %d rows have all values; %d coefficients need more.", n, c.rows, width))
	}
	if spread := at(total, q, 0, 0) - total[1]*total[1]/total[0]; !(spread > 1e-14*at(total, q, 0, 0)) {
		return result, stats.Refuse("constant_outcome", "%s is the same in every row, so nothing can go along with it.", c.outcome)
	}
	fit, err := c.fit(total, columns)
	if err != nil {
		return result, err
	}
	fit.spread(blocks, q, n)
	c.report(&result, fit, total, level)
	return result, nil
}

// at is the sum of products of columns i ≤ j of a block.
func at(b []float64, q, i, j int) float64 {
	return b[1+q+i*q-i*(i-1)/2+j-i]
}

// product is Σ x_i·x_j of a block for columns of the design, in which column 0 is 1 for every row.
func product(b []float64, q, i, j int) float64 {
	i, j = min(i, j), max(i, j)
	switch {
	case j == 0:
		return b[0]
	case i == 0:
		return b[1+j]
	}
	return at(b, q, i, j)
}

// fitted is a least-squares fit from cross-products.
type fitted struct {
	columns []int // of the design: 0 for the constant, then those in use
	b       []float64
	inverse mat.SymDense // of X'X
	v       *mat.Dense   // covariance of b
	df      float64
}

func (c *Contrast) fit(total []float64, used []int) (*fitted, error) {
	q := len(c.z)
	f := &fitted{columns: append([]int{0}, used...)}
	k := len(f.columns)
	cross, with := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for i, a := range f.columns {
		for j := i; j < k; j++ {
			cross.SetSym(i, j, product(total, q, a, f.columns[j]))
		}
		with.SetVec(i, outcomeWith(total, q, a))
	}
	var chol mat.Cholesky
	var b mat.VecDense
	if !chol.Factorize(cross) || chol.Cond() > 1e10 || chol.SolveVecTo(&b, with) != nil || chol.InverseTo(&f.inverse) != nil {
		var about []string
		for _, a := range c.of {
			about = append(about, a.Name)
		}
		return nil, stats.Refuse("collinear", "Some of these are low or high in exactly the same rows, or nobody is in the middle of one; leave one out or move a limit: %all.", about...)
	}
	f.b = append([]float64(nil), b.RawVector().Data...)
	return f, nil
}

// outcomeWith is Σ x_a·y of a block.
func outcomeWith(b []float64, q, a int) float64 {
	if a == 0 {
		return b[1]
	}
	return at(b, q, 0, a)
}

// spread fills the covariance of b: A⁻¹ (Σ u_g u_g') A⁻¹ with u_g the sum of x·residual in block g, times G/(G−1)·(n−1)/(n−k).
func (f *fitted) spread(blocks [][]float64, q int, n int64) {
	k := len(f.columns)
	meat := mat.NewSymDense(k, nil)
	u := mat.NewVecDense(k, nil)
	for _, g := range blocks {
		for i, a := range f.columns {
			sum := outcomeWith(g, q, a)
			for j, b := range f.columns {
				sum -= product(g, q, a, b) * f.b[j]
			}
			u.SetVec(i, sum)
		}
		meat.SymRankOne(meat, 1, u)
	}
	groups := float64(len(blocks))
	var half mat.Dense
	half.Mul(&f.inverse, meat)
	f.v = mat.NewDense(k, k, nil)
	f.v.Mul(&half, &f.inverse)
	f.v.Scale(groups/(groups-1)*float64(n-1)/float64(n-int64(k)), f.v)
	f.df = min(groups-1, float64(n-int64(k)))
}

// interval is that of Σ w_i·b over columns of the design; NaN where one isn't in use.
func (f *fitted) interval(level float64, columns ...int) stats.Interval {
	i := stats.Interval{Estimate: 0, Level: level}
	variance := 0.0
	for _, a := range columns {
		at := slices.Index(f.columns, a)
		if at < 0 {
			return stats.Interval{Estimate: math.NaN(), Low: math.NaN(), High: math.NaN(), Level: level}
		}
		i.Estimate += f.b[at]
		for _, b := range columns {
			if other := slices.Index(f.columns, b); other >= 0 {
				variance += f.v.At(at, other)
			}
		}
	}
	half := stats.StudentQuantile((1+level)/2, f.df) * math.Sqrt(max(0, variance))
	i.Low, i.High = i.Estimate-half, i.Estimate+half
	return i
}

func (c *Contrast) report(r *Contrasted, f *fitted, total []float64, level float64) {
	q := len(c.z)
	r.Middle = f.interval(level, 0)
	r.Middle.Estimate, r.Middle.Low, r.Middle.High = r.Middle.Estimate+c.origin, r.Middle.Low+c.origin, r.Middle.High+c.origin
	explained := 0.0
	for i, a := range f.columns {
		explained += f.b[i] * outcomeWith(total, q, a)
	}
	correction := total[1] * total[1] / total[0]
	r.R2 = (explained - correction) / (at(total, q, 0, 0) - correction)
	say := func(code, text string, about ...string) {
		r.Warnings = append(r.Warnings, stats.Refuse(code, text, about...))
	}
	if 5*(r.Rows-r.N) > r.Rows {
		say("left_out", fmt.Sprintf("%d of %d rows lack a value and are left out; the rest may be other customers.", r.Rows-r.N, r.Rows))
	}
	for k, a := range c.of {
		low, high := 1+2*k, 2+2*k
		p := PenaltyReward{Name: a.Name, LowN: int64(total[1+low]), HighN: int64(total[1+high])}
		p.Penalty, p.Reward, p.Asymmetry = f.interval(level, low), f.interval(level, high), f.interval(level, low, high)
		p.PenaltyCalled, p.RewardCalled = stats.Judge(p.Penalty), stats.Judge(p.Reward)
		p.Kind = p.kind()
		r.Attributes = append(r.Attributes, p)
		switch {
		case p.LowN == 0:
			say("nobody_low", "Nobody found %s low, so its penalty can't be known.", a.Name)
		case p.HighN == 0:
			say("nobody_high", "Nobody found %s high, so its reward can't be known.", a.Name)
		case p.LowN < stats.Enough || p.HighN < stats.Enough:
			say("few", fmt.Sprintf("%d rows found %%s low and %d high; under %d the intervals are rough.", p.LowN, p.HighN, stats.Enough), a.Name)
		}
	}
}

// kind names an attribute only where the intervals carry the name.
func (p PenaltyReward) kind() Kind {
	costs, gains := p.PenaltyCalled == stats.Lower, p.RewardCalled == stats.Higher
	switch more := stats.Judge(p.Asymmetry); {
	case costs && more == stats.Lower:
		return MustHave
	case gains && more == stats.Higher:
		return Delighter
	case costs && gains:
		return Both
	}
	return Unsure
}
