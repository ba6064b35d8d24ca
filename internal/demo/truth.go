package demo

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Effect is a planted effect. Size is in standard deviations of a single contact's chance variation (an ordered probit: a
// contact's satisfaction is the sum of what acts on it plus normal noise of 1, cut into scores). Points is what that moves the
// share of CSAT scores of 4 and 5 by from its overall level, about.
type Effect struct {
	TouchPoint string  `json:"touch_point,omitempty" doc:"Key"`
	Unit       string  `json:"unit,omitempty" doc:"Key"`
	Metric     string  `json:"metric,omitempty" doc:"Key of the measure that drives"`
	Per        string  `json:"per,omitempty" doc:"What one Size belongs to"`
	On         string  `json:"on,omitempty" doc:"Date from which it acts"`
	Size       float64 `json:"size"`
	Points     float64 `json:"points"`
}

// Truths are what a plan plants. Everything else differs by little or by nothing.
type Truths struct {
	Weak    []Effect `json:"weak" doc:"The two weak touch points"`
	Better  Effect   `json:"better" doc:"The team that is better than its peers"`
	Drivers []Effect `json:"drivers" doc:"Measures of a contact that drive satisfaction, and one that doesn't"`
	Change  Effect   `json:"change" doc:"The change that worked"`
	Placebo Effect   `json:"placebo" doc:"The change that did nothing"`

	Consequences []Consequence `json:"consequences" doc:"What failures of service do to what customers buy"`
}

const (
	spread      = 1.13 // standard deviation of satisfaction over all contacts, near enough
	meanWait    = 4.0  // minutes, from which waiting counts as longer or shorter
	solvedShare = 0.76 // of contacts that are settled at once
	often       = 8    // a touch point of at least this share can show a change
)

// Shares of scores at an ordinary touch point, lowest first; the last is what is left.
var (
	csatShares = []float64{0.06, 0.09, 0.15, 0.36}
	npsShares  = []float64{0.035, 0.015, 0.02, 0.02, 0.025, 0.06, 0.06, 0.125, 0.17, 0.20}
	cesShares  = []float64{0.05, 0.06, 0.08, 0.12, 0.21, 0.26}
	starShares = []float64{0.19, 0.08, 0.11, 0.21}
)

// truths draws what a seed plants in 24 months from start.
func truths(seed uint64, start time.Time, teams []team) Truths {
	r := source(seed, streamTruths, 0)
	at := r.Perm(len(touches))
	frequent := slices.DeleteFunc(slices.Clone(at[2:]), func(i int) bool { return touches[i].of < often })
	t := Truths{
		Better: sized(Effect{Unit: teams[r.IntN(len(teams))].key}, between(r, 0.75, 0.95)),
		Drivers: []Effect{
			sized(Effect{Metric: "wait_minutes", Per: "minute of waiting"}, -between(r, 0.05, 0.08)),
			sized(Effect{Metric: "first_contact", Per: "contact that settles it at once, against one that doesn't"}, between(r, 0.55, 0.8)),
			{Metric: "handling_minutes", Per: "minute of handling"},
		},
		Change:       sized(Effect{TouchPoint: touches[frequent[0]].key, On: day(r, start)}, between(r, 0.5, 0.7)),
		Consequences: consequences(),
		Placebo:      Effect{TouchPoint: touches[frequent[1]].key, On: day(r, start)},
	}
	for _, i := range at[:2] {
		t.Weak = append(t.Weak, sized(Effect{TouchPoint: touches[i].key}, -between(r, 0.75, 0.95)))
	}
	return t
}

func between(r *rand.Rand, low, high float64) float64 {
	return math.Round(100*(low+(high-low)*r.Float64())) / 100
}

// day is a date around the middle of the 24 months, so that both sides have enough.
func day(r *rand.Rand, start time.Time) string {
	return start.AddDate(0, 0, 280+r.IntN(170)).Format(time.DateOnly)
}

func sized(e Effect, size float64) Effect {
	top := 1 - csatShares[0] - csatShares[1] - csatShares[2]
	e.Size, e.Points = size, math.Round(1000*(normal(quantile(top)+size/spread)-top))/10
	return e
}

// normal is the standard normal distribution function, quantile its inverse.
func normal(z float64) float64   { return 0.5 * math.Erfc(-z/math.Sqrt2) }
func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// cuts are where satisfaction passes from one score to the next, so that scores come in the given shares.
func cuts(shares []float64) []float64 {
	out, sum := make([]float64, len(shares)), 0.0
	for i, s := range shares {
		sum += s
		out[i] = spread * quantile(sum)
	}
	return out
}

// score is how many cuts lie below satisfaction: 0 for the lowest score.
func score(cuts []float64, satisfaction float64) int64 {
	n := int64(0)
	for _, c := range cuts {
		if satisfaction > c {
			n++
		}
	}
	return n
}

// The streams of chance. Each thing drawn has its own, so that one more draw here changes nothing there.
const (
	streamTruths uint64 = 1 + iota
	streamStaff
	streamCustomers
	streamTimes
	streamTouches
	streamContacts
	streamPurchases
	streamLeaving
)

// source is the chance of the n-th thing of a stream: the same in every run.
func source(seed, stream, n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, mixed(stream<<40|n))) //nolint:gosec // to be repeated, not to be secret
}

// mixed spreads numbers that follow one another over all of 64 bits (the finaliser of SplitMix64).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
