package demo

import (
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
)

// prices are what the products cost for a month, in cents, and what a device to them costs.
var prices = map[string]struct{ month, device int64 }{
	"Fibre": {4490, 9900}, "Mobile": {2490, 59900}, "Bundle": {6990, 12900}, "TV": {1490, 4900}, "Business line": {8900, 19900},
}

// mostPurchases is how many purchases a customer has at most.
const mostPurchases = 4

// purchases are what one customer bought: the product for a year, now and then a device, and most years again. Of a hundred
// about four were cancelled or returned. They hold nothing that is planted: what somebody pays has no effect on how they feel.
func (w *world) purchases(n int) []customer.Purchase {
	r := source(w.plan.Seed, streamPurchases, uint64(n)) //nolint:gosec // n ≥ 0
	product := products[w.people[n].product].value
	price, span := prices[product], w.plan.End.Sub(w.start)
	at := w.start.Add(time.Duration(r.Float64() * 0.6 * float64(span)))
	var out []customer.Purchase
	buy := func(what string, amount, pieces int64) {
		p := customer.Purchase{Key: fmt.Sprintf("O-%06d-%d", n+1, len(out)+1), Who: &w.refs[n], At: at.Truncate(time.Second), Product: what,
			Amount: amount * pieces, Currency: "EUR", Quantity: pieces, State: customer.Bought}
		switch x := r.IntN(100); {
		case x < 2:
			p.State = customer.Cancelled
		case x < 4:
			p.State = customer.Returned
		}
		out = append(out, p)
	}
	for len(out) < mostPurchases {
		buy(product+", 12 months", 12*price.month, 1)
		if r.IntN(100) < 35 && len(out) < mostPurchases {
			buy(product+" device", price.device, 1+int64(r.IntN(2)))
		}
		at = at.AddDate(1, 0, r.IntN(30)-10)
		if !at.Before(w.plan.End) || r.IntN(100) < 15 {
			break
		}
	}
	return out
}
