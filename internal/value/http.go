package value

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type one struct{ Body *CustomerValue }

// maxListed is how much of the history is shown.
const maxListed = 200

// List returns the values in force, then the superseded ones, the newest first. The back-tests' weeks are left out.
func (v *Values) List(ctx context.Context, org db.Org) (all []CustomerValue, err error) {
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error {
		found, err := list(ctx, tx, org, maxListed)
		for _, c := range found {
			if c.BackTest != nil {
				c.BackTest.Weeks = []Week{}
			}
			all = append(all, *c)
		}
		return err
	})
	return all, err
}

// Find returns one value with its back-test.
func (v *Values) Find(ctx context.Context, org db.Org, id ID) (c *CustomerValue, err error) {
	err = v.DB.Read(ctx, org, func(tx *db.Tx) error { c, err = find(ctx, tx, org, id); return err })
	return c, err
}

// Routes describes and serves customer values.
func (v *Values) Routes(a *web.API) {
	const tag = "Customer value"
	web.Register(a, web.Op{ID: "value-list", Method: http.MethodGet, Path: "/values", Tag: tag, Verb: identity.ValueRead,
		Summary: "What customers are worth, by segment: in force, then what was"},
		func(ctx context.Context, _ *struct{}) (*web.List[CustomerValue], error) {
			all, err := v.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "value-get", Method: http.MethodGet, Path: "/values/{id}", Tag: tag, Verb: identity.ValueRead,
		Summary: "One value with its back-test"},
		func(ctx context.Context, in *struct {
			ID ID `path:"id" maxLength:"60"`
		}) (*one, error) {
			c, err := v.Find(ctx, identity.From(ctx).Org, in.ID)
			return &one{c}, err
		})
	web.Register(a, web.Op{ID: "value-type", Method: http.MethodPost, Path: "/values", Tag: tag, Verb: identity.ValueWrite, Status: 201,
		Summary: "Type what a customer is worth, with a range", Doc: "Its grade is D. What was in force for the segment is superseded."},
		func(ctx context.Context, in *struct{ Body Input }) (*one, error) {
			c, err := v.Type(ctx, identity.From(ctx).Org, in.Body)
			return &one{c}, err
		})
	type computing struct{ Body *Computing }
	type named struct {
		ID string `path:"id" maxLength:"60"`
	}
	web.Register(a, web.Op{ID: "value-compute", Method: http.MethodPost, Path: "/value-computations", Tag: tag, Verb: identity.ValueWrite, Status: http.StatusAccepted,
		Summary: "Compute what a customer is worth from purchases or subscriptions, in the background",
		Doc:     "What was in force for the segment stays until there is a new value. A history that can't be used ends as failed, with the reason."},
		func(ctx context.Context, in *struct{ Body Wish }) (*computing, error) {
			c, err := v.Compute(ctx, identity.From(ctx).Org, in.Body)
			return &computing{c}, err
		})
	web.Register(a, web.Op{ID: "value-computations", Method: http.MethodGet, Path: "/value-computations", Tag: tag, Verb: identity.ValueRead,
		Summary: "Computations of values, the newest first"},
		func(ctx context.Context, _ *struct{}) (*web.List[Computing], error) {
			all, err := v.Computations(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "value-computation-cancel", Method: http.MethodPost, Path: "/value-computations/{id}/cancel", Tag: tag, Verb: identity.ValueWrite,
		Summary: "Stop a computation; nothing of it stays"},
		func(ctx context.Context, in *named) (*computing, error) {
			c, err := v.Cancel(ctx, identity.From(ctx).Org, in.ID)
			return &computing{c}, err
		})
	web.Register(a, web.Op{ID: "value-material", Method: http.MethodGet, Path: "/value-material", Tag: tag, Verb: identity.ValueRead,
		Summary: "What there is to compute a value from"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body *Material }, error) {
			m, err := v.Material(ctx, identity.From(ctx).Org)
			return &struct{ Body *Material }{m}, err
		})
}
