package identity

import (
	"context"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID      string    `json:"id"`
	Browser string    `json:"browser,omitempty" example:"Firefox" doc:"As the browser says; empty where it can't be told"`
	System  string    `json:"system,omitempty" example:"Windows"`
	Network string    `json:"network" doc:"The address it was started from"`
	BeganAt time.Time `json:"began_at"`
	SeenAt  time.Time `json:"seen_at" doc:"To within five minutes"`
	Current bool      `json:"current" doc:"The one that asks"`
}

// MySessions lists where the caller is signed in, this one first.
func (i *Identity) MySessions(ctx context.Context) (all []Session, err error) {
	c, err := person(ctx)
	if err != nil {
		return nil, err
	}
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error {
		all, err = listSessions(ctx, tx, UserID(c.ID), "", i.Sessions.GetString(ctx, keyID))
		return err
	})
	return all, err
}

// EndSession ends one of the caller's other sessions.
func (i *Identity) EndSession(ctx context.Context, id string) error {
	c, err := person(ctx)
	if err != nil {
		return err
	}
	return i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		n, err := db.Affected(tx.Exec(ctx, `delete from session where user_id = $1 and id = $2`, c.ID, id))
		if err != nil {
			return err
		}
		if n == 0 {
			return noSession(id)
		}
		return i.Audit.Record(ctx, tx, "session.end", c.ID, nil)
	})
}

// EndOtherSessions ends every session of the caller's but the one that asks.
func (i *Identity) EndOtherSessions(ctx context.Context) error {
	u, c, err := i.me(ctx)
	if err != nil {
		return err
	}
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		if err := endSessions(ctx, tx, u, hashed(i.Sessions.Token(ctx))); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "session.end_others", string(u.ID), nil)
	})
	if err != nil {
		return err
	}
	return i.stay(ctx, u, c.Org)
}

// SessionsOf lists where a member is signed in to this organisation. Where they are in another is not its business.
func (i *Identity) SessionsOf(ctx context.Context, org db.Org, id UserID) (all []Session, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := memberIn(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = listSessions(ctx, tx, id, org, i.Sessions.GetString(mayHaveNone(ctx, i), keyID))
		return err
	})
	return all, err
}

// EndSessionsOf ends a member's sessions in this organisation: one of them, or with "" all.
func (i *Identity) EndSessionsOf(ctx context.Context, org db.Org, id UserID, session string) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		m, err := memberIn(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if !mayGrant(From(ctx).Role, m.Role) {
			return problem.New(problem.Forbidden, "role_above_yours", "You can't end the sessions of somebody with a role (%s) that you don't have.", m.Role)
		}
		n, err := db.Affected(tx.Exec(ctx, `delete from session where user_id = $1 and org = $2 and ($3 = '' or id = $3)`, id, org, session))
		if err != nil {
			return err
		}
		if n == 0 && session != "" {
			return noSession(session)
		}
		return i.Audit.Record(ctx, tx, "session.end", string(id), map[string]any{"sessions": n})
	})
}

// mayHaveNone gives a request by token an empty session, so that asking for what it holds is answered with nothing.
func mayHaveNone(ctx context.Context, i *Identity) context.Context {
	if needBrowser(ctx) == nil {
		return ctx
	}
	if with, err := i.Sessions.Load(ctx, ""); err == nil {
		return with
	}
	return ctx
}

func noSession(id string) error {
	return problem.New(problem.NotFound, "session_unknown", "There is no session %.60q; it may have ended.", id)
}

// words of user agents, the telling ones first: every browser claims to be others, too.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems = [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
		{"Macintosh", "macOS"}, {"Linux", "Linux"}}
)

// device reads a browser and its system from what the browser says of itself; both may be empty.
func device(agent string) (browser, system string) {
	first := func(list [][2]string) string {
		for _, w := range list {
			if strings.Contains(agent, w[0]) {
				return w[1]
			}
		}
		return ""
	}
	return first(browsers), first(systems)
}
