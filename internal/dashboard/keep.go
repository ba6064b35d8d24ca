package dashboard

import (
	"context"
	"encoding/json"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Views lists the caller's own views and those that others share, by name.
func (d *Dashboards) Views(ctx context.Context, org db.Org) (all []View, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := list(ctx, tx, org, aView)
		for i := 0; err == nil && i < len(rows); i++ {
			var v *View
			if v, err = rows[i].view(); err == nil {
				all = append(all, *v)
			}
		}
		return err
	})
	return all, err
}

// View returns one, or a not-found problem.
func (d *Dashboards) View(ctx context.Context, org db.Org, id ViewID) (v *View, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error {
		k, err := live(ctx, tx, org, aView, string(id))
		if err == nil {
			v, err = k.view()
		}
		return err
	})
	return v, err
}

// CreateView saves a view for the caller.
func (d *Dashboards) CreateView(ctx context.Context, org db.Org, in ViewInput) (*View, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	k, err := d.create(ctx, org, &kept{kind: aView, name: in.Name, description: in.Description, shared: in.Shared, definition: text(in.Spec)}, "vew")
	if err != nil {
		return nil, err
	}
	return k.view()
}

// EditView replaces what a view says. version is the one the editor saw.
func (d *Dashboards) EditView(ctx context.Context, org db.Org, id ViewID, version int, in ViewInput) (*View, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	k, err := d.edit(ctx, org, aView, string(id), version, &kept{name: in.Name, description: in.Description, shared: in.Shared, definition: text(in.Spec)})
	if err != nil {
		return nil, err
	}
	return k.view()
}

// All lists the caller's own dashboards and those that others share, by name.
func (d *Dashboards) All(ctx context.Context, org db.Org) (all []Dashboard, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := list(ctx, tx, org, aDashboard)
		for i := 0; err == nil && i < len(rows); i++ {
			var b *Dashboard
			if b, err = rows[i].dashboard(); err == nil {
				all = append(all, *b)
			}
		}
		return err
	})
	return all, err
}

// Dashboard returns one with the definitions of the views it follows, or a not-found problem.
func (d *Dashboards) Dashboard(ctx context.Context, org db.Org, id ID) (b *Dashboard, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error { b, err = dashboardIn(ctx, tx, org, id); return err })
	return b, err
}

func dashboardIn(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Dashboard, error) {
	k, err := live(ctx, tx, org, aDashboard, string(id))
	if err != nil {
		return nil, err
	}
	return filled(ctx, tx, org, k)
}

// filled puts the definitions of followed views into the tiles. A dashboard shows its owner's own views to everybody it is
// shared with: sharing it shares them.
func filled(ctx context.Context, tx *db.Tx, org db.Org, k *kept) (*Dashboard, error) {
	b, err := k.dashboard()
	if err != nil {
		return nil, err
	}
	asOwner := identity.With(ctx, identity.Caller{Org: org, Kind: identity.ByUser, ID: k.Owner})
	for i := range b.Tiles {
		t := &b.Tiles[i]
		if t.View == "" {
			continue
		}
		row, err := live(asOwner, tx, org, aView, string(t.View))
		if problem.KindOf(err) == problem.NotFound {
			t.Gone = true
			continue
		}
		if err != nil {
			return nil, err
		}
		v, err := row.view()
		if err != nil {
			return nil, err
		}
		t.Spec, t.Name = &v.Spec, v.Name
	}
	return b, nil
}

// Create saves a dashboard for the caller.
func (d *Dashboards) Create(ctx context.Context, org db.Org, in Input) (*Dashboard, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	k, err := d.create(ctx, org, &kept{kind: aDashboard, name: in.Name, description: in.Description, shared: in.Shared, definition: in.text()}, "dsh")
	if err != nil {
		return nil, err
	}
	return d.Dashboard(ctx, org, ID(k.id))
}

