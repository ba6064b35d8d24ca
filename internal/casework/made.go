package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// RulesIn lists the rules inside a transaction, in the order they were made.
func RulesIn(ctx context.Context, tx *db.Tx, org db.Org) ([]Rule, error) {
	return listRules(ctx, tx, org)
}

// KeeperIn is who a new rule falls back on: the caller if they work on cases, else an owner.
func (c *Cases) KeeperIn(ctx context.Context, tx *db.Tx, org db.Org) (identity.UserID, error) {
	w, err := c.world(ctx, tx, org)
	if err != nil {
		return "", err
	}
	return w.keeper("", identity.UserID(identity.From(ctx).ID)), nil
}

// AskFirst refuses a new rule that would open very many cases, until the number it names is agreed to. It must come before the
// transaction that makes the rule: it reads the log.
func (c *Cases) AskFirst(ctx context.Context, org db.Org, in RuleInput) error {
	return c.askFirst(ctx, org, in, nil)
}

// CreateRuleIn adds a rule inside a transaction; metrics and touch points that the same transaction has made are known to it.
func (c *Cases) CreateRuleIn(ctx context.Context, tx *db.Tx, org db.Org, in RuleInput) (*Rule, error) {
	w, err := c.world(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	if w.metrics, err = metric.AllIn(ctx, tx, org); err != nil {
		return nil, err
	}
	return c.makeRule(ctx, tx, w, in, request{})
}

// DropRuleIn removes a rule inside a transaction if nobody has changed it and it has opened nothing, and reports whether it did.
func (c *Cases) DropRuleIn(ctx context.Context, tx *db.Tx, org db.Org, id RuleID) (bool, error) {
	r, err := findRule(ctx, tx, org, id)
	if err != nil {
		return false, err
	}
	if r.Version != 1 || r.Opened+r.HeldBack > 0 {
		return false, nil
	}
	if _, err := tx.Exec(ctx, `delete from rule_day where org = $1 and rule = $2`, org, id); err != nil {
		return false, err
	}
	if _, err := tx.Exec(ctx, `delete from alert_rule where org = $1 and id = $2`, org, id); err != nil {
		return false, err
	}
	return true, c.Audit.Record(ctx, tx, "rule.delete", string(id), map[string]any{"name": r.Name})
}

// MentionsTouchPoint reports whether a rule has a condition on a touch point, or a case came from it.
func (c *Cases) MentionsTouchPoint(ctx context.Context, tx *db.Tx, org db.Org, id, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from alert_rule where org = $1 and deleted_at is null and conditions like $2 escape '\')
		+ (select count(*) from case_file where org = $1 and touch_point = $3)`, org, db.Contains(`"`+key+`"`), id).Scan(&n)
	return n > 0, err
}

// MentionsUnit reports whether a rule, a case, a calendar or a service time is about a unit.
func (c *Cases) MentionsUnit(ctx context.Context, tx *db.Tx, org db.Org, id, key string) (bool, error) {
	var n int64
	err := tx.QueryRow(ctx, `select (select count(*) from alert_rule where org = $1 and deleted_at is null and conditions like $2 escape '\')
		+ (select count(*) from case_file where org = $1 and unit = $3) + (select count(*) from business_calendar_unit where org = $1 and unit = $3)
		+ (select count(*) from case_setting where org = $1 and doc like $4 escape '\')`,
		org, db.Contains(`"`+key+`"`), id, db.Contains(`"`+id+`"`)).Scan(&n)
	return n > 0, err
}
