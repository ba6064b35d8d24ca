package casework

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const commitmentColumns = `p.id, coalesce(p.case_id, ''), coalesce(f.number, 0), coalesce(f.title, ''),
	coalesce(case when p.case_id is null then y.unit else f.unit end, ''), coalesce(f.owner, ''),
	coalesce(p.customer, ''), coalesce(k.name, ''), coalesce(k.external_id, ''), coalesce(k.email, ''), p.text, p.due_at,
	p.owner, coalesce(o.name, ''), p.state, p.made_by, coalesce(m.name, ''), p.made_at, p.ended_at, p.settled_at, p.alarm, p.alarm_at, p.version`

const commitmentFrom = ` from commitment p left join case_file f on f.org = p.org and f.id = p.case_id
	left join customer k on k.org = p.org and k.id = p.customer
	left join app_user o on o.id = p.owner left join app_user m on m.id = p.made_by
	left join membership y on y.org = p.org and y.user_id = p.owner`

func scanCommitment(r db.Scanner) (p Commitment, err error) {
	var number, due, made int64
	var ended, settled, alarm sql.NullInt64
	var who signal.Who
	if err := r.Scan(&p.ID, &p.Case, &number, &p.CaseTitle, &p.unit, &p.keeper, &who.ID, &who.Name, &who.ExternalID, &who.Email, &p.Text, &due,
		&p.Owner.ID, &p.Owner.Name, &p.State, &p.MadeBy.ID, &p.MadeBy.Name, &made, &ended, &settled, &p.alarm, &alarm, &p.Version); err != nil {
		return p, err
	}
	if number > 0 {
		p.Ref = ref(number)
	}
	if who.ID != "" {
		p.Customer = &who
	}
	p.DueAt, p.MadeAt = db.Micros(due), db.Micros(made)
	p.EndedAt, p.SettledAt, p.alarmAt = db.NullMicros(ended), db.NullMicros(settled), db.NullMicros(alarm)
	return p, nil
}

