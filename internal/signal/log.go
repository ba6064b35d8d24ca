package signal

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/employee"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Log is the capability. All fields are set by app.
type Log struct {
	DB        *db.DB
	Metrics   *metric.Metrics
	Points    *touchpoint.Points
	Staff     *employee.Staff
	Customers *customer.Customers
	People    *identity.Identity
	Book      *codebook.Book
	Engine    analytics.Engine
	Sentiment sentiment.Reader
	Audit     identity.Auditor
	Hub       *web.Hub
	Slog      *slog.Logger
	// CasesOf tells which cases a signal opened, for its page. casework sits above and is plugged in.
	CasesOf func(ctx context.Context, org db.Org, id ID) ([]CaseRef, error)

	followers []*follower
	intake    intake
	bulk      atomic.Int64 // imports under way
	masks     db.Cache[keptMasker]
}

// CaseRef is a case as a signal's page shows it.
type CaseRef struct {
	ID    string `json:"id"`
	Ref   string `json:"ref"`
	Title string `json:"title"`
	State string `json:"state"`
}

// Outcome is what became of one entry.
type Outcome struct {
	ID     ID
	Repeat bool  // the same key and content was there already
	Err    error // a conflict: the same key with other content
}

// lockLog orders commits on PostgreSQL by seq: a reader who has seen 7 never finds 6 later.
const lockLog = 3

// Record adds checked entries inside a transaction. Names not known yet are made. An error undoes the caller's whole
// transaction; a conflict of one entry's key is told in its Outcome and harms no other.
func (l *Log) Record(ctx context.Context, tx *db.Tx, org db.Org, entries []*Entry) ([]Outcome, error) {
	rows := make([]*row, len(entries))
	for i, e := range entries {
		id := ID(tx.ID("sig"))
		rows[i] = &row{id: id, target: id, key: e.Key, hash: e.hash, at: e.At, kind: e.Kind, importID: e.ImportID, op: OpPut, entry: e}
	}
	out := make([]Outcome, len(entries))
	fresh, err := claimKeys(ctx, tx, org, rows, out)
	if err != nil {
		return nil, err
	}
	if len(fresh) == 0 {
		return out, nil
	}
	if err := l.resolveAll(ctx, tx, org, fresh); err != nil { // after the keys: a repeat or a conflict makes no names
		return nil, err
	}
	if err := tx.Lock(ctx, lockLog); err != nil {
		return nil, err
	}
	if err := appendRows(ctx, tx, org, fresh); err != nil {
		return nil, err
	}
	tx.AfterCommit(func() { l.wake(org) })
	return out, nil
}

// resolveAll turns the names of entries into ids.
func (l *Log) resolveAll(ctx context.Context, tx *db.Tx, org db.Org, rows []*row) error {
	refs := make([]*customer.Ref, 0, len(rows))
	for _, r := range rows {
		if r.entry.in.Customer != nil {
			refs = append(refs, r.entry.in.Customer)
		}
	}
	customers, err := l.Customers.ResolveAll(ctx, tx, org, refs)
	if err != nil {
		return err
	}
	scope, err := l.People.Scope(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.content, err = l.resolve(ctx, tx, org, r.entry, customers); err != nil {
			return err
		}
		if !within(scope, r.content.Unit) {
			return outside()
		}
	}
	return nil
}

