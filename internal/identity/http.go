package identity

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// State is what a screen needs to know first: who is here, where, and what they may do.
type State struct {
	SetupNeeded   bool          `json:"setup_needed"`
	Version       string        `json:"version"`
	PublicURL     string        `json:"public_url"`
	User          *User         `json:"user"`
	Organisation  *Organisation `json:"organisation"`
	Role          Role          `json:"role,omitempty"`
	Unit          UnitID        `json:"unit,omitempty"`
	Organisations []Place       `json:"organisations"`
	May           []string      `json:"may" doc:"The verbs the caller may use"`
	// TwoFactorNeeded leads to setting it up: until then nothing else answers.
	TwoFactorNeeded bool `json:"two_factor_needed" doc:"The organisation asks for two-factor sign-in and this person has none"`
	Operator        bool `json:"operator" doc:"The organisation runs this installation"`
	Mail            bool `json:"mail" doc:"A mail server is set up: a forgotten password can be replaced by mail"`
}

// Place is an organisation somebody belongs to.
type Place struct {
	ID   db.Org `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// state describes the caller in ctx; without one, only whether a set-up is needed.
func (i *Identity) state(ctx context.Context) (*State, error) {
	s := &State{Version: i.Version, PublicURL: i.Public, Organisations: []Place{}, May: []string{}, Mail: i.Mail != nil && i.Mail.Ready()}
	c := From(ctx)
	if c.Org == "" {
		var err error
		s.SetupNeeded, err = i.NeedsSetup(ctx)
		return s, err
	}
	o, err := i.Organisation(ctx, c.Org)
	if err != nil {
		return nil, err
	}
	s.Organisation, s.Role, s.Unit, s.May = o, c.Role, c.Unit, verbsOf(c)
	s.TwoFactorNeeded = c.unproven
	if c.Kind != ByUser {
		return s, nil
	}
	var ms []Membership
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if s.User, err = findUser(ctx, tx, `u.id = $1`, c.ID); err != nil {
			return err
		}
		if ms, err = membershipsOf(ctx, tx, UserID(c.ID)); err != nil {
			return err
		}
		operator, err := OperatorIn(ctx, tx)
		s.Operator = operator == c.Org
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		o, err := i.Organisation(ctx, m.Org)
		if err != nil {
			return nil, err
		}
		s.Organisations = append(s.Organisations, Place{ID: o.ID, Name: o.Name, Role: m.Role})
	}
	return s, nil
}

// again describes the session that was just started: its caller isn't in ctx yet.
func (i *Identity) again(ctx context.Context) (*State, error) {
	c, ok, err := i.bySession(ctx, true)
	if err != nil || !ok {
		return nil, cmp.Or[error](err, problem.New(problem.Unauthorised, "not_signed_in", "Sign in again."))
	}
	return i.state(With(ctx, c))
}

// request carries what huma hides and a few operations need: where the request came from.
type request struct{ r *http.Request }

func (q *request) Resolve(ctx huma.Context) []error {
	q.r, _ = humago.Unwrap(ctx)
	return nil
}

// Routes describes and serves sessions, organisations, units, users and tokens.
func (i *Identity) Routes(a *web.API) {
	i.sessionRoutes(a)
	i.organisationRoutes(a)
	i.accountRoutes(a)
	i.resetRoutes(a)
	i.memberRoutes(a)
	i.invitationRoutes(a)
	i.helpRoutes(a)
	i.tokenRoutes(a)
}

type stateOut struct{ Body *State }

func stateOf(s *State, err error) (*stateOut, error) { return &stateOut{s}, err }

func (i *Identity) sessionRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "session-get", Method: http.MethodGet, Path: "/session", Tag: "Session", Verb: web.Public,
		Summary: "Who is signed in, where, and what they may do"},
		func(ctx context.Context, _ *struct{}) (*stateOut, error) { return stateOf(i.state(ctx)) })

	web.Register(a, web.Op{ID: "setup", Method: http.MethodPost, Path: "/setup", Tag: "Session", Verb: web.Public, Status: 201,
		Summary: "Make the first organisation and its owner, and sign in"},
		func(ctx context.Context, in *struct {
			Req  request
			Body Founding
		}) (*stateOut, error) {
			if err := needBrowser(ctx); err != nil {
				return nil, err
			}
			if need, err := i.NeedsSetup(ctx); err != nil || !need {
				return nil, cmp.Or[error](err, problem.New(problem.Conflict, "already_set_up", "This installation is set up already. Sign in instead."))
			}
			if !i.mayFound(in.Req.r, in.Body.Code) {
				return nil, problem.New(problem.Forbidden, "setup_code_needed", "Enter the set-up code that the server printed when it started.")
			}
			o, u, err := i.Found(ctx, in.Body, true)
			if err != nil {
				return nil, err
			}
			if err := i.startSession(ctx, u, o.ID); err != nil {
				return nil, err
			}
			return stateOf(i.again(ctx))
		})

	web.Register(a, web.Op{ID: "session-create", Method: http.MethodPost, Path: "/session", Tag: "Session", Verb: web.Public,
		Summary: "Sign in"},
		func(ctx context.Context, in *struct {
			Req  request
			Body Credentials
		}) (*stateOut, error) {
			if err := i.SignIn(ctx, in.Body, Network(in.Req.r)); err != nil {
				return nil, err
			}
			return stateOf(i.again(ctx))
		})

	web.Register(a, web.Op{ID: "session-delete", Method: http.MethodDelete, Path: "/session", Tag: "Session", Verb: web.Public,
		Summary: "Sign out"},
		func(ctx context.Context, _ *struct{}) (*struct{}, error) { return nil, i.SignOut(ctx) })

	web.Register(a, web.Op{ID: "session-organisation", Method: http.MethodPut, Path: "/session/organisation", Tag: "Session",
		Verb: AccountWrite, Summary: "Go to another of one's organisations"},
		func(ctx context.Context, in *struct {
			Body struct {
				Organisation db.Org `json:"organisation"`
			}
		}) (*stateOut, error) {
			if err := i.Switch(ctx, in.Body.Organisation); err != nil {
				return nil, err
			}
			return stateOf(i.again(ctx))
		})
}

func (i *Identity) organisationRoutes(a *web.API) {
	type one struct{ Body *Organisation }
	type unit struct{ Body *Unit }
	web.Register(a, web.Op{ID: "organisation-get", Method: http.MethodGet, Path: "/organisation", Tag: "Organisation", Verb: web.SignedIn,
		Summary: "The caller's organisation"},
		func(ctx context.Context, _ *struct{}) (*one, error) {
			o, err := i.Organisation(ctx, From(ctx).Org)
			return &one{o}, err
		})
	web.Register(a, web.Op{ID: "organisation-edit", Method: http.MethodPatch, Path: "/organisation", Tag: "Organisation",
		Verb: OrganisationWrite, Summary: "Rename the organisation, or move it to another time zone"},
		func(ctx context.Context, in *struct{ Body OrganisationEdit }) (*one, error) {
			o, zoneChanged, err := i.EditOrganisation(ctx, From(ctx).Org, in.Body)
			if err == nil && zoneChanged && i.ZoneChanged != nil {
				i.ZoneChanged(o.ID)
			}
			return &one{o}, err
		})
	web.Register(a, web.Op{ID: "unit-list", Method: http.MethodGet, Path: "/units", Tag: "Organisation", Verb: UnitRead,
		Summary: "All units, parents before children"},
		func(ctx context.Context, _ *struct{}) (*web.List[Unit], error) {
			all, err := i.Units(ctx, From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "unit-create", Method: http.MethodPost, Path: "/units", Tag: "Organisation", Verb: UnitWrite,
		Summary: "Add a unit", Status: 201},
		func(ctx context.Context, in *struct {
			Body struct {
				Key     string `json:"key"`
				Name    string `json:"name" maxLength:"100"`
				Parent  UnitID `json:"parent,omitempty"`
				Kind    string `json:"kind" enum:"enterprise,region,site,team"`
				Partner bool   `json:"partner,omitempty"`
			}
		}) (*unit, error) {
			u := &Unit{Key: in.Body.Key, Name: in.Body.Name, Parent: in.Body.Parent, Kind: in.Body.Kind, Partner: in.Body.Partner}
			return &unit{u}, i.AddUnit(ctx, From(ctx).Org, u)
		})
	web.Register(a, web.Op{ID: "unit-edit", Method: http.MethodPatch, Path: "/units/{id}", Tag: "Organisation", Verb: UnitWrite,
		Summary: "Rename, move or hand over a unit"},
		func(ctx context.Context, in *struct {
			ID   UnitID `path:"id"`
			Body UnitEdit
		}) (*unit, error) {
			u, err := i.EditUnit(ctx, From(ctx).Org, in.ID, in.Body)
			return &unit{u}, err
		})
}

func (i *Identity) memberRoutes(a *web.API) {
	type one struct{ Body *Member }
	web.Register(a, web.Op{ID: "user-list", Method: http.MethodGet, Path: "/users", Tag: "Users", Verb: UserRead,
		Summary: "Who may sign in"},
		func(ctx context.Context, _ *struct{}) (*web.List[Member], error) {
			all, err := i.Members(ctx, From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "user-create", Method: http.MethodPost, Path: "/users", Tag: "Users", Verb: UserWrite, Status: 201,
		Summary: "Let somebody in"},
		func(ctx context.Context, in *struct{ Body NewMember }) (*one, error) {
			m, err := i.AddMember(ctx, From(ctx).Org, in.Body)
			return &one{m}, err
		})
	web.Register(a, web.Op{ID: "user-edit", Method: http.MethodPatch, Path: "/users/{id}", Tag: "Users", Verb: UserWrite,
		Summary: "Change a role or its reach, or shut somebody out"},
		func(ctx context.Context, in *struct {
			ID   UserID `path:"id"`
			Body MemberEdit
		}) (*one, error) {
			m, err := i.EditMember(ctx, From(ctx).Org, in.ID, in.Body)
			return &one{m}, err
		})
}

// TokenAsk is what a new token may do, and until when.
type TokenAsk struct {
	Name      string     `json:"name" maxLength:"100"`
	Role      Role       `json:"role" enum:"owner,admin,manager,analyst,supervisor,evaluator,agent,viewer,client"`
	Unit      UnitID     `json:"unit,omitempty"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
}

