package loyalty

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func insert(ctx context.Context, tx *db.Tx, org db.Org, r *Result) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into loyalty_result (org, id, doc, inputs_hash, made_by, made_at) values ($1, $2, $3, $4, $5, $6)`,
		org, string(r.ID), string(doc), r.InputsHash, r.MadeBy, r.MadeAt.UnixMicro())
	return err
}

func latest(ctx context.Context, tx *db.Tx, org db.Org) (*Result, error) {
	var doc string
	err := tx.QueryRow(ctx, `select doc from loyalty_result where org = $1 order by id desc limit 1`, org).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := &Result{}
	return r, json.Unmarshal([]byte(doc), r)
}

// propose adds a lost customer, or renews what is known of one that nobody has decided about.
func propose(ctx context.Context, tx *db.Tx, org db.Org, one Lost) (added int64, err error) {
	added, err = db.Affected(tx.Exec(ctx, `insert into lost_customer (org, customer, how, lost_on, alive, spent, currency, said, reached, state, reason, words, decided_by, found_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', '', '', '', $10, 1) on conflict (org, customer) do nothing`,
		org, one.Customer, one.How, one.LostOn, int64(math.Round(1000*one.Alive)), one.Spent.Minor, one.Spent.Currency, one.Said, one.Reached, tx.Micros()))
	if err != nil || added == 1 {
		return added, err
	}
	_, err = tx.Exec(ctx, `update lost_customer set how = $3, lost_on = $4, alive = $5, spent = $6, currency = $7, said = $8, reached = $9
		where org = $1 and customer = $2 and state = 'proposed'`, org, one.Customer, one.How, one.LostOn, int64(math.Round(1000*one.Alive)), one.Spent.Minor, one.Spent.Currency, one.Said, one.Reached)
	return 0, err
}

const lostColumns = `l.customer, coalesce(c.name, ''), l.how, l.lost_on, l.alive, l.spent, l.currency, l.said, l.reached, l.state, l.reason, l.words, l.decided_by, l.decided_at, l.version`

const lostFrom = ` from lost_customer l left join customer c on c.org = l.org and c.id = l.customer where l.org = $1`

func scanLost(r db.Scanner) (one Lost, err error) {
	var alive, spent int64
	var currency string
	var decided sql.NullInt64
	err = r.Scan(&one.Customer, &one.Name, &one.How, &one.LostOn, &alive, &spent, &currency, &one.Said, &one.Reached, &one.State, &one.Reason, &one.Words, &one.DecidedBy, &decided, &one.Version)
	one.Alive, one.Spent, one.DecidedAt = float64(alive)/1000, *customer.Amount(spent, currency), db.NullMicros(decided)
	return one, err
}

func findLost(ctx context.Context, tx *db.Tx, org db.Org, id string) (*Lost, error) {
	one, err := scanLost(tx.QueryRow(ctx, `select `+lostColumns+lostFrom+` and l.customer = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "lost_unknown", "This customer isn't in the register of lost customers.")
	}
	return &one, err
}

func listLost(ctx context.Context, tx *db.Tx, org db.Org, state string, limit int) ([]Lost, error) {
	rows, err := tx.Query(ctx, `select `+lostColumns+lostFrom+` and ($2 = '' or l.state = $2) order by l.spent desc, l.customer limit $3`, org, state, limit)
	return db.Collect(rows, err, scanLost)
}

func updateLost(ctx context.Context, tx *db.Tx, org db.Org, one *Lost) error {
	_, err := tx.Exec(ctx, `update lost_customer set state = $3, reason = $4, words = $5, reached = $6, decided_by = $7, decided_at = $8, version = $9 where org = $1 and customer = $2`,
		org, one.Customer, one.State, one.Reason, one.Words, one.Reached, one.DecidedBy, db.NullTime(one.DecidedAt), one.Version)
	return err
}

func summary(ctx context.Context, tx *db.Tx, org db.Org) (*Summary, error) {
	s := &Summary{Reasons: []Reason{}}
	var yes int64
	if err := tx.QueryRow(ctx, `select count(case when state = 'proposed' then 1 end), count(case when state = 'confirmed' then 1 end), count(case when state = 'dismissed' then 1 end),
		count(case when state <> 'dismissed' and reached = 'yes' then 1 end), count(case when state <> 'dismissed' and reached <> 'unknown' then 1 end)
		from lost_customer where org = $1`, org).Scan(&s.Proposed, &s.Confirmed, &s.Dismissed, &yes, &s.KnownN); err != nil {
		return nil, err
	}
	s.Reached = share(yes, s.KnownN)
	rows, err := tx.Query(ctx, `select reason, count(*) from lost_customer where org = $1 and state = 'confirmed' group by reason order by count(*) desc, reason`, org)
	s.Reasons, err = db.Collect(rows, err, func(r db.Scanner) (one Reason, err error) {
		err = r.Scan(&one.Reason, &one.N)
		one.Share = share(one.N, s.Confirmed)
		return one, err
	})
	if s.Reasons == nil {
		s.Reasons = []Reason{}
	}
	return s, err
}
