package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// maxMentions bounds how many people one note names.
const maxMentions = 20

// Follower is somebody who follows a case, by their own wish or since a note named them.
type Follower struct {
	Person
	Role       string     `json:"role" enum:"watch,mention"`
	At         time.Time  `json:"at"`
	AnsweredAt *time.Time `json:"answered_at,omitempty" doc:"When somebody mentioned wrote a note of their own"`
}

// mentioned checks whom a note names: people of the organisation whose role sees cases.
func (w *world) mentioned(ids []identity.UserID) ([]identity.Member, error) {
	if len(ids) > maxMentions {
		return nil, problem.At("body.mentions", "too_many_mentions", "A note names at most %d people.", maxMentions)
	}
	out := []identity.Member{}
	for i, id := range ids {
		at := fmt.Sprintf("body.mentions[%d]", i)
		m, err := w.reader(id, at)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(o identity.Member) bool { return o.ID == id }) {
			out = append(out, m)
		}
	}
	return out, nil
}

// reader finds a member who may see cases.
func (w *world) reader(id identity.UserID, at string) (identity.Member, error) {
	i := slices.IndexFunc(w.members, func(m identity.Member) bool { return m.ID == id })
	switch {
	case i < 0:
		return identity.Member{}, problem.At(at, "user_unknown", "There is no user %s in this organisation.", brief(string(id)))
	case !w.members[i].Active:
		return identity.Member{}, problem.At(at, "user_inactive", "%s can't sign in any more.", w.members[i].Name)
	case !identity.May(w.members[i].Role, w.members[i].Unit, identity.CaseRead):
		return identity.Member{}, problem.At(at, "user_not_reader", "The role of %s (%s) doesn't see cases.", w.members[i].Name, w.members[i].Role)
	}
	return w.members[i], nil
}

// mention puts a case before people whom a note names, and tells them.
func (d *desk) mention(ctx context.Context, k *Case, text string, ids []identity.UserID) ([]Event, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w, err := d.world(ctx)
	if err != nil {
		return nil, err
	}
	people, err := w.mentioned(ids)
	if err != nil {
		return nil, err
	}
	names, to := []string{}, []identity.UserID{}
	for _, m := range people {
		if err := follow(ctx, d.tx, d.org, k.ID, m.ID, "mention"); err != nil {
			return nil, err
		}
		names, to = append(names, m.Name), append(to, m.ID)
	}
	err = d.c.tell(ctx, d.tx, k, Notice{Kind: ToldMention, To: to, Text: text, At: d.tx.Now, Key: d.tx.ID("ntc")})
	return []Event{{Kind: Mentioned, To: strings.Join(names, ", "), Detail: asDetail(map[string]any{"users": to})}}, err
}

// Colleagues lists who may see cases, by name: whom a note can mention.
func (c *Cases) Colleagues(ctx context.Context, org db.Org) (out []Colleague, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		members, err := identity.MembersIn(ctx, tx, org)
		if err != nil {
			return err
		}
		out = []Colleague{}
		for _, m := range members {
			if m.Active && identity.May(m.Role, m.Unit, identity.CaseRead) {
				out = append(out, Colleague{Person{ID: string(m.ID), Name: m.Name}, worker(m)})
			}
		}
		slices.SortFunc(out, func(a, b Colleague) int { return strings.Compare(identity.Fold(a.Name), identity.Fold(b.Name)) })
		return nil
	})
	return out, err
}

// Colleague is somebody who may see cases.
type Colleague struct {
	Person
	Works bool `json:"works" doc:"May own cases"`
}

// Watch lets the caller follow a case, or no longer. Doing it twice is doing it once.
func (c *Cases) Watch(ctx context.Context, org db.Org, id ID, on bool) (*File, error) {
	me := identity.UserID(identity.From(ctx).ID)
	return c.watch(ctx, org, id, on, func(*world) (identity.UserID, error) { return me, nil })
}

// AddWatcher lets somebody else follow a case, or no longer.
func (c *Cases) AddWatcher(ctx context.Context, org db.Org, id ID, who identity.UserID, on bool) (*File, error) {
	return c.watch(ctx, org, id, on, func(w *world) (identity.UserID, error) {
		if !on {
			return who, nil
		}
		m, err := w.reader(who, "body.user")
		return m.ID, err
	})
}

func (c *Cases) watch(ctx context.Context, org db.Org, id ID, on bool, whom func(*world) (identity.UserID, error)) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := c.find(ctx, tx, org, id); err != nil {
			return err
		}
		w, err := c.world(ctx, tx, org)
		if err != nil {
			return err
		}
		who, err := whom(w)
		if err != nil {
			return err
		}
		already, err := watching(ctx, tx, org, id, who)
		if err != nil || already == on {
			return err
		}
		to := "off"
		if on {
			to, err = "on", follow(ctx, tx, org, id, who, "watch")
		} else {
			err = unfollow(ctx, tx, org, id, who)
		}
		if err != nil {
			return err
		}
		if string(who) != identity.From(ctx).ID {
			if err := addEvent(ctx, tx, org, id, Event{Kind: Watched, Text: w.name(who), To: to}); err != nil {
				return err
			}
		}
		c.publish(tx, org, id)
		return c.Audit.Record(ctx, tx, "case.watch", string(id), map[string]any{"user": who, "on": on})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, id)
}

func (w *world) name(id identity.UserID) string {
	for _, m := range w.members {
		if m.ID == id {
			return m.Name
		}
	}
	return ""
}

// watchersOf lists whom a case's going on concerns: its owner and who watches it.
func watchersOf(ctx context.Context, tx *db.Tx, org db.Org, k *Case) ([]identity.UserID, error) {
	list, err := followers(ctx, tx, org, []ID{k.ID})
	if err != nil {
		return nil, err
	}
	to := []identity.UserID{identity.UserID(k.Owner.ID)}
	for _, f := range list {
		if f.Role == "watch" {
			to = append(to, identity.UserID(f.ID))
		}
	}
	return to, nil
}