func findCommitment(ctx context.Context, tx *db.Tx, org db.Org, id CommitmentID) (*Commitment, error) {
	p, err := scanCommitment(tx.QueryRow(ctx, `select `+commitmentColumns+commitmentFrom+` where p.org = $1 and p.id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noCommitment(id)
	}
	return &p, err
}

func commitmentMadeBy(ctx context.Context, tx *db.Tx, org db.Org, once request) (*Commitment, error) {
	if once.key == "" {
		return nil, nil
	}
	var id CommitmentID
	var hash string
	err := tx.QueryRow(ctx, `select id, made_hash from commitment where org = $1 and made_key = $2`, org, once.key).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err = cmp.Or(err, once.same(hash)); err != nil {
		return nil, err
	}
	return findCommitment(ctx, tx, org, id)
}

// commitmentsOf lists those of cases, in the order of their due times.
func commitmentsOf(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) ([]Commitment, error) {
	marks, values := db.Marks(2, ids)
	rows, err := tx.Query(ctx, `select `+commitmentColumns+commitmentFrom+` where p.org = $1 and p.case_id in (`+marks+`) order by p.due_at, p.id`,
		append([]any{org}, values...)...)
	return db.Collect(rows, err, scanCommitment)
}

func commitmentCursor(p *Commitment) string {
	return strconv.FormatInt(p.DueAt.UnixMicro(), 36) + "." + string(p.ID)
}

// shouting is the condition on a commitment that is broken and that nobody has seen to.
const shouting = "p.state = 'broken' and p.settled_at is null"

// countCommitments counts what asks for something: it reads open ones and broken ones, which the index has together.
func countCommitments(ctx context.Context, tx *db.Tx, org db.Org, r reach) (n CommitmentCounts, err error) {
	q := newQuery(org)
	me, due := q.arg(r.me), q.arg(tx.Now.Add(soon).UnixMicro())
	q.and("p.state in ('open', 'broken') and (p.state = 'open' or " + shouting + ")")
	r.narrowPromises(q)
	err = tx.QueryRow(ctx, `select count(case when p.owner = `+me+` then 1 end), count(*),
		count(case when p.state = 'open' and p.due_at < `+due+` then 1 end), count(case when p.state = 'broken' then 1 end)
		from commitment p left join case_file f on f.org = p.org and f.id = p.case_id
		left join membership y on y.org = p.org and y.user_id = p.owner where p.org = $1`+q.where.String(), q.args...).
		Scan(&n.Mine, &n.Team, &n.Soon, &n.Broken)
	return n, err
}

// narrowPromises leaves those that the caller keeps or made, and those on cases that they see.
func (r reach) narrowPromises(q *query) {
	if r.whole {
		return
	}
	me := q.arg(r.me)
	seen := "p.owner = " + me + " or p.made_by = " + me + " or f.owner = " + me
	if len(r.units) > 0 {
		units := args(q, r.units)
		seen += " or f.unit in (" + units + ") or p.case_id is null and y.unit in (" + units + ")"
	}
	q.and("(" + seen + " or p.case_id in (select case_id from case_person where org = $1 and user_id = " + me + "))")
}

func queryCommitments(ctx context.Context, tx *db.Tx, org db.Org, r reach, f CommitmentFilter) ([]Commitment, error) {
	q := newQuery(org)
	if len(f.State) > 0 {
		q.and("p.state in (" + args(q, f.State) + ")")
	}
	switch f.Owner {
	case "":
	case "me":
		q.and("p.owner = " + q.arg(r.me))
	default:
		q.and("p.owner = " + q.arg(f.Owner))
	}
	if f.Case != "" {
		q.and("p.case_id = " + q.arg(string(f.Case)))
	}
	if f.Customer != "" {
		q.and("p.customer in (" + args(q, f.family) + ")")
	}
	if f.Shouting {
		q.and(shouting)
	}
	if f.Live {
		q.and("(p.state = 'open' or " + shouting + ")")
	}
	if f.Soon {
		q.and("p.state = 'open' and p.due_at < " + q.arg(tx.Now.Add(soon).UnixMicro()))
	}
	r.narrowPromises(q)
	if f.Cursor != "" {
		at, id, ok := strings.Cut(f.Cursor, ".")
		due, err := strconv.ParseInt(at, 36, 64)
		if !ok || err != nil || identity.Clean(id, "query.cursor") != nil {
			return nil, problem.At("query.cursor", "cursor_invalid", "This cursor didn't come from here.")
		}
		d := q.arg(due)
		after := ">"
		if f.Latest {
			after = "<"
		}
		q.and("(p.due_at " + after + " " + d + " or p.due_at = " + d + " and p.id " + after + " " + q.arg(id) + ")")
	}
	order := "p.due_at, p.id"
	if f.Latest {
		order = "p.due_at desc, p.id desc"
	}
	rows, err := tx.Query(ctx, `select `+commitmentColumns+commitmentFrom+` where p.org = $1`+q.where.String()+
		` order by `+order+` limit `+q.arg(f.Limit+1), q.args...)
	return db.Collect(rows, err, scanCommitment)
}

func insertCommitment(ctx context.Context, tx *db.Tx, org db.Org, p *Commitment, once request) error {
	_, err := tx.Exec(ctx, `insert into commitment (org, id, case_id, customer, text, due_at, owner, state, made_by, made_at, alarm, alarm_at,
		version, made_key, made_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		org, p.ID, db.NullText(p.Case), db.NullText(whoID(p.Customer)), p.Text, p.DueAt.UnixMicro(), p.Owner.ID, string(p.State), p.MadeBy.ID,
		p.MadeAt.UnixMicro(), p.alarm, db.NullTime(p.alarmAt), p.Version, db.NullText(once.key), db.NullText(once.hash))
	return err
}

func updateCommitment(ctx context.Context, tx *db.Tx, org db.Org, p *Commitment) error {
	_, err := tx.Exec(ctx, `update commitment set due_at = $1, state = $2, ended_at = $3, settled_at = $4, alarm = $5, alarm_at = $6, version = $7
		where org = $8 and id = $9`, p.DueAt.UnixMicro(), string(p.State), db.NullTime(p.EndedAt), db.NullTime(p.SettledAt), p.alarm,
		db.NullTime(p.alarmAt), p.Version, org, p.ID)
	return err
}

func ringingCommitments(ctx context.Context, tx *db.Tx, org db.Org, limit int) ([]Commitment, error) {
	rows, err := tx.Query(ctx, `select `+commitmentColumns+commitmentFrom+` where p.org = $1 and p.alarm_at <= $2 order by p.alarm_at, p.id limit $3`,
		org, tx.Micros(), limit)
	return db.Collect(rows, err, scanCommitment)
}

// ringingNow counts what has an alarm that has come, of clocks and of commitments.
func ringingNow(ctx context.Context, tx *db.Tx, org db.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `select (select count(*) from case_clock where org = $1 and alarm_at <= $2) +
		(select count(*) from commitment where org = $1 and alarm_at <= $2)`, org, tx.Micros()).Scan(&n)
	return n, err
}

// brokenOf counts the broken commitments of a case, and of those merged into it, that nobody has seen to.
func brokenOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from commitment where org = $1 and state = 'broken' and settled_at is null
		and case_id in (select id from case_file where org = $1 and (id = $2 or merged_into = $2))`, org, id).Scan(&n)
	return n, err
}
