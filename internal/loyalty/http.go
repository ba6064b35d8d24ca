package loyalty

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// State is the latest result, if there is one, and what is being measured.
type State struct {
	Result    *Result    `json:"result,omitempty"`
	Measuring *Measuring `json:"measuring"`
	Lost      *Summary   `json:"lost"`
}

// Now returns it.
func (l *Loyalty) Now(ctx context.Context, org db.Org) (*State, error) {
	s := &State{}
	err := l.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
		if s.Result, err = latest(ctx, tx, org); err != nil {
			return err
		}
		s.Lost, err = summary(ctx, tx, org)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.Measuring, err = l.Measuring(ctx, org)
	return s, err
}

type lostAnswer struct {
	ETag string `header:"ETag"`
	Body *Lost
}

// Routes describes and serves business results.
func (l *Loyalty) Routes(a *web.API) {
	const tag = "Business results"
	type measuring struct{ Body *Measuring }
	web.Register(a, web.Op{ID: "loyalty-get", Method: http.MethodGet, Path: "/loyalty", Tag: tag, Verb: identity.LoyaltyRead,
		Summary: "What service does to what customers buy, as last measured"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body *State }, error) {
			s, err := l.Now(ctx, identity.From(ctx).Org)
			return &struct{ Body *State }{s}, err
		})
	web.Register(a, web.Op{ID: "loyalty-compute", Method: http.MethodPost, Path: "/loyalty/measuring", Tag: tag, Verb: identity.ValueWrite, Status: http.StatusAccepted,
		Summary: "Measure it, in the background"},
		func(ctx context.Context, in *struct{ Body Wish }) (*measuring, error) {
			m, err := l.Compute(ctx, identity.From(ctx).Org, in.Body)
			return &measuring{m}, err
		})
	web.Register(a, web.Op{ID: "loyalty-cancel", Method: http.MethodPost, Path: "/loyalty/measuring/cancel", Tag: tag, Verb: identity.ValueWrite,
		Summary: "Stop measuring; what was measured before stays"},
		func(ctx context.Context, _ *struct{}) (*measuring, error) {
			m, err := l.Cancel(ctx, identity.From(ctx).Org)
			return &measuring{m}, err
		})
	web.Register(a, web.Op{ID: "lost-list", Method: http.MethodGet, Path: "/lost-customers", Tag: tag, Verb: identity.LoyaltyRead,
		Summary: "Customers who seem to be lost, those who spent most first"},
		func(ctx context.Context, in *struct {
			State string `query:"state" enum:"proposed,confirmed,dismissed,"`
		}) (*web.List[Lost], error) {
			var all []Lost
			org := identity.From(ctx).Org
			err := l.DB.Read(ctx, org, func(tx *db.Tx) (err error) { all, err = listLost(ctx, tx, org, in.State, mostProposed); return err })
			return web.ListOf(all, "", err)
		})
	web.Register(a, web.Op{ID: "lost-decide", Method: http.MethodPut, Path: "/lost-customers/{customer}", Tag: tag, Verb: identity.LoyaltyWrite,
		Summary: "Confirm that a customer is lost, with the reason, or dismiss it"},
		func(ctx context.Context, in *struct {
			Customer string `path:"customer" maxLength:"60"`
			IfMatch  string `header:"If-Match"`
			Body     Finding
		}) (*lostAnswer, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			one, err := l.Decide(ctx, identity.From(ctx).Org, in.Customer, version, in.Body)
			if err != nil {
				return nil, err
			}
			return &lostAnswer{web.ETag(one.Version), one}, nil
		})
}
