package customer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Purchase is one thing bought by a customer. Its key is the order's own: told again it changes nothing, told otherwise (as
// returned, say) the last word holds.
type Purchase struct {
	Key      string        // unique in the organisation, at most 200 characters
	Customer ID            // or, where it is empty, Who
	Who      *Ref          // made if it isn't known yet
	At       time.Time     // when it was bought
	Product  string        // at most 200 characters
	Amount   int64         // for all pieces together, in minor units of the currency
	Currency string        // ISO 4217
	Quantity int64         // 1 to 1,000,000
	State    PurchaseState // empty is bought
	Intake   string        // the list it came in with; empty where it was told by itself
}

// PurchaseState says what became of a purchase.
type PurchaseState string

// The closed list of states.
const (
	Bought    PurchaseState = "bought"
	Cancelled PurchaseState = "cancelled"
	Returned  PurchaseState = "returned"
)

// maxQuantity bounds the pieces of one purchase.
const maxQuantity = 1_000_000

// Validate checks the rules that need no database; place is where in the input it stands.
func (p *Purchase) Validate(place string, now time.Time) error {
	if p.State == "" {
		p.State = Bought
	}
	if err := identity.Name(p.Key, place+".key", 200); err != nil {
		return err
	}
	if err := text(p.Product, place+".product", 200); err != nil {
		return err
	}
	if _, ok := minorDigits(p.Currency); !ok {
		return problem.At(place+".currency", "currency_unknown", "%.10q isn't a currency of ISO 4217 such as EUR.", p.Currency)
	}
	if err := checkAmount(p.Amount, place); err != nil {
		return err
	}
	if p.Quantity < 1 || p.Quantity > maxQuantity {
		return problem.At(place+".quantity", "quantity_out_of_range", "A quantity is between 1 and 1,000,000.")
	}
	if !slices.Contains([]PurchaseState{Bought, Cancelled, Returned}, p.State) {
		return problem.At(place+".state", "state_unknown", "A purchase is bought, cancelled or returned.")
	}
	if err := pastTime(&p.At, place+".at", now); err != nil {
		return err
	}
	p.At = p.At.UTC().Truncate(time.Microsecond)
	if p.Customer == "" && p.Who == nil {
		return problem.At(place+".customer", "customer_unnamed", "A purchase needs a customer.")
	}
	if p.Customer == "" {
		return p.Who.Validate(place + ".customer")
	}
	return nil
}

// Told is what became of purchases that were told.
type Told struct {
	Added   int `json:"added"`
	Changed int `json:"changed" doc:"Known under their key, with something else about them"`
	Known   int `json:"known" doc:"Told before exactly so"`
}

// AddPurchases stores purchases inside a transaction, with one entry in the audit for all of them. Names of customers not known
// yet are made. The last of several with the same key holds. One that breaks a rule refuses them all: validate each beforehand
// where a file's bad rows must harm no other.
func (c *Customers) AddPurchases(ctx context.Context, tx *db.Tx, org db.Org, list []Purchase) (t Told, err error) {
	var refs []*Ref
	last := make(map[string]int, len(list))
	for i := range list {
		p := &list[i]
		if err := p.Validate(fmt.Sprintf("body.items[%d]", i), tx.Now); err != nil {
			return t, err
		}
		last[p.Key] = i
		if p.Customer == "" {
			refs = append(refs, p.Who)
		}
	}
	who, err := c.ResolveAll(ctx, tx, org, refs)
	if err != nil {
		return t, err
	}
	kept := make([]*Purchase, 0, len(last))
	for i := range list {
		if p := &list[i]; last[p.Key] == i {
			if p.Customer == "" {
				p.Customer = who[p.Who]
			}
			kept = append(kept, p)
		}
	}
	for len(kept) > 0 {
		n := db.Chunk(len(kept))
		if err := storePurchases(ctx, tx, org, kept[:n], &t); err != nil {
			return t, err
		}
		kept = kept[n:]
	}
	return t, c.Audit.Record(ctx, tx, "customer.purchases", "", map[string]any{"added": t.Added, "changed": t.Changed, "known": t.Known})
}

const purchaseColumns = 12

var (
	purchaseInsert = db.NewBulk(`insert into purchase (org, key, id, customer, at, product, amount, currency, quantity, state, intake, created_at) values `, purchaseColumns,
		` on conflict (org, key) do nothing returning key`)
	purchaseKnown = db.NewList(`select key, customer, at, product, amount, currency, quantity, state, intake from purchase where org = $1 and key in (`, `)`)
)

