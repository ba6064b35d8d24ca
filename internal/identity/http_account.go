package identity

import (
	"context"
	"net/http"
	"time"

	"github.com/touchstone-cx/touchstone/internal/web"
)

// accountRoutes are one's own: they are the same in every organisation, and open while two-factor sign-in is still to be set up.
func (i *Identity) accountRoutes(a *web.API) {
	type one struct{ Body *Account }
	web.Register(a, web.Op{ID: "account-get", Method: http.MethodGet, Path: "/account", Tag: "Account", Verb: AccountWrite,
		Summary: "One's own login"},
		func(ctx context.Context, _ *struct{}) (*one, error) { u, err := i.Account(ctx); return &one{u}, err })
	web.Register(a, web.Op{ID: "account-edit", Method: http.MethodPatch, Path: "/account", Tag: "Account", Verb: AccountWrite,
		Summary: "Change one's name"},
		func(ctx context.Context, in *struct {
			Body struct {
				Name string `json:"name" minLength:"1" maxLength:"100"`
			}
		}) (*one, error) {
			u, err := i.Rename(ctx, in.Body.Name)
			return &one{u}, err
		})
	web.Register(a, web.Op{ID: "account-password", Method: http.MethodPost, Path: "/account/password", Tag: "Account", Verb: AccountWrite,
		Status: 204, Summary: "Change one's password; every other session ends"},
		func(ctx context.Context, in *struct {
			Body struct {
				Current  string `json:"current" maxLength:"300"`
				Password string `json:"password" maxLength:"300"`
			}
		}) (*struct{}, error) {
			return nil, i.ChangePassword(ctx, in.Body.Current, in.Body.Password)
		})
	i.twoFactorRoutes(a)
	i.ownSessionRoutes(a)
}

// Proof is what changing how one signs in asks for.
type Proof struct {
	Password string `json:"password,omitempty" maxLength:"300" doc:"Needed where you didn't enter it just now"`
	Code     string `json:"code" maxLength:"60" doc:"Of the authenticator app, or a recovery code"`
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	Codes []string `json:"recovery_codes"`
}

func (i *Identity) twoFactorRoutes(a *web.API) {
	type codes struct{ Body RecoveryCodes }
	web.Register(a, web.Op{ID: "two-factor-begin", Method: http.MethodPost, Path: "/account/two-factor", Tag: "Account", Verb: AccountWrite,
		Summary: "Make a secret for an authenticator app", Doc: "Nothing changes until a first code has confirmed it."},
		func(ctx context.Context, in *struct {
			Body struct {
				Password string `json:"password,omitempty" maxLength:"300" doc:"Needed where you didn't enter it just now"`
			}
		}) (*struct{ Body *Enrolment }, error) {
			e, err := i.BeginTwoFactor(ctx, in.Body.Password)
			return &struct{ Body *Enrolment }{e}, err
		})
	web.Register(a, web.Op{ID: "two-factor-confirm", Method: http.MethodPost, Path: "/account/two-factor/confirm", Tag: "Account",
		Verb: AccountWrite, Summary: "Turn two-factor sign-in on with a first code", Doc: "The recovery codes are in this answer and never again."},
		func(ctx context.Context, in *struct {
			Body struct {
				Code string `json:"code" maxLength:"60"`
			}
		}) (*codes, error) {
			c, err := i.ConfirmTwoFactor(ctx, in.Body.Code)
			return &codes{RecoveryCodes{c}}, err
		})
	web.Register(a, web.Op{ID: "two-factor-end", Method: http.MethodPost, Path: "/account/two-factor/off", Tag: "Account", Verb: AccountWrite,
		Status: 204, Summary: "Turn two-factor sign-in off"},
		func(ctx context.Context, in *struct{ Body Proof }) (*struct{}, error) {
			return nil, i.EndTwoFactor(ctx, in.Body.Password, in.Body.Code)
		})
	web.Register(a, web.Op{ID: "two-factor-codes", Method: http.MethodPost, Path: "/account/two-factor/recovery-codes", Tag: "Account",
		Verb: AccountWrite, Summary: "Make new recovery codes", Doc: "They are in this answer and never again; the old ones are void."},
		func(ctx context.Context, in *struct{ Body Proof }) (*codes, error) {
			c, err := i.RenewRecoveryCodes(ctx, in.Body.Password, in.Body.Code)
			return &codes{RecoveryCodes{c}}, err
		})
}

func (i *Identity) ownSessionRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "account-session-list", Method: http.MethodGet, Path: "/account/sessions", Tag: "Account", Verb: AccountWrite,
		Summary: "Where one is signed in, this session first"},
		func(ctx context.Context, _ *struct{}) (*web.List[Session], error) {
			all, err := i.MySessions(ctx)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "account-session-end", Method: http.MethodDelete, Path: "/account/sessions/{id}", Tag: "Account",
		Verb: AccountWrite, Summary: "End one of one's sessions"},
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		}) (*struct{}, error) {
			return nil, i.EndSession(ctx, in.ID)
		})
	web.Register(a, web.Op{ID: "account-session-end-others", Method: http.MethodDelete, Path: "/account/sessions", Tag: "Account",
		Verb: AccountWrite, Summary: "End every session but this one"},
		func(ctx context.Context, _ *struct{}) (*struct{}, error) { return nil, i.EndOtherSessions(ctx) })
}

