package identity

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Acting returns a context in which work that somebody ordered goes on: a user with the role and unit they have now, refused
// when they are no longer a member; a token as it was when it ordered. verb is what the work needs.
func (i *Identity) Acting(ctx context.Context, c Caller, verb web.Verb) (context.Context, error) {
	if c.Kind == ByUser {
		var m *Membership
		if err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { m, err = findMembership(ctx, tx, c.Org, UserID(c.ID)); return err }); err != nil {
			return nil, err
		}
		if m == nil {
			return nil, problem.New(problem.Conflict, "no_longer_member", "%s is no longer a member of the organisation.", c.Name)
		}
		c.Role, c.Unit = m.Role, m.Unit
	}
	if !c.May(verb) {
		return nil, refuse(c, verb)
	}
	return With(ctx, c), nil
}
