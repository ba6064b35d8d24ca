package identity

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Credentials are what somebody proves with who they are.
type Credentials struct {
	Email    string `json:"email" maxLength:"300"`
	Password string `json:"password" maxLength:"300"`
	Code     string `json:"code,omitempty" maxLength:"60" doc:"Of the authenticator app, or a recovery code; needed where the refusal says code_needed"`
}

const failedJob = "identity.sign_in_failed"

// Handlers registers the background work.
func (i *Identity) Handlers(q *jobs.Queue) {
	q.Handle(failedJob, i.noteFailure)
	q.Handle(resetJob, i.mailReset)
}

// SignIn checks who somebody is and starts a session under a new token, in the organisation where they were last.
func (i *Identity) SignIn(ctx context.Context, c Credentials, network string) error {
	if err := needBrowser(ctx); err != nil {
		return err
	}
	u, err := i.prove(ctx, c, network)
	if err != nil {
		return err
	}
	ms, err := i.memberships(ctx, u.ID)
	if err != nil {
		return err
	}
	if len(ms) == 0 {
		return problem.New(problem.Forbidden, "no_membership", "You belong to no organisation any more.")
	}
	org := home(u, ms)
	if err := i.startSession(ctx, u, org); err != nil {
		return err
	}
	return i.note(ctx, u, org, "session.sign_in", map[string]any{"network": network, "two_factor": u.TwoFactor})
}

// SignOut ends the browser's session.
func (i *Identity) SignOut(ctx context.Context) error {
	if err := needBrowser(ctx); err != nil {
		return err
	}
	if c := From(ctx); c.Kind == ByUser {
		if err := i.note(ctx, &User{ID: UserID(c.ID), Name: c.Name}, c.Org, "session.sign_out", nil); err != nil {
			return err
		}
	}
	return i.Sessions.Destroy(ctx)
}

// prove returns the user whose credentials these are. Wrong ones are slowed down, and told to the organisations concerned.
func (i *Identity) prove(ctx context.Context, c Credentials, network string) (*User, error) {
	if wait := i.throttle.wait(c.Email, network); wait > 0 {
		return nil, tooMany(wait)
	}
	select {
	case i.throttle.verifying <- struct{}{}:
		defer func() { <-i.throttle.verifying }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// Asked again in turn: a thousand guesses sent at once have all passed the first question.
	if wait := i.throttle.wait(c.Email, network); wait > 0 {
		return nil, tooMany(wait)
	}
	var u *User
	var err error
	if Clean(c.Email, "body.email") == nil {
		if u, err = i.userByEmail(ctx, c.Email); err != nil {
			return nil, err
		}
	}
	// A stranger's address takes as long as a wrong password, so that time doesn't tell who has a login.
	hash := i.absent
	if u != nil {
		hash = u.password
	}
	if !passwordFits(c.Password, hash) || u == nil || !u.Active {
		return nil, i.wrong(ctx, c.Email, network, "password",
			problem.New(problem.Unauthorised, "wrong_credentials", "The e-mail address or the password is wrong."))
	}
	if u.TwoFactor {
		if c.Code == "" {
			return nil, problem.New(problem.Unauthorised, "code_needed", "Enter the code that your authenticator app shows.").On("body.code")
		}
		fits, err := i.secondFits(ctx, u.ID, c.Code)
		if err != nil {
			return nil, err
		}
		if !fits {
			return nil, i.wrong(ctx, c.Email, network, "code", wrongCode())
		}
	}
	i.throttle.succeeded(c.Email)
	return u, nil
}

type failure struct{ Email, Network, What string }

// wrong counts a failed attempt and has it told. It is told in the background, and a stranger's address too: what a request
// does here takes as long whoever it is about.
func (i *Identity) wrong(ctx context.Context, email, network, what string, refusal error) error {
	i.throttle.failed(email, network)
	err := i.DB.System(ctx, func(tx *db.Tx) error {
		_, err := i.Jobs.Enqueue(ctx, tx, failedJob, failure{plain(Fold(email), 254), network, what}, jobs.MaxAttempts(3))
		return err
	})
	if err != nil {
		i.Log.WarnContext(ctx, "could not note a failed sign-in", "error", err)
	}
	return refusal
}

// noteFailure tells every organisation of a user that somebody tried to sign in as them.
func (i *Identity) noteFailure(ctx context.Context, j *jobs.Job) error {
	var f failure
	if err := j.Decode(&f); err != nil {
		return err
	}
	u, err := i.userByEmail(ctx, f.Email)
	if err != nil || u == nil {
		return err
	}
	return i.noteEverywhere(ctx, u, "", "session.sign_in_failed", map[string]any{"email": u.Email, "wrong": f.What, "network": f.Network})
}

// note adds a deed of a user to an organisation's audit.
func (i *Identity) note(ctx context.Context, u *User, org db.Org, verb string, detail map[string]any) error {
	ctx = With(ctx, Caller{Org: org, Kind: ByUser, ID: string(u.ID), Name: u.Name})
	return i.DB.Write(ctx, org, func(tx *db.Tx) error { return i.Audit.Record(ctx, tx, verb, string(u.ID), detail) })
}

// noteEverywhere tells every organisation of a user but one of what concerns the login as a whole. The doer is the caller in
// ctx, or the program.
func (i *Identity) noteEverywhere(ctx context.Context, u *User, but db.Org, verb string, detail map[string]any) error {
	ms, err := i.memberships(ctx, u.ID)
	if err != nil {
		return err
	}
	for _, m := range ms {
		if m.Org == but {
			continue
		}
		err := i.DB.Write(ctx, m.Org, func(tx *db.Tx) error { return i.Audit.Record(ctx, tx, verb, string(u.ID), detail) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (i *Identity) memberships(ctx context.Context, u UserID) (ms []Membership, err error) {
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error { ms, err = membershipsOf(ctx, tx, u); return err })
	return ms, err
}

// home is where a user was last, else where they came first.
func home(u *User, ms []Membership) db.Org {
	if slices.ContainsFunc(ms, func(m Membership) bool { return m.Org == u.lastOrg }) {
		return u.lastOrg
	}
	return ms[0].Org
}

// freshFor is how long after entering a password one may change how one signs in without entering it again.
const freshFor = 10 * time.Minute

func (i *Identity) fresh(ctx context.Context) bool {
	return i.DB.Now().Sub(db.Micros(i.Sessions.GetInt64(ctx, keyBegan))) < freshFor
}

// confirm asks for the password before somebody changes how they sign in, unless they entered it just now: a browser left
// open must not be enough.
func (i *Identity) confirm(ctx context.Context, u *User, password string) error {
	if i.fresh(ctx) {
		return nil
	}
	if password == "" {
		return problem.New(problem.Forbidden, "password_needed", "Enter your password once more.").On("body.password")
	}
	if err := i.ownPassword(u, password, "body.password"); err != nil {
		return err
	}
	i.Sessions.Put(ctx, keyBegan, i.DB.Now().UnixMicro())
	return nil
}

// ownPassword checks the caller's password, slowed down like signing in.
func (i *Identity) ownPassword(u *User, password, location string) error {
	if wait := i.throttle.wait(u.Email, ""); wait > 0 {
		return tooMany(wait)
	}
	if !passwordFits(password, u.password) {
		i.throttle.failed(u.Email, "")
		return problem.At(location, "password_wrong", "This isn't your password.")
	}
	i.throttle.succeeded(u.Email)
	return nil
}
