package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// query gathers conditions on case_file f and their arguments; $1 is the organisation.
type query struct {
	where strings.Builder
	args  []any
}

func newQuery(org db.Org) *query { return &query{args: []any{org}} }

func (q *query) and(clause string) { q.where.WriteString(" and " + clause) }

func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// args adds a list, which isn't empty.
func args[T ~string](q *query, list []T) string {
	marks, values := db.Marks(len(q.args)+1, list)
	q.args = append(q.args, values...)
	return marks
}

// caseColumns are read from case_file f with the names of what it refers to beside it.
const caseColumns = `f.id, f.number, f.title, f.title_quotes, f.state, f.severity, f.owner, coalesce(o.name, ''),
	coalesce(f.unit, ''), coalesce(n.key, ''), coalesce(n.name, ''),
	coalesce(f.touch_point, ''), coalesce(t.key, ''), coalesce(t.name, ''),
	coalesce(k.id, ''), coalesce(k.name, ''), coalesce(k.external_id, ''), coalesce(k.email, ''),
	coalesce(f.rule, ''), coalesce(r.name, ''), coalesce(f.signal, ''), f.signal_erased,
	f.due_at, f.span, f.opened_at, f.resolved_at, f.closed_at, f.cause, f.outcome, f.version,
	f.rank, f.broken, f.reopened, coalesce(f.parent, ''), coalesce(f.merged_into, ''), coalesce(g.number, 0), coalesce(g.title, ''), coalesce(g.state, '')`

const caseNames = ` f left join app_user o on o.id = f.owner
	left join unit n on n.org = f.org and n.id = f.unit
	left join touch_point t on t.org = f.org and t.id = f.touch_point
	left join customer kn on kn.org = f.org and kn.id = f.customer
	left join customer k on k.org = f.org and k.id = coalesce(kn.merged_into, kn.id)
	left join alert_rule r on r.org = f.org and r.id = f.rule
	left join case_file g on g.org = f.org and g.id = f.merged_into`

// A case whose clock stands still ranks after all others, one with a broken commitment before all: by more than any due time.
const (
	pausedRank = int64(1) << 52
	brokenRank = int64(1) << 53
)

// rank is where a case stands in the order of urgency.
func (k *Case) rank() int64 {
	at := k.DueAt.UnixMicro()
	if k.paused {
		at += pausedRank
	}
	if k.broken > 0 {
		at -= brokenRank
	}
	return at
}

func scanCase(now time.Time) func(db.Scanner) (Case, error) {
	return func(r db.Scanner) (k Case, err error) {
		var unit, at signal.Named
		var who signal.Who
		var rule RuleRef
		var due, span, opened, rank int64
		var into CaseRef
		var intoNumber int64
		var resolved, closed sql.NullInt64
		if err := r.Scan(&k.ID, &k.number, &k.Title, &k.quotes, &k.State, &k.Severity, &k.Owner.ID, &k.Owner.Name,
			&unit.ID, &unit.Key, &unit.Name, &at.ID, &at.Key, &at.Name, &who.ID, &who.Name, &who.ExternalID, &who.Email,
			&rule.ID, &rule.Name, &k.Signal, &k.SignalErased, &due, &span, &opened, &resolved, &closed, &k.Cause, &k.Outcome,
			&k.Version, &rank, &k.broken, &k.reopened, &k.parent, &into.ID, &intoNumber, &into.Title, &into.State); err != nil {
			return k, err
		}
		if into.ID != "" {
			into.Ref = ref(intoNumber)
			k.MergedInto = &into
		}
		k.Broken, k.Reopened = k.broken, k.reopened
		k.paused = rank-due == pausedRank || rank-due == pausedRank-brokenRank
		if unit.ID != "" {
			k.Unit = &unit
		}
		if at.ID != "" {
			k.TouchPoint = &at
		}
		if who.ID != "" {
			k.Customer = &who
		}
		if rule.ID != "" {
			k.Rule = &rule
		}
		k.Ref, k.span = ref(k.number), time.Duration(span)*time.Microsecond
		k.DueAt, k.OpenedAt = db.Micros(due), db.Micros(opened)
		k.ResolvedAt, k.ClosedAt = db.NullMicros(resolved), db.NullMicros(closed)
		k.Overdue = k.late(now)
		return k, nil
	}
}

