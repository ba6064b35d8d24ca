package loyalty

import (
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/stats"
)

// enough is under how many customers an effect isn't told.
const enough = 30

// effects compares those who met each kind of failure with those who had contact and met none. met says which failure a customer met
// at the place in question (fine for one who was there and met none anywhere), and whether they count at all.
//
// Adjusted: within strata of customers who were alike before, the share who left among those who failed less that of the others,
// averaged as the failed are spread over strata; γ likewise, as a ratio of what those who stayed spent. Those for whom there is
// nobody to compare with drop out; where that is more than a twentieth of them, or there are fewer than 100, it is an association
// (C), else adjusted with comparison (B).
func effects(all []person, met func(*person) (kind, bool)) []Effect {
	strata := map[int]*[4]sums{}
	var total [4]sums
	for k := range all {
		p := &all[k]
		what, counts := met(p)
		if !counts {
			continue
		}
		s := strata[p.stratum]
		if s == nil {
			s = &[4]sums{}
			strata[p.stratum] = s
		}
		s[what].add(p)
		total[what].add(p)
	}
	keys := make([]int, 0, len(strata))
	for k := range strata {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var out []Effect
	for _, what := range []kind{silent, unresolved, resolved} {
		e := Effect{Kind: kindNames[what], N: total[what].n, Compared: total[fine].n}
		if e.N >= enough && e.Compared >= enough {
			e.Raw = difference(&total[what], &total[fine])
			e.adjust(strata, keys, what)
		}
		out = append(out, e)
	}
	return out
}

// left is the share who left with its variance, by the add-two rule, so that none of few isn't taken for certain.
func (s *sums) left() (share, variance float64) {
	n := float64(s.n)
	p := (n - float64(s.stayed) + 1) / (n + 2)
	return (n - float64(s.stayed)) / n, p * (1 - p) / n
}

func difference(failed, others *sums) *Interval {
	p1, v1 := failed.left()
	p0, v0 := others.left()
	return around(p1-p0, math.Sqrt(v1+v0))
}

func around(x, se float64) *Interval {
	z := stats.NormalQuantile(0.975)
	return &Interval{x, x - z*se, x + z*se}
}

// fewestCompared is under how many others a stratum tells nothing.
const fewestCompared = 5

func (e *Effect) adjust(strata map[int]*[4]sums, keys []int, what kind) {
	var used, delta, variance, paid, expected, paidVar, expectedVar, kept, would, keptVar, wouldVar float64
	for _, k := range keys {
		failed, others := &strata[k][what], &strata[k][fine]
		if failed.n == 0 || others.n < fewestCompared {
			continue
		}
		n := float64(failed.n)
		p1, v1 := failed.left()
		p0, v0 := others.left()
		used += n
		delta += n * (p1 - p0)
		variance += n * n * (v1 + v0)
		kept, would, keptVar, wouldVar = kept+n*(1-p1), would+n*(1-p0), keptVar+n*n*v1, wouldVar+n*n*v0
		if stay := float64(failed.stayed); stay > 0 && others.stayed > 1 {
			m := others.stayedSpent / float64(others.stayed)
			paid += failed.stayedSpent
			paidVar += math.Max(0, failed.stayedSpent2-failed.stayedSpent*failed.stayedSpent/stay)
			expected += stay * m
			spread := math.Max(0, others.stayedSpent2/float64(others.stayed)-m*m) / float64(others.stayed)
			expectedVar += stay * stay * spread
		}
	}
	if e.Overlap = used / float64(e.N); used < enough {
		return
	}
	e.Leave = around(delta/used, math.Sqrt(variance)/used)
	if would > 0 {
		ratio := kept / would
		e.LeaveLiving = around(1-ratio, math.Sqrt(keptVar+ratio*ratio*wouldVar)/would)
	}
	if expected > 0 {
		ratio := paid / expected
		e.SpendLoss = around(1-ratio, math.Sqrt(paidVar+ratio*ratio*expectedVar)/expected)
	}
	e.Grade = "C"
	if e.Overlap >= 0.95 && e.N >= 100 {
		e.Grade = "B"
	}
}

// everywhere is the failure a customer met last, wherever.
func everywhere(p *person) (kind, bool) { return p.worst, len(p.contacts) > 0 }

// at is the failure met last at a touch point. Who failed elsewhere isn't compared: they would make the place look better.
func at(point string) func(*person) (kind, bool) {
	return func(p *person) (kind, bool) {
		here, there := fine, false
		for _, c := range p.contacts {
			if c.point == point {
				there = true
				if c.kind != fine {
					here = c.kind
				}
			}
		}
		return here, there && (here != fine || p.worst == fine)
	}
}

// byUnit sets each unit's failures beside what its customers did, and says how far they go together.
func byUnit(all []person, names map[string]string) (out []Unit, together *Interval) {
	type sum struct {
		sums
		failed int64
	}
	units := map[string]*sum{}
	for k := range all {
		p := &all[k]
		if len(p.contacts) == 0 {
			continue
		}
		last := p.contacts[len(p.contacts)-1].unit
		if last == "" {
			continue
		}
		s := units[last]
		if s == nil {
			s = &sum{}
			units[last] = s
		}
		s.add(p)
		if p.worst != fine {
			s.failed++
		}
	}
	var x, y []float64
	for id, s := range units {
		u := Unit{ID: id, Name: names[id], N: s.n, Failure: share(s.failed, s.n), Stay: share(s.stayed, s.n), Spend: mean(s.n, s.spent, s.spent2)}
		if u.Name == "" {
			u.Name = id
		}
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b Unit) int {
		if a.N != b.N {
			return int(b.N - a.N)
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	for _, u := range out {
		if u.N >= enough {
			x, y = append(x, u.Failure.Estimate), append(y, u.Stay.Estimate)
		}
	}
	return out, correlation(x, y)
}

// correlation of two columns with Fisher's interval; nil under 6 units, or where one column is constant.
func correlation(x, y []float64) *Interval {
	n := float64(len(x))
	if n < 6 {
		return nil
	}
	var mx, my, sxx, syy, sxy float64
	for k := range x {
		mx, my = mx+x[k]/n, my+y[k]/n
	}
	for k := range x {
		sxx, syy, sxy = sxx+(x[k]-mx)*(x[k]-mx), syy+(y[k]-my)*(y[k]-my), sxy+(x[k]-mx)*(y[k]-my)
	}
	if !(sxx*syy > 0) {
		return nil
	}
	r := math.Max(-0.999999, math.Min(0.999999, sxy/math.Sqrt(sxx*syy)))
	half := stats.NormalQuantile(0.975) / math.Sqrt(n-3)
	return &Interval{r, math.Tanh(math.Atanh(r) - half), math.Tanh(math.Atanh(r) + half)}
}
