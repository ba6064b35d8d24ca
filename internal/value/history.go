package value

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// microsPerDay cuts time into days in UTC: to a model, a purchase at 23:59 and one at 00:01 may be of one day or of two.
const microsPerDay = 24 * 60 * 60 * 1_000_000

// buy is what one customer paid on one day, in minor units of the currency of the value.
type buy struct {
	day   int32
	minor float64
}

// history is what was bought, by customer, with what wasn't used of it.
type history struct {
	buys    [][]buy  // each rising by day, one a day
	who     []string // whose
	first   int32
	last    int32 // day of the last purchase of anybody
	left    map[string]int64
	rates   map[string]float64
	missing map[string]bool // currencies without a rate
}

// purchaseRow is a purchase as it is read.
type purchaseRow struct {
	key, customer, currency, state string
	at, amount                     int64
}

// readPage is how many rows are read in one transaction: work of minutes must hold no reader of the database that long.
const readPage = 20_000

// purchases reads what customers of a segment bought until a day (exclusive, 0 is now), net of what was given back.
//
// Rules: what was cancelled or returned isn't used; nor what cost nothing, nor what lies ahead. A refund is taken off the purchase
// whose number it names; one that names none, off the customer's last purchases before it; what is left of it then isn't used. A
// purchase given back in full isn't one. Purchases of a customer on one day are one. Merged customers are one.
func (v *Values) purchases(ctx context.Context, org db.Org, w *Wish, until int32, note func(done int64)) (*history, error) {
	h := &history{first: 1 << 30, left: map[string]int64{}, rates: w.Rates, missing: map[string]bool{}}
	who, err := v.whom(ctx, org, w.Segment)
	if err != nil {
		return nil, err
	}
	named, loose, err := v.refunds(ctx, org, who)
	if err != nil {
		return nil, err
	}
	byCustomer := map[string][]purchaseRow{}
	var families []string // of merged customers, whose rows aren't next to each other
	after, done := "", int64(0)
	for {
		page, last, err := v.page(ctx, org, after)
		if err != nil {
			return nil, err
		}
		mine := []purchaseRow{}
		for k, p := range page {
			mine = append(mine, p)
			if k+1 < len(page) && page[k+1].customer == p.customer {
				continue
			}
			if id, used := who.of(p.customer); used {
				if id != p.customer || who.merged[id] {
					if byCustomer[id] == nil {
						families = append(families, id)
					}
					byCustomer[id] = append(byCustomer[id], mine...)
				} else {
					h.add(id, mine, named, loose[id], w, until)
				}
			}
			mine = mine[:0]
		}
		if done += int64(len(page)); note != nil {
			note(done)
		}
		if last {
			break
		}
		after = page[len(page)-1].customer
	}
	for _, id := range families {
		h.add(id, byCustomer[id], named, loose[id], w, until)
	}
	if len(h.missing) > 0 {
		list := []string{}
		for c := range h.missing {
			list = append(list, c)
		}
		sort.Strings(list)
		return nil, problem.At("body.rates", "rate_needed", "The history has amounts in %s beside %s. Say what one unit of each was worth in %s.", joined(list), w.Currency, w.Currency).
			With(problem.Args{"currencies": joined(list), "currency": w.Currency})
	}
	return h, nil
}

func joined(list []string) string {
	out := ""
	for k, s := range list {
		if k > 0 {
			out += ", "
		}
		out += s
	}
	return out
}