// findCase returns one, or a not-found problem.
func findCase(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Case, error) {
	k, err := scanCase(tx.Now)(tx.QueryRow(ctx, `select `+caseColumns+` from case_file`+caseNames+` where f.org = $1 and f.id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noCase(id)
	}
	return &k, err
}

// casesOf lists the cases about a signal, the oldest first.
func casesOf(ctx context.Context, tx *db.Tx, org db.Org, id signal.ID) ([]Case, error) {
	rows, err := tx.Query(ctx, `select `+caseColumns+` from case_file`+caseNames+` where f.org = $1 and f.signal = $2 order by f.id`, org, id)
	return db.Collect(rows, err, scanCase(tx.Now))
}

var orders = map[Order]string{ByDue: "f.rank, f.id", Newest: "f.id desc"}

// queryCases picks the page first and looks names up for its rows alone.
func queryCases(ctx context.Context, tx *db.Tx, org db.Org, q *query, o Order, limit int) ([]Case, error) {
	page := `(select f.* from case_file f where f.org = $1` + q.where.String() + ` order by ` + orders[o] + ` limit ` + q.arg(limit) + `)`
	rows, err := tx.Query(ctx, `select `+caseColumns+` from `+page+caseNames+` order by `+orders[o], q.args...)
	return db.Collect(rows, err, scanCase(tx.Now))
}

// count adds up live cases from one walk along an index.
func count(ctx context.Context, tx *db.Tx, org db.Org, r reach, w *world) (c Counts, err error) {
	q := newQuery(org)
	now := q.arg(tx.Micros())
	r.narrow(q)
	fit := map[identity.UserID]bool{}
	for _, id := range w.fitIDs() {
		fit[id] = true
	}
	rows, err := tx.Query(ctx, `select f.owner, coalesce(f.unit, ''), count(*), count(*) filter (where f.due_at < `+now+` and f.rank < `+now+`)
		from case_file f where f.org = $1 and f.live = 1`+q.where.String()+` group by f.owner, f.unit`, q.args...)
	_, err = db.Collect(rows, err, func(s db.Scanner) (n struct{}, err error) {
		var owner identity.UserID
		var unit identity.UnitID
		var all, late int64
		if err := s.Scan(&owner, &unit, &all, &late); err != nil {
			return n, err
		}
		c.Open += all
		c.Overdue += late
		if string(owner) == r.me {
			c.Mine += all
		}
		if r.team(unit) {
			c.Team += all
		}
		if !fit[owner] {
			c.Unassigned += all
		}
		return n, nil
	})
	if err != nil {
		return c, err
	}
	if err := countMine(ctx, tx, org, r, &c); err != nil {
		return c, err
	}
	q = newQuery(org)
	r.narrow(q)
	err = tx.QueryRow(ctx, `select count(*) from case_file f where f.org = $1 and f.live = 1 and f.broken > 0`+q.where.String(), q.args...).Scan(&c.Broken)
	return c, err
}

// insertCase stores a new case under the next number of its organisation.
func insertCase(ctx context.Context, tx *db.Tx, org db.Org, k *Case, once request, by string) error {
	err := tx.QueryRow(ctx, `insert into case_counter (org, last) values ($1, $2)
		on conflict (org) do update set last = case_counter.last + 1 returning last`, org, firstNumber).Scan(&k.number)
	if err != nil {
		return fmt.Errorf("number a case: %w", err)
	}
	k.ID, k.Ref, k.Version = ID(tx.ID("cas")), ref(k.number), 1
	rule := RuleID("")
	if k.Rule != nil {
		rule = k.Rule.ID
	}
	_, err = tx.Exec(ctx, `insert into case_file (org, id, number, title, title_folded, title_quotes, state, live, severity, owner,
		unit, touch_point, customer, rule, signal, signal_erased, due_at, span, opened_at, cause, outcome, version, made_key, made_hash, created_by, rank)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', '', 1, $20, $21, $22, $23)`,
		org, k.ID, k.number, k.Title, identity.Fold(k.Title), k.quotes, string(k.State), liveNumber(k.State), string(k.Severity), k.Owner.ID,
		db.NullText(nameID(k.Unit)), db.NullText(nameID(k.TouchPoint)), db.NullText(whoID(k.Customer)), db.NullText(rule), db.NullText(k.Signal),
		k.SignalErased, k.DueAt.UnixMicro(), k.span.Microseconds(), k.OpenedAt.UnixMicro(), db.NullText(once.key), db.NullText(once.hash), by, k.rank())
	return err
}

func liveNumber(s State) int {
	if s.Live() {
		return 1
	}
	return 0
}

// updateCase stores all that a person may change.
func updateCase(ctx context.Context, tx *db.Tx, org db.Org, k *Case) error {
	_, err := tx.Exec(ctx, `update case_file set title = $1, title_folded = $2, title_quotes = $3, state = $4, live = $5, severity = $6,
		owner = $7, due_at = $8, resolved_at = $9, closed_at = $10, cause = $11, outcome = $12, version = $13, rank = $14, broken = $15,
		reopened = $16, parent = $17 where org = $18 and id = $19`,
		k.Title, identity.Fold(k.Title), k.quotes, string(k.State), liveNumber(k.State), string(k.Severity), k.Owner.ID,
		k.DueAt.UnixMicro(), db.NullTime(k.ResolvedAt), db.NullTime(k.ClosedAt), k.Cause, k.Outcome, k.Version, k.rank(), k.broken,
		k.reopened, db.NullText(k.parent), org, k.ID)
	return err
}

// retitle stores what the log's later entries change. It isn't somebody's edit, so the version stays.
func retitle(ctx context.Context, tx *db.Tx, org db.Org, k *Case) error {
	_, err := tx.Exec(ctx, `update case_file set title = $1, title_folded = $2, title_quotes = $3, signal_erased = $4 where org = $5 and id = $6`,
		k.Title, identity.Fold(k.Title), k.quotes, k.SignalErased, org, k.ID)
	return err
}

// blankReasons takes a signal's scores out of the story of its case.
func blankReasons(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `update case_event set text = '' where org = $1 and case_id = $2 and kind in ('opened', 'rule')`, org, id)
	return err
}