// resolve turns one entry's names into ids.
func (l *Log) resolve(ctx context.Context, tx *db.Tx, org db.Org, e *Entry, customers map[*customer.Ref]customer.ID) (*Content, error) {
	c := e.Content
	if e.in.TouchPoint != "" {
		id, err := l.Points.Resolve(ctx, tx, org, e.in.TouchPoint)
		if err != nil {
			return nil, err
		}
		c.TouchPoint = string(id)
	}
	if e.in.Unit != "" {
		id, err := l.People.ResolveUnit(ctx, tx, org, e.in.Unit)
		if err != nil {
			return nil, err
		}
		c.Unit = string(id)
	}
	if e.in.Employee != "" {
		id, err := l.Staff.Resolve(ctx, tx, org, e.in.Employee)
		if err != nil {
			return nil, err
		}
		c.Employee = string(id)
	}
	if e.in.Customer != nil {
		c.Customer = string(customers[e.in.Customer])
	}
	if len(c.Attributes) > 0 {
		keys := make([]string, 0, len(c.Attributes))
		for k := range c.Attributes {
			keys = append(keys, k)
		}
		if err := l.Book.Reserve(ctx, tx, org, keys); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

// inScope refuses a caller of one unit who reaches for another.
func (l *Log) inScope(ctx context.Context, tx *db.Tx, unit string) error {
	scope, err := l.People.Scope(ctx, tx)
	if err == nil && !within(scope, unit) {
		err = outside()
	}
	return err
}

// within reports whether a unit lies in a scope; nil is everything.
func within(scope []identity.UnitID, unit string) bool {
	return scope == nil || slices.Contains(scope, identity.UnitID(unit))
}

func outside() error {
	return problem.New(problem.Forbidden, "outside_your_unit", "Your role reaches one unit, and this signal belongs elsewhere.")
}

// Put records one signal on its own, sharing its commit with others who wait.
func (l *Log) Put(ctx context.Context, org db.Org, in *Input) (Outcome, error) {
	e, err := l.Check(ctx, org, in)
	if err != nil {
		return Outcome{}, err
	}
	return l.intake.put(ctx, l, org, e)
}

// Correct replaces a signal's content. The log keeps what was; figures follow.
func (l *Log) Correct(ctx context.Context, org db.Org, id ID, in *Input) error {
	e, err := l.Check(ctx, org, in)
	if err != nil {
		return err
	}
	return l.DB.WriteShared(ctx, org, func(tx *db.Tx) error { return l.CorrectIn(ctx, tx, org, id, e) })
}

// CorrectIn is Correct inside a transaction.
func (l *Log) CorrectIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, e *Entry) error {
	now, err := current(ctx, tx, org, id)
	if err != nil {
		return err
	}
	if err := l.inScope(ctx, tx, now.Content.Unit); err != nil {
		return noSignal(id)
	}
	if e.Key != "" && e.Key != now.Key {
		return problem.At("body.key", "key_fixed", "A correction can't change the key. Leave it out, or send %q.", brief(now.Key))
	}
	r := &row{id: ID(tx.ID("sig")), target: id, key: now.Key, hash: e.hash, at: e.At, kind: e.Kind, importID: now.ImportID, op: OpCorrect, entry: e}
	if err := l.resolveAll(ctx, tx, org, []*row{r}); err != nil {
		return err
	}
	r.content.Quiet = now.Content.Quiet
	if now.Key != "" {
		if _, err := tx.Exec(ctx, `update signal_key set body_hash = $1 where org = $2 and key = $3`, r.hash, org, now.Key); err != nil {
			return err
		}
	}
	if err := tx.Lock(ctx, lockLog); err != nil {
		return err
	}
	if err := appendRows(ctx, tx, org, []*row{r}); err != nil {
		return err
	}
	tx.AfterCommit(func() { l.wake(org) })
	return l.Audit.Record(ctx, tx, "signal.correct", string(id), nil)
}

// Erase removes a signal: its words and scores leave the log, its figures follow, its key may be used again.
func (l *Log) Erase(ctx context.Context, org db.Org, id ID) error {
	return l.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := current(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := l.inScope(ctx, tx, now.Content.Unit); err != nil {
			return noSignal(id)
		}
		if err := l.eraseIn(ctx, tx, org, []*Logged{now}); err != nil {
			return err
		}
		return l.Audit.Record(ctx, tx, "signal.erase", string(id), nil)
	})
}

// EraseImport removes up to limit signals of an import and reports how many it was: 0 when none is left.
func (l *Log) EraseImport(ctx context.Context, tx *db.Tx, org db.Org, importID string, limit int) (int, error) {
	list, err := ofImport(ctx, tx, org, importID, limit)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return len(list), l.eraseIn(ctx, tx, org, list)
}

func (l *Log) eraseIn(ctx context.Context, tx *db.Tx, org db.Org, list []*Logged) error {
	if err := tx.Lock(ctx, lockLog); err != nil {
		return err
	}
	if err := blank(ctx, tx, org, list); err != nil {
		return err
	}
	rows := make([]*row, len(list))
	for i, s := range list {
		rows[i] = &row{id: ID(tx.ID("sig")), target: s.ID, at: s.At, kind: s.Kind, op: OpErase}
	}
	if err := appendRows(ctx, tx, org, rows); err != nil {
		return err
	}
	tx.AfterCommit(func() { l.wake(org) })
	return nil
}

// KeysTaken counts which of some keys signals hold already, for whoever wants to know before sending.
func (l *Log) KeysTaken(ctx context.Context, org db.Org, keys []string) (n int, err error) {
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error { n, err = keysTaken(ctx, tx, org, keys); return err })
	return n, err
}

// Bulk tells the log that somebody brings in as much as it can take, until the returned function is called: the consumers rest
// longer between their steps meanwhile, since they wait for the same disk and the same processors.
func (l *Log) Bulk() (done func()) {
	l.bulk.Add(1)
	return func() { l.bulk.Add(-1) }
}

func noSignal(id ID) error {
	return problem.New(problem.NotFound, "signal_unknown", "There is no signal %s.", brief(string(id)))
}

// Logged is an entry as the log has it.
type Logged struct {
	Seq      int64 // of this entry
	First    int64 // seq of the signal's first entry: its number in analytics
	ID       ID    // the signal's id
	Key      string
	At       time.Time
	Received time.Time
	Kind     Kind
	ImportID string
	Op       Op
	Content  Content // empty once erased
	Erased   bool
}