// add takes one customer's purchases up.
func (h *history) add(id string, rows []purchaseRow, named map[string]*refund, loose []*refund, w *Wish, until int32) {
	slices.SortFunc(rows, func(a, b purchaseRow) int { return cmp.Compare(a.at, b.at) })
	net := make([]int64, len(rows))
	for k, p := range rows {
		net[k] = p.amount
		if r := named[p.key]; r != nil && r.currency == p.currency && p.state == "bought" {
			back := min(r.amount, net[k])
			net[k], r.amount = net[k]-back, r.amount-back
			if r.amount > 0 {
				h.left["refund_unmatched"]++
			}
			r.amount = 0
		}
	}
	for _, r := range loose {
		for k := len(rows) - 1; k >= 0 && r.amount > 0; k-- {
			if p := rows[k]; p.state == "bought" && p.currency == r.currency && p.at <= r.at && net[k] > 0 {
				back := min(r.amount, net[k])
				net[k], r.amount = net[k]-back, r.amount-back
			}
		}
		if r.amount > 0 {
			h.left["refund_unmatched"]++
		}
	}
	var mine []buy
	for k, p := range rows {
		day := int32(p.at / microsPerDay) //nolint:gosec // days since 1970
		switch {
		case p.state != "bought":
			h.left["cancelled"]++
			continue
		case p.amount == 0:
			h.left["zero"]++
			continue
		case net[k] == 0:
			h.left["refunded"]++
			continue
		case until > 0 && day >= until:
			h.left["future"]++
			continue
		}
		rate := 1.0
		if p.currency != w.Currency {
			given, ok := h.rates[p.currency]
			if !ok {
				h.missing[p.currency] = true
				continue
			}
			rate = given * minorScale(w.Currency) / minorScale(p.currency)
		}
		if n := len(mine); n > 0 && mine[n-1].day == day {
			mine[n-1].minor += float64(net[k]) * rate
			continue
		}
		mine = append(mine, buy{day, float64(net[k]) * rate})
	}
	if len(mine) > 0 {
		h.buys, h.who = append(h.buys, slices.Clone(mine)), append(h.who, id)
		h.first, h.last = min(h.first, mine[0].day), max(h.last, mine[len(mine)-1].day)
	}
}

// leftOut tells what wasn't used, with the rule.
func (h *history) leftOut() (out []LeftOut) {
	for _, one := range []struct{ code, text string }{
		{"cancelled", "%d purchases were cancelled or returned, and aren't counted."},
		{"refunded", "%d purchases were given back in full, and aren't counted."},
		{"zero", "%d purchases cost nothing, and aren't counted: they say nothing of what customers pay."},
		{"future", "%d purchases lie after the end of observation, and aren't counted."},
		{"refund_unmatched", "%d refunds gave back more than what was bought before them; the rest isn't counted."},
	} {
		if n := h.left[one.code]; n > 0 {
			out = append(out, LeftOut{one.code, n, fmt.Sprintf(one.text, n)})
		}
	}
	return out
}

// crowd is who counts: everybody, or the customers of a segment; and who is whom since they were merged.
type crowd struct {
	survivor map[string]string // of merged customers
	merged   map[string]bool   // survivors
	only     map[string]bool   // nil is everybody
}

func (c *crowd) of(id string) (string, bool) {
	if s := c.survivor[id]; s != "" {
		id = s
	}
	return id, c.only == nil || c.only[id]
}

// Bought is what one customer paid on which days, net of what was given back.
type Bought struct {
	Customer string
	Days     []int32   // since 1970, rising
	Minor    []float64 // in minor units of the currency asked for
}

// Bought reads everybody's purchases for another capability, by the same rules as values are computed. Refusals as of Compute.
func (v *Values) Bought(ctx context.Context, org db.Org, currency string, rates map[string]float64) ([]Bought, error) {
	h, err := v.purchases(ctx, org, &Wish{Currency: currency, Rates: rates}, int32(v.DB.Now().UnixMicro()/microsPerDay)+1, nil) //nolint:gosec // days since 1970
	if err != nil {
		return nil, err
	}
	out := make([]Bought, len(h.buys))
	for k, mine := range h.buys {
		out[k] = Bought{Customer: h.who[k], Days: make([]int32, len(mine)), Minor: make([]float64, len(mine))}
		for n, b := range mine {
			out[k].Days[n], out[k].Minor[n] = b.day, b.minor
		}
	}
	return out, nil
}