// addEvent adds a line to a case's story, by the caller; what rules and the log do is by nobody.
func addEvent(ctx context.Context, tx *db.Tx, org db.Org, id ID, e Event) error {
	by := identity.From(ctx)
	if by.Kind == identity.BySystem {
		by.ID, by.Name = "", ""
	}
	if e.ID == "" {
		e.ID = tx.ID("cev")
	}
	_, err := tx.Exec(ctx, `insert into case_event (org, case_id, id, at, kind, actor, actor_name, text, was, became, detail)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		org, id, e.ID, tx.Micros(), string(e.Kind), by.ID, by.Name, e.Text, e.From, e.To, db.NullText(string(e.Detail)))
	return err
}

// noteID is the id that a note sent under a request key always gets; without a key each note has its own.
func noteID(key string) string {
	if key == "" {
		return ""
	}
	h := sha256.Sum256([]byte(key))
	return "cev_" + hex.EncodeToString(h[:16])
}

// noted reports whether a note is there already, and refuses a key that came with other words.
func noted(ctx context.Context, tx *db.Tx, org db.Org, id ID, note Event) (bool, error) {
	if note.ID == "" {
		return false, nil
	}
	var text string
	err := tx.QueryRow(ctx, `select text from case_event where org = $1 and case_id = $2 and id = $3`, org, id, note.ID).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return true, cmp.Or(err, request{hash: note.Text}.same(text))
}

// story lists the events of a case and of those merged into it, the oldest first, with owners by their names.
func story(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) ([]Event, error) {
	marks, values := db.Marks(2, ids)
	rows, err := tx.Query(ctx, `select e.case_id, f.number, e.id, e.at, e.kind, e.actor, e.actor_name, e.text,
		case when e.kind = 'owner' then coalesce(w.name, e.was) else e.was end,
		case when e.kind = 'owner' then coalesce(b.name, e.became) else e.became end, e.detail
		from case_event e join case_file f on f.org = e.org and f.id = e.case_id
		left join app_user w on w.id = e.was left join app_user b on b.id = e.became
		where e.org = $1 and e.case_id in (`+marks+`) order by e.at, e.id`, append([]any{org}, values...)...)
	return db.Collect(rows, err, func(r db.Scanner) (e Event, err error) {
		var at int64
		var by Person
		var detail sql.NullString
		var of ID
		var number int64
		if err := r.Scan(&of, &number, &e.ID, &at, &e.Kind, &by.ID, &by.Name, &e.Text, &e.From, &e.To, &detail); err != nil {
			return e, err
		}
		if of != ids[0] {
			e.Of = ref(number)
		}
		if detail.Valid {
			e.Detail = json.RawMessage(detail.String)
		}
		e.At = db.Micros(at)
		if by.ID != "" {
			e.By = &by
		}
		return e, nil
	})
}

// matchesOf returns the case that rules gave a signal, and which rules have matched it.
func matchesOf(ctx context.Context, tx *db.Tx, org db.Org, id signal.ID) (found ID, rules map[RuleID]bool, err error) {
	rules = map[RuleID]bool{}
	rows, err := tx.Query(ctx, `select rule, case_id from case_match where org = $1 and signal = $2`, org, id)
	_, err = db.Collect(rows, err, func(r db.Scanner) (rule RuleID, err error) {
		err = r.Scan(&rule, &found)
		rules[rule] = true
		return rule, err
	})
	return found, rules, err
}

func insertMatch(ctx context.Context, tx *db.Tx, org db.Org, id signal.ID, rule RuleID, opened ID) error {
	_, err := tx.Exec(ctx, `insert into case_match (org, signal, rule, case_id, at) values ($1, $2, $3, $4, $5)`, org, id, rule, opened, tx.Micros())
	return err
}

// withCases tells which of these signals have cases.
func withCases(ctx context.Context, tx *db.Tx, org db.Org, ids []signal.ID) (map[signal.ID]bool, error) {
	out := map[signal.ID]bool{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		marks, values := db.Marks(2, ids[:n])
		rows, err := tx.Query(ctx, `select distinct signal from case_file where org = $1 and signal in (`+marks+`)`, append([]any{org}, values...)...)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id signal.ID, err error) {
			err = r.Scan(&id)
			out[id] = true
			return id, err
		}); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

// caseMadeBy returns the case that an earlier request with the same key made; empty where there is none.
func caseMadeBy(ctx context.Context, tx *db.Tx, org db.Org, once request) (id ID, err error) {
	if once.key == "" {
		return "", nil
	}
	var hash string
	err = tx.QueryRow(ctx, `select id, made_hash from case_file where org = $1 and made_key = $2`, org, once.key).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, cmp.Or(err, once.same(hash))
}
