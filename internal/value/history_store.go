package value

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// whom reads who counts.
func (v *Values) whom(ctx context.Context, org db.Org, segment string) (*crowd, error) {
	c := &crowd{survivor: map[string]string{}, merged: map[string]bool{}}
	err := v.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select id, merged_into from customer where org = $1 and merged_into is not null`, org)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			var into string
			err = r.Scan(&id, &into)
			c.survivor[id], c.merged[into] = into, true
			return id, err
		}); err != nil || segment == "" {
			return err
		}
		c.only = map[string]bool{}
		rows, err = tx.Query(ctx, `select customer from customer_segment where org = $1 and segment = $2`, org, segment)
		_, err = db.Collect(rows, err, func(r db.Scanner) (id string, err error) {
			err = r.Scan(&id)
			c.only[id] = true
			return id, err
		})
		return err
	})
	return c, err
}

// refund is what is left to take off.
type refund struct {
	purchase, customer, currency string
	at, amount                   int64
}

// refunds reads them by the purchase that they name, added up, and those that name none that is known by customer.
func (v *Values) refunds(ctx context.Context, org db.Org, who *crowd) (named map[string]*refund, loose map[string][]*refund, err error) {
	named, loose = map[string]*refund{}, map[string][]*refund{}
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select case when p.key is null then '' else r.purchase end, r.customer, r.currency, r.at, r.amount from refund r
			left join purchase p on p.org = r.org and p.key = r.purchase and p.currency = r.currency where r.org = $1 order by r.at, r.key`, org)
		_, err = db.Collect(rows, err, func(s db.Scanner) (*refund, error) {
			r := &refund{}
			if err := s.Scan(&r.purchase, &r.customer, &r.currency, &r.at, &r.amount); err != nil {
				return nil, err
			}
			if r.purchase == "" {
				id, _ := who.of(r.customer)
				loose[id] = append(loose[id], r)
			} else if same := named[r.purchase]; same != nil {
				same.amount += r.amount
			} else {
				named[r.purchase] = r
			}
			return r, nil
		})
		return err
	})
	return named, loose, err
}

// page reads the purchases of the next customers, whole customers only; last is whether these were all.
func (v *Values) page(ctx context.Context, org db.Org, after string) (list []purchaseRow, last bool, err error) {
	for limit := readPage; ; limit *= 4 {
		err = v.DB.Read(ctx, org, func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, `select key, customer, at, amount, currency, state from purchase where org = $1 and customer > $2 order by customer, at limit $3`, org, after, limit)
			list, err = db.Collect(rows, err, func(r db.Scanner) (p purchaseRow, err error) {
				return p, r.Scan(&p.key, &p.customer, &p.at, &p.amount, &p.currency, &p.state)
			})
			return err
		})
		if err != nil || len(list) < limit {
			return list, true, err
		}
		n := len(list) // the last customer may go on beyond the page
		for n > 0 && list[n-1].customer == list[len(list)-1].customer {
			n--
		}
		if n > 0 {
			return list[:n], false, nil
		}
	}
}

// contractRow is a subscription as it is read.
type contractRow struct {
	customer, currency, period string
	start, end, amount         int64 // end 0 while it runs
}

func (v *Values) subscriptions(ctx context.Context, org db.Org) (list []contractRow, err error) {
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select customer, currency, period, started_at, coalesce(ended_at, 0), amount from subscription where org = $1 order by customer, started_at, key`, org)
		list, err = db.Collect(rows, err, func(r db.Scanner) (c contractRow, err error) {
			return c, r.Scan(&c.customer, &c.currency, &c.period, &c.start, &c.end, &c.amount)
		})
		return err
	})
	return list, err
}

// Material is what there is to compute a value from.
type Material struct {
	Purchases     int64    `json:"purchases" doc:"Bought, neither cancelled nor returned"`
	Refunds       int64    `json:"refunds"`
	Customers     int64    `json:"customers" doc:"Who bought"`
	From          string   `json:"from,omitempty" doc:"Date of the first purchase"`
	To            string   `json:"to,omitempty"`
	Subscriptions int64    `json:"subscriptions"`
	Currencies    []string `json:"currencies" doc:"Of either, the most frequent first"`
	Segments      []Named  `json:"segments"`
}

// Named is a segment.
type Named struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Material counts what there is.
func (v *Values) Material(ctx context.Context, org db.Org) (m *Material, err error) {
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error {
		m = &Material{Currencies: []string{}, Segments: []Named{}}
		var first, last int64
		if err := tx.QueryRow(ctx, `select count(*), count(distinct customer), coalesce(min(at), 0), coalesce(max(at), 0) from purchase where org = $1 and state = 'bought'`, org).
			Scan(&m.Purchases, &m.Customers, &first, &last); err != nil {
			return err
		}
		if m.Purchases > 0 {
			m.From, m.To = dayText(int32(first/microsPerDay)), dayText(int32(last/microsPerDay)) //nolint:gosec // days since 1970
		}
		if err := tx.QueryRow(ctx, `select (select count(*) from refund where org = $1), (select count(*) from subscription where org = $1)`, org).Scan(&m.Refunds, &m.Subscriptions); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select currency from (select currency from purchase where org = $1 and state = 'bought' union all select currency from subscription where org = $1) c
			group by currency order by count(*) desc, currency`, org)
		found, err := db.Collect(rows, err, func(r db.Scanner) (c string, err error) { return c, r.Scan(&c) })
		if err != nil {
			return err
		}
		m.Currencies = append(m.Currencies, found...)
		segments, err := customer.SegmentsIn(ctx, tx, org)
		for _, s := range segments {
			m.Segments = append(m.Segments, Named{s.Key, s.Name})
		}
		return err
	})
	return m, err
}