// storePurchases stores one chunk: those whose keys are new, and what has changed of the others.
func storePurchases(ctx context.Context, tx *db.Tx, org db.Org, list []*Purchase, t *Told) error {
	args := make([]any, 0, len(list)*purchaseColumns)
	for _, p := range list {
		args = append(args, org, p.Key, tx.ID("pur"), p.Customer, p.At.UnixMicro(), p.Product, p.Amount, p.Currency, p.Quantity, string(p.State), p.Intake, tx.Micros())
	}
	rows, err := tx.Query(ctx, purchaseInsert.Text(tx, len(list)), args...)
	added := make(map[string]bool, len(list))
	if _, err = db.Collect(rows, err, func(r db.Scanner) (key string, err error) {
		err = r.Scan(&key)
		added[key] = true
		return key, err
	}); err != nil {
		return err
	}
	t.Added += len(added)
	again := list[:0:0]
	for _, p := range list {
		if !added[p.Key] {
			again = append(again, p)
		}
	}
	for len(again) > 0 {
		n := db.Chunk(len(again))
		if err := comparePurchases(ctx, tx, org, again[:n], t); err != nil {
			return err
		}
		again = again[n:]
	}
	return nil
}

// comparePurchases changes those that are told otherwise than before.
func comparePurchases(ctx context.Context, tx *db.Tx, org db.Org, list []*Purchase, t *Told) error {
	args := append(make([]any, 0, len(list)+1), org)
	for _, p := range list {
		args = append(args, p.Key)
	}
	rows, err := tx.Query(ctx, purchaseKnown.Text(tx, len(list)), args...)
	known := make(map[string]Purchase, len(list))
	if _, err = db.Collect(rows, err, func(r db.Scanner) (p Purchase, err error) {
		var at int64
		err = r.Scan(&p.Key, &p.Customer, &at, &p.Product, &p.Amount, &p.Currency, &p.Quantity, &p.State, &p.Intake)
		p.At = db.Micros(at)
		known[p.Key] = p
		return p, err
	}); err != nil {
		return err
	}
	for _, p := range list {
		now := *p
		was := known[p.Key]
		now.Who, now.Intake = nil, was.Intake
		if was == now {
			t.Known++
			continue
		}
		t.Changed++
		if err := keepBefore(ctx, tx, org, p.Intake, was); err != nil {
			return err
		}
		if err := updatePurchase(ctx, tx, org, p); err != nil {
			return err
		}
	}
	return nil
}

func updatePurchase(ctx context.Context, tx *db.Tx, org db.Org, p *Purchase) error {
	_, err := tx.Exec(ctx, `update purchase set customer = $1, at = $2, product = $3, amount = $4, currency = $5, quantity = $6, state = $7, intake = $8
		where org = $9 and key = $10`, p.Customer, p.At.UnixMicro(), p.Product, p.Amount, p.Currency, p.Quantity, string(p.State), p.Intake, org, p.Key)
	return err
}

// Total sums up a customer's purchases in one currency.
type Total struct {
	Currency  string `json:"currency"`
	Bought    *Money `json:"bought" doc:"Without what was cancelled or returned"`
	Count     int64  `json:"count" doc:"Purchases in bought"`
	Undone    *Money `json:"undone" doc:"Cancelled or returned"`
	CountLost int64  `json:"count_undone"`
}

func totals(ctx context.Context, tx *db.Tx, org db.Org, family []ID) ([]Total, error) {
	marks, args := db.Marks(2, family)
	rows, err := tx.Query(ctx, `select currency, cast(coalesce(sum(case when state = 'bought' then amount else 0 end), 0) as bigint),
		count(case when state = 'bought' then 1 end), cast(coalesce(sum(case when state = 'bought' then 0 else amount end), 0) as bigint),
		count(case when state <> 'bought' then 1 end)
		from purchase where org = $1 and customer in (`+marks+`) group by currency order by currency`, append([]any{org}, args...)...)
	return db.Collect(rows, err, func(r db.Scanner) (t Total, err error) {
		var bought, undone int64
		err = r.Scan(&t.Currency, &bought, &t.Count, &undone, &t.CountLost)
		t.Bought, t.Undone = money(bought, t.Currency), money(undone, t.Currency)
		return t, err
	})
}

func purchaseEntries(ctx context.Context, tx *db.Tx, org db.Org, family []ID, before Position, limit int) ([]Entry, error) {
	q := newPage(org, family, before)
	rows, err := tx.Query(ctx, `select id, at, key, product, amount, currency, quantity, state from purchase where org = $1 and customer in (`+q.marks+`)`+
		q.before("at", "id")+` order by at desc, id desc limit `+q.arg(limit), q.args...)
	return db.Collect(rows, err, func(r db.Scanner) (Entry, error) {
		e := Entry{Kind: PurchaseEntry}
		var at, amount int64
		var currency string
		err := r.Scan(&e.ID, &at, &e.Ref, &e.Title, &amount, &currency, &e.Count, &e.State)
		e.At, e.Amount = db.Micros(at), money(amount, currency)
		return e, err
	})
}
