package stats_test

import (
	"math"

	"github.com/touchstone-cx/touchstone/stats"
)

// npsInterval makes an interval of promoters and detractors among n.
type npsInterval func(promoters, detractors, n int64) stats.Interval

func adjustedWald(promoters, detractors, n int64) stats.Interval {
	return stats.NPS(promoters, n-promoters-detractors, detractors, 0.95)
}

// plainWald is the interval the product must not use.
func plainWald(promoters, detractors, n int64) stats.Interval {
	plain := 100 * float64(promoters-detractors) / float64(n)
	half := stats.NormalQuantile(0.975) * stats.NPSStandardError(promoters, n-promoters-detractors, detractors)
	return stats.Interval{Estimate: plain, Low: plain - half, High: plain + half, Level: 0.95}
}

// coverage is the exact probability that an interval from n answers holds the true score, where a share p of everybody
// are promoters and a share d detractors: the sum over all outcomes of the trinomial distribution.
func coverage(n int64, p, d float64, of npsInterval) float64 {
	const hair = 1e-9 // of a point: a limit that equals the score but for rounding holds it
	truth, sum := 100*(p-d), 0.0
	for promoters := range n + 1 {
		for detractors := range n - promoters + 1 {
			if i := of(promoters, detractors, n); i.Low-hair <= truth && truth <= i.High+hair {
				sum += trinomial(n, promoters, detractors, p, d)
			}
		}
	}
	return sum
}

// trinomial is the probability of exactly these counts.
func trinomial(n, promoters, detractors int64, p, d float64) float64 {
	passives := n - promoters - detractors
	log := logFactorial(n)
	for _, c := range []struct {
		count int64
		share float64
	}{{promoters, p}, {detractors, d}, {passives, 1 - p - d}} {
		if c.count > 0 {
			log += float64(c.count)*math.Log(c.share) - logFactorial(c.count)
		}
	}
	return math.Exp(log)
}

func logFactorial(n int64) float64 {
	l, _ := math.Lgamma(float64(n) + 1)
	return l
}
