package casework

import (
	"context"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Consumer reads the log on and opens cases. What it opens and how far it has read are committed together.
func (c *Cases) Consumer() signal.Consumer {
	return signal.Consumer{Name: "casework.open", Apply: c.apply, Wants: func(ctx context.Context, tx *db.Tx, org db.Org) ([]signal.Op, error) {
		rules, err := rulesOn(ctx, tx, org)
		if err != nil || len(rules) > 0 {
			return nil, err
		}
		return []signal.Op{signal.OpCorrect, signal.OpErase}, nil // for the stories of cases that are open already
	}}
}

// opener is one batch of the log under way.
type opener struct {
	c      *Cases
	tx     *db.Tx
	org    db.Org
	world  *world
	rules  []*compiled
	desk   *desk
	known  map[signal.ID]bool // signals that have a case, of those that later entries are about
	opened map[RuleID]int64
	last   ID // the case touched last
	gate   gate
}

func (c *Cases) apply(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
	ctx = identity.System(ctx, org, "rules")
	o := &opener{c: c, tx: tx, org: org, desk: c.desk(tx, org), opened: map[RuleID]int64{}}
	if err := o.prepare(ctx, entries); err != nil {
		return err
	}
	for _, e := range entries {
		if err := o.entry(ctx, e); err != nil {
			return err
		}
	}
	for id, n := range o.opened {
		if err := countOpened(ctx, tx, org, id, n); err != nil {
			return err
		}
	}
	if err := o.gate.close(ctx, o); err != nil {
		return err
	}
	if o.last != "" {
		c.publish(tx, org, o.last)
	}
	return nil
}

// prepare reads the rules that are on, and which of the signals corrected or erased here have cases.
func (o *opener) prepare(ctx context.Context, entries []*signal.Logged) error {
	var later []signal.ID
	for _, e := range entries {
		if e.Op != signal.OpPut {
			later = append(later, e.ID)
		}
	}
	var err error
	if o.known, err = withCases(ctx, o.tx, o.org, later); err != nil {
		return err
	}
	rules, err := rulesOn(ctx, o.tx, o.org)
	if err != nil || len(rules) == 0 {
		return err
	}
	if o.world, err = o.desk.world(ctx); err != nil {
		return err
	}
	for i := range rules {
		m, err := o.c.compile(ctx, o.world, &rules[i], "body")
		if err != nil {
			// A rule that no longer makes sense opens nothing; it must not hold up the others.
			o.c.Slog.WarnContext(ctx, "a rule can't be applied", "organisation", o.org, "rule", rules[i].ID, "error", err)
			continue
		}
		o.rules = append(o.rules, m)
	}
	o.gate.segments, err = segmentsFor(ctx, o.tx, o.org, o.rules, entries)
	return err
}

func (o *opener) entry(ctx context.Context, e *signal.Logged) error {
	if e.Op != signal.OpPut && o.known[e.ID] {
		if err := o.follow(ctx, e); err != nil {
			return err
		}
	}
	if e.Op == signal.OpErase || e.Erased || e.Content.Quiet {
		return nil
	}
	h := o.c.heard(e)
	h.segments = o.gate.segments
	var matched []*compiled
	for _, m := range o.rules {
		if e.Seq > m.onAfter && m.holds(h) {
			matched = append(matched, m)
		}
	}
	if len(matched) == 0 {
		return nil
	}
	return o.open(ctx, h, matched)
}

// open gives a signal its case, or adds to the story of the one it has. Each rule matches a signal once.
func (o *opener) open(ctx context.Context, h *heard, matched []*compiled) error {
	id, before, err := matchesOf(ctx, o.tx, o.org, h.ID)
	if err != nil {
		return err
	}
	for _, m := range matched {
		if before[m.ID] {
			continue
		}
		if through, err := o.gate.through(ctx, o, h, m, id == ""); err != nil {
			return err
		} else if !through {
			continue
		}
		all, score := m.reasons(h)
		why := Event{Kind: RuleMatched, Text: strings.Join(all, "; "), To: m.Name}
		if id == "" {
			k := o.newCase(h, m, score)
			if err := o.c.insert(ctx, o.desk, k, request{}, "rule"); err != nil {
				return err
			}
			id, why.Kind = k.ID, WasOpened
			o.known[h.ID] = true
			o.opened[m.ID]++
			if err := o.c.Audit.Record(ctx, o.tx, "case.open", string(id), map[string]any{"ref": k.Ref, "rule": m.ID}); err != nil {
				return err
			}
		}
		o.last = id
		if err := insertMatch(ctx, o.tx, o.org, h.ID, m.ID, id); err != nil {
			return err
		}
		if err := addEvent(ctx, o.tx, o.org, id, why); err != nil {
			return err
		}
	}
	return nil
}

// newCase makes the case that a rule opens for a signal.
func (o *opener) newCase(h *heard, m *compiled, score string) *Case {
	k := &Case{State: New, Severity: m.Severity, Rule: &RuleRef{ID: m.ID, Name: m.Name}, Signal: h.ID, quotes: true,
		Title: titleOf(&h.Content, score, m.Name), span: time.Duration(m.DueHours) * time.Hour, OpenedAt: o.tx.Now}
	k.place(h.Content.Unit, h.Content.TouchPoint, h.Content.Customer)
	k.Owner.ID = string(o.world.keeper(identity.UnitID(h.Content.Unit), m.FallbackOwner))
	return k
}

// place says where a case belongs, by ids; the names are read with it.
func (k *Case) place(unit, point, who string) {
	if unit != "" {
		k.Unit = &signal.Named{ID: unit}
	}
	if point != "" {
		k.TouchPoint = &signal.Named{ID: point}
	}
	if who != "" {
		k.Customer = &signal.Who{ID: customer.ID(who)}
	}
}

// titleOf is the first words of a signal, else the score that broke the rule, else the rule's name.
func titleOf(c *signal.Content, score, otherwise string) string {
	for _, t := range c.Comments {
		if s := firstWords(t.Text); s != "" {
			return s
		}
	}
	if score != "" {
		return score
	}
	return otherwise
}

// follow tells a signal's cases that it was corrected or erased. A title made of its words changes or goes with them.
func (o *opener) follow(ctx context.Context, e *signal.Logged) error {
	if e.Op == signal.OpCorrect && e.Erased {
		return nil // its erasure follows further on
	}
	cases, err := casesOf(ctx, o.tx, o.org, e.ID)
	if err != nil {
		return err
	}
	for i := range cases {
		k := &cases[i]
		o.last = k.ID
		told := Event{Kind: SignalEvent, To: "corrected"}
		if e.Op == signal.OpErase {
			told.To = "erased"
			if err := o.forget(ctx, k); err != nil {
				return err
			}
		} else if k.quotes {
			title := titleOf(&e.Content, "", "")
			if title == "" {
				title = k.fallbackTitle("Corrected signal")
			}
			k.Title = title
			if err := retitle(ctx, o.tx, o.org, k); err != nil {
				return err
			}
		}
		if err := addEvent(ctx, o.tx, o.org, k.ID, told); err != nil {
			return err
		}
	}
	return nil
}

// forget takes an erased signal's words and scores out of its case. The case stays: somebody may be working on it.
func (o *opener) forget(ctx context.Context, k *Case) error {
	k.SignalErased = true
	if k.quotes {
		k.Title, k.quotes = k.fallbackTitle("Signal erased"), false
	}
	if err := retitle(ctx, o.tx, o.org, k); err != nil {
		return err
	}
	return blankReasons(ctx, o.tx, o.org, k.ID)
}

func (k *Case) fallbackTitle(otherwise string) string {
	if k.Rule != nil {
		return k.Rule.Name
	}
	return otherwise
}

// CasesOf tells which cases a signal has, as far as the caller may see them, for the signal's page.
func (c *Cases) CasesOf(ctx context.Context, org db.Org, id signal.ID) ([]signal.CaseRef, error) {
	refs := []signal.CaseRef{}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		cases, err := casesOf(ctx, tx, org, id)
		if err != nil {
			return err
		}
		refs = refs[:0]
		for _, k := range cases {
			if r.sees(k.Owner.ID, k.unit()) {
				refs = append(refs, signal.CaseRef{ID: string(k.ID), Ref: k.Ref, Title: k.Title, State: string(k.State)})
			}
		}
		return nil
	})
	return refs, err
}

func (k *Case) unit() identity.UnitID {
	if k.Unit == nil {
		return ""
	}
	return identity.UnitID(k.Unit.ID)
}
