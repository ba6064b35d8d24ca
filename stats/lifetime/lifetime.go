// Package lifetime says how long customers stay, how often they buy and what that is worth: BG/NBD and Gamma-Gamma for customers
// who come and go unannounced, sBG for those under contract, each with intervals and a back-test on weeks that were held back.
//
// A duration is made by Days, Weeks, Months or Years, and a fitted model knows the unit that its rates are in: nothing here takes
// "30 units", and a bare number doesn't compile.
// A well-known package steps weekly data by 30 units where it means months, and overstates a year's value 3.9 times.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone but stats. The same input and seed give the same digits.
// What can't be fitted is refused with a sentence, and nothing invents a number.
package lifetime

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// Duration is a length of time. It can't be made without its unit.
type Duration struct{ days float64 }

// Days is so many days.
func Days(n float64) Duration { return Duration{n} }

// Weeks is so many weeks.
func Weeks(n float64) Duration { return Duration{7 * n} }

// Months is so many twelfths of a year.
func Months(n float64) Duration { return Duration{365.25 / 12 * n} }

// Years is so many years of 365.25 days.
func Years(n float64) Duration { return Duration{365.25 * n} }

// In is how many of another duration this one has: Years(1).In(Weeks(1)) is 52.18.
func (d Duration) In(unit Duration) float64 { return d.days / unit.days }

// Plus is both together.
func (d Duration) Plus(o Duration) Duration { return Duration{d.days + o.days} }

// Minus is this one without another.
func (d Duration) Minus(o Duration) Duration { return Duration{d.days - o.days} }

// History is what one customer, or several alike, bought: how often again after the first time, when last, and for how long they
// have been known.
type History struct {
	Repeats   int      // purchases after the first; several on one day are one
	Last      Duration // from the first purchase to the last; 0 without a repeat
	Observed  Duration // from the first purchase to the end of observation
	Customers int64    // how many have just this history; 0 is 1
}

// count is how many customers a row stands for.
func (h History) count() int64 {
	if h.Customers == 0 {
		return 1
	}
	return h.Customers
}

// check refuses what is no history.
func (h History) check(row int) error {
	switch {
	case h.Repeats < 0 || h.Last.days < 0 || h.Customers < 0:
		return stats.Refuse("negative", fmt.Sprintf("Row %d has a negative count or time. Times run from the first purchase.", row+1))
	case h.Last.days > h.Observed.days:
		return stats.Refuse("order", fmt.Sprintf("Row %d has a purchase after the end of observation. Leave future purchases out.", row+1))
	case h.Repeats == 0 && h.Last.days != 0, h.Repeats > 0 && h.Last.days == 0:
		return stats.Refuse("order", fmt.Sprintf("Row %d: the time of the last repeat purchase is above 0 where there is one, and 0 where there is none.", row+1))
	case !(h.Observed.days > 0):
		return stats.Refuse("no_time", fmt.Sprintf("Row %d was observed for no time at all: leave customers out who bought for the first time at the very end.", row+1))
	}
	return nil
}

// grouped checks histories and puts those alike together, in an order that doesn't depend on theirs. The slice stays as it is.
func grouped(list []History) (out []History, customers int64, err error) {
	out = slices.Clone(list)
	for k := range out {
		if err := out[k].check(k); err != nil {
			return nil, 0, err
		}
		out[k].Customers = out[k].count()
		customers += out[k].Customers
	}
	slices.SortFunc(out, func(a, b History) int {
		if a.Repeats != b.Repeats {
			return a.Repeats - b.Repeats
		}
		if c := cmp.Compare(a.Last.days, b.Last.days); c != 0 {
			return c
		}
		return cmp.Compare(a.Observed.days, b.Observed.days)
	})
	n := 0
	for _, h := range out {
		if n > 0 && out[n-1].Repeats == h.Repeats && out[n-1].Last == h.Last && out[n-1].Observed == h.Observed {
			out[n-1].Customers += h.Customers
			continue
		}
		out[n] = h
		n++
	}
	return out[:n], customers, nil
}

// lgamma is the logarithm of Γ of what is above 0.
func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