// resetRoutes are for whoever has forgotten a password.
func (i *Identity) resetRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "password-reset-ask", Method: http.MethodPost, Path: "/password-resets", Tag: "Session", Verb: web.Public,
		Status: 202, Summary: "Have a link for a new password sent", Doc: "The answer is the same whether the address has a login or not."},
		func(ctx context.Context, in *struct {
			Req  request
			Body struct {
				Email string `json:"email" maxLength:"300"`
			}
		}) (*struct{}, error) {
			return nil, i.AskReset(ctx, in.Body.Email, Network(in.Req.r))
		})
	web.Register(a, web.Op{ID: "password-reset-use", Method: http.MethodPost, Path: "/password-resets/use", Tag: "Session", Verb: web.Public,
		Status: 204, Summary: "Set a new password by such a link; every session ends"},
		func(ctx context.Context, in *struct {
			Body struct {
				Token    string `json:"token" maxLength:"100"`
				Password string `json:"password" maxLength:"300"`
			}
		}) (*struct{}, error) {
			return nil, i.Reset(ctx, in.Body.Token, in.Body.Password)
		})
}

// ResetLink is shown once.
type ResetLink struct {
	Link      string    `json:"link"`
	ExpiresAt time.Time `json:"expires_at"`
}

// helpRoutes are what an administrator does about a member's login.
func (i *Identity) helpRoutes(a *web.API) {
	type byID struct {
		ID UserID `path:"id"`
	}
	web.Register(a, web.Op{ID: "user-session-list", Method: http.MethodGet, Path: "/users/{id}/sessions", Tag: "Users", Verb: UserWrite,
		Summary: "Where a member is signed in to this organisation"},
		func(ctx context.Context, in *byID) (*web.List[Session], error) {
			all, err := i.SessionsOf(ctx, From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "user-session-end", Method: http.MethodDelete, Path: "/users/{id}/sessions", Tag: "Users", Verb: UserWrite,
		Summary: "End a member's sessions in this organisation"},
		func(ctx context.Context, in *struct {
			ID      UserID `path:"id"`
			Session string `query:"session" doc:"Only this one"`
		}) (*struct{}, error) {
			return nil, i.EndSessionsOf(ctx, From(ctx).Org, in.ID, in.Session)
		})
	web.Register(a, web.Op{ID: "user-two-factor-reset", Method: http.MethodDelete, Path: "/users/{id}/two-factor", Tag: "Users",
		Verb: UserWrite, Summary: "Take a member's second factor away, who has lost it"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, i.ResetTwoFactor(ctx, From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "user-password-reset", Method: http.MethodPost, Path: "/users/{id}/password-reset", Tag: "Users", Verb: UserWrite,
		Status: 201, Secret: true, Summary: "Make a link by which a member sets a new password", Doc: "For handing over where no mail arrives."},
		func(ctx context.Context, in *byID) (*struct{ Body ResetLink }, error) {
			link, until, err := i.ResetLink(ctx, From(ctx).Org, in.ID)
			return &struct{ Body ResetLink }{ResetLink{link, until}}, err
		})
}

func (i *Identity) invitationRoutes(a *web.API) {
	type one struct{ Body *Invitation }
	web.Register(a, web.Op{ID: "user-invitation-list", Method: http.MethodGet, Path: "/user-invitations", Tag: "Users", Verb: UserWrite,
		Summary: "Who is invited and hasn't joined yet"},
		func(ctx context.Context, _ *struct{}) (*web.List[Invitation], error) {
			all, err := i.Invitations(ctx, From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "user-invitation-create", Method: http.MethodPost, Path: "/user-invitations", Tag: "Users", Verb: UserWrite,
		Status: 201, Secret: true, Summary: "Invite somebody", Doc: "The link is in this answer and never again; it is also sent where a mail server is set up."},
		func(ctx context.Context, in *struct{ Body InvitationAsk }) (*one, error) {
			v, err := i.Invite(ctx, From(ctx).Org, in.Body)
			return &one{v}, err
		})
	web.Register(a, web.Op{ID: "user-invitation-send", Method: http.MethodPost, Path: "/user-invitations/{id}/send", Tag: "Users", Verb: UserWrite,
		Summary: "Make a new link and send it again; the one before is void"},
		func(ctx context.Context, in *struct {
			ID   InvitationID `path:"id"`
			Body struct {
				Quiet bool `json:"quiet,omitempty" doc:"Send no letter: the link is handed over otherwise"`
			}
		}) (*one, error) {
			v, err := i.InviteAgain(ctx, From(ctx).Org, in.ID, in.Body.Quiet)
			return &one{v}, err
		})
	web.Register(a, web.Op{ID: "user-invitation-withdraw", Method: http.MethodDelete, Path: "/user-invitations/{id}", Tag: "Users", Verb: UserWrite,
		Summary: "Take an invitation back"},
		func(ctx context.Context, in *struct {
			ID InvitationID `path:"id"`
		}) (*struct{}, error) {
			return nil, i.Withdraw(ctx, From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "user-invitation-look", Method: http.MethodPost, Path: "/user-invitations/look", Tag: "Session", Verb: web.Public,
		Summary: "What an invitation's link is for"},
		func(ctx context.Context, in *struct {
			Body struct {
				Token string `json:"token" maxLength:"100"`
			}
		}) (*struct{ Body *Invited }, error) {
			v, err := i.LookInvited(ctx, in.Body.Token)
			return &struct{ Body *Invited }{v}, err
		})
	web.Register(a, web.Op{ID: "user-invitation-accept", Method: http.MethodPost, Path: "/user-invitations/accept", Tag: "Session", Verb: web.Public,
		Summary: "Join by an invitation's link, and sign in"},
		func(ctx context.Context, in *struct {
			Req  request
			Body Joining
		}) (*stateOut, error) {
			if err := i.Join(ctx, in.Body, Network(in.Req.r)); err != nil {
				return nil, err
			}
			return stateOf(i.again(ctx))
		})
}
