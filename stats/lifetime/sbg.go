package lifetime

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/touchstone-cx/touchstone/stats"
	"gonum.org/v1/gonum/mathext"
)

// Contracts are customers under contract by how many renewals they have lived through: of those who came up for their k-th renewal,
// Lost[k−1] ended then, and Kept[k−1] have renewed k times and not come up again. Both lists are as long as the longest contract;
// one may be shorter.
type Contracts struct {
	Lost, Kept []int64
}

// SBG is the model of customers under contract, each of whom ends at each renewal with a probability of their own, Beta(Alpha, Beta)
// among customers. Retention rises with time although nobody changes: those who leave easily have left.
//
// Source: P. S. Fader & B. G. S. Hardie, How to project customer retention, Journal of Interactive Marketing 21 (2007) 76–90.
type SBG struct {
	Alpha, Beta   float64
	Period        Duration // between two renewals
	Customers     int64
	LogLikelihood float64

	fit fitted
}

// FitSBG finds the parameters by maximum likelihood, with
//
//	P(ends at the k-th renewal) = B(α+1, β+k−1) / B(α, β),  S(k) = B(α, β+k) / B(α, β)
//
// Refusals: "no_unit" (no period), "negative" (a count), "nobody", "too_few" (under 20 ended: with fewer nothing says when), "one_period"
// (all that is known is of one renewal: one share can't tell two parameters), "no_convergence", "boundary" (all alike), "flat".
func FitSBG(c Contracts, period Duration, o Options) (*SBG, error) {
	if !(period.days > 0) {
		return nil, stats.Refuse("no_unit", "Say how long a contract runs before it is renewed, such as a month.")
	}
	d := &contracts{}
	var lost, all int64
	longest := 0
	for k, list := range [][]int64{c.Lost, c.Kept} {
		for n, count := range list {
			if count < 0 {
				return nil, stats.Refuse("negative", fmt.Sprintf("Renewal %d has a negative count.", n+1))
			}
			if count == 0 {
				continue
			}
			d.renewals, d.count, d.lost = append(d.renewals, n+1), append(d.count, float64(count)), append(d.lost, k == 0)
			all += count
			longest = max(longest, n+1)
			if k == 0 {
				lost += count
			}
		}
	}
	switch {
	case all == 0:
		return nil, stats.Refuse("nobody", "No contract has come up for renewal yet.")
	case lost < fewest:
		return nil, stats.Refuse("too_few", "Fewer than 20 contracts have ended: too few to say how long others will run. Use a longer history, or type the value.")
	case longest < 2:
		return nil, stats.Refuse("one_period", "Only one renewal is known. Wait for a second, or use a shorter period.")
	}
	best, err := maximise("sBG", d.likelihood, len(d.count), [][]float64{{0, 0}, {-1, 1}, {1, 3}}, o)
	if err != nil {
		return nil, err
	}
	return (&SBG{Period: period, Customers: all, LogLikelihood: best.likelihood, fit: best}).with(best.logs), nil
}

func (m *SBG) with(logs []float64) *SBG {
	m.Alpha, m.Beta = math.Exp(logs[0]), math.Exp(logs[1])
	return m
}

// Draw is another model that the data would bear as well.
func (m *SBG) Draw(random *rand.Rand) *SBG {
	return (&SBG{Period: m.Period, Customers: m.Customers, LogLikelihood: math.NaN()}).with(m.fit.draw(random))
}

type contracts struct {
	renewals []int
	count    []float64
	lost     []bool
}

func (d *contracts) likelihood(logs []float64, from, to int, gradient []float64) (sum float64) {
	a, b := math.Exp(logs[0]), math.Exp(logs[1])
	whole, wholeSlope := lgamma(a)+lgamma(b)-lgamma(a+b), mathext.Digamma(a+b)
	var ga, gb float64
	for k := from; k < to; k++ {
		up, along := 0.0, float64(d.renewals[k])
		if d.lost[k] {
			up, along = 1, along-1
		}
		sum += d.count[k] * (lgamma(a+up) + lgamma(b+along) - lgamma(a+b+up+along) - whole)
		both := mathext.Digamma(a + b + up + along)
		ga += d.count[k] * (mathext.Digamma(a+up) - both - mathext.Digamma(a) + wholeSlope)
		gb += d.count[k] * (mathext.Digamma(b+along) - both - mathext.Digamma(b) + wholeSlope)
	}
	gradient[0], gradient[1] = ga*a, gb*b
	return sum
}

// Survival is the share of customers who live through n renewals.
func (m *SBG) Survival(n int) float64 {
	return math.Exp(lgamma(m.Beta+float64(n)) - lgamma(m.Alpha+m.Beta+float64(n)) + lgamma(m.Alpha+m.Beta) - lgamma(m.Beta))
}

// Retention is the share of those who come up for their n-th renewal and renew: (β+n−1)/(α+β+n−1).
func (m *SBG) Retention(n int) float64 {
	return (m.Beta + float64(n) - 1) / (m.Alpha + m.Beta + float64(n) - 1)
}

// Residual is how many further payments, discounted by a yearly rate, a customer makes within a time who has renewed n times: one
// at each renewal that is reached. With a share elapsed of the period under way (0 to 1), the first comes the sooner.
//
// Source of the sum without a limit: P. S. Fader & B. G. S. Hardie, Customer-base valuation in a contractual setting, Marketing
// Science 29 (2010) 85–93.
func (m *SBG) Residual(n int, elapsed float64, within Duration, yearly float64) float64 {
	sum, alive := 0.0, 1.0
	for k := 1; ; k++ {
		at := (float64(k) - elapsed) * m.Period.days
		if at > within.days {
			return sum
		}
		alive *= m.Retention(n + k)
		term := alive * math.Pow(1+yearly, -at/Years(1).days)
		sum += term
		if k > 1_000_000 || term < 1e-15*sum {
			return sum
		}
	}
}
