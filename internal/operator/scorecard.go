package operator

import (
	"context"
	"reflect"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Definition says what stands on the scorecard: a closed list of metrics and units, and how many days.
type Definition struct {
	Named
	Days int `json:"days" minimum:"1" maximum:"366"`

	version int
}

// Scorecard computes the one page that members with the role client see. Somebody whose role ends at a unit sees the rows that
// lie within it.
func (o *Operator) Scorecard(ctx context.Context, org db.Org) (*Summary, error) {
	d, err := o.Definition(ctx, org)
	if err != nil {
		return nil, err
	}
	s := &Summary{Days: d.Days, Columns: []Column{}, Rows: []Row{}}
	if len(d.Metrics) == 0 {
		return s, nil
	}
	units := d.Units
	if len(units) == 0 {
		units = []identity.UnitID{""}
	}
	if mine := identity.From(ctx).Unit; mine != "" {
		all, err := o.People.Units(ctx, org)
		if err != nil {
			return nil, err
		}
		within := identity.Below(all, mine)
		units = slices.DeleteFunc(slices.Clone(units), func(u identity.UnitID) bool { return !slices.Contains(within, u) })
	}
	for _, u := range units {
		row, err := o.row(ctx, span{org: org, unit: u, metrics: d.Metrics}, d.Days)
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, *row)
	}
	s.columns()
	return s, nil
}

// Definition reads it; where none was made it is empty.
func (o *Operator) Definition(ctx context.Context, org db.Org) (d *Definition, err error) {
	err = o.DB.Read(ctx, org, func(tx *db.Tx) error { d, err = findScorecard(ctx, tx, org); return err })
	return d, err
}

// Define sets it anew, over the version that the editor saw.
func (o *Operator) Define(ctx context.Context, org db.Org, d *Definition, saw int) error {
	if err := o.check(ctx, org, &d.Named); err != nil {
		return err
	}
	return o.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := findScorecard(ctx, tx, org)
		if err != nil {
			return err
		}
		if now.version != saw {
			return web.Stale()
		}
		d.version = saw + 1
		if err := storeScorecard(ctx, tx, org, d); err != nil {
			return err
		}
		return o.Audit.Record(ctx, tx, "scorecard.define", string(org), map[string]any{"metrics": d.Metrics, "units": d.Units, "days": d.Days})
	})
}

func sameScoring(a, b *metric.Metric) bool { return reflect.DeepEqual(a.Scoring, b.Scoring) }
