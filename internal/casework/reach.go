package casework

import (
	"context"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

type point = touchpoint.TouchPoint

// world is what rules and cases refer to, as it is in one transaction.
type world struct {
	org     db.Org
	units   []identity.Unit
	points  []point
	members []identity.Member

	segments []customer.Segment
	metrics  []metric.Metric // where the transaction itself may have made some; else they are read from memory
}

// made finds a metric among those of the transaction; nil where it has none of its own.
func (w *world) made(key string) *metric.Metric {
	if i := slices.IndexFunc(w.metrics, func(m metric.Metric) bool { return m.Key == key }); i >= 0 {
		return &w.metrics[i]
	}
	return nil
}

func (c *Cases) world(ctx context.Context, tx *db.Tx, org db.Org) (*world, error) {
	w := &world{org: org}
	var err error
	if w.units, err = identity.UnitsIn(ctx, tx, org); err != nil {
		return nil, err
	}
	if w.points, err = c.Points.All(ctx, tx, org); err != nil {
		return nil, err
	}
	if w.members, err = identity.MembersIn(ctx, tx, org); err != nil {
		return nil, err
	}
	w.segments, err = customer.SegmentsIn(ctx, tx, org)
	return w, err
}

// fit reports whether somebody can own a case: an active member whose role may work on cases.
func (w *world) fit(id identity.UserID) bool {
	return slices.ContainsFunc(w.members, func(m identity.Member) bool { return m.ID == id && worker(m) })
}

func worker(m identity.Member) bool {
	return m.Active && identity.May(m.Role, m.Unit, identity.CaseWrite)
}

// mayOwn refuses an owner who isn't fit, saying why.
func (w *world) mayOwn(id identity.UserID, location string) error {
	i := slices.IndexFunc(w.members, func(m identity.Member) bool { return m.ID == id })
	switch {
	case id == "":
		return problem.At(location, "owner_needed", "Somebody must own the case.")
	case i < 0:
		return problem.At(location, "user_unknown", "There is no user %s in this organisation.", brief(string(id)))
	case !w.members[i].Active:
		return problem.At(location, "user_inactive", "%s can't sign in any more.", w.members[i].Name)
	case !worker(w.members[i]):
		return problem.At(location, "user_not_worker", "The role of %s (%s) doesn't work on cases.", w.members[i].Name, w.members[i].Role)
	}
	return nil
}

// keeper picks who owns a unit's case: the nearest fit owner up the tree, else the first fit of the fallbacks, else an owner
// of the organisation. People leave; a case is never nobody's because of that.
func (w *world) keeper(unit identity.UnitID, fallbacks ...identity.UserID) identity.UserID {
	if owner := identity.OwnerFor(w.units, unit, w.fit); owner != "" {
		return owner
	}
	for _, id := range fallbacks {
		if w.fit(id) {
			return id
		}
	}
	last := identity.UserID("")
	for _, m := range w.members {
		if worker(m) && (last == "" || m.Role == identity.Owner) {
			last = m.ID
			if m.Role == identity.Owner {
				break
			}
		}
	}
	return last
}

// reach is which cases a caller sees: all, or those of the caller's units and those the caller owns.
type reach struct {
	whole bool
	units []identity.UnitID
	me    string
	also  []ID // cases that the caller watches or was mentioned on
}

// reach says how far the caller sees. An agent without a unit sees no more than what is their own.
func (c *Cases) reach(ctx context.Context, tx *db.Tx) (reach, error) {
	caller := identity.From(ctx)
	units, err := c.People.Scope(ctx, tx)
	r := reach{whole: units == nil && caller.Role != identity.Agent, units: units, me: caller.ID}
	if err != nil || r.whole {
		return r, err
	}
	r.also, err = followed(ctx, tx, caller.Org, caller.ID)
	return r, err
}

func (r reach) sees(owner string, unit identity.UnitID) bool {
	return r.whole || owner == r.me || r.team(unit)
}

// team reports whether a unit's cases are those of the caller's team.
func (r reach) team(unit identity.UnitID) bool { return r.whole || slices.Contains(r.units, unit) }

// beside lets cases in that the caller watches or was mentioned on. They stand there as values: a subquery would keep the
// database from using an index for each part of the condition.
func (r reach) beside(q *query) string {
	if len(r.also) == 0 {
		return ""
	}
	return " or f.id in (" + args(q, r.also) + ")"
}

// narrow adds the reach to a query.
func (r reach) narrow(q *query) {
	switch {
	case r.whole:
	case len(r.units) == 0:
		q.and("(f.owner = " + q.arg(r.me) + r.beside(q) + ")")
	default:
		q.and("(f.owner = " + q.arg(r.me) + " or f.unit in (" + args(q, r.units) + ")" + r.beside(q) + ")")
	}
}
