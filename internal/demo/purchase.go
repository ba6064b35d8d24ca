package demo

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/customer"
)

// prices are what the products cost for a quarter, in cents, and what a device to them costs.
var prices = map[string]struct{ quarter, device int64 }{
	"Fibre": {13470, 9900}, "Mobile": {7470, 29900}, "Bundle": {20970, 12900}, "TV": {4470, 4900}, "Business line": {26700, 19900},
}

const (
	mostPurchases = 30   // of a customer; hardly anybody comes near
	betweenWeeks  = 13.0 // a customer's purchases, on average
	leaveAnyway   = 0.06 // of customers with each purchase, whatever they met, on average
)

// Consequence is what a failure of service does to what a customer buys. A failure is a contact rated 1 or 2 of 5. Who complains
// says so in words; the complaint is settled where the contact settled it at once.
type Consequence struct {
	Failure string  `json:"failure" enum:"silent,unresolved,resolved"`
	Leave   float64 `json:"leave" doc:"Share of customers who buy nothing any more, each time"`
	Spend   float64 `json:"spend" doc:"Share of what they pay that those who stay no longer spend, each time"`
}

// consequences are planted in every demo, whatever the seed.
func consequences() []Consequence {
	return []Consequence{{"silent", 0.18, 0.08}, {"unresolved", 0.30, 0.15}, {"resolved", 0.04, 0}}
}

// failure is one that a customer met.
type failure struct {
	at   int64 // microseconds
	kind int8  // place in consequences
}

// failures finds who met which failure, from the contacts as they will be told. It takes as long as making them without writing
// them, on all cores.
func (w *world) failures() map[int][]failure {
	workers := max(1, runtime.GOMAXPROCS(0))
	parts := make([]map[int][]failure, workers)
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() {
			parts[k] = map[int][]failure{}
			for n := k * len(w.moments) / workers; n < (k+1)*len(w.moments)/workers; n++ {
				c := w.meet(n)
				if kind, failed := c.failed(); failed {
					parts[k][c.client] = append(parts[k][c.client], failure{w.moments[n], kind})
				}
			}
		})
	}
	wait.Wait()
	out := parts[0]
	for _, part := range parts[1:] { // later parts are later in time
		for client, list := range part {
			out[client] = append(out[client], list...)
		}
	}
	return out
}

// failed says whether a contact was a failure, and of which kind.
func (c *contact) failed() (kind int8, failed bool) {
	m, asked := c.in.Measures["csat"]
	if !asked || m.State != analytics.Answered || m.Milli > 2*analytics.Scale {
		return 0, false
	}
	switch {
	case len(c.in.Comments) == 0 && c.in.Kind != "feedback":
		return 0, true
	case c.solved == 1:
		return 2, true
	}
	return 1, true
}

// purchases are what one customer bought: a quarter of the product now and then, seldom a device, until they leave: anyway, or for
// a failure. Of a hundred about four were cancelled or returned. What somebody pays has no effect on how they feel.
func (w *world) purchases(n int) []customer.Purchase {
	r := source(w.plan.Seed, streamPurchases, uint64(n)) //nolint:gosec // n ≥ 0
	product := products[w.people[n].product].value
	price, span := prices[product], w.plan.End.Sub(w.start)
	at := w.start.Add(time.Duration(r.Float64() * 0.6 * float64(span)))
	pace := betweenWeeks * 2 / (r.ExpFloat64() + r.ExpFloat64()) // weeks; a few buy much more often than others
	restless := r.Float64() * r.Float64() * 4 * leaveAnyway      // and some leave more easily
	tariff := math.Exp(0.35 * r.NormFloat64())                   // some have more lines, or a larger one
	left, spends := w.course(n, at)
	var out []customer.Purchase
	buy := func(what string, amount float64) {
		p := customer.Purchase{Key: fmt.Sprintf("O-%06d-%d", n+1, len(out)+1), Who: &w.refs[n], At: at.Truncate(time.Second), Product: what,
			Amount: int64(math.Round(amount)), Currency: "EUR", Quantity: 1, State: customer.Bought}
		switch x := r.IntN(100); {
		case x < 2:
			p.State = customer.Cancelled
		case x < 4:
			p.State = customer.Returned
		}
		out = append(out, p)
	}
	for len(out) < mostPurchases && at.Before(w.plan.End) && (len(out) == 0 || at.UnixMicro() < left) {
		if r.IntN(100) < 8 {
			buy(product+" device", float64(price.device)*(0.8+0.4*r.Float64())*spends(at))
		} else {
			buy(product, float64(price.quarter)*tariff*(0.8+0.4*r.Float64())*spends(at))
		}
		if r.Float64() < restless {
			break
		}
		at = at.Add(time.Duration(r.ExpFloat64() * pace * 7 * 24 * float64(time.Hour)))
	}
	return out
}

// course is what failures do to a customer who begins at a moment: when they leave, if they do, and which share of the usual they
// still spend at a time.
func (w *world) course(n int, begins time.Time) (left int64, spends func(time.Time) float64) {
	left = math.MaxInt64
	list, effects := w.met[n], consequences()
	r := source(w.plan.Seed, streamLeaving, uint64(n)) //nolint:gosec // n ≥ 0
	for _, f := range list {
		if chance := r.Float64(); f.at >= begins.UnixMicro() && chance < effects[f.kind].Leave {
			left = min(left, f.at)
		}
	}
	return left, func(at time.Time) float64 {
		share := 1.0
		for _, f := range list {
			if f.at >= begins.UnixMicro() && f.at < at.UnixMicro() {
				share *= 1 - effects[f.kind].Spend
			}
		}
		return share
	}
}
