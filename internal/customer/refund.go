package customer

import (
	"context"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Refund is money given back for something bought. It has a key of its own; it may have that of its purchase.
type Refund struct {
	Key      string
	Purchase string // key of what was bought; empty where that isn't said
	Who      *Ref
	At       time.Time
	Amount   int64 // above 0, in minor units
	Currency string
	Intake   string
}

// Validate checks the rules that need no database.
func (r *Refund) Validate(place string, now time.Time) error {
	if err := identity.Name(r.Key, place+".key", 200); err != nil {
		return err
	}
	if err := text(r.Purchase, place+".refund_of", 200); err != nil {
		return err
	}
	if r.Amount <= 0 {
		return problem.At(place+".amount", "refund_zero", "A refund gives something back.")
	}
	if err := checkAmount(r.Amount, place); err != nil {
		return err
	}
	if err := pastTime(&r.At, place+".at", now); err != nil {
		return err
	}
	r.At = r.At.UTC().Truncate(time.Microsecond)
	return r.Who.Validate(place + ".customer")
}

// AddRefunds stores refunds inside a transaction. The last word about a key holds.
func (c *Customers) AddRefunds(ctx context.Context, tx *db.Tx, org db.Org, list []Refund) (t Told, err error) {
	refs := make([]*Ref, len(list))
	for i := range list {
		refs[i] = list[i].Who
	}
	who, err := c.ResolveAll(ctx, tx, org, refs)
	if err != nil {
		return t, err
	}
	for i := range list {
		r := &list[i]
		n, err := db.Affected(tx.Exec(ctx, `insert into refund (org, key, id, customer, purchase, at, amount, currency, intake, created_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (org, key) do nothing`,
			org, r.Key, tx.ID("ref"), string(who[r.Who]), r.Purchase, r.At.UnixMicro(), r.Amount, r.Currency, r.Intake, tx.Micros()))
		if err != nil {
			return t, err
		}
		if n == 1 {
			t.Added++
			continue
		}
		n, err = db.Affected(tx.Exec(ctx, `update refund set customer = $1, purchase = $2, at = $3, amount = $4, currency = $5 where org = $6 and key = $7
			and (customer <> $1 or purchase <> $2 or at <> $3 or amount <> $4 or currency <> $5)`,
			string(who[r.Who]), r.Purchase, r.At.UnixMicro(), r.Amount, r.Currency, org, r.Key))
		if err != nil {
			return t, err
		}
		t.Changed, t.Known = t.Changed+int(n), t.Known+1-int(n)
	}
	return t, c.Audit.Record(ctx, tx, "customer.refunds", "", map[string]any{"added": t.Added, "changed": t.Changed, "known": t.Known})
}

// Period is how often a subscription is paid for.
type Period string

// The closed list of periods.
const (
	Weekly  Period = "week"
	Monthly Period = "month"
	Yearly  Period = "year"
)

// Subscription is what a customer pays for again and again until they end it.
type Subscription struct {
	Key      string
	Who      *Ref
	Product  string
	Started  time.Time
	Ended    *time.Time // nil while it runs
	Amount   int64      // for one period, in minor units
	Currency string
	Period   Period
	Reason   string // why it was ended, in the customer's or the seller's words
	Intake   string
}

// Validate checks the rules that need no database.
func (s *Subscription) Validate(place string, now time.Time) error {
	s.Period = Period(strings.ToLower(string(s.Period)))
	if s.Period == "" {
		s.Period = Monthly
	}
	if err := identity.Name(s.Key, place+".key", 200); err != nil {
		return err
	}
	if err := text(s.Product, place+".product", 200); err != nil {
		return err
	}
	if err := text(s.Reason, place+".reason", 500); err != nil {
		return err
	}
	if _, ok := minorDigits(s.Currency); !ok {
		return problem.At(place+".currency", "currency_unknown", "%.10q isn't a currency of ISO 4217 such as EUR.", s.Currency)
	}
	if err := checkAmount(s.Amount, place); err != nil {
		return err
	}
	if s.Period != Weekly && s.Period != Monthly && s.Period != Yearly {
		return problem.At(place+".period", "period_unknown", "%.20q is no period: week, month or year.", string(s.Period))
	}
	if err := pastTime(&s.Started, place+".started", now); err != nil {
		return err
	}
	if s.Ended != nil {
		if s.Ended.Before(s.Started) {
			return problem.At(place+".ended", "ended_before_start", "This subscription ended before it began.")
		}
		if err := pastTime(s.Ended, place+".ended", now); err != nil {
			return problem.At(place+".ended", "end_ahead", "This subscription's end lies ahead: leave it out until it has come.")
		}
	}
	return s.Who.Validate(place + ".customer")
}

// AddSubscriptions stores subscriptions inside a transaction. The last word about a key holds.
func (c *Customers) AddSubscriptions(ctx context.Context, tx *db.Tx, org db.Org, list []Subscription) (t Told, err error) {
	refs := make([]*Ref, len(list))
	for i := range list {
		refs[i] = list[i].Who
	}
	who, err := c.ResolveAll(ctx, tx, org, refs)
	if err != nil {
		return t, err
	}
	for i := range list {
		s := &list[i]
		args := []any{string(who[s.Who]), s.Product, s.Started.UnixMicro(), db.NullTime(s.Ended), s.Amount, s.Currency, string(s.Period), s.Reason, org, s.Key}
		n, err := db.Affected(tx.Exec(ctx, `insert into subscription (org, key, id, customer, product, started_at, ended_at, amount, currency, period, reason, intake, created_at)
			values ($9, $10, $11, $1, $2, $3, $4, $5, $6, $7, $8, $12, $13) on conflict (org, key) do nothing`, append(args, tx.ID("sub"), s.Intake, tx.Micros())...))
		if err != nil {
			return t, err
		}
		if n == 1 {
			t.Added++
			continue
		}
		n, err = db.Affected(tx.Exec(ctx, `update subscription set customer = $1, product = $2, started_at = $3, ended_at = cast($4 as bigint), amount = $5, currency = $6, period = $7, reason = $8
			where org = $9 and key = $10 and (customer <> $1 or product <> $2 or started_at <> $3 or coalesce(ended_at, 0) <> coalesce(cast($4 as bigint), 0) or amount <> $5 or currency <> $6
			or period <> $7 or reason <> $8)`, args...))
		if err != nil {
			return t, err
		}
		t.Changed, t.Known = t.Changed+int(n), t.Known+1-int(n)
	}
	return t, c.Audit.Record(ctx, tx, "customer.subscriptions", "", map[string]any{"added": t.Added, "changed": t.Changed, "known": t.Known})
}