// Edit replaces what a dashboard says. version is the one the editor saw.
func (d *Dashboards) Edit(ctx context.Context, org db.Org, id ID, version int, in Input) (*Dashboard, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	k, err := d.edit(ctx, org, aDashboard, string(id), version, &kept{name: in.Name, description: in.Description, shared: in.Shared, definition: in.text()})
	if err != nil {
		return nil, err
	}
	return d.Dashboard(ctx, org, ID(k.id))
}

func (in *Input) text() string {
	return text(frame{Period: in.Period, Against: in.Against, Where: in.Where, Tiles: in.Tiles})
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain inputs always marshal
	}
	return string(b)
}

func (d *Dashboards) create(ctx context.Context, org db.Org, k *kept, prefix string) (*kept, error) {
	me := identity.From(ctx)
	err := d.DB.Write(ctx, org, func(tx *db.Tx) error {
		k.id, k.Owner, k.OwnerName, k.Version, k.CreatedAt, k.UpdatedAt = tx.ID(prefix), me.ID, me.Name, 1, tx.Now, tx.Now
		if err := insert(ctx, tx, org, k); err != nil {
			return err
		}
		k.mark(me)
		d.tell(tx, org)
		return d.Audit.Record(ctx, tx, string(k.kind)+".create", k.id, map[string]any{"name": k.name, "shared": k.shared})
	})
	return k, err
}

func (d *Dashboards) edit(ctx context.Context, org db.Org, what kind, id string, version int, to *kept) (k *kept, err error) {
	err = d.DB.Write(ctx, org, func(tx *db.Tx) error {
		if k, err = live(ctx, tx, org, what, id); err != nil {
			return err
		}
		if !k.MayEdit {
			return notYours(what)
		}
		if k.Version != version {
			return web.Stale()
		}
		if k.shared != to.shared && !k.Mine {
			return problem.New(problem.Forbidden, "owner_shares", "Only its owner decides whether it is shared.")
		}
		k.name, k.description, k.shared, k.definition = to.name, to.description, to.shared, to.definition
		k.Version, k.UpdatedAt = k.Version+1, tx.Now
		if err := update(ctx, tx, org, k); err != nil {
			return err
		}
		d.tell(tx, org)
		return d.Audit.Record(ctx, tx, string(what)+".edit", id, map[string]any{"name": k.name, "shared": k.shared})
	})
	return k, err
}

func notYours(what kind) error {
	return problem.New(problem.Forbidden, "not_yours", "This %s belongs to somebody else. Duplicate it to make it yours.", what)
}

// delete takes something away; restore brings it back as it was.
func (d *Dashboards) delete(ctx context.Context, org db.Org, what kind, id string, back bool) error {
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := find(ctx, tx, org, what, id)
		if err != nil {
			return err
		}
		if !k.MayEdit {
			return notYours(what)
		}
		if k.deleted != back {
			if back {
				return nil
			}
			return problem.New(problem.NotFound, string(what)+"_unknown", "There is no such %s.", what)
		}
		verb, at := ".delete", any(tx.Micros())
		if back {
			verb, at = ".restore", nil
		}
		if err := setDeleted(ctx, tx, org, id, at); err != nil {
			return err
		}
		d.tell(tx, org)
		return d.Audit.Record(ctx, tx, string(what)+verb, id, map[string]any{"name": k.name})
	})
}

// pin puts something into the caller's side bar, or takes it out.
func (d *Dashboards) pin(ctx context.Context, org db.Org, what kind, id string, on bool) error {
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := live(ctx, tx, org, what, id); err != nil {
			return err
		}
		return setPin(ctx, tx, org, identity.From(ctx).ID, id, on)
	})
}

// Pins lists the caller's side bar.
func (d *Dashboards) Pins(ctx context.Context, org db.Org) (all []Pin, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = pins(ctx, tx, org); return err })
	return all, err
}

// tell lets open screens ask again once the change is durable.
func (d *Dashboards) tell(tx *db.Tx, org db.Org) {
	tx.AfterCommit(func() { d.Hub.Publish(string(org), "views", map[string]any{}) })
}
