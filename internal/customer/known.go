package customer

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Known returns whom a reference names, nil where nobody is known by it. It makes nobody.
func (c *Customers) Known(ctx context.Context, tx *db.Tx, org db.Org, r *Ref) (*Customer, error) {
	return findRef(ctx, tx, org, r)
}