func (i *Identity) tokenRoutes(a *web.API) {
	type one struct{ Body *Token }
	web.Register(a, web.Op{ID: "token-list", Method: http.MethodGet, Path: "/tokens", Tag: "Tokens", Verb: TokenWrite,
		Summary: "API tokens, newest first"},
		func(ctx context.Context, _ *struct{}) (*web.List[Token], error) {
			all, err := i.Tokens(ctx, From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "token-create", Method: http.MethodPost, Path: "/tokens", Tag: "Tokens", Verb: TokenWrite, Status: 201, Secret: true,
		Summary: "Make an API token", Doc: "The token itself is in this answer and never again."},
		func(ctx context.Context, in *struct{ Body TokenAsk }) (*one, error) {
			t := &Token{Name: in.Body.Name, Role: in.Body.Role, Unit: in.Body.Unit, ExpiresAt: in.Body.ExpiresAt}
			return &one{t}, i.NewToken(ctx, From(ctx).Org, t)
		})
	web.Register(a, web.Op{ID: "token-revoke", Method: http.MethodDelete, Path: "/tokens/{id}", Tag: "Tokens", Verb: TokenWrite,
		Summary: "Revoke an API token"},
		func(ctx context.Context, in *struct {
			ID TokenID `path:"id"`
		}) (*struct{}, error) {
			return nil, i.RevokeToken(ctx, From(ctx).Org, in.ID)
		})
}
