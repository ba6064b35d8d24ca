package demo

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Plan is what a demo is made from: the same plan makes the same demo.
type Plan struct {
	Seed    uint64    `json:"seed"`
	Signals int       `json:"signals"`
	End     time.Time `json:"end" doc:"The present, as the demo sees it; it begins 24 months before"`
	Zone    string    `json:"zone" doc:"In whose hours people call"`
}

// Fewest and Most bound a demo: below, nothing could be found in it; above, it's a load test.
const (
	Fewest  = 1_000
	Most    = 2_000_000
	Default = 200_000
)

const (
	months  = 24
	perTeam = 15             // employees
	fresh   = 72 * time.Hour // signals this young may open cases
	handful = 1000           // and so many at least, or a twentieth of a small demo
	perTen  = 3              // customers per ten signals: 200,000 have 60,000
)

// Validate checks what a person may choose.
func (p *Plan) Validate() error {
	if p.Signals < Fewest || p.Signals > Most {
		return problem.At("body.signals", "signals_range", "A demo has %d to %d signals.", Fewest, Most).
			With(problem.Args{"min": Fewest, "max": Most})
	}
	return nil
}

type team struct {
	key, name, site string
	effect          float64
}

type person struct {
	external, name, first string
	team                  int // place in world.teams
	effect                float64
}

// traits are what a customer brings to every contact, as places in the lists of names.go.
type traits struct{ product, segment, place, language uint8 }

// world is the contact centre of a plan before anybody calls. It is only read once it is made.
type world struct {
	plan    Plan
	zone    *time.Location
	start   time.Time
	truths  Truths
	teams   []team
	staff   []person
	people  []traits
	refs    []customer.Ref
	offsets []float64         // by touch point
	moments []int64           // microseconds, rising
	met     map[int][]failure // by customer; nil before anybody has looked
	talk    grammar

	csat, nps, ces, stars []float64 // cuts
	change                int64
}

// newWorld makes the world of a plan.
func newWorld(p Plan) (*world, error) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone of the demo: %w", err)
	}
	w := &world{plan: p, zone: zone, csat: cuts(csatShares), nps: cuts(npsShares), ces: cuts(cesShares), stars: cuts(starShares)}
	if w.talk, err = newGrammar(); err != nil {
		return nil, err
	}
	w.start = start(p.End, zone)
	w.organise()
	w.truths = truths(p.Seed, w.start, w.teams)
	on, err := time.ParseInLocation(time.DateOnly, w.truths.Change.On, zone)
	if err != nil {
		return nil, err
	}
	w.change = on.UnixMicro()
	w.plant()
	w.serve()
	w.moments = moments(source(p.Seed, streamTimes, 0), w.start, p.End, p.Signals)
	return w, nil
}

// start is the midnight 24 months before.
func start(end time.Time, zone *time.Location) time.Time {
	y, m, d := end.In(zone).Date()
	return time.Date(y, m-months, d, 0, 0, 0, 0, zone)
}

// organise makes teams and employees. Teams and people differ by little.
func (w *world) organise() {
	r, n := source(w.plan.Seed, streamStaff, 0), 0
	for _, s := range sites {
		for range s.teams {
			name := teamNames[n]
			w.teams = append(w.teams, team{"team-" + strings.ToLower(name), "Team " + name, s.key, 0.05 * r.NormFloat64()})
			n++
		}
	}
	taken := map[string]bool{}
	for i := range len(w.teams) * perTeam {
		var first, name string
		for name == "" || taken[name] {
			first = pick(r, firstNames)
			name = first + " " + pick(r, lastStarts) + pick(r, lastEnds)
		}
		taken[name] = true
		w.staff = append(w.staff, person{fmt.Sprintf("E-%04d", i+1), name, first, i / perTeam, 0.12 * r.NormFloat64()})
	}
}

// plant gives touch points and teams their effects.
func (w *world) plant() {
	r := source(w.plan.Seed, streamTouches, 0)
	w.offsets = make([]float64, len(touches))
	for i, t := range touches {
		w.offsets[i] = 0.2*r.Float64() - 0.1
		for _, weak := range w.truths.Weak {
			if weak.TouchPoint == t.key {
				w.offsets[i] = weak.Size
			}
		}
	}
	for i := range w.teams {
		if w.teams[i].key == w.truths.Better.Unit {
			w.teams[i].effect = w.truths.Better.Size
		}
	}
}

// serve makes the customers.
func (w *world) serve() {
	n := w.plan.Signals * perTen / 10
	w.people, w.refs = make([]traits, n), make([]customer.Ref, n)
	r := source(w.plan.Seed, streamCustomers, 0)
	for i := range n {
		w.people[i] = traits{drawn(r, products), drawn(r, segments), drawn(r, places), drawn(r, languages)}
		first, last := pick(r, firstNames), pick(r, lastStarts)+pick(r, lastEnds)
		w.refs[i] = customer.Ref{ExternalID: fmt.Sprintf("C-%06d", i+1), Name: first + " " + last,
			Email: fmt.Sprintf("%s.%s.%d@example.org", strings.ToLower(first), strings.ToLower(last), i+1)}
	}
}

// moments are when n contacts take place: more on weekdays, by day, before the end of the year, and a little more each month.
func moments(r *rand.Rand, start, end time.Time, n int) []int64 {
	var days []time.Time
	var until []float64 // of the weight of all days up to and with this one
	sum := 0.0
	for d := start; d.Before(end); d = time.Date(d.Year(), d.Month(), d.Day()+1, 0, 0, 0, 0, d.Location()) {
		weight := []float64{0.3, 1.25, 1.1, 1.05, 1, 0.95, 0.55}[d.Weekday()] * (0.9 + 0.2*r.Float64())
		weight *= 1 + 0.15*float64(len(days))/365
		weight *= 1 + 0.12*math.Cos(2*math.Pi*float64(d.YearDay()+10)/365)
		weight *= min(1, end.Sub(d).Hours()/24)
		sum += weight
		days, until = append(days, d), append(until, sum)
	}
	out := make([]int64, n)
	for i := range out {
		at := (float64(i) + r.Float64()) / float64(n) * sum
		day, _ := slices.BinarySearchFunc(until, at, cmp.Compare)
		d := days[min(day, len(days)-1)]
		t := d.Add(time.Duration((7 + 7*(r.Float64()+r.Float64())) * float64(time.Hour))) // from 7 to 21, most around 14
		if !t.Before(end) {
			t = d.Add(time.Duration(r.Float64() * float64(end.Sub(d))))
		}
		out[i] = t.UnixMicro()
	}
	slices.Sort(out)
	return out
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// drawn picks a place in a list of shares.
func drawn(r *rand.Rand, list []share) uint8 {
	sum := 0
	for _, s := range list {
		sum += s.of
	}
	n := r.IntN(sum)
	for i, s := range list {
		if n -= s.of; n < 0 {
			return uint8(i) //nolint:gosec // short lists
		}
	}
	return 0
}

func drawnValue(r *rand.Rand, list []share) string { return list[drawn(r, list)].value }
