package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// request lets a create be sent again after its answer got lost: its key and what it asked for.
type request struct{ key, hash string }

func newRequest(key string, body any) request {
	if key == "" {
		return request{}
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // plain inputs always marshal
	}
	h := sha256.Sum256(b)
	return request{key, hex.EncodeToString(h[:16])}
}

// same refuses a key that was used for something else.
func (r request) same(hash string) error {
	if hash == r.hash {
		return nil
	}
	return problem.New(problem.Conflict, "idempotency_key_taken", "This Idempotency-Key was sent before with another request.")
}

// twice runs a create again that lost against one of the same key or name: the second time it finds what the other made.
func twice(fn func() error) error {
	err := fn()
	if db.IsConflict(err) {
		err = fn()
	}
	return err
}

const ruleColumns = `id, name, active, match, conditions, due_hours, severity, fallback_owner, on_since, on_after, opened, version, created_at,
	purpose, per_customer, day_cap, agreed, paused, held_back`

func scanRule(r db.Scanner) (u Rule, err error) {
	var conditions string
	var since sql.NullInt64
	var created int64
	if err := r.Scan(&u.ID, &u.Name, &u.On, &u.Match, &conditions, &u.DueHours, &u.Severity, &u.FallbackOwner, &since, &u.onAfter,
		&u.Opened, &u.Version, &created, &u.Purpose, &u.PerCustomer, &u.DayCap, &u.Agreed, &u.Paused, &u.HeldBack); err != nil {
		return u, err
	}
	u.OnSince, u.CreatedAt = db.NullMicros(since), db.Micros(created)
	return u, json.Unmarshal([]byte(conditions), &u.Conditions)
}

func listRules(ctx context.Context, tx *db.Tx, org db.Org) ([]Rule, error) {
	rows, err := tx.Query(ctx, `select `+ruleColumns+` from alert_rule where org = $1 and deleted_at is null order by created_at, id`, org)
	return db.Collect(rows, err, scanRule)
}

// rulesOn lists the rules that open cases, in the order they were made.
func rulesOn(ctx context.Context, tx *db.Tx, org db.Org) ([]Rule, error) {
	rows, err := tx.Query(ctx, `select `+ruleColumns+` from alert_rule where org = $1 and deleted_at is null and active = $2
		order by created_at, id`, org, true)
	return db.Collect(rows, err, scanRule)
}

// findRule returns one, or a not-found problem.
func findRule(ctx context.Context, tx *db.Tx, org db.Org, id RuleID) (*Rule, error) {
	r, err := scanRule(tx.QueryRow(ctx, `select `+ruleColumns+` from alert_rule where org = $1 and id = $2 and deleted_at is null`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "rule_unknown", "There is no rule %s.", brief(string(id)))
	}
	return &r, err
}

// ruleMadeBy returns the rule that an earlier request with the same key made; nil where there is none.
func ruleMadeBy(ctx context.Context, tx *db.Tx, org db.Org, once request) (*Rule, error) {
	if once.key == "" {
		return nil, nil
	}
	var id RuleID
	var hash string
	err := tx.QueryRow(ctx, `select id, made_hash from alert_rule where org = $1 and made_key = $2`, org, once.key).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err = cmp.Or(err, once.same(hash)); err != nil {
		return nil, err
	}
	return findRule(ctx, tx, org, id)
}

func insertRule(ctx context.Context, tx *db.Tx, org db.Org, r *Rule, once request, by string) error {
	n := 0
	if err := tx.QueryRow(ctx, `select count(*) from alert_rule where org = $1 and deleted_at is null`, org).Scan(&n); err != nil {
		return err
	}
	if n >= maxRules {
		return problem.New(problem.Invalid, "too_many_rules", "An organisation has at most %d rules.", maxRules)
	}
	if err := freeName(ctx, tx, org, r); err != nil {
		return err
	}
	conditions, err := json.Marshal(r.Conditions)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into alert_rule (org, id, name, name_folded, active, match, conditions, due_hours, severity, fallback_owner,
		on_since, on_after, opened, version, made_key, made_hash, created_by, created_at, purpose, per_customer, day_cap, agreed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 1, $13, $14, $15, $16, $17, $18, $19, $20)`,
		org, r.ID, r.Name, identity.Fold(r.Name), r.On, r.Match, string(conditions), r.DueHours, string(r.Severity), r.FallbackOwner,
		db.NullTime(r.OnSince), r.onAfter, db.NullText(once.key), db.NullText(once.hash), by, tx.Micros(),
		string(r.Purpose), r.PerCustomer, r.DayCap, r.Agreed)
	return err
}

func updateRule(ctx context.Context, tx *db.Tx, org db.Org, r *Rule) error {
	if err := freeName(ctx, tx, org, r); err != nil {
		return err
	}
	conditions, err := json.Marshal(r.Conditions)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update alert_rule set name = $1, name_folded = $2, active = $3, match = $4, conditions = $5, due_hours = $6,
		severity = $7, fallback_owner = $8, on_since = $9, on_after = $10, version = $11, purpose = $14, per_customer = $15, day_cap = $16,
		agreed = $17, paused = $18 where org = $12 and id = $13`,
		r.Name, identity.Fold(r.Name), r.On, r.Match, string(conditions), r.DueHours, string(r.Severity), r.FallbackOwner,
		db.NullTime(r.OnSince), r.onAfter, r.Version, org, r.ID, string(r.Purpose), r.PerCustomer, r.DayCap, r.Agreed, r.Paused)
	return err
}

// freeName refuses a second rule of the same name: on a case nobody could tell them apart.
func freeName(ctx context.Context, tx *db.Tx, org db.Org, r *Rule) error {
	n := 0
	if err := tx.QueryRow(ctx, `select count(*) from alert_rule where org = $1 and name_folded = $2 and id <> $3 and deleted_at is null`,
		org, identity.Fold(r.Name), r.ID).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return problem.New(problem.Conflict, "rule_taken", "There is a rule named %q already.", r.Name)
	}
	return nil
}

func dropRule(ctx context.Context, tx *db.Tx, org db.Org, id RuleID) error {
	_, err := tx.Exec(ctx, `update alert_rule set deleted_at = $1, active = $2, on_since = null where org = $3 and id = $4`,
		tx.Micros(), false, org, id)
	return err
}

// countOpened adds to how many cases a rule has opened. It isn't somebody's edit, so the version stays.
func countOpened(ctx context.Context, tx *db.Tx, org db.Org, id RuleID, n int64) error {
	_, err := tx.Exec(ctx, `update alert_rule set opened = opened + $1 where org = $2 and id = $3`, n, org, id)
	return err
}
