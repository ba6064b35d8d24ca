package identity

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// CallerKind says what acts.
type CallerKind string

// A user in a browser, a program with a token, or the system itself.
const (
	ByUser   CallerKind = "user"
	ByToken  CallerKind = "token"
	BySystem CallerKind = "system"
)

// Caller is who acts, in which organisation, and how far. It comes from a session or a token and from nowhere else.
type Caller struct {
	Org  db.Org
	Kind CallerKind
	ID   string
	Name string
	Role Role
	Unit UnitID // empty: the whole organisation

	unproven bool // the organisation asks for two-factor sign-in, and this person has none yet
}

type callerKey struct{}

// With returns a context in which c acts.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns who acts; the zero Caller where nobody is signed in.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// System returns a context in which the program itself acts for an organisation.
func System(ctx context.Context, org db.Org, name string) context.Context {
	return With(ctx, Caller{Org: org, Kind: BySystem, ID: "system", Name: name, Role: Owner})
}

// May reports whether the caller may use a verb.
func (c Caller) May(verb web.Verb) bool {
	return c.Org != "" && (!c.unproven || verb == AccountWrite) && May(c.Role, c.Unit, verb)
}

// refuse says why a caller may not.
func refuse(c Caller, verb web.Verb) error {
	return problem.New(problem.Forbidden, "not_allowed", "Your role (%s) doesn't allow this.", c.Role).
		With(problem.Args{"role": c.Role, "verb": verb})
}
