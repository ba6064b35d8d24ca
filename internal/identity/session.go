package identity

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"errors"
	"net"
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

func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.d.System(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `delete from session where expires_at < $1`, tx.Micros()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into session (token, data, expires_at) values ($1, $2, $3)
			on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at`,
			hashed(token), data, expiry.UnixMicro())
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

// Browsing loads and saves a browser's session around next. A request with a token has none, and doesn't pay for one.
func (i *Identity) Browsing(next http.Handler) http.Handler {
	with := i.Sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), browserKey{}, true)))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		with.ServeHTTP(w, r)
	})
}

// needBrowser refuses what only a browser's session is for.
func needBrowser(ctx context.Context) error {
	if ctx.Value(browserKey{}) == nil {
		return problem.New(problem.Invalid, "not_a_browser", "A session is for a browser. Leave the Authorization header out.")
	}
	return nil
}

// SignOut ends the browser's session.
func (i *Identity) SignOut(ctx context.Context) error {
	if err := needBrowser(ctx); err != nil {
		return err
	}
	return i.Sessions.Destroy(ctx)
}

// SignIn checks a password and starts a session under a new token.
func (i *Identity) SignIn(ctx context.Context, email, password, network string) error {
	if err := needBrowser(ctx); err != nil {
		return err
	}
	if wait := i.throttle.wait(email, network); wait > 0 {
		return tooMany(wait)
	}
	select {
	case i.throttle.verifying <- struct{}{}:
		defer func() { <-i.throttle.verifying }()
	case <-ctx.Done():
		return ctx.Err()
	}
	// Asked again in turn: a thousand guesses sent at once have all passed the first question.
	if wait := i.throttle.wait(email, network); wait > 0 {
		return tooMany(wait)
	}
	var u *User
	var err error
	if Clean(email, "body.email") == nil {
		if u, err = i.userByEmail(ctx, email); err != nil {
			return err
		}
	}
	// A stranger's address takes as long as a wrong password, so that time doesn't tell who has a login.
	hash := i.absent
	if u != nil {
		hash = u.password
	}
	if !passwordFits(password, hash) || u == nil || !u.Active {
		i.throttle.failed(email, network)
		return problem.New(problem.Unauthorised, "wrong_credentials", "The e-mail address or the password is wrong.")
	}
	i.throttle.succeeded(email)
	var ms []Membership
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error { ms, err = membershipsOf(ctx, tx, u.ID); return err })
	if err != nil {
		return err
	}
	if len(ms) == 0 {
		return problem.New(problem.Forbidden, "no_membership", "You belong to no organisation any more.")
	}
	return i.startSession(ctx, u.ID, ms[0].Org)
}

func (i *Identity) startSession(ctx context.Context, u UserID, org db.Org) error {
	if err := i.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	i.Sessions.Put(ctx, "user", string(u))
	i.Sessions.Put(ctx, "org", string(org))
	i.Sessions.Put(ctx, "seen", i.DB.Now().Unix())
	return nil
}

// Switch takes the signed-in user to another organisation they belong to.
func (i *Identity) Switch(ctx context.Context, org db.Org) error {
	c := From(ctx)
	if c.Kind != ByUser {
		return problem.New(problem.Forbidden, "not_a_person", "A token belongs to one organisation.")
	}
	var m *Membership
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { m, err = findMembership(ctx, tx, org, UserID(c.ID)); return err })
	if err != nil {
		return err
	}
	if m == nil {
		return problem.New(problem.NotFound, "organisation_unknown", "There is no organisation %s.", org)
	}
	return i.startSession(ctx, UserID(c.ID), org)
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
	return i.bySession(r.Context())
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
	now, ok, err := i.bySession(ctx)
	return err != nil || ok && now.Org == From(r.Context()).Org && now.May(verb)
}

func (i *Identity) bySession(ctx context.Context) (Caller, bool, error) {
	user, org := UserID(i.Sessions.GetString(ctx, "user")), db.Org(i.Sessions.GetString(ctx, "org"))
	if user == "" {
		return Caller{}, false, nil
	}
	now := i.DB.Now()
	seen := time.Unix(i.Sessions.GetInt64(ctx, "seen"), 0)
	if now.Sub(seen) > sessionIdle {
		return Caller{}, false, i.Sessions.Destroy(ctx)
	}
	if now.Sub(seen) > sessionTouch {
		i.Sessions.Put(ctx, "seen", now.Unix())
	}
	var u *User
	var m *Membership
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if u, err = findUser(ctx, tx, `u.id = $1`, user); err != nil || u == nil {
			return err
		}
		m, err = findMembership(ctx, tx, org, user)
		return err
	})
	if err != nil || u == nil || m == nil || !u.Active {
		return Caller{}, false, err
	}
	return Caller{Org: org, Kind: ByUser, ID: string(u.ID), Name: u.Name, Role: m.Role, Unit: m.Unit}, true, nil
}

// Network is the address a request came from, for throttling.
func Network(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// mayFound reports whether a request may set the installation up: from this machine itself, or with the code.
func (i *Identity) mayFound(r *http.Request, code string) bool {
	if subtle.ConstantTimeCompare([]byte(code), []byte(i.setup)) == 1 {
		return true
	}
	ip := net.ParseIP(Network(r))
	return ip != nil && ip.IsLoopback() && here(r.Host) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// here reports whether an address names this machine. A page that had its own name point at this machine keeps that name, and
// so does a proxy beside us that says nothing of whom it forwards for.
func here(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
