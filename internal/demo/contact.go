package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// measures are what the demo measures beside the standard metrics.
func measures() []metric.Metric {
	return []metric.Metric{
		{Key: "wait_minutes", Name: "Waiting time, minutes", Min: 0, Max: 120, Direction: metric.Down, Scoring: metric.Scoring{Method: metric.Mean}},
		{Key: "first_contact", Name: "Settled at first contact", Min: 0, Max: 1, Direction: metric.Up, Scoring: metric.Scoring{Method: metric.Rate}},
		{Key: "handling_minutes", Name: "Handling time, minutes", Min: 0, Max: 240, Direction: metric.Down, Scoring: metric.Scoring{Method: metric.Mean}},
		{Key: "stars", Name: "Review, stars", Min: 1, Max: 5, Direction: metric.Up, Scoring: metric.Scoring{Method: metric.Mean}},
	}
}

// contact is one meeting of a customer and the organisation, before it is told as a signal.
type contact struct {
	r      *rand.Rand
	at     time.Time
	touch  int
	client int
	who    *person // nil where a customer helps themselves
	team   *team
	in     signal.Input

	wait    float64 // minutes; −1 where nobody queues
	solved  int     // 1, 0, or −1 where it isn't known
	leaning float64 // satisfaction without chance
	chance  float64
}

// contact makes the n-th signal of a plan, from 0, the oldest first.
func (w *world) contact(n int) *signal.Input { return &w.meet(n).in }

// meet makes the n-th contact.
func (w *world) meet(n int) *contact {
	r := source(w.plan.Seed, streamContacts, uint64(n)) //nolint:gosec // n ≥ 0
	c := &contact{r: r, at: time.UnixMicro(w.moments[n]).UTC(), touch: drawnTouch(r), wait: -1, solved: -1}
	t := &touches[c.touch]
	// A few call often, most seldom.
	c.client = int(float64(len(w.people)) * math.Pow(r.Float64(), 1.5))
	served := &w.staff[r.IntN(len(w.staff))]
	c.team = &w.teams[served.team]
	trait := w.people[c.client]
	c.in = signal.Input{At: c.at.Format(time.RFC3339Nano), Kind: signal.Kind(drawnValue(r, kinds)), TouchPoint: t.key, Unit: c.team.key,
		Customer: &customer.Ref{ExternalID: w.refs[c.client].ExternalID}, Channel: drawnValue(r, t.channels), Language: languages[trait.language].value,
		Measures: map[string]signal.Measure{}, Attributes: map[string]signal.Text{
			"product": signal.Text(products[trait.product].value), "segment": signal.Text(segments[trait.segment].value),
			"region": signal.Text(places[trait.place].value), "reason": signal.Text(drawnValue(r, t.reasons)),
		}}
	c.leaning, c.chance = w.offsets[c.touch]+c.team.effect, r.NormFloat64()
	if t.key == w.truths.Change.TouchPoint && w.moments[n] >= w.change {
		c.leaning += w.truths.Change.Size
	}
	switch c.in.Channel {
	case "web", "app":
		if c.in.Kind == "operational" {
			c.in.Kind = "survey"
		}
	default:
		c.who = served
		c.in.Employee = served.external
		c.leaning += served.effect
		w.operate(c)
	}
	w.ask(c)
	return c
}

func drawnTouch(r *rand.Rand) int {
	sum := 0
	for i := range touches {
		sum += touches[i].of
	}
	n := r.IntN(sum)
	for i := range touches {
		if n -= touches[i].of; n < 0 {
			return i
		}
	}
	return 0
}

// operate is what the contact centre's systems know of a contact, and how it acts on satisfaction.
func (w *world) operate(c *contact) {
	d := w.truths.Drivers
	if c.in.Channel == "phone" || c.in.Channel == "chat" {
		busy := []float64{1, 1.5, 1.2, 1, 1, 0.9, 0.6}[c.at.Weekday()] // Mondays are worst
		c.wait = min(60, math.Round(10*meanWait*busy/1.05*c.r.ExpFloat64())/10)
		c.put("wait_minutes", c.wait)
		c.leaning += d[0].Size * (c.wait - meanWait)
		band := "over 10 min"
		switch {
		case c.wait < 2:
			band = "under 2 min"
		case c.wait < 5:
			band = "2 to 5 min"
		case c.wait <= 10:
			band = "5 to 10 min"
		}
		c.in.Attributes["wait"] = signal.Text(band)
	}
	c.solved = 0
	if c.r.Float64() < solvedShare {
		c.solved = 1
	}
	c.in.Attributes["settled"] = signal.Text([]string{"later", "at once"}[c.solved])
	c.put("first_contact", float64(c.solved))
	c.leaning += d[1].Size * (float64(c.solved) - solvedShare)
	handling := math.Exp(2 + 0.5*c.r.NormFloat64())
	c.put("handling_minutes", min(240, math.Round(10*handling)/10))
	c.leaning += d[2].Size * handling
}

func (c *contact) put(key string, value float64) {
	c.in.Measures[key] = signal.Measure{State: analytics.Answered, Milli: int64(math.Round(value * analytics.Scale))}
}

// answer puts a score, or that it was asked and skipped.
func (c *contact) answer(key string, lowest int64, cuts []float64, satisfaction float64) {
	if c.r.Float64() < 0.06 {
		c.in.Measures[key] = signal.Measure{State: analytics.NotAnswered}
		return
	}
	c.put(key, float64(lowest+score(cuts, satisfaction)))
}

// ask is what the customer says of the contact.
func (w *world) ask(c *contact) {
	felt := c.leaning + c.chance
	words := 0.0 // share of comments
	switch c.in.Kind {
	case "survey":
		c.answer("csat", 1, w.csat, felt)
		if c.r.Float64() < 0.7 {
			c.answer("nps", 0, w.nps, c.leaning+0.85*c.chance+0.53*c.r.NormFloat64())
		}
		if c.r.Float64() < 0.45 {
			c.answer("ces", 1, w.ces, c.leaning+0.75*c.chance+0.66*c.r.NormFloat64())
		}
		words = 0.3 + 0.1*math.Abs(felt) // strong feelings write more
	case "feedback":
		if c.r.Float64() < 0.6 {
			c.answer("csat", 1, w.csat, felt)
		}
		words = 1
	case "review":
		c.put("stars", float64(1+score(w.stars, felt)))
		words = 1
	}
	if c.r.Float64() < words {
		c.in.Comments = []signal.Comment{{Text: w.comment(c, felt)}}
	}
}

func (w *world) comment(c *contact, felt float64) string {
	s := said{touch: touches[c.touch].key, language: c.in.Language, wait: c.wait, solved: c.solved,
		product: string(c.in.Attributes["product"]), tone: tone(1 + score(w.csat, felt))}
	if c.who != nil {
		s.agent = c.who.first
	}
	return w.talk.comment(c.r, s)
}
