// Package lifetime says how long customers stay, how often they buy and what that is worth: BG/NBD and Gamma-Gamma for customers
// who come and go unannounced, sBG for those under contract, each with intervals and a back-test on weeks that were held back.
//
// Durations are time.Durations everywhere, and a fitted model knows the unit that its rates are in: nothing here takes "30 units".
// A well-known package steps weekly data by 30 units where it means months, and overstates a year's value 3.9 times.
//
// It is pure: no I/O, no state, no imports from the rest of Touchstone but stats. The same input and seed give the same digits.
// What can't be fitted is refused with a sentence, and nothing invents a number.
package lifetime

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/stats"
)

// Units in which rates are expressed. A year has 365.25 days, a month a twelfth of that.
const (
	Day   = 24 * time.Hour
	Week  = 7 * Day
	Month = Year / 12
	Year  = 8766 * time.Hour
)

// History is what one customer, or several alike, bought: how often again after the first time, when last, and for how long they
// have been known.
type History struct {
	Repeats   int           // purchases after the first; several on one day are one
	Last      time.Duration // from the first purchase to the last; 0 without a repeat
	Observed  time.Duration // from the first purchase to the end of observation
	Customers int64         // how many have just this history; 0 is 1
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
	case h.Repeats < 0 || h.Last < 0 || h.Customers < 0:
		return stats.Refuse("negative", fmt.Sprintf("Row %d has a negative count or time. Times run from the first purchase.", row+1))
	case h.Last > h.Observed:
		return stats.Refuse("order", fmt.Sprintf("Row %d has a purchase after the end of observation. Leave future purchases out.", row+1))
	case h.Repeats == 0 && h.Last != 0, h.Repeats > 0 && h.Last == 0:
		return stats.Refuse("order", fmt.Sprintf("Row %d: the time of the last repeat purchase is above 0 where there is one, and 0 where there is none.", row+1))
	case h.Observed <= 0:
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
		if a.Last != b.Last {
			return sign(a.Last - b.Last)
		}
		return sign(a.Observed - b.Observed)
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

func sign(d time.Duration) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}

// lgamma is the logarithm of Γ of what is above 0.
func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
