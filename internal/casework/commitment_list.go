package casework

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// CommitmentFilter narrows a list of commitments.
type CommitmentFilter struct {
	State    []CommitmentState
	Owner    string // "me" or a user's id
	Case     ID
	Customer customer.ID
	Shouting bool // broken, and nobody has seen to it
	Live     bool // open, or shouting
	Soon     bool // open and due within a day, or late
	Latest   bool // by due time, the latest first
	Cursor   string
	Limit    int

	family []customer.ID // whom Customer is
}

// CommitmentCounts says how many commitments that the caller sees ask for something: open ones, and broken ones that nobody has
// seen to.
type CommitmentCounts struct {
	Mine   int64 `json:"mine" doc:"That the caller keeps"`
	Team   int64 `json:"team" doc:"All that the caller sees"`
	Soon   int64 `json:"soon" doc:"Open and due within a day, or late"`
	Broken int64 `json:"broken" doc:"That nobody has seen to"`
}

// CommitmentPage is one page of commitments with the counts beside it.
type CommitmentPage struct {
	Items  []Commitment     `json:"items"`
	Next   string           `json:"next,omitempty" doc:"Send as cursor for the next page; absent on the last"`
	Counts CommitmentCounts `json:"counts"`
}

// soon is how far ahead a commitment is called due soon.
const soon = 24 * time.Hour

// Commitments lists what was promised, the most urgent first unless the latest is wanted. Of a customer it lists what was
// promised to whoever was merged with them, too.
func (c *Cases) Commitments(ctx context.Context, org db.Org, f CommitmentFilter) (*CommitmentPage, error) {
	for _, s := range f.State {
		if !slices.Contains([]CommitmentState{Promise, Kept, Broken, Withdrawn}, s) {
			return nil, problem.At("query.state", "state_unknown", "There is no state %q.", brief(string(s)))
		}
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	if f.Customer != "" {
		f.family = []customer.ID{f.Customer}
		if k, err := c.Customers.Find(ctx, org, f.Customer); err == nil {
			f.family = k.Family()
		} else if problem.KindOf(err) != problem.NotFound {
			return nil, err
		}
	}
	p := &CommitmentPage{Items: []Commitment{}}
	err := c.DB.Read(ctx, org, func(tx *db.Tx) error {
		r, err := c.reach(ctx, tx)
		if err != nil {
			return err
		}
		if p.Counts, err = countCommitments(ctx, tx, org, r); err != nil {
			return err
		}
		p.Items, err = queryCommitments(ctx, tx, org, r, f)
		return err
	})
	if len(p.Items) > f.Limit {
		p.Items = p.Items[:f.Limit]
		p.Next = commitmentCursor(&p.Items[f.Limit-1])
	}
	return p, err
}

// Commitment returns one that the caller may see.
func (c *Cases) Commitment(ctx context.Context, org db.Org, id CommitmentID) (p *Commitment, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { p, err = c.findPromise(ctx, tx, org, id); return err })
	return p, err
}
