package characteristic

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// List returns the eight and what the organisation added, with what measures each.
func (c *Characteristics) List(ctx context.Context, org db.Org) ([]Characteristic, error) {
	var own []Characteristic
	if err := c.DB.Read(ctx, org, func(tx *db.Tx) (err error) { own, err = stored(ctx, tx, org); return err }); err != nil {
		return nil, err
	}
	metrics, err := c.Metrics.All(ctx, org)
	if err != nil {
		return nil, err
	}
	return merged(own, metrics), nil
}

// merged puts what is stored over the standard, and says which metrics could measure each.
func merged(own []Characteristic, metrics []metric.Metric) []Characteristic {
	defs := map[string]metric.Metric{}
	for _, m := range metrics {
		defs[m.Key] = m
	}
	all := standard()
	for _, one := range own {
		at := slices.IndexFunc(all, func(s Characteristic) bool { return s.Key == one.Key })
		if at < 0 {
			all = append(all, one)
			continue
		}
		all[at].Bindings, all[at].Target, all[at].Version = one.Bindings, one.Target, one.Version
	}
	for k := range all {
		one := &all[k]
		// A metric that was dropped measures nothing any more.
		one.Bindings = slices.DeleteFunc(one.Bindings, func(b Binding) bool { _, there := defs[b.Metric]; return !there })
		bound := func(key string) bool {
			return slices.ContainsFunc(one.Bindings, func(b Binding) bool { return b.Metric == key })
		}
		one.Proposed = slices.DeleteFunc(slices.Clone(one.Proposed), func(key string) bool { _, there := defs[key]; return !there || bound(key) })
		one.remark(defs)
	}
	return all
}

// Find returns one.
func (c *Characteristics) Find(ctx context.Context, org db.Org, key string) (*Characteristic, error) {
	all, err := c.List(ctx, org)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(one Characteristic) bool { return one.Key == key })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "characteristic_unknown", "There is no characteristic %.60q.", key)
	}
	return &all[at], nil
}

// Add adds one of the organisation's own.
func (c *Characteristics) Add(ctx context.Context, org db.Org, in Input) (*Characteristic, error) {
	all, err := c.List(ctx, org)
	if err != nil {
		return nil, err
	}
	if len(all) >= most {
		return nil, problem.New(problem.Invalid, "too_many_characteristics", "An organisation has at most %d characteristics.", most)
	}
	one := &Characteristic{Key: keyOf(in.Name)}
	if err := c.fill(ctx, org, one, in); err != nil {
		return nil, err
	}
	if one.Key == "" || slices.ContainsFunc(all, func(o Characteristic) bool {
		return o.Key == one.Key || identity.Fold(o.Name) == identity.Fold(one.Name)
	}) {
		return nil, problem.At("body.name", "characteristic_there", "There is a characteristic %q already.", in.Name)
	}
	return c.keep(ctx, org, one, "characteristic.add")
}

// Edit replaces what measures one, and of the organisation's own what it means.
func (c *Characteristics) Edit(ctx context.Context, org db.Org, key string, version int, in Input) (*Characteristic, error) {
	one, err := c.Find(ctx, org, key)
	if err != nil {
		return nil, err
	}
	if one.Version != version {
		return nil, web.Stale()
	}
	if err := c.fill(ctx, org, one, in); err != nil {
		return nil, err
	}
	return c.keep(ctx, org, one, "characteristic.edit")
}

// fill takes over and checks what a person said.
func (c *Characteristics) fill(ctx context.Context, org db.Org, one *Characteristic, in Input) error {
	if !one.Standard {
		if err := identity.Name(in.Name, "body.name", 60); err != nil {
			return err
		}
		one.Name, one.Definition, one.Nuance = strings.TrimSpace(in.Name), strings.TrimSpace(in.Definition), strings.TrimSpace(in.Nuance)
	}
	one.Target, one.Bindings = in.Target, []Binding{}
	for k, b := range in.Bindings {
		at := fmt.Sprintf("body.bindings[%d]", k)
		def, err := c.Metrics.ByKey(ctx, org, b.Metric, at+".metric")
		if err != nil {
			return err
		}
		if err := b.check(def, at); err != nil {
			return err
		}
		if b.Way == OfAll {
			if _, err := c.Metrics.ByKey(ctx, org, b.Of, at+".of"); err != nil {
				return err
			}
		}
		if len(b.Where) > 0 {
			if _, err := c.Metrics.Narrowed(ctx, org, b.Where, "", ""); err != nil {
				return err
			}
		}
		one.Bindings = append(one.Bindings, b)
	}
	return nil
}

func (c *Characteristics) keep(ctx context.Context, org db.Org, one *Characteristic, deed string) (*Characteristic, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := store(ctx, tx, org, one); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, deed, one.Key, map[string]any{"bindings": len(one.Bindings)})
	})
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, one.Key)
}

// Drop removes one of the organisation's own; sheets that marked it keep their marks.
func (c *Characteristics) Drop(ctx context.Context, org db.Org, key string) error {
	one, err := c.Find(ctx, org, key)
	if err != nil {
		return err
	}
	if one.Standard {
		return problem.New(problem.Conflict, "characteristic_standard", "The eight stay. What isn't measured is shown as not measured.")
	}
	return c.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := drop(ctx, tx, org, key); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "characteristic.drop", key, nil)
	})
}

// MentionsMetric tells whether a characteristic is measured by a metric.
func (c *Characteristics) MentionsMetric(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	all, err := stored(ctx, tx, org)
	return slices.ContainsFunc(all, func(one Characteristic) bool {
		return slices.ContainsFunc(one.Bindings, func(b Binding) bool { return b.Metric == key || b.Of == key })
	}), err
}

// keyOf makes a key of a name: letters and digits, the rest underscores.
func keyOf(name string) string {
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, identity.Fold(strings.TrimSpace(name)))
	return strings.Trim(key[:min(len(key), 60)], "_")
}
