package lifetime

import (
	"math"
	"math/rand/v2"

	"github.com/touchstone-cx/touchstone/stats"
)

// Test is what a BG/NBD would have foretold of a time that it wasn't shown.
type Test struct {
	Model     *BGNBD // fitted to what came before
	Customers int64  // who had bought by then
	Predicted float64
	Low, High float64 // 80 % prediction interval: parameters and chance
	Actual    float64
	Path      []Step
}

// Step is how many repeat purchases there were until then, in all.
type Step struct {
	Until             Duration // since the beginning of observation
	Predicted, Actual float64
	HeldBack          bool
}

// Error is (predicted − actual) / actual; NaN where nothing was bought.
func (t *Test) Error() float64 {
	if t.Actual == 0 {
		return math.NaN()
	}
	return (t.Predicted - t.Actual) / t.Actual
}

// BackTest fits BG/NBD to all but the last held of an observation that ends at end, and compares what it says of those with what
// was bought. buys are each customer's purchases, rising, since the beginning of observation; customers who came only later are
// left out. Step by step (a week, say) the path shows repeat purchases in all: before the cut as the model expects them of new
// customers, after it as it expects them of these, given what each had bought by the cut.
//
// Refusals: "hold" (nothing held back, or nothing left), "order" (purchases that don't rise, or beyond the end), and those of FitBGNBD.
func BackTest(buys [][]Duration, end, held, step Duration, o Options) (*Test, error) {
	cut := end.Minus(held)
	if !(held.days > 0 && cut.days > 0 && step.days > 0) {
		return nil, stats.Refuse("hold", "Hold back some time, but leave some to fit to.")
	}
	var list []History
	var births []float64
	steps := int(math.Ceil(end.days/step.days - 1e-9))
	bought := make([]float64, steps)
	t := &Test{}
	for _, mine := range buys {
		h, born, ok, err := historyAt(mine, end, cut)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, at := range mine[1:] {
			bought[min(steps-1, int(at.days/step.days))]++
			if at.days >= cut.days {
				t.Actual++
			}
		}
		list, births = append(list, h), append(births, born)
	}
	t.Customers = int64(len(list))
	var err error
	if t.Model, err = FitBGNBD(list, step, o); err != nil {
		return nil, err
	}
	rows, _, err := grouped(list)
	if err != nil {
		return nil, err
	}
	after := t.follow(rows, births, bought, cut, step)
	t.Predicted = after
	t.interval(rows, held)
	return t, nil
}

// historyAt is what a customer had bought by the cut.
func historyAt(mine []Duration, end, cut Duration) (h History, born float64, ok bool, err error) {
	for k, at := range mine {
		if at.days < 0 || at.days > end.days || k > 0 && at.days <= mine[k-1].days {
			return h, 0, false, stats.Refuse("order", "A customer's purchases rise from the beginning of observation to its end, each at a moment of its own.")
		}
		if at.days < cut.days && k > 0 {
			h.Repeats, h.Last = k, at.Minus(mine[0])
		}
	}
	if len(mine) == 0 || mine[0].days >= cut.days {
		return h, 0, false, nil
	}
	h.Observed = cut.Minus(mine[0])
	return h, mine[0].days, true, nil
}

// follow makes the path and returns what is foretold of the held-back time.
func (t *Test) follow(rows []History, births, bought []float64, cut, step Duration) float64 {
	// New customers by the step in which they came, so that each age is computed once.
	came := make([]float64, len(bought))
	for _, born := range births {
		came[int(born/step.days)]++
	}
	age := make([]float64, len(bought)+1)
	rule := t.Model.rule(0)
	for k := range age {
		age[k] = rule.mean(t.Model.R, float64(k)*step.days/t.Model.Unit.days/t.Model.Alpha)
	}
	var over []Duration
	for k := range bought {
		if until := float64(k+1) * step.days; until > cut.days+1e-9 {
			over = append(over, Duration{until}.Minus(cut))
		}
	}
	expected := make([]float64, len(over))
	t.Model.Forecast(rows, over, 0, func(row int, _ float64, within []float64) {
		for k, w := range within {
			expected[k] += w * float64(rows[row].Customers)
		}
	})
	actual, known, later := 0.0, 0.0, 0
	for k, n := range bought {
		actual += n
		s := Step{Until: Duration{float64(k+1) * step.days}, Actual: actual}
		if s.Until.days <= cut.days+1e-9 {
			for c := 0; c <= k; c++ { // who came in a step is half of one old at its end
				s.Predicted += came[c] * (age[k-c] + age[k-c+1]) / 2
			}
			known = actual
		} else {
			s.Predicted, s.HeldBack = known+expected[later], true
			later++
		}
		t.Path = append(t.Path, s)
	}
	return expected[len(expected)-1]
}

// How much of the customers the interval is computed from, and how often.
const (
	sampled = 600
	redrawn = 60
)

// interval adds to what parameters may differ by what chance does: variances of both, over a sample of the customers.
func (t *Test) interval(rows []History, held Duration) {
	random := rand.New(rand.NewPCG(1, uint64(len(rows)))) //nolint:gosec // to be repeated, not to be secret
	sample, weight := thinned(rows, sampled, random)
	total := func(m *BGNBD) (sum float64) {
		m.Forecast(sample, []Duration{held}, 0, func(row int, _ float64, within []float64) { sum += within[0] * float64(sample[row].Customers) })
		return sum * weight
	}
	point := total(t.Model)
	var spread float64
	for range redrawn {
		off := total(t.Model.Draw(random)) - point
		spread += off * off / redrawn
	}
	var chance, n float64
	for _, h := range sample {
		mean := t.Model.Expected(h, held)
		for range 4 {
			off := float64(t.Model.Simulate(h, held, random)) - mean
			chance += off * off * float64(h.Customers)
			n += float64(h.Customers)
		}
	}
	sd := math.Sqrt(spread + chance/n*float64(t.Customers))
	z := stats.NormalQuantile(0.9)
	t.Low, t.High = math.Max(0, t.Predicted-z*sd), t.Predicted+z*sd
}

// thinned is a sample of rows that stands for all of them, and what each counts for.
func thinned(rows []History, most int, random *rand.Rand) (sample []History, weight float64) {
	if len(rows) <= most {
		return rows, 1
	}
	all, mine := 0.0, 0.0
	for _, h := range rows {
		all += float64(h.Customers)
	}
	for k, at := range random.Perm(len(rows)) {
		if k == most {
			break
		}
		sample = append(sample, rows[at])
		mine += float64(rows[at].Customers)
	}
	return sample, all / mine
}
