package roster

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// clientReader asks about each customer as it comes: there may be too many to know them all.
type clientReader struct {
	r    *Rosters
	org  db.Org
	seen map[string]bool
}

func (c *clientReader) row(ctx context.Context, v map[string]string) (Outcome, string, step, error) {
	ref := &customer.Ref{ExternalID: v["external_id"], Email: v["email"], Name: v["name"]}
	if err := ref.Validate("row"); err != nil {
		return "", "", nil, err
	}
	name := ref.ExternalID + "\n" + ref.Email
	if c.seen[name] {
		return "", "", nil, problem.At("external_id", "row_twice", "This customer is in the file already.")
	}
	c.seen[name] = true
	segments := keys(v["segments"])
	var known *customer.Customer
	err := c.r.DB.Read(ctx, c.org, func(tx *db.Tx) (err error) { known, err = c.r.Customers.Known(ctx, tx, c.org, ref); return err })
	if err != nil {
		return "", "", nil, err
	}
	if known == nil {
		n := customer.New{ExternalID: ref.ExternalID, Email: ref.Email, Name: ref.Name, Phone: v["phone"], Language: v["language"], Segments: segments}
		return New, "", func(ctx context.Context) error { _, err := c.r.Customers.Add(ctx, c.org, n); return err }, nil
	}
	k, err := c.r.Customers.Find(ctx, c.org, known.ID)
	if err != nil {
		return "", "", nil, err
	}
	e, changes := c.edit(&k.Customer, v, segments)
	if len(changes) == 0 {
		return Same, "", nil, nil
	}
	return Changed, sentence(changes), func(ctx context.Context) error {
		_, err := c.r.Customers.Change(ctx, c.org, k.ID, k.Version, e)
		return err
	}, nil
}

// edit is what the row says otherwise than what is known. What it leaves empty stays.
func (c *clientReader) edit(k *customer.Customer, v map[string]string, segments []string) (e customer.Edit, changes []string) {
	for _, f := range []struct {
		name, now string
		to        **string
	}{{"name", k.Name, &e.Name}, {"email", k.Email, &e.Email}, {"phone", k.Phone, &e.Phone}, {"language", k.Language, &e.Language}} {
		if s := v[f.name]; s != "" && s != f.now {
			*f.to = &s
			changes = append(changes, f.name)
		}
	}
	for _, s := range segments {
		if !slices.Contains(k.Segments, s) { // a file adds to segments and takes nobody out
			e.Segments = append(slices.Clone(k.Segments), segments...)
			slices.Sort(e.Segments)
			e.Segments = slices.Compact(e.Segments)
			return e, append(changes, "segments")
		}
	}
	return e, changes
}

func keys(s string) (out []string) {
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

type purchaseReader struct {
	r    *Rosters
	org  db.Org
	zone *time.Location
}

// layouts of moments in lists of purchases; a day alone is its midnight in the organisation's zone.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2.1.2006 15:04", "2.1.2006"}

// purchase reads a row as a purchase, or where its amount is below 0 as a refund.
func (p *purchaseReader) purchase(v map[string]string) (*customer.Purchase, *customer.Refund, error) {
	if back, given := strings.CutPrefix(strings.ReplaceAll(v["amount"], "−", "-"), "-"); given {
		r, err := p.refund(v, back)
		return nil, r, err
	}
	out := &customer.Purchase{Key: v["key"], Product: v["product"], Currency: strings.ToUpper(v["currency"]), Quantity: 1,
		State: customer.PurchaseState(strings.ToLower(v["state"])), Who: &customer.Ref{ExternalID: v["customer"], Email: v["email"]}}
	var err error
	if out.At, err = moment(v["at"], "at", p.zone); err != nil {
		return nil, nil, err
	}
	if q := v["quantity"]; q != "" {
		if out.Quantity, err = strconv.ParseInt(q, 10, 64); err != nil {
			return nil, nil, problem.At("quantity", "quantity_out_of_range", "A quantity is between 1 and 1,000,000.")
		}
	}
	if out.Amount, err = customer.ParseMoney(amount(v["amount"]), out.Currency, "row"); err != nil {
		return nil, nil, err
	}
	return out, nil, out.Validate("row", p.r.DB.Now())
}

func (p *purchaseReader) refund(v map[string]string, back string) (r *customer.Refund, err error) {
	r = &customer.Refund{Key: v["key"], Purchase: v["refund_of"], Currency: strings.ToUpper(v["currency"]), Who: &customer.Ref{ExternalID: v["customer"], Email: v["email"]}}
	if r.Purchase == "" {
		r.Purchase = r.Key // as shops export it: the order again, with what was given back
	}
	if r.At, err = moment(v["at"], "at", p.zone); err != nil {
		return nil, err
	}
	if r.Amount, err = customer.ParseMoney(amount(back), r.Currency, "row"); err != nil {
		return nil, err
	}
	return r, r.Validate("row", p.r.DB.Now())
}

// amount takes the one comma of a decimal number for a point. What has both is left as it is, to be refused: it can be read in
// two ways.
func amount(s string) string {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

func moment(s, field string, zone *time.Location) (time.Time, error) {
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, problem.At(field, "date_invalid", "%.40q isn't a moment such as 2026-01-31 or 2026-01-31 14:05.", s)
}

// row checks one purchase by itself; whether it is new is told when the rows are written, many at once.
func (p *purchaseReader) row(_ context.Context, v map[string]string) (Outcome, string, step, error) {
	_, back, err := p.purchase(v)
	if back != nil && err == nil {
		return New, "a refund of " + customer.Amount(back.Amount, back.Currency).Text, nil, nil
	}
	return New, "", nil, err
}

// contractReader reads subscriptions.
type contractReader struct {
	r    *Rosters
	org  db.Org
	zone *time.Location
}

func (c *contractReader) contract(v map[string]string) (s *customer.Subscription, err error) {
	s = &customer.Subscription{Key: v["key"], Product: v["product"], Currency: strings.ToUpper(v["currency"]), Period: customer.Period(v["period"]), Reason: v["reason"],
		Who: &customer.Ref{ExternalID: v["customer"], Email: v["email"]}}
	if s.Started, err = moment(v["started"], "started", c.zone); err != nil {
		return nil, err
	}
	if v["ended"] != "" {
		at, err := moment(v["ended"], "ended", c.zone)
		if err != nil {
			return nil, err
		}
		s.Ended = &at
	}
	if s.Amount, err = customer.ParseMoney(amount(v["amount"]), s.Currency, "row"); err != nil {
		return nil, err
	}
	return s, s.Validate("row", c.r.DB.Now())
}

func (c *contractReader) row(_ context.Context, v map[string]string) (Outcome, string, step, error) {
	_, err := c.contract(v)
	return New, "", nil, err
}
