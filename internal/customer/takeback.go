package customer

import (
	"context"
	"encoding/json"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// keepBefore remembers what a list changes of a purchase, unless the list itself brought it.
func keepBefore(ctx context.Context, tx *db.Tx, org db.Org, intake string, was Purchase) error {
	if intake == "" || was.Intake == intake {
		return nil
	}
	doc, err := json.Marshal(was)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into purchase_before (org, intake, key, doc) values ($1, $2, $3, $4) on conflict (org, intake, key) do nothing`, org, intake, was.Key, string(doc))
	return err
}

// TakeBack takes some of what a list brought back, and puts back what it changed, as far as no later list has changed it again. It
// reports how many rows that were; 0 when nothing is left. Customers whom the list made stay.
func (c *Customers) TakeBack(ctx context.Context, tx *db.Tx, org db.Org, intake string, limit int) (n int64, err error) {
	rows, err := tx.Query(ctx, `select b.doc, coalesce(p.intake, '') from purchase_before b left join purchase p on p.org = b.org and p.key = b.key
		where b.org = $1 and b.intake = $2 order by b.key limit $3`, org, intake, limit)
	type changed struct {
		was  Purchase
		last string
	}
	list, err := db.Collect(rows, err, func(r db.Scanner) (c changed, err error) {
		var doc string
		if err = r.Scan(&doc, &c.last); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(doc), &c.was)
	})
	if err != nil {
		return 0, err
	}
	for _, one := range list {
		if one.last == intake {
			if err := updatePurchase(ctx, tx, org, &one.was); err != nil {
				return 0, err
			}
		}
		if _, err := tx.Exec(ctx, `delete from purchase_before where org = $1 and intake = $2 and key = $3`, org, intake, one.was.Key); err != nil {
			return 0, err
		}
	}
	if len(list) > 0 {
		return int64(len(list)), nil
	}
	for _, table := range []string{"purchase", "refund", "subscription"} {
		if n, err = db.Affected(tx.Exec(ctx, `delete from `+table+` where org = $1 and key in (select key from `+table+` where org = $1 and intake = $2 and intake <> '' limit $3)`,
			org, intake, limit)); err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}
