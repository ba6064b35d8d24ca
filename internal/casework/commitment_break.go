package casework

import (
	"context"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// ringCommitments reminds of commitments that are due soon and breaks those whose time has passed.
func (d *desk) ringCommitments(ctx context.Context) error {
	list, err := ringingCommitments(ctx, d.tx, d.org, alarmBatch)
	if err != nil {
		return err
	}
	for i := range list {
		p := &list[i]
		broke := false
		switch p.alarm {
		case "remind":
			due := p.DueAt
			p.alarm, p.alarmAt = "break", &due
			err = d.c.tellOf(ctx, d.tx, p, ToldPromise, []identity.UserID{identity.UserID(p.Owner.ID)})
		case "tell":
			p.alarm, p.alarmAt = "", nil
			broke, err = true, d.tellBroken(ctx, p)
		default:
			broke, err = true, d.breakPromise(ctx, p)
		}
		if err != nil {
			return err
		}
		if err := updateCommitment(ctx, d.tx, d.org, p); err != nil {
			return err
		}
		if broke {
			if err := d.shout(ctx, p.Case, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// breakPromise records that a commitment wasn't kept, at the moment it was due.
func (d *desk) breakPromise(ctx context.Context, p *Commitment) error {
	due := p.DueAt
	p.State, p.EndedAt = Broken, &due
	p.Version++
	p.wind(d.tx.Now)
	if err := d.toldPromise(ctx, p, string(Broken), ""); err != nil {
		return err
	}
	if err := d.c.Audit.Record(ctx, d.tx, "commitment.broken", string(p.ID), map[string]any{"case": p.Case}); err != nil {
		return err
	}
	return d.tellBroken(ctx, p)
}

// tellBroken tells whoever keeps a broken commitment, who follows its case and who answers for its unit; of one without a case
// whoever made it and who answers for the unit of its keeper.
func (d *desk) tellBroken(ctx context.Context, p *Commitment) error {
	to := []identity.UserID{identity.UserID(p.Owner.ID)}
	w, err := d.world(ctx)
	if err != nil {
		return err
	}
	if p.Case != "" {
		k, err := findCase(ctx, d.tx, d.org, p.Case)
		if err != nil {
			return err
		}
		watchers, err := watchersOf(ctx, d.tx, d.org, k)
		if err != nil {
			return err
		}
		to = append(append(to, watchers...), w.upTo(ToUnit, k)...)
	} else {
		to = append(to, identity.UserID(p.MadeBy.ID))
		if p.unit != "" || !w.fit(to[0]) {
			to = append(to, w.keeper(p.unit))
		}
	}
	return d.c.tellOf(ctx, d.tx, p, ToldBroken, to)
}

func (c *Cases) tellOf(ctx context.Context, tx *db.Tx, p *Commitment, kind NoticeKind, to []identity.UserID) error {
	return c.tell(ctx, tx, nil, Notice{Kind: kind, To: to, Case: p.Case, Commitment: p.ID, Ref: p.Ref, Title: p.CaseTitle, Text: p.Text, At: p.DueAt,
		Key: fmt.Sprintf("%s:%s:%d", kind, p.ID, p.DueAt.UnixMicro())})
}

// shout counts a case's broken commitments anew. One that was just broken raises the severity, and the case goes to the top.
func (d *desk) shout(ctx context.Context, id ID, just *Commitment) error {
	if id == "" {
		return nil
	}
	k, err := root(ctx, d.tx, d.org, id)
	if err != nil {
		return err
	}
	n, err := brokenOf(ctx, d.tx, d.org, k.ID)
	if err != nil || n == k.broken && just == nil {
		return err
	}
	k.broken = n
	if just != nil && k.Severity != High {
		up := Medium
		if k.Severity == Medium {
			up = High
		}
		if err := addEvent(ctx, d.tx, d.org, k.ID, Event{Kind: Regraded, From: string(k.Severity), To: string(up)}); err != nil {
			return err
		}
		k.Severity = up
	}
	k.Version++
	return updateCase(ctx, d.tx, d.org, k)
}
