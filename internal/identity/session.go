package identity

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const (
	sessionLifetime = 7 * 24 * time.Hour
	sessionIdle     = 12 * time.Hour
	sessionTouch    = 5 * time.Minute // how often a session in use is written again
)

func newSessions(d *db.DB) *scs.SessionManager {
	s := scs.New()
	s.Store = &sessionStore{d: d}
	s.Lifetime = sessionLifetime
	s.Cookie.Name = "touchstone"
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.Cookie.HttpOnly = true
	s.Cookie.Persist = true
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { web.WriteProblem(w, r, err) }
	return s
}

// sessionStore keeps sessions under the hash of their token, so that a stolen database opens none.
type sessionStore struct{ d *db.DB }

func (s *sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (s *sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (s *sessionStore) Delete(string) error                    { return errNoContext }
func hashed(token string) string                               { h := sha256.Sum256([]byte(token)); return hex.EncodeToString(h[:]) }

var errNoContext = errors.New("identity: sessions need a context")

func (s *sessionStore) FindCtx(ctx context.Context, token string) (data []byte, ok bool, err error) {
	err = s.d.SystemRead(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `select data from session where token = $1 and expires_at > $2`, hashed(token), tx.Micros()).Scan(&data)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx stores what the session holds, and beside it whose it is, so that people can see and end their sessions.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, v, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	text := func(name string) string { t, _ := v[name].(string); return t }
	began, _ := v[keyBegan].(int64)
	return s.d.System(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `delete from session where expires_at < $1`, tx.Micros()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into session (token, data, expires_at, id, user_id, org, agent, network, began_at, seen_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at, org = excluded.org`,
			hashed(token), data, expiry.UnixMicro(), text(keyID), text(keyUser), text(keyOrg), text(keyAgent), text(keyNetwork), began, tx.Micros())
		return err
	})
}

func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.d.System(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `delete from session where token = $1`, hashed(token))
		return err
	})
}

type browserKey struct{}

// browser is what a session remembers of where it was started.
type browser struct{ agent, network string }

// Browsing loads and saves a browser's session around next. A request with a token has none, and doesn't pay for one.
func (i *Identity) Browsing(next http.Handler) http.Handler {
	with := i.Sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := browser{agent: plain(r.UserAgent(), 300), network: Network(r)}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), browserKey{}, b)))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		with.ServeHTTP(w, r)
	})
}

// plain makes a header storable: printable ASCII, not endless.
func plain(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), most)]
}

// needBrowser refuses what only a browser's session is for.
func needBrowser(ctx context.Context) error {
	if ctx.Value(browserKey{}) == nil {
		return problem.New(problem.Invalid, "not_a_browser", "A session is for a browser. Leave the Authorization header out.")
	}
	return nil
}

// What a session holds.
const (
	keyUser    = "user"
	keyOrg     = "org"
	keyID      = "id"    // of the session, for lists; its token is a secret
	keyEpoch   = "epoch" // of the user when it began
	keyBegan   = "began" // when a password was last entered, in microseconds
	keyAgent   = "agent"
	keyNetwork = "network"
)

// startSession lets the browser in under a new token.
func (i *Identity) startSession(ctx context.Context, u *User, org db.Org) error {
	b, _ := ctx.Value(browserKey{}).(browser)
	id := string(db.NewID("ses", i.DB.Now()))
	for name, v := range map[string]any{keyUser: string(u.ID), keyID: id, keyEpoch: u.epoch, keyBegan: i.DB.Now().UnixMicro(), keyAgent: b.agent, keyNetwork: b.network} {
		i.Sessions.Put(ctx, name, v)
	}
	return i.moveSession(ctx, org)
}

// moveSession gives the session a new token, in an organisation. Whoever knew the old one knows nothing any more.
func (i *Identity) moveSession(ctx context.Context, org db.Org) error {
	i.Sessions.Put(ctx, keyOrg, string(org))
	return i.Sessions.RenewToken(ctx)
}

// Switch takes the signed-in user to another organisation they belong to, where they will be the next time they sign in, too.
func (i *Identity) Switch(ctx context.Context, org db.Org) error {
	c, err := person(ctx)
	if err != nil {
		return err
	}
	var m *Membership
	err = i.DB.System(ctx, func(tx *db.Tx) (err error) {
		if m, err = findMembership(ctx, tx, org, UserID(c.ID)); err != nil || m == nil {
			return err
		}
		return rememberOrg(ctx, tx, UserID(c.ID), org)
	})
	if err != nil {
		return err
	}
	if m == nil {
		return problem.New(problem.NotFound, "organisation_unknown", "There is no organisation %.40q.", org)
	}
	return i.moveSession(ctx, org)
}

// person is the caller where that is somebody in a browser: a token has no account.
func person(ctx context.Context) (Caller, error) {
	c := From(ctx)
	if c.Kind != ByUser {
		return c, problem.New(problem.Forbidden, "not_a_person", "This is for people in a browser. A token belongs to one organisation and has no account.")
	}
	return c, nil
}

// Guard finds out who asks and whether they may. It is the web layer's only way to a caller.
func (i *Identity) Guard(r *http.Request, verb web.Verb) (context.Context, error) {
	ctx := r.Context()
	if c := From(ctx); c.Org != "" && c.Kind == BySystem {
		return ctx, nil // the program's own local transport
	}
	c, ok, err := i.caller(r)
	if err != nil && verb != web.Public {
		return nil, err
	}
	if ok {
		ctx = With(ctx, c)
	}
	switch {
	case verb == web.Public:
		return ctx, nil
	case !ok:
		return nil, problem.New(problem.Unauthorised, "not_signed_in", "Sign in, or send an API token.")
	case c.unproven && verb != AccountWrite:
		return nil, problem.New(problem.Forbidden, "two_factor_needed", "This organisation asks for two-factor sign-in. Set it up first.")
	case !c.May(verb):
		return nil, refuse(c, verb)
	}
	return ctx, nil
}

func (i *Identity) caller(r *http.Request) (Caller, bool, error) {
	if h := r.Header.Get("Authorization"); h != "" {
		token, ok := strings.CutPrefix(h, "Bearer ")
		if !ok {
			return Caller{}, false, badToken()
		}
		c, err := i.byToken(r.Context(), token)
		return c, err == nil, err
	}
	if _, err := r.Cookie(i.Sessions.Cookie.Name); err != nil || r.Context().Value(browserKey{}) == nil {
		return Caller{}, false, nil //nolint:nilerr // no cookie: nobody is signed in, which is no failure
	}
	return i.bySession(r.Context(), true)
}

// Still reports whether the caller of a stream that was opened a while ago may still listen. It reads the session anew, since
// it may have ended elsewhere, and doesn't count as use of it.
func (i *Identity) Still(r *http.Request, verb web.Verb) bool {
	c, err := r.Cookie(i.Sessions.Cookie.Name)
	if err != nil || r.Header.Get("Authorization") != "" {
		_, err := i.Guard(r, verb)
		return err == nil
	}
	ctx, err := i.Sessions.Load(context.Background(), c.Value)
	if err != nil {
		return true // the database doesn't answer: that is no reason to hang up
	}
	now, ok, err := i.bySession(ctx, false)
	return err != nil || ok && now.Org == From(r.Context()).Org && now.May(verb)
}

// bySession reads whom the browser's session stands for, as things are now: a role that was taken is gone at once.
func (i *Identity) bySession(ctx context.Context, counts bool) (Caller, bool, error) {
	user, org := UserID(i.Sessions.GetString(ctx, keyUser)), db.Org(i.Sessions.GetString(ctx, keyOrg))
	if user == "" {
		return Caller{}, false, nil
	}
	hash := hashed(i.Sessions.Token(ctx))
	var u *User
	var m *Membership
	var seen int64
	var strict bool
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if u, err = findUser(ctx, tx, `u.id = $1`, user); err != nil || u == nil {
			return err
		}
		if m, err = findMembership(ctx, tx, org, user); err != nil || m == nil {
			return err
		}
		if err = tx.QueryRow(ctx, `select two_factor_required from organisation where id = $1`, org).Scan(&strict); err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `select seen_at from session where token = $1`, hash).Scan(&seen)
		if errors.Is(err, sql.ErrNoRows) {
			seen, err = i.DB.Now().UnixMicro(), nil // begun in this very request
		}
		return err
	})
	if err != nil || u == nil || m == nil || !u.Active || u.epoch != i.Sessions.GetInt64(ctx, keyEpoch) {
		return Caller{}, false, err
	}
	idle := i.DB.Now().Sub(db.Micros(seen))
	if idle > sessionIdle {
		return Caller{}, false, i.Sessions.Destroy(ctx)
	}
	if idle > sessionTouch && counts {
		if err := i.touch(ctx, hash); err != nil {
			return Caller{}, false, err
		}
	}
	return Caller{Org: org, Kind: ByUser, ID: string(u.ID), Name: u.Name, Role: m.Role, Unit: m.Unit, unproven: strict && !u.TwoFactor}, true, nil
}

// touch notes that a session is in use. It changes a row that is there and makes none: a session that was ended stays so.
func (i *Identity) touch(ctx context.Context, hash string) error {
	return i.DB.System(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `update session set seen_at = $1 where token = $2`, tx.Micros(), hash)
		return err
	})
}
