package casework

import (
	"context"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const (
	// askAbove is how many cases in 30 days a rule may open without somebody having agreed to the number.
	askAbove = 2000
	askDays  = 30
	// runaway is how many cases on one day stop a rule, unless more were agreed to for 30 days.
	runaway = 2000
)

// askFirst refuses to switch a rule on that would open very many cases, until the number it names is agreed to. A rule that
// stays on and says the same isn't asked about again.
func (c *Cases) askFirst(ctx context.Context, org db.Org, in RuleInput, was *Rule) error {
	if err := in.Validate("body"); err != nil || !in.On || in.Purpose == ForPraise {
		return err
	}
	if in.DayCap > 0 && in.DayCap*askDays <= askAbove {
		return nil
	}
	if was != nil && was.On && in.Match == was.Match && in.DayCap == was.DayCap && sameConditions(in.Conditions, was.Conditions) {
		return nil
	}
	t, err := c.Try(ctx, org, in, askDays)
	if err != nil {
		if p, ok := problem.As(err); ok { // its places are those of a trial
			for i := range p.Fields {
				p.Fields[i].Location = strings.Replace(p.Fields[i].Location, "body.rule", "body", 1)
			}
		}
		return err
	}
	n := t.WouldOpen
	if in.DayCap > 0 {
		n = min(n, in.DayCap*askDays)
	}
	if n <= askAbove || in.Agreed >= n {
		return nil
	}
	return problem.New(problem.Conflict, "rule_would_flood", "In the last %d days this rule would have opened %s cases. Switch it on only if you want that many.",
		askDays, thousands(n)).On("body.agreed").With(problem.Args{"would_open": n, "days": askDays, "per_day": (n + askDays - 1) / askDays, "agree": n + n/10})
}

func sameConditions(a, b []Condition) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// gate keeps rules from flooding people, within one batch of the log.
type gate struct {
	segments map[string][]string
	today    map[RuleID]int64 // opened today before this batch, and within it
	fresh    map[RuleID]int64 // within it
	held     map[RuleID]int64
	stopped  map[RuleID]bool
	have     map[string]bool // rule and customer that got a case in this batch
}

const dayMicros = 24 * 60 * 60 * 1_000_000

// through reports whether a match may open a case. Adding to a case that is there already is always allowed.
func (g *gate) through(ctx context.Context, o *opener, h *heard, m *compiled, opens bool) (bool, error) {
	if m.Purpose == ForPraise {
		if o.c.Praise == nil {
			return false, nil
		}
		all, _ := m.reasons(h)
		return false, o.c.Praise(ctx, o.tx, o.org, RuleRef{ID: m.ID, Name: m.Name}, h.Logged, strings.Join(all, "; "))
	}
	if !opens {
		return true, nil
	}
	if g.today == nil {
		g.today, g.fresh, g.held, g.stopped, g.have = map[RuleID]int64{}, map[RuleID]int64{}, map[RuleID]int64{}, map[RuleID]bool{}, map[string]bool{}
	}
	if g.stopped[m.ID] {
		g.held[m.ID]++
		return false, nil
	}
	if _, known := g.today[m.ID]; !known {
		n, err := openedOn(ctx, o.tx, o.org, m.ID, o.tx.Micros()/dayMicros)
		if err != nil {
			return false, err
		}
		g.today[m.ID] = n
	}
	if m.PerCustomer && h.Content.Customer != "" {
		key := string(m.ID) + " " + h.Content.Customer
		there := g.have[key]
		if !there {
			var err error
			if there, err = hasOpen(ctx, o.tx, o.org, m.ID, h.Content.Customer); err != nil {
				return false, err
			}
		}
		g.have[key] = true
		if there {
			g.held[m.ID]++
			return false, nil
		}
	}
	if m.DayCap > 0 && g.today[m.ID] >= int64(m.DayCap) {
		g.held[m.ID]++
		return false, nil
	}
	if m.DayCap == 0 && g.today[m.ID] >= int64(max(runaway, m.Agreed)) {
		g.stopped[m.ID] = true
		g.held[m.ID]++
		return false, o.stop(ctx, m, g.today[m.ID])
	}
	g.today[m.ID]++
	g.fresh[m.ID]++
	return true, nil
}

// stop switches a rule off that runs away, says why, and tells who made it useful: its fallback owner.
func (o *opener) stop(ctx context.Context, m *compiled, n int64) error {
	why := "It opened " + thousands(int(n)) + " cases in one day and switched itself off. Look at its conditions, then switch it on again."
	if err := pauseRule(ctx, o.tx, o.org, m.ID, why); err != nil {
		return err
	}
	if err := o.c.Audit.Record(ctx, o.tx, "rule.pause", string(m.ID), map[string]any{"name": m.Name, "opened_today": n}); err != nil {
		return err
	}
	return o.c.tell(ctx, o.tx, nil, Notice{Kind: ToldRule, To: []identity.UserID{m.FallbackOwner}, Title: m.Name, Text: why, At: o.tx.Now,
		Rule: m.ID, Key: "rule:" + string(m.ID) + ":" + strconv.Itoa(m.Version)})
}

// close stores what the batch added up.
func (g *gate) close(ctx context.Context, o *opener) error {
	for id, n := range g.fresh {
		if err := addOpened(ctx, o.tx, o.org, id, o.tx.Micros()/dayMicros, n); err != nil {
			return err
		}
	}
	for id, n := range g.held {
		if _, err := o.tx.Exec(ctx, `update alert_rule set held_back = held_back + $1 where org = $2 and id = $3`, n, o.org, id); err != nil {
			return err
		}
	}
	return nil
}

func openedOn(ctx context.Context, tx *db.Tx, org db.Org, id RuleID, day int64) (n int64, err error) {
	err = tx.QueryRow(ctx, `select coalesce(sum(n), 0) from rule_day where org = $1 and rule = $2 and day = $3`, org, id, day).Scan(&n)
	return n, err
}

func addOpened(ctx context.Context, tx *db.Tx, org db.Org, id RuleID, day, n int64) error {
	_, err := tx.Exec(ctx, `insert into rule_day (org, rule, day, n) values ($1, $2, $3, $4)
		on conflict (org, rule, day) do update set n = rule_day.n + excluded.n`, org, id, day, n)
	return err
}

// hasOpen reports whether a customer has a case of a rule that somebody still works on.
func hasOpen(ctx context.Context, tx *db.Tx, org db.Org, id RuleID, who string) (bool, error) {
	n := 0
	err := tx.QueryRow(ctx, `select count(*) from case_file where org = $1 and customer = $2 and rule = $3 and live = 1`, org, who, id).Scan(&n)
	return n > 0, err
}

func pauseRule(ctx context.Context, tx *db.Tx, org db.Org, id RuleID, why string) error {
	_, err := tx.Exec(ctx, `update alert_rule set active = $1, on_since = null, paused = $2, version = version + 1 where org = $3 and id = $4`, false, why, org, id)
	return err
}

// segmentsFor looks up the segments of the customers in a batch, if any rule asks for them.
func segmentsFor(ctx context.Context, tx *db.Tx, org db.Org, rules []*compiled, entries []*signal.Logged) (map[string][]string, error) {
	wanted := false
	for _, m := range rules {
		wanted = wanted || m.segments
	}
	if !wanted {
		return nil, nil
	}
	return segmentsOfBatch(ctx, tx, org, entries)
}
