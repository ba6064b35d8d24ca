package loyalty

import (
	"math"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/value"
	"github.com/touchstone-cx/touchstone/stats"
)

// person is one customer at the landmark: what they were when the weeks of service began, what they met in them, what they did after.
type person struct {
	id       string
	stratum  int
	contacts []contact // in the weeks of service
	worst    kind      // the last failure of them; fine where there was none
	tenure   float64   // years
	stayed   bool
	bought   float64
	spent    float64
	asked    int64
	promotes int64
}

// window is the three moments, in days: service from, outcome from, outcome until (exclusive).
type window struct{ from, landmark, until int32 }

// people finds who were customers when the weeks of service began: who had bought in the year before, or had a subscription running.
// Everything that sorts them is known by the landmark, and everything they are judged by comes after it: nobody is counted as loyal
// for the time in which they had to be there to be counted.
func people(bought []value.Bought, contracts map[string][]contract, h *heard, cases map[string][]troubled, w window) []person {
	var out []person
	seen := map[string]bool{}
	add := func(id string, days []int32, minor []float64) {
		seen[id] = true
		p := person{id: id}
		recent, last := 0, int32(math.MinInt32)
		for k, d := range days {
			switch {
			case d >= w.from-365 && d < w.from:
				recent, last = recent+1, d
			case d >= w.landmark && d < w.until:
				p.bought, p.spent, p.stayed = p.bought+1, p.spent+minor[k], true
			}
		}
		running := false
		for _, c := range contracts[id] {
			running = running || c.start < w.from && (c.end == 0 || c.end >= w.from)
			p.stayed = p.stayed || c.start < w.until && (c.end == 0 || c.end >= w.until)
		}
		if recent == 0 && !running {
			return
		}
		first := w.from
		if len(days) > 0 {
			first = min(first, days[0])
		}
		for _, c := range contracts[id] {
			first = min(first, c.start)
		}
		p.tenure = float64(w.landmark-first) / 365.25
		p.meets(h.contacts[id], cases[id], w)
		p.stratum = stratum(recent, w.from-last, len(p.contacts), running)
		out = append(out, p)
	}
	for _, b := range bought {
		add(b.Customer, b.Days, b.Minor)
	}
	for id := range contracts {
		if !seen[id] {
			add(id, nil, nil)
		}
	}
	slices.SortFunc(out, func(a, b person) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	return out
}

// meets sorts what a customer met. A case is a complaint, whether or not they had been asked; one that was put right turns the
// failures before it into recovered ones.
func (p *person) meets(all []contact, cases []troubled, w window) {
	for _, c := range all {
		switch d := day(c.at); {
		case d >= w.from && d < w.landmark:
			p.contacts = append(p.contacts, c)
		case d >= w.landmark && d < w.until && c.promoter >= 0:
			p.asked, p.promotes = p.asked+1, p.promotes+int64(c.promoter)
		}
	}
	for _, one := range cases {
		as := unresolved
		if one.recovered {
			as = resolved
		}
		p.contacts = append(p.contacts, contact{at: one.opened, point: one.point, unit: one.unit, kind: as, scored: true, promoter: -1, complaint: true})
		for k := range p.contacts {
			if c := &p.contacts[k]; c.kind != fine && c.at <= one.opened {
				c.kind = as
			}
		}
	}
	slices.SortStableFunc(p.contacts, func(a, b contact) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	for _, c := range p.contacts {
		if c.kind != fine {
			p.worst = c.kind
		}
	}
}

// stratum puts customers together who were alike before: by how often and how lately they bought, by how many contacts they had.
func stratum(recent int, since int32, contacts int, running bool) int {
	s := 0
	switch {
	case recent >= 4:
		s = 3
	case recent >= 2:
		s = 2
	case recent == 1:
		s = 1
	}
	r := 2
	switch {
	case since <= 56:
		r = 0
	case since <= 140:
		r = 1
	}
	c := min(contacts, 4)
	if running {
		c += 5
	}
	return (s*3+r)*10 + c
}

// sums adds up people.
type sums struct {
	n, stayed                      int64
	bought, bought2, spent, spent2 float64
	tenure, tenure2                float64
	asked, promotes                int64
	stayedSpent, stayedSpent2      float64
}

func (s *sums) add(p *person) {
	s.n++
	s.bought, s.bought2 = s.bought+p.bought, s.bought2+p.bought*p.bought
	s.spent, s.spent2 = s.spent+p.spent, s.spent2+p.spent*p.spent
	s.tenure, s.tenure2 = s.tenure+p.tenure, s.tenure2+p.tenure*p.tenure
	s.asked, s.promotes = s.asked+p.asked, s.promotes+p.promotes
	if p.stayed {
		s.stayed++
		s.stayedSpent, s.stayedSpent2 = s.stayedSpent+p.spent, s.stayedSpent2+p.spent*p.spent
	}
}

const level = 0.95

// share is a proportion with Wilson's interval; nil under 5.
func share(hits, n int64) *Interval {
	if n < 5 {
		return nil
	}
	w := stats.Wilson(hits, n, level)
	return &Interval{w.Estimate, w.Low, w.High}
}

// mean is a mean with a normal interval; nil under 5.
func mean(n int64, sum, squares float64) *Interval {
	if n < 5 {
		return nil
	}
	m := sum / float64(n)
	se := math.Sqrt(math.Max(0, squares/float64(n)-m*m) / float64(n-1))
	z := stats.NormalQuantile(0.975)
	return &Interval{m, math.Max(0, m-z*se), m + z*se}
}

func (s *sums) group(key string, margin float64) Group {
	g := Group{Key: key, N: s.n, Stay: share(s.stayed, s.n), Purchases: mean(s.n, s.bought, s.bought2), Spend: mean(s.n, s.spent, s.spent2),
		Tenure: mean(s.n, s.tenure, s.tenure2), Referral: share(s.promotes, s.asked), Referred: s.asked}
	if margin > 0 && g.Spend != nil {
		g.Margin = &Interval{margin * g.Spend.Estimate, margin * g.Spend.Low, margin * g.Spend.High}
	}
	return g
}

// sideBySide is the groups: never failed (with contact), recovered, unrecovered, and the two kinds of these.
func sideBySide(all []person, margin float64) []Group {
	var of [5]sums
	for k := range all {
		p := &all[k]
		switch {
		case len(p.contacts) == 0:
			continue
		case p.worst == fine:
			of[0].add(p)
		case p.worst == resolved:
			of[1].add(p)
		default:
			of[2].add(p)
			of[2+p.worst].add(p) // silent 3, unresolved 4
		}
	}
	keys := []string{"never_failed", "recovered", "unrecovered", "silent", "unresolved"}
	out := make([]Group, len(keys))
	for k, key := range keys {
		out[k] = of[k].group(key, margin)
	}
	return out
}
